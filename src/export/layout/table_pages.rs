//! A measured table placed: cut between rows where a page ends, heads repeated.

use std::ops::Range;

use super::lines::draw_line;
use super::page::{AREA_LEFT, ASCENT, Color, Line, MM_PER_POINT, Operation};
use super::table::{MeasuredCell, MeasuredTable};

/// The rules' width in points.
const RULE: f32 = 0.5;
/// Left-aligned text's distance from the rule in millimetres.
const INDENT: f32 = 0.9;
/// Millimetres that count as nothing.
const SLACK: f32 = 0.01;
/// How many rows a cut may move up to leave the cells it crosses room for their text.
const LOOK_BACK: usize = 4;

/// Where a table's rows stand on one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The rows drawn below the heads.
    pub rows: Range<usize>,
    /// Whether the heads are drawn above them.
    pub heads: bool,
}

impl MeasuredTable {
    /// The rows, from `from`, for a page with `room` millimetres left, and whether they are
    /// all. At least one row when `forced`, else perhaps none.
    pub fn cut(&self, from: usize, room: f32, forced: bool) -> Cut {
        // The first stretch begins with the heads themselves; later ones repeat them.
        let heads = from >= self.heads && from > 0 && self.heads > 0;
        let room = if heads {
            room - self.head_height()
        } else {
            room
        };
        let mut end = from;
        while end < self.heights.len() && self.height_of(from..end + 1) <= room + SLACK {
            end += 1;
        }
        if end < self.heights.len() {
            end = self.better_end(from, end);
        }
        if forced && end <= from {
            end = (from + 1).min(self.heights.len());
        }
        Cut {
            rows: from..end,
            heads,
        }
    }

    /// The height of a cut with its heads, in millimetres.
    pub fn cut_height(&self, cut: &Cut) -> f32 {
        let heads = if cut.heads { self.head_height() } else { 0.0 };
        heads + self.height_of(cut.rows.clone())
    }

    /// An end at or a little above `end` at which no crossed cell is too low for its text, and
    /// the heads are not alone.
    fn better_end(&self, from: usize, end: usize) -> usize {
        let lowest = end.saturating_sub(LOOK_BACK).max(from + 1);
        let found = (lowest..=end).rev().find(|&row| {
            self.cells
                .iter()
                .filter(|cell| cell.row < row && row < cell.end_row())
                .all(|cell| {
                    let needed = cell.text_height();
                    self.height_of(cell.row.max(from)..row) >= needed
                        && self.height_of(row..cell.end_row()) >= needed
                })
        });
        let end = found.unwrap_or(end);
        if from < self.heads && end <= self.heads {
            from
        } else {
            end
        }
    }

    /// Draws a cut at `top` millimetres from the page's upper edge; the height it takes.
    pub fn draw(&self, cut: &Cut, top: f32, operations: &mut Vec<Operation>) -> f32 {
        let mut below = top;
        if cut.heads {
            below += self.draw_rows(0..self.heads, below, operations);
        }
        below += self.draw_rows(cut.rows.clone(), below, operations);
        below - top
    }

    fn draw_rows(&self, rows: Range<usize>, top: f32, operations: &mut Vec<Operation>) -> f32 {
        let mut rules = Rules::new(rows.len(), self.edges.len().saturating_sub(1));
        for cell in &self.cells {
            // The part of the cell on this page; its text is drawn again on the next.
            let part = cell.row.max(rows.start)..cell.end_row().min(rows.end);
            if part.is_empty() {
                continue;
            }
            let cell_top = top + self.height_of(rows.start..part.start);
            self.draw_text(cell, cell_top, self.height_of(part.clone()), operations);
            rules.surround(
                part.start - rows.start..part.end - rows.start,
                cell.column..cell.column + cell.colspan,
            );
        }
        let levels: Vec<f32> = (rows.start..=rows.end)
            .map(|row| top + self.height_of(rows.start..row))
            .collect();
        rules.draw(&levels, &self.edges, operations);
        self.height_of(rows)
    }

    fn draw_text(
        &self,
        cell: &MeasuredCell,
        top: f32,
        height: f32,
        operations: &mut Vec<Operation>,
    ) {
        let edge = |column: usize| self.edges.get(column).or(self.edges.last()).copied();
        let (Some(left), Some(right)) = (edge(cell.column), edge(cell.column + cell.colspan))
        else {
            return;
        };
        let size = cell.size * MM_PER_POINT;
        let first = top + (height - cell.text_height()) / 2.0;
        for (index, line) in cell.lines.iter().enumerate() {
            let free = right - left - line.width(cell.size);
            let offset = if cell.centred {
                free / 2.0
            } else {
                INDENT + cell.indent
            };
            let x = AREA_LEFT + left + offset;
            let line_top = first + index as f32 * cell.leading() + (cell.leading() - size) / 2.0;
            operations.extend(draw_line(line, cell.size, x, line_top + ASCENT * size));
        }
    }
}

/// Which pieces of the grid's lines are drawn: each piece once, whatever cells share it.
struct Rules {
    /// One list a line, top to bottom; one piece a column.
    across: Vec<Vec<bool>>,
    /// One list a line, left to right; one piece a row.
    down: Vec<Vec<bool>>,
}

impl Rules {
    fn new(rows: usize, columns: usize) -> Self {
        Self {
            across: vec![vec![false; columns]; rows + 1],
            down: vec![vec![false; rows]; columns + 1],
        }
    }

    fn surround(&mut self, rows: Range<usize>, columns: Range<usize>) {
        for (lines, ends, pieces) in [
            (&mut self.across, [rows.start, rows.end], columns.clone()),
            (&mut self.down, [columns.start, columns.end], rows.clone()),
        ] {
            for end in ends {
                if let Some(line) = lines
                    .get_mut(end)
                    .and_then(|line| line.get_mut(pieces.clone()))
                {
                    line.fill(true);
                }
            }
        }
    }

    /// Joins neighbouring pieces into whole strokes.
    fn draw(&self, levels: &[f32], edges: &[f32], operations: &mut Vec<Operation>) {
        for (line, &y) in self.across.iter().zip(levels) {
            for (from, to) in strokes(line, edges) {
                operations.push(rule((AREA_LEFT + from, y), (AREA_LEFT + to, y)));
            }
        }
        for (line, &x) in self.down.iter().zip(edges) {
            for (from, to) in strokes(line, levels) {
                operations.push(rule((AREA_LEFT + x, from), (AREA_LEFT + x, to)));
            }
        }
    }
}

/// The stretches of drawn pieces as pairs of places.
fn strokes(pieces: &[bool], places: &[f32]) -> Vec<(f32, f32)> {
    let mut strokes = Vec::new();
    let mut begin = 0;
    for stretch in pieces.chunk_by(|left, right| left == right) {
        let end = begin + stretch.len();
        if let (Some(true), Some(&from), Some(&to)) =
            (stretch.first(), places.get(begin), places.get(end))
        {
            strokes.push((from, to));
        }
        begin = end;
    }
    strokes
}

fn rule(from: (f32, f32), to: (f32, f32)) -> Operation {
    Operation::Line(Line {
        from,
        to,
        width: RULE,
        color: Color::BLACK,
    })
}
