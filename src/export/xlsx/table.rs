//! One table of the form as a sheet: labels, figures, totals, checks on typing.

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{Format, Formula, Note, Worksheet, XlsxError};

use crate::form::{CaptionStyle, Run};
use crate::value::{Decimal, Value};

use super::super::ExportError;
use super::super::document::{CellContent, Figure, TableBlock, TableCell};
use super::formula::{Places, figures};
use super::{MOST_DIGITS, TABLE_TOP, entry, faces, lines, page, top};

/// The lowest row of a table, in points: 340 twip, as in the official template.
const LOWEST_ROW: f64 = 17.0;

/// Refuses figures Excel would round.
pub(super) fn check_digits(table: &TableBlock, sheet: &str) -> Result<(), ExportError> {
    for (row, column, figure) in figures(table) {
        // A computed total is a formula; only its cached copy is rounded.
        let entered = !figure.total || figure.differs.is_some();
        match &figure.value {
            Value::Number(number) if entered && rounded(*number) != *number => {
                return Err(ExportError::TooManyDigits {
                    sheet: sheet.to_owned(),
                    place: row_col_to_cell(row, column),
                    figure: number.to_string(),
                });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Fills in a sheet: the heading, then the grid with place `at` among the tables.
pub(super) fn fill(
    sheet: &mut Worksheet,
    table: &TableBlock,
    at: usize,
    places: &Places,
) -> Result<(), XlsxError> {
    // A total that waits is blank, where the writer would put 0.
    sheet.set_formula_result_default("");
    heading(sheet, table)?;
    caption(sheet, table)?;
    let table_top = top(table);
    for (column, width) in (0u16..).zip(&table.widths) {
        sheet.set_column_width_pixels(column, page::pixels(f64::from(*width)))?;
    }
    for (row, height) in (table_top..).zip(heights(table)) {
        sheet.set_row_height(row, height.min(lines::HIGHEST_ROW))?;
    }
    for (row, cells) in (table_top..).zip(&table.rows) {
        for cell in &cells.cells {
            write(sheet, table, row, cell, at, places)?;
        }
    }
    let computed = |figure: &Figure| places.formula(at, figure).is_some();
    for entry in entry::entries(table, computed)? {
        // The writer takes the cells from the rule; it only checks this one.
        if let Some(&(row, column, ..)) = entry.ranges.first() {
            sheet.add_data_validation(row, column, row, column, &entry.rule)?;
        }
    }
    let heads = table.rows.iter().take_while(|row| row.head).count() as u32;
    if let Some(last) = (table_top + heads).checked_sub(1).filter(|_| heads > 0) {
        sheet.set_repeat_rows(
            if table.caption.is_empty() {
                0
            } else {
                table_top
            },
            last,
        )?;
    }
    sheet.set_freeze_panes(table_top + heads, 0)?;
    page::protect(sheet);
    Ok(())
}

/// The heading at the left and the unit at the right, not merged, over the grid.
fn heading(sheet: &mut Worksheet, table: &TableBlock) -> Result<(), XlsxError> {
    // A table with lines over it says its name there.
    if table.caption.is_empty() {
        sheet.write_string_with_format(0, 0, &table.title, &faces::heading())?;
        sheet.set_row_height(0, 24.0)?;
    }
    if let (false, Some(last)) = (table.unit.is_empty(), table.widths.len().checked_sub(1)) {
        let unit = format!("单位：{}", table.unit);
        let format = faces::unit(f64::from(table.type_size));
        sheet.write_string_with_format(0, index(last), &unit, &format)?;
    }
    Ok(())
}

/// The lines over the table, below its heading.
fn caption(sheet: &mut Worksheet, table: &TableBlock) -> Result<(), XlsxError> {
    let last = index(table.widths.len().saturating_sub(1));
    for (row, line) in (TABLE_TOP..).zip(&table.caption) {
        let format = faces::caption(line.style, f64::from(table.type_size) + 1.0);
        if last > 0 {
            sheet.merge_range(row, 0, row, last, &line.text, &format)?;
        } else {
            sheet.write_string_with_format(row, 0, &line.text, &format)?;
        }
        let height = match line.style {
            CaptionStyle::Title => 30.0,
            CaptionStyle::Centre | CaptionStyle::Left => 20.0,
        };
        sheet.set_row_height(row, height)?;
    }
    Ok(())
}

/// Writes a cell of the grid over its whole span.
fn write(
    sheet: &mut Worksheet,
    table: &TableBlock,
    row: u32,
    cell: &TableCell,
    at: usize,
    places: &Places,
) -> Result<(), XlsxError> {
    let points = f64::from(table.type_size);
    match &cell.content {
        CellContent::Text(runs) => write_text(sheet, row, cell, runs, points),
        CellContent::Figure(figure) => {
            let formula = places.formula(at, figure);
            let format = faces::figure(figure, formula.is_some(), points);
            merge(sheet, row, cell, &format)?;
            write_figure(sheet, row, index(cell.column), figure, formula, &format)
        }
    }
}

/// Writes a label over its whole span.
pub(super) fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    cell: &TableCell,
    runs: &[Run],
    points: f64,
) -> Result<(), XlsxError> {
    let format = if runs.iter().all(|run| run.note) {
        faces::note_label(cell.style, points)
    } else {
        faces::label(cell.style, indent(cell), points)
    };
    merge(sheet, row, cell, &format)?;
    write_label(sheet, row, index(cell.column), runs, &format, points)
}

/// Lays the format over the cell's span, merging it if it is more than one cell.
fn merge(
    sheet: &mut Worksheet,
    row: u32,
    cell: &TableCell,
    format: &Format,
) -> Result<(), XlsxError> {
    if cell.colspan > 1 || cell.rowspan > 1 {
        let last_row = row.saturating_add(u32::try_from(cell.rowspan).unwrap_or(u32::MAX) - 1);
        let last_column = index(cell.column + cell.colspan - 1);
        sheet.merge_range(row, index(cell.column), last_row, last_column, "", format)?;
    }
    Ok(())
}

fn write_label(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    runs: &[Run],
    format: &Format,
    points: f64,
) -> Result<(), XlsxError> {
    let runs: Vec<&Run> = runs.iter().filter(|run| !run.text.is_empty()).collect();
    match runs.as_slice() {
        [] => sheet.write_blank(row, column, format)?,
        [run] => sheet.write_string_with_format(row, column, &run.text, format)?,
        several => {
            let faces: Vec<Format> = several
                .iter()
                .map(|run| faces::run(run.note, points))
                .collect();
            let pieces: Vec<(&Format, &str)> = faces
                .iter()
                .zip(several)
                .map(|(face, run)| (face, run.text.as_str()))
                .collect();
            sheet.write_rich_string_with_format(row, column, &pieces, format)?
        }
    };
    Ok(())
}

fn write_figure(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    figure: &Figure,
    formula: Option<String>,
    format: &Format,
) -> Result<(), XlsxError> {
    if let Some(formula) = formula {
        let cached = match &figure.value {
            Value::Number(number) => rounded(*number).to_string(),
            other => other.to_string(),
        };
        let formula = Formula::new(formula).set_result(cached);
        sheet.write_formula_with_format(row, column, formula, format)?;
        return Ok(());
    }
    match &figure.value {
        Value::Blank => sheet.write_blank(row, column, format)?,
        Value::Number(number) => {
            sheet.write_number_with_format(row, column, float(*number), format)?
        }
        // Text from files is written as text; nothing makes it a formula.
        Value::Note(text) | Value::Unread(text) => {
            sheet.write_string_with_format(row, column, text, format)?
        }
    };
    if let Some(computed) = figure.differs {
        let text = format!(
            "计算值：{computed}。这里填报的是 {}，与各分项之和不符，请核对。",
            figure.value
        );
        let note = Note::new(text)
            .set_author("年报填报助手")
            .add_author_prefix(false)
            .set_font_name("宋体")
            .set_font_size(9)
            .set_width(200)
            .set_height(70);
        sheet.insert_note(row, column, &note)?;
    }
    Ok(())
}

/// The heights of the table's rows in points: what one row's cells need, and
/// for cells over several rows what is still missing, spread over them.
pub(super) fn heights(table: &TableBlock) -> Vec<f64> {
    let points = f64::from(table.type_size);
    let mut heights = vec![LOWEST_ROW.max(points * 1.35 + 4.0); table.rows.len()];
    let needs = |cell: &TableCell| match &cell.content {
        CellContent::Text(runs) => {
            let text: String = runs.iter().map(|run| run.text.as_str()).collect();
            let end = cell.column + cell.colspan;
            let widths = table.widths.get(cell.column..end).unwrap_or_default();
            let width: f32 = widths.iter().sum();
            let indent = f64::from(indent(cell)) * INDENT_POINTS / lines::POINTS_PER_MM;
            lines::height(&text, points, (f64::from(width) - indent).max(1.0))
        }
        // Figures shrink instead of wrapping.
        CellContent::Figure(_) => 0.0,
    };
    for (height, row) in heights.iter_mut().zip(&table.rows) {
        for cell in row.cells.iter().filter(|cell| cell.rowspan <= 1) {
            *height = height.max(needs(cell));
        }
    }
    for (row, cells) in table.rows.iter().enumerate() {
        for cell in cells.cells.iter().filter(|cell| cell.rowspan > 1) {
            let end = (row + cell.rowspan).min(heights.len());
            let span = &mut heights[row..end];
            let missing = needs(cell) - span.iter().sum::<f64>();
            let share = missing.max(0.0) / span.len() as f64;
            span.iter_mut().for_each(|height| *height += share);
        }
    }
    heights
}

/// What Excel moves a label in by one step, in points.
const INDENT_POINTS: f64 = 9.0;

/// The steps a label is moved in; a step is about nine tenths of a character.
fn indent(cell: &TableCell) -> u8 {
    // Ten characters are the most a form asks for.
    cell.indent.clamp(0.0, 15.0).round() as u8
}

/// A figure with the digits Excel keeps.
fn rounded(number: Decimal) -> Decimal {
    number.round_sf(MOST_DIGITS as u32).unwrap_or(number)
}

/// The float nearest to a figure; up to 15 digits come back out of it unchanged.
pub(super) fn float(number: Decimal) -> f64 {
    // Every decimal's text is a float's text too.
    number.to_string().parse().unwrap_or(f64::NAN)
}

/// A grid column in Excel's type; one beyond the sheet is refused when it is written.
pub(super) fn index(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}
