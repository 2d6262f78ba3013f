//! The sheet: a table as it is printed, with the figures in it to be typed.

mod block;
mod bubble;
mod field;
mod layout;
mod moves;
mod paint;

use std::sync::Arc;

use eframe::egui::{
    self, Id, Rect, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, WidgetInfo, accesskit::Role,
    vec2,
};

use crate::command::{Command, Place};
use crate::form::{Cell, Grid};
use crate::session::{OpenReturn, Session};
use crate::value::Value;

use super::explanation::{self, differing_total, unread_reason};
use super::narrative::TextPage;
use super::theme;
use field::{Action, CellField, Mode};
use layout::{LayoutKey, TableLayout, figures};
use paint::TablePainter;

pub use field::{KEYS_IN_WORDS, Typing};

/// The table on the screen and what is being typed into it.
#[derive(Default)]
pub struct Sheet {
    field: CellField,
    /// The revision the field's text stands for.
    revision: u64,
    layout: Option<TableLayout>,
}

impl Sheet {
    /// Whether a figure is being typed that the return does not have yet.
    pub fn typing(&self) -> Typing {
        self.field.typing()
    }

    /// Hands over the figure being typed, so that saving and exporting have it.
    pub fn commit(&mut self, session: &Session, commands: &mut Vec<Command>) {
        let writable = session.open.as_ref().is_some_and(OpenReturn::is_writable);
        let change = self.field.take_change();
        if let (true, Some((cell, text))) = (writable, change) {
            commands.push(Command::SetCell { cell, text });
        }
    }

