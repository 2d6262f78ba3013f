//! The keys of the review, while nothing is being typed.

use eframe::egui::{Event, InputState, Key, Modifiers};

use super::super::sheet::{Direction, Move};

/// What a key asks of the review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Next,
    Previous,
    Confirm,
    Edit,
    /// Begins a correction with what was typed.
    Type(String),
    Blank,
    AsRead,
    Adopt,
    Leave,
    Move(Move),
}

/// The keys in words, for the list of shortcuts.
pub const KEYS_IN_WORDS: &[(&str, &str)] = &[
    ("N / P", "核对导入：下一处、上一处存疑"),
    ("空格 / Enter", "核对导入：确认，转到下一处"),
    ("F2", "核对导入：改正"),
    ("Del / 退格", "核对导入：留空、撤回"),
    ("Ctrl+Enter", "核对导入：采用"),
];

/// Takes one action out of the input.
pub fn take(input: &mut InputState) -> Option<Action> {
    let plain = [
        (Key::N, Action::Next),
        (Key::P, Action::Previous),
        (Key::Space, Action::Confirm),
        (Key::F2, Action::Edit),
        (Key::Delete, Action::Blank),
        (Key::Backspace, Action::AsRead),
        (Key::Escape, Action::Leave),
        (Key::ArrowUp, Action::Move(Move::Arrow(Direction::Up))),
        (Key::ArrowDown, Action::Move(Move::Arrow(Direction::Down))),
        (Key::ArrowLeft, Action::Move(Move::Arrow(Direction::Left))),
        (Key::ArrowRight, Action::Move(Move::Arrow(Direction::Right))),
        (Key::Home, Action::Move(Move::RowStart)),
        (Key::End, Action::Move(Move::RowEnd)),
    ];
    if input.consume_key(Modifiers::COMMAND, Key::Enter) {
        return Some(Action::Adopt);
    }
    if input.consume_key(Modifiers::NONE, Key::Enter) {
        return Some(Action::Confirm);
    }
    let pressed = plain
        .into_iter()
        .find(|(key, _)| input.consume_key(Modifiers::NONE, *key));
    if let Some((_, action)) = pressed {
        return Some(action);
    }
    let at = input.events.iter().position(begins_figure)?;
    match input.events.remove(at) {
        Event::Text(text) => Some(Action::Type(text)),
        _ => None,
    }
}

/// Whether an event types the beginning of a figure.
fn begins_figure(event: &Event) -> bool {
    let Event::Text(text) = event else {
        return false;
    };
    let first = text.chars().next();
    first.is_some_and(|first| first.is_numeric() || matches!(first, '-' | '/' | '－'))
}
