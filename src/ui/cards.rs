//! The white cards of panels and pages.

use eframe::egui::{
    self, Color32, CornerRadius, FontId, InnerResponse, Sense, WidgetInfo, accesskit::Role, vec2,
};

use super::theme;

const BADGE_HEIGHT: f32 = 20.0;
const BADGE_PADDING: f32 = 8.0;

/// A card over the whole width.
pub fn card_ui<R>(ui: &mut egui::Ui, content: impl FnOnce(&mut egui::Ui) -> R) -> InnerResponse<R> {
    let palette = theme::palette(ui);
    theme::paper(palette)
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
    let font = FontId::new(theme::SMALL_SIZE, theme::strong_family());
    let text = ui.painter().layout_no_wrap(text.to_owned(), font, color);
    let size = vec2(text.size().x + 2.0 * BADGE_PADDING, BADGE_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text.text()));
    ui.painter().rect_filled(rect, BADGE_HEIGHT / 2.0, fill);
    let at = rect.center() - text.size() / 2.0;
    ui.painter().galley(at, text.clone(), color);
}

/// The white page that forms and texts are written on.
pub fn paper_ui<R>(
    ui: &mut egui::Ui,
    content: impl FnOnce(&mut egui::Ui) -> R,
) -> InnerResponse<R> {
    let palette = theme::palette(ui);
    theme::paper(palette)
        .inner_margin(egui::Margin::symmetric(24, 20))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            content(ui)
        })
}
