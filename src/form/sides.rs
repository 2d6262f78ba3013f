//! What the operands of a rule mean: ids of rows, columns or cells as sums of cells.

use super::definition::{InstanceDefinition, TableDefinition};
use super::load::Problems;
use super::{Cell, Form, Instance, Side};
use crate::value::Decimal;

/// Where operands are looked up.
pub(super) struct Scope<'a> {
    known: Box<dyn Fn(&str) -> bool + 'a>,
    cell: Box<dyn Fn(&str) -> Option<Cell> + 'a>,
    /// What a total of this scope adds.
    sum: Box<dyn Fn(&str) -> Vec<String> + 'a>,
}

impl<'a> Scope<'a> {
    /// Operands `row:column` of a table.
    pub fn of_whole_table(form: &'a Form, table: &'a TableDefinition) -> Self {
        let cell = |id: &str| form.cell(&format!("{}.{id}", table.id));
        Self {
            known: Box::new(move |id| cell(id).is_some()),
            cell: Box::new(cell),
            sum: Box::new(|_| Vec::new()),
        }
    }

    /// Operands are rows, not yet in any column.
    pub fn of_columns(table: &'a TableDefinition) -> Self {
        let row = |id: &str| table.rows.iter().find(|row| row.id == id);
        Self {
            known: Box::new(move |id| row(id).is_some()),
            cell: Box::new(|_| None),
            sum: Box::new(move |id| row(id).map(|row| row.sum.clone()).unwrap_or_default()),
        }
    }

    /// Operands are rows, their figures in one column.
    pub fn of_column(form: &'a Form, table: &'a TableDefinition, column: &'a str) -> Self {
        Self {
            cell: Box::new(move |row| form.cell(&format!("{}.{row}:{column}", table.id))),
            ..Self::of_columns(table)
        }
    }

    /// Operands are columns, not yet in any row.
    pub fn of_rows(table: &'a TableDefinition) -> Self {
        let column = |id: &str| table.columns.iter().find(|column| column.id == id);
        Self {
            known: Box::new(move |id| column(id).is_some()),
            cell: Box::new(|_| None),
            sum: Box::new(move |id| {
                column(id)
                    .map(|column| column.sum.clone())
                    .unwrap_or_default()
            }),
        }
    }

    /// Operands are columns, their figures in one row.
    pub fn of_row(form: &'a Form, table: &'a TableDefinition, row: &'a str) -> Self {
        Self {
            cell: Box::new(move |column| form.cell(&format!("{}.{row}:{column}", table.id))),
            ..Self::of_rows(table)
        }
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
            if !(scope.known)(id) {
                complete = false;
                problems.add(
                    "unknown-operand",
                    place,
                    format!("没有 {id}"),
                    "请写表中已有的行、列或单元格",
                );
            }
        }
        let summands = (scope.sum)(right_sum);
        let right = if !right.is_empty() {
            Right::Ids(right)
        } else if !summands.is_empty() {
            Right::Ids(Ids {
                now: summands,
                previous: Vec::new(),
            })
        } else if let Ok(number) = definition.right_number.parse() {
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

impl Ids {
    fn is_empty(&self) -> bool {
        self.now.is_empty() && self.previous.is_empty()
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.now.iter().chain(&self.previous).map(String::as_str)
    }

    fn side(&self, scope: &Scope<'_>) -> Option<Side> {
        let cells = |ids: &[String]| -> Option<Vec<Cell>> {
            ids.iter().map(|id| (scope.cell)(id)).collect()
        };
        Some(Side::Sum {
            cells: cells(&self.now)?,
            previous: cells(&self.previous)?,
        })
    }
}
