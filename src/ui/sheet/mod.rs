//! The sheet: a table as it is printed, with the figures in it to be typed.

mod block;
mod bubble;
mod captions;
mod cells;
mod field;
mod last_year;
mod layout;
mod moves;
mod paint;
mod preview;

use std::sync::Arc;

use eframe::egui::{self, Popup, ScrollArea};

use crate::command::Command;
use crate::form::{Cell, Grid};
use crate::returns::Place;
use crate::session::{OpenReturn, Session};

use super::narrative::TextPage;
use super::theme;
use field::{Action, CellField, Mode};
use last_year::LastYearLines;
use preview::PastePreview;

pub use field::{KEYS_IN_WORDS, Typing};
pub use layout::{LayoutKey, TableLayout, figures};
pub use moves::{Direction, Move, destination};
pub use paint::GridBrush;

/// The table on the screen and what is being typed into it.
#[derive(Default)]
pub struct Sheet {
    field: CellField,
    /// The revision the field's text stands for.
    revision: u64,
    layout: Option<TableLayout>,
    last_year: LastYearLines,
    preview: Option<PastePreview>,
}

/// What a frame shows of a table.
struct Page<'a> {
    open: &'a OpenReturn,
    grid: &'a Grid,
    layout: &'a TableLayout,
    last_year: &'a LastYearLines,
}

impl Sheet {
    /// Whether a figure is being typed that the return does not have yet.
    pub fn typing(&self) -> Typing {
        self.field.typing()
    }

    /// The figure being typed that the return does not have yet.
    pub fn uncommitted(&self, open: &OpenReturn) -> Option<(Cell, String)> {
        let change = self.field.change();
        change.filter(|_| open.is_writable())
    }

    /// Whether a pasted block waits for an answer.
    pub fn is_asking(&self) -> bool {
        self.preview.is_some()
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
        session: &Session,
        table: usize,
        texts: &mut TextPage,
        commands: &mut Vec<Command>,
    ) {
        let Some(open) = &session.open else {
            return;
        };
        let Some(definition) = open.form.tables.get(table) else {
            return;
        };
        let moved = self.follow(open, table, commands);
        self.keys(ui, open, commands);
        // Out of the sheet for the frame, as the layout is.
        let mut last_year = std::mem::take(&mut self.last_year);
        last_year.refresh(open, table, session.settings.last_year_shown);
        heading_ui(ui, open, table, &last_year);
        ui.add_space(2.0);
        let bar = ui.spacing().scroll.allocated_width() + 2.0;
        let room = ui.available_width() - 2.0 * (theme::PAPER_MARGIN + theme::LINE) - bar;
        let width = room.clamp(theme::TABLE_LEAST_WIDTH, theme::TABLE_MOST_WIDTH);
        let key = LayoutKey {
            form: Arc::as_ptr(&open.form).addr(),
            table,
            width: width.floor(),
            pixels_per_point: ui.pixels_per_point(),
            compared: last_year.generation(),
        };
        let layout = self.layout_for(ui, &definition.grid, key, last_year.rows());
        last_year.fit(ui, &definition.grid, &layout);
        let page = Page {
            open,
            grid: &definition.grid,
            layout: &layout,
            last_year: &last_year,
        };
        paper_ui(ui, |ui| {
            ui.set_min_width((width + bar).min(ui.available_width()));
            ScrollArea::both()
                .id_salt((open.version().number, table))
                .auto_shrink([true, true])
                .show(ui, |ui| {
                    captions::ui(ui, open, definition, layout.size().x);
                    self.table_ui(ui, &page, moved, commands);
                    ui.add_space(theme::GAP);
                    ui.set_max_width(layout.size().x);
                    texts.below_table_ui(ui, open, commands);
                });
        });
        self.layout = Some(layout);
        self.last_year = last_year;
        if let Some(preview) = self.preview.take() {
            self.preview = preview.ui(ui.ctx(), commands);
        }
    }

    /// Keeps the field at the session's cursor. Says whether the cursor is somewhere else now.
    fn follow(&mut self, open: &OpenReturn, table: usize, commands: &mut Vec<Command>) -> bool {
        let here = open
            .cursor
            .filter(|&cell| open.form.definition(cell).table == table);
        // What was asked for in this frame leads somewhere already.
        let leaving = commands
            .iter()
            .any(|command| matches!(command, Command::GoTo(_) | Command::ShowFinding(_)));
        if here.is_none()
            && !leaving
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
        let in_menu = Popup::is_any_open(ui.ctx());
        if in_menu {
            ui.memory_mut(|memory| memory.surrender_focus(id));
        }
        let covered = in_menu || ui.memory(|memory| memory.top_modal_layer().is_some());
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
                if let Some(to) = destination(&open.form, cell, way) {
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
            Action::Paste(text) if writable => self.paste(open, cell, &text, commands),
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

    /// One figure goes in at once; a block is shown first.
    fn paste(&mut self, open: &OpenReturn, cell: Cell, text: &str, commands: &mut Vec<Command>) {
        let mut cells = block::targets(&open.form, cell, text);
        match (cells.pop(), cells.is_empty()) {
            (Some((cell, text)), true) => commands.push(Command::SetCell { cell, text }),
            (Some(last), false) => {
                cells.push(last);
                self.preview = Some(PastePreview::new(open, cells));
            }
            (None, _) => {}
        }
    }

    fn layout_for(
        &mut self,
        ui: &egui::Ui,
        grid: &Grid,
        key: LayoutKey,
        compared: &[bool],
    ) -> TableLayout {
        match self.layout.take() {
            Some(layout) if layout.key == key => layout,
            _ => TableLayout::new(ui, grid, key, compared),
        }
    }
}

fn heading_ui(ui: &mut egui::Ui, open: &OpenReturn, table: usize, last_year: &LastYearLines) {
    let unit = open
        .form
        .tables
        .get(table)
        .map_or("", |table| table.unit.as_str());
    let title = open
        .form
        .part_of_table(table)
        .map_or("", |part| match part.annex {
            true => part.short.as_str(),
            false => part.title.as_str(),
        });
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
    if !last_year.is_empty() {
        remarks.push("小字为上年数".to_owned());
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::heading(title));
        ui.label(theme::small(ui, remarks.join(" · ")));
    });
}

fn paper_ui(ui: &mut egui::Ui, content: impl FnOnce(&mut egui::Ui)) {
    let palette = theme::palette(ui);
    theme::paper(palette)
        .inner_margin(theme::PAPER_MARGIN)
        .show(ui, content);
}
