//! The table: indicators as rows, years as columns, signs where figures can't be compared.

use eframe::egui::{
    self, Align, Align2, Color32, FontId, Id, Painter, Pos2, Rect, Sense, Shape, Stroke,
    StrokeKind, WidgetInfo, accesskit::Role, pos2, text::LayoutJob, vec2,
};

use crate::command::Command;
use crate::years::{Figure, Line, Slot, Years};

use super::super::theme::{self, Palette};
use super::words::{self, Change};

const GROUP_WIDTH: f32 = 80.0;
const LABEL_WIDTH: f32 = 164.0;
const YEAR_LEAST_WIDTH: f32 = 92.0;
const YEAR_MOST_WIDTH: f32 = 124.0;
/// A run of years without a report.
const GAP_WIDTH: f32 = 62.0;
const HEAD_HEIGHT: f32 = 48.0;
/// The sign at a boundary: its size, and the room it takes in the cell right of it.
const MARK_SIZE: f32 = 20.0;
const REMOVE_SIZE: f32 = 22.0;
const DASH: f32 = 4.0;

/// The years laid out for a width.
pub struct YearsTable<'a> {
    years: &'a Years,
    /// The year of the return in work.
    own: u16,
    slots: Vec<Slot>,
    /// The lines between the slots, from the table's left edge; one more than slots.
    edges: Vec<f32>,
}

/// What painting takes.
struct Brush<'a> {
    painter: &'a Painter,
    palette: &'static Palette,
}

impl<'a> YearsTable<'a> {
    pub fn new(years: &'a Years, own: u16, room: f32) -> Self {
        let slots = years.slots();
        let columns = years.columns.len().max(1) as f32;
        let gaps = (slots.len() as f32 - columns).max(0.0) * GAP_WIDTH;
        // As wide as leaves room for the charts beside it, if that is enough.
        let charts = super::CHARTS_LEAST_WIDTH + theme::GROUP_GAP + 2.0;
        let labels = GROUP_WIDTH + LABEL_WIDTH;
        let year = ((room - labels - gaps - charts) / columns)
            .floor()
            .clamp(YEAR_LEAST_WIDTH, YEAR_MOST_WIDTH);
        let mut edge = labels;
        let mut edges = vec![edge];
        for slot in &slots {
            edge += match slot {
                Slot::Column(_) => year,
                Slot::Gap { .. } => GAP_WIDTH,
            };
            edges.push(edge);
        }
        Self {
            years,
            own,
            slots,
            edges,
        }
    }

    pub fn width(&self) -> f32 {
        // A point on each side for the outer lines.
        self.edges.last().copied().unwrap_or_default() + 2.0
    }

    fn height(&self) -> f32 {
        HEAD_HEIGHT + self.years.lines.len() as f32 * theme::ROW_HEIGHT
    }

    /// Draws the table; heads and labels stay in sight when it scrolls.
    pub fn ui(&self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let size = vec2(self.width(), self.height() + 2.0);
        let (space, _) = ui.allocate_exact_size(size, Sense::hover());
        let origin = space.min + vec2(1.0, 1.0);
        let painter = ui.painter().clone();
        let brush = Brush {
            painter: &painter,
            palette: theme::palette(ui),
        };
        let clip = ui.clip_rect();
        let whole = Rect::from_min_size(origin, vec2(self.width() - 2.0, self.height()));
        brush.fill(whole, brush.palette.paper);
        let pointed = self.pointed_row(ui, origin);
        for (row, line) in self.years.lines.iter().enumerate() {
            self.figures_ui(ui, &brush, origin, row, line, pointed == Some(row));
        }
        self.edition_lines(&brush, origin, HEAD_HEIGHT..self.height());
        for (row, line) in self.years.lines.iter().enumerate() {
            self.marks_ui(ui, &brush, origin, row, line);
        }
        let left = origin.x.max(clip.left());
        let top = origin.y.max(clip.top()).min(whole.bottom() - HEAD_HEIGHT);
        if left > origin.x {
            let labels = vec2(GROUP_WIDTH + LABEL_WIDTH, self.height());
            cover(
                ui,
                "years labels",
                Rect::from_min_size(pos2(left, origin.y), labels),
            );
        }
        self.labels(&brush, pos2(left, origin.y), pointed);
        if top > origin.y {
            let head = vec2(whole.width(), HEAD_HEIGHT);
            cover(
                ui,
                "years heads",
                Rect::from_min_size(pos2(origin.x, top), head),
            );
        }
        self.heads_ui(ui, &brush, pos2(origin.x, top), commands);
        let corner = vec2(GROUP_WIDTH + LABEL_WIDTH, HEAD_HEIGHT);
        brush.head_cell(Rect::from_min_size(pos2(left, top), corner), "指标");
    }

