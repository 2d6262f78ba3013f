//! What figures in texts are computed from.

use crate::form::{Cell, Form};
use crate::last_year::LastYear;
use crate::totals::Derived;
use crate::value::Decimal;

/// A return's figures with last year's beside them.
#[derive(Clone, Copy, Debug)]
pub struct Figures<'a> {
    pub form: &'a Form,
    pub derived: &'a Derived,
    pub last_year: Option<&'a LastYear>,
}

/// Why a calculation has no result now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The form has no such cell.
    NoCell(String),
    /// A cell is blank, or holds a text.
    NoNumber(Cell),
    /// No return of the year before is linked.
    NoLastYear,
    /// Last year's figure of the cell is missing, or was counted otherwise.
    NotComparable(Cell),
    /// A share of nothing, or a change from nothing in percent.
    ZeroBase,
    /// Beyond all measure.
    TooLarge,
}

impl Figures<'_> {
    /// The sum of this year's figures, by key.
    pub fn sum(&self, keys: &[String]) -> Result<Decimal, Lack> {
        self.add(keys, |cell| {
            let number = self.derived.value(cell).number();
            number.ok_or(Lack::NoNumber(cell))
        })
    }

    /// The sum of last year's figures, by this year's keys.
    pub fn last_sum(&self, keys: &[String]) -> Result<Decimal, Lack> {
        let last_year = self.last_year.filter(|last_year| last_year.is_year_before);
        let last_year = last_year.ok_or(Lack::NoLastYear)?;
        self.add(keys, |cell| {
            last_year.comparable(cell).ok_or(Lack::NotComparable(cell))
        })
    }

    fn add(
        &self,
        keys: &[String],
        number: impl Fn(Cell) -> Result<Decimal, Lack>,
    ) -> Result<Decimal, Lack> {
        keys.iter().try_fold(Decimal::ZERO, |sum, key| {
            let cell = self.form.cell(key);
            let cell = cell.ok_or_else(|| Lack::NoCell(key.clone()))?;
            sum.checked_add(number(cell)?).ok_or(Lack::TooLarge)
        })
    }
}
