//! The print preview in the window, driven through its accessibility tree.

#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod window;

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, vec2};
use egui_kittest::kittest::{NodeT, Queryable};

use nianbao::command::Command;
use nianbao::printing::{PrintError, Printers};
use nianbao::session::{Dialog, Screen};
use nianbao::settings::Theme;
use nianbao::task::Outcome;

use window::Window;

fn preview(size: [f32; 2]) -> Window {
    let mut window = Window::with_sample(size);
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    drawn(&mut window);
    window
}

fn drawn(window: &mut Window) {
    // Those of the state before may be drawn already while the new ones are laid out.
    window.wait_for("the layout", |window| {
        window.open(|open| open.page_count().is_some())
    });
    window.wait_for("the pages", |window| {
        window.app(|app| app.preview_is_drawn())
    });
    window.settle();
}

#[test]
fn pages_are_turned_and_named() {
    let mut window = preview([1366.0, 768.0]);
    assert_eq!(window.open(|open| open.screen), Screen::Preview);
    window.harness.get_by_label("第 1 / 4 页");
    let page = window.harness.get_by_label("第 1 页，共 4 页");
    let text = page.accesskit_node().value().unwrap_or_default();
    assert!(text.contains("一、总体情况\n"), "{text}");
    window.click("下一页");
    window.harness.get_by_label("第 2 / 4 页");
    window.press(Key::PageDown);
    window.harness.get_by_label("第 3 / 4 页");
    window.press(Key::PageUp);
    window.harness.get_by_label("第 2 / 4 页");
    window.press(Key::End);
    window.harness.get_by_label("第 4 / 4 页");
    assert!(
        window
            .harness
            .get_by_label("下一页")
            .accesskit_node()
            .is_disabled()
    );
    window.press(Key::Home);
    window.harness.get_by_label("第 1 / 4 页");
    drawn(&mut window);
}

#[test]
fn the_page_one_looks_at_stays_when_it_grows_and_shrinks() {
    let mut window = preview([1366.0, 768.0]);
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    for label in ["整页", "适合宽度", "整页"] {
        window.click(label);
        let page = window.harness.get_by_label_contains(" / 4 页");
        assert_eq!(
            page.accesskit_node().value().as_deref(),
            Some("第 3 / 4 页"),
            "{label}"
        );
        drawn(&mut window);
    }
    window.click("＋");
    window.harness.get_by_label("75%");
    window.press(Key::Minus);
    window.harness.get_by_label("50%");
    window.press(Key::Plus);
    window.harness.get_by_label("75%");
    window.harness.get_by_label("第 3 / 4 页");
    let zoom = window.app(|app| app.session().settings.zoom);
    window.harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: vec2(0.0, 1.0),
        modifiers: Modifiers::COMMAND,
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
    });
    window.settle();
    assert!(window.harness.query_by_label("75%").is_none());
    assert_eq!(window.app(|app| app.session().settings.zoom), zoom);
    drawn(&mut window);
}

#[test]
fn escape_goes_back_to_where_one_was() {
    let mut window = Window::with_sample([1366.0, 768.0]);
    let before = window.open(|open| open.screen);
    window.push(Command::ShowPreview);
    // An open menu is closed first.
    window.click("文件");
    window.press(Key::Escape);
    assert_eq!(window.open(|open| open.screen), Screen::Preview);
    window.press(Key::Escape);
    assert_eq!(window.open(|open| open.screen), before);
    window.push(Command::ShowPreview);
    window.click("关闭预览");
    assert_eq!(window.open(|open| open.screen), before);
}

#[test]
fn a_report_that_is_not_ready_says_so() {
    let mut window = preview([1366.0, 768.0]);
    let note = "! 还有问题或空格没有处理，每页印有“草稿”";
    assert!(window.harness.query_by_label(note).is_none());
    let cell = window.open(|open| open.form.cell("applications.received:natural").unwrap());
    window.push(Command::SetCell {
        cell,
        text: "1".to_owned(),
    });
    drawn(&mut window);
    window.harness.get_by_label(note);
}

/// Opens the dialog with printers of our own: this computer's are none of the test's business.
fn dialog(found: Result<Printers, PrintError>) -> Window {
    let mut window = Window::with_sample([1366.0, 768.0]);
    window.press_with(Modifiers::COMMAND, Key::P);
    window.wait_for("the printers", |window| {
        window.app(|app| {
            !matches!(
                app.session().printers,
                nianbao::session::KnownPrinters::Unknown
            )
        })
    });
    window.push(Command::Finished(Outcome::PrintersFound(found)));
    window.wait_for("the pages", |window| {
        window.open(|open| open.page_count().is_some())
    });
    window.settle();
    window
}

#[test]
fn the_dialog_offers_the_default_and_refuses_pages_there_are_none_of() {
    let mut window = dialog(Ok(Printers::from_lists("甲\n乙", "乙")));
    let printer = window.harness.get_by_role(Role::ComboBox);
    assert_eq!(
        printer.accesskit_node().value().as_deref(),
        Some("乙（默认）")
    );
    window.harness.get_by_label("全部（4 页）");
    window.click("指定页的页码");
    window.type_text("2,9");
    window.harness.get_by_label("没有第 9 页，全部共 4 页");
    window.press(Key::Backspace);
    window.type_text("4");
    assert!(
        window
            .harness
            .query_by_label("没有第 9 页，全部共 4 页")
            .is_none()
    );
    window.click("取消");
    assert!(window.app(|app| app.session().dialog.is_none()));
}

#[test]
fn without_a_printer_the_viewer_is_offered() {
    let mut window = dialog(Err(PrintError::NoPrinter));
    window.harness.get_by_label_contains("本机没有安装打印机");
    window.harness.get_by_label("用阅读程序打开");
    window.press(Key::Escape);
    assert!(!window.app(|app| matches!(app.session().dialog, Some(Dialog::Print))));
}

#[test]
fn the_preview_fits_every_window() {
    for (size, zoom) in [
        ([1366.0, 768.0], 1),
        ([683.0, 384.0], 1),
        ([1366.0, 768.0], 9),
    ] {
        let mut window = preview(size);
        for _ in 1..zoom {
            window.push(Command::ZoomIn);
        }
        for theme in [Theme::Light, Theme::Dark] {
            window.push(Command::SetTheme(theme));
            window.harness.check_accessibility();
            window.press(Key::PageDown);
        }
        drawn(&mut window);
    }
}

#[test]
fn only_what_is_in_sight_is_kept() {
    let mut window = preview([1366.0, 768.0]);
    let textures = |window: &Window| window.harness.ctx.tex_manager().read().num_allocated();
    let mut most = 0;
    for _ in 0..6 {
        window.press(Key::Plus);
        for key in [Key::PageDown, Key::PageDown, Key::End, Key::Home] {
            window.press(key);
            drawn(&mut window);
            most = most.max(textures(&window));
        }
    }
    // Squares of 1024 pixels for a window and a half, and the window's own texts.
    assert!(most <= 12, "{most} textures");
}
