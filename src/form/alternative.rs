//! Prints one row in place of several, in every place the definition names them.

use super::definition::{AlternativeDefinition, Definition, TableDefinition};
use super::load::Problems;

/// Rewrites the definition as if the alternative row were the official one.
pub(super) fn choose(definition: &mut Definition, id: &str, problems: &mut Problems) {
    let Definition { tables, rules, .. } = definition;
    for table in tables {
        let Some(alternative) = table
            .alternatives
            .iter()
            .find(|alternative| alternative.id == id)
            .cloned()
        else {
            continue;
        };
        replace_rows(table, &alternative, problems);
        replace_lines(table, &alternative);
        for row in &mut table.rows {
            replace_ids(&mut row.sum, &alternative);
        }
        for rule in rules.iter_mut().filter(|rule| rule.table == table.id) {
            replace_ids(&mut rule.left, &alternative);
            replace_ids(&mut rule.left_previous, &alternative);
            replace_ids(&mut rule.right, &alternative);
            replace_ids(&mut rule.right_previous, &alternative);
            replace_ids(&mut rule.only, &alternative);
        }
    }
}

fn replace_rows(
    table: &mut TableDefinition,
    alternative: &AlternativeDefinition,
    problems: &mut Problems,
) {
    let first = table
        .rows
        .iter()
        .position(|row| alternative.replaces.contains(&row.id));
    let Some(first) = first else {
        problems.add(
            "unknown-row",
            format!("表 {}，替代行 {}", table.id, alternative.id),
            "replaces 中的行不存在",
            "请写表中已有的行",
        );
        return;
    };
    table
        .rows
        .retain(|row| !alternative.replaces.contains(&row.id));
    table.rows.insert(first, alternative.row.clone());
}

/// Puts the one line where the first of the replaced ones stood, and shortens what spans them.
fn replace_lines(table: &mut TableDefinition, alternative: &AlternativeDefinition) {
    let replaced: Vec<usize> = table
        .grid
        .iter()
        .enumerate()
        .filter(|(_, line)| {
            line.cells.iter().any(|cell| {
                cell.values
                    .as_ref()
                    .is_some_and(|row| alternative.replaces.contains(row))
            })
        })
        .map(|(index, _)| index)
        .collect();
    let (Some(&first), Some(&last)) = (replaced.first(), replaced.last()) else {
        return;
    };
    for (index, line) in table.grid.iter_mut().enumerate().take(first) {
        for cell in &mut line.cells {
            if let Some(rowspan) = &mut cell.rowspan
                && index + *rowspan > last
            {
                *rowspan -= replaced.len() - 1;
            }
        }
    }
    table.grid.splice(first..=last, [alternative.line.clone()]);
}

/// Names the one row where the several were named.
fn replace_ids(ids: &mut Vec<String>, alternative: &AlternativeDefinition) {
    let Some(first) = ids.iter().position(|id| alternative.replaces.contains(id)) else {
        return;
    };
    ids.retain(|id| !alternative.replaces.contains(id));
    ids.insert(first.min(ids.len()), alternative.row.id.clone());
}
