//! Many files at once in the window.

#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod window;

use std::path::PathBuf;

use egui_kittest::kittest::Queryable;

use nianbao::command::{Command, SurveyColumn, SurveyCommand};
use nianbao::sample;
use nianbao::session::{Survey, SurveyProgress};
use nianbao::survey::State;
use window::Window;

impl Window {
    fn survey<R>(&self, look: impl FnOnce(&Survey) -> R) -> R {
        self.app(|app| look(app.session().survey.as_ref().expect("a survey")))
    }

    fn has(&self, label: &str) -> bool {
        self.harness
            .query_all_by_label_contains(label)
            .next()
            .is_some()
    }

    /// A folder with the sample twice and a broken draft, surveyed.
    fn surveyed(size: [f32; 2]) -> Self {
        let mut window = Self::new(tempfile::tempdir().unwrap(), None, size);
        let folder = window.files();
        window.push(Command::Survey(SurveyCommand::Begin(vec![folder])));
        window.wait_for("the survey", |window| {
            window.survey(|survey| survey.progress == SurveyProgress::Complete)
        });
        window
    }

    fn files(&self) -> PathBuf {
        let folder = self.folder.path().join("收到的年报");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("甲.nianbao"), sample::BYTES).unwrap();
        std::fs::write(folder.join("乙.nianbao"), sample::BYTES).unwrap();
        std::fs::write(
            folder.join("丙.nianbao"),
            b"{\"format\":\"nianbao-draft\",\"version\":",
        )
        .unwrap();
        folder
    }
}

#[test]
fn files_stand_in_a_list_with_what_is_wrong() {
    let mut window = Window::surveyed([1366.0, 768.0]);
    assert!(window.has("共 3 个文件") && window.has("读不出来 1"));
    assert!(window.has("年报有 2 份"), "the same report twice is told");
    window.click("丙.nianbao，读不出来");
    assert!(window.has("“丙.nianbao”"), "the sentence of the failure");
    // The worst first, until another order is asked for.
    assert_eq!(window.survey(|survey| survey.listed().len()), 3);
    let first = window.survey(|survey| survey.file(survey.listed()[0]).unwrap().state());
    assert_eq!(first, State::Unreadable);
    window.click("按文件排列");
    assert_eq!(
        window.survey(|survey| survey.order.column),
        SurveyColumn::File
    );
}

#[test]
fn a_row_opens_its_file_and_the_survey_can_be_come_back_to() {
    let mut window = Window::surveyed([1366.0, 768.0]);
    let place = window.survey(|survey| survey.listed()[1]);
    window.push(Command::Survey(SurveyCommand::Select(place)));
    window.click("打开核对");
    window.wait_for("the return", |window| {
        window.app(|app| app.session().open.is_some())
    });
    assert!(!window.app(|app| app.session().shows_survey()));
    window.push(Command::ShowSurvey);
    assert!(window.has("共 3 个文件"));
    window.click("返回");
    assert!(window.app(|app| app.session().survey.is_none()));
}

#[test]
fn the_list_and_the_opinions_are_written() {
    let mut window = Window::surveyed([683.0, 384.0]);
    let folder = window.folder.path().to_owned();
    let list = folder.join("清单.xlsx");
    window.push(Command::Survey(SurveyCommand::ExportListTo(list.clone())));
    window.wait_for("the list", |_| list.is_file());
    let opinions = folder.join("意见");
    let places = window.survey(|survey| {
        let broken = survey
            .read()
            .filter(|(_, file)| file.state() == State::Unreadable);
        broken.map(|(place, _)| place).collect()
    });
    window.push(Command::Survey(SurveyCommand::TickAll(places)));
    window.push(Command::Survey(SurveyCommand::WriteOpinionsTo(
        opinions.clone(),
    )));
    window.wait_for("the opinions", |window| {
        window.has("已生成审核意见 2 个文件")
    });
    let written = std::fs::read_dir(opinions).unwrap().count();
    assert_eq!(written, 2, "PDF and Word of the one that was ticked");
}

#[test]
fn only_what_is_faulty_is_listed_when_asked_for() {
    let mut window = Window::surveyed([1366.0, 768.0]);
    let all = window.survey(|survey| survey.listed().len());
    window.push(Command::Survey(SurveyCommand::OnlyFaulty(true)));
    let clean = window.survey(|survey| {
        let files = survey
            .read()
            .filter(|(_, file)| file.state() == State::Clean);
        files.count()
    });
    assert_eq!(window.survey(|survey| survey.listed().len()), all - clean);
}
