//! A figure in a text, and how it is printed there.

use rust_decimal::RoundingStrategy;

use crate::value::Decimal;

use super::{Calculation, ChangeAs, Figures, Lack};

/// What stands in a text where a figure is missing.
pub(super) const MISSING: &str = "____";

/// A figure in a text that follows the table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    pub calculation: Calculation,
    pub printing: Printing,
}

/// How a figure is printed in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Printing {
    /// Digits after the point, zeros too; `None` prints the figure as it stands.
    pub decimals: Option<u32>,
    pub scale: Scale,
    /// What follows the number: `件`, `%`, `万元`; may be empty.
    pub unit: String,
    /// Whether a change says 增加, 减少 or 持平 instead of having a sign.
    pub in_words: bool,
}

/// What a number in a text is counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scale {
    /// As the table counts.
    #[default]
    AsInTable,
    /// In ten thousands of it.
    TenThousands,
    /// In hundred millions of it.
    HundredMillions,
    /// The table counts in ten thousands, the text in ones: 万元 as 元.
    Ones,
}

impl Scale {
    fn of(self, number: Decimal) -> Option<Decimal> {
        match self {
            Self::AsInTable => Some(number),
            Self::TenThousands => number.checked_div(Decimal::from(10_000)),
            Self::HundredMillions => number.checked_div(Decimal::from(100_000_000)),
            Self::Ones => number.checked_mul(Decimal::from(10_000)),
        }
    }
}

impl Field {
    /// A sum of cells, printed as it stands.
    pub fn sum<K: Into<String>>(keys: impl IntoIterator<Item = K>, unit: &str) -> Self {
        Self {
            calculation: Calculation::sum(keys),
            printing: Printing {
                unit: unit.to_owned(),
                ..Printing::default()
            },
        }
    }

    /// The number as it is printed, rounded and scaled.
    ///
    /// # Errors
    /// What keeps it from having one.
    pub fn number(&self, figures: &Figures<'_>) -> Result<Decimal, Lack> {
        self.printing.number(&self.calculation, figures)
    }

    /// What stands in the text.
    pub fn shown(&self, figures: &Figures<'_>) -> String {
        match self.number(figures) {
            Ok(number) => self.printed(number),
            Err(_) => MISSING.to_owned() + &self.printing.unit,
        }
    }

    fn printed(&self, number: Decimal) -> String {
        let printing = &self.printing;
        if !printing.in_words {
            return format!("{number}{}", printing.unit);
        }
        let percent = matches!(
            self.calculation,
            Calculation::Change {
                given: ChangeAs::Percent,
                ..
            }
        );
        if number.is_zero() {
            return "持平".to_owned();
        }
        let word = match (number.is_sign_negative(), percent) {
            (false, false) => "增加",
            (false, true) => "增长",
            (true, false) => "减少",
            (true, true) => "下降",
        };
        format!("{word}{}{}", number.abs(), printing.unit)
    }
}

impl Printing {
    /// The number of a calculation as it is printed, rounded and scaled.
    ///
    /// # Errors
    /// What keeps it from having one.
    pub fn number(
        &self,
        calculation: &Calculation,
        figures: &Figures<'_>,
    ) -> Result<Decimal, Lack> {
        let number = calculation.evaluate(figures)?;
        let number = self.scale.of(number).ok_or(Lack::TooLarge)?;
        Ok(self.rounded(number))
    }

    /// The number with as many decimals as are printed.
    pub fn rounded(&self, number: Decimal) -> Decimal {
        match self.decimals {
            None if self.scale == Scale::AsInTable => number,
            None => number.normalize(),
            Some(decimals) => {
                let mut rounded =
                    number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
                rounded.rescale(decimals);
                rounded
            }
        }
    }
}
