//! What is certain of something read: the one rule that every reader of figures keeps.
//!
//! Where a figure belongs is certain if the source itself says it (a grid's column, a label, a
//! head), or if of all ways in which it may be laid only one makes the sums close that the
//! source states. Everything else is open: one way is proposed, and a person is shown the others.

use super::located::Certainty;

/// How something was told from all it might be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled<T> {
    /// The source says it: a column, a label, a head, or the count of cells.
    BySource(T),
    /// Of several ways only this one closes every sum.
    BySums(T),
    /// More than one way is left.
    Open {
        /// What is shown at first.
        proposed: T,
        /// The other ways, in the order they were found.
        others: Vec<T>,
    },
}

impl<T> Settled<T> {
    /// The rule applied to the ways in which something may be read: those that close every sum
    /// are left; none that closes leaves nothing to go by. `same` says which ways come to the
    /// same figures.
    pub fn by_sums(
        ways: impl IntoIterator<Item = T>,
        closes: impl Fn(&T) -> bool,
        same: impl Fn(&T, &T) -> bool,
    ) -> Option<Self> {
        let mut left: Vec<T> = Vec::new();
        for way in ways.into_iter().filter(|way| closes(way)) {
            if !left.iter().any(|other| same(other, &way)) {
                left.push(way);
            }
        }
        let mut left = left.into_iter();
        let proposed = left.next()?;
        let others: Vec<T> = left.collect();
        Some(if others.is_empty() {
            Self::BySums(proposed)
        } else {
            Self::Open { proposed, others }
        })
    }

    /// Whether a person has to look.
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::BySource(_) | Self::BySums(_) => Certainty::Certain,
            Self::Open { .. } => Certainty::Doubtful,
        }
    }

    /// What it is taken for.
    pub fn proposed(&self) -> &T {
        match self {
            Self::BySource(way) | Self::BySums(way) => way,
            Self::Open { proposed, .. } => proposed,
        }
    }

    /// All that it may be, the proposed way first.
    pub fn ways(&self) -> impl Iterator<Item = &T> {
        let others: &[T] = match self {
            Self::BySource(_) | Self::BySums(_) => &[],
            Self::Open { others, .. } => others,
        };
        std::iter::once(self.proposed()).chain(others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settle(ways: &[i32], closing: &[i32]) -> Option<Settled<i32>> {
        Settled::by_sums(
            ways.to_vec(),
            |way| closing.contains(way),
            |one, other| one == other,
        )
    }

    #[test]
    fn the_only_way_that_closes_is_certain() {
        let only = settle(&[1, 2, 2, 3], &[2]).unwrap();
        assert_eq!(only, Settled::BySums(2));
        assert_eq!(only.certainty(), Certainty::Certain);
    }

    #[test]
    fn of_several_ways_all_are_shown() {
        let open = settle(&[1, 2, 3], &[2, 3]).unwrap();
        assert_eq!(open.certainty(), Certainty::Doubtful);
        assert_eq!(open.ways().copied().collect::<Vec<i32>>(), [2, 3]);
    }

    #[test]
    fn what_never_closes_settles_nothing() {
        assert_eq!(settle(&[1, 2], &[]), None);
    }
}
