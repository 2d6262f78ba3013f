//! Parts of a whole as a ring: labels beside their pieces, the smallest in a list of their own.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use super::bars::ratio;
use super::canvas::{Align, Canvas, Type};
use super::palette::{INK, QUIET, RULE, shade};
use crate::charts::{Composition, Part};
use crate::export::layout::page::{Area, Color, Edge, Outline};
use crate::value::Decimal;

const OUTER: f32 = 22.0;
const INNER: f32 = 13.0;
/// Percent; a smaller part goes into the list.
const SMALL: i64 = 4;
/// From the ring to where a label's line bends, and to the label.
const BEND: f32 = 4.0;
const LABEL: f32 = 6.5;
/// The pitch of the lines of a label, and of labels.
const LINE: f32 = 4.3;
const PITCH: f32 = 2.0 * LINE + 1.4;
/// The part of the width the list takes, where there is one.
const LIST: f32 = 0.3;
const SWATCH: f32 = 2.6;
/// The white between pieces, in points.
const GAP: f32 = 0.8;

/// A piece of the ring. Angles are clockwise from the top.
struct Piece<'a> {
    part: &'a Part,
    color: Color,
    from: f32,
    to: f32,
}

impl Piece<'_> {
    fn middle(&self) -> f32 {
        f32::midpoint(self.from, self.to)
    }

    fn is_small(&self) -> bool {
        self.part.share < Decimal::from(SMALL)
    }
}

/// Draws it and gives back its height.
pub fn draw(composition: &Composition, unit: &str, width: f32, canvas: &mut Canvas<'_, '_>) -> f32 {
    let pieces = pieces(composition);
    let (listed, beside): (Vec<&Piece<'_>>, Vec<&Piece<'_>>) =
        pieces.iter().partition(|piece| piece.is_small());
    let ring_width = if listed.is_empty() {
        width
    } else {
        width * (1.0 - LIST)
    };
    let side = |right: bool| {
        let mut side: Vec<&Piece<'_>> = beside
            .iter()
            .copied()
            .filter(|piece| (piece.middle() < PI) == right)
            .collect();
        if !right {
            side.reverse();
        }
        side
    };
    let (left, right) = (side(false), side(true));
    let labels = left.len().max(right.len()) as f32 * PITCH;
    let list = listed.len() as f32 * LINE * 1.15 + LINE;
    let height = (2.0 * OUTER + 4.0).max(labels).max(list);
    let centre = (ring_width / 2.0, height / 2.0);

    for piece in &pieces {
        if piece.to > piece.from {
            canvas.area(segment(centre, piece));
        }
    }
    gaps(&pieces, centre, canvas);
    middle(composition, unit, centre, canvas);
    let room = ring_width / 2.0 - OUTER - LABEL;
    label_side(&left, unit, centre, (-1.0, room), height, canvas);
    label_side(&right, unit, centre, (1.0, room), height, canvas);
    let top = (height - list) / 2.0;
    list_small(&listed, unit, (ring_width, top), width - ring_width, canvas);
    height
}

fn pieces(composition: &Composition) -> Vec<Piece<'_>> {
    let count = composition.parts.len();
    let mut from = 0.0;
    let pieces = composition.parts.iter().enumerate().map(|(index, part)| {
        let to = from + TAU * ratio(part.value, composition.whole);
        let piece = Piece {
            part,
            color: shade(index, count),
            from,
            to,
        };
        from = to;
        piece
    });
    pieces.collect()
}

fn on_circle(centre: (f32, f32), radius: f32, angle: f32) -> (f32, f32) {
    let (sine, cosine) = (angle - FRAC_PI_2).sin_cos();
    (centre.0 + radius * cosine, centre.1 + radius * sine)
}

/// A piece as an outline: out along one edge, around, and back inside.
fn segment(centre: (f32, f32), piece: &Piece<'_>) -> Area {
    let mut edges = arc(centre, OUTER, piece.from, piece.to);
    edges.push(Edge::Straight(on_circle(centre, INNER, piece.to)));
    edges.extend(arc(centre, INNER, piece.to, piece.from));
    Area {
        outlines: vec![Outline {
            start: on_circle(centre, OUTER, piece.from),
            edges,
        }],
        color: piece.color,
    }
}

/// An arc as Bézier curves of at most a quarter each.
fn arc(centre: (f32, f32), radius: f32, from: f32, to: f32) -> Vec<Edge> {
    let count = ((to - from).abs() / FRAC_PI_2).ceil().max(1.0);
    let step = (to - from) / count;
    let reach = radius * 4.0 / 3.0 * (step / 4.0).tan();
    let along = |angle: f32, reach: f32| {
        let (x, y) = on_circle(centre, radius, angle);
        let (sine, cosine) = (angle - FRAC_PI_2).sin_cos();
        (x - sine * reach, y + cosine * reach)
    };
    (0..count as usize)
        .map(|index| {
            let begin = from + index as f32 * step;
            let end = begin + step;
            Edge::Curve {
                controls: [along(begin, reach), along(end, -reach)],
                to: on_circle(centre, radius, end),
            }
        })
        .collect()
}

