//! The years of an agency side by side as a workbook with charts of its own.
//!
//! Three sheets: the table with its marks and remarks, the charts, and the
//! figures the charts are drawn from.

use rust_xlsxwriter::{DocProperties, FormatAlign, Workbook, Worksheet, XlsxError};

use super::super::ExportError;
use super::{CHART_SHEET, charts, creation, faces, lines, page, sheet, table};
use crate::value::Decimal;
use crate::years::{Figure, Line, Slot, Years};

const TABLE_SHEET: &str = "历年对照";

/// Column widths, in millimetres.
const GROUP_WIDTH: f64 = 20.0;
const LABEL_WIDTH: f64 = 42.0;
const UNIT_WIDTH: f64 = 12.0;
const YEAR_WIDTH: f64 = 24.0;
/// The columns before the years.
const LABEL_COLUMNS: u16 = 3;
/// What stands for a blank, and for what the edition doesn't ask for.
const BLANK: &str = "未填";
const ABSENT: &str = "—";
const EXPLANATION: &str = "“未填”是该年年报没有填，“—”是该年版式没有这一项。格式更换过的年份之间不能直接相比，见下面的可比性和说明。";

/// The workbook's bytes; the same for the same years, on every system.
///
/// `date` is the day the file says it was made, as `2024-01-26`.
///
/// # Errors
///
/// [`ExportError::Sheet`] or [`ExportError::Workbook`] for what the format
/// can't hold.
pub fn write_years(years: &Years, date: Option<&str>) -> Result<Vec<u8>, ExportError> {
    let failed = |source| ExportError::Workbook(Box::new(source));
    let agency = years.agencies.join("、");
    let title = format!("{agency}政府信息公开工作年度报告历年对照");
    let properties = DocProperties::new()
        .set_title(&title)
        .set_author(&agency)
        .set_creation_datetime(&creation(date).map_err(failed)?);
    let series = charts::series(years);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties);
    sheet(&mut workbook, TABLE_SHEET, |sheet| {
        table_sheet(sheet, years, &title)
    })?;
    sheet(&mut workbook, CHART_SHEET, |sheet| {
        charts::chart_sheet(sheet, years, &series)
    })?;
    sheet(&mut workbook, charts::FIGURE_SHEET, |sheet| {
        charts::figure_sheet(sheet, years, &series)
    })?;
    workbook.save_to_buffer().map_err(failed)
}

fn table_sheet(sheet: &mut Worksheet, years: &Years, title: &str) -> Result<(), XlsxError> {
    let slots = years.slots();
    let widths = [GROUP_WIDTH, LABEL_WIDTH, UNIT_WIDTH];
    let all = slots.iter().map(|_| YEAR_WIDTH);
    for (column, width) in (0..).zip(widths.into_iter().chain(all)) {
        sheet.set_column_width_pixels(column, page::pixels(width))?;
    }
    let width = widths.iter().sum::<f64>() + YEAR_WIDTH * slots.len() as f64;
    sheet.write_string_with_format(0, 0, title, &faces::heading())?;
    sheet.set_row_height(0, 24.0)?;
    paragraph(sheet, 1, EXPLANATION, &slots, width)?;

    head(sheet, 2, years, &slots)?;
    sheet.set_freeze_panes(3, LABEL_COLUMNS)?;
    sheet.set_repeat_rows(2, 2)?;
    let mut row = 3;
    for line in &years.lines {
        labels(sheet, row, line)?;
        for (column, slot) in (LABEL_COLUMNS..).zip(&slots) {
            figure(sheet, row, column, line, *slot)?;
        }
        row += 1;
    }

    row += 1;
    sheet.write_string_with_format(
        row,
        0,
        "可比性（与前一个有这一项的年度）",
        &faces::heading(),
    )?;
    head(sheet, row + 1, years, &slots)?;
    row += 2;
    for line in &years.lines {
        labels(sheet, row, line)?;
        for (column, slot) in (LABEL_COLUMNS..).zip(&slots) {
            let format = faces::year_label(FormatAlign::Center);
            sheet.write_string_with_format(row, column, mark(line, *slot), &format)?;
        }
        row += 1;
    }

    row += 1;
    sheet.write_string_with_format(row, 0, "说明", &faces::heading())?;
    for remark in years.remarks() {
        row += 1;
        paragraph(sheet, row, &years.sentence(&remark), &slots, width)?;
    }
    page::set_up_paper(sheet, width as f32);
    Ok(())
}

