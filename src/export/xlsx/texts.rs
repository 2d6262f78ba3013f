//! The sheets without figures: header fields, and the report's texts.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::super::document::{Document, TableBlock};
use super::text_lines::{Kind, clipped, text_lines};
use super::{faces, lines, page};

/// Column widths of the header sheet, in millimetres.
const LABEL_WIDTH: f64 = 34.0;
const FIELD_WIDTH: f64 = 122.0;
/// The one column of the text sheet; narrower than the page allows, for systems
/// that take another face for the workbook's own and draw columns wider.
const TEXT_WIDTH: f64 = 140.0;
/// The height of a line for a signature, in points.
const SIGN_OFF_HEIGHT: f64 = 24.0;
/// Stands before the edition's name.
const EDITION_LABEL: &str = "报表版式";

/// Fills in `基本信息`: a field a row.
pub(super) fn header_sheet(sheet: &mut Worksheet, document: &Document) -> Result<(), XlsxError> {
    sheet.set_column_width_pixels(0, page::pixels(LABEL_WIDTH))?;
    sheet.set_column_width_pixels(1, page::pixels(FIELD_WIDTH))?;
    sheet.write_string_with_format(0, 0, super::HEADER_SHEET, &faces::heading())?;
    sheet.set_row_height(0, 24.0)?;
    for (row, (field, text)) in (1..).zip(&document.header) {
        field_row(sheet, row, field.label(), text)?;
    }
    let last = u32::try_from(document.header.len()).unwrap_or(u32::MAX);
    field_row(
        sheet,
        last.saturating_add(1),
        EDITION_LABEL,
        &document.edition,
    )?;
    page::set_up(sheet, document, (LABEL_WIDTH + FIELD_WIDTH) as f32);
    page::protect(sheet);
    Ok(())
}

fn field_row(sheet: &mut Worksheet, row: u32, label: &str, text: &str) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, 0, label, &faces::field_label())?;
    sheet.write_string_with_format(row, 1, clipped(text), &faces::field_text())?;
    let height = lines::height(text, faces::TEXT_POINTS, FIELD_WIDTH);
    sheet.set_row_height(row, height.clamp(22.0, lines::HIGHEST_ROW))?;
    Ok(())
}

/// Fills in `文字部分`: title, headings and paragraphs down one column, and
/// where the tables and charts stand.
pub(super) fn text_sheet(sheet: &mut Worksheet, document: &Document) -> Result<(), XlsxError> {
    sheet.set_column_width_pixels(0, page::pixels(TEXT_WIDTH))?;
    let mut row = 0;
    for line in text_lines(document) {
        let (points, above, format) = match line.kind {
            Kind::Title => (faces::TITLE_POINTS, 0.0, faces::title()),
            Kind::Heading => (faces::HEADING_POINTS, 6.0, faces::heading()),
            Kind::Paragraph | Kind::SignOff => (faces::TEXT_POINTS, 0.0, faces::paragraph()),
            Kind::Reference => (faces::TEXT_POINTS, 0.0, faces::reference()),
        };
        let height = lines::height(&line.text, points, TEXT_WIDTH) + above;
        row = write(sheet, row, &line.text, height, &format)?;
    }
    page::set_up(sheet, document, TEXT_WIDTH as f32);
    page::protect(sheet);
    Ok(())
}

/// The lines for signatures below a table, a row left free above them.
pub(super) fn sign_off(
    sheet: &mut Worksheet,
    table: &TableBlock,
    fields: &[(String, String)],
) -> Result<(), XlsxError> {
    let below =
        super::top(table).saturating_add(u32::try_from(table.rows.len()).unwrap_or(u32::MAX));
    for (row, (label, text)) in (below.saturating_add(1)..).zip(fields) {
        let text = format!("{label}：{text}");
        sheet.write_string_with_format(row, 0, clipped(&text), &faces::paragraph())?;
        sheet.set_row_height(row, SIGN_OFF_HEIGHT)?;
    }
    Ok(())
}

/// Writes a text over as many rows as its height in points takes; the next free row.
fn write(
    sheet: &mut Worksheet,
    row: u32,
    text: &str,
    height: f64,
    format: &Format,
) -> Result<u32, XlsxError> {
    let rows = (height / lines::HIGHEST_ROW).ceil().max(1.0) as u32;
    let last = row + rows - 1;
    if rows > 1 {
        sheet.merge_range(row, 0, last, 0, text, format)?;
    } else {
        sheet.write_string_with_format(row, 0, text, format)?;
    }
    for row in row..=last {
        sheet.set_row_height(row, height / f64::from(rows))?;
    }
    Ok(last + 1)
}
