//! Disk and slow work, done away from the window.
//!
//! A [`Job`] holds copies of all it needs and runs on any thread; its
//! [`Outcome`] comes back as [`Command::Finished`](crate::command::Command::Finished).
//! The clock and the disk are met here and nowhere below.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::command::Format;
use crate::draft::{self, Draft};
use crate::export::document::{ExportOptions, Mark, SignOff, document};
use crate::export::fonts::Fonts;
use crate::export::{ExportError, pdf, xlsx};
use crate::files::{self, Folders, Lock, Previous};
use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::recovery::{self, Recovered};
use crate::returns::Return;
use crate::settings::Settings;
use crate::totals::derive;

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
    /// Ask for a draft to open, then push `OpenPath`.
    ChooseDraft,
    /// Ask where to save, then push `SaveTo`.
    ChooseSavePath { suggested: PathBuf },
    /// Ask where to export, then push `ExportTo`.
    ChooseExportPath {
        format: Format,
        mark: Mark,
        suggested: PathBuf,
    },
    /// Put a text on the clipboard.
    CopyText(String),
    /// Bring the clipboard's text as a block, then push `SetCells`.
    PasteText,
    /// Put the keyboard into the search field.
    FocusSearch,
    /// Show a file in the system's viewer.
    OpenInViewer(PathBuf),
    /// Close the window; nothing is unsaved any more.
    Close,
}

/// Work on files.
#[derive(Debug)]
pub enum Job {
    LoadSettings,
    StoreSettings(Settings),
    FindRecovery,
    Open(PathBuf),
    OpenRecovery(PathBuf),
    RemoveRecovery(PathBuf),
    Save {
        path: PathBuf,
        bytes: Vec<u8>,
        revision: u64,
        /// Whether the draft has to be locked first: it is a new path.
        lock: bool,
    },
    BackUp {
        /// The recovery file in use, if there is one already.
        backup: Option<PathBuf>,
        /// The draft's own file.
        path: Option<PathBuf>,
        title: String,
        bytes: Vec<u8>,
        revision: u64,
    },
    Export {
        format: Format,
        mark: Mark,
        purpose: Purpose,
        form: Arc<Form>,
        ret: Box<Return>,
        revision: u64,
    },
}

/// What an export is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A file of the person's.
    File(PathBuf),
    /// A file in the temporary folder, to be printed from the viewer.
    Print { name: String },
}

/// What came of a job. Failures are whole sentences.
#[derive(Clone, Debug)]
pub enum Outcome {
    SettingsLoaded(Settings),
    SettingsStored(Result<(), String>),
    RecoveryFound(Vec<Recovered>),
    RecoveryRemoved(PathBuf),
    Opened {
        path: PathBuf,
        result: Result<Box<OpenedDraft>, String>,
    },
    RecoveryOpened {
        backup: PathBuf,
        result: Result<Box<RecoveredDraft>, String>,
    },
    Saved {
        path: PathBuf,
        revision: u64,
        result: Result<Saved, String>,
    },
    BackedUp {
        revision: u64,
        result: Result<BackedUp, String>,
    },
    Exported {
        format: Format,
        mark: Mark,
        purpose: Purpose,
        revision: u64,
        result: Result<PathBuf, String>,
    },
}

#[derive(Clone, Debug)]
pub struct OpenedDraft {
    pub draft: Draft,
    /// The lock on the file, or the sentence that says who has it open.
    pub lock: Result<Arc<Lock>, String>,
}

#[derive(Clone, Debug)]
pub struct RecoveredDraft {
    pub draft: Draft,
    /// The file it was a draft of.
    pub path: Option<PathBuf>,
    pub lock: Option<Arc<Lock>>,
    /// The lock on the recovery file, so that no other window offers it.
    pub backup_lock: Option<Arc<Lock>>,
}

#[derive(Clone, Debug)]
pub struct Saved {
    /// `10:42`
    pub time: String,
    /// A new lock, where the path was new.
    pub lock: Option<Arc<Lock>>,
}

#[derive(Clone, Debug)]
pub struct BackedUp {
    pub path: PathBuf,
    pub time: String,
    pub lock: Option<Arc<Lock>>,
}

