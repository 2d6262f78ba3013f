//! Paths, as far as they are ruled lines.

use hayro_interpret::kurbo::{Affine, Point};
use hayro_syntax::content::ops::TypedInstruction;

use super::page::Drawing;

/// Pieces of a path kept before it is painted; hostile ones are endless.
const PIECES: usize = 100_000;

/// The path being made, in the page's coordinates.
#[derive(Default)]
pub(super) struct Path {
    outlines: Vec<Outline>,
    pieces: usize,
}

/// Points joined by straight lines.
#[derive(Default)]
struct Outline {
    points: Vec<Point>,
    /// Curved pieces have no part in a line.
    curved: bool,
}

impl Path {
    /// Follows an operator that makes or paints a path; others are left alone.
    pub fn follow(
        &mut self,
        operator: &TypedInstruction<'_, '_>,
        to_page: &Affine,
        drawing: &mut Drawing,
    ) {
        match operator {
            TypedInstruction::MoveTo(to) => {
                self.begin(*to_page * Point::new(to.0.as_f64(), to.1.as_f64()));
            }
            TypedInstruction::LineTo(to) => {
                self.line(*to_page * Point::new(to.0.as_f64(), to.1.as_f64()));
            }
            TypedInstruction::CubicTo(to) => {
                self.curve(*to_page * Point::new(to.4.as_f64(), to.5.as_f64()));
            }
            TypedInstruction::CubicStartTo(to) => {
                self.curve(*to_page * Point::new(to.2.as_f64(), to.3.as_f64()));
            }
            TypedInstruction::CubicEndTo(to) => {
                self.curve(*to_page * Point::new(to.2.as_f64(), to.3.as_f64()));
            }
            TypedInstruction::ClosePath(_) => self.close(),
            TypedInstruction::RectPath(rect) => {
                let [x, y, width, height] =
                    [rect.0, rect.1, rect.2, rect.3].map(|number| number.as_f64());
                self.begin(*to_page * Point::new(x, y));
                self.line(*to_page * Point::new(x + width, y));
                self.line(*to_page * Point::new(x + width, y + height));
                self.line(*to_page * Point::new(x, y + height));
                self.close();
            }
            TypedInstruction::StrokePath(_) => self.paint(drawing, Outline::stroke),
            TypedInstruction::CloseAndStrokePath(_) => {
                self.close();
                self.paint(drawing, Outline::stroke);
            }
            TypedInstruction::FillPathNonZero(_)
            | TypedInstruction::FillPathNonZeroCompatibility(_)
            | TypedInstruction::FillPathEvenOdd(_) => self.paint(drawing, Outline::fill),
            TypedInstruction::FillAndStrokeNonZero(_)
            | TypedInstruction::FillAndStrokeEvenOdd(_) => self.paint(drawing, Outline::stroke),
            TypedInstruction::CloseFillAndStrokeNonZero(_)
            | TypedInstruction::CloseFillAndStrokeEvenOdd(_) => {
                self.close();
                self.paint(drawing, Outline::stroke);
            }
            // Only a bound for what follows: nothing is drawn.
            TypedInstruction::EndPath(_) => self.clear(),
            _ => {}
        }
    }

    fn begin(&mut self, at: Point) {
        if self.pieces < PIECES {
            self.pieces += 1;
            self.outlines.push(Outline {
                points: vec![at],
                curved: false,
            });
        }
    }

    fn line(&mut self, to: Point) {
        if self.pieces < PIECES
            && let Some(outline) = self.outlines.last_mut()
        {
            self.pieces += 1;
            outline.points.push(to);
        }
    }

    fn curve(&mut self, to: Point) {
        self.line(to);
        if let Some(outline) = self.outlines.last_mut() {
            outline.curved = true;
        }
    }

    fn close(&mut self) {
        let start = self.outlines.last();
        if let Some(start) = start.and_then(|outline| outline.points.first().copied()) {
            self.line(start);
        }
    }

    fn paint(&mut self, drawing: &mut Drawing, how: fn(&Outline, &mut Drawing)) {
        for outline in &self.outlines {
            how(outline, drawing);
        }
        self.clear();
    }

    fn clear(&mut self) {
        self.outlines.clear();
        self.pieces = 0;
    }
}

impl Outline {
    /// Each straight piece is a line.
    fn stroke(&self, drawing: &mut Drawing) {
        if self.curved {
            return;
        }
        for (from, to) in self.points.iter().zip(self.points.iter().skip(1)) {
            drawing.line(*from, *to);
        }
    }

    /// A thin area is a line.
    fn fill(&self, drawing: &mut Drawing) {
        let Some(first) = self.points.first() else {
            return;
        };
        let (mut least, mut most) = (*first, *first);
        for point in &self.points {
            least = Point::new(least.x.min(point.x), least.y.min(point.y));
            most = Point::new(most.x.max(point.x), most.y.max(point.y));
        }
        drawing.area(least, most);
    }
}
