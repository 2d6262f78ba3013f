//! Where each figure stands in the workbook, and totals as formulas over them.

use std::collections::HashMap;

use rust_xlsxwriter::utility::{quote_sheet_name, row_col_to_cell, row_col_to_cell_absolute};

use crate::form::Cell;

use super::super::document::{CellContent, Figure, TableBlock};
use super::top;

/// A figure's place in the workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    /// The table's place among the tables.
    table: usize,
    row: u32,
    column: u16,
    /// Whether a number stands there.
    number: bool,
}

/// The places of all figures of a report.
pub(super) struct Places {
    by_cell: HashMap<Cell, Place>,
    /// Key and reference, in printed order.
    references: Vec<(String, String)>,
    /// The sheet of each table, quoted for references.
    sheets: Vec<String>,
}

impl Places {
    pub(super) fn of(tables: &[&TableBlock], sheets: &[String]) -> Self {
        let sheets: Vec<String> = sheets.iter().map(|name| quote_sheet_name(name)).collect();
        let mut by_cell = HashMap::new();
        let mut references = Vec::new();
        for (at, (table, sheet)) in tables.iter().zip(&sheets).enumerate() {
            for (row, column, figure) in figures(table) {
                let place = Place {
                    table: at,
                    row,
                    column,
                    number: figure.value.number().is_some(),
                };
                by_cell.insert(figure.cell, place);
                let reference = row_col_to_cell_absolute(row, column);
                references.push((figure.key.clone(), format!("={sheet}!{reference}")));
            }
        }
        Self {
            by_cell,
            references,
            sheets,
        }
    }

    /// Key and absolute reference of each figure.
    pub(super) fn references(&self) -> impl Iterator<Item = (&str, String)> {
        self.references
            .iter()
            .map(|(key, reference)| (key.as_str(), reference.clone()))
    }

    /// The formula of a total in the table with place `table`, or `None` if the
    /// figure has to be written as it is: it is no total, it was stated
    /// otherwise than the sum, or stated while figures are still missing.
    pub(super) fn formula(&self, table: usize, figure: &Figure) -> Option<String> {
        if !figure.total || figure.differs.is_some() {
            return None;
        }
        let operands: Option<Vec<Place>> = figure
            .sum
            .iter()
            .map(|cell| self.by_cell.get(cell).copied())
            .collect();
        let operands = operands.filter(|operands| !operands.is_empty())?;
        if !figure.value.is_blank() && !operands.iter().all(|place| place.number) {
            return None;
        }
        let ranges = self.ranges(table, &operands);
        let count = operands.len();
        // Floats would add 0.1 and 0.2 to a little more than 0.3.
        let sum = match figure.measure.decimals {
            0 => format!("SUM({ranges})"),
            decimals => format!("ROUND(SUM({ranges}),{decimals})"),
        };
        // While a figure is missing the sum stays blank, as in the program.
        Some(format!(r#"=IF(COUNT({ranges})<{count},"",{sum})"#))
    }

    /// The sum of cells for another sheet; `None` if one of them is on no sheet.
    pub(super) fn sum(&self, cells: &[Cell]) -> Option<String> {
        let places: Option<Vec<Place>> = cells
            .iter()
            .map(|cell| self.by_cell.get(cell).copied())
            .collect();
        let places = places.filter(|places| !places.is_empty())?;
        Some(format!("SUM({})", self.ranges(usize::MAX, &places)))
    }

    /// The places as references: neighbours in a row or column as one range.
    fn ranges(&self, table: usize, places: &[Place]) -> String {
        let mut spans: Vec<(Place, Place)> = Vec::new();
        for &place in places {
            match spans.last_mut() {
                Some((first, last)) if goes_on(*first, *last, place) => *last = place,
                _ => spans.push((place, place)),
            }
        }
        let references: Vec<String> = spans
            .into_iter()
            .map(|(first, last)| {
                let from = row_col_to_cell(first.row, first.column);
                let range = if first == last {
                    from
                } else {
                    format!("{from}:{}", row_col_to_cell(last.row, last.column))
                };
                match self.sheets.get(first.table) {
                    Some(sheet) if first.table != table => format!("{sheet}!{range}"),
                    _ => range,
                }
            })
            .collect();
        references.join(",")
    }
}

/// Whether `next` follows `last` in the same row or the same column as the span so far.
fn goes_on(first: Place, last: Place, next: Place) -> bool {
    let across = first.row == last.row
        && next.row == last.row
        && last.column.checked_add(1) == Some(next.column);
    let down =
        first.column == last.column && next.column == last.column && last.row + 1 == next.row;
    last.table == next.table && (across || down)
}

/// The figures of a table with the sheet row and column each begins in.
pub(super) fn figures(table: &TableBlock) -> impl Iterator<Item = (u32, u16, &Figure)> {
    (top(table)..).zip(&table.rows).flat_map(|(row, cells)| {
        cells
            .cells
            .iter()
            .filter_map(move |cell| match &cell.content {
                // A column beyond the sheet is refused when the sheet is written.
                CellContent::Figure(figure) => {
                    Some((row, u16::try_from(cell.column).unwrap_or(u16::MAX), figure))
                }
                CellContent::Text(_) => None,
            })
    })
}