    /// Shows a table; the keys are taken first, so that typing and moving act on what is seen.
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        table: usize,
        texts: &mut TextPage,
        commands: &mut Vec<Command>,
    ) {
        let Some(definition) = open.form.tables.get(table) else {
            return;
        };
        let moved = self.follow(open, table, commands);
        self.keys(ui, open, commands);
        heading_ui(ui, open, table, &definition.unit);
        ui.add_space(2.0);
        let bar = ui.spacing().scroll.allocated_width() + 2.0;
        let room = ui.available_width() - 2.0 * (theme::PAPER_MARGIN + theme::LINE) - bar;
        let width = room.clamp(theme::TABLE_LEAST_WIDTH, theme::TABLE_MOST_WIDTH);
        let layout = self.layout_for(ui, open, table, width.floor());
        paper_ui(ui, |ui| {
            ui.set_min_width((width + bar).min(ui.available_width()));
            ScrollArea::both()
                .id_salt(table)
                .auto_shrink([true, true])
                .show(ui, |ui| {
                    self.table_ui(ui, open, &definition.grid, &layout, moved, commands);
                    ui.add_space(theme::GAP);
                    ui.set_max_width(layout.size().x);
                    texts.below_table_ui(ui, open, commands);
                });
        });
        self.layout = Some(layout);
    }

    /// Keeps the field at the session's cursor. Says whether the cursor is somewhere else now.
    fn follow(&mut self, open: &OpenReturn, table: usize, commands: &mut Vec<Command>) -> bool {
        let here = open
            .cursor
            .filter(|&cell| open.form.definition(cell).table == table);
        if here.is_none()
            && let Some(first) = moves::first(&open.form, table)
        {
            commands.push(Command::GoTo(Place::Cell(first)));
        }
        let moved = self.field.cell != here;
        let changed = self.revision != open.revision && self.field.mode == Mode::Ready;
        if moved || changed {
            let stated =
                here.map_or_else(String::new, |cell| open.ret.stated.get(cell).to_string());
            self.field.stand_on(here, stated);
            self.revision = open.revision;
        }
        moved
    }

    fn keys(&mut self, ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
        let id = CellField::id();
        let free = ui.memory(|memory| memory.focused().is_none());
        let covered = ui.memory(|memory| memory.top_modal_layer().is_some());
        if free && !covered {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let Some(cell) = self.field.cell else {
            return;
        };
        if !ui.memory(|memory| memory.has_focus(id)) {
            return;
        }
        let mode = self.field.mode;
        let Some(action) = ui.input_mut(|input| field::take_action(input, mode)) else {
            return;
        };
        let writable = open.is_writable();
        match action {
            Action::Move(way) => {
                self.hand_over(open, commands);
                if let Some(to) = moves::destination(&open.form, cell, way) {
                    commands.push(Command::GoTo(Place::Cell(to)));
                }
            }
            Action::Restore => self.field.restore(),
            Action::Copy => commands.push(Command::Copy),
            Action::Edit if writable => self.field.edit(ui.ctx()),
            Action::TypeFromNothing if writable => self.field.type_from_nothing(),
            Action::Clear if writable && !open.ret.stated.get(cell).is_blank() => {
                commands.push(Command::SetCell {
                    cell,
                    text: String::new(),
                });
            }
            Action::Paste(text) if writable => paste(open, cell, &text, commands),
            Action::Edit | Action::TypeFromNothing | Action::Clear | Action::Paste(_) => {}
        }
    }

    fn hand_over(&mut self, open: &OpenReturn, commands: &mut Vec<Command>) {
        if let Some((cell, text)) = self.field.take_change()
            && open.is_writable()
        {
            commands.push(Command::SetCell { cell, text });
        }
    }

    fn layout_for(
        &mut self,
        ui: &egui::Ui,
        open: &OpenReturn,
        table: usize,
        width: f32,
    ) -> TableLayout {
        let key = LayoutKey {
            form: Arc::as_ptr(&open.form).addr(),
            table,
            width,
            pixels_per_point: ui.pixels_per_point(),
        };
        match (self.layout.take(), open.form.tables.get(table)) {
            (Some(layout), _) if layout.key == key => layout,
            (_, Some(table)) => TableLayout::new(ui, &table.grid, key),
            (_, None) => TableLayout::new(
                ui,
                &Grid {
                    widths: Vec::new(),
                    rows: Vec::new(),
                },
                key,
            ),
        }
    }

    fn table_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        grid: &Grid,
        layout: &TableLayout,
        moved: bool,
        commands: &mut Vec<Command>,
    ) {
        // A point on each side for the outer lines.
        let (space, _) = ui.allocate_exact_size(layout.size() + vec2(2.0, 2.0), Sense::hover());
        let origin = space.min + vec2(1.0, 1.0);
        let palette = theme::palette(ui);
        let painter = ui.painter().clone();
        let typed = (self.field.mode != Mode::Ready).then_some(self.field.cell);
        let table = TablePainter {
            painter: &painter,
            palette,
            open,
            layout,
            field: typed.flatten(),
        };
        let heads = grid.head_rows();
        table.rows(grid, heads..grid.rows.len(), origin);
        self.cells_ui(ui, open, grid, layout, origin, commands);
        let cursor = self
            .field
            .cell
            .and_then(|cell| Some((cell, layout.rect_of(grid, cell)?)));
        let clip = ui.clip_rect();
        let sticky = if layout.head_height > clip.height() * theme::STICKY_SHARE {
            origin.y
        } else {
            (clip.top() + 1.0).max(origin.y)
        };
        let below_heads = if sticky > origin.y {
            sticky + layout.head_height
        } else {
            clip.top()
        };
        if let Some((cell, rect)) = cursor {
            let rect = rect.translate(origin.to_vec2());
            if moved {
                let mut wanted = rect.expand(theme::GAP);
                if layout.head_height <= clip.height() * theme::STICKY_SHARE {
                    wanted.min.y -= layout.head_height;
                }
                ui.scroll_to_rect(wanted, None);
            }
            self.field_ui(ui, open, cell, rect, commands);
            if rect.top() >= below_heads - 1.0 && clip.contains_rect(rect) {
                bubble::ui(ui, open, cell, &self.field, rect, commands);
            }
        }
        // The heads last: they stay in sight above what scrolls below them.
        let head_origin = egui::pos2(origin.x, sticky);
        if sticky > origin.y && layout.head_height > 0.0 {
            let size = vec2(layout.size().x, layout.head_height);
            let rect = Rect::from_min_size(head_origin, size);
            ui.interact(rect, Id::unique("sticky head"), Sense::click());
        }
        table.rows(grid, 0..heads, head_origin);
    }

    /// Every cell but the cursor's can be clicked, and is named for screen readers.
    fn cells_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        grid: &Grid,
        layout: &TableLayout,
        origin: egui::Pos2,
        commands: &mut Vec<Command>,
    ) {
        for (row, grid_cell, cell) in figures(grid) {
            if self.field.cell == Some(cell) {
                continue;
            }
            let rect = layout.rect(row, grid_cell).translate(origin.to_vec2());
            let id = Id::unique(("cell", cell.index()));
            let response = ui.interact(rect, id, Sense::CLICK);
            response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, open.form.label(cell)));
            if ui.ctx().has_accesskit_node(id) {
                let value = open.derived.value(cell).to_string();
                field::accessible_state(ui.ctx(), id, &value, &state_in_words(open, cell));
            }
            if response.clicked() {
                self.hand_over(open, commands);
                ui.memory_mut(|memory| memory.request_focus(CellField::id()));
                commands.push(Command::GoTo(Place::Cell(cell)));
            }
            if response.hovered() {
                let text = hover_text(open, cell);
                if !text.is_empty() {
                    response.on_hover_text(text);
                }
            }
        }
    }

    fn field_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        cell: Cell,
        rect: Rect,
        commands: &mut Vec<Command>,
    ) {
        let palette = theme::palette(ui);
        let focused = ui.memory(|memory| memory.has_focus(CellField::id()));
        if self.field.mode != Mode::Ready {
            ui.painter().rect_filled(rect, 0.0, palette.paper);
        }
        let response = self.text_ui(ui, open, cell, rect);
        let line = Stroke::new(
            theme::CURSOR_LINE,
            if focused {
                palette.accent
            } else {
                palette.field_line
            },
        );
        ui.painter()
            .rect_stroke(rect, 0.0, line, StrokeKind::Middle);
        let value = match self.field.mode {
            Mode::Ready => open.derived.value(cell).to_string(),
            Mode::Typing | Mode::Editing => self.field.text.clone(),
        };
        field::accessible_state(ui.ctx(), response.id, &value, &state_in_words(open, cell));
        if response.changed() && self.field.mode == Mode::Ready && open.is_writable() {
            self.field.mode = Mode::Typing;
        }
        if response.double_clicked() && self.field.mode == Mode::Ready && open.is_writable() {
            self.field.edit(ui.ctx());
        }
        if response.lost_focus() {
            self.hand_over(open, commands);
        }
        let tooltip = hover_text(open, cell);
        if self.field.mode == Mode::Ready && !tooltip.is_empty() {
            response.on_hover_text(tooltip);
        }
    }

    /// The text field itself. While nothing is typed it is empty and unseen, ready for an input method.
    fn text_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        cell: Cell,
        rect: Rect,
    ) -> egui::Response {
        let label = open.form.label(cell);
        {
            // A child of its own: the table's room is already taken.
            let builder = egui::UiBuilder::new()
                .max_rect(rect)
                .id_salt("cell field scope");
            let ui = &mut ui.new_child(builder);

            if self.field.mode == Mode::Ready {
                ui.visuals_mut().text_cursor.stroke = Stroke::NONE;
                ui.visuals_mut().text_cursor.blink = false;
            }
            let mut read_only = "";
            let edit = if open.is_writable() {
                TextEdit::singleline(&mut self.field.text)
            } else {
                TextEdit::singleline(&mut read_only)
            };
            let margin = egui::Margin::symmetric(theme::CELL_PADDING.x as i8, 0);
            let edit = edit
                .id(CellField::id())
                .frame(egui::Frame::NONE.inner_margin(margin))
                .font(egui::FontId::proportional(theme::CELL_SIZE))
                .align(egui::Align2::RIGHT_CENTER)
                .desired_width(rect.width())
                .min_size(rect.size())
                .event_filter(field::KEYS_KEPT);
            ui.put(rect, edit).accessible_name(label)
        }
    }
}

