//! The pages as pixels: for the print preview, and for anyone who wants a picture of a page.
//!
//! Replays the same operations as the PDF with the outlines of the same faces, so that the
//! screen shows what the paper will. Pure: the same page and resolution give the same pixels.

pub(super) mod outlines;

use std::io;

use tiny_skia::{FillRule, LineCap, Paint, PathBuilder, Pixmap, Rect, Stroke, Transform};

use crate::export::fonts::{Face, FontError, Fonts};
use crate::export::layout::{
    Area, Color, Edge, Line, MM_PER_POINT, Operation, PAGE_HEIGHT, PAGE_WIDTH, Page, Shape, TextRun,
};
use outlines::Outlines;

/// How far below and above its baseline a glyph may reach, in type sizes.
const REACH: f32 = 1.5;
const MM_PER_INCH: f32 = 25.4;
const METRES_PER_INCH: f32 = 0.0254;
/// A page at 1200 dots an inch; more is no picture to look at.
const MOST_PIXELS: u64 = 140_000_000;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum RasterError {
    #[error(transparent)]
    Font(#[from] FontError),
    /// Nothing has no pixels, and very many don't fit into memory.
    #[error("这样大小的图片无法生成，请改用 36 到 1200 之间的分辨率")]
    Size,
    #[error("PNG 图片没有生成，请重试")]
    Png(#[from] png::EncodingError),
}

/// A part of a page in pixels, at some resolution, from the page's upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

impl Region {
    /// The whole page at so many pixels a millimetre.
    pub fn whole_page(pixels_per_mm: f32) -> Self {
        Self {
            left: 0,
            top: 0,
            width: (PAGE_WIDTH * pixels_per_mm).round() as u32,
            height: (PAGE_HEIGHT * pixels_per_mm).round() as u32,
        }
    }
}

/// An opaque picture: four bytes a pixel (red, green, blue, 255), row by row from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

/// Draws pages, and remembers the glyphs it has drawn.
pub struct Rasterizer<'a> {
    outlines: Outlines<'a>,
}

impl<'a> Rasterizer<'a> {
    pub fn new(fonts: &'a Fonts) -> Self {
        Self {
            outlines: Outlines::new(fonts),
        }
    }

    /// A part of the page on white. Neighbouring parts join without a seam.
    ///
    /// # Errors
    /// If a face can't be read, or the region holds no or too many pixels.
    pub fn draw(
        &mut self,
        page: &Page,
        pixels_per_mm: f32,
        region: Region,
    ) -> Result<Picture, RasterError> {
        if u64::from(region.width) * u64::from(region.height) > MOST_PIXELS {
            return Err(RasterError::Size);
        }
        let mut pixels = Pixmap::new(region.width, region.height).ok_or(RasterError::Size)?;
        pixels.fill(tiny_skia::Color::WHITE);
        let mut pen = Pen {
            pixels,
            outlines: &mut self.outlines,
            scale: pixels_per_mm,
            left: region.left as f32,
            top: region.top as f32,
        };
        for operation in page.operations() {
            pen.draw(operation)?;
        }
        Ok(Picture {
            width: region.width,
            height: region.height,
            rgba: pen.pixels.take(),
        })
    }
}

/// A whole page as a PNG file that knows its size on paper; the same bytes always.
///
/// # Errors
/// If a face can't be read or the resolution asks for no or too many pixels.
pub fn png(page: &Page, dots_per_inch: u16, fonts: &Fonts) -> Result<Vec<u8>, RasterError> {
    let pixels_per_mm = f32::from(dots_per_inch) / MM_PER_INCH;
    let region = Region::whole_page(pixels_per_mm);
    let picture = Rasterizer::new(fonts).draw(page, pixels_per_mm, region)?;
    let opaque: Vec<u8> = picture
        .rgba
        .chunks_exact(4)
        .flat_map(|pixel| pixel.iter().take(3).copied())
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(io::Cursor::new(&mut bytes), picture.width, picture.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let dots_per_metre = (f32::from(dots_per_inch) / METRES_PER_INCH).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: dots_per_metre,
        yppu: dots_per_metre,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&opaque)?;
    writer.finish()?;
    Ok(bytes)
}

/// Draws operations into the pixels of a region.
struct Pen<'a, 'f> {
    pixels: Pixmap,
    outlines: &'a mut Outlines<'f>,
    /// Pixels a millimetre.
    scale: f32,
    /// The region's corner on the page, in pixels.
    left: f32,
    top: f32,
}

/// Where a row of characters stands, in pixels of the region.
struct Row {
    face: Face,
    /// Pixels an em.
    em: f32,
    x: f32,
    baseline: f32,
    /// Pixels after each character.
    spacing: f32,
    /// Degrees counter-clockwise around the baseline's left end.
    turn: f32,
}

impl Pen<'_, '_> {
    fn draw(&mut self, operation: &Operation) -> Result<(), FontError> {
        match operation {
            Operation::Text(run) => self.text(run),
            Operation::Shape(shape) => self.shape(shape),
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

    /// A place on the page as one in the region, in pixels.
    fn place(&self, (x, y): (f32, f32)) -> (f32, f32) {
        (x * self.scale - self.left, y * self.scale - self.top)
    }

    /// A length on paper, in points, as pixels.
    fn points(&self, points: f32) -> f32 {
        points * MM_PER_POINT * self.scale
    }

    fn text(&mut self, run: &TextRun) -> Result<(), FontError> {
        let (x, baseline) = self.place((run.x, run.baseline));
        let row = Row {
            face: run.face,
            em: self.points(run.size),
            x,
            baseline,
            spacing: self.points(run.spacing),
            turn: 0.0,
        };
        let reach = row.em * REACH;
        let height = self.pixels.height() as f32;
        if row.baseline + reach < 0.0 || row.baseline - reach > height {
            return Ok(());
        }
        self.characters(&run.text, &row, run.color)
    }

    fn shape(&mut self, shape: &Shape) -> Result<(), FontError> {
        let (x, baseline) = self.place((shape.x, shape.baseline));
        let row = Row {
            face: shape.face,
            em: self.points(shape.size),
            x,
            baseline,
            spacing: 0.0,
            turn: shape.turn,
        };
        let level = (shape.gray.clamp(0.0, 1.0) * 255.0).round() as u8;
        self.characters(&shape.text, &row, Color::rgb(level, level, level))
    }

    /// Fills the outlines of characters. Those the face lacks take no room.
    fn characters(&mut self, text: &str, row: &Row, color: Color) -> Result<(), FontError> {
        let paint = paint(color);
        let width = self.pixels.width() as f32;
        let mut along = 0.0;
        for character in text.chars() {
            let Some(glyph) = self.outlines.glyph(row.face, character)? else {
                continue;
            };
            let advance = glyph.advance * row.em + row.spacing;
            let at = row.x + along;
            let seen = row.turn != 0.0 || (at + row.em * REACH > 0.0 && at - row.em < width);
            if seen && let Some(path) = &glyph.path {
                let place = Transform::from_translate(row.x, row.baseline)
                    .pre_rotate(-row.turn)
                    .pre_translate(along, 0.0)
                    .pre_scale(row.em, -row.em);
                self.pixels
                    .fill_path(path, &paint, FillRule::Winding, place, None);
            }
            along += advance;
        }
        Ok(())
    }

    /// Strokes a line. Level and upright ones fill whole pixels, one at least: the hairlines of a
    /// table are equally strong everywhere, as printers and viewers draw them.
    fn line(&mut self, line: &Line) {
        let paint = paint(line.color);
        let width = self.points(line.width);
        let [from, to] = [line.from, line.to].map(|point| self.place(point));
        if from.0 == to.0 || from.1 == to.1 {
            let thickness = width.round().max(1.0);
            let begin = |place: f32| (place - thickness / 2.0).round();
            let rect = Rect::from_ltrb(
                begin(from.0.min(to.0)),
                begin(from.1.min(to.1)),
                begin(from.0.max(to.0)) + thickness,
                begin(from.1.max(to.1)) + thickness,
            );
            if let Some(rect) = rect {
                self.pixels
                    .fill_rect(rect, &paint, Transform::identity(), None);
            }
            return;
        }
        let mut path = PathBuilder::new();
        path.move_to(from.0, from.1);
        path.line_to(to.0, to.1);
        if let Some(path) = path.finish() {
            let stroke = Stroke {
                width: width.max(1.0),
                line_cap: LineCap::Square,
                ..Stroke::default()
            };
            self.pixels
                .stroke_path(&path, &paint, &stroke, Transform::identity(), None);
        }
    }

    fn area(&mut self, area: &Area) {
        let mut path = PathBuilder::new();
        for outline in &area.outlines {
            let (x, y) = self.place(outline.start);
            path.move_to(x, y);
            for edge in &outline.edges {
                match *edge {
                    Edge::Straight(to) => {
                        let (x, y) = self.place(to);
                        path.line_to(x, y);
                    }
                    Edge::Curve { controls, to } => {
                        let [first, second] = controls.map(|control| self.place(control));
                        let (x, y) = self.place(to);
                        path.cubic_to(first.0, first.1, second.0, second.1, x, y);
                    }
                }
            }
            path.close();
        }
        if let Some(path) = path.finish() {
            self.pixels.fill_path(
                &path,
                &paint(area.color),
                FillRule::EvenOdd,
                Transform::identity(),
                None,
            );
        }
    }
}

fn paint(color: Color) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(color.red, color.green, color.blue, 255);
    paint
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At this resolution a millimetre is ten pixels.
    const TEN: f32 = 10.0;

    fn draw(operations: Vec<Operation>, region: Region) -> Picture {
        let page = Page {
            content: operations,
            ..Page::default()
        };
        Rasterizer::new(Fonts::bundled())
            .draw(&page, TEN, region)
            .unwrap()
    }

    /// The box of pixels darker than half: left, top, right, bottom, all inside.
    fn ink(picture: &Picture) -> Option<(u32, u32, u32, u32)> {
        let mut seen: Option<(u32, u32, u32, u32)> = None;
        for (index, pixel) in picture.rgba.chunks_exact(4).enumerate() {
            if pixel[0] < 128 {
                let (x, y) = (index as u32 % picture.width, index as u32 / picture.width);
                let (left, top, right, bottom) = seen.unwrap_or((x, y, x, y));
                seen = Some((left.min(x), top.min(y), right.max(x), bottom.max(y)));
            }
        }
        seen
    }

    fn run(text: &str, spacing: f32) -> Operation {
        Operation::Text(TextRun {
            text: text.to_owned(),
            face: Face::Hei,
            size: 10.0 / MM_PER_POINT,
            x: 10.0,
            baseline: 40.0,
            spacing,
            color: Color::BLACK,
        })
    }

    fn region(left: u32, top: u32) -> Region {
        Region {
            left,
            top,
            width: 400,
            height: 300,
        }
    }

    #[test]
    fn characters_stand_on_their_baseline_and_in_their_squares() {
        let (left, top, right, bottom) = ink(&draw(vec![run("国", 0.0)], region(0, 200))).unwrap();
        // The em is 100 pixels wide and begins at 100; 88 of it are above the baseline at 400.
        assert!((100..120).contains(&left) && (180..200).contains(&right));
        assert!((112..130).contains(&top) && (190..212).contains(&bottom));
        let (_, _, spaced, _) =
            ink(&draw(vec![run("国国", 1.0 / MM_PER_POINT)], region(0, 200))).unwrap();
        assert_eq!(spaced - right, 110, "an em and the spacing");
    }

    #[test]
    fn hairlines_are_one_whole_pixel_and_corners_close() {
        let line = |from, to| {
            Operation::Line(Line {
                from,
                to,
                width: 0.1,
                color: Color::BLACK,
            })
        };
        let operations = vec![
            line((1.0, 1.0), (11.0, 1.0)),
            line((11.0, 1.0), (11.0, 9.0)),
        ];
        let picture = draw(operations, region(0, 0));
        assert_eq!(ink(&picture), Some((10, 10, 110, 90)));
        let dark = picture.rgba.chunks_exact(4).filter(|pixel| pixel[0] < 255);
        assert_eq!(dark.count(), 101 + 80);
    }

    #[test]
    fn neighbouring_regions_are_parts_of_one_picture() {
        let operations = vec![
            run("国家", 0.0),
            Operation::Line(Line {
                from: (5.0, 33.03),
                to: (60.0, 33.03),
                width: 1.0,
                color: Color::BLACK,
            }),
        ];
        let whole = draw(operations.clone(), region(100, 200));
        let part = draw(
            operations,
            Region {
                left: 140,
                top: 270,
                width: 100,
                height: 100,
            },
        );
        for (y, row) in part.rgba.chunks_exact(400).enumerate() {
            let at = ((70 + y) * 400 + 40) * 4;
            let same = |(one, other): (&u8, &u8)| one.abs_diff(*other) <= 64;
            let beside = &whole.rgba[at..at + 400];
            // Where a curve is cut its edge may be a shade off.
            assert!(row.iter().zip(beside).all(same), "row {y}");
        }
    }

    #[test]
    fn a_turned_shape_is_light_and_rises() {
        let shape = Operation::Shape(Shape {
            text: "草稿".to_owned(),
            face: Face::Hei,
            size: 20.0 / MM_PER_POINT,
            x: 2.0,
            baseline: 28.0,
            gray: 0.4,
            turn: 45.0,
        });
        let (left, top, right, bottom) = ink(&draw(vec![shape], region(0, 0))).unwrap();
        assert!(right - left > 200 && bottom - top > 200, "along both sides");
    }

    #[test]
    fn areas_have_their_colour_and_rings_their_hole() {
        let color = Color::rgb(31, 95, 174);
        let mut ring = Area::rectangle(1.0, 1.0, 10.0, 10.0, color);
        ring.outlines
            .extend(Area::rectangle(3.0, 3.0, 6.0, 6.0, color).outlines);
        let picture = draw(vec![Operation::Area(ring)], region(0, 0));
        let pixel = |x: usize, y: usize| &picture.rgba[(y * 400 + x) * 4..][..4];
        assert_eq!(pixel(20, 20), [31, 95, 174, 255]);
        assert_eq!(pixel(60, 60), [255; 4]);
        assert_eq!(pixel(120, 60), [255; 4]);
    }

    #[test]
    fn a_png_says_how_large_it_is_on_paper_and_is_the_same_twice() {
        let page = Page {
            content: vec![run("年报", 0.0)],
            ..Page::default()
        };
        let bytes = png(&page, 72, Fonts::bundled()).unwrap();
        assert_eq!(bytes, png(&page, 72, &Fonts::default()).unwrap());
        let reader = png::Decoder::new(io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        let info = reader.info();
        assert_eq!((info.width, info.height), (595, 842));
        assert_eq!(info.pixel_dims.unwrap().xppu, 2835);
    }

    #[test]
    fn no_resolution_stops_the_program() {
        let page = Page::default();
        for dots_per_inch in [0, u16::MAX] {
            assert!(matches!(
                png(&page, dots_per_inch, Fonts::bundled()),
                Err(RasterError::Size)
            ));
        }
    }

    #[test]
    fn composite_glyphs_have_their_outlines() {
        let mut outlines = Outlines::new(Fonts::bundled());
        for character in "−ˊ".chars() {
            let glyph = outlines.glyph(Face::Kai, character).unwrap().unwrap();
            assert!(glyph.path.is_some(), "{character}");
        }
    }
}
