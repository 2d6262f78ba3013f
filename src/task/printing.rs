//! Reports sent to a printer of this computer.
//!
//! The system is met in one file for each: both can say what printers there are, and send a PDF
//! to one.

#[cfg(unix)]
mod cups;
mod process;
#[cfg(unix)]
use cups as system;
#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows as system;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::exporting::{fonts, laid_out, usual_document, write_export};
use super::{Purpose, Version};
use crate::assessment::Assessment;
use crate::charts::Chart;
use crate::draft::Unknown;
use crate::export::document::{Document, Mark};
use crate::export::fonts::Typefaces;
use crate::export::layout::Page;
use crate::export::pdf;
use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::printing::{PrintError, PrintOrder, Printers};
use crate::returns::Return;

/// A report on its way to a printer.
#[derive(Debug)]
pub struct PrintJob {
    pub version: Version,
    pub mark: Mark,
    pub typefaces: Typefaces,
    pub order: PrintOrder,
    pub form: Arc<Form>,
    pub ret: Return,
    pub unknown: Unknown,
    /// All the charts of the year.
    pub charts: Vec<Chart>,
    /// What the file is called that goes to the printer.
    pub name: String,
}

/// What became of it.
#[derive(Clone, Debug)]
pub struct Printed {
    pub version: Version,
    pub mark: Mark,
    pub order: PrintOrder,
    /// Failures are whole sentences; then there is no file.
    pub result: Result<Sent, String>,
}

/// What became of a file that was made to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The printing system has its own copy of it now.
    Taken,
    /// No printer took it; the file is still there.
    Refused { path: PathBuf, error: PrintError },
}

impl PrintJob {
    /// Makes the file and sends it. Blocks.
    pub(super) fn run(self, catalog: &Catalog) -> Printed {
        let assessment = Assessment::of(catalog, &self.form, &self.ret);
        let figures = assessment.figures(&self.form);
        let document = usual_document(&self.ret, &figures, &self.unknown, &self.charts, self.mark);
        let result = print_report(&document, self.typefaces, &self.order, &self.name);
        Printed {
            version: self.version,
            mark: self.mark,
            order: self.order,
            result,
        }
    }
}

/// Makes a report's file in the temporary folder and sends it to a printer. The same for window
/// and command line.
///
/// # Errors
/// A whole sentence if there is no file to print: characters no face has, pages the report does
/// not have, no room on the disk.
pub fn print_report(
    document: &Document,
    typefaces: Typefaces,
    order: &PrintOrder,
    name: &str,
) -> Result<Sent, String> {
    let pages = laid_out(document, typefaces).map_err(|error| error.to_string())?;
    order
        .pages
        .within(pages.len())
        .map_err(|error| error.to_string())?;
    // The file holds just these pages: not every printer picks them out of a longer one.
    let pages: Vec<Page> = (1..)
        .zip(pages)
        .filter(|(number, _)| order.pages.contains(*number))
        .map(|(_, page)| page)
        .collect();
    let bytes =
        pdf::write_pages(&pages, document, &fonts(typefaces)).map_err(|error| error.to_string())?;
    let purpose = Purpose::Print {
        name: name.to_owned(),
    };
    let path = write_export(&bytes, &purpose)?;
    match system::send(order, &path) {
        Ok(()) => {
            remove(&path);
            Ok(Sent::Taken)
        }
        Err(error) => Ok(Sent::Refused { path, error }),
    }
}

/// Removes a printed file and the folder made for it. What stays is cleared away by the system.
fn remove(path: &Path) {
    let _ = fs::remove_file(path);
    if let Some(folder) = path.parent() {
        let _ = fs::remove_dir(folder);
    }
}

/// The printers of this computer. Blocks.
///
/// # Errors
/// If there is no printing system, or it does not answer.
pub fn find_printers() -> Result<Printers, PrintError> {
    system::find()
}
