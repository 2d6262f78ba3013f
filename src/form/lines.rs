//! Lines of a table that stand once for every row.

use super::definition::{Definition, LineCellDefinition, LineDefinition, RowDefinition};

/// Stands for the row's id in a repeated line.
const ANY_ROW: &str = "*";

/// Writes out every line that stands for all rows of its table.
pub(super) fn repeat(definition: &mut Definition) {
    for table in &mut definition.tables {
        let lines = std::mem::take(&mut table.grid);
        table.grid = lines
            .into_iter()
            .flat_map(|line| match line.each.as_str() {
                "row" => table.rows.iter().map(|row| written(&line, row)).collect(),
                _ => vec![line],
            })
            .collect();
    }
}

fn written(line: &LineDefinition, row: &RowDefinition) -> LineDefinition {
    let mut line = line.clone();
    line.each.clear();
    for cell in &mut line.cells {
        let LineCellDefinition {
            row: label,
            unit,
            values,
            ..
        } = cell;
        for id in [label, unit, values].into_iter().flatten() {
            if id == ANY_ROW {
                row.id.clone_into(id);
            }
        }
    }
    line
}
