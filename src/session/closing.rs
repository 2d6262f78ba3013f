//! Saving, and leaving a return without losing work.

use std::path::{Path, PathBuf};

use crate::command::{Adoption, Command, ReviewCommand};
use crate::draft::{EXTENSION, is_draft_name};
use crate::task::{Job, LinkPurpose, Request, Target, Task};

use super::{Access, Dialog, OpenReturn, Session};

impl Session {
    /// Whether a command would leave unsaved work behind, so that it has to be asked about first.
    pub(super) fn asks_first(&self, command: &Command) -> bool {
        // What is in other files may be a report to look over, which takes nothing's place yet.
        let unknown = matches!(command, Command::OpenPath(path)
            if !is_draft_name(path));
        !unknown && self.would_lose_work(command)
    }

    /// Whether a command puts something in the place of unsaved work.
    pub(super) fn would_lose_work(&self, command: &Command) -> bool {
        let leaves = matches!(
            command,
            Command::CreateReturn { .. }
                | Command::NewFromLastYear
                | Command::ReadLastYear {
                    purpose: LinkPurpose::New,
                    ..
                }
                | Command::OpenPath(_)
                | Command::OpenSample
                | Command::Recover(_)
                | Command::CloseReturn
                | Command::Quit
                | Command::Review(ReviewCommand::Adopt {
                    way: Adoption::New | Adoption::NextYear,
                    ..
                })
        );
        let stays = matches!(command, Command::OpenPath(path) if self.is_open_here(path));
        leaves && !stays && self.open.as_ref().is_some_and(OpenReturn::has_work_to_lose)
    }

    /// Whether a path is the draft in work, held by this window.
    pub(super) fn is_open_here(&self, path: &Path) -> bool {
        self.open
            .as_ref()
            .is_some_and(|open| open.is_writable() && open.path.as_deref() == Some(path))
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

    pub(super) fn save_to(&mut self, path: PathBuf) -> Vec<Task> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let (path, target) = if self.is_open_here(&path) {
            (path, Target::Own)
        } else if path.extension().is_some_and(|ending| ending == EXTENSION) {
            (path, Target::Other)
        } else {
            let mut name = path.into_os_string();
            name.push(".");
            name.push(EXTENSION);
            (PathBuf::from(name), Target::New)
        };
        let job = Job::Save {
            version: open.version(),
            path,
            bytes: open.draft_bytes(),
            target,
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
                    version: open.version(),
                    backup: open.backup.clone(),
                    path: open.path.clone(),
                    title: open.name(),
                    bytes: open.draft_bytes(),
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
        // What is opened takes the return's place only once it is there: the file
        // may be missing, and then nothing is given up.
        if matches!(
            *command,
            Command::OpenPath(_)
                | Command::Recover(_)
                | Command::NewFromLastYear
                | Command::ReadLastYear { .. }
        ) {
            if let Some(open) = &mut self.open {
                open.given_up = Some(open.revision);
            }
            return self.apply(*command);
        }
        let mut tasks = self.close();
        tasks.extend(self.apply(*command));
        tasks
    }
}
