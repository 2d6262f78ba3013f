//! What a file says otherwise than the return: as a list, and as the offer to take over what was
//! changed in an exported workbook.

use eframe::egui::{self, Color32, Grid, RichText, ScrollArea};

use crate::command::Command;
use crate::edits::{Change, Edits};
use crate::session::Session;

use super::theme::Palette;
use super::{dialogs, theme};

/// The room for everything but the list, in points.
const AROUND_LIST: f32 = 260.0;
/// What labels take of the width; the texts share the rest.
const LABEL_SHARE: f32 = 0.34;
/// A row of one line.
const ROW_HEIGHT: f32 = 20.0;

pub fn ui(ui: &mut egui::Ui, session: &Session, edits: &Edits, commands: &mut Vec<Command>) {
    let count = edits.changes.len();
    ui.label(theme::heading("导出后改过"));
    ui.label(theme::small(
        ui,
        match count {
            0 => "没有找到改动，但有些地方没有对上".to_owned(),
            _ => format!("这个 Excel 文件导出后改了 {count} 处，现在打开的是导出时的内容"),
        },
    ));
    ui.add_space(theme::GAP);
    let height = (ui.ctx().content_rect().height() - AROUND_LIST).clamp(80.0, 460.0);
    ScrollArea::vertical()
        .max_height(height)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            list_ui(ui, edits, Comparison::SinceExport);
        });
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        let writable = session.open.as_ref().is_some_and(|open| open.is_writable());
        if count == 0 {
            if dialogs::primary_ui(ui, "知道了", true) {
                commands.push(Command::CloseDialog);
            }
            return;
        }
        if dialogs::primary_ui(ui, "采用这些改动", writable) {
            commands.push(Command::AdoptEdits);
        }
        if ui.button("只用导出时的内容").clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}

/// What two texts beside each other are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// As it was exported, and as the workbook says it by now.
    SinceExport,
    /// Two versions of a draft, here and in its file: neither is the newer one.
    BetweenVersions,
}

impl Comparison {
    fn heads(self) -> [&'static str; 3] {
        match self {
            Self::SinceExport => ["改动的地方", "导出时", "现在表中"],
            Self::BetweenVersions => ["不同的地方", "这里", "文件中"],
        }
    }

    /// The colours of the two texts.
    fn colors(self, palette: &Palette) -> [Color32; 2] {
        match self {
            Self::SinceExport => [palette.weak, palette.accent],
            Self::BetweenVersions => [palette.text, palette.text],
        }
    }
}

/// Every change and what could not be compared; in a scroll area.
pub fn list_ui(ui: &mut egui::Ui, edits: &Edits, comparison: Comparison) {
    if !edits.changes.is_empty() {
        changes_ui(ui, &edits.changes, comparison);
    }
    remarks_ui(ui, edits);
}

fn changes_ui(ui: &mut egui::Ui, changes: &[Change], comparison: Comparison) {
    let room = ui.available_width() - 2.0 * theme::GROUP_GAP;
    let label_width = room * LABEL_SHARE;
    let text_width = (room - label_width) / 2.0;
    Grid::new("changes")
        .num_columns(3)
        .striped(true)
        .min_row_height(ROW_HEIGHT)
        .spacing([theme::GROUP_GAP, theme::GAP])
        .show(ui, |ui| {
            for head in comparison.heads() {
                ui.label(theme::small(ui, head));
            }
            ui.end_row();
            for change in changes {
                let (old, new) = change.shown();
                let [old_color, new_color] = comparison.colors(theme::palette(ui));
                column_ui(ui, label_width, RichText::new(&change.label));
                column_ui(ui, text_width, RichText::new(old).color(old_color));
                column_ui(ui, text_width, RichText::new(new).color(new_color));
                ui.end_row();
            }
        });
}

fn column_ui(ui: &mut egui::Ui, width: f32, text: RichText) {
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.add(egui::Label::new(text).wrap());
    });
}

fn remarks_ui(ui: &mut egui::Ui, edits: &Edits) {
    if edits.remarks.is_empty() {
        return;
    }
    ui.add_space(theme::GAP);
    let color = theme::palette(ui).warning;
    for remark in &edits.remarks {
        ui.horizontal_top(|ui| {
            ui.colored_label(color, "!");
            ui.add(egui::Label::new(remark.as_str()).wrap());
        });
    }
}
