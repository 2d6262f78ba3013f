//! The preview and printing, as lists of commands, with a real disk and no window.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod desk;

use std::num::NonZeroU16;

use desk::Desk;
use nianbao::command::{Command, Format};
use nianbao::export::document::Mark;
use nianbao::export::layout::{Operation, Page};
use nianbao::form::Cell;
use nianbao::printing::{PageSelection, PrintError, PrintOrder, Printers, Sides};
use nianbao::returns::Place;
use nianbao::session::{Dialog, KnownPrinters, Screen, Tone};
use nianbao::task::{
    Job, Outcome, PrintJob, Printed, Progress, Purpose, Sent, Task, Version, export_bytes,
};

const GRANTED: &str = "applications.result.granted:natural";

fn desk() -> (Desk, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    (desk, folder)
}

fn pages(desk: &Desk) -> &[Page] {
    let shown = desk.open().preview.shown().expect("pages");
    shown.pages.as_ref().expect("pages")
}

fn shows(desk: &Desk, text: &str) -> bool {
    let written = |operation: &Operation| match operation {
        Operation::Text(run) => run.text.contains(text),
        _ => false,
    };
    pages(desk).iter().flat_map(Page::operations).any(written)
}

/// Applies a command and keeps its jobs instead of running them.
fn jobs(desk: &mut Desk, command: Command) -> Vec<Job> {
    let tasks = desk.session.apply(command);
    let jobs = tasks.into_iter().filter_map(|task| match task {
        Task::Job(job) => Some(job),
        Task::Window(_) => None,
    });
    jobs.collect()
}

fn order(pages: &str) -> PrintOrder {
    PrintOrder {
        printer: Some("某打印机".to_owned()),
        copies: NonZeroU16::new(2).unwrap(),
        pages: PageSelection::parse(pages).unwrap_or_default(),
        sides: Sides::AsSetUp,
    }
}

#[test]
fn the_preview_shows_the_pages_of_the_pdf_and_goes_back() {
    let (mut desk, _folder) = desk();
    desk.apply(Command::GoTo(Place::Header(None)));
    desk.apply(Command::ShowPreview);
    assert_eq!(desk.open().screen, Screen::Preview);
    let open = desk.open();
    assert_eq!(open.preview.shown().unwrap().mark, Mark::Final);
    let bytes = export_bytes(
        &open.form,
        &open.ret,
        &Default::default(),
        Format::Pdf,
        &nianbao::export::document::ExportOptions {
            mark: Mark::Final,
            date: None,
            sign_off: nianbao::export::document::SignOff::where_named(&open.ret.header),
        },
    );
    let file = lopdf::Document::load_mem(&bytes.unwrap()).unwrap();
    assert_eq!(file.get_pages().len(), pages(&desk).len());
    assert_eq!(open.page_count(), Some(pages(&desk).len()));
    // Asking twice does not forget where one came from.
    desk.apply(Command::ShowPreview);
    desk.apply(Command::ClosePreview);
    assert_eq!(desk.open().screen, Screen::Header);
}

#[test]
fn what_changes_is_laid_out_again_and_marked_when_it_is_not_ready() {
    let (mut desk, _folder) = desk();
    desk.apply(Command::ShowPreview);
    assert!(!shows(&desk, "草稿"));
    let cell: Cell = desk.cell(GRANTED);
    desk.apply(Command::SetCell {
        cell,
        text: "98765".to_owned(),
    });
    assert!(shows(&desk, "98765") && shows(&desk, "草稿"));
    // Undoing leads to what was changed.
    desk.apply(Command::Undo);
    assert_ne!(desk.open().screen, Screen::Preview);
    desk.apply(Command::ShowPreview);
    assert!(!shows(&desk, "98765") && !shows(&desk, "草稿"));
}

#[test]
fn characters_of_no_face_are_said_as_the_export_says_them() {
    let (mut desk, _folder) = desk();
    desk.apply(Command::SetText {
        part: "overview".to_owned(),
        text: "甲\u{E123}".to_owned(),
    });
    desk.apply(Command::ShowPreview);
    let shown = desk.open().preview.shown().unwrap();
    let sentence = shown.pages.as_ref().unwrap_err();
    assert!(sentence.contains("U+E123"), "{sentence}");
    assert_eq!(desk.open().page_count(), None);
}

#[test]
fn one_job_lays_out_at_a_time_and_takes_what_changed_meanwhile() {
    let (mut desk, _folder) = desk();
    let mut first = jobs(&mut desk, Command::ShowPreview);
    assert!(matches!(first.as_slice(), [Job::Preview(_)]));
    let cell = desk.cell(GRANTED);
    let meanwhile = jobs(
        &mut desk,
        Command::SetCell {
            cell,
            text: "431".to_owned(),
        },
    );
    assert!(meanwhile.is_empty(), "{meanwhile:?}");
    let outcome = first.remove(0).run(&desk.environment);
    let again = jobs(&mut desk, Command::Finished(outcome));
    // The older pages stand in until the newer ones are there.
    let shown = desk.open().preview.shown().unwrap();
    assert_ne!(shown.revision, desk.open().revision);
    assert_eq!(desk.open().page_count(), None);
    assert!(matches!(again.as_slice(), [Job::Preview(_)]));
}

#[test]
fn pages_of_another_return_are_dropped() {
    let (mut desk, _folder) = desk();
    let mut first = jobs(&mut desk, Command::ShowPreview);
    desk.apply(Command::OpenSample);
    let outcome = first.remove(0).run(&desk.environment);
    desk.apply(Command::Finished(outcome));
    assert!(desk.open().preview.shown().is_none());
}

