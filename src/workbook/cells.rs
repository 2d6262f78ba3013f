//! A sheet's cells as they stand in its part.

use std::collections::BTreeMap;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::parts::character;
use super::strings::plain;
use super::{Address, Content, Entry, Format, Room};
use crate::archive::attribute;

/// A cell whose text may still stand among the shared ones.
pub(super) struct RawCell {
    address: Address,
    kind: Kind,
    text: String,
    formula: bool,
    /// The number of its style.
    style: usize,
}

/// What stands on a sheet.
#[derive(Default)]
pub(super) struct RawSheet {
    pub cells: Vec<RawCell>,
    /// The first and the last cell of each rectangle that is one cell.
    pub merged: Vec<(Address, Address)>,
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
        let entry = match entry {
            Entry::Number(text) | Entry::Text(text) if text.trim().is_empty() => Entry::Blank,
            other => other,
        };
        let content = Content {
            entry,
            formula: self.formula,
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
    let (mut in_value, mut in_reading) = (false, false);
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) => match element.local_name().as_ref() {
                b"row" => next = row(&element, next)?,
                b"c" => open = Some(cell(&element, next)?),
                // A value, or a piece of a text that stands in the cell itself.
                b"v" | b"t" => in_value = true,
                b"rPh" => in_reading = true,
                b"f" => note_formula(&mut open),
                b"mergeCell" => sheet.merged.extend(merged(&element)),
                _ => {}
            },
            Event::Empty(element) => match element.local_name().as_ref() {
                b"row" => next = after(row(&element, next)?),
                b"c" => next = beside(cell(&element, next)?.address)?,
                b"f" => note_formula(&mut open),
                b"mergeCell" => sheet.merged.extend(merged(&element)),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                b"v" | b"t" => in_value = false,
                b"rPh" => in_reading = false,
                b"row" => next = after(next),
                b"c" => {
                    let cell = open.take()?;
                    next = beside(cell.address)?;
                    if cell.formula || !cell.text.is_empty() {
                        cells.push(cell);
                    }
                }
                _ => {}
            },
            Event::Text(piece) if in_value && !in_reading => {
                if let Some(cell) = &mut open {
                    cell.text.push_str(&piece.decode().ok()?);
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

fn note_formula(cell: &mut Option<RawCell>) {
    if let Some(cell) = cell {
        cell.formula = true;
    }
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
        formula: false,
        style: attribute(element, b"s")
            .and_then(|style| style.parse().ok())
            .unwrap_or_default(),
    })
}
