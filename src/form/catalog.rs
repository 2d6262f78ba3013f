//! The built-in forms, found by edition or by year.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Form, Problem, Variant, load};
use crate::charts::ChartSet;
use crate::crosswalk::{Comparison, Crosswalk};
use crate::narrative::Texts;

/// Every definition file under `assets/forms`, with what its texts speak of.
///
/// Where several are for a year, the national one stands first.
const DEFINITIONS: &[(&str, &str)] = &[
    (
        include_str!("../../assets/forms/A.toml"),
        include_str!("../../assets/texts/A.toml"),
    ),
    (
        include_str!("../../assets/forms/A-bj.toml"),
        include_str!("../../assets/texts/A-bj.toml"),
    ),
    (
        include_str!("../../assets/forms/B.toml"),
        include_str!("../../assets/texts/B.toml"),
    ),
    (
        include_str!("../../assets/forms/C.toml"),
        include_str!("../../assets/texts/C.toml"),
    ),
];

/// How the forms' figures correspond.
const CROSSWALK: &str = include_str!("../../assets/crosswalk.toml");

/// What is drawn of each form's figures.
const CHARTS: &str = include_str!("../../assets/charts.toml");

/// Forms that differ from the official ones, built when first asked for.
type Variants = HashMap<Variant, Arc<Form>>;

/// The forms the program knows.
#[derive(Debug)]
pub struct Catalog {
    forms: Vec<(&'static str, Arc<Form>)>,
    latest: Arc<Form>,
    crosswalk: Crosswalk,
    charts: ChartSet,
    variants: Mutex<Variants>,
}

impl Catalog {
    /// Loads the built-in definitions and the crosswalk between them.
    ///
    /// # Errors
    /// Every problem of every definition.
    pub fn built_in() -> Result<Self, Vec<Problem>> {
        let mut forms = Vec::new();
        let mut problems = Vec::new();
        for &(text, texts) in DEFINITIONS {
            match with_texts(text, texts) {
                Ok(form) => forms.push((text, Arc::new(form))),
                Err(found) => problems.extend(found),
            }
        }
        let crosswalk = Crosswalk::load(CROSSWALK)
            .and_then(|crosswalk| {
                let forms = forms.iter().map(|(_, form)| form.as_ref());
                crosswalk.check(forms).map(|()| crosswalk)
            })
            .unwrap_or_else(|found| {
                problems.extend(found);
                Crosswalk::default()
            });
        let charts = ChartSet::load(CHARTS)
            .and_then(|charts| {
                let forms = forms.iter().map(|(_, form)| form.as_ref());
                charts.check(&crosswalk, forms).map(|()| charts)
            })
            .unwrap_or_else(|found| {
                problems.extend(found);
                ChartSet::default()
            });
        let latest = forms
            .iter()
            .map(|(_, form)| form)
            .max_by_key(|form| form.years.from)
            .map(Arc::clone);
        match latest {
            Some(latest) if problems.is_empty() => Ok(Self {
                forms,
                latest,
                crosswalk,
                charts,
                variants: Mutex::default(),
            }),
            _ => Err(problems),
        }
    }

    /// The official form of the latest edition.
    pub fn latest(&self) -> Arc<Form> {
        Arc::clone(&self.latest)
    }

    pub fn forms(&self) -> impl Iterator<Item = &Arc<Form>> {
        self.forms.iter().map(|(_, form)| form)
    }

    /// The official edition for a reporting year; the national one where there are several.
    pub fn for_year(&self, year: u16) -> Option<Arc<Form>> {
        self.forms()
            .find(|form| form.years.contains(year))
            .map(Arc::clone)
    }

    /// The form for the year after a report: the same while its edition is for that year, with
    /// all that was added to it, else the official one.
    pub fn form_after(&self, previous: &Arc<Form>, year: u16) -> Option<Arc<Form>> {
        if previous.years.contains(year) {
            Some(Arc::clone(previous))
        } else {
            self.for_year(year)
        }
    }

    /// An edition as it was issued.
    pub fn official(&self, edition: &str) -> Option<Arc<Form>> {
        self.forms()
            .find(|form| form.edition() == edition)
            .map(Arc::clone)
    }

    /// What of another form corresponds to each cell of a form.
    pub fn comparison(&self, form: &Form, other: &Form) -> Comparison {
        self.crosswalk.between(form, other)
    }

    /// How the figures of the forms correspond.
    pub fn crosswalk(&self) -> &Crosswalk {
        &self.crosswalk
    }

    /// What is drawn of a form's figures.
    pub fn charts(&self) -> &ChartSet {
        &self.charts
    }

    fn editions(&self) -> Vec<&str> {
        self.forms().map(|form| form.edition()).collect()
    }

    /// The form of a variant; `None` if there is no such form.
    pub fn form(&self, variant: &Variant) -> Option<Arc<Form>> {
        self.build(variant).ok()
    }

    /// The form of a variant.
    ///
    /// # Errors
    /// Why there is no such form: an edition or alternative nobody knows, a faulty supplement.
    pub fn build(&self, variant: &Variant) -> Result<Arc<Form>, Vec<Problem>> {
        let official = self
            .forms
            .iter()
            .find(|(_, form)| form.edition() == variant.edition);
        let Some((text, form)) = official else {
            return Err(vec![Problem {
                code: "unknown-edition",
                place: "版式".to_owned(),
                message: format!("没有版式 {}", variant.edition),
                remedy: format!("请改用 {}", self.editions().join("、")),
            }]);
        };
        if form.variant == *variant {
            return Ok(Arc::clone(form));
        }
        let mut variants = self.variants.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(form) = variants.get(variant) {
            return Ok(Arc::clone(form));
        }
        let mut variant_form = load::load_variant(text, variant)?;
        variant_form.texts = Arc::new(form.texts.fitting(&variant_form));
        let form = Arc::new(variant_form);
        variants.insert(variant.clone(), Arc::clone(&form));
        Ok(form)
    }
}

/// A form with what its texts speak of.
fn with_texts(text: &str, texts: &str) -> Result<Form, Vec<Problem>> {
    let mut form = load::load(text)?;
    form.texts = Arc::new(Texts::load(texts, &form)?);
    Ok(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_definitions_have_no_problem() {
        let catalog = Catalog::built_in().unwrap_or_else(|problems| {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("{}", lines.join("\n"))
        });
        assert!(catalog.for_year(2023).is_some());
        assert!(catalog.for_year(2013).is_none());
    }

    #[test]
    fn the_edition_of_2021_has_200_figures_of_which_34_are_totals() {
        let form = Catalog::built_in().unwrap().for_year(2023).unwrap();
        assert_eq!(form.cells.len(), 200);
        assert_eq!(form.totals.len(), 34);
        assert_eq!(form.input_count(), 166);
    }

    #[test]
    fn other_outcomes_in_one_row_take_the_place_of_three() {
        let catalog = Catalog::built_in().unwrap();
        let variant = |id: &str| Variant {
            alternatives: vec![id.to_owned()],
            ..Variant::official("C")
        };
        let form = catalog.form(&variant("result.other")).unwrap();
        assert_eq!(form.cells.len(), 200 - 2 * 7);
        assert!(form.cell("applications.result.other:natural").is_some());
        let table = &form.tables[1];
        assert_eq!(table.grid.rows.len(), 3 + 23);
        assert!(catalog.form(&variant("nothing")).is_none());
    }
}
