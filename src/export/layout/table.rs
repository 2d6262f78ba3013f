//! A table measured: every cell's lines, every row's height.

use super::glyphs::{Glyph, Setter};
use super::labels::{break_by_sense, break_evenly, break_label};
use super::lines::{Measure, SetLine};
use super::page::{AREA_HEIGHT, AREA_WIDTH, MM_PER_POINT};
use crate::export::document::{CellContent, PageBreaks, TableBlock, TableCell};
use crate::export::fonts::Face;
use crate::form::{Run, Style};

/// From one line's top to the next one's inside a cell, in type sizes.
const LEADING: f32 = 1.2;
/// Between text and rules at the sides, in millimetres.
const SIDE: f32 = 0.8;
/// A figure is never set smaller than this, in points.
const SMALLEST: f32 = 4.0;
/// The most a text found in a figure's place may take, in millimetres.
const TALLEST: f32 = 30.0;
/// Above and below the text in millimetres: for short tables, for long ones, and where a long
/// one would otherwise miss its page.
const PADDINGS: [f32; 3] = [1.1, 0.8, 0.45];
/// Rows from which a table is a long one.
const LONG: usize = 18;

/// A cell with its place in the table and its text set to its width.
#[derive(Clone, Debug)]
pub struct MeasuredCell {
    pub row: usize,
    pub rowspan: usize,
    pub column: usize,
    pub colspan: usize,
    pub lines: Vec<SetLine>,
    /// In points: a long figure is set smaller.
    pub size: f32,
    pub centred: bool,
    /// How far text that isn't centred is moved in, in millimetres.
    pub indent: f32,
}

impl MeasuredCell {
    /// The row below the cell.
    pub fn end_row(&self) -> usize {
        self.row + self.rowspan
    }

    /// The height of its text in millimetres, without padding.
    pub fn text_height(&self) -> f32 {
        self.lines.len() as f32 * self.leading()
    }

    /// The height it needs: blank cells and those in smaller type have one line like the others.
    fn height(&self, type_size: f32) -> f32 {
        self.text_height().max(leading(type_size))
    }

    /// From one line's top to the next one's, in millimetres.
    pub fn leading(&self) -> f32 {
        leading(self.size)
    }
}

fn leading(size: f32) -> f32 {
    size * LEADING * MM_PER_POINT
}

/// A table ready to be placed. All lengths are millimetres.
#[derive(Clone, Debug)]
pub struct MeasuredTable {
    /// Each column's left edge, and the right edge of the last.
    pub edges: Vec<f32>,
    pub heights: Vec<f32>,
    /// The rows at the top that are repeated on each page.
    pub heads: usize,
    pub cells: Vec<MeasuredCell>,
    /// Above and below each cell's text.
    pub padding: f32,
    pub page_breaks: PageBreaks,
}

impl MeasuredTable {
    /// Sets the table's text and finds its rows' heights. `room` is what is left of an empty
    /// page below the table's heading, `kept` what stands below its last rows: a table a little
    /// too long is set closer, where that saves a page.
    pub fn new(block: &TableBlock, setter: &mut Setter<'_>, room: f32, kept: f32) -> Self {
        let edges = edges(&block.widths);
        let cells: Vec<_> = block
            .rows
            .iter()
            .enumerate()
            .flat_map(|(row, cells)| cells.cells.iter().map(move |cell| (row, cell)))
            .map(|(row, cell)| measure_cell(block, &edges, row, cell, setter))
            .collect();
        let wished = if block.rows.len() < LONG { 0 } else { 1 };
        let mut table = Self {
            edges,
            heights: Vec::new(),
            heads: block.rows.iter().take_while(|row| row.head).count(),
            cells,
            padding: 0.0,
            page_breaks: block.page_breaks,
        };
        let paddings = PADDINGS.get(wished..).unwrap_or_default();
        // Of those that take the fewest pages the widest; the first one is.
        let best = paddings.iter().copied().min_by_key(|&padding| {
            table.set_padding(padding, block);
            table.pages(room, kept)
        });
        table.set_padding(best.unwrap_or_default(), block);
        table
    }

    /// How many pages the table takes about, with what is kept below it.
    fn pages(&self, room: f32, kept: f32) -> usize {
        let beyond = (self.height() + kept - room).max(0.0);
        let page = (AREA_HEIGHT - self.head_height()).max(1.0);
        1 + (beyond / page).ceil() as usize
    }

    pub fn height(&self) -> f32 {
        self.heights.iter().sum()
    }

    /// The height of these rows together.
    pub fn height_of(&self, rows: std::ops::Range<usize>) -> f32 {
        self.heights.get(rows).unwrap_or_default().iter().sum()
    }

    pub fn head_height(&self) -> f32 {
        self.height_of(0..self.heads)
    }

    fn set_padding(&mut self, padding: f32, block: &TableBlock) {
        self.padding = padding;
        self.heights = self.row_heights(block.rows.len(), block.type_size);
    }

