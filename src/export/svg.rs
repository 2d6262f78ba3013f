//! A drawing as SVG: glyphs as outlines, so that it looks the same where the faces are missing;
//! what it shows stands in its title and description. Each glyph is written once.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tiny_skia::PathSegment;

use super::fonts::{Face, FontError, Fonts};
use super::layout::{
    Area, Color, Edge, Line, MM_PER_POINT, Operation, PAGE_HEIGHT, PAGE_WIDTH, Page, Shape, TextRun,
};
use super::markup::escaped;
use super::raster::outlines::Outlines;

/// Glyphs are written in thousandths of an em.
const EM: f32 = 1000.0;

/// A rectangle of operations with what it says in words.
#[derive(Clone, Copy, Debug)]
pub struct Drawing<'a> {
    /// Millimetres.
    pub width: f32,
    pub height: f32,
    pub title: &'a str,
    pub description: &'a str,
    /// Stands before every id, to tell drawings in one file apart: letters and digits.
    pub prefix: &'a str,
}

/// A page as an SVG file; the same bytes always.
///
/// # Errors
/// If a face can't be read.
pub fn write(
    page: &Page,
    title: &str,
    description: &str,
    fonts: &Fonts,
) -> Result<Vec<u8>, FontError> {
    let drawing = Drawing {
        width: PAGE_WIDTH,
        height: PAGE_HEIGHT,
        title,
        description,
        prefix: "",
    };
    let svg = element(&drawing, page.operations(), fonts)?;
    Ok(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{svg}\n").into_bytes())
}

/// An `svg` element, to stand in a file of its own or in a page of the web.
///
/// # Errors
/// If a face can't be read.
pub fn element<'a>(
    drawing: &Drawing<'_>,
    operations: impl IntoIterator<Item = &'a Operation>,
    fonts: &Fonts,
) -> Result<String, FontError> {
    let mut pen = Pen {
        body: String::new(),
        prefix: drawing.prefix,
        outlines: Outlines::new(fonts),
        glyphs: BTreeMap::new(),
    };
    for operation in operations {
        pen.draw(operation)?;
    }
    let Drawing {
        width,
        height,
        prefix,
        ..
    } = drawing;
    let (width, height) = (number(*width), number(*height));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-labelledby=\"{prefix}title {prefix}desc\">\
         <title id=\"{prefix}title\">{}</title><desc id=\"{prefix}desc\">{}</desc>\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/><defs>",
        escaped(drawing.title),
        escaped(drawing.description),
    );
    for (&(face, character), path) in &pen.glyphs {
        let id = glyph_id(prefix, face, character);
        let _ = write!(svg, "<path id=\"{id}\" d=\"{path}\"/>");
    }
    let _ = write!(svg, "</defs>{}</svg>", pen.body);
    Ok(svg)
}

/// Writes operations, and the outlines of their glyphs apart.
struct Pen<'a> {
    body: String,
    prefix: &'a str,
    outlines: Outlines<'a>,
    glyphs: BTreeMap<(Face, char), String>,
}

/// A row of characters.
struct Row<'a> {
    text: &'a str,
    face: Face,
    /// In points.
    size: f32,
    at: (f32, f32),
    /// Points after each character.
    spacing: f32,
    turn: f32,
    color: Color,
}

impl Pen<'_> {
    fn draw(&mut self, operation: &Operation) -> Result<(), FontError> {
        match operation {
            Operation::Text(run) => self.row(&Row::of_text(run)),
            Operation::Shape(shape) => self.row(&Row::of_shape(shape)),
            Operation::Line(line) => {
                self.line(line);
                Ok(())
            }
            Operation::Area(area) => {
                self.area(area);
                Ok(())
            }
        }
    }

    fn row(&mut self, row: &Row<'_>) -> Result<(), FontError> {
        let scale = row.size * MM_PER_POINT / EM;
        let turn = if row.turn == 0.0 {
            String::new()
        } else {
            format!(" rotate({})", number(-row.turn))
        };
        let _ = write!(
            self.body,
            "<g fill=\"{}\" transform=\"translate({} {}){turn} scale({})\">",
            hex(row.color),
            number(row.at.0),
            number(row.at.1),
            fine(scale),
        );
        let mut x = 0.0;
        for character in row.text.chars() {
            let Some(glyph) = self.outlines.glyph(row.face, character)? else {
                continue;
            };
            let advance = glyph.advance;
            if let Some(path) = &glyph.path {
                let id = glyph_id(self.prefix, row.face, character);
                let _ = write!(self.body, "<use href=\"#{id}\" x=\"{}\"/>", number(x));
                self.glyphs
                    .entry((row.face, character))
                    .or_insert_with(|| outline(path.segments()));
            }
            x += advance * EM + row.spacing / row.size * EM;
        }
        self.body.push_str("</g>");
        Ok(())
    }

    fn line(&mut self, line: &Line) {
        let _ = write!(
            self.body,
            "<path d=\"M{} {}L{} {}\" stroke=\"{}\" stroke-width=\"{}\" stroke-linecap=\"square\"/>",
            number(line.from.0),
            number(line.from.1),
            number(line.to.0),
            number(line.to.1),
            hex(line.color),
            number(line.width * MM_PER_POINT),
        );
    }

    fn area(&mut self, area: &Area) {
        let _ = write!(
            self.body,
            "<path fill=\"{}\" fill-rule=\"evenodd\" d=\"",
            hex(area.color)
        );
        let point = |(x, y): (f32, f32)| format!("{} {}", number(x), number(y));
        for outline in &area.outlines {
            let _ = write!(self.body, "M{}", point(outline.start));
            for edge in &outline.edges {
                let _ = match *edge {
                    Edge::Straight(to) => write!(self.body, "L{}", point(to)),
                    Edge::Curve { controls, to } => {
                        let [first, second] = controls.map(point);
                        write!(self.body, "C{first} {second} {}", point(to))
                    }
                };
            }
            self.body.push('Z');
        }
        self.body.push_str("\"/>");
    }
}

