//! Hands the keyboard's events over one step at a time.

use std::collections::VecDeque;

use eframe::egui::{self, Event, Key};

/// Keeps back what follows a key that moves the cursor.
///
/// A slow frame may bring `430 Enter 12` at once. The cursor moves when the
/// frame's commands are applied, so `12` has to wait for the next frame, or it
/// would be typed into the old cell.
#[derive(Default)]
pub struct StepQueue {
    waiting: VecDeque<Event>,
}

impl StepQueue {
    /// Leaves in `events` what belongs to this frame.
    pub fn one_step(&mut self, context: &egui::Context, events: &mut Vec<Event>) {
        self.waiting.extend(events.drain(..));
        while let Some(event) = self.waiting.pop_front() {
            let ends = ends_step(&event);
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
    fn what_follows_enter_waits_for_the_next_frame() {
        let context = egui::Context::default();
        let mut queue = StepQueue::default();
        let mut events = vec![
            Event::Text("430".to_owned()),
            key(Key::Enter),
            Event::Text("12".to_owned()),
        ];
        queue.one_step(&context, &mut events);
        assert_eq!(events.len(), 2);
        let mut events = Vec::new();
        queue.one_step(&context, &mut events);
        assert_eq!(events, [Event::Text("12".to_owned())]);
    }
}
