//! Which figure of a run is which figure of its line.

use crate::form::Form;
use crate::value::Decimal;

use super::figure;
use super::heads::{Columns, Heads};
use super::outline::{Line, Printing};
use super::records::{Record, Shape};
use super::spellings::Spellings;
use super::sums;

/// The most ways that are tried.
const MOST_WAYS: usize = 200;

/// How the figures of a run lie on a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Placing {
    Certain(Columns),
    /// With the reason, as a sentence.
    Doubtful(Columns, String),
    /// The text ends within the line: its figures are the first.
    CutOff(Columns),
    Unclear(String),
}

/// Where the empty cells stand that spans leave behind in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pads {
    Unknown,
    /// Behind the figures of a row.
    Behind,
}

impl Pads {
    /// Told by the rows that have all their figures.
    pub fn of<'a>(rows: impl Iterator<Item = (&'a Line, &'a Record)>) -> Self {
        let mut pads = Self::Unknown;
        for (line, record) in rows {
            let (count, expected) = (record.entries.len(), line.cells.len());
            if record.figures() != expected || count == expected {
                continue;
            }
            let behind = record
                .entries
                .iter()
                .take(expected)
                .all(|entry| !entry.is_blank());
            if !behind {
                return Self::Unknown;
            }
            pads = Self::Behind;
        }
        pads
    }
}

/// Lays a run on a line. `ends` says that nothing follows in the source.
pub(super) fn place(
    form: &Form,
    line: &Line,
    record: &Record,
    heads: &Heads<'_>,
    pads: Pads,
    ends: bool,
) -> Placing {
    let expected = line.cells.len();
    let count = record.entries.len();
    if record.shape == Shape::Glued && count != expected {
        return unclear(line, record);
    }
    if let Some(columns) = heads.by_place() {
        let in_order = columns.iter().flatten().is_sorted();
        let counts = count == expected;
        if (!counts && complete_but_pads(&columns, record))
            || (!in_order && heads.is_exact(&columns))
        {
            return Placing::Certain(columns);
        }
    }
    if let Some(order) = heads.by_order() {
        let in_order = order.is_sorted();
        let figures = record.figures();
        if order.len() == expected && !in_order && count >= expected {
            return Placing::Certain(by_head_order(&order, expected));
        }
        if order.len() < expected && figures == order.len() && leads(record, figures) && !ends {
            return Placing::Certain(by_head_order(&order, expected));
        }
    }
    if count == expected {
        return Placing::Certain((0..expected).map(Some).collect());
    }
    if ends && record.shape == Shape::Lines && count == expected + 1 {
        // The text goes on with a number and is cut off within it.
        return Placing::Certain((0..expected).map(Some).collect());
    }
    if count > expected {
        without_surplus(form, line, record, pads)
    } else if ends {
        Placing::CutOff(
            (0..expected)
                .map(|place| (place < count).then_some(place))
                .collect(),
        )
    } else {
        with_gaps(form, line, record)
    }
}

/// Whether every figure has its column, and what has none is only an empty cell.
fn complete_but_pads(columns: &Columns, record: &Record) -> bool {
    record
        .entries
        .iter()
        .enumerate()
        .all(|(place, entry)| entry.is_blank() || columns.contains(&Some(place)))
}

/// Whether the figures stand first, and behind them only cells that a span left empty.
fn leads(record: &Record, figures: usize) -> bool {
    let first = record.entries.iter().take(figures);
    first.into_iter().all(|entry| !entry.is_blank())
}

fn by_head_order(order: &[usize], expected: usize) -> Columns {
    (0..expected)
        .map(|cell| order.iter().position(|&head| head == cell))
        .collect()
}

/// More entries than figures: empty cells of spans, figures repeated for spans, stray numbers.
fn without_surplus(form: &Form, line: &Line, record: &Record, pads: Pads) -> Placing {
    let expected = line.cells.len();
    let count = record.entries.len();
    let blank = |place: usize| {
        record
            .entries
            .get(place)
            .is_none_or(super::records::Entry::is_blank)
    };
    let offsets: Vec<usize> = (0..=count - expected)
        .filter(|&from| (0..from).chain(from + expected..count).all(blank))
        .collect();
    let at = |from: usize| -> Columns { (from..from + expected).map(Some).collect() };
    let merged = record.figures() == 1 && expected > 2 && !blank(0);
    if let ([only], false) = (offsets.as_slice(), merged) {
        return Placing::Certain(at(*only));
    }
    if let Some(&first) = offsets.first() {
        if record.figures() == 0 || (pads == Pads::Behind && first == 0 && !merged) {
            return Placing::Certain(at(first));
        }
        if merged {
            return Placing::Doubtful(
                at(first),
                "这一行只有一个数，可能是合并了的单元格，请核实属于哪一格".to_owned(),
            );
        }
        let closing: Vec<usize> = offsets
            .iter()
            .copied()
            .filter(|&from| {
                sums::line_closes(form, line, &numbers(form, line, record, &at(from))) == Some(true)
            })
            .collect();
        return match closing.as_slice() {
            [only] => Placing::Doubtful(at(*only), "这一行有空格，按合计相符的位置读".to_owned()),
            _ => Placing::Doubtful(
                at(first),
                "这一行有空格，各数的位置不能确定，请核实".to_owned(),
            ),
        };
    }
    if let Some(columns) = repeated(line, record) {
        let shared = record.entries.iter().any(|entry| entry.shared);
        return if shared {
            Placing::Doubtful(columns, format!("这一格有几个数：{}", record.shown()))
        } else {
            Placing::Certain(columns)
        };
    }
    if let Some(columns) = closing(form, line, record, ways(line, record)) {
        return Placing::Doubtful(columns, "这一行多出数字，按合计相符的读法读".to_owned());
    }
    unclear(line, record)
}

