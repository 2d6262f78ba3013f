//! Printing: on a printer of this computer, or from the system's viewer.

use std::sync::Arc;

use crate::command::Format;
use crate::export::Product;
use crate::export::document::Mark;
use crate::files;
use crate::printing::{PageSelection, PrintError, PrintOrder, Printers};
use crate::task::{Job, PrintJob, Printed, Progress, Purpose, Sent, Task};

use super::{Dialog, Notice, OpenReturn, Session, Tone};

/// What is known of the printers of this computer.
#[derive(Clone, Debug, Default)]
pub enum KnownPrinters {
    /// Nobody has looked yet, or someone is looking.
    #[default]
    Unknown,
    Found(Printers),
    None(PrintError),
}

impl Session {
    /// Asks how to print, and looks for printers each time: they come and go.
    pub(super) fn ask_for_printing(&mut self) -> Vec<Task> {
        if self.open.is_none() {
            return Vec::new();
        }
        self.dialog = Some(Dialog::Print);
        vec![Task::Job(Job::FindPrinters)]
    }

    pub(super) fn printers_found(&mut self, found: Result<Printers, PrintError>) -> Vec<Task> {
        self.printers = match found {
            Ok(printers) => KnownPrinters::Found(printers),
            Err(error) => KnownPrinters::None(error),
        };
        Vec::new()
    }

    /// Prints through the viewer: a final copy if nothing stands against it, else a draft copy.
    pub(super) fn print_in_viewer(&mut self) -> Vec<Task> {
        self.dialog = None;
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let (product, name) = (Product::Report(open.printed_mark()), file_name(open));
        self.start_export(Format::Pdf, product, Purpose::Print { name })
    }

    /// Sends the report to a printer, as a final copy if nothing stands against it.
    pub(super) fn print(&mut self, order: PrintOrder) -> Vec<Task> {
        self.dialog = None;
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let job = PrintJob {
            version: open.version(),
            mark: open.printed_mark(),
            typefaces: self.settings.typefaces,
            order,
            form: Arc::clone(&open.form),
            ret: open.ret.clone(),
            unknown: open.unknown.clone(),
            charts: open.charts(&self.catalog).charts,
            name: file_name(open),
        };
        self.run(Job::Print(Box::new(job)))
    }

    /// Says what became of it. What no printer took is shown in the viewer, to be printed there.
    pub(super) fn printed(&mut self, printed: Printed) -> Vec<Task> {
        self.end(Progress::Printing);
        let current = self.open.as_ref().map(OpenReturn::version);
        let older = current != Some(printed.version);
        let since = if older {
            "，之后的修改不在其中"
        } else {
            ""
        };
        match printed.result {
            Err(error) => {
                self.say(Tone::Failure, format!("没有打印：{error}"));
                Vec::new()
            }
            Ok(Sent::Taken) => {
                let text = format!("{}{since}", taken(&printed.order, printed.mark));
                self.say(Tone::Success, text);
                Vec::new()
            }
            Ok(Sent::Refused { path, error }) => {
                self.notice = Some(Notice {
                    tone: Tone::Failure,
                    text: format!("{error}，改用系统的阅读程序打开，请在那里打印{since}"),
                    file: Some(path.clone()),
                });
                vec![Task::Job(Job::OpenInViewer(path))]
            }
        }
    }
}

/// What the printer was given, in words.
fn taken(order: &PrintOrder, mark: Mark) -> String {
    let printer = match &order.printer {
        Some(printer) => format!("打印机“{printer}”"),
        None => "系统默认的打印机".to_owned(),
    };
    let draft = match mark {
        Mark::Draft => "草稿",
        Mark::Final => "",
    };
    let pages = match &order.pages {
        PageSelection::All => String::new(),
        pages => format!("，第 {pages} 页"),
    };
    format!("已把{draft}送到{printer}，{} 份{pages}", order.copies)
}

fn file_name(open: &OpenReturn) -> String {
    files::name(&open.suggested_path("").with_extension("pdf"))
}
