//! The toolbar: a loop over [`TOOLBAR`], and the search field at its end.

use eframe::egui::{self, Align, Button, Layout, RichText};

use crate::command::{Command, TOOLBAR};
use crate::session::Session;

use super::menu;
use super::search::Search;
use super::sheet::Typing;
use super::theme;

pub fn ui(
    ui: &mut egui::Ui,
    session: &Session,
    typing: Typing,
    search: &mut Search,
    commands: &mut Vec<Command>,
) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.scope(|ui| {
            theme::quiet_buttons(ui);
            for (index, group) in TOOLBAR.iter().enumerate() {
                // What has no room is in the menus: whole groups go, the last first.
                if ui.available_width() < group_width(group) + search_room(session) {
                    break;
                }
                if index > 0 {
                    ui.add(egui::Separator::default().spacing(14.0).shrink(11.0));
                }
                for command in *group {
                    let button = Button::new(RichText::new(command.short_label()));
                    let response = ui
                        .add_enabled(menu::enabled(session, typing, command), button)
                        .on_hover_text(menu::tooltip(session, command))
                        .on_disabled_hover_text(command.tooltip());
                    if response.clicked() {
                        // The keyboard goes back to the page.
                        response.surrender_focus();
                        commands.push(command.clone());
                    }
                }
            }
        });
        if let Some(open) = &session.open {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                search.ui(ui, open, commands);
            });
        }
    });
}

/// A generous guess of the room a group takes.
fn group_width(group: &[Command]) -> f32 {
    let characters: usize = group
        .iter()
        .map(|command| command.short_label().chars().count())
        .sum();
    characters as f32 * theme::BODY_SIZE + group.len() as f32 * 22.0
}

fn search_room(session: &Session) -> f32 {
    if session.open.is_some() {
        theme::SEARCH_WIDTH + theme::GAP
    } else {
        0.0
    }
}