    /// The row the pointer is in.
    fn pointed_row(&self, ui: &egui::Ui, origin: Pos2) -> Option<usize> {
        let at = ui.ctx().pointer_hover_pos()?;
        let inside = ui.clip_rect().contains(at) && ui.rect_contains_pointer(ui.clip_rect());
        let below = at.y - origin.y - HEAD_HEIGHT;
        let beside = at.x - origin.x;
        (inside && below >= 0.0 && (0.0..self.width()).contains(&beside))
            .then_some((below / theme::ROW_HEIGHT) as usize)
    }

    /// A slot's cell in a row.
    fn cell(&self, origin: Pos2, row: usize, slot: usize) -> Rect {
        let edge = |at: usize| self.edges.get(at).copied().unwrap_or_default();
        let top = origin.y + HEAD_HEIGHT + row as f32 * theme::ROW_HEIGHT;
        Rect::from_min_max(
            pos2(origin.x + edge(slot), top),
            pos2(origin.x + edge(slot + 1), top + theme::ROW_HEIGHT),
        )
    }

    fn figures_ui(
        &self,
        ui: &egui::Ui,
        brush: &Brush<'_>,
        origin: Pos2,
        row: usize,
        line: &Line,
        pointed: bool,
    ) {
        for (place, &slot) in self.slots.iter().enumerate() {
            let rect = self.cell(origin, row, place);
            if !brush.painter.clip_rect().intersects(rect) {
                continue;
            }
            match slot {
                Slot::Gap { .. } => brush.fill(rect, brush.palette.ground),
                _ if pointed => brush.fill(rect, brush.palette.hover),
                Slot::Column(_) => {}
            }
            brush.frame(rect);
            let sentence = words::figure_sentence(self.years, line, slot);
            let Slot::Column(at) = slot else {
                ui.interact(rect, figure_id(row, place), Sense::hover())
                    .on_hover_text(sentence);
                continue;
            };
            brush.figure(rect, line, at);
            self.name_figure(ui, rect, (row, place), line, at, &sentence);
        }
    }

