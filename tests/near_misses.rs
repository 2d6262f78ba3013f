//! What looks like an agency's report and is none is called what it is; reports that look odd
//! are read. Cases are in `near-misses.toml`:
//! ```toml
//! [[other]]
//! what = "university"       # the word of an `Other`
//! says = "清河大学"          # in what it seems to be
//! file = "甲.html"           # how the file is named; left out: a text
//! text = """…"""
//!
//! [[report]]
//! agency = "清河市教育局"     # as it is kept; "" where it isn't said
//! year = 2022               # left out: not looked at
//! title = "…"               # the report's title; left out: not looked at
//! kind = "no-figures"       # left out: any report
//! doubts = ["agency"]       # exactly these header fields and parts are doubted; left out: none
//! remarks = ["…"]           # what a remark says
//! text = """…"""
//! [report.parts]
//! overview = "的一段话"       # a phrase in this part
//! [report.cells]
//! "cases.review:total" = "5"
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use nianbao::form::catalog::Catalog;
use nianbao::import::{Imported, import};
use nianbao::narrative::Piece;
use nianbao::returns::Place;
use serde::Deserialize;

const CASES: &str = include_str!("near-misses.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    other: Vec<OtherCase>,
    report: Vec<ReportCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OtherCase {
    what: String,
    #[serde(default)]
    says: String,
    file: Option<String>,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportCase {
    agency: String,
    year: Option<u16>,
    title: Option<String>,
    kind: Option<String>,
    #[serde(default)]
    doubts: BTreeSet<String>,
    #[serde(default)]
    remarks: Vec<String>,
    file: Option<String>,
    text: String,
    #[serde(default)]
    parts: BTreeMap<String, String>,
    #[serde(default)]
    cells: BTreeMap<String, String>,
}

fn cases() -> Cases {
    toml::from_str(CASES).unwrap_or_else(|error| panic!("{error}"))
}

fn imported(catalog: &Catalog, file: Option<&String>, text: &str) -> Imported {
    let file = file.map_or("甲.txt", String::as_str);
    import(catalog, file, text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn what_is_no_report_is_called_what_it_is() {
    let catalog = Catalog::built_in().unwrap();
    let mut failures = Vec::new();
    for case in cases().other {
        let located = imported(&catalog, case.file.as_ref(), &case.text).located;
        let beginning: String = case.text.chars().take(40).collect();
        let beginning = beginning.replace('\n', " ");
        let Some(other) = located.kind.other() else {
            failures.push(format!("taken for a report: {beginning}"));
            continue;
        };
        let seems = located.seems().unwrap();
        if other.word() != case.what || !seems.contains(&case.says) {
            failures.push(format!(
                "{beginning}: {}, {seems}; not {} {}",
                other.word(),
                case.what,
                case.says
            ));
        }
        let header = &located.ret.header;
        if !located.doubts.is_empty() || header.year != 0 || !located.found.is_empty() {
            failures.push(format!("{beginning}: something of it was read"));
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn reports_that_look_odd_are_read() {
    let catalog = Catalog::built_in().unwrap();
    let mut failures = Vec::new();
    for case in cases().report {
        let beginning: String = case.text.chars().take(40).collect();
        let beginning = beginning.replace('\n', " ");
        let imported = imported(&catalog, case.file.as_ref(), &case.text);
        for difference in differences(&case, &imported) {
            failures.push(format!("{beginning}: {difference}"));
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

fn differences(case: &ReportCase, imported: &Imported) -> Vec<String> {
    let located = &imported.located;
    if let Some(seems) = located.seems() {
        return vec![format!("refused, {seems}")];
    }
    let (form, ret) = (&located.form, &located.ret);
    let header = &ret.header;
    let mut differences = Vec::new();
    let mut same = |what: &str, found: &str, expected: &str| {
        if found != expected {
            differences.push(format!("{what} is “{found}”, not “{expected}”"));
        }
    };
    same("agency", &header.agency, &case.agency);
    if let Some(year) = case.year {
        same("year", &header.year.to_string(), &year.to_string());
    }
    if let Some(title) = &case.title {
        same("title", &ret.title(form), title);
    }
    if let Some(kind) = &case.kind {
        same("kind", located.kind.word(), kind);
    }
    for (key, figure) in &case.cells {
        let cell = form.cell(key).unwrap_or_else(|| panic!("no cell {key}"));
        same(key, &ret.stated.get(cell).to_string(), figure);
    }
    for (part, phrase) in &case.parts {
        let text = ret.text(part);
        let words = text.pieces().iter().map(|piece| match piece {
            Piece::Words(words) => words.as_str(),
            Piece::Field(_) => "",
        });
        let text: String = words.collect();
        if !text.contains(phrase) {
            differences.push(format!("{part} doesn't say “{phrase}” but “{text}”"));
        }
    }
    let doubts = located.doubts.iter();
    let doubted: BTreeSet<String> = doubts
        .filter_map(|doubt| match doubt.place {
            Place::Header(field) => Some(field.map_or("header", |field| field.word()).to_owned()),
            Place::Part(ref part) => Some(part.clone()),
            _ => None,
        })
        .collect();
    if doubted != case.doubts {
        differences.push(format!("doubts are about {doubted:?}"));
    }
    for phrase in &case.remarks {
        let mut remarks = located.remarks.iter();
        if !remarks.any(|remark| remark.text.contains(phrase)) {
            differences.push(format!("no remark says “{phrase}”"));
        }
    }
    differences
}
