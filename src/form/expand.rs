//! Turns rows and columns into cells, sums into lists of cells, and lines into the grid.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::definition::{ColumnDefinition, MeasureDefinition, RowDefinition, TableDefinition};
use super::load::Problems;
use super::{
    CaptionLine, CaptionStyle, Cell, CellDefinition, Column, Explanation, Row, Table, place,
};
use crate::value::{Measure, Unit};

pub(super) struct Expanded {
    pub tables: Vec<Table>,
    pub cells: Vec<CellDefinition>,
    pub totals: Vec<Cell>,
    pub by_key: FxHashMap<String, Cell>,
}

pub(super) fn tables(definitions: &[TableDefinition], problems: &mut Problems) -> Expanded {
    let mut expanded = Expanded {
        tables: Vec::new(),
        cells: Vec::new(),
        totals: Vec::new(),
        by_key: FxHashMap::default(),
    };
    let mut seen = BTreeSet::new();
    for (index, table) in definitions.iter().enumerate() {
        let place = format!("表 {}", table.id);
        problems.require_new_id(&mut seen, &table.id, &place);
        check_ids(table, problems);
        add_cells(table, index, &mut expanded, problems);
        add_sums(table, &mut expanded, problems);
        expanded.tables.push(Table {
            id: table.id.clone(),
            unit: table.unit.clone(),
            caption: caption(table, &place, problems),
            rows: table.rows.iter().map(row).collect(),
            columns: table.columns.iter().map(column).collect(),
            cells: cells_by_place(table, &expanded.by_key),
            grid: place::grid(table, &expanded.by_key, problems),
            type_size: table.type_size,
        });
        if !(5.0..=16.0).contains(&table.type_size) {
            problems.add(
                "wrong-size",
                &place,
                "type_size 不在 5 至 16 之间",
                "请写磅值，例如 type_size = 10",
            );
        }
    }
    expanded.totals = in_order_of_adding(&expanded.cells, problems);
    expanded
}

fn check_ids(table: &TableDefinition, problems: &mut Problems) {
    let mut rows = BTreeSet::new();
    for row in &table.rows {
        let place = format!("表 {}，行 {}", table.id, row.id);
        problems.require_new_id(&mut rows, &row.id, &place);
        problems.require(&row.label, &place, "label");
        problems.require(&row.short, &place, "short");
    }
    let mut columns = BTreeSet::new();
    for column in &table.columns {
        let place = format!("表 {}，列 {}", table.id, column.id);
        problems.require_new_id(&mut columns, &column.id, &place);
        problems.require(&column.label, &place, "label");
    }
}

fn add_cells(
    table: &TableDefinition,
    index: usize,
    expanded: &mut Expanded,
    problems: &mut Problems,
) {
    for (row_index, row) in table.rows.iter().enumerate() {
        let place = format!("表 {}，行 {}", table.id, row.id);
        let row_measure = measure(row.measure.as_ref(), &place, problems);
        for id in &row.columns {
            if !table.columns.iter().any(|column| column.id == *id) {
                problems.add(
                    "unknown-column",
                    &place,
                    format!("没有列 {id}"),
                    "请写表中已有的列",
                );
            }
        }
        if row.heading {
            continue;
        }
        for (column_index, column) in table.columns.iter().enumerate() {
            if !row.columns.is_empty() && !row.columns.contains(&column.id) {
                continue;
            }
            let own = column.measure.as_ref();
            let measure = own.map_or(row_measure, |own| measure(Some(own), &place, problems));
            let key = format!("{}.{}:{}", table.id, row.id, column.id);
            let Some(cell) = Cell::new(expanded.cells.len()) else {
                problems.add("too-many-cells", &place, "单元格太多", "请拆分表格");
                return;
            };
            expanded.by_key.insert(key.clone(), cell);
            expanded.cells.push(CellDefinition {
                key,
                table: index,
                row: row_index,
                column: column_index,
                measure,
                sum: Vec::new(),
            });
        }
    }
}

fn measure(
    definition: Option<&MeasureDefinition>,
    place: &str,
    problems: &mut Problems,
) -> Measure {
    let Some(definition) = definition else {
        return Measure::COUNT;
    };
    let unit = match definition.unit.as_str() {
        "" => Unit::Count,
        "万元" => Unit::TenThousandYuan,
        other => {
            problems.add(
                "unknown-unit",
                place,
                format!("不认识单位“{other}”"),
                "请写 万元，计数的不写",
            );
            Unit::Count
        }
    };
    Measure {
        unit,
        decimals: definition.decimals,
        signed: definition.signed,
    }
}

