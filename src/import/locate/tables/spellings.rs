//! How others write what stands in a table: `assets/import.toml`, `[tables]`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::form::Problem;

const BUILT_IN: &str = include_str!("../../../../assets/import.toml");

/// Other people's words for labels and in place of figures.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spellings {
    /// Signs that stand for a zero.
    pub zero: Vec<String>,
    /// Texts in place of a figure that are kept as they are.
    pub note: Vec<String>,
    /// Words before a number that is not exact.
    pub about: Vec<String>,
    /// Words behind a number that is not exact.
    pub more: Vec<String>,
    pub increase: Vec<String>,
    pub decrease: Vec<String>,
    /// Characters of which numbers in words are made.
    pub numerals: String,
    /// Units behind a number.
    pub unit: Vec<String>,
    /// Heads of columns that say what rows are counted in.
    pub unit_heads: Vec<String>,
    /// Heads of columns whose numbers only count the rows.
    pub serial: Vec<String>,
    /// What stands around the number of a page.
    pub page: Vec<String>,
    /// Other wordings of labels.
    #[serde(rename = "spelling")]
    pub spellings: Vec<Spelling>,
}

/// Other wordings of one label.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spelling {
    /// As a form prints it.
    pub label: String,
    pub also: Vec<String>,
}

#[derive(Deserialize)]
struct Asset {
    tables: Spellings,
}

impl Spellings {
    /// The words the program ships with.
    pub fn built_in() -> &'static Self {
        static SPELLINGS: LazyLock<Spellings> =
            LazyLock::new(|| Spellings::load(BUILT_IN).unwrap_or_default());
        &SPELLINGS
    }

    /// Reads the part of the file that is about tables.
    ///
    /// # Errors
    /// If it isn't written as it should be.
    pub fn load(text: &str) -> Result<Self, Problem> {
        let asset: Asset = toml::from_str(text).map_err(|error| Problem {
            code: "syntax",
            place: "import.toml".to_owned(),
            message: error.to_string(),
            remedy: "请按文件开头的说明改正".to_owned(),
        })?;
        Ok(asset.tables)
    }

    /// The other wordings of a label.
    pub fn of<'a>(&'a self, label: &'a str) -> impl Iterator<Item = &'a str> {
        let spellings = self.spellings.iter();
        spellings
            .filter(move |spelling| spelling.label == label)
            .flat_map(|spelling| spelling.also.iter().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline;
    use super::*;
    use crate::form::catalog::Catalog;

    #[test]
    fn every_spelling_is_of_a_label_that_a_form_prints() {
        let spellings = Spellings::load(BUILT_IN).unwrap();
        let catalog = Catalog::built_in().unwrap();
        let labels: Vec<String> = catalog
            .forms()
            .flat_map(|form| outline::printed_labels(form))
            .collect();
        for spelling in &spellings.spellings {
            assert!(
                labels.contains(&spelling.label),
                "{} is no label of a form",
                spelling.label
            );
            assert!(!spelling.also.is_empty(), "{}", spelling.label);
        }
    }
}
