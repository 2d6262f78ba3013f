//! Reasons given for warnings: kept as long as the figures stay.

use crate::form::Severity;
use crate::returns::Reason;

use super::{Answer, Finding};

/// Notes for every warning what was said about it.
pub(super) fn compare_with(reasons: &[Reason], broken: &mut [Finding]) {
    for finding in broken {
        if finding.severity != Severity::Warning {
            continue;
        }
        if finding.figures.is_empty() {
            // Where a rule compares no figures, its sentence says all it is about.
            finding.figures = vec![(String::new(), finding.message.clone())];
        }
        let reason = reasons
            .iter()
            .find(|reason| reason.rule == finding.rule && reason.instance == finding.instance);
        finding.answer = match reason {
            None => Answer::None,
            Some(reason) if reason.figures == finding.figures => Answer::Given(reason.text.clone()),
            Some(reason) => Answer::Outdated(reason.text.clone()),
        };
    }
}
