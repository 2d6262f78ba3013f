#!/usr/bin/env python3
"""Enters the figures of real reports and compares what the program makes of them; then imports
the reports themselves (see imports.py), and small inputs in which figures were once misread
(see found.py).

    .ci/reports.py BINARY FOLDER

Each report becomes a draft with its figures and its text typed. Every figure
must come back unchanged from `cells`, from the exported workbook as openpyxl
reads it, from the Word file as python-docx and the web page as BeautifulSoup
read them, and from the drafts that all exports carry; the PDF's tables, as
pdfplumber reads them, must hold the page's numbers. Every paragraph must stand
in every format, and each export must restore the same return. `check` must find
exactly what is known to be wrong, in the tables and in the text. A missing
folder is a failure.
"""

import html
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path

import docx
import openpyxl
import pdfplumber
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from lxml import etree

import found as found_inputs
import imports

# Reports of which all that may be found is known, with the warnings.
KNOWN_WARNINGS = {
    "tongzhou-2018": {("A14", "wechat"), ("A17", "overview.disclosed")},
    "xicheng-2018": set(),
    "hunjiang-2018": set(),
    "wuhan-2020": set(),
    "yiyang-2020": set(),
}

# What texts say in numbers otherwise than the table or themselves, as rule and instance.
WRONG_TEXTS = {
    "tongzhou-2018": {("A17", "overview.disclosed")},
    "linyi-2018": {("W8", "overview")},
}

# Something in every part that must not be empty.
TEXTS = {
    "overview": "本单位按照要求开展政府信息公开工作。",
    "problems": "公开内容的深度还不够，下一步加强指导。",
    "other": "没有收取信息处理费，没有其他需要报告的事项。",
}


def run(binary, *arguments):
    done = subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode > 1:
        sys.exit(f"{arguments}: {done.stderr}")
    return done.stdout, done.returncode


def read(text):
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


# The headings of the parts that are written, and of the tables in between.
HEADINGS = [
    (re.compile(r"^一、总体情况"), "overview"),
    (re.compile(r"^[二三四]、(主动公开|收到和处理|政府信息公开行政复议)"), None),
    (re.compile(r"^五、(存在|政府信息公开工作存在)"), "problems"),
    (re.compile(r"^六、其他"), "other"),
]

# Where the text of a report of an earlier form ends and its table begins.
TABLE = re.compile(r"^\s*附件1?\s*$", re.M)


def paragraphs(folder):
    """A report's own words, each paragraph a line."""
    for name in ("source.txt", "source.html", "source.layout.txt"):
        file = folder / name
        if file.exists():
            text = file.read_text(encoding="utf-8")
            break
    else:
        return []
    if name == "source.html":
        return [html.unescape(re.sub(r"<[^>]+>", "", found)) for found in re.findall(r"<p>(.*?)</p>", text, re.S)]
    if name == "source.layout.txt":
        # Lines on paper: a paragraph begins with a line that is moved in, and pages end anywhere.
        lines = [line for line in text.splitlines() if line.strip() and not re.fullmatch(r"\s*-\s*\d+\s*-\s*", line)]
        joined = []
        for line in lines:
            ends = not joined or joined[-1].rstrip().endswith(("。", "情况", "事项")) or any(
                pattern.match(line.strip()) for pattern, _ in HEADINGS)
            joined = [*joined, line.strip()] if ends else [*joined[:-1], joined[-1] + line.strip()]
        return joined
    return text.splitlines()


def narrative(report, folder):
    """A report's text by parts: of earlier forms all in one."""
    if report["form"].startswith("A"):
        text = "\n".join(paragraphs(folder))
        return {"overview": TABLE.split(text)[0].strip()}
    parts, part = {}, "lead"
    for line in map(str.strip, paragraphs(folder)):
        heading = next((heading for pattern, heading in HEADINGS if pattern.match(line)), part)
        if heading != part:
            part = heading
        elif part:
            parts.setdefault(part, []).append(line)
    written = {part: "\n".join(lines) for part, lines in parts.items() if part}
    return TEXTS | written


