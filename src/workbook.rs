//! What stands in the cells of an XLSX file, whatever program saved it last.
//!
//! Numbers come as the digits that are in the file, never through a float;
//! formulas with the value the program that saved them had computed. Files of
//! any size or shape may be given: what is beyond all measure is not read.

mod cells;
pub mod formats;
mod parts;
mod strings;

use std::collections::{BTreeMap, HashMap};

use thiserror::Error;

use crate::archive::{Parts, attribute, each_element};
use crate::marked::Mark;

pub(crate) use parts::sheet_paths;

use cells::cells;
use formats::Format;
use parts::each_text;

/// The most bytes the texts of all cells take together.
const MOST_CHARACTERS: usize = 64 * 1024 * 1024;
/// The most cells that hold something in a whole workbook.
const MOST_CELLS: usize = 200_000;

/// A cell's place on its sheet, both counted from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    pub row: u32,
    pub column: u32,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub entry: Entry,
    /// What stands beside its text, in order.
    pub marks: Vec<Mark>,
    /// What computes it.
    pub formula: Option<Formula>,
    /// What a number in it is shown as.
    pub format: Format,
}

/// A formula as it stands in the file. Cells may share one: then what it refers to moves with the
/// cell from the place it was written at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// Without the sign before it: `SUM(B2:D2)`.
    pub text: String,
    pub written_at: Address,
    /// Whether its value is stored beside it, be it an empty text.
    pub is_computed: bool,
}

/// A value in a cell. A formula that was never computed is blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    Blank,
    /// The number's digits as they stand in the file: `25.1`, `1E-3`.
    Number(String),
    Text(String),
    /// `#REF!`
    Fault(String),
}

impl Entry {
    /// In bytes, as it stands in memory.
    fn length(&self) -> usize {
        match self {
            Self::Blank => 0,
            Self::Number(text) | Self::Text(text) | Self::Fault(text) => text.len(),
        }
    }
}

/// The cells of one sheet that hold something.
#[derive(Debug, Default)]
pub struct Sheet {
    cells: BTreeMap<Address, Content>,
    /// Cells that are one: the first and the last of each rectangle.
    pub merged: Vec<(Address, Address)>,
    /// Rows and columns that are not shown.
    pub hidden: Hidden,
}

/// The rows and columns of a sheet that are not shown: the first and the last of each run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    pub rows: Vec<(u32, u32)>,
    pub columns: Vec<(u32, u32)>,
}

impl Sheet {
    pub fn get(&self, address: Address) -> Option<&Content> {
        self.cells.get(&address)
    }

    /// The text of a cell; empty for anything else.
    pub fn text(&self, address: Address) -> &str {
        match self.get(address).map(|content| &content.entry) {
            Some(Entry::Text(text)) => text,
            _ => "",
        }
    }

    /// All cells, row by row.
    pub fn cells(&self) -> impl Iterator<Item = (Address, &Content)> {
        self.cells
            .iter()
            .map(|(address, content)| (*address, content))
    }

    /// The cells of a column from top to bottom.
    pub fn column(&self, column: u32) -> impl Iterator<Item = (u32, &Content)> {
        let cells = self.cells.iter();
        cells
            .filter(move |(address, _)| address.column == column)
            .map(|(address, content)| (address.row, content))
    }
}

/// Why a workbook can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WorkbookError {
    #[error("工作簿已损坏")]
    Damaged,
    #[error("工作簿的内容太多")]
    TooMuch,
}

/// What a workbook may still hold.
#[derive(Debug)]
struct Room {
    /// Cells that hold something, and rectangles that are one cell.
    cells: usize,
    characters: usize,
    is_spent: bool,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            cells: MOST_CELLS,
            characters: MOST_CHARACTERS,
            is_spent: false,
        }
    }
}

impl Room {
    fn take_cell(&mut self) -> Option<()> {
        let left = self.cells.checked_sub(1);
        self.is_spent |= left.is_none();
        self.cells = left?;
        Some(())
    }

    fn take_text(&mut self, length: usize) -> Option<()> {
        let left = self.characters.checked_sub(length);
        self.is_spent |= left.is_none();
        self.characters = left?;
        Some(())
    }
}

/// A workbook's visible contents.
#[derive(Debug, Default)]
pub struct Workbook {
    sheets: HashMap<String, Sheet>,
    /// The names of the sheets people see, in their order.
    pub shown: Vec<String>,
    /// Defined names with what they stand for.
    names: HashMap<String, String>,
    /// Whether days are counted from 1904 on, as old Macs did.
    pub from_1904: bool,
    /// Whether the values of formulas are to be computed anew when it is opened: what is stored
    /// may then be a zero that nobody computed.
    pub is_computed_anew: bool,
}

