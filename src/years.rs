//! One agency's reports of several years side by side.
//!
//! A column is a year, a line an indicator of the crosswalk. What was left
//! blank and what a format never asked for stay different, and every figure
//! says how far it can be compared with the one before.

mod remarks;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::crosswalk::{Comparability, Crosswalk, Indicator, Mark, Source};
use crate::form::catalog::Catalog;
use crate::form::{Cell, Form};
use crate::returns::Return;
use crate::totals::{Derived, derive};
use crate::value::Decimal;

pub use remarks::Remark;

/// The decimals of a percentage.
const SHARE_DECIMALS: u32 = 2;

/// A report that goes into the table.
#[derive(Clone, Debug)]
pub struct YearReport {
    pub year: u16,
    pub agency: String,
    pub form: Arc<Form>,
    pub derived: Derived,
    /// Where it was read from, as people know it: the file.
    pub source: String,
}

/// The reports as columns, the indicators as lines.
#[derive(Clone, Debug, Default)]
pub struct Years {
    /// One a year, in order.
    pub columns: Vec<YearReport>,
    /// Only what at least one of the formats asks for.
    pub lines: Vec<Line>,
    /// The different names of the agency, as first met.
    pub agencies: Vec<String>,
    pub replaced: Vec<Replaced>,
}

/// A report that was left out since another of the same year was given after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    pub year: u16,
    /// The sources of the one left out and the one kept.
    pub left_out: String,
    pub kept: String,
}

/// An indicator over the years.
#[derive(Clone, Debug)]
pub struct Line {
    pub indicator: Indicator,
    /// One a column.
    pub figures: Vec<Figure>,
    /// One a column: how the figure compares with an earlier one. `None` for
    /// the first and where the format doesn't ask for it.
    pub joins: Vec<Option<Join>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    Number(Decimal),
    /// The form asks for it, but a figure it needs is blank or a text, or it is
    /// a share of nothing.
    Blank,
    /// The form doesn't ask for it.
    Absent,
}

impl Figure {
    pub fn number(self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(number),
            Self::Blank | Self::Absent => None,
        }
    }
}

/// How a figure compares with the last one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// The nearest earlier column whose form asks for the indicator.
    pub from: usize,
    pub comparability: Comparability,
}

/// What stands beside each other when the years are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A place in [`Years::columns`].
    Column(usize),
    /// Years without a report, first and last.
    Gap { from: u16, to: u16 },
}

/// A point of a drawn line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    pub column: usize,
    pub number: Decimal,
    /// How it compares with the point before; a drawing shows [`Mark::Roughly`].
    pub mark: Mark,
}

impl YearReport {
    /// The year before that a return is linked to. The person linked it, so it is the same
    /// agency's whatever it says. Its source is empty where its figures were typed.
    pub fn linked(catalog: &Catalog, ret: &Return) -> Option<Self> {
        let previous = ret.previous.as_deref()?;
        let form = catalog.form(&previous.variant)?;
        Some(Self {
            year: previous.header.year,
            agency: ret.header.agency.trim().to_owned(),
            derived: derive(&form, &previous.stated(&form)),
            form,
            source: previous.file.clone(),
        })
    }

    /// Year and edition: `2018年 2014版（全国）`.
    pub fn label(&self) -> String {
        format!("{}年 {}", self.year, self.form.name)
    }
}

impl Slot {
    /// The years without a report: `2019年`, `2019—2020年`; empty for a column.
    pub fn gap_label(self) -> String {
        match self {
            Self::Column(_) => String::new(),
            Self::Gap { from, to } if from == to => format!("{from}年"),
            Self::Gap { from, to } => format!("{from}—{to}年"),
        }
    }
}