fn head(sheet: &mut Worksheet, row: u32, years: &Years, slots: &[Slot]) -> Result<(), XlsxError> {
    let format = faces::year_label(FormatAlign::Center);
    for (column, label) in (0..).zip(["类别", "指标", "单位"]) {
        sheet.write_string_with_format(row, column, label, &format)?;
    }
    for (column, slot) in (LABEL_COLUMNS..).zip(slots) {
        sheet.write_string_with_format(row, column, slot_label(years, *slot), &format)?;
    }
    sheet.set_row_height(row, 30.0)?;
    Ok(())
}

/// Year and edition in two lines, or the years without a report.
pub(super) fn slot_label(years: &Years, slot: Slot) -> String {
    let column = match slot {
        Slot::Column(at) => years.columns.get(at),
        Slot::Gap { .. } => None,
    };
    column.map_or_else(
        || format!("{}\n无年报", slot.gap_label()),
        |column| format!("{}年\n{}", column.year, column.form.name),
    )
}

fn labels(sheet: &mut Worksheet, row: u32, line: &Line) -> Result<(), XlsxError> {
    let left = faces::year_label(FormatAlign::Left);
    let centre = faces::year_label(FormatAlign::Center);
    let indicator = &line.indicator;
    sheet.write_string_with_format(row, 0, &indicator.group, &left)?;
    sheet.write_string_with_format(row, 1, &indicator.label, &left)?;
    sheet.write_string_with_format(row, 2, &indicator.unit, &centre)?;
    Ok(())
}

fn figure(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    line: &Line,
    slot: Slot,
) -> Result<(), XlsxError> {
    let figure = match slot {
        Slot::Column(at) => line.figures.get(at).copied(),
        Slot::Gap { .. } => None,
    };
    match figure {
        Some(Figure::Number(number)) => number_cell(sheet, row, column, number)?,
        Some(Figure::Blank) => text_cell(sheet, row, column, BLANK)?,
        Some(Figure::Absent) => text_cell(sheet, row, column, ABSENT)?,
        None => text_cell(sheet, row, column, "")?,
    }
    Ok(())
}

/// A figure with its own decimals; as a text where Excel would round it.
pub(super) fn number_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    number: Decimal,
) -> Result<(), XlsxError> {
    let digits = number.mantissa().unsigned_abs().to_string().len();
    if digits > super::MOST_DIGITS {
        return text_cell(sheet, row, column, &number.to_string());
    }
    let format = faces::year_figure(number.scale());
    sheet.write_number_with_format(row, column, table::float(number), &format)?;
    Ok(())
}

fn text_cell(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
    let format = faces::year_figure(0);
    if text.is_empty() {
        sheet.write_blank(row, column, &format)?;
    } else {
        sheet.write_string_with_format(row, column, text, &format)?;
    }
    Ok(())
}

/// The word for how a figure compares with the one before; empty for the first.
fn mark(line: &Line, slot: Slot) -> &'static str {
    match slot {
        Slot::Column(at) => match line.joins.get(at) {
            Some(Some(join)) => join.comparability.mark.label(),
            _ => "",
        },
        Slot::Gap { .. } => "",
    }
}

/// A wrapped text over the whole width of the table.
fn paragraph(
    sheet: &mut Worksheet,
    row: u32,
    text: &str,
    slots: &[Slot],
    width: f64,
) -> Result<(), XlsxError> {
    let years = u16::try_from(slots.len()).unwrap_or(u16::MAX);
    let last = LABEL_COLUMNS.saturating_add(years).saturating_sub(1);
    sheet.merge_range(row, 0, row, last, text, &faces::paragraph())?;
    let height = lines::height(text, faces::TEXT_POINTS, width);
    sheet.set_row_height(row, height.min(lines::HIGHEST_ROW))?;
    Ok(())
}
