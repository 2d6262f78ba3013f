//! From runs laid on lines to figures of the form, with what is to be looked at.

mod blanks;
mod certainty;
mod fitting;
mod second_opinion;
mod unclaimed;

use crate::form::{Cell, Form};
use crate::import::certainty::Settled;
use crate::import::locate::Figure;
use crate::import::locate::tokens::Tokens;
use crate::import::located::{Certainty, Doubt, Found, Remark};
use crate::import::source::{Arrangement, Mark, Spot};
use crate::marked;
use crate::returns::{Place, Values};
use crate::value::{Decimal, Unit, Value};

use super::alignment::{Alignment, Match};
use super::figure;
use super::heads::{Columns, ForeignHeads, Heads};
use super::outline::{Line, Outline, Outlines, says_yuan};
use super::placing::{self, Pads, Placing, Surroundings};
use super::records::{Entry, Record, Records, Shape};
use super::spellings::Spellings;
use super::sums;

use certainty::Told;
use fitting::{GridColumns, fitted};

/// A sum of money without a unit is doubtful from here on, in 万元.
const LARGE_SUM: u32 = 1_000;

/// Lines longer than this are no rows of a table.
const LONGEST_LABEL: usize = 30;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub figures: Vec<Figure>,
    pub doubts: Vec<Doubt>,
    pub remarks: Vec<Remark>,
    /// How many totals were found empty.
    pub blank_totals: usize,
}

impl Reading {
    pub fn of(
        outline: &Outline,
        outlines: &Outlines,
        records: &Records,
        alignment: &Alignment,
        tokens: &Tokens<'_>,
    ) -> Self {
        let mut reader = Reader {
            form: &outline.form,
            outline,
            outlines,
            records,
            alignment,
            tokens,
            reading: Self::default(),
            pads: Pads::Unknown,
            columns: GridColumns::default(),
            unsure: Vec::new(),
            settled_runs: Vec::new(),
            unclear: Vec::new(),
            blank: Vec::new(),
            foreign: Vec::new(),
            stated: Values::blank(&outline.form),
        };
        let matched = (0..alignment.matches.len()).filter_map(|number| reader.matched(number));
        let matched: Vec<(&Line, &Record)> =
            matched.map(|(_, record, line)| (line, record)).collect();
        reader.pads = Pads::of(matched.iter().copied());
        reader.columns = GridColumns::of(matched.iter().copied());
        for number in 0..alignment.matches.len() {
            reader.read_line(number);
        }
        reader.settle_by_sums();
        reader.settle_unsure();
        reader.ask_again();
        reader.ask_about_blanks();
        reader.tell_other_rows();
        reader.tell_missing_lines();
        reader.tell_other_heads();
        reader.reading
    }
}

struct Reader<'a> {
    form: &'a Form,
    outline: &'a Outline,
    outlines: &'a Outlines,
    records: &'a Records,
    alignment: &'a Alignment,
    tokens: &'a Tokens<'a>,
    reading: Reading,
    pads: Pads,
    columns: GridColumns,
    /// Runs of which it isn't sure which line they are.
    unsure: Vec<usize>,
    /// Runs that were told some other way, by place among the records.
    settled_runs: Vec<usize>,
    /// Runs that don't lie clearly on their line, with the reason.
    unclear: Vec<(usize, String)>,
    /// The cells found empty, in the order of the source.
    blank: Vec<(Cell, Spot)>,
    /// The tables with heads of another form.
    foreign: Vec<usize>,
    stated: Values,
}

impl<'a> Reader<'a> {
    fn read_line(&mut self, number: usize) {
        let Some((found, record, line)) = self.matched(number) else {
            return;
        };
        let record = &*fitted(record, line.cells.len(), self.tokens);
        let heads = Heads::over(self.outline, self.outlines, self.records, record, line);
        let ends = self.ends(record);
        let told = self.told(number, found, record, line);
        if let Told::Unsurely = told {
            self.unsure.push(number);
            return;
        }
        let around = Surroundings {
            pads: self.pads,
            columns: self.columns.of_run(line, record),
            ends,
        };
        let (settled, why) = match placing::place(self.form, line, record, &heads, around) {
            Placing::Laid(settled, why) => (settled, why),
            Placing::CutOff(columns) => {
                self.tell_cut(line, record);
                (Settled::BySource(columns), None)
            }
            Placing::Unclear(why) => {
                self.unclear.push((number, why));
                return;
            }
        };
        let why = why.or_else(|| match told {
            Told::Alike(label) => Some(format!("标签写作“{label}”，读作“{}”，请核实", line.label)),
            Told::ByPlace => Some(format!(
                "这一行没有标签，按前后顺序读作“{}”，请核实",
                line.label
            )),
            Told::Surely | Told::Unsurely => None,
        });
        let why = why.or_else(|| {
            (record.shape == Shape::Glued).then(|| match line.cells.len() {
                1 => format!("“{}”之后的数与标签连在一起，请核实", line.label),
                _ => format!(
                    "“{}”之后的数连在一起，按每格一个 0 读入，请核实",
                    line.label
                ),
            })
        });
        self.take(line, record, &settled, &heads, why.as_deref(), ends);
    }

