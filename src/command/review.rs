//! What a person asks for while an import is reviewed.

use crate::form::Cell;
use crate::import::Spot;
use crate::returns::HeaderField;

/// A step of the review. None of them touches the return in work but [`ReviewCommand::Adopt`].
#[derive(Clone, Debug)]
pub enum ReviewCommand {
    /// Chooses a figure of the form.
    Select(Cell),
    /// Chooses what was read from a place of the source.
    SelectSpot(Spot),
    /// Chooses a doubt, by its place in the list.
    SelectDoubt(usize),
    NextDoubt,
    PreviousDoubt,
    /// Takes the doubt one is at as read, and goes on to the next.
    Confirm,
    /// Types another value.
    Correct {
        cell: Cell,
        text: String,
    },
    /// Leaves the figure one is at blank.
    LeaveBlank,
    /// Takes the answers about the figure one is at back: as it was read.
    AsRead,
    SetHeaderText {
        field: HeaderField,
        text: String,
    },
    /// `None` while no year stands in the field.
    SetYear(Option<u16>),
    Show(ReviewTab),
    /// Asks what is to become of it.
    AskToAdopt,
    Adopt {
        way: Adoption,
        doubts: OpenDoubts,
    },
    /// Leaves the review; asks first if there are answers.
    Close,
    /// Leaves it and its answers, and does what was asked for.
    Drop,
}

/// What the right side of the review shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewTab {
    Header,
    /// A table, by its place in the form.
    Table(usize),
    Texts,
    /// Findings and remarks.
    Findings,
    /// Where there is no room for both sides: the source.
    Source,
}

/// What an imported report becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adoption {
    /// A return of its own.
    New,
    /// The year before of a new return.
    NextYear,
    /// The year before of the return in work.
    LastYear,
    /// Part of the return in work, which is of the same year.
    IntoOpen,
}

/// What becomes of figures nobody has confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenDoubts {
    /// Taken as read; the doubts stay with the return.
    AsRead,
    LeftBlank,
}
