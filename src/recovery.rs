//! Work that isn't in any draft yet, kept so that a crash can't take it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use thiserror::Error;

use crate::draft::{self, Draft, DraftError};
use crate::files::{self, FileError, Fingerprint, Folders, Lock, Previous};
use crate::form::catalog::Catalog;

/// A recovery file, as the start page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The recovery file.
    pub backup: PathBuf,
    pub title: String,
    /// `2024-01-26 10:42`
    pub time: String,
    /// The draft's own file, if it had one.
    pub path: Option<PathBuf>,
}

/// A recovery file that was written.
#[derive(Clone, Debug)]
pub struct BackedUp {
    pub path: PathBuf,
    pub time: String,
    pub lock: Option<Arc<Lock>>,
}

#[derive(Debug, Error)]
pub enum RecoveryError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Draft(#[from] DraftError),
    #[error("恢复文件“{0}”已损坏，不能打开。请打开上次保存的草稿")]
    Damaged(PathBuf),
}

/// Where work belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belonging {
    pub title: String,
    /// The draft's own file.
    pub path: Option<PathBuf>,
    /// What that file held when the work was last in step with it; older recovery files don't say.
    pub fingerprint: Option<Fingerprint>,
}

/// The file on the disk: the draft with where it belongs.
#[derive(Serialize, Deserialize)]
struct Recovery {
    title: String,
    time: String,
    path: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fingerprint: Option<Fingerprint>,
    draft: Box<RawValue>,
}

const EXTENSION: &str = "recovery";

/// Writes the recovery file, a new one if `backup` is `None`.
///
/// # Errors
/// If the folder can't be written to.
pub fn write(
    folders: &Folders,
    backup: Option<PathBuf>,
    belonging: Belonging,
    draft: &[u8],
) -> Result<BackedUp, RecoveryError> {
    folders.make();
    let is_new = backup.is_none();
    let backup = backup.unwrap_or_else(|| new_file(folders));
    let damaged = || RecoveryError::Damaged(backup.clone());
    let text = String::from_utf8(draft.to_vec()).map_err(|_| damaged())?;
    let recovery = Recovery {
        title: belonging.title,
        time: files::date_and_time(),
        path: belonging.path,
        fingerprint: belonging.fingerprint,
        draft: RawValue::from_string(text).map_err(|_| damaged())?,
    };
    let bytes = serde_json::to_vec(&recovery).map_err(|_| damaged())?;
    files::write_whole(&backup, &bytes, Previous::Replaced)?;
    // The lock tells other windows that this work is not lost.
    let lock = is_new
        .then(|| Lock::acquire(&backup).ok().flatten())
        .flatten();
    Ok(BackedUp {
        path: backup,
        time: files::time_of_day(),
        lock: lock.map(Arc::new),
    })
}

/// A name nobody uses: this process and the next free number.
fn new_file(folders: &Folders) -> PathBuf {
    let process = std::process::id();
    (1_u32..)
        .map(|number| {
            folders
                .recovery()
                .join(format!("{process}-{number}.{EXTENSION}"))
        })
        .find(|path| !path.exists())
        .unwrap_or_else(|| folders.recovery().join(format!("{process}.{EXTENSION}")))
}

/// Every recovery file that no running program holds, newest first.
pub fn find(folders: &Folders) -> Vec<Recovered> {
    let Ok(entries) = fs::read_dir(folders.recovery()) else {
        return Vec::new();
    };
    let mut found: Vec<Recovered> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == EXTENSION)
        })
        .filter(|path| !Lock::is_held(path))
        .filter_map(|backup| {
            let recovery: Recovery = serde_json::from_slice(&files::read(&backup).ok()?).ok()?;
            Some(Recovered {
                backup,
                title: recovery.title,
                time: recovery.time,
                path: recovery.path,
            })
        })
        .collect();
    found.sort_by(|a, b| b.time.cmp(&a.time).then(a.backup.cmp(&b.backup)));
    found
}

/// Opens a recovery file: the draft and where it belongs.
///
/// # Errors
/// If it can't be read or its draft is damaged.
pub fn open(catalog: &Catalog, backup: &Path) -> Result<(Draft, Belonging), RecoveryError> {
    let bytes = files::read(backup)?;
    let recovery: Recovery =
        serde_json::from_slice(&bytes).map_err(|_| RecoveryError::Damaged(backup.to_owned()))?;
    let draft = draft::read(
        catalog,
        &files::name(backup),
        recovery.draft.get().as_bytes(),
    )?;
    let belonging = Belonging {
        title: recovery.title,
        path: recovery.path,
        fingerprint: recovery.fingerprint,
    };
    Ok((draft, belonging))
}

/// Removes a recovery file; one that is gone already is fine.
pub fn remove(backup: &Path) {
    // Takes a lock that a killed program left away with it.
    let lock = Lock::acquire(backup);
    // A file that can't be removed is offered again, which loses nothing.
    let _ = fs::remove_file(backup);
    drop(lock);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Unknown;
    use crate::returns::Return;

    #[test]
    fn work_is_found_again_once_nobody_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::in_folder(folder.path());
        let catalog = Catalog::built_in().unwrap();
        let form = catalog.for_year(2023).unwrap();
        let ret = Return::blank(&form, "甲", 2023);
        let bytes = draft::write(&form, &ret, &Unknown::default());
        let belonging = Belonging {
            title: "甲".into(),
            path: Some("甲.nianbao".into()),
            fingerprint: Some(Fingerprint::of(b"1")),
        };
        let backed_up = write(&folders, None, belonging.clone(), &bytes).unwrap();
        assert_eq!(find(&folders), []);
        let path = backed_up.path.clone();
        drop(backed_up);
        let found = find(&folders);
        assert_eq!(found.len(), 1);
        let (draft, belongs) = open(&catalog, &path).unwrap();
        assert_eq!((draft.ret, belongs), (ret, belonging));
        remove(&path);
        assert_eq!(find(&folders), []);
        assert_eq!(fs::read_dir(folders.recovery()).unwrap().count(), 0);
    }
}