impl<'a> Row<'a> {
    fn of_text(run: &'a TextRun) -> Self {
        Self {
            text: &run.text,
            face: run.face,
            size: run.size,
            at: (run.x, run.baseline),
            spacing: run.spacing,
            turn: 0.0,
            color: run.color,
        }
    }

    fn of_shape(shape: &'a Shape) -> Self {
        let gray = (shape.gray * 255.0).round() as u8;
        Self {
            text: &shape.text,
            face: shape.face,
            size: shape.size,
            at: (shape.x, shape.baseline),
            spacing: 0.0,
            turn: shape.turn,
            color: Color::rgb(gray, gray, gray),
        }
    }
}

/// A glyph's path in thousandths, its y axis pointing down.
fn outline(segments: impl Iterator<Item = PathSegment>) -> String {
    let point =
        |point: tiny_skia::Point| format!("{} {}", (point.x * EM).round(), (-point.y * EM).round());
    let pieces = segments.map(|segment| match segment {
        PathSegment::MoveTo(to) => format!("M{}", point(to)),
        PathSegment::LineTo(to) => format!("L{}", point(to)),
        PathSegment::QuadTo(control, to) => format!("Q{} {}", point(control), point(to)),
        PathSegment::CubicTo(first, second, to) => {
            format!("C{} {} {}", point(first), point(second), point(to))
        }
        PathSegment::Close => "Z".to_owned(),
    });
    pieces.collect()
}

fn glyph_id(prefix: &str, face: Face, character: char) -> String {
    format!("{prefix}{face:?}{:x}", u32::from(character))
}

/// Hundredths of a millimetre are finer than any screen.
fn number(number: f32) -> f32 {
    (number * 100.0).round() / 100.0 + 0.0
}

fn fine(number: f32) -> f32 {
    (number * 1_000_000.0).round() / 1_000_000.0
}

fn hex(color: Color) -> String {
    format!("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(color: Color) -> Page {
        let run = TextRun {
            text: "年年报".to_owned(),
            face: Face::Hei,
            size: 12.0,
            x: 10.0,
            baseline: 20.0,
            spacing: 0.0,
            color,
        };
        Page {
            content: vec![
                Operation::Text(run),
                Operation::Area(Area::rectangle(1.0, 2.0, 3.0, 4.0, color)),
            ],
            ..Page::default()
        }
    }

    #[test]
    fn a_glyph_is_written_once_and_used_where_it_stands() {
        let bytes = write(
            &page(Color::rgb(255, 0, 51)),
            "甲<乙>",
            "说&明\u{1}",
            Fonts::bundled(),
        );
        let text = String::from_utf8(bytes.expect("writes")).expect("is a text");
        let parsed = roxmltree::Document::parse(&text).expect("is XML");
        let count = |name: &str| {
            let elements = parsed.descendants();
            elements.filter(|node| node.has_tag_name(name)).count()
        };
        assert_eq!((count("use"), count("title"), count("desc")), (3, 1, 1));
        let ids: Vec<_> = parsed
            .descendants()
            .filter_map(|node| node.attribute("id"))
            .collect();
        assert_eq!(ids.len(), 4, "{ids:?}");
        for node in parsed.descendants().filter(|node| node.has_tag_name("use")) {
            let target = node
                .attribute("href")
                .and_then(|href| href.strip_prefix('#'));
            assert!(target.is_some_and(|target| ids.contains(&target)));
        }
        assert!(text.contains("甲&lt;乙&gt;") && text.contains("说&amp;明</desc>"));
        assert!(text.contains("#ff0033"));
    }
}
