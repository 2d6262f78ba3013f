//! Texts, areas and strokes put together into a drawing.

use super::palette::{INK, QUIET};
use crate::export::fonts::Face;
use crate::export::layout::glyphs::Setter;
use crate::export::layout::lines::{Measure, SetLine, break_lines, draw_line};
use crate::export::layout::page::{Area, Color, Line, MM_PER_POINT, Operation};

/// The height of a digit above its baseline, in type sizes.
const DIGIT: f32 = 0.72;

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Type {
    pub face: Face,
    /// In points.
    pub size: f32,
    pub color: Color,
}

impl Type {
    /// What a figure is of.
    pub const LABEL: Self = Self::new(9.5, INK);
    /// A figure.
    pub const FIGURE: Self = Self::new(9.5, INK);
    pub const QUIET: Self = Self::new(9.5, QUIET);
    /// Notes below a chart.
    pub const NOTE: Self = Self::new(8.0, QUIET);

    pub const fn new(size: f32, color: Color) -> Self {
        Self {
            face: Face::Hei,
            size,
            color,
        }
    }

    /// From the middle of a line of this type down to its baseline, in millimetres.
    pub fn drop(self) -> f32 {
        self.size * MM_PER_POINT * DIGIT / 2.0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// A drawing in work. Places are millimetres from its upper left corner.
pub struct Canvas<'a, 'm> {
    pub operations: Vec<Operation>,
    setter: &'a mut Setter<'m>,
}

impl<'a, 'm> Canvas<'a, 'm> {
    pub fn new(setter: &'a mut Setter<'m>) -> Self {
        Self {
            operations: Vec::new(),
            setter,
        }
    }

    pub fn area(&mut self, area: Area) {
        self.operations.push(Operation::Area(area));
    }

    /// A stroke `width` points wide.
    pub fn stroke(&mut self, from: (f32, f32), to: (f32, f32), width: f32, color: Color) {
        self.operations.push(Operation::Line(Line {
            from,
            to,
            width,
            color,
        }));
    }

    /// A stroke in dashes of a millimetre.
    pub fn dashes(&mut self, from: (f32, f32), to: (f32, f32), width: f32, color: Color) {
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let count = (length / 2.0).floor() as usize;
        let at = |distance: f32| {
            let part = distance / length;
            (
                from.0 + (to.0 - from.0) * part,
                from.1 + (to.1 - from.1) * part,
            )
        };
        for dash in 0..count {
            let begin = dash as f32 * 2.0;
            self.stroke(at(begin), at(begin + 1.0), width, color);
        }
    }

    /// How wide a text is in millimetres.
    pub fn width(&mut self, text: &str, style: Type) -> f32 {
        self.set(text, style).width(style.size)
    }

    /// Sets a line of text at an end or the middle of its baseline, smaller where it would be
    /// wider than `most` millimetres.
    pub fn text(&mut self, text: &str, style: Type, align: Align, at: (f32, f32), most: f32) {
        let line = self.set(text, style);
        let size = style.size * (most / line.width(style.size)).min(1.0);
        let x = match align {
            Align::Left => at.0,
            Align::Centre => at.0 - line.width(size) / 2.0,
            Align::Right => at.0 - line.width(size),
        };
        self.line_of(&line, Type { size, ..style }, x, at.1);
    }

    /// The lines of a text no wider than `width` millimetres.
    pub fn broken(&mut self, text: &str, style: Type, width: f32) -> Vec<SetLine> {
        let measure = Measure {
            size: style.size,
            spacing: 0.0,
            first: width,
            width,
            justified: false,
        };
        break_lines(&self.setter.glyphs(text, style.face), &measure)
    }

    /// Draws a line that is set already.
    pub fn line_of(&mut self, line: &SetLine, style: Type, x: f32, baseline: f32) {
        let operations = draw_line(line, style.size, x, baseline);
        let colored = operations
            .into_iter()
            .map(|operation| operation.colored(style.color));
        self.operations.extend(colored);
    }

    fn set(&mut self, text: &str, style: Type) -> SetLine {
        SetLine {
            glyphs: self.setter.glyphs(text, style.face),
            spacing: 0.0,
        }
    }
}
