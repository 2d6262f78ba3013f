//! What a run of figures is when its line is known: cells of the source put together again, and
//! the columns of a table as its whole rows tell them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::import::locate::tables::outline::Line;
use crate::import::locate::tables::records::{Entry, EntryKind, Record, Shape};
use crate::import::locate::tokens::Tokens;
use crate::import::source::Arrangement;

/// A run as it fits a line of so many figures, if it fits in one of its readings: the digits of a
/// cell that are parted by a line's end are one figure; a text before the figures is no figure
/// where there are enough without it. Otherwise as it was found.
pub(super) fn fitted<'r>(
    record: &'r Record,
    expected: usize,
    tokens: &Tokens<'_>,
) -> Cow<'r, Record> {
    if record.entries.len() == expected {
        return Cow::Borrowed(record);
    }
    let whole = with_whole_cells(record, tokens);
    if whole.len() == expected {
        return with(record, whole);
    }
    let is_figure = |entry: &&Entry| entry.kind != EntryKind::Text;
    let figures: Vec<Entry> = whole.iter().filter(is_figure).cloned().collect();
    if figures.len() == expected && figures.len() < whole.len() {
        return with(record, figures);
    }
    Cow::Borrowed(record)
}

fn with(record: &Record, entries: Vec<Entry>) -> Cow<'_, Record> {
    Cow::Owned(Record {
        entries,
        ..record.clone()
    })
}

/// The figures of a run, those in the lines of one cell put together.
fn with_whole_cells(record: &Record, tokens: &Tokens<'_>) -> Vec<Entry> {
    let mut whole: Vec<Entry> = Vec::new();
    for entry in &record.entries {
        let token = tokens.tokens.get(entry.token);
        let text = token.map_or("", |token| token.text.trim());
        let is_parted = entry.shared && entry.spot.cell.is_some() && text.contains('\n');
        if !is_parted {
            whole.push(entry.clone());
            continue;
        }
        if whole.last().is_some_and(|last| last.token == entry.token) {
            continue;
        }
        let mut spot = entry.spot.clone();
        spot.words = None;
        whole.push(Entry {
            text: text.to_owned(),
            spot,
            shared: false,
            ..entry.clone()
        });
    }
    whole
}

/// The columns in which the figures of lines stand, by grid.
#[derive(Debug, Default)]
pub(super) struct GridColumns {
    /// `None` where whole rows disagree.
    columns: HashMap<LineShape, Option<Vec<Range<usize>>>>,
}

impl GridColumns {
    /// Told by the rows of placed tables that have all their figures.
    pub fn of<'a>(rows: impl Iterator<Item = (&'a Line, &'a Record)>) -> Self {
        let mut all = Self::default();
        for (line, record) in rows {
            let is_whole = record.figures() == line.cells.len()
                && record.entries.len() == line.cells.len()
                && record.entries.iter().all(|entry| !entry.shared);
            let Some(shape) = LineShape::of(line, record).filter(|_| is_whole) else {
                continue;
            };
            let entries = record.entries.iter();
            let columns: Vec<Range<usize>> = entries
                .map(|entry| entry.column..entry.column + entry.colspan)
                .collect();
            let known = all
                .columns
                .entry(shape)
                .or_insert_with(|| Some(columns.clone()));
            if known.as_ref() != Some(&columns) {
                *known = None;
            }
        }
        all
    }

    /// The columns of a run on a line of its table.
    pub fn of_run(&self, line: &Line, record: &Record) -> Option<&[Range<usize>]> {
        let columns = self.columns.get(&LineShape::of(line, record)?)?;
        columns.as_deref()
    }
}

/// Lines whose figures stand in the same columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct LineShape {
    /// The grid, by block of the source.
    block: usize,
    table: usize,
    figures: usize,
}

impl LineShape {
    /// Of a run in a table whose columns are known.
    fn of(line: &Line, record: &Record) -> Option<Self> {
        let (block, _) = record.row?;
        let is_placed = record.shape == Shape::Row(Arrangement::Placed);
        is_placed.then_some(Self {
            block,
            table: line.table,
            figures: line.cells.len(),
        })
    }
}
