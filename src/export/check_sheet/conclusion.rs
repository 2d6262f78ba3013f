//! 结论: the whole check in one sentence.

use crate::assessment::Assessment;
use crate::export::obstacles::obstacles;
use crate::findings::{Findings, Why};
use crate::form::{Form, Rule, Severity};
use crate::returns::Return;

/// Whether the report can be finished, and what stands against it.
pub(super) fn sentence(form: &Form, ret: &Return, assessment: &Assessment) -> String {
    let findings = &assessment.findings;
    let unfilled = form.input_count() - ret.filled(form);
    let gaps = if unfilled > 0 {
        format!("还有 {unfilled} 格没有填数字，")
    } else {
        String::new()
    };
    let errors = findings.count(Severity::Error);
    if errors > 0 {
        return format!("尚有硬性问题 {errors} 项，{gaps}不能定稿");
    }
    if unfilled > 0 {
        return format!("没有发现硬性问题，但{gaps}不能定稿");
    }
    let obstacles = obstacles(ret, &assessment.figures(form), findings).len();
    if obstacles > 0 {
        return format!("没有发现硬性问题，但还有 {obstacles} 处要处理，不能定稿");
    }
    let holds = if hard_rules_open(form, findings) {
        "已核对的硬性关系全部成立"
    } else {
        "全部硬性关系成立"
    };
    format!("{holds}；{}", warnings(findings))
}

/// Whether a hard rule could not be checked or waits.
fn hard_rules_open(form: &Form, findings: &Findings) -> bool {
    let is_hard = |id: &String| {
        let is_named = |rule: &&Rule| rule.id == *id;
        let rule = form.rules.iter().find(is_named);
        rule.is_some_and(|rule| rule.severity == Severity::Error)
    };
    let mut unchecked = findings.unchecked.iter();
    let mut waiting = findings.waiting.iter();
    unchecked
        .any(|unchecked| !matches!(unchecked.why, Why::NotForThis(_)) && is_hard(&unchecked.rule))
        || waiting.any(|waiting| is_hard(&waiting.rule))
}

fn warnings(findings: &Findings) -> String {
    let (all, open) = (findings.count(Severity::Warning), findings.open_warnings());
    match (all, open) {
        (0, _) => "没有提示".to_owned(),
        (1, 0) => "提示 1 项，已说明理由".to_owned(),
        (1, _) => "提示 1 项，未说明理由".to_owned(),
        (all, 0) => format!("提示 {all} 项，均已说明理由"),
        (all, open) if all == open => format!("提示 {all} 项，均未说明理由"),
        (all, open) => format!("提示 {all} 项，其中 {open} 项未说明理由"),
    }
}