impl Years {
    /// Puts the reports side by side. Of two of one year the later given is kept.
    pub fn of(crosswalk: &Crosswalk, reports: Vec<YearReport>) -> Self {
        let mut agencies: Vec<String> = Vec::new();
        let mut by_year: BTreeMap<u16, YearReport> = BTreeMap::new();
        let mut replaced = Vec::new();
        for report in reports {
            let agency = report.agency.trim().to_owned();
            if !agencies.contains(&agency) {
                agencies.push(agency);
            }
            let (year, kept) = (report.year, report.source.clone());
            if let Some(earlier) = by_year.insert(year, report) {
                replaced.push(Replaced {
                    year,
                    left_out: earlier.source,
                    kept,
                });
            }
        }
        let columns: Vec<YearReport> = by_year.into_values().collect();
        let lines = crosswalk
            .indicators()
            .iter()
            .map(|indicator| line(crosswalk, indicator, &columns))
            .filter(|line| line.figures.iter().any(|figure| *figure != Figure::Absent))
            .collect();
        Self {
            columns,
            lines,
            agencies,
            replaced,
        }
    }

    /// The columns in order, with one slot for each run of missing years.
    pub fn slots(&self) -> Vec<Slot> {
        let mut slots = Vec::new();
        let mut expected = None;
        for (at, column) in self.columns.iter().enumerate() {
            if let Some(from) = expected
                && from < column.year
            {
                slots.push(Slot::Gap {
                    from,
                    to: column.year - 1,
                });
            }
            slots.push(Slot::Column(at));
            expected = column.year.checked_add(1);
        }
        slots
    }

    /// The pieces in which a line is drawn: broken where a figure or a year is
    /// missing and where figures are not comparable.
    pub fn pieces(&self, line: &Line) -> Vec<Vec<Point>> {
        let mut pieces: Vec<Vec<Point>> = Vec::new();
        for (column, figure) in line.figures.iter().enumerate() {
            let Figure::Number(number) = *figure else {
                continue;
            };
            let mark = self.mark_if_joined(line, column);
            let point = Point {
                column,
                number,
                mark: mark.unwrap_or(Mark::Comparable),
            };
            match pieces.last_mut() {
                Some(piece)
                    if mark.is_some()
                        && piece.last().is_some_and(|last| last.column + 1 == column) =>
                {
                    piece.push(point);
                }
                _ => pieces.push(vec![point]),
            }
        }
        pieces
    }

    /// The mark between a column and the one of the year before, if a line may join them.
    fn mark_if_joined(&self, line: &Line, column: usize) -> Option<Mark> {
        let before = column.checked_sub(1)?;
        let (first, second) = (self.columns.get(before)?, self.columns.get(column)?);
        let join = line.joins.get(column)?.as_ref()?;
        let next_year = first.year.checked_add(1) == Some(second.year);
        (next_year && join.from == before)
            .then_some(join.comparability.mark)
            .filter(|mark| *mark != Mark::NotComparable)
    }
}

fn line(crosswalk: &Crosswalk, indicator: &Indicator, columns: &[YearReport]) -> Line {
    let figures: Vec<Figure> = columns
        .iter()
        .map(|column| figure(crosswalk, indicator, column))
        .collect();
    let joins = (0..columns.len())
        .map(|at| {
            let column = columns.get(at)?;
            figures
                .get(at)
                .filter(|figure| **figure != Figure::Absent)?;
            let earlier = figures.get(..at)?;
            let from = earlier
                .iter()
                .rposition(|figure| *figure != Figure::Absent)?;
            Some(Join {
                from,
                comparability: crosswalk.compare(
                    indicator,
                    &columns.get(from)?.form,
                    &column.form,
                )?,
            })
        })
        .collect();
    Line {
        indicator: indicator.clone(),
        figures,
        joins,
    }
}

fn figure(crosswalk: &Crosswalk, indicator: &Indicator, report: &YearReport) -> Figure {
    let figures = |cells: &[Cell]| report.derived.sum(cells);
    let number = match crosswalk.source(indicator, &report.form) {
        None => return Figure::Absent,
        Some(Source::Sum(cells)) => figures(&cells),
        Some(Source::Share { of, whole }) => figures(&of)
            .zip(figures(&whole))
            .and_then(|(part, whole)| percentage(part, whole)),
    };
    number.map_or(Figure::Blank, Figure::Number)
}

/// `None` for a share of nothing.
fn percentage(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let mut share = part
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(whole)?
        .round_dp_with_strategy(
            SHARE_DECIMALS,
            rust_decimal::RoundingStrategy::MidpointAwayFromZero,
        );
    share.rescale(SHARE_DECIMALS);
    Some(share)
}
