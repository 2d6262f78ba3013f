//! Where a text states a figure of the report with a number of its own.

use std::ops::Range;

use crate::value::Decimal;

use super::{Field, Figures, Shown, Texts};

/// A number in a text that a figure of the report goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The number as written, without its unit, in bytes of the shown text.
    pub range: Range<usize>,
    /// The figures it may be, by id: those it agrees with first, else the likeliest first.
    pub figures: Vec<String>,
    pub agreement: Agreement,
    /// The likeliest figure in the same print, to take the number's place; `None` where the
    /// number is in Chinese numerals or in words.
    pub offer: Option<Field>,
}

/// Whether a number in a text is that of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    Agrees,
    /// The table has another number, as the text would print it.
    Differs {
        written: Decimal,
        table: Decimal,
    },
    /// The table has no number yet.
    Waits,
}

/// The numbers of a text that figures of the report go by, in their order. Those of fields are
/// left out: they are the table's.
///
/// `year` is the report's: what the text says of other years is none of this year's figures.
pub fn mentions(
    _texts: &Texts,
    _figures: &Figures<'_>,
    _year: u16,
    _shown: &Shown,
) -> Vec<Mention> {
    Vec::new()
}
