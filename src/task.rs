//! Disk and slow work, done away from the window.
//!
//! A [`Job`] holds copies of all it needs and runs on any thread; its
//! [`Outcome`] comes back as [`Command::Finished`](crate::command::Command::Finished).
//! The clock and the disk are met here and nowhere below.

mod backing_up;
mod exporting;
mod importing;
mod legacy;
mod opening;
mod opinions;
mod outcome;
mod preview;
mod printing;
mod reading;
mod saving;
mod survey;
mod surveying;
mod system_fonts;
mod years;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::assessment::Assessment;
use crate::charts::Chart;
use crate::command::Format;
use crate::draft::{self, Unknown};
use crate::export::Product;
use crate::export::check_sheet::check_sheet;
use crate::export::fonts::Fonts;
use crate::export::fonts::Typefaces;
use crate::export::picture::{self, Picture, PictureFormat};
use crate::files::{self, Folders, Lock, Previous};
use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::recovery;
use crate::returns::Return;
use crate::settings::Settings;
use crate::supplements;

use exporting::write_export;

pub use backing_up::BackUpJob;
pub use exporting::{
    check_sheet_bytes, document_bytes, export_bytes, fonts, report_document, usual_document,
};
pub use importing::{ReadFile, ReadFileError, import_bytes, read_file};
pub use opening::{OpenedReport, open_report};
pub use opinions::{WrittenOpinions, list_bytes, opinion_bytes, write_opinions};
pub use outcome::{OpenedDraft, Outcome, ReadReport, RecoveredDraft};
pub use preview::{PreviewJob, Previewed};
pub use printing::{PrintJob, Printed, Sent, find_printers, print_report};
pub use reading::{Origin, ReadSource};
pub use saving::{NotSaved, OtherVersion, SaveJob, Saved, SavedPlace, Target};
pub use survey::{
    ENDINGS, FoundFiles, MOST_FILES, each_file, find_files, summary, survey, survey_all,
};
pub use surveying::{SurveyJob, SurveyOutcome};
pub use system_fonts::{SystemFonts, search_again, system_fonts};
pub use years::{YearFile, YearsJob, YearsOutcome};

/// Work that [`Session::apply`](crate::session::Session::apply) asks for.
#[derive(Debug)]
pub enum Task {
    /// Only a window can do it.
    Window(Request),
    /// A worker does it.
    Job(Job),
}

/// What is asked of the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Ask for a draft or an export of one to open, then push `OpenPath`.
    ChooseDraft,
    /// Ask for a report that was published or sent, then push `OpenPath`.
    ChooseReport,
    /// Ask for the report of the year before, then push `ReadLastYear`.
    ChooseLastYear { purpose: LinkPurpose },
    /// Ask where to save, then push `SaveTo`.
    ChooseSavePath { suggested: PathBuf },
    /// Ask where to export, then push `ExportTo`.
    ChooseExportPath {
        format: Format,
        product: Product,
        suggested: PathBuf,
    },
    /// Ask for reports of other years, then push `ReadYears`.
    ChooseYears,
    /// Ask for a folder of reports, then push `SurveyCommand::Begin`.
    ChooseSurveyFolder,
    /// Ask for several reports, then push `SurveyCommand::Begin`.
    ChooseSurveyFiles,
    /// Ask where the list of a survey goes, then push `SurveyCommand::ExportListTo`.
    ChooseListPath { suggested: PathBuf },
    /// Ask for the folder the opinions go to, then push `SurveyCommand::WriteOpinionsTo`.
    ChooseOpinionsFolder,
    /// Ask where the workbook of the years goes, then push `ExportYearsTo`.
    ChooseYearsPath { suggested: PathBuf },
    /// Ask where the picture of the year goes, then push `ExportPictureTo`.
    ChoosePicturePath {
        format: PictureFormat,
        suggested: PathBuf,
    },
    /// Put a text on the clipboard.
    CopyText(String),
    /// Bring the clipboard's text as a block, then push `SetCells`.
    PasteText,
    /// Bring the clipboard's text, then push `ImportText`.
    PasteReport,
    /// Put the keyboard into the search field.
    FocusSearch,
    /// Show the figures that can be put into the text.
    PickFigure,
    /// Close the window; nothing is unsaved any more.
    Close,
}