fn heading_ui(ui: &mut egui::Ui, open: &OpenReturn, table: usize, unit: &str) {
    let title = open
        .form
        .part_of_table(table)
        .map_or("", |part| part.title.as_str());
    let has_totals = open.form.all_cells().any(|cell| {
        let definition = open.form.definition(cell);
        definition.table == table && definition.is_total()
    });
    let mut remarks = Vec::new();
    if !unit.is_empty() {
        remarks.push(format!("单位：{unit}"));
    }
    if has_totals {
        remarks.push("灰色为自动合计".to_owned());
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::heading(title));
        ui.label(theme::small(ui, remarks.join(" · ")));
    });
}

fn paper_ui(ui: &mut egui::Ui, content: impl FnOnce(&mut egui::Ui)) {
    let palette = theme::palette(ui);
    egui::Frame::new()
        .fill(palette.paper)
        .stroke(Stroke::new(theme::LINE, palette.hairline))
        .corner_radius(theme::RADIUS)
        .inner_margin(theme::PAPER_MARGIN)
        .show(ui, content);
}

fn paste(open: &OpenReturn, cell: Cell, text: &str, commands: &mut Vec<Command>) {
    let mut cells = block::targets(&open.form, cell, text);
    match (cells.pop(), cells.is_empty()) {
        (Some((cell, text)), true) => commands.push(Command::SetCell { cell, text }),
        (Some(last), false) => {
            cells.push(last);
            commands.push(Command::SetCells(cells));
        }
        (None, _) => {}
    }
}

/// What a cell's colour says, in words.
fn state_in_words(open: &OpenReturn, cell: Cell) -> String {
    let mut words = Vec::new();
    let is_total = open.form.definition(cell).is_total();
    match (open.ret.stated.get(cell), is_total) {
        (Value::Blank, true) => words.push("自动合计".to_owned()),
        (Value::Blank, false) => words.push("空白".to_owned()),
        (_, true) => words.push("手工填写的合计".to_owned()),
        (_, false) => {}
    }
    words.extend(unread_reason(open, cell));
    words.extend(differing_total(open, cell).map(|total| total.sentence()));
    if let Some(severity) = open.severity_at(cell) {
        words.push(format!("涉及{}问题", severity.label()));
    }
    words.join("，")
}

/// What the pointer is told about a cell.
fn hover_text(open: &OpenReturn, cell: Cell) -> String {
    if let Some(reason) = unread_reason(open, cell) {
        return reason;
    }
    if let Some(total) = differing_total(open, cell) {
        return total.sentence();
    }
    if open.form.definition(cell).is_total() && open.ret.stated.get(cell).is_blank() {
        return explanation::total_sentence(open, cell);
    }
    String::new()
}