    /// Gives a figure its hover and its name.
    fn name_figure(
        &self,
        ui: &egui::Ui,
        rect: Rect,
        (row, place): (usize, usize),
        line: &Line,
        at: usize,
        sentence: &str,
    ) {
        let id = figure_id(row, place);
        let response = ui.interact(rect, id, Sense::hover());
        let label = format!(
            "{} {}年",
            line.indicator.label,
            words::year_of(self.years, at)
        );
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, &label));
        if ui.ctx().has_accesskit_node(id) {
            ui.ctx().accesskit_node_builder(id, |node| {
                node.set_value(sentence);
            });
        }
        if response.hovered() {
            let join = words::join(line, at).filter(|join| words::mark_sign(join).is_some());
            let note = join
                .map(|join| format!("\n{}", words::join_sentence(self.years, at, join)))
                .unwrap_or_default();
            response.on_hover_text(format!("{label}：{sentence}{note}"));
        }
    }

    /// The signs between figures that can't simply be compared: the keyboard reaches each of them.
    fn marks_ui(&self, ui: &egui::Ui, brush: &Brush<'_>, origin: Pos2, row: usize, line: &Line) {
        for (place, &slot) in self.slots.iter().enumerate() {
            let Slot::Column(at) = slot else {
                continue;
            };
            let join = words::join(line, at);
            let Some((join, sign)) = join.and_then(|join| Some((join, words::mark_sign(join)?)))
            else {
                continue;
            };
            let cell = self.cell(origin, row, place);
            let rect = Rect::from_center_size(cell.left_center(), vec2(MARK_SIZE, MARK_SIZE));
            let id = Id::unique(("years mark", row, place));
            let response = ui.interact(rect, id, Sense::click());
            let sentence = words::join_sentence(self.years, at, join);
            let name = format!("{}，{sentence}", line.indicator.label);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            if response.clicked() {
                response.request_focus();
            }
            brush.mark(rect, sign, response.has_focus(), response.hovered());
            if response.gained_focus() {
                ui.scroll_to_rect(
                    cell.expand2(vec2(theme::GAP, HEAD_HEIGHT + theme::GAP)),
                    None,
                );
            }
            if response.has_focus() {
                response.show_tooltip_text(sentence);
            } else {
                response.on_hover_text(sentence);
            }
        }
    }

    /// The indicators with their groups, at the left.
    fn labels(&self, brush: &Brush<'_>, corner: Pos2, pointed: Option<usize>) {
        let palette = brush.palette;
        let mut first = 0;
        let lines = &self.years.lines;
        for group in lines.chunk_by(|one, next| one.indicator.group == next.indicator.group) {
            let top = corner.y + HEAD_HEIGHT + first as f32 * theme::ROW_HEIGHT;
            let height = group.len() as f32 * theme::ROW_HEIGHT;
            let rect = Rect::from_min_size(pos2(corner.x, top), vec2(GROUP_WIDTH, height));
            brush.fill(rect, palette.head);
            brush.frame(rect);
            if let Some(line) = group.first() {
                brush.wrapped(rect, &line.indicator.group, palette.text);
            }
            for (at, line) in group.iter().enumerate() {
                let top = top + at as f32 * theme::ROW_HEIGHT;
                let size = vec2(LABEL_WIDTH, theme::ROW_HEIGHT);
                let rect = Rect::from_min_size(pos2(corner.x + GROUP_WIDTH, top), size);
                let fill = if pointed == Some(first + at) {
                    palette.hover
                } else {
                    palette.paper
                };
                brush.fill(rect, fill);
                brush.frame(rect);
                brush.label(rect, &line.indicator.label, &line.indicator.unit);
            }
            first += group.len();
        }
    }

    /// Year and edition over each column, with a button that takes the year out.
    fn heads_ui(
        &self,
        ui: &egui::Ui,
        brush: &Brush<'_>,
        origin: Pos2,
        commands: &mut Vec<Command>,
    ) {
        let palette = brush.palette;
        for (place, &slot) in self.slots.iter().enumerate() {
            let mut rect = self.cell(origin, 0, place);
            rect =
                Rect::from_min_size(pos2(rect.left(), origin.y), vec2(rect.width(), HEAD_HEIGHT));
            let id = Id::unique(("years head", place));
            let column = match slot {
                Slot::Gap { .. } => None,
                Slot::Column(at) => self.years.columns.get(at),
            };
            let Some(column) = column else {
                brush.fill(rect, palette.ground);
                brush.frame(rect);
                brush.wrapped(rect, &format!("缺\n{}", slot.gap_label()), palette.weak);
                let response = ui.interact(rect, id, Sense::hover());
                response.on_hover_text(words::gap_sentence(slot));
                continue;
            };
            let own = column.year == self.own;
            brush.fill(
                rect,
                if own {
                    palette.accent_soft
                } else {
                    palette.head
                },
            );
            brush.frame(rect);
            let color = if own { palette.accent } else { palette.text };
            brush.year(rect, column.year, &column.form.name, color);
            let response = ui.interact(rect, id, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, column.label()));
            if own {
                response.on_hover_text(format!("{}，正在填写", column.label()));
            } else {
                response.on_hover_text(format!("{}，“{}”", column.label(), column.source));
                if remove_ui(ui, brush, rect, column.year) {
                    commands.push(Command::RemoveYear(column.year));
                }
            }
        }
        self.edition_lines(brush, origin, 0.0..HEAD_HEIGHT);
    }

    /// A dashed line wherever the next report is of another edition.
    fn edition_lines(&self, brush: &Brush<'_>, origin: Pos2, heights: std::ops::Range<f32>) {
        let edition = |slot: &Slot| match slot {
            Slot::Column(at) => self.years.columns.get(*at).map(|c| c.form.edition()),
            Slot::Gap { .. } => None,
        };
        let mut before = None;
        for (place, slot) in self.slots.iter().enumerate() {
            let here = edition(slot);
            if let (Some(before), Some(here), Some(edge)) = (before, here, self.edges.get(place))
                && before != here
            {
                let x = brush.sharp(origin.x + edge);
                let ends = [
                    pos2(x, origin.y + heights.start),
                    pos2(x, origin.y + heights.end),
                ];
                let stroke = Stroke::new(1.5, brush.palette.weak);
                let dashes = Shape::dashed_line(&ends, stroke, DASH, DASH);
                brush.painter.extend(dashes);
            }
            before = here.or(before);
        }
    }
}

