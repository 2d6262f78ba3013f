//! A sheet's cells as they stand in its part.

use std::collections::BTreeMap;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::parts::character;
use super::strings::{RunLook, plain};
use super::{Address, Content, Entry, Format, Formula, Hidden, Room};
use crate::archive::attribute;
use crate::marked;

/// A cell whose text may still stand among the shared ones.
pub(super) struct RawCell {
    address: Address,
    kind: Kind,
    text: String,
    formula: Option<RawFormula>,
    /// The number of its style.
    style: usize,
}

/// A formula in a cell.
#[derive(Default)]
struct RawFormula {
    text: String,
    /// The number of the formula it shares; one of the cells holds its text.
    shared: Option<u32>,
}

/// What stands on a sheet.
#[derive(Default)]
pub(super) struct RawSheet {
    pub cells: Vec<RawCell>,
    /// The first and the last cell of each rectangle that is one cell.
    pub merged: Vec<(Address, Address)>,
    pub hidden: Hidden,
    /// Formulas that several cells share, by number, each with the place it was written at.
    pub shared: BTreeMap<u32, (String, Address)>,
}

/// What a cell's text is, by its `t`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Text,
    Boolean,
    Fault,
}

impl RawCell {
    /// The number of the shared text it stands for.
    pub(super) fn shared(&self) -> Option<usize> {
        (self.kind == Kind::Shared).then(|| self.text.trim().parse().ok())?
    }

    pub(super) fn resolved(
        self,
        strings: &BTreeMap<usize, String>,
        formats: &[Format],
        formulas: &BTreeMap<u32, (String, Address)>,
    ) -> (Address, Content) {
        let shared = self.shared();
        let entry = match self.kind {
            Kind::Shared => {
                let text = shared.and_then(|number| strings.get(&number));
                Entry::Text(text.cloned().unwrap_or_default())
            }
            Kind::Number => Entry::Number(self.text.trim().to_owned()),
            Kind::Text => Entry::Text(plain(&self.text)),
            Kind::Boolean => {
                let word = if self.text.trim() == "1" {
                    "TRUE"
                } else {
                    "FALSE"
                };
                Entry::Text(word.to_owned())
            }
            Kind::Fault => Entry::Fault(self.text),
        };
        let (entry, marks) = match entry {
            Entry::Text(gathered) => {
                let (text, marks) = marked::parted(&gathered);
                (Entry::Text(text), marks)
            }
            other => (other, Vec::new()),
        };
        let entry = match entry {
            Entry::Number(text) | Entry::Text(text) if text.trim().is_empty() => Entry::Blank,
            other => other,
        };
        let formula = self.formula.map(|formula| {
            let shared = formula.shared.filter(|_| formula.text.is_empty());
            let (text, written_at) = shared
                .and_then(|number| formulas.get(&number).cloned())
                .unwrap_or((formula.text, self.address));
            Formula {
                text,
                written_at,
                is_computed: self.kind != Kind::Number || entry != Entry::Blank,
            }
        });
        let content = Content {
            entry,
            marks,
            formula,
            format: formats.get(self.style).copied().unwrap_or_default(),
        };
        (self.address, content)
    }
}

