//! Whose report it is, for which year, and whether it is one.

use std::sync::Arc;

use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::import::located::{Doubt, Remark};
use crate::returns::Return;

use super::tokens::Tokens;

/// What a source says of itself, tables aside.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Empty if it isn't said.
    pub agency: String,
    pub year: Option<u16>,
    /// Whether its title, lead or headings are those of such a report.
    pub is_report: bool,
    pub doubts: Vec<Doubt>,
    pub remarks: Vec<Remark>,
}

impl Facts {
    pub fn of(_tokens: &Tokens<'_>) -> Self {
        Self::default()
    }

    /// The form for a report without tables.
    pub fn form(&self, catalog: &Catalog) -> Arc<Form> {
        self.year
            .and_then(|year| catalog.for_year(year))
            .unwrap_or_else(|| catalog.latest())
    }

    /// What else the header takes: title, address, telephone.
    pub fn put_into(&self, _ret: &mut Return) {}
}
