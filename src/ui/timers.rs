//! What happens by itself after a while: the backup, and good news going away.

use std::time::Duration;

use eframe::egui;

use crate::command::Command;
use crate::session::{Notice, Session, Tone};
use crate::task::Version;

/// Seconds after the last change until the recovery file is written.
const BACKUP_DELAY: f64 = 2.0;
/// Seconds good news stays on the screen.
const NOTICE_TIME: f64 = 6.0;
/// The same for each character of a long one.
const READING_TIME: f64 = 0.15;

/// Since when things are as they are.
#[derive(Default)]
pub struct Timers {
    /// The newest version seen, and when.
    last_change: Option<(Version, f64)>,
    /// The version a backup was asked for, so that a failing disk is not asked on and on.
    backup_asked: Option<Version>,
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

    /// Seconds until nothing has changed for a moment; `None` while nothing is to be backed up.
    fn until_backup(&mut self, session: &Session, now: f64) -> Option<f64> {
        let Some(open) = &session.open else {
            self.backup_asked = None;
            return None;
        };
        let version = open.version();
        let since = match self.last_change {
            Some((seen, since)) if seen == version => since,
            _ => now,
        };
        self.last_change = Some((version, since));
        // When the one being written is done, the window wakes anyway.
        if !open.needs_backup() || open.is_backing_up() || self.backup_asked == Some(version) {
            return None;
        }
        let wait = BACKUP_DELAY - (now - since);
        if wait <= 0.0 {
            self.backup_asked = Some(version);
        }
        Some(wait)
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
