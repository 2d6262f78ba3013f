//! The header data: who reports, for which year, and who answers for it.

use eframe::egui::{self, Id, ScrollArea, TextEdit, vec2};

use crate::command::Command;
use crate::returns::{HeaderField, Level, Place, RuleMaking};
use crate::session::OpenReturn;

use super::narrative::{Pause, messages_ui};
use super::{cards, provenance, theme};

/// The fields in their groups.
const GROUPS: &[(&str, &[HeaderField])] = &[
    (
        "单位与年度",
        &[
            HeaderField::Agency,
            HeaderField::Year,
            HeaderField::Title,
            HeaderField::Level,
            HeaderField::RuleMaking,
        ],
    ),
    (
        "联系方式",
        &[
            HeaderField::Address,
            HeaderField::Postcode,
            HeaderField::Telephone,
            HeaderField::Email,
            HeaderField::Website,
        ],
    ),
    (
        "签批",
        &[
            HeaderField::Leader,
            HeaderField::Reviewer,
            HeaderField::Filler,
            HeaderField::FilledOn,
        ],
    ),
];
const LABEL_WIDTH: f32 = 96.0;

#[derive(Default)]
pub struct HeaderPage {
    pause: Pause,
    /// The year while it is being typed.
    year: Option<String>,
    wants_focus: Option<HeaderField>,
}

impl HeaderPage {
    /// Hands over the year being typed, so that saving and exporting have it.
    /// What is no year is not taken over: the field then shows the year that stands.
    pub fn commit(&mut self, open: Option<&OpenReturn>, commands: &mut Vec<Command>) {
        if let Some(typed) = open.and_then(|open| self.uncommitted(open)) {
            commands.push(Command::SetYear(typed));
        }
        self.year = None;
    }

    /// The year being typed that the return does not have yet.
    pub fn uncommitted(&self, open: &OpenReturn) -> Option<u16> {
        let typed = self.year.as_ref()?.trim().parse().ok()?;
        (typed != open.ret.header.year).then_some(typed)
    }

    /// Puts the keyboard into the first field, unless another one was asked for.
    pub fn take_first_focus(&mut self) {
        self.wants_focus.get_or_insert(HeaderField::Agency);
    }

    /// Puts the keyboard into a field with the next frame.
    pub fn take_focus(&mut self, field: HeaderField) {
        self.wants_focus = Some(field);
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
        ui.horizontal(|ui| {
            ui.label(theme::heading("基本信息"));
            ui.label(theme::small(
                ui,
                format!("版式 {} · {}", open.form.name, open.form.basis),
            ));
        });
        ui.add_space(2.0);
        ui.set_max_width(theme::TEXT_MOST_WIDTH.min(ui.available_width()));
        ScrollArea::vertical()
            .auto_shrink([false, true])
            .show(ui, |ui| {
                cards::paper_ui(ui, |ui| {
                    ui.add_enabled_ui(open.is_writable(), |ui| {
                        for (index, (title, fields)) in GROUPS.iter().enumerate() {
                            if index > 0 {
                                ui.add_space(theme::GROUP_GAP);
                            }
                            ui.label(theme::strong(*title));
                            for field in *fields {
                                self.field_ui(ui, open, *field, commands);
                            }
                        }
                    });
                    provenance::ui(ui, open, commands);
                });
            });
    }

