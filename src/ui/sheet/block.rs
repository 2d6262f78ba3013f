//! Pasting a block from a spreadsheet, a document or a web page.

use crate::form::{Cell, Form, Grid};

use super::layout::figures;

/// Which text goes into which cell, when `text` is pasted at `from`.
///
/// Lines go to the rows of figures from the cursor's row on, fields to the
/// figures from its column on. Labels and heads copied along are passed over.
pub fn targets(form: &Form, from: Cell, text: &str) -> Vec<(Cell, String)> {
    let table = form.definition(from).table;
    let Some(grid) = form.tables.get(table).map(|table| &table.grid) else {
        return Vec::new();
    };
    let labels = labels(grid);
    let rows = rows_from(grid, from);
    let lines = text
        .trim_end_matches(['\r', '\n'])
        .split('\n')
        .map(|line| {
            line.trim_end_matches('\r')
                .split('\t')
                .map(str::trim)
                .collect()
        })
        .filter_map(|fields: Vec<&str>| figures_of_line(fields, &labels));
    rows.into_iter()
        .zip(lines)
        .flat_map(|(cells, mut fields)| {
            // Merged labels leave empty fields behind them.
            while fields.len() > cells.len() && fields.first().is_some_and(|field| field.is_empty())
            {
                fields.remove(0);
            }
            cells.into_iter().zip(fields)
        })
        .map(|(cell, field)| (cell, field.to_owned()))
        .collect()
}

/// The fields of a line that are figures; `None` for a line of labels only.
fn figures_of_line<'a>(fields: Vec<&'a str>, labels: &[String]) -> Option<Vec<&'a str>> {
    let is_label = |field: &&str| labels.contains(&plain(field));
    let Some(last) = fields.iter().rposition(is_label) else {
        return Some(fields);
    };
    let rest: Vec<&str> = fields.into_iter().skip(last + 1).collect();
    rest.iter().any(|field| !field.is_empty()).then_some(rest)
}

/// The texts of a grid, without blanks.
fn labels(grid: &Grid) -> Vec<String> {
    let cells = grid.rows.iter().flat_map(|row| &row.cells);
    cells
        .map(|cell| plain(&cell.content.text()))
        .filter(|text| !text.is_empty())
        .collect()
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The figures of each row, from the row and the column of `from` on.
fn rows_from(grid: &Grid, from: Cell) -> Vec<Vec<Cell>> {
    let Some((first_row, column)) = figures(grid)
        .find(|(_, _, cell)| *cell == from)
        .map(|(row, cell, _)| (row, cell.column))
    else {
        return Vec::new();
    };
    let mut rows: Vec<(usize, Vec<Cell>)> = Vec::new();
    let mut spots: Vec<_> = figures(grid)
        .filter(|(row, cell, _)| *row >= first_row && cell.column + cell.colspan > column)
        .collect();
    spots.sort_by_key(|(row, cell, _)| (*row, cell.column));
    for (row, _, cell) in spots {
        match rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push(cell),
            _ => rows.push((row, vec![cell])),
        }
    }
    rows.into_iter().map(|(_, cells)| cells).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::catalog::Catalog;

    #[track_caller]
    fn pastes(from: &str, text: &str, wanted: &[(&str, &str)]) {
        let catalog = Catalog::built_in().unwrap();
        let form = catalog.for_year(2023).unwrap();
        let found = targets(&form, form.cell(from).unwrap(), text);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(cell, text)| (form.key(*cell), text.as_str()))
            .collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn a_block_lands_cell_by_cell() {
        pastes(
            "applications.carried_in:org.business",
            "1\t2\r\n3\t4\r\n",
            &[
                ("applications.carried_in:org.business", "1"),
                ("applications.carried_in:org.research", "2"),
                ("applications.result.granted:org.business", "3"),
                ("applications.result.granted:org.research", "4"),
            ],
        );
    }

    #[test]
    fn labels_and_merged_heads_are_passed_over() {
        pastes(
            "applications.received:natural",
            "申请人情况\n一、本年新收政府信息公开申请数量\t\t\t2111\t63\t0\t0\t0\t6\t2180",
            &[
                ("applications.received:natural", "2111"),
                ("applications.received:org.business", "63"),
                ("applications.received:org.research", "0"),
                ("applications.received:org.charity", "0"),
                ("applications.received:org.legal", "0"),
                ("applications.received:org.other", "6"),
                ("applications.received:total", "2180"),
            ],
        );
    }
}
