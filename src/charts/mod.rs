//! The charts of a year: what they show, in numbers and words, and how far they can.
//!
//! Which charts a form has, and of which figures, is data (`assets/charts.toml`). A chart is
//! built whole from the figures as they count; where some are missing it says so in place of a
//! wrong picture. How charts look is for `export::picture`.

mod build;
mod check;
mod definition;
mod key_figures;
mod load;
mod share;
mod trend;
mod words;

use std::sync::Arc;

use crate::crosswalk::Mark;
use crate::form::catalog::Catalog;
use crate::form::{Cell, Form};
use crate::returns::Return;
use crate::totals::Derived;
use crate::value::Decimal;
use crate::years::{Figure, YearReport, Years};

pub use build::Material;
pub use key_figures::KeyFigure;
pub use share::{SHARE_DECIMALS, shares};

use definition::Drawn;

/// A chart of one year's report, ready to be drawn or read out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// `outcomes`; what a return names it by.
    pub id: String,
    /// `办理结果构成`
    pub title: String,
    /// `件`
    pub unit: String,
    /// The part of the report it stands at the end of.
    pub part: String,
    pub content: Content,
    /// What is to be known besides: whole sentences.
    pub notes: Vec<String>,
}

/// What a chart shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// One whole and its parts, as a ring.
    Ring(Composition),
    /// One whole and its parts, as bars.
    Bars(Composition),
    Matrix(Matrix),
    Trend(Trend),
    /// Figures are missing: a sentence that says which. Nothing is drawn.
    Waiting(String),
    /// There was none of it: a sentence.
    Nothing(String),
}

/// A whole and what it is made of. There is at least one, so the shares add up to 100.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composition {
    /// `办理结果总计`
    pub label: String,
    /// The sum of the parts.
    pub whole: Decimal,
    pub parts: Vec<Part>,
}

/// A part of a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub label: String,
    pub value: Decimal,
    /// Percent of the whole, with [`SHARE_DECIMALS`].
    pub share: Decimal,
    /// The cells that make up the value.
    pub cells: Vec<Cell>,
}

/// Groups of figures over the same columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    pub columns: Vec<String>,
    pub groups: Vec<Group>,
}

/// A group: a figure for each column of its matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub label: String,
    pub total: Decimal,
    pub values: Vec<Decimal>,
    pub cells: Vec<Cell>,
}

/// Figures over some years, the report's last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trend {
    /// Every year from the first known to the report's.
    pub years: Vec<u16>,
    /// How each year compares with the one before; `None` where nothing can be said.
    pub steps: Vec<Option<Mark>>,
    pub lines: Vec<Line>,
}

/// An indicator over the years of its trend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub label: String,
    /// One a year; `None` where no report is known.
    pub figures: Vec<Option<Figure>>,
    /// The cells of the report's own figure.
    pub cells: Vec<Cell>,
}

impl Chart {
    /// `办理结果构成（单位：件）`
    pub fn caption(&self) -> String {
        format!("{}（单位：{}）", self.title, self.unit)
    }

    /// Whether there is something to see but a sentence.
    pub fn is_drawn(&self) -> bool {
        !matches!(self.content, Content::Waiting(_) | Content::Nothing(_))
    }
}

/// The charts the program knows, for every edition.
#[derive(Clone, Debug, Default)]
pub struct ChartSet {
    charts: Vec<ChartDefinition>,
    key_figures: Vec<KeyFigureDefinition>,
}

#[derive(Clone, Debug)]
struct ChartDefinition {
    id: String,
    title: String,
    unit: String,
    nothing: String,
    drawn: Drawn,
    without: Vec<String>,
    of: Vec<ChartOf>,
}

/// A chart's figures in some editions.
#[derive(Clone, Debug)]
struct ChartOf {
    editions: Vec<String>,
    part: String,
    title: Option<String>,
    figures: Figures,
}

#[derive(Clone, Debug)]
enum Figures {
    Composition {
        whole: Option<PartDefinition>,
        parts: Vec<PartDefinition>,
    },
    Matrix {
        columns: Vec<String>,
        groups: Vec<GroupDefinition>,
    },
    Trend(Vec<LineDefinition>),
}

#[derive(Clone, Debug)]
struct PartDefinition {
    /// Empty where the indicator's label counts.
    label: String,
    source: PartSource,
}

#[derive(Clone, Debug)]
enum PartSource {
    Indicator(String),
    /// Keys of cells, added up.
    Cells(Vec<String>),
}

#[derive(Clone, Debug)]
struct GroupDefinition {
    label: String,
    /// Keys, one a column.
    cells: Vec<String>,
}

#[derive(Clone, Debug)]
struct LineDefinition {
    /// Empty where the indicator's label counts.
    label: String,
    indicator: String,
}

#[derive(Clone, Debug)]
struct KeyFigureDefinition {
    label: String,
    note: String,
    indicators: Vec<String>,
}

/// Everything that is drawn of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearCharts {
    pub charts: Vec<Chart>,
    pub key_figures: Vec<KeyFigure>,
}

impl YearCharts {
    /// What is drawn of a return that stands alone: beside it only the year before it is
    /// linked to.
    pub fn of(catalog: &Catalog, form: &Arc<Form>, ret: &Return, derived: &Derived) -> Self {
        let own = YearReport {
            year: ret.header.year,
            agency: ret.header.agency.trim().to_owned(),
            form: Arc::clone(form),
            derived: derived.clone(),
            source: String::new(),
        };
        let linked = YearReport::linked(catalog, ret);
        let reports = linked.into_iter().chain([own]).collect();
        let years = Years::of(catalog.crosswalk(), reports);
        Self::beside(catalog, form, ret, derived, &years)
    }

    /// What is drawn of a return beside the years that are known, its own among them.
    pub fn beside(
        catalog: &Catalog,
        form: &Form,
        ret: &Return,
        derived: &Derived,
        years: &Years,
    ) -> Self {
        let material = Material {
            crosswalk: catalog.crosswalk(),
            form,
            derived,
            year: ret.header.year,
            years,
        };
        Self {
            charts: catalog.charts().of(material),
            key_figures: catalog.charts().key_figures(material),
        }
    }
}

impl ChartSet {
    /// The ids of all charts, in their order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.charts.iter().map(|chart| chart.id.as_str())
    }
}
