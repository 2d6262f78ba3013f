"""Reads an exported PDF with pdfplumber and poppler and compares every cell by its place.

The ruled lines on the pages give each cell's rectangle; rectangles are put
back into the official grid, over page breaks, and their texts compared.
"""

import json
import re
import subprocess
from typing import NamedTuple

import pdfplumber

from cases import indented
from workbook import grid_cells

# Lines this many points apart are one line.
TOLERANCE = 1.5
# The part of a page's height between the mark of a draft and the page number.
BODY_BEGIN, BODY_END = 0.11, 0.86


class Piece(NamedTuple):
    """As much of a table as stands on one page."""

    page: pdfplumber.page.Page
    cells: list


def compare_attachment(path, packed, draft, report):
    """The attached draft as poppler takes it out; also writes the PDF as qpdf packs it."""
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True)
    report.equal("qpdf --check", (checked.returncode, checked.stderr), (0, ""))
    subprocess.run(["qpdf", "--linearize", "--object-streams=generate", "--compression-level=9",
                    "--recompress-flate", str(path), str(packed)], check=True)
    listed = subprocess.run(["pdfdetach", "-list", "-enc", "UTF-8", str(path)], check=True, capture_output=True, text=True)
    report.equal("附件", listed.stdout.splitlines(), ["1 embedded files", "1: 年报.nianbao"])
    for file in (path, packed):
        taken = packed.with_suffix(".json")
        subprocess.run(["pdfdetach", "-save", "1", "-o", str(taken), str(file)], check=True)
        found, expected = (json.loads(name.read_text(encoding="utf-8")) for name in (taken, draft))
        report.equal(f"{file.name} 的附件", found, expected)


def squeezed(text):
    return re.sub(r"\s+", "", text or "")


def compare(path, case, report):
    info = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, text=True).stdout
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True,
                          capture_output=True, text=True).stdout
    plain = squeezed(text)
    with pdfplumber.open(path) as pdf:
        report.equal("页数", len(pdf.pages), int(re.search(r"Pages:\s+(\d+)", info)[1]))
        low, high = case.pages
        report.check("页数范围", low <= len(pdf.pages) <= high, len(pdf.pages), case.pages)
        for number, page in enumerate(pdf.pages, 1):
            report.equal(f"第 {number} 页纸张", (round(page.width), round(page.height)), (595, 842))
            footer = page.crop((0, page.height * 0.86, page.width, page.height)).extract_text()
            report.check(f"第 {number} 页页码", re.search(rf"—\s*{number}\s*—", footer or ""), footer, number)
            report.check(f"第 {number} 页校验码", re.search(r"校验码( \S+ \w{4}-\w)+", footer or ""), footer, "校验码")
        for heading in case.headings:
            report.check("标题", squeezed(heading) in plain, None, heading)
        pieces = [piece for page in pdf.pages for piece in page_tables(page)]
        for part in case.grids:
            others = compare_table(part, pieces, case, report)
            taken = pieces[:len(pieces) - len(others)]
            if taken and "caption" in part:
                compare_caption(part, taken[0], case, report)
                compare_sign_off(part, taken[-1], pdf.pages, case, report)
            pieces = others
        report.equal("多出的表格", len(pieces), 0)


def compare_caption(part, piece, case, report):
    """The lines directly over a table."""
    lines = [squeezed(line) for line in case.caption(part)]
    above = text_lines(piece.page, 0, min(cell[1] for cell in piece.cells))
    report.equal("表上各行", above[-len(lines):], lines)


def compare_sign_off(part, piece, pages, case, report):
    """Nothing but the lines to sign stands behind a table, on its page or the next."""
    found = "".join(text_lines(piece.page, max(cell[3] for cell in piece.cells), piece.page.height * BODY_END))
    for page in pages[piece.page.page_number:]:
        found += "".join(text_lines(page, page.height * BODY_BEGIN, page.height * BODY_END))
    report.equal("签署行", found, squeezed("".join(case.sign_off(part))))


def text_lines(page, top, bottom):
    """The level lines of text between two heights, without blanks."""
    level = page.filter(lambda thing: thing.get("upright", True))
    text = level.crop((0, top, page.width, bottom)).extract_text() or ""
    return [squeezed(line) for line in text.splitlines() if squeezed(line)]


