//! A reviewed report put into the return in work: what it would change.

use crate::form::Form;
use crate::returns::{DoubtPlace, HeaderField, OpenDoubt, Place, Return};
use crate::value::Value;

/// A return with what was imported in it, and where it differs from before.
#[derive(Clone, Debug)]
pub struct Merge {
    pub ret: Return,
    pub differences: Vec<Difference>,
    /// How many imported figures the form of the return has no cell for.
    pub left_out: usize,
}

/// A place that an import would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub place: Place,
    /// What it is, in the words of the form.
    pub label: String,
    /// Empty for a blank.
    pub old: String,
    pub new: String,
}

impl Merge {
    /// Puts figures and texts of `imported` into `ret`. What is blank there changes nothing, and
    /// header data are taken only where there are none.
    pub fn of(form: &Form, ret: &Return, imported_form: &Form, imported: &Return) -> Self {
        let mut merge = Self {
            ret: ret.clone(),
            differences: Vec::new(),
            left_out: 0,
        };
        merge.figures(form, imported_form, imported);
        merge.texts(form, imported);
        merge.header(imported);
        merge.provenance(form, imported);
        merge
    }

    /// What was read before stays open where this import changes nothing, and says nothing itself.
    fn provenance(&mut self, form: &Form, imported: &Return) {
        let Some(mut provenance) = imported.provenance.clone() else {
            return;
        };
        if let Some(earlier) = self.ret.provenance.take() {
            let changed: Vec<DoubtPlace> = self
                .differences
                .iter()
                .map(|one| DoubtPlace::of(form, &one.place))
                .collect();
            let is_left = |doubt: &OpenDoubt| {
                let mut new = provenance.doubts.iter().map(|new| &new.about);
                !changed.contains(&doubt.about) && !new.any(|about| *about == doubt.about)
            };
            let mut doubts: Vec<OpenDoubt> = earlier.doubts;
            doubts.retain(is_left);
            doubts.append(&mut provenance.doubts);
            provenance.doubts = doubts;
            if !earlier.file.is_empty() && earlier.sha256 != provenance.sha256 {
                provenance.file = format!("{}、{}", earlier.file, provenance.file);
                // One hash can't stand for two files.
                provenance.sha256.clear();
            }
            if provenance.headings.is_empty() {
                provenance.headings = earlier.headings;
            }
        }
        self.ret.provenance = Some(provenance);
    }

    /// How many figures it would replace, not counting blanks that it fills.
    pub fn replaced(&self) -> usize {
        let differences = self.differences.iter();
        differences.filter(|one| !one.old.is_empty()).count()
    }

    fn figures(&mut self, form: &Form, imported_form: &Form, imported: &Return) {
        for from in imported_form.all_cells() {
            let value = imported.stated.get(from);
            if value.is_blank() {
                continue;
            }
            let Some(cell) = form.cell(imported_form.key(from)) else {
                self.left_out += 1;
                continue;
            };
            let old = self.ret.stated.get(cell);
            if same(old, value) {
                continue;
            }
            self.differences.push(Difference {
                place: Place::Cell(cell),
                label: form.short_label(cell),
                old: old.to_string(),
                new: value.to_string(),
            });
            self.ret.stated.set(cell, value.clone());
        }
    }

    fn texts(&mut self, form: &Form, imported: &Return) {
        for part in &form.parts {
            let text = imported.text(&part.id);
            if text.is_blank() || text == self.ret.text(&part.id) {
                continue;
            }
            let old = if self.ret.text(&part.id).is_blank() {
                ""
            } else {
                "已有的文字"
            };
            self.differences.push(Difference {
                place: Place::Part(part.id.clone()),
                label: part.short.clone(),
                old: old.to_owned(),
                new: "导入的文字".to_owned(),
            });
            self.ret.narrative.insert(part.id.clone(), text.clone());
        }
    }

    fn header(&mut self, imported: &Return) {
        for field in HeaderField::ALL {
            let new = imported.header.text(field).unwrap_or_default().trim();
            let Some(own) = self.ret.header.text_mut(field) else {
                continue;
            };
            if new.is_empty() || !own.trim().is_empty() {
                continue;
            }
            new.clone_into(own);
            self.differences.push(Difference {
                place: Place::Header(Some(field)),
                label: field.label().to_owned(),
                old: String::new(),
                new: new.to_owned(),
            });
        }
    }
}

/// Whether two values say the same; `25.1` and `25.10` do.
fn same(one: &Value, other: &Value) -> bool {
    match (one.number(), other.number()) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}
