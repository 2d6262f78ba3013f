//! The choice of an edition: the official ones for the year first.

use eframe::egui::{self, ComboBox};

use crate::command::Command;
use crate::form::Form;
use crate::session::Session;

use super::{dialogs, theme};

/// A list of the editions; gives back the one that was chosen.
pub fn choice_ui(
    ui: &mut egui::Ui,
    session: &Session,
    chosen: Option<&Form>,
    year: u16,
) -> Option<String> {
    let mut picked = None;
    let text = chosen.map_or("没有这一年度的版式，请选择", |form| {
        form.name.as_str()
    });
    ComboBox::from_id_salt("edition")
        .width(ui.available_width())
        .selected_text(text)
        .show_ui(ui, |ui| {
            for form in in_order(session, year) {
                let selected = chosen.is_some_and(|chosen| chosen.edition() == form.edition());
                let label = format!("{}（{}）", form.name, years(form));
                if ui.selectable_label(selected, label).clicked() {
                    picked = Some(form.edition().to_owned());
                }
            }
        })
        .response
        .on_hover_text("按年度自动选用，也可改用其他版式");
    if let Some(form) = chosen.filter(|form| !form.years.contains(year)) {
        let text = format!("{}用于{}，报告上会注明", form.name, years(form));
        ui.label(theme::small(ui, text));
    }
    picked
}

/// The official editions for a year before the others.
fn in_order(session: &Session, year: u16) -> Vec<&Form> {
    let mut forms: Vec<&Form> = session.catalog.forms().map(AsRef::as_ref).collect();
    forms.sort_by_key(|form| !form.years.contains(year));
    forms
}

fn years(form: &Form) -> String {
    match form.years.to {
        Some(to) => format!("{} 至 {to} 年度", form.years.from),
        None => format!("{} 年度起", form.years.from),
    }
}

/// Moves the return in work into another edition, once it is said what goes.
#[derive(Default)]
pub struct EditionsDialog {
    chosen: Option<String>,
}

impl EditionsDialog {
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        opened: bool,
        commands: &mut Vec<Command>,
    ) {
        ui.label(theme::heading("更换版式"));
        let Some(open) = &session.open else {
            return;
        };
        let own = open.form.edition();
        if opened {
            self.chosen = None;
        }
        let chosen = self.chosen.as_deref().unwrap_or(own).to_owned();
        let year = open.ret.header.year;
        ui.label(format!("{year} 年的年报现在使用{}", open.form.name));
        ui.add_space(theme::GAP);
        for form in in_order(session, year) {
            let selected = form.edition() == chosen;
            let official = if form.years.contains(year) {
                "，本年度的版式"
            } else {
                ""
            };
            let sign = if selected { "●" } else { "○" };
            let label = format!("{sign} {}，用于{}{official}", form.name, years(form));
            if ui.selectable_label(selected, label).clicked() {
                self.chosen = Some(form.edition().to_owned());
            }
        }
        ui.add_space(theme::GAP);
        let other = session
            .catalog
            .official(&chosen)
            .filter(|form| form.edition() != own);
        let losses = other.as_ref().map(|form| open.losses_in(form).sentence());
        if let Some(losses) = losses.filter(|losses| !losses.is_empty()) {
            let palette = theme::palette(ui);
            let text = format!("更换后 {losses}，会从年报中去掉；可以撤销");
            ui.colored_label(palette.warning, text);
        }
        let (accepted, cancelled) = dialogs::buttons_ui(ui, "更换", other.is_some());
        if let (true, Some(form)) = (accepted, &other) {
            commands.push(Command::SetVariant(session.own_variant(form.edition())));
        }
        if accepted || cancelled {
            commands.push(Command::CloseDialog);
        }
    }
}
