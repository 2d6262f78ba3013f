//! Published reports, read for the review.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::importing::{CLIPBOARD, import_clipboard};
use super::survey::unbroken;
use super::{
    LinkPurpose, OpenedDraft, OpenedReport, Outcome, ReadFile, ReadReport, Version, read_file,
};
use crate::command::Adoption;
use crate::draft;
use crate::files::{self, Lock};
use crate::form::catalog::Catalog;
use crate::import::{Imported, Located, Source};

/// Where a report to be reviewed comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    File(PathBuf),
    /// The text that was on the clipboard.
    Clipboard(String),
}

impl Origin {
    /// The file's name; `剪贴板` for what is in no file.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => files::name(path),
            Self::Clipboard(_) => CLIPBOARD.to_owned(),
        }
    }
}

/// A report that was read, to be reviewed.
#[derive(Clone, Debug)]
pub struct ReadSource {
    pub origin: Origin,
    pub source: Source,
    /// With its provenance complete.
    pub located: Located,
}

/// Opens a draft; anything else is read for the review. Blocks.
pub(super) fn open(catalog: &Catalog, path: PathBuf) -> Outcome {
    match read(catalog, &path) {
        Ok(ReadFile::Imported(imported)) => imported_outcome(Origin::File(path), None, *imported),
        Ok(ReadFile::Opened(opened)) => Outcome::Opened {
            result: Ok(Box::new(locked(&path, *opened))),
            path,
        },
        Err(error) => Outcome::Opened {
            result: Err(error),
            path,
        },
    }
}

/// Reads last year's report; one that was published is to be reviewed first. Blocks.
pub(super) fn last_year(
    catalog: &Catalog,
    purpose: LinkPurpose,
    version: Option<Version>,
    path: PathBuf,
) -> Outcome {
    let result = match read(catalog, &path) {
        Ok(ReadFile::Imported(imported)) => {
            let wanted = match purpose {
                LinkPurpose::Link => Adoption::LastYear,
                LinkPurpose::New => Adoption::NextYear,
            };
            return imported_outcome(Origin::File(path), Some(wanted), *imported);
        }
        Ok(ReadFile::Opened(opened)) => Ok(Box::new(report(&files::name(&path), *opened))),
        Err(error) => Err(error),
    };
    Outcome::LastYearRead {
        purpose,
        version,
        path,
        result,
    }
}

/// Reads a text as a report. Blocks.
pub(super) fn import_text(catalog: &Catalog, text: String) -> Outcome {
    let imported = unbroken(CLIPBOARD, || {
        import_clipboard(catalog, &text, &files::today()).map_err(|error| error.to_string())
    });
    let origin = Origin::Clipboard(text);
    match imported {
        Ok(imported) => imported_outcome(origin, None, imported),
        Err(error) => Outcome::Imported {
            origin,
            wanted: None,
            result: Err(error),
        },
    }
}

fn imported_outcome(origin: Origin, wanted: Option<Adoption>, imported: Imported) -> Outcome {
    let Imported { source, located } = imported;
    let read = ReadSource {
        origin: origin.clone(),
        source,
        located,
    };
    Outcome::Imported {
        origin,
        wanted,
        result: Ok(Box::new(read)),
    }
}

/// Reads a file. One that makes a library stop with a panic is said: the window waits for an answer.
fn read(catalog: &Catalog, path: &Path) -> Result<ReadFile, String> {
    let work = || read_file(catalog, path, &files::today()).map_err(|error| error.to_string());
    unbroken(&files::name(path), work)
}

/// A report without what only matters for opening it.
pub(super) fn report(file: &str, opened: OpenedReport) -> ReadReport {
    let OpenedReport {
        draft, form, edits, ..
    } = opened;
    let notes: Vec<String> = draft.note.into_iter().chain(edits.sentence()).collect();
    ReadReport {
        file: file.to_owned(),
        form,
        ret: draft.ret,
        note: (!notes.is_empty()).then(|| notes.join("。")),
    }
}

/// Locks a draft that was read; a draft someone else has open is read all the same.
/// An export is only read from: it is never saved to, so nobody is kept from it.
fn locked(path: &Path, opened: OpenedReport) -> OpenedDraft {
    let OpenedReport {
        draft,
        source,
        edits,
        fingerprint,
        ..
    } = opened;
    let lock = match source {
        draft::Source::Draft => Lock::acquire(path)
            .map(|lock| lock.map(Arc::new))
            .map_err(|error| error.to_string()),
        draft::Source::Export => Ok(None),
    };
    OpenedDraft {
        draft,
        source,
        edits,
        fingerprint,
        lock,
    }
}
