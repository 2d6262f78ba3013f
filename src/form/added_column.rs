//! Puts a column behind another one, in every line of the printed grid.

use std::ops::Range;

use super::definition::{LineCellDefinition, LineDefinition, TableDefinition};
use super::load::Problems;
use super::supplement::{Addition, Sum, join_totals};

/// Adds the column; what the shape of the table doesn't allow shows when the grid is placed.
pub(super) fn add(
    table: &mut TableDefinition,
    addition: &Addition,
    place: &str,
    problems: &mut Problems,
) {
    let Some(column) = addition.column.clone() else {
        return;
    };
    let at = table
        .columns
        .iter()
        .position(|column| column.id == addition.after);
    let behind = grid_column(table, &addition.after);
    let (Some(at), Some(behind)) = (at, behind) else {
        problems.add(
            "unknown-column",
            place,
            format!("没有列 {}", addition.after),
            "after 中请写表中已有的列",
        );
        return;
    };
    let spans = spans(table);
    let rows_with_column: Vec<String> = table
        .rows
        .iter()
        .filter(|row| row.columns.is_empty() || row.heading)
        .map(|row| row.id.clone())
        .collect();
    for (line, spans) in table.grid.iter_mut().zip(&spans) {
        widen(line, spans, behind, addition, &column.id, &rows_with_column);
    }
    let columns = table.columns.iter_mut();
    let mut sums: Vec<Sum<'_>> = columns
        .map(|column| (column.id.clone(), &mut column.sum))
        .collect();
    join_totals(&mut sums, addition, &column.id, place, problems);
    widen_page(table, behind, addition.width, place, problems);
    table.columns.insert(at + 1, column);
}

/// Makes room in one line: a head of its own, a figure more, or a wider cell.
fn widen(
    line: &mut LineDefinition,
    spans: &[Range<usize>],
    behind: usize,
    addition: &Addition,
    column: &str,
    rows: &[String],
) {
    let covering = spans.iter().position(|span| span.contains(&behind));
    let Some((index, cell)) = covering.and_then(|index| Some((index, line.cells.get(index)?)))
    else {
        return;
    };
    if cell.column.as_deref() == Some(addition.after.as_str()) {
        let head = LineCellDefinition {
            column: Some(column.to_owned()),
            ..cell.clone()
        };
        line.cells.insert(index + 1, head);
    } else if cell.values.as_ref().is_some_and(|row| rows.contains(row)) {
        // The row has the new column, so there is a figure more already.
    } else if let Some(cell) = line.cells.get_mut(index) {
        cell.colspan = Some(cell.colspan.unwrap_or(1) + 1);
    }
}

/// The grid column in which a table column's head ends.
fn grid_column(table: &TableDefinition, id: &str) -> Option<usize> {
    let spans = spans(table);
    table.grid.iter().zip(&spans).find_map(|(line, spans)| {
        line.cells.iter().zip(spans).find_map(|(cell, span)| {
            let head = cell.column.as_deref() == Some(id);
            head.then(|| span.end.checked_sub(1)).flatten()
        })
    })
}

/// The grid columns each cell of each line covers.
fn spans(table: &TableDefinition) -> Vec<Vec<Range<usize>>> {
    let mut taken = vec![vec![false; table.widths.len()]; table.grid.len()];
    let mut all = Vec::new();
    for (index, line) in table.grid.iter().enumerate() {
        let mut spans = Vec::new();
        for cell in &line.cells {
            let start = taken[index].iter().position(|taken| !taken).unwrap_or(0);
            let end = (start + width(cell, figures(table, cell))).min(table.widths.len());
            for below in taken.iter_mut().skip(index).take(cell.rowspan.unwrap_or(1)) {
                if let Some(places) = below.get_mut(start..end) {
                    places.fill(true);
                }
            }
            spans.push(start..end);
        }
        all.push(spans);
    }
    all
}

/// How many figures a cell of the definition stands for.
fn figures(table: &TableDefinition, cell: &LineCellDefinition) -> usize {
    let row = table
        .rows
        .iter()
        .find(|row| Some(&row.id) == cell.values.as_ref());
    match row {
        Some(row) if !row.columns.is_empty() && !row.heading => row.columns.len(),
        Some(_) => table.columns.len(),
        None => 1,
    }
}

/// The grid columns a cell of the definition covers, given its figures.
fn width(cell: &LineCellDefinition, figures: usize) -> usize {
    let one = cell.colspan.unwrap_or(1);
    match cell.values {
        Some(_) => one.saturating_mul(figures),
        None => one,
    }
}

/// Gives the column its width, taken from the widest one.
fn widen_page(
    table: &mut TableDefinition,
    behind: usize,
    wanted: f32,
    place: &str,
    problems: &mut Problems,
) {
    let widest = table
        .widths
        .iter_mut()
        .max_by(|one, other| one.total_cmp(other));
    match widest {
        Some(widest) if wanted > 0.0 && *widest > 2.0 * wanted => {
            *widest -= wanted;
            table.widths.insert(behind + 1, wanted);
        }
        _ => problems.add(
            "wrong-widths",
            place,
            format!("列宽 {wanted} 毫米放不下"),
            "请写 width，单位毫米，不超过最宽一列的一半",
        ),
    }
}
