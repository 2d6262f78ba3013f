//! The figures that reports write about, by name: what texts are written with and checked against.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Deserialize;

use crate::form::load::{Problems, read};
use crate::form::{Form, Problem};

use super::passage::PassageDefinition;
use super::vocabulary::{MentionDefinition, Vocabulary};
use super::{Field, FieldWire, Passage, Reading};

/// What a form's texts speak of. Read from `assets/texts`.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub figures: Vec<NamedFigure>,
    /// What parts may begin with, in the order of the report.
    pub passages: Vec<Passage>,
    /// How texts name the figures.
    pub(super) vocabulary: Arc<Vocabulary>,
    /// What each naming of the vocabulary means: places among the figures, the likeliest first.
    meant: Vec<Vec<usize>>,
    /// What takes the place of figures where an alternative printing was chosen.
    in_alternatives: Vec<InAlternative>,
}

/// A figure of an alternative printing, by the alternative's id.
#[derive(Clone, Debug)]
struct InAlternative {
    alternative: String,
    figure: NamedFigure,
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
    #[serde(default, rename = "passage")]
    passages: Vec<PassageDefinition>,
    #[serde(default, rename = "mention")]
    mentions: Vec<MentionDefinition>,
}

#[derive(Deserialize)]
struct FigureDefinition {
    /// The alternative printing it is for.
    #[serde(default)]
    with: Option<String>,
    id: String,
    name: String,
    field: FieldWire,
}

impl Texts {
    pub fn figure(&self, id: &str) -> Option<&NamedFigure> {
        self.figures.iter().find(|figure| figure.id == id)
    }

    /// The figures that a naming of the vocabulary may mean, the likeliest first.
    pub(super) fn meant(&self, naming: usize) -> impl Iterator<Item = &NamedFigure> {
        let places = self.meant.get(naming).into_iter().flatten();
        places.filter_map(|&place| self.figures.get(place))
    }

    /// Looks up what each naming means.
    fn with_meant(mut self) -> Self {
        let namings = self.vocabulary.namings.iter();
        let meant = namings.map(|naming| {
            let figure = |id: &String| self.figures.iter().position(|figure| figure.id == *id);
            naming.means.iter().filter_map(figure).collect()
        });
        self.meant = meant.collect();
        self
    }

    /// Reads what a text says in numbers.
    pub fn read(&self, text: &str) -> Reading {
        self.read_again(text, &Reading::default())
    }

    /// Reads a paragraph of a report of which only the words are left: its headings, the highest
    /// first, tell what it is about where it doesn't say so itself.
    pub fn read_under(&self, headings: &[&str], text: &str) -> Reading {
        Reading::under(&self.vocabulary, headings, text)
    }

    /// The same after a change: paragraphs that stayed as they were are not read again.
    pub fn read_again(&self, text: &str, earlier: &Reading) -> Reading {
        Reading::of(&self.vocabulary, text, earlier)
    }

    /// The same for a form with other rows: what speaks of cells that are gone is left out, and
    /// what a chosen alternative prints in their place comes in.
    pub fn fitting(&self, form: &Form) -> Self {
        let chosen = |id: &str| {
            let mut alternatives = form.alternatives.iter();
            alternatives.any(|alternative| alternative.chosen && alternative.id == id)
        };
        let replaced = self.figures.iter().map(|figure| {
            let other = self
                .in_alternatives
                .iter()
                .find(|other| other.figure.id == figure.id && chosen(&other.alternative));
            other.map_or(figure, |other| &other.figure)
        });
        Self {
            figures: replaced
                .filter(|figure| {
                    figure
                        .field
                        .calculation
                        .keys()
                        .all(|key| form.cell(key).is_some())
                })
                .cloned()
                .collect(),
            passages: self.passages.clone(),
            vocabulary: Arc::clone(&self.vocabulary),
            meant: Vec::new(),
            in_alternatives: self.in_alternatives.clone(),
        }
        .with_meant()
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
        for FigureDefinition {
            with,
            id,
            name,
            field,
        } in definition.figures
        {
            let place = format!("版式 {} 的文字，figure {id}", form.edition());
            problems.require(&name, &place, "name");
            match (field.field(), with) {
                (Ok(field), None) => {
                    problems.require_new_id(&mut seen, &id, &place);
                    check_keys(&field, form, &place, &mut problems);
                    texts.figures.push(NamedFigure { id, name, field });
                }
                (Ok(field), Some(alternative)) => {
                    check_alternative(&alternative, form, &place, &mut problems);
                    let figure = NamedFigure { id, name, field };
                    texts.in_alternatives.push(InAlternative {
                        alternative,
                        figure,
                    });
                }
                (Err(wrong), _) => {
                    problems.add("wrong-field", place, wrong, "请照其他 figure 的写法改正");
                }
            }
        }
        let passages = definition.passages.into_iter();
        texts.passages = passages
            .map(|passage| passage.passage(form, &seen, &mut problems))
            .collect();
        let mentions = definition.mentions;
        texts.vocabulary = Vocabulary::load(mentions, &seen, form.edition(), &mut problems).into();
        problems.into_result(texts.with_meant())
    }
}

/// Reports an alternative the form doesn't have.
fn check_alternative(id: &str, form: &Form, place: &str, problems: &mut Problems) {
    if !form.alternatives.iter().any(|known| known.id == id) {
        let message = format!("版式 {} 没有另一种印法 {id}", form.edition());
        problems.add("unknown-alternative", place, message, "请核对 with");
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

#[cfg(test)]
mod tests {
    use crate::form::Variant;
    use crate::form::catalog::Catalog;

    #[test]
    fn figures_of_rows_that_are_printed_as_one_follow_it() {
        let catalog = Catalog::built_in().unwrap();
        let keys = |variant: &Variant, id: &str| {
            let form = catalog.form(variant).unwrap();
            let figure = form.texts.figure(id);
            figure.map(|figure| figure.field.calculation.keys().count())
        };
        let official = Variant::official("C");
        let mut one_row = official.clone();
        one_row.alternatives.push("result.other".to_owned());
        assert_eq!(keys(&official, "other"), Some(3));
        assert_eq!(keys(&one_row, "other"), Some(1));
        assert_eq!(keys(&one_row, "other.no_payment"), None);
        assert_eq!(keys(&one_row, "granted"), Some(1));
    }
}
