//! What the centre of the window shows, and how far each part of the report is.

use crate::form::Severity;
use crate::returns::Place;
use crate::value::Value;

use super::OpenReturn;

/// What the centre of the window shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    Header,
    /// A part, by its place in the form.
    Part(usize),
    /// The agency's years side by side.
    Years,
    /// The pages as they are printed.
    Preview,
    /// The charts of the year.
    Charts,
}

/// How far a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartState {
    NotBegun,
    InWork,
    Complete,
    /// So many findings of severity Error.
    Errors(usize),
}

impl OpenReturn {
    /// How far the header or a part is; `None` for what is neither.
    pub fn state_of(&self, screen: Screen) -> Option<PartState> {
        let errors = self
            .findings
            .of(Severity::Error)
            .filter(|finding| self.screen_of(&finding.place) == screen)
            .count();
        if errors > 0 {
            return Some(PartState::Errors(errors));
        }
        Some(match screen {
            Screen::Years | Screen::Preview | Screen::Charts => return None,
            Screen::Header => {
                if self.ret.header.agency.trim().is_empty() {
                    PartState::NotBegun
                } else {
                    PartState::Complete
                }
            }
            Screen::Part(index) => self.part_state(index),
        })
    }

    fn part_state(&self, index: usize) -> PartState {
        let Some(part) = self.form.parts.get(index) else {
            return PartState::NotBegun;
        };
        let screen = Screen::Part(index);
        let mut open = self.findings.broken.iter();
        // What wants a look or a reason is not done.
        let wants_work =
            open.any(|finding| !finding.is_answered() && self.screen_of(&finding.place) == screen);
        let Some(table) = part.table else {
            let text = self.ret.text(&part.id);
            return if text.is_blank() {
                PartState::NotBegun
            } else if wants_work || text.shown(&self.figures()).missing().next().is_some() {
                PartState::InWork
            } else {
                PartState::Complete
            };
        };
        let mut blank = 0;
        let mut filled = 0;
        for cell in self.cells_of(table) {
            match (
                self.form.definition(cell).is_total(),
                self.derived.value(cell),
            ) {
                (_, Value::Blank) => blank += 1,
                (_, Value::Note(_) | Value::Unread(_)) => {
                    filled += 1;
                    blank += 1;
                }
                (false, _) => filled += 1,
                (true, _) => {}
            }
        }
        match (filled, blank) {
            (0, _) => PartState::NotBegun,
            (_, 0) if !wants_work => PartState::Complete,
            _ => PartState::InWork,
        }
    }

    /// The screen that shows a place.
    pub fn screen_of(&self, place: &Place) -> Screen {
        let part = match place {
            Place::Charts => return Screen::Charts,
            Place::Header(_) => None,
            Place::Part(id) | Place::Text { part: id, .. } => {
                self.form.parts.iter().position(|part| part.id == *id)
            }
            Place::Cell(cell) => {
                let table = self.form.definition(*cell).table;
                self.form
                    .parts
                    .iter()
                    .position(|part| part.table == Some(table))
            }
        };
        part.map_or(Screen::Header, Screen::Part)
    }
}
