#!/usr/bin/env python3
"""Kills the real window while figures are typed, and looks what its backup holds.

    .ci/kills.py PROGRAM DRAFT WORK

Run by `.ci/window` on its own screen. Ten times the window is started on a copy of DRAFT, figures
are typed steadily with real keys, and the program is killed (SIGKILL) in the middle of it. The
recovery file must be whole and hold every figure whose last digit was typed more than a second
before the kill, entered with Enter or not. Prints what each kill took.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

KILLS = 10
# Seconds of work that a kill may take.
MOST = 1.0
# Seconds between two figures.
PAUSES = (0.05, 0.6)
# Seconds of typing before the kill: the first and the last one's.
TYPING = (0.9, 3.0)
# So long the last figure of every third kill stands in its cell without Enter.
WAITING = 1.1
# Figures that stand nowhere in the draft.
FIRST = 70_001


def xdotool(*arguments):
    done = subprocess.run(["xdotool", *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def wait_for(what, look, seconds=20.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.03)
    sys.exit(f"kills: waited for {what}")


class Window:
    """The program on a copy of the draft, with folders of its own."""

    def __init__(self, program, draft, folder):
        folder.mkdir(parents=True)
        self.draft = folder / "draft.nianbao"
        shutil.copyfile(draft, self.draft)
        self.data = folder / "data"
        self.log = (folder / "log").open("w+b")
        environment = {**os.environ, "XDG_DATA_HOME": str(self.data)}
        self.process = subprocess.Popen(
            [program, str(self.draft)],
            env=environment,
            stdout=self.log,
            stderr=self.log,
        )
        window = wait_for("the window", self.find)
        xdotool("windowmove", window, "0", "0", "windowsize", window, "1366", "768")
        xdotool("windowfocus", window)
        # The title names the draft once it is open.
        wait_for("the draft", lambda: self.draft.name in xdotool("getwindowname", window))
        time.sleep(0.3)

    def find(self):
        if self.process.poll() is not None:
            self.log.seek(0)
            said = self.log.read().decode(errors="replace")
            sys.exit(f"kills: the program ended by itself ({self.process.returncode})\n{said}")
        found = xdotool("search", "--onlyvisible", "--pid", str(self.process.pid))
        return found.split()[-1] if found else ""

    def kill(self):
        self.process.kill()
        killed = time.monotonic()
        self.process.wait()
        return killed

    def backup(self):
        """The figures in the recovery file; none if there is no file."""
        files = list(self.data.glob("**/*.recovery"))
        if len(files) > 1:
            sys.exit(f"kills: {len(files)} recovery files of one draft")
        if not files:
            return set()
        cells = json.loads(files[0].read_bytes())["draft"]["cells"]
        return {value for value in cells.values() if isinstance(value, str)}


def type_until(end, figure, pauses):
    """Types figures, each into its cell, and gives back when the last digit of each was typed."""
    typed = {}
    while time.monotonic() < end:
        begun = time.monotonic()
        xdotool("type", "--delay", "4", str(figure))
        typed[str(figure)] = time.monotonic()
        figure += 1
        xdotool("key", "Return")
        pause = begun + pauses.uniform(*PAUSES) - time.monotonic()
        time.sleep(max(0.0, min(pause, end - time.monotonic())))
    return typed


def main():
    program, draft, work = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    pauses = random.Random(11)
    failed = False
    for kill in range(KILLS):
        window = Window(program, draft, work / f"kill-{kill}")
        length = TYPING[0] + (TYPING[1] - TYPING[0]) * kill / (KILLS - 1)
        typed = type_until(time.monotonic() + length, FIRST, pauses)
        if kill % 3 == 2:
            last = str(FIRST + len(typed))
            xdotool("type", "--delay", "4", last)
            typed[last] = time.monotonic()
            time.sleep(WAITING)
        killed = window.kill()
        kept = window.backup()
        ages = [killed - when for figure, when in typed.items() if figure not in kept]
        oldest = max(ages, default=0.0)
        print(
            f"kills: {kill + 1}. after {len(typed)} figures {len(ages)} were lost,"
            f" the oldest {oldest:.2f} s old"
        )
        failed |= oldest > MOST
    if failed:
        sys.exit(f"kills: more than the last {MOST} s was lost")


main()