    /// Takes the only way in which a run lies on its line and all sums of the table hold.
    fn settle_by_sums(&mut self) {
        for (number, why) in std::mem::take(&mut self.unclear) {
            let Some((_, record, line)) = self.matched(number) else {
                continue;
            };
            match self.only_way(record, line) {
                Some(columns) => {
                    let why = "这一行的数与格数不符，按全表合计相符的读法读，请核实";
                    let heads =
                        Heads::over(self.outline, self.outlines, self.records, record, line);
                    let settled = Settled::BySums(columns);
                    self.take(line, record, &settled, &heads, Some(why), false);
                }
                None => self.doubt(line, record, why),
            }
        }
    }

    /// The only way in which a run may lie on a line with all sums of the table closed.
    fn only_way(&self, record: &Record, line: &Line) -> Option<Columns> {
        let of_line = |cell: Cell| line.cells.iter().any(|other| other.cell == cell);
        let known = |cell: Cell| {
            of_line(cell)
                || !self.stated.get(cell).is_blank()
                || self.blank.iter().any(|(blank, _)| *blank == cell)
        };
        let closes = |columns: &Columns| {
            let numbers = placing::numbers(self.form, line, record, columns);
            let mut values = self.stated.clone();
            for (cell, number) in line.cells.iter().zip(&numbers) {
                values.set(cell.cell, number.map_or(Value::Blank, Value::Number));
            }
            sums::line_closes(self.form, line, &numbers) == Some(true)
                && sums::table_closes(self.form, line.table, &values, known) != Some(false)
        };
        let same = |one: &Columns, other: &Columns| {
            placing::same_figures(self.form, line, record, one, other)
        };
        match Settled::by_sums(placing::ways(line, record), closes, same)? {
            Settled::BySource(columns) | Settled::BySums(columns) => Some(columns),
            Settled::Open { .. } => None,
        }
    }

    fn matched(&self, number: usize) -> Option<(Match, &'a Record, &'a Line)> {
        let found = *self.alignment.matches.get(number)?;
        let record = self.records.records.get(found.record)?;
        let line = self.outline.lines.get(found.line)?;
        Some((found, record, line))
    }

    /// Reads the figures of a line.
    fn take(
        &mut self,
        line: &Line,
        record: &Record,
        settled: &Settled<Columns>,
        heads: &Heads<'_>,
        why: Option<&str>,
        ends: bool,
    ) {
        let words = Spellings::built_in();
        for (place, (line_cell, entry)) in line.cells.iter().zip(settled.proposed()).enumerate() {
            let Some((number, entry)) =
                entry.and_then(|entry| Some((entry, record.entries.get(entry)?)))
            else {
                continue;
            };
            let marks = self.marks(entry);
            if entry.is_blank() && marks.is_empty() {
                self.blank.push((line_cell.cell, entry.spot.clone()));
                continue;
            }
            let measure = self.form.definition(line_cell.cell).measure;
            let mut found = figure::read(&entry.text, measure, words);
            found = figure::beside_marks(found, &entry.text, marks, measure);
            if measure.unit == Unit::TenThousandYuan && !figure::has_unit(&entry.text, words) {
                let head = heads.text(place).unwrap_or_default();
                if says_yuan(head) {
                    found = figure::from_yuan(found, &entry.text, measure);
                } else if !head.contains('万') && is_large(&found.value) {
                    found.doubt.get_or_insert_with(|| {
                        format!("“{}”没有写单位，按万元读入，请核实是不是元", entry.text)
                    });
                }
            }
            if ends && self.may_be_cut(record, line, entry, &found.value) {
                found
                    .doubt
                    .get_or_insert_with(|| "原文到这里中断，这个数可能不完整".to_owned());
            }
            let foreign = self.under_foreign_head(line, place, entry, heads);
            let doubt = found.doubt.or(foreign).or_else(|| {
                let also = self.may_also_be(line, settled, number);
                why.map(|why| format!("{why}{also}"))
            });
            self.state(line_cell.cell, entry, found.value, doubt);
        }
    }

