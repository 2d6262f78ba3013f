//! What is said about a warning: the reason it may stand, and the field it is typed into.

use eframe::egui::{self, EventFilter, Id, Key, Modifiers, RichText, TextEdit};

use crate::command::Command;
use crate::findings::{Answer, Finding, FindingId};
use crate::form::Severity;
use crate::session::OpenReturn;

use super::theme;

const ROWS: usize = 3;
/// What a field of several lines needs, and Esc besides.
const KEYS_KEPT: EventFilter = EventFilter {
    tab: false,
    horizontal_arrows: true,
    vertical_arrows: true,
    escape: true,
};

/// The reasons being typed, each for its own finding.
#[derive(Default)]
pub struct ReasonFields {
    /// The number of the return they are about.
    number: u64,
    fields: Vec<ReasonField>,
    /// The finding whose field was left with a key in this frame.
    just_left: Option<FindingId>,
    /// The one of the frame before: its card has its links again and gets the keyboard.
    left: Option<FindingId>,
}

struct ReasonField {
    finding: FindingId,
    text: String,
    wants_focus: bool,
}

/// How a field is left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaving {
    Keep,
    Drop,
}

impl ReasonFields {
    /// Begins a frame; forgets what was typed for another return.
    pub fn follow(&mut self, open: &OpenReturn) {
        let number = open.version().number;
        if self.number != number {
            *self = Self {
                number,
                ..Self::default()
            };
        }
        self.left = self.just_left.take();
    }

    /// What was said about a finding, or the field to say it.
    pub fn answer_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        finding: &Finding,
        commands: &mut Vec<Command>,
    ) {
        let id = finding.id();
        if let Some(at) = self.fields.iter().position(|field| field.finding == id) {
            if open.is_writable() {
                self.field_ui(ui, at, finding, commands);
            } else {
                self.fields.remove(at);
            }
            return;
        }
        match &finding.answer {
            Answer::None => {}
            Answer::Given(text) => {
                ui.label(theme::small(ui, format!("理由：{text}")));
            }
            Answer::Outdated(text) => {
                let color = theme::palette(ui).warning;
                ui.label(RichText::new("数字已改，请重新说明").color(color));
                ui.label(theme::small(ui, format!("原来的理由：{text}")));
            }
        }
    }

    /// The links of a warning that open its field.
    pub fn links_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        finding: &Finding,
        commands: &mut Vec<Command>,
    ) {
        let id = finding.id();
        let is_open = self.fields.iter().any(|field| field.finding == id);
        if finding.severity != Severity::Warning || !open.is_writable() || is_open {
            return;
        }
        let (word, text) = match &finding.answer {
            Answer::None => ("说明理由", ""),
            Answer::Given(text) => ("修改", text.as_str()),
            Answer::Outdated(text) => {
                if named_link(ui, "保留原理由", finding).clicked() {
                    commands.push(Command::GiveReason {
                        finding: id,
                        text: text.clone(),
                    });
                    return;
                }
                ("修改", text.as_str())
            }
        };
        if named_link(ui, word, finding).clicked() {
            self.fields.push(ReasonField {
                finding: id,
                text: text.to_owned(),
                wants_focus: true,
            });
        }
    }

    /// Whether a card should take the keyboard now, since its field was just left.
    pub fn take_left(&mut self, finding: &Finding) -> bool {
        let left = self.left.as_ref() == Some(&finding.id());
        if left {
            self.left = None;
        }
        left
    }

    /// Hands over every reason being typed, so that saving and exporting have them.
    pub fn commit(&mut self, open: &OpenReturn, commands: &mut Vec<Command>) {
        let written = |field: &ReasonField| !field.text.trim().is_empty();
        for field in self.fields.extract_if(.., |field| written(field)) {
            if open.is_writable() {
                commands.push(Command::GiveReason {
                    finding: field.finding,
                    text: field.text,
                });
            }
        }
    }

    /// The reasons being typed that the return does not have yet.
    pub fn uncommitted(&self, open: &OpenReturn) -> Vec<(FindingId, String)> {
        let given = |field: &ReasonField| {
            let mut reasons = open.ret.reasons.iter();
            reasons.any(|reason| {
                reason.rule == field.finding.rule
                    && reason.instance == field.finding.instance
                    && reason.text == field.text.trim()
            })
        };
        let fields = self.fields.iter();
        fields
            .filter(|field| !field.text.trim().is_empty() && open.is_writable() && !given(field))
            .map(|field| (field.finding.clone(), field.text.clone()))
            .collect()
    }

    fn field_ui(
        &mut self,
        ui: &mut egui::Ui,
        at: usize,
        finding: &Finding,
        commands: &mut Vec<Command>,
    ) {
        let Some(field) = self.fields.get_mut(at) else {
            return;
        };
        let id = Id::unique(("reason", &finding.rule, &finding.instance));
        let by_key = ui
            .memory(|memory| memory.has_focus(id))
            .then(|| ui.input_mut(leaving_key))
            .flatten();
        let edit = TextEdit::multiline(&mut field.text)
            .id(id)
            .desired_width(f32::INFINITY)
            .desired_rows(ROWS)
            .event_filter(KEYS_KEPT)
            .hint_text("写明为什么这样填");
        let response = ui
            .add(edit)
            .accessible_name(format!("理由：{}", finding.title));
        let opened = std::mem::take(&mut field.wants_focus);
        if opened {
            response.request_focus();
        }
        let buttons = ui.horizontal(|ui| {
            let keep = ui.button("确定").on_hover_text("Ctrl+Enter");
            let drop = theme::link(ui, "取消").on_hover_text("Esc");
            match (keep.clicked(), drop.clicked()) {
                (true, _) => Some(Leaving::Keep),
                (_, true) => Some(Leaving::Drop),
                _ => None,
            }
        });
        if opened {
            ui.scroll_to_rect(response.rect.union(buttons.response.rect), None);
        }
        let Some(leaving) = by_key.or(buttons.inner) else {
            return;
        };
        let field = self.fields.remove(at);
        if by_key.is_some() {
            self.just_left = Some(field.finding.clone());
        }
        if leaving == Leaving::Keep {
            commands.push(Command::GiveReason {
                finding: field.finding,
                text: field.text,
            });
        }
    }
}

fn leaving_key(input: &mut egui::InputState) -> Option<Leaving> {
    if input.consume_key(Modifiers::COMMAND, Key::Enter) {
        Some(Leaving::Keep)
    } else if input.consume_key(Modifiers::NONE, Key::Escape) {
        Some(Leaving::Drop)
    } else {
        None
    }
}

/// A link that tells screen readers which finding it is about.
fn named_link(ui: &mut egui::Ui, word: &str, finding: &Finding) -> egui::Response {
    theme::link(ui, word).accessible_name(format!("{word}：{}", finding.message))
}
