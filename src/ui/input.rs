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

/// What puts text into the field the keyboard is in; an input method does so without any key.
fn is_text(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Paste(_) | Event::Ime(_))
}

/// What belongs to the cell the cursor is in by then.
fn is_typing(event: &Event) -> bool {
    is_text(event) || matches!(event, Event::Key { pressed: true, .. })
}

#[cfg(test)]
mod tests {
    use eframe::egui::ImeEvent;

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

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    fn committed(text: &str) -> Event {
        Event::Ime(ImeEvent::Commit(text.to_owned()))
    }

    /// What each frame gets of events that came at once.
    fn frames(mut events: Vec<Event>) -> Vec<Vec<Event>> {
        let context = egui::Context::default();
        let mut queue = StepQueue::default();
        let mut frames = Vec::new();
        loop {
            queue.one_step(&context, &mut events);
            if events.is_empty() {
                return frames;
            }
            frames.push(std::mem::take(&mut events));
        }
    }

    #[test]
    fn enter_has_a_frame_of_its_own() {
        let came = vec![text("430"), key(Key::Enter), text("12")];
        let each: Vec<Vec<Event>> = came.iter().cloned().map(|event| vec![event]).collect();
        assert_eq!(frames(came), each);
    }

    #[test]
    fn what_an_input_method_commits_after_enter_goes_to_the_next_cell() {
        let came = vec![committed("430"), key(Key::Enter), committed("12")];
        let each: Vec<Vec<Event>> = came.iter().cloned().map(|event| vec![event]).collect();
        assert_eq!(frames(came), each);
        // Composing begins in the cell it ends in.
        let composing = Event::Ime(ImeEvent::Preedit {
            text: "yi".to_owned(),
            active_range_chars: None,
        });
        let came = vec![key(Key::Tab), composing.clone(), committed("一")];
        let parted = vec![vec![key(Key::Tab)], vec![composing, committed("一")]];
        assert_eq!(frames(came), parted);
    }

    #[test]
    fn commits_that_follow_each_other_stay_in_one_cell() {
        let came = vec![committed("43"), text("0"), committed("件")];
        assert_eq!(frames(came.clone()), [came]);
    }
}
