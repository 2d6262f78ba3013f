//! Charts that Excel draws itself: one for each group of indicators.
//!
//! A line may not join figures that aren't comparable, nor years with one
//! missing between them, and Excel breaks a line only where a cell is empty. So
//! every piece of a line is a series of its own, with empty cells around it;
//! steps that are only roughly comparable are pieces of two points, dashed.

use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker,
    ChartMarkerType, ChartSolidFill, ChartType, FormatAlign, Worksheet, XlsxError,
};

use super::years::{number_cell, slot_label};
use super::{faces, page};
use crate::crosswalk::Mark;
use crate::value::Decimal;
use crate::years::{Point, Slot, Years};

/// The sheet the charts take their figures from.
pub(super) const FIGURE_SHEET: &str = "图表数据";

/// Colours that stay apart for colour-blind people and in print; the markers
/// tell the lines apart without them.
const FACES: [(u32, ChartMarkerType); 6] = [
    (0x0072B2, ChartMarkerType::Circle),
    (0xD55E00, ChartMarkerType::Square),
    (0x009E73, ChartMarkerType::Triangle),
    (0xCC79A7, ChartMarkerType::Diamond),
    (0xE69F00, ChartMarkerType::X),
    (0x56B4E9, ChartMarkerType::Star),
];

/// The lines behind the figures.
const GRID: u32 = 0xD9D9D9;

/// Pixels, and rows and columns of the sheet a chart takes.
const CHART_WIDTH: u32 = 560;
const CHART_HEIGHT: u32 = 320;
const ROWS: u32 = 17;
const COLUMNS: u16 = 9;
/// The sheet's row of the first chart.
const FIRST_ROW: u32 = 2;
/// Charts beside each other, and under each other on a page.
const ACROSS: usize = 2;
const DOWN: u32 = 2;
/// The paper the charts are printed on is turned.
const SHEET_WIDTH: f32 = 300.0;

const EXPLANATION: &str =
    "虚线：大致可比；断开：不可比、未填或没有年报。数字见“图表数据”，说明见“历年对照”。";

/// One row of the figure sheet, drawn as one piece of a line.
pub(super) struct Series {
    group: String,
    label: String,
    unit: String,
    /// The line's place in its group: its face.
    place: usize,
    dashed: bool,
    /// By slot.
    points: Vec<(usize, Decimal)>,
}

/// Every piece of every line. Of each line the first is a solid one.
pub(super) fn series(years: &Years) -> Vec<Series> {
    let slots = years.slots();
    let slot_of = |point: &Point| {
        slots
            .iter()
            .position(|slot| *slot == Slot::Column(point.column))
            .map(|slot| (slot, point.number))
    };
    let mut all = Vec::new();
    let mut group = "";
    let mut place = 0;
    for line in &years.lines {
        let indicator = &line.indicator;
        place = if group == indicator.group {
            place + 1
        } else {
            0
        };
        group = &indicator.group;
        let of = |points: &[Point], dashed| Series {
            group: indicator.group.clone(),
            label: indicator.label.clone(),
            unit: indicator.unit.clone(),
            place,
            dashed,
            points: points.iter().filter_map(slot_of).collect(),
        };
        let pieces = years.pieces(line);
        let solid = pieces
            .iter()
            .flat_map(|piece| piece.chunk_by(|_, next| next.mark == Mark::Comparable));
        all.extend(solid.map(|points| of(points, false)));
        let steps = pieces.iter().flat_map(|piece| piece.windows(2));
        let rough = steps.filter(|step| step.last().is_some_and(|to| to.mark == Mark::Roughly));
        all.extend(rough.map(|points| of(points, true)));
    }
    all
}

/// Fills in the figures: a series a row, a slot a column.
pub(super) fn figure_sheet(
    sheet: &mut Worksheet,
    years: &Years,
    series: &[Series],
) -> Result<(), XlsxError> {
    let label = faces::year_label(FormatAlign::Left);
    sheet.set_column_width_pixels(0, page::pixels(24.0))?;
    sheet.set_column_width_pixels(1, page::pixels(42.0))?;
    sheet.write_string_with_format(0, 0, "类别", &label)?;
    sheet.write_string_with_format(0, 1, "指标", &label)?;
    let slots = years.slots();
    for (column, slot) in (2..).zip(&slots) {
        sheet.set_column_width_pixels(column, page::pixels(24.0))?;
        sheet.write_string_with_format(0, column, slot_label(years, *slot), &label)?;
    }
    sheet.set_row_height(0, 30.0)?;
    for (row, series) in (1..).zip(series) {
        sheet.write_string_with_format(row, 0, &series.group, &label)?;
        sheet.write_string_with_format(row, 1, &series.label, &label)?;
        for &(slot, number) in &series.points {
            number_cell(sheet, row, figure_column(slot), number)?;
        }
    }
    page::set_up_paper(sheet, SHEET_WIDTH);
    Ok(())
}

