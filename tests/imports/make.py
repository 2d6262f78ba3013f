#!/usr/bin/env python3
"""Makes the web pages and office files of this folder: what is odd about each is its name.

With LibreOffice installed the old and the OpenDocument formats are made too.
"""
import base64
import os
import subprocess
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))

HEADS = "商业企业 科研机构 社会公益组织 法律服务机构 其他".split()
LEAD = "现公布东山区住房管理局2023年政府信息公开工作年度报告，数据统计期限为2023年1月1日至12月31日。"
OVERVIEW = "2023年，本局按时更新网站栏目，申请人可以在窗口和网上查到办事指南。"
CASES = "四、政府信息公开行政复议、行政诉讼情况"
FIGURES = [0, 1, 0, 2, 3, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0]


def span(name, count):
    return f' {name}="{count}"' if count > 1 else ""


def cell(text, colspan=1, rowspan=1, wrap="{}"):
    return f'<td{span("colspan", colspan)}{span("rowspan", rowspan)}>{wrap.format(text)}</td>'


def active(wrap="{}"):
    """Table 二."""
    rows = [
        cell("第二十条第（一）项", 4, wrap=wrap),
        "".join(cell(t, wrap=wrap) for t in ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]),
        "".join(cell(t, wrap=wrap) for t in ["规章", 0, 0, 0]),
        "".join(cell(t, wrap=wrap) for t in ["行政规范性文件", 3, 1, 12]),
        cell("第二十条第（五）项", 4, wrap=wrap),
        cell("信息内容", wrap=wrap) + cell("本年处理决定数量", 3, wrap=wrap),
        cell("行政许可", wrap=wrap) + cell("57", 3, wrap=wrap),
        cell("第二十条第（六）项", 4, wrap=wrap),
        cell("信息内容", wrap=wrap) + cell("本年处理决定数量", 3, wrap=wrap),
        cell("行政处罚", wrap=wrap) + cell("4", 3, wrap=wrap),
        cell("行政强制", wrap=wrap) + cell("0", 3, wrap=wrap),
        cell("第二十条第（八）项", 4, wrap=wrap),
        cell("信息内容", wrap=wrap) + cell("本年收费金额（单位：万元）", 3, wrap=wrap),
        cell("行政事业性收费", wrap=wrap) + cell("1.25", 3, wrap=wrap),
    ]
    return rows


def cases(wrap="{}"):
    """Table 四."""
    groups = "结果维持 结果纠正 其他结果 尚未审结 总计".split()
    return [
        cell("行政复议", 5, wrap=wrap) + cell("行政诉讼", 10, wrap=wrap),
        "".join(cell(t, 1, 2, wrap) for t in groups)
        + cell("未经复议直接起诉", 5, wrap=wrap)
        + cell("复议后起诉", 5, wrap=wrap),
        "".join(cell(t, wrap=wrap) for t in groups * 2),
        "".join(cell(t, wrap=wrap) for t in FIGURES),
    ]


def table(rows, attributes=' border="1"'):
    return f"<table{attributes}>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>"


def article(paragraph="<p>{}</p>", wrap="{}"):
    p = paragraph.format
    return "\n".join([
        p(LEAD),
        p("一、总体情况"),
        p(OVERVIEW),
        p("二、主动公开政府信息情况"),
        table(active(wrap)),
        p(CASES),
        table(cases(wrap)),
        p("五、存在的主要问题及改进情况"),
        p("目录更新不够及时，下一步每季度核对一次。"),
        p("六、其他需要报告的事项"),
        p("无。"),
    ])


TITLE = "东山区住房管理局2023年政府信息公开工作年度报告"


def page(body, head="", title=TITLE):
    return f"<!DOCTYPE html><html><head>{head}<title>{title}</title></head><body>\n{body}\n</body></html>"


FURNITURE = """<div class="top-nav"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务</a></li>
<li><a href="/hd">互动</a></li><li><a href="/fw">服务</a></li></ul></div>
<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a></div>"""
FOOTER = """<div class="footer"><p>主办：东山区人民政府办公室　版权所有</p>
<a href="/a">关于我们</a> <a href="/b">网站地图</a> <a href="/c">联系我们</a></div>"""


def write(name, content):
    if isinstance(content, str):
        content = content.encode("utf-8")
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(content)


def expect(stem, reader, more=""):
    cells = "\n".join(f'"{key}" = {value}' for key, value in CELLS.items())
    write(f"{stem}.expected.toml", f"""kind = "tables"
reader = "{reader}"
edition = "C"
agency = "东山区住房管理局"
year = 2023
absent = ["版权所有", "网站地图", "互动"]
{more}
[cells]
{cells}
[parts]
overview = "申请人可以在窗口和网上查到办事指南"
""")


