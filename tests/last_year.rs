//! Reports that know the year before, warnings with reasons, other editions, added rows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod desk;

use std::fs;
use std::path::PathBuf;

use desk::Desk;
use nianbao::assessment::Assessment;
use nianbao::command::Command;
use nianbao::export::check_sheet::check_sheet;
use nianbao::findings::{Answer, FindingId};
use nianbao::form::Variant;
use nianbao::returns::{HeaderField, Level};
use nianbao::session::{Dialog, Tone};
use nianbao::task::{LinkPurpose, Request};

const CARRIED_IN: &str = "applications.carried_in:natural";
const CARRIED_OUT: &str = "applications.carried_out:natural";

/// The sample, saved as a file: the report of 2023.
fn saved_sample(desk: &mut Desk, folder: &std::path::Path) -> PathBuf {
    let path = folder.join("2023.nianbao");
    desk.apply(Command::OpenSample);
    desk.apply(Command::SaveTo(path.clone()));
    path
}

fn create(desk: &mut Desk, year: u16, edition: &str) {
    desk.apply(Command::CloseReturn);
    desk.apply(Command::CreateReturn {
        agency: "北京市丰台区人民政府".to_owned(),
        year,
        edition: edition.to_owned(),
    });
}

fn link(desk: &mut Desk, path: PathBuf) {
    desk.apply(Command::ReadLastYear {
        purpose: LinkPurpose::Link,
        path,
    });
}

fn finding(rule: &str, instance: &str) -> FindingId {
    FindingId {
        rule: rule.to_owned(),
        instance: instance.to_owned(),
    }
}

fn answer(desk: &Desk, id: &FindingId) -> Answer {
    let mut broken = desk.open().findings.broken.iter();
    let finding = broken.find(|finding| finding.id() == *id);
    finding.expect("it is broken").answer.clone()
}

#[test]
fn a_year_begins_from_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    let path = saved_sample(&mut desk, folder.path());
    let carried_out = desk.value(CARRIED_OUT);
    desk.apply(Command::CloseReturn);
    desk.apply(Command::NewFromLastYear);
    let asked = Request::ChooseLastYear {
        purpose: LinkPurpose::New,
    };
    assert_eq!(desk.requests.last(), Some(&asked));
    desk.apply(Command::ReadLastYear {
        purpose: LinkPurpose::New,
        path,
    });
    let open = desk.open();
    assert_eq!(open.ret.header.year, 2024);
    assert!(open.last_year.as_ref().unwrap().is_year_before);
    assert!(open.has_unsaved_work() && open.path.is_none());
    assert_eq!(desk.value(CARRIED_IN), carried_out);
}

#[test]
fn a_link_is_undone_and_kept_in_the_draft() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    let path = saved_sample(&mut desk, folder.path());
    create(&mut desk, 2024, "C");
    link(&mut desk, path);
    assert!(desk.open().last_year.is_some());
    assert_eq!(desk.open().proposals().len(), 6);
    desk.apply(Command::TakeOverLastYear);
    assert_eq!(desk.value(CARRIED_IN), "139");
    desk.apply(Command::Undo);
    assert_eq!(desk.value(CARRIED_IN), "");
    desk.apply(Command::Undo);
    assert!(desk.open().last_year.is_none());
    desk.apply(Command::Redo);

    // The draft needs the other file no more.
    let own = folder.path().join("2024.nianbao");
    desk.apply(Command::SaveTo(own.clone()));
    fs::remove_file(folder.path().join("2023.nianbao")).unwrap();
    desk.apply(Command::CloseReturn);
    desk.apply(Command::OpenPath(own));
    let open = desk.open();
    let last_year = open.last_year.as_ref().unwrap();
    let cell = open.form.cell("applications.received:natural").unwrap();
    let figure = last_year.figure(cell).unwrap();
    assert_eq!(figure.number.unwrap().to_string(), "2111");
}

