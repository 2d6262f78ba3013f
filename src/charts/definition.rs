//! The file of charts as it is written: the wire types, nothing checked yet.

use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Definition {
    #[serde(rename = "chart")]
    pub charts: Vec<ChartEntry>,
    #[serde(rename = "key_figure")]
    pub key_figures: Vec<KeyFigureEntry>,
}

#[derive(Debug, Deserialize)]
pub struct ChartEntry {
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub nothing: String,
    pub drawn: Drawn,
    /// Editions that have no such chart.
    #[serde(default)]
    pub without: Vec<String>,
    #[serde(default)]
    pub of: Vec<OfEntry>,
}

/// How a chart is drawn, which also says what figures it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Drawn {
    Ring,
    Bars,
    Matrix,
    Columns,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OfEntry {
    pub editions: Vec<String>,
    pub part: String,
    pub title: Option<String>,
    pub whole: Option<PartEntry>,
    pub parts: Vec<PartEntry>,
    pub columns: Vec<String>,
    pub groups: Vec<GroupEntry>,
    pub lines: Vec<LineEntry>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PartEntry {
    pub label: String,
    pub indicator: Option<String>,
    pub cells: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LineEntry {
    pub label: String,
    pub indicator: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct GroupEntry {
    pub label: String,
    pub cells: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct KeyFigureEntry {
    pub label: String,
    pub note: String,
    pub indicators: Vec<String>,
}
