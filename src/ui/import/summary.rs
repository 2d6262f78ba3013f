//! What was read, whose it is, and the way out.

use eframe::egui::{self, Align, Button, Id, Layout, TextEdit, vec2};

use crate::command::{Command, ReviewCommand, ReviewTab};
use crate::form::Severity;
use crate::import::Kind;
use crate::returns::HeaderField;
use crate::session::{Review, Session};

use super::super::{cards, status, theme};
use super::{Frame, push};

/// The fields at the top, with what is being typed.
#[derive(Default)]
pub struct Summary {
    /// The year while it is being typed.
    year: Option<String>,
}

impl Summary {
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        frame: &Frame<'_>,
        commands: &mut Vec<Command>,
    ) {
        let review = frame.review;
        title_ui(ui, review, commands);
        if frame.is_low || !review.located.kind.is_report() {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            ui.label("单位");
            agency_ui(ui, review, commands);
            ui.label("年度");
            self.year_ui(ui, review, commands);
            let years = review.form().years;
            ui.label(theme::small(ui, format!("版式 {}", review.form().name)));
            let year = review.ret.header.year;
            if year == 0 {
                let color = theme::palette(ui).error;
                ui.colored_label(color, "! 没有读到年度，请填写");
            } else if !years.contains(year) {
                let color = theme::palette(ui).warning;
                let text = format!(
                    "! {year} 年应当用其他版式，这份年报用的是{}",
                    review.form().name
                );
                ui.colored_label(color, text);
            }
            let missing = match review.located.kind {
                Kind::Tables => review.missing(),
                Kind::Prose | Kind::NoFigures | Kind::NotReport(_) => 0,
            };
            if missing > 0 {
                let color = theme::palette(ui).warning;
                ui.colored_label(color, format!("! 没有读到 {missing} 格"))
                    .on_hover_text("画斜线的格在原件里没有找到，采用后是空白");
            }
            if let Some(open) = &session.open {
                let text = format!("正在填写：{}", open.name());
                ui.add(egui::Label::new(theme::small(ui, text)).truncate());
            }
        });
        ui.add_space(2.0);
    }

    /// The field of the year.
    pub fn year_ui(&mut self, ui: &mut egui::Ui, review: &Review, commands: &mut Vec<Command>) {
        let stands = match review.ret.header.year {
            0 => String::new(),
            year => year.to_string(),
        };
        let mut text = self.year.clone().unwrap_or(stands);
        let response = ui
            .add(
                TextEdit::singleline(&mut text)
                    .id(Id::unique("review year"))
                    .desired_width(56.0)
                    .align(egui::Align2::LEFT_CENTER)
                    .char_limit(4),
            )
            .accessible_name(HeaderField::Year.label());
        if response.changed() {
            push(commands, ReviewCommand::SetYear(text.trim().parse().ok()));
        }
        go_on(ui, review, HeaderField::Year, &response, commands);
        self.year = response.has_focus().then_some(text);
    }
}

/// Where a field of the header is typed.
pub fn field_id(frame: &Frame<'_>, field: HeaderField) -> Id {
    match field {
        HeaderField::Year => Id::unique("review year"),
        HeaderField::Agency if !frame.is_low => Id::unique("review agency"),
        _ => Id::unique(("review header", field.word())),
    }
}

/// Enter in a field goes on from its doubt.
fn go_on(
    ui: &egui::Ui,
    review: &Review,
    field: HeaderField,
    response: &egui::Response,
    commands: &mut Vec<Command>,
) {
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if entered && review.doubted_field() == Some(field) {
        push(commands, ReviewCommand::NextDoubt);
    }
}

/// What it is, with numbers, and the two ways on.
fn title_ui(ui: &mut egui::Ui, review: &Review, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.label(theme::heading("核对导入"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button("返回").on_hover_text("不采用（Esc）").clicked() {
                push(commands, ReviewCommand::Close);
            }
            if review.located.kind.is_report() {
                ui.scope(|ui| {
                    theme::primary_buttons(ui);
                    let button = Button::new("采用…").min_size(vec2(84.0, 0.0));
                    let response = ui
                        .add(button)
                        .on_hover_text("选择采用为哪一份年报（Ctrl+Enter）");
                    if response.clicked() {
                        push(commands, ReviewCommand::AskToAdopt);
                    }
                });
            }
            findings_ui(ui, review, commands);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                kind_ui(ui, review)
            });
        });
    });
}

fn kind_ui(ui: &mut egui::Ui, review: &Review) {
    let palette = theme::palette(ui);
    let (color, fill) = match review.located.kind {
        Kind::Tables => (palette.accent, palette.accent_soft),
        Kind::Prose | Kind::NoFigures => (palette.warning, palette.warning_soft),
        Kind::NotReport(_) => (palette.error, palette.error_soft),
    };
    cards::badge_ui(ui, review.located.kind.label(), color, fill);
    let mut facts = vec![
        review.origin.name(),
        format!("读取方式：{}", review.source.reader.label()),
    ];
    if review.located.kind.is_report() {
        let (read, all) = (review.figures_read(), review.form().input_count());
        facts.push(format!("读出 {read}/{all} 个数"));
        let open = review.open_doubts().count();
        facts.push(match (open, review.located.doubts.len()) {
            (_, 0) => "没有存疑".to_owned(),
            (0, all) => format!("{all} 处存疑已核对"),
            (open, all) => format!("存疑 {open}/{all}"),
        });
    }
    let text = facts.join(" · ");
    let label = egui::Label::new(theme::small(ui, text.as_str())).truncate();
    ui.add(label).on_hover_text(text);
}

/// How many findings there are; leads to them.
fn findings_ui(ui: &mut egui::Ui, review: &Review, commands: &mut Vec<Command>) {
    if !review.located.kind.is_report() {
        return;
    }
    let palette = theme::palette(ui);
    let findings = &review.assessment.findings;
    let (errors, warnings) = (findings.count(Severity::Error), findings.open_warnings());
    let button = Button::new(status::counts(palette, errors, warnings));
    if ui.add(button).on_hover_text("查看问题和说明").clicked() {
        push(commands, ReviewCommand::Show(ReviewTab::Findings));
    }
}

fn agency_ui(ui: &mut egui::Ui, review: &Review, commands: &mut Vec<Command>) {
    let mut text = review.ret.header.agency.clone();
    let width = (ui.available_width() - 420.0).clamp(160.0, 320.0);
    let response = ui
        .add(
            TextEdit::singleline(&mut text)
                .id(Id::unique("review agency"))
                .desired_width(width)
                .align(egui::Align2::LEFT_CENTER)
                .hint_text("没有读到，请填写"),
        )
        .accessible_name(HeaderField::Agency.label());
    if response.changed() {
        let field = HeaderField::Agency;
        push(commands, ReviewCommand::SetHeaderText { field, text });
    }
    go_on(ui, review, HeaderField::Agency, &response, commands);
}
