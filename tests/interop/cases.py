"""The cases: which figures are entered, and what has to be seen everywhere.

figures/*.json were written for these tests: `stated` is what the clerk typed,
`shown` what stands in each cell afterwards, `differs` the sums that a typed
total contradicts; `header` and `narrative` take the place of the demo's. The
totals of the forms are written down here once more, in words of this file, so
that they can be computed without the program.
"""

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

HERE = Path(__file__).parent

# The parts of each form with their headings, as they are printed one after the other; the table's
# name stands for one that has a table, a heading without a part for the annex.
PARTS = {
    "C": [("lead", ""), ("overview", "一、总体情况"), ("disclosure", "二、主动公开政府信息情况"),
          ("applications", "三、收到和处理政府信息公开申请情况"), ("cases", "四、政府信息公开行政复议、行政诉讼情况"),
          ("problems", "五、存在的主要问题及改进情况"), ("other", "六、其他需要报告的事项")],
    "B": [("lead", ""), ("overview", "一、总体情况"), ("disclosure", "二、主动公开政府信息情况"),
          ("applications", "三、收到和处理政府信息公开申请情况"), ("cases", "四、政府信息公开行政复议、行政诉讼情况"),
          ("problems", "五、政府信息公开工作存在的主要问题及改进情况"), ("other", "六、其他需要报告的事项")],
    "A": [("lead", ""), ("overview", "一、概述"), ("work", "二、政府信息公开工作情况"),
          ("problems", "三、存在的主要问题及改进情况"), ("other", "四、其他需要报告的事项"), ("", "附件")],
}
PARTS["A-bj"] = PARTS["A"]
# Parts that are printed although nothing was written in them.
ALWAYS = {"C": {"overview", "disclosure", "applications", "cases", "problems", "other"},
          "B": {"overview", "disclosure", "applications", "cases", "problems", "other"}, "A": {""}, "A-bj": {""}}

FIVE = ["upheld", "corrected", "other", "pending"]
WHO = ["natural", "org.business", "org.research", "org.charity", "org.legal", "org.other"]


def load(path):
    return json.loads(Path(path).read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)


# The totals of the statistics table, used to 2018, with the rows they add.
STATISTICS = {
    "disclosure.focus": ["budget", "housing", "food", "environment", "bidding", "safety",
                         "land", "price", "credit", "audit", "utilities", "other"],
    "application.received": ["in_person", "fax", "online", "letter"],
    "application.closed": ["on_time", "extended"],
    "application.answered": ["already_public", "granted", "partial", "denied",
                             "not_this_organ", "not_exist", "amend", "other_channel"],
    "application.answered.denied": ["state_secret", "trade_secret", "privacy", "security",
                                    "not_gov_info", "other_law"],
    "review": ["upheld", "corrected", "other"],
    "litigation": ["upheld", "corrected", "other"],
    "support.staff": ["full_time", "part_time"],
}


def sums(keys):
    """Each total with the cells it adds."""
    found = {}
    outcomes = [key[:-len(":total")] for key in keys
                if key.startswith("applications.result.") and key.endswith(":total")
                and key != "applications.result.total:total"]
    for key in keys:
        row, column = key.split(":")
        table, _, line = row.partition(".")
        if table == "statistics" and line in STATISTICS:
            found[key] = [f"{row}.{part}:{column}" for part in STATISTICS[line]]
        elif table == "applications" and column == "total":
            # The cell where both totals meet is computed by its row.
            found[key] = [f"{row}:{who}" for who in WHO]
        elif row == "applications.result.total":
            found[key] = [f"{outcome}:{column}" for outcome in outcomes]
        elif table == "cases" and column == "total":
            found[key] = [f"{row}:{outcome}" for outcome in FIVE]
    return found


def derive(keys, stated):
    """What stands in each cell: typed, else the sum, blank while a figure is missing."""
    totals, shown = sums(keys), {}

    def value(key):
        if key not in shown:
            shown[key] = stated.get(key)
            if shown[key] is None and key in totals:
                operands = [value(operand) for operand in totals[key]]
                if all(isinstance(operand, Decimal) for operand in operands):
                    shown[key] = sum(operands)
        return shown[key]

    return {key: value(key) for key in keys}


# Other figures for open cells, with a blank and a text among them.
OTHER_FIGURES = {
    "C": {
        "applications.received:natural": Decimal(9001),
        "applications.result.granted:natural": Decimal(9),
        "applications.result.granted:org.business": Decimal(14),
        "applications.result.partial:org.charity": "-",
        "applications.result.other.misc:org.other": None,
        "cases.lit_after:upheld": Decimal(77),
        "disclosure.fees:amount": Decimal("0.1"),
    },
    "B": {
        "disclosure.permits:delta": Decimal(-310),
        "disclosure.other_services:delta": Decimal(6),
        "disclosure.coercion:delta": Decimal(0),
        "disclosure.fees:delta": Decimal(4),
        "disclosure.procurement:amount": Decimal("0.1"),
        "applications.received:natural": Decimal(9001),
        "applications.result.other:natural": Decimal(9),
        "applications.result.granted:org.business": Decimal(14),
        "applications.result.partial:org.charity": "-",
        "applications.carried_out:org.other": None,
        "cases.lit_after:upheld": Decimal(77),
    },
    "A": {
        "statistics.disclosure.channel.website:count": Decimal(9001),
        "statistics.application.received.in_person:count": Decimal(41),
        "statistics.application.received.fax:count": Decimal(2),
        "statistics.application.answered.denied.privacy:count": Decimal(6),
        "statistics.application.closed.extended:count": None,
        "statistics.litigation.other:count": "-",
        "statistics.review.upheld:count": Decimal(77),
        "statistics.support.budget:count": Decimal("0.1"),
    },
}
OTHER_FIGURES["A-bj"] = OTHER_FIGURES["A"] | {"statistics.disclosure.focus.price:count": Decimal(3)}


