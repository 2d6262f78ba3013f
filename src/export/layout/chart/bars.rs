//! Parts of a whole as bars, one below the other.

use super::canvas::{Align, Canvas, Type};
use super::palette::{ACCENT, RULE};
use crate::charts::Composition;
use crate::export::layout::page::Area;
use crate::value::Decimal;

const PITCH: f32 = 7.0;
const BAR: f32 = 4.2;
/// Between a label, its bar and its figure, in millimetres.
const GAP: f32 = 2.5;
/// The most of the width that labels take.
const LABELS: f32 = 0.36;

/// Draws it and gives back its height.
pub fn draw(composition: &Composition, unit: &str, width: f32, canvas: &mut Canvas<'_, '_>) -> f32 {
    let figures: Vec<String> = composition
        .parts
        .iter()
        .map(|part| format!("{} {unit}，{}%", part.value, part.share))
        .collect();
    let labels = composition
        .parts
        .iter()
        .map(|part| canvas.width(&part.label, Type::LABEL))
        .fold(0.0, f32::max)
        .min(width * LABELS);
    let numbers = figures
        .iter()
        .map(|figure| canvas.width(figure, Type::FIGURE))
        .fold(0.0, f32::max);
    let left = labels + GAP;
    let room = (width - left - GAP - numbers).max(1.0);
    let longest = composition.parts.iter().map(|part| part.value).max();
    for (row, (part, figure)) in composition.parts.iter().zip(&figures).enumerate() {
        let middle = (row as f32 + 0.5) * PITCH;
        let baseline = middle + Type::LABEL.drop();
        canvas.text(
            &part.label,
            Type::LABEL,
            Align::Right,
            (labels, baseline),
            labels,
        );
        let length = room * ratio(part.value, longest.unwrap_or_default());
        if !part.value.is_zero() {
            let top = middle - BAR / 2.0;
            canvas.area(Area::rectangle(left, top, length, BAR, ACCENT));
        }
        canvas.text(
            figure,
            Type::FIGURE,
            Align::Left,
            (left + length + GAP * 0.6, baseline),
            width - left - length - GAP * 0.6,
        );
    }
    let height = composition.parts.len() as f32 * PITCH;
    canvas.stroke((left, 0.0), (left, height), 0.5, RULE);
    height
}

/// A value as a part of the largest, 0 to 1: near enough for a drawing.
pub fn ratio(value: Decimal, largest: Decimal) -> f32 {
    let part = value.checked_div(largest).unwrap_or_default();
    part.try_into().unwrap_or(0.0_f32).clamp(0.0, 1.0)
}
