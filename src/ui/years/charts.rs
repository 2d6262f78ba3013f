//! Small charts, one for each of the main indicators.
//!
//! A line is broken where a year, a figure or the comparison is missing, and
//! dashed where figures are only roughly comparable.

use eframe::egui::{
    self, FontId, Id, Rangef, Sense, Stroke, StrokeKind, Vec2b, WidgetInfo, accesskit::Role, vec2,
};
use egui_plot::{
    AxisHints, GridMark, LineStyle, Plot, PlotPoint, PlotPoints, PlotResponse, PlotTransform,
    Points, VLine,
};
use rust_decimal::prelude::ToPrimitive as _;

use crate::crosswalk::Mark;
use crate::years::{Line, Point, Years};

use super::super::cards;
use super::super::theme::{self, Palette};
use super::words;

const HEIGHT: f32 = 90.0;
const AXIS_WIDTH: f32 = 40.0;
const POINT_RADIUS: f32 = 3.0;
const LINE_WIDTH: f32 = 2.0;
/// How near the pointer has to be to the line between editions, in points.
const NEAR: f32 = 6.0;

/// All charts, so many beside each other.
pub fn ui(ui: &mut egui::Ui, years: &Years, across: usize) {
    let lines: Vec<&Line> = charted(years).collect();
    for row in lines.chunks(across) {
        ui.columns(across, |columns| {
            for (ui, line) in columns.iter_mut().zip(row) {
                chart_ui(ui, years, line);
            }
        });
    }
}

fn charted(years: &Years) -> impl Iterator<Item = &Line> {
    years.lines.iter().filter(|line| line.indicator.chart)
}

fn chart_ui(ui: &mut egui::Ui, years: &Years, line: &Line) {
    let indicator = &line.indicator;
    let card = cards::card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal(|ui| {
            ui.label(theme::strong(indicator.label.as_str()).size(theme::CELL_SIZE));
            ui.label(theme::small(ui, indicator.unit.as_str()));
        });
        plot_ui(ui, years, line);
    });
    let rect = card.response.rect;
    let id = Id::unique(("years chart", &indicator.id));
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    let name = chart_sentence(years, line);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    if response.has_focus() {
        let stroke = Stroke::new(theme::CURSOR_LINE, theme::palette(ui).accent);
        ui.painter()
            .rect_stroke(rect, theme::RADIUS, stroke, StrokeKind::Inside);
    }
    if response.gained_focus() {
        ui.scroll_to_rect(rect, None);
    }
}

/// The chart as a sentence: `新收申请折线图：2018年 20件，2019年 31件`.
fn chart_sentence(years: &Years, line: &Line) -> String {
    let unit = &line.indicator.unit;
    let numbers = line.figures.iter().enumerate().filter_map(|(at, figure)| {
        let number = figure.number()?;
        Some(format!("{}年 {number}{unit}", words::year_of(years, at)))
    });
    let numbers: Vec<String> = numbers.collect();
    format!("{}折线图：{}", line.indicator.label, numbers.join("，"))
}

fn plot_ui(ui: &mut egui::Ui, years: &Years, line: &Line) {
    let palette = theme::palette(ui);
    let pieces: Vec<Vec<[f64; 2]>> = years
        .pieces(line)
        .iter()
        .flat_map(|piece| piece.chunk_by(|_, next| next.mark == Mark::Comparable))
        .map(|points| points.iter().map(|point| place(years, point)).collect())
        .collect();
    let dashed: Vec<Vec<[f64; 2]>> = years
        .pieces(line)
        .iter()
        .flat_map(|piece| piece.windows(2))
        .filter(|step| step.last().is_some_and(|to| to.mark == Mark::Roughly))
        .map(|step| step.iter().map(|point| place(years, point)).collect())
        .collect();
    let highest = pieces.iter().flatten().map(|[_, y]| *y).fold(0.0, f64::max);
    let top = round_above(highest);
    let first = years.columns.first().map_or(0, |column| column.year);
    let last = years.columns.last().map_or(0, |column| column.year);
    let changes = edition_changes(years);
    let at: Vec<f64> = changes.iter().map(|(x, _)| *x).collect();
    let response = frame(line, first..=last, top, palette).show(ui, move |plot| {
        plot.set_plot_bounds_x(f64::from(first) - 0.5..=f64::from(last) + 0.5);
        plot.set_plot_bounds_y(0.0..=top * 1.12);
        for x in at {
            let stroke = Stroke::new(1.0, palette.weak);
            let line = VLine::new("", x).stroke(stroke);
            plot.vline(line.style(LineStyle::dashed_dense()).allow_hover(false));
        }
        for points in dashed {
            let line = egui_plot::Line::new("", points);
            let line = line.color(palette.accent).width(LINE_WIDTH);
            plot.line(line.style(LineStyle::dashed_dense()).allow_hover(false));
        }
        for points in pieces {
            let line = egui_plot::Line::new("", points.clone());
            plot.line(
                line.color(palette.accent)
                    .width(LINE_WIDTH)
                    .allow_hover(false),
            );
            let dots = Points::new("", PlotPoints::from(points));
            let dots = dots.color(palette.accent).radius(POINT_RADIUS);
            plot.points(dots.allow_hover(false));
        }
    });
    hover_ui(ui, years, line, &changes, response);
}

