//! What jobs bring back.

use std::path::PathBuf;
use std::sync::Arc;

use super::preview::Previewed;
use super::printing::Printed;
use super::reading::{Origin, ReadSource};
use super::surveying::SurveyOutcome;
use super::years::YearsOutcome;
use super::{LinkPurpose, NotSaved, Purpose, Saved, Version};
use crate::command::{Adoption, Format};
use crate::draft::{Draft, Source};
use crate::edits::Edits;
use crate::export::Product;
use crate::export::fonts::office::FoundFaces;
use crate::files::{Fingerprint, Lock};
use crate::form::Form;
use crate::printing::{PrintError, Printers};
use crate::recovery::{BackedUp, Recovered};
use crate::returns::Return;
use crate::settings::Settings;
use crate::supplements::FoundSupplements;

/// What came of a job. Failures are whole sentences.
#[derive(Clone, Debug)]
pub enum Outcome {
    SettingsLoaded(Settings),
    SettingsStored(Result<(), String>),
    RecoveryFound(Vec<Recovered>),
    SupplementsFound(FoundSupplements),
    SystemFontsFound(FoundFaces),
    LastYearRead {
        purpose: LinkPurpose,
        version: Option<Version>,
        path: PathBuf,
        result: Result<Box<ReadReport>, String>,
    },
    RecoveryRemoved(PathBuf),
    Opened {
        path: PathBuf,
        result: Result<Box<OpenedDraft>, String>,
    },
    /// What was opened is no draft: a published report, to be reviewed.
    Imported {
        origin: Origin,
        /// What it was read for, if that was said before.
        wanted: Option<Adoption>,
        result: Result<Box<ReadSource>, String>,
    },
    RecoveryOpened {
        backup: PathBuf,
        result: Result<Box<RecoveredDraft>, String>,
    },
    Saved {
        version: Version,
        path: PathBuf,
        result: Result<Saved, NotSaved>,
    },
    BackedUp {
        version: Version,
        /// The changes that were in it.
        changes: u64,
        result: Result<BackedUp, String>,
    },
    Exported {
        version: Version,
        format: Format,
        product: Product,
        purpose: Purpose,
        result: Result<PathBuf, String>,
    },
    Previewed(Previewed),
    PrintersFound(Result<Printers, PrintError>),
    Printed(Box<Printed>),
    PictureExported(Result<PathBuf, String>),
    Years(YearsOutcome),
    Survey(SurveyOutcome),
    /// The system's viewer was asked to show a file; whether it could.
    ViewerAsked {
        path: PathBuf,
        opened: bool,
    },
}

#[derive(Clone, Debug)]
pub struct OpenedDraft {
    pub draft: Draft,
    pub source: Source,
    /// What was changed in an exported workbook since.
    pub edits: Edits,
    /// Of the file's bytes as they were read.
    pub fingerprint: Fingerprint,
    /// The lock on the file if the place takes locks, or the sentence that says who has it open.
    pub lock: Result<Option<Arc<Lock>>, String>,
}

#[derive(Clone, Debug)]
pub struct RecoveredDraft {
    pub draft: Draft,
    /// The file it was a draft of.
    pub path: Option<PathBuf>,
    /// What that file held when the work was last in step with it, if anybody noted it.
    pub fingerprint: Option<Fingerprint>,
    pub lock: Option<Arc<Lock>>,
    /// The lock on the recovery file, so that no other window offers it.
    pub backup_lock: Option<Arc<Lock>>,
}

/// A report that was read, with its form.
#[derive(Clone, Debug)]
pub struct ReadReport {
    /// The file's name.
    pub file: String,
    pub form: Arc<Form>,
    pub ret: Return,
    /// What is to be said about it.
    pub note: Option<String>,
}
