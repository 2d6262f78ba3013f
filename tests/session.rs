//! What a person does, as lists of commands, with a real disk and no window.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod desk;

use std::path::PathBuf;

use desk::Desk;
use nianbao::command::{Command, Format};
use nianbao::export::Product;
use nianbao::export::document::Mark;
use nianbao::returns::Place;
use nianbao::session::{Access, Dialog, Screen, Tone};
use nianbao::task::Request;
use nianbao::value::Value;

const GRANTED: &str = "applications.result.granted:natural";
const TOTAL: &str = "applications.result.total:total";

#[test]
fn a_figure_changes_totals_and_findings_and_is_undone_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    assert_eq!(desk.broken(), [""; 0]);
    desk.set(GRANTED, "440");
    assert_eq!(desk.value(TOTAL), "2171");
    assert_eq!(desk.broken(), ["T1[natural]", "T1[total]"]);
    assert_eq!(
        desk.open().history.undo_label(),
        Some("（一）予以公开·自然人 430→440")
    );
    desk.apply(Command::Undo);
    assert_eq!(desk.value(TOTAL), "2161");
    assert_eq!(desk.broken(), [""; 0]);
    desk.apply(Command::Redo);
    assert_eq!(desk.value(GRANTED), "440");
}

#[test]
fn showing_a_finding_goes_there_and_lights_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.set("cases.review:total", "0");
    desk.apply(Command::NextFinding);
    assert_eq!(desk.open().cursor, Some(desk.cell("cases.review:total")));
    assert!(matches!(desk.open().screen, Screen::Part(4)));
    let lit = desk.open().lit_finding().unwrap();
    assert_eq!(lit.cells().count(), 5);
    desk.set("cases.review:total", "106");
    assert!(desk.open().lit_finding().is_none());
}

#[test]
fn a_final_export_is_refused_with_the_list_and_a_draft_is_offered() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.set(GRANTED, "440");
    desk.set("cases.review:other", "");
    desk.set("disclosure.permits:decisions", "/");
    desk.apply(Command::Export(Format::Pdf));
    let Some(Dialog::Refused { obstacles, .. }) = &desk.session.dialog else {
        panic!("the final export should be refused");
    };
    let messages: Vec<&str> = obstacles
        .iter()
        .map(|obstacle| obstacle.message.as_str())
        .collect();
    assert_eq!(messages.len(), 5, "{messages:#?}");
    assert!(messages[2].contains("“/”"), "{}", messages[2]);
    assert!(messages[3].contains("1 个空格"), "{}", messages[3]);
    assert!(messages[4].contains("引用的"), "{}", messages[4]);
    desk.apply(Command::ExportDraft(Format::Pdf));
    let Some(Request::ChooseExportPath {
        product, suggested, ..
    }) = desk.requests.last()
    else {
        panic!("a place should be asked for");
    };
    assert_eq!(*product, Product::Report(Mark::Draft));
    assert!(suggested.to_string_lossy().ends_with("（草稿）.pdf"));
}

#[test]
fn exports_reach_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    for format in Format::ALL {
        let path = folder
            .path()
            .join("年报")
            .with_extension(format.extension());
        desk.apply(Command::ExportTo {
            format,
            product: Product::Report(Mark::Final),
            path: path.clone(),
        });
        assert!(path.metadata().unwrap().len() > 5_000);
        assert_eq!(desk.session.notice.as_ref().unwrap().tone, Tone::Success);
        assert!(desk.session.busy.is_empty());
    }
}

#[test]
fn a_check_sheet_of_an_unfinished_report_reaches_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    assert!(!desk.session.can(&Command::ExportCheckSheet(Format::Pdf)));
    desk.apply(Command::OpenSample);
    desk.set(GRANTED, "440");
    desk.set("cases.review:other", "");
    for format in Format::ALL {
        desk.apply(Command::ExportCheckSheet(format));
        assert!(desk.session.dialog.is_none());
        let Some(Request::ChooseExportPath {
            product: Product::CheckSheet,
            suggested,
            ..
        }) = desk.requests.last()
        else {
            panic!("a place should be asked for");
        };
        let name = format!("工作年度报告审核表.{}", format.extension());
        assert!(
            suggested.to_string_lossy().ends_with(&name),
            "{suggested:?}"
        );
        let path = folder.path().join(&name);
        desk.apply(Command::ExportTo {
            format,
            product: Product::CheckSheet,
            path: path.clone(),
        });
        let notice = desk.session.notice.as_ref().expect("a notice");
        assert_eq!(notice.text, format!("已导出审核表“{name}”"));
        assert_eq!(notice.file.as_deref(), Some(path.as_path()));
        assert!(path.exists());
    }
}

