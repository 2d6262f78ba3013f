//! Which heads and labels a cell stands under: what is read out before its figure.

use crate::export::document::{CellContent, TableBlock, TableCell};
use crate::form::Style;

/// A cell by its row, and its number among the cells that begin there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub row: usize,
    pub cell: usize,
}

/// Labels are heads of what stands below or beside them; an empty corner is none.
pub(super) fn is_head(cell: &TableCell) -> bool {
    match &cell.content {
        CellContent::Figure(_) => false,
        CellContent::Text(runs) => runs.iter().any(|run| !run.text.trim().is_empty()),
    }
}

/// A table with the cell that covers each of its places.
pub(super) struct Heads<'a> {
    table: &'a TableBlock,
    /// Row by row, column by column.
    covering: Vec<Vec<Option<Place>>>,
}

impl<'a> Heads<'a> {
    pub fn of(table: &'a TableBlock) -> Self {
        let mut covering = vec![vec![None; table.widths.len()]; table.rows.len()];
        for (row, cells) in table.rows.iter().enumerate() {
            for (number, cell) in cells.cells.iter().enumerate() {
                let place = Place { row, cell: number };
                for line in covering.iter_mut().skip(row).take(cell.rowspan) {
                    for slot in line.iter_mut().skip(cell.column).take(cell.colspan) {
                        *slot = Some(place);
                    }
                }
            }
        }
        Self { table, covering }
    }

    /// The heads over a cell from the outermost in, then the labels beside it from the left.
    pub fn of_cell(&self, at: Place) -> Vec<Place> {
        let Some(cell) = self.cell(at) else {
            return Vec::new();
        };
        let columns = cell.column..cell.column + cell.colspan;
        let rows = at.row..at.row + cell.rowspan;
        let mut found = Vec::new();
        for column in columns.clone() {
            self.add_above(at.row, column, &mut found);
        }
        found.reverse();
        for row in rows {
            for column in 0..columns.start {
                self.add(row, column, &mut found, |style| {
                    matches!(style, Style::Label | Style::Stub | Style::Unit)
                });
            }
        }
        found.retain(|place| *place != at && self.cell(*place).is_some_and(is_head));
        found
    }

    /// The nearest heads above, and the title of the block they or the cell stand in. What
    /// stands over another cell's heads is none of this one's.
    fn add_above(&self, row: usize, column: usize, found: &mut Vec<Place>) {
        let (mut in_heads, mut in_block) = (false, false);
        for row in (0..row).rev() {
            let Some(style) = self.at(row, column).and_then(|place| self.style(place)) else {
                continue;
            };
            match style {
                Style::Head => {
                    in_heads = true;
                    self.add(row, column, found, |_| true);
                }
                Style::Block if !in_block => {
                    in_block = true;
                    self.add(row, column, found, |_| true);
                    if in_heads {
                        return;
                    }
                }
                _ if in_heads => return,
                _ => {}
            }
        }
    }

    fn add(
        &self,
        row: usize,
        column: usize,
        found: &mut Vec<Place>,
        wanted: impl Fn(Style) -> bool,
    ) {
        if let Some(place) = self.at(row, column)
            && self.style(place).is_some_and(wanted)
            && !found.contains(&place)
        {
            found.push(place);
        }
    }

    fn at(&self, row: usize, column: usize) -> Option<Place> {
        self.covering.get(row)?.get(column).copied().flatten()
    }

    fn style(&self, at: Place) -> Option<Style> {
        self.cell(at).map(|cell| cell.style)
    }

    fn cell(&self, at: Place) -> Option<&'a TableCell> {
        self.table.rows.get(at.row)?.cells.get(at.cell)
    }
}
