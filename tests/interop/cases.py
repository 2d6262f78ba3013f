"""The cases: which figures are entered, and what has to be seen everywhere.

figures/*.json were written for these tests: `stated` is what the clerk typed,
`shown` what stands in each cell afterwards, `differs` the sums that a typed
total contradicts. The totals of the form are written down here once more, in
words of this file, so that they can be computed without the program.
"""

import json
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent

FIVE = ["upheld", "corrected", "other", "pending"]
WHO = ["natural", "org.business", "org.research", "org.charity", "org.legal", "org.other"]


def load(path):
    return json.loads(Path(path).read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)


def sums(keys):
    """Each total with the cells it adds, for the forms of 2019 and later."""
    found = {}
    outcomes = [key[:-len(":total")] for key in keys
                if key.startswith("applications.result.") and key.endswith(":total")
                and key != "applications.result.total:total"]
    for key in keys:
        row, column = key.split(":")
        if row.startswith("applications") and column == "total":
            found[key] = [f"{row}:{who}" for who in WHO]
        elif row == "applications.result.total":
            found[key] = [f"{outcome}:{column}" for outcome in outcomes]
        elif row.startswith("cases.") and column == "total":
            found[key] = [f"{row}:{outcome}" for outcome in FIVE]
    return found


def derive(keys, stated):
    """What stands in each cell: typed, else the sum, blank while a figure is missing."""
    totals, shown = sums(keys), {key: stated.get(key) for key in keys}
    # The cell where both totals meet is computed by its row, so rows of outcomes come first.
    for total in sorted(totals, key=lambda key: key == "applications.result.total:total"):
        operands = [shown[key] for key in totals[total]]
        if shown[total] is None and all(isinstance(value, Decimal) for value in operands):
            shown[total] = sum(operands)
    return shown


class Case:
    """One return: its figures, what is shown of them, how it is exported."""

    def __init__(self, name, draft, pages=(3, 12)):
        data = load(HERE / "figures" / f"{name}.json")
        self.name, self.draft, self.pages = name, draft, pages
        self.edition = data["edition"]
        self.grids = [dict(part, columns=int(part["columns"]),
                           rows=[[self.whole(cell) for cell in row] for row in part["rows"]])
                      for part in load(HERE / "grids.json")[self.edition]]
        self.keys = [cell["cell"] for part in self.grids for row in part["rows"] for cell in row if "cell" in cell]
        self.texts = data["stated"]
        self.stated = {key: self.value(text) for key, text in self.texts.items()}
        self.shown = {key: self.value(data["shown"][key]) for key in self.keys}
        self.differs = data["differs"]
        self.sums = sums(self.keys)
        # A typed total that is the sum is computed like any other; one that isn't stays as typed.
        self.typed_totals = {key for key in self.sums if self.stated.get(key) is not None and (
            key in self.differs or not isinstance(self.stated[key], Decimal)
            or not all(isinstance(self.shown[part], Decimal) for part in self.sums[key]))}
        self.headings = [part["heading"] for part in self.grids]

    @staticmethod
    def whole(cell):
        return {key: int(value) if isinstance(value, Decimal) else value for key, value in cell.items()}

    @staticmethod
    def value(text):
        """`25.10` as a number with its decimals, `-` as text, null as blank."""
        if text is None or not any(c.isdigit() for c in text):
            return text
        return Decimal(text)

    def printed(self, key):
        value = self.shown[key]
        return "" if value is None else str(value)


def cases():
    return [Case("complete", draft=False), Case("half-blank", draft=True), Case("wrong-total", draft=True)]
