//! The charts of a report, drawn by Excel itself of the figures on the other sheets.
//!
//! Left stands a small table for each chart whose numbers are formulas over the report's cells,
//! right the chart of that table. Shares are rounded as in the program: by the largest remainder,
//! so that they add up to 100 %.

use rust_xlsxwriter::{
    Chart as Drawn, ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat,
    ChartLegendPosition, ChartLine, ChartPoint, ChartSolidFill, ChartType, FormatAlign, Formula,
    Worksheet, XlsxError,
};

use super::formula::Places;
use super::years::number_cell;
use super::{CHART_SHEET, faces, page, table};
use crate::charts::{Chart, Composition, Content, Matrix, SHARE_DECIMALS, Trend};
use crate::form::Cell;
use crate::value::Decimal;
use crate::years::Figure;

/// The rows a chart takes at least, and the column it begins in.
const ROWS: u32 = 17;
const CHART_COLUMN: u16 = 5;
const WIDTH: u32 = 560;
const HEIGHT: u32 = 300;
/// Widths of the columns of the tables, in millimetres: names, then figures.
const LABELS: f64 = 38.0;
const FIGURES: f64 = 26.0;
/// What the chart says of a part, and what is left free before the chart.
const SAID: f64 = 58.0;
const BESIDE: f64 = 6.0;
const SHEET_WIDTH: f32 = 300.0;

/// From dark to light, as on paper.
const SHADES: [u32; 8] = [
    0x0010_305A,
    0x006B_2737,
    0x0017_5069,
    0x0055_518F,
    0x008C_5A2B,
    0x003F_7F63,
    0x007A_7F8C,
    0x00A8_892F,
];
const SECOND: u32 = 0x00A8_892F;

/// Fills the sheet with the charts of a report, each with its number there.
pub(super) fn fill(
    sheet: &mut Worksheet,
    charts: &[(usize, &Chart)],
    places: &Places,
) -> Result<(), XlsxError> {
    sheet.set_column_width_pixels(0, page::pixels(LABELS))?;
    for (column, width) in [(1, FIGURES), (2, FIGURES), (3, SAID), (4, BESIDE)] {
        sheet.set_column_width_pixels(column, page::pixels(width))?;
    }
    let mut row = 0;
    for (number, chart) in charts {
        let mut writer = Writer { sheet, places, row };
        writer.sheet.write_string_with_format(
            row,
            0,
            format!("图{number}　{}", chart.caption()),
            &faces::heading(),
        )?;
        let drawn = writer.chart(chart)?;
        let used = writer.row;
        if let Some(mut drawn) = drawn {
            drawn
                .title()
                .set_name(&chart.title)
                .set_font(ChartFont::new().set_size(12).set_bold());
            drawn.set_width(WIDTH).set_height(HEIGHT);
            drawn.set_alt_text(chart.in_words());
            sheet.insert_chart(row, CHART_COLUMN, &drawn)?;
        }
        row = used.max(row + ROWS) + 1;
    }
    page::set_up_paper(sheet, SHEET_WIDTH);
    Ok(())
}

/// Writes the table of a chart from a row on.
struct Writer<'a> {
    sheet: &'a mut Worksheet,
    places: &'a Places,
    /// The next free row.
    row: u32,
}

