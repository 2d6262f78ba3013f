//! Last year beside the cells, reasons for warnings and repairs, in the window without a screen.

#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod window;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

use window::Window;

use nianbao::command::Command;
use nianbao::draft::{self, Unknown};
use nianbao::findings::Answer;
use nianbao::form::catalog::Catalog;
use nianbao::returns::{Previous, Return};
use nianbao::sample;
use nianbao::value::Value;

const RECEIVED: &str = "applications.received:natural";
const RECEIVED_LABEL: &str = "一、本年新收政府信息公开申请数量 · 自然人";
const GRANTED: &str = "applications.result.granted:natural";
/// The warning about 行政规范性文件 that is wrong by last year's figures.
const DOCUMENTS: &str = "disclosure.normative_documents:valid";

/// Last year in every cell: so that this year's sums still hold, all but the stock of documents.
const LAST_YEAR: &[(&str, &str)] = &[
    (RECEIVED, "1894"),
    ("applications.carried_out:natural", "121"),
    ("applications.carried_out:org.business", "5"),
    ("applications.carried_out:org.research", "0"),
    ("applications.carried_out:org.charity", "0"),
    ("applications.carried_out:org.legal", "0"),
    ("applications.carried_out:org.other", "0"),
    (DOCUMENTS, "200"),
];

impl Window {
    fn linked() -> Self {
        let catalog = Catalog::built_in().unwrap();
        let mut draft = draft::read(&catalog, "sample.nianbao", sample::BYTES).unwrap();
        let form = catalog.form(&draft.ret.variant).unwrap();
        let mut before = draft.ret.clone();
        before.header.year -= 1;
        for (key, figure) in LAST_YEAR {
            let cell = form.cell(key).unwrap();
            let number = figure.parse().unwrap();
            before.stated.set(cell, Value::Number(number));
        }
        draft.ret.link(Previous::of("2022.nianbao", &form, &before));
        let bytes = draft::write(&form, &draft.ret, &Unknown::default());
        Self::with_draft(&bytes, [1366.0, 768.0])
    }

    fn set(&mut self, key: &str, text: &str) {
        let cell = self.open(|open| open.form.cell(key).unwrap());
        self.push(Command::SetCell {
            cell,
            text: text.to_owned(),
        });
    }

    /// As a screen reader does it: what is scrolled out of sight can be clicked too.
    fn click_containing(&mut self, label: &str) {
        let nodes = self.harness.get_all_by_label_contains(label);
        nodes.into_iter().next().unwrap().click_accesskit();
        self.settle();
    }

    fn shows(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).count() > 0
    }

    /// What is said about the cell with this label.
    fn description(&self, label: &str) -> String {
        let mut nodes = self.harness.get_all_by_label(label);
        let cell =
            nodes.find(|node| matches!(node.accesskit_node().role(), Role::Cell | Role::TextInput));
        let cell = cell.expect("a cell");
        cell.accesskit_node().description().unwrap_or_default()
    }

    /// What was said about the rule, if it is broken.
    fn answer(&self, rule: &str) -> Option<Answer> {
        self.open(|open| {
            let mut broken = open.findings.broken.iter();
            let finding = broken.find(|finding| finding.rule == rule)?;
            Some(finding.answer.clone())
        })
    }
}

#[test]
fn last_year_stands_beside_a_cell() {
    let mut window = Window::linked();
    window.go_to(GRANTED);
    let words = "上年 1894，增加 217（11.5%）";
    assert_eq!(window.description(RECEIVED_LABEL), words);
    window.go_to(RECEIVED);
    assert_eq!(window.description(RECEIVED_LABEL), words);
    assert!(
        window.shows("2022 年 1894，增加 217（11.5%）"),
        "explanation"
    );
    assert!(window.shows("小字为上年数"));
    window.push(Command::ToggleLastYear);
    assert_eq!(window.description(RECEIVED_LABEL), "");
    assert!(!window.shows("小字为上年数"));
}

#[test]
fn a_change_follows_the_figure() {
    let mut window = Window::linked();
    window.set(RECEIVED, "1894");
    window.go_to(RECEIVED);
    assert!(
        window
            .description(RECEIVED_LABEL)
            .ends_with("上年 1894，持平")
    );
}

