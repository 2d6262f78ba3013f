//! Says that a draft is open here, so that nobody overwrites it from elsewhere.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::FileError;

/// A held lock: a small file beside the draft that names who and since when.
///
/// The system's own file lock tells whether the holder still lives, so a
/// killed program leaves nothing that has to be cleaned up by hand.
#[derive(Debug)]
pub struct Lock {
    file: PathBuf,
    /// Held until it is dropped.
    _handle: File,
}

#[derive(Serialize, Deserialize)]
struct Holder {
    name: String,
    computer: String,
    since: String,
}

impl Lock {
    /// Locks a draft. `None` where the place takes no locks (a read-only folder,
    /// some network drives): working without one beats not working.
    ///
    /// # Errors
    /// [`FileError::Locked`] with the holder's name if it is open elsewhere.
    pub fn acquire(path: &Path) -> Result<Option<Self>, FileError> {
        let file = lock_file(path);
        let opened = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&file);
        let Ok(mut handle) = opened else {
            return Ok(None);
        };
        match handle.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(FileError::Locked {
                    path: path.to_owned(),
                    holder: holder(&file),
                });
            }
            Err(TryLockError::Error(_)) => return Ok(None),
        }
        let text = serde_json::to_vec(&Holder::of_this_person()).unwrap_or_default();
        // A lock without a name still locks.
        let _ = handle.set_len(0).and_then(|()| handle.write_all(&text));
        Ok(Some(Self {
            file,
            _handle: handle,
        }))
    }

    /// Whether somebody has the draft open right now.
    pub fn is_held(path: &Path) -> bool {
        File::open(lock_file(path))
            .is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock file left behind is stale by itself: nobody holds it.
        let _ = fs::remove_file(&self.file);
    }
}

impl Holder {
    fn of_this_person() -> Self {
        let variable = |names: [&str; 2]| {
            names
                .into_iter()
                .find_map(|name| std::env::var(name).ok())
                .unwrap_or_default()
        };
        Self {
            name: variable(["USER", "USERNAME"]),
            computer: variable(["HOSTNAME", "COMPUTERNAME"]),
            since: super::date_and_time(),
        }
    }
}

/// Who holds a lock, in words. Windows doesn't let it be read while it is held.
fn holder(file: &Path) -> String {
    fs::read(file)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Holder>(&bytes).ok())
        .map_or_else(
            || "另一个窗口或另一台电脑".to_owned(),
            |holder| {
                let who: Vec<&str> = [holder.name.as_str(), holder.computer.as_str()]
                    .into_iter()
                    .filter(|word| !word.is_empty())
                    .collect();
                let who = if who.is_empty() {
                    "另一个窗口".to_owned()
                } else {
                    who.join("@")
                };
                format!("{who}（{} 起）", holder.since)
            },
        )
}

fn lock_file(path: &Path) -> PathBuf {
    path.with_file_name(format!(".~{}.lock", super::name(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_opening_is_told_who_has_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.nianbao");
        let lock = Lock::acquire(&path).unwrap().unwrap();
        assert!(Lock::is_held(&path));
        let message = Lock::acquire(&path).unwrap_err().to_string();
        assert!(message.contains("只能查看"), "{message}");
        drop(lock);
        assert!(!Lock::is_held(&path));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_lock_left_by_a_killed_program_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.nianbao");
        fs::write(lock_file(&path), b"{}").unwrap();
        assert!(Lock::acquire(&path).unwrap().is_some());
    }
}
