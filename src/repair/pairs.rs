//! Slips that only two changed figures explain.

use crate::value::Decimal;

use super::Kind;
use super::equations::{Equations, shift};
use super::ways::{Fault, Way, Ways, by_rank};

/// How many pairs are kept; exchanged figures always are.
const MOST_PAIRS: usize = 400;

/// The pairs of figures that mend the fault at `place`, the best first, and
/// which other fault each of them mends as well. `None` if there are none.
///
/// Every look at a pair of figures takes one of `steps`; the search ends with them.
pub(super) fn best(
    equations: &Equations,
    residuals: &[Decimal],
    faults: &[Fault],
    place: usize,
    steps: &mut usize,
) -> Option<(Option<usize>, Ways)> {
    let mut search = PairSearch {
        equations,
        faults,
        place,
        broken: &faults.get(place)?.equalities,
        most_terms: equations.most_terms(),
        found: Vec::new(),
    };
    // Two figures count in no more equalities than that.
    if search.broken.len() > 2 * search.most_terms {
        return None;
    }
    let mut after = residuals.to_vec();
    for figure in equations.figures_of(search.broken) {
        for by in shifts(equations, residuals, figure) {
            if *steps == 0 {
                return search.best();
            }
            let Some(new) = equations.shifted(figure, by) else {
                continue;
            };
            after.copy_from_slice(residuals);
            if equations.apply(figure, by, &mut after).is_some() {
                *steps -= 1;
                search.complete((figure, new), &after, steps);
            }
        }
    }
    search.best()
}

/// The amounts by which a change of the figure mends one of its broken equalities, or more.
fn shifts(equations: &Equations, residuals: &[Decimal], figure: usize) -> Vec<Decimal> {
    let mut shifts = Vec::new();
    for term in equations.terms(figure) {
        if let Some(shift) = shift(term, residuals)
            && !shift.is_zero()
            && !shifts.contains(&shift)
        {
            shifts.push(shift);
        }
    }
    shifts
}

struct PairSearch<'a> {
    equations: &'a Equations,
    faults: &'a [Fault],
    /// The fault to mend, and its equalities.
    place: usize,
    broken: &'a [usize],
    most_terms: usize,
    found: Vec<(Option<usize>, Way)>,
}

impl PairSearch<'_> {
    /// Looks for the second figure, given what the equalities are off by after the first change.
    fn complete(&mut self, change: (usize, Decimal), after: &[Decimal], steps: &mut usize) {
        let rest = self.still_broken(change.0, after);
        if rest.len() > self.most_terms {
            return;
        }
        self.add(change, &rest, after, self.broken.len(), None);
        // A figure in an equality of this fault and in one of another would have made them one.
        if rest.iter().any(|equality| self.broken.contains(equality)) {
            return;
        }
        for (partner, other) in self.faults.iter().enumerate() {
            if partner == self.place || rest.len() + other.equalities.len() > self.most_terms {
                continue;
            }
            *steps = steps.saturating_sub(1);
            let mut wanted = rest.clone();
            wanted.extend_from_slice(&other.equalities);
            wanted.sort_unstable();
            let mends = self.broken.len() + other.equalities.len();
            self.add(change, &wanted, after, mends, Some(partner));
        }
    }

    /// What the first change leaves broken of this fault, and what it breaks besides.
    fn still_broken(&self, figure: usize, after: &[Decimal]) -> Vec<usize> {
        let own = self.equations.terms(figure).iter();
        let mut equalities: Vec<usize> = own
            .map(|term| term.equality)
            .chain(self.broken.iter().copied())
            .filter(|&equality| after.get(equality).is_some_and(|r| !r.is_zero()))
            .collect();
        equalities.sort_unstable();
        equalities.dedup();
        equalities
    }

    /// Adds every figure that mends exactly the wanted equalities after the first change.
    fn add(
        &mut self,
        change: (usize, Decimal),
        wanted: &[usize],
        after: &[Decimal],
        mends: usize,
        partner: Option<usize>,
    ) {
        for &figure in self.equations.exactly_in(wanted) {
            if figure == change.0 {
                continue;
            }
            let way = self
                .equations
                .mending(figure, after)
                .and_then(|new| Way::two(self.equations, [change, (figure, new)], mends));
            if let Some(way) = way
                && (self.found.len() < MOST_PAIRS || way.kind == Kind::ExchangedFigures)
            {
                self.found.push((partner, way));
            }
        }
    }

    /// The pairs that mend the same faults as the best one.
    fn best(self) -> Option<(Option<usize>, Ways)> {
        let best = self
            .found
            .iter()
            .min_by(|(_, one), (_, other)| by_rank(one, other));
        let partner = best?.0;
        let ways = self
            .found
            .into_iter()
            .filter(|(mended, _)| *mended == partner)
            .map(|(_, way)| way)
            .collect();
        Some((partner, Ways::ranked(ways)))
    }
}
