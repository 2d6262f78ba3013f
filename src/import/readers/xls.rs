//! Excel workbooks of 1997 to 2003.
//!
//! Source: [MS-XLS]. A workbook is a stream of records; of its cells only what they show is
//! read. No formula is computed: the program that saved the file wrote its value beside it.

mod strings;

use std::collections::BTreeMap;

use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::source::{ReaderKind, Source};
use crate::workbook::formats::Format;

use super::compound::{Compound, u16_at, u32_at};
use super::spreadsheet::{Cells, Room, date, percent, plain_number};
use super::xlsx;

use strings::{Strings, text};

/// Types of records.
mod record {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000a;
    pub const DATE_MODE: u16 = 0x0022;
    pub const PASSWORD: u16 = 0x002f;
    pub const CONTINUE: u16 = 0x003c;
    pub const SHEET: u16 = 0x0085;
    pub const NUMBERS: u16 = 0x00bd;
    pub const STYLE: u16 = 0x00e0;
    pub const MERGED: u16 = 0x00e5;
    pub const STRINGS: u16 = 0x00fc;
    pub const SHARED_TEXT: u16 = 0x00fd;
    pub const NUMBER: u16 = 0x0203;
    pub const TEXT: u16 = 0x0204;
    pub const BOOLEAN: u16 = 0x0205;
    pub const FORMULA_TEXT: u16 = 0x0207;
    pub const SHORT_NUMBER: u16 = 0x027e;
    pub const FORMAT: u16 = 0x041e;
    pub const BEGIN: u16 = 0x0809;
}

/// The version of Excel 97 to 2003 in a stream's first record.
const VERSION: u16 = 0x0600;

/// Reads the sheets people see, one after the other.
///
/// # Errors
/// If the file is damaged, has a password, is from before 1997, or holds more than any report.
pub(super) fn read(
    name: &str,
    compound: &Compound<'_>,
    limits: &Limits,
) -> Result<Source, ImportError> {
    let file = || name.to_owned();
    let legacy = || ImportError::Legacy {
        file: file(),
        format: ".xls",
    };
    let damaged = || ImportError::Damaged {
        file: file(),
        place: "其中的工作表".to_owned(),
    };
    let stream = compound.stream("Workbook").ok_or_else(legacy)?;
    let book = Book::read(&stream).ok_or_else(damaged)?;
    match book.state {
        State::Encrypted => return Err(ImportError::Encrypted { file: file() }),
        State::Older => return Err(legacy()),
        State::Readable => {}
    }
    if book.sheets.len() > limits.entries {
        return Err(ImportError::too_much(name, "工作表太多"));
    }
    let mut room = Room::of(limits);
    let mut sheets = Vec::new();
    for (_, begin) in &book.sheets {
        // Up to the next sheet: no record is read twice.
        let begins = book.sheets.iter().map(|(_, begin)| *begin);
        let end = begins.filter(|other| other > begin).min();
        let end = end.unwrap_or(stream.len());
        let stream = stream.get(*begin..end).unwrap_or_default();
        let cells = book.cells(stream, &mut room);
        let cells = cells.ok_or_else(|| ImportError::too_much(name, "表格内容太多"))?;
        sheets.push(cells);
    }
    xlsx::write(name, &sheets, ReaderKind::Xls, limits)
}

/// Whether a workbook's records can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Readable,
    Encrypted,
    Older,
}

/// What a workbook's first records say.
#[derive(Debug, Default)]
struct Book {
    state: State,
    /// The sheets people see with the places of their records.
    sheets: Vec<(String, usize)>,
    strings: Vec<String>,
    /// By the number cells name them with.
    formats: Vec<Format>,
    from_1904: bool,
}

impl Book {
    fn read(stream: &[u8]) -> Option<Self> {
        let mut book = Self::default();
        let mut codes: BTreeMap<u16, Format> = BTreeMap::new();
        let mut styles: Vec<u16> = Vec::new();
        let mut shared: Vec<&[u8]> = Vec::new();
        let mut before = None;
        let records = Records { stream };
        for (number, (kind, data)) in records.enumerate() {
            match kind {
                record::BEGIN if number == 0 && u16_at(data, 0)? != VERSION => {
                    book.state = State::Older;
                    return Some(book);
                }
                record::BEGIN if number == 0 => {}
                _ if number == 0 => return None,
                record::PASSWORD => {
                    book.state = State::Encrypted;
                    return Some(book);
                }
                record::DATE_MODE => book.from_1904 = u16_at(data, 0) == Some(1),
                record::SHEET => {
                    let sheet = shown_sheet(data);
                    let is_new = |(_, begin): &(String, usize)| {
                        book.sheets.iter().all(|(_, other)| other != begin)
                    };
                    book.sheets.extend(sheet.filter(is_new));
                }
                record::FORMAT => {
                    let count = usize::from(u16_at(data, 2)?);
                    let code = text(data.get(4..)?, count)?;
                    codes.insert(u16_at(data, 0)?, Format::of(&code));
                }
                record::STYLE => styles.push(u16_at(data, 2)?),
                record::STRINGS => shared.push(data),
                record::CONTINUE if before == Some(record::STRINGS) => {
                    shared.push(data);
                    continue;
                }
                record::END => break,
                _ => {}
            }
            before = Some(kind);
        }
        let format = |id: u16| codes.get(&id).copied();
        let styles = styles.into_iter();
        book.formats = styles
            .map(|id| format(id).unwrap_or_else(|| Format::built_in(u32::from(id))))
            .collect();
        book.strings = Strings::read(shared);
        Some(book)
    }