#[test]
fn saving_and_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::CreateReturn {
        agency: "某局".into(),
        year: 2024,
        edition: "C".to_owned(),
    });
    desk.set(GRANTED, "7");
    assert!(desk.open().has_unsaved_work());
    desk.apply(Command::Save);
    assert!(matches!(
        desk.requests.pop(),
        Some(Request::ChooseSavePath { .. })
    ));
    let path = folder.path().join("某局");
    desk.apply(Command::SaveTo(path));
    let path = folder.path().join("某局.nianbao");
    assert!(!desk.open().has_unsaved_work());
    assert_eq!(desk.session.settings.recent, std::slice::from_ref(&path));
    desk.apply(Command::CloseReturn);
    assert!(desk.session.open.is_none());
    desk.apply(Command::OpenPath(path));
    assert_eq!(desk.value(GRANTED), "7");
}

#[test]
fn closing_with_unsaved_work_asks_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.set(GRANTED, "431");
    desk.apply(Command::Quit);
    assert!(matches!(desk.session.dialog, Some(Dialog::Unsaved(_))));
    desk.apply(Command::CloseDialog);
    assert!(desk.session.open.is_some());
    desk.apply(Command::Quit);
    desk.apply(Command::SaveAndContinue);
    assert!(matches!(
        desk.requests.pop(),
        Some(Request::ChooseSavePath { .. })
    ));
    desk.apply(Command::SaveTo(folder.path().join("a.nianbao")));
    assert_eq!(desk.requests.pop(), Some(Request::Close));
}

#[test]
fn a_cancelled_save_does_not_close_later_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.set(GRANTED, "431");
    desk.apply(Command::Quit);
    desk.apply(Command::SaveAndContinue);
    desk.requests.clear();
    // The file dialog was cancelled; the person goes on, and saves an hour later.
    desk.apply(Command::CancelSaving);
    desk.set(GRANTED, "432");
    desk.apply(Command::SaveTo(folder.path().join("a.nianbao")));
    assert_eq!(desk.requests, []);
    assert!(desk.session.open.is_some());
}

#[test]
fn work_survives_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.set(GRANTED, "440");
    desk.apply(Command::BackUp);
    assert!(!desk.open().needs_backup());
    assert!(desk.open().has_unsaved_work());
    drop(desk); // The process is gone; nothing was saved or closed.
    let mut desk = Desk::new(folder.path());
    let [recovered] = desk.session.recovered.as_slice() else {
        panic!("one piece of work should be offered");
    };
    let backup = recovered.backup.clone();
    desk.apply(Command::Recover(backup));
    assert_eq!(desk.value(GRANTED), "440");
    desk.apply(Command::SaveTo(folder.path().join("a.nianbao")));
    drop(desk);
    assert!(Desk::new(folder.path()).session.recovered.is_empty());
}

#[test]
fn a_draft_with_a_newer_backup_offers_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.nianbao");
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.apply(Command::SaveTo(file.clone()));
    desk.apply(Command::OpenPath(file.clone()));
    assert!(desk.session.dialog.is_none());
    desk.set(GRANTED, "440");
    desk.apply(Command::BackUp);
    drop(desk); // The process is gone.
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenPath(file));
    assert_eq!(desk.value(GRANTED), "430");
    let Some(Dialog::Recovery(backup)) = &desk.session.dialog else {
        panic!("the backup should be offered");
    };
    let backup = backup.backup.clone();
    desk.apply(Command::CloseReturn);
    desk.apply(Command::Recover(backup));
    assert_eq!(desk.value(GRANTED), "440");
    assert!(desk.open().is_writable());
}

#[test]
fn a_draft_open_elsewhere_is_read_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.nianbao");
    let mut first = Desk::new(folder.path());
    first.apply(Command::OpenSample);
    first.apply(Command::SaveTo(path.clone()));
    let mut second = Desk::new(folder.path());
    second.apply(Command::OpenPath(path));
    assert!(matches!(&second.open().access, Access::Read(reason) if reason.contains("只能查看")));
    second.set(GRANTED, "1");
    assert_eq!(second.value(GRANTED), "430");
    // A copy under another name can be worked on.
    second.apply(Command::SaveTo(folder.path().join("b.nianbao")));
    second.set(GRANTED, "1");
    assert_eq!(second.value(GRANTED), "1");
}

#[test]
fn opening_the_open_draft_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.nianbao");
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.apply(Command::SaveTo(path.clone()));
    desk.set(GRANTED, "7");
    desk.apply(Command::OpenPath(path));
    assert_eq!(desk.value(GRANTED), "7");
    assert!(desk.open().is_writable() && desk.session.dialog.is_none());
}

