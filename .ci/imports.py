"""Reads the sources of real reports and compares with the right answers.

Every source of a report (text, page, PDF, laid-out text) is imported. Every expected figure must
be read as it is, and no other without a doubt; agency, year and edition must be right; what is no
report must be refused. `check` on the source must find what is known to be wrong and no other
hard problem. Then the return is exported to every format, the draft in each export is taken out,
and what is left is imported again: the same figures and texts must come back. How the draft is
taken out is no secret of the formats: see `stripped`.
"""

import json
import re
import subprocess
import tempfile
import zipfile
from decimal import Decimal, InvalidOperation
from pathlib import Path

SOURCES = ("source.txt", "source.html", "source.pdf", "source.layout.txt")

# The errors people found in these reports by hand, as rule and instance.
WRONG_SUMS = {
    "hongze-2023": {("R1", "review"), ("R1", "lit_after")},
}

# Rules about what texts say in numbers, and what they find: 56 against 31 in the table; 1600, 450
# and 453, which are not 2873.
TEXT_RULES = {"W2", "A17", "W8", "W10", "W11", "W12"}
WRONG_TEXTS = {
    "tongzhou-2018": {"A17"},
    "linyi-2018": {"W8"},
}

# What a report must consist of. An excerpt can't have all of it.
HEADINGS_RULE = "W1"

FORMATS = ("pdf", "docx", "xlsx", "html")


def run(binary, *arguments):
    return subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True, check=False)


def read(text):
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def number(value):
    """A figure to compare: numbers by value, texts as they are."""
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return value


def agency_names(expected):
    """The names an agency may have. What stands in brackets explains: another name that is in the
    report, or that there is none."""
    base, note = re.fullmatch(r"(.*?)(?:（(.*)）)?", expected).groups()
    return {base, *re.findall(r"写作(.+)", note or "")} - {""}


def agency_is_right(found, expected, source):
    """Whether an agency is the one expected; a name within its region is as good. Where the
    expected name is nowhere in the text, a part of it that is will do, or none with a doubt."""
    names = agency_names(expected)
    if not names or any(name in found["agency"] for name in names):
        return True
    if any(name in plain_text(source) for name in names):
        return False
    doubted = any(doubt["place"] == "agency" for doubt in found["doubts"])
    short = found["agency"]
    return any(name.endswith(short) for name in names) if short else doubted


def plain_text(source):
    """The text of a source, for what can be said of it without reading it."""
    if source.suffix == ".pdf":
        done = subprocess.run(["pdftotext", source, "-"], capture_output=True, text=True, check=True)
        return squeezed(done.stdout)
    return squeezed(source.read_text(encoding="utf-8"))


def facts(report, found, source):
    """Differences in what a report says of itself."""
    if found["edition"] != report["form"]:
        yield f"edition {found['edition']}, not {report['form']}"
    if found["year"] != report["year"]:
        yield f"year {found['year']}, not {report['year']}"
    if not agency_is_right(found, report["agency"], source):
        yield f"agency {found['agency']!r}, not {report['agency']!r}"


def figures(report, found):
    """Differences in the figures, and what was invented."""
    doubted = {doubt["cell"] for doubt in found["doubts"]}
    accepted = report.get("acceptable_with_a_doubt", {})
    expected = report.get("cells", {})
    for key, cell in found["cells"].items():
        stated = cell["stated"]
        if key in expected:
            if number(stated) != number(expected[key]):
                said = " with a doubt" if key in doubted else ""
                yield f"{key} {stated}, not {expected[key]}{said}"
        elif stated is None:
            continue
        elif key in accepted:
            if number(stated) != number(accepted[key]) or key not in doubted:
                yield f"{key} {stated}, acceptable only as {accepted[key]} with a doubt"
        elif key not in doubted:
            yield f"{key} {stated} invented"
        if stated is not None and found["kind"] == "prose" and key not in doubted:
            yield f"{key} {stated} from a sentence without a doubt"
    for key in expected.keys() - found["cells"].keys():
        yield f"no cell {key}"


def findings(binary, name, report, source):
    """Differences in what is found wrong."""
    done = run(binary, "check", source, "--json")
    if done.returncode > 1:
        yield f"check: {done.stderr.strip()}"
        return
    found = read(done.stdout)
    errors = {(one["rule"], one["instance"]) for one in found if one["severity"] == "error"}
    if report.get("extent", "full").startswith("excerpt"):
        errors = {error for error in errors if error[0] != HEADINGS_RULE}
    if not agency_names(report["agency"]):
        errors -= {("H1", "agency")}
    expected = WRONG_SUMS.get(name, set())
    for rule, instance in sorted(errors - expected):
        yield f"error {rule} {instance}"
    for rule, instance in sorted(expected - errors):
        yield f"error {rule} {instance} not found"
    texts = {one["rule"] for one in found if one["severity"] == "warning"} & TEXT_RULES
    right = WRONG_TEXTS.get(name, set())
    for rule in sorted(texts ^ right):
        yield f"text warning {rule} {'needless' if rule in texts else 'not found'}"


