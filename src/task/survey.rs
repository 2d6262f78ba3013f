//! Many files at once: found in folders, read side by side, each by itself.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::{OpenedReport, ReadFile, read_file};
use crate::assessment::Assessment;
use crate::draft;
use crate::files;
use crate::form::catalog::Catalog;
use crate::survey::{Summary, Surveyed};

/// More files than any office collects are not looked at.
pub const MOST_FILES: usize = 20_000;
/// Folders within folders that are looked into.
const DEEPEST: usize = 16;

/// The endings of files that are read in folders; a file that is named is always read.
pub const ENDINGS: [&str; 20] = [
    draft::EXTENSION,
    "html",
    "htm",
    "shtml",
    "mht",
    "mhtml",
    "txt",
    "md",
    "markdown",
    "csv",
    "docx",
    "doc",
    "wps",
    "rtf",
    "odt",
    "xlsx",
    "xls",
    "et",
    "ods",
    "pdf",
];

/// The files meant by a list of files and folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundFiles {
    /// In the order they were named, those of a folder by name; each once.
    pub paths: Vec<PathBuf>,
    /// What was not looked at, a sentence each.
    pub remarks: Vec<String>,
}

/// Looks through folders. A file that is named is taken as it is, whether it is there or not.
pub fn find_files(named: &[PathBuf]) -> FoundFiles {
    let mut found = FoundFiles::default();
    let mut seen = BTreeSet::new();
    for path in named {
        let paths = if path.is_dir() {
            let paths = in_folder(path, &mut found.remarks);
            if paths.is_empty() {
                let folder = path.display();
                found
                    .remarks
                    .push(format!("文件夹“{folder}”里没有能读取的文件"));
            }
            paths
        } else {
            vec![path.clone()]
        };
        for path in paths {
            if found.paths.len() >= MOST_FILES {
                let text = format!("文件超过 {MOST_FILES} 个，后面的没有读。请分几次审核");
                found.remarks.push(text);
                return found;
            }
            if seen.insert(std::path::absolute(&path).unwrap_or_else(|_| path.clone())) {
                found.paths.push(path);
            }
        }
    }
    found
}

/// The files of a folder and of those in it, by path. Links are not followed, so there is an end.
fn in_folder(folder: &Path, remarks: &mut Vec<String>) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            remarks.push(format!(
                "文件夹“{}”打不开，其中的文件没有读。请检查权限",
                folder.display()
            ));
            continue;
        };
        for entry in entries.flatten() {
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            let path = entry.path();
            if kind.is_dir() && depth < DEEPEST && !is_hidden(&path) {
                folders.push((path, depth + 1));
            } else if kind.is_file() && is_report_by_name(&path) {
                paths.push(path);
            }
        }
        if paths.len() > MOST_FILES {
            break;
        }
    }
    paths.sort();
    paths
}

/// Files of the system, and those office programs leave beside an open document.
fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(['.', '~'])
}

fn is_report_by_name(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    !is_hidden(path)
        && ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
}

/// Surveys files side by side on all cores. `each` is called for every file when it is done, with
/// its place in `paths`, from any thread. Once `cancel` is set no other file is begun.
/// `today` is an ISO date.
pub fn survey(
    catalog: &Catalog,
    paths: &[PathBuf],
    today: &str,
    cancel: &AtomicBool,
    each: impl Fn(usize, Surveyed) + Sync,
) {
    let work = |path: &Path| summary(catalog, path, today);
    each_file(paths, cancel, work, |place, result| {
        if let Some(path) = paths.get(place) {
            let path = path.clone();
            each(place, Surveyed { path, result });
        }
    });
}

/// The same for those who wait for the end: one for each file that was read, in the order of `paths`.
pub fn survey_all(
    catalog: &Catalog,
    paths: &[PathBuf],
    today: &str,
    cancel: &AtomicBool,
    progress: impl Fn(usize) + Sync,
) -> Vec<Surveyed> {
    let done = Mutex::new(Vec::with_capacity(paths.len()));
    survey(catalog, paths, today, cancel, |place, surveyed| {
        let mut done = done.lock().unwrap_or_else(|broken| broken.into_inner());
        done.push((place, surveyed));
        progress(done.len());
    });
    let mut done = done
        .into_inner()
        .unwrap_or_else(|broken| broken.into_inner());
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, surveyed)| surveyed).collect()
}