#[test]
fn another_year_is_not_linked() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    let path = saved_sample(&mut desk, folder.path());
    create(&mut desk, 2022, "C");
    link(&mut desk, path);
    assert!(desk.open().last_year.is_none());
    let notice = desk.session.notice.as_ref().unwrap();
    assert_eq!(notice.tone, Tone::Failure);
    assert!(
        notice.text.contains("不是 2022 年的上一年"),
        "{}",
        notice.text
    );
}

#[test]
fn the_few_figures_of_last_year_can_be_typed() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    create(&mut desk, 2022, "C");
    desk.apply(Command::TypeLastYear);
    let open = desk.open();
    let last_year = open.last_year.as_ref().unwrap();
    assert_eq!(last_year.form.edition(), "C");
    // Carry-over by applicant, and what is in force of two kinds.
    assert_eq!(open.last_year_cells().len(), 6 + 2);
    let cell = last_year.form.cell(CARRIED_OUT).unwrap();
    desk.apply(Command::SetLastYearFigure {
        cell,
        text: "12".to_owned(),
    });
    desk.set(CARRIED_IN, "21");
    assert!(desk.broken().contains(&"T4[natural]".to_owned()));
    desk.apply(Command::Undo);
    desk.apply(Command::Undo);
    assert!(
        desk.open()
            .ret
            .previous
            .as_ref()
            .unwrap()
            .figures
            .is_empty()
    );
}

#[test]
fn a_reason_answers_a_warning_until_its_figures_change() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    let path = saved_sample(&mut desk, folder.path());
    create(&mut desk, 2024, "C");
    link(&mut desk, path);
    desk.set(CARRIED_IN, "140");
    let id = finding("T4", "natural");
    assert_eq!(answer(&desk, &id), Answer::None);
    let open_before = desk.open().findings.open_warnings();
    desk.apply(Command::GiveReason {
        finding: id.clone(),
        text: " 上年漏报 1 件，已更正 ".to_owned(),
    });
    let reason = "上年漏报 1 件，已更正".to_owned();
    assert_eq!(answer(&desk, &id), Answer::Given(reason.clone()));
    assert_eq!(desk.open().findings.open_warnings(), open_before - 1);

    let own = folder.path().join("2024.nianbao");
    desk.apply(Command::SaveTo(own.clone()));
    desk.apply(Command::CloseReturn);
    desk.apply(Command::OpenPath(own));
    assert_eq!(answer(&desk, &id), Answer::Given(reason.clone()));

    desk.set(CARRIED_IN, "141");
    assert_eq!(answer(&desk, &id), Answer::Outdated(reason));
    desk.apply(Command::GiveReason {
        finding: id.clone(),
        text: String::new(),
    });
    assert_eq!(answer(&desk, &id), Answer::None);
}

#[test]
fn an_error_is_not_answered_away() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    desk.set("applications.result.granted:natural", "440");
    desk.apply(Command::GiveReason {
        finding: finding("T1", "natural"),
        text: "就这样".to_owned(),
    });
    assert_eq!(desk.session.notice.as_ref().unwrap().tone, Tone::Failure);
    assert!(desk.open().ret.reasons.is_empty());
    let repair = desk.open().shown_repairs().next().unwrap().clone();
    assert_eq!((repair.mends, repair.of), (2, 2));
    desk.apply(Command::Mend(repair));
    assert_eq!(desk.broken(), [""; 0]);
    desk.apply(Command::Undo);
    assert_eq!(desk.broken(), ["T1[natural]", "T1[total]"]);
}

#[test]
fn a_report_of_2019_may_keep_the_old_shape() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    create(&mut desk, 2019, "A");
    assert!(desk.broken().contains(&"E1[]".to_owned()));
    desk.set("statistics.application.received.online:count", "7");
    desk.apply(Command::SetVariant(Variant::official("B")));
    assert_eq!(desk.open().form.edition(), "B");
    assert!(!desk.broken().contains(&"E1[]".to_owned()));
    let notice = &desk.session.notice.as_ref().unwrap().text;
    assert!(notice.contains("1 个数没有对应的格"), "{notice}");
    desk.apply(Command::Undo);
    assert_eq!(desk.open().form.edition(), "A");
    assert_eq!(
        desk.value("statistics.application.received.online:count"),
        "7"
    );
}

