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

/// Whether all sums of a table hold when the blank cells are zero; a blank total is no
/// statement. `None` if there is no sum to check. `known` says which cells the source has.
pub(super) fn table_closes(
    form: &Form,
    table: usize,
    stated: &Values,
    known: impl Fn(Cell) -> bool,
) -> Option<bool> {
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
    let totals = form
        .totals
        .iter()
        .filter(|&&total| form.definition(total).table == table);
    let mut checked = Vec::new();
    for &total in totals {
        if let (Some(total), Some(sum)) = (number(total), sum(&form.definition(total).sum)) {
            checked.push(total == sum);
        }
    }
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
            let inside = left
                .iter()
                .chain(right)
                .all(|&cell| form.definition(cell).table == table);
            if let (true, Some(left), Some(right)) = (inside, sum(left), sum(right)) {
                checked.push(left == right);
            }
        }
    }
    (!checked.is_empty()).then(|| checked.into_iter().all(|closes| closes))
}
