//! The years side by side, as lists of commands, with a real disk and no window.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod desk;

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use desk::Desk;
use nianbao::assessment::Assessment;
use nianbao::command::{Command, Format};
use nianbao::draft::{self, Unknown};
use nianbao::export::document::{ExportOptions, Mark, SignOff};
use nianbao::form::catalog::Catalog;
use nianbao::returns::{HeaderField, Return};
use nianbao::session::{Access, Screen, Tone};
use nianbao::task::{LinkPurpose, Request, export_bytes};
use nianbao::value::Value;
use nianbao::years::{Figure, Years};

const AGENCY: &str = "某县人民政府";
const RECEIVED: &str = "applications.received:natural";
/// The same in the format of 2014, stated as a total.
const RECEIVED_BEFORE: &str = "statistics.application.received:count";

/// A desk with the draft of 2023 open.
struct YearsDesk {
    desk: Desk,
    folder: tempfile::TempDir,
}

impl Deref for YearsDesk {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.desk
    }
}

impl DerefMut for YearsDesk {
    fn deref_mut(&mut self) -> &mut Desk {
        &mut self.desk
    }
}

impl YearsDesk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Self {
            desk: Desk::new(folder.path()),
            folder,
        };
        let path = desk.draft("2023.nianbao", AGENCY, 2023, "20");
        desk.apply(Command::OpenPath(path));
        desk
    }

    fn catalog(&self) -> &Catalog {
        &self.environment.catalog
    }

    fn years(&self) -> Years {
        self.open().years(self.catalog())
    }

    fn shown(&self) -> Vec<u16> {
        self.years()
            .columns
            .iter()
            .map(|column| column.year)
            .collect()
    }

    fn received(&self, year: u16) -> Option<String> {
        let years = self.years();
        let at = years
            .columns
            .iter()
            .position(|column| column.year == year)?;
        let line = years
            .lines
            .iter()
            .find(|line| line.indicator.id == "received")?;
        line.figures
            .get(at)?
            .number()
            .map(|number| number.to_string())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A report with its new applications all from the first kind of applicant.
    fn report(
        &self,
        agency: &str,
        year: u16,
        received: &str,
    ) -> (Arc<nianbao::form::Form>, Return) {
        let form = self.catalog().for_year(year).unwrap();
        let mut ret = Return::blank(&form, agency, year);
        let row = form.all_cells().filter(|&cell| {
            let key = form.key(cell);
            let input = !form.definition(cell).is_total();
            key == RECEIVED_BEFORE || (input && key.starts_with("applications.received:"))
        });
        for cell in row {
            let text = match form.key(cell) {
                RECEIVED | RECEIVED_BEFORE => received,
                _ => "0",
            };
            ret.stated.set(cell, Value::Number(text.parse().unwrap()));
        }
        (form, ret)
    }

    fn draft(&self, name: &str, agency: &str, year: u16, received: &str) -> PathBuf {
        let (form, ret) = self.report(agency, year, received);
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, draft::write(&form, &ret, &Unknown::default())).unwrap();
        path
    }

    fn notice(&self) -> (Tone, &str) {
        let notice = self.session.notice.as_ref().expect("a notice");
        (notice.tone, notice.text.as_str())
    }
}

#[test]
fn drafts_of_the_agency_beside_the_draft_are_found_and_not_locked() {
    let mut desk = YearsDesk::new();
    let earlier = desk.draft("2021.nianbao", AGENCY, 2021, "11");
    desk.draft("2019.nianbao", AGENCY, 2019, "9");
    desk.draft("2022.nianbao", "另一个单位", 2022, "12");
    desk.draft("elsewhere/2020.nianbao", AGENCY, 2020, "10");
    std::fs::write(desk.path("broken.nianbao"), b"{").unwrap();
    assert!(!desk.session.can(&Command::ExportYears));
    desk.apply(Command::ShowYears);
    assert_eq!(desk.open().screen, Screen::Years);
    assert_eq!(desk.shown(), [2019, 2021, 2023]);
    assert_eq!(desk.received(2019).as_deref(), Some("9"));
    assert!(desk.session.notice.is_none(), "nobody asked about the rest");
    assert!(!desk.open().has_unsaved_work());

    let mut other = YearsDesk::new();
    other.apply(Command::OpenPath(earlier));
    assert_eq!(other.open().access, Access::Write);
}

