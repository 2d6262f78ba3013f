//! The recovery file of the return in work: all that was typed, a moment after it was typed.

mod schedule;

use std::path::PathBuf;
use std::sync::Arc;

use crate::files::Lock;
use crate::findings::FindingId;
use crate::form::Cell;
use crate::recovery::{BackedUp, Belonging};
use crate::returns::Return;
use crate::task::{BackUpJob, Job, Task, Version};
use crate::value::parse;

use super::answers::put_reason;
use super::{OpenReturn, Screen, Session, Tone};

pub use schedule::{Backlog, BackupSchedule, Writing};

/// What is being typed and is not in the return before Enter: it is typed all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uncommitted {
    pub figure: Option<(Cell, String)>,
    /// In a cell of last year's form.
    pub last_year_figure: Option<(Cell, String)>,
    pub year: Option<u16>,
    pub reasons: Vec<(FindingId, String)>,
}

impl Uncommitted {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The recovery file of a return, and how far it is behind.
#[derive(Debug, Default)]
pub struct Backup {
    uncommitted: Uncommitted,
    /// How often that changed.
    typed: u64,
    file: Option<PathBuf>,
    /// Tells other windows that the file is in use.
    lock: Option<Arc<Lock>>,
    /// The changes in the file, with the time it was written: `10:42`.
    written: Option<(u64, String)>,
    /// The changes in the file being written; a second one beside it would be offered twice.
    under_way: Option<u64>,
    failed: bool,
    /// Something was left while a backup was being written: the next one follows at once.
    follows_at_once: bool,
}

impl Backup {
    /// Of work that stands in a recovery file already.
    pub(super) fn recovered(file: PathBuf, lock: Option<Arc<Lock>>) -> Self {
        Self {
            file: Some(file),
            lock,
            ..Self::default()
        }
    }

    pub(super) fn into_file(self) -> Option<PathBuf> {
        self.file
    }

    /// When the recovery file was written: `10:42`.
    pub fn time(&self) -> Option<&str> {
        self.written.as_ref().map(|(_, time)| time.as_str())
    }

    /// What is being typed.
    pub fn uncommitted(&self) -> &Uncommitted {
        &self.uncommitted
    }

    /// Gives up the file: all is in the draft's own. One that is being written is given up at its
    /// end.
    pub(super) fn give_up_file(&mut self) -> Option<PathBuf> {
        if self.under_way.is_some() {
            return None;
        }
        self.written = None;
        self.lock = None;
        self.file.take()
    }
}

impl OpenReturn {
    /// Whether something was typed that the draft's file doesn't have, in a field still too.
    pub(super) fn is_ahead_of_file(&self) -> bool {
        self.is_writable() && (self.has_unsaved_work() || !self.backup.uncommitted.is_empty())
    }

    /// How many changes were made, to the return and to what is being typed.
    fn changes(&self) -> u64 {
        self.revision + self.backup.typed
    }

    /// How far the recovery file is behind.
    pub fn backlog(&self) -> Backlog {
        let made = self.changes();
        let kept = self.backup.written.as_ref().map(|(changes, _)| *changes);
        Backlog {
            made,
            handed_over: if self.is_ahead_of_file() {
                kept.max(self.backup.under_way).unwrap_or_default()
            } else {
                made
            },
            writing: match (self.backup.under_way, self.backup.failed) {
                (Some(_), _) => Writing::UnderWay,
                (None, true) => Writing::Failed,
                (None, false) => Writing::Done,
            },
        }
    }

    /// Whether the recovery file is behind.
    pub fn needs_backup(&self) -> bool {
        let kept = self.backup.written.as_ref().map(|(changes, _)| *changes);
        self.is_ahead_of_file() && kept != Some(self.changes())
    }

