//! Percentages that add up to exactly 100.

use crate::value::Decimal;

/// The decimals of a share as it is shown.
pub const SHARE_DECIMALS: u32 = 1;

/// Each value's percentage of their sum, with so many decimals, by the largest remainder:
/// rounded down, and what is left goes to those that lost most. Never more than one step from
/// the exact share, and nothing for a zero.
///
/// `None` if the sum is zero or beyond all measure, or a value is below zero.
pub fn shares(values: &[Decimal], decimals: u32) -> Option<Vec<Decimal>> {
    let whole = values
        .iter()
        .try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value))?;
    if whole.is_zero() || values.iter().any(|value| value.is_sign_negative()) {
        return None;
    }
    let steps = Decimal::from(100 * 10_i64.checked_pow(decimals)?);
    let exact: Vec<Decimal> = values
        .iter()
        .map(|value| value.checked_div(whole)?.checked_mul(steps))
        .collect::<Option<_>>()?;
    let mut given: Vec<Decimal> = exact.iter().map(Decimal::floor).collect();
    let sum = given.iter().copied().sum::<Decimal>();
    // Quotients of 28 digits: their sum may be a hair off, whole steps never are.
    let mut left = (steps - sum).round();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    let lost = |at: &usize| exact.get(*at).map_or(Decimal::ZERO, Decimal::fract);
    order.sort_by_key(|at| std::cmp::Reverse(lost(at)));
    for at in order {
        if left < Decimal::ONE {
            break;
        }
        if let Some(step) = given.get_mut(at) {
            *step += Decimal::ONE;
            left -= Decimal::ONE;
        }
    }
    let shown = given.into_iter().map(|steps| {
        let mut share = steps;
        share.set_scale(decimals).ok()?;
        Some(share)
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(values: &[i64]) -> Vec<String> {
        let values: Vec<_> = values.iter().map(|&value| Decimal::from(value)).collect();
        let shares = shares(&values, 1).unwrap();
        shares.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn thirds_give_the_step_that_is_left_to_the_first() {
        assert_eq!(texts(&[1, 1, 1]), ["33.4", "33.3", "33.3"]);
        assert_eq!(texts(&[2, 0, 1]), ["66.7", "0.0", "33.3"]);
        assert_eq!(texts(&[5]), ["100.0"]);
    }

    #[test]
    fn of_nothing_and_of_less_there_are_no_shares() {
        assert_eq!(shares(&[], 1), None);
        assert_eq!(shares(&[Decimal::ZERO; 3], 1), None);
        assert_eq!(shares(&[Decimal::from(5), Decimal::from(-1)], 1), None);
    }

    proptest! {
        #[test]
        fn shares_add_up_to_a_hundred_and_are_right_to_a_step(
            values in prop::collection::vec((0_i64..1_000_000_000_000_000, 0_u32..5), 1..40),
            decimals in 0_u32..5,
        ) {
            let values: Vec<_> = values
                .iter()
                .map(|&(number, scale)| Decimal::new(number, scale))
                .collect();
            let whole: Decimal = values.iter().copied().sum();
            let shares = shares(&values, decimals);
            prop_assert_eq!(shares.is_some(), !whole.is_zero());
            let Some(shares) = shares else { return Ok(()) };
            prop_assert_eq!(shares.iter().copied().sum::<Decimal>(), Decimal::ONE_HUNDRED);
            let step = Decimal::new(1, decimals);
            for (value, share) in values.iter().zip(&shares) {
                let exact = *value / whole * Decimal::ONE_HUNDRED;
                prop_assert!((exact - share).abs() < step + Decimal::new(1, 20));
                prop_assert!(!value.is_zero() || share.is_zero());
                prop_assert_eq!(share.scale(), decimals);
            }
            for (one, other) in values.iter().zip(&shares) {
                for (smaller, its) in values.iter().zip(&shares) {
                    prop_assert!(smaller >= one || its <= other);
                }
            }
        }
    }
}
