//! Saving, and what another program did to the draft's file meanwhile.

use std::path::{Path, PathBuf};

use crate::assessment::Assessment;
use crate::command::Command;
use crate::draft::{Draft, EXTENSION};
use crate::edits::Edits;
use crate::files::{self, Fingerprint, Stood};
use crate::form::catalog::Catalog;
use crate::task::{
    Job, NotSaved, OtherVersion, Request, SaveJob, Saved, SavedPlace, Target, Task, Version,
};

use super::{Access, Dialog, OpenReturn, Session, Tone};

/// Behind the name that is proposed for a draft whose own file another program has changed.
const SAVED_ELSEWHERE: &str = "（另存）";

/// A draft's file that another program has changed since it was opened or saved here.
#[derive(Clone, Debug)]
pub struct ChangedOnDisk {
    pub path: PathBuf,
    /// When it was changed, `2024-01-26 10:42`, where the system knows it.
    pub changed_at: Option<String>,
    /// From what is here to what stands there, or the sentence that says why it can't be read.
    pub differences: Result<Edits, String>,
    fingerprint: Fingerprint,
    /// What goes on once the return is saved.
    then: Option<Box<Command>>,
}

impl Session {
    pub(super) fn save(&mut self) -> Vec<Task> {
        match self.open.as_ref().map(|open| (&open.path, &open.access)) {
            None => Vec::new(),
            Some((Some(path), Access::Write)) => self.save_to(path.clone()),
            Some(_) => self.save_as(""),
        }
    }

    /// Asks for a file to save to; `suffix` stands behind the name that is proposed.
    pub(super) fn save_as(&self, suffix: &str) -> Vec<Task> {
        self.open
            .as_ref()
            .map(|open| {
                Task::Window(Request::ChooseSavePath {
                    suggested: open.suggested_path(suffix),
                })
            })
            .into_iter()
            .collect()
    }

    pub(super) fn save_to(&mut self, path: PathBuf) -> Vec<Task> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let (path, target) = if self.is_open_here(&path) {
            (path, Target::Own(open.on_disk.clone()))
        } else if path.extension().is_some_and(|ending| ending == EXTENSION) {
            (path, Target::Other)
        } else {
            let mut name = path.into_os_string();
            name.push(".");
            name.push(EXTENSION);
            (PathBuf::from(name), Target::New)
        };
        self.write_draft(path, target)
    }

    fn write_draft(&mut self, path: PathBuf, target: Target) -> Vec<Task> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let job = Job::Save(SaveJob {
            version: open.version(),
            path,
            bytes: open.draft_bytes(),
            target,
        });
        self.run(job)
    }

    /// Saves, and goes on with what was asked for once the file is written.
    pub(super) fn save_and_continue(&mut self) -> Vec<Task> {
        self.pending = match self.dialog.take() {
            Some(Dialog::Unsaved(command)) => Some(command),
            _ => None,
        };
        self.save()
    }

    /// Puts the return in the place of what another program wrote, which stays beside it.
    pub(super) fn replace_on_disk(&mut self) -> Vec<Task> {
        let Some(changed) = self.answer_changed_on_disk() else {
            return Vec::new();
        };
        // Changed once more meanwhile, it is asked about once more.
        self.write_draft(changed.path, Target::Own(Some(changed.fingerprint)))
    }

    /// Leaves what another program wrote, and asks for another file.
    pub(super) fn save_elsewhere(&mut self) -> Vec<Task> {
        match self.answer_changed_on_disk() {
            Some(_) => self.save_as(SAVED_ELSEWHERE),
            None => Vec::new(),
        }
    }

    fn answer_changed_on_disk(&mut self) -> Option<ChangedOnDisk> {
        if !matches!(self.dialog, Some(Dialog::ChangedOnDisk(_))) {
            return None;
        }
        let Some(Dialog::ChangedOnDisk(mut changed)) = self.dialog.take() else {
            return None;
        };
        self.pending = changed.then.take();
        Some(*changed)
    }

    pub(super) fn saved(
        &mut self,
        version: Version,
        path: &Path,
        result: Result<Saved, NotSaved>,
    ) -> Vec<Task> {
        let pending = self.pending.take();
        let saved = match result {
            Ok(saved) => saved,
            Err(NotSaved::Failed(error)) => {
                self.say(Tone::Failure, error);
                return Vec::new();
            }
            Err(NotSaved::Changed(other)) => {
                self.found_changed(version, path, *other, pending);
                return Vec::new();
            }
        };
        let name = files::name(path);
        let sentence = match saved.place {
            SavedPlace::Own(Stood::Nothing) => {
                format!("原来的“{name}”已被移走或删除，已在原处重新保存")
            }
            SavedPlace::Own(Stood::Known) | SavedPlace::Other(_) => format!("已保存到“{name}”"),
        };
        let mut tasks = Vec::new();
        if let Some(open) = self.open_at(version) {
            let backup = open.note_saved(version.revision, path, saved);
            tasks.extend(backup.map(|path| Task::Job(Job::RemoveRecovery(path))));
        }
        self.say(Tone::Success, sentence);
        tasks.extend(self.change_settings(|settings| settings.remember(path)));
        if let Some(command) = pending {
            tasks.extend(self.apply(*command));
        }
        tasks
    }

    /// Says that another program has changed the file, and asks what is to become of the two.
    fn found_changed(
        &mut self,
        version: Version,
        path: &Path,
        other: OtherVersion,
        then: Option<Box<Command>>,
    ) {
        let OtherVersion {
            fingerprint,
            changed_at,
            draft,
        } = other;
        let open = self.open.as_ref();
        let Some(open) = open.filter(|open| open.version().number == version.number) else {
            let name = files::name(path);
            self.say(
                Tone::Failure,
                format!("“{name}”已被其他程序改动，没有保存，那里仍是改动后的内容"),
            );
            return;
        };
        let differences = draft.and_then(|draft| differences(&self.catalog, open, &draft));
        self.notice = None;
        self.dialog = Some(Dialog::ChangedOnDisk(Box::new(ChangedOnDisk {
            path: path.to_owned(),
            changed_at,
            differences,
            fingerprint,
            then,
        })));
    }
}

impl OpenReturn {
    /// Notes that a revision stands in a file. Gives back the recovery file if it is of no more use.
    fn note_saved(&mut self, revision: u64, path: &Path, saved: Saved) -> Option<PathBuf> {
        self.path = Some(path.to_owned());
        self.access = Access::Write;
        self.saved_revision = revision;
        self.saved_at = Some(saved.time);
        self.on_disk = Some(saved.fingerprint);
        match saved.place {
            SavedPlace::Own(_) => {}
            SavedPlace::Other(lock) => self.lock = lock,
        }
        if self.is_ahead_of_file() {
            return None;
        }
        self.backup.give_up_file()
    }
}

/// What another version of the draft says otherwise.
fn differences(catalog: &Catalog, open: &OpenReturn, draft: &Draft) -> Result<Edits, String> {
    let form = catalog.form(&draft.ret.variant);
    let form = form.ok_or("那里的版式，本程序没有，不能逐项比较")?;
    let assessment = Assessment::of(catalog, &form, &draft.ret);
    Ok(Edits::between(
        (&open.ret, &open.figures()),
        (&draft.ret, &assessment.figures(&form)),
    ))
}
