//! Tables told by gaps alone: where they are among the lines.

use crate::import::source::Block;

use super::line::Line;
use super::paragraphs::{self, Measures};
use super::rows::{Rows, is_numbered, is_part_number};
use super::table::is_figure;

/// Lines without figures that may stand between two rows of a table.
const BETWEEN: usize = 6;
/// Lines of a head above the first row of figures.
const HEAD: usize = 8;

/// What a line is in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Figures, with their label or without.
    Figures,
    /// Several words with wide gaps: a head.
    Words,
    /// One piece of text: a part of a label, a caption, running text.
    Text,
}

/// Parts lines, each with its page, into running text and tables.
pub(super) fn split(lines: Vec<(usize, Line)>, measures: &Measures, blocks: &mut Vec<Block>) {
    let lines = Lines::of(&lines, measures);
    let mut done = 0;
    for (start, end) in lines.tables() {
        let before = lines.lines.get(done..start).unwrap_or_default();
        paragraphs::join(before, measures, blocks);
        let mut rows = Rows::under(lines.first_figure(start, end));
        for place in start..end {
            if let Some(((page, line), role)) = lines.at(place) {
                rows.take(*page, line, role);
            }
        }
        let (grid, rest) = rows.finish();
        blocks.push(Block::Grid(grid));
        blocks.extend(rest.into_iter().map(Block::Line));
        done = end;
    }
    let after = lines.lines.get(done..).unwrap_or_default();
    paragraphs::join(after, measures, blocks);
}

/// Lines and what they are.
struct Lines<'a> {
    lines: &'a [(usize, Line)],
    roles: Vec<Role>,
    /// Whether each is running text from edge to edge.
    prose: Vec<bool>,
}

impl<'a> Lines<'a> {
    fn of(lines: &'a [(usize, Line)], measures: &Measures) -> Self {
        let prose = lines.iter();
        let prose = prose.map(|(page, line)| is_prose(line, measures.on(*page).width()));
        Self {
            lines,
            roles: lines.iter().map(|(_, line)| role(line)).collect(),
            prose: prose.collect(),
        }
    }

    fn at(&self, place: usize) -> Option<(&'a (usize, Line), Role)> {
        self.lines.get(place).zip(self.roles.get(place).copied())
    }

    fn is(&self, place: usize, role: Role) -> bool {
        self.roles.get(place) == Some(&role)
    }

    fn is_prose(&self, place: usize) -> bool {
        self.prose.get(place).copied().unwrap_or(true)
    }

    /// The lines of each table, as ranges.
    fn tables(&self) -> Vec<(usize, usize)> {
        let mut tables: Vec<(usize, usize)> = Vec::new();
        for place in (0..self.lines.len()).filter(|place| self.is(*place, Role::Figures)) {
            if let Some((_, end)) = tables.last_mut()
                && place - *end <= BETWEEN
                && (*end..place).all(|at| self.is_label(at))
            {
                *end = place + 1;
                continue;
            }
            let least = tables.last().map_or(0, |(_, end)| *end);
            tables.push((self.start(place, least), place + 1));
        }
        self.end(&mut tables);
        tables.retain(|(start, end)| {
            let figures = (*start..*end).filter(|at| self.is(*at, Role::Figures));
            let lines = self.lines.get(*start..*end).unwrap_or_default();
            let columns = lines.iter().any(|(_, line)| line.pieces().len() > 1);
            columns && (figures.count() > 1 || self.is(*start, Role::Words))
        });
        tables
    }

    /// Where the first figure of a table begins.
    fn first_figure(&self, start: usize, end: usize) -> Option<f64> {
        let mut places = start..end;
        let first = places.find(|at| self.is(*at, Role::Figures))?;
        let pieces = self.lines.get(first)?.1.pieces();
        let figure = pieces.iter().find(|piece| is_figure(&piece.text));
        figure.map(|figure| figure.left)
    }

