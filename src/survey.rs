//! 批量审核: what many files are and what is wrong with each, in few words.
//!
//! A [`Summary`] keeps sentences only: source and return are let go, so that ten thousand files
//! take little room.

mod duplicates;
mod summary;

use std::path::PathBuf;

use crate::form::Severity;

pub use duplicates::{Duplicate, duplicates};
pub use summary::{Origin, Summary, SurveyedDoubt, SurveyedFinding};

/// A file, and what was made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surveyed {
    pub path: PathBuf,
    /// The failure is a whole sentence.
    pub result: Result<Summary, String>,
}

/// How a file came out; a later one asks for less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    Unreadable,
    NotReport,
    /// Hard rules are broken.
    Errors,
    /// Something was read that a person has to look at.
    Doubts,
    /// Warnings nobody has answered.
    Warnings,
    /// No figures where there should be some.
    Incomplete,
    /// Figures of the file have no place in the form, or its totals are empty.
    Partial,
    Clean,
}

impl State {
    pub const ALL: [Self; 8] = [
        Self::Unreadable,
        Self::NotReport,
        Self::Errors,
        Self::Doubts,
        Self::Warnings,
        Self::Incomplete,
        Self::Partial,
        Self::Clean,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Unreadable => "读不出来",
            Self::NotReport => "不是年报",
            Self::Errors => "有硬性问题",
            Self::Doubts => "有存疑",
            Self::Warnings => "有提示",
            Self::Incomplete => "没有填全",
            Self::Partial => "读入不全",
            Self::Clean => "没有发现问题",
        }
    }
}

impl Surveyed {
    /// The file's name, without its folder.
    pub fn file(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        name.to_string_lossy().into_owned()
    }

    /// The report it is, if it is one.
    pub fn report(&self) -> Option<&Summary> {
        self.result
            .as_ref()
            .ok()
            .filter(|summary| summary.is_report())
    }

    pub fn state(&self) -> State {
        let Ok(summary) = &self.result else {
            return State::Unreadable;
        };
        if !summary.is_report() {
            State::NotReport
        } else if summary.count(Severity::Error) > 0 {
            State::Errors
        } else if !summary.doubts.is_empty() {
            State::Doubts
        } else if summary.open_warnings() > 0 {
            State::Warnings
        } else if summary.read < summary.of {
            State::Incomplete
        } else if summary.is_partial {
            State::Partial
        } else {
            State::Clean
        }
    }
}
