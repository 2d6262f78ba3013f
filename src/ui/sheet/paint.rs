//! Paints the cells of a table.

use eframe::egui::{self, Align, Align2, Color32, FontId, Painter, Rect, Stroke, pos2, vec2};

use crate::form::{Cell, Content, Grid, GridCell, Run, Style};
use crate::session::OpenReturn;
use crate::value::Value;

use super::super::explanation::differing_total;
use super::super::theme::{self, Palette};
use super::last_year::{self, LastYearLines};
use super::layout::{TableLayout, label_job};

/// Paints the cells of any form's grid, whoever's figures stand in them.
pub struct GridBrush<'a> {
    pub painter: &'a Painter,
    pub palette: &'static Palette,
}

impl GridBrush<'_> {
    /// A label with its ground.
    pub fn label(&self, cell: &GridCell, runs: &[Run], rect: Rect) {
        let job = label_job(runs, cell, rect.width(), self.palette);
        let fill = match cell.style {
            Style::Head | Style::Block => self.palette.head,
            Style::Label | Style::Stub | Style::Unit | Style::Figure => self.palette.paper,
        };
        self.painter.rect_filled(rect, 0.0, fill);
        let halign = job.halign;
        let text = self.painter.layout_job(job);
        let top = rect.center().y - text.size().y / 2.0;
        let left = match halign {
            Align::Center => rect.center().x,
            _ => rect.left() + theme::CELL_PADDING.x + cell.indent * theme::INDENT,
        };
        self.painter
            .galley(pos2(left, top.round()), text, self.palette.text);
    }

    /// A figure's text at the right of its cell; what is wrong is heavier and has a sign.
    pub fn value(&self, text: &str, rect: Rect, color: Color32, wrong: bool) {
        let inner = rect.shrink2(vec2(theme::CELL_PADDING.x, 0.0));
        let painter = self
            .painter
            .with_clip_rect(rect.intersect(self.painter.clip_rect()));
        let font = if wrong {
            FontId::new(theme::CELL_SIZE, theme::strong_family())
        } else {
            FontId::proportional(theme::CELL_SIZE)
        };
        let text = painter.layout_no_wrap(text.to_owned(), font.clone(), color);
        let room = inner.width() - text.size().x;
        let left = if room < 0.0 {
            inner.left()
        } else {
            inner.right() - text.size().x
        };
        let top = rect.center().y - text.size().y / 2.0;
        painter.galley(pos2(left, top), text, color);
        if wrong && room > theme::CELL_SIZE / 2.0 {
            painter.text(inner.left_center(), Align2::LEFT_CENTER, "!", font, color);
        }
    }

    /// The hairlines right of and below a cell, and the table's own left and upper edge.
    pub fn lines(&self, rect: Rect, clip: Rect) {
        if !clip.intersects(rect.expand(theme::LINE)) {
            return;
        }
        let stroke = Stroke::new(theme::LINE, self.palette.hairline);
        let sharp = |at: f32| self.painter.round_to_pixel_center(at - 0.5);
        for x in [rect.left(), rect.right()] {
            self.painter.vline(sharp(x), rect.y_range(), stroke);
        }
        for y in [rect.top(), rect.bottom()] {
            self.painter.hline(rect.x_range(), sharp(y), stroke);
        }
    }
}

/// Paints tables for one frame.
pub struct TablePainter<'a> {
    pub painter: &'a Painter,
    pub palette: &'static Palette,
    pub open: &'a OpenReturn,
    pub layout: &'a TableLayout,
    pub last_year: &'a LastYearLines,
    /// The cell whose text the live field shows.
    pub field: Option<Cell>,
}

impl TablePainter<'_> {
    fn brush(&self) -> GridBrush<'_> {
        GridBrush {
            painter: self.painter,
            palette: self.palette,
        }
    }

    /// Paints the rows `rows` of the grid with the table's corner at `origin`.
    pub fn rows(&self, grid: &Grid, rows: std::ops::Range<usize>, origin: egui::Pos2) {
        let clip = self.painter.clip_rect();
        let lit = Lit::of(self.open);
        let brush = self.brush();
        for (index, row) in grid.rows.iter().enumerate() {
            if !rows.contains(&index) {
                continue;
            }
            for cell in &row.cells {
                let rect = self.layout.rect(index, cell).translate(origin.to_vec2());
                if !clip.intersects(rect) {
                    continue;
                }
                match &cell.content {
                    Content::Text(runs) => brush.label(cell, runs, rect),
                    Content::Figure(figure) => self.figure(*figure, index, rect, &lit),
                }
            }
        }
        for (index, row) in grid.rows.iter().enumerate() {
            if rows.contains(&index) {
                for cell in &row.cells {
                    let rect = self.layout.rect(index, cell);
                    brush.lines(rect.translate(origin.to_vec2()), clip);
                }
            }
        }
    }

    fn figure(&self, cell: Cell, row: usize, rect: Rect, lit: &Lit) {
        let palette = self.palette;
        let open = self.open;
        let is_total = open.form.definition(cell).is_total();
        let stated = open.ret.stated.get(cell);
        let wrong = matches!(stated, Value::Unread(_)) || differing_total(open, cell).is_some();
        let is_note = matches!(stated, Value::Note(_));
        let typed = self.field == Some(cell);
        let fill = if typed {
            palette.paper
        } else if wrong {
            palette.error_soft
        } else if is_note {
            palette.warning_soft
        } else if lit.left.contains(&cell) {
            palette.lit_left
        } else if lit.right.contains(&cell) {
            palette.lit_right
        } else if is_total {
            palette.total
        } else {
            palette.paper
        };
        self.painter.rect_filled(rect, 0.0, fill);
        if let Some(text) = self.last_year.text(cell) {
            self.last_year_line(text, self.layout.last_year_line(row, rect));
        }
        if typed {
            return;
        }
        let color = if wrong {
            palette.error
        } else if is_note {
            palette.warning
        } else if is_total && stated.is_blank() {
            palette.weak
        } else {
            palette.text
        };
        let line = self.layout.figure_line(row, rect);
        self.brush().value(&open.printed(cell), line, color, wrong);
    }

    /// Last year's figure, smaller and quieter.
    fn last_year_line(&self, text: &str, rect: Rect) {
        let right = rect.right_center() - vec2(theme::CELL_PADDING.x, 0.0);
        let font = last_year::font();
        let color = self.palette.weak;
        self.painter
            .text(right, Align2::RIGHT_CENTER, text, font, color);
    }
}

/// The cells of the finding that is lit up.
struct Lit {
    left: Vec<Cell>,
    right: Vec<Cell>,
}

impl Lit {
    fn of(open: &OpenReturn) -> Self {
        let finding = open.lit_finding();
        match finding.and_then(|finding| finding.sides.as_ref()) {
            Some(sides) => Self {
                left: sides.left.cells.clone(),
                right: sides.right.cells.clone(),
            },
            None => Self {
                left: finding.map_or_else(Vec::new, |finding| finding.cells().collect()),
                right: Vec::new(),
            },
        }
    }
}