/// Axes and grid; nothing to drag, zoom or choose.
fn frame(
    line: &Line,
    years: std::ops::RangeInclusive<u16>,
    top: f64,
    palette: &Palette,
) -> Plot<'static> {
    let font = FontId::proportional(theme::SMALL_SIZE - 1.5);
    let axis = |hints: AxisHints<'static>| {
        hints
            .tick_label_color(palette.weak)
            .tick_label_font(font.clone())
    };
    let bottom = axis(AxisHints::new_x())
        .label_spacing(Rangef::new(26.0, 30.0))
        .formatter(|mark, _| format!("{:.0}", mark.value));
    let side = axis(AxisHints::new_y())
        .label_spacing(Rangef::new(10.0, 12.0))
        .min_thickness(AXIS_WIDTH)
        .formatter(move |mark, _| axis_label(mark.value, top));
    let whole_years = move |_| {
        let marks = years.clone().map(|year| GridMark {
            value: f64::from(year),
            step_size: 1.0,
        });
        marks.collect()
    };
    let three = move |_| {
        let marks = [0.0, top / 2.0, top].map(|value| GridMark {
            value,
            step_size: top / 2.0,
        });
        marks.to_vec()
    };
    Plot::new(("years plot", line.indicator.id.clone()))
        .height(HEIGHT)
        .custom_x_axes(vec![bottom])
        .custom_y_axes(vec![side])
        .x_grid_spacer(whole_years)
        .y_grid_spacer(three)
        .show_grid(Vec2b::new(false, true))
        .grid_color(palette.hairline)
        .grid_fade(0.0)
        .show_background(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_axis_zoom_drag(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_x(false)
        .show_y(false)
        .cursor_color(theme::CLEAR)
        .label_formatter(|_| None)
        .sense(Sense::hover())
        .set_margin_fraction(vec2(0.0, 0.0))
}

/// Says the nearest year's figure, or between which editions a line stands.
fn hover_ui(
    ui: &egui::Ui,
    years: &Years,
    line: &Line,
    changes: &[(f64, String)],
    plot: PlotResponse<()>,
) {
    let Some(pointer) = plot.response.hover_pos() else {
        return;
    };
    let transform: &PlotTransform = &plot.transform;
    let change = changes
        .iter()
        .find(|(x, _)| (transform.position_from_point_x(*x) - pointer.x).abs() <= NEAR);
    if let Some((_, sentence)) = change {
        plot.response.on_hover_text(sentence);
        return;
    }
    let x = transform.value_from_position(pointer).x;
    let nearest = years.columns.iter().enumerate().min_by(|(_, a), (_, b)| {
        let distance = |year: u16| (f64::from(year) - x).abs();
        distance(a.year).total_cmp(&distance(b.year))
    });
    let Some((at, column)) = nearest else {
        return;
    };
    if let Some(y) = line
        .figures
        .get(at)
        .and_then(|figure| figure.number()?.to_f64())
    {
        let point = transform.position_from_point(&PlotPoint::new(f64::from(column.year), y));
        let palette = theme::palette(ui);
        let ring = Stroke::new(LINE_WIDTH, palette.accent);
        ui.painter()
            .circle(point, POINT_RADIUS + 1.5, palette.paper, ring);
    }
    let sentence = words::figure_sentence(years, line, at);
    plot.response
        .on_hover_text(format!("{}年：{sentence}", column.year));
}

fn place(years: &Years, point: &Point) -> [f64; 2] {
    let year = words::year_of(years, point.column);
    [f64::from(year), point.number.to_f64().unwrap_or_default()]
}

/// Where editions change, between two years, and from which to which.
fn edition_changes(years: &Years) -> Vec<(f64, String)> {
    years
        .columns
        .windows(2)
        .filter_map(|pair| match pair {
            [one, next] if one.form.edition() != next.form.edition() => {
                let between = (f64::from(one.year) + f64::from(next.year)) / 2.0;
                Some((
                    between,
                    format!("更换版式：{} → {}", one.label(), next.label()),
                ))
            }
            _ => None,
        })
        .collect()
}

/// A round number not below `highest`, for the top of an axis.
fn round_above(highest: f64) -> f64 {
    if highest <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(highest.log10().floor());
    let steps = [1.0, 1.2, 1.6, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    let step = steps.into_iter().find(|step| step * power >= highest);
    step.unwrap_or(10.0) * power
}

/// A number at an axis, without noughts behind it; half a case is none.
fn axis_label(value: f64, top: f64) -> String {
    if value.fract() != 0.0 && top.fract() == 0.0 && top < 10.0 {
        return String::new();
    }
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_a_round_number() {
        assert_eq!(round_above(0.0), 1.0);
        assert_eq!(round_above(2180.0), 3000.0);
        assert_eq!(round_above(98.7), 100.0);
        assert_eq!(round_above(3.0), 3.0);
        assert_eq!(axis_label(2000.0, 4000.0), "2000");
        assert_eq!(axis_label(1.5, 3.0), "");
        assert_eq!(axis_label(0.25, 0.5), "0.25");
        assert_eq!(axis_label(0.0, 3.0), "0");
    }
}
