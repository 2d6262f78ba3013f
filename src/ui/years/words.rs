//! The years in words: for hovers and screen readers.

use crate::crosswalk::Mark;
use crate::last_year::Change;
use crate::years::{Figure, Join, Line, Replaced, Slot, Years};

/// The unit of shares; they change by percentage points.
const PERCENT: &str = "%";

/// How a figure has changed since the last one it can be compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearsChange {
    /// The column it is compared with.
    pub from: usize,
    change: Change,
}

impl YearsChange {
    /// `None` where a number is missing or the figures can't be compared.
    pub fn of(line: &Line, at: usize) -> Option<Self> {
        let join = join(line, at)?;
        if join.comparability.mark == Mark::NotComparable {
            return None;
        }
        let before = line.figures.get(join.from)?.number()?;
        let now = line.figures.get(at)?.number()?;
        Some(Self {
            from: join.from,
            change: Change::between(before, now)?,
        })
    }

    /// `+53`, `-7`; empty for no change.
    pub fn sign(self) -> String {
        if self.change.difference.is_zero() {
            String::new()
        } else {
            self.change.short()
        }
    }

    /// `比2022年增加 53（2.5%）`
    fn sentence(self, years: &Years, unit: &str) -> String {
        let year = year_of(years, self.from);
        let Change { difference, .. } = self.change;
        if difference.is_zero() {
            format!("与{year}年相同")
        } else if unit == PERCENT {
            let points = Change {
                percent: None,
                ..self.change
            };
            format!("比{year}年{points} 个百分点")
        } else {
            format!("比{year}年{}", self.change)
        }
    }
}

/// How a column's figure compares with an earlier one.
pub fn join(line: &Line, at: usize) -> Option<&Join> {
    line.joins.get(at)?.as_ref()
}

/// The sign at a boundary over which figures can't simply be compared.
pub fn mark_sign(join: &Join) -> Option<&'static str> {
    match join.comparability.mark {
        Mark::Comparable => None,
        Mark::Roughly => Some("≈"),
        Mark::NotComparable => Some("≠"),
    }
}

/// `2019年与2018年大致可比：…`
pub fn join_sentence(years: &Years, at: usize, join: &Join) -> String {
    format!(
        "{}年与{}年{}：{}",
        year_of(years, at),
        year_of(years, join.from),
        join.comparability.mark.label(),
        join.comparability.note
    )
}

/// What stands in a column, and why it is empty or a dash.
pub fn figure_sentence(years: &Years, line: &Line, at: usize) -> String {
    let unit = line.indicator.unit.as_str();
    match line.figures.get(at) {
        Some(Figure::Number(number)) => {
            let change = YearsChange::of(line, at)
                .map(|change| format!("，{}", change.sentence(years, unit)))
                .unwrap_or_default();
            format!("{number}{unit}{change}")
        }
        Some(Figure::Blank) if unit == PERCENT => "有关的数没有填，或者总数是 0".to_owned(),
        Some(Figure::Blank) => "没有填".to_owned(),
        Some(Figure::Absent) | None => {
            let form = years
                .columns
                .get(at)
                .map(|column| column.form.name.as_str());
            format!("{}没有这一项", form.unwrap_or_default())
        }
    }
}

/// `没有2020年的年报`
pub fn gap_sentence(slot: Slot) -> String {
    format!("没有{}的年报", slot.gap_label())
}

/// Which of two reports of a year was taken.
pub fn replaced_sentence(replaced: &Replaced) -> String {
    format!(
        "{} 年的年报不止一份：用了“{}”，没有用“{}”",
        replaced.year, replaced.kept, replaced.left_out
    )
}

pub fn year_of(years: &Years, at: usize) -> u16 {
    years.columns.get(at).map_or(0, |column| column.year)
}
