//! From runs laid on lines to figures of the form, with what is to be looked at.

mod certainty;

use crate::form::{Cell, Form};
use crate::import::locate::Figure;
use crate::import::locate::tokens::Tokens;
use crate::import::located::{Certainty, Doubt, Found, Remark};
use crate::import::source::{Arrangement, Spot};
use crate::returns::{Place, Values};
use crate::value::{Decimal, Unit, Value};

use super::alignment::{Alignment, Match};
use super::figure;
use super::heads::{Columns, Heads};
use super::outline::{Line, NameId, Outline, Outlines, says_yuan};
use super::placing::{self, Pads, Placing};
use super::records::{Entry, Record, Records, Shape};
use super::spellings::Spellings;
use super::sums;

use certainty::Told;

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
            unclear: Vec::new(),
            blank: Vec::new(),
            foreign: Vec::new(),
            stated: Values::blank(&outline.form),
        };
        let matched = (0..alignment.matches.len()).filter_map(|number| reader.matched(number));
        reader.pads = Pads::of(matched.map(|(_, record, line)| (line, record)));
        for number in 0..alignment.matches.len() {
            reader.read_line(number);
        }
        reader.settle_by_sums();
        reader.propose_zeros();
        reader.tell_other_rows();
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
        let heads = Heads::over(self.outline, self.outlines, self.records, record, line);
        let ends = self.ends(record);
        let told = self.told(number, found, record, line);
        if let Told::Unsurely = told {
            let why = "这一行的标签缺失，前后的行也对不上，不能确定是哪一行，没有读入";
            self.doubt(line, record, why.to_owned());
            return;
        }
        let (columns, why) = match placing::place(self.form, line, record, &heads, self.pads, ends)
        {
            Placing::Certain(columns) => (columns, None),
            Placing::Doubtful(columns, why) => (columns, Some(why)),
            Placing::CutOff(columns) => {
                self.tell_cut(line, record);
                (columns, None)
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
            (record.shape == Shape::Glued).then(|| {
                format!(
                    "“{}”之后的数连在一起，按每格一个 0 读入，请核实",
                    line.label
                )
            })
        });
        self.take(line, record, &columns, &heads, why.as_deref(), ends);
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
                    self.take(line, record, &columns, &heads, Some(why), false);
                }
                None => self.doubt(line, record, why),
            }
        }
    }

    fn only_way(&self, record: &Record, line: &Line) -> Option<Columns> {
        let of_line = |cell: Cell| line.cells.iter().any(|other| other.cell == cell);
        let known = |cell: Cell| {
            of_line(cell)
                || !self.stated.get(cell).is_blank()
                || self.blank.iter().any(|(blank, _)| *blank == cell)
        };
        let mut found: Option<(Columns, Vec<Decimal>)> = None;
        for columns in placing::ways(line, record) {
            let numbers = placing::numbers(self.form, line, record, &columns);
            if sums::line_closes(self.form, line, &numbers) != Some(true) {
                continue;
            }
            let mut values = self.stated.clone();
            for (cell, number) in line.cells.iter().zip(&numbers) {
                values.set(cell.cell, number.map_or(Value::Blank, Value::Number));
            }
            if sums::table_closes(self.form, line.table, &values, known) == Some(false) {
                continue;
            }
            let plain: Vec<Decimal> = numbers.into_iter().map(Option::unwrap_or_default).collect();
            match &found {
                Some((_, other)) if *other != plain => return None,
                Some(_) => {}
                None => found = Some((columns, plain)),
            }
        }
        found.map(|(columns, _)| columns)
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
        columns: &Columns,
        heads: &Heads<'_>,
        why: Option<&str>,
        ends: bool,
    ) {
        let words = Spellings::built_in();
        let foreign = heads.foreign();
        for (place, (line_cell, entry)) in line.cells.iter().zip(columns).enumerate() {
            let Some(entry) = entry.and_then(|entry| record.entries.get(entry)) else {
                continue;
            };
            if entry.is_blank() {
                self.blank.push((line_cell.cell, entry.spot.clone()));
                continue;
            }
            let measure = self.form.definition(line_cell.cell).measure;
            let mut found = figure::read(&entry.text, measure, words);
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
            let foreign = foreign_head(&foreign, line, place)
                .filter(|_| !heads.has(place))
                .map(|head| {
                    let column = self.form.column_of(line_cell.cell);
                    let label = column.label.replace('\n', "");
                    format!("表头是“{head}”，不是“{label}”，按位置读入，请核实")
                });
            if foreign.is_some() && !self.foreign.contains(&line.table) {
                self.foreign.push(line.table);
            }
            let doubt = found.doubt.or(foreign).or_else(|| why.map(str::to_owned));
            self.state(line_cell.cell, entry, found.value, doubt);
        }
    }

    fn state(&mut self, cell: Cell, entry: &Entry, value: Value, doubt: Option<String>) {
        self.stated.set(cell, value.clone());
        self.reading.figures.push(Figure {
            found: Found {
                cell,
                spot: entry.spot.clone(),
                text: entry.text.clone(),
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
                found: entry.text.clone(),
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

    /// Asks once for each table whether its empty cells are zeros, if all sums are right then.
    fn propose_zeros(&mut self) {
        for table in 0..self.form.tables.len() {
            let of_table = |cell: Cell| self.form.definition(cell).table == table;
            let input = |cell: Cell| !self.form.definition(cell).is_total();
            let blank: Vec<&(Cell, Spot)> = self
                .blank
                .iter()
                .filter(|(cell, _)| of_table(*cell) && input(*cell))
                .collect();
            let Some((first, spot)) = blank.first() else {
                continue;
            };
            let known = |cell: Cell| {
                !self.stated.get(cell).is_blank()
                    || self.blank.iter().any(|(blank, _)| *blank == cell)
            };
            let told = match sums::table_closes(self.form, table, &self.stated, known) {
                Some(false) => continue,
                Some(true) => "都按 0 计，各项合计也相符",
                None => "没有写明的合计可以核对",
            };
            let doubt = Doubt {
                place: Place::Cell(*first),
                found: String::new(),
                why: format!(
                    "表中有 {} 个空格；{told}。如果确实没有，请填 0",
                    blank.len()
                ),
                spot: Some(spot.clone()),
            };
            self.reading.doubts.push(doubt);
        }
    }

    /// Rows between those of the form that it doesn't have.
    fn tell_other_rows(&mut self) {
        let matches = &self.alignment.matches;
        for (number, record) in self.records.records.iter().enumerate() {
            if matches.iter().any(|found| found.record == number) || record.figures() == 0 {
                continue;
            }
            let before = matches.iter().filter(|found| found.record < number);
            let behind = matches.iter().filter(|found| found.record > number);
            let table = |found: Option<&Match>| {
                found
                    .and_then(|found| self.outline.lines.get(found.line))
                    .map(|line| line.table)
            };
            let before = table(before.max_by_key(|found| found.record));
            let inside =
                before.is_some() && before == table(behind.min_by_key(|found| found.record));
            let label = self.label_of(record);
            let own = self.records.texts(&record.own).is_empty();
            let lone = own && record.row.is_some();
            let known = self.is_printed(record);
            // Sentences between tables end in numbers, too.
            let sentence = !matches!(record.shape, Shape::Row(_))
                && label.chars().nth(LONGEST_LABEL).is_some();
            let known = known || sentence;
            if !inside || label.is_empty() || lone || known {
                continue;
            }
            self.reading.remarks.push(Remark {
                text: format!(
                    "表中另有一行“{label}”（{}），没有对应的指标",
                    record.shown().replace(" | ", "、")
                ),
                spot: record.entries.first().map(|entry| entry.spot.clone()),
            });
        }
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

    /// Whether the text by a run is one the form prints, or a piece of one.
    fn is_printed(&self, record: &Record) -> bool {
        let own = self.records.texts(&record.own).last();
        let text = own.or_else(|| self.records.texts(&record.before).last());
        text.is_none_or(|text| {
            let named: &[NameId] = self.outlines.named(&text.name);
            !named.is_empty() || self.outlines.is_piece(&text.name)
        })
    }
}

/// Which of the heads of another form is that of a figure: its own if there are as many.
fn foreign_head<'a>(heads: &[&'a str], line: &Line, place: usize) -> Option<&'a str> {
    let own = heads.get(place).filter(|_| heads.len() == line.cells.len());
    own.or_else(|| heads.last()).copied()
}

fn is_large(value: &Value) -> bool {
    value
        .number()
        .is_some_and(|number| number >= Decimal::from(LARGE_SUM) && number.fract().is_zero())
}
