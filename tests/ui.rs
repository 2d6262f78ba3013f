//! The window, driven through its accessibility tree, without a screen.

#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod window;

use std::path::{Path, PathBuf};

use eframe::egui::{Event, Key, Modifiers, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::kittest::Queryable;

use window::Window;

use nianbao::command::Command;
use nianbao::draft;
use nianbao::form::catalog::Catalog;
use nianbao::returns::Place;
use nianbao::session::{Dialog, OpenReturn};
use nianbao::settings::Theme;

const GRANTED: &str = "applications.result.granted:natural";
const GRANTED_LABEL: &str = "（一）予以公开 · 自然人";
const GRANTED_TOTAL_LABEL: &str = "（一）予以公开 · 总计";

fn office() -> Window {
    Window::with_sample([1366.0, 768.0])
}

#[test]
fn a_figure_changes_its_total_and_a_finding_leads_back() {
    let mut window = office();
    window.click("三、申请情况，已填完");
    assert_eq!(window.value(GRANTED_TOTAL_LABEL), "448");
    window.click(GRANTED_LABEL);
    assert_eq!(window.cursor(), GRANTED);
    window.type_text("440");
    assert_eq!(window.stated(GRANTED), "430", "not before Enter");
    window.press(Key::Enter);
    assert_eq!(window.stated(GRANTED), "440");
    assert_eq!(window.value(GRANTED_TOTAL_LABEL), "458");
    let broken = window.open(|open| {
        let broken = open.findings.broken.iter();
        broken
            .map(|finding| format!("{}[{}]", finding.rule, finding.instance))
            .collect::<Vec<_>>()
    });
    assert_eq!(broken, ["T1[natural]", "T1[total]"]);

    window.push(Command::GoTo(Place::Header(None)));
    let go_there = window.harness.get_all_by_label_contains("转到：硬性");
    go_there.into_iter().next().unwrap().click();
    window.settle();
    assert_eq!(window.cursor(), "applications.received:natural");
    assert!(window.open(|open| open.lit_finding().is_some()));
    window.harness.get_by_label("三、申请情况，有 2 处硬性问题");
}

#[test]
fn undo_is_named_and_takes_the_figure_back() {
    let mut window = office();
    window.go_to(GRANTED);
    window.type_text("440");
    window.press(Key::Enter);
    window.click("编辑");
    let entries = window.harness.get_all_by_label_contains("撤销“");
    assert!(entries.count() > 0, "the menu names the step");
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.stated(GRANTED), "430");
    assert_eq!(window.cursor(), GRANTED);
    window.press_with(Modifiers::COMMAND, Key::Y);
    assert_eq!(window.stated(GRANTED), "440");
}

#[test]
fn undo_in_the_middle_of_typing_takes_only_that_back() {
    let mut window = office();
    window.go_to(GRANTED);
    window.type_text("44");
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.stated(GRANTED), "430");
    assert!(window.open(|open| open.history.can_redo()));
}

#[test]
fn saving_means_what_is_on_the_screen() {
    let mut window = office();
    window.go_to(GRANTED);
    window.type_text("440");
    window.press_with(Modifiers::COMMAND, Key::S);
    window.wait_for("the save", |window| {
        window.open(|open| !open.has_unsaved_work() && open.saved_at.is_some())
    });
    let catalog = Catalog::built_in().unwrap();
    let bytes = std::fs::read(window.folder.path().join("sample.nianbao")).unwrap();
    let saved = draft::read(&catalog, "sample.nianbao", &bytes).unwrap();
    let form = catalog.for_year(2023).unwrap();
    let cell = form.cell(GRANTED).unwrap();
    assert_eq!(saved.ret.stated.get(cell).to_string(), "440");
}

#[test]
fn tab_and_enter_skip_totals_and_arrows_do_not() {
    let mut window = office();
    window.go_to("applications.received:org.other");
    window.press(Key::Tab);
    assert_eq!(window.cursor(), "applications.carried_in:natural");
    window.press_with(Modifiers::SHIFT, Key::Tab);
    assert_eq!(window.cursor(), "applications.received:org.other");
    window.press(Key::ArrowRight);
    assert_eq!(window.cursor(), "applications.received:total");
    window.go_to("applications.result.other.misc:natural");
    window.press(Key::Enter);
    assert_eq!(window.cursor(), "applications.carried_out:natural");
    window.press_with(Modifiers::SHIFT, Key::Enter);
    assert_eq!(window.cursor(), "applications.result.other.misc:natural");
    window.press_with(Modifiers::COMMAND, Key::ArrowUp);
    assert_eq!(window.cursor(), "applications.received:natural");
    window.press(Key::End);
    assert_eq!(window.cursor(), "applications.received:total");
    window.press(Key::Home);
    assert_eq!(window.cursor(), "applications.received:natural");
}

