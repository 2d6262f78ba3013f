//! Text to lines: each character gets a face, each line an end and a spacing.

use std::collections::BTreeSet;

use super::characters::{ends_half_empty, is_invisible, is_space, may_break};
use super::page::{BLACK, MM_PER_POINT, Operation, TextRun};
use crate::export::fonts::{Face, Metrics};

/// Marks 楷体 draws narrow or low: they come from 宋体.
const NOT_IN_KAI: &str = "“”‘’…—·";

/// How much closer than usual characters may be set to pull one more into the line, in ems.
const TIGHTEST: f32 = 0.03;
/// How far apart a justified line may be spread; beyond that it ends early, in ems.
const LOOSEST: f32 = 0.25;
/// Millimetres that count as nothing.
const SLACK: f32 = 0.001;

/// A character with its face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    pub character: char,
    pub face: Face,
    /// In ems.
    pub advance: f32,
}

/// Finds faces, and remembers the characters that no face has.
pub struct Setter<'a> {
    metrics: &'a dyn Metrics,
    pub missing: BTreeSet<char>,
}

impl<'a> Setter<'a> {
    pub fn new(metrics: &'a dyn Metrics) -> Self {
        Self {
            metrics,
            missing: BTreeSet::new(),
        }
    }

    /// The text's characters, each in the wished face or the first stand-in that has it.
    pub fn glyphs(&mut self, text: &str, wished: Face) -> Vec<Glyph> {
        text.chars()
            .map(|character| if character == '\t' { ' ' } else { character })
            .filter(|&character| !is_invisible(character))
            .filter_map(|character| self.glyph(character, wished))
            .collect()
    }

    fn glyph(&mut self, character: char, wished: Face) -> Option<Glyph> {
        let wished = if wished == Face::Kai && NOT_IN_KAI.contains(character) {
            Face::Song
        } else {
            wished
        };
        let found = wished.stand_ins().iter().find_map(|&face| {
            let advance = self.metrics.advance(face, character)?;
            Some(Glyph {
                character,
                face,
                advance,
            })
        });
        if found.is_none() {
            self.missing.insert(character);
        }
        found
    }
}

/// How wide and how tight lines are set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// In points.
    pub size: f32,
    /// Points added after each character.
    pub spacing: f32,
    /// The first line's width in millimetres; less than `width` where it is indented.
    pub first: f32,
    pub width: f32,
    /// Whether every line but the last is spread to the full width.
    pub justified: bool,
}

/// A line of glyphs with the spacing, in points, that fills it.
#[derive(Clone, Debug, PartialEq)]
pub struct SetLine {
    pub glyphs: Vec<Glyph>,
    pub spacing: f32,
}

impl SetLine {
    /// From the first glyph's left to the last one's right, in millimetres.
    pub fn width(&self, size: f32) -> f32 {
        let gaps = self.glyphs.len().saturating_sub(1) as f32;
        (natural(&self.glyphs) * size + gaps * self.spacing) * MM_PER_POINT
    }
}

/// Breaks a paragraph into lines. No text gives no lines.
pub fn break_lines(glyphs: &[Glyph], measure: &Measure) -> Vec<SetLine> {
    let mut lines = Vec::new();
    let mut rest = glyphs;
    while !rest.is_empty() {
        let width = if lines.is_empty() {
            measure.first
        } else {
            measure.width
        };
        // The last glyph of a line may stand out of the grid by what it is larger than its place.
        let width = width / MM_PER_POINT - measure.spacing.min(0.0);
        let (length, spacing) = next_line(rest, width, measure);
        let (line, behind) = rest.split_at(length.clamp(1, rest.len()));
        lines.push(SetLine {
            glyphs: without_spaces(line).to_vec(),
            spacing,
        });
        let spaces = behind.iter().take_while(|g| is_space(g.character)).count();
        rest = behind.get(spaces..).unwrap_or_default();
    }
    lines
}

