//! Excel workbooks since 2007.

use crate::carried::workbook::SHEET;
use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::source::{ReaderKind, Source};
use crate::workbook::formats::Format;
use crate::workbook::{Address, Entry, Sheet, Workbook, WorkbookError};

use super::spreadsheet::{Cells, date, percent, plain_number};
use super::writer::Writer;

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
    write(name, &sheets, ReaderKind::Xlsx, limits)
}

/// Writes down sheets: first those that hold one column of running text, as a report's texts come
/// before its tables wherever the workbook has them. Names of sheets are no part of a report.
///
/// # Errors
/// If they hold more than any report.
pub(super) fn write(
    name: &str,
    sheets: &[Cells],
    reader: ReaderKind,
    limits: &Limits,
) -> Result<Source, ImportError> {
    let mut writer = Writer::new(name, limits);
    let (texts, tables): (Vec<&Cells>, Vec<&Cells>) = sheets
        .iter()
        .filter(|cells| !cells.is_empty())
        .partition(|cells| cells.is_one_column());
    for cells in texts.into_iter().chain(tables) {
        let table = cells.table(limits.cells);
        writer.table(table.ok_or_else(|| ImportError::too_much(name, "表格单元格太多"))?)?;
    }
    Ok(writer.finish(reader, ""))
}

fn cells(workbook: &Workbook, sheet: &Sheet) -> Cells {
    let texts = sheet.cells().filter_map(|(address, content)| {
        let text = match &content.entry {
            Entry::Blank => return None,
            Entry::Number(literal) => match content.format {
                Format::Number => plain_number(literal),
                Format::Percent => percent(literal),
                Format::Date => date(literal, workbook.from_1904),
            },
            Entry::Text(text) | Entry::Fault(text) => text.clone(),
        };
        Some(((address.row, address.column), text))
    });
    let merged = sheet.merged.iter();
    let place = |address: &Address| (address.row, address.column);
    Cells {
        texts: texts.collect(),
        merged: merged
            .map(|(first, last)| (place(first), place(last)))
            .collect(),
    }
}
