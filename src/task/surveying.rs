//! A survey in the window: its files come back as they are read, and what goes out of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::{WrittenOpinions, find_files, list_bytes, survey, write_opinions};
use crate::files::{self, Previous};
use crate::form::catalog::Catalog;
use crate::survey::Surveyed;

/// Work on many files at once.
#[derive(Debug)]
pub enum SurveyJob {
    /// Looks through folders and reads every file; until `cancel` is set.
    Run {
        /// The survey's number in this session.
        number: u64,
        /// Files and folders.
        named: Vec<PathBuf>,
        cancel: Arc<AtomicBool>,
    },
    /// Writes the list as a workbook.
    List {
        surveyed: Vec<Surveyed>,
        path: PathBuf,
    },
    /// Writes an opinion on each file into a folder.
    Opinions {
        surveyed: Vec<Surveyed>,
        folder: PathBuf,
    },
}

/// What comes of it. Failures are whole sentences.
#[derive(Clone, Debug)]
pub enum SurveyOutcome {
    /// The files are known.
    Found {
        number: u64,
        count: usize,
        remarks: Vec<String>,
    },
    /// A file was read; its place in the order of names.
    Read {
        number: u64,
        place: usize,
        surveyed: Box<Surveyed>,
    },
    /// Nothing more will come.
    Ended {
        number: u64,
    },
    Listed(Result<PathBuf, String>),
    /// The folder, and what was written there.
    OpinionsWritten(Result<(PathBuf, WrittenOpinions), String>),
}

impl SurveyJob {
    /// Does the work. Blocks. Every file is told when it is read, from any thread.
    pub(super) fn run(
        self,
        catalog: &Catalog,
        tell: impl Fn(SurveyOutcome) + Sync,
    ) -> SurveyOutcome {
        match self {
            Self::Run {
                number,
                named,
                cancel,
            } => {
                let found = find_files(&named);
                tell(SurveyOutcome::Found {
                    number,
                    count: found.paths.len(),
                    remarks: found.remarks,
                });
                let today = files::today();
                survey(catalog, &found.paths, &today, &cancel, |place, surveyed| {
                    let surveyed = Box::new(surveyed);
                    tell(SurveyOutcome::Read {
                        number,
                        place,
                        surveyed,
                    });
                });
                SurveyOutcome::Ended { number }
            }
            Self::List { surveyed, path } => {
                SurveyOutcome::Listed(list(&surveyed, &path).map(|()| path))
            }
            Self::Opinions { surveyed, folder } => {
                let written = write_opinions(&surveyed, &folder, &files::today());
                SurveyOutcome::OpinionsWritten(match written {
                    Ok(written) => Ok((folder, written)),
                    Err(error) => Err(error.to_string()),
                })
            }
        }
    }
}

fn list(surveyed: &[Surveyed], path: &Path) -> Result<(), String> {
    let bytes = list_bytes(surveyed, &files::today()).map_err(|error| error.to_string())?;
    files::write_whole(path, &bytes, Previous::Replaced).map_err(|error| error.to_string())
}
