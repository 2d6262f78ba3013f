//! Characters as filled outlines, which no reader takes for text.

use printpdf::{
    LinePoint, Op, PaintMode, ParsedFont, Point, Polygon, PolygonRing, Pt, WindingOrder,
};

use super::round;
use crate::export::layout::{MM_PER_POINT, PAGE_HEIGHT, Shape};

/// A point of an outline, in font units, and whether the outline goes through it.
type Node = ((f32, f32), bool);

/// The shape's characters, one polygon each. A character the face lacks is left out.
pub fn polygons(shape: &Shape, font: &ParsedFont) -> Vec<Op> {
    let scale = shape.size / f32::from(font.pdf_font_metrics.units_per_em.max(1));
    let (sine, cosine) = shape.turn.to_radians().sin_cos();
    let left = shape.x / MM_PER_POINT;
    let base = (PAGE_HEIGHT - shape.baseline) / MM_PER_POINT;
    let mut pen = 0.0;
    let mut operations = Vec::new();
    for character in shape.text.chars() {
        let Some(glyph) = font.lookup_glyph_index(u32::from(character)) else {
            continue;
        };
        let place = |(x, y): (f32, f32)| {
            let (x, y) = ((x + pen) * scale, y * scale);
            Point {
                x: Pt(round(left + x * cosine - y * sine)),
                y: Pt(round(base + x * sine + y * cosine)),
            }
        };
        let rings = contours(font, glyph)
            .iter()
            .map(|contour| PolygonRing {
                points: curve(contour, &place),
            })
            .collect();
        operations.push(Op::DrawPolygon {
            polygon: Polygon {
                rings,
                mode: PaintMode::Fill,
                winding_order: WindingOrder::NonZero,
            },
        });
        pen += f32::from(font.get_horizontal_advance(glyph));
    }
    operations
}

/// The closed contours of a simple TrueType glyph.
fn contours(font: &ParsedFont, glyph: u16) -> Vec<Vec<Node>> {
    let Some(glyph) = font.get_or_decode_glyph(glyph) else {
        return Vec::new();
    };
    let (Some(points), Some(on_curve), Some(ends)) = (
        &glyph.raw_points,
        &glyph.raw_on_curve,
        &glyph.raw_contour_ends,
    ) else {
        return Vec::new();
    };
    let nodes: Vec<Node> = points
        .iter()
        .zip(on_curve)
        .map(|(&(x, y), &on)| ((f32::from(x), f32::from(y)), on))
        .collect();
    let mut begin = 0;
    ends.iter()
        .filter_map(|&end| {
            let contour = nodes.get(begin..=usize::from(end));
            begin = usize::from(end) + 1;
            contour.map(<[Node]>::to_vec)
        })
        .collect()
}

/// A contour's quadratic curves as the cubic ones PDF has.
fn curve(contour: &[Node], place: &dyn Fn((f32, f32)) -> Point) -> Vec<LinePoint> {
    let middle = |a: (f32, f32), b: (f32, f32)| ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
    let Some(start) = contour.iter().position(|node| node.1) else {
        return Vec::new();
    };
    let mut points = Vec::new();
    let mut line_to = |at: (f32, f32), bezier: bool| {
        points.push(LinePoint {
            p: place(at),
            bezier,
        });
    };
    let (before, from_start) = contour.split_at(start);
    let mut nodes = from_start.iter().chain(before).chain(from_start.first());
    let Some(&(mut here, _)) = nodes.next() else {
        return Vec::new();
    };
    line_to(here, false);
    let mut control: Option<(f32, f32)> = None;
    for &(at, on) in nodes {
        // Two control points in a row have a point of the curve half-way between them.
        let end = match (control, on) {
            (None, true) => {
                line_to(at, false);
                here = at;
                continue;
            }
            (None, false) => {
                control = Some(at);
                continue;
            }
            (Some(_), true) => at,
            (Some(control), false) => middle(control, at),
        };
        if let Some((x, y)) = control {
            let towards = |from: (f32, f32)| {
                (
                    from.0 + (x - from.0) * 2.0 / 3.0,
                    from.1 + (y - from.1) * 2.0 / 3.0,
                )
            };
            line_to(towards(here), true);
            line_to(towards(end), true);
            line_to(end, false);
        }
        here = end;
        control = if on { None } else { Some(at) };
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fonts::{Face, Fonts};

    #[test]
    fn characters_become_closed_curves_at_their_place() {
        let shape = Shape {
            text: "草稿".to_owned(),
            face: Face::Hei,
            size: 100.0,
            x: 50.0,
            baseline: 150.0,
            gray: 0.9,
            turn: 0.0,
        };
        let font = Fonts::bundled().face(Face::Hei).expect("the face is whole");
        let polygons = polygons(&shape, font);
        assert_eq!(polygons.len(), 2);
        let left = 50.0 / MM_PER_POINT;
        for (place, polygon) in polygons.iter().enumerate() {
            let Op::DrawPolygon { polygon } = polygon else {
                panic!("{polygon:?} is no polygon");
            };
            assert!(polygon.rings.len() > 3);
            let square = left + 100.0 * place as f32..=left + 100.0 * (place + 1) as f32;
            for ring in &polygon.rings {
                assert_eq!(
                    ring.points.first().map(|point| point.p),
                    ring.points.last().map(|point| point.p)
                );
                assert!(
                    ring.points
                        .iter()
                        .all(|point| square.contains(&point.p.x.0))
                );
            }
        }
    }
}
