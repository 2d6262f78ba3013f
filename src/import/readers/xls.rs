//! Excel workbooks of 1997 to 2003.
//!
//! Source: [MS-XLS]. A workbook is a stream of records; of its cells only what they show is
//! read, and formulas where the program that saved the file wrote no value beside them.

mod formula;
mod strings;

use std::collections::BTreeMap;

use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::source::{ReaderKind, Source};
use crate::workbook::formats::Format;

use super::compound::{Compound, u16_at, u32_at};
use super::spreadsheet::formula::Formula;
use super::spreadsheet::{self, Cells, Place, Room};

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
    pub const COLUMNS: u16 = 0x007d;
    pub const STYLE: u16 = 0x00e0;
    pub const MERGED: u16 = 0x00e5;
    pub const STRINGS: u16 = 0x00fc;
    pub const SHARED_TEXT: u16 = 0x00fd;
    pub const NUMBER: u16 = 0x0203;
    pub const TEXT: u16 = 0x0204;
    pub const BOOLEAN: u16 = 0x0205;
    pub const FORMULA_TEXT: u16 = 0x0207;
    pub const ROW: u16 = 0x0208;
    pub const SHORT_NUMBER: u16 = 0x027e;
    pub const SHARED_FORMULA: u16 = 0x04bc;
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
    spreadsheet::write(name, sheets, ReaderKind::Xls, limits)
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
        let mut cells = Cells::new(self.from_1904);
        // A chart on the sheet has records of its own in between.
        let mut depth = 0usize;
        let mut formula = None;
        // Shared formulas by the cells that have them, and the cells that share them.
        let mut shared: BTreeMap<Place, &[u8]> = BTreeMap::new();
        let mut sharing: Vec<(Place, Place, Format)> = Vec::new();
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
                record::SHARED_FORMULA => {
                    let anchor = formula.and_then(|_| sharing.last());
                    shared.extend(anchor.map(|(_, anchor, _)| (*anchor, data)));
                }
                record::COLUMNS => cells.hidden.columns.extend(hidden_columns(data)),
                record::ROW => cells.hidden.rows.extend(hidden_row(data)),
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
                    for (place, found) in self.contents(kind, data) {
                        match found {
                            Found::Text(text) if text.trim().is_empty() => {}
                            Found::Text(text) => {
                                room.take(&text)?;
                                cells.texts.insert(place, text);
                            }
                            Found::Number(number, format) => {
                                let literal = number.to_string();
                                room.take(&literal)?;
                                cells.put_number(place, &literal, format);
                            }
                            Found::Formula(formula) => {
                                room.take(&formula.text)?;
                                cells.put_formula(place, formula);
                            }
                            Found::Shared(anchor, format) => {
                                room.take_cells(1)?;
                                sharing.push((place, anchor, format));
                            }
                        }
                    }
                }
            }
        }
        for (place, anchor, format) in sharing {
            let data = shared.get(&anchor);
            let formula = data.and_then(|data| formula::shared(data, place, format));
            if let Some(formula) = formula {
                room.take(&formula.text)?;
                cells.put_formula(place, formula);
            }
        }
        Some(cells)
    }

    /// What a record says of cells; nothing for other records and damaged ones.
    fn contents(&self, kind: u16, data: &[u8]) -> Vec<(Place, Found)> {
        let format = self.format(u16_at(data, 4).unwrap_or_default());
        let number = |number: f64| Found::Number(number, format);
        let found = match kind {
            record::SHARED_TEXT => u32_at(data, 6)
                .and_then(|number| self.strings.get(usize::try_from(number).ok()?).cloned())
                .map(Found::Text),
            record::TEXT => {
                let count = u16_at(data, 6).map_or(0, usize::from);
                let text = data.get(8..).and_then(|data| text(data, count));
                text.map(Found::Text)
            }
            record::NUMBER => float(data, 6).map(number),
            record::SHORT_NUMBER => u32_at(data, 6).map(|bits| number(short_number(bits))),
            record::NUMBERS => return self.numbers(data).unwrap_or_default(),
            record::BOOLEAN => data.get(7).zip(data.get(6)).map(|(is_fault, value)| {
                Found::Text(if *is_fault == 0 {
                    truth(*value)
                } else {
                    fault(*value)
                })
            }),
            // A value that ends in these bytes is no number; the first one says what it is.
            record::FORMULA if data.get(12..14) == Some(&[0xff, 0xff]) => {
                match (data.get(6), data.get(8)) {
                    (Some(1), Some(value)) => Some(Found::Text(truth(*value))),
                    (Some(2), Some(value)) => Some(Found::Text(fault(*value))),
                    // An empty text, or nothing: programs that compute nothing write the same.
                    (Some(3), _) => match formula::anchor(data) {
                        Some(anchor) => Some(Found::Shared(anchor, format)),
                        None => place(data)
                            .and_then(|place| formula::simple(data, place, format))
                            .map(Found::Formula),
                    },
                    // A text follows.
                    _ => None,
                }
            }
            record::FORMULA => float(data, 6).map(number),
            _ => None,
        };
        place(data).zip(found).into_iter().collect()
    }

    /// The numbers of cells side by side.
    fn numbers(&self, data: &[u8]) -> Option<Vec<(Place, Found)>> {
        let (row, column) = place(data)?;
        let numbers = data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6);
        let numbers = (column..).zip(numbers).filter_map(|(column, one)| {
            let number = short_number(u32_at(one, 2)?);
            let format = self.format(u16_at(one, 0)?);
            Some(((row, column), Found::Number(number, format)))
        });
        Some(numbers.collect())
    }

    fn format(&self, style: u16) -> Format {
        let format = self.formats.get(usize::from(style)).copied();
        format.unwrap_or_default()
    }
}

/// What a record says of a cell.
enum Found {
    Text(String),
    Number(f64, Format),
    Formula(Formula),
    /// The formula that another cell has.
    Shared(Place, Format),
}

fn truth(value: u8) -> String {
    if value == 0 { "FALSE" } else { "TRUE" }.to_owned()
}

/// An error by its code.
fn fault(code: u8) -> String {
    let word = match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => "#REF!",
    };
    word.to_owned()
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

/// The columns of a record on their widths, if they are hidden.
fn hidden_columns(data: &[u8]) -> Option<(u32, u32)> {
    let is_hidden = u16_at(data, 8)? & 1 != 0;
    let number = |at| u16_at(data, at).map(u32::from);
    number(0).zip(number(2)).filter(|_| is_hidden)
}

/// The row of a record on its height, if it is hidden.
fn hidden_row(data: &[u8]) -> Option<(u32, u32)> {
    let is_hidden = u16_at(data, 12)? & 0x20 != 0;
    let row = u32::from(u16_at(data, 0)?);
    is_hidden.then_some((row, row))
}

/// The row and column at a record's begin.
fn place(data: &[u8]) -> Option<Place> {
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