CELLS = {
    "disclosure.regulations:issued": 0,
    "disclosure.normative_documents:issued": 3,
    "disclosure.normative_documents:valid": 12,
    "disclosure.permits:decisions": 57,
    "disclosure.penalties:decisions": 4,
    "disclosure.fees:amount": 1.25,
    "cases.review:corrected": 1,
    "cases.review:total": 3,
    "cases.lit_direct:upheld": 1,
    "cases.lit_direct:pending": 0,
}


def docx(path, numbers="word"):
    """Headings numbered by Word, merged cells, a deleted figure, a text box, a field."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def run(text):
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'

    counted = iter("一二三四五六")

    def paragraph(text, level=None):
        if level is not None and numbers == "typed":
            text, level = f"{next(counted)}、{text}", None
        number = "" if level is None else f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        return f"<w:p>{number}{run(text)}</w:p>"

    def tc(text, colspan=1, merge=None):
        properties = f'<w:gridSpan w:val="{colspan}"/>' if colspan > 1 else ""
        if merge:
            properties += '<w:vMerge w:val="restart"/>' if merge == "restart" else "<w:vMerge/>"
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text) if text != '' else ''}</w:p></w:tc>"

    def tbl(rows):
        columns = 15 if "行政复议" in rows[0] else 4
        grid = '<w:gridCol w:w="600"/>' * columns
        return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"

    deleted = '<w:tc><w:p><w:del w:id="1"><w:r><w:delText>99</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>57</w:t></w:r></w:ins></w:p></w:tc>'
    groups = "结果维持 结果纠正 其他结果 尚未审结 总计".split()
    two = [
        tc("第二十条第（一）项", 4),
        "".join(tc(t) for t in ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]),
        "".join(tc(t) for t in ["规章", 0, 0, 0]),
        "".join(tc(t) for t in ["行政规范性文件", 3, 1, 12]),
        tc("第二十条第（五）项", 4),
        tc("信息内容") + tc("本年处理决定数量", 3),
        tc("行政许可") + deleted.replace("<w:tc>", '<w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr>'),
        tc("第二十条第（六）项", 4),
        tc("信息内容") + tc("本年处理决定数量", 3),
        tc("行政处罚") + tc("4", 3),
        tc("行政强制") + tc("0", 3),
        tc("第二十条第（八）项", 4),
        tc("信息内容") + tc("本年收费金额（单位：万元）", 3),
        tc("行政事业性收费") + tc("1.25", 3),
    ]
    four = [
        tc("行政复议", 5) + tc("行政诉讼", 10),
        "".join(tc(t, 1, "restart") for t in groups) + tc("未经复议直接起诉", 5) + tc("复议后起诉", 5),
        "".join(tc("", 1, "on") for _ in groups) + "".join(tc(t) for t in groups * 2),
        "".join(tc(t) for t in FIGURES),
    ]
    hidden = '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>版权所有</w:t></w:r></w:p>'
    body = (
        paragraph(TITLE) + paragraph(LEAD) + hidden
        + paragraph("总体情况", 0) + paragraph(OVERVIEW)
        + paragraph("主动公开政府信息情况", 0) + tbl(two)
        + paragraph("收到和处理政府信息公开申请情况", 0)
        + paragraph("政府信息公开行政复议、行政诉讼情况", 0) + tbl(four)
        + paragraph("存在的主要问题及改进情况", 0) + paragraph("目录更新不够及时，下一步每季度核对一次。")
        + paragraph("其他需要报告的事项", 0) + paragraph("无。")
    )
    numbering = f"""<?xml version="1.0" encoding="UTF-8"?><w:numbering {w}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
    types = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>"""
    relations = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/></Relationships>"""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in [
            ("[Content_Types].xml", types),
            ("_rels/.rels", relations.format("officeDocument", "word/document.xml")),
            ("word/_rels/document.xml.rels", relations.format("numbering", "numbering.xml")),
            ("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?><w:document {w}><w:body>{body}</w:body></w:document>'),
            ("word/numbering.xml", numbering),
        ]:
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text)


