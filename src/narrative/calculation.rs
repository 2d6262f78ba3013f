//! How a figure in a text comes about.

use crate::value::Decimal;

use super::{Figures, Lack};

/// What a field computes. Cells are named by their keys, which outlive a change of the form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Calculation {
    /// The sum of some cells less that of others.
    Sum {
        add: Vec<String>,
        subtract: Vec<String>,
    },
    /// The sum of some cells in percent of the sum of others.
    Share { of: Vec<String>, whole: Vec<String> },
    /// This year's sum against last year's.
    Change { of: Vec<String>, given: ChangeAs },
    /// Last year's sum.
    LastYear { of: Vec<String> },
}

/// In what a change is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeAs {
    /// This year's minus last year's.
    Difference,
    /// The difference in percent of last year's.
    Percent,
}

impl Calculation {
    /// The sum of these cells.
    pub fn sum<K: Into<String>>(keys: impl IntoIterator<Item = K>) -> Self {
        Self::Sum {
            add: keys.into_iter().map(Into::into).collect(),
            subtract: Vec::new(),
        }
    }

    /// The exact result, unrounded.
    ///
    /// # Errors
    /// What keeps it from having one.
    pub fn evaluate(&self, figures: &Figures<'_>) -> Result<Decimal, Lack> {
        match self {
            Self::Sum { add, subtract } => {
                let sum = figures.sum(add)?;
                sum.checked_sub(figures.sum(subtract)?)
                    .ok_or(Lack::TooLarge)
            }
            Self::Share { of, whole } => percent(figures.sum(of)?, figures.sum(whole)?),
            Self::Change { of, given } => {
                let last = figures.last_sum(of)?;
                let difference = figures.sum(of)?.checked_sub(last).ok_or(Lack::TooLarge)?;
                match given {
                    ChangeAs::Difference => Ok(difference),
                    ChangeAs::Percent => percent(difference, last),
                }
            }
            Self::LastYear { of } => figures.last_sum(of),
        }
    }

    /// Every cell of this year it looks at, by key.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let (first, second): (&[String], &[String]) = match self {
            Self::Sum { add, subtract } => (add, subtract),
            Self::Share { of, whole } => (of, whole),
            Self::Change { of, .. } | Self::LastYear { of } => (of, &[]),
        };
        first.iter().chain(second).map(String::as_str)
    }
}

fn percent(part: Decimal, whole: Decimal) -> Result<Decimal, Lack> {
    if whole.is_zero() {
        return Err(Lack::ZeroBase);
    }
    let hundredfold = part.checked_mul(Decimal::ONE_HUNDRED);
    hundredfold
        .and_then(|part| part.checked_div(whole))
        .ok_or(Lack::TooLarge)
}
