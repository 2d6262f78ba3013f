//! Where the cells of a table are, for a width.

use eframe::egui::{
    self, Align, FontId, Rect, pos2,
    text::{LayoutJob, TextFormat},
    vec2,
};

use crate::form::{Cell, Content, Grid, GridCell, Run, Style};

use super::super::theme::{self, Palette};

/// What a layout depends on; another one is made when this changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayoutKey {
    /// The address of the form, which also tells its alternatives apart.
    pub form: usize,
    pub table: usize,
    pub width: f32,
    pub pixels_per_point: f32,
    /// Which choice of rows has last year's figures; see [`TableLayout::new`].
    pub compared: u64,
}

/// The lines between columns and rows, from the table's upper left corner.
#[derive(Clone, Debug)]
pub struct TableLayout {
    pub key: LayoutKey,
    columns: Vec<f32>,
    rows: Vec<f32>,
    /// The rows whose figures have last year's below them.
    compared: Vec<bool>,
    /// How high the heads at the top are.
    pub head_height: f32,
}

impl TableLayout {
    /// Lays a table out; in the rows of `compared` figures have last year's below them.
    pub fn new(ui: &egui::Ui, grid: &Grid, key: LayoutKey, compared: &[bool]) -> Self {
        let columns = column_lines(&grid.widths, key.width);
        let heights = row_heights(ui, grid, &columns, compared);
        let rows = lines(heights.into_iter());
        let head_height = rows.get(grid.head_rows()).copied().unwrap_or_default();
        Self {
            key,
            columns,
            rows,
            compared: compared.to_vec(),
            head_height,
        }
    }

    pub fn size(&self) -> egui::Vec2 {
        let last = |lines: &[f32]| lines.last().copied().unwrap_or_default();
        vec2(last(&self.columns), last(&self.rows))
    }

    /// A cell's place, given the row it begins in.
    pub fn rect(&self, row: usize, cell: &GridCell) -> Rect {
        let at = |lines: &[f32], index: usize| {
            lines
                .get(index)
                .or_else(|| lines.last())
                .copied()
                .unwrap_or_default()
        };
        Rect::from_min_max(
            pos2(at(&self.columns, cell.column), at(&self.rows, row)),
            pos2(
                at(&self.columns, cell.column + cell.colspan),
                at(&self.rows, row + cell.rowspan),
            ),
        )
    }

    /// The line of a cell its figure stands on: in the middle, or above last year's.
    pub fn figure_line(&self, row: usize, rect: Rect) -> Rect {
        if !self.compared.get(row).is_some_and(|compared| *compared) {
            return rect;
        }
        let both = theme::FIGURE_LINE_HEIGHT + theme::LAST_YEAR_LINE_HEIGHT;
        // Digits stand high in the smaller line: what is even to the eye is not to the ruler.
        let top = (rect.center().y - both / 2.0 - theme::LINE).floor();
        Rect::from_x_y_ranges(rect.x_range(), top..=top + theme::FIGURE_LINE_HEIGHT)
    }

    /// The line below it.
    pub fn last_year_line(&self, row: usize, rect: Rect) -> Rect {
        let top = self.figure_line(row, rect).bottom();
        Rect::from_x_y_ranges(rect.x_range(), top..=top + theme::LAST_YEAR_LINE_HEIGHT)
    }

    /// The row a figure is in, and where it is.
    pub fn place_of(&self, grid: &Grid, figure: Cell) -> Option<(usize, Rect)> {
        figures(grid)
            .find(|(_, _, cell)| *cell == figure)
            .map(|(row, grid_cell, _)| (row, self.rect(row, grid_cell)))
    }
}

/// Every figure of a grid with its row and its cell there.
pub fn figures(grid: &Grid) -> impl Iterator<Item = (usize, &GridCell, Cell)> {
    grid.rows.iter().enumerate().flat_map(|(row, cells)| {
        cells
            .cells
            .iter()
            .filter_map(move |cell| match cell.content {
                Content::Figure(figure) => Some((row, cell, figure)),
                Content::Text(_) => None,
            })
    })
}