def office(source, target, stem):
    """Has LibreOffice convert a file."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
             "--convert-to", target, "--outdir", folder, source],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        made = os.path.splitext(os.path.basename(source))[0] + "." + target.split(":")[0]
        with open(os.path.join(folder, made), "rb") as file:
            write(f"{stem}.{target.split(':')[0]}", file.read())


def main():
    title = f"<h1>{TITLE}</h1>"
    plain = page(FURNITURE + title + '<div class="content">' + article() + "</div>" + FOOTER)
    write("gbk-without-declaration.html", plain.encode("gb18030"))
    expect("gbk-without-declaration", "html")
    write("declares-gb2312-is-utf8.html", page(title + article(), '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'))
    expect("declares-gb2312-is-utf8", "html")
    write("utf16-without-mark.html", plain.encode("utf-16-le"))
    expect("utf16-without-mark", "html")
    labels = '<p class=MsoNormal><span lang=EN-US><b>{}</b></span><o:p></o:p></p>'
    cut = article(wrap=labels).replace("行政规范", "行政</span><span\nstyle='x'>规<!--[if gte mso 9]><xml>版权所有</xml><![endif]-->范").replace("本年制发件数", "本年<br>制发&nbsp;件数")
    write("labels-in-many-tags.html", page(title + cut))
    expect("labels-in-many-tags", "html")
    layout = ('<table width="100%"><tr><td colspan="2">' + FURNITURE + '</td></tr><tr><td><a href="/1">栏目一</a><br><a href="/2">栏目二</a><br><a href="/3">栏目三</a></td><td>'
              + "<table><tr><td>" + title + article() + "</td></tr></table></td></tr><tr><td colspan=2>" + FOOTER + "</td></tr></table>")
    write("layout-by-nested-tables.html", page(layout))
    expect("layout-by-nested-tables", "html")
    wrong = article().replace('rowspan="2"', 'rowspan="0002"').replace("<table", "<table><tbody></tbody><!-- x --", 0).replace("</td></tr>\n</table>", "</table>")
    write("cells-without-ends.html", page(title + wrong.replace("</td>", "").replace("</tr>", "")))
    expect("cells-without-ends", "html")
    inputs = article().replace(">57<", '><input type="text" value="57"><input type="hidden" value="8"><').replace(">12<", '><span style="display: none">77</span>12<')
    write("figures-in-fields.html", page(title + inputs))
    expect("figures-in-fields", "html")
    quoted = article().replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("</", "<\\/").replace("<p", "\\u003cp")
    write("article-in-a-script.html", page('<div id="app"></div><script>window.__DATA__ = {"id": 7, "title": "' + TITLE + '", "content": "' + quoted + '"};</script>'))
    expect("article-in-a-script", "html")
    mht = ("From: <saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"----=b\"\r\n\r\n"
           "------=b\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: base64\r\nContent-Location: file:///x.htm\r\n\r\n"
           + base64.encodebytes(plain.encode("gb18030")).decode().replace("\n", "\r\n")
           + "\r\n------=b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------=b--\r\n")
    write("page-saved-as-mail.mht", mht)
    expect("page-saved-as-mail", "mht")
    write("page-named-doc.doc", plain)
    expect("page-named-doc", "html")
    docx(os.path.join(HERE, "numbered-by-word.docx"))
    expect("numbered-by-word", "docx")
    write("password.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    write("password.expected.toml", 'error = "已损坏"\n')
    os.rename(os.path.join(HERE, "password.docx"), os.path.join(HERE, "empty-compound.docx"))
    os.rename(os.path.join(HERE, "password.expected.toml"), os.path.join(HERE, "empty-compound.expected.toml"))
    try:
        with tempfile.TemporaryDirectory() as folder:
            typed = os.path.join(folder, "typed.docx")
            docx(typed, "typed")
            office(typed, "odt", "text-of-libreoffice")
        expect("text-of-libreoffice", "odt")
        with tempfile.TemporaryDirectory() as folder:
            sheet = os.path.join(folder, "sheet.html")
            with open(sheet, "w", encoding="utf-8") as file:
                rows = [cell(TITLE, 15), cell(LEAD, 15), cell("一、总体情况", 15), cell(OVERVIEW, 15), cell("二、主动公开政府信息情况", 15)] + active() + [cell(CASES, 15)] + cases()
                file.write('<html><head><meta charset="utf-8"></head><body>' + table(rows) + "</body></html>")
            for target in ["xls", "ods", "xlsx"]:
                office_calc(sheet, target)
    except FileNotFoundError:
        print("no LibreOffice: .odt, .xls, .ods and .xlsx not made")


def office_calc(sheet, target):
    with tempfile.TemporaryDirectory() as folder:
        filters = {"xls": "xls:MS Excel 97", "ods": "ods:calc8", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--infilter=HTML (StarCalc)",
             "--convert-to", filters[target], "--outdir", folder, sheet],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(os.path.join(folder, f"sheet.{target}"), "rb") as file:
            write(f"sheet-of-{target}.{target}", file.read())
        expect(f"sheet-of-{target}", target)


if __name__ == "__main__":
    main()
