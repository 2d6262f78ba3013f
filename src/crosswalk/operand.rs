//! What an entry of the crosswalk names: a whole row, or one cell.

use crate::form::{Cell, Form};

use super::JoinedRow;

/// `table.row` or `table.row:column`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Operand {
    pub row: String,
    /// `None` stands for every column.
    pub column: Option<String>,
}

impl Operand {
    pub fn parse(text: &str) -> Self {
        match text.split_once(':') {
            Some((row, column)) => Self {
                row: row.to_owned(),
                column: Some(column.to_owned()),
            },
            None => Self {
                row: text.to_owned(),
                column: None,
            },
        }
    }

    /// Every cell it names in a form; where the form prints several rows for
    /// the row, those of all of them. `None` if the form lacks one.
    pub fn cells(&self, form: &Form, joined: Option<&JoinedRow>) -> Option<Vec<Cell>> {
        let mut cells = Vec::new();
        for row in self.rows(form, joined) {
            let found = match &self.column {
                Some(column) => form.cell(&format!("{row}:{column}")).into_iter().collect(),
                None => cells_of_row(form, row),
            };
            if found.is_empty() {
                return None;
            }
            cells.extend(found);
        }
        Some(cells)
    }

    /// The cells it names beside one cell of another form, which `from` names there.
    ///
    /// Two whole rows meet column by column, two cells each other; a row meets
    /// a single cell only in its total.
    pub fn cells_beside(
        &self,
        form: &Form,
        joined: Option<&JoinedRow>,
        (cell, cell_form, from): (Cell, &Form, &Self),
    ) -> Option<Vec<Cell>> {
        let in_row = |row: &str| -> Option<Cell> {
            let mut cells = cells_of_row(form, row).into_iter();
            match from.column {
                None => {
                    let column = &cell_form.column_of(cell).id;
                    cells.find(|&other| form.column_of(other).id == *column)
                }
                Some(_) => cells.find(|&other| adds_its_row(form, other)),
            }
        };
        match (&from.column, &self.column) {
            (None, Some(_)) if !adds_its_row(cell_form, cell) => None,
            (_, Some(_)) => self.cells(form, joined),
            (_, None) => self.rows(form, joined).into_iter().map(in_row).collect(),
        }
    }

    fn rows<'a>(&'a self, form: &Form, joined: Option<&'a JoinedRow>) -> Vec<&'a str> {
        match joined {
            Some(joined) if cells_of_row(form, &self.row).is_empty() => {
                joined.of.iter().map(String::as_str).collect()
            }
            _ => vec![&self.row],
        }
    }
}

/// Whether a cell is the total of the other figures in its row.
fn adds_its_row(form: &Form, cell: Cell) -> bool {
    let definition = form.definition(cell);
    let in_row = |&operand: &Cell| {
        let operand = form.definition(operand);
        operand.table == definition.table && operand.row == definition.row
    };
    definition.is_total() && definition.sum.iter().all(in_row)
}

pub(super) fn cells_of_row(form: &Form, row: &str) -> Vec<Cell> {
    form.all_cells()
        .filter(|&cell| row_of_key(form.key(cell)) == row)
        .collect()
}

/// `table.row` of `table.row:column`.
fn row_of_key(key: &str) -> &str {
    key.split_once(':').map_or(key, |(row, _)| row)
}
