//! Reports and check sheets as bytes, and as files where they are wanted.

use std::path::PathBuf;

use super::Purpose;
use crate::assessment::Assessment;
use crate::charts::Chart;
use crate::command::Format;
use crate::draft::{self, Unknown};
use crate::export::check_sheet::check_sheet;
use crate::export::document::{Document, ExportOptions, Mark, SignOff, illustrated};
use crate::export::fonts::Fonts;
use crate::export::{ExportError, docx, html, pdf, xlsx};
use crate::files::{self, Previous};
use crate::form::Form;
use crate::returns::Return;
use crate::totals::derive;

/// A report as the window exports it.
pub(super) fn report_bytes(
    form: &Form,
    ret: &Return,
    unknown: &Unknown,
    charts: &[Chart],
    format: Format,
    mark: Mark,
) -> Result<Vec<u8>, ExportError> {
    let options = ExportOptions {
        mark,
        date: None,
        sign_off: SignOff::where_named(&ret.header),
    };
    export_bytes(form, ret, unknown, charts, format, &options)
}

/// Writes an exported file to where it is wanted.
pub(super) fn write_export(bytes: &[u8], purpose: &Purpose) -> Result<PathBuf, String> {
    let path = match purpose {
        Purpose::File(path) => path.clone(),
        Purpose::Print { name } => {
            // A folder of its own: a viewer may still hold what was printed before.
            let folder = std::env::temp_dir().join(format!("nianbao-{}", files::fresh_number()));
            files::make_folder(&folder).map_err(|error| error.to_string())?;
            folder.join(name)
        }
    };
    files::write_whole(&path, bytes, Previous::Replaced).map_err(|error| error.to_string())?;
    Ok(path)
}

/// A report in a format, as bytes that carry the draft, with those of the charts that the
/// return asks for. The same for window and command line.
pub fn export_bytes(
    form: &Form,
    ret: &Return,
    unknown: &Unknown,
    charts: &[Chart],
    format: Format,
    options: &ExportOptions,
) -> Result<Vec<u8>, ExportError> {
    let mut document = illustrated(form, ret, &derive(form, &ret.stated), charts, options);
    document.carried = Some(draft::write(form, ret, unknown));
    document_bytes(&document, format)
}

/// A check sheet in a format, as bytes. The same for window and command line.
pub fn check_sheet_bytes(
    form: &Form,
    ret: &Return,
    assessment: &Assessment,
    format: Format,
    date: Option<&str>,
) -> Result<Vec<u8>, ExportError> {
    document_bytes(&check_sheet(form, ret, assessment, date), format)
}

fn document_bytes(document: &Document, format: Format) -> Result<Vec<u8>, ExportError> {
    match format {
        Format::Pdf => pdf::write(document, Fonts::bundled()),
        Format::Xlsx => xlsx::write(document),
        Format::Docx => docx::write(document),
        Format::Html => html::write(document),
    }
}
