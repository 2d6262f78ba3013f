//! Which figure of a run is which figure of its line.

use std::ops::Range;

use crate::form::Form;
use crate::import::certainty::Settled;
use crate::import::source::Arrangement;
use crate::value::Decimal;

use super::figure;
use super::heads::{Columns, Heads};
use super::outline::{Line, Printing};
use super::records::{Entry, Record, Shape};
use super::spellings::Spellings;
use super::sums;

/// The most ways that are tried.
const MOST_WAYS: usize = 200;

/// How the figures of a run lie on a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Placing {
    /// As far as it is settled, with what is odd about the run, as a sentence.
    Laid(Settled<Columns>, Option<String>),
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
            let first = record.entries.iter().take(expected);
            if first.into_iter().any(Entry::is_blank) {
                return Self::Unknown;
            }
            pads = Self::Behind;
        }
        pads
    }
}

/// What the rest of a source tells of a line's columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings<'a> {
    pub pads: Pads,
    /// The grid's columns in which the figures of such lines stand, where other rows of the same
    /// table have all of them.
    pub columns: Option<&'a [Range<usize>]>,
    /// Whether nothing follows in the source.
    pub ends: bool,
}

/// Lays a run on a line.
pub(super) fn place(
    form: &Form,
    line: &Line,
    record: &Record,
    heads: &Heads<'_>,
    around: Surroundings<'_>,
) -> Placing {
    let expected = line.cells.len();
    let count = record.entries.len();
    if record.shape == Shape::Glued && count != expected {
        return unclear(line, record);
    }
    if let Some(columns) = in_grid(form, line, record, heads, around.columns) {
        return known(columns);
    }
    if let Some(order) = heads.by_order() {
        let in_order = order.is_sorted();
        let figures = record.figures();
        if order.len() == expected && !in_order && count >= expected {
            return known(by_head_order(&order, expected));
        }
        let heads_only = order.len() < expected && figures == order.len();
        if heads_only && leads(record, figures) && !around.ends {
            return known(by_head_order(&order, expected));
        }
    }
    if count == expected {
        return counted(form, line, record, 0);
    }
    if around.ends && record.shape == Shape::Lines && count == expected + 1 {
        // The text goes on with a number and is cut off within it.
        return known(from(0, expected));
    }
    if count > expected {
        without_surplus(form, line, record, around.pads)
    } else if around.ends {
        Placing::CutOff(
            (0..expected)
                .map(|place| (place < count).then_some(place))
                .collect(),
        )
    } else {
        with_gaps(form, line, record)
    }
}

fn known(columns: Columns) -> Placing {
    Placing::Laid(Settled::BySource(columns), None)
}

fn from(first: usize, expected: usize) -> Columns {
    (first..first + expected).map(Some).collect()
}