/// A figure written once for each column its cell covers.
fn repeated(line: &Line, record: &Record) -> Option<Columns> {
    let spans: usize = line.cells.iter().map(|cell| cell.colspan).sum();
    let count = record.entries.len();
    let single = line.cells.len() == 1;
    if count != spans && !single {
        return None;
    }
    let mut columns = Vec::with_capacity(line.cells.len());
    let mut from = 0;
    for cell in &line.cells {
        let span = if single { count } else { cell.colspan };
        let first = record.entries.get(from)?;
        let copies = record.entries.get(from..from + span)?;
        if copies.iter().any(|copy| copy.text != first.text) {
            return None;
        }
        columns.push(Some(from));
        from += span;
    }
    Some(columns)
}

/// Fewer entries than figures: the only way in which the sums hold.
fn with_gaps(form: &Form, line: &Line, record: &Record) -> Placing {
    if let Some(columns) = closing(form, line, record, ways(line, record)) {
        return Placing::Doubtful(columns, "这一行少了数字，按合计相符的读法读".to_owned());
    }
    unclear(line, record)
}

fn unclear(line: &Line, record: &Record) -> Placing {
    let figures = record.figures();
    let why = match record.shape {
        Shape::Row(_) => "这一行的格数与报表不符",
        Shape::Stream | Shape::Lines | Shape::Glued => "这里的数与报表的格数不符",
    };
    Placing::Unclear(format!(
        "{why}：找到 {figures} 个数，应有 {} 格，不能确定各是哪一格，没有读入",
        line.cells.len()
    ))
}

/// Every way in which a run with a few figures too many or too few may lie on a line.
pub(super) fn ways(line: &Line, record: &Record) -> Vec<Columns> {
    let expected = line.cells.len();
    let count = record.entries.len();
    let glued = record.shape == Shape::Glued;
    if glued || line.printing == Printing::Parted || count.abs_diff(expected) > 2 || count < 2 {
        return Vec::new();
    }
    if count >= expected {
        return choices(count, expected);
    }
    let kept = choices(expected, count).into_iter().map(|kept| {
        let mut columns = vec![None; expected];
        for (entry, cell) in kept.into_iter().flatten().enumerate() {
            if let Some(place) = columns.get_mut(cell) {
                *place = Some(entry);
            }
        }
        columns
    });
    kept.collect()
}

/// The ways to keep `kept` of `count` entries, in order.
fn choices(count: usize, kept: usize) -> Vec<Columns> {
    let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
    for left in (1..=kept).rev() {
        let mut longer = Vec::new();
        for way in &ways {
            let from = way.last().map_or(0, |last| last + 1);
            for next in from..=count.saturating_sub(left) {
                let mut way = way.clone();
                way.push(next);
                longer.push(way);
            }
            if longer.len() > MOST_WAYS {
                return Vec::new();
            }
        }
        ways = longer;
    }
    ways.into_iter()
        .map(|way| way.into_iter().map(Some).collect())
        .collect()
}

/// The ways in which the line's totals are right, if they all come to the same figures.
fn closing(form: &Form, line: &Line, record: &Record, ways: Vec<Columns>) -> Option<Columns> {
    let mut found: Option<(Columns, Vec<Decimal>)> = None;
    for columns in ways {
        let numbers = numbers(form, line, record, &columns);
        if sums::line_closes(form, line, &numbers) != Some(true) {
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

pub(super) fn numbers(
    form: &Form,
    line: &Line,
    record: &Record,
    columns: &Columns,
) -> Vec<Option<Decimal>> {
    let words = Spellings::built_in();
    line.cells
        .iter()
        .zip(columns)
        .map(|(cell, entry)| {
            let entry = record.entries.get((*entry)?)?;
            let measure = form.definition(cell.cell).measure;
            figure::read(&entry.text, measure, words).value.number()
        })
        .collect()
}
