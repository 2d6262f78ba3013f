"""Reads an exported Word file with python-docx and LibreOffice and compares every text and cell."""

import re
import subprocess
import zipfile

import docx
from docx.oxml.ns import qn
from docx.shared import Mm

from cases import indented
from workbook import grid_cells, squeezed

LEVELS = {"Title": "title", "Heading 1": 1, "Heading 2": 2, "Body Text": 0}


def compare(path, case, narrative, report):
    document = docx.Document(path)
    compare_page(document, case, report)
    compare_texts(document, case, narrative, report)
    compare_tables(path, case, report)
    properties = document.core_properties
    report.check("标题属性", "政府信息公开工作年度报告" in properties.title, properties.title, "标题")
    if "agency" in case.header:
        report.equal("作者属性", properties.author, case.header["agency"])
    compare_parts(path, report)


def compare_page(document, case, report):
    """A4 after GB/T 9704: margins, grid, page numbers of odd and even pages, the draft's mark."""
    section, = document.sections
    sizes = {"page_width": 210, "page_height": 297, "top_margin": 37, "bottom_margin": 35,
             "left_margin": 28, "right_margin": 26}
    for name, expected in sizes.items():
        found = getattr(section, name)
        report.check(name, abs(found - Mm(expected)) < Mm(0.2), found.mm, expected)
    grid = section._sectPr.find(qn("w:docGrid"))
    pitch = int(grid.get(qn("w:linePitch"))) / 20
    character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    report.equal("文档网格", grid.get(qn("w:type")), "linesAndChars")
    report.equal("每页行数", int(225 / 25.4 * 72 / pitch), 22)
    report.equal("每行字数", int(156.05 / 25.4 * 72 / character), 28)
    report.equal("奇偶页不同", document.settings.odd_and_even_pages_header_footer, True)
    for name, footer, side in (("奇数页", section.footer, "right"), ("偶数页", section.even_page_footer, "left")):
        paragraph, = footer.paragraphs
        report.equal(f"{name}页码", paragraph.text, "— 1 —")
        report.check(f"{name}页码域", "PAGE" in paragraph._p.xml, None, "PAGE")
        found = paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val"))
        report.equal(f"{name}页码位置", found, side)
    for header in (section.header, section.even_page_header):
        text = "".join(paragraph.text for paragraph in header.paragraphs)
        report.equal("草稿字样", text, "草稿" if case.draft else "")


def compare_texts(document, case, narrative, report):
    """Title, headings with their levels, paragraphs: nothing else stands outside the tables."""
    found = [(LEVELS.get(paragraph.style.name, paragraph.style.name), squeezed(paragraph.text))
             for paragraph in document.paragraphs if paragraph.text.strip()]
    title = [text for level, text in found if level == "title"]
    expected = [(level, squeezed(text)) for level, text in case.outline(narrative)]
    report.equal("标题段数", len(title), 1 if expected else 0)
    report.check("标题", all("政府信息公开工作年度报告" in text for text in title), title, "标题")
    outline = [(level, text) for level, text in found if level in (0, 1, 2)]
    report.equal("文字", outline, expected)
    others = [text for level, text in found if level not in LEVELS.values()]
    captions = [squeezed(line) for part in case.grids for line in case.caption(part)]
    report.equal("表上各行", others, captions)


def spans(table):
    """Each cell of a table as (row, column, rowspan, colspan, cell), merged ones once."""
    columns = len(table.columns)
    places = {}
    for index, cell in enumerate(table._cells):
        places.setdefault(id(cell._tc), (cell, []))[1].append(divmod(index, columns))
    for cell, taken in places.values():
        rows, across = {row for row, _ in taken}, {column for _, column in taken}
        yield min(rows), min(across), len(rows), len(across), cell


def by_edges(cells):
    """Cells by place, columns counted by the edges some cell has: programs leave out the others."""
    cells = list(cells)
    edges = sorted({edge for _, column, _, columns, _ in cells for edge in (column, column + columns)})
    return {(row, edges.index(column), rows, edges.index(column + columns) - edges.index(column)): cell
            for row, column, rows, columns, cell in cells}


def compare_tables(path, case, report):
    document = docx.Document(path)
    tables = document.tables
    signed = [part for part in case.grids if "sign_off" in part]
    report.equal("表格数", len(tables), len(case.grids) + len(signed))
    for part, table in zip(case.grids, tables):
        found = by_edges(spans(table))
        expected = by_edges(grid_cells(part))
        report.equal(f"{part['heading']} 合并", sorted(found), sorted(expected))
        for place, cell in expected.items():
            if place not in found:
                continue
            text = found[place].text
            if "text" in cell:
                report.equal(f"{part['heading']} {place[:2]}", squeezed(text), squeezed(cell["text"]))
                paragraph = found[place].paragraphs[0]
                left, size = paragraph.paragraph_format.left_indent, paragraph.style.font.size
                characters = (left.pt if left else 0) / (size.pt if size else 9)
                report.check(f"{place[:2]} 缩进", indented(characters, cell), characters, cell.get("indent", 0))
            else:
                report.equal(cell["cell"], text, case.printed(cell["cell"]))
        heads = [row for row in table.rows if row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None]
        if "head" in part:
            report.equal("每页重复的行", len(heads), part["head"])
        width = sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol")))
        report.check("表宽", abs(width / 1440 * 25.4 - 156) < 0.3, width, "156 mm")
    for part, table in zip(signed, tables[len(case.grids):]):
        lines = [cell.text for *_, cell in spans(table) if cell.text.strip()]
        report.equal("签署行", [squeezed(line) for line in lines], [squeezed(line) for line in case.sign_off(part)])


def compare_parts(path, report):
    """Nothing is fetched from elsewhere, and the same file comes out everywhere."""
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            report.equal(f"{entry.filename} 时间", entry.date_time, (1980, 1, 1, 0, 0, 0))
            if entry.filename.endswith(".rels"):
                text = archive.read(entry).decode("utf-8")
                report.equal(f"{entry.filename} 外部引用", re.findall(r'TargetMode="External"', text), [])


def compare_paper(path, folder, case, office, report):
    """How many pages LibreOffice prints, and that all figures are on them in order."""
    office.convert(path, folder, "pdf:writer_pdf_Export")
    printed = folder / f"{path.stem}.pdf"
    info = subprocess.run(["pdfinfo", str(printed)], check=True, capture_output=True, text=True).stdout
    pages = int(re.search(r"Pages:\s+(\d+)", info)[1])
    low, high = case.pages
    report.check("页数", low <= pages <= high, pages, case.pages)
    report.check("纸张", "A4" in info, None, "A4")