/// The columns of a run in a table whose columns are known: by the heads over it, or by the
/// columns of other rows. `None` where neither says more than the count of its cells.
fn in_grid(
    form: &Form,
    line: &Line,
    record: &Record,
    heads: &Heads<'_>,
    others: Option<&[Range<usize>]>,
) -> Option<Columns> {
    if record.shape != Shape::Row(Arrangement::Placed) {
        return None;
    }
    let counts = record.entries.len() == line.cells.len();
    if let Some(columns) = heads.by_place() {
        let in_order = columns.iter().flatten().is_sorted();
        if !in_order && heads.is_exact(&columns) {
            return Some(columns);
        }
        let is_whole = columns.iter().all(Option::is_some);
        let others_headed = record.entries.iter().enumerate().all(|(place, entry)| {
            entry.is_blank() || columns.contains(&Some(place)) || heads.has_text_over(entry)
        });
        if in_order && !counts && is_whole && others_headed {
            return Some(columns);
        }
        // A row that lacks a cell says nothing of where the rest of it stands, unless its
        // total does.
        let closes = || {
            let numbers = numbers(form, line, record, &columns);
            sums::line_closes(form, line, &numbers) == Some(true)
        };
        let is_cut = record.entries.len() < line.cells.len();
        let is_placed = complete_but_pads(&columns, record);
        if in_order && !counts && is_placed && (!is_cut || closes()) {
            return Some(columns);
        }
    }
    let columns = others.filter(|_| record.entries.len() > line.cells.len())?;
    let columns: Columns = columns
        .iter()
        .map(|range| {
            let mut entries = record.entries.iter();
            entries.position(|entry| range.contains(&entry.column))
        })
        .collect();
    complete_but_pads(&columns, record).then_some(columns)
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

/// As many cells as the line has, from one on. Where columns are only counted, blank cells may
/// have been moved behind the figures: then the count says nothing of their places.
fn counted(form: &Form, line: &Line, record: &Record, first: usize) -> Placing {
    let expected = line.cells.len();
    let columns = from(first, expected);
    let figures = record.figures();
    let is_placed = record.shape == Shape::Row(Arrangement::Placed);
    let moved = first == 0 && (1..expected).contains(&figures) && leads(record, figures);
    if is_placed || !moved {
        return known(columns);
    }
    let here = numbers(form, line, record, &columns);
    if sums::line_closes(form, line, &here) == Some(true) {
        return known(columns);
    }
    match settled(form, line, record, arrangements(line, record)) {
        Some(settled) => open(settled, record),
        None if record.entries.len() == expected => known(columns),
        None => unsettled(columns, arrangements(line, record)),
    }
}

/// Figures that may lie in several ways, none of which the sums tell from the others.
fn unsettled(proposed: Columns, mut others: Vec<Columns>) -> Placing {
    others.retain(|other| *other != proposed);
    let why = "这一行有空格，各数的位置不能确定，请核实";
    Placing::Laid(Settled::Open { proposed, others }, Some(why.to_owned()))
}

/// Figures of which only the order is known, with the sentence that says so.
fn open(settled: Settled<Columns>, record: &Record) -> Placing {
    let why = match &settled {
        Settled::BySource(_) => None,
        Settled::BySums(_) => Some("这一行有空格，按合计相符的位置读，请核实".to_owned()),
        Settled::Open { others, .. } => Some(format!(
            "这一行有空格，只知道依次是 {}，合计相符的摆法有 {} 种",
            record.shown().replace(" | ", "、"),
            others.len() + 1
        )),
    };
    Placing::Laid(settled, why)
}

/// More entries than figures: empty cells of spans, figures repeated for spans, stray numbers.
fn without_surplus(form: &Form, line: &Line, record: &Record, pads: Pads) -> Placing {
    let expected = line.cells.len();
    let count = record.entries.len();
    let blank = |place: usize| record.entries.get(place).is_none_or(Entry::is_blank);
    let offsets: Vec<usize> = (0..=count - expected)
        .filter(|&first| (0..first).chain(first + expected..count).all(blank))
        .collect();
    let merged = record.figures() == 1 && expected > 2 && !blank(0);
    if let ([only], false) = (offsets.as_slice(), merged) {
        return counted(form, line, record, *only);
    }
    if let Some(&first) = offsets.first() {
        if record.figures() == 0 {
            return known(from(first, expected));
        }
        if merged {
            let settled = Settled::Open {
                proposed: from(first, expected),
                others: arrangements(line, record),
            };
            let why = "这一行只有一个数，可能是合并了的单元格，请核实属于哪一格";
            return Placing::Laid(settled, Some(why.to_owned()));
        }
        if pads == Pads::Behind && first == 0 {
            return counted(form, line, record, 0);
        }
        let windows = offsets.iter().map(|&first| from(first, expected));
        let ways = windows.chain(arrangements(line, record));
        return match settled(form, line, record, ways) {
            Some(settled) => open(settled, record),
            None => {
                let windows = offsets.iter().map(|&first| from(first, expected));
                unsettled(from(first, expected), windows.collect())
            }
        };
    }
    if let Some(columns) = repeated(line, record) {
        let shared = record.entries.iter().any(|entry| entry.shared);
        let why = shared.then(|| format!("这一格有几个数：{}", record.shown()));
        return Placing::Laid(Settled::BySource(columns), why);
    }
    if let Some(Settled::BySums(columns)) = settled(form, line, record, ways(line, record)) {
        let why = "这一行多出数字，按合计相符的读法读".to_owned();
        return Placing::Laid(Settled::BySums(columns), Some(why));
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
    if let Some(Settled::BySums(columns)) = settled(form, line, record, ways(line, record)) {
        let why = "这一行少了数字，按合计相符的读法读".to_owned();
        return Placing::Laid(Settled::BySums(columns), Some(why));
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
pub(super) fn choices(count: usize, kept: usize) -> Vec<Columns> {
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

/// Every way to lay the figures of a run on a line in their order, whatever blanks are between.
fn arrangements(line: &Line, record: &Record) -> Vec<Columns> {
    let expected = line.cells.len();
    let mut figures: Vec<usize> = Vec::new();
    for (place, entry) in record.entries.iter().enumerate() {
        if !entry.is_blank() {
            figures.push(place);
        }
    }
    if line.printing == Printing::Parted || figures.len() > expected {
        return Vec::new();
    }
    let ways = choices(expected, figures.len()).into_iter();
    let laid = ways.map(|cells| {
        let mut columns = vec![None; expected];
        for (cell, &figure) in cells.into_iter().flatten().zip(&figures) {
            if let Some(place) = columns.get_mut(cell) {
                *place = Some(figure);
            }
        }
        columns
    });
    laid.collect()
}

/// The ways in which the line's totals are right; those that come to the same figures are one.
fn settled(
    form: &Form,
    line: &Line,
    record: &Record,
    ways: impl IntoIterator<Item = Columns>,
) -> Option<Settled<Columns>> {
    Settled::by_sums(
        ways,
        |columns| {
            let numbers = numbers(form, line, record, columns);
            sums::line_closes(form, line, &numbers) == Some(true)
        },
        |one, other| same_figures(form, line, record, one, other),
    )
}

/// Whether two ways come to the same figures, what is missing counting as nothing.
pub(super) fn same_figures(
    form: &Form,
    line: &Line,
    record: &Record,
    one: &Columns,
    other: &Columns,
) -> bool {
    let plain = |columns: &Columns| {
        let numbers = numbers(form, line, record, columns).into_iter();
        numbers
            .map(Option::unwrap_or_default)
            .collect::<Vec<Decimal>>()
    };
    plain(one) == plain(other)
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