#[test]
fn f2_edits_esc_restores_and_del_clears() {
    let mut window = office();
    window.go_to(GRANTED);
    window.press(Key::F2);
    window.type_text("5");
    assert_eq!(window.value(GRANTED_LABEL), "4305");
    window.press(Key::Escape);
    assert_eq!(window.value(GRANTED_LABEL), "430");
    window.press(Key::Delete);
    assert_eq!(window.stated(GRANTED), "");
}

#[test]
fn what_is_no_number_stays_and_says_why() {
    let mut window = office();
    window.go_to(GRANTED);
    window.type_text("-5");
    window.harness.get_by_label("这里不能填负数");
    window.press(Key::Enter);
    assert_eq!(window.stated(GRANTED), "-5");
    assert_eq!(window.value(GRANTED_LABEL), "-5");
}

#[test]
fn yuan_are_converted_before_the_eyes() {
    let mut window = office();
    window.go_to("disclosure.fees:amount");
    window.type_text("251000元");
    window.harness.get_by_label("“251000元”已换算为 25.1 万元");
    window.press(Key::Enter);
    assert_eq!(window.stated("disclosure.fees:amount"), "25.1");
}

#[test]
fn a_typed_total_that_differs_can_be_given_back() {
    let mut window = office();
    window.go_to("applications.result.granted:total");
    window.type_text("450");
    window.press(Key::Enter);
    window.go_to("applications.result.granted:total");
    let sentence = "填的合计是 450，各项之和是 448";
    assert!(window.harness.query_all_by_label(sentence).count() > 0);
    let offers = window.harness.get_all_by_label("采用合计");
    offers.into_iter().next().unwrap().click_accesskit();
    window.settle();
    assert_eq!(window.stated("applications.result.granted:total"), "");
}

#[test]
fn a_pasted_block_is_one_step() {
    let mut window = office();
    window.go_to(GRANTED);
    window.harness.event(Event::Paste("1\t2\n3\t4".to_owned()));
    window.settle();
    window.harness.get_by_label("粘贴 4 个单元格");
    assert_eq!(window.stated(GRANTED), "430", "not before it was seen");
    window.press(Key::Enter);
    assert_eq!(window.stated(GRANTED), "1");
    assert_eq!(
        window.stated("applications.result.partial:org.business"),
        "4"
    );
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.stated(GRANTED), "430");
    assert_eq!(
        window.stated("applications.result.partial:org.business"),
        "1"
    );
}

#[test]
fn clicking_away_commits() {
    let mut window = office();
    window.go_to(GRANTED);
    window.type_text("440");
    window.click("基本信息，已填完");
    assert_eq!(window.stated(GRANTED), "440");
}

#[test]
fn prose_is_undone_by_the_pause() {
    let mut window = office();
    window.push(Command::GoTo(Place::Part("overview".to_owned())));
    let before = window.open(|open| open.shown("overview").text);
    window.type_text("一二三");
    let after = window.open(|open| open.shown("overview").text);
    assert_eq!(after.chars().count(), before.chars().count() + 3);
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.open(|open| open.shown("overview").text), before);
}

#[test]
fn closing_the_window_asks_about_the_figure_being_typed() {
    let mut window = office();
    window.go_to(GRANTED);
    window.type_text("440");
    let viewports = &mut window.harness.input_mut().viewports;
    let root = viewports.entry(ViewportId::ROOT).or_default();
    root.events.push(ViewportEvent::Close);
    window.harness.step();
    let root = window
        .harness
        .output()
        .viewport_output
        .get(&ViewportId::ROOT);
    let commands = &root.expect("the window").commands;
    assert!(commands.contains(&ViewportCommand::CancelClose));
    window.settle();
    assert!(window.app(|app| matches!(app.session().dialog, Some(Dialog::Unsaved(_)))));
    assert_eq!(window.stated(GRANTED), "440");
    window.click("取消");
    assert!(window.app(|app| app.session().dialog.is_none()));
}

