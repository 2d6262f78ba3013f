"""Measures the pages of an exported PDF against GB/T 9704: paper, type area, lines, sizes, faces.

The text is of one character whose ink is centred in its square, so that the
middles of lines and columns on the rendered page give the grid they stand on.
"""

import json
import re
import subprocess

import pdfplumber
from PIL import Image

DOTS_PER_INCH = 600
MM_PER_DOT = 25.4 / DOTS_PER_INCH
MM_PER_POINT = 25.4 / 72
# 天头, 订口 and 版心 of the standard, in millimetres, and how far off a printer may be.
TOP, LEFT, WIDTH, HEIGHT, TOLERANCE = 37.0, 28.0, 156.0, 225.0, 0.5
LINES, CHARACTERS = 22, 28
# Points: 3号, 2号, 4号; and what rounding may do to them.
BODY, TITLE, NUMBER, POINTS_OFF = 16.0, 22.0, 14.0, 0.05
NUMBER_BELOW = 7.0
HANZI = "田"
HEADINGS = {"（一）主动公开": "NianbaoKai", "1.机制建设": "NotoSerifSC", "二、工作": "NotoSansSC"}


def draft_of_hanzi(template, path):
    """The demo's draft; its first text fills four pages, and headings of all levels follow."""
    draft = json.loads(template)
    filled = HANZI * (CHARACTERS * LINES * 4)
    draft["narrative"]["overview"] = "\n".join([filled, *HEADINGS, HANZI * 60])
    path.write_text(json.dumps(draft, ensure_ascii=False), encoding="utf-8")


def stretches(profile, least):
    """Where the profile is above `least`: first and last dot of each stretch."""
    found, begin = [], None
    for at, value in enumerate([*profile, 0]):
        if value > least and begin is None:
            begin = at
        elif value <= least and begin is not None:
            found.append((begin, at - 1))
            begin = None
    return found


def ink(image, axis):
    """How much ink is in each row (0) or column (1), in hundredths of it."""
    size = (1, image.height) if axis == 0 else (image.width, 1)
    plain = image.convert("F").resize(size, Image.Resampling.BOX)
    return [100 * (1 - value / 255) for value in plain.getdata()]


def middles(parts):
    return [(first + last + 1) / 2 * MM_PER_DOT for first, last in parts]


def pitch(places):
    return (places[-1] - places[0]) / (len(places) - 1)


def render(pdf, number, folder):
    stem = folder / f"page-{number}"
    subprocess.run(["pdftoppm", "-r", str(DOTS_PER_INCH), "-f", str(number), "-l", str(number), "-gray",
                    "-singlefile", str(pdf), str(stem)], check=True)
    return Image.open(f"{stem}.pgm")


def measure_page(pdf, number, folder, report):
    image = render(pdf, number, folder)
    dots = lambda mm: round(mm / MM_PER_DOT)
    paper = (image.width * MM_PER_DOT, image.height * MM_PER_DOT)
    area = image.crop((0, 0, image.width, dots(TOP + HEIGHT + 3)))
    lines = middles(stretches(ink(area, 0), 0.2))
    columns = middles(stretches(ink(area, 1), 0.2))
    report.equal(f"第 {number} 页行数", len(lines), LINES)
    report.equal(f"第 {number} 页每行字数", len(columns), CHARACTERS)
    if min(len(lines), len(columns)) < 2:
        return
    line, character = pitch(lines), pitch(columns)
    found = {
        "纸宽": paper[0], "纸高": paper[1],
        "天头": lines[0] - line / 2, "订口": columns[0] - character / 2,
        "版心高": len(lines) * line, "版心宽": len(columns) * character,
    }
    expected = {"纸宽": 210, "纸高": 297, "天头": TOP, "订口": LEFT, "版心高": HEIGHT, "版心宽": WIDTH}
    for name, value in found.items():
        near = abs(value - expected[name]) <= TOLERANCE
        report.check(f"第 {number} 页{name}", near, round(value, 2), expected[name])
    # The first stretch of ink below the type area's columns is a dash, in one row of ink.
    foot = image.crop((0, dots(TOP + HEIGHT + 1), image.width, image.height))
    marks = stretches(ink(foot, 1), 0.005)
    first, last = marks[0], marks[-1]
    dash = foot.crop((first[0], 0, first[1] + 1, foot.height))
    below = middles(stretches(ink(dash, 0), 5))[0] + 1
    report.check(f"第 {number} 页页码在版心下", abs(below - NUMBER_BELOW) <= TOLERANCE, round(below, 2), NUMBER_BELOW)
    em = NUMBER * MM_PER_POINT
    if number % 2:
        free = LEFT + WIDTH - (last[1] + 1) * MM_PER_DOT
    else:
        free = first[0] * MM_PER_DOT - LEFT
    report.check(f"第 {number} 页页码空一字", abs(free - em) <= TOLERANCE, round(free, 2), round(em, 2))
    numbers = " ".join(f"{name} {value:.2f}" for name, value in found.items())
    print(f"     第 {number} 页 {numbers} 行距 {line:.3f} 字距 {character:.3f} "
          f"{len(lines)} 行 {len(columns)} 字 页码下移 {below:.2f} 空 {free:.2f}（毫米）")


def measure_types(pdf, title, heading, report):
    """Sizes and faces as pdfplumber reads them."""
    with pdfplumber.open(pdf) as file:
        letters = [letter for page in file.pages for letter in page.chars]
    text = "".join(letter["text"] for letter in letters)

    def type_of(words):
        at = text.find(words)
        found = letters[at:at + len(words)] if at >= 0 else []
        sizes, faces = ({letter[key] for letter in found} for key in ("size", "fontname"))
        return sorted(round(size, 2) for size in sizes), sorted(re.sub(r"^[A-Z]{6}\+", "", face) for face in faces)

    wished = [(title, TITLE, "NotoSerifSC-Black"), (heading, BODY, "NotoSansSC"), (HANZI * 20, BODY, "NotoSerifSC")]
    wished += [(words, BODY, face) for words, face in HEADINGS.items()]
    for words, size, face in wished:
        sizes, faces = type_of(words)
        near = len(sizes) == 1 and abs(sizes[0] - size) <= POINTS_OFF
        report.check(f"“{words[:8]}”字号", near, sizes, size)
        report.check(f"“{words[:8]}”字体", any(face in name for name in faces), faces, face)
        print(f"     “{words[:8]}” {sizes} 磅 {faces}")


def measure(program, template, folder, report):
    """Exports a report full of hanzi and measures an even and an odd page of it."""
    folder.mkdir(parents=True, exist_ok=True)
    draft, pdf = folder / "hanzi.nianbao", folder / "hanzi.pdf"
    draft_of_hanzi(template, draft)
    program("export", draft, "--pdf", pdf)
    for number in (2, 3):
        measure_page(pdf, number, folder, report)
    year = json.loads(template)["header"]["year"]
    measure_types(pdf, f"{year}年政府信息公开工作年度报告", "一、总体情况", report)
