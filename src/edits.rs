//! What somebody changed in an exported workbook since it was exported, or in a draft's file
//! while it was open here.
//!
//! The workbook carries the draft; its visible cells may say something else by
//! now. Each figure is found by its defined name and only counts if the labels
//! beside and above it are still its own; what can't be found is said, and
//! nothing is guessed. A typed text is read as if it had been typed here.

mod alignment;
mod drafts;
mod fields;
mod figures;
mod paragraphs;
mod passages;

use crate::carried::workbook::SHEET;
use crate::charts::Chart;
use crate::export::document::{Document, ExportOptions, Mark, SignOff, document};
use crate::form::Cell;
use crate::narrative::{Figures, Text};
use crate::returns::{HeaderField, Level, Place, Return, RuleMaking};
use crate::totals::derive;
use crate::value::Value;
use crate::workbook::Workbook;

/// Characters shown of a long text, on each side of where it first differs.
const SHOWN: usize = 18;

/// Changes made in a workbook or a draft's file, and what could not be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    pub changes: Vec<Change>,
    /// Whole sentences about what was not found, or does not add up.
    pub remarks: Vec<String>,
}

/// Something that the file says otherwise than the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub place: Place,
    /// What it is, in the words of the form.
    pub label: String,
    /// As it was exported, or as it is here; empty for a blank.
    pub old: String,
    pub new: String,
    target: Target,
}

/// What a change is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    Figure(Cell, Value),
    Field(HeaderField, String),
    Year(u16),
    Level(Level),
    RuleMaking(RuleMaking),
    /// A part's text, by the part's id.
    Text(String, Text),
}

impl Edits {
    /// Compares a workbook with the return it carries; `None` if its cells can't be read.
    ///
    /// `charts` are all those of the year, drawn or not.
    pub fn find(
        ret: &Return,
        figures: &Figures<'_>,
        charts: &[Chart],
        bytes: &[u8],
    ) -> Option<Self> {
        let form = figures.form;
        let workbook = Workbook::read(bytes, &[SHEET]).ok()?;
        let document = exported(ret, figures);
        let mut edits = Self::default();
        fields::compare(ret, &document, &workbook, &mut edits);
        figures::compare(form, ret, &document, &workbook, &mut edits);
        // Texts are compared with the figures as they are in the tables by now.
        let mut changed = ret.clone();
        edits.apply(&mut changed);
        let derived = derive(form, &changed.stated);
        let material = passages::Material {
            ret,
            figures,
            now: &Figures {
                derived: &derived,
                ..*figures
            },
            charts,
            document: &document,
            workbook: &workbook,
        };
        passages::compare(&material, &mut edits);
        Some(edits)
    }

    /// Of a workbook that carries its draft, but whose cells can't be read.
    pub fn unreadable() -> Self {
        Self {
            changes: Vec::new(),
            remarks: vec!["导出后的改动读不出来，用的是导出时的内容".to_owned()],
        }
    }

    /// Whether the workbook says what it said when it was exported.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.remarks.is_empty()
    }

    /// How many there are, and that they were left; without any, what could not be compared.
    pub fn sentence(&self) -> Option<String> {
        match (self.changes.len(), self.remarks.as_slice()) {
            (0, []) => None,
            (0, remarks) => Some(remarks.join("；")),
            (count, _) => Some(format!(
                "导出后改过 {count} 处，用的是导出时的内容；要用改过的，先打开它，采用改动后保存"
            )),
        }
    }

    /// Writes all changes into the return.
    pub fn apply(&self, ret: &mut Return) {
        for change in &self.changes {
            match &change.target {
                Target::Figure(cell, value) => ret.stated.set(*cell, value.clone()),
                Target::Field(field, text) => {
                    if let Some(target) = ret.header.text_mut(*field) {
                        text.clone_into(target);
                    }
                }
                Target::Year(year) => ret.header.year = *year,
                Target::Level(level) => ret.header.level = *level,
                Target::RuleMaking(rule_making) => ret.header.rule_making = *rule_making,
                Target::Text(part, text) if text.pieces().is_empty() => {
                    ret.narrative.remove(part);
                }
                Target::Text(part, text) => {
                    ret.narrative.insert(part.clone(), text.clone());
                }
            }
        }
    }
}

impl Change {
    /// Old and new as they are shown: long texts from where they first differ.
    pub fn shown(&self) -> (String, String) {
        let same = self
            .old
            .chars()
            .zip(self.new.chars())
            .take_while(|(old, new)| old == new)
            .count();
        (excerpt(&self.old, same), excerpt(&self.new, same))
    }
}

/// A few characters around a place; `空` for no text.
fn excerpt(text: &str, at: usize) -> String {
    let length = text.chars().count();
    if length == 0 {
        return "空".to_owned();
    }
    if length <= 2 * SHOWN {
        return text.replace('\n', " ");
    }
    let from = at.saturating_sub(SHOWN / 2);
    let shown: String = text.chars().skip(from).take(2 * SHOWN).collect();
    let before = if from > 0 { "…" } else { "" };
    let after = if from + 2 * SHOWN < length { "…" } else { "" };
    format!("{before}{}{after}", shown.replace('\n', " "))
}

/// The report as it was exported, as far as the sheets are concerned.
fn exported(ret: &Return, figures: &Figures<'_>) -> Document {
    let options = ExportOptions {
        mark: Mark::Final,
        date: None,
        sign_off: SignOff::Printed,
    };
    document(ret, figures, &options)
}

/// Texts without any blanks: other programs break and pad labels as they like.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}
