//! Undo and redo: whole returns, each with the name of the step.

use crate::returns::{Place, Return};

/// What a step was about, so that typing on in one text stays one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Ends with itself.
    Single,
    /// Goes on while the same place is edited.
    Text(Place),
}

#[derive(Clone, Debug)]
struct Step {
    /// `本年新收·自然人 2111→2112`
    label: String,
    ret: Return,
    place: Place,
}

/// A state to go back to.
#[derive(Clone, Debug)]
pub struct Restored {
    pub ret: Return,
    /// Where the step was made.
    pub place: Place,
    pub label: String,
}

/// The steps of one session. Unlimited.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// The text whose step is still being written.
    open_text: Option<Place>,
}

impl History {
    /// Notes a change: `before` is the return as it was.
    pub fn record(&mut self, subject: Subject, label: String, before: Return, place: Place) {
        self.undone.clear();
        let text = match subject {
            Subject::Single => None,
            Subject::Text(place) => Some(place),
        };
        if text.is_some()
            && text == self.open_text
            && let Some(step) = self.done.last_mut()
        {
            step.label = label;
            return;
        }
        self.open_text = text;
        self.done.push(Step {
            label,
            ret: before,
            place,
        });
    }

    /// What follows is a step of its own.
    pub fn end_step(&mut self) {
        self.open_text = None;
    }

    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// The name of the step that undo takes back.
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(|step| step.label.as_str())
    }

    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|step| step.label.as_str())
    }

    pub fn undo(&mut self, now: &Return) -> Option<Restored> {
        let step = self.done.pop()?;
        Some(Self::turn(step, now, &mut self.undone, &mut self.open_text))
    }

    pub fn redo(&mut self, now: &Return) -> Option<Restored> {
        let step = self.undone.pop()?;
        Some(Self::turn(step, now, &mut self.done, &mut self.open_text))
    }

    /// Takes a step off one stack and lays its way back on the other.
    fn turn(
        step: Step,
        now: &Return,
        other: &mut Vec<Step>,
        open_text: &mut Option<Place>,
    ) -> Restored {
        *open_text = None;
        other.push(Step {
            label: step.label.clone(),
            ret: now.clone(),
            place: step.place.clone(),
        });
        Restored {
            ret: step.ret,
            place: step.place,
            label: step.label,
        }
    }
}
