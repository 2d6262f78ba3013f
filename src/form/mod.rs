//! An official form as data: tables, cells, rules and the printed grid.
//!
//! A [`Form`] is built by [`load`](load::load) from a definition file and is
//! complete and free of contradictions from then on: every cell has its
//! measure, every sum its operands, every rule its instances, and each table's
//! grid covers its rectangle exactly once. Nothing here names a particular form.

mod added_column;
mod alternative;
pub mod catalog;
mod definition;
mod expand;
mod grid;
pub mod heading;
mod lines;
pub mod load;
mod place;
mod rule;
mod rules;
mod sides;
pub mod supplement;

use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::narrative::Texts;
use crate::value::Measure;

pub use grid::{Content, Grid, GridCell, GridRow, Run, Style};
pub use rule::{
    Check, Condition, Instance, Missing, Operator, Rule, Severity, Side, Suspicion, Written,
};
pub use supplement::Supplement;

/// A cell of one form: its place in [`Form::cells`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell(u16);

impl Cell {
    pub(crate) fn new(index: usize) -> Option<Self> {
        u16::try_from(index).ok().map(Self)
    }

    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// Which form a return uses: the edition, and what an agency prints differently.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Variant {
    /// The edition's id: `A`, `A-bj`, `B`, `C`.
    pub edition: String,
    /// The chosen alternatives, by id.
    pub alternatives: Vec<String>,
    /// Rows and columns an office has added.
    pub supplements: Vec<Supplement>,
}

impl Variant {
    /// An edition as it was issued.
    pub fn official(edition: &str) -> Self {
        Self {
            edition: edition.to_owned(),
            ..Self::default()
        }
    }
}

/// One official form in one edition.
#[derive(Clone, Debug)]
pub struct Form {
    /// Edition, alternatives and supplements it was built from.
    pub variant: Variant,
    /// What people call the edition: `2021版`.
    pub name: String,
    pub years: Years,
    /// The document that issued it.
    pub basis: String,
    /// The report's title with `{agency}` and `{year}`.
    pub title: String,
    /// The version of its rows and rules.
    pub version: String,
    pub sign_off: SignOffLines,
    pub parts: Vec<Part>,
    pub tables: Vec<Table>,
    pub cells: Vec<CellDefinition>,
    pub rules: Vec<Rule>,
    /// Totals in an order in which each comes after the totals it adds.
    pub totals: Vec<Cell>,
    /// Rows an agency may print in another way, and whether this form does.
    pub alternatives: Vec<Alternative>,
    /// What the report's texts speak of.
    pub texts: Arc<Texts>,
    pub(crate) by_key: FxHashMap<String, Cell>,
}

/// The reporting years an edition is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    pub from: u16,
    /// `None` while the edition is in force.
    pub to: Option<u16>,
}

impl Years {
    pub fn contains(self, year: u16) -> bool {
        self.from <= year && self.to.is_none_or(|to| year <= to)
    }
}

/// Whether the lines for leader, reviewer and filler belong to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignOffLines {
    /// They are part of the printed form.
    Printed,
    /// An agency may print them.
    Optional,
}

/// A part of the report: a heading with a text, a table, or both.
#[derive(Clone, Debug)]
pub struct Part {
    /// `overview`; also the narrative's key.
    pub id: String,
    /// The printed heading; empty for the lead paragraph, which has none.
    pub title: String,
    /// Other wordings of the title met in reports; see [`Part::is_headed`].
    pub spellings: Vec<String>,
    /// A few characters for lists.
    pub short: String,
    /// The table's place in [`Form::tables`].
    pub table: Option<usize>,
    /// What belongs into the text.
    pub hint: String,
    /// Whether a finished report has a text here.
    pub text: TextPart,
    /// Whether it begins a new page behind the report.
    pub annex: bool,
}

/// Whether a part's text has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPart {
    /// The part is its text.
    Required,
    /// A text may stand here.
    Optional,
}

#[derive(Clone, Debug)]
pub struct Table {
    pub id: String,
    /// What the figures are counted in, as said over the table (`件`); may be empty.
    pub unit: String,
    /// The lines printed over the table; most tables have none.
    pub caption: Vec<CaptionLine>,
    pub rows: Vec<Row>,
    pub columns: Vec<Column>,
    /// The cell of each row in each column, where the form has one.
    pub cells: Vec<Vec<Option<Cell>>>,
    pub grid: Grid,
    /// The size of the printed text, in points.
    pub type_size: f32,
}

