#!/usr/bin/env python3
"""Enters the figures of real reports and compares what the program makes of them.

    .ci/reports.py BINARY FOLDER

Each report of edition C becomes a draft with all its figures typed. Every
figure must come back from `cells` unchanged, and `check` must find exactly
the sums that are known to be wrong. A missing folder is a failure.
"""

import json
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

# The errors people found in these reports by hand, as rule and instance.
WRONG_SUMS = {
    "hongze-2023": {("R1", "review"), ("R1", "lit_after")},
}


def run(binary, *arguments):
    done = subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode > 1:
        sys.exit(f"{arguments}: {done.stderr}")
    return json.loads(done.stdout, parse_float=Decimal), done.returncode


def draft(report):
    cells = {key: str(figure) for key, figure in report["cells"].items() if figure is not None}
    one_row = any(key.startswith("applications.result.other:") for key in cells)
    return {
        "format": "nianbao-draft",
        "version": 1,
        "edition": report["form"],
        "alternatives": ["result.other"] if one_row else [],
        "header": {"year": report["year"], "agency": report["agency"]},
        "cells": cells,
        "narrative": {},
    }


def main(binary, folder):
    reports = sorted(Path(folder).glob("*/expected.json"))
    if not reports:
        sys.exit(f"no reports in {folder}")
    passed = failed = 0
    for path in reports:
        report = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        if report.get("form") != "C" or not report.get("cells"):
            continue
        name = path.parent.name
        with tempfile.TemporaryDirectory() as work:
            file = Path(work, "report.nianbao")
            file.write_text(json.dumps(draft(report), ensure_ascii=False, default=str), encoding="utf-8")
            cells, _ = run(binary, "cells", file, "--json")
            findings, status = run(binary, "check", file, "--json")
        differ = [key for key, figure in report["cells"].items() if cells["cells"][key]["stated"] != figure]
        errors = {(f["rule"], f["instance"]) for f in findings if f["severity"] == "error"}
        expected = WRONG_SUMS.get(name, set())
        right = not differ and errors == expected and status == (1 if expected else 0)
        print(f"{'ok  ' if right else 'FAIL'} {name}: {len(report['cells'])} figures, errors {sorted(errors)}")
        if differ:
            print(f"     differ: {differ[:8]}")
        passed, failed = passed + right, failed + (not right)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main(*sys.argv[1:3])
