//! Two versions of one draft, as when another program has changed the file meanwhile.

use crate::export::header_text;
use crate::form::{Cell, Form};
use crate::narrative::Figures;
use crate::returns::{HeaderField, Place, Return};
use crate::value::Value;

use super::figures::same;
use super::{Change, Edits, Target, fields};

/// One version, with what its figures and texts follow from.
type Version<'a> = (&'a Return, &'a Figures<'a>);

impl Edits {
    /// What `theirs` says otherwise than `ours`, in the order of our form: figures by their keys,
    /// header fields, texts; other things, such as reasons and charts, are remarks.
    pub fn between(ours: Version<'_>, theirs: Version<'_>) -> Self {
        let mut edits = Self::default();
        header(ours.0, theirs.0, &mut edits);
        cells(ours, theirs, &mut edits);
        texts(ours, theirs, &mut edits);
        rest(ours.0, theirs.0, &mut edits);
        edits
    }
}

fn header(ours: &Return, theirs: &Return, edits: &mut Edits) {
    for field in HeaderField::ALL {
        let (old, new) = (
            header_text(&ours.header, field),
            header_text(&theirs.header, field),
        );
        if old == new {
            continue;
        }
        if let Some(target) = fields::target(&ours.header, field, &new) {
            edits.changes.push(Change {
                place: Place::Header(Some(field)),
                label: field.label().to_owned(),
                old,
                new,
                target,
            });
        }
    }
}

fn cells((ours, figures): Version<'_>, (theirs, their_figures): Version<'_>, edits: &mut Edits) {
    let (form, their_form) = (figures.form, their_figures.form);
    for cell in form.all_cells() {
        let Some(other) = their_form.cell(form.key(cell)) else {
            continue;
        };
        let (old, new) = (ours.stated.get(cell), theirs.stated.get(other));
        if same(old, new) {
            continue;
        }
        edits.changes.push(Change {
            place: Place::Cell(cell),
            label: form.short_label(cell),
            old: shown(form, cell, old),
            new: shown(form, cell, new),
            target: Target::Figure(cell, new.clone()),
        });
    }
    if ours.variant != theirs.variant {
        edits.remarks.push(format!(
            "版式不同：这里是“{}”，那里是“{}”，只比较了两边都有的格",
            form.name, their_form.name
        ));
    }
}

/// A stated value; a total that is not stated is computed.
fn shown(form: &Form, cell: Cell, value: &Value) -> String {
    match value {
        Value::Blank if form.definition(cell).is_total() => "自动合计".to_owned(),
        value => value.to_string(),
    }
}

fn texts((ours, figures): Version<'_>, (theirs, their_figures): Version<'_>, edits: &mut Edits) {
    for part in &figures.form.parts {
        let (old, new) = (ours.text(&part.id), theirs.text(&part.id));
        let (old_shown, new_shown) = (old.shown(figures).text, new.shown(their_figures).text);
        // The same text with other figures in it differs with the tables, which are listed.
        if old == new || old_shown == new_shown {
            continue;
        }
        edits.changes.push(Change {
            place: Place::Part(part.id.clone()),
            label: format!("“{}”的文字", part.short),
            old: old_shown,
            new: new_shown,
            target: Target::Text(part.id.clone(), new.clone()),
        });
    }
}

/// What has no list of its own.
fn rest(ours: &Return, theirs: &Return, edits: &mut Edits) {
    let others = [
        (ours.reasons != theirs.reasons, "提示的理由"),
        (ours.previous != theirs.previous, "关联的上年年报"),
        (ours.charts != theirs.charts, "放入报告的图"),
        (ours.provenance != theirs.provenance, "导入的来源和存疑"),
    ];
    let differing: Vec<&str> = others
        .into_iter()
        .filter_map(|(differs, what)| differs.then_some(what))
        .collect();
    if !differing.is_empty() {
        edits
            .remarks
            .push(format!("另外，{}也不同", differing.join("、")));
    }
}
