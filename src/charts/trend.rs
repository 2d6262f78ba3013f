//! Indicators over the last years.

use super::build::{Lack, Material, indicator_cells};
use super::{Line, LineDefinition, Trend};
use crate::crosswalk::Mark;
use crate::years::{self, Figure, Join};

/// The report's year and so many before it.
const YEARS_BEFORE: u16 = 4;

/// The trend of these lines up to the report's year.
pub(super) fn trend(
    definitions: &[LineDefinition],
    material: Material<'_>,
    notes: &mut Vec<String>,
) -> Result<Trend, Lack> {
    let Material { year, years, .. } = material;
    let begin = year.saturating_sub(YEARS_BEFORE);
    let first = years
        .columns
        .iter()
        .map(|column| column.year)
        .find(|known| (begin..year).contains(known));
    let Some(first) = first else {
        return Err(Lack::Missing(
            "还没有以前年度的年报，关联上年年报或在历年对照中添加后画出".to_owned(),
        ));
    };
    let shown: Vec<u16> = (first..=year).collect();
    let (definitions, lines): (Vec<&LineDefinition>, Vec<&years::Line>) = definitions
        .iter()
        .filter_map(|definition| {
            let mut lines = years.lines.iter();
            let line = lines.find(|line| line.indicator.id == definition.indicator)?;
            Some((definition, line))
        })
        .unzip();
    let column = |year: u16| years.columns.iter().position(|one| one.year == year);
    let steps: Vec<Option<Mark>> = shown
        .iter()
        .map(|&year| step(&lines, column(year.checked_sub(1)?)?, column(year)?))
        .collect();
    let trend = Trend {
        lines: lines
            .iter()
            .zip(definitions)
            .map(|(line, definition)| Line {
                label: if definition.label.is_empty() {
                    line.indicator.label.clone()
                } else {
                    definition.label.clone()
                },
                figures: shown
                    .iter()
                    .map(|&year| line.figures.get(column(year)?).copied())
                    .collect(),
                cells: indicator_cells(&line.indicator.id, material),
            })
            .collect(),
        years: shown,
        steps,
    };
    let numbers = || {
        let figures = trend.lines.iter().flat_map(|line| &line.figures);
        figures.filter_map(|figure| figure.and_then(Figure::number))
    };
    if numbers().next().is_none() {
        return Err(Lack::Missing("各年都还没有数，填好后画出".to_owned()));
    }
    if numbers().any(|number| number.is_sign_negative()) {
        return Err(Lack::Missing("有的数小于零，不能画柱形图".to_owned()));
    }
    if numbers().all(|number| number.is_zero()) {
        return Err(Lack::Nothing);
    }
    notes.extend(remarks(&trend));
    Ok(trend)
}

/// How two columns beside each other compare: the worst of the lines.
fn step(lines: &[&years::Line], before: usize, at: usize) -> Option<Mark> {
    let joins = lines.iter().filter_map(|line| {
        let join: &Join = line.joins.get(at)?.as_ref()?;
        (join.from == before).then_some(join.comparability.mark)
    });
    joins.max()
}

/// What stands below the chart: where years can't be compared, and where there is nothing.
fn remarks(trend: &Trend) -> Vec<String> {
    let mut notes = Vec::new();
    for (&year, step) in trend.years.iter().zip(&trend.steps) {
        if let Some(mark) = step.filter(|mark| *mark != Mark::Comparable) {
            notes.push(format!(
                "{}年与{year}年填报格式不同，{}",
                year.saturating_sub(1),
                mark.label()
            ));
        }
    }
    let unknown = |at: usize| {
        let mut figures = trend.lines.iter().map(|line| line.figures.get(at));
        figures.all(|figure| matches!(figure, Some(None)))
    };
    let without: Vec<String> = trend
        .years
        .iter()
        .enumerate()
        .filter(|(at, _)| unknown(*at))
        .map(|(_, year)| year.to_string())
        .collect();
    if !without.is_empty() {
        notes.push(format!("没有{}年的年报", without.join("、")));
    }
    notes
}