#[test]
fn a_late_save_belongs_to_the_return_it_was_made_from() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("first.nianbao");
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.set(GRANTED, "7");
    // The worker is slow: the first return is closed before its file is written.
    let save = desk.session.apply(Command::SaveTo(path.clone()));
    let back_up = desk.session.apply(Command::BackUp);
    desk.apply(Command::CloseReturn);
    desk.apply(Command::DiscardAndContinue);
    desk.apply(Command::OpenSample);
    desk.work(save);
    desk.work(back_up);
    assert!(path.exists());
    assert_eq!(desk.open().path, None);
    // What was given up is not offered again.
    drop(desk);
    assert!(Desk::new(folder.path()).session.recovered.is_empty());
}

#[test]
fn a_late_opening_asks_before_it_takes_the_place_of_new_figures() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.nianbao");
    std::fs::write(&path, nianbao::sample::BYTES).unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    let opening = desk.session.apply(Command::OpenPath(path.clone()));
    desk.set(GRANTED, "7");
    desk.work(opening);
    assert_eq!(desk.value(GRANTED), "7");
    assert!(matches!(desk.session.dialog, Some(Dialog::Unsaved(_))));
    desk.apply(Command::DiscardAndContinue);
    assert_eq!(desk.open().path, Some(path));
    assert_eq!(desk.value(GRANTED), "430");
}

#[test]
fn what_broke_while_the_file_was_chosen_is_not_exported_as_final() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.apply(Command::Export(Format::Pdf));
    desk.set(GRANTED, "440");
    desk.apply(Command::ExportTo {
        format: Format::Pdf,
        product: Product::Report(Mark::Final),
        path: path.clone(),
    });
    assert!(matches!(desk.session.dialog, Some(Dialog::Refused { .. })));
    assert!(!path.exists());
}

#[test]
fn a_name_nobody_was_asked_about_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("某局2023.12.nianbao");
    std::fs::write(&taken, b"other").unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.apply(Command::SaveTo(folder.path().join("某局2023.12")));
    assert_eq!(std::fs::read(&taken).unwrap(), b"other");
    assert_eq!(desk.session.notice.as_ref().unwrap().tone, Tone::Failure);
}

#[test]
fn a_cell_of_another_form_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    let last = desk.cell("cases.lit_after:total");
    desk.apply(Command::ChooseAlternative);
    desk.apply(Command::SetCells(vec![(last, "1".into())]));
    desk.apply(Command::SetCell {
        cell: last,
        text: "1".into(),
    });
    desk.apply(Command::GoTo(Place::Cell(last)));
    assert_eq!(desk.value("cases.lit_after:total"), "18");
}

#[test]
fn opening_something_else_says_what_it_is_and_keeps_the_return() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("年报.pdf");
    std::fs::write(&path, b"%PDF-1.7").unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.apply(Command::OpenPath(path));
    let notice = desk.session.notice.clone().unwrap();
    assert_eq!(notice.tone, Tone::Failure);
    assert!(notice.text.contains("“年报.pdf”已损坏"), "{}", notice.text);
    assert!(desk.session.open.is_some());
}

#[test]
fn an_export_is_opened_as_a_new_draft_and_never_saved_over() {
    let folder = tempfile::tempdir().unwrap();
    for format in Format::ALL {
        let mut desk = Desk::new(folder.path());
        desk.apply(Command::OpenSample);
        let original = desk.open().ret.clone();
        let path = folder
            .path()
            .join("年报")
            .with_extension(format.extension());
        desk.apply(Command::ExportTo {
            format,
            product: Product::Report(Mark::Final),
            path: path.clone(),
        });
        let exported = std::fs::read(&path).unwrap();

        desk.apply(Command::OpenPath(path.clone()));
        let notice = desk.session.notice.clone().unwrap();
        assert!(
            notice
                .text
                .contains(&*path.file_name().unwrap().to_string_lossy()),
            "{}",
            notice.text
        );
        let open = desk.open();
        assert_eq!((&open.ret, &open.path), (&original, &None));
        assert!(open.is_writable() && open.has_unsaved_work());
        assert_eq!(desk.session.settings.recent, Vec::<PathBuf>::new());
        desk.requests.clear();
        desk.apply(Command::Save);
        assert!(matches!(
            desk.requests.as_slice(),
            [Request::ChooseSavePath { .. }]
        ));
        assert_eq!(std::fs::read(&path).unwrap(), exported);
        // Nobody else is kept from the export.
        assert_eq!(
            std::fs::read_dir(folder.path())
                .unwrap()
                .filter(|entry| {
                    entry
                        .as_ref()
                        .unwrap()
                        .file_name()
                        .to_string_lossy()
                        .contains(".lock")
                })
                .count(),
            0
        );
    }
}

