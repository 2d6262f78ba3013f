//! Final copies, draft copies, check sheets.

use std::path::PathBuf;
use std::sync::Arc;

use crate::command::Format;
use crate::export::Product;
use crate::export::document::Mark;
use crate::task::{Job, Purpose, Request, Task};

use super::{Dialog, Session};

impl Session {
    pub(super) fn export(&mut self, format: Format) -> Vec<Task> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let obstacles = open.obstacles();
        if obstacles.is_empty() {
            self.choose_export_path(format, Product::Report(Mark::Final))
        } else {
            self.show(Dialog::Refused { format, obstacles })
        }
    }

    pub(super) fn choose_export_path(&mut self, format: Format, product: Product) -> Vec<Task> {
        self.dialog = None;
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let suggested = open.suggested_path(product.suffix());
        vec![Task::Window(Request::ChooseExportPath {
            format,
            product,
            suggested: suggested.with_extension(format.extension()),
        })]
    }

    /// Exports to a chosen file. What was ready when the file was asked for may not be any more.
    pub(super) fn export_to(
        &mut self,
        format: Format,
        product: Product,
        path: PathBuf,
    ) -> Vec<Task> {
        let obstacles = match (&self.open, product) {
            (Some(open), Product::Report(Mark::Final)) => open.obstacles(),
            _ => Vec::new(),
        };
        if obstacles.is_empty() {
            self.start_export(format, product, Purpose::File(path))
        } else {
            self.show(Dialog::Refused { format, obstacles })
        }
    }

    pub(super) fn start_export(
        &mut self,
        format: Format,
        product: Product,
        purpose: Purpose,
    ) -> Vec<Task> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let job = Job::Export {
            version: open.version(),
            format,
            product,
            purpose,
            form: Arc::clone(&open.form),
            ret: Box::new(open.ret.clone()),
            unknown: Box::new(open.unknown.clone()),
        };
        self.run(job)
    }
}
