//! Where an imported return came from, and what nobody has settled yet.

use crate::form::{Cell, Form};

use super::{HeaderField, Place};

/// Where an imported return came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The file's name, without its folder; several, joined by `、`, where one was put into another.
    pub file: String,
    /// SHA-256 of the file's bytes in 64 lower-case hexadecimal digits; empty if it isn't known, or
    /// there are several files.
    pub sha256: String,
    /// The day it was read, as an ISO date; empty if it isn't known.
    pub imported_on: String,
    /// The word of the reader that read it ([`ReaderKind::word`](crate::import::ReaderKind::word));
    /// empty if it isn't known.
    pub reader: String,
    /// The headings found there, in order.
    pub headings: Vec<String>,
    /// What was taken over without having been settled.
    pub doubts: Vec<OpenDoubt>,
}

/// A doubt of the importer that stays with the return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDoubt {
    pub about: DoubtPlace,
    /// The original text.
    pub found: String,
    /// Why, as a sentence for people, without a full stop.
    pub why: String,
}

/// What an open doubt is about. Cells go by key, so that a change of form doesn't lose them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoubtPlace {
    /// A cell, by key.
    Cell(String),
    /// A part or its text, by id.
    Part(String),
    /// The header, or one of its fields.
    Header(Option<HeaderField>),
}

impl DoubtPlace {
    /// A place in a return of a form.
    pub fn of(form: &Form, place: &Place) -> Self {
        match place {
            Place::Cell(cell) => Self::Cell(form.key(*cell).to_owned()),
            Place::Part(part) | Place::Text { part, .. } => Self::Part(part.clone()),
            Place::Header(field) => Self::Header(*field),
            Place::Charts => Self::Header(None),
        }
    }

    /// The place in a form; `None` for a cell it doesn't have.
    pub fn in_form(&self, form: &Form) -> Option<Place> {
        Some(match self {
            Self::Cell(key) => Place::Cell(form.cell(key)?),
            Self::Part(part) => Place::Part(part.clone()),
            Self::Header(field) => Place::Header(*field),
        })
    }
}

impl Provenance {
    /// The open doubts about a figure.
    pub fn doubts_about<'a>(
        &'a self,
        form: &'a Form,
        cell: Cell,
    ) -> impl Iterator<Item = &'a OpenDoubt> {
        let key = form.key(cell);
        self.doubts
            .iter()
            .filter(move |doubt| matches!(&doubt.about, DoubtPlace::Cell(about) if about == key))
    }
}
