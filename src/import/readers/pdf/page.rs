//! The characters and ruled lines of one page, turned so that its text stands upright.

use hayro_interpret::kurbo::{Affine, Point, Rect, Vec2};

use crate::import::readers::layout::Glyph;

/// Lines thicker than this are areas; in points.
const THICK: f64 = 3.0;
/// Lines kept of a page. A page of the largest form has some hundreds.
const RULES: usize = 50_000;

/// What a page shows, upright: points, from the top left corner downwards.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    /// Whether a picture covers a good part of the page.
    pub pictured: bool,
}

/// A straight line along one axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    pub axis: Axis,
    /// Its place across its axis: the height of a horizontal line.
    pub at: f64,
    /// Its ends; `from` is the smaller.
    pub from: f64,
    pub to: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    Horizontal,
    Vertical,
}

/// A page being drawn, before it is known which way its text runs.
#[derive(Debug)]
pub(super) struct Drawing {
    width: f64,
    height: f64,
    characters: Vec<Character>,
    rules: Vec<Rule>,
    pictured: bool,
}

/// A character as drawn.
#[derive(Clone, Copy, Debug)]
struct Character {
    character: char,
    origin: Point,
    advance: Vec2,
    size: f64,
    heading: Heading,
}

/// The way text runs on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heading {
    Right,
    Down,
    Left,
    Up,
}

impl Heading {
    const ALL: [Self; 4] = [Self::Right, Self::Down, Self::Left, Self::Up];

    /// `None` for slanting text: a watermark.
    fn of(direction: Vec2) -> Option<Self> {
        let (x, y) = (direction.x, direction.y);
        // Some 6 degrees.
        if y.abs() <= x.abs() * 0.1 {
            Some(if x >= 0.0 { Self::Right } else { Self::Left })
        } else if x.abs() <= y.abs() * 0.1 {
            Some(if y >= 0.0 { Self::Down } else { Self::Up })
        } else {
            None
        }
    }

    /// Where a point is when a page with this heading is turned upright.
    fn turn(self, point: Point, width: f64, height: f64) -> Point {
        match self {
            Self::Right => point,
            Self::Down => Point::new(point.y, width - point.x),
            Self::Left => Point::new(width - point.x, height - point.y),
            Self::Up => Point::new(height - point.y, point.x),
        }
    }
}

impl Drawing {
    pub fn new(width: f64, height: f64) -> Self {
        Self {
            width,
            height,
            characters: Vec::new(),
            rules: Vec::new(),
            pictured: false,
        }
    }

    /// A character code's text. `to_page` takes the code's em square to the page; `width` is in
    /// ems. A code of several characters (a ligature) shares its width out.
    pub fn character(&mut self, text: &str, to_page: &Affine, width: f64) {
        let count = text.chars().count().max(1) as f64;
        let zero = *to_page * Point::ZERO;
        let along = *to_page * Point::new(1.0, 0.0) - zero;
        let up = *to_page * Point::new(0.0, 1.0) - zero;
        let size = up.hypot();
        if !(0.5..=2_000.0).contains(&size) || !zero.is_finite() || !along.is_finite() {
            return;
        }
        let Some(heading) = Heading::of(along) else {
            return;
        };
        for (place, character) in text.chars().enumerate() {
            let part = width / count;
            self.characters.push(Character {
                character,
                origin: zero + along * (part * place as f64),
                advance: along * part,
                size,
                heading,
            });
        }
    }

    pub fn line(&mut self, from: Point, to: Point) {
        let (across, down) = ((to.x - from.x).abs(), (to.y - from.y).abs());
        if down <= 1.0 && across > down {
            self.rule(Axis::Horizontal, (from.y + to.y) / 2.0, from.x, to.x);
        } else if across <= 1.0 && down > across {
            self.rule(Axis::Vertical, (from.x + to.x) / 2.0, from.y, to.y);
        }
    }

    /// A filled area between two corners: a line if it is thin.
    pub fn area(&mut self, least: Point, most: Point) {
        let (across, down) = (most.x - least.x, most.y - least.y);
        if down <= THICK && across > down {
            self.rule(Axis::Horizontal, (least.y + most.y) / 2.0, least.x, most.x);
        } else if across <= THICK && down > across {
            self.rule(Axis::Vertical, (least.x + most.x) / 2.0, least.y, most.y);
        }
    }

