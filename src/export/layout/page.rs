//! A page as drawing operations in millimetres, for paper and screen alike.

use crate::export::fonts::Face;

pub const MM_PER_POINT: f32 = 25.4 / 72.0;

/// A4, and the type area of GB/T 9704 in it: 37 mm above, 28 mm to the left.
pub const PAGE_WIDTH: f32 = 210.0;
pub const PAGE_HEIGHT: f32 = 297.0;
pub const AREA_LEFT: f32 = 28.0;
pub const AREA_TOP: f32 = 37.0;
pub const AREA_WIDTH: f32 = 156.0;
pub const AREA_HEIGHT: f32 = 225.0;

/// 22 lines of 28 characters fill the type area.
pub const LINE_PITCH: f32 = AREA_HEIGHT / 22.0;
pub const CHARACTER_PITCH: f32 = AREA_WIDTH / 28.0;

/// 3号, in points. Glyphs are a little larger than their place in the grid.
pub const BODY_SIZE: f32 = 16.0;
/// What is added after each character to bring it onto the grid, in points.
pub const GRID_SPACING: f32 = CHARACTER_PITCH / MM_PER_POINT - BODY_SIZE;

/// The part of an em above the baseline that a Chinese glyph's square takes.
pub const ASCENT: f32 = 0.88;

/// One page. Places are millimetres from its upper left corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Drawn first, so that nothing is covered: the draft's mark.
    pub under: Vec<Operation>,
    pub content: Vec<Operation>,
    /// The page number with its dashes: `— 1 —`.
    pub folio: Vec<Operation>,
    /// The tables' codes beside the page number.
    pub codes: Vec<Operation>,
    pub bookmarks: Vec<Bookmark>,
}

impl Page {
    /// Everything on the page in drawing order.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        let furniture = self.folio.iter().chain(&self.codes);
        self.under.iter().chain(&self.content).chain(furniture)
    }
}

/// A heading to jump to.
#[derive(Clone, Debug, PartialEq)]
pub struct Bookmark {
    pub title: String,
    /// Millimetres from the page's upper edge.
    pub top: f32,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    Text(TextRun),
    Shape(Shape),
    Line(Line),
    Area(Area),
}

impl Operation {
    /// The same, so far to the right and down.
    #[must_use]
    pub fn moved(mut self, right: f32, down: f32) -> Self {
        let moved = |(x, y): &mut (f32, f32)| {
            *x += right;
            *y += down;
        };
        match &mut self {
            Self::Text(TextRun { x, baseline, .. }) | Self::Shape(Shape { x, baseline, .. }) => {
                *x += right;
                *baseline += down;
            }
            Self::Line(line) => {
                moved(&mut line.from);
                moved(&mut line.to);
            }
            Self::Area(area) => {
                for outline in &mut area.outlines {
                    moved(&mut outline.start);
                    for edge in &mut outline.edges {
                        match edge {
                            Edge::Straight(to) => moved(to),
                            Edge::Curve { controls, to } => {
                                controls.iter_mut().for_each(moved);
                                moved(to);
                            }
                        }
                    }
                }
            }
        }
        self
    }

    /// The same in a colour. Shapes stay gray.
    #[must_use]
    pub fn colored(mut self, color: Color) -> Self {
        match &mut self {
            Self::Text(run) => run.color = color,
            Self::Line(line) => line.color = color,
            Self::Area(area) => area.color = color,
            Self::Shape(_) => {}
        }
        self
    }
}

/// What something is drawn in: the parts of red, green and blue, 0 to 255.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Color {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
}

impl Color {
    pub const BLACK: Self = Self::rgb(0, 0, 0);
    pub const WHITE: Self = Self::rgb(255, 255, 255);

    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }
}

/// A run of text in one face, drawn at once.
#[derive(Clone, Debug, PartialEq)]
pub struct TextRun {
    pub text: String,
    pub face: Face,
    /// In points.
    pub size: f32,
    /// The left end of the baseline.
    pub x: f32,
    pub baseline: f32,
    /// Points added after each character.
    pub spacing: f32,
    pub color: Color,
}

/// Characters drawn as outlines in gray: nothing that could be read, searched or copied.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    pub text: String,
    pub face: Face,
    /// In points.
    pub size: f32,
    /// The left end of the baseline.
    pub x: f32,
    pub baseline: f32,
    /// 0 is black, 1 white.
    pub gray: f32,
    /// Degrees counter-clockwise around the baseline's left end.
    pub turn: f32,
}

/// A straight stroke.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    pub from: (f32, f32),
    pub to: (f32, f32),
    /// The stroke's width in points.
    pub width: f32,
    pub color: Color,
}

/// What closed outlines enclose, filled. Where outlines lie one in the other, what is inside an
/// even number of them stays empty: a ring is two circles.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub outlines: Vec<Outline>,
    pub color: Color,
}

impl Area {
    /// A rectangle upright on the page, in millimetres.
    pub fn rectangle(left: f32, top: f32, width: f32, height: f32, color: Color) -> Self {
        let (right, bottom) = (left + width, top + height);
        Self::polygon(
            &[(left, top), (right, top), (right, bottom), (left, bottom)],
            color,
        )
    }

    /// Straight edges from point to point and back to the first. Nothing for no points.
    pub fn polygon(points: &[(f32, f32)], color: Color) -> Self {
        let outlines = points.split_first().map(|(&start, rest)| Outline {
            start,
            edges: rest.iter().map(|&to| Edge::Straight(to)).collect(),
        });
        Self {
            outlines: outlines.into_iter().collect(),
            color,
        }
    }
}

/// A closed outline: its edges one after the other, and a straight one back to the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    pub start: (f32, f32),
    pub edges: Vec<Edge>,
}

/// An edge from where the one before ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Edge {
    Straight((f32, f32)),
    /// A cubic Bézier curve.
    Curve {
        controls: [(f32, f32); 2],
        to: (f32, f32),
    },
}
