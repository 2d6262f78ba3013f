"""Reads an exported PDF with pdfplumber and poppler and compares every cell by its place.

The ruled lines on the pages give each cell's rectangle; rectangles are put
back into the official grid, over page breaks, and their texts compared.
"""

import json
import re
import subprocess

import pdfplumber

from workbook import grid_cells

# Lines this many points apart are one line.
TOLERANCE = 1.5


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
        for heading in case.headings:
            report.check("标题", squeezed(heading) in plain, None, heading)
        pieces = [piece for page in pdf.pages for piece in page_tables(page)]
    for part in case.grids:
        pieces = compare_table(part, pieces, case, report)
    report.equal("多出的表格", len(pieces), 0)


def page_tables(page):
    """The ruled tables of a page, top to bottom, each a list of (left, top, right, bottom, text)."""
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
            cells.append((left, top, right, bottom, squeezed("".join(c["text"] for c in inside))))
        yield cells


def boundaries(values):
    lines = []
    for value in sorted(values):
        if not lines or value - lines[-1] > TOLERANCE:
            lines.append(value)
    return lines


def nearest(lines, value):
    return min(range(len(lines)), key=lambda at: abs(lines[at] - value))


def compare_table(part, pieces, case, report):
    """Takes as many pieces as the table goes over; gives back the others."""
    rows, squares, used, offset = len(part["rows"]), {}, 0, 0
    head = [cells for cells in part["rows"] if not any("cell" in cell for cell in cells)]
    head_rows = next(at for at, cells in enumerate(part["rows"]) if any("cell" in cell for cell in cells))
    head_texts = sorted(squeezed(cell["text"]) for cells in head[:head_rows] for cell in cells)
    while offset < rows and used < len(pieces):
        cells = pieces[used]
        xs = boundaries([x for cell in cells for x in (cell[0], cell[2])])
        ys = boundaries([y for cell in cells for y in (cell[1], cell[3])])
        if len(xs) - 1 != part["columns"]:
            break
        skip = 0
        if used:
            # A head repeated on the next page is not a row of the form.
            top_texts = sorted(cell[4] for cell in cells if nearest(ys, cell[3]) <= head_rows)
            skip = head_rows if top_texts == head_texts else 0
        for number, (left, top, right, bottom, text) in enumerate(cells):
            if nearest(ys, bottom) <= skip:
                continue
            for row in range(nearest(ys, top), nearest(ys, bottom)):
                for column in range(nearest(xs, left), nearest(xs, right)):
                    squares[offset + row - skip, column] = ((used, number), text)
        offset += len(ys) - 1 - skip
        used += 1
    report.equal(f"{part['heading']} 行数", offset, rows)
    for row, column, height, width, cell in grid_cells(part):
        area = [(row + y, column + x) for y in range(height) for x in range(width)]
        found = {squares[place][0]: squares[place][1] for place in area if place in squares}
        whole = all(place in area for place, (number, _) in squares.items() if number in found)
        texts = list(found.values())
        report.check(f"{part['heading']} 第 {row + 1} 行第 {column + 1} 列 跨度",
                     whole and len({number[0] for number in found}) == len(found), texts, (height, width))
        if "text" in cell:
            # A label over a page break may be repeated on each page or run on.
            label = squeezed(cell["text"])
            report.check(f"{part['heading']} 第 {row + 1} 行", "".join(texts) == label or
                         (texts and all(text == label for text in texts)), texts, label)
        else:
            expected = case.printed(cell["cell"])
            report.check(f"{cell['cell']}", texts == [expected], texts, expected)
    return pieces[used:]
