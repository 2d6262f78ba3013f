//! What goes out of a survey: the list, and an opinion for each unit.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::document_bytes;
use crate::command::Format;
use crate::export::fonts::Typefaces;
use crate::export::opinion::{self, opinion};
use crate::export::{ExportError, xlsx};
use crate::files::{self, FileError, Previous};
use crate::survey::{State, Surveyed};

/// The formats an opinion is written in: to be stamped, and to be changed.
const FORMATS: [Format; 2] = [Format::Pdf, Format::Docx];

/// Why opinions could not be written. Each is a whole sentence.
#[derive(Debug, thiserror::Error)]
pub enum OpinionError {
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error(transparent)]
    File(#[from] FileError),
}

/// The list of a survey as a workbook. `today` is an ISO date.
///
/// # Errors
/// If it can't be made.
pub fn list_bytes(files: &[Surveyed], today: &str) -> Result<Vec<u8>, ExportError> {
    xlsx::write_survey(files, Some(today))
}

/// The opinion on one file in a format.
///
/// # Errors
/// If it can't be made.
pub fn opinion_bytes(file: &Surveyed, format: Format, today: &str) -> Result<Vec<u8>, ExportError> {
    document_bytes(&opinion(file, today), format, Typefaces::Bundled)
}

/// What became of the opinions on many reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenOpinions {
    /// The files, those of a report one after another.
    pub paths: Vec<PathBuf>,
    /// Why others are missing, a sentence each.
    pub failures: Vec<String>,
}

/// Writes an opinion on every report that has something to be mended into a folder, which is made
/// if it is missing. What is there already may have been edited since and stays: a new opinion gets
/// a number behind its name. One that can't be made or written doesn't stop the others.
///
/// # Errors
/// If the folder can't be made.
pub fn write_opinions(
    files: &[Surveyed],
    folder: &Path,
    today: &str,
) -> Result<WrittenOpinions, FileError> {
    files::make_folder(folder)?;
    let mut taken = BTreeSet::new();
    let mut written = WrittenOpinions::default();
    for file in files.iter().filter(|file| file.state() != State::Clean) {
        let name = free_name(file, folder, &mut taken);
        for format in FORMATS {
            let path = opinion_path(folder, &name, format);
            match write_opinion(file, format, today, &path) {
                Ok(()) => written.paths.push(path),
                Err(error) => written.failures.push(error.to_string()),
            }
        }
    }
    Ok(written)
}

fn write_opinion(
    file: &Surveyed,
    format: Format,
    today: &str,
    path: &Path,
) -> Result<(), OpinionError> {
    let bytes = opinion_bytes(file, format, today)?;
    Ok(files::write_whole(path, &bytes, Previous::Replaced)?)
}

fn opinion_path(folder: &Path, name: &str, format: Format) -> PathBuf {
    folder.join(format!("{name}.{}", format.extension()))
}

/// A name no other opinion has, none in the folder either: by agency and year, else by the file.
fn free_name(file: &Surveyed, folder: &Path, taken: &mut BTreeSet<String>) -> String {
    let whose = match file.report() {
        Some(report) if !report.agency.is_empty() && report.year != 0 => {
            format!("{}{}年", report.agency, report.year)
        }
        _ => {
            let stem = file.path.file_stem().unwrap_or_default();
            stem.to_string_lossy().into_owned()
        }
    };
    let mut number = 1;
    loop {
        let again = match number {
            1 => String::new(),
            number => format!("（{number}）"),
        };
        let name = format!("{}{}{again}", files::file_name_from(&whose), opinion::NAME);
        // What can't be looked at is taken for missing: writing it will say why.
        let is_there = |format| {
            opinion_path(folder, &name, format)
                .symlink_metadata()
                .is_ok()
        };
        if !FORMATS.into_iter().any(is_there) && taken.insert(name.clone()) {
            return name;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opinions_don_t_take_each_other_s_place() {
        let folder = tempfile::tempdir().unwrap();
        let broken = |path: &str| Surveyed {
            path: path.into(),
            result: Err("读不出来".to_owned()),
        };
        let files = [broken("a/甲.pdf"), broken("b/甲.docx")];
        let written = write_opinions(&files, &folder.path().join("意见"), "2026-11-22").unwrap();
        let names: Vec<String> = written.paths.iter().map(|path| files::name(path)).collect();
        assert_eq!(
            names,
            [
                "甲审核意见.pdf",
                "甲审核意见.docx",
                "甲审核意见（2）.pdf",
                "甲审核意见（2）.docx"
            ]
        );
        assert!(written.paths.iter().all(|path| path.is_file()));
    }

    #[test]
    fn an_opinion_that_is_there_stays_and_one_that_can_t_be_written_stops_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let broken = |path: &str| Surveyed {
            path: path.into(),
            result: Err("读不出来".to_owned()),
        };
        let edited = folder.path().join("甲审核意见.docx");
        std::fs::write(&edited, "改过").unwrap();
        // No file system takes so long a name.
        let files = [broken(&"长".repeat(300)), broken("甲.pdf")];
        let written = write_opinions(&files, folder.path(), "2026-11-22").unwrap();
        let names: Vec<String> = written.paths.iter().map(|path| files::name(path)).collect();
        assert_eq!(names, ["甲审核意见（2）.pdf", "甲审核意见（2）.docx"]);
        assert_eq!(std::fs::read(edited).unwrap(), "改过".as_bytes());
        assert_eq!(written.failures.len(), FORMATS.len());
    }
}
