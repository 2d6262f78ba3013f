//! The crosswalk file as it is written: the wire types, nothing checked yet.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Definition {
    #[serde(rename = "format")]
    pub formats: Vec<FormatDefinition>,
    #[serde(rename = "joined_row")]
    pub joined_rows: Vec<JoinedRowDefinition>,
    #[serde(rename = "match")]
    pub matches: Vec<EntryDefinition>,
    #[serde(rename = "indicator")]
    pub indicators: Vec<EntryDefinition>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FormatDefinition {
    pub id: String,
    pub editions: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct JoinedRowDefinition {
    pub format: String,
    /// `table.row`
    pub row: String,
    pub of: Vec<String>,
}

/// A match or an indicator.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EntryDefinition {
    pub id: String,
    pub label: String,
    /// Indicators only, as `unit`, `chart` and `share`.
    pub group: String,
    pub unit: String,
    pub chart: bool,
    pub share: Option<ShareDefinition>,
    /// Lists by the id of a format (`B`), marks by two of them (`A_B`).
    #[serde(flatten)]
    pub by_format: BTreeMap<String, ByFormat>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum ByFormat {
    Operands(Vec<String>),
    Mark(String),
    Remark(RemarkDefinition),
    Other(IgnoredAny),
}

/// A mark that says what differs: exactly one of the two.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemarkDefinition {
    pub roughly: Option<String>,
    pub not_comparable: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ShareDefinition {
    /// Ids of indicators, added up.
    pub of: Vec<String>,
    /// The id of the indicator that is the whole.
    #[serde(rename = "in")]
    pub whole: String,
}
