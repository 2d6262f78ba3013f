//! Shows what a pasted block will change, before it does.

use eframe::egui::{self, Grid, Id, Modal, RichText, ScrollArea, vec2};

use crate::command::Command;
use crate::form::Cell;
use crate::session::OpenReturn;
use crate::value::{Value, parse};

use super::super::{dialogs, theme};

/// A block on its way into the table.
pub struct PastePreview {
    cells: Vec<(Cell, String)>,
    changes: Vec<Change>,
}

struct Change {
    label: String,
    before: String,
    after: String,
    /// Why the new text is no value, if it is none.
    reason: Option<String>,
}

impl PastePreview {
    pub fn new(open: &OpenReturn, cells: Vec<(Cell, String)>) -> Self {
        let changes = cells
            .iter()
            .filter_map(|(cell, text)| change(open, *cell, text))
            .collect();
        Self { cells, changes }
    }

    /// Asks; gives itself back while there is no answer.
    pub fn ui(self, context: &egui::Context, commands: &mut Vec<Command>) -> Option<Self> {
        let palette = theme::of(context.theme() == egui::Theme::Dark);
        let answer = Modal::new(Id::unique("paste preview"))
            .backdrop_color(palette.backdrop)
            .frame(dialogs::frame(context))
            .show(context, |ui| {
                ui.set_width(theme::DIALOG_WIDTH.min(ui.ctx().content_rect().width() - 60.0));
                ui.label(theme::heading(format!(
                    "粘贴 {} 个单元格",
                    self.cells.len()
                )));
                let text = format!("其中 {} 个会改变，可以一步撤销", self.changes.len());
                ui.label(theme::small(ui, text));
                self.changes_ui(ui);
                ui.add_space(theme::GAP);
                dialogs::buttons_ui(ui, "粘贴", !self.changes.is_empty())
            });
        let (accepted, cancelled) = answer.inner;
        if accepted {
            commands.push(Command::SetCells(self.cells));
            return None;
        }
        (!cancelled && !answer.should_close()).then_some(self)
    }

    fn changes_ui(&self, ui: &mut egui::Ui) {
        let palette = theme::palette(ui);
        let height = (ui.ctx().content_rect().height() - 240.0).clamp(60.0, 320.0);
        ScrollArea::vertical()
            .max_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.spacing_mut().interact_size.y = 0.0;
                Grid::new("changes")
                    .num_columns(3)
                    .spacing(vec2(theme::GROUP_GAP, 4.0))
                    .show(ui, |ui| {
                        for change in &self.changes {
                            ui.label(change.label.as_str());
                            ui.label(theme::small(ui, change.before.as_str()));
                            let after = RichText::new(format!("→ {}", change.after));
                            match &change.reason {
                                None => ui.label(after),
                                Some(reason) => ui.label(
                                    RichText::new(format!("→ {}　{reason}", change.after))
                                        .color(palette.error),
                                ),
                            };
                            ui.end_row();
                        }
                    });
            });
    }
}

fn change(open: &OpenReturn, cell: Cell, text: &str) -> Option<Change> {
    let before = open.ret.stated.get(cell);
    let reading = parse(text, open.form.definition(cell).measure);
    if reading.value == *before {
        return None;
    }
    let reason = match reading.value {
        Value::Unread(_) => reading.remark.map(|remark| remark.to_string()),
        Value::Blank | Value::Number(_) | Value::Note(_) => None,
    };
    Some(Change {
        label: open.form.short_label(cell),
        before: shown(before),
        after: shown(&reading.value),
        reason,
    })
}

fn shown(value: &Value) -> String {
    if value.is_blank() {
        "空".to_owned()
    } else {
        value.to_string()
    }
}
