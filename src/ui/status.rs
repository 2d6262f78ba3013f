//! The bottom line: when it was saved, how much is filled, what is wrong.

use eframe::egui::{self, Align, Layout, RichText};

use crate::command::Command;
use crate::form::Severity;
use crate::returns::Place;
use crate::session::{OpenReturn, Session};
use crate::settings::Theme;

use super::sheet::Typing;
use super::theme::Palette;
use super::{menu, theme};

pub fn ui(ui: &mut egui::Ui, session: &Session, typing: Typing, commands: &mut Vec<Command>) {
    ui.horizontal_centered(|ui| {
        ui.add_space(6.0);
        ui.spacing_mut().item_spacing.x = theme::GROUP_GAP;
        if let Some(open) = &session.open {
            saved_ui(ui, open, typing);
            let (filled, all) = (open.filled(), open.form.input_count());
            ui.label(theme::small(ui, format!("已填 {filled}/{all}")));
            counts_ui(ui, open, commands);
            doubts_ui(ui, open, commands);
        }
        for progress in &session.busy {
            ui.add(egui::Spinner::new().size(14.0));
            ui.label(theme::small(ui, format!("{}…", progress.label())));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            small_buttons(ui);
            ui.spacing_mut().item_spacing.x = 4.0;
            let other = menu::other_theme(ui);
            let word = if other == Theme::Dark {
                "深色"
            } else {
                "浅色"
            };
            let button = ui
                .button(theme::small(ui, word))
                .on_hover_text(format!("换成{word}外观"));
            if button.clicked() {
                commands.push(Command::SetTheme(other));
            }
            let zoom = ui
                .button(theme::small(ui, format!("{}%", session.settings.zoom)))
                .on_hover_text("恢复 100%（Ctrl+0），放大 Ctrl++，缩小 Ctrl+-");
            if zoom.clicked() {
                commands.push(Command::ZoomReset);
            }
        });
    });
}

fn saved_ui(ui: &mut egui::Ui, open: &OpenReturn, typing: Typing) {
    let palette = theme::palette(ui);
    let (sign, color, text) = if open.has_unsaved_work() || typing == Typing::Changed {
        let text = match open.backup.time() {
            Some(time) => format!("未保存（已自动备份 {time}）"),
            None => "未保存".to_owned(),
        };
        ("●", palette.warning, text)
    } else {
        let text = match (&open.saved_at, &open.path) {
            (Some(time), _) => format!("已保存 {time}"),
            (None, Some(_)) => "已保存".to_owned(),
            (None, None) => "尚未存成文件".to_owned(),
        };
        let color = if open.path.is_some() {
            palette.complete
        } else {
            palette.weak
        };
        ("●", color, text)
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        ui.label(RichText::new(sign).size(theme::SMALL_SIZE).color(color));
        ui.label(RichText::new(text).size(theme::SMALL_SIZE).color(color));
    });
}

/// What was adopted without being looked at; leads to the list.
fn doubts_ui(ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
    let count = open.ret.provenance.iter();
    let count: usize = count.map(|from| from.doubts.len()).sum();
    if count == 0 {
        return;
    }
    let text = RichText::new(format!("? {count} 处导入存疑未核对"))
        .size(theme::SMALL_SIZE)
        .color(theme::palette(ui).warning);
    ui.scope(|ui| {
        small_buttons(ui);
        if ui
            .button(text)
            .on_hover_text("在基本信息的“来源”中查看")
            .clicked()
        {
            commands.push(Command::GoTo(Place::Header(None)));
        }
    });
}

/// `硬性 1 · 提示 2`, in the colour of the worse.
pub fn counts(palette: &Palette, errors: usize, warnings: usize) -> RichText {
    let color = match (errors, warnings) {
        (0, 0) => palette.weak,
        (0, _) => palette.warning,
        _ => palette.error,
    };
    let text = format!(
        "{} {errors} · {} {warnings}",
        Severity::Error.label(),
        Severity::Warning.label()
    );
    RichText::new(text).size(theme::SMALL_SIZE).color(color)
}

fn counts_ui(ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    let errors = open.findings.count(Severity::Error);
    let warnings = open.findings.open_warnings();
    let answered = open.findings.count(Severity::Warning) - warnings;
    let text = counts(palette, errors, warnings);
    ui.scope(|ui| {
        small_buttons(ui);
        let mut hover = "显示或收起问题与说明（F9）".to_owned();
        if answered > 0 {
            hover.push_str(&format!("，另有 {answered} 项提示已说明理由"));
        }
        let response = ui.button(text).on_hover_text(hover);
        // A new finding is read out.
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
        if response.clicked() {
            commands.push(Command::ToggleFindings);
        }
    });
}

fn small_buttons(ui: &mut egui::Ui) {
    theme::quiet_buttons(ui);
    ui.spacing_mut().interact_size.y = theme::STATUS_HEIGHT - 4.0;
    ui.spacing_mut().button_padding = egui::vec2(6.0, 2.0);
}
