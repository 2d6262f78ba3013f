//! Reads the file of charts, or says everything that is wrong with it.

use std::collections::BTreeSet;

use super::definition::{
    ChartEntry, Definition, Drawn, GroupEntry, KeyFigureEntry, OfEntry, PartEntry,
};
use super::{
    ChartDefinition, ChartOf, ChartSet, Figures, GroupDefinition, KeyFigureDefinition,
    LineDefinition, PartDefinition, PartSource,
};
use crate::form::Problem;
use crate::form::load::{Problems, read};

/// The most lines of a trend: more columns beside each other can't be told apart.
const MOST_LINES: usize = 2;

impl ChartSet {
    /// Builds the charts. Whether their figures are those of the forms is for
    /// [`ChartSet::check`].
    ///
    /// # Errors
    /// Every problem of the file, each with place and remedy.
    pub fn load(text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let definition: Definition = read(text, &mut problems)?;
        let mut seen = BTreeSet::new();
        let charts = definition
            .charts
            .into_iter()
            .map(|entry| chart(entry, &mut seen, &mut problems))
            .collect();
        let key_figures = definition
            .key_figures
            .into_iter()
            .map(|entry| key_figure(entry, &mut problems))
            .collect();
        problems.into_result(Self {
            charts,
            key_figures,
        })
    }
}

fn chart(
    entry: ChartEntry,
    seen: &mut BTreeSet<String>,
    problems: &mut Problems,
) -> ChartDefinition {
    let place = format!("图 {}", entry.id);
    problems.require_new_id(seen, &entry.id, &place);
    problems.require(&entry.title, &place, "title");
    problems.require(&entry.unit, &place, "unit");
    problems.require(&entry.nothing, &place, "nothing");
    let drawn = entry.drawn;
    ChartDefinition {
        id: entry.id,
        title: entry.title,
        unit: entry.unit,
        nothing: entry.nothing,
        drawn,
        without: entry.without,
        of: entry
            .of
            .into_iter()
            .map(|entry| chart_of(entry, drawn, &place, problems))
            .collect(),
    }
}

fn chart_of(entry: OfEntry, drawn: Drawn, place: &str, problems: &mut Problems) -> ChartOf {
    let place = format!("{place}，版式 {}", entry.editions.join("、"));
    problems.require(&entry.part, &place, "part");
    let composition = !entry.parts.is_empty() || entry.whole.is_some();
    let matrix = !entry.columns.is_empty() || !entry.groups.is_empty();
    let trend = !entry.lines.is_empty();
    let wanted = match drawn {
        Drawn::Ring | Drawn::Bars => (true, false, false),
        Drawn::Matrix => (false, true, false),
        Drawn::Columns => (false, false, true),
    };
    if (composition, matrix, trend) != wanted {
        problems.add(
            "wrong-figures",
            &place,
            "所列的数和 drawn 不相配",
            "环形图、条形图写 parts，matrix 写 columns 和 groups，columns 写 lines",
        );
    }
    let figures = match drawn {
        Drawn::Ring | Drawn::Bars => Figures::Composition {
            whole: entry.whole.map(|whole| part(whole, &place, problems)),
            parts: parts(entry.parts, &place, problems),
        },
        Drawn::Matrix => groups(entry.columns, entry.groups, &place, problems),
        Drawn::Columns => {
            if entry.lines.len() > MOST_LINES {
                problems.add(
                    "too-many-lines",
                    &place,
                    format!("lines 多于 {MOST_LINES} 个"),
                    "请分成两张图",
                );
            }
            let lines = entry.lines.into_iter().map(|line| LineDefinition {
                label: line.label,
                indicator: line.indicator,
            });
            Figures::Trend(lines.collect())
        }
    };
    ChartOf {
        editions: entry.editions,
        part: entry.part,
        title: entry.title,
        figures,
    }
}

fn parts(entries: Vec<PartEntry>, place: &str, problems: &mut Problems) -> Vec<PartDefinition> {
    if entries.len() < 2 {
        problems.add("missing-part", place, "不到两个部分", "请补上 parts");
    }
    entries
        .into_iter()
        .map(|entry| part(entry, place, problems))
        .collect()
}

fn part(entry: PartEntry, place: &str, problems: &mut Problems) -> PartDefinition {
    let place = format!("{place}，“{}”", entry.label);
    let source = match (entry.indicator, entry.cells.is_empty()) {
        (Some(indicator), true) => PartSource::Indicator(indicator),
        (None, false) => {
            problems.require(&entry.label, &place, "label");
            PartSource::Cells(entry.cells)
        }
        _ => {
            problems.add(
                "wrong-part",
                &place,
                "indicator 和 cells 要写其中一个",
                "请写一个，删去另一个",
            );
            PartSource::Cells(Vec::new())
        }
    };
    PartDefinition {
        label: entry.label,
        source,
    }
}

fn groups(
    columns: Vec<String>,
    entries: Vec<GroupEntry>,
    place: &str,
    problems: &mut Problems,
) -> Figures {
    let groups = entries.into_iter().map(|entry| {
        problems.require(&entry.label, place, "label");
        if entry.cells.len() != columns.len() {
            problems.add(
                "wrong-group",
                place,
                format!("“{}”的 cells 和 columns 不一样多", entry.label),
                "请逐一对应",
            );
        }
        GroupDefinition {
            label: entry.label,
            cells: entry.cells,
        }
    });
    let groups = groups.collect();
    Figures::Matrix { columns, groups }
}

fn key_figure(entry: KeyFigureEntry, problems: &mut Problems) -> KeyFigureDefinition {
    let place = format!("大字的数“{}”", entry.label);
    problems.require(&entry.label, &place, "label");
    if entry.indicators.is_empty() {
        problems.add("missing-indicator", &place, "没有指标", "请写 indicators");
    }
    KeyFigureDefinition {
        label: entry.label,
        note: entry.note,
        indicators: entry.indicators,
    }
}
