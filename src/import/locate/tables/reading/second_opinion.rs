//! Asks the sums again once the figures are read: where those of a table close only if figures
//! belonged elsewhere, a person has to look at these figures.

use crate::form::Cell;
use crate::import::certainty::Settled;
use crate::import::locate::tables::outline::{Line, Printing};
use crate::import::locate::tables::sums::{relations, table_closes};
use crate::import::located::{Certainty, Doubt};
use crate::returns::{Place, Values};

use super::Reader;

/// So many sums have to close before they say anything: fewer close by chance.
const ENOUGH: usize = 4;

/// Another arrangement of a table's figures.
#[derive(Clone, Debug)]
struct Other {
    values: Values,
    /// What would be otherwise, for people.
    said: String,
}

impl Reader<'_> {
    /// Doubts the figures of tables whose sums close only when they are arranged otherwise.
    pub(super) fn ask_again(&mut self) {
        for table in 0..self.form.tables.len() {
            let known = |cell: Cell| self.is_known(cell);
            if table_closes(self.form, table, &self.stated, known) != Some(false) {
                continue;
            }
            let stated = relations(self.form, table)
                .iter()
                .filter(|relation| {
                    let stated = relation.difference(self.form, &self.stated, known);
                    stated.is_some()
                })
                .count();
            if stated < ENOUGH {
                continue;
            }
            let closes =
                |other: &Other| table_closes(self.form, table, &other.values, known) == Some(true);
            let same = |one: &Other, other: &Other| one.values == other.values;
            let Some(settled) = Settled::by_sums(self.others(table), closes, same) else {
                continue;
            };
            let ways = settled.ways().map(|other| other.said.as_str());
            let said = ways.collect::<Vec<&str>>().join("，或者");
            let moved: Vec<Cell> = self
                .reading
                .figures
                .iter()
                .map(|figure| figure.found.cell)
                .filter(|&cell| {
                    settled
                        .ways()
                        .any(|other| other.values.get(cell) != self.stated.get(cell))
                })
                .collect();
            for cell in moved {
                self.doubt_figure(
                    cell,
                    &format!("按读到的位置合计不符；如果{said}，全表合计都相符，请核实"),
                );
            }
        }
    }

    /// Whether a cell was found, empty or not.
    fn is_known(&self, cell: Cell) -> bool {
        !self.stated.get(cell).is_blank() || self.blank.iter().any(|(blank, _)| *blank == cell)
    }

    /// Makes a figure that was certain a doubt.
    fn doubt_figure(&mut self, cell: Cell, why: &str) {
        let mut figures = self.reading.figures.iter_mut();
        let Some(figure) = figures.find(|figure| figure.found.cell == cell) else {
            return;
        };
        if figure.found.certainty == Certainty::Doubtful {
            return;
        }
        figure.found.certainty = Certainty::Doubtful;
        self.reading.doubts.push(Doubt {
            place: Place::Cell(cell),
            found: figure.found.text.clone(),
            why: why.to_owned(),
            spot: Some(figure.found.spot.clone()),
        });
    }

    /// The slips that happen to whole rows and columns: two rows in each other's place, all rows
    /// one line further, the column of totals in another place.
    fn others(&self, table: usize) -> Vec<Other> {
        let lines: Vec<&Line> = self
            .outline
            .lines
            .iter()
            .filter(|line| line.table == table && line.printing == Printing::Official)
            .collect();
        let mut others = Vec::new();
        for pair in lines.windows(2) {
            let [one, next] = pair else {
                continue;
            };
            if one.cells.len() == next.cells.len() {
                let said = format!("“{}”和“{}”两行的数对调", one.label, next.label);
                let moves = [(*one, *next), (*next, *one)];
                others.push(self.moved(&moves, said));
            }
        }
        let longest = lines.iter().map(|line| line.cells.len()).max();
        let rows: Vec<&Line> = lines
            .iter()
            .copied()
            .filter(|line| Some(line.cells.len()) == longest)
            .collect();
        let pairs = rows.iter().copied().zip(rows.iter().copied().skip(1));
        let (up, down): (Vec<_>, Vec<_>) =
            pairs.map(|(one, next)| ((next, one), (one, next))).unzip();
        others.push(self.moved(&up, "各行的数都上移一行".to_owned()));
        others.push(self.moved(&down, "各行的数都下移一行".to_owned()));
        others.extend(self.with_totals_elsewhere(&rows));
        others
    }

    /// The figures with those of some lines on others: from, to.
    fn moved(&self, moves: &[(&Line, &Line)], said: String) -> Other {
        let mut values = self.stated.clone();
        for (from, to) in moves {
            for (from, to) in from.cells.iter().zip(&to.cells) {
                values.set(to.cell, self.stated.get(from.cell).clone());
            }
        }
        Other { values, said }
    }

    /// The rows read as if their totals stood first.
    fn with_totals_elsewhere(&self, rows: &[&Line]) -> Option<Other> {
        let last_is_total = |line: &&Line| {
            let last = line.cells.last();
            last.is_some_and(|cell| !self.form.definition(cell.cell).sum.is_empty())
        };
        if rows.is_empty() || !rows.iter().all(last_is_total) {
            return None;
        }
        let mut values = self.stated.clone();
        for line in rows {
            let cells = line.cells.iter();
            let next = cells.clone().skip(1).chain(cells.clone().take(1));
            for (cell, found) in cells.zip(next) {
                values.set(cell.cell, self.stated.get(found.cell).clone());
            }
        }
        Some(Other {
            values,
            said: "各行的第一个数是总计".to_owned(),
        })
    }
}
