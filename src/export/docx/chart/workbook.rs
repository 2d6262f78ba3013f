//! The workbook behind a chart in Word: names in the first column, a series in each other one.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::Data;
use crate::export::ExportError;

const SHEET: &str = "Sheet1";
/// How a chart refers to the column of names, without the row.
pub(super) const NAMES: &str = "Sheet1!$A";

/// The column of a series: `B` for the first.
pub(super) fn letter(series: usize) -> char {
    u8::try_from(series)
        .ok()
        .and_then(|series| b'B'.checked_add(series))
        .filter(u8::is_ascii_uppercase)
        .map_or('Z', char::from)
}

/// How a chart refers to the column of a series, without the row.
pub(super) fn column(series: usize) -> String {
    format!("{SHEET}!${}", letter(series))
}

/// The workbook's bytes; the same for the same figures.
///
/// # Errors
/// If a text is longer than a cell takes.
pub(super) fn write(data: &Data) -> Result<Vec<u8>, ExportError> {
    bytes(data).map_err(|source| ExportError::Workbook(Box::new(source)))
}

fn bytes(data: &Data) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Without a date the writer would ask the clock.
    let creation = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&creation));
    let sheet = workbook.add_worksheet();
    sheet.set_name(SHEET)?;
    for (row, name) in (1..).zip(&data.names) {
        sheet.write_string(row, 0, name)?;
    }
    for (column, series) in (1..).zip(&data.series) {
        sheet.write_string(0, column, &series.label)?;
        for (row, value) in (1..).zip(&series.values) {
            if let Some(number) = value.and_then(|value| f64::try_from(value).ok()) {
                sheet.write_number(row, column, number)?;
            }
        }
    }
    workbook.save_to_buffer()
}