/// Work on files.
#[derive(Debug)]
pub enum Job {
    LoadSettings,
    StoreSettings(Settings),
    FindRecovery,
    /// Reads the rows this office adds to official forms.
    FindSupplements,
    /// Looks for the faces of 公文 on this machine.
    FindSystemFonts,
    /// Makes the folder of added rows with an example, and shows it.
    ShowSupplementsFolder,
    /// Reads a report to link it, or to begin the next year from it.
    ReadLastYear {
        purpose: LinkPurpose,
        /// The return that asked.
        version: Option<Version>,
        path: PathBuf,
    },
    /// Opens a draft or what carries one; anything else is read for the review.
    Open(PathBuf),
    /// Reads a text as a report.
    ImportText(String),
    OpenRecovery(PathBuf),
    RemoveRecovery(PathBuf),
    Save(SaveJob),
    BackUp(Box<BackUpJob>),
    Export {
        version: Version,
        format: Format,
        product: Product,
        purpose: Purpose,
        typefaces: Typefaces,
        form: Arc<Form>,
        ret: Box<Return>,
        /// Carried along with the return.
        unknown: Box<Unknown>,
        /// All the charts of the year.
        charts: Vec<Chart>,
    },
    /// Writes the year on one page.
    ExportPicture {
        picture: Box<Picture>,
        format: PictureFormat,
        path: PathBuf,
    },
    /// Lays out the pages of the preview.
    Preview(Box<PreviewJob>),
    FindPrinters,
    Print(Box<PrintJob>),
    OpenInViewer(PathBuf),
    Years(YearsJob),
    Survey(SurveyJob),
}

/// What last year's report is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPurpose {
    /// To stand beside the return in work.
    Link,
    /// To begin the next year from.
    New,
}

/// Which state of which return: late results that no longer fit are told apart by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// The return's number in this session.
    pub number: u64,
    pub revision: u64,
}

/// Work that a person waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Opening,
    Saving,
    Exporting(Format),
    Printing,
    ExportingPicture,
    ExportingList,
    WritingOpinions,
}

impl Progress {
    pub fn label(self) -> &'static str {
        match self {
            Self::Opening => "正在打开",
            Self::Saving => "正在保存",
            Self::Exporting(Format::Pdf) => "正在导出 PDF",
            Self::Exporting(Format::Xlsx) => "正在导出 Excel",
            Self::ExportingPicture => "正在导出一图读懂",
            Self::Exporting(Format::Docx) => "正在导出 Word",
            Self::Exporting(Format::Html) => "正在导出网页",
            Self::Printing => "正在打印",
            Self::ExportingList => "正在导出清单",
            Self::WritingOpinions => "正在生成审核意见",
        }
    }
}

/// Jobs of one lane are done one after another; lanes do not wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The person's files and settings.
    Files,
    /// Recovery files: an export or a printer must not hold up a backup.
    Recovery,
    /// What reads files that others made, or many of them: nobody knows how long that takes, so
    /// nothing waits for it, not even the end of the program. It only reads, or writes files whole.
    Beside,
}

/// What an export is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A file of the person's.
    File(PathBuf),
    /// A file in the temporary folder, to be printed from the viewer.
    Print { name: String },
}

/// What jobs work with.
#[derive(Clone, Debug)]
pub struct Environment {
    pub catalog: Arc<Catalog>,
    pub folders: Folders,
}

impl Job {
    /// What the person waits for; a second job of the same kind is refused meanwhile.
    pub fn progress(&self) -> Option<Progress> {
        match self {
            Self::Save(_) => Some(Progress::Saving),
            Self::Export { format, .. } => Some(Progress::Exporting(*format)),
            Self::Print(_) => Some(Progress::Printing),
            Self::ExportPicture { .. } => Some(Progress::ExportingPicture),
            Self::Open(_)
            | Self::ImportText(_)
            | Self::OpenRecovery(_)
            | Self::ReadLastYear { .. }
            | Self::Years(YearsJob::Read { .. }) => Some(Progress::Opening),
            Self::Survey(SurveyJob::List { .. }) => Some(Progress::ExportingList),
            Self::Survey(SurveyJob::Opinions { .. }) => Some(Progress::WritingOpinions),
            Self::Years(YearsJob::Export { .. }) => Some(Progress::Exporting(Format::Xlsx)),
            _ => None,
        }
    }

    /// What it waits for, and what waits for it.
    pub fn lane(&self) -> Lane {
        match self {
            Self::BackUp(_) | Self::RemoveRecovery(_) => Lane::Recovery,
            Self::Open(path) if !draft::is_draft_name(path) => Lane::Beside,
            Self::ReadLastYear { .. }
            | Self::ImportText(_)
            | Self::Years(YearsJob::Find { .. } | YearsJob::Read { .. })
            | Self::Survey(_) => Lane::Beside,
            _ => Lane::Files,
        }
    }

