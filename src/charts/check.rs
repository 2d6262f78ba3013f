//! Whether the charts and the forms fit each other.

use super::{ChartOf, ChartSet, Figures, PartDefinition, PartSource};
use crate::crosswalk::{Crosswalk, Source};
use crate::form::load::Problems;
use crate::form::{Form, Problem};

impl ChartSet {
    /// Says what doesn't fit the forms: an edition in no chart and not without it either, a
    /// part, cell or indicator that isn't there.
    ///
    /// # Errors
    /// Every problem, each with place and remedy.
    pub fn check<'a>(
        &self,
        crosswalk: &Crosswalk,
        forms: impl IntoIterator<Item = &'a Form>,
    ) -> Result<(), Vec<Problem>> {
        let mut problems = Problems::default();
        for form in forms {
            for chart in &self.charts {
                let place = format!("图 {}，版式 {}", chart.id, form.edition());
                let in_edition =
                    |editions: &[String]| editions.iter().any(|id| id == form.edition());
                let of: Vec<&ChartOf> = chart
                    .of
                    .iter()
                    .filter(|of| in_edition(&of.editions))
                    .collect();
                match (of.as_slice(), in_edition(&chart.without)) {
                    ([of], false) => check_of(of, crosswalk, form, &place, &mut problems),
                    ([], true) => {}
                    _ => problems.add(
                        "uncovered-edition",
                        place,
                        "这个版式要么有这张图，要么写明没有，只能写一次",
                        "请写进一个 [[chart.of]] 的 editions，或写进 without",
                    ),
                }
            }
            for figure in &self.key_figures {
                let place = format!("大字的数“{}”", figure.label);
                for id in &figure.indicators {
                    check_indicator(id, crosswalk, &place, &mut problems);
                }
            }
        }
        problems.into_result(())
    }
}

fn check_of(
    of: &ChartOf,
    crosswalk: &Crosswalk,
    form: &Form,
    place: &str,
    problems: &mut Problems,
) {
    if form.part(&of.part).is_none() {
        problems.add(
            "unknown-part",
            place,
            format!("没有部分 {}", of.part),
            "请写已有的部分",
        );
    }
    match &of.figures {
        Figures::Composition { whole, parts } => {
            for part in whole.iter().chain(parts) {
                check_part(part, crosswalk, form, place, problems);
            }
        }
        Figures::Matrix { groups, .. } => {
            for key in groups.iter().flat_map(|group| &group.cells) {
                check_cell(key, form, place, problems);
            }
        }
        Figures::Trend(lines) => {
            for line in lines {
                check_indicator(&line.indicator, crosswalk, place, problems);
            }
        }
    }
}

fn check_part(
    part: &PartDefinition,
    crosswalk: &Crosswalk,
    form: &Form,
    place: &str,
    problems: &mut Problems,
) {
    match &part.source {
        PartSource::Cells(keys) => {
            for key in keys {
                check_cell(key, form, place, problems);
            }
        }
        PartSource::Indicator(id) => {
            check_indicator(id, crosswalk, place, problems);
            let indicator = crosswalk.indicators().iter().find(|one| one.id == *id);
            let source = indicator.and_then(|indicator| crosswalk.source(indicator, form));
            if indicator.is_some() && !matches!(source, Some(Source::Sum(_))) {
                problems.add(
                    "wrong-indicator",
                    place,
                    format!("指标 {id} 在这个版式中不是几格之和"),
                    "请改写 cells",
                );
            }
        }
    }
}

fn check_cell(key: &str, form: &Form, place: &str, problems: &mut Problems) {
    if form.cell(key).is_none() {
        problems.add(
            "unknown-cell",
            place,
            format!("没有单元格 {key}"),
            "请写“表.行:列”",
        );
    }
}

fn check_indicator(id: &str, crosswalk: &Crosswalk, place: &str, problems: &mut Problems) {
    if !crosswalk.indicators().iter().any(|one| one.id == *id) {
        problems.add(
            "unknown-indicator",
            place,
            format!("没有指标 {id}"),
            "请写 crosswalk.toml 中的指标",
        );
    }
}
