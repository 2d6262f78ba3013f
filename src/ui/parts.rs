//! The parts of the report on the left, each with its state.

use eframe::egui::{
    self, Align2, Color32, FontId, Margin, Rect, Sense, WidgetInfo, accesskit::Role, pos2,
    scroll_area::ScrollBarVisibility, vec2,
};

use crate::command::Command;
use crate::returns::Place;
use crate::session::{OpenReturn, PartState, Screen};

use super::theme::{self, Palette};

/// Shows the parts, in words or as icons.
pub fn panel_ui(ui: &mut egui::Ui, open: &OpenReturn, words: bool, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    let width = if words {
        theme::PARTS_WIDTH
    } else {
        theme::PARTS_NARROW_WIDTH
    };
    egui::Panel::left(if words { "parts" } else { "parts_narrow" })
        .exact_size(width)
        .resizable(false)
        .frame(theme::panel_frame(palette.panel, Margin::symmetric(8, 12)))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            if words {
                title_ui(ui, open);
            }
            // Icons have no room beside them for a bar.
            let bar = if words {
                ScrollBarVisibility::VisibleWhenNeeded
            } else {
                ScrollBarVisibility::AlwaysHidden
            };
            let area = egui::ScrollArea::vertical().scroll_bar_visibility(bar);
            area.show(ui, |ui| {
                entry_ui(ui, open, Screen::Header, "基本信息", words, commands);
                for (index, part) in open.form.parts.iter().enumerate() {
                    entry_ui(ui, open, Screen::Part(index), &part.short, words, commands);
                }
                ui.add_space(theme::GAP);
                ui.add(egui::Separator::default().spacing(theme::LINE));
                ui.add_space(theme::GAP);
                let name = Command::ShowYears.label();
                entry_ui(ui, open, Screen::Years, name, words, commands);
                let name = Command::ShowCharts.label();
                entry_ui(ui, open, Screen::Charts, name, words, commands);
            });
        });
}

/// Whose report it is, in which year and edition.
fn title_ui(ui: &mut egui::Ui, open: &OpenReturn) {
    let header = &open.ret.header;
    let agency = if header.agency.trim().is_empty() {
        "（未填单位）"
    } else {
        header.agency.trim()
    };
    ui.horizontal(|ui| {
        ui.add_space(8.0);
        ui.vertical(|ui| {
            ui.add(egui::Label::new(theme::strong(agency)).truncate())
                .on_hover_text(agency);
            let edition = format!("{} 年 · {}", header.year, open.form.name);
            ui.label(theme::small(ui, edition));
        });
    });
    ui.add_space(theme::GAP);
}

fn entry_ui(
    ui: &mut egui::Ui,
    open: &OpenReturn,
    screen: Screen,
    name: &str,
    words: bool,
    commands: &mut Vec<Command>,
) {
    let palette = theme::palette(ui);
    let state = open.state_of(screen);
    let selected = open.screen == screen;
    let size = vec2(ui.available_width(), theme::LIST_ROW_HEIGHT);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let response = ui.interact(rect, entry_id(screen), Sense::click());
    let accessible = match state {
        Some(state) => format!("{name}，{}", state_word(state)),
        None => name.to_owned(),
    };
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, selected, &accessible));
    let fill = if selected {
        palette.accent_soft
    } else if response.hovered() {
        palette.hover
    } else {
        theme::CLEAR
    };
    let painter = ui.painter();
    painter.rect_filled(rect, theme::RADIUS, fill);
    if response.has_focus() {
        painter.rect_stroke(
            rect,
            theme::RADIUS,
            egui::Stroke::new(theme::CURSOR_LINE, palette.accent),
            egui::StrokeKind::Inside,
        );
    }
    let text_color = if selected {
        palette.accent
    } else {
        palette.text
    };
    if words {
        let sign_at = pos2(rect.left() + 19.0, rect.center().y);
        sign_ui(ui, state, sign_at, text_color, palette);
        let font = if selected {
            FontId::new(theme::BODY_SIZE, theme::strong_family())
        } else {
            FontId::proportional(theme::BODY_SIZE)
        };
        let room = Rect::from_min_max(pos2(rect.left() + 36.0, rect.top()), rect.max);
        ui.painter().with_clip_rect(room).text(
            room.left_center(),
            Align2::LEFT_CENTER,
            name,
            font,
            text_color,
        );
        if let Some(PartState::Errors(count)) = state {
            badge_ui(ui, count, rect, palette);
        }
    } else {
        let sign_at = pos2(rect.left() + 9.0, rect.center().y);
        sign_ui(ui, state, sign_at, text_color, palette);
        ui.painter().text(
            pos2(rect.left() + 25.0, rect.center().y),
            Align2::CENTER_CENTER,
            name.chars().next().unwrap_or(' '),
            FontId::proportional(theme::BODY_SIZE),
            text_color,
        );
    }
    if response.on_hover_text(&accessible).clicked() {
        commands.push(command_for(open, screen));
    }
}

