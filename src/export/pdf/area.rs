//! Filled outlines as the polygons of PDF.

use printpdf::{LinePoint, Op, PaintMode, Polygon, PolygonRing, WindingOrder};

use super::place;
use crate::export::layout::{Area, Edge, Outline};

/// The area as one polygon, in the colour that is set.
pub fn polygon(area: &Area) -> Op {
    Op::DrawPolygon {
        polygon: Polygon {
            rings: area.outlines.iter().map(ring).collect(),
            mode: PaintMode::Fill,
            winding_order: WindingOrder::EvenOdd,
        },
    }
}

fn ring(outline: &Outline) -> PolygonRing {
    let point = |(x, y): (f32, f32), bezier: bool| LinePoint {
        p: place(x, y),
        bezier,
    };
    let mut points = vec![point(outline.start, false)];
    for edge in &outline.edges {
        match *edge {
            Edge::Straight(to) => points.push(point(to, false)),
            Edge::Curve { controls, to } => {
                points.extend(controls.map(|control| point(control, true)));
                points.push(point(to, false));
            }
        }
    }
    PolygonRing { points }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::document::{Document, Mark};
    use crate::export::fonts::{Face, Fonts};
    use crate::export::layout::{Color, Line, Operation, Page, TextRun};
    use crate::export::pdf::write_pages;

    fn content(operations: Vec<Operation>) -> String {
        let page = Page {
            content: operations,
            ..Page::default()
        };
        let document = Document {
            title: "图".to_owned(),
            agency: String::new(),
            year: 2023,
            edition: String::new(),
            date: None,
            mark: Mark::Final,
            blocks: Vec::new(),
            header: Vec::new(),
            carried: None,
        };
        let bytes = write_pages(&[page], &document, Fonts::bundled()).expect("writes");
        let file = lopdf::Document::load_mem(&bytes).expect("reads");
        let page = *file.get_pages().get(&1).expect("one page");
        String::from_utf8_lossy(&file.get_page_content(page)).into_owned()
    }

    #[test]
    fn a_ring_is_two_outlines_filled_between() {
        let square = |from: f32, to: f32| {
            let corners = [(from, from), (to, from), (to, to), (from, to)];
            Area::polygon(&corners, Color::BLACK).outlines.remove(0)
        };
        let ring = Area {
            outlines: vec![square(10.0, 50.0), square(20.0, 40.0)],
            color: Color::rgb(255, 0, 51),
        };
        let content = content(vec![Operation::Area(ring)]);
        let words: Vec<_> = content.split_whitespace().collect();
        let count = |word: &str| words.iter().filter(|&&one| one == word).count();
        assert_eq!(
            (count("m"), count("l"), count("f*")),
            (2, 6, 1),
            "{content}"
        );
        assert!(content.contains("1 0 0.2 rg"), "{content}");
    }

    #[test]
    fn a_curve_keeps_its_controls() {
        let curve = Area {
            outlines: vec![Outline {
                start: (0.0, 297.0),
                edges: vec![Edge::Curve {
                    controls: [(25.4, 297.0), (25.4, 271.6)],
                    to: (0.0, 271.6),
                }],
            }],
            color: Color::BLACK,
        };
        let content = content(vec![Operation::Area(curve)]);
        let content = content.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(content.contains("72 0 72 72 0 72 c"), "{content}");
    }

    #[test]
    fn colours_are_set_where_they_change_only() {
        let line = |color| {
            Operation::Line(Line {
                from: (0.0, 0.0),
                to: (9.0, 9.0),
                width: 1.0,
                color,
            })
        };
        let text = |color| {
            Operation::Text(TextRun {
                text: "甲".to_owned(),
                face: Face::Hei,
                size: 10.0,
                x: 1.0,
                baseline: 9.0,
                spacing: 0.0,
                color,
            })
        };
        let red = Color::rgb(255, 0, 0);
        let area = Area::rectangle(1.0, 1.0, 5.0, 5.0, red);
        let colors = [Color::BLACK, Color::BLACK, red, red, Color::BLACK];
        let mut operations: Vec<_> = colors.into_iter().map(line).collect();
        operations.extend(colors.into_iter().map(text));
        operations.insert(9, Operation::Area(area));
        let content = content(operations);
        let words: Vec<_> = content.split_whitespace().collect();
        let count = |word: &str| words.iter().filter(|&&one| one == word).count();
        assert_eq!((count("RG"), count("rg")), (2, 2), "{content}");
    }
}