const ADDED: &str = r#"
form = "supplement"
id = "city.documents"
name = "本市增加的行"
edition = "C"
basis = "本市通知"

[[add]]
table = "disclosure"
after = "normative_documents"
row = { id = "city.documents", label = "其他主动公开文件" }
"#;

#[test]
fn added_rows_travel_with_the_draft_and_faulty_files_stop_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let forms = folder.path().join("settings/forms");
    fs::create_dir_all(&forms).unwrap();
    fs::write(forms.join("city.toml"), ADDED).unwrap();
    fs::write(forms.join("broken.toml"), ADDED.replace("after", "behind")).unwrap();
    fs::write(forms.join("noise.toml"), [0xff, 0xfe, 0x00]).unwrap();
    let mut desk = Desk::new(folder.path());
    assert_eq!(desk.session.supplements.len(), 1);
    assert_eq!(desk.session.faulty_supplements.len(), 2);
    let notice = desk.session.notice.clone().expect("it is said");
    assert!(notice.text.contains("2 个"), "{}", notice.text);

    create(&mut desk, 2023, "C");
    desk.set("disclosure.city.documents:issued", "186");
    let own = folder.path().join("own.nianbao");
    desk.apply(Command::SaveTo(own.clone()));

    // Another office opens it without the file.
    let elsewhere = tempfile::tempdir().unwrap();
    let mut other = Desk::new(elsewhere.path());
    desk.apply(Command::CloseReturn);
    other.apply(Command::OpenPath(own.clone()));
    assert_eq!(other.value("disclosure.city.documents:issued"), "186");
    other.apply(Command::ShowSupplements);
    assert!(matches!(other.session.dialog, Some(Dialog::Supplements)));
    other.apply(Command::CloseDialog);
    other.apply(Command::SetVariant(Variant::official("C")));
    assert!(
        other
            .open()
            .form
            .cell("disclosure.city.documents:issued")
            .is_none()
    );
    other.apply(Command::Undo);
    assert_eq!(other.value("disclosure.city.documents:issued"), "186");
    other.apply(Command::CloseReturn);
    other.apply(Command::DiscardAndContinue);

    // A draft whose added rows are damaged opens, and keeps them.
    let text = fs::read_to_string(&own).unwrap();
    let damaged = folder.path().join("damaged.nianbao");
    fs::write(&damaged, text.replace("after = ", "afetr = ")).unwrap();
    other.apply(Command::OpenPath(damaged.clone()));
    let notice = other.session.notice.clone().expect("it is said");
    assert!(notice.text.contains("有错误"), "{}", notice.text);
    other.set("cases.review:upheld", "1");
    other.apply(Command::Save);
    let again = fs::read_to_string(&damaged).unwrap();
    assert!(again.contains("afetr") && again.contains("186"), "{again}");
}

#[test]
fn linking_fills_the_header_only_where_it_is_blank() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    let path = saved_sample(&mut desk, folder.path());
    create(&mut desk, 2024, "C");
    desk.apply(Command::SetHeaderText {
        field: HeaderField::Leader,
        text: "李某".to_owned(),
    });
    desk.apply(Command::SetLevel(Level::Department));
    let telephone = desk.open().ret.header.telephone.clone();
    link(&mut desk, path);
    let header = &desk.open().ret.header;
    assert_eq!(header.leader, "李某");
    assert_eq!(header.level, Level::Department);
    let previous = desk.open().ret.previous.as_ref().unwrap();
    assert_eq!(telephone, "");
    assert_eq!(header.telephone, previous.header.telephone);
}