    pub fn image(&mut self, place: Rect) {
        self.area(
            Point::new(place.x0, place.y0),
            Point::new(place.x1, place.y1),
        );
        let shown = place.width().abs() * place.height().abs();
        self.pictured |= shown > self.width * self.height * 0.1;
    }

    fn rule(&mut self, axis: Axis, at: f64, one: f64, other: f64) {
        let finite = at.is_finite() && one.is_finite() && other.is_finite();
        if finite && self.rules.len() < RULES {
            self.rules.push(Rule {
                axis,
                at,
                from: one.min(other),
                to: one.max(other),
            });
        }
    }

    /// Turns the page the way most of its text runs.
    pub fn upright(self) -> Drawn {
        let count = |heading: Heading| {
            let characters = self.characters.iter();
            characters
                .filter(|character| character.heading == heading)
                .count()
        };
        let most = Heading::ALL
            .into_iter()
            .rev()
            .max_by_key(|heading| count(*heading));
        let heading = most.unwrap_or(Heading::Right);
        let turn = |point: Point| heading.turn(point, self.width, self.height);
        let characters = self.characters.iter();
        let glyphs = characters
            .map(|character| {
                let origin = turn(character.origin);
                let end = turn(character.origin + character.advance);
                if character.heading == heading {
                    return Glyph {
                        character: character.character,
                        left: origin.x,
                        right: end.x.max(origin.x),
                        baseline: origin.y,
                        size: character.size,
                    };
                }
                // Set across the rest, as in a narrow column's head: one below the other.
                let middle = origin.midpoint(end);
                let half = character.size / 2.0;
                Glyph {
                    character: character.character,
                    left: middle.x - half,
                    right: middle.x + half,
                    baseline: middle.y + half * 0.7,
                    size: character.size,
                }
            })
            .collect();
        let rules = self.rules.iter();
        let rules = rules.map(|rule| rule.turned(turn)).collect();
        Drawn {
            glyphs,
            rules,
            pictured: self.pictured,
        }
    }
}

impl Rule {
    fn turned(&self, turn: impl Fn(Point) -> Point) -> Self {
        let (from, to) = match self.axis {
            Axis::Horizontal => (Point::new(self.from, self.at), Point::new(self.to, self.at)),
            Axis::Vertical => (Point::new(self.at, self.from), Point::new(self.at, self.to)),
        };
        let (from, to) = (turn(from), turn(to));
        if (from.y - to.y).abs() < (from.x - to.x).abs() {
            Self {
                axis: Axis::Horizontal,
                at: from.y,
                from: from.x.min(to.x),
                to: from.x.max(to.x),
            }
        } else {
            Self {
                axis: Axis::Vertical,
                at: from.x,
                from: from.y.min(to.y),
                to: from.y.max(to.y),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_set_sideways_is_turned_upright() {
        let mut drawing = Drawing::new(600.0, 800.0);
        // Text running down the page, its tops to the right.
        let to_page = Affine::new([0.0, 10.0, 10.0, 0.0, 100.0, 50.0]);
        drawing.character("甲", &to_page, 1.0);
        drawing.line(Point::new(90.0, 50.0), Point::new(90.0, 300.0));
        let drawn = drawing.upright();
        let glyph = drawn.glyphs[0];
        assert_eq!(
            (glyph.left, glyph.right, glyph.baseline),
            (50.0, 60.0, 500.0)
        );
        assert_eq!(
            drawn.rules,
            [Rule {
                axis: Axis::Horizontal,
                at: 510.0,
                from: 50.0,
                to: 300.0
            }]
        );
    }

    #[test]
    fn slanting_text_is_a_watermark() {
        let mut drawing = Drawing::new(600.0, 800.0);
        drawing.character("稿", &Affine::new([7.0, 7.0, -7.0, 7.0, 0.0, 0.0]), 1.0);
        assert!(drawing.upright().glyphs.is_empty());
    }
}
