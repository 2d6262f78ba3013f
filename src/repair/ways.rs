//! Ways to mend, and which of them is likeliest.

use std::cmp::Ordering;

use crate::value::Decimal;

use super::equations::Equations;
use super::{Kind, MOST_REPAIRS, digits};

/// Changes that mend some equalities and break none.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Way {
    /// Figures and their new numbers.
    pub changes: Vec<(usize, Decimal)>,
    /// How many equalities hold afterwards that did not.
    pub mends: usize,
    pub kind: Kind,
    /// How unlikely it is, from the kinds of its changes.
    unlikely: u32,
    /// How much it changes, next to the figures themselves.
    relative: Decimal,
}

impl Way {
    fn nothing() -> Self {
        Self {
            changes: Vec::new(),
            mends: 0,
            kind: Kind::SeveralSlips,
            unlikely: 0,
            relative: Decimal::ZERO,
        }
    }

    /// One figure gets another number; `None` if a comparison that holds forbids it.
    pub(super) fn one(
        equations: &Equations,
        change @ (figure, new): (usize, Decimal),
        mends: usize,
    ) -> Option<Self> {
        let old = equations.figures.get(figure)?.number;
        let kind = digits::kind(old, new);
        let way = Self {
            changes: vec![change],
            mends,
            kind,
            unlikely: unlikely(kind),
            relative: digits::relative(old, new),
        };
        equations.keeps_guards(&way.changes).then_some(way)
    }

    /// Two figures get other numbers, or each other's.
    pub(super) fn two(
        equations: &Equations,
        changes: [(usize, Decimal); 2],
        mends: usize,
    ) -> Option<Self> {
        let [one, other] = changes;
        let exchanged = is_exchange(equations, one, other);
        let mut way = Self {
            changes: changes.to_vec(),
            mends,
            kind: Kind::ExchangedFigures,
            unlikely: unlikely(Kind::ExchangedFigures),
            relative: Decimal::ZERO,
        };
        way.changes.sort_by_key(|(figure, _)| *figure);
        if !exchanged {
            way.kind = Kind::TwoFigures;
            way.unlikely = 0;
            for (figure, new) in changes {
                let old = equations.figures.get(figure)?.number;
                way.unlikely += unlikely(digits::kind(old, new));
                way.relative = way.relative.saturating_add(digits::relative(old, new));
            }
        }
        equations.keeps_guards(&way.changes).then_some(way)
    }

    /// Both ways at once; `None` if they want the same figure or break something together.
    pub(super) fn and(&self, other: &Self, equations: &Equations) -> Option<Self> {
        if self.changes.is_empty() {
            return Some(other.clone());
        }
        let shared = self
            .changes
            .iter()
            .any(|(figure, _)| other.changes.iter().any(|(changed, _)| changed == figure));
        let mut changes = self.changes.clone();
        changes.extend_from_slice(&other.changes);
        changes.sort_by_key(|(figure, _)| *figure);
        (!shared && equations.keeps_guards(&changes)).then(|| Self {
            changes,
            mends: self.mends + other.mends,
            kind: Kind::SeveralSlips,
            unlikely: self.unlikely + other.unlikely,
            relative: self.relative.saturating_add(other.relative),
        })
    }

    /// Whether it mends as much with as few changes.
    fn is_as_small_as(&self, other: &Self) -> bool {
        self.mends == other.mends && self.changes.len() == other.changes.len()
    }
}

/// The better way first: it mends more, changes fewer figures, is likelier.
pub(super) fn by_rank(one: &Way, other: &Way) -> Ordering {
    let key = |way: &Way| {
        (
            std::cmp::Reverse(way.mends),
            way.changes.len(),
            way.unlikely,
        )
    };
    key(one)
        .cmp(&key(other))
        .then_with(|| one.relative.cmp(&other.relative))
        .then_with(|| one.changes.cmp(&other.changes))
}

/// How unlikely a slip is next to the others. An exchange is one slip, though it
/// changes two figures.
fn unlikely(kind: Kind) -> u32 {
    match kind {
        Kind::SwappedDigits | Kind::ExchangedFigures => 1,
        Kind::OneDigit => 2,
        Kind::OneFigure | Kind::TwoFigures | Kind::SeveralSlips => 4,
    }
}

/// Whether the two figures get each other's number within a row or column.
pub(super) fn is_exchange(
    equations: &Equations,
    (one, new_one): (usize, Decimal),
    (other, new_other): (usize, Decimal),
) -> bool {
    let number = |figure: usize| equations.figures.get(figure).map(|figure| figure.number);
    number(one) == Some(new_other)
        && number(other) == Some(new_one)
        && equations.in_line(one, other)
}

/// Broken equalities that one slip, or a few, can explain.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    /// In order.
    pub equalities: Vec<usize>,
    pub ways: Ways,
}

impl Fault {
    /// Both faults as one, mended in these ways.
    pub(super) fn with(&self, other: &Self, ways: Ways) -> Self {
        let mut equalities = self.equalities.clone();
        equalities.extend_from_slice(&other.equalities);
        equalities.sort_unstable();
        Self { equalities, ways }
    }
}

/// The ways to mend something.
#[derive(Clone, Debug, Default)]
pub(super) struct Ways {
    /// The best first; empty if no small change mends any of it.
    pub best: Vec<Way>,
    /// How many there are as small as the best, those left out of the list too.
    pub count: usize,
}

impl Ways {
    /// Sorts all ways there are and drops those that are there twice.
    pub(super) fn ranked(mut ways: Vec<Way>) -> Self {
        ways.sort_by(by_rank);
        ways.dedup_by(|one, other| one.changes == other.changes);
        let count = match ways.first() {
            Some(best) => ways.iter().filter(|way| way.is_as_small_as(best)).count(),
            None => 0,
        };
        Self { best: ways, count }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.best.is_empty()
    }

    /// Puts some of these ways first because of what they are together.
    pub(super) fn preferring(self, preferred: Vec<Way>) -> Self {
        let mut ways = preferred;
        ways.extend(self.best);
        Self {
            count: self.count,
            ..Self::ranked(ways)
        }
    }
}

/// Mends every fault that can be mended, each in one of its ways.
pub(super) fn combine(equations: &Equations, faults: &[Fault]) -> Ways {
    let mut combined = Ways {
        best: vec![Way::nothing()],
        count: 1,
    };
    for fault in faults {
        let joined = combined.best.iter().flat_map(|way| {
            let ways = fault.ways.best.iter().take(MOST_REPAIRS);
            ways.filter_map(|other| way.and(other, equations))
        });
        let mut joined = Ways::ranked(joined.collect());
        if let Some(best) = joined.best.first().cloned() {
            joined.best.retain(|way| way.is_as_small_as(&best));
            joined.best.truncate(MOST_REPAIRS);
            combined.best = joined.best;
            combined.count = combined.count.saturating_mul(fault.ways.count);
        }
    }
    combined
}
