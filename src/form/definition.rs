//! A definition file as it is written: the wire types, nothing checked yet.
//!
//! Texts that must be there default to empty and are reported by
//! [`load`](super::load), so that one reading names every gap at once.

use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Definition {
    /// The kind of form: `annual-report`.
    pub form: String,
    pub edition: String,
    pub name: String,
    pub title: String,
    pub basis: String,
    /// The version of the rows and rules, printed on check sheets.
    pub version: String,
    /// `printed` or `optional` (the default).
    pub sign_off: String,
    pub years: YearsDefinition,
    #[serde(rename = "part")]
    pub parts: Vec<PartDefinition>,
    #[serde(rename = "table")]
    pub tables: Vec<TableDefinition>,
    #[serde(rename = "rule")]
    pub rules: Vec<RuleDefinition>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct YearsDefinition {
    pub from: u16,
    pub to: Option<u16>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PartDefinition {
    pub id: String,
    pub title: String,
    /// Other wordings of the title met in reports, without its number; `*` stands for any words.
    #[serde(rename = "match")]
    pub spellings: Vec<String>,
    pub short: String,
    pub table: Option<String>,
    /// `required` or `optional`.
    pub text: String,
    pub hint: String,
    /// Whether the part begins a new page behind the report.
    pub annex: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TableDefinition {
    pub id: String,
    pub unit: String,
    /// The lines printed over the table, with `{agency}` and `{year}`.
    pub caption: Vec<CaptionDefinition>,
    /// Points.
    pub type_size: f32,
    /// Millimetres.
    pub widths: Vec<f32>,
    pub columns: Vec<ColumnDefinition>,
    #[serde(rename = "row")]
    pub rows: Vec<RowDefinition>,
    pub grid: Vec<LineDefinition>,
    #[serde(rename = "alternative")]
    pub alternatives: Vec<AlternativeDefinition>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CaptionDefinition {
    pub text: String,
    /// `title`, `centre` or `left`.
    pub style: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ColumnDefinition {
    pub id: String,
    pub label: String,
    /// The columns it adds.
    pub sum: Vec<String>,
    /// Wins over the row's.
    pub measure: Option<MeasureDefinition>,
    pub meaning: String,
    pub basis: String,
    pub mistakes: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RowDefinition {
    pub id: String,
    pub label: String,
    pub note: String,
    pub short: String,
    /// The columns it has figures in; empty means all.
    pub columns: Vec<String>,
    /// A row without figures.
    pub heading: bool,
    /// The unit printed in the row's unit column.
    pub unit: String,
    /// How far the label is moved in, in characters.
    pub indent: f32,
    /// The rows it adds.
    pub sum: Vec<String>,
    pub measure: Option<MeasureDefinition>,
    pub meaning: String,
    pub basis: String,
    pub mistakes: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MeasureDefinition {
    /// `万元`, or empty for things counted.
    pub unit: String,
    pub decimals: u32,
    pub signed: bool,
}

/// A printed row of a table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LineDefinition {
    pub head: bool,
    /// `row`: the line stands once for every row of the table, its id for each `*`.
    pub each: String,
    pub cells: Vec<LineCellDefinition>,
}

/// A printed cell: exactly one of `text`, `row`, `unit`, `column`, `cell`, `values`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LineCellDefinition {
    pub text: Option<String>,
    /// A row's label with its note.
    pub row: Option<String>,
    /// A row's unit.
    pub unit: Option<String>,
    /// A column's label.
    pub column: Option<String>,
    /// One figure: `row:column`.
    pub cell: Option<String>,
    /// Every figure of a row, each as wide as `colspan`; nothing in each column of a heading.
    pub values: Option<String>,
    pub colspan: Option<usize>,
    pub rowspan: Option<usize>,
    /// `head`, `label`, `stub`, `block` or `note`.
    pub style: Option<String>,
}

/// One row that some agencies print in place of several.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AlternativeDefinition {
    pub id: String,
    pub label: String,
    /// The rows it stands for, next to each other.
    pub replaces: Vec<String>,
    pub row: RowDefinition,
    pub line: LineDefinition,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RuleDefinition {
    pub id: String,
    pub label: String,
    /// `compare` (the default), or a word of `rules::KINDS`.
    pub kind: String,
    pub table: String,
    /// `column`, `row`, or empty for one instance with operands `row:column`.
    pub each: String,
    /// The rows or columns it is for; empty means all that have the cells.
    pub only: Vec<String>,
    pub op: String,
    pub left: Vec<String>,
    /// Figures of last year's return, added to `left`.
    pub left_previous: Vec<String>,
    pub right: Vec<String>,
    /// Figures of last year's return, added to `right`.
    pub right_previous: Vec<String>,
    /// The right side is what this total adds.
    pub right_sum: String,
    /// The right side is this number, as text.
    pub right_number: String,
    /// Several comparisons, each with sides of its own.
    pub instances: Vec<InstanceDefinition>,
    /// Whether the right side is what a new return begins with on the left.
    pub proposes: bool,
    /// The reporting years it is for; `None` means all.
    pub years: Option<YearsDefinition>,
    pub severity: String,
    pub source: String,
    pub missing: String,
    pub applies_when: String,
    pub parts: Vec<String>,
    pub any: Vec<String>,
    /// What is added to the sentence that says none of `any` is mentioned.
    pub advice: String,
}

/// One of several comparisons of a rule; operands are `row:column`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct InstanceDefinition {
    /// Empty means the row of the first operand.
    pub id: String,
    pub left: Vec<String>,
    pub left_previous: Vec<String>,
    pub right: Vec<String>,
    pub right_previous: Vec<String>,
    pub right_number: String,
}
