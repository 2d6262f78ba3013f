//! The pages of the print preview, laid out away from the window.

use std::sync::Arc;

use super::Version;
use super::exporting::{laid_out, report};
use crate::draft::Unknown;
use crate::export::document::Mark;
use crate::export::layout::Page;
use crate::form::Form;
use crate::returns::Return;

/// A report to be laid out as its PDF would be.
#[derive(Debug)]
pub struct PreviewJob {
    pub version: Version,
    pub mark: Mark,
    pub form: Arc<Form>,
    pub ret: Return,
}

/// Its pages.
#[derive(Clone, Debug)]
pub struct Previewed {
    pub version: Version,
    pub mark: Mark,
    /// Failures are whole sentences, the same as an export's.
    pub pages: Result<Arc<[Page]>, String>,
}

impl PreviewJob {
    /// Does the work. Blocks.
    pub(super) fn run(self) -> Previewed {
        let document = report(&self.form, &self.ret, &Unknown::default(), self.mark);
        Previewed {
            version: self.version,
            mark: self.mark,
            pages: laid_out(&document)
                .map(Arc::from)
                .map_err(|error| error.to_string()),
        }
    }
}
