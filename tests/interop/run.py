#!/usr/bin/env python3
"""Compares what the program exports with what other programs read in it.

    tests/interop/run.py BINARY OUTDIR

Makes a draft of each case, exports it with the command line, and compares
every cell of the workbook (as written, as LibreOffice recalculates it, and
after typing other figures into it), of the PDF, of the Word file (as written
and as LibreOffice saves it again), of the web page, and of `cells --json`. The
draft that each export carries is read back from it, also after another program
saved it again. Pages full of text are rendered and measured.
Exits with 1 on any difference and with 2 when a tool is missing.
"""

import json
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

MISSING = [tool for tool in ("soffice", "pdfinfo", "pdftotext", "pdftoppm", "pdfdetach", "qpdf", "java") if not shutil.which(tool)]
for module in ("openpyxl", "pdfplumber", "PIL", "docx", "bs4", "html5lib"):
    try:
        __import__(module)
    except ImportError:
        MISSING.append(module)
if MISSING:
    sys.exit(print(f"missing: {', '.join(MISSING)}", file=sys.stderr) or 2)

import cases  # noqa: E402
import charts  # noqa: E402
import measure  # noqa: E402
import page  # noqa: E402
import paper  # noqa: E402
import word  # noqa: E402
import workbook  # noqa: E402

# The most differences printed for a check.
SHOWN = 12


class Report:
    """Counts what was compared and keeps what differs."""

    def __init__(self, name):
        self.name, self.compared, self.differences = name, 0, []

    def check(self, what, holds, found, expected):
        self.compared += 1
        if not holds:
            self.differences.append(f"{what}: found {found!r}, expected {expected!r}")

    def equal(self, what, found, expected):
        self.check(what, found == expected, found, expected)

    def close(self):
        """Prints the outcome; whether everything was equal."""
        passed = self.compared > 0 and not self.differences
        print(f"{'ok  ' if passed else 'FAIL'} {self.name}: {self.compared} compared, "
              f"{len(self.differences)} differ", flush=True)
        for difference in self.differences[:SHOWN]:
            print(f"     {difference}")
        return passed


