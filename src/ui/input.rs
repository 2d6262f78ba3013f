//! Hands the keyboard's events over one step at a time.

use std::collections::VecDeque;

use eframe::egui::{self, Event, Key};

/// Gives a key that moves the cursor a frame of its own.
///
/// A slow frame may bring `430 Enter 12` at once. The sheet takes its keys
/// before the text field reads what is typed, and the cursor moves when the
/// frame's commands are applied: so Enter has to wait for `430`, and `12` for Enter.
#[derive(Default)]
pub struct StepQueue {
    waiting: VecDeque<Event>,
}

impl StepQueue {
    /// Leaves in `events` what belongs to this frame.
    pub fn one_step(&mut self, context: &egui::Context, events: &mut Vec<Event>) {
        let alt = context.input(|input| input.modifiers.alt && !input.modifiers.ctrl);
        // Alt with a letter asks for a menu on other programs; it is no text here.
        let kept = events
            .drain(..)
            .filter(|event| !(alt && matches!(event, Event::Text(_))));
        self.waiting.extend(kept);
        while let Some(event) = self.waiting.pop_front() {
            let ends = ends_step(&event);
            if ends && events.iter().any(is_text) {
                self.waiting.push_front(event);
                context.request_repaint();
                return;
            }
            events.push(event);
            if ends && self.waiting.iter().any(is_typing) {
                context.request_repaint();
                return;
            }
        }
    }
}

fn ends_step(event: &Event) -> bool {
    match event {
        Event::Paste(_) => true,
        Event::Key {
            key,
            pressed: true,
            modifiers,
            ..
        } => {
            modifiers.command
                || matches!(
                    key,
                    Key::Enter
                        | Key::Tab
                        | Key::Escape
                        | Key::ArrowUp
                        | Key::ArrowDown
                        | Key::ArrowLeft
                        | Key::ArrowRight
                        | Key::Home
                        | Key::End
                        | Key::Delete
                        | Key::F2
                )
        }
        _ => false,
    }
}

fn is_text(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Paste(_) | Event::Ime(_))
}

fn is_typing(event: &Event) -> bool {
    matches!(
        event,
        Event::Text(_) | Event::Paste(_) | Event::Key { pressed: true, .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: Key) -> Event {
        Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: egui::Modifiers::NONE,
        }
    }

    #[test]
    fn enter_has_a_frame_of_its_own() {
        let context = egui::Context::default();
        let mut queue = StepQueue::default();
        let mut events = vec![
            Event::Text("430".to_owned()),
            key(Key::Enter),
            Event::Text("12".to_owned()),
        ];
        let mut frames = Vec::new();
        for _ in 0..3 {
            queue.one_step(&context, &mut events);
            frames.push(std::mem::take(&mut events));
        }
        let text = |text: &str| vec![Event::Text(text.to_owned())];
        assert_eq!(frames, [text("430"), vec![key(Key::Enter)], text("12")]);
    }
}
