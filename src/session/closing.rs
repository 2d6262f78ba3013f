//! Saving, and leaving a return without losing work.

use std::path::PathBuf;

use crate::command::Command;
use crate::task::{Job, Request, Task};

use super::{Access, Dialog, Session};

impl Session {
    /// Whether a command would leave unsaved work behind, so that it has to be asked about first.
    pub(super) fn asks_first(&self, command: &Command) -> bool {
        let leaves = matches!(
            command,
            Command::CreateReturn { .. }
                | Command::OpenPath(_)
                | Command::OpenSample
                | Command::Recover(_)
                | Command::CloseReturn
                | Command::ShowStart
                | Command::Quit
        );
        leaves
            && self
                .open
                .as_ref()
                .is_some_and(|open| open.is_writable() && open.has_unsaved_work())
    }

    pub(super) fn save(&mut self) -> Vec<Task> {
        match self.open.as_ref().map(|open| (&open.path, &open.access)) {
            None => Vec::new(),
            Some((Some(path), Access::Write)) => self.save_to(path.clone()),
            Some(_) => self.save_as(),
        }
    }

    pub(super) fn save_as(&mut self) -> Vec<Task> {
        self.open
            .as_ref()
            .map(|open| {
                Task::Window(Request::ChooseSavePath {
                    suggested: open.suggested_path(""),
                })
            })
            .into_iter()
            .collect()
    }

    pub(super) fn save_to(&mut self, mut path: PathBuf) -> Vec<Task> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        if path.extension().is_none() {
            path.set_extension("nianbao");
        }
        let lock = open.path.as_ref() != Some(&path) || open.lock.is_none();
        let job = Job::Save {
            path,
            bytes: open.draft_bytes(),
            revision: open.revision,
            lock,
        };
        self.run(job)
    }

    pub(super) fn back_up(&mut self) -> Vec<Task> {
        self.open
            .as_mut()
            .filter(|open| open.needs_backup() && !open.backing_up)
            .map(|open| {
                open.backing_up = true;
                Task::Job(Job::BackUp {
                    backup: open.backup.clone(),
                    path: open.path.clone(),
                    title: open.name(),
                    bytes: open.draft_bytes(),
                    revision: open.revision,
                })
            })
            .into_iter()
            .collect()
    }

    /// Closes the return; nothing in it is unsaved.
    pub(super) fn close(&mut self) -> Vec<Task> {
        let backup = self.open.take().and_then(|open| open.backup);
        self.notice = None;
        self.dialog = None;
        backup
            .map(|path| Task::Job(Job::RemoveRecovery(path)))
            .into_iter()
            .collect()
    }

    pub(super) fn quit(&mut self) -> Vec<Task> {
        let mut tasks = self.close();
        tasks.push(Task::Window(Request::Close));
        tasks
    }

    /// Saves, and goes on with what was asked for once the file is written.
    pub(super) fn save_and_continue(&mut self) -> Vec<Task> {
        self.pending = match self.dialog.take() {
            Some(Dialog::Unsaved(command)) => Some(command),
            _ => None,
        };
        self.save()
    }

    pub(super) fn discard_and_continue(&mut self) -> Vec<Task> {
        let Some(Dialog::Unsaved(command)) = self.dialog.take() else {
            return Vec::new();
        };
        let mut tasks = self.close();
        tasks.extend(self.apply(*command));
        tasks
    }
}
