//! The disk: read with a limit, write whole, lock, and find the program's folders.

mod fingerprint;
mod lock;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use fingerprint::Fingerprint;
pub use lock::Lock;

/// The largest file that is read.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// What went wrong with a file, and what to do about it.
#[derive(Debug, Error)]
pub enum FileError {
    #[error("找不到“{0}”。请检查文件是否已移动或改名")]
    Missing(PathBuf),
    #[error("没有权限读取“{0}”。请在文件属性中检查权限，或请管理员帮助")]
    Unreadable(PathBuf),
    #[error("“{0}”是文件夹。请选择其中的文件")]
    Folder(PathBuf),
    #[error("“{0}”超过 64 MB，不像年报文件。请核对所选的文件")]
    TooLarge(PathBuf),
    #[error("“{path}”读不出来（{cause}）。请检查磁盘或网络位置后再试")]
    Read { path: PathBuf, cause: String },
    #[error("磁盘已满，“{0}”没有保存，原来的文件没有改动。请清理磁盘或另存到别处")]
    Full(PathBuf),
    #[error("“{0}”不能写入，原来的文件没有改动。请检查文件是否只读、文件夹权限，或另存到别处")]
    Unwritable(PathBuf),
    #[error("“{0}”所在的文件夹不存在，没有保存。请先建好文件夹，或另存到别处")]
    NoFolder(PathBuf),
    #[error("“{path}”没有保存（{cause}），原来的文件没有改动。请再试，或另存到别处")]
    Write { path: PathBuf, cause: String },
    #[error("“{0}”已经存在，没有覆盖。请另起文件名")]
    Exists(PathBuf),
    #[error("“{path}”已由{holder}打开，这里只能查看。请对方关闭后再打开，或另存为新文件")]
    Locked { path: PathBuf, holder: String },
}

/// Reads a whole file of a sane size.
///
/// # Errors
/// If it is missing, unreadable, a folder, or larger than [`LARGEST`].
pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => FileError::Missing(path.to_owned()),
        io::ErrorKind::PermissionDenied if path.is_dir() => FileError::Folder(path.to_owned()),
        io::ErrorKind::PermissionDenied => FileError::Unreadable(path.to_owned()),
        io::ErrorKind::IsADirectory => FileError::Folder(path.to_owned()),
        _ => FileError::Read {
            path: path.to_owned(),
            cause: cause(&error),
        },
    };
    let file = File::open(path).map_err(failed)?;
    if path.is_dir() {
        return Err(FileError::Folder(path.to_owned()));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(FileError::TooLarge(path.to_owned()));
    }
    Ok(bytes)
}

/// What the system said, without its own language.
fn cause(error: &io::Error) -> String {
    match (error.kind(), error.raw_os_error()) {
        (io::ErrorKind::TimedOut, _) => "等待超时".to_owned(),
        (io::ErrorKind::NotConnected | io::ErrorKind::HostUnreachable, _) => {
            "网络位置连不上".to_owned()
        }
        (_, Some(code)) => format!("系统错误 {code}"),
        (_, None) => "原因不明".to_owned(),
    }
}

/// Makes a folder for files of the person's, with those above it.
///
/// # Errors
/// If it can't be made.
pub fn make_folder(path: &Path) -> Result<(), FileError> {
    fs::create_dir_all(path).map_err(|error| FileError::Write {
        path: path.to_owned(),
        cause: cause(&error),
    })
}

/// What becomes of the file that stood there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Previous {
    /// It stays beside the new one, with `.bak` behind its name.
    Kept,
    Replaced,
}

/// Writes a file whole or not at all: into a temporary file beside it, onto the disk, then in its place.
///
/// # Errors
/// If the disk is full or the place can't be written to; what stood there is untouched.
pub fn write_whole(path: &Path, bytes: &[u8], previous: Previous) -> Result<(), FileError> {
    write_after(path, bytes, previous, || Ok(()))
}

/// What stood in the place of a file that was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stood {
    /// What it was known to hold.
    Known,
    /// Nothing: somebody has moved or removed it.
    Nothing,
}

