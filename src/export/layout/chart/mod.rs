//! Charts as drawing operations: direct labels, no keys to look up, fit for black-and-white print.

mod bars;
mod canvas;
mod columns;
mod matrix;
mod palette;
mod ring;

use super::glyphs::Setter;
use super::page::{Area, Operation};
use crate::charts::{Chart, Content};
pub use canvas::{Align, Canvas, Type};
pub use palette::{ACCENT, INK, PAPER, QUIET, RULE};

/// The pitch of the notes below a chart, and the room above them, in millimetres.
const NOTE_PITCH: f32 = 4.2;
const NOTE_GAP: f32 = 2.0;
/// The height of what says that nothing is drawn.
const SENTENCE: f32 = 14.0;

/// Operations in a rectangle, from its upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    pub operations: Vec<Operation>,
    /// Millimetres.
    pub height: f32,
}

impl Drawing {
    /// The operations with the corner at a place of the page.
    pub fn at(self, left: f32, top: f32) -> impl Iterator<Item = Operation> {
        let operations = self.operations.into_iter();
        operations.map(move |operation| operation.moved(left, top))
    }
}

/// Draws a chart without its title, as wide as is asked for in millimetres.
pub fn draw(chart: &Chart, width: f32, setter: &mut Setter<'_>) -> Drawing {
    let mut canvas = Canvas::new(setter);
    let mut height = match &chart.content {
        Content::Ring(composition) => ring::draw(composition, &chart.unit, width, &mut canvas),
        Content::Bars(composition) => bars::draw(composition, &chart.unit, width, &mut canvas),
        Content::Matrix(matrix) => matrix::draw(matrix, &chart.unit, width, &mut canvas),
        Content::Trend(trend) => columns::draw(trend, width, &mut canvas),
        Content::Waiting(sentence) | Content::Nothing(sentence) => {
            tell(sentence, width, &mut canvas)
        }
    };
    if !chart.notes.is_empty() {
        height += NOTE_GAP;
        let text = format!("注：{}。", chart.notes.join("；"));
        for line in canvas.broken(&text, Type::NOTE, width) {
            height += NOTE_PITCH;
            canvas.line_of(&line, Type::NOTE, 0.0, height - 1.2);
        }
    }
    Drawing {
        operations: canvas.operations,
        height,
    }
}

/// A sentence in a chart's place.
fn tell(sentence: &str, width: f32, canvas: &mut Canvas<'_, '_>) -> f32 {
    canvas.area(Area::rectangle(0.0, 0.0, width, SENTENCE, PAPER));
    let baseline = SENTENCE / 2.0 + Type::QUIET.drop();
    canvas.text(
        sentence,
        Type::QUIET,
        Align::Centre,
        (width / 2.0, baseline),
        width - 6.0,
    );
    SENTENCE
}
