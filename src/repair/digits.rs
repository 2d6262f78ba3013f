//! How a wrong figure differs from the right one.

use crate::value::Decimal;

use super::Kind;

/// Which slip turns one figure into the other.
pub(super) fn kind(one: Decimal, other: Decimal) -> Kind {
    let scale = one.scale().max(other.scale());
    let (Some(mut one), Some(mut other)) = (whole(one, scale), whole(other, scale)) else {
        return Kind::OneFigure;
    };
    // From the last digit on: those that differ, and where.
    let mut differing = [(0_u32, 0, 0); 2];
    let mut count = 0;
    let mut place = 0;
    while one != 0 || other != 0 {
        // Two figures of one length end together.
        if (one == 0 || other == 0) && place > 0 {
            return Kind::OneFigure;
        }
        let (left, right) = (one % 10, other % 10);
        if left != right {
            match differing.get_mut(count) {
                Some(entry) => *entry = (place, left, right),
                None => return Kind::OneFigure,
            }
            count += 1;
        }
        one /= 10;
        other /= 10;
        place += 1;
    }
    match (count, differing) {
        (1, _) => Kind::OneDigit,
        (2, [(first, a, b), (second, c, d)]) if first + 1 == second && (a, b) == (d, c) => {
            Kind::SwappedDigits
        }
        _ => Kind::OneFigure,
    }
}

/// The digits of a number that is not negative, with so many of them behind the point.
fn whole(number: Decimal, scale: u32) -> Option<u128> {
    let shift = 10_u128.checked_pow(scale.checked_sub(number.scale())?)?;
    u128::try_from(number.mantissa()).ok()?.checked_mul(shift)
}

/// How much of the greater of two figures a change is, from 0 up to 2 for other signs.
pub(super) fn relative(old: Decimal, new: Decimal) -> Decimal {
    let greater = old.abs().max(new.abs());
    new.checked_sub(old)
        .and_then(|change| change.abs().checked_div(greater))
        .unwrap_or(Decimal::TWO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(one: &str, other: &str, expected: Kind) {
        let (one, other) = (one.parse().unwrap(), other.parse().unwrap());
        assert_eq!(kind(one, other), expected, "{one} {other}");
        assert_eq!(kind(other, one), expected, "{other} {one}");
    }

    #[test]
    fn slips_of_the_keyboard() {
        is("2111", "1211", Kind::SwappedDigits);
        is("139", "193", Kind::SwappedDigits);
        is("25.1", "21.5", Kind::SwappedDigits);
        is("25.10", "21.5", Kind::SwappedDigits);
        is("440", "430", Kind::OneDigit);
        is("0", "7", Kind::OneDigit);
        is("25.10", "25.1001", Kind::OneDigit);
    }

    #[test]
    fn other_changes() {
        is("430", "43", Kind::OneFigure);
        is("10", "1", Kind::OneFigure);
        is("14", "4", Kind::OneFigure);
        is("123", "321", Kind::OneFigure);
        is("1234", "2143", Kind::OneFigure);
        is("-5", "5", Kind::OneFigure);
        is("79228162514264337593543950335", "0.0001", Kind::OneFigure);
    }

    #[test]
    fn a_change_is_measured_by_the_greater_figure() {
        assert_eq!(relative(Decimal::ZERO, Decimal::TEN), Decimal::ONE);
        assert_eq!(relative(Decimal::TEN, Decimal::from(8)), Decimal::new(2, 1));
        assert_eq!(relative(Decimal::ZERO, Decimal::ZERO), Decimal::TWO);
    }
}
