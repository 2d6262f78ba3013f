//! The start page: recent drafts, a new return, the sample, and work a crash left behind.

use std::path::Path;

use eframe::egui::{self, Align, Atom, Button, Layout, RichText, ScrollArea, vec2};

use crate::command::Command;
use crate::files;
use crate::session::Session;

use super::app::PROGRAM;
use super::{cards, theme};

const WIDTH: f32 = 760.0;
const ACTIONS: [Command; 6] = [
    Command::New,
    Command::NewFromLastYear,
    Command::Import,
    Command::Open,
    Command::ShowSurvey,
    Command::OpenSample,
];

pub fn ui(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = WIDTH.min(ui.available_width() - 2.0 * theme::GROUP_GAP);
        let side = ((ui.available_width() - width) / 2.0).floor();
        let above = ((ui.available_height() - 540.0) / 2.5).max(theme::GROUP_GAP);
        ui.add_space(above);
        ui.horizontal(|ui| {
            ui.add_space(side);
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::LEFT), |ui| {
                page_ui(ui, session, commands)
            });
        });
        ui.add_space(theme::GROUP_GAP);
    });
}

fn page_ui(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    ui.label(theme::strong(PROGRAM).size(theme::TITLE_SIZE));
    ui.label(theme::small(
        ui,
        "政府信息公开工作年度报告的填写、核对和打印",
    ));
    ui.add_space(theme::GROUP_GAP);
    recovered_ui(ui, session, commands);
    let narrow = ui.available_width() < 560.0;
    if narrow {
        actions_ui(ui, session, commands);
        ui.add_space(theme::GROUP_GAP);
        recent_ui(ui, session, commands);
        return;
    }
    ui.spacing_mut().item_spacing.x = theme::SECTION_GAP;
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            for column in [&mut *left, &mut *right] {
                column.spacing_mut().item_spacing.x = theme::GAP;
            }
            actions_ui(left, session, commands);
            recent_ui(right, session, commands);
        }
    });
}

fn actions_ui(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    ui.label(theme::strong("开始"));
    for (index, command) in ACTIONS.iter().enumerate() {
        ui.scope(|ui| {
            if index == 0 {
                theme::primary_buttons(ui);
            }
            let size = vec2(ui.available_width(), 40.0);
            let button = Button::new(command.label()).min_size(size);
            let response = ui
                .add_enabled(session.can(command), button)
                .on_hover_text(command.tooltip());
            if response.clicked() {
                commands.push(command.clone());
            }
        });
    }
    ui.label(theme::small(
        ui,
        "也可以把草稿、导出的文件或别人公布的年报拖到窗口里",
    ));
}

fn recent_ui(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    ui.label(theme::strong("最近的草稿"));
    cards::card_ui(ui, |ui| {
        if session.settings.recent.is_empty() {
            ui.label(theme::small(ui, "保存过的草稿会列在这里"));
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        for path in &session.settings.recent {
            recent_entry_ui(ui, path, commands);
        }
    });
}

fn recent_entry_ui(ui: &mut egui::Ui, path: &Path, commands: &mut Vec<Command>) {
    let folder = path
        .parent()
        .map_or_else(String::new, |folder| folder.to_string_lossy().into_owned());
    let name = files::name(path);
    let name = name.strip_suffix(".nianbao").unwrap_or(&name);
    ui.horizontal(|ui| {
        theme::quiet_buttons(ui);
        let forget_width = 34.0;
        let size = vec2(
            ui.available_width() - forget_width - theme::GAP,
            theme::LIST_ROW_HEIGHT,
        );
        // What grows behind the name keeps it at the left edge.
        let button = Button::new((name, theme::small(ui, folder.as_str()), Atom::grow()))
            .truncate()
            .min_size(size);
        let response = ui.add(button);
        if response
            .on_hover_text(format!("打开 {name}，在 {folder}"))
            .clicked()
        {
            commands.push(Command::OpenPath(path.to_owned()));
        }
        let forget = ui
            .add(Button::new(
                RichText::new("×").color(theme::palette(ui).weak),
            ))
            .on_hover_text("从列表中去掉，文件保留")
            .accessible_name(format!("从列表中去掉 {name}"));
        if forget.clicked() {
            commands.push(Command::ForgetRecent(path.to_owned()));
        }
    });
}

fn recovered_ui(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    for recovered in &session.recovered {
        cards::edged_card_ui(ui, palette.warning, |ui| {
            ui.label(theme::strong(format!("上次没有保存：{}", recovered.title)));
            ui.label(theme::small(
                ui,
                format!("程序在 {} 自动备份了这份年报", recovered.time),
            ));
            ui.horizontal(|ui| {
                ui.scope(|ui| {
                    theme::primary_buttons(ui);
                    let name = format!("恢复没有保存的“{}”", recovered.title);
                    if ui.button("恢复").accessible_name(name).clicked() {
                        commands.push(Command::Recover(recovered.backup.clone()));
                    }
                });
                let name = format!("放弃没有保存的“{}”", recovered.title);
                let discard = ui.button("放弃").on_hover_text("删除这份备份");
                if discard.accessible_name(name).clicked() {
                    commands.push(Command::DiscardRecovery(recovered.backup.clone()));
                }
            });
        });
        ui.add_space(theme::GAP);
    }
}
