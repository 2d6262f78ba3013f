//! What the operands of a rule mean: ids of rows, columns or cells as sums of cells.

use super::definition::{InstanceDefinition, TableDefinition};
use super::load::Problems;
use super::{Cell, Form, Instance, Side};
use crate::value::{Decimal, MOST_DIGITS};

/// Where operands are looked up.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    form: &'a Form,
    table: &'a TableDefinition,
    operands: OperandKind<'a>,
}

/// What the ids of operands are.
#[derive(Clone, Copy)]
pub(super) enum OperandKind<'a> {
    /// `row:column`
    Cells,
    /// Rows, whose figures are taken in one column; in none yet while they are only read.
    Rows { column: Option<&'a str> },
    /// Columns, whose figures are taken in one row.
    Columns { row: Option<&'a str> },
}

impl<'a> Scope<'a> {
    pub fn new(form: &'a Form, table: &'a TableDefinition, operands: OperandKind<'a>) -> Self {
        Self {
            form,
            table,
            operands,
        }
    }

    fn knows(&self, id: &str) -> bool {
        match self.operands {
            OperandKind::Cells => self.cell(id).is_some(),
            OperandKind::Rows { .. } => self.table.rows.iter().any(|row| row.id == id),
            OperandKind::Columns { .. } => self.table.columns.iter().any(|column| column.id == id),
        }
    }

    fn cell(&self, id: &str) -> Option<Cell> {
        let place = match self.operands {
            OperandKind::Cells => id.to_owned(),
            OperandKind::Rows { column } => format!("{id}:{}", column?),
            OperandKind::Columns { row } => format!("{}:{id}", row?),
        };
        self.form.cell(&format!("{}.{place}", self.table.id))
    }

    /// What a total adds; nothing for anything else.
    fn summands(&self, id: &str) -> Vec<String> {
        let sum = match self.operands {
            OperandKind::Cells => None,
            OperandKind::Rows { .. } => {
                let row = self.table.rows.iter().find(|row| row.id == id);
                row.map(|row| &row.sum)
            }
            OperandKind::Columns { .. } => {
                let column = self.table.columns.iter().find(|column| column.id == id);
                column.map(|column| &column.sum)
            }
        };
        sum.cloned().unwrap_or_default()
    }
}

/// Both sides as known ids, before they meet a row or column.
pub(super) struct Operands {
    left: Ids,
    right: Right,
}

/// Ids whose figures are added: this year's and last year's.
struct Ids {
    now: Vec<String>,
    previous: Vec<String>,
}

enum Right {
    Ids(Ids),
    Number(Decimal),
}

impl Operands {
    /// Both sides of a comparison, or `None` with the problems reported.
    pub fn read(
        definition: &InstanceDefinition,
        right_sum: &str,
        scope: &Scope<'_>,
        place: &str,
        problems: &mut Problems,
    ) -> Option<Self> {
        let left = Ids {
            now: definition.left.clone(),
            previous: definition.left_previous.clone(),
        };
        let right = Ids {
            now: definition.right.clone(),
            previous: definition.right_previous.clone(),
        };
        let given = [
            !right.is_empty(),
            !right_sum.is_empty(),
            !definition.right_number.is_empty(),
        ];
        if left.is_empty() || given.iter().filter(|given| **given).count() != 1 {
            problems.add(
                "unclear-sides",
                place,
                "左右两边没有写清",
                "请写 left，以及 right、right_sum、right_number 中的一个",
            );
            return None;
        }
        let mut complete = true;
        let sum = Some(right_sum).filter(|id| !id.is_empty());
        for id in left.all().chain(right.all()).chain(sum) {
            if !scope.knows(id) {
                complete = false;
                problems.add(
                    "unknown-operand",
                    place,
                    format!("没有 {id}"),
                    "请写表中已有的行、列或单元格",
                );
            }
        }
        let summands = scope.summands(right_sum);
        let right = if !right.is_empty() {
            Right::Ids(right)
        } else if !summands.is_empty() {
            Right::Ids(Ids {
                now: summands,
                previous: Vec::new(),
            })
        } else if let Some(number) = constant(&definition.right_number) {
            Right::Number(number)
        } else {
            problems.add(
                "unclear-sides",
                place,
                "right_sum 不是合计，或 right_number 不是数字",
                "请写一个合计的 id，或一个数字",
            );
            return None;
        };
        complete.then_some(Self { left, right })
    }

    /// The comparison in a scope; `None` where the form has not all of its cells.
    pub fn instance(&self, id: &str, name: &str, scope: &Scope<'_>) -> Option<Instance> {
        Some(Instance {
            id: id.to_owned(),
            name: name.to_owned(),
            left: self.left.side(scope)?,
            right: match &self.right {
                Right::Ids(ids) => ids.side(scope)?,
                Right::Number(number) => Side::Constant(*number),
            },
        })
    }
}

/// A number a figure could be compared with.
fn constant(text: &str) -> Option<Decimal> {
    let short = text.len() <= MOST_DIGITS + 2;
    text.parse().ok().filter(|_| short)
}

impl Ids {
    fn is_empty(&self) -> bool {
        self.now.is_empty() && self.previous.is_empty()
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.now.iter().chain(&self.previous).map(String::as_str)
    }

    fn side(&self, scope: &Scope<'_>) -> Option<Side> {
        let cells =
            |ids: &[String]| -> Option<Vec<Cell>> { ids.iter().map(|id| scope.cell(id)).collect() };
        Some(Side::Sum {
            cells: cells(&self.now)?,
            previous: cells(&self.previous)?,
        })
    }
}