#[test]
fn what_another_edition_counted_differently_is_marked() {
    let catalog = Catalog::built_in().unwrap();
    let mut draft = draft::read(&catalog, "sample.nianbao", sample::BYTES).unwrap();
    let form = catalog.form(&draft.ret.variant).unwrap();
    draft.ret.header.year = 2021;
    let before_form = catalog.for_year(2020).unwrap();
    let mut before = Return::blank(&before_form, "某市", 2020);
    for column in ["made", "published"] {
        let key = format!("disclosure.normative_documents:{column}");
        let cell = before_form.cell(&key).unwrap();
        before.stated.set(cell, Value::Number(5.into()));
    }
    let previous = Previous::of("2020.nianbao", &before_form, &before);
    draft.ret.link(previous);
    let mut window = Window::with_draft(
        &draft::write(&form, &draft.ret, &Unknown::default()),
        [1366.0, 768.0],
    );
    window.go_to("disclosure.permits:decisions");
    let issued = window.description("行政规范性文件 · 本年制发件数");
    assert!(
        issued.starts_with("上年 5，增加 22（440%），大致可比："),
        "{issued}"
    );
    let repealed = window.description("行政规范性文件 · 本年废止件数");
    assert!(repealed.starts_with("上年 5，不可比："), "{repealed}");
}

#[test]
fn f6_leads_to_the_parts_then_to_the_findings_and_back() {
    let mut window = Window::linked();
    window.go_to(RECEIVED);
    let at_findings = |window: &Window| {
        let heading = window.harness.get_by_label_contains("问题栏，");
        heading.is_focused()
    };
    window.press_with(Modifiers::NONE, Key::F6);
    assert!(!at_findings(&window));
    window.press_with(Modifiers::NONE, Key::F6);
    assert!(at_findings(&window));
    window.press_with(Modifiers::NONE, Key::F6);
    assert!(!at_findings(&window));
    window.type_text("9");
    window.press_with(Modifiers::NONE, Key::Enter);
    assert_eq!(window.stated(RECEIVED), "9");
}

#[test]
fn without_a_link_the_explanation_offers_one() {
    let mut window = Window::with_sample([1366.0, 768.0]);
    window.go_to(RECEIVED);
    assert_eq!(window.description(RECEIVED_LABEL), "");
    assert!(window.shows("没有关联上年年报"));
    window.harness.get_by_label("上年年报…").click();
    window.settle();
    assert!(window.app(|app| app.session().dialog.is_some()));
}

#[test]
fn a_reason_quiets_a_warning_until_the_figures_change() {
    let mut window = Window::linked();
    window.go_to(DOCUMENTS);
    assert_eq!(window.answer("D3"), Some(Answer::None));
    let open_before = window.open(|open| open.findings.open_warnings());
    window.click_containing("说明理由：行政规范性文件");
    window.type_text("上年统计口径有误");
    assert_eq!(window.answer("D3"), Some(Answer::None), "not yet");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    let card = "转到：提示，行政规范性文件";
    let link = window.harness.get_by_label_contains(card);
    assert!(link.is_focused(), "the keyboard stays at the card");
    let given = Answer::Given("上年统计口径有误".to_owned());
    assert_eq!(window.answer("D3"), Some(given));
    let open_now = window.open(|open| open.findings.open_warnings());
    assert_eq!(open_now, open_before - 1);
    assert!(window.shows("理由：上年统计口径有误"));
    assert!(window.shows("修改：行政规范性文件"));

    window.set(DOCUMENTS, "230");
    assert!(matches!(window.answer("D3"), Some(Answer::Outdated(_))));
    window.harness.get_by_label("数字已改，请重新说明");
    window.click_containing("保留原理由：行政规范性文件");
    assert!(matches!(window.answer("D3"), Some(Answer::Given(_))));
}

#[test]
fn a_reason_being_typed_stays_with_its_warning() {
    let mut window = Window::linked();
    window.set("disclosure.regulations:valid", "4");
    window.click_containing("说明理由：行政规范性文件");
    window.type_text("甲");
    window.go_to(RECEIVED);
    window.click_containing("说明理由：规章");
    window.type_text("乙");
    window.press_with(Modifiers::NONE, Key::Escape);
    assert!(window.open(|open| open.ret.reasons.is_empty()), "left");
    // Saving means what is on the screen.
    window.push(Command::Save);
    let texts = window.open(|open| {
        let reasons = open.ret.reasons.iter();
        reasons
            .map(|reason| reason.text.clone())
            .collect::<Vec<_>>()
    });
    assert_eq!(texts, ["甲"]);
}

#[test]
fn an_error_takes_no_reason_but_a_repair() {
    let mut window = Window::linked();
    window.set(GRANTED, "340");
    assert!(window.shows("最小修改"));
    assert!(!window.shows("说明理由：自然人"));
    window.click_containing("采用：（一）予以公开·自然人 340→430");
    assert_eq!(window.stated(GRANTED), "430");
    assert!(!window.shows("最小修改"));
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.stated(GRANTED), "340");
    assert!(window.shows("最小修改"));
}
