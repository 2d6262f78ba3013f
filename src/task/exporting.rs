//! Reports and check sheets as bytes, and as files where they are wanted.

use std::path::PathBuf;

use super::Purpose;
use crate::assessment::Assessment;
use crate::command::Format;
use crate::draft::{self, Unknown};
use crate::export::check_sheet::check_sheet;
use crate::export::document::{Document, ExportOptions, Mark, SignOff, document};
use crate::export::fonts::Fonts;
use crate::export::layout::{self, Page};
use crate::export::{ExportError, pdf, xlsx};
use crate::files::{self, Previous};
use crate::form::Form;
use crate::returns::Return;
use crate::totals::derive;

/// A report as the window exports it.
pub(super) fn report_bytes(
    form: &Form,
    ret: &Return,
    unknown: &Unknown,
    format: Format,
    mark: Mark,
) -> Result<Vec<u8>, ExportError> {
    document_bytes(&report(form, ret, unknown, mark), format)
}

/// A report as the window exports, shows and prints it.
pub(super) fn report(form: &Form, ret: &Return, unknown: &Unknown, mark: Mark) -> Document {
    let options = ExportOptions {
        mark,
        date: None,
        sign_off: SignOff::where_named(&ret.header),
    };
    carrying_document(form, ret, unknown, &options)
}

/// The pages of a document, the same as its PDF's.
pub(super) fn laid_out(document: &Document) -> Result<Vec<Page>, ExportError> {
    let fonts = Fonts::bundled();
    fonts.prepare(&layout::likely_faces(document));
    Ok(layout::lay_out(document, fonts)?)
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

/// A report in a format, as bytes that carry the draft. The same for window and command line.
pub fn export_bytes(
    form: &Form,
    ret: &Return,
    unknown: &Unknown,
    format: Format,
    options: &ExportOptions,
) -> Result<Vec<u8>, ExportError> {
    document_bytes(&carrying_document(form, ret, unknown, options), format)
}

fn carrying_document(
    form: &Form,
    ret: &Return,
    unknown: &Unknown,
    options: &ExportOptions,
) -> Document {
    let mut document = document(form, ret, &derive(form, &ret.stated), options);
    document.carried = Some(draft::write(form, ret, unknown));
    document
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
    }
}
