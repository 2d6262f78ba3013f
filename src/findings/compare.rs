//! Rules that compare sums.

use crate::crosswalk::Mark;
use crate::form::{Cell, Form, Instance, Missing, Operator, Rule, Side};
use crate::last_year::LastYear;
use crate::returns::Place;
use crate::totals::Derived;
use crate::value::Decimal;

use super::{Finding, Findings, Sides, SumSide, Waiting, Why, finding};

/// The figures of both years.
pub(super) struct Figures<'a> {
    pub form: &'a Form,
    pub derived: &'a Derived,
    pub last_year: Option<&'a LastYear>,
}

/// What became of one application of a comparing rule.
pub(super) enum Outcome {
    Holds,
    Broken(Decimal, Decimal),
    /// Figures are missing, this year's (listed) or last year's.
    Waits(Vec<Cell>),
    Unchecked(Why),
}

pub(super) fn check(
    figures: &Figures<'_>,
    rule: &Rule,
    operator: Operator,
    instances: &[Instance],
    findings: &mut Findings,
) {
    for instance in instances {
        match figures.outcome(rule, operator, instance) {
            Outcome::Holds => findings.held += 1,
            Outcome::Broken(left, right) => {
                findings
                    .broken
                    .push(figures.broken(rule, operator, instance, [left, right]));
            }
            Outcome::Waits(cells) => findings.waiting.push(Waiting {
                rule: rule.id.clone(),
                instance: instance.id.clone(),
                cells,
            }),
            Outcome::Unchecked(why) => findings.leave_out(rule, &instance.id, why),
        }
    }
}

impl Figures<'_> {
    pub(super) fn outcome(&self, rule: &Rule, operator: Operator, instance: &Instance) -> Outcome {
        if instance.is_cross_year()
            && let Some(why) = self.no_comparison(instance)
        {
            return Outcome::Unchecked(why);
        }
        let left = self.side_sum(&instance.left, rule.missing);
        let right = self.side_sum(&instance.right, rule.missing);
        match left.zip(right) {
            None => Outcome::Waits(self.cells_without_number(instance)),
            Some((left, right)) if operator.holds(left, right) => Outcome::Holds,
            Some((left, right)) => Outcome::Broken(left, right),
        }
    }

    /// Why last year's figures can't be looked at, if they can't.
    fn no_comparison(&self, instance: &Instance) -> Option<Why> {
        let Some(last_year) = self.last_year else {
            return Some(Why::NoLastYear);
        };
        if !last_year.is_year_before {
            return Some(Why::OtherYear(last_year.year));
        }
        let sides = [&instance.left, &instance.right];
        let mut cells = sides.into_iter().flat_map(Side::previous);
        cells.find_map(|&cell| match last_year.counterpart(cell) {
            None => Some(Why::NoCounterpart),
            Some(found) if found.mark == Mark::Comparable => None,
            Some(_) => Some(Why::NotComparable),
        })
    }

    /// The exact sum of a side; `None` while a cell of it has no number and the rule waits for it.
    fn side_sum(&self, side: &Side, missing: Missing) -> Option<Decimal> {
        if let Side::Constant(number) = side {
            return Some(*number);
        }
        self.summands(side)
            .try_fold(Decimal::ZERO, |sum, (_, number)| {
                let number = match (number, missing) {
                    (Some(number), _) => number,
                    (None, Missing::AsZero) => Decimal::ZERO,
                    (None, Missing::Wait) => return None,
                };
                sum.checked_add(number)
            })
    }

    /// The figures of a side: this year's, then last year's.
    fn summands<'a>(
        &'a self,
        side: &'a Side,
    ) -> impl Iterator<Item = (Summand, Option<Decimal>)> + 'a {
        let now = side
            .cells()
            .iter()
            .map(|&cell| (Summand::Now(cell), self.derived.value(cell).number()));
        let previous = side.previous().iter().map(|&cell| {
            let number = self.last_year.and_then(|last| last.comparable(cell));
            (Summand::Previous(cell), number)
        });
        now.chain(previous)
    }

    fn cells_without_number(&self, instance: &Instance) -> Vec<Cell> {
        let cells = instance.left.cells().iter().chain(instance.right.cells());
        cells
            .copied()
            .filter(|&cell| self.derived.value(cell).number().is_none())
            .collect()
    }

    fn broken(
        &self,
        rule: &Rule,
        operator: Operator,
        instance: &Instance,
        [left, right]: [Decimal; 2],
    ) -> Finding {
        // Figures and constants have at most 15 digits; nothing overflows.
        let difference = left.checked_sub(right).unwrap_or_default().abs();
        let same_row = self.is_in_one_row(instance);
        let row = same_row.filter(|_| instance.name.is_empty());
        let name = match (instance.name.as_str(), row) {
            ("", None) => String::new(),
            ("", Some(row)) => format!("{row}："),
            (name, _) => format!("{name}："),
        };
        let same_row = same_row.is_some();
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
                self.side_text(&instance.left, Words::Labels, same_row),
                self.side_text(&instance.right, Words::Labels, same_row),
            ),
            sides: Some(Sides {
                left: self.sum_side(&instance.left, left),
                right: self.sum_side(&instance.right, right),
                difference,
            }),
            figures: self.keyed(instance),
            ..finding(rule, place(instance))
        }
    }

    /// The row, if figures of several columns of one row are compared: then columns name them.
    fn is_in_one_row(&self, instance: &Instance) -> Option<&str> {
        let sides = [&instance.left, &instance.right];
        let mut cells = sides
            .into_iter()
            .flat_map(|side| side.cells().iter().chain(side.previous()));
        let first = *cells.next()?;
        let row = self.form.row_of(first);
        let mut several = false;
        for &cell in cells {
            if !std::ptr::eq(self.form.row_of(cell), row) {
                return None;
            }
            several |= cell != first;
        }
        several.then_some(row.short.as_str())
    }

    /// Every figure of an instance by its key.
    fn keyed(&self, instance: &Instance) -> Vec<(String, String)> {
        let sides = [&instance.left, &instance.right];
        sides
            .into_iter()
            .flat_map(|side| self.summands(side))
            .map(|(summand, number)| {
                let number = number.map_or_else(String::new, |number| number.to_string());
                (summand.key(self.form), number)
            })
            .collect()
    }

    fn sum_side(&self, side: &Side, value: Decimal) -> SumSide {
        SumSide {
            value,
            cells: side.cells().to_vec(),
            previous: side.previous().to_vec(),
            text: self.side_text(side, Words::Numbers, false),
        }
    }

    /// Writes out a sum: `本年新收 2111 ＋ 上年结转 121 ＝ 2232`, or a single figure.
    fn side_text(&self, side: &Side, words: Words, same_row: bool) -> String {
        if let Side::Constant(number) = side {
            return number.to_string();
        }
        let mut summands: Vec<(Summand, Decimal)> = self
            .summands(side)
            .map(|(summand, number)| (summand, number.unwrap_or(Decimal::ZERO)))
            .collect();
        let written = |(summand, number): &(Summand, Decimal)| match words {
            Words::Numbers => number.to_string(),
            Words::Labels => format!("{} {number}", summand.label(self.form, same_row)),
        };
        if let [only] = summands.as_slice() {
            return written(only);
        }
        let sum: Decimal = summands.iter().map(|(_, number)| *number).sum();
        if summands.len() > MOST_SUMMANDS {
            summands.retain(|(_, number)| !number.is_zero());
        }
        if summands.is_empty() || (words == Words::Labels && summands.len() > MOST_SUMMANDS) {
            return format!("各项之和 {sum}");
        }
        let summands: Vec<String> = summands.iter().map(written).collect();
        format!("{} ＝ {sum}", summands.join(" ＋ "))
    }
}

