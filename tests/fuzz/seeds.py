#!/usr/bin/env python3
"""Gathers what the fuzz targets begin with.

    tests/fuzz/seeds.py CORPUS [FOLDER…] [--binary NIANBAO]

CORPUS gets a folder for each target. Seeds are the files of tests/imports and of the folders
named (real reports), by ending; with the program also the sample's exports. Of archives the parts
that are read come along alone. Some seeds are changed here already in ways a fuzzer finds late:
cut off, a piece twice, digits swapped, spans made huge. The same files give the same seeds.
"""

import argparse
import hashlib
import random
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path

TARGETS = {
    "html": "html", "htm": "html", "mht": "mht", "txt": "text", "md": "text", "csv": "text",
    "docx": "docx", "xlsx": "xlsx", "xls": "xls_ods", "ods": "xls_ods", "odt": "xls_ods",
    "pdf": "pdf", "nianbao": "draft",
}
LARGEST = 400_000
HUGE = [b"0", b"-1", b"65535", b"99999999999"]


def put(corpus, target, content):
    folder = corpus / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)


def changed(content, chance):
    """Some changes of a seed."""
    if not content:
        return
    at = chance.randrange(len(content))
    length = chance.randrange(1, 400)
    yield content[:at]
    yield content[:at] + content[at:at + length] * 8 + content[at + length:]
    yield content[:at] + content[at + length:]
    yield re.sub(rb'((?:col|row)span|gridSpan w:val)="?\d+"?', lambda found: found[1] + b'="' + chance.choice(HUGE) + b'"', content)
    yield re.sub(rb"\d+", lambda found: chance.choice([found[0], found[0][::-1], b"", found[0] + b"0"]), content)


def parts(path):
    """The parts of an archive that are read, each alone."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "word/document.xml" in names:
            numbering = archive.read("word/numbering.xml") if "word/numbering.xml" in names else b""
            yield "docx", archive.read("word/document.xml") + b"\0" + numbering
        for name in sorted(names):
            if name.startswith("xl/worksheets/sheet"):
                texts = archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else b""
                yield "xlsx", archive.read(name) + b"\0" + texts
        if "content.xml" in names:
            yield "xls_ods", archive.read("content.xml")


def gather(corpus, path, chance):
    target = TARGETS.get(path.suffix[1:].lower())
    if not target or path.name.endswith(".expected.toml"):
        return
    seeds = [(target, path.read_bytes())]
    if zipfile.is_zipfile(path):
        seeds += parts(path)
    if target == "text":
        seeds.append(("locate", bytes([chance.randrange(3)]) + path.read_bytes()))
    for target, content in seeds:
        if len(content) > LARGEST:
            continue
        put(corpus, target, content)
        for other in changed(content, chance):
            put(corpus, target, other)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("folders", type=Path, nargs="*")
    arguments.add_argument("--binary", type=Path)
    asked = arguments.parse_args()
    chance = random.Random(1)
    here = Path(__file__).resolve().parent
    with tempfile.TemporaryDirectory() as work:
        folders = [here.parent / "imports", here.parent / "drafts", *asked.folders]
        if asked.binary:
            subprocess.run([asked.binary, "demo", work], check=True, capture_output=True)
            folders.append(Path(work))
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    gather(asked.corpus, path, chance)
    for target in sorted({*TARGETS.values(), "locate"}):
        put(asked.corpus, target, b"")
        print(f"{target}: {len(list((asked.corpus / target).iterdir()))} seeds")


main()
