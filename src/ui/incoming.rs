//! What comes into the window from outside: dropped files, and a report on the clipboard.

use std::path::PathBuf;

use eframe::egui::{self, Event, ViewportCommand};

use crate::command::{Command, SurveyCommand};
use crate::session::{Screen, Session};

/// For how many frames the clipboard's answer is waited for.
const PATIENCE: u8 = 20;

/// What is being waited for.
#[derive(Default)]
pub struct Incoming {
    /// How many frames the clipboard is still waited for, to be read as a report.
    patience: u8,
}

impl Incoming {
    /// Asks for the clipboard's text.
    pub fn ask_for_report(&mut self, context: &egui::Context) {
        self.patience = PATIENCE;
        context.send_viewport_cmd(ViewportCommand::RequestPaste);
    }

    /// Takes what came in this frame, before anything is drawn.
    pub fn take(
        &mut self,
        context: &egui::Context,
        session: &Session,
        commands: &mut Vec<Command>,
    ) {
        commands.extend(dropped(context, session));
        commands.extend(self.pasted(context));
    }

    /// The clipboard's text, if it was asked for as a report.
    fn pasted(&mut self, context: &egui::Context) -> Option<Command> {
        self.patience = self.patience.checked_sub(1)?;
        let pasted = context.input_mut(|input| {
            let is_paste = |event: &Event| matches!(event, Event::Paste(_));
            let at = input.events.iter().position(is_paste)?;
            match input.events.remove(at) {
                Event::Paste(text) => Some(text),
                _ => None,
            }
        });
        if pasted.is_none() && self.patience > 0 {
            context.request_repaint();
            return None;
        }
        self.patience = 0;
        // An empty clipboard brings nothing at all.
        Some(Command::ImportText(pasted.unwrap_or_default()))
    }
}

/// Beside other years several files are added; elsewhere one is opened, or many are surveyed.
fn dropped(context: &egui::Context, session: &Session) -> Option<Command> {
    let mut dropped: Vec<PathBuf> = context.input(|input| {
        let files = input.raw.dropped_files.iter();
        files.map(|file| file.path().to_owned()).collect()
    });
    let covered = session.review.is_some() || session.shows_survey();
    let screen = session.open.as_ref().map(|open| open.screen);
    let many = dropped.len() > 1 || dropped.iter().any(|path| path.is_dir());
    Some(match dropped.pop()? {
        last if screen == Some(Screen::Years) && !covered => {
            dropped.push(last);
            Command::ReadYears(dropped)
        }
        last if many => {
            dropped.push(last);
            Command::Survey(SurveyCommand::Begin(dropped))
        }
        only => Command::OpenPath(only),
    })
}
