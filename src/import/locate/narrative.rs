//! The texts of a report's parts, without the furniture of the page around it.

use std::collections::BTreeMap;

use crate::form::Form;
use crate::import::located::Doubt;
use crate::narrative::Text;
use crate::returns::Return;

use super::tables::Tables;
use super::tokens::Tokens;

/// The running text of a report, by part.
#[derive(Debug, Default)]
pub(super) struct Narrative {
    /// By the part's id; each natural paragraph a line.
    pub parts: BTreeMap<String, String>,
    /// The headings found, as written, in order.
    pub headings: Vec<String>,
    pub doubts: Vec<Doubt>,
}

impl Narrative {
    pub fn of(_form: &Form, _tokens: &Tokens<'_>, _tables: Option<&Tables>) -> Self {
        Self::default()
    }

    pub fn put_into(&self, ret: &mut Return) {
        for (part, text) in &self.parts {
            ret.narrative
                .insert(part.clone(), Text::from(text.as_str()));
        }
    }
}