#[test]
fn the_column_of_the_return_in_work_follows_its_figures() {
    let mut desk = YearsDesk::new();
    desk.draft("2021.nianbao", AGENCY, 2021, "11");
    desk.draft("2023 副本.nianbao", AGENCY, 2023, "99");
    desk.apply(Command::ShowYears);
    assert_eq!(desk.received(2023).as_deref(), Some("20"));
    let cell = desk.open().form.cell(RECEIVED).unwrap();
    for (text, expected) in [("25", Some("25")), ("", None)] {
        desk.apply(Command::SetCell {
            cell,
            text: text.to_owned(),
        });
        assert_eq!(desk.received(2023).as_deref(), expected);
    }
    desk.apply(Command::SetYear(2022));
    assert_eq!(
        desk.shown(),
        [2021, 2022, 2023],
        "now a copy is another year"
    );
}

#[test]
fn drafts_and_exports_are_added_and_what_is_not_is_named() {
    let mut desk = YearsDesk::new();
    let draft = desk.draft("elsewhere/2018.nianbao", AGENCY, 2018, "8");
    let stranger = desk.draft("elsewhere/2020.nianbao", "另一个单位", 2020, "10");
    let own = desk.draft("elsewhere/2023.nianbao", AGENCY, 2023, "99");
    let (form, ret) = desk.report(AGENCY, 2022, "12");
    let options = ExportOptions {
        mark: Mark::Draft,
        date: None,
        sign_off: SignOff::where_named(&ret.header),
    };
    let assessment = Assessment::of(&desk.session.catalog, &form, &ret);
    let figures = assessment.figures(&form);
    let bytes = export_bytes(
        &ret,
        &figures,
        &Unknown::default(),
        &[],
        Format::Xlsx,
        &options,
    )
    .unwrap();
    let export = desk.path("elsewhere/2022.xlsx");
    std::fs::write(&export, bytes).unwrap();

    desk.apply(Command::ShowYears);
    assert_eq!(desk.shown(), [2023]);
    desk.apply(Command::AddYears);
    assert_eq!(desk.requests, [Request::ChooseYears]);
    let missing = desk.path("elsewhere/missing.nianbao");
    desk.apply(Command::ReadYears(vec![
        draft.clone(),
        missing,
        stranger.clone(),
        export,
        own,
    ]));
    assert_eq!(desk.shown(), [2018, 2022, 2023]);
    assert_eq!(desk.received(2018).as_deref(), Some("8"));
    assert_eq!(desk.received(2022).as_deref(), Some("12"));
    let refused = desk.open().years.refused();
    assert!(refused[0].contains("找不到"), "{refused:?}");
    assert!(refused[1].contains("另一个单位"), "{refused:?}");
    assert!(refused[2].contains("正在填写"), "{refused:?}");
    assert_eq!(
        desk.notice(),
        (
            Tone::Information,
            "已加入 2018、2022 年年报，3 份没有加入，原因写在表的上方"
        )
    );
    assert!(!desk.open().has_unsaved_work());

    desk.apply(Command::ReadYears(vec![stranger]));
    assert_eq!(desk.notice().0, Tone::Failure);
    assert_eq!(desk.open().years.refused().len(), 1);
    desk.apply(Command::ReadYears(vec![draft]));
    assert_eq!(desk.notice(), (Tone::Success, "已加入 2018 年年报"));
    assert!(desk.years().replaced.is_empty(), "the same file again");
}

#[test]
fn a_year_is_taken_out_of_the_view_and_brought_back() {
    let mut desk = YearsDesk::new();
    let path = desk.draft("2021.nianbao", AGENCY, 2021, "11");
    desk.draft("2022.nianbao", AGENCY, 2022, "12");
    desk.apply(Command::ShowYears);
    desk.apply(Command::RemoveYear(2021));
    desk.apply(Command::RemoveYear(2022));
    assert_eq!(desk.shown(), [2023]);
    assert!(desk.open().years.has_removed());
    desk.apply(Command::ReadYears(vec![path]));
    assert_eq!(desk.shown(), [2021, 2023], "added again by hand");
    desk.apply(Command::RestoreYears);
    assert_eq!(desk.shown(), [2021, 2022, 2023]);
    assert!(!desk.open().years.has_removed());
}