#[test]
fn a_page_that_comes_up_has_the_keyboard() {
    let mut window = office();
    window.push(Command::GoTo(Place::Cell(
        window.open(|open| open.form.cell(GRANTED).unwrap()),
    )));
    // The text before the table: what is typed lands there, wherever the keyboard was.
    window.press_with(Modifiers::COMMAND, Key::PageUp);
    window.press_with(Modifiers::COMMAND, Key::PageUp);
    window.type_text("甲");
    let text = window.open(|open| open.shown("overview").text);
    assert!(text.contains('甲'), "{text}");
    // A new return begins with its header.
    window.push(Command::Save);
    window.wait_for("the file", |window| {
        window.open(|open| !open.has_unsaved_work())
    });
    window.push(Command::CreateReturn {
        agency: "某".into(),
        year: 2024,
        edition: "C".to_owned(),
    });
    window.type_text("局");
    assert_eq!(window.open(|open| open.ret.header.agency.clone()), "某局");
}

#[test]
fn an_open_menu_keeps_the_keys_from_the_table() {
    let mut window = office();
    window.go_to(GRANTED);
    window.click("报表");
    window.press(Key::Delete);
    window.type_text("9");
    assert_eq!(window.stated(GRANTED), "430");
    window.press(Key::Escape);
    window.type_text("9");
    window.press(Key::Enter);
    assert_eq!(window.stated(GRANTED), "9");
}

#[test]
fn search_goes_to_the_row() {
    let mut window = office();
    window.press_with(Modifiers::COMMAND, Key::F);
    window.type_text("重复申请");
    window.press(Key::Enter);
    assert_eq!(
        window.cursor(),
        "applications.result.not_processed.repeat:natural"
    );
}

#[test]
fn a_refused_export_lists_what_stands_against_it() {
    let mut window = office();
    window.go_to(GRANTED);
    window.type_text("440");
    window.press_with(Modifiers::COMMAND, Key::E);
    window.harness.get_by_label("还不能导出正式的 PDF");
    window.harness.get_by_label("导出草稿（带水印）…");
    window.press(Key::Escape);
    assert!(window.app(|app| app.session().dialog.is_none()));
}

#[test]
fn every_page_fits_every_window() {
    for (size, zoom) in [
        ([1366.0, 768.0], 1),
        ([960.0, 540.0], 1),
        ([683.0, 384.0], 1),
        ([1366.0, 768.0], 9),
    ] {
        let mut window = Window::with_sample(size);
        for _ in 1..zoom {
            window.push(Command::ZoomIn);
        }
        for theme in [Theme::Light, Theme::Dark] {
            window.push(Command::SetTheme(theme));
            window.push(Command::GoTo(Place::Header(None)));
            for _ in 0..8 {
                window.harness.check_accessibility();
                window.push(Command::NextPart);
            }
        }
    }
}

#[test]
fn the_start_page_offers_what_was_lost() {
    let mut window = office();
    window.go_to(GRANTED);
    window.type_text("440");
    window.press(Key::Enter);
    window.push(Command::BackUp);
    window.wait_for("the backup", |window| {
        window.open(|open| open.backup.time().is_some())
    });
    let folder = copy_of(window.folder.path());
    let mut after = Window::new(folder, None, [1366.0, 768.0]);
    after.wait_for("the recovery", |after| {
        after.app(|app| !app.session().recovered.is_empty())
    });
    let recover = after.harness.get_by_label_contains("恢复没有保存的");
    recover.click();
    after.settle();
    after.wait_for("the draft", |after| {
        after.app(|app| app.session().open.is_some())
    });
    assert_eq!(after.stated(GRANTED), "440");
    assert!(after.open(OpenReturn::has_unsaved_work));
}

/// A folder as a crash leaves it: the locks are nobody's.
fn copy_of(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        std::fs::create_dir_all(copy.path().join(&below)).unwrap();
        for entry in std::fs::read_dir(folder.join(&below)).unwrap() {
            let entry = entry.unwrap();
            let name = below.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                folders.push(name);
            } else {
                // What is just being written under a passing name may be gone by now.
                let _ = std::fs::copy(entry.path(), copy.path().join(name));
            }
        }
    }
    copy
}