/// Gives each total the cells it adds. Where a total row meets a total column, the row's figures are added.
fn add_sums(table: &TableDefinition, expanded: &mut Expanded, problems: &mut Problems) {
    let find = |by_key: &FxHashMap<String, Cell>, row: &str, column: &str| {
        by_key.get(&format!("{}.{row}:{column}", table.id)).copied()
    };
    for row in &table.rows {
        for column in &table.columns {
            let Some(total) = find(&expanded.by_key, &row.id, &column.id) else {
                continue;
            };
            let operands: Vec<(&str, &str)> = if column.sum.is_empty() {
                row.sum
                    .iter()
                    .map(|operand| (operand.as_str(), column.id.as_str()))
                    .collect()
            } else {
                column
                    .sum
                    .iter()
                    .map(|operand| (row.id.as_str(), operand.as_str()))
                    .collect()
            };
            let mut sum = Vec::new();
            for (operand_row, operand_column) in operands {
                match find(&expanded.by_key, operand_row, operand_column) {
                    Some(cell) => sum.push(cell),
                    None => problems.add(
                        "unknown-operand",
                        format!("表 {}，合计 {}:{}", table.id, row.id, column.id),
                        format!("没有单元格 {operand_row}:{operand_column}"),
                        "请改正 sum 中的 id",
                    ),
                }
            }
            if let Some(definition) = expanded.cells.get_mut(total.index()) {
                definition.sum = sum;
            }
        }
    }
}

/// Orders totals so that each comes after the totals it adds; reports circles.
fn in_order_of_adding(cells: &[CellDefinition], problems: &mut Problems) -> Vec<Cell> {
    let mut ordered: Vec<Cell> = Vec::new();
    let mut left: Vec<Cell> = (0..cells.len())
        .filter_map(Cell::new)
        .filter(|cell| cells[cell.index()].is_total())
        .collect();
    while !left.is_empty() {
        let (ready, waiting): (Vec<Cell>, Vec<Cell>) = left.iter().partition(|&&total| {
            cells[total.index()]
                .sum
                .iter()
                .all(|operand| !left.contains(operand))
        });
        if ready.is_empty() {
            for cell in waiting {
                problems.add(
                    "circular-sum",
                    format!("合计 {}", cells[cell.index()].key),
                    "合计绕回了自己",
                    "请从 sum 中去掉会绕回的一项",
                );
            }
            break;
        }
        ordered.extend(ready);
        left = waiting;
    }
    ordered
}

fn row(definition: &RowDefinition) -> Row {
    Row {
        id: definition.id.clone(),
        label: definition.label.clone(),
        note: definition.note.clone(),
        short: definition.short.clone(),
        unit: definition.unit.clone(),
        explanation: Explanation {
            meaning: definition.meaning.clone(),
            basis: definition.basis.clone(),
            mistakes: definition.mistakes.clone(),
        },
    }
}

fn column(definition: &ColumnDefinition) -> Column {
    Column {
        id: definition.id.clone(),
        label: definition.label.clone(),
        explanation: Explanation {
            meaning: definition.meaning.clone(),
            basis: definition.basis.clone(),
            mistakes: definition.mistakes.clone(),
        },
    }
}

fn cells_by_place(
    table: &TableDefinition,
    by_key: &FxHashMap<String, Cell>,
) -> Vec<Vec<Option<Cell>>> {
    let rows = table.rows.iter();
    rows.map(|row| {
        let columns = table.columns.iter();
        columns
            .map(|column| {
                let key = format!("{}.{}:{}", table.id, row.id, column.id);
                by_key.get(&key).copied()
            })
            .collect()
    })
    .collect()
}

fn caption(table: &TableDefinition, place: &str, problems: &mut Problems) -> Vec<CaptionLine> {
    let style = |word: &str, problems: &mut Problems| match word {
        "title" => CaptionStyle::Title,
        "centre" => CaptionStyle::Centre,
        "left" => CaptionStyle::Left,
        other => {
            problems.add(
                "unknown-word",
                place,
                format!("caption 的 style 是“{other}”"),
                "请写 title、centre 或 left",
            );
            CaptionStyle::Left
        }
    };
    table
        .caption
        .iter()
        .map(|line| CaptionLine {
            text: line.text.clone(),
            style: style(&line.style, problems),
        })
        .collect()
}
