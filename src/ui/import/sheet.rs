//! The form beside the source: the figures that were read, each with how sure it is.

use std::sync::Arc;

use eframe::egui::{
    self, Align2, Color32, EventFilter, FontId, Id, Painter, Popup, Rect, ScrollArea, Sense, Shape,
    Stroke, StrokeKind, TextEdit, WidgetInfo, accesskit::Role, pos2, vec2,
};

use crate::command::{Command, ReviewCommand, ReviewTab};
use crate::form::{Cell, Content, Grid};
use crate::session::{Answer, Review, Standing};
use crate::value::Value;

use super::super::sheet::{GridBrush, LayoutKey, TableLayout, destination, figures};
use super::super::theme::{self, Palette};
use super::keys::{self, Action};
use super::summary::field_id;
use super::{Frame, push};

/// The keys that stay in a cell of the form.
const KEYS_KEPT: EventFilter = EventFilter {
    tab: false,
    horizontal_arrows: true,
    vertical_arrows: true,
    escape: true,
};
const HATCH: f32 = 7.0;

/// The sheet, with the correction being typed.
#[derive(Default)]
pub struct ReviewSheet {
    layout: Option<TableLayout>,
    correction: Option<Correction>,
    /// Whether something else had the keys in the frame before.
    keys_taken: bool,
}

/// A value being typed in the place of what was read.
struct Correction {
    cell: Cell,
    text: String,
    /// Whether the field still has to take the keyboard, and where its cursor then stands.
    begins: Option<Begin>,
}

#[derive(Clone, Copy)]
enum Begin {
    /// All of it selected: typing replaces.
    Selected,
    /// Behind what was typed.
    Behind,
}

impl ReviewSheet {
    /// Begins to type another value for the figure one is at.
    pub fn begin_correction(&mut self, review: &Review) {
        self.correction = review.cursor.map(|cell| Correction {
            cell,
            text: review.ret.stated.get(cell).to_string(),
            begins: Some(Begin::Selected),
        });
    }

    /// Hands over what is being typed.
    pub fn commit(&mut self, review: &Review, commands: &mut Vec<Command>) {
        let Some(Correction { cell, text, .. }) = self.correction.take() else {
            return;
        };
        if text.trim() != review.ret.stated.get(cell).to_string() {
            push(commands, ReviewCommand::Correct { cell, text });
        }
    }

