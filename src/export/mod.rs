//! Writing a return in the formats people send, print and publish.
pub mod document;
pub mod fonts;
pub mod layout;
pub mod pdf;
