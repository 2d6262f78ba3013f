//! The draft on a sheet of a workbook that nobody sees.
//!
//! The writer has no parts of its own to add, and other programs drop parts
//! they don't know; a hidden sheet they keep. The first cell says what it is,
//! the others hold the draft in pieces, packed into letters that no program
//! takes for a number, a formula or a line's end.

use std::collections::BTreeMap;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::Event;
use rust_xlsxwriter::{Workbook, XlsxError};

use super::letters;
use super::{Absence, MARK};
use crate::archive::{Parts, attribute, each_element, holds};
use crate::workbook::sheet_paths;

/// The sheet's name.
pub(crate) const SHEET: &str = MARK;
/// The most characters in a cell; Excel keeps 32 767.
const LONGEST_PIECE: usize = 30_000;
/// The most cells on the sheet; a draft takes one or two.
const MOST_CELLS: usize = 10_000;

/// Adds the sheet that holds the draft, hidden from the list of hidden sheets too.
pub(crate) fn add_sheet(workbook: &mut Workbook, draft: &[u8]) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(SHEET)?.set_very_hidden(true);
    sheet.write_string(0, 0, MARK)?;
    let letters: Vec<char> = letters::pack(draft)?.chars().collect();
    for (row, piece) in (1..).zip(letters.chunks(LONGEST_PIECE)) {
        sheet.write_string(row, 0, piece.iter().collect::<String>())?;
    }
    Ok(())
}

/// Whether the bytes are an archive with a workbook in it.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    holds(bytes, "xl/workbook.xml")
}

/// Finds the draft on its sheet.
pub(super) fn find(bytes: &[u8]) -> Result<Vec<u8>, Absence> {
    let mut parts = Parts::of(bytes).ok_or(Absence::Damaged)?;
    let path = sheet_path(&mut parts).ok_or(Absence::Nothing)?;
    let cells = texts(&mut parts, &path).ok_or(Absence::Damaged)?;
    match cells.split_first() {
        Some((mark, pieces)) if mark == MARK => letters::unpack(&pieces.concat()),
        _ => Err(Absence::Nothing),
    }
}

/// The part of the sheet with the draft: the workbook names the sheet, its relations the part.
fn sheet_path(parts: &mut Parts) -> Option<String> {
    let mut relation = None;
    each_element(parts.xml("xl/workbook.xml")?, |element| {
        if element.local_name().as_ref() == b"sheet"
            && attribute(element, b"name").as_deref() == Some(SHEET)
        {
            relation = attribute(element, b"id");
        }
    })?;
    sheet_paths(parts)?.remove(&relation?)
}

/// What a cell holds: its own text, or the number of one the workbook's cells share.
enum Text {
    Own(String),
    Shared(usize),
}

/// The texts of a sheet's cells in their order; `None` if one can't be read.
fn texts(parts: &mut Parts, path: &str) -> Option<Vec<String>> {
    let cells = cells(parts.xml(path)?)?;
    let wanted = cells.iter().filter_map(|cell| match cell {
        Text::Shared(number) => Some((*number, String::new())),
        Text::Own(_) => None,
    });
    let mut shared: BTreeMap<usize, String> = wanted.collect();
    if !shared.is_empty() {
        fill_shared(parts.xml("xl/sharedStrings.xml")?, &mut shared)?;
    }
    let text = |cell| match cell {
        Text::Own(text) => text,
        Text::Shared(number) => shared.get(&number).cloned().unwrap_or_default(),
    };
    Some(cells.into_iter().map(text).collect())
}

fn cells<R: BufRead>(mut reader: Reader<R>) -> Option<Vec<Text>> {
    let mut cells = Vec::new();
    let mut buffer = Vec::new();
    let mut shared = false;
    let mut text = String::new();
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) if element.local_name().as_ref() == b"c" => {
                shared = attribute(&element, b"t").as_deref() == Some("s");
                text.clear();
            }
            Event::Text(piece) => text.push_str(&piece.decode().ok()?),
            Event::End(element) if element.local_name().as_ref() == b"c" => {
                let text = text.trim();
                cells.push(if shared {
                    Text::Shared(text.parse().ok()?)
                } else {
                    Text::Own(text.to_owned())
                });
            }
            Event::Eof => return Some(cells),
            _ => {}
        }
        if cells.len() > MOST_CELLS {
            return None;
        }
        buffer.clear();
    }
}

/// Fills in the shared texts whose numbers are wanted.
fn fill_shared<R: BufRead>(
    mut reader: Reader<R>,
    wanted: &mut BTreeMap<usize, String>,
) -> Option<()> {
    let mut buffer = Vec::new();
    let mut number: usize = 0;
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Text(piece) => {
                if let Some(text) = wanted.get_mut(&number) {
                    text.push_str(piece.decode().ok()?.trim());
                }
            }
            Event::Empty(element) if element.local_name().as_ref() == b"si" => number += 1,
            Event::End(element) if element.local_name().as_ref() == b"si" => number += 1,
            Event::Eof => return Some(()),
            _ => {}
        }
        buffer.clear();
    }
}