/// Why a file was not replaced. Nothing was written.
#[derive(Debug, Error)]
pub enum ReplaceError {
    /// Another program has changed it; these bytes stand there now.
    #[error("文件已被其他程序改动")]
    Changed(Vec<u8>),
    #[error(transparent)]
    File(#[from] FileError),
}

/// Replaces a file as [`write_whole`] does, keeping the previous one, if it still holds what is
/// known of it. `None` knows nothing: whatever stands there was changed.
///
/// The look at the file is the last step before it is replaced; no system lets the two be one.
///
/// # Errors
/// [`ReplaceError::Changed`] if it holds something else; else as [`read`] and [`write_whole`].
pub fn replace_known(
    path: &Path,
    bytes: &[u8],
    known: Option<&Fingerprint>,
) -> Result<Stood, ReplaceError> {
    write_after(path, bytes, Previous::Kept, || match read(path) {
        Ok(standing) if known == Some(&Fingerprint::of(&standing)) => Ok(Stood::Known),
        Ok(standing) => Err(ReplaceError::Changed(standing)),
        Err(FileError::Missing(_)) => Ok(Stood::Nothing),
        Err(error) => Err(error.into()),
    })
}

/// Writes a file whole, once `look` lets it: the bytes are on the disk by then, so that nothing
/// slow comes between the look and the file's new name.
fn write_after<T, E: From<FileError>>(
    path: &Path,
    bytes: &[u8],
    previous: Previous,
    look: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let failed = |error: io::Error| E::from(write_error(path, &error));
    let temporary = beside(path, &format!(".{}.tmp", std::process::id()));
    let written = fill(&temporary, bytes).map_err(failed).and_then(|()| {
        let seen = look()?;
        match previous {
            Previous::Kept => keep_previous(path),
            Previous::Replaced => Ok(()),
        }
        .and_then(|()| fs::rename(&temporary, path))
        .map_err(failed)?;
        Ok(seen)
    });
    match written {
        Ok(_) => sync_folder(path),
        // What can't be removed is a leftover of our own, not worth a second message.
        Err(_) => drop(fs::remove_file(&temporary)),
    }
    written
}

fn write_error(path: &Path, error: &io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            FileError::Full(path.to_owned())
        }
        io::ErrorKind::PermissionDenied
        | io::ErrorKind::ReadOnlyFilesystem
        | io::ErrorKind::IsADirectory => FileError::Unwritable(path.to_owned()),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            FileError::NoFolder(path.to_owned())
        }
        _ => FileError::Write {
            path: path.to_owned(),
            cause: cause(error),
        },
    }
}

fn fill(temporary: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(temporary)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Copies what stands at the path, whole or not at all.
fn keep_previous(path: &Path) -> io::Result<()> {
    if !path.is_file() {
        return Ok(());
    }
    let temporary = beside(path, &format!(".{}.bak.tmp", std::process::id()));
    let kept =
        fs::copy(path, &temporary).and_then(|_| fs::rename(&temporary, beside(path, ".bak")));
    if kept.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    kept
}

/// Makes the new name itself durable, where the system lets a folder be synced.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|path| !path.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        // Windows has no such thing; the rename is durable there by itself.
        let _ = folder.sync_all();
    }
}

/// The path with something behind its whole name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}

/// A file's name, as shown to people.
pub fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// A text as a file name that every system takes.
pub fn file_name_from(text: &str) -> String {
    const LONGEST: usize = 80;
    let name: String = text
        .chars()
        .filter(|c| {
            !c.is_control() && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        })
        .take(LONGEST)
        .collect();
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() {
        "年报".to_owned()
    } else {
        name.to_owned()
    }
}

/// The files of a folder whose names have an ending, by name; none if the folder can't be read.
pub fn with_ending(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    paths.sort();
    paths
}

/// A number this process hasn't given before, unlike those of other processes.
pub fn fresh_number() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};

    static GIVEN: AtomicU32 = AtomicU32::new(0);
    let given = GIVEN.fetch_add(1, Ordering::Relaxed);
    format!("{}-{given}", std::process::id())
}

/// `10:42`, on this computer's clock.
pub fn time_of_day() -> String {
    jiff::Zoned::now().strftime("%H:%M").to_string()
}

/// `2024-01-26 10:42`
pub fn date_and_time() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%d %H:%M").to_string()
}

