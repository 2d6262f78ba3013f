//! The texts of the report.

mod editor;
mod picker;
mod target;

use std::ops::Range;

use eframe::egui::{self, Event, RichText, ScrollArea};

use crate::command::Command;
use crate::form::{Part, TextPart};
use crate::returns::Place;
use crate::session::{OpenReturn, Screen};

use super::{cards, findings, theme};

pub use editor::{Editor, Selection};
pub use picker::{FigurePicker, behind};

/// The part of which some places limit the length.
const OVERVIEW: &str = "overview";
/// In characters, blanks not counted.
const MOST_IN_OVERVIEW: usize = 1000;

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
            let is_paste = |event: &Event| matches!(event, Event::Paste(_));
            let pasted = context.input(|input| input.events.iter().any(is_paste));
            if pasted || self.changed_at.is_some_and(|before| now - before > PAUSE) {
                // Typing on after a pause: the step that was open ends before this change.
                let change = commands.pop();
                commands.push(Command::EndStep);
                commands.extend(change);
            }
            if pasted {
                commands.push(Command::EndStep);
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
    editor: Editor,
    /// The part under whose table a field was opened for a first text, and whether just now.
    opened: Option<(String, bool)>,
    wants_focus: bool,
}

impl TextPage {
    /// Where the cursor is or last was in a text.
    pub fn selection(&self) -> Option<&Selection> {
        self.editor.selection()
    }

    /// Brings a sentence into sight and puts the keyboard before it with the next frame.
    pub fn bring_up(&mut self, part: &str, range: Range<usize>) {
        self.editor.bring_up(part, range);
        self.wants_focus = true;
    }

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
        self.foot_ui(ui, open, part, commands);
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
        self.foot_ui(ui, open, part, commands);
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
        let response = self.editor.ui(ui, open, part, rows, commands);
        let framed = part.table.is_some();
        if std::mem::take(&mut self.wants_focus) && !framed || self.just_opened(part) {
            response.request_focus();
        }
    }

    /// The line under a text: what can be put into it, and how long it is.
    fn foot_ui(
        &self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        part: &Part,
        commands: &mut Vec<Command>,
    ) {
        ui.horizontal(|ui| {
            ui.label(length_words(ui, open, part));
            if !open.is_writable() {
                return;
            }
            for command in [Command::PickFigure, Command::WritePassages] {
                if command_is_of_use(open, &command)
                    && theme::link(ui, command.label())
                        .on_hover_text(command.tooltip())
                        .clicked()
                {
                    commands.push(command);
                }
            }
            let offers = self.editor.offers(&part.id);
            if !offers.is_empty() {
                let text = format!("绑定文中 {} 个数字", offers.len());
                let link = theme::link(ui, &text);
                let link = link.on_hover_text("让与表格相符的数字跟随表格，可撤销");
                if link.clicked() {
                    commands.push(Command::BindFigures {
                        part: part.id.clone(),
                        figures: offers,
                    });
                }
            }
        });
    }
}

fn command_is_of_use(open: &OpenReturn, command: &Command) -> bool {
    !matches!(command, Command::WritePassages) || open.lacks_passages()
}

/// `812 字`, with a hint where a text grows beyond what some places ask for.
fn length_words(ui: &egui::Ui, open: &OpenReturn, part: &Part) -> RichText {
    let shown = open.shown(&part.id);
    let characters = shown.text.chars().filter(|c| !c.is_whitespace()).count();
    let is_overview = part.text == TextPart::Required && part.id == OVERVIEW;
    if is_overview && characters > MOST_IN_OVERVIEW {
        let text = format!("{characters} 字，有的地方要求总体情况不超过 {MOST_IN_OVERVIEW} 字");
        theme::small(ui, text).color(theme::palette(ui).warning)
    } else {
        theme::small(ui, format!("{characters} 字"))
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
