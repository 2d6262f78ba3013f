//! Equalities as linear forms over the figures that were stated.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::{Cell, Check, Form, Instance, Missing, Operator, Severity, Side};
use crate::returns::Values;
use crate::totals::Derived;
use crate::value::{Decimal, MOST_DIGITS, Measure};

/// A stated number that counts in some equality.
#[derive(Debug)]
pub(super) struct Figure {
    pub cell: Cell,
    pub number: Decimal,
    /// Table, row and column, by place.
    place: [usize; 3],
    measure: Measure,
    /// Whether something else says that it is right.
    confirmed: bool,
    /// The equalities it counts in, in order, and how often: never zero times.
    terms: Vec<Term>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    pub equality: usize,
    coefficient: Decimal,
}

/// All equalities whose figures are all there, some of them broken.
#[derive(Debug)]
pub(super) struct Equations {
    pub figures: Vec<Figure>,
    /// Left minus right of each equality.
    pub residuals: Vec<Decimal>,
    /// The figures of each equality.
    members: Vec<Vec<usize>>,
    /// The figures that count in exactly these equalities: a change of one of
    /// them can't be told from a change of another.
    by_equalities: BTreeMap<Vec<usize>, Vec<usize>>,
    /// Comparisons that hold and have to go on holding.
    guards: Vec<Guard>,
}

#[derive(Debug)]
struct Guard {
    operator: Operator,
    difference: Decimal,
    terms: Vec<(usize, Decimal)>,
}

/// A comparison whose numbers are all there.
struct Comparison<'a> {
    operator: Operator,
    instance: &'a Instance,
    /// Left minus right.
    difference: Decimal,
}

impl Comparison<'_> {
    fn is_equality(&self) -> bool {
        self.operator == Operator::Equal
    }

    fn holds(&self) -> bool {
        self.operator.holds(self.difference, Decimal::ZERO)
    }
}

impl Equations {
    /// The equalities of a return; `None` while none is broken, before any work is done.
    pub(super) fn broken(
        form: &Form,
        stated: &Values,
        derived: &Derived,
        confirmed: &[Cell],
    ) -> Option<Self> {
        let comparisons = comparisons(form, derived);
        comparisons
            .iter()
            .any(|comparison| comparison.is_equality() && !comparison.holds())
            .then(|| Builder::new(form, stated, derived, confirmed).equations(&comparisons))
    }

    pub(super) fn broken_count(&self) -> usize {
        self.residuals
            .iter()
            .filter(|residual| !residual.is_zero())
            .count()
    }

    /// The equalities a figure counts in, in order.
    pub(super) fn terms(&self, figure: usize) -> &[Term] {
        self.figures
            .get(figure)
            .map_or(&[], |figure| figure.terms.as_slice())
    }

    /// The most equalities one figure counts in.
    pub(super) fn most_terms(&self) -> usize {
        let terms = self.figures.iter().map(|figure| figure.terms.len());
        terms.max().unwrap_or_default()
    }

    /// The figures of some equalities, each once.
    pub(super) fn figures_of(&self, equalities: &[usize]) -> BTreeSet<usize> {
        equalities
            .iter()
            .filter_map(|&equality| self.members.get(equality))
            .flatten()
            .copied()
            .collect()
    }

    /// The figures that count in exactly these equalities, which are in order.
    pub(super) fn exactly_in(&self, equalities: &[usize]) -> &[usize] {
        self.by_equalities
            .get(equalities)
            .map_or(&[], Vec::as_slice)
    }

    /// The new number of a figure after which all its equalities hold, given
    /// what they are off by; `None` if there is no such legal number.
    pub(super) fn mending(&self, figure: usize, residuals: &[Decimal]) -> Option<Decimal> {
        let terms = self.terms(figure);
        let shift = shift(terms.first()?, residuals)?;
        terms
            .iter()
            .all(|term| self::shift(term, residuals) == Some(shift))
            .then(|| self.shifted(figure, shift))
            .flatten()
    }

