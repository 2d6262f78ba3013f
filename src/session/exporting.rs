//! Final copies, draft copies, check sheets.

use std::path::PathBuf;
use std::sync::Arc;

use crate::command::Format;
use crate::export::Product;
use crate::export::document::{ExportOptions, Mark, SignOff, document};
use crate::export::fonts::office::FoundFaces;
use crate::export::fonts::{Typefaces, is_in_bundled_faces};
use crate::export::layout::{MissingCharacters, missing_characters};
use crate::task::{Job, Purpose, Request, Task};

use super::{Dialog, Session, Tone};

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
        if let Some(missing) = self.missing_characters(format, product) {
            self.say(Tone::Failure, format!("没有导出：{missing}"));
            return Vec::new();
        }
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

    /// Characters that stop the export: better named before a file is asked for. Which the faces
    /// of the system have is known only when they are read.
    fn missing_characters(&self, format: Format, product: Product) -> Option<MissingCharacters> {
        let open = self.open.as_ref()?;
        let Product::Report(mark) = product else {
            return None;
        };
        if format != Format::Pdf || self.settings.typefaces == Typefaces::System {
            return None;
        }
        let options = ExportOptions {
            mark,
            date: None,
            sign_off: SignOff::where_named(&open.ret.header),
        };
        let document = document(&open.ret, &open.figures(), &options);
        missing_characters(&document, &is_in_bundled_faces)
    }

    pub(super) fn toggle_system_fonts(&mut self) -> Vec<Task> {
        let typefaces = match self.settings.typefaces {
            Typefaces::Bundled => Typefaces::System,
            Typefaces::System => Typefaces::Bundled,
        };
        let mut tasks = self.change_settings(|settings| settings.typefaces = typefaces);
        match typefaces {
            Typefaces::Bundled => {
                self.say(Tone::Information, "导出 PDF 用程序自带的字体");
            }
            Typefaces::System => {
                self.say(Tone::Information, "正在查找系统公文字体");
                tasks.push(Task::Job(Job::FindSystemFonts));
            }
        }
        tasks
    }

    /// Says which faces of the system are used from now on.
    pub(super) fn system_fonts_found(&mut self, found: &FoundFaces) {
        // Switched off again meanwhile.
        if self.settings.typefaces == Typefaces::Bundled {
            return;
        }
        let tone = if found.any_used() {
            Tone::Success
        } else {
            Tone::Information
        };
        self.say(tone, found.to_string());
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
            typefaces: self.settings.typefaces,
            ret: Box::new(open.ret.clone()),
            unknown: Box::new(open.unknown.clone()),
            charts: open.charts(&self.catalog).charts,
        };
        self.run(job)
    }
}
