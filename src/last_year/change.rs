//! How a figure changed since last year, in numbers and words.

use std::fmt;

use crate::crosswalk::Mark;
use crate::value::{Decimal, Measure, Value};

use super::LastFigure;

/// The decimals of a percentage.
const PERCENT_DECIMALS: u32 = 1;

/// This year's figure against last year's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// This year's minus last year's.
    pub difference: Decimal,
    /// Without its sign, in percent of last year's; `None` where that is zero.
    pub percent: Option<Decimal>,
}

impl Change {
    /// `None` beyond all measure.
    pub fn between(last: Decimal, now: Decimal) -> Option<Self> {
        let difference = now.checked_sub(last)?.normalize();
        let percent = difference
            .abs()
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|hundredfold| hundredfold.checked_div(last.abs()))
            .map(|percent| {
                percent.round_dp_with_strategy(
                    PERCENT_DECIMALS,
                    rust_decimal::RoundingStrategy::MidpointAwayFromZero,
                )
            });
        Some(Self {
            difference,
            percent,
        })
    }

    /// In a few characters: `+217`, `-3`, `持平`.
    pub fn short(self) -> String {
        if self.difference.is_zero() {
            "持平".to_owned()
        } else if self.difference.is_sign_positive() {
            format!("+{}", self.difference)
        } else {
            self.difference.to_string()
        }
    }
}

/// In words: `增加 217（11.5%）`.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.difference.is_zero() {
            return f.write_str("持平");
        }
        let word = if self.difference.is_sign_positive() {
            "增加"
        } else {
            "减少"
        };
        write!(f, "{word} {}", self.difference.abs())?;
        match self.percent {
            Some(percent) => write!(f, "（{percent}%）"),
            None => Ok(()),
        }
    }
}

impl LastFigure<'_> {
    /// How `now` differs from it; `None` while a number is missing and where they can't be compared.
    pub fn change(&self, now: &Value) -> Option<Change> {
        if self.mark == Mark::NotComparable {
            return None;
        }
        Change::between(self.number?, now.number()?)
    }

    /// The figure as the form prints it; empty where nothing was stated.
    pub fn printed(&self, measure: Measure) -> String {
        self.found.printed(measure)
    }

    /// Figure and change in words: `1894，增加 217（11.5%）`.
    pub fn sentence(&self, now: &Value, measure: Measure) -> String {
        let figure = if self.found.is_blank() {
            "没有填".to_owned()
        } else {
            self.printed(measure)
        };
        match self.change(now) {
            Some(change) => format!("{figure}，{change}"),
            None => figure,
        }
    }

    /// How far it can be compared and why: `大致可比：…`; empty where it simply can.
    pub fn reservation(&self) -> String {
        match (self.mark, self.note) {
            (Mark::Comparable, note) => note.to_owned(),
            (mark, "") => mark.label().to_owned(),
            (mark, note) => format!("{}：{note}", mark.label()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn changes(last: &str, now: &str, short: &str, words: &str) {
        let change = Change::between(last.parse().unwrap(), now.parse().unwrap()).unwrap();
        assert_eq!(
            (change.short().as_str(), change.to_string().as_str()),
            (short, words)
        );
    }

    #[test]
    fn a_change_has_a_number_and_a_percentage() {
        changes("1894", "2111", "+217", "增加 217（11.5%）");
        changes("8", "7", "-1", "减少 1（12.5%）");
        changes("25.10", "25.1", "持平", "持平");
        changes("3", "2.8999", "-0.1001", "减少 0.1001（3.3%）");
    }

    #[test]
    fn from_nothing_there_is_no_percentage() {
        changes("0", "4", "+4", "增加 4");
        changes("0", "0", "持平", "持平");
    }

    #[test]
    fn from_below_zero_the_sign_is_still_right() {
        changes("-4", "2", "+6", "增加 6（150%）");
    }

    #[test]
    fn what_cannot_be_compared_has_no_change() {
        let mut last = LastFigure {
            number: Some(Decimal::TEN),
            found: Value::Number(Decimal::TEN),
            mark: Mark::NotComparable,
            note: "口径不同。",
        };
        let now = Value::Number(Decimal::ONE);
        assert_eq!(last.sentence(&now, Measure::COUNT), "10");
        assert_eq!(last.reservation(), "不可比：口径不同。");
        last.mark = Mark::Roughly;
        assert_eq!(last.sentence(&now, Measure::COUNT), "10，减少 9（90%）");
    }
}
