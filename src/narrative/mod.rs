//! The report's texts: words with figures in them that follow the tables.
//!
//! A [`Text`] is words and [`Field`]s. A field holds no number but how to get
//! one ([`Calculation`]), so it can't disagree with the table. What a field
//! shows depends on the return's [`Figures`]; texts are shown, checked and
//! exported with the same ones.

mod calculation;
mod changes;
mod claims;
mod compose;
mod field;
mod figures;
mod judge;
mod lexicon;
mod lists;
mod mention;
mod named;
pub mod numerals;
mod paragraph;
mod passage;
mod period;
mod reading;
mod shares;
mod stated;
mod subject;
mod text;
mod unfilled;
mod vocabulary;
mod wire;
mod words;

pub use calculation::{Calculation, ChangeAs};
pub use compose::{Operand, Operation, compose};
pub use field::{Field, Printing, Scale};
pub use figures::{Figures, Lack};
pub use judge::{wrong_changes, wrong_shares};
pub use mention::{Agreement, Mention, judged, mentions};
pub use named::{NamedFigure, Texts};
pub use passage::{Passage, missing_passages};
pub use reading::{Overlap, Reading, WrongChange, WrongList, WrongShare};
pub use stated::{How, Stated, StatedSum, stated, stated_sums};
pub use text::{Piece, Shown, ShownField, Text};
pub(crate) use text::{common_end, common_ends, common_start};
pub use unfilled::{placeholders, unfinished_dates};
pub use wire::FieldWire;
