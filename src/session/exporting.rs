//! Final copies, draft copies, printing.

use std::path::PathBuf;
use std::sync::Arc;

use crate::command::Format;
use crate::export::document::Mark;
use crate::files;
use crate::task::{Job, Purpose, Request, Task};

use super::{Dialog, Session};

impl Session {
    pub(super) fn export(&mut self, format: Format) -> Vec<Task> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let obstacles = open.obstacles();
        if obstacles.is_empty() {
            self.choose_export_path(format, Mark::Final)
        } else {
            self.show(Dialog::Refused { format, obstacles })
        }
    }

    pub(super) fn choose_export_path(&mut self, format: Format, mark: Mark) -> Vec<Task> {
        self.dialog = None;
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let suggested = open.suggested_path(match mark {
            Mark::Final => "",
            Mark::Draft => "（草稿）",
        });
        vec![Task::Window(Request::ChooseExportPath {
            format,
            mark,
            suggested: suggested.with_extension(format.extension()),
        })]
    }

    /// Prints through the viewer: a final copy if nothing stands against it, else a draft copy.
    pub(super) fn print(&mut self) -> Vec<Task> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let mark = if open.obstacles().is_empty() {
            Mark::Final
        } else {
            Mark::Draft
        };
        let name = open.suggested_path("").with_extension("pdf");
        let name = files::name(&name);
        self.start_export(Format::Pdf, mark, Purpose::Print { name })
    }

    /// Exports to a chosen file. What was ready when the file was asked for may not be any more.
    pub(super) fn export_to(&mut self, format: Format, mark: Mark, path: PathBuf) -> Vec<Task> {
        let obstacles = match (&self.open, mark) {
            (Some(open), Mark::Final) => open.obstacles(),
            _ => Vec::new(),
        };
        if obstacles.is_empty() {
            self.start_export(format, mark, Purpose::File(path))
        } else {
            self.show(Dialog::Refused { format, obstacles })
        }
    }

    fn start_export(&mut self, format: Format, mark: Mark, purpose: Purpose) -> Vec<Task> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let job = Job::Export {
            version: open.version(),
            format,
            mark,
            purpose,
            form: Arc::clone(&open.form),
            ret: Box::new(open.ret.clone()),
            unknown: Box::new(open.unknown.clone()),
        };
        self.run(job)
    }
}