    fn row_heights(&self, rows: usize, type_size: f32) -> Vec<f32> {
        let mut heights = vec![0.0_f32; rows];
        // Cells of one row first: what spans several rows may then fit without stretching any.
        for cell in self.cells.iter().filter(|cell| cell.rowspan == 1) {
            if let Some(height) = heights.get_mut(cell.row) {
                *height = height.max(cell.height(type_size) + 2.0 * self.padding);
            }
        }
        for cell in self.cells.iter().filter(|cell| cell.rowspan > 1) {
            let needed = cell.height(type_size) + 2.0 * self.padding;
            let Some(spanned) = heights.get_mut(cell.row..cell.end_row().min(rows)) else {
                continue;
            };
            let lacking = needed - spanned.iter().sum::<f32>();
            if lacking > 0.0 {
                let share = lacking / spanned.len().max(1) as f32;
                spanned.iter_mut().for_each(|height| *height += share);
            }
        }
        heights
    }
}

/// The columns' edges, brought to the width of the type area.
fn edges(widths: &[f32]) -> Vec<f32> {
    let sum: f32 = widths.iter().sum();
    let scale = if sum > 0.0 { AREA_WIDTH / sum } else { 0.0 };
    let mut edge = 0.0;
    std::iter::once(0.0)
        .chain(widths.iter().map(|width| {
            edge += width * scale;
            edge
        }))
        .collect()
}

fn measure_cell(
    block: &TableBlock,
    edges: &[f32],
    row: usize,
    cell: &TableCell,
    setter: &mut Setter<'_>,
) -> MeasuredCell {
    let at = |column: usize| edges.get(column).or(edges.last()).copied().unwrap_or(0.0);
    let indent = cell.indent * block.type_size * MM_PER_POINT;
    let width = at(cell.column + cell.colspan) - at(cell.column) - 2.0 * SIDE - indent;
    let width = width.max(1.0);
    let measure = Measure {
        size: block.type_size,
        spacing: 0.0,
        first: width,
        width,
        justified: false,
    };
    let centred = matches!(
        cell.style,
        Style::Head | Style::Stub | Style::Unit | Style::Figure
    );
    let (lines, size) = match &cell.content {
        CellContent::Text(runs) => {
            let lines = typed_lines(runs, setter);
            let lines = lines.iter().flat_map(|glyphs| match cell.style {
                Style::Stub => break_by_sense(glyphs, &measure),
                Style::Head | Style::Unit => break_evenly(glyphs, &measure),
                Style::Label | Style::Block | Style::Figure => break_label(glyphs, &measure),
            });
            (lines.collect(), block.type_size)
        }
        CellContent::Figure(figure) => {
            let glyphs = setter.glyphs(&figure.text(), Face::Song);
            if figure.value.number().is_some() {
                one_line(glyphs, &measure)
            } else {
                found_text(&glyphs, &measure, setter)
            }
        }
    };
    MeasuredCell {
        row,
        rowspan: cell.rowspan.max(1),
        column: cell.column,
        colspan: cell.colspan.max(1),
        lines,
        size,
        centred,
        indent,
    }
}

/// A label's glyphs, one list for each line it was written in.
fn typed_lines(runs: &[Run], setter: &mut Setter<'_>) -> Vec<Vec<Glyph>> {
    let mut lines = vec![Vec::new()];
    for run in runs {
        let face = if run.note { Face::Kai } else { Face::Song };
        for (index, piece) in run.text.split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut() {
                line.extend(setter.glyphs(piece, face));
            }
        }
    }
    lines
}

/// Text found in a figure's place may be of any length: it is set smaller, then ended with an
/// ellipsis, before its row grows over the page. The return keeps the whole of it.
fn found_text(glyphs: &[Glyph], measure: &Measure, setter: &mut Setter<'_>) -> (Vec<SetLine>, f32) {
    let mut measure = *measure;
    loop {
        let mut lines = break_evenly(glyphs, &measure);
        let most = (TALLEST / leading(measure.size)) as usize;
        if lines.len() <= most {
            return (lines, measure.size);
        }
        if measure.size <= SMALLEST {
            lines.truncate(most.max(1));
            if let Some(last) = lines.last_mut() {
                last.glyphs.pop();
                last.glyphs.extend(setter.glyphs("…", Face::Song));
            }
            return (lines, measure.size);
        }
        measure.size = (measure.size - 1.0).max(SMALLEST);
    }
}

/// A number is never broken: one too long for its cell is set smaller.
fn one_line(glyphs: Vec<Glyph>, measure: &Measure) -> (Vec<SetLine>, f32) {
    let line = SetLine {
        glyphs,
        spacing: 0.0,
    };
    let natural = line.width(measure.size);
    let size = if natural > measure.width {
        (measure.size * measure.width / natural).max(SMALLEST)
    } else {
        measure.size
    };
    (vec![line], size)
}
