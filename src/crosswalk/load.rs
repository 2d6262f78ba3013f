//! Reads the crosswalk, or says everything that is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use super::definition::{
    ByFormat, Definition, EntryDefinition, JoinedRowDefinition, RemarkDefinition, ShareDefinition,
};
use super::operand::Operand;
use super::{
    Across, Comparability, Crosswalk, Format, Indicator, IndicatorContent, JoinedRow, Mark, Match,
    Stage,
};
use crate::form::Problem;
use crate::form::load::{Problems, read};

impl Crosswalk {
    /// Builds the crosswalk. Whether its rows are those of the forms is for
    /// [`Crosswalk::check`].
    ///
    /// # Errors
    /// Every problem of the file, each with place and remedy.
    pub fn load(text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let definition: Definition = read(text, &mut problems)?;
        let formats: Vec<Format> = definition
            .formats
            .iter()
            .map(|format| Format {
                id: format.id.clone(),
                editions: format.editions.clone(),
            })
            .collect();
        let mut seen = BTreeSet::new();
        for format in &formats {
            problems.require_new_id(&mut seen, &format.id, &format!("格式 {}", format.id));
        }
        let joined_rows = definition
            .joined_rows
            .iter()
            .filter_map(|joined| joined_row(joined, &formats, &mut problems))
            .collect();
        let matches = matches(&definition.matches, &formats, &mut problems);
        let indicators = indicators(&definition.indicators, &formats, &mut problems);
        let crosswalk = Self {
            formats,
            joined_rows,
            matches,
            indicators,
        };
        problems.into_result(crosswalk)
    }
}

fn joined_row(
    definition: &JoinedRowDefinition,
    formats: &[Format],
    problems: &mut Problems,
) -> Option<JoinedRow> {
    let place = format!("合并行 {}", definition.row);
    problems.require(&definition.row, &place, "row");
    if definition.of.len() < 2 {
        problems.add("missing-operand", &place, "of 不到两行", "请写出各行");
    }
    let format = position(formats, &definition.format);
    if format.is_none() {
        problems.add(
            "unknown-format",
            &place,
            format!("没有格式 {}", definition.format),
            "请写已有的格式",
        );
    }
    Some(JoinedRow {
        format: format?,
        row: definition.row.clone(),
        of: definition.of.clone(),
    })
}

fn matches(
    definitions: &[EntryDefinition],
    formats: &[Format],
    problems: &mut Problems,
) -> Vec<Match> {
    let mut seen = BTreeSet::new();
    let mut matches = Vec::new();
    for definition in definitions {
        let place = format!("对照 {}", definition.id);
        problems.require_new_id(&mut seen, &definition.id, &place);
        problems.require(&definition.label, &place, "label");
        if definition.share.is_some() || !definition.group.is_empty() || !definition.unit.is_empty()
        {
            problems.add(
                "unknown-key",
                &place,
                "group、unit、share 只用于指标",
                "请删去",
            );
        }
        matches.push(Match {
            id: definition.id.clone(),
            across: across(&definition.by_format, formats, &place, problems),
        });
    }
    matches
}

fn indicators(
    definitions: &[EntryDefinition],
    formats: &[Format],
    problems: &mut Problems,
) -> Vec<Indicator> {
    let mut seen = BTreeSet::new();
    let mut units: BTreeMap<&str, &str> = BTreeMap::new();
    let mut indicators = Vec::new();
    for definition in definitions {
        let place = format!("指标 {}", definition.id);
        problems.require_new_id(&mut seen, &definition.id, &place);
        problems.require(&definition.label, &place, "label");
        problems.require(&definition.group, &place, "group");
        problems.require(&definition.unit, &place, "unit");
        if *units.entry(&definition.group).or_insert(&definition.unit) != definition.unit {
            problems.add(
                "mixed-units",
                &place,
                format!("“{}”中的单位不一致", definition.group),
                "请把单位不同的指标分成两组",
            );
        }
        let content = match &definition.share {
            Some(share) => self::share(share, definition, definitions, &place, problems),
            None => IndicatorContent::Sum(across(&definition.by_format, formats, &place, problems)),
        };
        indicators.push(Indicator {
            id: definition.id.clone(),
            label: definition.label.clone(),
            group: definition.group.clone(),
            unit: definition.unit.clone(),
            chart: definition.chart,
            content,
        });
    }
    indicators
}