    /// Takes the keys of the page while nothing else has the keyboard.
    pub fn keys(&mut self, ui: &egui::Ui, frame: &Frame<'_>, commands: &mut Vec<Command>) {
        let review = frame.review;
        let own = review.cursor.map(cell_id);
        let focused = ui.memory(|memory| memory.focused());
        let taken = Popup::is_any_open(ui.ctx())
            || ui.memory(|memory| memory.top_modal_layer().is_some())
            || (focused.is_some() && focused != own);
        let was_taken = std::mem::replace(&mut self.keys_taken, taken);
        if taken || self.correction.is_some() {
            return;
        }
        if let Some(own) = own.filter(|_| matches!(review.tab, ReviewTab::Table(_))) {
            ui.memory_mut(|memory| {
                memory.request_focus(own);
                memory.set_focus_lock_filter(own, KEYS_KEPT);
            });
        }
        let Some(action) = ui.input_mut(keys::take) else {
            return;
        };
        let step = match action {
            Action::Next => ReviewCommand::NextDoubt,
            Action::Previous => ReviewCommand::PreviousDoubt,
            Action::Confirm => ReviewCommand::Confirm,
            Action::Blank => ReviewCommand::LeaveBlank,
            Action::AsRead => ReviewCommand::AsRead,
            Action::Adopt => ReviewCommand::AskToAdopt,
            // It has closed a menu, or left a field, before it came here.
            Action::Leave if was_taken => return,
            Action::Leave => ReviewCommand::Close,
            Action::Edit | Action::Type(_) if review.doubted_field().is_some() => {
                if let Some(field) = review.doubted_field() {
                    let id = field_id(frame, field);
                    ui.memory_mut(|memory| memory.request_focus(id));
                }
                return;
            }
            Action::Edit => {
                self.begin_correction(review);
                return;
            }
            Action::Type(text) => {
                self.correction = review.cursor.map(|cell| Correction {
                    cell,
                    text,
                    begins: Some(Begin::Behind),
                });
                return;
            }
            Action::Move(way) => {
                let from = review.cursor;
                match from.and_then(|from| destination(review.form(), from, way)) {
                    Some(to) => ReviewCommand::Select(to),
                    None => return,
                }
            }
        };
        push(commands, step);
    }

    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        frame: &Frame<'_>,
        table: usize,
        commands: &mut Vec<Command>,
    ) {
        let review = frame.review;
        let Some(definition) = review.form().tables.get(table) else {
            return;
        };
        let palette = theme::palette(ui);
        theme::paper(palette).inner_margin(10).show(ui, |ui| {
            let bar = ui.spacing().scroll.allocated_width() + 2.0;
            let width = (ui.available_width() - bar).floor();
            let key = LayoutKey {
                form: Arc::as_ptr(review.form()).addr(),
                table,
                width: width.clamp(theme::TABLE_LEAST_WIDTH, theme::TABLE_MOST_WIDTH),
                pixels_per_point: ui.pixels_per_point(),
                compared: 0,
            };
            let grid = &definition.grid;
            let layout = match self.layout.take() {
                Some(layout) if layout.key == key => layout,
                _ => TableLayout::new(ui, grid, key, &[]),
            };
            ScrollArea::both()
                .id_salt(("review table", review.number(), table))
                .auto_shrink(false)
                .show(ui, |ui| self.table_ui(ui, frame, grid, &layout, commands));
            self.layout = Some(layout);
        });
    }

    fn table_ui(
        &mut self,
        ui: &mut egui::Ui,
        frame: &Frame<'_>,
        grid: &Grid,
        layout: &TableLayout,
        commands: &mut Vec<Command>,
    ) {
        let (space, _) = ui.allocate_exact_size(layout.size() + vec2(2.0, 2.0), Sense::hover());
        let origin = space.min + vec2(1.0, 1.0);
        let painter = ui.painter().clone();
        let sheet = Painted {
            brush: GridBrush {
                painter: &painter,
                palette: theme::palette(ui),
            },
            review: frame.review,
            layout,
        };
        let heads = grid.head_rows();
        let clip = ui.clip_rect();
        let may_stick = layout.head_height <= clip.height() * theme::STICKY_SHARE;
        let stuck = may_stick && clip.top() > origin.y;
        sheet.rows(grid, heads..grid.rows.len(), origin);
        if !stuck {
            sheet.rows(grid, 0..heads, origin);
        }
        for (row, grid_cell, cell) in figures(grid) {
            let rect = layout.rect(row, grid_cell).translate(origin.to_vec2());
            if frame.moved && frame.review.cursor == Some(cell) {
                let mut wanted = rect.expand(theme::GAP);
                if may_stick {
                    wanted.min.y -= layout.head_height;
                }
                ui.scroll_to_rect(wanted, None);
            }
            self.cell_ui(ui, frame.review, cell, rect, commands);
        }
        if stuck {
            let at = pos2(origin.x, clip.top() + 1.0);
            let size = vec2(layout.size().x, layout.head_height);
            let head = Rect::from_min_size(at, size);
            ui.interact(head, Id::unique("review sticky head"), Sense::CLICK);
            sheet.rows(grid, 0..heads, at);
        }
    }

    fn cell_ui(
        &mut self,
        ui: &mut egui::Ui,
        review: &Review,
        cell: Cell,
        rect: Rect,
        commands: &mut Vec<Command>,
    ) {
        let here = review.cursor == Some(cell);
        if let Some(correction) = self.correction.as_mut().filter(|one| one.cell == cell) {
            let done = correction.ui(ui, review, rect);
            match done {
                Some(true) => self.commit(review, commands),
                Some(false) => self.correction = None,
                None => {}
            }
            return;
        }
        let sense = if here { Sense::click() } else { Sense::CLICK };
        let id = cell_id(cell);
        let response = ui.interact(rect, id, sense);
        let label = review.form().label(cell);
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, &label));
        if ui.ctx().has_accesskit_node(id) {
            let (value, state) = (review.printed(cell), words(review, cell));
            ui.ctx().accesskit_node_builder(id, |node| {
                node.set_value(value);
                node.set_description(state);
            });
        }
        if here {
            let line = Stroke::new(theme::CURSOR_LINE, theme::palette(ui).accent);
            ui.painter()
                .rect_stroke(rect, 0.0, line, StrokeKind::Middle);
        }
        if response.double_clicked() {
            self.begin_correction(review);
        } else if response.clicked() {
            ui.memory_mut(|memory| memory.request_focus(id));
            push(commands, ReviewCommand::Select(cell));
        }
        if response.hovered() {
            response.on_hover_text(format!("{label}\n{}", words(review, cell)));
        }
    }
}