/// What jobs work with.
#[derive(Clone, Debug)]
pub struct Environment {
    pub catalog: Arc<Catalog>,
    pub folders: Folders,
}

impl Job {
    /// Whether the job may run beside others: saving and exporting show progress.
    pub fn progress(&self) -> Option<&'static str> {
        match self {
            Self::Save { .. } => Some("正在保存"),
            Self::Export {
                format: Format::Pdf,
                ..
            } => Some("正在导出 PDF"),
            Self::Export {
                format: Format::Xlsx,
                ..
            } => Some("正在导出 Excel"),
            Self::Open(_) | Self::OpenRecovery(_) => Some("正在打开"),
            _ => None,
        }
    }

    /// Does the work. Blocks; call it on a worker.
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
            Self::RemoveRecovery(path) => {
                recovery::remove(&path);
                Outcome::RecoveryRemoved(path)
            }
            Self::Open(path) => Outcome::Opened {
                result: open(catalog, &path).map(Box::new),
                path,
            },
            Self::OpenRecovery(backup) => Outcome::RecoveryOpened {
                result: recovery::open(catalog, &backup)
                    .map(|(draft, path)| {
                        let lock = |path: &Path| Lock::acquire(path).ok().map(Arc::new);
                        Box::new(RecoveredDraft {
                            draft,
                            lock: path.as_deref().and_then(lock),
                            path,
                            backup_lock: lock(&backup),
                        })
                    })
                    .map_err(|error| error.to_string()),
                backup,
            },
            Self::Save {
                path,
                bytes,
                revision,
                lock,
            } => Outcome::Saved {
                result: save(&path, &bytes, lock),
                path,
                revision,
            },
            Self::BackUp {
                backup,
                path,
                title,
                bytes,
                revision,
            } => Outcome::BackedUp {
                revision,
                result: recovery::write(folders, backup, path, title, &bytes)
                    .map_err(|error| error.to_string()),
            },
            Self::Export {
                format,
                mark,
                purpose,
                form,
                ret,
                revision,
            } => {
                let result = export(&form, &ret, format, mark, &purpose);
                Outcome::Exported {
                    format,
                    mark,
                    purpose,
                    revision,
                    result,
                }
            }
        }
    }
}

/// Reads a draft and locks it; a draft someone else has open is read all the same.
fn open(catalog: &Catalog, path: &Path) -> Result<OpenedDraft, String> {
    let bytes = files::read(path).map_err(|error| error.to_string())?;
    let draft =
        draft::read(catalog, &files::name(path), &bytes).map_err(|error| error.to_string())?;
    let lock = Lock::acquire(path)
        .map(Arc::new)
        .map_err(|error| error.to_string());
    Ok(OpenedDraft { draft, lock })
}

fn save(path: &Path, bytes: &[u8], lock: bool) -> Result<Saved, String> {
    let lock = if lock {
        let lock = Lock::acquire(path).map_err(|error| error.to_string())?;
        Some(Arc::new(lock))
    } else {
        None
    };
    files::write_whole(path, bytes, Previous::Kept).map_err(|error| error.to_string())?;
    Ok(Saved {
        time: files::time_of_day(),
        lock,
    })
}

fn export(
    form: &Form,
    ret: &Return,
    format: Format,
    mark: Mark,
    purpose: &Purpose,
) -> Result<PathBuf, String> {
    let options = ExportOptions {
        mark,
        date: None,
        sign_off: SignOff::where_named(&ret.header),
    };
    let bytes = export_bytes(form, ret, format, &options).map_err(|error| error.to_string())?;
    let path = match purpose {
        Purpose::File(path) => path.clone(),
        Purpose::Print { name } => std::env::temp_dir().join(name),
    };
    files::write_whole(&path, &bytes, Previous::Replaced).map_err(|error| error.to_string())?;
    Ok(path)
}

/// A report in a format, as bytes. The same for window and command line.
pub fn export_bytes(
    form: &Form,
    ret: &Return,
    format: Format,
    options: &ExportOptions,
) -> Result<Vec<u8>, ExportError> {
    let document = document(form, ret, &derive(form, &ret.stated), options);
    match format {
        Format::Pdf => pdf::write(&document, Fonts::bundled()),
        Format::Xlsx => xlsx::write(&document),
    }
}
