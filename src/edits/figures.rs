//! The figures of a workbook beside those it was exported with.

use std::collections::BTreeMap;

use crate::export::document::{Block, CellContent, Document, Figure, TableBlock};
use crate::export::xlsx::defined_name;
use crate::form::{Cell, Form};
use crate::returns::{Place, Return, Values};
use crate::totals::derive;
use crate::value::{Decimal, MOST_DIGITS, Measure, Value, parse};
use crate::workbook::{Address, Content, Entry, Sheet, Workbook};

use super::{Change, Edits, Target, squeezed};

/// A figure that was found in the workbook.
struct Seen {
    value: Value,
    /// Whether a formula still computes it.
    formula: bool,
}

impl Seen {
    /// Whether a formula stands there that no program has computed yet.
    fn is_uncomputed(&self) -> bool {
        self.formula && self.value.is_blank()
    }
}

/// The labels that tell whether a cell is still the figure's.
#[derive(Default)]
struct Labels {
    /// The last label to its left, in its row.
    left: Option<String>,
    /// The head above it: how many rows up, how many columns to the left, and its text.
    head: Option<(u32, u32, String)>,
}

/// Notes every input figure that differs, every total that was typed over, and every
/// computed total that is not the sum.
pub(super) fn compare(
    form: &Form,
    ret: &Return,
    document: &Document,
    workbook: &Workbook,
    edits: &mut Edits,
) {
    let mut seen: BTreeMap<Cell, Seen> = BTreeMap::new();
    let mut lost: BTreeMap<usize, Vec<Cell>> = BTreeMap::new();
    for (figure, labels) in figures(document) {
        match find(workbook, figure, &labels) {
            Some(found) => {
                seen.insert(figure.cell, found);
            }
            None => {
                let table = form.definition(figure.cell).table;
                lost.entry(table).or_default().push(figure.cell);
            }
        }
    }
    let changed = changed(form, ret, &seen);
    let mut stated = ret.stated.clone();
    for (cell, value) in &changed {
        stated.set(*cell, value.clone());
    }
    let exported = derive(form, &ret.stated);
    let derived = derive(form, &stated);
    for (cell, value) in changed {
        let computed = form.definition(cell).is_total() && value.is_blank();
        edits.changes.push(Change {
            place: Place::Cell(cell),
            label: form.short_label(cell),
            old: exported.value(cell).to_string(),
            new: match derived.value(cell) {
                _ if !computed => value.to_string(),
                Value::Blank => "自动合计".to_owned(),
                sum => format!("{sum}（自动合计）"),
            },
            target: Target::Figure(cell, value),
        });
    }
    for (cell, found) in seen.iter().filter(|(_, found)| found.formula) {
        let sum = derived.value(*cell).number();
        if let (Some(shown), Some(sum)) = (found.value.number(), sum)
            && shown != sum
        {
            edits.remarks.push(format!(
                "“{}”在 Excel 中显示 {shown}，按各分项应为 {sum}",
                form.short_label(*cell)
            ));
        }
    }
    let inputs = seen
        .iter()
        .filter(|(cell, _)| !form.definition(**cell).is_total());
    for (cell, _) in inputs.filter(|(_, found)| found.is_uncomputed()) {
        edits.remarks.push(format!(
            "“{}”里是还没有算出数的公式，沿用导出时的数；请在 Excel 中打开保存一次再试",
            form.short_label(*cell)
        ));
    }
    for (table, cells) in lost {
        edits.remarks.push(lost_sentence(form, table, &cells));
    }
}

/// Every figure of the report with the labels around it.
fn figures(document: &Document) -> impl Iterator<Item = (&Figure, Labels)> {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.flat_map(|table| {
        table.rows.iter().enumerate().flat_map(move |(row, cells)| {
            cells
                .cells
                .iter()
                .filter_map(move |cell| match &cell.content {
                    CellContent::Figure(figure) => Some((figure, labels(table, row, cell.column))),
                    CellContent::Text(_) => None,
                })
        })
    })
}

fn labels(table: &TableBlock, row: usize, column: usize) -> Labels {
    let text = |content: &CellContent| match content {
        CellContent::Text(runs) => {
            let text: String = runs.iter().map(|run| run.text.as_str()).collect();
            Some(squeezed(&text)).filter(|text| !text.is_empty())
        }
        CellContent::Figure(_) => None,
    };
    let row_cells = table.rows.get(row).map_or(&[][..], |row| &row.cells);
    let left = row_cells
        .iter()
        .filter(|cell| cell.column < column)
        .filter_map(|cell| text(&cell.content))
        .next_back();
    let above = table.rows.iter().take(row).enumerate().rev();
    let head = above
        .flat_map(|(at, row)| row.cells.iter().map(move |cell| (at, cell)))
        .filter(|(_, cell)| (cell.column..cell.column + cell.colspan).contains(&column))
        .find_map(|(at, cell)| {
            let up = u32::try_from(row - at).ok()?;
            let left = u32::try_from(column - cell.column).ok()?;
            Some((up, left, text(&cell.content)?))
        });
    Labels { left, head }
}

