//! The tabs of the form's side: header data, texts, findings and remarks.

use eframe::egui::{
    self, Align, Id, Label, RichText, ScrollArea, TextEdit, scroll_area::ScrollBarVisibility, vec2,
};

use crate::command::{Command, ReviewCommand, ReviewTab};
use crate::import::Kind;
use crate::returns::{HeaderField, Place};
use crate::session::Review;

use super::super::{cards, findings, theme};
use super::summary::Summary;
use super::{Frame, push, says_more, shown_tab};

const LABEL_WIDTH: f32 = 84.0;

/// One entry a page; those with open doubts say how many.
pub fn bar_ui(ui: &mut egui::Ui, frame: &Frame<'_>, commands: &mut Vec<Command>) {
    let review = frame.review;
    let mut tabs: Vec<(ReviewTab, String)> = Vec::new();
    if !frame.both_sides {
        tabs.push((ReviewTab::Source, "原件".to_owned()));
    }
    if review.located.kind.is_report() {
        tabs.push((ReviewTab::Header, "基本信息".to_owned()));
        for part in &review.form().parts {
            if let Some(table) = part.table {
                tabs.push((ReviewTab::Table(table), part.short.clone()));
            }
        }
        tabs.push((ReviewTab::Texts, "各部分文字".to_owned()));
    }
    let findings = match review.located.kind {
        Kind::NotReport(_) => "说明",
        _ => "问题和说明",
    };
    if says_more(review) {
        tabs.push((ReviewTab::Findings, findings.to_owned()));
    }
    let shown = shown_tab(frame);
    ScrollArea::horizontal()
        .id_salt("review tabs")
        .scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                for (tab, name) in tabs {
                    let name = match count(review, tab) {
                        0 => name,
                        count => format!("{name} {count}"),
                    };
                    if ui.selectable_label(tab == shown, name).clicked() {
                        push(commands, ReviewCommand::Show(tab));
                    }
                }
            });
        });
}

/// Open doubts on a page; findings and remarks on the last one.
fn count(review: &Review, tab: ReviewTab) -> usize {
    if tab == ReviewTab::Findings {
        let remarks = review.located.remarks.len();
        return match review.located.kind {
            Kind::NotReport(_) => remarks,
            _ => remarks + review.assessment.findings.broken.len(),
        };
    }
    let form = review.form();
    let is_here = |place: &Place| match (tab, place) {
        (ReviewTab::Header, Place::Header(_) | Place::Charts) => true,
        (ReviewTab::Texts, Place::Part(_) | Place::Text { .. }) => true,
        (ReviewTab::Table(table), Place::Cell(cell)) => {
            form.has(*cell) && form.definition(*cell).table == table
        }
        _ => false,
    };
    review
        .open_doubts()
        .filter(|(_, doubt)| is_here(&doubt.place))
        .count()
}

/// A page of white paper that scrolls.
fn page_ui(ui: &mut egui::Ui, name: &str, content: impl FnOnce(&mut egui::Ui)) {
    ScrollArea::vertical()
        .id_salt(name)
        .auto_shrink(false)
        .show(ui, |ui| {
            cards::paper_ui(ui, content);
        });
}

pub fn header_ui(
    ui: &mut egui::Ui,
    frame: &Frame<'_>,
    summary: &mut Summary,
    commands: &mut Vec<Command>,
) {
    let review = frame.review;
    page_ui(ui, "review header", |ui| {
        if frame.is_low {
            labelled_ui(ui, review, HeaderField::Year, |ui| {
                summary.year_ui(ui, review, commands);
            });
        }
        for field in HeaderField::ALL {
            let Some(text) = review.ret.header.text(field) else {
                continue;
            };
            field_ui(ui, review, field, text, commands);
        }
    });
}