/// When a file was last changed, as [`date_and_time`]; `None` where nobody knows.
pub fn changed_at(path: &Path) -> Option<String> {
    let changed = fs::metadata(path).and_then(|metadata| metadata.modified());
    let changed = jiff::Timestamp::try_from(changed.ok()?).ok()?;
    let here = changed.to_zoned(jiff::tz::TimeZone::system());
    Some(here.strftime("%Y-%m-%d %H:%M").to_string())
}

/// `2024-01-26`, on this computer's clock.
pub fn today() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%d").to_string()
}

/// This year by this computer's clock.
pub fn this_year() -> u16 {
    u16::try_from(jiff::Zoned::now().year()).unwrap_or_default()
}

/// Where settings and recovery files are kept.
#[derive(Clone, Debug)]
pub struct Folders {
    settings: PathBuf,
    recovery: PathBuf,
}

/// A folder of this name beside the program makes it portable.
const PORTABLE: &str = "nianbao-data";

impl Folders {
    /// The portable folder beside the program if there is one, else the system's folder for this person.
    pub fn of_this_person() -> Self {
        let portable = std::env::current_exe()
            .ok()
            .and_then(|program| Some(program.parent()?.join(PORTABLE)))
            .filter(|folder| folder.is_dir());
        if let Some(folder) = portable {
            return Self::in_folder(&folder);
        }
        match directories::ProjectDirs::from("", "", "nianbao") {
            Some(folders) => Self {
                settings: folders.config_dir().to_owned(),
                recovery: folders.data_local_dir().join("recovery"),
            },
            None => Self::in_folder(&std::env::temp_dir().join("nianbao")),
        }
    }

    /// Everything in one folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            settings: folder.to_owned(),
            recovery: folder.join("recovery"),
        }
    }

    /// Makes the folders that are missing. What can't be made is reported when something is written there.
    pub fn make(&self) {
        let _ = fs::create_dir_all(&self.settings);
        let _ = fs::create_dir_all(&self.recovery);
    }

    pub fn settings_file(&self) -> PathBuf {
        self.settings.join("settings.json")
    }

    /// Where an office puts the definitions of rows it adds.
    pub fn supplements(&self) -> PathBuf {
        self.settings.join("forms")
    }

    pub fn recovery(&self) -> &Path {
        &self.recovery
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_and_the_previous_one_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.nianbao");
        write_whole(&path, b"1", Previous::Kept).unwrap();
        write_whole(&path, b"2", Previous::Kept).unwrap();
        assert_eq!(read(&path).unwrap(), b"2");
        assert_eq!(read(&folder.path().join("甲.nianbao.bak")).unwrap(), b"1");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn only_what_is_known_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.nianbao");
        let known = Fingerprint::of(b"1");
        fs::write(&path, b"1").unwrap();
        let replaced = replace_known(&path, b"2", Some(&known)).unwrap();
        assert_eq!(replaced, Stood::Known);
        let refused = replace_known(&path, b"3", Some(&known));
        assert!(matches!(refused, Err(ReplaceError::Changed(other)) if other == b"2"));
        let refused = replace_known(&path, b"3", None);
        assert!(matches!(refused, Err(ReplaceError::Changed(_))));
        assert_eq!(read(&path).unwrap(), b"2");
        assert_eq!(read(&folder.path().join("甲.nianbao.bak")).unwrap(), b"1");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        fs::remove_file(&path).unwrap();
        let replaced = replace_known(&path, b"3", Some(&known)).unwrap();
        assert_eq!(replaced, Stood::Nothing);
        assert_eq!(read(&path).unwrap(), b"3");
    }

    #[test]
    fn a_failed_write_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("taken");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("inside"), b"1").unwrap();
        assert!(write_whole(&path, b"2", Previous::Replaced).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn unreadable_places_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("没有.nianbao");
        assert!(
            read(&missing)
                .unwrap_err()
                .to_string()
                .starts_with("找不到")
        );
        assert!(matches!(read(folder.path()), Err(FileError::Folder(_))));
    }

    #[test]
    fn names_lose_what_no_system_takes() {
        assert_eq!(file_name_from("甲/乙:2023*年?"), "甲乙2023年");
        assert_eq!(file_name_from("..."), "年报");
    }
}
