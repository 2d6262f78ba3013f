//! Changes to the texts of the return in work: typing, figures, passages.

use std::ops::Range;

use crate::command::Command;
use crate::form::Cell;
use crate::narrative::{Field, Piece, Shown, ShownField, Text, missing_passages};
use crate::returns::Place;

use super::edit::information;
use super::history::Subject;
use super::{Notice, OpenReturn};

/// A figure in a text that looks at a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The part's id.
    pub part: String,
    /// Where the figure stands, in bytes of the shown text.
    pub range: Range<usize>,
}

impl OpenReturn {
    /// The text of a part with its figures in place.
    pub fn shown(&self, part: &str) -> Shown {
        self.ret.text(part).shown(&self.figures())
    }

    /// The figures in texts that look at a cell, in the order of the report.
    pub fn references_to(&self, cell: Cell) -> Vec<Reference> {
        let key = self.form.key(cell);
        let mut references = Vec::new();
        for part in &self.form.parts {
            let text = self.ret.text(&part.id);
            let looks = |field: &Field| field.calculation.keys().any(|other| other == key);
            if !text.fields().any(looks) {
                continue;
            }
            let fields = self.shown(&part.id).fields.into_iter();
            let here = fields.filter(|shown| looks(&shown.field));
            references.extend(here.map(|shown| Reference {
                part: part.id.clone(),
                range: shown.range,
            }));
        }
        references
    }

    /// Whether the part on the screen lacks something of what it may begin with.
    pub fn lacks_passages(&self) -> bool {
        let Some(part) = self.current_part() else {
            return false;
        };
        let passages = &self.form.texts.passages;
        !missing_passages(passages, part, &self.shown(&part.id).text).is_empty()
    }

    /// Types into a text. What was left alone of its figures stays bound.
    pub(super) fn set_text(&mut self, part: String, typed: &str) -> Option<Notice> {
        let shown = self.shown(&part);
        let text = shown.retyped(typed);
        let lost = shown.fields.len() - text.fields().count();
        let label = self.label(&part, "修改");
        let subject = Subject::Text(Place::Part(part.clone()));
        let ends = ends_sentence(&shown.text, typed);
        self.put_text(subject, label, part, text);
        if ends {
            self.history.end_step();
        }
        let erased = typed.len() < shown.text.len();
        (lost > 0 && !erased).then(|| information("这里的数字不再跟随表格，可撤销".to_owned()))
    }

    /// Carries out a command about figures in texts.
    pub(super) fn edit_text(&mut self, command: Command) -> Option<Notice> {
        match command {
            Command::InsertFigure {
                part,
                range,
                figure,
            } => {
                let shown = self.shown(&part);
                shown.text.get(range.clone())?;
                // In the middle of a figure there is no place for another one.
                let within = |field: &&ShownField| {
                    range.is_empty()
                        && field.range.start < range.start
                        && range.start < field.range.end
                };
                let range = match shown.fields.iter().find(within) {
                    Some(field) => field.range.end..field.range.end,
                    None => range,
                };
                let text = shown.replaced(range, [Piece::Field(figure.into())]);
                let label = self.label(&part, "插入数字到");
                self.put_text(Subject::Single, label, part, text);
                None
            }
            Command::BindFigure {
                part,
                range,
                figure,
            } => self.bind(part, vec![(range, figure)]),
            Command::BindFigures { part, figures } => self.bind(part, figures),
            Command::UnbindFigure { part, range } => {
                let text = self.shown(&part).unbound(&range);
                let label = self.label(&part, "数字改为文字，");
                self.put_text(Subject::Single, label, part, text);
                None
            }
            Command::WritePassages => self.write_passages(),
            _ => None,
        }
    }

    fn bind(&mut self, part: String, figures: Vec<(Range<usize>, Field)>) -> Option<Notice> {
        let before = self.ret.text(&part).fields().count();
        let text = self.shown(&part).bound(figures);
        let bound = text.fields().count().saturating_sub(before);
        let label = self.label(&part, "绑定数字，");
        self.put_text(Subject::Single, label, part, text);
        let sentence = format!("已绑定 {bound} 个数字，表里的数改了，文字跟着改");
        (bound > 0).then(|| information(sentence))
    }

    /// Writes what the part on the screen may begin with and doesn't have yet.
    fn write_passages(&mut self) -> Option<Notice> {
        let part = self.current_part()?.clone();
        let shown = self.shown(&part.id);
        let figures = self.figures();
        let texts = &self.form.texts;
        let missing = missing_passages(&texts.passages, &part, &shown.text);
        let written: Vec<(usize, Text)> = missing
            .into_iter()
            .map(|(at, passage)| {
                let text = passage.text(&texts.figures, &figures, &self.ret.header);
                (at, text)
            })
            .filter(|(_, text)| !text.pieces().is_empty())
            .collect();
        if written.is_empty() {
            let text = "这一部分没有可写入的参考文字".to_owned();
            return Some(information(text));
        }
        let count = written.len();
        let text = with_paragraphs(&shown, written);
        let label = format!("写入参考文字到“{}”", part.short);
        self.put_text(Subject::Single, label, part.id, text);
        let sentence = format!("已写入 {count} 段参考文字，请按实际情况修改，“____”处要填写");
        Some(information(sentence))
    }

    fn label(&self, part: &str, what: &str) -> String {
        let part = self.form.part(part);
        part.map_or_else(String::new, |part| format!("{what}“{}”的文字", part.short))
    }

    fn put_text(&mut self, subject: Subject, label: String, part: String, text: Text) {
        let place = Place::Part(part.clone());
        self.change(subject, label, place, |ret| {
            if text.pieces().is_empty() {
                ret.narrative.remove(&part);
            } else {
                ret.narrative.insert(part, text);
            }
        });
    }
}

/// A text with others put in as paragraphs of their own, each before a byte.
fn with_paragraphs(shown: &Shown, others: Vec<(usize, Text)>) -> Text {
    let line_break = || Piece::Words("\n".to_owned());
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at_line_start = true;
    let mut from = 0;
    for (at, text) in others {
        let before = shown.part(from..at).pieces().to_vec();
        if let Some(last) = shown
            .text
            .get(from..at)
            .and_then(|text| text.chars().last())
        {
            at_line_start = last == '\n';
        }
        from = at;
        pieces.extend(before);
        if !at_line_start {
            pieces.push(line_break());
        }
        pieces.extend(text.pieces().iter().cloned());
        at_line_start = false;
    }
    if from < shown.text.len() {
        pieces.push(line_break());
        pieces.extend(shown.part(from..shown.text.len()).pieces().iter().cloned());
    }
    pieces.into_iter().collect()
}

/// Whether what was typed ends a sentence, so that what follows is a step of its own.
fn ends_sentence(before: &str, typed: &str) -> bool {
    let changed = before
        .chars()
        .rev()
        .zip(typed.chars().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let last = typed.chars().rev().nth(changed);
    typed.len() > before.len()
        && last.is_some_and(|c| matches!(c, '。' | '！' | '？' | '；' | '\n'))
}
