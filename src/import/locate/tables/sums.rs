//! Which arrangement of figures satisfies a form's sums.

use crate::form::{Cell, Check, Form, Operator, Severity, Side};
use crate::returns::Values;
use crate::value::Decimal;

use super::outline::Line;

/// Whether the totals within a line are the sums of the rest, what is missing counting as
/// nothing; `None` if the line has no total that is stated.
pub(super) fn line_closes(form: &Form, line: &Line, numbers: &[Option<Decimal>]) -> Option<bool> {
    let number = |cell: Cell| {
        let place = line.cells.iter().position(|other| other.cell == cell)?;
        Some(numbers.get(place).copied().flatten().unwrap_or_default())
    };
    let mut closes = None;
    for (place, cell) in line.cells.iter().enumerate() {
        let operands = &form.definition(cell.cell).sum;
        let Some(Some(total)) = numbers.get(place) else {
            continue;
        };
        if operands.is_empty() {
            continue;
        }
        let sum = operands.iter().try_fold(Decimal::ZERO, |sum, &operand| {
            sum.checked_add(number(operand)?)
        });
        if let Some(sum) = sum {
            closes = Some(closes.unwrap_or(true) && sum == *total);
        }
    }
    closes
}

/// Two sums of a table's figures that are equal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Relation<'f> {
    pub left: &'f [Cell],
    pub right: &'f [Cell],
}

impl Relation<'_> {
    /// Every figure in it.
    pub fn cells(&self) -> impl Iterator<Item = Cell> {
        self.left.iter().chain(self.right).copied()
    }

    /// Left minus right, blank cells counting as zero; a blank total is no statement. `None` if
    /// something in it is not known or no number. `known` says which cells the source has.
    pub fn difference(
        &self,
        form: &Form,
        stated: &Values,
        known: impl Fn(Cell) -> bool,
    ) -> Option<Decimal> {
        let number = |cell: Cell| -> Option<Decimal> {
            if !known(cell) {
                return None;
            }
            let value = stated.get(cell);
            if value.is_blank() {
                return if form.definition(cell).is_total() {
                    None
                } else {
                    Some(Decimal::ZERO)
                };
            }
            value.number()
        };
        let sum = |cells: &[Cell]| {
            cells
                .iter()
                .try_fold(Decimal::ZERO, |sum, &cell| sum.checked_add(number(cell)?))
        };
        sum(self.left)?.checked_sub(sum(self.right)?)
    }
}

/// The relations within a table: its totals, and the rules of equal sums.
pub(super) fn relations(form: &Form, table: usize) -> Vec<Relation<'_>> {
    let totals = form
        .totals
        .iter()
        .filter(|&&total| form.definition(total).table == table)
        .map(|total| Relation {
            left: std::slice::from_ref(total),
            right: &form.definition(*total).sum,
        });
    let mut relations: Vec<Relation<'_>> = totals.collect();
    for rule in form
        .rules
        .iter()
        .filter(|rule| rule.severity == Severity::Error)
    {
        let Check::Compare {
            operator: Operator::Equal,
            instances,
            ..
        } = &rule.check
        else {
            continue;
        };
        for instance in instances
            .iter()
            .filter(|instance| !instance.is_cross_year())
        {
            let (Side::Sum { cells: left, .. }, Side::Sum { cells: right, .. }) =
                (&instance.left, &instance.right)
            else {
                continue;
            };
            let relation = Relation { left, right };
            if relation
                .cells()
                .all(|cell| form.definition(cell).table == table)
            {
                relations.push(relation);
            }
        }
    }
    relations
}

/// Whether all sums of a table hold when the blank cells are zero. `None` if there is no sum to
/// check. `known` says which cells the source has.
pub(super) fn table_closes(
    form: &Form,
    table: usize,
    stated: &Values,
    known: impl Fn(Cell) -> bool,
) -> Option<bool> {
    let mut closes = None;
    for relation in relations(form, table) {
        if let Some(difference) = relation.difference(form, stated, &known) {
            closes = Some(closes.unwrap_or(true) && difference.is_zero());
        }
    }
    closes
}
