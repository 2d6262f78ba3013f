//! The command line: the same forms, rules and exports as the window, printed.
//!
//! Exit codes: 0 fine; 1 Errors, doubts or a refused export; 2 an input could not be
//! read, or is no report; 3 wrong usage; 4 could not write; for several files the highest.

/// Prints a line. A reader that went away, such as `head`, is no failure.
macro_rules! say {
    ($($arguments:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($arguments)*);
    }};
}

mod arguments;
mod cells;
mod check;
mod demo;
mod export;
mod forms;
mod import;
mod new;
mod print;
mod proof;
mod published;
mod scan;
mod years;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

pub use arguments::{Arguments, Parsed, Subcommand};

use crate::draft::Draft;
use crate::edits::Edits;
use crate::files;
use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::task::{OpenedReport, open_report};

/// How a run ended; a larger one is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Fine = 0,
    Findings = 1,
    Unreadable = 2,
    WrongUsage = 3,
    Unwritable = 4,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// A run that stopped: how, and the sentence for the error stream.
#[derive(Debug)]
pub struct Failure {
    pub status: Status,
    pub message: String,
}

impl Failure {
    /// Says it on the error stream.
    fn said(self) -> Status {
        eprintln!("{}", self.message);
        self.status
    }

    fn unreadable(error: impl ToString) -> Self {
        Self {
            status: Status::Unreadable,
            message: error.to_string(),
        }
    }

    fn wrong_usage(message: String) -> Self {
        Self {
            status: Status::WrongUsage,
            message,
        }
    }

    fn unwritable(error: impl ToString) -> Self {
        Self {
            status: Status::Unwritable,
            message: error.to_string(),
        }
    }
}

/// Runs a subcommand and prints what it has to say.
pub fn run(catalog: &Catalog, subcommand: Subcommand) -> Status {
    let result = match subcommand {
        Subcommand::Cells { file, json, edits } => {
            cells::run(catalog, &file, json, Later::asked(edits))
        }
        Subcommand::Import(arguments) => import::run(catalog, &arguments),
        Subcommand::Check(arguments) => check::run(catalog, &arguments),
        Subcommand::Export(arguments) => export::run(catalog, &arguments),
        Subcommand::Print(arguments) => print::run(catalog, &arguments),
        Subcommand::New(arguments) => new::run(catalog, &arguments),
        Subcommand::Forms { files } => Ok(forms::run(catalog, &files)),
        Subcommand::Years { files, json, xlsx } => {
            years::run(catalog, &files, json, xlsx.as_deref())
        }
        Subcommand::Proof { file, codes } => proof::run(catalog, &file, &codes),
        Subcommand::Scan { file, json } => scan::run(catalog, &file, json),
        Subcommand::Demo { folder } => demo::run(catalog, &folder),
    };
    result.unwrap_or_else(Failure::said)
}

/// What becomes of changes that were made in an exported workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Later {
    /// They are said, and left.
    Left,
    Taken,
}

impl Later {
    fn asked(edits: bool) -> Self {
        if edits { Self::Taken } else { Self::Left }
    }
}

/// Reads a draft, from its own file or from an export, and finds its form.
fn read(catalog: &Catalog, path: &Path) -> Result<(Arc<Form>, Draft), Failure> {
    read_with(catalog, path, Later::Left)
}

/// The same; says on the error stream what was changed in a workbook since it was exported.
fn read_with(catalog: &Catalog, path: &Path, later: Later) -> Result<(Arc<Form>, Draft), Failure> {
    let bytes = files::read(path).map_err(Failure::unreadable)?;
    let name = path.display().to_string();
    let OpenedReport {
        mut draft,
        form,
        edits,
        ..
    } = open_report(catalog, &name, &bytes).map_err(Failure::unreadable)?;
    if let Some(note) = &draft.note {
        eprintln!("“{name}”：{note}");
    }
    for line in edit_lines(&name, &edits, later) {
        eprintln!("{line}");
    }
    if later == Later::Taken {
        edits.apply(&mut draft.ret);
    }
    Ok((form, draft))
}

/// What was changed in a workbook since it was exported, and what becomes of it.
fn edit_lines(file: &str, edits: &Edits, later: Later) -> Vec<String> {
    let count = edits.changes.len();
    let head = match later {
        _ if count == 0 => None,
        Later::Taken => Some(format!("“{file}”导出后改了 {count} 处，已采用：")),
        Later::Left => Some(format!(
            "“{file}”导出后改了 {count} 处，没有采用。要采用，cells、check、export 请加 --edits："
        )),
    };
    let changes = edits.changes.iter().map(|change| {
        let (old, new) = change.shown();
        format!("  {}  {old} → {new}", change.label)
    });
    let remarks = edits.remarks.iter();
    let remarks = remarks.map(|remark| format!("“{file}”：{remark}"));
    head.into_iter().chain(changes).chain(remarks).collect()
}
