//! Figures over the years as columns beside each other.

use super::bars::ratio;
use super::canvas::{Align, Canvas, Type};
use super::palette::{QUIET, RULE, shade};
use crate::charts::{Line, Trend};
use crate::crosswalk::Mark;
use crate::export::layout::page::{Area, Color};
use crate::value::Decimal;
use crate::years::Figure;

/// From the top: the names of the lines, the plot, the years.
const KEY: f32 = 7.0;
const PLOT: f32 = 36.0;
const YEARS: f32 = 6.0;
/// Room for the number over the highest column.
const NUMBER: f32 = 5.0;
/// The most a year takes, and the most of it that columns take.
const WIDEST: f32 = 34.0;
const COLUMNS: f32 = 0.72;
/// The most one column takes, in millimetres.
const BROADEST: f32 = 10.0;
/// Between the columns of a year.
const GAP: f32 = 0.8;
const SWATCH: f32 = 3.2;

/// Draws it and gives back its height.
pub fn draw(trend: &Trend, width: f32, canvas: &mut Canvas<'_, '_>) -> f32 {
    let count = trend.years.len().max(1) as f32;
    let slot = (width / count).min(WIDEST);
    let left = (width - slot * count) / 2.0;
    let axis = KEY + PLOT;
    key(&trend.lines, left, canvas);
    canvas.stroke((left, axis), (left + slot * count, axis), 0.75, QUIET);
    let numbers = trend.lines.iter().flat_map(|line| &line.figures);
    let numbers = numbers.filter_map(|figure| figure.and_then(Figure::number));
    let largest = numbers.max().unwrap_or_default();
    for (at, (year, step)) in trend.years.iter().zip(&trend.steps).enumerate() {
        let slot_left = left + at as f32 * slot;
        let middle = slot_left + slot / 2.0;
        canvas.text(
            &format!("{year}年"),
            Type::LABEL,
            Align::Centre,
            (middle, axis + 4.6),
            slot,
        );
        if let Some(mark) = *step {
            border(mark, slot_left, axis, canvas);
        }
        if trend.lines.iter().all(|line| line.figure(at).is_none()) {
            let place = (middle, axis - 2.0);
            canvas.text("没有年报", Type::NOTE, Align::Centre, place, slot);
            continue;
        }
        year_columns(trend, at, (slot_left, slot), largest, canvas);
    }
    axis + YEARS
}

impl Line {
    fn figure(&self, year: usize) -> Option<Figure> {
        self.figures.get(year).copied().flatten()
    }
}

fn color(line: usize) -> Color {
    shade(line * 4, 5)
}

/// The names of the lines over the plot.
fn key(lines: &[Line], left: f32, canvas: &mut Canvas<'_, '_>) {
    let mut x = left;
    for (place, line) in lines.iter().enumerate() {
        canvas.area(Area::rectangle(x, 0.4, SWATCH, SWATCH, color(place)));
        x += SWATCH + 1.5;
        let at = (x, 0.4 + SWATCH / 2.0 + Type::LABEL.drop());
        canvas.text(&line.label, Type::LABEL, Align::Left, at, f32::MAX);
        x += canvas.width(&line.label, Type::LABEL) + 7.0;
    }
}

/// The columns of one year in its slot: left end and width.
fn year_columns(
    trend: &Trend,
    year: usize,
    (left, slot): (f32, f32),
    largest: Decimal,
    canvas: &mut Canvas<'_, '_>,
) {
    let axis = KEY + PLOT;
    let count = trend.lines.len().max(1) as f32;
    let column = ((slot * COLUMNS - GAP * (count - 1.0)) / count).min(BROADEST);
    let together = column * count + GAP * (count - 1.0);
    let first = left + (slot - together) / 2.0;
    for (place, line) in trend.lines.iter().enumerate() {
        let x = first + place as f32 * (column + GAP);
        let middle = x + column / 2.0;
        let Some(Figure::Number(number)) = line.figure(year) else {
            let word = Line::lack(line.figure(year));
            canvas.text(
                word,
                Type::NOTE,
                Align::Centre,
                (middle, axis - 1.6),
                column,
            );
            continue;
        };
        let height = (PLOT - NUMBER) * ratio(number, largest);
        if !number.is_zero() {
            canvas.area(Area::rectangle(
                x,
                axis - height,
                column,
                height,
                color(place),
            ));
        }
        let at = (middle, axis - height - 1.3);
        canvas.text(
            &number.to_string(),
            Type::FIGURE,
            Align::Centre,
            at,
            column + GAP,
        );
    }
}

/// Where figures of two years don't mean quite the same.
fn border(mark: Mark, x: f32, axis: f32, canvas: &mut Canvas<'_, '_>) {
    match mark {
        Mark::Comparable => return,
        Mark::Roughly => canvas.dashes((x, KEY + 4.5), (x, axis), 0.75, RULE),
        Mark::NotComparable => canvas.stroke((x, KEY + 4.5), (x, axis), 0.75, QUIET),
    }
    canvas.text(
        mark.label(),
        Type::NOTE,
        Align::Centre,
        (x, KEY + 3.0),
        f32::MAX,
    );
}
