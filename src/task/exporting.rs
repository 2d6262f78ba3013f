//! Reports and check sheets as bytes, and as files where they are wanted.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Purpose, SystemFonts, system_fonts};
use crate::assessment::Assessment;
use crate::charts::Chart;
use crate::command::Format;
use crate::draft::{self, Unknown};
use crate::export::check_sheet::check_sheet;
use crate::export::document::{Document, ExportOptions, Mark, SignOff, illustrated};
use crate::export::fonts::{Fonts, Typefaces};
use crate::export::layout::{self, Page};
use crate::export::{ExportError, docx, html, pdf, xlsx};
use crate::files::{self, Previous};
use crate::form::Form;
use crate::narrative::Figures;
use crate::returns::Return;

/// A report as it is exported, shown and printed where nothing else is asked for.
pub fn usual_document(
    ret: &Return,
    figures: &Figures<'_>,
    unknown: &Unknown,
    charts: &[Chart],
    mark: Mark,
) -> Document {
    let options = ExportOptions {
        mark,
        date: None,
        sign_off: SignOff::where_named(&ret.header),
    };
    report_document(ret, figures, unknown, charts, &options)
}

/// The pages of a document, the same as its PDF's.
pub(super) fn laid_out(
    document: &Document,
    typefaces: Typefaces,
) -> Result<Vec<Page>, ExportError> {
    let fonts = fonts(typefaces);
    fonts.prepare(&layout::likely_faces(document));
    Ok(layout::lay_out(document, &*fonts)?)
}

/// The faces a PDF, its preview and its print are set in.
pub enum FontsInUse {
    Bundled(&'static Fonts),
    System(Arc<SystemFonts>),
}

/// The faces that are wanted. Slow the first time.
pub fn fonts(typefaces: Typefaces) -> FontsInUse {
    match typefaces {
        Typefaces::Bundled => FontsInUse::Bundled(Fonts::bundled()),
        Typefaces::System => FontsInUse::System(system_fonts()),
    }
}

impl std::ops::Deref for FontsInUse {
    type Target = Fonts;

    fn deref(&self) -> &Fonts {
        match self {
            Self::Bundled(fonts) => fonts,
            Self::System(found) => &found.fonts,
        }
    }
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

/// A report that carries the draft, with those of the charts that the return asks for. The same for window and command line.
pub fn report_document(
    ret: &Return,
    figures: &Figures<'_>,
    unknown: &Unknown,
    charts: &[Chart],
    options: &ExportOptions,
) -> Document {
    let mut document = illustrated(ret, figures, charts, options);
    document.carried = Some(draft::write(figures.form, ret, unknown));
    document
}

/// A report in a format, as bytes that carry the draft, in the program's own faces.
pub fn export_bytes(
    ret: &Return,
    figures: &Figures<'_>,
    unknown: &Unknown,
    charts: &[Chart],
    format: Format,
    options: &ExportOptions,
) -> Result<Vec<u8>, ExportError> {
    let document = report_document(ret, figures, unknown, charts, options);
    document_bytes(&document, format, Typefaces::Bundled)
}

/// A check sheet in a format, as bytes, in the program's own faces.
pub fn check_sheet_bytes(
    form: &Form,
    ret: &Return,
    assessment: &Assessment,
    format: Format,
    date: Option<&str>,
) -> Result<Vec<u8>, ExportError> {
    let document = check_sheet(form, ret, assessment, date);
    document_bytes(&document, format, Typefaces::Bundled)
}

/// A document in a format. Other programs' formats name faces and don't hold any.
pub fn document_bytes(
    document: &Document,
    format: Format,
    typefaces: Typefaces,
) -> Result<Vec<u8>, ExportError> {
    match format {
        Format::Pdf => pdf::write(document, &fonts(typefaces)),
        Format::Xlsx => xlsx::write(document),
        Format::Docx => docx::write(document),
        Format::Html => html::write(document),
    }
}
