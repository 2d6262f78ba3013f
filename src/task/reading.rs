//! Published reports, read for the review.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::draft::{DraftError, EXTENSION};
use crate::files;
use crate::form::catalog::Catalog;
use crate::import::{self, Imported, Located, Source};

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
            Self::Clipboard(_) => "剪贴板".to_owned(),
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

/// Whether a file that is no draft is read as a published report. A draft's own file isn't: who
/// opens a damaged one wants to know that.
pub(super) fn may_be_published(path: &Path, error: &DraftError) -> bool {
    let is_draft = path.extension().is_some_and(|ending| ending == EXTENSION);
    let carries_none = matches!(
        error,
        DraftError::NotADraft { .. } | DraftError::NothingCarried(_) | DraftError::Encrypted(_)
    );
    carries_none && !is_draft
}

/// Reads a report for the review. Blocks.
///
/// # Errors
/// A whole sentence.
pub(super) fn read(catalog: &Catalog, origin: &Origin) -> Result<ReadSource, String> {
    match origin {
        Origin::File(path) => {
            let bytes = files::read(path).map_err(|error| error.to_string())?;
            read_bytes(catalog, origin, &bytes)
        }
        Origin::Clipboard(text) => read_bytes(catalog, origin, text.as_bytes()),
    }
}

/// The same with the bytes at hand.
pub(super) fn read_bytes(
    catalog: &Catalog,
    origin: &Origin,
    bytes: &[u8],
) -> Result<ReadSource, String> {
    let imported = import::import(catalog, &origin.name(), bytes);
    let Imported {
        source,
        mut located,
    } = imported.map_err(|error| error.to_string())?;
    let provenance = located.ret.provenance.get_or_insert_default();
    provenance.file = origin.name();
    provenance.sha256 = hexadecimal(&Sha256::digest(bytes));
    provenance.imported_on = files::today();
    Ok(ReadSource {
        origin: origin.clone(),
        source,
        located,
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
