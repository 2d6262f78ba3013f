//! The edition a report was made with, and the figures of its tables.

use std::sync::Arc;

use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::import::located::{Doubt, Remark};

use super::Figure;
use super::facts::Facts;
use super::tokens::Tokens;

/// The tables of a report.
#[derive(Debug)]
pub(super) struct Tables {
    /// The edition with the alternatives it was printed with.
    pub form: Arc<Form>,
    pub figures: Vec<Figure>,
    pub doubts: Vec<Doubt>,
    pub remarks: Vec<Remark>,
    /// For each token, whether it belongs to a table: label, head or figure.
    pub taken: Vec<bool>,
}

impl Tables {
    /// The tables of the form that explains the source best; `None` if it has no table.
    pub fn find(_catalog: &Catalog, _tokens: &Tokens<'_>, _facts: &Facts) -> Option<Self> {
        None
    }
}