    /// The cells of a sheet; `None` if there are more than may still come.
    fn cells(&self, stream: &[u8], room: &mut Room) -> Option<Cells> {
        let mut cells = Cells::default();
        // A chart on the sheet has records of its own in between.
        let mut depth = 0usize;
        let mut formula = None;
        for (kind, data) in (Records { stream }) {
            match kind {
                record::BEGIN => depth += 1,
                record::END if depth <= 1 => break,
                record::END => depth -= 1,
                _ if depth > 1 => {}
                record::MERGED => {
                    let ranges = data.get(2..).unwrap_or_default().chunks_exact(8);
                    room.take_cells(ranges.len())?;
                    cells.merged.extend(ranges.filter_map(merged));
                }
                record::FORMULA_TEXT => {
                    let count = u16_at(data, 0).map_or(0, usize::from);
                    let text = data.get(2..).and_then(|data| text(data, count));
                    if let Some((place, text)) = formula.take().zip(text) {
                        room.take(&text)?;
                        cells.texts.insert(place, text);
                    }
                }
                kind => {
                    if kind == record::FORMULA {
                        formula = place(data);
                    }
                    for (place, text) in self.contents(kind, data) {
                        if !text.trim().is_empty() {
                            room.take(&text)?;
                            cells.texts.insert(place, text);
                        }
                    }
                }
            }
        }
        Some(cells)
    }

    /// What a record says of cells; nothing for other records and damaged ones.
    fn contents(&self, kind: u16, data: &[u8]) -> Vec<((u32, u32), String)> {
        let style = u16_at(data, 4).unwrap_or_default();
        let text = match kind {
            record::SHARED_TEXT => u32_at(data, 6)
                .and_then(|number| self.strings.get(usize::try_from(number).ok()?).cloned()),
            record::TEXT => {
                let count = u16_at(data, 6).map_or(0, usize::from);
                data.get(8..).and_then(|data| text(data, count))
            }
            record::NUMBER => float(data, 6).map(|number| self.number(number, style)),
            record::SHORT_NUMBER => {
                u32_at(data, 6).map(|number| self.number(short_number(number), style))
            }
            record::NUMBERS => return self.numbers(data).unwrap_or_default(),
            record::BOOLEAN => data.get(7).zip(data.get(6)).map(|(is_fault, value)| {
                let word = match (is_fault, value) {
                    (0, 0) => "FALSE",
                    (0, _) => "TRUE",
                    _ => "#REF!",
                };
                word.to_owned()
            }),
            // A value that ends in these bytes is no number: a text follows, or there is none.
            record::FORMULA if data.get(12..14) == Some(&[0xff, 0xff]) => None,
            record::FORMULA => float(data, 6).map(|number| self.number(number, style)),
            _ => None,
        };
        place(data).zip(text).into_iter().collect()
    }

    /// The numbers of cells side by side.
    fn numbers(&self, data: &[u8]) -> Option<Vec<((u32, u32), String)>> {
        let (row, column) = place(data)?;
        let numbers = data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6);
        let numbers = (column..).zip(numbers).filter_map(|(column, one)| {
            let number = short_number(u32_at(one, 2)?);
            Some(((row, column), self.number(number, u16_at(one, 0)?)))
        });
        Some(numbers.collect())
    }

    fn number(&self, number: f64, style: u16) -> String {
        let literal = number.to_string();
        match self
            .formats
            .get(usize::from(style))
            .copied()
            .unwrap_or_default()
        {
            Format::Number => plain_number(&literal),
            Format::Percent => percent(&literal),
            Format::Date => date(&literal, self.from_1904),
        }
    }
}

/// A stream's records, each with its type, as far as they are whole.
struct Records<'a> {
    stream: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.stream, 0)?;
        let length = usize::from(u16_at(self.stream, 2)?);
        let data = self.stream.get(4..4 + length)?;
        self.stream = self.stream.get(4 + length..)?;
        Some((kind, data))
    }
}

/// A sheet's name and where its records begin; `None` for what is hidden, or no sheet.
fn shown_sheet(data: &[u8]) -> Option<(String, usize)> {
    let begin = usize::try_from(u32_at(data, 0)?).ok()?;
    if data.get(4)? & 3 != 0 || *data.get(5)? != 0 {
        return None;
    }
    let count = usize::from(*data.get(6)?);
    Some((text(data.get(7..)?, count)?, begin))
}

/// The row and column at a record's begin.
fn place(data: &[u8]) -> Option<(u32, u32)> {
    Some((u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?)))
}

fn merged(data: &[u8]) -> Option<((u32, u32), (u32, u32))> {
    let at = |at| u16_at(data, at).map(u32::from);
    let (first, last) = ((at(0)?, at(4)?), (at(2)?, at(6)?));
    (first.0 <= last.0 && first.1 <= last.1).then_some((first, last))
}

fn float(data: &[u8], at: usize) -> Option<f64> {
    let number = f64::from_le_bytes(*data.get(at..)?.first_chunk()?);
    number.is_finite().then_some(number)
}

/// A number in four bytes: whole or the upper half of a float, maybe in hundredths.
fn short_number(bits: u32) -> f64 {
    let number = if bits & 2 == 0 {
        f64::from_bits(u64::from(bits & !3) << 32)
    } else {
        f64::from(bits.cast_signed() >> 2)
    };
    if bits & 1 == 0 {
        number
    } else {
        number / 100.0
    }
}
