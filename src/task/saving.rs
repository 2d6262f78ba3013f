//! A draft written to its file, and never over what another program wrote there meanwhile.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Outcome, Version};
use crate::draft::{self, Draft};
use crate::files::{self, FileError, Fingerprint, Lock, Previous, ReplaceError, Stood};
use crate::form::catalog::Catalog;

/// A draft to be written.
#[derive(Debug)]
pub struct SaveJob {
    pub version: Version,
    pub path: PathBuf,
    pub bytes: Vec<u8>,
    pub target: Target,
}

/// The file a draft is saved to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Its own file, locked already, with what it was last known to hold. `None` knows nothing:
    /// whatever stands there is somebody else's.
    Own(Option<Fingerprint>),
    /// Another file, to be locked first. The person was asked about overwriting.
    Other,
    /// Another file whose name nobody was asked about: it must not exist.
    New,
}

/// A draft that was written.
#[derive(Clone, Debug)]
pub struct Saved {
    /// `10:42`
    pub time: String,
    /// Of the bytes that stand in the file now.
    pub fingerprint: Fingerprint,
    pub place: SavedPlace,
}

/// Where a draft was written.
#[derive(Clone, Debug)]
pub enum SavedPlace {
    /// To its own file, and what stood there.
    Own(Stood),
    /// To another file than before, with the lock on it if the place takes locks.
    Other(Option<Arc<Lock>>),
}

/// Why a draft was not written. The file is as it was.
#[derive(Clone, Debug)]
pub enum NotSaved {
    /// Another program has changed the file since it was opened or saved.
    Changed(Box<OtherVersion>),
    /// A whole sentence.
    Failed(String),
}

/// What another program left in a draft's file.
#[derive(Clone, Debug)]
pub struct OtherVersion {
    pub fingerprint: Fingerprint,
    /// `2024-01-26 10:42`, where the system knows it.
    pub changed_at: Option<String>,
    /// What it says, or the sentence that says why it can't be read.
    pub draft: Result<Draft, String>,
}

impl SaveJob {
    /// Writes the draft. Blocks.
    pub(super) fn run(self, catalog: &Catalog) -> Outcome {
        let Self {
            version,
            path,
            bytes,
            target,
        } = self;
        let result = write(&path, &bytes, target)
            .map(|place| Saved {
                time: files::time_of_day(),
                fingerprint: Fingerprint::of(&bytes),
                place,
            })
            .map_err(|error| match error {
                ReplaceError::Changed(bytes) => NotSaved::Changed(Box::new(OtherVersion {
                    fingerprint: Fingerprint::of(&bytes),
                    changed_at: files::changed_at(&path),
                    draft: draft::read(catalog, &files::name(&path), &bytes)
                        .map_err(|error| error.to_string()),
                })),
                ReplaceError::File(error) => NotSaved::Failed(error.to_string()),
            });
        Outcome::Saved {
            version,
            path,
            result,
        }
    }
}

fn write(path: &Path, bytes: &[u8], target: Target) -> Result<SavedPlace, ReplaceError> {
    match target {
        Target::Own(known) => {
            files::replace_known(path, bytes, known.as_ref()).map(SavedPlace::Own)
        }
        Target::New if path.exists() => Err(FileError::Exists(path.to_owned()).into()),
        Target::New | Target::Other => {
            let lock = Lock::acquire(path)?.map(Arc::new);
            files::write_whole(path, bytes, Previous::Kept)?;
            Ok(SavedPlace::Other(lock))
        }
    }
}
