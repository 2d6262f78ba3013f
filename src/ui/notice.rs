//! The last thing that was said: a quiet bar under the toolbar until it is dismissed.

use eframe::egui::{self, Align, Layout, Margin, RichText, Sides};

use crate::command::Command;
use crate::session::{Access, Session, Tone};

use super::theme;

pub fn ui(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    if let Some(Access::Read(reason)) = session.open.as_ref().map(|open| &open.access) {
        bar("access", palette.warning_soft, ui, |ui| {
            ui.colored_label(palette.warning, "只读");
            ui.label(reason);
        });
    }
    let Some(notice) = &session.notice else {
        return;
    };
    let (fill, color, sign) = match notice.tone {
        Tone::Success => (palette.complete_soft, palette.complete, "✓"),
        Tone::Information => (palette.accent_soft, palette.accent, "ⓘ"),
        Tone::Failure => (palette.error_soft, palette.error, "!"),
    };
    bar("notice", fill, ui, |ui| {
        Sides::new().shrink_left().truncate().show(
            ui,
            |ui| {
                ui.label(RichText::new(sign).color(color).strong());
                let response = ui.label(&notice.text).on_hover_text(&notice.text);
                // Read out by screen readers as it appears.
                ui.ctx().accesskit_node_builder(response.id, |node| {
                    node.set_live(egui::accesskit::Live::Polite);
                });
            },
            |ui| {
                if theme::link(ui, "×").on_hover_text("收起这条消息").clicked() {
                    commands.push(Command::DismissNotice);
                }
                if let Some(file) = &notice.file
                    && theme::link(ui, "打开文件").clicked()
                {
                    super::file_dialogs::open_in_viewer(file);
                }
            },
        );
    });
}

fn bar(
    name: &'static str,
    fill: egui::Color32,
    ui: &mut egui::Ui,
    content: impl FnOnce(&mut egui::Ui),
) {
    egui::Panel::top(name)
        .resizable(false)
        .frame(theme::panel_frame(fill, Margin::symmetric(14, 3)))
        .show(ui, |ui| {
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.set_height(26.0);
                content(ui);
            });
        });
}