impl Correction {
    /// The field; `Some` when it is left, with whether its text counts.
    fn ui(&mut self, ui: &mut egui::Ui, review: &Review, rect: Rect) -> Option<bool> {
        let id = Id::unique("review correction");
        let field = TextEdit::singleline(&mut self.text)
            .id(id)
            .font(FontId::proportional(theme::CELL_SIZE))
            .align(Align2::RIGHT_CENTER)
            .margin(egui::Margin::symmetric(theme::CELL_PADDING.x as i8, 0))
            .desired_width(rect.width())
            .min_size(rect.size());
        let name = format!("改正：{}", review.form().label(self.cell));
        let builder = egui::UiBuilder::new()
            .max_rect(rect)
            .id_salt("review correction scope");
        let mut child = ui.new_child(builder);
        let response = child.put(rect, field).accessible_name(name);
        let length = self.text.chars().count();
        match self.begins.take() {
            Some(begin) => {
                response.request_focus();
                let selected = match begin {
                    Begin::Selected => 0..length,
                    Begin::Behind => length..length,
                };
                theme::select(ui.ctx(), id, selected);
                return None;
            }
            None if response.lost_focus() => {}
            None => return None,
        }
        Some(!ui.input(|input| input.key_pressed(egui::Key::Escape)))
    }
}

/// What the pointer and the screen reader are told about a cell.
fn words(review: &Review, cell: Cell) -> String {
    let standing = review.standing(cell);
    let mut words = vec![standing.label().to_owned()];
    if let Some(found) = review.found(cell) {
        let read = review.ret.stated.get(cell).to_string();
        if found.text.trim() != read {
            words.push(format!("原文“{}”", found.text.trim()));
        }
    }
    if standing == Standing::Doubtful {
        let whys = review.located.doubts_about(cell);
        words.extend(whys.map(|doubt| doubt.why.clone()));
    }
    if let Some((stated, computed)) = review.differing_total(cell) {
        words.push(format!("原件写 {stated}，各项相加是 {computed}"));
    }
    words.join("，")
}

fn cell_id(cell: Cell) -> Id {
    Id::unique(("review cell", cell.index()))
}

/// A table as it is painted in one frame.
struct Painted<'a> {
    brush: GridBrush<'a>,
    review: &'a Review,
    layout: &'a TableLayout,
}

impl Painted<'_> {
    fn rows(&self, grid: &Grid, rows: std::ops::Range<usize>, origin: egui::Pos2) {
        let clip = self.brush.painter.clip_rect();
        let lines = grid.rows.iter().enumerate();
        let shown = || lines.clone().filter(|(index, _)| rows.contains(index));
        for (index, row) in shown() {
            for cell in &row.cells {
                let rect = self.layout.rect(index, cell).translate(origin.to_vec2());
                if !clip.intersects(rect) {
                    continue;
                }
                match &cell.content {
                    Content::Text(runs) => self.brush.label(cell, runs, rect),
                    Content::Figure(figure) => self.figure(*figure, rect),
                }
            }
        }
        for (index, row) in shown() {
            for cell in &row.cells {
                let rect = self.layout.rect(index, cell);
                self.brush.lines(rect.translate(origin.to_vec2()), clip);
            }
        }
    }

    fn figure(&self, cell: Cell, rect: Rect) {
        let palette = self.brush.palette;
        let painter = self.brush.painter;
        let standing = self.review.standing(cell);
        let wrong = self.review.differing_total(cell).is_some()
            || matches!(self.review.ret.stated.get(cell), Value::Unread(_));
        let (fill, color) = colors(standing, wrong, palette);
        painter.rect_filled(rect, 0.0, fill);
        let is_hatched = matches!(
            standing,
            Standing::Missing | Standing::Answered(Answer::LeftBlank)
        );
        if is_hatched {
            hatch(painter, rect, palette.hairline);
        }
        self.brush
            .value(&self.review.printed(cell), rect, color, wrong);
        if !wrong && !standing.sign().is_empty() && rect.width() > 34.0 {
            let at = rect.left_center() + vec2(4.0, 0.0);
            let font = FontId::new(theme::SMALL_SIZE, theme::strong_family());
            painter.text(at, Align2::LEFT_CENTER, standing.sign(), font, color);
        }
    }
}

/// The ground and the text of a figure.
fn colors(standing: Standing, wrong: bool, palette: &Palette) -> (Color32, Color32) {
    match standing {
        // A doubt comes first: who settles it sees the sum next.
        Standing::Doubtful => (palette.warning_soft, palette.warning),
        _ if wrong => (palette.error_soft, palette.error),
        Standing::Answered(Answer::Confirmed) => (palette.complete_soft, palette.text),
        Standing::Answered(Answer::Corrected) => (palette.accent_soft, palette.accent),
        Standing::Answered(Answer::LeftBlank) => (palette.paper, palette.weak),
        Standing::Computed => (palette.total, palette.weak),
        Standing::Certain | Standing::Missing => (palette.paper, palette.text),
    }
}

/// Slanted lines: nothing was read here.
fn hatch(painter: &Painter, rect: Rect, color: Color32) {
    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let stroke = Stroke::new(theme::LINE, color);
    let mut x = rect.left() - rect.height();
    while x < rect.right() {
        let ends = [pos2(x, rect.bottom()), pos2(x + rect.height(), rect.top())];
        painter.add(Shape::line_segment(ends, stroke));
        x += HATCH;
    }
}
