//! Paints the pieces of the years' table.

use eframe::egui::{
    Align, Align2, Color32, FontId, Painter, Pos2, Rect, Stroke, StrokeKind, pos2, text::LayoutJob,
    vec2,
};

use crate::years::{Figure, Line};

use super::super::theme::{self, Palette};
use super::words::YearsChange;

/// The sign at a boundary. Half of it stands in the cell on each side.
pub const MARK_SIZE: f32 = 20.0;
/// Room between a figure or a change and the boundary.
const SIDE: f32 = MARK_SIZE / 2.0 + 2.0;

/// What painting takes.
pub struct Brush<'a> {
    pub painter: &'a Painter,
    pub palette: &'static Palette,
}

impl Brush<'_> {
    pub fn fill(&self, rect: Rect, color: Color32) {
        self.painter.rect_filled(rect, 0.0, color);
    }

    pub fn sharp(&self, at: f32) -> f32 {
        self.painter.round_to_pixel_center(at - 0.5)
    }

    /// The hairlines around a cell.
    pub fn frame(&self, rect: Rect) {
        let stroke = Stroke::new(theme::LINE, self.palette.hairline);
        for x in [rect.left(), rect.right()] {
            self.painter.vline(self.sharp(x), rect.y_range(), stroke);
        }
        for y in [rect.top(), rect.bottom()] {
            self.painter.hline(rect.x_range(), self.sharp(y), stroke);
        }
    }

    pub fn text(&self, at: Pos2, align: Align2, text: &str, size: f32, color: Color32) -> Rect {
        let font = FontId::proportional(size);
        self.painter.text(at, align, text, font, color)
    }

    /// The figure at the right; the change before it where there is room.
    pub fn figure(&self, rect: Rect, line: &Line, at: usize) {
        let palette = self.palette;
        let right = rect.right_center() - vec2(SIDE, 0.0);
        let (text, size, color) = match line.figures.get(at) {
            Some(Figure::Number(number)) => (number.to_string(), theme::CELL_SIZE, palette.text),
            Some(Figure::Blank) => ("未填".to_owned(), theme::SMALL_SIZE, palette.weak),
            Some(Figure::Absent) | None => ("—".to_owned(), theme::CELL_SIZE, palette.weak),
        };
        let figure = self.text(right, Align2::RIGHT_CENTER, &text, size, color);
        let change = YearsChange::of(line, at)
            .map(YearsChange::sign)
            .unwrap_or_default();
        let font = FontId::proportional(theme::SMALL_SIZE - 1.0);
        let change = self.painter.layout_no_wrap(change, font, palette.weak);
        let left = rect.left() + SIDE;
        if left + change.size().x + 4.0 <= figure.left() {
            let top = rect.center().y - change.size().y / 2.0;
            self.painter.galley(pos2(left, top), change, palette.weak);
        }
    }

    /// A sign on the line between two figures.
    pub fn mark(&self, rect: Rect, sign: &str, focused: bool, hovered: bool) {
        let palette = self.palette;
        let (fill, color, line) = if sign == "≠" {
            (palette.warning_soft, palette.warning, palette.warning)
        } else {
            (palette.paper, palette.text, palette.field_line)
        };
        let inner = rect.shrink(1.0);
        let radius = inner.height() / 2.0;
        let stroke = match (focused, hovered) {
            (true, _) => Stroke::new(theme::CURSOR_LINE, palette.accent),
            (false, true) => Stroke::new(theme::LINE, palette.accent),
            (false, false) => Stroke::new(theme::LINE, line),
        };
        self.painter
            .rect(inner, radius, fill, stroke, StrokeKind::Inside);
        self.text(
            inner.center(),
            Align2::CENTER_CENTER,
            sign,
            theme::SMALL_SIZE,
            color,
        );
    }

    pub fn label(&self, rect: Rect, label: &str, unit: &str) {
        let inner = rect.shrink2(vec2(theme::CELL_PADDING.x, 0.0));
        let palette = self.palette;
        self.text(
            inner.left_center(),
            Align2::LEFT_CENTER,
            label,
            theme::CELL_SIZE,
            palette.text,
        );
        self.text(
            inner.right_center(),
            Align2::RIGHT_CENTER,
            unit,
            theme::SMALL_SIZE - 1.0,
            palette.weak,
        );
    }

    pub fn head_cell(&self, rect: Rect, text: &str) {
        self.fill(rect, self.palette.head);
        self.frame(rect);
        self.painter.text(
            rect.center(),
            Align2::CENTER_CENTER,
            text,
            FontId::new(theme::CELL_SIZE, theme::strong_family()),
            self.palette.text,
        );
    }

    /// A few centred lines.
    pub fn wrapped(&self, rect: Rect, text: &str, color: Color32) {
        let font = FontId::proportional(theme::SMALL_SIZE);
        let width = rect.width() - theme::CELL_PADDING.x;
        let mut job = LayoutJob::simple(text.to_owned(), font, color, width);
        job.halign = Align::Center;
        let text = self.painter.layout_job(job);
        let top = rect.center().y - text.size().y / 2.0;
        self.painter.galley(pos2(rect.center().x, top), text, color);
    }

    pub fn year(&self, rect: Rect, year: u16, edition: &str, color: Color32) {
        self.painter.text(
            rect.center() - vec2(0.0, 9.0),
            Align2::CENTER_CENTER,
            format!("{year}年"),
            FontId::new(theme::CELL_SIZE, theme::strong_family()),
            color,
        );
        self.text(
            rect.center() + vec2(0.0, 10.0),
            Align2::CENTER_CENTER,
            edition,
            theme::SMALL_SIZE - 1.0,
            self.palette.weak,
        );
    }
}
