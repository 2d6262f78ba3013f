//! `nianbao cells FILE [--edits] [--json]`

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use serde_json::value::RawValue;

use super::published::read_report;
use super::{Failure, Later, Status};
use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::returns::Return;
use crate::totals::{Derived, derive};
use crate::value::{Decimal, Value};

/// Every cell of a return.
#[derive(Serialize)]
pub(super) struct PrintedCells<'a> {
    form: &'a str,
    edition: &'a str,
    year: u16,
    agency: &'a str,
    cells: BTreeMap<&'a str, PrintedCell>,
}

#[derive(Serialize)]
struct PrintedCell {
    stated: Option<Box<RawValue>>,
    computed: Option<Box<RawValue>>,
}

pub(super) fn run(
    catalog: &Catalog,
    file: &Path,
    json: bool,
    later: Later,
) -> Result<Status, Failure> {
    let report = read_report(catalog, file, later)?;
    let (form, ret) = (&report.form, &report.draft.ret);
    let derived = derive(form, &ret.stated);
    if json {
        let printed = printed_cells(form, ret, &derived);
        say!(
            "{}",
            serde_json::to_string_pretty(&printed).unwrap_or_default()
        );
    } else {
        print_lines(form, ret, &derived);
    }
    let doubts = report.doubts().len();
    if doubts > 0 {
        eprintln!(
            "“{}”有 {doubts} 处存疑，请用 nianbao import 查看",
            file.display()
        );
    }
    Ok(Status::Fine)
}

pub(super) fn printed_cells<'a>(
    form: &'a Form,
    ret: &'a Return,
    derived: &Derived,
) -> PrintedCells<'a> {
    let cells = form.all_cells().map(|cell| {
        let printed = PrintedCell {
            stated: value_literal(ret.stated.get(cell)),
            computed: derived.computed(cell).and_then(number_literal),
        };
        (form.key(cell), printed)
    });
    PrintedCells {
        form: form.edition(),
        edition: form.edition(),
        year: ret.header.year,
        agency: &ret.header.agency,
        cells: cells.collect(),
    }
}

/// A number as its exact literal, a text as a string, blank as nothing.
fn value_literal(value: &Value) -> Option<Box<RawValue>> {
    match value {
        Value::Blank => None,
        Value::Number(number) => number_literal(*number),
        Value::Note(text) | Value::Unread(text) => {
            RawValue::from_string(serde_json::to_string(text).ok()?).ok()
        }
    }
}

/// The exact decimal as a JSON number; it never passes through a float.
pub(super) fn number_literal(number: Decimal) -> Option<Box<RawValue>> {
    RawValue::from_string(number.to_string()).ok()
}

fn print_lines(form: &Form, ret: &Return, derived: &Derived) {
    say!("{}（{}）", ret.title(form), form.name);
    for cell in form.all_cells() {
        let stated = ret.stated.get(cell);
        let computed = derived
            .computed(cell)
            .map_or_else(String::new, |sum| format!("  计算值 {sum}"));
        let stated = if stated.is_blank() {
            "（空）".to_owned()
        } else {
            stated.to_string()
        };
        say!(
            "{}  {}  {stated}{computed}",
            form.key(cell),
            form.label(cell)
        );
    }
}
