//! What became of every figure-like text of a source.

use crate::form::Cell;

use super::source::Spot;

/// What a text with digits in it was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Read as the figure of a cell.
    Cell(Cell),
    /// Shown by a doubt or a remark, because nobody knows where it belongs or the form has no
    /// place for it.
    Told,
    /// Part of the report's texts.
    Text,
    /// A label, a head, or a number that only counts rows or columns.
    Label,
    /// Part of the page around the report, its title, its date.
    Furniture,
}

/// Every text of a source that has digits in it, with what became of it, in the order of reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    pub claims: Vec<(Spot, Claim)>,
    /// How many totals the source leaves empty: they follow from the rest.
    pub blank_totals: usize,
}

impl Account {
    /// Whether some figures were left out, or follow from others: then the sums vouch for less
    /// than the whole report.
    pub fn is_partial(&self) -> bool {
        self.blank_totals > 0 || self.count(|claim| claim == Claim::Told) > 0
    }

    /// How many texts were taken for something that `is_counted` says.
    pub fn count(&self, is_counted: impl Fn(Claim) -> bool) -> usize {
        let claims = self.claims.iter();
        claims.filter(|(_, claim)| is_counted(*claim)).count()
    }
}
