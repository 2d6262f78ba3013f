//! Excel workbooks since 2007.

use crate::carried::workbook::SHEET;
use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::source::{ReaderKind, Source};
use crate::marked;
use crate::workbook::{Address, Content, Entry, Sheet, Workbook, WorkbookError};

use super::spreadsheet::formula::Formula;
use super::spreadsheet::{self, Cells};

/// Reads the sheets people see, one after the other.
///
/// # Errors
/// If the file is damaged, or holds more than any report.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Source, ImportError> {
    let workbook = Workbook::read(bytes, &[SHEET]).map_err(|error| match error {
        WorkbookError::TooMuch => ImportError::too_much(name, "表格内容太多"),
        WorkbookError::Damaged => ImportError::Damaged {
            file: name.to_owned(),
            place: "其中的工作表".to_owned(),
        },
    })?;
    if workbook.shown.len() > limits.entries {
        return Err(ImportError::too_much(name, "工作表太多"));
    }
    let shown = workbook.shown.iter();
    let sheets: Vec<Cells> = shown
        .filter_map(|sheet| Some(cells(&workbook, workbook.sheet(sheet)?)))
        .collect();
    spreadsheet::write(name, sheets, ReaderKind::Xlsx, limits)
}

fn cells(workbook: &Workbook, sheet: &Sheet) -> Cells {
    let merged = sheet.merged.iter();
    let place = |address: &Address| (address.row, address.column);
    let mut cells = Cells::new(workbook.from_1904);
    cells.merged = merged
        .map(|(first, last)| (place(first), place(last)))
        .collect();
    cells.hidden = sheet.hidden.clone();
    for (address, content) in sheet.cells() {
        let place = (address.row, address.column);
        match &content.entry {
            Entry::Blank | Entry::Text(_) if !content.marks.is_empty() => {
                let text = match &content.entry {
                    Entry::Text(text) => text.as_str(),
                    Entry::Blank | Entry::Number(_) | Entry::Fault(_) => "",
                };
                cells
                    .texts
                    .insert(place, marked::gathered(text, &content.marks));
            }
            Entry::Blank => {}
            Entry::Number(literal) => cells.put_number(place, literal, content.format),
            Entry::Text(text) | Entry::Fault(text) => {
                cells.texts.insert(place, text.clone());
            }
        }
        if let Some(formula) = formula_without_value(workbook, address, content) {
            cells.put_formula(place, formula);
        }
    }
    cells
}

/// The formula of a cell that stores no value of it, or a zero in place of one.
fn formula_without_value(
    workbook: &Workbook,
    address: Address,
    content: &Content,
) -> Option<Formula> {
    let formula = content.formula.as_ref()?;
    let is_without_value = match &content.entry {
        Entry::Blank => !formula.is_computed,
        Entry::Number(literal) => workbook.is_computed_anew && literal == "0",
        Entry::Text(_) | Entry::Fault(_) => false,
    };
    let moved = |to: u32, from: u32| i64::from(to) - i64::from(from);
    is_without_value.then(|| {
        let written_at = formula.written_at;
        let moved = (
            moved(address.row, written_at.row),
            moved(address.column, written_at.column),
        );
        Formula::of_excel(&formula.text, moved, content.format)
    })
}