    /// What stands beside a figure's text in its cell; nothing where a cell has several figures.
    fn marks(&self, entry: &Entry) -> &'a [Mark] {
        let token = self.tokens.tokens.get(entry.token);
        let token = token.filter(|_| !entry.shared);
        token.map_or(&[], |token| token.marks)
    }

    /// The heads under which a figure may stand, where its place is open.
    fn may_also_be(&self, line: &Line, settled: &Settled<Columns>, entry: usize) -> String {
        let mut heads: Vec<String> = Vec::new();
        for columns in settled.ways() {
            let places = columns.iter().zip(&line.cells);
            for (_, cell) in places.filter(|(place, _)| **place == Some(entry)) {
                let head = self.head_label(cell.cell);
                if !heads.contains(&head) {
                    heads.push(head);
                }
            }
        }
        if heads.len() < 2 {
            return String::new();
        }
        format!("；这个数可能是：{}", heads.join("、"))
    }

    /// The head of a figure's column, for people.
    fn head_label(&self, cell: Cell) -> String {
        self.form.column_of(cell).label.replace('\n', "")
    }

    /// Says when a figure stands under a head of another form.
    fn under_foreign_head(
        &mut self,
        line: &Line,
        place: usize,
        entry: &Entry,
        heads: &Heads<'_>,
    ) -> Option<String> {
        if heads.has(place) {
            return None;
        }
        let said = match heads.foreign_over(entry, place) {
            ForeignHeads::None => return None,
            ForeignHeads::One(head) => format!("“{head}”"),
            ForeignHeads::Several(heads) => {
                let heads: Vec<String> = heads.iter().map(|head| format!("“{head}”")).collect();
                format!("{}中的一个", heads.join("、"))
            }
        };
        if !self.foreign.contains(&line.table) {
            self.foreign.push(line.table);
        }
        let cell = line.cells.get(place)?.cell;
        Some(format!(
            "表头是{said}，不是“{}”，按位置读入，请核实",
            self.head_label(cell)
        ))
    }

    fn state(&mut self, cell: Cell, entry: &Entry, value: Value, doubt: Option<String>) {
        let text = marked::shown(&entry.text, self.marks(entry));
        let mut figures = self.reading.figures.iter_mut();
        if let Some(first) = figures.find(|figure| figure.found.cell == cell) {
            // A second figure for a cell takes the place of none.
            first.found.certainty = Certainty::Doubtful;
            let why = format!("这一格读到两个数：{} 和 {}，请核实", first.found.text, text);
            self.reading.doubts.push(Doubt {
                place: Place::Cell(cell),
                found: text,
                why,
                spot: Some(entry.spot.clone()),
            });
            return;
        }
        self.stated.set(cell, value.clone());
        self.reading.figures.push(Figure {
            found: Found {
                cell,
                spot: entry.spot.clone(),
                text: text.clone(),
                certainty: if doubt.is_some() {
                    Certainty::Doubtful
                } else {
                    Certainty::Certain
                },
            },
            value,
        });
        if let Some(why) = doubt {
            self.reading.doubts.push(Doubt {
                place: Place::Cell(cell),
                found: text,
                why,
                spot: Some(entry.spot.clone()),
            });
        }
    }

    /// A doubt about a whole line, none of which is read.
    fn doubt(&mut self, line: &Line, record: &Record, why: String) {
        if record.figures() == 0 {
            return;
        }
        if let Some(first) = line.cells.first() {
            self.reading.doubts.push(Doubt {
                place: Place::Cell(first.cell),
                found: record.shown(),
                why: format!("{}：{why}", line.label),
                spot: record.entries.first().map(|entry| entry.spot.clone()),
            });
        }
    }

    /// Whether nothing follows a run in the source.
    fn ends(&self, record: &Record) -> bool {
        let last = self.tokens.tokens.len().checked_sub(1);
        record.entries.last().map(|entry| entry.token) == last
    }

    /// Whether the last figure of a source that ends within the tables may have lost digits.
    fn may_be_cut(&self, record: &Record, line: &Line, entry: &Entry, value: &Value) -> bool {
        if record.entries.last() != Some(entry) {
            return false;
        }
        // Alone among its like it lacks the bar that ends a cell.
        if record.shape == Shape::Stream && entry.spot.cell.is_none() {
            return true;
        }
        let placed = record.shape == Shape::Row(Arrangement::Placed);
        let last = self.outline.lines.last().and_then(|line| line.cells.last());
        let last_of_form = last.map(|cell| cell.cell) == line.cells.last().map(|cell| cell.cell);
        // A count that begins with a zero is no more than that.
        let whole = value.number() == Some(Decimal::ZERO);
        !placed && !last_of_form && !whole
    }

    fn tell_cut(&mut self, line: &Line, record: &Record) {
        self.reading.remarks.push(Remark {
            text: format!("原文到“{}”一行中断，后面的内容没有", line.label),
            spot: record.entries.last().map(|entry| entry.spot.clone()),
        });
    }

    fn label_of(&self, record: &Record) -> String {
        let own = self.records.texts(&record.own).last();
        let text = own.or_else(|| self.records.texts(&record.before).last());
        text.and_then(|text| self.tokens.tokens.get(text.token))
            .map(|token| token.text.trim().replace('\n', ""))
            .unwrap_or_default()
    }

    /// Tables whose heads are in part those of another form.
    fn tell_other_heads(&mut self) {
        for &table in &self.foreign {
            let part = self.form.part_of_table(table);
            let title = part.map(|part| part.short.as_str()).unwrap_or_default();
            self.reading.remarks.push(Remark {
                text: format!(
                    "“{title}”的表头有几处是另一种报表的，与{}不符；这些表头下面的数按位置读入，逐一列在待核实中",
                    self.form.name
                ),
                spot: None,
            });
        }
    }
}

fn is_large(value: &Value) -> bool {
    value
        .number()
        .is_some_and(|number| number >= Decimal::from(LARGE_SUM) && number.fract().is_zero())
}
