//! The report as neutral blocks: what every export format writes in its own way.

use crate::form::{Cell, Form, Run, Style};
use crate::returns::{HeaderField, Return};
use crate::totals::Derived;
use crate::value::{Decimal, Value};

/// A whole report, ready to be written in any format.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub title: String,
    pub agency: String,
    pub year: u16,
    pub edition: String,
    /// The date printed and embedded, as an ISO date; `None` embeds none.
    pub date: Option<String>,
    /// Whether the copy is marked 草稿.
    pub mark: Mark,
    pub blocks: Vec<Block>,
    /// Header fields with their texts, for formats that print a cover sheet.
    pub header: Vec<(HeaderField, String)>,
}

/// Whether a copy is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Final,
    Draft,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The report's title, broken by sense; one line an entry.
    Title(Vec<String>),
    /// A part's heading: `一、总体情况`. Also a bookmark.
    Heading(String),
    /// A paragraph of running text, without its indent.
    Paragraph(String),
    Table(TableBlock),
    /// The lines under the report: label and text, two a line.
    SignOff(Vec<(String, String)>),
}

/// A table with its figures in place. Same shape as the form's grid.
#[derive(Clone, Debug, PartialEq)]
pub struct TableBlock {
    /// The table's id in the form.
    pub id: String,
    /// The heading it stands under, for sheet names.
    pub title: String,
    /// What the figures are counted in; may be empty.
    pub unit: String,
    /// Column widths in millimetres.
    pub widths: Vec<f32>,
    /// The size of the text in points.
    pub type_size: f32,
    pub rows: Vec<TableRow>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// Repeated where the table goes on on another page.
    pub head: bool,
    /// The cells that begin in this row, from left to right.
    pub cells: Vec<TableCell>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TableCell {
    pub column: usize,
    pub colspan: usize,
    pub rowspan: usize,
    pub style: Style,
    pub content: CellContent,
}

#[derive(Clone, Debug, PartialEq)]
pub enum CellContent {
    Text(Vec<Run>),
    Figure(Figure),
}

/// A figure with what a spreadsheet needs to compute it again.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub cell: Cell,
    /// `applications.received:natural`
    pub key: String,
    /// What counts: stated, else computed.
    pub value: Value,
    /// Whether the form computes it.
    pub total: bool,
    /// The cells a total adds.
    pub sum: Vec<Cell>,
    /// The sum, where the stated total says otherwise.
    pub differs: Option<Decimal>,
    /// The most decimals the cell takes.
    pub decimals: u32,
    /// Whether a number below zero is allowed.
    pub signed: bool,
}

/// What is asked of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportOptions {
    pub mark: Mark,
    /// An ISO date; `None` takes the header's date of filling.
    pub date: Option<String>,
    pub sign_off: SignOff,
}

/// Whether the lines for leader, reviewer and filler are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignOff {
    Printed,
    Left,
}