fn field_ui(
    ui: &mut egui::Ui,
    review: &Review,
    field: HeaderField,
    text: &str,
    commands: &mut Vec<Command>,
) {
    labelled_ui(ui, review, field, |ui| {
        let mut text = text.to_owned();
        let response = ui
            .add(
                TextEdit::singleline(&mut text)
                    .id(Id::unique(("review header", field.word())))
                    .desired_width(f32::INFINITY)
                    .align(egui::Align2::LEFT_CENTER)
                    .hint_text("没有读到"),
            )
            .accessible_name(format!("基本信息：{}", field.label()));
        if response.changed() {
            push(commands, ReviewCommand::SetHeaderText { field, text });
        }
    });
}

/// A field with its label, which says whether it is in doubt.
fn labelled_ui(
    ui: &mut egui::Ui,
    review: &Review,
    field: HeaderField,
    content: impl FnOnce(&mut egui::Ui),
) {
    let place = Place::Header(Some(field));
    let doubted = review.open_doubts().any(|(_, doubt)| doubt.place == place);
    ui.horizontal(|ui| {
        let size = vec2(LABEL_WIDTH, theme::CONTROL_HEIGHT);
        let right = egui::Layout::right_to_left(Align::Center);
        ui.allocate_ui_with_layout(size, right, |ui| {
            ui.set_min_size(size);
            let mut label = RichText::new(field.label());
            if doubted {
                let color = theme::palette(ui).warning;
                label = RichText::new(format!("? {}", field.label())).color(color);
            }
            ui.label(label);
        });
        content(ui);
    });
}

pub fn texts_ui(ui: &mut egui::Ui, frame: &Frame<'_>) {
    let review = frame.review;
    let palette = theme::palette(ui);
    let figures = review.text_figures();
    page_ui(ui, "review texts", |ui| {
        for part in &review.form().parts {
            let name = if part.title.is_empty() {
                &part.short
            } else {
                &part.title
            };
            let heading = ui.label(theme::strong(name));
            let at = review.current_doubt().and_then(|doubt| doubt.place.part());
            if frame.moved && at == Some(part.id.as_str()) {
                heading.scroll_to_me(Some(Align::Min));
            }
            let doubts = review.located.doubts.iter().enumerate();
            for (index, doubt) in doubts.filter(|(_, doubt)| doubt.place.part() == Some(&part.id)) {
                let (sign, color) = match review.is_settled(index) {
                    true => ("✓", palette.complete),
                    false => ("?", palette.warning),
                };
                let text = RichText::new(format!("{sign} {}", doubt.why)).color(color);
                ui.add(Label::new(text.size(theme::SMALL_SIZE)).wrap());
            }
            let text = review.ret.text(&part.id);
            if text.is_blank() {
                let empty = if part.table.is_some() {
                    "（表外没有文字）"
                } else {
                    "（没有读到文字）"
                };
                ui.label(theme::small(ui, empty));
            } else {
                for paragraph in text.shown(&figures).text.lines() {
                    ui.add(Label::new(paragraph).wrap());
                }
            }
            ui.add_space(theme::GROUP_GAP);
        }
    });
}

pub fn findings_ui(ui: &mut egui::Ui, review: &Review, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    page_ui(ui, "review findings", |ui| {
        if !review.located.remarks.is_empty() {
            ui.label(theme::strong("说明"));
            for remark in &review.located.remarks {
                ui.horizontal_top(|ui| {
                    ui.label("·");
                    ui.add(Label::new(remark.text.as_str()).wrap());
                });
            }
            ui.add_space(theme::GROUP_GAP);
        }
        let broken = &review.assessment.findings.broken;
        if !review.located.kind.is_report() {
            return;
        }
        ui.label(theme::strong("问题"));
        if broken.is_empty() {
            ui.label(theme::small(ui, "没有发现问题"));
        }
        for finding in broken {
            ui.horizontal_top(|ui| {
                let color = findings::severity_color(palette, finding.severity);
                ui.colored_label(color, finding.severity.label());
                ui.vertical(|ui| {
                    ui.add(Label::new(finding.message.as_str()).wrap());
                    if let Place::Cell(cell) = finding.place {
                        let link = theme::link(ui, "转到");
                        let name = format!("转到：{}", finding.message);
                        if link.accessible_name(name).clicked() {
                            push(commands, ReviewCommand::Select(cell));
                        }
                    }
                });
            });
        }
    });
}
