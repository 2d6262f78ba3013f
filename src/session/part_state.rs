//! How far the parts of the report are.

use crate::form::Severity;
use crate::value::Value;

use super::{OpenReturn, Screen};

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
            Screen::Years | Screen::Preview => return None,
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
        let written = !self.ret.text(&part.id).is_blank();
        let Some(table) = part.table else {
            return if written {
                PartState::Complete
            } else {
                PartState::NotBegun
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
                (false, _) => filled += 1,
                (true, _) => {}
            }
        }
        match (filled, blank) {
            (0, _) => PartState::NotBegun,
            (_, 0) => PartState::Complete,
            _ => PartState::InWork,
        }
    }
}
