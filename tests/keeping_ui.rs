//! Keeping what was typed, in the window: backups by the clock, and the question about a file that
//! another program has changed.

#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod window;

use std::fs;
use std::path::PathBuf;

use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;

use nianbao::command::Command;
use nianbao::sample;
use nianbao::session::Dialog;

use window::Window;

const GRANTED: &str = "applications.result.granted:natural";
/// Seconds of the window's own clock that a frame in tests takes.
const FRAME: f32 = 0.25;

fn office() -> Window {
    Window::with_sample([1366.0, 768.0])
}

fn draft_of(window: &Window) -> PathBuf {
    window.folder.path().join("sample.nianbao")
}

/// The cells in the recovery file, if there is one.
fn backup(window: &Window) -> Option<serde_json::Value> {
    let folder = window.folder.path().join("settings/recovery");
    let mut files = fs::read_dir(folder).ok()?.filter_map(|entry| {
        let path = entry.ok()?.path();
        (path.extension()? == "recovery").then_some(path)
    });
    let bytes = fs::read(files.next()?).unwrap();
    let recovery: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    Some(recovery["draft"]["cells"].clone())
}

/// Waits for a backup to be written that is under way.
fn written(window: &mut Window) {
    window.wait_for("the backup", |window| {
        window.open(|open| !open.needs_backup())
    });
}

#[test]
fn one_who_never_pauses_is_backed_up_every_second() {
    let mut window = office();
    window.go_to("cases.review:upheld");
    // A figure every half second, and never a pause.
    let mut backups = Vec::new();
    for figure in 1..=25 {
        window.harness.event(Event::Text(figure.to_string()));
        window.harness.run_steps(1);
        window.harness.key_press(Key::Tab);
        window.harness.run_steps(1);
        // The worker's time is not the window's: let it end what is due by now.
        window.wait_for_worker();
        backups.push(backup(&window).map(|cells| cells.to_string()));
    }
    backups.dedup();
    let seconds = 25.0 * 2.0 * FRAME;
    assert!(backups.len() as f32 >= seconds, "{} backups", backups.len());
}

#[test]
fn a_figure_still_being_typed_is_in_the_backup_and_esc_takes_it_out() {
    let mut window = office();
    window.go_to(GRANTED);
    window.type_text("440");
    written(&mut window);
    assert_eq!(backup(&window).unwrap()[GRANTED], "440");
    assert_eq!(window.stated(GRANTED), "430", "not before Enter");
    window.press(Key::Escape);
    window.wait_for("the end of the backup", |window| backup(window).is_none());
    assert!(!window.open(|open| open.has_unsaved_work()));
}

/// Another program puts another figure into the file.
fn change_elsewhere(window: &Window) -> Vec<u8> {
    let text = String::from_utf8(sample::BYTES.to_vec()).unwrap();
    let old = format!("\"{GRANTED}\": \"430\"");
    assert!(text.contains(&old));
    let changed = text.replace(&old, &format!("\"{GRANTED}\": \"77\""));
    fs::write(draft_of(window), &changed).unwrap();
    changed.into_bytes()
}

fn asked() -> (Window, Vec<u8>) {
    let mut window = office();
    let others = change_elsewhere(&window);
    window.go_to(GRANTED);
    window.type_text("440");
    window.press_with(Modifiers::COMMAND, Key::S);
    window.wait_for("the question", |window| {
        window.app(|app| matches!(app.session().dialog, Some(Dialog::ChangedOnDisk(_))))
    });
    window.settle();
    (window, others)
}

fn is_asking(window: &Window) -> bool {
    window.app(|app| app.session().dialog.is_some())
}

#[test]
fn esc_saves_nothing_and_loses_nothing() {
    let (mut window, others) = asked();
    window.press(Key::Escape);
    assert!(!is_asking(&window));
    assert_eq!(fs::read(draft_of(&window)).unwrap(), others);
    assert_eq!(window.stated(GRANTED), "440");
    assert!(window.open(|open| open.has_unsaved_work()));
}

#[test]
fn enter_asks_for_another_file() {
    let (mut window, others) = asked();
    window.press(Key::Enter);
    assert!(!is_asking(&window));
    assert_eq!(fs::read(draft_of(&window)).unwrap(), others);
    let other = window.folder.path().join("other.nianbao");
    window.push(Command::SaveTo(other.clone()));
    window.wait_for("the save", |window| {
        window.open(|open| !open.has_unsaved_work())
    });
    assert!(other.exists());
    assert_eq!(fs::read(draft_of(&window)).unwrap(), others);
}

#[test]
fn the_differences_are_listed_and_the_keyboard_stays_where_it_was() {
    let (mut window, others) = asked();
    let button = window.harness.get_by_label("看差别");
    button.focus();
    window.settle();
    window.press(Key::Space);
    for text in ["（一）予以公开·自然人", "440", "77", "文件中"] {
        assert!(
            window.harness.query_all_by_label(text).count() > 0,
            "{text} should be listed"
        );
    }
    // The same button again, not the one that saves.
    window.press(Key::Space);
    window.harness.get_by_label("看差别");
    window.harness.check_accessibility();
    window.click("替换");
    window.wait_for("the save", |window| {
        window.open(|open| !open.has_unsaved_work())
    });
    let bak = window.folder.path().join("sample.nianbao.bak");
    assert_eq!(fs::read(bak).unwrap(), others);
    let saved = fs::read_to_string(draft_of(&window)).unwrap();
    assert!(saved.contains(&format!("\"{GRANTED}\": \"440\"")));
}