def program(binary, *arguments, codes=(0,)):
    done = subprocess.run([str(binary), *map(str, arguments)], capture_output=True, text=True, timeout=120)
    if done.returncode not in codes:
        raise RuntimeError(f"{' '.join(map(str, arguments))}: exit code {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def check_edits(binary, case, folder, xlsx, report):
    """What was changed in a workbook since its export is found, and nothing else is."""
    for same in (xlsx, folder / "recalculated" / xlsx.name):
        done = subprocess.run([str(binary), "cells", str(same), "--json"], capture_output=True, text=True, timeout=120)
        report.equal(f"{same.name} 改动", done.stderr, "")
    _, shown = case.other_figures()
    for changed in (folder / f"{case.name}-changed.xlsx", folder / "recalculated" / f"{case.name}-changed.xlsx"):
        text = program(binary, "cells", changed, "--edits", "--json", codes=(0, 1))
        for key, cell in json.loads(text, parse_float=Decimal, parse_int=Decimal)["cells"].items():
            counts = cell["stated"] if cell["stated"] is not None else cell["computed"]
            report.equal(f"{changed.name} {key}", counts, shown[key])


def make_draft(template, case, path):
    """The demo's draft with the edition and figures of the case, and with its texts if it has any."""
    draft = json.loads(template)
    draft["edition"] = case.edition
    if case.header:
        draft["header"], draft["narrative"] = case.header, case.narrative
    draft["cells"] = {key: text for key, text in case.texts.items() if text is not None}
    path.write_text(json.dumps(draft, ensure_ascii=False, indent=1), encoding="utf-8")


def check_cells(text, case, report):
    found = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    report.equal("form", found["form"], case.edition)
    report.equal("keys", sorted(found["cells"]), sorted(case.keys))
    for key, cell in found["cells"].items():
        report.equal(f"{key} stated", str_or_none(cell["stated"]), case.texts.get(key))
        counts = cell["stated"] if cell["stated"] is not None else cell["computed"]
        report.equal(f"{key} shown", counts, case.shown[key])


def str_or_none(value):
    return None if value is None else str(value)


def run_case(case, binary, template, folder, office):
    folder.mkdir(parents=True, exist_ok=True)
    draft, pdf, xlsx, docx, html = (
        folder / f"{case.name}.{end}" for end in ("nianbao", "pdf", "xlsx", "docx", "html"))
    make_draft(template, case, draft)
    narrative = json.loads(draft.read_text(encoding="utf-8"))["narrative"]
    reports = {}

    def check(name, compare):
        report = Report(f"{case.name}, {name}")
        try:
            compare(report)
        except Exception as error:  # a reader that gives up is a difference, not the end of the run
            report.check(name, False, f"{type(error).__name__}: {error}", "no error")
        reports[name] = report.close()

    check("cells --json", lambda report: check_cells(
        program(binary, "cells", draft, "--json", codes=(0, 1)), case, report))

    def export(report):
        marks = ["--draft"] if case.draft else []
        targets = ["--pdf", pdf, "--xlsx", xlsx, "--docx", docx, "--html", html]
        program(binary, "export", draft, *targets, *marks, codes=(0,))
        report.equal("files", [path.is_file() for path in (pdf, xlsx, docx, html)], [True] * 4)

    check("export", export)
    check("workbook", lambda report: workbook.compare(xlsx, case, report))
    check("workbook recalculated", lambda report: workbook.compare_values(
        office.recalculate(xlsx, folder / "recalculated"), case.grids, case.shown, report))
    check("workbook displayed", lambda report: workbook.compare_displayed(
        office.displayed(xlsx, folder / "displayed"), case.grids, case.shown, case.keys, report))

    def retype(report):
        figures, shown = case.other_figures()
        other = folder / f"{case.name}-changed.xlsx"
        workbook.fill(xlsx, other, case.grids, figures)
        workbook.compare_values(office.recalculate(other, folder / "recalculated"), case.grids, shown, report)
        # The other formats keep the decimals of the figures before.
        signs = [key for key in case.keys if cases.signed(key)]
        workbook.compare_displayed(office.displayed(other, folder / "displayed"), case.grids, shown, signs, report)

    check("workbook changed", retype)
    check("PDF", lambda report: paper.compare(pdf, case, report))

    again = folder / "again" / docx.name
    check("Word", lambda report: word.compare(docx, case, narrative, report))

    def save_again(report):
        office.convert(docx, again.parent, "docx:MS Word 2007 XML")
        word.compare_tables(again, case, report)

    check("Word saved again", save_again)
    check("Word on paper", lambda report: word.compare_paper(
        docx, folder / "paper", case, office, report))
    check("web page", lambda report: page.compare(html, case, narrative, report))

    # What was typed into a workbook since is not in the draft it carries.
    packed = folder / f"{case.name}-packed.pdf"
    changed_workbook = folder / "recalculated" / f"{case.name}-changed.xlsx"
    check("attachment", lambda report: paper.compare_attachment(pdf, packed, draft, report))
    for export in (pdf, packed, xlsx, folder / "recalculated" / xlsx.name, changed_workbook, docx, again, html):
        check(f"draft in {export.relative_to(folder)}", lambda report, export=export: check_cells(
            program(binary, "cells", export, "--json", codes=(0, 1)), case, report))
    check("edits", lambda report: check_edits(binary, case, folder, xlsx, report))
    return list(reports.values())


def measure_pages(binary, template, folder):
    """The pages themselves, against the standard they are set after."""
    report = Report("pages measured")
    try:
        measure.measure(lambda *arguments: program(binary, *arguments), template, folder, report)
    except Exception as error:  # as above
        report.check("pages", False, f"{type(error).__name__}: {error}", "no error")
    return report.close()


def print_long_paragraph(binary, template, folder, office):
    """All sentences of a long paragraph are on the paper LibreOffice prints the workbook on, and it
    comes back from the workbook as one."""
    report = Report("workbook, long paragraph on paper")
    folder.mkdir(parents=True, exist_ok=True)
    draft, xlsx = folder / "long.nianbao", folder / "long.xlsx"
    content = json.loads(template)
    sentences = [f"第{number:02}句写明本局在这一方面做了哪些工作、取得什么成效、还差在哪里、下一步怎么办。" for number in range(1, 91)]
    content["narrative"]["problems"] = "".join(sentences)
    draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    program(binary, "export", draft, "--xlsx", xlsx)
    office.convert(xlsx, folder, "pdf", fonts=workbook.hanzi(folder / "fonts"))
    text = subprocess.run(["pdftotext", "-layout", str(xlsx.with_suffix(".pdf")), "-"],
                          check=True, capture_output=True, text=True).stdout
    text = "".join(text.split())
    for number, sentence in enumerate(sentences, 1):
        report.check(f"第 {number} 句", sentence in text, "", sentence)
    done = subprocess.run([str(binary), "cells", str(xlsx), "--edits"], capture_output=True, text=True, timeout=120)
    report.equal("改动", (done.returncode, done.stderr), (0, ""))
    return report.close()


def run_charts(binary, template, folder, office):
    draft, xlsx, docx, html = (folder / f"charts.{end}" for end in ("nianbao", "xlsx", "docx", "html"))
    figures = charts.draft(template, draft)
    program(binary, "export", draft, "--xlsx", xlsx, "--docx", docx, "--html", html)
    recalculated = office.recalculate(xlsx, folder / "recalculated")
    for name, compare in (
        ("workbook", lambda report: charts.compare_workbook(xlsx, recalculated, figures, report)),
        ("Word", lambda report: charts.compare_word(docx, figures, report)),
        ("web page", lambda report: charts.compare_page(html, report)),
    ):
        report = Report(f"charts, {name}")
        compare(report)
        yield report.close()


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    binary, folder = Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute()
    demo = folder / "demo"
    program(binary, "demo", demo)
    template = next(demo.glob("*.nianbao")).read_text(encoding="utf-8")
    office = workbook.Office(folder)
    outcomes = [passed for case in cases.cases()
                for passed in run_case(case, binary, template, folder, office)]
    outcomes.append(measure_pages(binary, template, folder / "measured"))
    outcomes.append(print_long_paragraph(binary, template, folder / "long", office))
    outcomes.extend(run_charts(binary, template, folder, office))
    report = Report("web pages, validity")
    page.compare_validity(sorted(folder.glob("*.html")), report)
    outcomes.append(report.close())
    print(f"{sum(outcomes)} passed, {len(outcomes) - sum(outcomes)} failed")
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
