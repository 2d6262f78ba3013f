"""Reads an exported workbook with openpyxl and LibreOffice and compares every cell.

Nothing here knows how the program writes: labels, spans and keys come from
grids.json, figures from the case. A table stands on a sheet of its own, its
heading in the first row, its grid from the second row on; lines that the form
has over its table stand between, and say its name in place of the heading.
"""

import gzip
import os
import shutil
import subprocess
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter

from cases import indented, printed, signed

TOP = 2

# LibreOffice takes the cached results of a foreign workbook unless told otherwise.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


class Office:
    """LibreOffice with a profile of its own that recalculates what it opens."""

    def __init__(self, folder):
        self.profile = Path(folder).absolute() / "office-profile"
        (self.profile / "user").mkdir(parents=True, exist_ok=True)
        (self.profile / "user/registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")

    def recalculate(self, path, folder):
        """The workbook as LibreOffice computes and saves it."""
        self.convert(path, folder, "xlsx:Calc MS Excel 2007 XML")
        return Path(folder) / Path(path).name

    def displayed(self, path, folder):
        """The sheets as LibreOffice shows them: rows of the texts of their cells, merged ones once."""
        self.convert(path, folder, "html")
        reader = Sheets()
        reader.feed((Path(folder) / f"{Path(path).stem}.html").read_text(encoding="utf-8"))
        return reader.sheets

    def convert(self, path, folder, target, fonts=None):
        """Converts a file; `fonts` is a configuration of fonts to be used instead of the system's."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{self.profile}", "--headless",
             "--convert-to", target, "--outdir", str(folder), str(path)],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180,
            env={**os.environ, **({"FONTCONFIG_FILE": str(fonts)} if fonts else {})})


def hanzi(folder):
    """A configuration of fonts with one that has every hanzi: elsewhere they may be narrower boxes."""
    folder = Path(folder).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    packed = Path(__file__).parents[2] / "fonts/NotoSansSC-Regular.ttf.gz"
    (folder / "hanzi.ttf").write_bytes(gzip.decompress(packed.read_bytes()))
    configuration = folder / "fonts.conf"
    configuration.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{folder}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>", encoding="utf-8")
    return configuration


class Sheets(HTMLParser):
    """Takes the texts out of the tables of a page."""

    def __init__(self):
        super().__init__()
        self.sheets, self.inside = [], False

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.sheets.append([])
        elif tag == "tr":
            self.sheets[-1].append([])
        elif tag == "td":
            self.sheets[-1][-1].append("")
        # A cell's note stands within the cell.
        self.inside = tag == "td" or self.inside and tag != "comment"

    def handle_endtag(self, tag):
        self.inside = tag == "comment" or self.inside and tag != "td"

    def handle_data(self, text):
        if self.inside:
            self.sheets[-1][-1][-1] += text.strip()


def top(part):
    """The sheet row in which a table's grid begins."""
    return TOP + len(part.get("caption", []))


def same(found, expected):
    """Whether a cell's value is the expected figure: exact number, text, or blank."""
    if expected is None:
        return found in (None, "")
    if isinstance(expected, Decimal):
        return (isinstance(found, (int, float)) and not isinstance(found, bool)
                and Decimal(repr(found)) == expected)
    return isinstance(found, str) and found == expected


def grid_cells(part):
    """Each cell of a part's grid as (row, column, rowspan, colspan, cell), from zero."""
    taken = set()
    for row, cells in enumerate(part["rows"]):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            rows, columns = cell.get("rowspan", 1), cell.get("colspan", 1)
            taken.update((row + y, column + x) for y in range(rows) for x in range(columns))
            yield row, column, rows, columns, cell


def compare(path, case, report):
    """Labels, spans, figures, formulas, names, locks: each cell of each table."""
    book = openpyxl.load_workbook(path)
    cached = openpyxl.load_workbook(path, data_only=True)
    names = {name: defined.attr_text for name, defined in book.defined_names.items()}
    expected_sheets = ["基本信息"] + [part["heading"] for part in case.grids] + ["文字部分"]
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    report.equal("工作表", shown, expected_sheets)
    # The draft stands on a sheet of its own that Excel doesn't even offer to show.
    report.equal("隐藏的工作表", [sheet.sheet_state for sheet in book][len(shown):], ["veryHidden"])
    report.equal("名称个数", len(names), len(case.shown))
    for part in case.grids:
        sheet, values = book[part["heading"]], cached[part["heading"]]
        merged = compare_caption(sheet, part, case, report)
        report.equal("列数", sheet.max_column, part["columns"])
        report.equal("行数", sheet.max_row, top(part) - 1 + len(part["rows"]) + below(part))
        report.equal("保护", sheet.protection.sheet, True)
        # A page width that isn't written is one page, by the format.
        fits = sheet.sheet_properties.pageSetUpPr.fitToPage and (sheet.page_setup.fitToWidth or 1)
        report.equal("页宽", (int(sheet.page_setup.paperSize), fits), (9, 1))
        mark = sheet.oddHeader.center.text or ""
        report.equal("草稿字样", "草稿" in mark, case.draft)
        report.equal("页码", "&P" in (sheet.oddFooter.center.text or ""), True)
        report.check("页脚校验码", "导出时校验码 " in (sheet.oddFooter.left.text or ""), sheet.oddFooter.left.text, "校验码")
        for row, column, rows, columns, cell in grid_cells(part):
            place = f"{get_column_letter(column + 1)}{row + top(part)}"
            if rows * columns > 1:
                merged.add(f"{place}:{get_column_letter(column + columns)}{row + rows - 1 + top(part)}")
            found = sheet[place]
            if "text" in cell:
                report.equal(f"{part['heading']} {place}", found.value or "", cell["text"])
                report.equal(f"{place} 锁定", found.protection.locked, True)
                steps = found.alignment.indent or 0
                report.check(f"{place} 缩进", indented(steps, cell), steps, cell.get("indent", 0))
            else:
                compare_figure(found, values[place].value, place, cell["cell"], case, report)
                reference = names.get(cell["cell"].replace(":", "__"), "")
                name, _, target = reference.rpartition("!")
                report.equal(f"{cell['cell']} 名称", (name.strip("'"), target.replace("$", "")),
                             (part["heading"], place))
        report.equal("合并单元格", {str(r) for r in sheet.merged_cells.ranges}, merged)
        if "sign_off" in part:
            compare_sign_off(sheet, part, case, report)


