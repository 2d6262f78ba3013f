//! Runs the cases of `charts.toml`: figures in, what the charts say out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::sync::Arc;

use nianbao::charts::{Chart, ChartSet, KeyFigure, Material};
use nianbao::form::catalog::Catalog;
use nianbao::form::{Form, Supplement, Variant};
use nianbao::returns::Values;
use nianbao::sample;
use nianbao::totals::{Derived, derive};
use nianbao::value::parse;
use nianbao::years::{YearReport, Years};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(flatten)]
    report: Report,
    #[serde(default)]
    before: Vec<Report>,
    /// What charts say, by id.
    #[serde(default)]
    charts: BTreeMap<String, String>,
    /// `新收申请 3 件`; `上年` where there is a year to compare with.
    key_figures: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Report {
    edition: String,
    year: u16,
    /// Whether it begins with the sample's figures.
    #[serde(default)]
    sample: bool,
    #[serde(default)]
    alternatives: Vec<String>,
    supplement: Option<String>,
    #[serde(default)]
    cells: BTreeMap<String, String>,
    /// Whether cells not named hold zero.
    #[serde(default)]
    rest_zero: bool,
}

fn report(catalog: &Catalog, report: &Report) -> YearReport {
    let variant = Variant {
        alternatives: report.alternatives.clone(),
        supplements: report
            .supplement
            .iter()
            .map(|text| Supplement::read(text).expect("a supplement"))
            .collect(),
        ..Variant::official(&report.edition)
    };
    let form = catalog.form(&variant).expect("the variant exists");
    let derived = derived(catalog, &form, report);
    YearReport {
        year: report.year,
        agency: "某区人民政府".to_owned(),
        form,
        derived,
        source: String::new(),
    }
}

fn derived(catalog: &Catalog, form: &Arc<Form>, report: &Report) -> Derived {
    let mut stated = Values::blank(form);
    if report.sample {
        stated = sample::draft(catalog).unwrap().1.ret.stated;
    }
    for cell in form.all_cells() {
        if report.rest_zero && !form.definition(cell).is_total() {
            stated.set(cell, parse("0", form.definition(cell).measure).value);
        }
    }
    for (key, text) in &report.cells {
        let cell = form.cell(key).unwrap_or_else(|| panic!("no cell {key}"));
        let value = parse(text, form.definition(cell).measure).value;
        stated.set(cell, value);
    }
    derive(form, &stated)
}

fn of(catalog: &Catalog, own: &Report, before: &[Report]) -> (Vec<Chart>, Vec<KeyFigure>) {
    let own = report(catalog, own);
    let mut reports: Vec<YearReport> = before.iter().map(|one| report(catalog, one)).collect();
    reports.push(own.clone());
    let years = Years::of(catalog.crosswalk(), reports);
    let material = Material {
        crosswalk: catalog.crosswalk(),
        form: &own.form,
        derived: &own.derived,
        year: own.year,
        years: &years,
    };
    let charts = catalog.charts();
    (charts.of(material), charts.key_figures(material))
}

fn told(figure: &KeyFigure) -> String {
    let number = figure.number.map_or("未填".to_owned(), |n| n.to_string());
    let before = figure
        .before
        .map_or(String::new(), |n| format!("，上年 {n}"));
    format!("{} {number} {}{before}", figure.label, figure.unit)
}

#[test]
fn the_cases_say_what_they_should() {
    let catalog = Catalog::built_in().unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/charts.toml");
    let cases: Cases = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for case in &cases.case {
        let (charts, key_figures) = of(&catalog, &case.report, &case.before);
        for (id, expected) in &case.charts {
            let chart = charts.iter().find(|chart| chart.id == *id);
            let words = chart.map_or(String::new(), |chart| {
                format!("{}：{}", chart.title, chart.in_words())
            });
            if words != *expected {
                wrong.push(format!("{}, {id}\n  {words}\n  {expected}", case.name));
            }
        }
        if let Some(expected) = &case.key_figures {
            let said: Vec<String> = key_figures.iter().map(told).collect();
            if said != *expected {
                wrong.push(format!("{}\n  {said:?}", case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_edition_has_every_chart_or_is_said_to_have_none() {
    let catalog = Catalog::built_in().unwrap();
    let forms = || catalog.forms().map(AsRef::as_ref);
    let gap = r#"
        [[chart]]
        id = "trend"
        title = "图"
        unit = "件"
        drawn = "columns"
        nothing = "没有"
        without = ["A"]
        [[chart.of]]
        editions = ["B"]
        part = "nowhere"
        lines = [{ indicator = "received" }, { indicator = "nothing" }]
    "#;
    let charts = ChartSet::load(gap).unwrap();
    let problems = charts.check(catalog.crosswalk(), forms()).unwrap_err();
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(
        codes,
        [
            "uncovered-edition",
            "unknown-part",
            "unknown-indicator",
            "uncovered-edition"
        ]
    );
    assert!(problems.iter().all(|problem| !problem.remedy.is_empty()));
}

#[test]
fn a_faulty_definition_is_told_whole() {
    let faulty = r#"
        [[chart]]
        id = "a"
        title = "图"
        unit = "件"
        drawn = "ring"
        nothing = "没有"
        [[chart.of]]
        editions = ["C"]
        part = "overview"
        lines = [{ indicator = "received" }]
        parts = [{ label = "甲" }]
        [[chart]]
        id = "a"
        title = ""
        unit = "件"
        drawn = "matrix"
        nothing = "没有"
        [[chart.of]]
        editions = ["C"]
        part = "overview"
        columns = ["甲", "乙"]
        groups = [{ label = "组", cells = ["x"] }]
    "#;
    let problems = ChartSet::load(faulty).unwrap_err();
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(
        codes,
        [
            "wrong-figures",
            "missing-part",
            "wrong-part",
            "doubled-id",
            "missing-text",
            "wrong-group"
        ]
    );
}
