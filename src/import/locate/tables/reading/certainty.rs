//! How sure it is which line of the form a run of figures is.

use crate::import::locate::tables::alignment::Match;
use crate::import::locate::tables::figure;
use crate::import::locate::tables::likeness::{ALIKE, SAME};
use crate::import::locate::tables::outline::{Line, Printing};
use crate::import::locate::tables::records::Record;
use crate::import::locate::tables::spellings::Spellings;
use crate::import::locate::tables::sums;
use crate::returns::Values;

use super::Reader;

/// How a line was told.
pub(super) enum Told {
    /// By its label, or by its place between lines told by theirs.
    Surely,
    /// The label is not quite the form's.
    Alike(String),
    /// There is no label.
    ByPlace,
    /// Its place isn't sure either.
    Unsurely,
}

/// Which way is looked.
#[derive(Clone, Copy, Debug)]
enum Side {
    Before,
    Behind,
}

/// What a line lies at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    /// The next line of the form, told by its label.
    Line,
    /// The table ends there.
    TableEnd,
    /// The source ends there.
    SourceEnd,
    /// Another line, or figures that are none.
    Broken,
}

impl Reader<'_> {
    /// How sure it is which line a run is.
    pub(super) fn told(&self, number: usize, found: Match, record: &Record, line: &Line) -> Told {
        if found.label >= SAME {
            return Told::Surely;
        }
        let by_heads = line.names.is_empty() || line.printing == Printing::Parted;
        if found.label >= 0.8 && by_heads {
            return Told::Surely;
        }
        let sides = [
            self.beside(number, Side::Before),
            self.beside(number, Side::Behind),
        ];
        let pinned = !sides.contains(&Beside::Broken) && sides.contains(&Beside::Line);
        if found.label >= ALIKE {
            return if pinned {
                Told::Surely
            } else {
                Told::Alike(self.label_of(record))
            };
        }
        if sides == [Beside::TableEnd, Beside::TableEnd] && self.closes_by_order(line.table) {
            return Told::ByPlace;
        }
        let held = pinned && !sides.contains(&Beside::SourceEnd);
        match (held, self.is_torn(found.record, line)) {
            (true, true) => Told::Surely,
            (true, false) => Told::ByPlace,
            (false, _) => Told::Unsurely,
        }
    }

    /// What stands beside a line, as far as lines without a sure label go on without a gap.
    fn beside(&self, number: usize, side: Side) -> Beside {
        let matches = &self.alignment.matches;
        let lines = &self.outline.lines;
        let table = |line: usize| lines.get(line).map(|line| line.table);
        let mut at = number;
        while let Some(here) = matches.get(at) {
            let (wanted, next) = match side {
                Side::Before => (here.line.checked_sub(1), at.checked_sub(1)),
                Side::Behind => (Some(here.line + 1), Some(at + 1)),
            };
            let Some(wanted) = wanted.filter(|&line| table(line) == table(here.line)) else {
                return Beside::TableEnd;
            };
            let Some((next, other)) = next.and_then(|next| Some((next, matches.get(next)?))) else {
                return Beside::SourceEnd;
            };
            if other.line != wanted || self.skipped(here.record, other.record) {
                return Beside::Broken;
            }
            if other.label >= SAME {
                return Beside::Line;
            }
            at = next;
        }
        Beside::SourceEnd
    }

    /// Whether all sums of a table hold when its lines are read in the order they stand in.
    fn closes_by_order(&self, table: usize) -> bool {
        let words = Spellings::built_in();
        let mut values = Values::blank(self.form);
        let matched = (0..self.alignment.matches.len()).filter_map(|number| self.matched(number));
        for (_, record, line) in matched.filter(|(_, _, line)| line.table == table) {
            if record.entries.len() != line.cells.len() {
                return false;
            }
            for (cell, entry) in line.cells.iter().zip(&record.entries) {
                let measure = self.form.definition(cell.cell).measure;
                let read = figure::read(&entry.text, measure, words);
                values.set(cell.cell, read.value);
            }
        }
        let known = |cell| !values.get(cell).is_blank();
        sums::table_closes(self.form, table, &values, known) == Some(true)
    }

    /// Whether a run that could be a line lies between two others.
    fn skipped(&self, one: usize, other: usize) -> bool {
        let between = one.min(other) + 1..one.max(other);
        let runs = self.records.records.get(between).unwrap_or_default();
        runs.iter().any(|run| run.figures() >= 3)
    }

    /// Whether most of a line's label stands in pieces around the run.
    fn is_torn(&self, record: usize, line: &Line) -> bool {
        let Some(run) = self.records.records.get(record) else {
            return false;
        };
        let texts = self
            .records
            .texts(&run.before)
            .iter()
            .chain(self.records.after(record));
        let around: Vec<char> = texts
            .flat_map(|text| text.name.letters())
            .copied()
            .collect();
        line.names
            .iter()
            .filter_map(|&name| self.outlines.names.get(name))
            .any(|name| {
                let words = name.words();
                let there = words.iter().filter(|character| around.contains(character));
                words.len() >= 3 && there.count() * 5 >= words.len() * 4
            })
    }
}
