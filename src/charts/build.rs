//! Charts from figures.

use super::definition::Drawn;
use super::share::{SHARE_DECIMALS, shares};
use super::{
    Chart, ChartDefinition, ChartOf, ChartSet, Composition, Content, Figures, Group,
    GroupDefinition, Matrix, Part, PartDefinition, PartSource, trend,
};
use crate::crosswalk::{Crosswalk, Source};
use crate::form::{Cell, Form};
use crate::totals::Derived;
use crate::value::Decimal;
use crate::years::Years;

/// How many missing figures are named.
const NAMED: usize = 2;

/// What charts are made of.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    pub crosswalk: &'a Crosswalk,
    pub form: &'a Form,
    pub derived: &'a Derived,
    /// The report's year.
    pub year: u16,
    /// The agency's years that are known, this report's among them.
    pub years: &'a Years,
}

impl ChartSet {
    /// The charts of a report, in their order; those its edition has.
    pub fn of(&self, material: Material<'_>) -> Vec<Chart> {
        let edition = material.form.edition();
        let charts = self.charts.iter().filter_map(|definition| {
            let of = definition
                .of
                .iter()
                .find(|of| of.editions.iter().any(|id| id == edition))?;
            Some(chart(definition, of, material))
        });
        charts.collect()
    }
}

fn chart(definition: &ChartDefinition, of: &ChartOf, material: Material<'_>) -> Chart {
    let mut notes = Vec::new();
    let content = match &of.figures {
        Figures::Composition { whole, parts } => {
            composition(whole.as_ref(), parts, material, &mut notes).map(|composition| {
                match definition.drawn {
                    Drawn::Ring => Content::Ring(composition),
                    _ => Content::Bars(composition),
                }
            })
        }
        Figures::Matrix { columns, groups } => {
            matrix(columns, groups, material).map(Content::Matrix)
        }
        Figures::Trend(lines) => trend::trend(lines, material, &mut notes).map(Content::Trend),
    };
    let nothing = || {
        definition
            .nothing
            .replace("{year}", &material.year.to_string())
    };
    Chart {
        id: definition.id.clone(),
        title: of.title.clone().unwrap_or_else(|| definition.title.clone()),
        unit: definition.unit.clone(),
        part: of.part.clone(),
        content: content.unwrap_or_else(|lack| match lack {
            Lack::Missing(sentence) => Content::Waiting(sentence),
            Lack::Nothing => Content::Nothing(nothing()),
        }),
        notes,
    }
}

/// Why nothing is drawn.
pub(super) enum Lack {
    /// A sentence.
    Missing(String),
    Nothing,
}

fn composition(
    whole: Option<&PartDefinition>,
    parts: &[PartDefinition],
    material: Material<'_>,
    notes: &mut Vec<String>,
) -> Result<Composition, Lack> {
    let Material { form, derived, .. } = material;
    let mut named: Vec<(String, Vec<Cell>)> = parts
        .iter()
        .map(|part| (label(part, material), cells(part, material)))
        .collect();
    let whole_cells = whole.map_or_else(Vec::new, |whole| cells(whole, material));
    named.extend(added(&whole_cells, &named, form));
    let all: Vec<Cell> = named.iter().flat_map(|(_, cells)| cells.clone()).collect();
    require(&all, material)?;
    let values: Vec<Decimal> = named
        .iter()
        .map(|(_, cells)| derived.sum(cells).unwrap_or_default())
        .collect();
    let sum = derived.sum(&all).unwrap_or_default();
    if values.iter().any(Decimal::is_sign_negative) {
        return Err(Lack::Missing("有的数小于零，不能画构成图".to_owned()));
    }
    let shares = shares(&values, SHARE_DECIMALS).ok_or(Lack::Nothing)?;
    let stated = derived.sum(&whole_cells).filter(|_| whole.is_some());
    if let (Some(stated), Some(whole)) = (stated.filter(|stated| *stated != sum), whole) {
        notes.push(format!(
            "各部分相加是 {sum}，{}填的是 {stated}，图按各部分画",
            whole.label
        ));
    }
    Ok(Composition {
        label: whole.map_or_else(String::new, |whole| label(whole, material)),
        whole: sum,
        parts: named
            .into_iter()
            .zip(values)
            .zip(shares)
            .map(|(((label, cells), value), share)| Part {
                label,
                value,
                share,
                cells,
            })
            .collect(),
    })
}