/// The cells that hold something; `None` if the part is damaged or there is no room for them.
pub(super) fn cells<R: BufRead>(mut reader: Reader<R>, room: &mut Room) -> Option<RawSheet> {
    let mut sheet = RawSheet::default();
    let cells = &mut sheet.cells;
    let mut counted = 0;
    let mut buffer = Vec::new();
    let mut next = Address { row: 0, column: 0 };
    let mut open: Option<RawCell> = None;
    let (mut in_value, mut in_reading, mut in_formula) = (false, false, false);
    let mut look = RunLook::default();
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) => match element.local_name().as_ref() {
                b"row" => {
                    next = row(&element, next)?;
                    sheet.hidden.note_row(&element, next.row);
                }
                b"c" => open = Some(cell(&element, next)?),
                // A value, or a piece of a text that stands in the cell itself.
                b"v" | b"t" => in_value = true,
                b"rPh" => in_reading = true,
                b"col" => sheet.hidden.note_columns(&element),
                b"f" => {
                    in_formula = true;
                    note_formula(&element, &mut open);
                }
                b"mergeCell" => sheet.merged.extend(merged(&element)),
                _ => look.note(&element),
            },
            Event::Empty(element) => match element.local_name().as_ref() {
                b"row" => {
                    let row = row(&element, next)?;
                    sheet.hidden.note_row(&element, row.row);
                    next = after(row);
                }
                b"col" => sheet.hidden.note_columns(&element),
                b"c" => next = beside(cell(&element, next)?.address)?,
                b"f" => note_formula(&element, &mut open),
                b"mergeCell" => sheet.merged.extend(merged(&element)),
                _ => look.note(&element),
            },
            Event::End(element) => match element.local_name().as_ref() {
                b"v" | b"t" => in_value = false,
                b"f" => in_formula = false,
                b"rPh" => in_reading = false,
                b"row" => next = after(next),
                b"c" => {
                    look = RunLook::default();
                    let cell = open.take()?;
                    next = beside(cell.address)?;
                    if let Some(formula) = &cell.formula
                        && let Some(number) = formula.shared
                        && !formula.text.is_empty()
                    {
                        let written = (formula.text.clone(), cell.address);
                        sheet.shared.entry(number).or_insert(written);
                    }
                    if cell.formula.is_some() || !cell.text.is_empty() {
                        cells.push(cell);
                    }
                }
                _ => {}
            },
            Event::Text(piece) if in_value && !in_reading => {
                if let Some(cell) = &mut open {
                    cell.text.push_str(&look.gathered(&piece.decode().ok()?));
                }
            }
            Event::Text(piece) if in_formula => {
                if let Some(formula) = open.as_mut().and_then(|cell| cell.formula.as_mut()) {
                    formula.text.push_str(&piece.decode().ok()?);
                }
            }
            Event::GeneralRef(reference) if in_formula => {
                if let Some(formula) = open.as_mut().and_then(|cell| cell.formula.as_mut()) {
                    formula.text.push(character(&reference)?);
                }
            }
            Event::GeneralRef(reference) if in_value && !in_reading => {
                if let Some(cell) = &mut open {
                    cell.text.push(character(&reference)?);
                }
            }
            Event::Eof => return Some(sheet),
            _ => {}
        }
        // Rectangles count like cells.
        let held = cells.len() + sheet.merged.len();
        if held > counted {
            room.take_cell()?;
            counted = held;
        }
        buffer.clear();
    }
}

fn note_formula(element: &BytesStart, cell: &mut Option<RawCell>) {
    if let Some(cell) = cell {
        let shared = attribute(element, b"si").and_then(|number| number.parse().ok());
        cell.formula = Some(RawFormula {
            text: String::new(),
            shared,
        });
    }
}

impl Hidden {
    fn note_row(&mut self, element: &BytesStart, row: u32) {
        if is_set(element, b"hidden") {
            match self.rows.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(row) => *last = row,
                _ => self.rows.push((row, row)),
            }
        }
    }

    fn note_columns(&mut self, element: &BytesStart) {
        let number = |name| {
            attribute(element, name)?
                .parse::<u32>()
                .ok()?
                .checked_sub(1)
        };
        if is_set(element, b"hidden") {
            self.columns.extend(number(b"min").zip(number(b"max")));
        }
    }
}

fn is_set(element: &BytesStart, name: &[u8]) -> bool {
    matches!(attribute(element, name).as_deref(), Some("1" | "true"))
}

/// The corners of `A1:C2`.
fn merged(element: &BytesStart) -> Option<(Address, Address)> {
    let reference = attribute(element, b"ref")?;
    let (first, last) = reference.split_once(':')?;
    let (first, last) = (Address::read(first)?, Address::read(last)?);
    (first.row <= last.row && first.column <= last.column).then_some((first, last))
}

/// Where a row's first cell is. Programs may leave out the numbers of rows that follow.
fn row(element: &BytesStart, next: Address) -> Option<Address> {
    let row = match attribute(element, b"r") {
        Some(number) => number.parse::<u32>().ok()?.checked_sub(1)?,
        None => next.row,
    };
    Some(Address { row, column: 0 })
}

fn after(address: Address) -> Address {
    Address {
        row: address.row.saturating_add(1),
        column: 0,
    }
}

fn beside(address: Address) -> Option<Address> {
    Some(Address {
        row: address.row,
        column: address.column.checked_add(1)?,
    })
}

fn cell(element: &BytesStart, next: Address) -> Option<RawCell> {
    let address = match attribute(element, b"r") {
        Some(text) => Address::read(&text)?,
        None => next,
    };
    Some(RawCell {
        address,
        kind: match attribute(element, b"t").as_deref() {
            Some("s") => Kind::Shared,
            Some("str" | "inlineStr" | "d") => Kind::Text,
            Some("b") => Kind::Boolean,
            Some("e") => Kind::Fault,
            _ => Kind::Number,
        },
        text: String::new(),
        formula: None,
        style: attribute(element, b"s")
            .and_then(|style| style.parse().ok())
            .unwrap_or_default(),
    })
}
