//! Rule about texts that are last year's.

use crate::form::Rule;
use crate::returns::Place;

use super::{Checked, Finding, Findings, Why, finding};

/// So many in a hundred characters may not stand in last year's text.
const MOST: usize = 90;
/// Shorter texts say the same every year.
const LEAST_LENGTH: usize = 60;

/// W13: these parts are not last year's again.
pub(super) fn check(checked: &Checked<'_>, rule: &Rule, parts: &[String], findings: &mut Findings) {
    if let Some(why) = checked.no_last_year() {
        return findings.leave_out(rule, "", why);
    }
    for (place, part) in checked.form.parts.iter().enumerate() {
        if !parts.contains(&part.id) {
            continue;
        }
        let readings = &checked.readings;
        let Some((now, last)) = readings.text(place).zip(readings.last_year(place)) else {
            continue;
        };
        let overlap = now.overlap(last);
        if overlap.length == 0 {
            findings.leave_out(rule, &part.id, Why::NoText);
            continue;
        }
        let repeated =
            overlap.length >= LEAST_LENGTH && overlap.same_length * 100 >= overlap.length * MOST;
        if !repeated {
            findings.held += 1;
            continue;
        }
        findings.broken.push(Finding {
            instance: part.id.clone(),
            title: format!("{}与上年年报雷同", part.short),
            message: format!(
                "“{}”{} 句中有 {} 句与上年年报相同，占 {}%，请按本年情况写",
                part.title,
                overlap.sentences,
                overlap.same,
                overlap.same_length * 100 / overlap.length
            ),
            ..finding(rule, Place::Part(part.id.clone()))
        });
    }
}