/// A line over a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptionLine {
    /// With `{agency}` and `{year}`, until it stands in a document.
    pub text: String,
    pub style: CaptionStyle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptionStyle {
    /// The table's name, large and centred.
    Title,
    Centre,
    Left,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub id: String,
    /// The official wording, without the bracketed note behind it.
    pub label: String,
    /// The bracketed note printed behind the label, in another face.
    pub note: String,
    /// The label as sentences use it: `本年新收`.
    pub short: String,
    /// The unit printed beside the label; empty where the form prints none.
    pub unit: String,
    pub explanation: Explanation,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub id: String,
    pub label: String,
    pub explanation: Explanation,
}

/// What a clerk wants to know about a row or column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What counts and what does not.
    pub meaning: String,
    /// The article it stands on.
    pub basis: String,
    /// What often goes wrong.
    pub mistakes: String,
}

/// One figure of the form.
#[derive(Clone, Debug)]
pub struct CellDefinition {
    /// `applications.result.granted:natural`
    pub key: String,
    /// Its table, row and column, by place.
    pub table: usize,
    pub row: usize,
    pub column: usize,
    pub measure: Measure,
    /// The cells a total adds; empty for a cell that is only entered.
    pub sum: Vec<Cell>,
}

impl CellDefinition {
    pub fn is_total(&self) -> bool {
        !self.sum.is_empty()
    }
}

/// An official alternative print of some rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    pub id: String,
    /// What the person chooses: `（六）其他处理按一行填报`.
    pub label: String,
    pub chosen: bool,
}

impl Form {
    /// The cell with this key, if the form has it.
    pub fn cell(&self, key: &str) -> Option<Cell> {
        self.by_key.get(key).copied()
    }

    pub fn all_cells(&self) -> impl Iterator<Item = Cell> + use<> {
        (0..self.cells.len()).filter_map(Cell::new)
    }

    /// Whether a cell is of this form and not of one with more rows.
    pub fn has(&self, cell: Cell) -> bool {
        cell.index() < self.cells.len()
    }

    /// The cell's definition. A cell comes from its own form; see [`Form::has`].
    pub fn definition(&self, cell: Cell) -> &CellDefinition {
        &self.cells[cell.index()]
    }

    pub fn key(&self, cell: Cell) -> &str {
        &self.definition(cell).key
    }

    pub fn table_of(&self, cell: Cell) -> &Table {
        &self.tables[self.definition(cell).table]
    }

    pub fn row_of(&self, cell: Cell) -> &Row {
        &self.table_of(cell).rows[self.definition(cell).row]
    }

    pub fn column_of(&self, cell: Cell) -> &Column {
        &self.table_of(cell).columns[self.definition(cell).column]
    }

    /// Row and column in the form's words: `（一）予以公开 · 自然人`.
    pub fn label(&self, cell: Cell) -> String {
        format!(
            "{} · {}",
            self.row_of(cell).label.replace('\n', ""),
            self.column_of(cell).label
        )
    }

    /// The same, short enough for a sentence: `予以公开·自然人`.
    pub fn short_label(&self, cell: Cell) -> String {
        let row = self.row_of(cell);
        if self.table_of(cell).columns.len() == 1 {
            return row.short.clone();
        }
        format!("{}·{}", row.short, self.column_of(cell).label)
    }

    /// The part that shows a table.
    pub fn part_of_table(&self, table: usize) -> Option<&Part> {
        self.parts.iter().find(|part| part.table == Some(table))
    }

    pub fn part(&self, id: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.id == id)
    }

    /// How many figures are entered, not computed.
    pub fn input_count(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_total()).count()
    }

    /// The report's title for an agency and year.
    pub fn report_title(&self, agency: &str, year: u16) -> String {
        self.title
            .replace("{agency}", agency)
            .replace("{year}", &year.to_string())
    }

    /// The edition's id: `A`, `A-bj`, `B`, `C`.
    pub fn edition(&self) -> &str {
        &self.variant.edition
    }

    /// The lines over a table for an agency and year.
    pub fn caption(&self, table: &Table, agency: &str, year: u16) -> Vec<CaptionLine> {
        let year = year.to_string();
        table
            .caption
            .iter()
            .map(|line| CaptionLine {
                text: line
                    .text
                    .replace("{agency}", agency)
                    .replace("{year}", &year),
                style: line.style,
            })
            .collect()
    }
}

/// Something wrong in a definition file: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A stable word for the kind of problem, for tests: `unknown-row`.
    pub code: &'static str,
    /// `表 applications，行 received`
    pub place: String,
    pub message: String,
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}：{}。{}", self.place, self.message, self.remedy)
    }
}
