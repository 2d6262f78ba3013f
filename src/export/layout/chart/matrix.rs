//! Groups of figures beside each other over the same rows.

use super::bars::ratio;
use super::canvas::{Align, Canvas, Type};
use super::palette::{ACCENT, RULE};
use crate::charts::Matrix;
use crate::export::layout::page::Area;

const HEAD: f32 = 10.0;
const PITCH: f32 = 6.4;
const BAR: f32 = 3.8;
/// Between columns, in millimetres.
const GAP: f32 = 3.0;

/// Draws it and gives back its height.
pub fn draw(matrix: &Matrix, unit: &str, width: f32, canvas: &mut Canvas<'_, '_>) -> f32 {
    let labels = matrix
        .columns
        .iter()
        .map(|column| canvas.width(column, Type::LABEL))
        .fold(0.0, f32::max);
    let count = matrix.groups.len().max(1) as f32;
    let column = (width - labels) / count - GAP;
    let values = || matrix.groups.iter().flat_map(|group| &group.values);
    let largest = values().copied().max().unwrap_or_default();
    let numbers = values()
        .map(|value| canvas.width(&value.to_string(), Type::FIGURE))
        .fold(0.0, f32::max);
    let room = (column - numbers - 1.5).max(1.0);
    let middle = |row: usize| HEAD + (row as f32 + 0.5) * PITCH;
    let height = HEAD + matrix.columns.len() as f32 * PITCH;
    for (row, label) in matrix.columns.iter().enumerate() {
        let baseline = middle(row) + Type::LABEL.drop();
        canvas.text(label, Type::LABEL, Align::Right, (labels, baseline), labels);
    }
    for (place, group) in matrix.groups.iter().enumerate() {
        let left = labels + GAP + place as f32 * (column + GAP);
        canvas.text(&group.label, Type::LABEL, Align::Left, (left, 3.2), column);
        let total = format!("共 {} {unit}", group.total);
        canvas.text(&total, Type::NOTE, Align::Left, (left, 7.4), column);
        canvas.stroke((left, HEAD - 1.0), (left, height), 0.5, RULE);
        for (row, value) in group.values.iter().enumerate() {
            let length = room * ratio(*value, largest);
            if !value.is_zero() {
                let top = middle(row) - BAR / 2.0;
                canvas.area(Area::rectangle(left, top, length, BAR, ACCENT));
            }
            let style = if value.is_zero() {
                Type::QUIET
            } else {
                Type::FIGURE
            };
            let at = (left + length + 1.5, middle(row) + style.drop());
            canvas.text(&value.to_string(), style, Align::Left, at, numbers);
        }
    }
    height
}