fn gaps(pieces: &[Piece<'_>], centre: (f32, f32), canvas: &mut Canvas<'_, '_>) {
    let drawn: Vec<_> = pieces
        .iter()
        .filter(|piece| piece.to > piece.from)
        .collect();
    if drawn.len() < 2 {
        return;
    }
    for piece in drawn {
        let inner = on_circle(centre, INNER, piece.from);
        let outer = on_circle(centre, OUTER, piece.from);
        canvas.stroke(inner, outer, GAP, Color::WHITE);
    }
}

/// The whole in the ring's middle.
fn middle(composition: &Composition, unit: &str, centre: (f32, f32), canvas: &mut Canvas<'_, '_>) {
    let most = 2.0 * INNER - 4.0;
    let number = Type::new(17.0, INK);
    let text = composition.whole.to_string();
    canvas.text(
        &text,
        number,
        Align::Centre,
        (centre.0, centre.1 + 1.0),
        most,
    );
    let label = format!("{}（{unit}）", composition.label);
    let at = (centre.0, centre.1 + 6.2);
    canvas.text(&label, Type::NOTE, Align::Centre, at, most);
}

/// The labels on one side, from the top; `sign` is -1 for the left.
fn label_side(
    pieces: &[&Piece<'_>],
    unit: &str,
    centre: (f32, f32),
    (sign, room): (f32, f32),
    height: f32,
    canvas: &mut Canvas<'_, '_>,
) {
    let wished: Vec<f32> = pieces
        .iter()
        .map(|piece| on_circle(centre, OUTER, piece.middle()).1)
        .collect();
    let align = if sign < 0.0 {
        Align::Right
    } else {
        Align::Left
    };
    for (piece, y) in pieces.iter().zip(apart(&wished, PITCH, height)) {
        let edge = on_circle(centre, OUTER + 0.6, piece.middle());
        let bend = (centre.0 + sign * (OUTER + BEND), y);
        let text = centre.0 + sign * (OUTER + LABEL);
        canvas.stroke(edge, bend, 0.5, QUIET);
        canvas.stroke(bend, (text - sign * 0.8, y), 0.5, QUIET);
        canvas.text(&piece.part.label, Type::LABEL, align, (text, y - 0.7), room);
        let figure = figure(piece.part, unit);
        canvas.text(&figure, Type::FIGURE, align, (text, y - 0.7 + LINE), room);
    }
}

fn figure(part: &Part, unit: &str) -> String {
    format!("{} {unit}，{}%", part.value, part.share)
}

/// Places near the wished ones, in their order, at least `pitch` apart and all within `height`
/// as far as there is room.
fn apart(wished: &[f32], pitch: f32, height: f32) -> Vec<f32> {
    let mut places = Vec::with_capacity(wished.len());
    let mut least = pitch / 2.0;
    for &wish in wished {
        let place = wish.max(least);
        places.push(place);
        least = place + pitch;
    }
    let mut most = height - pitch / 2.0;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - pitch;
    }
    places
}

/// The small parts in their order, below each other.
fn list_small(
    pieces: &[&Piece<'_>],
    unit: &str,
    (left, top): (f32, f32),
    width: f32,
    canvas: &mut Canvas<'_, '_>,
) {
    if pieces.is_empty() {
        return;
    }
    let pitch = LINE * 1.15;
    let height = pieces.len() as f32 * pitch + LINE;
    canvas.stroke((left, top), (left, top + height), 0.5, RULE);
    let left = left + 3.0;
    let head = format!("不到 {SMALL}% 的");
    canvas.text(&head, Type::NOTE, Align::Left, (left, top + 3.0), width);
    for (row, piece) in pieces.iter().enumerate() {
        let middle = top + LINE + (row as f32 + 0.5) * pitch;
        let swatch = middle - SWATCH / 2.0;
        canvas.area(Area::rectangle(left, swatch, SWATCH, SWATCH, piece.color));
        let text = format!("{} {}", piece.part.label, figure(piece.part, unit));
        let at = (left + SWATCH + 1.5, middle + Type::LABEL.drop());
        let room = width - 3.0 - SWATCH - 1.5;
        canvas.text(&text, Type::LABEL, Align::Left, at, room);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn labels_never_overlap_and_stay_inside(
            mut wished in prop::collection::vec(-5.0_f32..60.0, 0..9),
        ) {
            wished.sort_by(f32::total_cmp);
            let height = (wished.len() as f32 * PITCH).max(48.0);
            let places = apart(&wished, PITCH, height);
            prop_assert_eq!(places.len(), wished.len());
            for pair in places.windows(2) {
                prop_assert!(pair[1] - pair[0] >= PITCH - 0.01);
            }
            for place in places {
                prop_assert!((PITCH / 2.0 - 0.01..=height - PITCH / 2.0 + 0.01).contains(&place));
            }
        }
    }
}
