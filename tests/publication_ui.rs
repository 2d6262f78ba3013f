//! The dialogs around files and publication, driven through the accessibility tree.

#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod window;

use egui_kittest::kittest::Queryable;
use nianbao::command::Command;
use nianbao::proof;
use nianbao::session::Dialog;
use window::Window;

impl Window {
    fn shows(&self, label: &str) -> bool {
        self.harness
            .query_all_by_label_contains(label)
            .next()
            .is_some()
    }

    fn codes(&self) -> Vec<String> {
        let codes = self.open(|open| proof::codes(&open.form, &open.ret, &open.derived));
        codes.iter().map(|table| table.code.to_string()).collect()
    }
}

#[test]
fn codes_off_the_paper_are_compared_as_they_are_typed() {
    let mut window = Window::with_sample([1366.0, 768.0]);
    window.push(Command::ShowProof);
    let codes = window.codes();
    assert!(window.shows(&codes[1]), "the file's codes are listed");
    assert!(window.shows("三、申请情况：没有输入"));
    window.type_text(&format!("二 {} 三 7k4m", codes[0].to_lowercase()));
    assert!(window.shows("二、主动公开：一致"));
    assert!(window.shows("三、申请情况：码抄错了"));
    window.click("关闭");

    window.go_to("applications.received:natural");
    window.type_text("1");
    window.push(Command::ShowProof);
    window.type_text(&format!("三{}", codes[1]));
    assert!(window.shows("三、申请情况：不一致"));
    assert!(window.shows("与文件不同"));
    assert!(!window.shows("二、主动公开：一致"), "typed anew each time");
}

#[test]
fn hits_are_ticked_for_this_session_and_lead_to_their_place() {
    let mut window = Window::with_sample([1366.0, 768.0]);
    let part = "problems".to_owned();
    let text = "李雷（13812345678）反映，待补".to_owned();
    window.push(Command::SetText { part, text });
    window.push(Command::ShowScan);
    assert!(window.shows("3 处要看，看过 0 处"));
    window.click("看过：手机号码，五、问题改进：13812345678");
    assert!(window.shows("3 处要看，看过 1 处"));
    window.click("转到：待办的备注，五、问题改进：待补");
    assert!(window.app(|app| app.session().dialog.is_none()));
    let part = window.open(|open| {
        open.form
            .parts
            .iter()
            .position(|part| part.id == "problems")
    });
    let screen = window.open(|open| open.screen);
    assert_eq!(screen, nianbao::session::Screen::Part(part.unwrap()));
    window.push(Command::ShowScan);
    assert!(window.shows("3 处要看，看过 1 处"), "it is remembered");
}

#[test]
fn a_clean_report_says_so() {
    let mut window = Window::with_sample([683.0, 384.0]);
    window.push(Command::ShowScan);
    assert!(window.shows("没有发现要看的地方"));
    window.click("关闭");
    assert!(window.app(|app| app.session().dialog.is_none()));
}

fn with_edited() -> Window {
    let mut window = Window::with_sample([1366.0, 768.0]);
    let path = window.folder.path().join("改过.xlsx");
    std::fs::write(&path, include_bytes!("edits/libreoffice.xlsx")).unwrap();
    window.push(Command::OpenPath(path));
    window.wait_for("the question", |window| {
        window.app(|app| matches!(app.session().dialog, Some(Dialog::Edits(_))))
    });
    window.settle();
    window
}

#[test]
fn changes_in_a_workbook_are_listed_and_taken_over() {
    let mut window = with_edited();
    assert!(window.shows("导出后改了 10 处"));
    assert!(window.shows("一、本年新收·自然人"));
    window.click("采用这些改动");
    assert_eq!(window.stated("applications.received:natural"), "2112");
}

#[test]
fn changes_in_a_workbook_may_be_left() {
    let mut window = with_edited();
    window.click("只用导出时的内容");
    assert!(window.app(|app| app.session().dialog.is_none()));
    assert_eq!(window.stated("applications.received:natural"), "2111");
}