# In characters: the official print's own places differ by half of one, and a
# program may leave a little room beside the rule.
INDENT_TOLERANCE = Decimal("0.8")


def indented(start, cell):
    """Whether a label begins, in characters from its cell's edge, where the form has it."""
    return abs(Decimal(start) - cell.get("indent", 0)) <= INDENT_TOLERANCE


class Case:
    """One return: its figures, what is shown of them, how it is exported."""

    def __init__(self, name, draft, pages=(2, 12)):
        data = load(HERE / "figures" / f"{name}.json")
        self.name, self.draft, self.pages = name, draft, pages
        self.edition = data["edition"]
        self.grids = [self.whole(part) | {"rows": [[self.whole(cell) for cell in row] for row in part["rows"]]}
                      for part in load(HERE / "grids.json")[self.edition]]
        self.header, self.narrative = self.whole(data.get("header", {})), data.get("narrative")
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

    def caption(self, part):
        """The lines over a table, filled in."""
        return [line.format(**self.header) for line in part.get("caption", [])]

    def written(self, text):
        """A text as it is printed: figures in it as the tables show them."""
        pieces = [text] if isinstance(text, str) else text
        return "".join(piece if isinstance(piece, str) else self.field(piece) for piece in pieces)

    def field(self, field):
        """A sum or a share of shown figures, with a line where one is missing."""
        def total(keys):
            figures = [self.shown[key] for key in keys]
            return sum(figures) if all(isinstance(figure, Decimal) for figure in figures) else None

        whole, part = total(field.get("of", [])), total(field.get("sum", []) + field.get("share", []))
        if part is None or whole is None:
            return "____" + field["unit"]
        number = part * 100 / whole if "share" in field else part
        if "decimals" in field:
            number = number.quantize(Decimal(1).scaleb(-field["decimals"]), ROUND_HALF_UP)
        return f"{number}{field['unit']}"

    def outline(self, narrative):
        """The headings and paragraphs that are printed, in order: (level, text), 0 for running text."""
        printed = []
        narrative = {part: self.written(text) for part, text in narrative.items()}
        if self.edition.startswith("A") and not any(text.strip() for text in narrative.values()):
            # The table alone is no annex to anything.
            return printed
        for part, heading in PARTS[self.edition]:
            lines = [line.strip() for line in narrative.get(part, "").splitlines() if line.strip()]
            if heading and (lines or part in ALWAYS[self.edition]):
                printed.append((1, heading))
            for line in lines:
                alone = re.fullmatch(r"（[一二三四五六七八九十]+）[^。]{1,36}。?", line)
                printed.append((2 if alone else 0, line))
        return printed

    def sign_off(self, part):
        """The lines under a table, filled in."""
        fields = ["leader", "reviewer", "filler", "telephone", "filled_on"]
        return [f"{label}：{self.header.get(field, '')}" for label, field in zip(part.get("sign_off", []), fields)]

    def other_figures(self):
        """Figures to be typed into the workbook, and what is shown then."""
        figures = OTHER_FIGURES[self.edition]
        stated = {key: value for key, value in self.stated.items()
                  if key not in self.sums or key in self.typed_totals}
        return figures, derive(self.keys, stated | figures)

    @staticmethod
    def whole(part):
        return {key: int(value) if isinstance(value, Decimal) and value == int(value) else value
                for key, value in part.items()}

    @staticmethod
    def value(text):
        """`25.10` as a number with its decimals, `-` as text, null as blank."""
        if text is None or not any(c.isdigit() for c in text):
            return text
        return Decimal(text)

    def printed(self, key):
        return printed(key, self.shown[key])


def signed(key):
    """Whether a cell takes figures below zero: 本年增/减 alone."""
    return key.endswith(":delta")


def printed(key, value):
    """A figure as the form prints it: increases have their sign too."""
    if signed(key) and isinstance(value, Decimal) and value > 0:
        return f"+{value}"
    return "" if value is None else str(value)


def cases():
    return [Case("complete", draft=False), Case("half-blank", draft=True), Case("wrong-total", draft=True),
            Case("b-complete", draft=False), Case("b-half-blank", draft=True),
            Case("a-complete", draft=False), Case("a-half-blank", draft=True),
            Case("a-bj-complete", draft=False), Case("a-bj-half-blank", draft=True)]
