//! Where lines and table cells of a source are, for a width.

use std::collections::HashMap;

use eframe::egui::{self, FontId, Rect, Vec2, pos2, vec2};

use crate::import::{Block, Grid, GridCell, Spot};
use crate::session::Review;

use super::super::theme;

/// A source with more lines and cells than this is shown to here only: more than any report has.
const MOST_ITEMS: usize = 20_000;
/// Columns beyond these are not painted.
const MOST_COLUMNS: usize = 60;
const LEAST_COLUMN: f32 = 24.0;
/// The width of a digit, in the size of the text.
const DIGIT: f32 = 0.6;
const MOST_COLUMN: f32 = 240.0;
/// How much wider than its usual cell a column is.
const ROOM_ABOVE_USUAL: f32 = 1.2;
/// In how many steps columns give way.
const STEPS: u16 = 40;
const LEAST_ROW: f32 = 24.0;
pub const PADDING: Vec2 = vec2(5.0, 3.0);
/// Between lines, and around tables.
const LINE_GAP: f32 = 5.0;
const TABLE_GAP: f32 = 9.0;

/// What a layout depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Key {
    /// The review's number in this session.
    pub review: u64,
    pub width: f32,
    pub pixels_per_point: f32,
}

/// A line or a table cell.
pub struct Item {
    pub spot: Spot,
    /// From the upper left corner of the source.
    pub rect: Rect,
}

/// A line, or a cell of a table.
type At = (usize, Option<(usize, usize)>);

/// All items of a source with their places.
pub struct SourceLayout {
    pub key: Key,
    pub items: Vec<Item>,
    pub size: Vec2,
    /// Whether there was more than is shown.
    pub is_cut: bool,
    /// What was found in an item, by place in [`Located::found`](crate::import::Located::found).
    found: HashMap<At, Vec<usize>>,
    /// The doubts about it, by place in the list.
    doubts: HashMap<At, Vec<usize>>,
}

impl SourceLayout {
    pub fn new(ui: &egui::Ui, review: &Review, key: Key) -> Self {
        let mut layout = Self {
            key,
            items: Vec::new(),
            size: vec2(key.width, 0.0),
            is_cut: false,
            found: HashMap::new(),
            doubts: HashMap::new(),
        };
        for (block, content) in review.source.blocks.iter().enumerate() {
            if layout.items.len() >= MOST_ITEMS {
                layout.is_cut = true;
                break;
            }
            match content {
                Block::Line(text) => layout.line(ui, block, text),
                Block::Grid(grid) => layout.grid(ui, block, grid),
            }
        }
        for (index, found) in review.located.found.iter().enumerate() {
            let at = (found.spot.block, found.spot.cell);
            layout.found.entry(at).or_default().push(index);
        }
        for (index, doubt) in review.located.doubts.iter().enumerate() {
            if let Some(spot) = &doubt.spot {
                let at = (spot.block, spot.cell);
                layout.doubts.entry(at).or_default().push(index);
            }
        }
        layout
    }

    /// Where a place of the source is.
    pub fn rect(&self, spot: &Spot) -> Option<Rect> {
        let same = |item: &&Item| item.spot.block == spot.block && item.spot.cell == spot.cell;
        self.items.iter().find(same).map(|item| item.rect)
    }

    /// The figures found in an item.
    pub fn found(&self, item: &Item) -> &[usize] {
        let found = self.found.get(&(item.spot.block, item.spot.cell));
        found.map_or(&[], Vec::as_slice)
    }

    /// The doubts about an item.
    pub fn doubts(&self, item: &Item) -> &[usize] {
        let doubts = self.doubts.get(&(item.spot.block, item.spot.cell));
        doubts.map_or(&[], Vec::as_slice)
    }

    fn line(&mut self, ui: &egui::Ui, block: usize, text: &str) {
        let height = text_height(ui, text, self.key.width - 2.0 * PADDING.x);
        let top = self.size.y;
        let bottom = top + height + 2.0 * PADDING.y;
        self.items.push(Item {
            spot: Spot::line(block),
            rect: Rect::from_min_max(pos2(0.0, top), pos2(self.key.width, bottom)),
        });
        self.size.y = bottom + LINE_GAP;
    }

    fn grid(&mut self, ui: &egui::Ui, block: usize, grid: &Grid) {
        let widths = column_widths(grid, self.key.width);
        let columns = lines(&widths);
        let heights = row_heights(ui, grid, &columns);
        let rows = lines(&heights);
        let top = self.size.y + TABLE_GAP - LINE_GAP;
        for (row, cells) in grid.rows.iter().enumerate() {
            for (index, cell) in cells.iter().enumerate() {
                if cell.column >= MOST_COLUMNS {
                    continue;
                }
                let x = at(&columns, cell.column)..=at(&columns, cell.column + cell.colspan);
                let y = top + at(&rows, row)..=top + at(&rows, row + cell.rowspan);
                self.items.push(Item {
                    spot: Spot::cell(block, row, index),
                    rect: Rect::from_x_y_ranges(x, y),
                });
            }
        }
        self.size.x = self.size.x.max(at(&columns, usize::MAX));
        self.size.y = top + at(&rows, usize::MAX) + TABLE_GAP;
    }
}

