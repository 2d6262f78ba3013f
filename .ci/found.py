"""Reads small inputs in which trials found figures misread, moved or lost without a word.

Each folder holds a source and its `truth.json`: the right cells, `published_errors` (what `check`
must find, as rule and instance) and who the report is of. A figure must be read as it is or be
doubted; a figure the truth has not must be doubted, and so must one that was not read. `check`
never says that nothing was found where something is doubted.
"""

from pathlib import Path

from imports import number, read, run


def figures(truth, found):
    """Figures read otherwise than they stand there, lost, or invented, without a doubt."""
    doubted = {doubt["cell"] for doubt in found["doubts"]}
    right = truth["cells"]
    for key, cell in found["cells"].items():
        stated = cell["stated"]
        if key in doubted or number(stated) == number(right.get(key)):
            continue
        # A total that is not stated is computed from figures that are.
        if stated is None and number(cell["computed"]) == number(right.get(key)):
            continue
        yield f"{key} {stated}, not {right.get(key)}, without a doubt"
    for key in right.keys() - found["cells"].keys():
        yield f"no cell {key}"


def facts(truth, found):
    for fact in ("edition", "year", "agency"):
        if found[fact] != truth[fact]:
            yield f"{fact} {found[fact]!r}, not {truth[fact]!r}"


def findings(binary, truth, found, source):
    """What `check` says of it."""
    done = run(binary, "check", source, "--json")
    if done.returncode > 1:
        yield f"check: {done.stderr.strip()}"
        return
    errors = {(one["rule"], one["instance"]) for one in read(done.stdout) if one["severity"] == "error"}
    known = {(one["rule"], one["instance"]) for one in truth["published_errors"]}
    # What is not there or not read can't hold, and is doubted; here only whole reports are told.
    whole = truth["cells"].keys() == found["cells"].keys() and not found["doubts"]
    for rule, instance in sorted(errors - known if whole else set()):
        yield f"error {rule} {instance}"
    for rule, instance in sorted(known - errors):
        yield f"error {rule} {instance} not found"
    said = run(binary, "check", source).stdout
    if found["doubts"] and "没有发现问题" in said:
        yield "check says that nothing was found"


def differences(binary, truth, source):
    done = run(binary, "import", source, "--json")
    if not truth["is_report"]:
        if done.returncode != 2:
            yield f"not refused: {done.returncode}"
        return
    if done.returncode > 1 or not done.stdout:
        yield f"not read: {done.stderr.strip()}"
        return
    found = read(done.stdout)
    yield from facts(truth, found)
    yield from figures(truth, found)
    yield from findings(binary, truth, found, source)


def check(binary, folder):
    """Prints every input with what is wrong; how many are right, and how many are not. Without
    any input nothing is shown to be right."""
    passed = failed = 0
    for path in sorted(Path(folder).glob("*/truth.json")):
        truth = read(path.read_text(encoding="utf-8"))
        for source in path.parent.glob("source.*"):
            differ = list(differences(binary, truth, source))
            print(f"{'FAIL' if differ else 'ok  '} {path.parent.name}/{source.name}: read")
            for line in differ[:12]:
                print(f"     {line}")
            passed, failed = passed + (not differ), failed + bool(differ)
    return (passed, failed) if passed else (0, failed + 1)