/// Draws a chart for each group.
pub(super) fn chart_sheet(
    sheet: &mut Worksheet,
    years: &Years,
    series: &[Series],
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, EXPLANATION, &faces::reference_line())?;
    let last_slot = years.slots().len().saturating_sub(1);
    let mut first_row = 1;
    let mut last_row = FIRST_ROW;
    let groups = series.chunk_by(|one, next| one.group == next.group);
    for (at, group) in groups.enumerate() {
        let chart = chart(group, first_row, last_slot);
        first_row += u32::try_from(group.len()).unwrap_or(u32::MAX);
        let row = FIRST_ROW + u32::try_from(at / ACROSS).unwrap_or(u32::MAX) * ROWS;
        let column = u16::try_from(at % ACROSS).unwrap_or(u16::MAX) * COLUMNS;
        sheet.insert_chart(row, column, &chart)?;
        last_row = row;
    }
    // A row before the next chart, whose frame would else be printed twice.
    let breaks: Vec<u32> = (FIRST_ROW - 1..=last_row)
        .step_by((ROWS * DOWN) as usize)
        .skip(1)
        .collect();
    sheet.set_page_breaks(&breaks)?;
    page::set_up_paper(sheet, SHEET_WIDTH);
    Ok(())
}

/// The chart of a group whose series begin in a row of the figure sheet.
fn chart(group: &[Series], first_row: u32, last_slot: usize) -> Chart {
    let mut chart = Chart::new(ChartType::Line);
    let mut unnamed = Vec::new();
    let mut named: Vec<usize> = Vec::new();
    for (at, (row, series)) in (first_row..).zip(group).enumerate() {
        if named.contains(&series.place) {
            unnamed.push(at);
        } else {
            named.push(series.place);
        }
        draw(&mut chart, series, row, last_slot);
    }
    if let Some(first) = group.first() {
        let title = format!("{}（{}）", first.group, first.unit);
        chart.set_alt_text(format!("{title}历年变化的折线图"));
        chart
            .title()
            .set_name(&title)
            .set_font(ChartFont::new().set_size(12));
    }
    chart
        .y_axis()
        .set_min(0)
        .set_major_gridlines_line(ChartLine::new().set_color(GRID));
    chart.x_axis().set_font(ChartFont::new().set_size(8));
    chart
        .legend()
        .set_position(ChartLegendPosition::Bottom)
        .delete_entries(&unnamed);
    chart.set_width(CHART_WIDTH).set_height(CHART_HEIGHT);
    chart
}

fn draw(chart: &mut Chart, series: &Series, row: u32, last_slot: usize) {
    let (colour, marker) = FACES
        .get(series.place % FACES.len())
        .copied()
        .unwrap_or((0, ChartMarkerType::Circle));
    let mut line = ChartLine::new();
    line.set_color(colour).set_width(2);
    if series.dashed {
        line.set_dash_type(ChartLineDashType::Dash);
    }
    let (first, last) = (figure_column(0), figure_column(last_slot));
    let drawn = chart
        .add_series()
        .set_name((FIGURE_SHEET, row, 1))
        .set_categories((FIGURE_SHEET, 0, first, 0, last))
        .set_values((FIGURE_SHEET, row, first, row, last))
        .set_format(ChartFormat::new().set_line(&line));
    let fill = ChartSolidFill::new().set_color(colour).clone();
    let mut marker_format = ChartFormat::new()
        .set_solid_fill(&fill)
        .set_line(ChartLine::new().set_color(colour))
        .clone();
    if series.dashed {
        drawn.set_marker(ChartMarker::new().set_none());
    } else {
        drawn.set_marker(
            ChartMarker::new()
                .set_type(marker)
                .set_size(6)
                .set_format(&mut marker_format),
        );
    }
}

fn figure_column(slot: usize) -> u16 {
    u16::try_from(slot).unwrap_or(u16::MAX).saturating_add(2)
}
