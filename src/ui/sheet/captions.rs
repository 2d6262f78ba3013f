//! The lines printed over a table.

use eframe::egui::{self, Align, Layout, RichText};

use crate::form::{CaptionStyle, Table};
use crate::session::OpenReturn;

use super::super::theme;

/// Shows them over a table of `width`; most tables have none.
pub fn ui(ui: &mut egui::Ui, open: &OpenReturn, table: &Table, width: f32) {
    if table.caption.is_empty() {
        return;
    }
    let header = &open.ret.header;
    let lines = open.form.caption(table, header.agency.trim(), header.year);
    ui.scope(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 4.0;
        for line in lines {
            let (text, align) = match line.style {
                CaptionStyle::Title => (theme::heading(line.text), Align::Center),
                CaptionStyle::Centre => (RichText::new(line.text), Align::Center),
                CaptionStyle::Left => (RichText::new(line.text), Align::Min),
            };
            ui.with_layout(Layout::top_down(align), |ui| ui.label(text));
        }
        ui.add_space(2.0);
    });
}