#[test]
fn the_linked_year_before_is_there_without_its_file() {
    let mut desk = YearsDesk::new();
    let path = desk.draft("elsewhere/2022.nianbao", AGENCY, 2022, "12");
    desk.apply(Command::ReadLastYear {
        purpose: LinkPurpose::Link,
        path: path.clone(),
    });
    std::fs::remove_file(path).unwrap();
    assert!(desk.session.can(&Command::ExportYears));
    desk.apply(Command::ShowYears);
    assert_eq!(desk.shown(), [2022, 2023]);
    assert_eq!(desk.received(2022).as_deref(), Some("12"));
    desk.apply(Command::UnlinkLastYear);
    assert_eq!(desk.shown(), [2023]);
}

#[test]
fn typed_figures_of_last_year_give_way_to_a_whole_report() {
    let mut desk = YearsDesk::new();
    desk.apply(Command::TypeLastYear);
    desk.apply(Command::ShowYears);
    assert_eq!(desk.shown(), [2022, 2023]);
    assert_eq!(desk.received(2022), None);
    let path = desk.draft("elsewhere/2022.nianbao", AGENCY, 2022, "12");
    desk.apply(Command::ReadYears(vec![path]));
    assert_eq!(desk.received(2022).as_deref(), Some("12"));
}

#[test]
fn figures_never_asked_for_and_figures_left_blank_stay_apart() {
    let mut desk = YearsDesk::new();
    desk.draft("2018.nianbao", AGENCY, 2018, "8");
    desk.apply(Command::ShowYears);
    let years = desk.years();
    let line = |id: &str| {
        let mut lines = years.lines.iter();
        lines.find(|line| line.indicator.id == id).unwrap()
    };
    assert_eq!(line("carried_in").figures[0], Figure::Absent);
    assert_eq!(line("closed").figures[0], Figure::Blank);
}

#[test]
fn the_years_are_exported_as_a_workbook_but_not_over_a_report() {
    let mut desk = YearsDesk::new();
    let other = desk.draft("elsewhere/2021.nianbao", AGENCY, 2021, "11");
    desk.apply(Command::ShowYears);
    desk.apply(Command::ReadYears(vec![other.clone()]));
    desk.apply(Command::ExportYears);
    let Some(Request::ChooseYearsPath { suggested }) = desk.requests.pop() else {
        panic!("{:?}", desk.requests);
    };
    assert_eq!(suggested.parent(), Some(desk.folder.path()));
    assert!(suggested.ends_with(format!("{AGENCY}政府信息公开工作年度报告历年对照.xlsx")));
    desk.apply(Command::ExportYearsTo(suggested.clone()));
    assert_eq!(desk.notice().0, Tone::Success);
    assert!(std::fs::read(&suggested).unwrap().starts_with(b"PK"));
    let notice = desk.session.notice.as_ref().unwrap();
    assert_eq!(notice.file.as_deref(), Some(suggested.as_path()));
    assert!(desk.session.busy.is_empty());

    let before = std::fs::read(&other).unwrap();
    desk.apply(Command::ExportYearsTo(other.clone()));
    assert_eq!(desk.notice().0, Tone::Failure);
    assert_eq!(std::fs::read(&other).unwrap(), before);
    let own = desk.session.open.as_ref().unwrap().path.clone().unwrap();
    let before = std::fs::read(&own).unwrap();
    desk.apply(Command::ExportYearsTo(own.clone()));
    assert_eq!(desk.notice().0, Tone::Failure);
    assert_eq!(std::fs::read(&own).unwrap(), before);
    desk.apply(Command::ExportYearsTo(
        Path::new("/no/such/folder/a.xlsx").into(),
    ));
    assert_eq!(desk.notice().0, Tone::Failure);
}

#[test]
fn without_an_agency_nothing_can_be_added() {
    let mut desk = YearsDesk::new();
    let path = desk.draft("elsewhere/2021.nianbao", AGENCY, 2021, "11");
    desk.apply(Command::SetHeaderText {
        field: HeaderField::Agency,
        text: " ".to_owned(),
    });
    desk.apply(Command::ShowYears);
    desk.apply(Command::AddYears);
    desk.apply(Command::ReadYears(vec![path]));
    assert_eq!(desk.requests, []);
    assert_eq!(desk.notice().0, Tone::Failure);
    assert_eq!(desk.shown(), [2023]);
}

#[test]
fn turning_parts_leads_out_of_the_years() {
    let mut desk = YearsDesk::new();
    desk.apply(Command::ShowYears);
    desk.apply(Command::NextPart);
    assert_eq!(desk.open().screen, Screen::Years);
    desk.apply(Command::PreviousPart);
    let last = desk.open().form.parts.len() - 1;
    assert_eq!(desk.open().screen, Screen::Part(last));
}
