//! What of last year's form corresponds to each cell of this year's.

use crate::form::{Cell, Form};

use super::operand::{Operand, cells_of_row};
use super::{Across, Comparability, Crosswalk, Mark};

/// For every cell of a form, the cells of last year's form it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison(Vec<Option<Counterpart>>);

/// What corresponds to one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterpart {
    /// Cells of last year's form, to be added up.
    pub cells: Vec<Cell>,
    /// [`Mark::NotComparable`] figures may be shown side by side with the note,
    /// but no rule and no computation takes them.
    pub mark: Mark,
    /// What differs; empty when comparable.
    pub note: String,
}

impl Comparison {
    /// What corresponds to a cell; `None` if nothing does.
    pub fn of(&self, cell: Cell) -> Option<&Counterpart> {
        self.0.get(cell.index())?.as_ref()
    }
}

impl Crosswalk {
    /// What of `previous` corresponds to each cell of `form`.
    ///
    /// In one format equal keys correspond. Otherwise the first entry decides
    /// in which this form's side is the one cell: where several rows of this
    /// form share one of last year's (`1.`, `2.`, `3.` against one row), none of
    /// them has a counterpart, since last year's figure can't be divided.
    pub fn between(&self, form: &Form, previous: &Form) -> Comparison {
        let formats = self.format_of(form).zip(self.format_of(previous));
        let mut found = vec![None; form.cells.len()];
        match formats {
            Some((format, earlier)) if format != earlier => {
                self.across_formats(form, format, previous, earlier, &mut found);
            }
            Some(_) => {
                for cell in form.all_cells() {
                    let cells = self.same_format(form, cell, previous);
                    put(&mut found, cell, cells, Comparability::SAME);
                }
            }
            None => {}
        }
        Comparison(found)
    }

    /// The cell with the same key, or the cells of the rows printed in its place.
    fn same_format(&self, form: &Form, cell: Cell, previous: &Form) -> Option<Vec<Cell>> {
        let key = form.key(cell);
        let operand = Operand::parse(key);
        let joined = self
            .format_of(form)
            .and_then(|format| self.joined(format, &operand));
        operand.cells(previous, joined)
    }

    fn across_formats(
        &self,
        form: &Form,
        format: usize,
        previous: &Form,
        earlier: usize,
        found: &mut [Option<Counterpart>],
    ) {
        for entry in &self.matches {
            let Some(comparability) = entry.across.between(format, earlier) else {
                continue;
            };
            for (cell, cells) in self.pairs(&entry.across, (form, format), (previous, earlier)) {
                put(found, cell, Some(cells), comparability.clone());
            }
        }
    }

    /// The cells of one form with what a matter gives beside them in the other.
    pub(super) fn pairs(
        &self,
        across: &Across,
        (form, format): (&Form, usize),
        (other, other_format): (&Form, usize),
    ) -> Vec<(Cell, Vec<Cell>)> {
        let stages = across.stage(format).zip(across.stage(other_format));
        let Some((here, there)) = stages else {
            return Vec::new();
        };
        let [operand] = here.operands.as_slice() else {
            return Vec::new();
        };
        let beside = |cell| {
            let mut cells = Vec::new();
            for other_operand in &there.operands {
                let joined = self.joined(other_format, other_operand);
                let from = (cell, form, operand);
                cells.extend(other_operand.cells_beside(other, joined, from)?);
            }
            Some((cell, cells))
        };
        single_cells(form, operand)
            .into_iter()
            .filter_map(beside)
            .collect()
    }
}

/// The cells of an operand that stand for themselves, not as a part of a joined row.
fn single_cells(form: &Form, operand: &Operand) -> Vec<Cell> {
    match &operand.column {
        Some(column) => form
            .cell(&format!("{}:{column}", operand.row))
            .into_iter()
            .collect(),
        None => cells_of_row(form, &operand.row),
    }
}

fn put(
    found: &mut [Option<Counterpart>],
    cell: Cell,
    cells: Option<Vec<Cell>>,
    comparability: Comparability,
) {
    if let (Some(place @ None), Some(cells)) = (found.get_mut(cell.index()), cells) {
        let Comparability { mark, note } = comparability;
        *place = Some(Counterpart { cells, mark, note });
    }
}
