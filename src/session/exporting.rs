//! Final copies, draft copies, check sheets, printing.

use std::path::PathBuf;
use std::sync::Arc;

use crate::command::Format;
use crate::export::Product;
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
        self.start_export(Format::Pdf, Product::Report(mark), Purpose::Print { name })
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

    fn start_export(&mut self, format: Format, product: Product, purpose: Purpose) -> Vec<Task> {
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
            charts: open.charts(&self.catalog).charts,
        };
        self.run(job)
    }
}
