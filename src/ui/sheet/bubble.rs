//! The line under the cursor's cell: what becomes of what is typed, and why not.

use eframe::egui::{self, Area, Frame, Id, Margin, Order, Rect, RichText, Stroke, vec2};

use crate::command::Command;
use crate::form::Cell;
use crate::session::OpenReturn;
use crate::value::{Remark, Value, parse};

use super::super::explanation::{differing_total, take_computed_ui, unread_reason};
use super::super::theme;
use super::field::{CellField, Mode};

/// What there is to say.
enum Saying {
    /// How the text was understood.
    Understood(String),
    /// Why it is no value, or a total that differs.
    Wrong { text: String, offer: bool },
}

pub fn ui(
    ui: &egui::Ui,
    open: &OpenReturn,
    cell: Cell,
    field: &CellField,
    rect: Rect,
    commands: &mut Vec<Command>,
) {
    let Some(saying) = saying(open, cell, field) else {
        return;
    };
    let palette = theme::palette(ui);
    let (text, color, line, offer) = match saying {
        Saying::Understood(text) => (text, palette.text, palette.hairline, false),
        Saying::Wrong { text, offer } => (text, palette.error, palette.error, offer),
    };
    // Beside the findings, not over them.
    let screen = ui.ctx().content_rect().shrink(theme::GAP);
    let room = Rect::from_x_y_ranges(ui.clip_rect().x_range(), screen.y_range());
    Area::new(Id::unique("cell bubble"))
        .order(Order::Middle)
        .fixed_pos(rect.left_bottom() + vec2(0.0, 4.0))
        .constrain_to(room)
        .show(ui.ctx(), |ui| {
            Frame::new()
                .fill(palette.paper)
                .stroke(Stroke::new(theme::LINE, line))
                .corner_radius(theme::RADIUS)
                .shadow(ui.visuals().popup_shadow)
                .inner_margin(Margin::symmetric(10, 5))
                .show(ui, |ui| {
                    ui.spacing_mut().interact_size.y = 24.0;
                    ui.horizontal(|ui| {
                        let text = RichText::new(text).size(theme::SMALL_SIZE).color(color);
                        let label = egui::Label::new(text).extend();
                        let response = ui.add(label);
                        ui.ctx().accesskit_node_builder(response.id, |node| {
                            node.set_live(egui::accesskit::Live::Polite);
                        });
                        if offer {
                            take_computed_ui(ui, open, cell, commands);
                        }
                    });
                });
        });
}

fn saying(open: &OpenReturn, cell: Cell, field: &CellField) -> Option<Saying> {
    if field.mode != Mode::Ready {
        return preview(open, cell, &field.text);
    }
    if let Some(total) = differing_total(open, cell) {
        return Some(Saying::Wrong {
            text: total.sentence(),
            offer: true,
        });
    }
    let text = unread_reason(open, cell)?;
    match open.ret.stated.get(cell) {
        Value::Note(_) => Some(Saying::Understood(text)),
        _ => Some(Saying::Wrong { text, offer: false }),
    }
}

/// What the text would become, while it is typed.
fn preview(open: &OpenReturn, cell: Cell, text: &str) -> Option<Saying> {
    let measure = open.form.definition(cell).measure;
    let reading = parse(text, measure);
    let remark = reading.remark?;
    // `12.` and `-` may still become numbers: nothing to reproach yet.
    let unfinished = match remark {
        Remark::PointWithoutDigits => text.trim_end().ends_with(['.', '．', '。']),
        Remark::KeptAsNote => measure.signed && matches!(text.trim(), "-" | "－" | "+"),
        _ => false,
    };
    if unfinished {
        return None;
    }
    Some(match reading.value {
        Value::Unread(_) => Saying::Wrong {
            text: remark.to_string(),
            offer: false,
        },
        Value::Blank | Value::Number(_) | Value::Note(_) => Saying::Understood(remark.to_string()),
    })
}
