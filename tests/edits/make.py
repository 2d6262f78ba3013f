#!/usr/bin/env python3
"""Makes the edited workbooks that tests/edits.rs reads.

    tests/edits/make.py BINARY

Exports the sample, edits it as people do with openpyxl, and has LibreOffice
save the edited workbook again. To be run when the export changes its shape.
"""

import datetime
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

HERE = Path(__file__).parent


def cell(book, key):
    sheet, address = book.defined_names[key.replace(":", "__")].attr_text.rsplit("!", 1)
    return book[sheet.strip("'")][address.replace("$", "")]


def edited(book):
    """Figures, header fields and a text, as a clerk changes them."""
    for key, value in {
        "applications.received:natural": 2112,
        "disclosure.fees:amount": 25.1,
        "cases.review:upheld": "待查",
        "cases.review:corrected": "＝４件",
        "applications.carried_in:natural": None,
        "disclosure.permits:decisions": "=92486+14",
        # A total typed over its formula.
        "applications.received:total": 9999,
    }.items():
        cell(book, key).value = value
    for row in book["基本信息"].iter_rows():
        match row[0].value:
            case "联系电话":
                row[1].value = 88064436
            case "填报日期":
                row[1].value = datetime.date(2024, 2, 1)
    for (text,) in book["文字部分"].iter_rows(max_col=1):
        if "没有其他需要报告" in (text.value or ""):
            text.value = "2023年没有发出信息处理费收费通知。\n没有其他需要报告的事项。<&>"


def moved(book):
    """What openpyxl does to sheets without the names following."""
    book["四、政府信息公开行政复议、行政诉讼情况"].title = "表四"
    book["三、收到和处理政府信息公开申请情况"].insert_rows(5)
    del book.defined_names["disclosure.fees__amount"]
    for (text,) in book["文字部分"].iter_rows(max_col=1):
        if text.value == "六、其他需要报告的事项":
            text.value = "六、其他"


def main(binary):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        subprocess.run([binary, "demo", folder], check=True, capture_output=True)
        for name, edit in {"openpyxl": edited, "moved": moved}.items():
            book = openpyxl.load_workbook(folder / "sample.xlsx")
            edit(book)
            book.save(HERE / f"{name}.xlsx")
        shutil.copyfile(HERE / "openpyxl.xlsx", folder / "libreoffice.xlsx")
        subprocess.run(["soffice", "--headless", "--convert-to", "xlsx", "--outdir", str(HERE),
                        str(folder / "libreoffice.xlsx")], check=True, capture_output=True)


if __name__ == "__main__":
    main(sys.argv[1])
