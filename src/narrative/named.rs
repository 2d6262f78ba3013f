//! The figures that reports write about, by name: what texts are written with and checked against.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::form::load::{Problems, read};
use crate::form::{Form, Problem};

use super::{Field, FieldWire};

/// What a form's texts speak of. Read from `assets/texts`.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub figures: Vec<NamedFigure>,
}

/// A figure that reports write about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFigure {
    /// `received`
    pub id: String,
    /// `本年新收申请`
    pub name: String,
    pub field: Field,
}

#[derive(Deserialize)]
struct TextsDefinition {
    #[serde(default, rename = "figure")]
    figures: Vec<FigureDefinition>,
}

#[derive(Deserialize)]
struct FigureDefinition {
    id: String,
    name: String,
    field: FieldWire,
}

impl Texts {
    pub fn figure(&self, id: &str) -> Option<&NamedFigure> {
        self.figures.iter().find(|figure| figure.id == id)
    }

    /// Reads what the texts of a form speak of.
    ///
    /// # Errors
    /// Every problem of the definition.
    pub fn load(text: &str, form: &Form) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let definition: TextsDefinition = read(text, &mut problems)?;
        let mut seen = BTreeSet::new();
        let mut texts = Self::default();
        for FigureDefinition { id, name, field } in definition.figures {
            let place = format!("版式 {} 的文字，figure {id}", form.edition());
            problems.require_new_id(&mut seen, &id, &place);
            problems.require(&name, &place, "name");
            match field.field() {
                Ok(field) => {
                    check_keys(&field, form, &place, &mut problems);
                    texts.figures.push(NamedFigure { id, name, field });
                }
                Err(wrong) => {
                    problems.add("wrong-field", place, wrong, "请照其他 figure 的写法改正");
                }
            }
        }
        problems.into_result(texts)
    }
}

/// Reports cells the form doesn't have.
fn check_keys(field: &Field, form: &Form, place: &str, problems: &mut Problems) {
    for key in field.calculation.keys() {
        if form.cell(key).is_none() {
            let message = format!("版式 {} 没有单元格 {key}", form.edition());
            problems.add("unknown-cell", place, message, "请核对单元格的键");
        }
    }
}