#[test]
fn a_return_that_is_only_read_takes_no_link() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    let path = saved_sample(&mut desk, folder.path());
    desk.apply(Command::CloseReturn);
    let newer = folder.path().join("newer.nianbao");
    fs::write(
        &newer,
        r#"{"format":"nianbao-draft","version":9,"edition":"C","header":{"year":2024}}"#,
    )
    .unwrap();
    desk.apply(Command::OpenPath(newer));
    assert!(!desk.open().is_writable());
    link(&mut desk, path);
    desk.apply(Command::TypeLastYear);
    assert!(desk.open().last_year.is_none());
    assert_eq!(desk.open().revision, 0);
}

#[test]
fn beginning_a_year_never_takes_work_away_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    let path = saved_sample(&mut desk, folder.path());
    desk.set(CARRIED_IN, "77");
    desk.apply(Command::NewFromLastYear);
    assert!(matches!(desk.session.dialog, Some(Dialog::Unsaved(_))));
    desk.apply(Command::DiscardAndContinue);
    // The dialog was left: the work is still there, and asked about again.
    desk.apply(Command::CancelSaving);
    assert_eq!(desk.value(CARRIED_IN), "77");
    desk.apply(Command::CloseReturn);
    assert!(matches!(desk.session.dialog, Some(Dialog::Unsaved(_))));
    desk.apply(Command::CloseDialog);

    // Figures typed while the file is being read.
    desk.apply(Command::Save);
    let read = Command::ReadLastYear {
        purpose: LinkPurpose::New,
        path,
    };
    let tasks = desk.session.apply(read);
    desk.set(CARRIED_IN, "78");
    desk.work(tasks);
    assert!(matches!(desk.session.dialog, Some(Dialog::Unsaved(_))));
    assert_eq!(desk.value(CARRIED_IN), "78");
    desk.apply(Command::DiscardAndContinue);
    assert_eq!(desk.open().ret.header.year, 2024);
}

#[test]
fn figures_of_a_file_stay_as_the_file_has_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    let path = saved_sample(&mut desk, folder.path());
    create(&mut desk, 2024, "C");
    link(&mut desk, path);
    let change = Command::SetLastYearFigure {
        cell: desk.cell(CARRIED_OUT),
        text: "999".to_owned(),
    };
    let carried_out = |desk: &Desk| {
        let open = desk.open();
        let figure = open.last_year.as_ref().unwrap();
        figure.derived.value(desk.cell(CARRIED_OUT)).to_string()
    };
    desk.apply(change.clone());
    assert_eq!(carried_out(&desk), "139");
    desk.apply(Command::TypeLastYear);
    desk.apply(change);
    assert_eq!(carried_out(&desk), "999");
    assert_eq!(desk.open().ret.previous.as_ref().unwrap().file, "");
}

#[test]
fn nothing_compared_is_not_said_to_hold() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    let path = saved_sample(&mut desk, folder.path());
    create(&mut desk, 2024, "C");
    link(&mut desk, path);
    let open = desk.open();
    let waiting: Vec<&str> = open
        .findings
        .waiting
        .iter()
        .map(|waiting| waiting.rule.as_str())
        .collect();
    for rule in ["P1", "P2", "P3", "P4"] {
        assert!(waiting.contains(&rule), "{rule}");
    }
    let sheet = check_sheet(
        &open.form,
        &open.ret,
        &Assessment::of(&desk.environment.catalog, &open.form, &open.ret),
        None,
    );
    assert!(format!("{sheet:?}").contains("不能定稿"));
}

#[test]
fn every_finding_has_a_name_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    let path = saved_sample(&mut desk, folder.path());
    create(&mut desk, 2024, "C");
    link(&mut desk, path);
    desk.apply(Command::SetText {
        part: "overview".to_owned(),
        text: "统计期限为2022年1月1日至12月31日。本报告是2021年政府信息公开工作年度报告。"
            .to_owned(),
    });
    desk.set(CARRIED_IN, "193");
    desk.set("disclosure.fees:amount", "50984139");
    let mut broken = desk.broken();
    let count = broken.len();
    broken.sort();
    broken.dedup();
    assert_eq!(broken.len(), count, "{broken:?}");
    assert!(broken.contains(&"W3[overview]".to_owned()), "{broken:?}");
}