def page_tables(page):
    """The ruled tables of a page, top to bottom; a cell is (left, top, right, bottom, text, start).

    A text's start is in characters from the cell's edge.
    """
    settings = {"vertical_strategy": "lines", "horizontal_strategy": "lines", "snap_tolerance": TOLERANCE,
                "join_tolerance": TOLERANCE, "intersection_tolerance": TOLERANCE * 2}
    tables = sorted(page.find_tables(settings), key=lambda table: table.bbox[1])
    chars = page.chars
    for table in tables:
        cells = []
        for left, top, right, bottom in table.cells:
            inside = [c for c in chars
                      if left < (c["x0"] + c["x1"]) / 2 < right and top < (c["top"] + c["bottom"]) / 2 < bottom]
            inside.sort(key=lambda c: (round(c["bottom"] / 3), c["x0"]))
            first = next((c for c in inside if not c["text"].isspace()), None)
            start = (first["x0"] - left) / first["size"] if first else 0
            cells.append((left, top, right, bottom, squeezed("".join(c["text"] for c in inside)), start))
        yield Piece(page, cells)


def boundaries(values):
    lines = []
    for value in sorted(values):
        if not lines or value - lines[-1] > TOLERANCE:
            lines.append(value)
    return lines


def nearest(lines, value):
    return min(range(len(lines)), key=lambda at: abs(lines[at] - value))


def ruled_cells(part):
    """The cells of a part's grid, its columns counted by the lines that some cell ends at."""
    cells = list(grid_cells(part))
    edges = sorted({edge for _, column, _, columns, _ in cells for edge in (column, column + columns)})
    for row, column, rows, columns, cell in cells:
        first = edges.index(column)
        yield row, first, rows, edges.index(column + columns) - first, cell


def compare_table(part, pieces, case, report):
    """Takes as many pieces as the table goes over; gives back the others."""
    columns = max(column + columns for _, column, _, columns, _ in ruled_cells(part))
    rows, squares, used, offset = len(part["rows"]), {}, 0, 0
    head = [cells for cells in part["rows"] if not any("cell" in cell for cell in cells)]
    head_rows = part.get("head") or next(
        at for at, cells in enumerate(part["rows"]) if any("cell" in cell for cell in cells))
    head_texts = sorted(squeezed(cell["text"]) for cells in head[:head_rows] for cell in cells)
    while offset < rows and used < len(pieces):
        cells = pieces[used].cells
        xs = boundaries([x for cell in cells for x in (cell[0], cell[2])])
        ys = boundaries([y for cell in cells for y in (cell[1], cell[3])])
        if len(xs) - 1 != columns:
            break
        skip = 0
        if used:
            # A head repeated on the next page is not a row of the form.
            top_texts = sorted(cell[4] for cell in cells if nearest(ys, cell[3]) <= head_rows)
            skip = head_rows if top_texts == head_texts else 0
            if "head" in part:
                report.equal(f"第 {used + 1} 页的表头", top_texts, head_texts)
        for number, (left, top, right, bottom, text, start) in enumerate(cells):
            if nearest(ys, bottom) <= skip:
                continue
            for row in range(nearest(ys, top), nearest(ys, bottom)):
                for column in range(nearest(xs, left), nearest(xs, right)):
                    squares[offset + row - skip, column] = ((used, number), text, start)
        offset += len(ys) - 1 - skip
        used += 1
    report.equal(f"{part['heading']} 行数", offset, rows)
    if "head" in part:
        report.check(f"{part['heading']} 页数", used > 1, used, "more than one")
    for row, column, height, width, cell in ruled_cells(part):
        area = [(row + y, column + x) for y in range(height) for x in range(width)]
        found = {squares[place][0]: squares[place][1] for place in area if place in squares}
        whole = all(place in area for place, (number, *_) in squares.items() if number in found)
        texts = list(found.values())
        report.check(f"{part['heading']} 第 {row + 1} 行第 {column + 1} 列 跨度",
                     whole and len({number[0] for number in found}) == len(found), texts, (height, width))
        if "text" in cell:
            # A label over a page break may be repeated on each page or run on.
            label = squeezed(cell["text"])
            report.check(f"{part['heading']} 第 {row + 1} 行", "".join(texts) == label or
                         (texts and all(text == label for text in texts)), texts, label)
            if "indent" in cell:
                starts = {round(squares[place][2], 2) for place in area if place in squares}
                report.check(f"{part['heading']} 第 {row + 1} 行 缩进",
                             all(indented(start, cell) for start in starts), starts, cell["indent"])
        else:
            expected = case.printed(cell["cell"])
            report.check(f"{cell['cell']}", texts == [expected], texts, expected)
    return pieces[used:]