def compare_caption(sheet, part, case, report):
    """The heading, or the lines in its place; the cells merged for them."""
    lines = case.caption(part)
    report.equal("标题", sheet["A1"].value, None if lines else part["heading"])
    merged = set()
    for row, line in enumerate(lines, TOP):
        found = sheet.cell(row, 1)
        report.equal(f"表上第 {row - TOP + 1} 行", squeezed(found.value), squeezed(line))
        report.equal(f"表上第 {row - TOP + 1} 行 锁定", found.protection.locked, True)
        merged.add(f"A{row}:{get_column_letter(part['columns'])}{row}")
    if "head" in part:
        first, last = top(part), top(part) - 1 + part["head"]
        report.equal("每页重复的行", sheet.print_title_rows, f"${first}:${last}")
    return merged


def below(part):
    """How many rows stand below the grid: the lines to sign and a free one above them."""
    lines = len(part.get("sign_off", []))
    return lines + 1 if lines else 0


def compare_sign_off(sheet, part, case, report):
    """The lines to sign, the last on the table's sheet, a row free above them."""
    lines = case.sign_off(part)
    first = sheet.max_row - len(lines) + 1
    found = [sheet.cell(row, 1).value for row in range(first, sheet.max_row + 1)]
    report.equal("签署行", found, lines)
    report.equal("签署行上方空一行", sheet.cell(first - 1, 1).value, None)


def squeezed(text):
    return "".join((text or "").split())


def compare_figure(found, cached, place, key, case, report):
    expected = case.shown[key]
    label = f"{key} ({place})"
    report.check(label, same(cached, expected), cached, expected)
    computed = key in case.sums and key not in case.typed_totals
    report.equal(f"{label} 公式", found.data_type == "f", computed)
    report.equal(f"{label} 锁定", found.protection.locked, computed)
    if key in case.differs:
        note = found.comment.text if found.comment else ""
        report.check(f"{label} 批注", f"计算值：{case.differs[key]}" in note, note, case.differs[key])
    else:
        report.equal(f"{label} 批注", found.comment, None)
    if isinstance(expected, Decimal):
        decimals = max(0, -expected.as_tuple().exponent)
        plain = "0" + ("." + "0" * decimals if decimals else "")
        # Above zero, below zero, zero.
        report.equal(f"{label} 格式", found.number_format, f"+{plain};-{plain};{plain}" if signed(key) else plain)


def compare_values(path, grids, shown, report):
    """The figures alone, in a workbook some other program computed."""
    book = openpyxl.load_workbook(path, data_only=True)
    for part in grids:
        sheet = book[part["heading"]]
        for row, column, _, _, cell in grid_cells(part):
            if "cell" in cell:
                found = sheet.cell(row + top(part), column + 1).value
                expected = shown[cell["cell"]]
                report.check(f"重算 {cell['cell']}", same(found, expected), found, expected)


def compare_displayed(sheets, grids, shown, keys, report):
    """The texts people see in the cells with these keys."""
    # The first sheet has the header fields.
    for part, rows in zip(grids, sheets[1:]):
        # Empty rows over the first text are left out by LibreOffice.
        end = len(rows) - below(part)
        for cells, texts in zip(part["rows"], rows[end - len(part["rows"]):end]):
            report.equal("一行的格数", len(texts), len(cells))
            for cell, text in zip(cells, texts):
                if cell.get("cell") in keys:
                    report.equal(f"显示 {cell['cell']}", text, printed(cell["cell"], shown[cell["cell"]]))


def fill(path, target, grids, figures):
    """A copy in which other figures are typed into the open cells, as a clerk would."""
    shutil.copyfile(path, target)
    book = openpyxl.load_workbook(target)
    for part in grids:
        for row, column, _, _, cell in grid_cells(part):
            if cell.get("cell") in figures:
                value = figures[cell["cell"]]
                if isinstance(value, Decimal):
                    value = float(value)
                book[part["heading"]].cell(row + top(part), column + 1).value = value
    book.save(target)