    /// A figure moved by some amount, if it is then another number its cell takes.
    pub(super) fn shifted(&self, figure: usize, shift: Decimal) -> Option<Decimal> {
        let figure = self
            .figures
            .get(figure)
            .filter(|figure| !figure.confirmed)?;
        let mut number = figure.number.checked_add(shift)?.normalize();
        let digits = number.mantissa().unsigned_abs().checked_ilog10();
        let fits = digits.is_none_or(|power| (power as usize) < MOST_DIGITS);
        if shift.is_zero() || !fits || figure.measure.refusal(number).is_some() {
            return None;
        }
        // 25.10 becomes 25.20, as it would be typed.
        if number.scale() < figure.number.scale() {
            number.rescale(figure.number.scale());
        }
        Some(number)
    }

    /// Changes a figure by an amount in what its equalities are off by; `None` beyond all measure.
    pub(super) fn apply(
        &self,
        figure: usize,
        shift: Decimal,
        residuals: &mut [Decimal],
    ) -> Option<()> {
        for term in self.terms(figure) {
            let residual = residuals.get_mut(term.equality)?;
            *residual = shift
                .checked_mul(term.coefficient)
                .and_then(|change| residual.checked_add(change))?;
        }
        Some(())
    }

    /// Whether every comparison that holds and is no equality holds after the changes.
    pub(super) fn keeps_guards(&self, changes: &[(usize, Decimal)]) -> bool {
        self.guards
            .iter()
            .all(|guard| self.keeps(guard, changes) == Some(true))
    }

    fn keeps(&self, guard: &Guard, changes: &[(usize, Decimal)]) -> Option<bool> {
        let mut difference = guard.difference;
        for (figure, new) in changes {
            let term = guard.terms.iter().find(|(member, _)| member == figure);
            if let Some((_, coefficient)) = term {
                let shift = new.checked_sub(self.figures.get(*figure)?.number)?;
                difference = difference.checked_add(shift.checked_mul(*coefficient)?)?;
            }
        }
        Some(guard.operator.holds(difference, Decimal::ZERO))
    }

    /// Whether two figures stand in one row or one column of a table.
    pub(super) fn in_line(&self, one: usize, other: usize) -> bool {
        match (self.figures.get(one), self.figures.get(other)) {
            (Some(one), Some(other)) => {
                let [table, row, column] = one.place;
                table == other.place[0] && (row == other.place[1] || column == other.place[2])
            }
            _ => false,
        }
    }
}

/// By how much a figure has to change for one of its equalities to hold.
pub(super) fn shift(term: &Term, residuals: &[Decimal]) -> Option<Decimal> {
    let residual = *residuals.get(term.equality)?;
    let shift = (-residual).checked_div(term.coefficient)?;
    (shift.checked_mul(term.coefficient)? == -residual).then_some(shift)
}

/// The comparisons that count here and whose numbers are all there.
fn comparisons<'a>(form: &'a Form, derived: &Derived) -> Vec<Comparison<'a>> {
    let mut comparisons = Vec::new();
    for rule in &form.rules {
        if rule.severity != Severity::Error || rule.applies_when.is_some() {
            continue;
        }
        if let Check::Compare {
            operator,
            instances,
            ..
        } = &rule.check
        {
            comparisons.extend(instances.iter().filter_map(|instance| {
                Some(Comparison {
                    operator: *operator,
                    instance,
                    difference: difference(instance, rule.missing, derived)?,
                })
            }));
        }
    }
    comparisons
}

fn difference(instance: &Instance, missing: Missing, derived: &Derived) -> Option<Decimal> {
    let sum = |side| {
        let (cells, constant) = parts(side)?;
        cells.iter().try_fold(constant, |sum, &cell| {
            match (derived.value(cell).number(), missing) {
                (Some(number), _) => sum.checked_add(number),
                (None, Missing::AsZero) => Some(sum),
                (None, Missing::Wait) => None,
            }
        })
    };
    sum(&instance.left)?.checked_sub(sum(&instance.right)?)
}

