//! Rules that compare sums.

use crate::form::{Cell, Form, Instance, Missing, Operator, Rule, Side};
use crate::returns::Place;
use crate::totals::Derived;
use crate::value::Decimal;

use super::{Finding, Findings, Sides, SumSide, Waiting, finding};

pub(super) fn check(
    form: &Form,
    rule: &Rule,
    operator: Operator,
    instances: &[Instance],
    derived: &Derived,
    findings: &mut Findings,
) {
    for instance in instances {
        let sums = side_sum(&instance.left, rule.missing, derived).zip(side_sum(
            &instance.right,
            rule.missing,
            derived,
        ));
        match sums {
            None => findings.waiting.push(Waiting {
                rule: rule.id.clone(),
                instance: instance.id.clone(),
                cells: cells_without_number(instance, derived),
            }),
            Some((left, right)) if operator.holds(left, right) => findings.held += 1,
            Some((left, right)) => findings.broken.push(broken(
                form,
                rule,
                operator,
                instance,
                derived,
                [left, right],
            )),
        }
    }
}

/// The exact sum of a side; `None` while a cell of it has no number and the rule waits for it.
fn side_sum(side: &Side, missing: Missing, derived: &Derived) -> Option<Decimal> {
    match side {
        Side::Constant(number) => Some(*number),
        Side::Cells(cells) => cells.iter().try_fold(Decimal::ZERO, |sum, &cell| {
            let number = match (derived.value(cell).number(), missing) {
                (Some(number), _) => number,
                (None, Missing::AsZero) => Decimal::ZERO,
                (None, Missing::Wait) => return None,
            };
            sum.checked_add(number)
        }),
    }
}

fn cells_without_number(instance: &Instance, derived: &Derived) -> Vec<Cell> {
    instance
        .left
        .cells()
        .iter()
        .chain(instance.right.cells())
        .copied()
        .filter(|&cell| derived.value(cell).number().is_none())
        .collect()
}

fn broken(
    form: &Form,
    rule: &Rule,
    operator: Operator,
    instance: &Instance,
    derived: &Derived,
    [left, right]: [Decimal; 2],
) -> Finding {
    let difference = (left - right).abs();
    let named = |side| side_text(form, side, derived, Words::Labels);
    let name = if instance.name.is_empty() {
        String::new()
    } else {
        format!("{}：", instance.name)
    };
    let should = match operator {
        Operator::Equal => "应等于",
        Operator::AtMost => "不应大于",
        Operator::Below => "应小于",
        Operator::AtLeast => "不应小于",
    };
    Finding {
        instance: instance.id.clone(),
        // As it is, not as the rule would have it.
        title: format!("{name}{}", rule.label.replace('＝', "≠")),
        message: format!(
            "{name}{}，{should} {}，相差 {difference}",
            named(&instance.left),
            named(&instance.right),
        ),
        sides: Some(Sides {
            left: sum_side(form, &instance.left, derived, left),
            right: sum_side(form, &instance.right, derived, right),
            difference,
        }),
        ..finding(rule, place(instance))
    }
}

/// Where to begin looking: the first cell of the left side.
fn place(instance: &Instance) -> Place {
    instance
        .left
        .cells()
        .first()
        .or_else(|| instance.right.cells().first())
        .map_or(Place::Header(None), |&cell| Place::Cell(cell))
}

fn sum_side(form: &Form, side: &Side, derived: &Derived, value: Decimal) -> SumSide {
    SumSide {
        value,
        cells: side.cells().to_vec(),
        text: side_text(form, side, derived, Words::Numbers),
    }
}

/// Whether a sum is written with what each figure is.
#[derive(Clone, Copy, PartialEq)]
enum Words {
    Labels,
    Numbers,
}

/// The most summands a sentence spells out; longer sums leave out their zeros.
const MOST_SUMMANDS: usize = 6;

/// Writes out a sum: `本年新收 2111 ＋ 上年结转 121 ＝ 2232`, or a single figure.
fn side_text(form: &Form, side: &Side, derived: &Derived, words: Words) -> String {
    let cells = match side {
        Side::Constant(number) => return number.to_string(),
        Side::Cells(cells) => cells,
    };
    let same_row = cells
        .iter()
        .all(|&cell| form.definition(cell).row == form.definition(cells[0]).row);
    let summand = |cell: Cell| {
        let number = derived
            .value(cell)
            .number()
            .unwrap_or(Decimal::ZERO)
            .to_string();
        match words {
            Words::Numbers => number,
            Words::Labels if same_row && cells.len() > 1 => {
                format!("{} {number}", form.column_of(cell).label)
            }
            Words::Labels => format!("{} {number}", form.row_of(cell).short),
        }
    };
    if let [cell] = cells.as_slice() {
        return summand(*cell);
    }
    let mut shown: Vec<Cell> = cells.clone();
    if shown.len() > MOST_SUMMANDS {
        shown.retain(|&cell| {
            derived
                .value(cell)
                .number()
                .is_some_and(|number| !number.is_zero())
        });
    }
    let sum: Decimal = cells
        .iter()
        .filter_map(|&cell| derived.value(cell).number())
        .sum();
    if shown.is_empty() || (words == Words::Labels && shown.len() > MOST_SUMMANDS) {
        return format!("各项之和 {sum}");
    }
    let summands: Vec<String> = shown.into_iter().map(summand).collect();
    format!("{} ＝ {sum}", summands.join(" ＋ "))
}