/// The entry's id, by which F6 gives it the keyboard.
pub fn entry_id(screen: Screen) -> egui::Id {
    let number = match screen {
        Screen::Header => 0,
        Screen::Part(index) => index + 1,
        Screen::Years => usize::MAX,
        Screen::Preview => usize::MAX - 1,
        Screen::Charts => usize::MAX - 2,
    };
    egui::Id::unique(("part", number))
}

/// What choosing an entry does.
fn command_for(open: &OpenReturn, screen: Screen) -> Command {
    let place = match screen {
        Screen::Years => return Command::ShowYears,
        Screen::Preview => return Command::ShowPreview,
        Screen::Charts => return Command::ShowCharts,
        Screen::Header => None,
        Screen::Part(index) => open.form.parts.get(index),
    };
    Command::GoTo(place.map_or(Place::Header(None), |part| Place::Part(part.id.clone())))
}

/// The sign of a part's state; for what is no part a small chart.
fn sign_ui(
    ui: &egui::Ui,
    state: Option<PartState>,
    at: egui::Pos2,
    color: Color32,
    palette: &Palette,
) {
    let Some(state) = state else {
        let points = [(-6.0, 4.0), (-2.0, -1.0), (2.0, 2.0), (6.0, -4.0)];
        let points = points.map(|(x, y)| at + vec2(x, y));
        let stroke = egui::Stroke::new(1.5, color);
        ui.painter().line(points.to_vec(), stroke);
        return;
    };
    let (sign, color): (&str, Color32) = match state {
        PartState::NotBegun => ("○", palette.weak),
        PartState::InWork => ("●", palette.accent),
        PartState::Complete => ("✓", palette.complete),
        PartState::Errors(_) => ("!", palette.error),
    };
    let font = match state {
        PartState::Errors(_) => FontId::new(theme::BODY_SIZE, theme::strong_family()),
        _ => FontId::proportional(theme::BODY_SIZE),
    };
    ui.painter()
        .text(at, Align2::CENTER_CENTER, sign, font, color);
}

fn badge_ui(ui: &egui::Ui, count: usize, row: Rect, palette: &Palette) {
    let size = vec2(22.0, 19.0);
    let center = pos2(row.right() - 8.0 - size.x / 2.0, row.center().y);
    let rect = Rect::from_center_size(center, size);
    ui.painter()
        .rect_filled(rect, size.y / 2.0, palette.error_soft);
    ui.painter().text(
        rect.center(),
        Align2::CENTER_CENTER,
        count,
        FontId::new(theme::SMALL_SIZE, theme::strong_family()),
        palette.error,
    );
}

fn state_word(state: PartState) -> String {
    match state {
        PartState::NotBegun => "未开始".to_owned(),
        PartState::InWork => "填写中".to_owned(),
        PartState::Complete => "已填完".to_owned(),
        PartState::Errors(count) => format!("有 {count} 处硬性问题"),
    }
}