impl Brush<'_> {
    fn fill(&self, rect: Rect, color: Color32) {
        self.painter.rect_filled(rect, 0.0, color);
    }

    fn sharp(&self, at: f32) -> f32 {
        self.painter.round_to_pixel_center(at - 0.5)
    }

    /// The hairlines around a cell.
    fn frame(&self, rect: Rect) {
        let stroke = Stroke::new(theme::LINE, self.palette.hairline);
        for x in [rect.left(), rect.right()] {
            self.painter.vline(self.sharp(x), rect.y_range(), stroke);
        }
        for y in [rect.top(), rect.bottom()] {
            self.painter.hline(rect.x_range(), self.sharp(y), stroke);
        }
    }

    fn text(&self, at: Pos2, align: Align2, text: &str, size: f32, color: Color32) -> Rect {
        let font = FontId::proportional(size);
        self.painter.text(at, align, text, font, color)
    }

    /// The figure at the right; the change before it where there is room.
    fn figure(&self, rect: Rect, line: &Line, at: usize) {
        let palette = self.palette;
        let right = rect.right_center() - vec2(theme::CELL_PADDING.x, 0.0);
        let text = match line.figures.get(at) {
            Some(Figure::Number(number)) => number.to_string(),
            Some(Figure::Blank) => {
                self.text(
                    right,
                    Align2::RIGHT_CENTER,
                    "—",
                    theme::CELL_SIZE,
                    palette.weak,
                );
                return;
            }
            Some(Figure::Absent) | None => return,
        };
        let figure = self.text(
            right,
            Align2::RIGHT_CENTER,
            &text,
            theme::CELL_SIZE,
            palette.text,
        );
        let change = Change::of(line, at).map(Change::sign).unwrap_or_default();
        let font = FontId::proportional(theme::SMALL_SIZE - 1.0);
        let change = self.painter.layout_no_wrap(change, font, palette.weak);
        let left = rect.left() + MARK_SIZE / 2.0 + 3.0;
        if left + change.size().x + 4.0 <= figure.left() {
            let top = rect.center().y - change.size().y / 2.0;
            self.painter.galley(pos2(left, top), change, palette.weak);
        }
    }

    /// A sign on the line between two figures.
    fn mark(&self, rect: Rect, sign: &str, focused: bool, hovered: bool) {
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

    fn label(&self, rect: Rect, label: &str, unit: &str) {
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

    fn head_cell(&self, rect: Rect, text: &str) {
        self.fill(rect, self.palette.head);
        self.frame(rect);
        let at = rect.left_center() + vec2(GROUP_WIDTH / 2.0, 0.0);
        self.painter.text(
            at,
            Align2::CENTER_CENTER,
            text,
            FontId::new(theme::CELL_SIZE, theme::strong_family()),
            self.palette.text,
        );
    }

    /// A few centred lines.
    fn wrapped(&self, rect: Rect, text: &str, color: Color32) {
        let font = FontId::proportional(theme::SMALL_SIZE);
        let width = rect.width() - theme::CELL_PADDING.x;
        let mut job = LayoutJob::simple(text.to_owned(), font, color, width);
        job.halign = Align::Center;
        let text = self.painter.layout_job(job);
        let top = rect.center().y - text.size().y / 2.0;
        self.painter.galley(pos2(rect.center().x, top), text, color);
    }

    fn year(&self, rect: Rect, year: u16, edition: &str, color: Color32) {
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

/// A small button in the corner of a head; says whether it was pressed.
fn remove_ui(ui: &egui::Ui, brush: &Brush<'_>, head: Rect, year: u16) -> bool {
    let corner = head.right_top() - vec2(REMOVE_SIZE, 0.0);
    let rect = Rect::from_min_size(corner, vec2(REMOVE_SIZE, REMOVE_SIZE)).shrink(1.0);
    let response = ui.interact(rect, Id::unique(("years remove", year)), Sense::click());
    let name = format!("移去 {year} 年");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let palette = brush.palette;
    if response.hovered() {
        brush
            .painter
            .rect_filled(rect, theme::RADIUS, palette.hover);
    }
    if response.has_focus() {
        let line = Stroke::new(theme::CURSOR_LINE, palette.accent);
        brush
            .painter
            .rect_stroke(rect, theme::RADIUS, line, StrokeKind::Inside);
    }
    let color = if response.hovered() || response.has_focus() {
        palette.text
    } else {
        palette.weak
    };
    brush.text(
        rect.center(),
        Align2::CENTER_CENTER,
        "×",
        theme::BODY_SIZE,
        color,
    );
    response.on_hover_text(name).clicked()
}

/// Keeps what lies below a part that stays in sight from the pointer.
fn cover(ui: &egui::Ui, name: &str, rect: Rect) {
    ui.interact(rect, Id::unique(name), Sense::CLICK);
}

fn figure_id(row: usize, place: usize) -> Id {
    Id::unique(("years figure", row, place))
}
