//! Files of any kind, read: drafts, exports, and what has been published or sent.

use std::path::Path;

use thiserror::Error;

use super::legacy::{self, NotConverted};
use super::{OpenedReport, open_report};
use crate::draft::{self, DraftError};
use crate::files::{self, FileError, Fingerprint};
use crate::form::catalog::Catalog;
use crate::import::locate::locate;
use crate::import::{self, ImportError, Imported, Limits, ReaderKind, readers};

/// What stands in the place of a file's name where the text was on the clipboard.
pub const CLIPBOARD: &str = "剪贴板";

/// What a file turned out to be.
#[derive(Clone, Debug)]
pub enum ReadFile {
    /// A draft, or an export that carries one.
    Opened(Box<OpenedReport>),
    /// Anything else that could be read; it may be no report.
    Imported(Box<Imported>),
}

/// Why a file could not be read at all. Each is a whole sentence.
#[derive(Debug, Error)]
pub enum ReadFileError {
    #[error(transparent)]
    File(#[from] FileError),
    /// It is a draft, which can't be opened.
    #[error(transparent)]
    Draft(#[from] DraftError),
    #[error(transparent)]
    Import(#[from] ImportError),
}

/// Reads a file, whatever it is. A draft's own file is never taken for a published report: who
/// opens a damaged one wants to know that. `today` is an ISO date.
///
/// # Errors
/// If it can't be read at all.
pub fn read_file(catalog: &Catalog, path: &Path, today: &str) -> Result<ReadFile, ReadFileError> {
    let bytes = files::read(path)?;
    let name = files::name(path);
    match open_report(catalog, &name, &bytes) {
        Ok(opened) => Ok(ReadFile::Opened(Box::new(opened))),
        Err(error) if draft::is_draft_name(path) || is_draft_after_all(&error) => Err(error.into()),
        Err(_) => {
            let imported = import_bytes(catalog, &name, &bytes, today)?;
            Ok(ReadFile::Imported(Box::new(imported)))
        }
    }
}

/// Reads a published report; the return then says where it came from. `today` is an ISO date.
///
/// # Errors
/// If it can't be read at all; what is no report is no error.
pub fn import_bytes(
    catalog: &Catalog,
    name: &str,
    bytes: &[u8],
    today: &str,
) -> Result<Imported, ImportError> {
    let imported = match import::import(catalog, name, bytes) {
        Err(ImportError::Legacy { file, format }) => match legacy::convert(format, bytes) {
            Ok(converted) => import::import(catalog, name, &converted)?,
            Err(NotConverted::Missing) => return Err(ImportError::Legacy { file, format }),
            Err(NotConverted::Failed) => return Err(ImportError::NotConverted { file, format }),
            Err(NotConverted::TimedOut { seconds }) => {
                return Err(ImportError::ConversionTooSlow {
                    file,
                    format,
                    seconds,
                });
            }
        },
        other => other?,
    };
    Ok(with_provenance(imported, name, bytes, today))
}

fn with_provenance(mut imported: Imported, name: &str, bytes: &[u8], today: &str) -> Imported {
    let provenance = imported.located.ret.provenance.get_or_insert_default();
    name.clone_into(&mut provenance.file);
    today.clone_into(&mut provenance.imported_on);
    provenance.sha256 = Fingerprint::of(bytes).to_string();
    imported
}

/// Reads the text on the clipboard as a report. `today` is an ISO date.
///
/// # Errors
/// As [`import::import`].
pub fn import_clipboard(
    catalog: &Catalog,
    text: &str,
    today: &str,
) -> Result<Imported, ImportError> {
    let mut source = readers::read(CLIPBOARD, text.as_bytes(), &Limits::USUAL)?;
    source.reader = ReaderKind::Clipboard;
    let located = locate(catalog, &source);
    let imported = Imported { source, located };
    Ok(with_provenance(imported, CLIPBOARD, text.as_bytes(), today))
}

/// Whether a file that can't be opened was meant to be a draft: then a person wants to know what
/// is wrong with it. What only carried one is read for what it shows.
fn is_draft_after_all(error: &DraftError) -> bool {
    matches!(
        error,
        DraftError::Damaged { .. }
            | DraftError::UnknownEdition { .. }
            | DraftError::UnknownAlternative { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_draft_is_no_published_report() {
        let folder = tempfile::tempdir().unwrap();
        let catalog = Catalog::built_in().unwrap();
        let path = folder.path().join("甲.nianbao");
        std::fs::write(&path, b"{\"format\":\"nianbao-draft\",\n\"version\":").unwrap();
        let error = read_file(&catalog, &path, "2026-11-22").unwrap_err();
        assert!(matches!(error, ReadFileError::Draft(_)), "{error}");
        for named in ["甲.nianbao", "甲.NIANBAO"] {
            let path = folder.path().join(named);
            for garbage in ["", "年报", "\0\u{1}"] {
                std::fs::write(&path, garbage).unwrap();
                let error = read_file(&catalog, &path, "2026-11-22").unwrap_err();
                assert!(matches!(error, ReadFileError::Draft(_)), "{error}");
            }
        }
    }
}
