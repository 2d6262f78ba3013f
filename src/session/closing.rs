//! Leaving a return without losing work.

use std::path::Path;

use crate::command::{Adoption, Command, ReviewCommand};
use crate::draft::is_draft_name;
use crate::task::{Job, LinkPurpose, Request, Task};

use super::{Dialog, OpenReturn, Session};

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

    /// Closes the return; nothing in it is unsaved.
    pub(super) fn close(&mut self) -> Vec<Task> {
        let backup = self.open.take().and_then(|open| open.backup.into_file());
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
