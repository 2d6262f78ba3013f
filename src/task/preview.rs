//! The pages of the print preview, laid out away from the window.

use std::sync::Arc;

use super::Version;
use super::exporting::{laid_out, usual_document};
use crate::assessment::Assessment;
use crate::charts::Chart;
use crate::draft::Unknown;
use crate::export::document::Mark;
use crate::export::fonts::Typefaces;
use crate::export::layout::Page;
use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::returns::Return;

/// A report to be laid out as its PDF would be.
#[derive(Debug)]
pub struct PreviewJob {
    pub version: Version,
    pub mark: Mark,
    pub typefaces: Typefaces,
    /// The state of the other years; comes back with the pages.
    pub years: u64,
    pub form: Arc<Form>,
    pub ret: Return,
    /// All the charts of the year.
    pub charts: Vec<Chart>,
}

/// Its pages.
#[derive(Clone, Debug)]
pub struct Previewed {
    pub version: Version,
    pub mark: Mark,
    pub typefaces: Typefaces,
    pub years: u64,
    /// Failures are whole sentences, the same as an export's.
    pub pages: Result<Arc<[Page]>, String>,
}

impl PreviewJob {
    /// Does the work. Blocks.
    pub(super) fn run(self, catalog: &Catalog) -> Previewed {
        let assessment = Assessment::of(catalog, &self.form, &self.ret);
        let figures = assessment.figures(&self.form);
        let document = usual_document(
            &self.ret,
            &figures,
            &Unknown::default(),
            &self.charts,
            self.mark,
        );
        Previewed {
            version: self.version,
            mark: self.mark,
            typefaces: self.typefaces,
            years: self.years,
            pages: laid_out(&document, self.typefaces)
                .map(Arc::from)
                .map_err(|error| error.to_string()),
        }
    }
}
