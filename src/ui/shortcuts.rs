//! Takes the shortcuts out of the input before anything is drawn.
//!
//! egui's text fields answer Ctrl+Z and Ctrl+Y themselves; here those mean the return.

use eframe::egui::{self, Event, KeyboardShortcut, Modifiers};

use crate::command::{Command, Key, Shortcut};
use crate::session::Session;

use super::sheet::Typing;
use super::{findings, menu, parts};

/// Pushes the commands whose keys were pressed.
pub fn take(
    context: &egui::Context,
    session: &Session,
    typing: Typing,
    commands: &mut Vec<Command>,
) {
    let mut shortcuts: Vec<(Shortcut, &Command)> = Command::in_menus()
        // The text field or the sheet that has the keyboard copies and pastes.
        .filter(|command| !matches!(command, Command::Copy | Command::Paste))
        .filter_map(|command| Some((command.shortcut()?, command)))
        .collect();
    // egui lets Ctrl+Shift+S pass for Ctrl+S, so the longer ones come first.
    shortcuts.sort_by_key(|(shortcut, _)| !shortcut.shift);
    context.input_mut(|input| {
        for (shortcut, command) in shortcuts {
            for keys in keys_of(shortcut) {
                if input.consume_shortcut(&keys) && menu::enabled(session, typing, command) {
                    commands.push(command.clone());
                }
            }
        }
        zoom_with_wheel(input, commands);
    });
    change_sides(context, session);
}

/// F6: from the page to the list of parts, on to the findings if they are shown, and back.
fn change_sides(context: &egui::Context, session: &Session) {
    let pressed = context.input_mut(|input| input.consume_key(Modifiers::NONE, egui::Key::F6));
    let (true, Some(open)) = (pressed, &session.open) else {
        return;
    };
    let entry = parts::entry_id(open.screen);
    let findings = findings::heading_id();
    let has_findings = context.read_response(findings).is_some();
    context.memory_mut(|memory| match memory.focused() {
        Some(focused) if focused == entry && has_findings => memory.request_focus(findings),
        Some(focused) if focused == entry || focused == findings => {
            memory.surrender_focus(focused);
        }
        _ => memory.request_focus(entry),
    });
}

/// Ctrl with the wheel: a step for each notch, and nothing left for scrolling.
fn zoom_with_wheel(input: &mut egui::InputState, commands: &mut Vec<Command>) {
    input.events.retain(|event| {
        let Event::MouseWheel {
            delta, modifiers, ..
        } = event
        else {
            return true;
        };
        if modifiers.command && delta.y != 0.0 {
            commands.push(if delta.y > 0.0 {
                Command::ZoomIn
            } else {
                Command::ZoomOut
            });
        }
        !modifiers.command
    });
}

/// The keys as egui knows them. `+` has two: with and without Shift.
fn keys_of(shortcut: Shortcut) -> Vec<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    if shortcut.control {
        modifiers |= Modifiers::COMMAND;
    }
    if shortcut.shift {
        modifiers |= Modifiers::SHIFT;
    }
    let keys = match shortcut.key {
        Key::Letter(letter) => egui::Key::from_name(&letter.to_string())
            .into_iter()
            .collect(),
        Key::Function(number) => egui::Key::from_name(&format!("F{number}"))
            .into_iter()
            .collect(),
        Key::Plus => vec![egui::Key::Plus, egui::Key::Equals],
        Key::Minus => vec![egui::Key::Minus],
        Key::Zero => vec![egui::Key::Num0],
        Key::PageUp => vec![egui::Key::PageUp],
        Key::PageDown => vec![egui::Key::PageDown],
    };
    keys.into_iter()
        .map(|key| KeyboardShortcut::new(modifiers, key))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shortcut_has_a_key() {
        for shortcut in Command::in_menus().filter_map(Command::shortcut) {
            assert!(!keys_of(shortcut).is_empty(), "{shortcut}");
        }
    }
}
