//! 勾稽关系: every rule with its numbers and what became of it.
//!
//! What is broken is always spelled out. Many applications of one rule with
//! the same result, and those that were not checked, share a row.

use crate::export::document::{TableBlock, TableRow};
use crate::findings::{Application, RuleRecord, Verdict, Why};
use crate::form::{Severity, Style};

use super::cells::{Row, block};

/// The most applications of a rule with one result that have a row each.
const MOST_ROWS: usize = 8;

/// The rules of one severity, in the form's order.
pub(super) fn table(title: &str, records: &[RuleRecord], severity: Severity) -> TableBlock {
    let head = Row::default()
        .head(1, "编号")
        .head(2, "勾稽关系")
        .head(1, "项目")
        .head(1, "左边")
        .head(1, "")
        .head(1, "右边")
        .head(1, "结果");
    let records = records.iter().filter(|record| record.severity == severity);
    let mut rows = vec![head.done_as_head()];
    rows.extend(records.flat_map(rule_rows));
    block(title, rows)
}

/// The rows of one rule: its id and label stand once, over all of them.
fn rule_rows(record: &RuleRecord) -> Vec<TableRow> {
    let lines = lines(&record.applications);
    if let [line] = lines.as_slice()
        && line.name().is_empty()
    {
        return vec![single_row(record, line)];
    }
    let count = lines.len();
    let rows = lines.iter().enumerate().map(|(at, line)| {
        let row = match at {
            0 => Row::default()
                .cell(1, count, Style::Unit, &record.rule)
                .cell(2, count, Style::Label, &record.label),
            _ => Row::default().skip(3),
        };
        let row = match line.comparison() {
            Some(sums) => compared(row.centred(1, line.name()), sums),
            None => row.text(4, &line.words()),
        };
        row.centred(1, result(record, line.verdict())).done()
    });
    rows.collect()
}

/// A rule that is about nothing in particular: its label has the room of the name.
fn single_row(record: &RuleRecord, line: &Line<'_>) -> TableRow {
    let row = Row::default().centred(1, &record.rule);
    let row = row.text(3, &record.label);
    let row = match line.comparison() {
        Some(sums) => compared(row, sums),
        None => row.text(3, &line.words()),
    };
    row.centred(1, result(record, line.verdict())).done()
}

fn compared(row: Row, [left, sign, right]: &[String; 3]) -> Row {
    row.centred(1, left).centred(1, sign).centred(1, right)
}

/// What stands in a row.
enum Line<'a> {
    One(&'a Application),
    /// Applications with one result: all of the rule's, or what is left of them.
    Several {
        verdict: &'a Verdict,
        count: usize,
        all: bool,
    },
}

impl Line<'_> {
    fn verdict(&self) -> &Verdict {
        match self {
            Self::One(one) => &one.verdict,
            Self::Several { verdict, .. } => verdict,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::One(one) => &one.name,
            Self::Several { .. } => "",
        }
    }

    fn comparison(&self) -> Option<&[String; 3]> {
        match self {
            Self::One(one) => one.comparison.as_ref(),
            Self::Several { .. } => None,
        }
    }

    /// What is said where no numbers are.
    fn words(&self) -> String {
        let name = match self {
            Self::One(one) => one.name.clone(),
            Self::Several {
                count: 1,
                all: true,
                ..
            } => String::new(),
            Self::Several { count, all, .. } => {
                format!("{} {count} 项", if *all { "共" } else { "其余" })
            }
        };
        match self.verdict() {
            Verdict::Unchecked(why) if name.is_empty() => why.to_string(),
            Verdict::Unchecked(why) => format!("{name}：{why}"),
            Verdict::Holds | Verdict::Broken(_) | Verdict::Waits => name,
        }
    }
}

/// Applications in rows: those with rows of their own in their order, then the others.
fn lines(all: &[Application]) -> Vec<Line<'_>> {
    let mut ones = Vec::new();
    let mut several: Vec<Line<'_>> = Vec::new();
    for application in all {
        let verdict = &application.verdict;
        let same: Vec<&Application> = all
            .iter()
            .filter(|other| other.verdict == *verdict)
            .collect();
        if has_own_row(application, same.len()) {
            ones.push(Line::One(application));
        } else if !several.iter().any(|line| line.verdict() == verdict) {
            several.push(Line::Several {
                verdict,
                count: same.iter().map(|one| one.count).sum(),
                all: same.len() == all.len(),
            });
        }
    }
    ones.extend(several);
    ones
}

/// Whether an application, one of `same` with its result, is spelled out.
fn has_own_row(application: &Application, same: usize) -> bool {
    let has_words = !application.name.is_empty() || application.comparison.is_some();
    match application.verdict {
        Verdict::Broken(_) => true,
        Verdict::Unchecked(_) => has_words && same == 1,
        Verdict::Holds | Verdict::Waits => has_words && same <= MOST_ROWS,
    }
}

fn result(record: &RuleRecord, verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Holds if record.is_suspicion => "未见异常",
        Verdict::Broken(_) if record.is_suspicion => "有疑点",
        Verdict::Holds => "成立",
        // Somewhere a hard rule only asks for a look.
        Verdict::Broken(severity) if *severity != record.severity => severity.label(),
        Verdict::Broken(_) => "不成立",
        Verdict::Waits => "等待填写",
        Verdict::Unchecked(Why::NotForThis(_)) => "不适用",
        Verdict::Unchecked(_) => "未核对",
    }
}
