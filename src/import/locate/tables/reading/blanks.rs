//! What is asked about cells that were found empty.

use std::collections::HashSet;

use crate::form::Cell;
use crate::import::locate::tables::sums::{Relation, relations};
use crate::import::located::{Doubt, Remark};
use crate::import::source::Spot;
use crate::returns::Place;
use crate::value::Decimal;

use super::Reader;

/// So many blanks in one sum that doesn't close are asked about one by one.
const MOST_ASKED: usize = 8;

/// What the sums say of a table's blanks counting as zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sums {
    /// No sum with a blank in it is stated.
    None,
    Close,
    Break,
}

impl Reader<'_> {
    /// Asks which blanks break a sum if they are zeros, one by one; and once for each table
    /// whether the rest are zeros.
    pub(super) fn ask_about_blanks(&mut self) {
        for table in 0..self.form.tables.len() {
            self.ask_about_blanks_of(table);
            self.tell_blank_totals_of(table);
        }
    }

    fn ask_about_blanks_of(&mut self, table: usize) {
        let is_input = |cell: Cell| {
            let definition = self.form.definition(cell);
            definition.table == table && !definition.is_total()
        };
        let blank: Vec<(Cell, Spot)> = self
            .blank
            .iter()
            .filter(|(cell, _)| is_input(*cell))
            .cloned()
            .collect();
        let cells: HashSet<Cell> = blank.iter().map(|(cell, _)| *cell).collect();
        let (suspicious, sums) = self.suspicious(table, &cells);
        for (cell, spot) in &blank {
            let Some((_, difference)) = suspicious.iter().find(|(other, _)| other == cell) else {
                continue;
            };
            self.reading.doubts.push(Doubt {
                place: Place::Cell(*cell),
                found: String::new(),
                why: format!("这一格是空的，按 0 计时合计差 {difference}，请核实是不是漏了一个数"),
                spot: Some(spot.clone()),
            });
        }
        let is_plain = |cell: &Cell| !suspicious.iter().any(|(other, _)| other == cell);
        let mut rest = blank.iter().filter(|(cell, _)| is_plain(cell));
        let Some((first, spot)) = rest.next() else {
            return;
        };
        let told = match sums {
            Sums::None => "没有写明的合计可以核对",
            Sums::Close => "都按 0 计，各项合计也相符",
            Sums::Break => "表中有合计不符，不能由合计断定",
        };
        let doubt = Doubt {
            place: Place::Cell(*first),
            found: String::new(),
            why: format!(
                "表中有 {} 个空格；{told}。如果确实没有，请填 0",
                rest.count() + 1
            ),
            spot: Some(spot.clone()),
        };
        self.reading.doubts.push(doubt);
    }

    /// Totals that the source leaves empty are computed, and vouch for nothing.
    fn tell_blank_totals_of(&mut self, table: usize) {
        let is_total = |cell: &Cell| {
            let definition = self.form.definition(*cell);
            definition.table == table && definition.is_total()
        };
        let blank = self.blank.iter().filter(|(cell, _)| is_total(cell));
        let blank: Vec<&Spot> = blank.map(|(_, spot)| spot).collect();
        let Some(first) = blank.first() else {
            return;
        };
        let part = self.form.part_of_table(table);
        let title = part.map(|part| part.short.as_str()).unwrap_or_default();
        self.reading.blank_totals += blank.len();
        self.reading.remarks.push(Remark {
            text: format!(
                "“{title}”中有 {} 个合计是空的，由各项相加得出，原文没有可核对的合计",
                blank.len()
            ),
            spot: Some((*first).clone()),
        });
    }

    /// The blanks that stand in a sum that doesn't close with zeros, with what is missing there:
    /// where several do, those that stand in most such sums.
    fn suspicious(&self, table: usize, blank: &HashSet<Cell>) -> (Vec<(Cell, Decimal)>, Sums) {
        let known = |cell: Cell| !self.stated.get(cell).is_blank() || blank.contains(&cell);
        let mut sums = Sums::None;
        let mut broken: Vec<(Relation<'_>, Decimal)> = Vec::new();
        for relation in relations(self.form, table) {
            let Some(difference) = relation.difference(self.form, &self.stated, known) else {
                continue;
            };
            let has_blank = relation.cells().any(|cell| blank.contains(&cell));
            if !difference.is_zero() {
                sums = Sums::Break;
                if has_blank {
                    broken.push((relation, difference.abs()));
                }
            } else if has_blank && sums == Sums::None {
                sums = Sums::Close;
            }
        }
        let times = |cell: Cell| {
            let relations = broken.iter();
            let having = relations.filter(|(relation, _)| relation.cells().any(|c| c == cell));
            having.count()
        };
        let mut suspicious: Vec<(Cell, Decimal)> = Vec::new();
        for (relation, difference) in &broken {
            let cells = relation.cells().filter(|cell| blank.contains(cell));
            let cells: Vec<(Cell, usize)> = cells.map(|cell| (cell, times(cell))).collect();
            let most = cells.iter().map(|(_, times)| *times).max();
            let worst = cells.iter().filter(|(_, times)| Some(*times) == most);
            for (cell, _) in worst.take(MOST_ASKED) {
                if !suspicious.iter().any(|(other, _)| other == cell) {
                    suspicious.push((*cell, *difference));
                }
            }
        }
        (suspicious, sums)
    }
}
