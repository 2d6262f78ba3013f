//! Workbooks that other programs have saved with other contents.
//!
//! The files in `edits/` are made by `edits/make.py` with openpyxl and LibreOffice.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod desk;

use std::path::PathBuf;

use desk::Desk;
use nianbao::assessment::Assessment;
use nianbao::command::{Command, Format};
use nianbao::draft::{self, Draft, Source, Unknown};
use nianbao::edits::Edits;
use nianbao::export::document::{ExportOptions, Mark, SignOff};
use nianbao::form::Form;
use nianbao::form::catalog::Catalog;
use nianbao::returns::Return;
use nianbao::sample;
use nianbao::session::Dialog;
use nianbao::task::{LinkPurpose, export_bytes};
use nianbao::value::{Value, parse};
use proptest::prelude::*;

const OPENPYXL: &[u8] = include_bytes!("edits/openpyxl.xlsx");
const LIBREOFFICE: &[u8] = include_bytes!("edits/libreoffice.xlsx");
const MOVED: &[u8] = include_bytes!("edits/moved.xlsx");

/// What both programs' files have in common.
const CHANGES: [(&str, &str, &str); 9] = [
    ("联系电话", "", "88064436"),
    ("填报日期", "2024年1月26日", "2024年2月1日"),
    (
        "行政事业性收费·本年收费金额（单位：万元）",
        "5098.4139",
        "25.1",
    ),
    ("一、本年新收·自然人", "2111", "2112"),
    ("一、本年新收·总计", "2180", "9999"),
    ("二、上年结转·自然人", "121", ""),
    ("行政复议·结果维持", "75", "待查"),
    ("行政复议·结果纠正", "5", "＝４件"),
    (
        "“六、其他事项”的文字",
        "2023年共发出信息处理费收费通知11件，总金额3930元，实际收取1450元。没有其他需要报告的事项。",
        "2023年没有发出信息处理费收费通知。\n没有其他需要报告的事项。<&>",
    ),
];
/// What only the program that computes formulas knows.
const COMPUTED: (&str, &str, &str) = ("行政许可·本年处理决定数量", "92486", "92500");

fn opened(bytes: &[u8]) -> (Draft, Edits) {
    let catalog = Catalog::built_in().unwrap();
    let (draft, source) = draft::open(&catalog, "a.xlsx", bytes).unwrap();
    assert_eq!(source, Source::Export);
    let form = catalog.form(&draft.ret.variant).unwrap();
    let edits = found(&catalog, &form, &draft.ret, bytes).unwrap();
    (draft, edits)
}

fn found(catalog: &Catalog, form: &Form, ret: &Return, bytes: &[u8]) -> Option<Edits> {
    let assessment = Assessment::of(catalog, form, ret);
    Edits::find(ret, &assessment.figures(form), &[], bytes)
}

fn listed(edits: &Edits) -> Vec<(&str, &str, &str)> {
    let changes = edits.changes.iter();
    changes
        .map(|change| {
            (
                change.label.as_str(),
                change.old.as_str(),
                change.new.as_str(),
            )
        })
        .collect()
}

#[test]
fn changes_typed_with_openpyxl_are_found() {
    let (_, edits) = opened(OPENPYXL);
    assert_eq!(listed(&edits), CHANGES);
    let [remark] = edits.remarks.as_slice() else {
        panic!("{:?}", edits.remarks);
    };
    assert!(remark.contains("行政许可") && remark.contains("公式"));
}

#[test]
fn changes_saved_by_libreoffice_are_found() {
    let (_, edits) = opened(LIBREOFFICE);
    let mut expected = CHANGES.to_vec();
    expected.insert(2, COMPUTED);
    assert_eq!(listed(&edits), expected);
    assert_eq!(edits.remarks, Vec::<String>::new());
}

#[test]
fn what_was_moved_is_said_and_not_guessed() {
    let (_, edits) = opened(MOVED);
    assert_eq!(listed(&edits), []);
    let said = edits.remarks.join("\n");
    for words in [
        "“二、主动公开”的“行政事业性收费·本年收费金额（单位：万元）”在表中找不到",
        "“三、申请情况”的“一、本年新收·自然人”等 175 个单元格",
        "“四、复议诉讼”的“行政复议·结果维持”等 15 个单元格",
        "标题“六、其他需要报告的事项”找不到",
    ] {
        assert!(said.contains(words), "{words} is not in {said}");
    }
}

#[test]
fn texts_that_are_no_figures_are_kept() {
    let (mut draft, edits) = opened(LIBREOFFICE);
    let catalog = Catalog::built_in().unwrap();
    let form = catalog.form(&draft.ret.variant).unwrap();
    edits.apply(&mut draft.ret);
    let value = |key: &str| draft.ret.stated.get(form.cell(key).unwrap()).clone();
    assert_eq!(value("cases.review:upheld"), Value::Note("待查".to_owned()));
    assert_eq!(
        value("cases.review:corrected"),
        Value::Unread("＝４件".to_owned())
    );
    assert_eq!(value("disclosure.fees:amount").to_string(), "25.1");
    assert_eq!(value("applications.carried_in:natural"), Value::Blank);
    assert_eq!(draft.ret.header.telephone, "88064436");
    let assessment = Assessment::of(&catalog, &form, &draft.ret);
    let shown = draft.ret.text("other").shown(&assessment.figures(&form));
    assert!(shown.text.ends_with("。<&>"));
}

