//! Reports of other years, read and exported away from the window.

use std::path::{Path, PathBuf};

use crate::export::xlsx;
use crate::files::{self, Previous};
use crate::form::catalog::Catalog;
use crate::totals::derive;
use crate::years::{YearReport, Years};

use super::{ReadReport, Version, read_report};
use crate::draft::EXTENSION;

/// More drafts than any agency keeps in one folder are not looked at.
const MOST_FILES: usize = 200;

/// Work with the reports of several years. No file is locked.
#[derive(Debug)]
pub enum YearsJob {
    /// Looks through the drafts beside the one in work.
    Find {
        version: Version,
        /// The draft in work, which is passed over.
        beside: PathBuf,
        agency: String,
    },
    /// Reads the files a person adds.
    Read {
        version: Version,
        paths: Vec<PathBuf>,
    },
    /// Writes the years side by side as a workbook.
    Export { years: Box<Years>, path: PathBuf },
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum YearsOutcome {
    Found {
        version: Version,
        agency: String,
        reports: Vec<YearFile>,
    },
    /// One for each file, in their order; a failure is a whole sentence.
    Read {
        version: Version,
        results: Vec<Result<YearFile, String>>,
    },
    Exported {
        result: Result<PathBuf, String>,
    },
}

/// A year's report with the file it was read from.
#[derive(Clone, Debug)]
pub struct YearFile {
    pub path: PathBuf,
    pub report: YearReport,
}

impl YearsJob {
    /// Does the work. Blocks.
    pub(super) fn run(self, catalog: &Catalog) -> YearsOutcome {
        match self {
            Self::Find {
                version,
                beside,
                agency,
            } => YearsOutcome::Found {
                version,
                reports: find(catalog, &beside, &agency),
                agency,
            },
            Self::Read { version, paths } => YearsOutcome::Read {
                version,
                results: paths.iter().map(|path| read(catalog, path)).collect(),
            },
            Self::Export { years, path } => YearsOutcome::Exported {
                result: export(&years, &path).map(|()| path),
            },
        }
    }
}

/// The agency's drafts beside a draft. What can't be read is somebody else's business.
fn find(catalog: &Catalog, beside: &Path, agency: &str) -> Vec<YearFile> {
    let Some(folder) = beside.parent() else {
        return Vec::new();
    };
    let mut paths = files::with_ending(folder, EXTENSION);
    paths.retain(|path| path != beside);
    paths
        .iter()
        .take(MOST_FILES)
        .filter_map(|path| read(catalog, path).ok())
        .filter(|file| file.report.agency == agency)
        .collect()
}

fn read(catalog: &Catalog, path: &Path) -> Result<YearFile, String> {
    let ReadReport {
        file, form, ret, ..
    } = read_report(catalog, path)?;
    Ok(YearFile {
        path: path.to_owned(),
        report: YearReport {
            year: ret.header.year,
            agency: ret.header.agency.trim().to_owned(),
            derived: derive(&form, &ret.stated),
            form,
            source: file,
        },
    })
}

fn export(years: &Years, path: &Path) -> Result<(), String> {
    let bytes = xlsx::write_years(years, None).map_err(|error| error.to_string())?;
    files::write_whole(path, &bytes, Previous::Replaced).map_err(|error| error.to_string())
}
