#!/usr/bin/env python3
"""Enters the figures of real reports and compares what the program makes of them.

    .ci/reports.py BINARY FOLDER

Each report with figures becomes a draft with all of them typed. Every figure
must come back unchanged from `cells`, from the exported workbook as openpyxl
reads it, from the Word file as python-docx and the web page as BeautifulSoup
read them, and from the drafts that all exports carry; `check` must
find exactly what is known to be wrong. A missing folder is a failure.
"""

import json
import subprocess
import sys
import tempfile
from decimal import Decimal, InvalidOperation
from pathlib import Path

import docx
import openpyxl
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from lxml import etree

# The errors people found in these reports by hand, as rule and instance.
WRONG_SUMS = {
    "hongze-2023": {("R1", "review"), ("R1", "lit_after")},
}

# Reports of which all that may be found is known, with the warnings.
KNOWN_WARNINGS = {
    "tongzhou-2018": {("A14", "wechat")},
    "xicheng-2018": set(),
    "hunjiang-2018": set(),
    "wuhan-2020": set(),
    "yiyang-2020": set(),
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


def draft(report):
    cells = {key: str(figure) for key, figure in report["cells"].items() if figure is not None}
    one_row = report["form"] == "C" and any(key.startswith("applications.result.other:") for key in cells)
    return {
        "format": "nianbao-draft",
        "version": 1,
        "edition": report["form"],
        "alternatives": ["result.other"] if one_row else [],
        "header": {"year": int(report["year"]), "agency": report["agency"]},
        "cells": cells,
        "narrative": {} if report["form"].startswith("A") else TEXTS,
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


def differences(binary, report, work):
    """Where the figures are read otherwise than they were entered, as place and key."""
    file, pdf, xlsx, word, page = (
        Path(work, f"report.{end}") for end in ("nianbao", "pdf", "xlsx", "docx", "html"))
    file.write_text(json.dumps(draft(report), ensure_ascii=False), encoding="utf-8")
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
    typed = {key for key, figure in report["cells"].items() if figure is not None}
    return differ + [(place, key) for place, found in readings.items() if place not in ("workbook", "Word", "web page")
                     for key, figure in found.items() if figure is not None and key not in typed]


def findings(binary, report, work):
    """What `check` finds, as rule and instance by severity, and its exit code."""
    file = Path(work, "checked.nianbao")
    file.write_text(json.dumps(draft(report), ensure_ascii=False), encoding="utf-8")
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
        if not report.get("cells"):
            continue
        name = path.parent.name
        with tempfile.TemporaryDirectory() as work:
            differ = differences(binary, report, work)
            found, status = findings(binary, report, work)
        errors, warnings = found["error"], found["warning"]
        expected = WRONG_SUMS.get(name, set())
        right = (not differ and errors == expected and status == (1 if expected else 0)
                 and warnings == KNOWN_WARNINGS.get(name, warnings))
        print(f"{'ok  ' if right else 'FAIL'} {name}: form {report['form']}, {len(report['cells'])} figures, "
              f"errors {sorted(errors)}, warnings {sorted(warnings)}")
        if differ:
            print(f"     differ: {differ[:8]}")
        passed, failed = passed + right, failed + (not right)
    missing = (WRONG_SUMS.keys() | KNOWN_WARNINGS.keys()) - {path.parent.name for path in reports}
    if missing:
        print(f"FAIL missing: {sorted(missing)}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or missing or not passed else 0)


main(*sys.argv[1:3])
