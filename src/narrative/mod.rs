//! The report's texts: words with figures in them that follow the tables.
//!
//! A [`Text`] is words and [`Field`]s. A field holds no number but how to get
//! one ([`Calculation`]), so it can't disagree with the table. What a field
//! shows depends on the return's [`Figures`]; texts are shown, checked and
//! exported with the same ones.

mod calculation;
mod compose;
mod field;
mod figures;
mod mention;
mod named;
mod passage;
mod text;
mod wire;
mod words;

pub use calculation::{Calculation, ChangeAs};
pub use compose::{Operand, Operation, compose};
pub use field::{Field, Printing, Scale};
pub use figures::{Figures, Lack};
pub use mention::{Agreement, Mention, mentions};
pub use named::{NamedFigure, Texts};
pub use passage::{Passage, missing_passages};
pub use text::{Piece, Shown, ShownField, Text};
pub use wire::FieldWire;