#[test]
fn taking_them_over_is_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("改过.xlsx");
    std::fs::write(&path, LIBREOFFICE).unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenPath(path));
    let Some(Dialog::Edits(edits)) = &desk.session.dialog else {
        panic!("{:?}", desk.session.dialog);
    };
    assert_eq!(edits.changes.len(), CHANGES.len() + 1);
    assert_eq!(desk.value("applications.received:natural"), "2111");

    desk.apply(Command::AdoptEdits);
    assert!(desk.session.dialog.is_none());
    assert_eq!(desk.value("applications.received:natural"), "2112");
    assert_eq!(desk.value("applications.received:total"), "9999");
    let label = desk.open().history.undo_label().unwrap();
    assert_eq!(label, "采用 Excel 中的 10 处改动");

    desk.apply(Command::Undo);
    assert_eq!(desk.value("applications.received:natural"), "2111");
    assert_eq!(desk.open().ret.header.telephone, "");
    assert!(!desk.open().history.can_undo());
}

#[test]
fn beginning_from_an_edited_workbook_says_what_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("改过.xlsx");
    std::fs::write(&path, LIBREOFFICE).unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::ReadLastYear {
        purpose: LinkPurpose::New,
        path,
    });
    let said = desk.session.notice.clone().unwrap().text;
    assert!(said.contains("导出后改过 10 处"), "{said}");
}

#[test]
fn an_export_of_a_newer_program_says_that_it_can_only_be_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("新版.html");
    let (form, draft) = sample::draft(&Catalog::built_in().unwrap()).unwrap();
    let catalog = Catalog::built_in().unwrap();
    let assessment = Assessment::of(&catalog, &form, &draft.ret);
    let options = ExportOptions {
        mark: Mark::Draft,
        date: None,
        sign_off: SignOff::Left,
    };
    let figures = assessment.figures(&form);
    let page = export_bytes(
        &draft.ret,
        &figures,
        &draft.unknown,
        &[],
        Format::Html,
        &options,
    );
    let page = String::from_utf8(page.unwrap()).unwrap();
    let own = r#""version": 2"#;
    assert!(page.contains(own));
    let page = page.replacen(own, r#""version": 99"#, 1);
    // What was changed since is said as well.
    let page = page.replacen("各项任务按期完成", "各项任务完成", 1);
    std::fs::write(&path, page).unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenPath(path.clone()));
    assert!(!desk.open().is_writable());
    let said = desk.session.notice.clone().unwrap().text;
    assert!(
        said.contains("只能查看") && said.contains("改过 1 处"),
        "{said}"
    );
    assert!(desk.session.dialog.is_none());
}

#[test]
fn what_cannot_be_read_of_last_years_workbook_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("坏.xlsx");
    let bytes = exported(2023, |_, _| {});
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let mut damaged = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).unwrap();
        // The sheets that are seen; the draft's is the last one.
        if part.name().unwrap() != "xl/worksheets/sheet1.xml" {
            damaged.raw_copy_file(part).unwrap();
        }
    }
    std::fs::write(&path, damaged.finish().unwrap().into_inner()).unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::ReadLastYear {
        purpose: LinkPurpose::New,
        path,
    });
    let said = desk.session.notice.clone().unwrap().text;
    assert!(said.contains("导出后的改动读不出来"), "{said}");
}

fn exported(year: u16, change: impl FnOnce(&Form, &mut Return)) -> Vec<u8> {
    let catalog = Catalog::built_in().unwrap();
    let form = catalog.for_year(year).unwrap();
    let mut ret = Return::blank(&form, "某区人民政府", year);
    change(&form, &mut ret);
    let options = ExportOptions {
        mark: Mark::Draft,
        date: None,
        sign_off: SignOff::Printed,
    };
    let assessment = Assessment::of(&catalog, &form, &ret);
    let figures = assessment.figures(&form);
    export_bytes(
        &ret,
        &figures,
        &Unknown::default(),
        &[],
        Format::Xlsx,
        &options,
    )
    .unwrap()
}

#[test]
fn an_export_left_alone_has_no_changes_in_any_edition() {
    for year in [2016, 2019, 2023, 2035] {
        let bytes = exported(year, |form, ret| {
            ret.header.filled_on = "2024年1月26日".to_owned();
            ret.header.leader = "张三".to_owned();
            ret.header.title = "某区人民政府\n某年报告".to_owned();
            for part in &form.parts {
                let text = format!("　　第一段<&>\"'。\n\n　第二段 {}\r\n_x000D_", part.id);
                ret.narrative.insert(part.id.clone(), text.into());
            }
            let texts = ["0", "12", "25.10", "-", "1.2.3", "", "无"];
            for (cell, text) in form.all_cells().zip(texts.into_iter().cycle()) {
                let value = parse(text, form.definition(cell).measure).value;
                ret.stated.set(cell, value);
            }
        });
        let (_, edits) = opened(&bytes);
        assert_eq!(edits, Edits::default(), "{year}");
    }
}

#[test]
fn other_files_have_no_cells() {
    let catalog = Catalog::built_in().unwrap();
    let form = catalog.for_year(2023).unwrap();
    let ret = Return::blank(&form, "", 2023);
    for bytes in [&b"%PDF-1.7"[..], b"", b"PK\x03\x04"] {
        assert_eq!(found(&catalog, &form, &ret, bytes), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Damage anywhere is no reason to fall.
    #[test]
    fn damaged_workbooks_are_read_or_not(at in 0..LIBREOFFICE.len(), byte in any::<u8>()) {
        let catalog = Catalog::built_in().unwrap();
        let form = catalog.for_year(2023).unwrap();
        let ret = Return::blank(&form, "", 2023);
        let mut bytes = LIBREOFFICE.to_vec();
        bytes[at] = byte;
        let _ = found(&catalog, &form, &ret, &bytes);
        let _ = found(&catalog, &form, &ret, &bytes[..at]);
    }
}