fn share(
    share: &ShareDefinition,
    definition: &EntryDefinition,
    all: &[EntryDefinition],
    place: &str,
    problems: &mut Problems,
) -> IndicatorContent {
    if !definition.by_format.is_empty() || share.of.is_empty() {
        problems.add(
            "wrong-share",
            place,
            "share 要写明 of 和 in，不能再列出各格式的行",
            "请写成 share = { of = [\"甲\"], in = \"乙\" }",
        );
    }
    let mut find = |id: &String| {
        let found = all
            .iter()
            .position(|entry| entry.id == *id && entry.share.is_none());
        if found.is_none() {
            problems.add(
                "unknown-indicator",
                place,
                format!("没有可用的指标“{id}”"),
                "请写已有的、本身不是百分比的指标",
            );
        }
        found.unwrap_or_default()
    };
    IndicatorContent::Share {
        of: share.of.iter().map(&mut find).collect(),
        whole: find(&share.whole),
    }
}

/// Puts the lists of an entry into the order of the formats, with the marks between them.
fn across(
    by_format: &BTreeMap<String, ByFormat>,
    formats: &[Format],
    place: &str,
    problems: &mut Problems,
) -> Across {
    let mut stages: Vec<Stage> = Vec::new();
    let mut used = BTreeSet::new();
    for (format, Format { id, .. }) in formats.iter().enumerate() {
        let Some(ByFormat::Operands(operands)) = by_format.get(id) else {
            continue;
        };
        used.insert(id.clone());
        if operands.is_empty() {
            problems.add("missing-operand", place, format!("{id} 是空的"), "请删去");
        }
        let before = stages.last().and_then(|stage| formats.get(stage.format));
        let step = match before {
            None => Comparability::SAME,
            Some(before) => {
                let key = format!("{}_{id}", before.id);
                let step = step(by_format.get(&key), &key, place, problems);
                used.insert(key);
                step
            }
        };
        stages.push(Stage {
            format,
            operands: operands.iter().map(|text| Operand::parse(text)).collect(),
            step,
        });
    }
    for key in by_format.keys().filter(|key| !used.contains(*key)) {
        problems.add(
            "unknown-key",
            place,
            format!("{key} 不是格式，也不是相邻两种格式之间的可比性"),
            "请删去，或改成正确的键名",
        );
    }
    if stages.is_empty() {
        problems.add(
            "missing-operand",
            place,
            "没有列出任何格式的行",
            "请至少写一种格式",
        );
    }
    Across { stages }
}

fn step(
    definition: Option<&ByFormat>,
    key: &str,
    place: &str,
    problems: &mut Problems,
) -> Comparability {
    let (mark, note) = match definition {
        Some(ByFormat::Mark(word)) if word == Mark::Comparable.word() => {
            return Comparability::SAME;
        }
        Some(ByFormat::Remark(RemarkDefinition {
            roughly: Some(note),
            not_comparable: None,
        })) => (Mark::Roughly, note),
        Some(ByFormat::Remark(RemarkDefinition {
            roughly: None,
            not_comparable: Some(note),
        })) => (Mark::NotComparable, note),
        _ => {
            problems.add(
                "unknown-word",
                place,
                format!("{key} 没有写明可比性"),
                "请写 \"comparable\"、{ roughly = \"说明\" } 或 { not_comparable = \"说明\" }",
            );
            return Comparability::SAME;
        }
    };
    problems.require(note, place, &format!("{key} 的说明"));
    Comparability {
        mark,
        note: note.clone(),
    }
}

fn position(formats: &[Format], id: &str) -> Option<usize> {
    formats.iter().position(|format| format.id == id)
}
