//! What stands between a return and its final copy.

use crate::findings::Findings;
use crate::form::Severity;
use crate::narrative::{Field, Figures, Lack};
use crate::returns::{Place, Return};
use crate::value::Value;

/// One thing to settle before the final export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// The rule that is broken; empty for blanks and notes.
    pub rule: String,
    pub message: String,
    pub place: Place,
}

/// Errors, then texts in place of figures, then blanks (one line a table), then figures in texts
/// that wait for them (one line a part). Empty means ready.
pub fn obstacles(ret: &Return, figures: &Figures<'_>, findings: &Findings) -> Vec<Obstacle> {
    let Figures { form, derived, .. } = *figures;
    let errors = findings.of(Severity::Error).map(|finding| Obstacle {
        rule: finding.rule.clone(),
        message: finding.message.clone(),
        place: finding.place.clone(),
    });
    let notes = form
        .all_cells()
        .filter_map(|cell| match ret.stated.get(cell) {
            Value::Note(text) => Some(Obstacle {
                rule: String::new(),
                message: format!("{}填的是文字“{text}”，请改成数字", form.short_label(cell)),
                place: Place::Cell(cell),
            }),
            Value::Blank | Value::Number(_) | Value::Unread(_) => None,
        });
    let blanks = form.tables.iter().enumerate().filter_map(|(index, _)| {
        let mut blank = form.all_cells().filter(|&cell| {
            let definition = form.definition(cell);
            definition.table == index && !definition.is_total() && derived.value(cell).is_blank()
        });
        let first = blank.next()?;
        let count = 1 + blank.count();
        let title = form
            .part_of_table(index)
            .map_or("", |part| part.title.as_str());
        Some(Obstacle {
            rule: String::new(),
            message: format!("“{title}”还有 {count} 个空格，请填写，没有的填 0"),
            place: Place::Cell(first),
        })
    });
    let texts = form.parts.iter().filter_map(|part| {
        // What can't have a number at all is an Error already.
        let lack = |field: &Field| match field.number(figures) {
            Err(Lack::NoNumber(_)) => Some("请先填表"),
            Err(Lack::NoLastYear | Lack::NotComparable(_)) => Some("请关联上年年报，或改写这一句"),
            _ => None,
        };
        let fields = ret.text(&part.id).fields();
        let mut fields = fields.filter_map(|field| Some((field, lack(field)?)));
        let (first, remedy) = fields.next()?;
        let name = first.name(form);
        let others = match 1 + fields.count() {
            1 => String::new(),
            count => format!("等 {count} 个数"),
        };
        Some(Obstacle {
            rule: String::new(),
            message: format!("“{}”引用的“{name}”{others}还没有数，{remedy}", part.short),
            place: Place::Part(part.id.clone()),
        })
    });
    errors.chain(notes).chain(blanks).chain(texts).collect()
}
