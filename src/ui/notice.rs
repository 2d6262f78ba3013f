//! The last thing that was said, over the page until it is dismissed, and why nothing can be changed.

use eframe::egui::{
    self, Align2, Area, Frame, Id, Label, Margin, Order, RichText, Stroke, accesskit::Live, vec2,
};

use crate::command::Command;
use crate::session::{Access, OpenReturn, Session, Tone};

use super::theme;

/// Shows why a return is open for reading only, if it is.
pub fn access_ui(ui: &mut egui::Ui, open: &OpenReturn) {
    let Access::Read(reason) = &open.access else {
        return;
    };
    let palette = theme::palette(ui);
    egui::Panel::top("access")
        .resizable(false)
        .frame(theme::panel_frame(
            palette.warning_soft,
            Margin::symmetric(14, 4),
        ))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(theme::strong("只读").color(palette.warning));
                ui.add(Label::new(reason).wrap());
            });
        });
}

/// Shows the notice above the status line. It covers a little of the page, but moves nothing.
pub fn ui(ui: &egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    let Some(notice) = &session.notice else {
        return;
    };
    // Why the return is read-only stands at the top all the time.
    let stands = session.open.as_ref().map(|open| &open.access);
    if matches!(stands, Some(Access::Read(reason)) if *reason == notice.text) {
        return;
    }
    let palette = theme::palette(ui);
    let (fill, color, sign) = match notice.tone {
        Tone::Success => (palette.complete_soft, palette.complete, "✓"),
        Tone::Information => (palette.accent_soft, palette.accent, "ⓘ"),
        Tone::Failure => (palette.error_soft, palette.error, "!"),
    };
    let room = ui.ctx().content_rect().width() - 2.0 * theme::SECTION_GAP;
    Area::new(Id::unique("notice"))
        .order(Order::Foreground)
        .anchor(
            Align2::CENTER_BOTTOM,
            vec2(0.0, -theme::STATUS_HEIGHT - theme::GAP),
        )
        .show(ui.ctx(), |ui| {
            Frame::new()
                .fill(fill)
                .stroke(Stroke::new(theme::LINE, color))
                .corner_radius(theme::RADIUS)
                .shadow(ui.visuals().popup_shadow)
                .inner_margin(Margin::symmetric(12, 5))
                .show(ui, |ui| {
                    ui.set_max_width(theme::NOTICE_MOST_WIDTH.min(room));
                    ui.horizontal_wrapped(|ui| {
                        ui.label(RichText::new(sign).color(color));
                        let text = ui.label(notice.text.as_str());
                        // Read out by screen readers as it appears.
                        ui.ctx().accesskit_node_builder(text.id, |node| {
                            node.set_live(Live::Polite);
                        });
                        if let Some(file) = &notice.file
                            && theme::link(ui, "打开文件").clicked()
                        {
                            commands.push(Command::OpenInViewer(file.clone()));
                        }
                        let close = theme::link(ui, "×").on_hover_text("收起这条消息");
                        if close.accessible_name("收起这条消息").clicked() {
                            commands.push(Command::DismissNotice);
                        }
                    });
                });
        });
}