    fn field_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        field: HeaderField,
        commands: &mut Vec<Command>,
    ) {
        ui.horizontal(|ui| {
            let size = vec2(LABEL_WIDTH, theme::CONTROL_HEIGHT);
            let right = egui::Layout::right_to_left(egui::Align::Center);
            ui.allocate_ui_with_layout(size, right, |ui| {
                ui.set_min_size(size);
                ui.label(field.label());
            });
            match field {
                HeaderField::Year => self.year_ui(ui, open, commands),
                HeaderField::Level => level_ui(ui, open.ret.header.level, commands),
                HeaderField::RuleMaking => {
                    rule_making_ui(ui, open.ret.header.rule_making, commands);
                }
                _ => self.text_ui(ui, open, field, commands),
            }
        });
        let place = Place::Header(Some(field));
        if open
            .findings
            .broken
            .iter()
            .any(|finding| finding.place == place)
        {
            ui.horizontal(|ui| {
                ui.add_space(LABEL_WIDTH + theme::GAP);
                ui.vertical(|ui| messages_ui(ui, open, |found| *found == place));
            });
        }
    }

    fn text_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        field: HeaderField,
        commands: &mut Vec<Command>,
    ) {
        let header = &open.ret.header;
        let mut text = header.text(field).unwrap_or_default().to_owned();
        let hint = match field {
            HeaderField::Agency => "单位全称".to_owned(),
            HeaderField::Title => open.form.report_title(&header.agency, header.year),
            HeaderField::FilledOn => format!("{}年1月26日", header.year.saturating_add(1)),
            _ => String::new(),
        };
        let width = match field {
            HeaderField::Postcode
            | HeaderField::Telephone
            | HeaderField::Leader
            | HeaderField::Reviewer
            | HeaderField::Filler
            | HeaderField::FilledOn => 220.0,
            _ => f32::INFINITY,
        };
        let response = ui
            .add(
                TextEdit::singleline(&mut text)
                    .id(Id::unique(("header", field.word())))
                    .desired_width(width)
                    .align(egui::Align2::LEFT_CENTER)
                    .min_size(vec2(0.0, theme::CONTROL_HEIGHT))
                    .hint_text(hint),
            )
            .accessible_name(field.label());
        self.give_focus(field, &response);
        if response.changed() {
            commands.push(Command::SetHeaderText { field, text });
        }
        self.pause.after(ui.ctx(), &response, commands);
    }

    fn year_ui(&mut self, ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
        let stands = open.ret.header.year.to_string();
        let mut text = self.year.clone().unwrap_or_else(|| stands.clone());
        let response = ui
            .add(
                TextEdit::singleline(&mut text)
                    .id(Id::unique(("header", HeaderField::Year.word())))
                    .desired_width(80.0)
                    .align(egui::Align2::LEFT_CENTER)
                    .min_size(vec2(0.0, theme::CONTROL_HEIGHT))
                    .char_limit(4),
            )
            .accessible_name(HeaderField::Year.label());
        self.give_focus(HeaderField::Year, &response);
        ui.label("年");
        ui.add_space(theme::GAP);
        ui.label(theme::small(ui, format!("版式 {}", open.form.name)));
        if theme::link(ui, "更换版式…").clicked() {
            commands.push(Command::ShowEditions);
        }
        if response.has_focus() || response.lost_focus() {
            self.year = Some(text);
        }
        if response.lost_focus() {
            self.commit(Some(open), commands);
        }
    }

    fn give_focus(&mut self, field: HeaderField, response: &egui::Response) {
        if self.wants_focus == Some(field) {
            self.wants_focus = None;
            response.request_focus();
        }
    }
}

fn level_ui(ui: &mut egui::Ui, chosen: Level, commands: &mut Vec<Command>) {
    let choices = [
        (Level::Government, "人民政府"),
        (Level::Department, "政府部门"),
        (Level::Unstated, "未选"),
    ];
    for (level, word) in choices {
        if choice_ui(ui, chosen == level, word) {
            commands.push(Command::SetLevel(level));
        }
    }
}

fn rule_making_ui(ui: &mut egui::Ui, chosen: RuleMaking, commands: &mut Vec<Command>) {
    let choices = [
        (RuleMaking::Has, "有"),
        (RuleMaking::HasNot, "没有"),
        (RuleMaking::Unstated, "未选"),
    ];
    for (rule_making, word) in choices {
        if choice_ui(ui, chosen == rule_making, word) {
            commands.push(Command::SetRuleMaking(rule_making));
        }
    }
}

/// One of a few choices; says whether it was newly chosen.
fn choice_ui(ui: &mut egui::Ui, chosen: bool, word: &str) -> bool {
    let sign = if chosen { "● " } else { "○ " };
    ui.selectable_label(chosen, format!("{sign}{word}"))
        .clicked()
        && !chosen
}