/// The lines between sizes, beginning with zero.
fn lines(sizes: &[f32]) -> Vec<f32> {
    let mut end = 0.0;
    let ends = sizes.iter().map(|size| {
        end += size;
        end
    });
    std::iter::once(0.0).chain(ends).collect()
}

/// A line, or the last one.
fn at(lines: &[f32], index: usize) -> f32 {
    let line = lines.get(index).or_else(|| lines.last());
    line.copied().unwrap_or_default()
}

/// As wide as their usual texts, but together no wider than `room` if that can be.
fn column_widths(grid: &Grid, room: f32) -> Vec<f32> {
    let cells = || grid.rows.iter().flatten();
    let count = cells()
        .map(|cell| cell.column.saturating_add(cell.colspan))
        .max()
        .unwrap_or_default()
        .min(MOST_COLUMNS);
    // Wide enough for most cells: a long head over many short figures is wrapped.
    let mut columns = vec![Natural::default(); count];
    for cell in cells().filter(|cell| cell.colspan == 1 && !cell.text.is_empty()) {
        if let Some(column) = columns.get_mut(cell.column) {
            column.add(cell);
        }
    }
    if count == 1 {
        return vec![room];
    }
    let fitted = |share: f32| -> Vec<f32> {
        let widths = columns.iter().map(|column| column.width(share).floor());
        widths.collect()
    };
    let fits = |widths: &Vec<f32>| widths.iter().sum::<f32>() <= room;
    let shares = (0..=STEPS)
        .rev()
        .map(|step| f32::from(step) / f32::from(STEPS));
    shares.map(fitted).find(fits).unwrap_or_else(|| fitted(0.0))
}

/// What the cells of a column want.
#[derive(Clone, Copy, Default)]
struct Natural {
    sum: f32,
    number: f32,
    widest: f32,
    /// Figures are never broken over lines.
    unbroken: f32,
}

impl Natural {
    fn add(&mut self, cell: &GridCell) {
        let width = natural_width(cell);
        self.sum += width;
        self.number += 1.0;
        self.widest = self.widest.max(width);
        self.unbroken = self.unbroken.max(unbroken_width(cell));
    }

    /// From what its figures need over what its usual cell wants to what its widest does.
    fn width(self, share: f32) -> f32 {
        let least = self.unbroken.clamp(LEAST_COLUMN, MOST_COLUMN);
        let usual = (self.sum / self.number.max(1.0) * ROOM_ABOVE_USUAL).clamp(least, MOST_COLUMN);
        let widest = self.widest.clamp(usual, MOST_COLUMN);
        if share >= 0.5 {
            usual + (widest - usual) * (share - 0.5) * 2.0
        } else {
            least + (usual - least) * share * 2.0
        }
    }
}

/// The room of the longest word without ideographs: a figure, most often.
fn unbroken_width(cell: &GridCell) -> f32 {
    let words = cell
        .text
        .split(|character: char| !character.is_ascii_graphic());
    let longest = words.map(str::len).max().unwrap_or_default();
    longest as f32 * DIGIT * theme::CELL_SIZE + 2.0 * PADDING.x + 2.0
}

/// A guess without the font: ideographs are square, the rest about half as wide.
fn natural_width(cell: &GridCell) -> f32 {
    let line = |line: &str| -> f32 {
        let widths = line.chars().map(|character| match character.is_ascii() {
            true => DIGIT,
            false => 1.0,
        });
        widths.sum::<f32>() * theme::CELL_SIZE
    };
    let widest = cell.shown().lines().map(line).fold(0.0, f32::max);
    widest + 2.0 * PADDING.x + 4.0
}

fn row_heights(ui: &egui::Ui, grid: &Grid, columns: &[f32]) -> Vec<f32> {
    let mut heights = vec![LEAST_ROW; grid.rows.len()];
    // Cells of one row first, so that the long ones only add what is still lacking.
    for long in [false, true] {
        for (row, cells) in grid.rows.iter().enumerate() {
            for cell in cells.iter().filter(|cell| (cell.rowspan > 1) == long) {
                if cell.text.is_empty() || cell.column >= MOST_COLUMNS {
                    continue;
                }
                let width = at(columns, cell.column + cell.colspan) - at(columns, cell.column);
                let wanted = text_height(ui, &cell.shown(), width - 2.0 * PADDING.x);
                let end = (row + cell.rowspan).min(heights.len());
                let Some(spanned) = heights.get_mut(row..end) else {
                    continue;
                };
                let lacking = wanted + 2.0 * PADDING.y - spanned.iter().sum::<f32>();
                if let (true, Some(last)) = (lacking > 0.0, spanned.last_mut()) {
                    *last += lacking.ceil();
                }
            }
        }
    }
    heights
}

fn text_height(ui: &egui::Ui, text: &str, width: f32) -> f32 {
    let font = FontId::proportional(theme::CELL_SIZE);
    let color = theme::palette(ui).text;
    let width = width.max(theme::CELL_SIZE);
    let galley = ui.fonts_mut(|fonts| fonts.layout(text.to_owned(), font, color, width));
    galley.size().y.ceil()
}
