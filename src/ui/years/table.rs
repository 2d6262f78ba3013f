//! The table: indicators as rows, years as columns, signs where figures can't be compared.

use eframe::egui::{
    self, Align2, Id, Pos2, Rect, Sense, Shape, Stroke, StrokeKind, WidgetInfo, accesskit::Role,
    pos2, vec2,
};

use crate::command::Command;
use crate::years::{Line, Slot, Years};

use super::super::theme;
use super::paint::{Brush, MARK_SIZE};
use super::words;

const GROUP_WIDTH: f32 = 76.0;
const LABEL_WIDTH: f32 = 158.0;
const YEAR_LEAST_WIDTH: f32 = 92.0;
const YEAR_MOST_WIDTH: f32 = 124.0;
/// A year without a report, and a run of them.
const GAP_WIDTH: f32 = 62.0;
const GAPS_WIDTH: f32 = 94.0;
const HEAD_HEIGHT: f32 = 48.0;
const REMOVE_SIZE: f32 = 22.0;
const DASH: f32 = 4.0;

/// The years laid out for a width.
pub struct YearsTable<'a> {
    years: &'a Years,
    /// The year of the return in work.
    own: u16,
    slots: Vec<Slot>,
    /// Without room for them the groups of indicators are left out.
    group_width: f32,
    /// The lines between the slots, from the table's left edge; one more than slots.
    edges: Vec<f32>,
}

impl<'a> YearsTable<'a> {
    pub fn new(years: &'a Years, own: u16, room: f32) -> Self {
        let slots = years.slots();
        let columns = years.columns.len().max(1) as f32;
        let gaps: f32 = slots.iter().filter_map(|slot| gap_width(*slot)).sum();
        // As wide as leaves room for the charts beside it, if that is enough.
        let charts = super::CHARTS_LEAST_WIDTH + theme::GROUP_GAP + 2.0;
        let narrowest = GROUP_WIDTH + LABEL_WIDTH + gaps + columns * YEAR_LEAST_WIDTH + 2.0;
        let group_width = if narrowest > room { 0.0 } else { GROUP_WIDTH };
        let labels = group_width + LABEL_WIDTH;
        let year = ((room - labels - gaps - charts) / columns)
            .floor()
            .clamp(YEAR_LEAST_WIDTH, YEAR_MOST_WIDTH);
        let mut edge = labels;
        let mut edges = vec![edge];
        for slot in &slots {
            edge += gap_width(*slot).unwrap_or(year);
            edges.push(edge);
        }
        Self {
            years,
            own,
            slots,
            group_width,
            edges,
        }
    }

    pub fn width(&self) -> f32 {
        // A point on each side for the outer lines.
        self.edges.last().copied().unwrap_or_default() + 2.0
    }

    fn labels_width(&self) -> f32 {
        self.group_width + LABEL_WIDTH
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
        let left = origin.x.max(clip.left());
        let top = origin.y.max(clip.top()).min(whole.bottom() - HEAD_HEIGHT);
        let corner = vec2(self.labels_width(), HEAD_HEIGHT);
        let corner = Rect::from_min_size(pos2(left, top), corner);
        // What the heads and labels in sight leave free.
        let seen = Rect::from_min_max(corner.max, clip.max);
        for (row, line) in self.years.lines.iter().enumerate() {
            self.marks_ui(ui, &brush, (origin, seen), row, line);
        }
        let labels = vec2(self.labels_width(), self.height());
        let labels = Rect::from_min_size(pos2(left, origin.y), labels);
        cover(ui, "years labels", labels);
        self.labels(&brush, labels.min, pointed);
        let heads = vec2(whole.width(), HEAD_HEIGHT);
        let heads = Rect::from_min_size(pos2(origin.x, top), heads);
        cover(ui, "years heads", heads);
        self.heads_ui(ui, &brush, heads.min, commands);
        cover(ui, "years corner", corner);
        brush.head_cell(corner, "指标");
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
            if brush.painter.clip_rect().intersects(rect) {
                match slot {
                    Slot::Gap { .. } => brush.fill(rect, brush.palette.ground),
                    Slot::Column(_) if pointed => brush.fill(rect, brush.palette.hover),
                    Slot::Column(_) => {}
                }
                brush.frame(rect);
                if let Slot::Column(at) = slot {
                    brush.figure(rect, line, at);
                }
            }
            let id = Id::unique(("years figure", row, place));
            let response = ui.interact(rect, id, Sense::hover());
            match slot {
                Slot::Column(at) => self.name_figure(ui, response, line, at),
                Slot::Gap { .. } => {
                    response.on_hover_text(words::gap_sentence(slot));
                }
            }
        }
    }

    /// Gives a figure its hover and its name, whether or not it is in sight.
    fn name_figure(&self, ui: &egui::Ui, response: egui::Response, line: &Line, at: usize) {
        let label = || {
            let year = words::year_of(self.years, at);
            format!("{} {year}年", line.indicator.label)
        };
        let sentence = || words::figure_sentence(self.years, line, at);
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, label()));
        if ui.ctx().has_accesskit_node(response.id) {
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_value(sentence());
            });
        }
        if response.hovered() {
            let join = words::join(line, at).filter(|join| words::mark_sign(join).is_some());
            let note = join
                .map(|join| format!("\n{}", words::join_sentence(self.years, at, join)))
                .unwrap_or_default();
            response.on_hover_text(format!("{}：{}{note}", label(), sentence()));
        }
    }

    /// The signs between figures that can't simply be compared: the keyboard reaches each of them.
    fn marks_ui(
        &self,
        ui: &egui::Ui,
        brush: &Brush<'_>,
        (origin, seen): (Pos2, Rect),
        row: usize,
        line: &Line,
    ) {
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
                let mut wanted = cell.expand(theme::GAP);
                wanted.min -= vec2(self.labels_width(), HEAD_HEIGHT);
                ui.scroll_to_rect(wanted, None);
            }
            if response.has_focus() {
                if seen.contains(rect.center()) {
                    response.show_tooltip_ui(|ui| {
                        ui.set_max_width(ui.spacing().tooltip_width);
                        ui.label(sentence);
                    });
                }
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
            let rect = Rect::from_min_size(pos2(corner.x, top), vec2(self.group_width, height));
            if let Some(line) = group.first().filter(|_| self.group_width > 0.0) {
                brush.fill(rect, palette.head);
                brush.frame(rect);
                brush.wrapped(rect, &line.indicator.group, palette.text);
            }
            for (at, line) in group.iter().enumerate() {
                let top = top + at as f32 * theme::ROW_HEIGHT;
                let size = vec2(LABEL_WIDTH, theme::ROW_HEIGHT);
                let rect = Rect::from_min_size(pos2(corner.x + self.group_width, top), size);
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

/// How wide years without a report are; `None` for a report.
fn gap_width(slot: Slot) -> Option<f32> {
    match slot {
        Slot::Column(_) => None,
        Slot::Gap { from, to } if from == to => Some(GAP_WIDTH),
        Slot::Gap { .. } => Some(GAPS_WIDTH),
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