impl Writer<'_> {
    /// The chart, if there is something to draw.
    fn chart(&mut self, chart: &Chart) -> Result<Option<Drawn>, XlsxError> {
        self.row += 1;
        match &chart.content {
            Content::Ring(composition) => self.ring(composition, &chart.unit).map(Some),
            Content::Bars(composition) => self.bars(composition, &chart.unit).map(Some),
            Content::Matrix(matrix) => self.matrix(matrix).map(Some),
            Content::Trend(trend) => self.trend(trend).map(Some),
            Content::Waiting(sentence) | Content::Nothing(sentence) => {
                self.text(0, sentence)?;
                self.row += 1;
                Ok(None)
            }
        }
    }

    fn ring(&mut self, composition: &Composition, unit: &str) -> Result<Drawn, XlsxError> {
        let (first, last) = self.composition(composition, unit)?;
        let mut drawn = Drawn::new(ChartType::Pie);
        let count = composition.parts.len();
        let points: Vec<ChartPoint> = (0..count)
            .map(|part| {
                let place = part * (SHADES.len() - 1) / count.saturating_sub(1).max(1);
                let shade = SHADES.get(place).copied().unwrap_or(SECOND);
                ChartPoint::new()
                    .set_format(solid(shade).set_border(ChartLine::new().set_color(0x00FF_FFFF)))
            })
            .collect();
        drawn
            .add_series()
            .set_categories((CHART_SHEET, first, 0, last, 0))
            .set_values((CHART_SHEET, first, 1, last, 1))
            .set_points(&points)
            .set_data_label(
                ChartDataLabel::new()
                    .show_value()
                    .show_leader_lines()
                    .set_position(ChartDataLabelPosition::OutsideEnd),
            )
            .set_custom_data_labels(&labels(3, first, last));
        drawn.legend().set_hidden();
        Ok(drawn)
    }

    fn bars(&mut self, composition: &Composition, unit: &str) -> Result<Drawn, XlsxError> {
        let (first, last) = self.composition(composition, unit)?;
        let mut drawn = Drawn::new(ChartType::Bar);
        drawn
            .add_series()
            .set_categories((CHART_SHEET, first, 0, last, 0))
            .set_values((CHART_SHEET, first, 1, last, 1))
            .set_format(&mut solid(SHADES[0]))
            .set_gap(60)
            .set_custom_data_labels(&labels(3, first, last));
        lie(&mut drawn);
        drawn.legend().set_hidden();
        Ok(drawn)
    }

    /// Name, number, share, and the three as a label; gives back the first and last row.
    fn composition(
        &mut self,
        composition: &Composition,
        unit: &str,
    ) -> Result<(u32, u32), XlsxError> {
        for (column, head) in ["", unit, "占比", "标签"].into_iter().enumerate() {
            self.text(u16::try_from(column).unwrap_or_default(), head)?;
        }
        self.row += 1;
        let first = self.row;
        let last = first + u32::try_from(composition.parts.len().max(1)).unwrap_or(1) - 1;
        for part in &composition.parts {
            self.text(0, &part.label)?;
            self.sum(1, &part.cells, part.value)?;
            let share = Formula::new(share_formula(self.row, first, last))
                .set_result((part.share / Decimal::ONE_HUNDRED).to_string());
            let percent = faces::year_figure(0).set_num_format("0.0%");
            self.sheet
                .write_formula_with_format(self.row, 2, share, &percent)?;
            let row = self.row + 1;
            let label = format!(r#"=A{row}&" "&B{row}&" {unit}，"&TEXT(C{row},"0.0%")"#);
            let said = format!("{} {} {unit}，{}%", part.label, part.value, part.share);
            let label = Formula::new(label).set_result(said);
            let format = faces::year_label(FormatAlign::Left);
            self.sheet
                .write_formula_with_format(self.row, 3, label, &format)?;
            self.row += 1;
        }
        Ok((first, last))
    }

    fn matrix(&mut self, matrix: &Matrix) -> Result<Drawn, XlsxError> {
        let head = self.row;
        for (column, group) in (1..).zip(&matrix.groups) {
            self.text(column, &group.label)?;
        }
        for (place, label) in matrix.columns.iter().enumerate() {
            self.row += 1;
            self.text(0, label)?;
            for (column, group) in (1..).zip(&matrix.groups) {
                let value = group.values.get(place).copied().unwrap_or_default();
                let cell = group.cells.get(place).copied();
                self.sum(column, cell.as_slice(), value)?;
            }
        }
        let (first, last) = (head + 1, self.row);
        self.row += 1;
        let mut drawn = Drawn::new(ChartType::Bar);
        for (place, column) in (1..).take(matrix.groups.len()).enumerate() {
            let shade = SHADES.get(place * 3).copied().unwrap_or(SECOND);
            add_column(&mut drawn, [head, first, last], column, shade);
        }
        lie(&mut drawn);
        drawn.legend().set_position(ChartLegendPosition::Bottom);
        Ok(drawn)
    }

    fn trend(&mut self, trend: &Trend) -> Result<Drawn, XlsxError> {
        let head = self.row;
        for (column, line) in (1..).zip(&trend.lines) {
            self.text(column, &line.label)?;
        }
        let own = trend.years.len().saturating_sub(1);
        for (at, year) in trend.years.iter().enumerate() {
            self.row += 1;
            self.text(0, &format!("{year}年"))?;
            for (column, line) in (1..).zip(&trend.lines) {
                let Some(Some(Figure::Number(number))) = line.figures.get(at) else {
                    continue;
                };
                if at == own {
                    self.sum(column, &line.cells, *number)?;
                } else {
                    number_cell(self.sheet, self.row, column, *number)?;
                }
            }
        }
        let (first, last) = (head + 1, self.row);
        self.row += 1;
        let mut drawn = Drawn::new(ChartType::Column);
        for (place, column) in (1..).take(trend.lines.len()).enumerate() {
            let shade = if place == 0 { SHADES[0] } else { SECOND };
            add_column(&mut drawn, [head, first, last], column, shade);
        }
        let values = drawn.y_axis();
        values
            .set_min(0)
            .set_hidden(true)
            .set_major_gridlines(false);
        drawn.legend().set_position(ChartLegendPosition::Top);
        Ok(drawn)
    }

    fn text(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        let format = faces::year_label(FormatAlign::Left);
        self.sheet
            .write_string_with_format(self.row, column, text, &format)?;
        Ok(())
    }

    /// The sum of cells of the report; a number where they are on no sheet.
    fn sum(&mut self, column: u16, cells: &[Cell], value: Decimal) -> Result<(), XlsxError> {
        let Some(sum) = self.places.sum(cells) else {
            return number_cell(self.sheet, self.row, column, value);
        };
        let formula = Formula::new(format!("={sum}")).set_result(table::float(value).to_string());
        let format = faces::year_figure(value.scale());
        self.sheet
            .write_formula_with_format(self.row, column, formula, &format)?;
        Ok(())
    }
}