impl Workbook {
    /// Reads the sheets except those in `left_out`.
    ///
    /// # Errors
    /// If the file is damaged, or holds far more than any report.
    pub fn read(bytes: &[u8], left_out: &[&str]) -> Result<Self, WorkbookError> {
        let mut room = Room::default();
        Self::read_within(bytes, left_out, &mut room).ok_or(if room.is_spent {
            WorkbookError::TooMuch
        } else {
            WorkbookError::Damaged
        })
    }

    fn read_within(bytes: &[u8], left_out: &[&str], room: &mut Room) -> Option<Self> {
        let mut parts = Parts::of(bytes)?;
        let mut workbook = Self::default();
        let mut relations = Vec::new();
        each_element(parts.xml("xl/workbook.xml")?, |element| {
            match element.local_name().as_ref() {
                b"sheet" => {
                    let relation = attribute(element, b"name").zip(attribute(element, b"id"));
                    let state = attribute(element, b"state");
                    let hidden = matches!(state.as_deref(), Some("hidden" | "veryHidden"));
                    if let Some((name, _)) = &relation
                        && !hidden
                        && !left_out.contains(&name.as_str())
                    {
                        workbook.shown.push(name.clone());
                    }
                    relations.extend(relation);
                }
                b"workbookPr" => {
                    let from = attribute(element, b"date1904");
                    workbook.from_1904 = matches!(from.as_deref(), Some("1" | "true"));
                }
                b"calcPr" => {
                    let anew = attribute(element, b"fullCalcOnLoad");
                    workbook.is_computed_anew = matches!(anew.as_deref(), Some("1" | "true"));
                }
                _ => {}
            }
        })?;
        each_text(
            parts.xml("xl/workbook.xml")?,
            b"definedName",
            |element, text| {
                // A name of one sheet only is somebody else's.
                if attribute(element, b"localSheetId").is_none() {
                    workbook
                        .names
                        .extend(attribute(element, b"name").map(|name| (name, text)));
                }
            },
        )?;
        let paths = sheet_paths(&mut parts)?;
        let mut sheets = Vec::new();
        for (name, id) in relations {
            if left_out.contains(&name.as_str()) {
                continue;
            }
            let read = cells(parts.xml(paths.get(&id)?)?, room)?;
            sheets.push((name, read));
        }
        let formats = formats::formats(&mut parts);
        let shared = sheets.iter().flat_map(|(_, read)| read.cells.iter());
        let strings = strings::shared(&mut parts, shared.filter_map(|cell| cell.shared()))?;
        for (name, read) in sheets {
            let mut cells = BTreeMap::new();
            for cell in read.cells {
                let (address, content) = cell.resolved(&strings, &formats, &read.shared);
                // One long text may stand in any number of cells.
                let formula = content.formula.as_ref();
                room.take_text(formula.map_or(0, |formula| formula.text.len()))?;
                room.take_text(content.entry.length())?;
                cells.insert(address, content);
            }
            let sheet = Sheet {
                cells,
                merged: read.merged,
                hidden: read.hidden,
            };
            workbook.sheets.insert(name, sheet);
        }
        Some(workbook)
    }

    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.get(name)
    }

    /// The sheet and cell a defined name stands for; `None` if there is no such name, or its
    /// cell was deleted, or its sheet has another name.
    pub fn named(&self, name: &str) -> Option<(&Sheet, Address)> {
        let reference = self.names.get(name)?;
        let (sheet, cell) = reference.trim_start_matches('=').rsplit_once('!')?;
        let sheet = match sheet.strip_prefix('\'') {
            Some(quoted) => quoted.strip_suffix('\'')?.replace("''", "'"),
            None => sheet.to_owned(),
        };
        // Merged cells may come as a range; the first one holds the value.
        let cell = cell.split(':').next()?.replace('$', "");
        Some((self.sheets.get(&sheet)?, Address::read(&cell)?))
    }
}

impl Address {
    /// Reads `D5`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let digits = text.find(|c: char| c.is_ascii_digit())?;
        let (letters, row) = text.split_at_checked(digits)?;
        let column = letters.chars().try_fold(0u32, |column, letter| {
            let letter = letter.to_ascii_uppercase();
            letter.is_ascii_uppercase().then_some(())?;
            column
                .checked_mul(26)?
                .checked_add(u32::from(letter) - u32::from('A') + 1)
        })?;
        Some(Self {
            row: row.parse::<u32>().ok()?.checked_sub(1)?,
            column: column.checked_sub(1)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        let at = |text| Address::read(text).map(|at| (at.row, at.column));
        assert_eq!(at("A1"), Some((0, 0)));
        assert_eq!(at("D5"), Some((4, 3)));
        assert_eq!(at("AA10"), Some((9, 26)));
        for text in ["", "A", "1", "A0", "甲1", "A1B", "ZZZZZZZZZZ1"] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
