//! The cells of the table on the screen: painted, clickable, named, and one of them typed into.

use eframe::egui::{
    self, Id, Rect, Sense, Stroke, StrokeKind, TextEdit, WidgetInfo, accesskit::Role, vec2,
};

use crate::command::Command;
use crate::form::Cell;
use crate::returns::Place;
use crate::session::OpenReturn;
use crate::value::Value;

use super::super::explanation::{self, differing_total, unread_reason};
use super::super::theme;
use super::field::{self, CellField, Mode};
use super::layout::figures;
use super::paint::TablePainter;
use super::{Page, Sheet, bubble};

/// Where the live field is.
#[derive(Clone, Copy)]
struct FieldPlace {
    cell: Cell,
    rect: Rect,
    /// The line of the cell that the text stands on.
    line: Rect,
}

impl Sheet {
    pub(super) fn table_ui(
        &mut self,
        ui: &mut egui::Ui,
        page: &Page<'_>,
        moved: bool,
        commands: &mut Vec<Command>,
    ) {
        let Page {
            open, grid, layout, ..
        } = *page;
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
            last_year: page.last_year,
            field: typed.flatten(),
        };
        let heads = grid.head_rows();
        let clip = ui.clip_rect();
        let may_stick = layout.head_height <= clip.height() * theme::STICKY_SHARE;
        let stuck = may_stick && clip.top() > origin.y;
        table.rows(grid, heads..grid.rows.len(), origin);
        if !stuck {
            table.rows(grid, 0..heads, origin);
        }
        self.cells_ui(ui, page, origin, commands);
        let place = self.field.cell.and_then(|cell| {
            let (row, rect) = layout.place_of(grid, cell)?;
            let rect = rect.translate(origin.to_vec2());
            let line = layout.figure_line(row, rect);
            Some(FieldPlace { cell, rect, line })
        });
        if let Some(place) = place {
            let FieldPlace { cell, rect, .. } = place;
            if moved {
                let mut wanted = rect.expand(theme::GAP);
                if may_stick {
                    wanted.min.y -= layout.head_height;
                }
                ui.scroll_to_rect(wanted, None);
            }
            self.field_ui(ui, page, place, commands);
            let mut seen = clip.expand(1.0);
            if stuck {
                seen.min.y += layout.head_height;
            }
            if seen.contains_rect(rect) {
                bubble::ui(ui, open, cell, &self.field, rect, commands);
            }
        }
        if stuck {
            // The heads last: they stay in sight, and above what scrolls below them.
            let at = egui::pos2(origin.x, clip.top() + 1.0);
            let size = vec2(layout.size().x, layout.head_height);
            ui.interact(
                Rect::from_min_size(at, size),
                Id::unique("sticky head"),
                Sense::click(),
            );
            table.rows(grid, 0..heads, at);
        }
    }

    /// Every cell but the cursor's can be clicked, and is named for screen readers.
    fn cells_ui(
        &mut self,
        ui: &mut egui::Ui,
        page: &Page<'_>,
        origin: egui::Pos2,
        commands: &mut Vec<Command>,
    ) {
        let open = page.open;
        for (row, grid_cell, cell) in figures(page.grid) {
            if self.field.cell == Some(cell) {
                continue;
            }
            let rect = page.layout.rect(row, grid_cell);
            let rect = rect.translate(origin.to_vec2());
            let id = Id::unique(("cell", cell.index()));
            let response = ui.interact(rect, id, Sense::CLICK);
            response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, open.form.label(cell)));
            if ui.ctx().has_accesskit_node(id) {
                let value = open.printed(cell);
                field::accessible_state(ui.ctx(), id, &value, &page.state_in_words(cell));
            }
            if response.clicked() {
                self.hand_over(open, commands);
                ui.memory_mut(|memory| memory.request_focus(CellField::id()));
                commands.push(Command::GoTo(Place::Cell(cell)));
            }
            if response.hovered() {
                let text = page.hover_text(cell);
                if !text.is_empty() {
                    response.on_hover_text(text);
                }
            }
        }
    }

    fn field_ui(
        &mut self,
        ui: &mut egui::Ui,
        page: &Page<'_>,
        place: FieldPlace,
        commands: &mut Vec<Command>,
    ) {
        let FieldPlace { cell, rect, .. } = place;
        let open = page.open;
        let palette = theme::palette(ui);
        let focused = ui.memory(|memory| memory.has_focus(CellField::id()));
        let response = self.text_ui(ui, open, place);
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
            Mode::Ready => open.printed(cell),
            Mode::Typing | Mode::Editing => self.field.text.clone(),
        };
        field::accessible_state(ui.ctx(), response.id, &value, &page.state_in_words(cell));
        if response.changed() && self.field.mode == Mode::Ready && open.is_writable() {
            self.field.mode = Mode::Typing;
        }
        if response.double_clicked() && self.field.mode == Mode::Ready && open.is_writable() {
            self.field.edit(ui.ctx());
        }
        if response.lost_focus() {
            self.hand_over(open, commands);
        }
        let tooltip = page.hover_text(cell);
        if self.field.mode == Mode::Ready && !tooltip.is_empty() {
            response.on_hover_text(tooltip);
        }
    }

    /// The text field itself. While nothing is typed it is empty and unseen, ready for an input method.
    fn text_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        place: FieldPlace,
    ) -> egui::Response {
        let FieldPlace { cell, rect, line } = place;
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
            // The whole cell takes clicks; the text stands on the figure's line.
            let margin = egui::Margin {
                top: (line.top() - rect.top()) as i8,
                bottom: (rect.bottom() - line.bottom()) as i8,
                ..egui::Margin::symmetric(theme::CELL_PADDING.x as i8, 0)
            };
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

impl Page<'_> {
    /// What a cell's colour and its second line say, in words.
    fn state_in_words(&self, cell: Cell) -> String {
        let open = self.open;
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
        let last_year = self.last_year.words(cell);
        if !last_year.is_empty() {
            words.push(last_year.to_owned());
        }
        words.join("，")
    }

    /// What the pointer is told about a cell.
    fn hover_text(&self, cell: Cell) -> String {
        let open = self.open;
        let total = || differing_total(open, cell).map(|total| total.sentence());
        let is_computed =
            open.form.definition(cell).is_total() && open.ret.stated.get(cell).is_blank();
        let computed = || is_computed.then(|| explanation::total_sentence(open, cell));
        let mut text = unread_reason(open, cell)
            .or_else(total)
            .or_else(computed)
            .unwrap_or_default();
        let last_year = self.last_year.words(cell);
        if !text.is_empty() && !last_year.is_empty() {
            text.push('\n');
        }
        text.push_str(last_year);
        text
    }
}