/// Does something with every file, several at a time. A file that makes a library stop with a
/// panic is said, and the rest goes on.
pub fn each_file<T: Send>(
    paths: &[PathBuf],
    cancel: &AtomicBool,
    work: impl Fn(&Path) -> Result<T, String> + Sync,
    done: impl Fn(usize, Result<T, String>) + Sync,
) {
    paths.par_iter().enumerate().for_each(|(place, path)| {
        if cancel.load(Ordering::Relaxed) {
            return;
        }
        done(place, unbroken(&files::name(path), || work(path)));
    });
}

/// Reads a file; a panic on the way is a failure like others.
pub(super) fn unbroken<T>(
    file: &str,
    work: impl FnOnce() -> Result<T, String>,
) -> Result<T, String> {
    // Nothing outlives a panic here but what the work was given, which it can't change.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken(file)))
}

fn broken(file: &str) -> String {
    format!("“{file}”读到一半出错，没有读完。请用原来的软件打开后另存，再试一次")
}

/// What a file is and what is wrong with it.
///
/// # Errors
/// A whole sentence, if it can't be read.
pub fn summary(catalog: &Catalog, path: &Path, today: &str) -> Result<Summary, String> {
    let read = read_file(catalog, path, today).map_err(|error| error.to_string())?;
    Ok(match read {
        ReadFile::Opened(opened) => of_opened(catalog, &opened),
        ReadFile::Imported(imported) => {
            let assessment = imported.located.assessment(catalog);
            Summary::of_imported(&imported, &assessment)
        }
    })
}

fn of_opened(catalog: &Catalog, opened: &OpenedReport) -> Summary {
    let (form, ret) = (&opened.form, &opened.draft.ret);
    let assessment = Assessment::of(catalog, form, ret);
    let notes = opened.draft.note.clone().into_iter();
    let remarks = notes.chain(opened.edits.sentence()).collect();
    Summary::of_return(form, ret, &assessment, opened.source.into(), remarks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::returns::Return;
    use crate::survey::State;

    #[test]
    fn folders_are_looked_through_and_one_broken_file_stops_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let catalog = Catalog::built_in().unwrap();
        let form = catalog.for_year(2023).unwrap();
        let ret = Return::blank(&form, "某区人民政府", 2023);
        let bytes = draft::write(&form, &ret, &draft::Unknown::default());
        fs::create_dir_all(folder.path().join("乡镇/甲")).unwrap();
        for (name, bytes) in [
            ("乡镇/甲/甲.nianbao", bytes.as_slice()),
            ("乡镇/空.PDF", b""),
            ("乡镇/~$甲.docx", b"x"),
            ("乡镇/甲.png", b"x"),
            ("坏.nianbao", b"{\"format\":\"nianbao-draft\",\"version\":"),
        ] {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        let found = find_files(&[folder.path().to_owned(), folder.path().join("坏.nianbao")]);
        assert_eq!(found.paths.len(), 3, "{:?}", found.paths);
        assert_eq!(found.remarks, Vec::<String>::new());
        let cancel = AtomicBool::new(false);
        let files = survey_all(&catalog, &found.paths, "2026-11-22", &cancel, |_| {});
        let states: Vec<State> = files.iter().map(Surveyed::state).collect();
        assert_eq!(
            states
                .iter()
                .filter(|state| **state == State::Unreadable)
                .count(),
            2
        );
        let draft = files.iter().find_map(Surveyed::report).unwrap();
        assert_eq!((draft.agency.as_str(), draft.year), ("某区人民政府", 2023));
        assert_eq!((draft.read, draft.of), (0, 166));

        cancel.store(true, Ordering::Relaxed);
        assert!(survey_all(&catalog, &found.paths, "2026-11-22", &cancel, |_| {}).is_empty());
    }

    #[test]
    fn a_panic_is_one_file_s_affair() {
        let paths: Vec<PathBuf> = (0..8)
            .map(|number| format!("{number}.txt").into())
            .collect();
        let done = Mutex::new(Vec::new());
        let work = |path: &Path| {
            assert!(path != Path::new("3.txt"), "made to fail");
            Ok(())
        };
        each_file(&paths, &AtomicBool::new(false), work, |place, result| {
            done.lock().unwrap().push((place, result));
        });
        let done = done.into_inner().unwrap();
        assert_eq!(done.len(), paths.len());
        let failed: Vec<_> = done.iter().filter(|(_, result)| result.is_err()).collect();
        assert_eq!(failed, [&(3, Err(broken("3.txt")))]);
    }
}
