//! The white cards of panels and pages.

use eframe::egui::{self, Color32, CornerRadius, Frame, InnerResponse, Stroke};

use super::theme;

/// A card over the whole width.
pub fn card_ui<R>(ui: &mut egui::Ui, content: impl FnOnce(&mut egui::Ui) -> R) -> InnerResponse<R> {
    let palette = theme::palette(ui);
    Frame::new()
        .fill(palette.paper)
        .stroke(Stroke::new(theme::LINE, palette.hairline))
        .corner_radius(theme::RADIUS)
        .inner_margin(theme::CARD_MARGIN)
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            content(ui)
        })
}

/// A card with a coloured edge.
pub fn edged_card_ui<R>(
    ui: &mut egui::Ui,
    edge: Color32,
    content: impl FnOnce(&mut egui::Ui) -> R,
) -> InnerResponse<R> {
    let response = card_ui(ui, content);
    let mut rect = response.response.rect;
    rect.set_width(theme::CARD_EDGE);
    let left = CornerRadius {
        ne: 0,
        se: 0,
        ..theme::RADIUS
    };
    ui.painter().rect_filled(rect, left, edge);
    response
}

/// A few characters on a tinted ground.
pub fn badge_ui(ui: &mut egui::Ui, text: &str, color: Color32, fill: Color32) {
    Frame::new()
        .fill(fill)
        .corner_radius(9)
        .inner_margin(egui::Margin::symmetric(8, 1))
        .show(ui, |ui| {
            ui.label(theme::strong(text).size(theme::SMALL_SIZE).color(color));
        });
}

/// The white page that forms and texts are written on.
pub fn paper_ui<R>(
    ui: &mut egui::Ui,
    content: impl FnOnce(&mut egui::Ui) -> R,
) -> InnerResponse<R> {
    let palette = theme::palette(ui);
    Frame::new()
        .fill(palette.paper)
        .stroke(Stroke::new(theme::LINE, palette.hairline))
        .corner_radius(theme::RADIUS)
        .inner_margin(egui::Margin::symmetric(24, 20))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            content(ui)
        })
}
