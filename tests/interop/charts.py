"""What other programs find of the charts in workbooks and Word files.

Which cells a chart stands on is written down here once more, by rows of the
form; what LibreOffice computes there has to be what the draft's figures add up to.
"""

import io
import json
import zipfile
from decimal import Decimal

import openpyxl
from bs4 import BeautifulSoup

IDS = ["outcomes", "applicants", "cases"]
WHO = ["natural", "org.business", "org.research", "org.charity", "org.legal", "org.other"]
OUTCOMES = [["granted"], ["partial"], ["denied."], ["unable."], ["not_processed."], ["other"]]
RESULTS = ["upheld", "corrected", "other", "pending"]
SHEET = "图表"


def expected(figures):
    """The values of each series of each chart, by the draft's figures."""
    def total(prefix):
        keys = [f"applications.result.{prefix}"]
        rows = {key.split(":")[0] for key in figures if key.startswith(keys[0])}
        rows = {row for row in rows if row == keys[0] or keys[0].endswith(".") or row.startswith(f"{keys[0]}.")}
        return sum(figures[f"{row}:{who}"] for row in rows for who in WHO)

    outcomes = [[total(prefix) for (prefix,) in OUTCOMES]]
    applicants = [[figures[f"applications.received:{who}"] for who in WHO]]
    groups = [[figures[f"cases.{group}:{result}"] for result in RESULTS]
              for group in ("review", "lit_direct", "lit_after")]
    return [outcomes, applicants, groups]


def draft(template, path):
    """The demo's draft with charts; gives back its figures."""
    found = json.loads(template)
    found["charts"] = IDS
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return {key: Decimal(text) for key, text in found["cells"].items()}


def cells(workbook, reference):
    """The values a reference like '图表!$B$3:$B$8' stands for."""
    sheet, place = reference.replace("'", "").rsplit("!", 1)
    found = workbook[sheet][place.replace("$", "")]
    rows = found if isinstance(found, tuple) else ((found,),)
    return [cell.value for row in rows for cell in (row if isinstance(row, tuple) else (row,))]


def compare_workbook(path, recalculated, figures, report):
    charts = openpyxl.load_workbook(path)[SHEET]._charts
    values = openpyxl.load_workbook(recalculated, data_only=True)
    report.equal("charts", len(charts), len(IDS))
    for name, chart, series in zip(IDS, charts, expected(figures)):
        report.equal(f"{name}, series", len(chart.series), len(series))
        for at, (found, wanted) in enumerate(zip(chart.series, series)):
            place = found.val.numRef.f
            report.equal(f"{name}, {at} at {place}", cells(values, place), [int(value) for value in wanted])
            if name != "cases":
                shares = cells(values, place.replace("$B", "$C"))
                report.equal(f"{name}, shares", round(sum(shares), 9), 1)


def compare_word(path, figures, report):
    with zipfile.ZipFile(path) as parts:
        for number, (name, series) in enumerate(zip(IDS, expected(figures)), 1):
            part = BeautifulSoup(parts.read(f"word/chart{number}.xml"), "xml")
            book = openpyxl.load_workbook(io.BytesIO(parts.read(f"word/chart{number}.xlsx")))
            found = part.find_all("ser")
            report.equal(f"{name}, series", len(found), len(series))
            for at, (one, wanted) in enumerate(zip(found, series)):
                cached = [Decimal(value.text) for value in one.find("val").find_all("v")]
                report.equal(f"{name}, {at} shown", cached, wanted)
                report.equal(f"{name}, {at} in the workbook",
                             cells(book, one.find("val").find("f").text), [int(value) for value in wanted])
        text = parts.read("word/document.xml").decode("utf-8")
        report.equal("drawings in the text", text.count("<w:drawing>"), len(IDS))


def compare_page(path, report):
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")
    figures = page.find_all("figure", class_="chart")
    report.equal("figures", len(figures), len(IDS))
    for figure in figures:
        report.check("description", figure.svg.find("desc").text.strip(), "", "a text")
        report.check("rows to be heard", len(figure.table.find_all("tr")) > 4, figure.table, "rows")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    report.equal("ids", len(ids), len(set(ids)))