#[test]
fn printing_asks_and_knows_how_many_pages_there_are() {
    let (mut desk, _folder) = desk();
    let asked = jobs(&mut desk, Command::Print);
    assert!(matches!(desk.session.dialog, Some(Dialog::Print)));
    assert!(matches!(
        asked.as_slice(),
        [Job::FindPrinters, Job::Preview(_)]
    ));
    for job in asked {
        // Whatever printers this computer has.
        let outcome = match job {
            Job::FindPrinters => Outcome::PrintersFound(Ok(Printers::from_lists("甲", "甲"))),
            other => other.run(&desk.environment),
        };
        desk.apply(Command::Finished(outcome));
    }
    assert!(desk.open().page_count().is_some());
    assert!(matches!(&desk.session.printers, KnownPrinters::Found(found) if found.names == ["甲"]));
}

#[test]
fn a_second_printing_waits_for_the_first() {
    let (mut desk, _folder) = desk();
    let first = jobs(&mut desk, Command::PrintTo(order("1")));
    assert!(matches!(first.as_slice(), [Job::Print(_)]));
    assert_eq!(desk.session.busy, [Progress::Printing]);
    assert!(jobs(&mut desk, Command::PrintTo(order("1"))).is_empty());
    let notice = desk.session.notice.as_ref().unwrap();
    assert!(notice.text.contains("正在打印"), "{}", notice.text);
}

fn printed(version: Version, pages: &str, result: Result<Sent, String>) -> Command {
    Command::Finished(Outcome::Printed(Box::new(Printed {
        version,
        mark: Mark::Draft,
        order: order(pages),
        result,
    })))
}

#[test]
fn what_was_printed_is_said_and_what_came_after_it() {
    let (mut desk, _folder) = desk();
    let version = desk.open().version();
    desk.apply(printed(version, "3,1", Ok(Sent::Taken)));
    let notice = desk.session.notice.clone().unwrap();
    assert_eq!(notice.tone, Tone::Success);
    assert_eq!(notice.text, "已把草稿送到打印机“某打印机”，2 份，第 1,3 页");
    desk.set(GRANTED, "431");
    desk.apply(printed(version, "", Ok(Sent::Taken)));
    let notice = desk.session.notice.clone().unwrap();
    assert!(
        notice.text.ends_with("2 份，之后的修改不在其中"),
        "{}",
        notice.text
    );
}

#[test]
fn what_no_printer_takes_is_opened_in_the_viewer() {
    let (mut desk, folder) = desk();
    let version = desk.open().version();
    let path = folder.path().join("甲.pdf");
    let result = Ok(Sent::Refused {
        path: path.clone(),
        error: PrintError::Refused("The printer or class does not exist.".to_owned()),
    });
    let viewer = jobs(&mut desk, printed(version, "", result));
    assert!(matches!(viewer.as_slice(), [Job::OpenInViewer(opened)] if *opened == path));
    let notice = desk.session.notice.clone().unwrap();
    assert_eq!(notice.tone, Tone::Failure);
    assert!(notice.text.contains("does not exist"), "{}", notice.text);
    assert!(notice.text.contains("阅读程序"), "{}", notice.text);
    // Where there is no viewer either, both are said.
    desk.apply(Command::Finished(Outcome::ViewerAsked {
        path,
        opened: false,
    }));
    let notice = desk.session.notice.clone().unwrap();
    assert!(notice.text.contains("does not exist"), "{}", notice.text);
    assert!(notice.text.contains("没有能打开"), "{}", notice.text);
}

#[test]
fn pages_the_report_does_not_have_are_not_printed() {
    let (mut desk, _folder) = desk();
    let mut asked = jobs(&mut desk, Command::PrintTo(order("1,77")));
    let outcome = asked.remove(0).run(&desk.environment);
    assert!(jobs(&mut desk, Command::Finished(outcome)).is_empty());
    let notice = desk.session.notice.clone().unwrap();
    assert!(notice.text.contains("没有第 77 页"), "{}", notice.text);
    assert!(desk.session.busy.is_empty());
}

/// Only where there is a printing system can it refuse; where there is none that is said.
#[test]
fn a_printer_that_does_not_exist_refuses_and_the_file_stays() {
    let (mut desk, _folder) = desk();
    let mut order = order("2");
    order.printer = Some("nianbao-没有这台打印机".to_owned());
    let mut asked = jobs(&mut desk, Command::PrintTo(order));
    let Job::Print(job) = asked.remove(0) else {
        panic!("a print job");
    };
    let job: PrintJob = *job;
    let Outcome::Printed(printed) = Job::Print(Box::new(job)).run(&desk.environment) else {
        panic!("it was printed");
    };
    let Ok(Sent::Refused { path, .. }) = printed.result else {
        panic!("{:?}", printed.result);
    };
    let file = lopdf::Document::load(&path).unwrap();
    assert_eq!(
        file.get_pages().len(),
        1,
        "just the page that was asked for"
    );
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
}

#[test]
fn the_viewer_is_still_there_to_print_from() {
    let (mut desk, _folder) = desk();
    let asked = jobs(&mut desk, Command::PrintInViewer);
    assert!(matches!(
        asked.as_slice(),
        [Job::Export {
            purpose: Purpose::Print { .. },
            ..
        }]
    ));
}
