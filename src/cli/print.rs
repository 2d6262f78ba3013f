//! `nianbao print FILE [--printer P] [--copies N] [--pages R] [--draft]`

use std::num::NonZeroU16;

use super::arguments::PrintArguments;
use super::export::refuse_unready;
use super::{Failure, Status, read};
use crate::assessment::Assessment;
use crate::charts::YearCharts;
use crate::export::document::Mark;
use crate::export::fonts::Typefaces;
use crate::files;
use crate::form::catalog::Catalog;
use crate::printing::{PageSelection, PrintError, PrintOrder, Sides};
use crate::task::{Sent, find_printers, print_report, usual_document};

pub(super) fn run(catalog: &Catalog, arguments: &PrintArguments) -> Result<Status, Failure> {
    let pages = match &arguments.pages {
        None => PageSelection::All,
        Some(text) => PageSelection::parse(text)
            .map_err(|error| Failure::wrong_usage(format!("参数 --pages：{error}")))?,
    };
    let (form, draft) = read(catalog, &arguments.file)?;
    let assessment = Assessment::of(catalog, &form, &draft.ret);
    let mark = if arguments.draft {
        Mark::Draft
    } else {
        refuse_unready(&form, &draft.ret, &assessment, "打印")?;
        Mark::Final
    };
    let printer = printer(arguments.printer.as_deref())?;
    let order = PrintOrder {
        printer: Some(printer.clone()),
        copies: NonZeroU16::new(arguments.copies).unwrap_or(NonZeroU16::MIN),
        pages,
        sides: Sides::AsSetUp,
    };
    let title = files::file_name_from(&draft.ret.title(&form));
    let name = format!("{title}.pdf");
    let figures = assessment.figures(&form);
    let charts = YearCharts::of(catalog, &form, &draft.ret, &assessment.derived);
    let document = usual_document(&draft.ret, &figures, &draft.unknown, &charts.charts, mark);
    let sent = print_report(&document, Typefaces::Bundled, &order, &name)
        .map_err(|error| Failure::unwritable(format!("没有打印：{error}")))?;
    match sent {
        Sent::Refused { path, error } => Err(Failure::unwritable(format!(
            "没有打印：{error}。要打印的 PDF 在 {}",
            path.display()
        ))),
        Sent::Taken => {
            say!("已送到打印机 {printer}");
            Ok(Status::Fine)
        }
    }
}

/// The printer that was named, if there is one of that name; else the one offered first.
fn printer(name: Option<&str>) -> Result<String, Failure> {
    let printers = find_printers().map_err(|error| not_taken(&error))?;
    match name {
        None => printers
            .first_choice()
            .map(str::to_owned)
            .ok_or_else(|| not_taken(&PrintError::NoPrinter)),
        Some(name) if printers.names.iter().any(|known| known == name) => Ok(name.to_owned()),
        Some(name) => Err(Failure::wrong_usage(format!(
            "没有打印机“{name}”。本机的打印机：{}",
            printers.names.join("、")
        ))),
    }
}

fn not_taken(error: &PrintError) -> Failure {
    Failure::unwritable(format!(
        "没有打印：{error}。可用 nianbao export 导出 PDF 后另行打印"
    ))
}
