//! Figures in texts, in the window without a screen.

#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod window;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use window::Window;

use nianbao::command::Command;
use nianbao::narrative::Shown;
use nianbao::returns::Place;

/// The sample at a part whose text is `text`.
fn writing(part: &str, text: &str) -> Window {
    let mut window = Window::with_sample([1366.0, 768.0]);
    window.push(Command::GoTo(Place::Part(part.to_owned())));
    window.push(Command::SetText {
        part: part.to_owned(),
        text: text.to_owned(),
    });
    window.push(Command::EndStep);
    window
}

fn shown(window: &Window, part: &str) -> Shown {
    window.open(|open| open.shown(part))
}

fn click_containing(window: &mut Window, words: &str) {
    let found = window.harness.get_all_by_label_contains(words);
    found.into_iter().next().unwrap().click();
    window.settle();
}

fn search(window: &mut Window, words: &str) {
    window.harness.get_by_label("查找数字").focus();
    window.settle();
    window.press_with(Modifiers::COMMAND, Key::A);
    window.type_text(words);
}

#[test]
fn a_figure_is_found_by_name_and_put_at_the_cursor() {
    let mut window = writing("problems", "全年新收。");
    window.press(Key::Home);
    for _ in 0..4 {
        window.press(Key::ArrowRight);
    }
    window.press_with(Modifiers::COMMAND, Key::D);
    window.type_text("本年新收");
    window.press(Key::Enter);
    window.settle();
    assert_eq!(shown(&window, "problems").text, "全年新收2180件。");
    assert_eq!(shown(&window, "problems").fields.len(), 1);
    // The keyboard is back in the text, behind the figure.
    window.type_text("申请");
    assert_eq!(shown(&window, "problems").text, "全年新收2180件申请。");
    // One step back takes the figure; typing on at once was the other step.
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(shown(&window, "problems").text, "全年新收。");
}

#[test]
fn backspace_behind_a_figure_takes_all_of_it_and_typing_into_it_makes_words() {
    let mut window = writing("problems", "");
    window.press_with(Modifiers::COMMAND, Key::D);
    window.type_text("本年新收");
    window.press(Key::Enter);
    window.settle();
    assert_eq!(shown(&window, "problems").text, "2180件");
    window.press(Key::ArrowLeft);
    window.type_text("5");
    assert_eq!(shown(&window, "problems").text, "21805件");
    assert_eq!(shown(&window, "problems").fields, []);
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(shown(&window, "problems").fields.len(), 1);
    window.press(Key::End);
    window.press(Key::Backspace);
    assert_eq!(shown(&window, "problems").text, "");
}

#[test]
fn a_cell_is_chosen_in_the_table_while_the_list_stays_open() {
    let mut window = writing("problems", "予以公开");
    window.press(Key::End);
    window.click(Command::PickFigure.label());
    window.go_to("applications.result.granted:natural");
    click_containing(&mut window, "表中选中的格");
    window.click("插入");
    window.settle();
    assert_eq!(shown(&window, "problems").text, "予以公开430件");
    let part = window.open(|open| open.current_part().map(|part| part.id.clone()));
    assert_eq!(part.as_deref(), Some("problems"), "back in the text");
    window.go_to("applications.result.granted:natural");
    click_containing(&mut window, "转到第 1 处引用");
    let part = window.open(|open| open.current_part().map(|part| part.id.clone()));
    assert_eq!(part.as_deref(), Some("problems"));
}

#[test]
fn a_share_is_put_together_from_two_figures() {
    let mut window = writing("problems", "占");
    window.press(Key::End);
    window.press_with(Modifiers::COMMAND, Key::D);
    window.click("占比");
    search(&mut window, "予以公开和");
    click_containing(&mut window, "予以公开和部分公开");
    window.click("全部");
    search(&mut window, "本年度办结");
    click_containing(&mut window, "本年度办结申请");
    window.harness.get_by_label("26.70%");
    window.click("插入");
    window.settle();
    assert_eq!(shown(&window, "problems").text, "占26.70%");
}

#[test]
fn passages_are_written_into_an_empty_part() {
    let mut window = writing("problems", "");
    window.harness.get_by_label("0 字");
    window.click(Command::WritePassages.label());
    let text = shown(&window, "problems").text;
    assert!(text.starts_with("（一）主要问题\n"), "{text}");
    assert!(text.contains("\n（二）改进情况\n"), "{text}");
    let left = window
        .harness
        .query_all_by_label(Command::WritePassages.label());
    assert_eq!(left.count(), 0, "nothing is left to write");
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(shown(&window, "problems").text, "");
}