/// A part's share: whole steps, and one of those that are left if it lost more than the others.
/// A column of the sheet as a series, with its head as its name; the rows are those of the head
/// and of the first and last figure.
fn add_column(drawn: &mut Drawn, [head, first, last]: [u32; 3], column: u16, shade: u32) {
    drawn
        .add_series()
        .set_name((CHART_SHEET, head, column))
        .set_categories((CHART_SHEET, first, 0, last, 0))
        .set_values((CHART_SHEET, first, column, last, column))
        .set_format(&mut solid(shade))
        .set_data_label(ChartDataLabel::new().show_value());
}

fn share_formula(row: u32, first: u32, last: u32) -> String {
    let steps = 100 * 10_u32.pow(SHARE_DECIMALS);
    let (own, first, last) = (format!("B{}", row + 1), first + 1, last + 1);
    let all = format!("$B${first}:$B${last}");
    let sum = format!("SUM({all})");
    let lost = |cells: &str| format!("MOD({cells}*{steps},{sum})");
    let larger = format!("SUMPRODUCT(--({}>{}))", lost(&all), lost(&own));
    let above = if row + 1 == first {
        "0".to_owned()
    } else {
        let above = format!("$B${first}:B{row}");
        format!("SUMPRODUCT(--({}={}))", lost(&above), lost(&own))
    };
    let left = format!("{steps}-SUMPRODUCT(INT({all}*{steps}/{sum}))");
    format!("=IF({sum}=0,\"\",(INT({own}*{steps}/{sum})+IF({larger}+{above}<{left},1,0))/{steps})")
}

/// Bars from the top down, their lengths from zero.
fn lie(drawn: &mut Drawn) {
    let values = drawn.x_axis();
    values
        .set_min(0)
        .set_hidden(true)
        .set_major_gridlines(false);
    drawn.y_axis().set_reverse();
}

fn solid(color: u32) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(color));
    format
}

/// The labels of the parts, taken from their cells.
fn labels(column: u16, first: u32, last: u32) -> Vec<ChartDataLabel> {
    (first..=last)
        .map(|row| {
            let mut label = ChartDataLabel::new();
            label.set_value((CHART_SHEET, row, column));
            label
        })
        .collect()
}
