//! What is wrong with the file that is selected.

use eframe::egui::{self, Label, RichText, ScrollArea};

use crate::command::{Command, SurveyCommand};
use crate::form::Severity;
use crate::session::Survey;
use crate::survey::{Summary, Surveyed};

use super::super::{cards, findings, theme};
use super::{list, push};

pub fn ui(ui: &mut egui::Ui, survey: &Survey, commands: &mut Vec<Command>) {
    let selected = survey.selected;
    ScrollArea::vertical()
        .id_salt(("survey details", selected))
        .auto_shrink(false)
        .show(ui, |ui| {
            cards::card_ui(ui, |ui| {
                match selected.and_then(|place| Some((place, survey.file(place)?))) {
                    Some((place, file)) => file_ui(ui, place, file, commands),
                    None => {
                        ui.label(theme::small(ui, "在列表中选一个文件，这里显示它的问题"));
                    }
                }
            });
        });
}

fn file_ui(ui: &mut egui::Ui, place: usize, file: &Surveyed, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    ui.add(Label::new(theme::strong(file.file())).wrap());
    let state = file.state();
    let text = format!("{} {}", list::sign(state), state.label());
    ui.colored_label(list::color(palette, state), text);
    let summary = match &file.result {
        Ok(summary) => summary,
        Err(sentence) => {
            ui.add(Label::new(sentence.as_str()).wrap());
            return;
        }
    };
    facts_ui(ui, summary);
    if ui
        .button("打开核对")
        .on_hover_text("草稿直接打开，其他文件逐格核对（双击文件名）")
        .clicked()
    {
        push(commands, SurveyCommand::Open(place));
    }
    let warning = (palette.warning, "存疑");
    section_ui(ui, "问题", summary.findings.len(), |ui| {
        for finding in &summary.findings {
            let color = match finding.answered {
                true => palette.weak,
                false => findings::severity_color(palette, finding.severity),
            };
            let word = match (finding.severity, finding.answered) {
                (Severity::Warning, true) => "已说明理由",
                (severity, _) => severity.label(),
            };
            entry_ui(ui, (color, word), &finding.message);
        }
    });
    section_ui(ui, "存疑", summary.doubts.len(), |ui| {
        for doubt in &summary.doubts {
            let mut text = format!("{}：{}", doubt.place, doubt.why);
            if !doubt.found.is_empty() {
                text.push_str(&format!("（原文：{}）", doubt.found));
            }
            entry_ui(ui, warning, &text);
        }
    });
    section_ui(ui, "说明", summary.remarks.len(), |ui| {
        for remark in &summary.remarks {
            entry_ui(ui, (palette.weak, "·"), remark);
        }
    });
}

fn facts_ui(ui: &mut egui::Ui, summary: &Summary) {
    let mut facts = vec![
        summary.origin.label().to_owned(),
        summary.origin.format().to_owned(),
    ];
    if summary.is_report() {
        if !summary.agency.is_empty() {
            facts.push(summary.agency.clone());
        }
        if summary.year != 0 {
            facts.push(format!("{} 年", summary.year));
        }
        facts.push(summary.edition_name.clone());
        facts.push(format!("读出 {}/{}", summary.read, summary.of));
    }
    facts.dedup();
    let text = theme::small(ui, facts.join(" · "));
    ui.add(Label::new(text).wrap());
}

fn section_ui(ui: &mut egui::Ui, title: &str, count: usize, content: impl FnOnce(&mut egui::Ui)) {
    if count == 0 {
        return;
    }
    ui.add_space(theme::GAP);
    ui.label(theme::strong(format!("{title} {count}")));
    ui.spacing_mut().item_spacing.y = 4.0;
    content(ui);
}

fn entry_ui(ui: &mut egui::Ui, (color, word): (egui::Color32, &str), text: &str) {
    let word = RichText::new(word).size(theme::SMALL_SIZE).color(color);
    let text = RichText::new(text).size(theme::SMALL_SIZE);
    ui.horizontal_top(|ui| {
        ui.label(word);
        ui.add(Label::new(text).wrap());
    });
}
