//! Which figures of one edition correspond to which of another.

use crate::form::{Cell, Form};

/// How far two figures of different editions can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    Comparable,
    Roughly,
    NotComparable,
}

/// What corresponds to a cell in another form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterpart {
    /// Cells of the other form, to be added.
    pub cells: Vec<Cell>,
    pub mark: Mark,
    pub note: String,
}

/// The counterparts of every cell of a form in another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison(Vec<Option<Counterpart>>);

impl Comparison {
    pub fn of(&self, cell: Cell) -> Option<&Counterpart> {
        self.0.get(cell.index())?.as_ref()
    }

    pub fn same_keys(form: &Form, previous: &Form) -> Self {
        let counterparts = form.all_cells().map(|cell| {
            let other = previous.cell(form.key(cell))?;
            Some(Counterpart {
                cells: vec![other],
                mark: Mark::Comparable,
                note: String::new(),
            })
        });
        Self(counterparts.collect())
    }
}
