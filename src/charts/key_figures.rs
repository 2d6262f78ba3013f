//! The few figures of a year that are shown large.

use super::{ChartSet, Material};
use crate::crosswalk::Mark;
use crate::value::Decimal;
use crate::years::{Figure, Line};

/// A figure of the year with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFigure {
    /// `新收申请`
    pub label: String,
    /// What it is made of, where its name doesn't say; may be empty.
    pub note: String,
    /// `件`, `%`
    pub unit: String,
    /// `None` while a figure of it is missing.
    pub number: Option<Decimal>,
    /// The year before, where it can be compared.
    pub before: Option<Decimal>,
}

impl KeyFigure {
    /// `上年 120 件`; `None` where there is nothing to compare with.
    pub fn comparison(&self) -> Option<String> {
        self.number?;
        let before = self.before?;
        Some(format!("上年 {before}{}", self.spaced_unit()))
    }

    /// `新收申请 128 件，上年 120 件`
    pub fn in_words(&self) -> String {
        let number = match self.number {
            Some(number) => format!("{number}{}", self.spaced_unit()),
            None => "还没有数".to_owned(),
        };
        let comparison = self.comparison();
        let comparison = comparison.map_or_else(String::new, |text| format!("，{text}"));
        format!("{} {number}{comparison}", self.label)
    }

    /// The unit as it stands behind a number.
    fn spaced_unit(&self) -> String {
        if self.unit == "%" {
            self.unit.clone()
        } else {
            format!(" {}", self.unit)
        }
    }
}

impl ChartSet {
    /// The key figures the report's edition has.
    pub fn key_figures(&self, material: Material<'_>) -> Vec<KeyFigure> {
        let years = material.years;
        let column = |year: Option<u16>| {
            let mut columns = years.columns.iter();
            columns.position(|column| Some(column.year) == year)
        };
        let Some(at) = column(Some(material.year)) else {
            return Vec::new();
        };
        let before = column(material.year.checked_sub(1));
        let figures = self.key_figures.iter().filter_map(|definition| {
            let lines: Vec<&Line> = definition
                .indicators
                .iter()
                .map(|id| years.lines.iter().find(|line| line.indicator.id == *id))
                .collect::<Option<_>>()?;
            let absent = |line: &&Line| line.figures.get(at) == Some(&Figure::Absent);
            if lines.iter().any(absent) {
                return None;
            }
            Some(KeyFigure {
                label: definition.label.clone(),
                note: definition.note.clone(),
                unit: lines.first()?.indicator.unit.clone(),
                number: sum(&lines, at),
                before: before
                    .filter(|&before| lines.iter().all(|line| compares(line, before, at)))
                    .and_then(|before| sum(&lines, before)),
            })
        });
        figures.collect()
    }
}

fn sum(lines: &[&Line], column: usize) -> Option<Decimal> {
    lines.iter().try_fold(Decimal::ZERO, |sum, line| {
        sum.checked_add(line.figures.get(column)?.number()?)
    })
}

fn compares(line: &Line, before: usize, at: usize) -> bool {
    let join = line.joins.get(at).and_then(Option::as_ref);
    join.is_some_and(|join| join.from == before && join.comparability.mark == Mark::Comparable)
}