#[test]
fn work_is_not_given_up_for_a_file_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.set(GRANTED, "7");
    desk.apply(Command::OpenPath(folder.path().join("none.nianbao")));
    desk.apply(Command::DiscardAndContinue);
    assert_eq!(desk.value(GRANTED), "7");
    desk.apply(Command::CloseReturn);
    assert!(matches!(desk.session.dialog, Some(Dialog::Unsaved(_))));
}

#[test]
fn a_place_that_cannot_be_written_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken.nianbao");
    std::fs::create_dir(&taken).unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.set(GRANTED, "440");
    desk.apply(Command::SaveTo(taken));
    assert_eq!(desk.session.notice.as_ref().unwrap().tone, Tone::Failure);
    assert!(desk.open().has_unsaved_work());
    assert_eq!(desk.open().path, None::<PathBuf>);
}

#[test]
fn typing_in_a_text_is_one_step_until_a_pause() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    let write = |desk: &mut Desk, text: &str| {
        desk.apply(Command::SetText {
            part: "problems".into(),
            text: text.into(),
        });
    };
    write(&mut desk, "一");
    write(&mut desk, "一二");
    desk.apply(Command::EndStep);
    write(&mut desk, "一二三");
    desk.apply(Command::Undo);
    assert_eq!(*desk.open().ret.text("problems"), "一二".into());
    desk.apply(Command::Undo);
    let open = desk.open();
    let shown = open.ret.text("problems").shown(&open.figures());
    assert!(shown.text.starts_with("（一）"));
    assert_eq!(desk.open().screen, Screen::Part(5));
}

#[test]
fn blanks_become_zero_only_when_asked_and_in_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::CreateReturn {
        agency: "某局".into(),
        year: 2023,
        edition: "C".to_owned(),
    });
    desk.apply(Command::GoTo(Place::Part("cases".into())));
    desk.set("cases.review:upheld", "2");
    assert_eq!(desk.value("cases.review:total"), "");
    desk.apply(Command::FillBlanksWithZero);
    assert_eq!(desk.value("cases.review:total"), "2");
    assert_eq!(desk.open().filled(), 12);
    desk.apply(Command::Undo);
    assert_eq!(desk.open().filled(), 1);
}

#[test]
fn other_outcomes_in_one_row_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.apply(Command::ChooseAlternative);
    assert_eq!(desk.open().form.cells.len(), 186);
    assert_eq!(desk.value("applications.received:natural"), "2111");
    desk.set("applications.result.other:natural", "151");
    desk.apply(Command::Undo);
    desk.apply(Command::Undo);
    assert_eq!(desk.open().form.cells.len(), 200);
    assert_eq!(desk.value("applications.result.other.misc:natural"), "80");
    assert_eq!(desk.broken(), [""; 0]);
    desk.apply(Command::Redo);
    assert_eq!(desk.open().form.cells.len(), 186);
}

#[test]
fn right_totals_in_a_pasted_block_stay_computed() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    let block = [("upheld", "70"), ("total", "101")];
    let block = block.map(|(column, text)| {
        let cell = desk.cell(&format!("cases.review:{column}"));
        (cell, text.to_owned())
    });
    desk.apply(Command::SetCells(block.to_vec()));
    desk.set("cases.review:upheld", "71");
    assert_eq!(desk.value("cases.review:total"), "102");
    // A wrong one stands, and is found.
    let total = desk.cell("cases.review:total");
    desk.apply(Command::SetCells(vec![(total, "9".into())]));
    assert_eq!(desk.broken(), ["R1[review]"]);
}

#[test]
fn a_typed_total_stands_until_the_computed_one_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.apply(Command::GoTo(Place::Part("cases".into())));
    desk.set("cases.review:total", "100");
    assert_eq!(desk.value("cases.review:total"), "100");
    desk.apply(Command::TakeComputedTotals);
    assert_eq!(desk.value("cases.review:total"), "106");
    let cell = desk.cell("cases.review:total");
    assert_eq!(*desk.open().ret.stated.get(cell), Value::Blank);
}

#[test]
fn while_one_backup_is_written_no_second_one_begins() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.set(GRANTED, "440");
    let first = desk.session.apply(Command::BackUp);
    assert_eq!(first.len(), 1);
    assert!(desk.session.apply(Command::BackUp).is_empty());
    desk.work(first);
    assert!(!desk.open().needs_backup());
    drop(desk);
    assert_eq!(Desk::new(folder.path()).session.recovered.len(), 1);
}
