//! The review of an import in the window, driven through its accessibility tree.

#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod reviewed;
mod window;

use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

use nianbao::command::Command;
use nianbao::session::{Review, Standing};
use reviewed::{GRANTED, MISSING, RECEIVED, finished, notice, page};
use window::Window;

const OFFICE: [f32; 2] = [1366.0, 768.0];

impl Window {
    fn reviewing(size: [f32; 2]) -> Self {
        let mut window = Self::new(tempfile::tempdir().unwrap(), None, size);
        window.push(finished(page()));
        window
    }

    fn review<R>(&self, look: impl FnOnce(&Review) -> R) -> R {
        self.app(|app| look(app.session().review.as_ref().expect("a review")))
    }

    fn standing(&self, key: &str) -> Standing {
        self.review(|review| review.standing(review.form().cell(key).unwrap()))
    }

    fn at(&self) -> Option<String> {
        self.review(|review| Some(review.form().key(review.cursor?).to_owned()))
    }

    fn has(&self, label: &str) -> bool {
        self.harness
            .query_all_by_label_contains(label)
            .next()
            .is_some()
    }

    fn label(&self, key: &str) -> String {
        self.review(|review| review.form().label(review.form().cell(key).unwrap()))
    }
}

#[test]
fn doubts_are_answered_by_keyboard_alone() {
    let mut window = Window::reviewing(OFFICE);
    assert!(window.has("核对导入") && window.has("存疑 3/3"));
    window.press(Key::Space);
    assert_eq!(window.at().as_deref(), Some(GRANTED));
    window.press(Key::Enter);
    assert_eq!(window.standing(GRANTED).label(), "已确认");
    assert_eq!(window.at().as_deref(), Some(MISSING));
    window.press(Key::F2);
    window.type_text("5");
    window.press(Key::Enter);
    assert_eq!(window.standing(MISSING).label(), "已改正");
    assert!(window.has("3 处存疑已核对"));
    let value = window.label(MISSING);
    assert_eq!(window.value(&value), "5");
}

#[test]
fn typing_begins_a_correction_and_escape_gives_it_up() {
    let mut window = Window::reviewing(OFFICE);
    window.press(Key::N);
    assert_eq!(window.at().as_deref(), Some(GRANTED));
    window.type_text("12");
    window.press(Key::Escape);
    assert_eq!(window.standing(GRANTED), Standing::Doubtful);
    window.type_text("12");
    window.press(Key::Enter);
    assert_eq!(window.standing(GRANTED).label(), "已改正");
    let label = window.label(GRANTED);
    window.push(Command::Review(nianbao::command::ReviewCommand::Select(
        window.review(|review| review.form().cell(GRANTED).unwrap()),
    )));
    assert_eq!(window.value(&label), "12");
    window.press(Key::Backspace);
    assert_eq!(window.standing(GRANTED), Standing::Doubtful);
    window.press(Key::Delete);
    assert_eq!(window.standing(GRANTED).label(), "留空");
}

#[test]
fn source_and_form_lead_to_each_other() {
    let mut window = Window::reviewing(OFFICE);
    window.click("三、申请情况 2");
    let label = window.label(RECEIVED);
    window.click(&label);
    assert_eq!(window.at().as_deref(), Some(RECEIVED));
    let spot = window.review(|review| review.lit().cloned());
    assert!(spot.is_some_and(|spot| spot.cell.is_some()));
    window.click("原件：2111");
    assert_eq!(window.at().as_deref(), Some(RECEIVED));
}

#[test]
fn every_cell_has_a_name_a_value_and_its_certainty() {
    let mut window = Window::reviewing(OFFICE);
    window.press(Key::N);
    let label = window.label(GRANTED);
    let node = window.harness.get_by_label(&label);
    let description = node.accesskit_node().description().unwrap_or_default();
    assert!(
        description.contains("存疑") && description.contains("括号"),
        "{description}"
    );
    for name in [
        "填报单位",
        "年度",
        "采用…",
        "返回",
        "确认",
        "改正",
        "留空",
        "下一处",
    ] {
        assert!(window.has(name), "{name}");
    }
}

#[test]
fn it_is_adopted_after_the_question_about_open_doubts() {
    let mut window = Window::reviewing(OFFICE);
    window
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.settle();
    assert!(window.has("还有 3 处存疑没有核对"));
    window.click("● 全部按所读采用，存疑记入来源");
    window.click("采用");
    assert_eq!(window.stated(RECEIVED), "2111");
    window.push(Command::GoTo(nianbao::returns::Place::Header(None)));
    assert!(window.has("导入自“某区.html”（网页），2026-11-22 读入"));
    assert!(window.has("采用时有 3 处存疑没有核对"));
}

#[test]
fn a_notice_is_said_to_be_none() {
    let mut window = Window::new(tempfile::tempdir().unwrap(), None, OFFICE);
    window.push(finished(notice()));
    assert!(window.has("不是政府信息公开工作年度报告，看来是通知"));
    assert!(!window.has("采用…"));
    window.press(Key::Escape);
    assert!(window.app(|app| app.session().review.is_none()));
    assert!(window.has("导入已公布的年报…"));
}

#[test]
fn in_a_small_window_the_source_is_a_tab() {
    let mut window = Window::reviewing([683.0, 384.0]);
    window.click("原件");
    assert!(window.has("原件：一、总体情况"));
    window.press(Key::N);
    assert_eq!(window.at().as_deref(), Some(GRANTED));
    assert!(window.has("原文带有括号"));
}

#[test]
fn the_clipboard_s_text_is_read_as_a_report() {
    let mut window = Window::new(tempfile::tempdir().unwrap(), None, OFFICE);
    window.push(Command::ImportClipboard);
    let text = "关于开会的通知\n请各单位按时参加。\n";
    window.harness.event(Event::Paste(text.to_owned()));
    window.settle();
    window.wait_for("the review", |window| {
        window.app(|app| app.session().review.is_some())
    });
    assert!(window.review(|review| review.origin.name() == "剪贴板"));
}

#[test]
fn a_missing_agency_is_typed_at_once() {
    let mut window = Window::new(tempfile::tempdir().unwrap(), None, OFFICE);
    let mut read = page();
    read.located.ret.header.agency.clear();
    window.push(finished(read));
    window.type_text("某局");
    assert_eq!(
        window.review(|review| review.ret.header.agency.clone()),
        "某局"
    );
    window.press(Key::Enter);
    assert_eq!(window.at().as_deref(), Some(GRANTED));
}

#[test]
fn escape_closes_the_menu_alone() {
    let mut window = Window::reviewing(OFFICE);
    window.click("文件");
    window.press(Key::Escape);
    assert!(window.has("核对导入"));
    window.press(Key::Escape);
    assert!(!window.has("核对导入"));
}
