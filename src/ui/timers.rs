//! What happens by itself after a while: the backup, and good news going away.

use std::time::Duration;

use eframe::egui;

use crate::command::Command;
use crate::session::{BackupSchedule, Notice, Session, Tone};

/// Seconds good news stays on the screen.
const NOTICE_TIME: f64 = 6.0;
/// The same for each character of a long one.
const READING_TIME: f64 = 0.15;

/// Since when things are as they are.
#[derive(Default)]
pub struct Timers {
    /// When the return in work is backed up, by its number.
    backups: Option<(u64, BackupSchedule)>,
    /// The notice on the screen, and since when.
    notice_since: Option<(Notice, f64)>,
}

impl Timers {
    /// The commands whose time has come. Wakes the window when the next one's will.
    pub fn due(&mut self, context: &egui::Context, session: &Session) -> Vec<Command> {
        let now = context.input(|input| input.time);
        let waits = [
            (Command::BackUp, self.until_backup(session, now)),
            (Command::DismissNotice, self.until_dismissed(session, now)),
        ];
        let mut due = Vec::new();
        for (command, wait) in waits {
            match wait {
                None => {}
                Some(wait) if wait <= 0.0 => due.push(command),
                Some(wait) => context.request_repaint_after(Duration::from_secs_f64(wait)),
            }
        }
        due
    }

    /// Seconds until what was typed is to be backed up; `None` while all of it is.
    fn until_backup(&mut self, session: &Session, now: f64) -> Option<f64> {
        let Some(open) = &session.open else {
            self.backups = None;
            return None;
        };
        let number = open.version().number;
        let schedule = match self.backups.take() {
            Some((watched, schedule)) if watched == number => schedule,
            _ => BackupSchedule::default(),
        };
        let (_, schedule) = self.backups.insert((number, schedule));
        schedule.until_due(now, open.backlog())
    }

    /// Seconds until a notice has been read. A failure, and one that offers a file, stays.
    fn until_dismissed(&mut self, session: &Session, now: f64) -> Option<f64> {
        let passing = session
            .notice
            .as_ref()
            .filter(|notice| notice.tone != Tone::Failure && notice.file.is_none());
        let Some(notice) = passing else {
            self.notice_since = None;
            return None;
        };
        let since = match &self.notice_since {
            Some((shown, since)) if shown == notice => *since,
            _ => {
                self.notice_since = Some((notice.clone(), now));
                now
            }
        };
        let reading = notice.text.chars().count() as f64 * READING_TIME;
        Some(NOTICE_TIME.max(reading) - (now - since))
    }
}