def draft(report, folder):
    cells = {key: str(figure) for key, figure in report.get("cells", {}).items() if figure is not None}
    one_row = report["form"] == "C" and any(key.startswith("applications.result.other:") for key in cells)
    return {
        "format": "nianbao-draft",
        "version": 1,
        "edition": report["form"],
        "alternatives": ["result.other"] if one_row else [],
        "header": {"year": int(report["year"]), "agency": report["agency"]},
        "cells": cells,
        "narrative": narrative(report, folder),
    }


def stated(binary, file):
    """The figures typed into a draft, or into the one an export carries."""
    text, _ = run(binary, "cells", file, "--json")
    return {key: cell["stated"] for key, cell in read(text)["cells"].items()}


def in_workbook(file):
    """The figures as another program reads them, by the keys in the workbook's names."""
    book = openpyxl.load_workbook(file, data_only=True)
    found = {}
    for name, defined in book.defined_names.items():
        (sheet, place), = defined.destinations
        value = book[sheet][place.replace("$", "")].value
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        found[name.replace("__", ":")] = Decimal(repr(value)) if number else value
    return found


def figure(text, key):
    """A figure as a reader takes it from a text; an increase has its sign."""
    text = text.strip()
    try:
        return Decimal(text.removeprefix("+") if key.endswith(":delta") else text)
    except InvalidOperation:
        return text or None


def in_word(file):
    """The figures in the cells of the Word file's tables, by the bookmarks at their beginnings."""
    document = docx.Document(file)
    relation, = (part for part in document.part.rels.values() if part.reltype.endswith("/customXml"))
    listed = etree.fromstring(relation.target_part.blob)
    keys = {one.get("bookmark"): one.get("key") for one in listed.iter("{urn:nianbao:draft}figure")}
    found = {}
    for table in document.tables:
        for cell in {id(cell._tc): cell for cell in table._cells}.values():
            for mark in cell._tc.iter(qn("w:bookmarkStart")):
                key = keys[mark.get(qn("w:name"))]
                found[key] = figure(cell.text, key)
    return found


def in_page(file):
    """The figures in the cells of the web page's tables, by the keys they say."""
    soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html5lib")
    return {tag["data-cell"]: figure(tag.get_text(), tag["data-cell"]) for tag in soup.select("td[data-cell]")}


def squeezed(text):
    return re.sub(r"\s+", "", text)


def texts(pdf, xlsx, word, page):
    """All that is written in each file, without blanks; of the PDF what stands in its type area."""
    point = 72 / 25.4
    area = (27 * point, 36 * point, 185 * point, 263 * point)
    with pdfplumber.open(pdf) as file:
        printed = "".join(one["text"] for sheet in file.pages for one in sheet.crop(area).chars)
    book = openpyxl.load_workbook(xlsx)
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    body = docx.Document(word).element.body
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html5lib")
    return {
        "text of the PDF": squeezed(printed),
        "text of the workbook": squeezed("".join(value for value in cells if isinstance(value, str))),
        "text of Word": squeezed("".join(one.text or "" for one in body.iter(qn("w:t")))),
        "text of the web page": squeezed(soup.main.get_text()),
    }


def numbers(texts):
    """How often each number stands alone in a cell."""
    return Counter(text for text in map(squeezed, texts) if re.fullmatch(r"[+-]?\d+(\.\d+)?", text))


def in_pdf(pdf, page):
    """The numbers in the cells of the PDF's tables, as they differ from those of the web page's."""
    with pdfplumber.open(pdf) as file:
        tables = (table for sheet in file.pages for table in sheet.extract_tables())
        printed = numbers(cell or "" for table in tables for row in table for cell in row)
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html5lib")
    shown = numbers(tag.get_text() for tag in soup.select("td[data-cell]"))
    return [("PDF", text) for text in (printed - shown) + (shown - printed)]


def restored(binary, exports, work):
    """The exports whose return, written as a web page with the draft in it, is another one."""
    pages = {}
    for export in exports:
        target = Path(work, f"again-{export.suffix[1:]}.html")
        run(binary, "export", export, "--draft", "--html", target)
        pages[export.name] = target.read_bytes()
    first, *others = pages
    return [("restored", name) for name in others if pages[name] != pages[first]]


