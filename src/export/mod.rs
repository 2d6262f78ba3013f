//! Writing a return in the formats people send, print and publish.
pub mod document;