def without(archive, target, left_out, edited):
    """Copies a zip archive without parts, and with others edited."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item.filename)
            if left_out(item.filename, content):
                continue
            edit = edited.get(item.filename)
            new.writestr(item.filename, edit(content) if edit else content)


def stripped(export, target):
    """The export as if another program had made it: without the draft it carries. A PDF loses its
    attachment, a Word file its own part, a workbook the entry of its hidden sheet, a page its
    block of data."""
    kind = export.suffix[1:]
    if kind == "pdf":
        listed = subprocess.run(["qpdf", "--list-attachments", export], capture_output=True, text=True, check=True)
        keys = [line.split(" -> ")[0].strip() for line in listed.stdout.splitlines() if " -> " in line]
        removed = [f"--remove-attachment={key}" for key in keys]
        subprocess.run(["qpdf", export, *removed, target], check=True)
    elif kind == "docx":
        mark = b"urn:nianbao:draft"
        without(export, target, lambda name, content: name.startswith("customXml/") and mark in content, {})
    elif kind == "xlsx":
        unlisted = lambda content: re.sub(rb'<sheet [^>]*name="nianbao-draft"[^>]*/>', b"", content)
        without(export, target, lambda name, content: False, {"xl/workbook.xml": unlisted})
    else:
        page = export.read_text(encoding="utf-8")
        page = re.sub(r'<script[^>]*id="nianbao-draft".*?</script>', "", page, flags=re.S)
        target.write_text(page, encoding="utf-8")
    return target


def squeezed(text):
    return re.sub(r"\s+", "", text)


def texts(draft):
    """The parts' texts without blanks; what is empty is not there."""
    parts = {}
    for part, text in read(Path(draft).read_text(encoding="utf-8"))["narrative"].items():
        pieces = text if isinstance(text, list) else [text]
        words = squeezed("".join(piece for piece in pieces if isinstance(piece, str)))
        if words:
            parts[part] = words
    return parts


def round_trips(binary, found, source, work):
    """Differences between a return and what its exports read as once the draft is taken out."""
    draft = Path(work, "imported.nianbao")
    draft.unlink(missing_ok=True)
    done = run(binary, "import", source, "-o", draft)
    if not draft.exists():
        yield f"no draft: {done.stderr.strip()}"
        return
    exports = {kind: Path(work, f"export.{kind}") for kind in FORMATS}
    asked = [word for kind, path in exports.items() for word in (f"--{kind}", path)]
    done = run(binary, "export", draft, "--draft", *asked)
    if done.returncode:
        yield f"export: {done.stderr.strip()[:200]}"
        return
    # Exports print totals nobody stated.
    right = {key: cell["computed"] if cell["stated"] is None else cell["stated"] for key, cell in found["cells"].items()}
    for kind, export in exports.items():
        plain = stripped(export, Path(work, f"plain.{kind}"))
        again = Path(work, f"again-{kind}.nianbao")
        again.unlink(missing_ok=True)
        done = run(binary, "import", plain, "--json", "-o", again)
        if not again.exists():
            yield f"{kind}: {done.stderr.strip()[:200]}"
            continue
        back = read(done.stdout)
        # A title of one's own may name the agency shorter than its header does.
        same = {"agency": lambda one, other: one == other or one and other.endswith(one)}
        for fact in ("edition", "year", "agency"):
            is_same = same.get(fact, lambda one, other: one == other)
            if not is_same(back[fact], found[fact]):
                yield f"{kind}: {fact} {back[fact]!r}, not {found[fact]!r}"
        for key, value in right.items():
            stated = back["cells"].get(key, {}).get("stated")
            if number(stated) != number(value):
                yield f"{kind}: {key} {stated}, not {value}"
        before, after = texts(draft), texts(again)
        for part in sorted(before.keys() | after.keys()):
            if before.get(part) != after.get(part):
                yield f"{kind}: text of {part} differs"


def differences(binary, name, report, source, work):
    """All that is otherwise than it should be, a line each."""
    done = run(binary, "import", source, "--json")
    if "form" not in report:
        draft = Path(work, "refused.nianbao")
        refused = run(binary, "import", source, "-o", draft)
        if done.returncode != 2 or "不是" not in done.stderr:
            yield f"not refused: {done.returncode} {done.stderr.strip()}"
        if refused.returncode != 2 or draft.exists():
            yield "a draft was written of what is no report"
        if run(binary, "check", source).returncode != 2:
            yield "checked, though it is no report"
        return
    if done.returncode > 1 or not done.stdout:
        yield f"not read: {done.stderr.strip()}"
        return
    found = read(done.stdout)
    yield from facts(report, found, source)
    yield from figures(report, found)
    yield from findings(binary, name, report, source)
    yield from round_trips(binary, found, source, work)


def check(binary, folder):
    """Prints every source with what is wrong; how many are right, and how many are not."""
    passed = failed = 0
    for path in sorted(Path(folder).glob("*/expected.json")):
        report = read(path.read_text(encoding="utf-8"))
        for source in (path.parent / name for name in SOURCES):
            if not source.exists():
                continue
            with tempfile.TemporaryDirectory() as work:
                differ = list(differences(binary, path.parent.name, report, source, work))
            print(f"{'FAIL' if differ else 'ok  '} {path.parent.name}/{source.name}: imported")
            for line in differ[:12]:
                print(f"     {line}")
            if len(differ) > 12:
                print(f"     and {len(differ) - 12} more")
            passed, failed = passed + (not differ), failed + bool(differ)
    return passed, failed
