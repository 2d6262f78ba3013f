//! Reports as they are opened: read, with their forms, and told what is not taken over.

use std::sync::Arc;

use crate::assessment::Assessment;
use crate::carried::{self, visible};
use crate::charts::YearCharts;
use crate::draft::{self, Draft, DraftError, Source};
use crate::edits::Edits;
use crate::export::changes;
use crate::export::document::{ExportOptions, Mark, SignOff, document};
use crate::files::Fingerprint;
use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::narrative::Figures;

/// A report that was opened.
#[derive(Clone, Debug)]
pub struct OpenedReport {
    /// Its note says what was changed in an export since it was written.
    pub draft: Draft,
    pub source: Source,
    pub form: Arc<Form>,
    /// What was changed in an exported workbook since.
    pub edits: Edits,
    /// Of the bytes it was read from.
    pub fingerprint: Fingerprint,
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
    let mut edits = Edits::default();
    if source == Source::Export {
        let assessment = Assessment::of(catalog, &form, &draft.ret);
        let figures = assessment.figures(&form);
        edits = changed_in_workbook(catalog, &form, &draft, &figures, bytes);
        let notes = draft
            .note
            .take()
            .into_iter()
            .chain(changed(&draft, &figures, bytes));
        let notes: Vec<String> = notes.collect();
        draft.note = (!notes.is_empty()).then(|| notes.join("。"));
    }
    Ok(OpenedReport {
        draft,
        source,
        form,
        edits,
        fingerprint: Fingerprint::of(bytes),
    })
}

/// What was changed in an exported workbook; nothing for other formats.
fn changed_in_workbook(
    catalog: &Catalog,
    form: &Arc<Form>,
    draft: &Draft,
    figures: &Figures<'_>,
    bytes: &[u8],
) -> Edits {
    if !carried::is_workbook(bytes) {
        return Edits::default();
    }
    let charts = YearCharts::of(catalog, form, &draft.ret, figures.derived).charts;
    let edits = Edits::find(&draft.ret, figures, &charts, bytes);
    edits.unwrap_or_else(Edits::unreadable)
}

/// What was changed in an export that carries this draft; `None` if nothing was.
fn changed(draft: &Draft, figures: &Figures<'_>, bytes: &[u8]) -> Option<String> {
    let seen = visible::read(bytes)?;
    let options = ExportOptions {
        mark: Mark::Final,
        date: None,
        // Those that are not in the file are no change.
        sign_off: SignOff::Printed,
    };
    let exported = document(&draft.ret, figures, &options);
    changes::sentence(figures.form, &changes::changes(&exported, &seen))
}
