#!/usr/bin/env python3
"""Makes the web pages and office files of this folder: what is odd about each is its name.

With LibreOffice installed the old and the OpenDocument formats are made too.
"""
import base64
import json
import os
import re
import struct
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


# Columns of table 三: five of them beside the natural persons, then the total.
PEOPLE = 6
# Rows of table 三: labels by column, key, figures. Labels that stand in several rows are merged.
APPLICATIONS = [
    ("一、本年新收政府信息公开申请数量", "", "", "received", [31, 4, 0, 0, 1, 0]),
    ("二、上年结转政府信息公开申请数量", "", "", "carried_in", [2, 1, 0, 0, 0, 0]),
    ("三、本年度办理结果", "（一）予以公开", "", "result.granted", [14, 2, 0, 0, 1, 0]),
    ("", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "", "result.partial", [3, 0, 0, 0, 0, 0]),
    ("", "（三）不予公开", "1.属于国家秘密", "result.denied.state_secret", [0] * PEOPLE),
    ("", "", "2.其他法律行政法规禁止公开", "result.denied.law_forbidden", [0] * PEOPLE),
    ("", "", "3.危及“三安全一稳定”", "result.denied.three_security", [0] * PEOPLE),
    ("", "", "4.保护第三方合法权益", "result.denied.third_party", [1, 0, 0, 0, 0, 0]),
    ("", "", "5.属于三类内部事务信息", "result.denied.internal", [1, 0, 0, 0, 0, 0]),
    ("", "", "6.属于四类过程性信息", "result.denied.process", [0] * PEOPLE),
    ("", "", "7.属于行政执法案卷", "result.denied.case_file", [0, 1, 0, 0, 0, 0]),
    ("", "", "8.属于行政查询事项", "result.denied.admin_query", [0] * PEOPLE),
    ("", "（四）无法提供", "1.本机关不掌握相关政府信息", "result.unable.not_held", [9, 1, 0, 0, 0, 0]),
    ("", "", "2.没有现成信息需要另行制作", "result.unable.need_create", [0] * PEOPLE),
    ("", "", "3.补正后申请内容仍不明确", "result.unable.unclear", [0] * PEOPLE),
    ("", "（五）不予处理", "1.信访举报投诉类申请", "result.not_processed.petition", [2, 0, 0, 0, 0, 0]),
    ("", "", "2.重复申请", "result.not_processed.repeat", [0] * PEOPLE),
    ("", "", "3.要求提供公开出版物", "result.not_processed.publication", [0] * PEOPLE),
    ("", "", "4.无正当理由大量反复申请", "result.not_processed.excessive", [0] * PEOPLE),
    ("", "", "5.要求行政机关确认或重新出具已获取信息", "result.not_processed.reconfirm", [0] * PEOPLE),
    ("", "（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "result.other.no_correction", [1, 0, 0, 0, 0, 0]),
    ("", "", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "result.other.no_payment", [0] * PEOPLE),
    ("", "", "3.其他", "result.other.misc", [0] * PEOPLE),
    ("", "（七）总计", "", "result.total", [31, 4, 0, 0, 1, 0]),
    ("四、结转下年度继续办理", "", "", "carried_out", [2, 1, 0, 0, 0, 0]),
]
APPLICANTS = ["natural", "org.business", "org.research", "org.charity", "org.legal", "org.other"]


def applications():
    """Table 三 as rows of cells by column letter, and its figures by key."""
    rows = [
        {"A": "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "D": "申请人情况"},
        {"D": "自然人", "E": "法人或其他组织", "J": "总计"},
        dict(zip("EFGHI", "商业企业 科研机构 社会公益组织 法律服务机构 其他".split())),
    ]
    cells = {}
    for first, second, third, key, figures in APPLICATIONS:
        rows.append({"A": first, "B": second, "C": third, **dict(zip("DEFGHI", figures)), "J": sum(figures)})
        columns = dict(zip([*APPLICANTS, "total"], [*figures, sum(figures)]))
        cells.update({f"applications.{key}:{column}": figure for column, figure in columns.items()})
    return rows, cells


APPLICATION_MERGES = [
    (0, 0, "A", "C", 3), (0, 0, "D", "J", 1), (1, 1, "D", "D", 2), (1, 1, "E", "I", 1), (1, 1, "J", "J", 2),
    (3, 3, "A", "C", 1), (4, 4, "A", "C", 1), (5, 5, "A", "A", 22), (5, 5, "B", "C", 1), (6, 6, "B", "C", 1),
    (7, 7, "B", "B", 8), (15, 15, "B", "B", 3), (18, 18, "B", "B", 5), (23, 23, "B", "B", 3),
    (26, 26, "B", "C", 1), (27, 27, "A", "C", 1),
]


def active_rows():
    """Table 二 as rows of cells by column letter."""
    return [
        {"A": "第二十条第（一）项"},
        dict(zip("ABCD", ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"])),
        dict(zip("ABCD", ["规章", 0, 0, 0])), dict(zip("ABCD", ["行政规范性文件", 3, 1, 12])),
        {"A": "第二十条第（五）项"}, {"A": "信息内容", "B": "本年处理决定数量"}, {"A": "行政许可", "B": 57},
        {"A": "第二十条第（六）项"}, {"A": "信息内容", "B": "本年处理决定数量"}, {"A": "行政处罚", "B": 4},
        {"A": "行政强制", "B": 0},
        {"A": "第二十条第（八）项"}, {"A": "信息内容", "B": "本年收费金额（单位：万元）"},
        {"A": "行政事业性收费", "B": 1.25},
    ]


def case_rows():
    """Table 四 as rows of cells by column letter."""
    groups = "结果维持 结果纠正 其他结果 尚未审结 总计".split()
    return [
        {"A": "行政复议", "F": "行政诉讼"},
        {**dict(zip("ABCDE", groups)), "F": "未经复议直接起诉", "K": "复议后起诉"},
        dict(zip("FGHIJKLMNO", groups * 2)),
        dict(zip("ABCDEFGHIJKLMNO", FIGURES)),
    ]


CASE_MERGES = [(0, 0, "A", "E", 1), (0, 0, "F", "O", 1), (1, 1, "F", "J", 1), (1, 1, "K", "O", 1)] + [
    (1, 1, column, column, 2) for column in "ABCDE"]


def text_rows(*texts):
    return [{"A": text} for text in texts]


PARTS = [
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", CASES,
    "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
]


def report_sections():
    """The whole report: for each part its rows and the merges within them."""
    return [
        (text_rows(TITLE, PARTS[0], OVERVIEW), []),
        (text_rows(PARTS[1]) + active_rows(), []),
        (text_rows(PARTS[2]) + applications()[0], moved(APPLICATION_MERGES, 1)),
        (text_rows(PARTS[3]) + case_rows(), moved(CASE_MERGES, 1)),
        (text_rows(PARTS[4], "目录更新不够及时。"), []),
        (text_rows(PARTS[5], "无。"), []),
    ]


def moved(merges, by):
    return [(first + by, last + by, *rest) for first, last, *rest in merges]


def one_sheet(sections):
    rows, merges = [], []
    for own, own_merges in sections:
        merges += moved(own_merges, len(rows))
        rows += own
    return rows, merges


def xlsx(path, sheets, hidden_columns=(), hidden_rows=(), workbook=""):
    """Sheets of rows of cells by column letter; a text with `=` before it is a formula that was
    never computed, a pair one with its value."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def content(place, value):
        if isinstance(value, tuple):
            formula, stored = value
            return f'<c r="{place}"><f>{formula[1:]}</f><v>{stored}</v></c>'
        if isinstance(value, str) and value.startswith("="):
            return f'<c r="{place}"><f>{value[1:]}</f><v/></c>'
        if isinstance(value, str) and value.startswith("#"):
            return f'<c r="{place}" t="e"><v>{value}</v></c>'
        if isinstance(value, str):
            return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
        return f'<c r="{place}"><v>{value}</v></c>'

    parts = []
    for rows, merges in sheets:
        body = ""
        for number, row in enumerate(rows, 1):
            cells = "".join(content(f"{column}{number}", value) for column, value in row.items() if value != "")
            hidden = ' hidden="1"' if number in hidden_rows else ""
            body += f'<row r="{number}"{hidden}>{cells}</row>'
        columns = "".join(f'<col min="{column}" max="{column}" width="9" hidden="1"/>' for column in hidden_columns)
        columns = columns and f"<cols>{columns}</cols>"
        ranges = "".join(
            f'<mergeCell ref="{left}{first + 1}:{right}{first + height}"/>' for first, _, left, right, height in merges)
        ranges = ranges and f"<mergeCells>{ranges}</mergeCells>"
        parts.append(f'<worksheet xmlns="{main}">{columns}<sheetData>{body}</sheetData>{ranges}</worksheet>')
    numbers = range(1, len(parts) + 1)
    sheet_list = "".join(f'<sheet name="工作表{number}" sheetId="{number}" r:id="r{number}"/>' for number in numbers)
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{relation}/worksheet" Target="worksheets/sheet{number}.xml"/>' for number in numbers)
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{kind}.worksheet+xml"/>' for number in numbers)
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>{sheet_list}</sheets>{workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
        **{f"xl/worksheets/sheet{number}.xml": part for number, part in zip(numbers, parts)},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), '<?xml version="1.0" encoding="UTF-8"?>' + text)


ALL_CELLS = {
    "disclosure.regulations:issued": 0, "disclosure.regulations:repealed": 0, "disclosure.regulations:valid": 0,
    "disclosure.normative_documents:issued": 3, "disclosure.normative_documents:repealed": 1,
    "disclosure.normative_documents:valid": 12, "disclosure.permits:decisions": 57,
    "disclosure.penalties:decisions": 4, "disclosure.coercion:decisions": 0, "disclosure.fees:amount": 1.25,
    **{f"cases.{kind}:{column}": figure for (kind, column), figure in zip(
        [(kind, column) for kind in ("review", "lit_direct", "lit_after")
         for column in ("upheld", "corrected", "other", "pending", "total")], FIGURES)},
    **applications()[1],
}
ALL_PARTS = {"overview": "申请人可以在窗口和网上查到办事指南", "problems": "目录更新不够及时", "other": "无。"}


def expect_all(stem, reader, doubts=(), different=()):
    """What is expected of the whole report, some of its cells in doubt or other than usual."""
    cells = "\n".join(f'"{key}" = {value}' for key, value in {**ALL_CELLS, **dict(different)}.items())
    parts = "\n".join(f'{part} = "{phrase}"' for part, phrase in ALL_PARTS.items())
    doubts = f"doubts = {json.dumps(sorted(doubts))}\n" if doubts else ""
    write(f"{stem}.expected.toml", f"""kind = "tables"
reader = "{reader}"
edition = "C"
agency = "东山区住房管理局"
year = 2023
{doubts}
[cells]
{cells}
[parts]
{parts}
""")


def workbooks():
    """Workbooks with formulas that were never computed, hidden lines, and parts anywhere."""
    rows, merges = one_sheet(report_sections())
    write_xlsx = lambda stem, *arguments, **more: xlsx(os.path.join(HERE, f"{stem}.xlsx"), *arguments, **more)
    write_xlsx("texts-in-the-cells-of-one-sheet", [(rows, merges)])
    expect_all("texts-in-the-cells-of-one-sheet", "xlsx")
    # The sheets stand in no order, the texts of parts on sheets of their own.
    sections = report_sections()
    write_xlsx("parts-on-sheets-in-no-order", [sections[at] for at in (3, 0, 5, 2, 4, 1)])
    expect_all("parts-on-sheets-in-no-order", "xlsx")
    # Texts on one sheet, which stands behind those of the tables.
    texts = one_sheet([sections[at] for at in (0, 4, 5)])
    write_xlsx("texts-behind-the-tables", [sections[1], sections[2], sections[3], texts])
    expect_all("texts-behind-the-tables", "xlsx")

    totals = [f"applications.{key}:total" for _, _, _, key, _ in APPLICATIONS]
    begin = next(at for at, row in enumerate(rows) if str(row.get("A", "")).startswith("一、本年新收"))

    def with_totals(formula, first=begin, last=begin + len(APPLICATIONS)):
        return [{**row, "J": formula(at + 1)} if first <= at < last else row for at, row in enumerate(rows)]

    write_xlsx("totals-never-computed", [(with_totals("=SUM(D{0}:I{0})".format), merges)])
    expect_all("totals-never-computed", "xlsx", totals)
    # Libraries write a zero beside a formula and have it computed when the workbook is opened.
    write_xlsx("zeros-beside-formulas", [(with_totals(lambda row: (f"=D{row}+SUM($E{row}:H{row},I{row})", 0)), merges)],
               workbook='<calcPr fullCalcOnLoad="1"/>')
    nonzero = [key for key in totals if ALL_CELLS[key]]
    expect_all("zeros-beside-formulas", "xlsx", nonzero)
    # A formula that is not simple, an error, and one that goes round.
    odd = [dict(row) for row in rows]
    as_found = ["=VLOOKUP(D1,A1:B2,2)", "#REF!", f"=J{begin + 3}"]
    for row, text in zip(odd[begin:], as_found):
        row["J"] = text
    write_xlsx("formulas-and-errors-as-found", [(odd, merges)])
    expect_all("formulas-and-errors-as-found", "xlsx", totals[:3],
               zip(totals, (f'"{text}"' for text in as_found)))

    # A column of last year's figures and a row of them, which nobody sees.
    wide = [with_column(row, begin <= at < begin + len(APPLICATIONS)) for at, row in enumerate(rows)]
    wide.insert(begin + 2, {"A": "上年同期", "D": 77, "F": 5, "K": 82})
    below = lambda row: row + (row > begin + 1)
    right = [(below(first), below(last), beside(left), beside(last_column), height)
             for first, last, left, last_column, height in merges]
    write_xlsx("hidden-column-and-row", [(wide, right)], hidden_columns=[5], hidden_rows=[begin + 3])
    expect_all("hidden-column-and-row", "xlsx")


def beside(column):
    """The letter of a column when one was put in before E."""
    return column if column < "E" else chr(ord(column) + 1)


def with_column(row, has_figure):
    return {**{beside(column): value for column, value in row.items()}, **({"E": 999} if has_figure else {})}


def converted_workbooks():
    """The same in the formats that only LibreOffice writes; values of formulas taken out again."""
    for source, stem in [("hidden-column-and-row", "hidden-in-{}"), ("totals-never-computed", "totals-never-computed-in-{}")]:
        for target in ["xls:MS Excel 97", "ods:calc8"]:
            ending = target.split(":")[0]
            office(os.path.join(HERE, f"{source}.xlsx"), target, stem.format(ending))
            path = os.path.join(HERE, f"{stem.format(ending)}.{ending}")
            if source == "totals-never-computed":
                (without_values_xls if ending == "xls" else without_values_ods)(path)
            doubts = [f"applications.{key}:total" for _, _, _, key, _ in APPLICATIONS] if "totals" in stem else []
            expect_all(stem.format(ending), ending, doubts)


def without_values_xls(path):
    """Makes the value of each formula the one that programs write which compute nothing."""
    with open(path, "rb") as file:
        data = bytearray(file.read())
    at = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    count = 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == 0x0006:
            data[at + 10:at + 18] = b"\x03\x00\x00\x00\x00\x00\xff\xff"
            count += 1
        if kind == 0 and length == 0:
            break
        at += 4 + length
    assert count == len(APPLICATIONS), count
    with open(path, "wb") as file:
        file.write(data)


def without_values_ods(path):
    with zipfile.ZipFile(path) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    text = files["content.xml"].decode("utf-8")
    text, count = re.subn(r'<table:table-cell([^>]*?table:formula="[^"]*")[^>]*>.*?</table:table-cell>',
                          r"<table:table-cell\1/>", text)
    assert count == len(APPLICATIONS), count
    files["content.xml"] = text.encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content)



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
    workbooks()
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
        converted_workbooks()
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