/// How many glyphs the next line takes, and its spacing. `width` is in points.
fn next_line(rest: &[Glyph], width: f32, measure: &Measure) -> (usize, f32) {
    let size = measure.size;
    let slack = SLACK / MM_PER_POINT;
    // The spacing at which the first `length` glyphs fill the line.
    let filling = |length: usize| {
        let line = without_spaces(rest.get(..length).unwrap_or_default());
        let gaps = line.len().saturating_sub(1).max(1) as f32;
        (width - (natural(line) - overhang(line)) * size) / gaps
    };
    let fits = |length: usize, spacing: f32| {
        let line = without_spaces(rest.get(..length).unwrap_or_default());
        let gaps = line.len().saturating_sub(1) as f32;
        natural(line) * size + gaps * spacing <= width + slack
    };

    let mut last_fitting = 0;
    let mut next = rest.len();
    for length in breaks(rest) {
        if fits(length, measure.spacing) {
            last_fitting = length;
        } else {
            next = length;
            break;
        }
    }
    if last_fitting == rest.len() {
        return (last_fitting, measure.spacing);
    }
    // Pull: a little tighter takes in a mark or a short word.
    let tight = filling(next);
    let tightest = measure.spacing - TIGHTEST * size;
    if !measure.justified {
        let ends_in_mark = rest.get(..next).is_some_and(|line| overhang(line) > 0.0);
        if ends_in_mark && tight >= measure.spacing {
            return (next, measure.spacing);
        }
        return (
            or_cut(last_fitting, &fits, measure.spacing),
            measure.spacing,
        );
    }
    let loose = if last_fitting == 0 {
        f32::INFINITY
    } else {
        filling(last_fitting)
    };
    if tight >= tightest && measure.spacing - tight <= loose - measure.spacing {
        return (next, tight.min(measure.spacing));
    }
    if last_fitting == 0 {
        return (or_cut(0, &fits, measure.spacing), measure.spacing);
    }
    if loose > measure.spacing + LOOSEST * size {
        return (last_fitting, measure.spacing);
    }
    (last_fitting, loose)
}

/// The lengths at which the line may end, the whole text last.
fn breaks(rest: &[Glyph]) -> impl Iterator<Item = usize> {
    rest.windows(2)
        .enumerate()
        .filter_map(|(index, pair)| match pair {
            [before, after] if may_break(before.character, after.character) => Some(index + 1),
            _ => None,
        })
        .chain(std::iter::once(rest.len()))
}

/// A word longer than the line is cut where the line is full.
fn or_cut(length: usize, fits: &dyn Fn(usize, f32) -> bool, spacing: f32) -> usize {
    if length > 0 {
        return length;
    }
    let mut cut = 1;
    while fits(cut + 1, spacing) {
        cut += 1;
    }
    cut
}

/// The sum of the advances, in ems.
fn natural(glyphs: &[Glyph]) -> f32 {
    glyphs.iter().map(|glyph| glyph.advance).sum()
}

/// How much of the last glyph may stand out of the line, in ems.
fn overhang(glyphs: &[Glyph]) -> f32 {
    match glyphs.last() {
        Some(glyph) if ends_half_empty(glyph.character) => glyph.advance / 2.0,
        _ => 0.0,
    }
}

fn without_spaces(glyphs: &[Glyph]) -> &[Glyph] {
    let end = glyphs
        .iter()
        .rposition(|glyph| !is_space(glyph.character))
        .map_or(0, |last| last + 1);
    glyphs.get(..end).unwrap_or_default()
}

/// As few lines as fit, all about equally long: for centred text.
pub fn break_evenly(glyphs: &[Glyph], measure: &Measure) -> Vec<SetLine> {
    let widest = break_lines(glyphs, measure);
    let step = measure.size * MM_PER_POINT / 4.0;
    let mut best = widest;
    let mut width = measure.width;
    if best.len() < 2 {
        return best;
    }
    loop {
        width -= step;
        if width < step {
            return best;
        }
        let narrower = Measure {
            first: width,
            width,
            ..*measure
        };
        let lines = break_lines(glyphs, &narrower);
        if lines.len() > best.len() || lines.iter().any(|line| line.width(measure.size) > width) {
            return best;
        }
        best = lines;
    }
}

/// The line's text operations, one for each stretch in one face.
pub fn draw_line(line: &SetLine, size: f32, x: f32, baseline: f32) -> Vec<Operation> {
    let mut operations = Vec::new();
    let mut x = x;
    for stretch in line.glyphs.chunk_by(|left, right| left.face == right.face) {
        let Some(first) = stretch.first() else {
            continue;
        };
        operations.push(Operation::Text(TextRun {
            text: stretch.iter().map(|glyph| glyph.character).collect(),
            face: first.face,
            size,
            x,
            baseline,
            spacing: line.spacing,
            gray: BLACK,
            turn: 0.0,
        }));
        let points = natural(stretch) * size + stretch.len() as f32 * line.spacing;
        x += points * MM_PER_POINT;
    }
    operations
}
