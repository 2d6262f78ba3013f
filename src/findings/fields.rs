//! Rule about figures in texts that have no number.

use crate::form::{Cell, Part, Rule, Severity};
use crate::narrative::{Figures, Lack, ShownField};
use crate::returns::Place;

use super::{Checked, Finding, Findings, Waiting, finding};

/// A figure in a text without a number, and why.
struct Missing<'a> {
    shown: &'a ShownField,
    lack: Lack,
}

/// W9: every figure in a text has a number. It waits for blanks; one finding a part for what
/// filling in doesn't mend, and one for what last year's report doesn't have.
pub(super) fn check(checked: &Checked<'_>, rule: &Rule, findings: &mut Findings) {
    let figures = Figures {
        form: checked.form,
        derived: checked.derived,
        last_year: checked.last_year,
    };
    for (part, text) in checked.form.parts.iter().zip(&checked.texts) {
        let mut blank: Vec<Cell> = Vec::new();
        let mut without_last_year = Vec::new();
        let mut without_number = Vec::new();
        findings.held += text.fields.len();
        for shown in text.missing() {
            findings.held -= 1;
            let missing = |lack| Missing { shown, lack };
            match shown.field.number(&figures) {
                Ok(_) => {}
                Err(Lack::NoNumber(cell)) => blank.push(cell),
                Err(lack @ (Lack::NoLastYear | Lack::NotComparable(_))) => {
                    without_last_year.push(missing(lack));
                }
                Err(lack) => without_number.push(missing(lack)),
            }
        }
        if !blank.is_empty() {
            findings.waiting.push(Waiting {
                rule: rule.id.clone(),
                instance: part.id.clone(),
                cells: blank,
            });
        }
        let id = part.id.clone();
        let found = [
            (id.clone(), rule.severity, without_number),
            (
                format!("{id}.last_year"),
                Severity::Warning,
                without_last_year,
            ),
        ];
        for (instance, severity, missing) in found {
            if let Some(message) = message(checked, part, &missing) {
                let range = missing.first().map(|missing| missing.shown.range.clone());
                let place = Place::Text {
                    part: part.id.clone(),
                    range: range.unwrap_or_default(),
                };
                findings.broken.push(Finding {
                    instance,
                    severity,
                    message,
                    ..finding(rule, place)
                });
            }
        }
    }
}

fn message(checked: &Checked<'_>, part: &Part, missing: &[Missing<'_>]) -> Option<String> {
    let first = missing.first()?;
    let form = checked.form;
    let name = first.shown.field.name(form);
    let others = match missing.len() {
        1 => String::new(),
        count => format!("等 {count} 个数"),
    };
    Some(format!(
        "“{}”引用的“{name}”{others}没有数，{}，请改写这一句",
        part.short,
        first.lack.in_words(form)
    ))
}