def differences(binary, report, folder, work):
    """Where the figures are read otherwise than they were entered, as place and key."""
    file, pdf, xlsx, word, page = (
        Path(work, f"report.{end}") for end in ("nianbao", "pdf", "xlsx", "docx", "html"))
    file.write_text(json.dumps(draft(report, folder), ensure_ascii=False), encoding="utf-8")
    targets = ["--pdf", pdf, "--xlsx", xlsx, "--docx", word, "--html", page]
    _, status = run(binary, "export", file, "--draft", *targets)
    if status:
        return [("export", status)]
    readings = {
        "cells": stated(binary, file),
        "workbook": in_workbook(xlsx),
        "Word": in_word(word),
        "web page": in_page(page),
        "draft in the workbook": stated(binary, xlsx),
        "draft in the PDF": stated(binary, pdf),
        "draft in Word": stated(binary, word),
        "draft in the web page": stated(binary, page),
    }
    # Others show computed totals too, so only what was entered is compared there.
    differ = [(place, key) for place, found in readings.items()
              for key, figure in report["cells"].items() if found.get(key, "absent") != figure]
    lines = [squeezed(line) for text in narrative(report, folder).values() for line in text.splitlines()]
    written = texts(pdf, xlsx, word, page)
    differ += [(place, line[:30]) for place, text in written.items() for line in lines if line not in text]
    differ += in_pdf(pdf, page)
    differ += restored(binary, (file, pdf, xlsx, word, page), work)
    typed = {key for key, figure in report["cells"].items() if figure is not None}
    return differ + [(place, key) for place, found in readings.items() if place not in ("workbook", "Word", "web page")
                     for key, figure in found.items() if figure is not None and key not in typed]


def findings(binary, report, folder, work):
    """What `check` finds, as rule and instance by severity, and its exit code."""
    file = Path(work, "checked.nianbao")
    file.write_text(json.dumps(draft(report, folder), ensure_ascii=False), encoding="utf-8")
    text, status = run(binary, "check", file, "--json")
    found = {"error": set(), "warning": set()}
    for finding in read(text):
        found[finding["severity"]].add((finding["rule"], finding["instance"]))
    return found, status


def main(binary, folder):
    reports = sorted(Path(folder).glob("*/expected.json"))
    if not reports:
        sys.exit(f"no reports in {folder}")
    passed = failed = 0
    for path in reports:
        report = read(path.read_text(encoding="utf-8"))
        name = path.parent.name
        if "form" not in report:
            continue
        with tempfile.TemporaryDirectory() as work:
            differ = differences(binary, report, path.parent, work) if report.get("cells") else []
            found, status = findings(binary, report, path.parent, work)
        errors, warnings = found["error"], found["warning"]
        expected = imports.WRONG_SUMS.get(name, set())
        texts = {finding for finding in warnings if finding[0] in imports.TEXT_RULES}
        right = (not differ and texts == WRONG_TEXTS.get(name, set()) and errors == expected and status == (1 if expected else 0)
                 and warnings == KNOWN_WARNINGS.get(name, warnings))
        print(f"{'ok  ' if right else 'FAIL'} {name}: form {report['form']}, {len(report.get('cells', {}))} figures, "
              f"errors {sorted(errors)}, warnings {sorted(warnings)}")
        if differ:
            print(f"     differ: {differ[:8]}")
        passed, failed = passed + right, failed + (not right)
    imported, not_imported = imports.check(binary, folder)
    passed, failed = passed + imported, failed + not_imported
    read_right, misread = found_inputs.check(binary, Path(folder).parent / "found")
    passed, failed = passed + read_right, failed + misread
    missing = (imports.WRONG_SUMS.keys() | KNOWN_WARNINGS.keys()) - {path.parent.name for path in reports}
    if missing:
        print(f"FAIL missing: {sorted(missing)}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or missing or not passed else 0)


main(*sys.argv[1:3])
