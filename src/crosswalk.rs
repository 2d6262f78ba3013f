//! How the official formats follow each other: which figures mean the same, and
//! how far they can be compared.
//!
//! Formats change every few years. [`Crosswalk::between`] says for every cell
//! of a form what of last year's form corresponds to it; the [`Indicator`]s are
//! the lines of a table over many years. All of it is data
//! (`assets/crosswalk.toml`); nothing here names a format.

mod check;
mod comparison;
mod definition;
mod load;
mod operand;

use crate::form::{Cell, Form};

pub use comparison::{Comparison, Counterpart};
use operand::Operand;

/// How far two figures of different formats can be compared; a worse one is larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    Comparable,
    Roughly,
    /// Only to be looked at side by side, never to be computed with.
    NotComparable,
}

impl Mark {
    pub fn label(self) -> &'static str {
        match self {
            Self::Comparable => "可比",
            Self::Roughly => "大致可比",
            Self::NotComparable => "不可比",
        }
    }

    /// The word for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Comparable => "comparable",
            Self::Roughly => "roughly",
            Self::NotComparable => "not-comparable",
        }
    }
}

/// A mark with what differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparability {
    pub mark: Mark,
    /// Whole sentences; empty when the figures are comparable.
    pub note: String,
}

impl Comparability {
    /// Figures of one format.
    pub const SAME: Self = Self {
        mark: Mark::Comparable,
        note: String::new(),
    };

    /// Of two steps one after the other, or two figures joined: the worse mark, both notes.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.mark = self.mark.max(other.mark);
        if !self.note.contains(&other.note) {
            self.note.push_str(&other.note);
        }
        self
    }
}

/// Which rows of the formats correspond, and the indicators over the years.
#[derive(Clone, Debug, Default)]
pub struct Crosswalk {
    /// From the oldest to the latest.
    formats: Vec<Format>,
    joined_rows: Vec<JoinedRow>,
    matches: Vec<Match>,
    indicators: Vec<Indicator>,
}

/// An official format with its editions, in which equal keys mean equal things.
#[derive(Clone, Debug)]
struct Format {
    id: String,
    editions: Vec<String>,
}

/// A row that some agencies print in place of several.
#[derive(Clone, Debug)]
struct JoinedRow {
    format: usize,
    /// `table.row`
    row: String,
    of: Vec<String>,
}

/// Rows or cells that correspond.
#[derive(Clone, Debug)]
struct Match {
    id: String,
    across: Across,
}

/// The figures of one matter in each format that has them.
#[derive(Clone, Debug)]
struct Across {
    /// In the order of the formats; at least one.
    stages: Vec<Stage>,
}

/// The figures of one matter in one format.
#[derive(Clone, Debug)]
struct Stage {
    format: usize,
    /// Added up; at least one.
    operands: Vec<Operand>,
    /// How they compare with those of the stage before.
    step: Comparability,
}

impl Across {
    fn stage(&self, format: usize) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.format == format)
    }

    /// How the figures of two formats compare, in either direction.
    fn between(&self, one: usize, other: usize) -> Option<Comparability> {
        self.stage(one)?;
        self.stage(other)?;
        let (first, last) = (one.min(other), one.max(other));
        let steps = self
            .stages
            .iter()
            .filter(|stage| first < stage.format && stage.format <= last);
        Some(steps.fold(Comparability::SAME, |all, stage| all.and(&stage.step)))
    }
}

/// A figure that is followed over the years.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// `received`
    pub id: String,
    /// `新收申请`
    pub label: String,
    /// Indicators shown together; of one unit.
    pub group: String,
    /// `件`, `万元`, `%`
    pub unit: String,
    /// Whether it has a small chart of its own.
    pub chart: bool,
    content: IndicatorContent,
}

#[derive(Clone, Debug)]
enum IndicatorContent {
    Sum(Across),
    /// Places in [`Crosswalk::indicators`], all of them sums.
    Share {
        of: Vec<usize>,
        whole: usize,
    },
}

/// How an indicator's figure of a form comes about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The sum of these cells.
    Sum(Vec<Cell>),
    /// The first sum as a percentage of the second.
    Share { of: Vec<Cell>, whole: Vec<Cell> },
}

impl Crosswalk {
    /// The indicators in the order they are shown.
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// Where a form has an indicator's figure; `None` if its format doesn't ask for it.
    pub fn source(&self, indicator: &Indicator, form: &Form) -> Option<Source> {
        let format = self.format_of(form)?;
        match &indicator.content {
            IndicatorContent::Sum(across) => self.cells(across, form, format).map(Source::Sum),
            IndicatorContent::Share { of, whole } => {
                let mut parts = Vec::new();
                for &part in of {
                    parts.extend(self.cells(self.sum(part)?, form, format)?);
                }
                let whole = self.cells(self.sum(*whole)?, form, format)?;
                Some(Source::Share { of: parts, whole })
            }
        }
    }

    /// How an indicator's figures of two forms compare; `None` if one doesn't have it.
    pub fn compare(
        &self,
        indicator: &Indicator,
        one: &Form,
        other: &Form,
    ) -> Option<Comparability> {
        let (one, other) = (self.format_of(one)?, self.format_of(other)?);
        match &indicator.content {
            IndicatorContent::Sum(across) => across.between(one, other),
            IndicatorContent::Share { of, whole } => of
                .iter()
                .chain([whole])
                .try_fold(Comparability::SAME, |all, &part| {
                    Some(all.and(&self.sum(part)?.between(one, other)?))
                }),
        }
    }

    fn sum(&self, place: usize) -> Option<&Across> {
        match &self.indicators.get(place)?.content {
            IndicatorContent::Sum(across) => Some(across),
            IndicatorContent::Share { .. } => None,
        }
    }

    fn format_of(&self, form: &Form) -> Option<usize> {
        self.formats
            .iter()
            .position(|format| format.editions.contains(&form.variant.edition))
    }

    /// The cells a matter's figure is the sum of.
    fn cells(&self, across: &Across, form: &Form, format: usize) -> Option<Vec<Cell>> {
        let mut cells = Vec::new();
        for operand in &across.stage(format)?.operands {
            cells.extend(operand.cells(form, self.joined(format, operand))?);
        }
        Some(cells)
    }

    /// The rows that stand for an operand's row where a form prints several.
    fn joined(&self, format: usize, operand: &Operand) -> Option<&JoinedRow> {
        self.joined_rows
            .iter()
            .find(|joined| joined.format == format && joined.row == operand.row)
    }
}
