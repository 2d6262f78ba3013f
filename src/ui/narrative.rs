//! The texts of the report.

use eframe::egui::{self, FontId, Id, RichText, ScrollArea, TextEdit};

use crate::command::Command;
use crate::form::{Part, TextPart};
use crate::returns::Place;
use crate::session::{OpenReturn, Screen};

use super::{cards, findings, theme};

/// How long nothing is typed before what follows is a new step of undo.
const PAUSE: f64 = 1.2;

/// Ends the step of undo when typing pauses.
#[derive(Default)]
pub struct Pause {
    changed_at: Option<f64>,
}

impl Pause {
    /// Notes what became of a field, and ends the step after a pause or when the field is left.
    pub fn after(
        &mut self,
        context: &egui::Context,
        response: &egui::Response,
        commands: &mut Vec<Command>,
    ) {
        let now = context.input(|input| input.time);
        if response.changed() {
            if self.changed_at.is_some_and(|before| now - before > PAUSE) {
                // Typing on after a pause: the step that was open ends before this change.
                let change = commands.pop();
                commands.push(Command::EndStep);
                commands.extend(change);
            }
            self.changed_at = Some(now);
        }
        if response.lost_focus() && self.changed_at.take().is_some() {
            commands.push(Command::EndStep);
        }
    }
}

/// The page of a part that is a text, and the text under a table.
#[derive(Default)]
pub struct TextPage {
    pause: Pause,
    /// The part under whose table a field was opened for a first text, and whether just now.
    opened: Option<(String, bool)>,
    wants_focus: bool,
}

impl TextPage {
    /// Puts the keyboard into the text with the next frame.
    pub fn take_focus(&mut self) {
        self.wants_focus = true;
    }

    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        part: usize,
        commands: &mut Vec<Command>,
    ) {
        let Some(part) = open.form.parts.get(part) else {
            return;
        };
        let title = if part.title.is_empty() {
            &part.short
        } else {
            &part.title
        };
        ui.label(theme::heading(title.as_str()));
        if !part.hint.is_empty() {
            ui.label(theme::small(ui, part.hint.as_str()));
        }
        messages_ui(ui, open, |place| place.part() == Some(&part.id));
        ui.add_space(2.0);
        ui.set_max_width(theme::TEXT_MOST_WIDTH.min(ui.available_width()));
        let height = ui.available_height() - 30.0;
        cards::paper_ui(ui, |ui| {
            ui.set_height((height - 40.0).max(80.0));
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                let rows = (ui.available_height() / 28.0 - 0.5).max(3.0) as usize;
                self.editor_ui(ui, open, part, rows, commands);
            });
        });
        let shown = open.ret.text(&part.id).shown(&open.figures());
        let characters = shown.text.chars().filter(|c| !c.is_whitespace()).count();
        ui.label(theme::small(ui, format!("{characters} 字")));
    }

    /// The text that may stand under a table: a link until there is one.
    pub fn below_table_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        commands: &mut Vec<Command>,
    ) {
        let Screen::Part(index) = open.screen else {
            return;
        };
        let Some(part) = open.form.parts.get(index) else {
            return;
        };
        let empty = open.ret.text(&part.id).pieces().is_empty();
        let opened = self.opened.as_ref().is_some_and(|(id, _)| *id == part.id);
        if empty && !opened {
            if open.is_writable() && theme::link(ui, "在表下添加文字说明").clicked() {
                self.opened = Some((part.id.clone(), true));
            }
            return;
        }
        ui.label(theme::small(ui, "文字说明，印在表的下面"));
        self.editor_ui(ui, open, part, 4, commands);
    }

    /// Whether the field of a part was opened since the last frame.
    fn just_opened(&mut self, part: &Part) -> bool {
        match &mut self.opened {
            Some((id, just)) if *id == part.id => std::mem::take(just),
            _ => false,
        }
    }

    fn editor_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        part: &Part,
        rows: usize,
        commands: &mut Vec<Command>,
    ) {
        ui.spacing_mut().extra_text_line_spacing = 5.0;
        let mut text = open.ret.text(&part.id).shown(&open.figures()).text;
        let hint = match part.text {
            TextPart::Required => "在这里填写，每个自然段一行",
            TextPart::Optional => "可以不填",
        };
        let framed = part.table.is_some();
        let mut edit = TextEdit::multiline(&mut text)
            .id(Id::unique(("text", &part.id)))
            .font(FontId::proportional(15.0))
            .desired_width(f32::INFINITY)
            .desired_rows(rows)
            .interactive(open.is_writable())
            .hint_text(hint);
        if !framed {
            edit = edit.frame(egui::Frame::NONE);
        }
        let response = ui.add(edit).accessible_name(part.short.as_str());
        if std::mem::take(&mut self.wants_focus) && !framed || self.just_opened(part) {
            response.request_focus();
        }
        if response.changed() {
            commands.push(Command::SetText {
                part: part.id.clone(),
                text,
            });
        }
        self.pause.after(ui.ctx(), &response, commands);
    }
}

/// The findings about a place, as lines under its heading.
pub fn messages_ui(ui: &mut egui::Ui, open: &OpenReturn, is_here: impl Fn(&Place) -> bool) {
    let palette = theme::palette(ui);
    let here = open
        .findings
        .broken
        .iter()
        .filter(|finding| is_here(&finding.place));
    for finding in here {
        let (color, word) = if finding.is_answered() {
            (palette.weak, "已说明理由")
        } else {
            let color = findings::severity_color(palette, finding.severity);
            (color, finding.severity.label())
        };
        let text = format!("{word}：{}", finding.message);
        ui.label(RichText::new(text).size(theme::SMALL_SIZE).color(color));
    }
}
