//! What is seen in an export: its texts and the cells of its tables, in the order of reading.
//!
//! Only what an export of this program looks like is understood; what other
//! programs have made of one is read as far as it goes.

mod docx;
mod html;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesRef;

/// The most blocks and cells that are read; a report has some hundreds.
const MOST: usize = 100_000;

/// A paragraph or a table as it is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A paragraph, heading or line; never blank.
    Text(String),
    /// Row by row, the texts of the cells that begin there.
    Table(Vec<Vec<String>>),
}

/// What is seen in an export; `None` for formats that are not read, and for damaged files.
pub fn read(bytes: &[u8]) -> Option<Vec<Seen>> {
    if super::workbook::is_archive(bytes) {
        None
    } else if super::docx::is_archive(bytes) {
        docx::read(bytes)
    } else if super::html::is_page(bytes) {
        html::read(bytes)
    } else {
        None
    }
}

/// Texts and tables as they come up.
#[derive(Debug, Default)]
struct Reading {
    seen: Vec<Seen>,
    /// The table that is being read.
    table: Option<Vec<Vec<String>>>,
    /// The text since the last cell or paragraph began.
    text: String,
    /// How many cells and blocks there are so far.
    count: usize,
}

impl Reading {
    fn begin_table(&mut self) {
        self.table = Some(Vec::new());
    }

    fn begin_row(&mut self) {
        if let Some(table) = &mut self.table {
            table.push(Vec::new());
        }
    }

    /// Ends a cell. Nothing is lost of a file with cells outside rows.
    fn end_cell(&mut self) {
        let text = std::mem::take(&mut self.text);
        if let Some(table) = &mut self.table {
            if table.is_empty() {
                table.push(Vec::new());
            }
            if let Some(row) = table.last_mut() {
                row.push(text);
                self.count += 1;
            }
        }
    }

    fn end_table(&mut self) {
        if let Some(table) = self.table.take() {
            self.seen.push(Seen::Table(table));
            self.count += 1;
        }
        self.text.clear();
    }

    fn end_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.seen.push(Seen::Text(text));
            self.count += 1;
        }
    }

    /// Whether there is more than any report has.
    fn is_too_much(&self) -> bool {
        self.count > MOST
    }
}

/// What HTML names beside the characters of XML, as far as editors write it into a page.
const NAMED: [(&str, char); 26] = [
    ("nbsp", '\u{a0}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("shy", '\u{ad}'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("middot", '·'),
    ("bull", '•'),
    ("times", '×'),
    ("divide", '÷'),
    ("plusmn", '±'),
    ("deg", '°'),
    ("permil", '‰'),
    ("sect", '§'),
    ("yen", '¥'),
    ("copy", '©'),
];

/// What a reference such as `&amp;` or `&#38;` stands for; one that isn't known, as it is written.
fn referred(reference: &BytesRef) -> Option<String> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character.to_string());
    }
    let name = reference.decode().ok()?;
    if let Some(text) = resolve_predefined_entity(&name) {
        return Some(text.to_owned());
    }
    let named = NAMED.iter().find(|(named, _)| *named == name);
    Some(named.map_or_else(
        || format!("&{name};"),
        |(_, character)| character.to_string(),
    ))
}
