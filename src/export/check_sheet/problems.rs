//! 问题与理由: what does not hold, and what was said about it.

use crate::export::document::{TableBlock, TableRow};
use crate::findings::{Answer, Finding, Findings};
use crate::form::Severity;

use super::cells::{COLUMNS, Row, block, pieces};

/// One row a finding, errors first.
pub(super) fn table(title: &str, findings: &Findings) -> TableBlock {
    let head = Row::default()
        .head(1, "编号")
        .head(1, "性质")
        .head(3, "问题")
        .head(3, "理由");
    let mut rows = vec![head.done_as_head()];
    rows.extend(findings.broken.iter().flat_map(finding_rows));
    if findings.broken.is_empty() {
        rows.push(Row::default().centred(COLUMNS, "没有发现问题").done());
    }
    block(title, rows)
}

fn finding_rows(finding: &Finding) -> Vec<TableRow> {
    let messages = pieces(&finding.message);
    let reasons = pieces(&reason(finding));
    let count = messages.len().max(reasons.len());
    let piece = |pieces: &[String], at: usize| pieces.get(at).cloned().unwrap_or_default();
    let rows = (0..count).map(|at| {
        Row::default()
            .centred(1, &finding.rule)
            .centred(1, finding.severity.label())
            .text(3, &piece(&messages, at))
            .text(3, &piece(&reasons, at))
            .done()
    });
    rows.collect()
}

fn reason(finding: &Finding) -> String {
    match (finding.severity, &finding.answer) {
        (Severity::Error, _) => "须更正".to_owned(),
        (Severity::Warning, Answer::None) => "未说明".to_owned(),
        (Severity::Warning, Answer::Given(text)) => text.trim().to_owned(),
        (Severity::Warning, Answer::Outdated(text)) => {
            format!("数字已改，理由需重新说明（原理由：{}）", text.trim())
        }
    }
}