    /// Does the work. Blocks; call it on a worker. What is known before the end is told to `tell`.
    pub fn run_telling(self, environment: &Environment, tell: impl Fn(Outcome) + Sync) -> Outcome {
        match self {
            Self::Survey(job) => {
                let tell = |outcome| tell(Outcome::Survey(outcome));
                Outcome::Survey(job.run(&environment.catalog, tell))
            }
            other => other.run(environment),
        }
    }

    /// The same for who wants to know the end only.
    pub fn run(self, environment: &Environment) -> Outcome {
        let Environment { catalog, folders } = environment;
        match self {
            Self::LoadSettings => Outcome::SettingsLoaded(
                files::read(&folders.settings_file())
                    .map(|bytes| Settings::from_bytes(&bytes))
                    .unwrap_or_default(),
            ),
            Self::StoreSettings(settings) => {
                folders.make();
                let (file, bytes) = (folders.settings_file(), settings.to_bytes());
                let stored = files::write_whole(&file, &bytes, Previous::Replaced);
                Outcome::SettingsStored(stored.map_err(|error| error.to_string()))
            }
            Self::FindRecovery => Outcome::RecoveryFound(recovery::find(folders)),
            Self::FindSupplements => {
                Outcome::SupplementsFound(supplements::find(catalog, &folders.supplements()))
            }
            Self::FindSystemFonts => Outcome::SystemFontsFound(search_again().found.clone()),
            Self::ShowSupplementsFolder => {
                let folder = folders.supplements();
                Outcome::ViewerAsked {
                    opened: supplements::prepare(&folder) && open::that(&folder).is_ok(),
                    path: folder,
                }
            }
            Self::ReadLastYear {
                purpose,
                version,
                path,
            } => reading::last_year(catalog, purpose, version, path),
            Self::RemoveRecovery(path) => {
                recovery::remove(&path);
                Outcome::RecoveryRemoved(path)
            }
            Self::Open(path) => reading::open(catalog, path),
            Self::ImportText(text) => reading::import_text(catalog, text),
            Self::OpenRecovery(backup) => Outcome::RecoveryOpened {
                result: recovery::open(catalog, &backup)
                    .map(|(draft, belonging)| {
                        let lock = |path: &Path| Lock::acquire(path).ok().flatten().map(Arc::new);
                        let path = belonging.path;
                        Box::new(RecoveredDraft {
                            draft,
                            lock: path.as_deref().and_then(lock),
                            path,
                            fingerprint: belonging.fingerprint,
                            backup_lock: lock(&backup),
                        })
                    })
                    .map_err(|error| error.to_string()),
                backup,
            },
            Self::Save(job) => job.run(catalog),
            Self::BackUp(job) => job.run(folders),
            Self::Export {
                version,
                format,
                product,
                purpose,
                typefaces,
                form,
                ret,
                unknown,
                charts,
            } => {
                let assessment = Assessment::of(catalog, &form, &ret);
                let document = match product {
                    Product::Report(mark) => {
                        usual_document(&ret, &assessment.figures(&form), &unknown, &charts, mark)
                    }
                    Product::CheckSheet => check_sheet(&form, &ret, &assessment, None),
                };
                let result = document_bytes(&document, format, typefaces)
                    .map_err(|error| error.to_string())
                    .and_then(|bytes| write_export(&bytes, &purpose));
                Outcome::Exported {
                    version,
                    format,
                    product,
                    purpose,
                    result,
                }
            }
            Self::Preview(job) => Outcome::Previewed(job.run(catalog)),
            Self::FindPrinters => Outcome::PrintersFound(find_printers()),
            Self::Print(job) => Outcome::Printed(Box::new(job.run(catalog))),
            Self::ExportPicture {
                picture,
                format,
                path,
            } => {
                let bytes = picture::write(&picture, format, Fonts::bundled());
                Outcome::PictureExported(
                    bytes
                        .map_err(|error| error.to_string())
                        .and_then(|bytes| write_export(&bytes, &Purpose::File(path))),
                )
            }
            Self::Years(job) => Outcome::Years(job.run(catalog)),
            Self::Survey(job) => Outcome::Survey(job.run(catalog, |_| {})),
            Self::OpenInViewer(path) => Outcome::ViewerAsked {
                opened: open::that(&path).is_ok(),
                path,
            },
        }
    }
}

/// Reads a report without opening it for work.
///
/// # Errors
/// A whole sentence.
pub fn read_report(catalog: &Catalog, path: &Path) -> Result<ReadReport, String> {
    let bytes = files::read(path).map_err(|error| error.to_string())?;
    let name = files::name(path);
    let opened = open_report(catalog, &name, &bytes).map_err(|error| error.to_string())?;
    Ok(reading::report(&name, opened))
}