/// The cells a side adds and the number it starts from; `None` if it has other
/// operands, which no change of this return reaches.
fn parts(side: &Side) -> Option<(&[Cell], Decimal)> {
    match side {
        Side::Sum { cells, previous } if previous.is_empty() => Some((cells, Decimal::ZERO)),
        Side::Sum { .. } => None,
        Side::Constant(number) => Some((&[], *number)),
    }
}

/// Collects the figures behind comparisons.
struct Builder<'a> {
    form: &'a Form,
    stated: &'a Values,
    derived: &'a Derived,
    confirmed: &'a [Cell],
    figures: Vec<Figure>,
    /// The figure of each cell, once it counted somewhere.
    figure_of: Vec<Option<usize>>,
    /// How often each cell counts in the comparison at hand.
    counts: Vec<i64>,
}

impl<'a> Builder<'a> {
    fn new(
        form: &'a Form,
        stated: &'a Values,
        derived: &'a Derived,
        confirmed: &'a [Cell],
    ) -> Self {
        Self {
            form,
            stated,
            derived,
            confirmed,
            figures: Vec::new(),
            figure_of: vec![None; form.cells.len()],
            counts: vec![0; form.cells.len()],
        }
    }

    fn equations(mut self, comparisons: &[Comparison]) -> Equations {
        let mut residuals = Vec::new();
        let mut members = Vec::new();
        let mut guards = Vec::new();
        for comparison in comparisons {
            let terms = self.terms(comparison.instance);
            if comparison.is_equality() {
                let equality = residuals.len();
                residuals.push(comparison.difference);
                members.push(terms.iter().map(|(figure, _)| *figure).collect());
                for (figure, coefficient) in terms {
                    if let Some(figure) = self.figures.get_mut(figure) {
                        figure.terms.push(Term {
                            equality,
                            coefficient,
                        });
                    }
                }
            } else if comparison.holds() {
                guards.push(Guard {
                    operator: comparison.operator,
                    difference: comparison.difference,
                    terms,
                });
            }
        }
        let mut by_equalities: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for (index, figure) in self.figures.iter().enumerate() {
            let equalities = figure.terms.iter().map(|term| term.equality).collect();
            by_equalities.entry(equalities).or_default().push(index);
        }
        Equations {
            figures: self.figures,
            residuals,
            members,
            by_equalities,
            guards,
        }
    }

    /// The figures of a comparison and how often each counts, left minus right.
    fn terms(&mut self, instance: &Instance) -> Vec<(usize, Decimal)> {
        let mut touched = Vec::new();
        for (side, count) in [(&instance.left, 1), (&instance.right, -1)] {
            for &cell in parts(side).map_or(&[][..], |(cells, _)| cells) {
                self.count(cell, count, &mut touched);
            }
        }
        let mut terms = Vec::new();
        for cell in touched {
            let count = self.counts.get_mut(cell.index()).map(std::mem::take);
            if let Some(count @ (..=-1 | 1..)) = count
                && let Some(figure) = self.figure(cell)
            {
                terms.push((figure, Decimal::from(count)));
            }
        }
        terms
    }

    /// Counts a stated figure, or the figures behind a total that was not stated.
    fn count(&mut self, cell: Cell, count: i64, touched: &mut Vec<Cell>) {
        let form = self.form;
        if self.stated.get(cell).number().is_some() {
            if let Some(counted) = self.counts.get_mut(cell.index()) {
                *counted += count;
                touched.push(cell);
            }
        } else if self.derived.value(cell).number().is_some() {
            for &operand in &form.definition(cell).sum {
                self.count(operand, count, touched);
            }
        }
    }

    fn figure(&mut self, cell: Cell) -> Option<usize> {
        let known = self.figure_of.get_mut(cell.index())?;
        if known.is_none() {
            let definition = self.form.definition(cell);
            *known = Some(self.figures.len());
            self.figures.push(Figure {
                cell,
                number: self.stated.get(cell).number()?,
                place: [definition.table, definition.row, definition.column],
                measure: definition.measure,
                confirmed: self.confirmed.contains(&cell),
                terms: Vec::new(),
            });
        }
        *known
    }
}