/// What an office has added to the cells that make up the whole: parts of their own.
fn added(whole: &[Cell], parts: &[(String, Vec<Cell>)], form: &Form) -> Vec<(String, Vec<Cell>)> {
    let is_part = |cell: &Cell| parts.iter().any(|(_, cells)| cells.contains(cell));
    let [whole] = whole else {
        return Vec::new();
    };
    let sum = &form.definition(*whole).sum;
    // Only where the total adds the very cells that are shown.
    if !sum.iter().any(is_part) {
        return Vec::new();
    }
    let rest = sum.iter().filter(|cell| !is_part(cell));
    rest.map(|&cell| {
        let same_row = form.definition(cell).row == form.definition(*whole).row;
        let label = if same_row {
            form.column_of(cell).label.clone()
        } else {
            form.row_of(cell).short.clone()
        };
        (label, vec![cell])
    })
    .collect()
}

fn matrix(
    columns: &[String],
    groups: &[GroupDefinition],
    material: Material<'_>,
) -> Result<Matrix, Lack> {
    let Material { form, derived, .. } = material;
    let groups: Vec<(&str, Vec<Cell>)> = groups
        .iter()
        .map(|group| (group.label.as_str(), keyed(&group.cells, form)))
        .collect();
    let all: Vec<Cell> = groups.iter().flat_map(|(_, cells)| cells.clone()).collect();
    require(&all, material)?;
    if derived.sum(&all).is_none_or(|sum| sum.is_zero()) {
        return Err(Lack::Nothing);
    }
    let groups = groups.into_iter().map(|(label, cells)| Group {
        label: label.to_owned(),
        total: derived.sum(&cells).unwrap_or_default(),
        values: cells
            .iter()
            .map(|&cell| derived.value(cell).number().unwrap_or_default())
            .collect(),
        cells,
    });
    Ok(Matrix {
        columns: columns.to_vec(),
        groups: groups.collect(),
    })
}

/// Makes sure that all these figures are there.
fn require(cells: &[Cell], material: Material<'_>) -> Result<(), Lack> {
    let Material { form, derived, .. } = material;
    let missing: Vec<Cell> = cells
        .iter()
        .copied()
        .filter(|&cell| derived.value(cell).number().is_none())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = missing
        .iter()
        .take(NAMED)
        .map(|&cell| format!("“{}”", form.short_label(cell)))
        .collect();
    let names = names.join("、");
    Err(Lack::Missing(if missing.len() > NAMED {
        format!("{names}等 {} 格还没有数，填好后画出", missing.len())
    } else {
        format!("{names}还没有数，填好后画出")
    }))
}

fn label(part: &PartDefinition, material: Material<'_>) -> String {
    match &part.source {
        PartSource::Indicator(id) if part.label.is_empty() => material
            .crosswalk
            .indicators()
            .iter()
            .find(|indicator| indicator.id == *id)
            .map_or_else(String::new, |indicator| indicator.label.clone()),
        _ => part.label.clone(),
    }
}

fn cells(part: &PartDefinition, material: Material<'_>) -> Vec<Cell> {
    match &part.source {
        PartSource::Cells(keys) => keyed(keys, material.form),
        PartSource::Indicator(id) => indicator_cells(id, material),
    }
}

fn keyed(keys: &[String], form: &Form) -> Vec<Cell> {
    keys.iter().filter_map(|key| form.cell(key)).collect()
}

/// The cells an indicator adds up in the report's form; none for shares.
pub(super) fn indicator_cells(id: &str, material: Material<'_>) -> Vec<Cell> {
    let Material {
        crosswalk, form, ..
    } = material;
    let indicator = crosswalk.indicators().iter().find(|one| one.id == *id);
    match indicator.and_then(|indicator| crosswalk.source(indicator, form)) {
        Some(Source::Sum(cells)) => cells,
        _ => Vec::new(),
    }
}
