//! Reports as they are opened: read, with their forms, and told what is not taken over.

use std::sync::Arc;

use crate::carried::visible;
use crate::draft::{self, Draft, DraftError, Source};
use crate::export::changes;
use crate::export::document::{ExportOptions, Mark, SignOff, document};
use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::totals::derive;

/// A report that was opened.
#[derive(Clone, Debug)]
pub struct OpenedReport {
    /// Its note says what was changed in an export since it was written.
    pub draft: Draft,
    pub source: Source,
    pub form: Arc<Form>,
}

/// Reads a report from a draft's own file or from an export. The same for window and command line.
///
/// # Errors
/// As [`draft::open`].
pub fn open_report(
    catalog: &Catalog,
    file: &str,
    bytes: &[u8],
) -> Result<OpenedReport, DraftError> {
    let (mut draft, source) = draft::open(catalog, file, bytes)?;
    let form = draft::form(catalog, file, &draft.ret.variant)?;
    if source == Source::Export {
        let notes = draft
            .note
            .take()
            .into_iter()
            .chain(changed(&form, &draft, bytes));
        let notes: Vec<String> = notes.collect();
        draft.note = (!notes.is_empty()).then(|| notes.join("。"));
    }
    Ok(OpenedReport {
        draft,
        source,
        form,
    })
}

/// What was changed in an export that carries this draft; `None` if nothing was.
fn changed(form: &Form, draft: &Draft, bytes: &[u8]) -> Option<String> {
    let seen = visible::read(bytes)?;
    let options = ExportOptions {
        mark: Mark::Final,
        date: None,
        // Those that are not in the file are no change.
        sign_off: SignOff::Printed,
    };
    let derived = derive(form, &draft.ret.stated);
    let exported = document(form, &draft.ret, &derived, &options);
    changes::sentence(form, &changes::changes(&exported, &seen))
}
