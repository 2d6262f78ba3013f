//! Files that may be published reports as well as drafts.

use std::path::Path;
use std::sync::Arc;

use super::{Failure, Later, edit_lines};
use crate::assessment::Assessment;
use crate::draft::{Draft, Unknown};
use crate::files;
use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::import::{Doubt, Imported, Other, ReaderKind};
use crate::survey::{Origin, Summary};
use crate::task::{OpenedReport, ReadFile, read_file};

/// A file of any kind that was read.
pub(super) struct Report {
    /// As it was named.
    name: String,
    pub form: Arc<Form>,
    pub draft: Draft,
    origin: Origin,
    /// What else was found in a published file.
    published: Option<Box<Imported>>,
    /// What is to be said on the error stream, line by line.
    notes: Vec<String>,
}

/// Reads a report, and says its notes. What is no report is a failure that says what it seems to be.
pub(super) fn read_report(catalog: &Catalog, path: &Path, later: Later) -> Result<Report, Failure> {
    let report = read_any(catalog, path, later)?;
    for note in report.notes() {
        eprintln!("{note}");
    }
    match report.refusal() {
        Some(sentence) => Err(Failure::unreadable(sentence)),
        None => Ok(report),
    }
}

/// Reads a file of any kind. It may be no report.
pub(super) fn read_any(catalog: &Catalog, path: &Path, later: Later) -> Result<Report, Failure> {
    let read = read_file(catalog, path, &files::today()).map_err(Failure::unreadable)?;
    let name = path.display().to_string();
    Ok(match read {
        ReadFile::Opened(opened) => Report::of_opened(name, *opened, later),
        ReadFile::Imported(imported) => Report::of_imported(name, imported),
    })
}

impl Report {
    fn of_opened(name: String, opened: OpenedReport, later: Later) -> Self {
        let mut draft = opened.draft;
        let note = draft.note.iter().map(|note| format!("“{name}”：{note}"));
        let notes = note
            .chain(edit_lines(&name, &opened.edits, later))
            .collect();
        if later == Later::Taken {
            opened.edits.apply(&mut draft.ret);
        }
        Self {
            name,
            form: opened.form,
            draft,
            origin: opened.source.into(),
            published: None,
            notes,
        }
    }

    fn of_imported(name: String, imported: Box<Imported>) -> Self {
        let located = &imported.located;
        Self {
            name,
            form: Arc::clone(&located.form),
            draft: Draft {
                ret: located.ret.clone(),
                unknown: Unknown::default(),
                version_note: None,
                note: None,
            },
            origin: Origin::Published {
                kind: located.kind,
                reader: imported.source.reader,
            },
            published: Some(imported),
            notes: Vec::new(),
        }
    }

    /// What holds of it.
    pub fn assessment(&self, catalog: &Catalog) -> Assessment {
        match &self.published {
            Some(published) => published.located.assessment(catalog),
            None => Assessment::of(catalog, &self.form, &self.draft.ret),
        }
    }

    /// What it is, for people.
    pub fn label(&self) -> String {
        format!("{}（{}）", self.origin.label(), self.origin.format())
    }

    /// The word in `--json`.
    pub fn kind_word(&self) -> &'static str {
        match self.origin {
            Origin::Draft | Origin::Export => "draft",
            Origin::Published { kind, .. } => kind.word(),
        }
    }

    pub fn reader(&self) -> Option<ReaderKind> {
        match self.origin {
            Origin::Draft | Origin::Export => None,
            Origin::Published { reader, .. } => Some(reader),
        }
    }

    pub fn doubts(&self) -> &[Doubt] {
        let published = self.published.as_ref();
        published.map_or(&[], |published| published.located.doubts.as_slice())
    }

    pub fn remarks(&self) -> impl Iterator<Item = &str> {
        let published = self.published.iter();
        let remarks = published.flat_map(|published| &published.located.remarks);
        remarks.map(|remark| remark.text.as_str())
    }

    /// What is to be said on the error stream, line by line.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The sentence for a file that is no report.
    pub fn refusal(&self) -> Option<String> {
        let located = &self.published.as_ref()?.located;
        let (other, seems) = (located.kind.other()?, located.seems()?);
        Some(format!(
            "“{}”不是政府信息公开工作年度报告，{seems}。{}",
            self.name,
            other.remedy()
        ))
    }

    /// What it is that is no report.
    pub fn other(&self) -> Option<Other> {
        self.published.as_ref()?.located.kind.other()
    }

    /// What a file that is no report seems to be.
    pub fn seems(&self) -> Option<String> {
        self.published.as_ref()?.located.seems()
    }

    /// The file in few words. `assessment` has to be that of its return.
    pub fn summary(&self, assessment: &Assessment) -> Summary {
        match &self.published {
            Some(imported) => Summary::of_imported(imported, assessment),
            None => {
                let notes = self.notes.clone();
                Summary::of_return(&self.form, &self.draft.ret, assessment, self.origin, notes)
            }
        }
    }
}