    /// The return as it would be if all that is being typed were entered now.
    fn with_uncommitted(&self) -> Return {
        let mut ret = self.ret.clone();
        let Uncommitted {
            figure,
            last_year_figure,
            year,
            reasons,
        } = &self.backup.uncommitted;
        if let Some((cell, text)) = figure
            && self.form.has(*cell)
        {
            let measure = self.form.definition(*cell).measure;
            ret.stated.set(*cell, parse(text, measure).value);
        }
        if let Some((cell, text)) = last_year_figure
            && let Some((previous, _)) = self.last_year_with(*cell, text)
        {
            ret.previous = Some(Arc::new(previous));
        }
        if let Some(year) = year {
            ret.header.year = *year;
        }
        for (finding, text) in reasons {
            if let Some(reason) = self.reason(finding, text) {
                put_reason(&mut ret, reason);
            }
        }
        ret
    }

    fn back_up(&mut self) -> Option<Task> {
        if !self.needs_backup() {
            return None;
        }
        if self.backup.under_way.is_some() {
            self.backup.follows_at_once = true;
            return None;
        }
        let changes = self.changes();
        self.backup.under_way = Some(changes);
        self.backup.follows_at_once = false;
        Some(Task::Job(Job::BackUp(Box::new(BackUpJob {
            version: self.version(),
            changes,
            backup: self.backup.file.clone(),
            belonging: Belonging {
                title: self.name(),
                path: self.path.clone(),
                fingerprint: self.on_disk.clone(),
            },
            form: Arc::clone(&self.form),
            ret: self.with_uncommitted(),
            unknown: self.unknown.clone(),
        }))))
    }

    /// Notes what came of the recovery file.
    fn note_backed_up(&mut self, changes: u64, backed_up: BackedUp) {
        let backup = &mut self.backup;
        backup.file = Some(backed_up.path);
        backup.written = Some((changes, backed_up.time));
        if backed_up.lock.is_some() {
            backup.lock = backed_up.lock;
        }
    }
}

impl Session {
    /// Writes the recovery file if it is behind; once the one being written is done, if one is.
    pub(super) fn back_up(&mut self) -> Vec<Task> {
        let task = self.open.as_mut().and_then(OpenReturn::back_up);
        task.into_iter().collect()
    }

    /// What of the return is on the screen: leaving it is a moment for a backup.
    pub(super) fn whereabouts(&self) -> Option<(u64, Screen)> {
        let open = self.open.as_ref()?;
        Some((open.number, open.screen))
    }

    /// Backs up at once when a table or a text was left.
    pub(super) fn back_up_if_left(&mut self, before: Option<(u64, Screen)>) -> Vec<Task> {
        let now = self.whereabouts();
        let same_return = before.map(|(number, _)| number) == now.map(|(number, _)| number);
        if same_return && before != now {
            self.back_up()
        } else {
            Vec::new()
        }
    }

    /// Notes what is being typed. What was given up again needs no recovery file.
    pub(super) fn note_uncommitted(&mut self, uncommitted: Uncommitted) -> Vec<Task> {
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        if open.backup.uncommitted != uncommitted {
            open.backup.uncommitted = uncommitted;
            open.backup.typed += 1;
        }
        let unneeded = !open.is_ahead_of_file();
        let file = unneeded.then(|| open.backup.give_up_file()).flatten();
        file.map(|path| Task::Job(Job::RemoveRecovery(path)))
            .into_iter()
            .collect()
    }

    pub(super) fn backed_up(
        &mut self,
        version: Version,
        changes: u64,
        result: Result<BackedUp, String>,
    ) -> Vec<Task> {
        if let Some(open) = self.open_at(version) {
            open.backup.under_way = None;
            open.backup.failed = result.is_err();
        }
        let backed_up = match result {
            Ok(backed_up) => backed_up,
            Err(error) => {
                self.say(Tone::Failure, format!("自动备份没有成功：{error}"));
                return Vec::new();
            }
        };
        match self.open_at(version) {
            Some(open) if open.is_ahead_of_file() => {
                open.note_backed_up(changes, backed_up);
                if open.backup.follows_at_once {
                    return self.back_up();
                }
                Vec::new()
            }
            // The work is in its own file by now, or was given up.
            other => {
                if let Some(open) = other {
                    open.backup.give_up_file();
                }
                vec![Task::Job(Job::RemoveRecovery(backed_up.path))]
            }
        }
    }
}
