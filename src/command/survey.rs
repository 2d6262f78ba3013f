//! What a person asks for while many files are surveyed.

use std::path::PathBuf;

/// A step of 批量审核. None of them changes any return.
#[derive(Clone, Debug)]
pub enum SurveyCommand {
    ChooseFolder,
    ChooseFiles,
    /// Begins with files and folders.
    Begin(Vec<PathBuf>),
    Stop,
    /// Shows what is wrong with a file, by its place.
    Select(usize),
    /// Chooses a file for the opinions, or not.
    Tick {
        place: usize,
        ticked: bool,
    },
    /// Chooses all of these, or none.
    TickAll(Vec<usize>),
    /// Leaves what is in order out of the list.
    OnlyFaulty(bool),
    /// Orders the list by a column; again by the same: the other way round.
    Sort(SurveyColumn),
    /// Opens the file: a draft for work, anything else for the review.
    Open(usize),
    ExportList,
    ExportListTo(PathBuf),
    WriteOpinions,
    WriteOpinionsTo(PathBuf),
    /// Back to what was there before; the survey stays.
    Leave,
}

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SurveyColumn {
    File,
    State,
    Agency,
    Year,
    Edition,
    Read,
    Doubts,
    Errors,
    Warnings,
}

impl SurveyColumn {
    pub const ALL: [Self; 9] = [
        Self::File,
        Self::State,
        Self::Agency,
        Self::Year,
        Self::Edition,
        Self::Read,
        Self::Doubts,
        Self::Errors,
        Self::Warnings,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::File => "文件",
            Self::State => "情况",
            Self::Agency => "单位",
            Self::Year => "年度",
            Self::Edition => "版式",
            Self::Read => "读出",
            Self::Doubts => "存疑",
            Self::Errors => "硬性",
            Self::Warnings => "提示",
        }
    }
}
