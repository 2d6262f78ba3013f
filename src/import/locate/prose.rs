//! Figures that a report without tables states in its sentences. Each is a doubt.

use crate::form::Form;
use crate::import::located::Doubt;
use crate::returns::Return;

use super::Figure;
use super::tokens::Tokens;

/// What sentences say.
#[derive(Debug, Default)]
pub(super) struct Prose {
    pub figures: Vec<Figure>,
    /// One for each figure, with its sentence.
    pub doubts: Vec<Doubt>,
}

impl Prose {
    pub fn find(_form: &Form, _ret: &Return, _tokens: &Tokens<'_>) -> Self {
        Self::default()
    }
}