    /// Whether a line is the heading of a part: it has such a number and no figures, and a
    /// table's head or running text comes next.
    fn is_heading(&self, place: usize) -> bool {
        let Some((_, line)) = self.lines.get(place) else {
            return false;
        };
        let pieces = line.pieces();
        let numbered = pieces
            .first()
            .is_some_and(|piece| is_part_number(&piece.text));
        if !numbered || self.is(place, Role::Figures) || line.text().chars().count() < 6 {
            return false;
        }
        let mut next = (place + 1..self.lines.len()).take(BETWEEN);
        let next = next.find(|at| !self.is(*at, Role::Text) || self.is_prose(*at));
        next.is_some_and(|next| !self.is(next, Role::Figures))
    }

    /// Whether a line may be a part of a label between rows.
    fn is_label(&self, place: usize) -> bool {
        if self.is_heading(place) {
            return false;
        }
        match self.roles.get(place) {
            Some(Role::Text) => !self.is_prose(place),
            // A part of a group's label beside a part of a label.
            Some(Role::Words) => {
                let next = place + 1;
                let words = self.lines.get(place).map(|(_, line)| line.pieces());
                words.is_some_and(|words| {
                    words.len() == 2 && words.iter().any(|piece| is_numbered(&piece.text))
                }) && (self.is(next, Role::Figures) || self.is(next, Role::Text))
            }
            _ => false,
        }
    }

    /// Where a table begins whose first figures stand in a line: with its head, words in columns
    /// and single words of it between them.
    fn start(&self, figures: usize, least: usize) -> usize {
        let mut start = figures;
        for at in (least.max(figures.saturating_sub(HEAD))..figures).rev() {
            if self.is_prose(at) || self.is_heading(at) {
                break;
            }
            if self.is(at, Role::Words) {
                start = at;
            }
        }
        // A label's first lines above a first row that has none.
        let first = self.lines.get(figures);
        if start == figures && !first.is_some_and(|(_, line)| has_label(line)) {
            let above = (least..figures).rev().take(3);
            let label = above.take_while(|at| self.is(*at, Role::Text) && !self.is_prose(*at));
            start = label.last().unwrap_or(figures);
        }
        start
    }

    /// The end of a last label below its figures belongs to it.
    fn end(&self, tables: &mut [(usize, usize)]) {
        let starts: Vec<usize> = tables.iter().map(|(start, _)| *start).collect();
        let next = starts.iter().skip(1).copied().chain([self.lines.len()]);
        for ((_, end), next) in tables.iter_mut().zip(next) {
            if *end < next
                && let Some((page, last)) = end.checked_sub(1).and_then(|at| self.lines.get(at))
                && let Some((next_page, line)) = self.lines.get(*end)
                && page == next_page
                && self.is(*end, Role::Text)
                // What stands above a head is its caption.
                && !self.is(*end + 1, Role::Words)
                && is_rest(last, line)
            {
                *end += 1;
            }
        }
    }
}

fn role(line: &Line) -> Role {
    let pieces = line.pieces();
    let ends_so = pieces.last().is_some_and(|piece| is_figure(&piece.text));
    match pieces.len() {
        _ if ends_so => Role::Figures,
        2.. => Role::Words,
        _ => Role::Text,
    }
}

/// Whether a line is filled with running text.
fn is_prose(line: &Line, width: f64) -> bool {
    let pieces = line.pieces();
    let own = line.right() - line.left();
    let filled: f64 = pieces.iter().map(|piece| piece.right - piece.left).sum();
    own > width * 0.85 && filled > own * 0.85 && pieces.iter().all(|piece| !is_figure(&piece.text))
}

fn has_label(line: &Line) -> bool {
    let pieces = line.pieces();
    pieces.first().is_some_and(|piece| !is_figure(&piece.text))
}

/// Whether a line is the rest of the label of the row right above it.
fn is_rest(row: &Line, line: &Line) -> bool {
    let text = line.text();
    let beside = (line.left() - row.left()).abs() < line.size * 1.2 || !has_label(row);
    beside
        && line.baseline - row.baseline < line.size * 1.9
        && !is_numbered(&text)
        && text.chars().count() < 24
}
