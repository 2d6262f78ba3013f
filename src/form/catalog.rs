//! The built-in forms, found by edition or by year.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Form, Problem, load};
use crate::crosswalk::Crosswalk;

/// Every definition file under `assets/forms`.
const DEFINITIONS: &[&str] = &[include_str!("../../assets/forms/C.toml")];

/// How the forms' figures correspond.
const CROSSWALK: &str = include_str!("../../assets/crosswalk.toml");

/// Forms by edition and chosen alternatives.
type Variants = HashMap<(String, Vec<String>), Arc<Form>>;

/// The forms the program knows.
#[derive(Debug)]
pub struct Catalog {
    forms: Vec<(&'static str, Arc<Form>)>,
    crosswalk: Crosswalk,
    /// Forms with alternatives, built when first asked for.
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
        for &text in DEFINITIONS {
            match load::load(text) {
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
        if problems.is_empty() {
            Ok(Self {
                forms,
                crosswalk,
                variants: Mutex::default(),
            })
        } else {
            Err(problems)
        }
    }

    pub fn forms(&self) -> impl Iterator<Item = &Arc<Form>> {
        self.forms.iter().map(|(_, form)| form)
    }

    /// How the figures of the forms correspond.
    pub fn crosswalk(&self) -> &Crosswalk {
        &self.crosswalk
    }

    /// The official edition for a reporting year.
    pub fn for_year(&self, year: u16) -> Option<Arc<Form>> {
        self.forms()
            .find(|form| form.years.contains(year))
            .map(Arc::clone)
    }

    /// An edition with some of its alternatives chosen; `None` if there is no such form.
    pub fn form(&self, edition: &str, alternatives: &[String]) -> Option<Arc<Form>> {
        let (text, form) = self
            .forms
            .iter()
            .find(|(_, form)| form.edition == edition)?;
        if alternatives.is_empty() {
            return Some(Arc::clone(form));
        }
        let key = (edition.to_owned(), alternatives.to_vec());
        let mut variants = self.variants.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(form) = variants.get(&key) {
            return Some(Arc::clone(form));
        }
        let form = Arc::new(load::load_with(text, alternatives).ok()?);
        variants.insert(key, Arc::clone(&form));
        Some(form)
    }
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
        let form = catalog.form("C", &["result.other".to_owned()]).unwrap();
        assert_eq!(form.cells.len(), 200 - 2 * 7);
        assert!(form.cell("applications.result.other:natural").is_some());
        let table = &form.tables[1];
        assert_eq!(table.grid.rows.len(), 3 + 23);
        assert!(catalog.form("C", &["nothing".to_owned()]).is_none());
    }
}