/// The figure's cell, if its name and its labels are still there.
fn find(workbook: &Workbook, figure: &Figure, labels: &Labels) -> Option<Seen> {
    let (sheet, address) = workbook.named(&defined_name(&figure.key))?;
    labels.stand_around(sheet, address).then(|| {
        let content = sheet.get(address);
        Seen {
            value: content.map_or(Value::Blank, |content| value(content, figure.measure)),
            formula: content.is_some_and(|content| content.formula.is_some()),
        }
    })
}

impl Labels {
    fn stand_around(&self, sheet: &Sheet, address: Address) -> bool {
        let at = |row, column| squeezed(sheet.text(Address { row, column }));
        let left = self.left.as_ref();
        let beside = left.is_none_or(|label| {
            (0..address.column).any(|column| at(address.row, column) == *label)
        });
        let above = self.head.as_ref().is_none_or(|(up, back, label)| {
            let Some(column) = address.column.checked_sub(*back) else {
                return false;
            };
            if left.is_some() {
                // Rows may have been put between, with the names following.
                return (0..address.row).any(|row| at(row, column) == *label);
            }
            let row = address.row.checked_sub(*up);
            row.is_some_and(|row| at(row, column) == *label)
        });
        beside && above
    }
}

/// What stands in a cell, as if it had been typed.
fn value(content: &Content, measure: Measure) -> Value {
    match &content.entry {
        Entry::Blank => Value::Blank,
        Entry::Number(literal) => match number(literal) {
            Some(number) => parse(&number.to_string(), measure).value,
            None => Value::Unread(literal.clone()),
        },
        Entry::Text(text) => parse(text, measure).value,
        Entry::Fault(text) => Value::Unread(text.clone()),
    }
}

/// The number a program meant: it writes up to 17 digits where people see 15.
fn number(literal: &str) -> Option<Decimal> {
    let exact = literal
        .parse::<Decimal>()
        .or_else(|_| Decimal::from_scientific(literal))
        .ok()?;
    let digits = u32::try_from(MOST_DIGITS).ok()?;
    Some(exact.round_sf(digits)?.normalize())
}

/// The stated figures that the workbook says otherwise, in the form's order.
fn changed(form: &Form, ret: &Return, seen: &BTreeMap<Cell, Seen>) -> Vec<(Cell, Value)> {
    let mut changed = Vec::new();
    let mut stated = ret.stated.clone();
    let mut set = |cell: Cell, value: &Value, stated: &mut Values| {
        stated.set(cell, value.clone());
        changed.push((cell, value.clone()));
    };
    let inputs = |&(cell, _): &(&Cell, &Seen)| !form.definition(*cell).is_total();
    for (&cell, found) in seen.iter().filter(inputs) {
        if !found.is_uncomputed() && !same(ret.stated.get(cell), &found.value) {
            set(cell, &found.value, &mut stated);
        }
    }
    // From the inner sums to the outer ones.
    for &cell in &form.totals {
        let Some(found) = seen.get(&cell) else {
            continue;
        };
        let derived = derive(form, &stated);
        let typed = stated.get(cell);
        let value = if found.formula {
            // It was the sum when it was exported; where it is no more, the formula says more.
            let stands = typed.number().is_none() || typed.number() == derived.computed(cell);
            (!stands).then_some(Value::Blank)
        } else if same(typed, &found.value) {
            None
        } else if found.value.number().is_some() && found.value.number() == derived.computed(cell) {
            (!typed.is_blank()).then_some(Value::Blank)
        } else {
            Some(found.value.clone())
        };
        if let Some(value) = value {
            set(cell, &value, &mut stated);
        }
    }
    changed.sort_by_key(|(cell, _)| *cell);
    changed
}

/// Whether two values say the same; `25.10` is `25.1`.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    match (left.number(), right.number()) {
        (Some(left), Some(right)) => left == right,
        (None, None) => squeezed(&left.to_string()) == squeezed(&right.to_string()),
        _ => false,
    }
}

fn lost_sentence(form: &Form, table: usize, cells: &[Cell]) -> String {
    let title = form
        .part_of_table(table)
        .map_or("", |part| part.short.as_str());
    let first = cells
        .first()
        .map_or_else(String::new, |cell| form.short_label(*cell));
    let which = match cells.len() {
        1 => format!("“{first}”"),
        count => format!("“{first}”等 {count} 个单元格"),
    };
    format!("“{title}”的{which}在表中找不到（工作表、行列或标签改过），沿用导出时的数")
}
