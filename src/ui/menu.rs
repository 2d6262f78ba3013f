//! The menus: a loop over [`MENUS`].

use eframe::egui::{self, Atom, AtomExt as _, Button, Key, MenuBar, Modifiers, ScrollArea, vec2};

use crate::command::{Command, MENUS};
use crate::export::fonts::Typefaces;
use crate::session::{Screen, Session};
use crate::settings::Theme;

use super::sheet::Typing;
use super::theme;

pub fn ui(ui: &mut egui::Ui, session: &Session, typing: Typing, commands: &mut Vec<Command>) {
    MenuBar::new().ui(ui, |ui| {
        ui.set_height(theme::MENU_HEIGHT);
        theme::quiet_buttons(ui);
        ui.spacing_mut().button_padding.x = 10.0;
        ui.spacing_mut().item_spacing.x = 2.0;
        let mut focuses = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F10));
        for menu in MENUS {
            let button = ui.menu_button(menu.title, |ui| {
                ui.set_min_width(ui.spacing().menu_width);
                ui.spacing_mut().item_spacing.y = 2.0;
                // A long one scrolls where the window is low.
                let room = ui.ctx().content_rect().height() - 2.0 * theme::MENU_HEIGHT;
                // A popup would give it less than there is.
                ui.set_max_height(room);
                ScrollArea::vertical().max_height(room).show(ui, |ui| {
                    for (index, group) in menu.groups.iter().enumerate() {
                        if index > 0 {
                            ui.separator();
                        }
                        for command in *group {
                            entry_ui(ui, session, typing, command, commands);
                        }
                    }
                });
            });
            // The first one: from there the arrows lead on.
            if std::mem::take(&mut focuses) {
                button.response.request_focus();
            }
        }
    });
}

fn entry_ui(
    ui: &mut egui::Ui,
    session: &Session,
    typing: Typing,
    command: &Command,
    commands: &mut Vec<Command>,
) {
    // Room for the sign before every entry, so that their words begin at one line.
    let sign = if is_chosen(session, command) {
        Atom::from("✓")
    } else {
        Atom::default()
    };
    let sign = sign.atom_size(vec2(theme::BODY_SIZE, theme::BODY_SIZE + 6.0));
    let mut button = Button::new((sign, named_label(session, command)));
    if let Some(shortcut) = command.shortcut() {
        button = button.shortcut_text(shortcut.to_string());
    }
    let response = ui
        .add_enabled(enabled(session, typing, command), button)
        .on_hover_text(command.tooltip());
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if response.clicked() {
        commands.push(command.clone());
        ui.close();
    }
}

/// The words of a command; undo and redo name their step.
fn named_label(session: &Session, command: &Command) -> String {
    let history = session.open.as_ref().map(|open| &open.history);
    let step = match command {
        Command::Undo => history.and_then(|history| history.undo_label()),
        Command::Redo => history.and_then(|history| history.redo_label()),
        _ => None,
    };
    match step {
        Some(step) => format!("{}“{step}”", command.label()),
        None => command.label().to_owned(),
    }
}

/// One line about a command; undo and redo name their step.
pub fn tooltip(session: &Session, command: &Command) -> String {
    let text = match command {
        Command::Undo | Command::Redo => named_label(session, command),
        _ => command.tooltip().to_owned(),
    };
    match command.shortcut() {
        Some(shortcut) => format!("{text}（{shortcut}）"),
        None => text,
    }
}

/// Whether a command has something to do, counting the figure that is just being typed.
pub fn enabled(session: &Session, typing: Typing, command: &Command) -> bool {
    session.can(command)
        || (typing == Typing::Changed && matches!(command, Command::Save | Command::Undo))
}

/// Whether a choice is the one in force.
fn is_chosen(session: &Session, command: &Command) -> bool {
    match command {
        Command::SetTheme(theme) => session.settings.theme == *theme,
        Command::ToggleFindings => session.settings.findings_open,
        Command::ToggleSystemFonts => session.settings.typefaces == Typefaces::System,
        Command::ToggleLastYear => session.settings.last_year_shown,
        Command::ShowYears | Command::ShowCharts => {
            let screen = session.open.as_ref().map(|open| open.screen);
            let shown = match command {
                Command::ShowYears => Screen::Years,
                _ => Screen::Charts,
            };
            screen == Some(shown)
        }
        Command::ShowPreview => {
            let screen = session.open.as_ref().map(|open| open.screen);
            screen == Some(Screen::Preview)
        }
        Command::ChooseAlternative => session.open.as_ref().is_some_and(|open| {
            open.form
                .alternatives
                .first()
                .is_some_and(|alternative| alternative.chosen)
        }),
        _ => false,
    }
}

/// The appearance that a click switches to.
pub fn other_theme(ui: &egui::Ui) -> Theme {
    if ui.visuals().dark_mode {
        Theme::Light
    } else {
        Theme::Dark
    }
}
