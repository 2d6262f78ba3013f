//! 勾稽关系: every rule with its numbers and what became of it.
//!
//! What is broken is always spelled out. Many applications of one rule with
//! the same result, and those that were not checked, share a row.

use crate::export::document::{TableBlock, TableRow};
use crate::findings::{Application, RuleRecord, Verdict, Why};
use crate::form::{Severity, Style};

use super::cells::{COLUMNS, Row, block};

/// The most applications of a rule with one result that have a row each.
const MOST_ROWS: usize = 8;

/// The rules by severity, each in the form's order.
pub(super) fn table(records: &[RuleRecord]) -> TableBlock {
    let head = Row::default()
        .head(1, "编号")
        .head(2, "关系")
        .head(1, "项目")
        .head(1, "左边")
        .head(1, "")
        .head(1, "右边")
        .head(1, "结果");
    let mut rows = vec![head.done_as_head()];
    for (severity, title) in [
        (Severity::Error, "硬性关系（必须成立）"),
        (Severity::Warning, "提示关系（不成立的要说明理由）"),
    ] {
        let mut records = records
            .iter()
            .filter(|record| record.severity == severity)
            .peekable();
        if records.peek().is_some() {
            rows.push(Row::default().cell(COLUMNS, 1, Style::Block, title).done());
        }
        rows.extend(records.flat_map(rule_rows));
    }
    block("勾稽关系", rows)
}

/// The rows of one rule: its id and label stand once, over all of them.
fn rule_rows(record: &RuleRecord) -> Vec<TableRow> {
    let lines = lines(&record.applications);
    let count = lines.len();
    let rows = lines.iter().enumerate().map(|(at, line)| {
        let row = match at {
            0 => Row::default()
                .cell(1, count, Style::Unit, &record.rule)
                .cell(2, count, Style::Label, &record.label),
            _ => Row::default().skip(3),
        };
        let row = match (line, line.comparison()) {
            (Line::One(one), Some([left, sign, right])) => row
                .centred(1, &one.name)
                .centred(1, left)
                .centred(1, sign)
                .centred(1, right),
            _ => row.text(4, &line.words()),
        };
        row.centred(1, result(record, line.verdict())).done()
    });
    rows.collect()
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

    fn comparison(&self) -> Option<&[String; 3]> {
        match self {
            Self::One(one) => one.comparison.as_ref(),
            Self::Several { .. } => None,
        }
    }

    /// What is said where no numbers are.
    fn words(&self) -> String {
        let (name, count) = match self {
            Self::One(one) => (one.name.as_str(), one.count),
            Self::Several { count, all, .. } => (if *all { "全部" } else { "其余" }, *count),
        };
        let counted = match (name, count) {
            (name, 1) => name.to_owned(),
            ("", count) => format!("共 {count} 项"),
            (name, count) => format!("{name} {count} 项"),
        };
        match self.verdict() {
            // The result says it already.
            Verdict::Unchecked(Why::NotForThis) => counted,
            Verdict::Unchecked(why) if counted.is_empty() => why.to_string(),
            Verdict::Unchecked(why) => format!("{counted}：{why}"),
            Verdict::Holds | Verdict::Broken(_) | Verdict::Waits => counted,
        }
    }
}

/// Applications in rows: those with rows of their own in their order, then the others.
fn lines(applications: &[Application]) -> Vec<Line<'_>> {
    let same = |verdict: &Verdict| {
        let same = applications.iter();
        same.filter(|other| other.verdict == *verdict).count()
    };
    let mut ones = Vec::new();
    let mut several: Vec<Line<'_>> = Vec::new();
    for application in applications {
        let verdict = &application.verdict;
        let count = same(verdict);
        let own_row = match verdict {
            Verdict::Broken(_) => true,
            Verdict::Unchecked(_) => count == 1,
            Verdict::Holds | Verdict::Waits => count <= MOST_ROWS,
        };
        if own_row {
            ones.push(Line::One(application));
        } else if !several.iter().any(|line| line.verdict() == verdict) {
            several.push(Line::Several {
                verdict,
                count,
                all: count == applications.len(),
            });
        }
    }
    ones.extend(several);
    ones
}

fn result(record: &RuleRecord, verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "成立",
        // Somewhere a hard rule only asks for a look.
        Verdict::Broken(severity) if *severity != record.severity => severity.label(),
        Verdict::Broken(_) => "不成立",
        Verdict::Waits => "等待填写",
        Verdict::Unchecked(Why::NotForThis) => "不适用",
        Verdict::Unchecked(_) => "未核对",
    }
}
