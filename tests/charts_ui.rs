//! The charts in the window, driven through its accessibility tree.

#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod window;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use window::Window;

use nianbao::command::Command;
use nianbao::session::Screen;

impl Window {
    fn shows(&self, words: &str) -> bool {
        self.harness
            .query_all_by_label_contains(words)
            .next()
            .is_some()
    }
}

#[test]
fn the_charts_say_what_they_show_and_change_with_the_figures() {
    let mut window = Window::with_sample([1366.0, 768.0]);
    window.press_with(Modifiers::COMMAND, Key::G);
    assert_eq!(window.open(|open| open.screen), Screen::Charts);
    assert!(window.shows("办理结果总计 2161 件：予以公开 448 件，占 20.7%"));
    assert!(window.shows("一图读懂"));
    assert!(window.shows("还没有以前年度的年报"));

    let cell = window.open(|open| open.form.cell("applications.result.granted:natural"));
    let text = "1430".to_owned();
    let cell = cell.unwrap();
    window.push(Command::SetCell { cell, text });
    assert!(window.shows("予以公开 1448 件，占 45.8%"));
    let text = String::new();
    window.push(Command::SetCell { cell, text });
    assert!(!window.shows("办理结果总计 2161 件"));
    assert!(window.shows("还没有数，填好后画出"));
}

#[test]
fn a_chart_is_put_into_the_report_and_taken_out_by_undo() {
    let mut window = Window::with_sample([1366.0, 768.0]);
    window.push(Command::ShowCharts);
    window.click("放入报告：办理结果构成");
    let printed = |window: &Window| window.open(|open| open.ret.charts.iter().cloned().collect());
    let ids: Vec<String> = printed(&window);
    assert_eq!(ids, ["outcomes"]);
    window.push(Command::Undo);
    let ids: Vec<String> = printed(&window);
    assert!(ids.is_empty());
    assert_eq!(window.open(|open| open.screen), Screen::Charts);
}