impl Figures<'_> {
    /// A side as a check sheet prints it: the numbers as far as they are known, long sums
    /// without their summands.
    pub(super) fn recorded_side(&self, side: &Side, missing: Missing) -> String {
        if side.count() > MOST_SUMMANDS {
            return self.counted_sum(side, missing);
        }
        match self.side_sum(side, missing) {
            Some(_) => self.side_text(side, Words::Numbers, false),
            None => {
                let summands = self.summands(side).map(|(summand, number)| match number {
                    Some(number) => number.to_string(),
                    None => self.found(summand),
                });
                summands.collect::<Vec<_>>().join(" ＋ ")
            }
        }
    }

    /// `21 项之和 2035`, or how many of the summands are missing.
    fn counted_sum(&self, side: &Side, missing: Missing) -> String {
        let count = side.count();
        match self.side_sum(side, missing) {
            Some(sum) => format!("{count} 项之和 {sum}"),
            None => {
                let known = self.summands(side).filter(|(_, number)| number.is_some());
                format!("{count} 项，缺 {} 项", count - known.count())
            }
        }
    }

    /// What stands in the place of a number.
    fn found(&self, summand: Summand) -> String {
        let value = match summand {
            Summand::Now(cell) => self.derived.value(cell).to_string(),
            Summand::Previous(_) => String::new(),
        };
        if value.is_empty() {
            "空".to_owned()
        } else {
            value
        }
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

/// Whether a sum is written with what each figure is.
#[derive(Clone, Copy, PartialEq)]
enum Words {
    Labels,
    Numbers,
}

/// The most summands a sentence spells out; longer sums leave out their zeros.
const MOST_SUMMANDS: usize = 6;

/// One figure of a sum.
#[derive(Clone, Copy, PartialEq)]
enum Summand {
    Now(Cell),
    /// Last year's figure of a cell.
    Previous(Cell),
}

impl Summand {
    fn cell(self) -> Cell {
        match self {
            Self::Now(cell) | Self::Previous(cell) => cell,
        }
    }

    fn key(self, form: &Form) -> String {
        match self {
            Self::Now(cell) => form.key(cell).to_owned(),
            Self::Previous(cell) => format!("previous/{}", form.key(cell)),
        }
    }

    /// By its column among figures of one row, else by its row.
    fn label(self, form: &Form, same_row: bool) -> String {
        let cell = self.cell();
        let label = if same_row {
            &form.column_of(cell).label
        } else {
            &form.row_of(cell).short
        };
        match self {
            Self::Now(_) => label.clone(),
            Self::Previous(_) => format!("上年{label}"),
        }
    }
}