/// The printed widths over `width`, on whole points so that hairlines are sharp.
fn column_lines(widths: &[f32], width: f32) -> Vec<f32> {
    let printed: f32 = widths.iter().sum();
    let scale = if printed > 0.0 { width / printed } else { 1.0 };
    lines(widths.iter().map(|width| width * scale))
        .into_iter()
        .map(f32::round)
        .collect()
}

/// The running sum of sizes, beginning with zero.
fn lines(sizes: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut end = 0.0;
    std::iter::once(0.0)
        .chain(sizes.map(|size| {
            end += size;
            end
        }))
        .collect()
}

fn row_heights(ui: &egui::Ui, grid: &Grid, columns: &[f32], compared: &[bool]) -> Vec<f32> {
    let least = |row: usize| match compared.get(row) {
        Some(true) => theme::COMPARED_ROW_HEIGHT,
        Some(false) | None => theme::ROW_HEIGHT,
    };
    let mut heights: Vec<f32> = (0..grid.rows.len()).map(least).collect();
    // Cells of one row first, so that the long ones only add what is still lacking.
    for long in [false, true] {
        for (row, cells) in grid.rows.iter().enumerate() {
            for cell in &cells.cells {
                let Content::Text(runs) = &cell.content else {
                    continue;
                };
                if (cell.rowspan > 1) != long {
                    continue;
                }
                let width = span(columns, cell.column, cell.colspan);
                let text = ui.fonts_mut(|fonts| {
                    fonts.layout_job(label_job(runs, cell, width, &theme::LIGHT))
                });
                let wanted = (text.size().y + 2.0 * theme::CELL_PADDING.y).ceil();
                let Some(spanned) = heights.get_mut(row..(row + cell.rowspan)) else {
                    continue;
                };
                let lacking = wanted - spanned.iter().sum::<f32>();
                if let (true, Some(last)) = (lacking > 0.0, spanned.last_mut()) {
                    *last += lacking;
                }
            }
        }
    }
    heights
}

fn span(lines: &[f32], from: usize, count: usize) -> f32 {
    match (lines.get(from), lines.get(from + count)) {
        (Some(from), Some(to)) => to - from,
        _ => 0.0,
    }
}

/// A label as text for a cell of `width`; bracketed notes are quieter.
pub fn label_job(runs: &[Run], cell: &GridCell, width: f32, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    let indent = cell.indent * theme::INDENT;
    let room = (width - 2.0 * theme::CELL_PADDING.x - indent).max(theme::CELL_SIZE);
    job.wrap.max_width = match cell.style {
        Style::Head | Style::Stub | Style::Unit => even_width(runs, room),
        Style::Label | Style::Block | Style::Figure => room,
    };
    job.halign = match cell.style {
        Style::Head | Style::Stub | Style::Unit => Align::Center,
        Style::Label | Style::Block | Style::Figure => Align::LEFT,
    };
    for run in runs {
        let (size, color) = if run.note {
            (theme::SMALL_SIZE, palette.weak)
        } else {
            (theme::CELL_SIZE, palette.text)
        };
        job.append(
            &run.text,
            0.0,
            TextFormat {
                font_id: FontId::proportional(size),
                color,
                line_height: Some(theme::CELL_SIZE + 4.5),
                ..Default::default()
            },
        );
    }
    // A head that is one long note stands left, as it is printed.
    if !runs.is_empty() && runs.iter().all(|run| run.note) {
        job.halign = Align::LEFT;
    }
    job
}

/// The width at which a label's lines are about as long as each other: 商业／企业, not 商业企／业.
fn even_width(runs: &[Run], room: f32) -> f32 {
    let size = theme::CELL_SIZE;
    let count: usize = runs.iter().map(|run| run.text.chars().count()).sum();
    let in_line = (room / size).floor().max(1.0);
    let lines = (count as f32 / in_line).ceil().max(1.0);
    if lines < 2.0 || runs.iter().any(|run| run.note) {
        return room;
    }
    let even = (count as f32 / lines).ceil();
    (even * size + size / 4.0).min(room)
}
