//! Runs the cases of `charts.toml`: figures in, what the charts say out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::sync::Arc;

use nianbao::charts::{Chart, ChartSet, KeyFigure, Material, YearCharts};
use nianbao::command::Format;
use nianbao::draft::{self, Draft};
use nianbao::export::document::{Block, ExportOptions, Mark, SignOff, illustrated};
use nianbao::export::fonts::{Fonts, Metrics};
use nianbao::export::layout::{MM_PER_POINT, Operation, PAGE_HEIGHT, PAGE_WIDTH};
use nianbao::export::picture::{self, Picture, PictureFormat};
use nianbao::form::catalog::Catalog;
use nianbao::form::{Form, Supplement, Variant};
use nianbao::returns::{Return, Values};
use nianbao::sample;
use nianbao::task::export_bytes;
use nianbao::totals::{Derived, derive};
use nianbao::value::{Value, parse};
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

const OPTIONS: ExportOptions = ExportOptions {
    mark: Mark::Final,
    date: None,
    sign_off: SignOff::Left,
};

/// The sample with charts asked for.
fn illustrated_sample(catalog: &Catalog, ids: &[&str]) -> (Arc<Form>, Draft, YearCharts) {
    let (form, mut draft) = sample::draft(catalog).unwrap();
    draft.ret.charts = ids.iter().map(|&id| id.to_owned()).collect();
    let derived = derive(&form, &draft.ret.stated);
    let charts = YearCharts::of(catalog, &form, &draft.ret, &derived);
    (form, draft, charts)
}

#[test]
fn a_report_prints_the_charts_it_asks_for_at_the_end_of_their_part() {
    let catalog = Catalog::built_in().unwrap();
    let ids = ["cases", "outcomes", "trend", "of another program"];
    let (form, draft, charts) = illustrated_sample(&catalog, &ids);
    let derived = derive(&form, &draft.ret.stated);
    let document = illustrated(&form, &draft.ret, &derived, &charts.charts, &OPTIONS);
    let mut heading = String::new();
    let mut printed = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading(text) => heading.clone_from(text),
            Block::Chart { number, chart } => {
                printed.push((*number, chart.id.as_str(), heading.clone()));
            }
            _ => {}
        }
    }
    // The trend waits for a year to compare with.
    let part = "一、总体情况".to_owned();
    assert_eq!(printed, [(1, "outcomes", part.clone()), (2, "cases", part)]);
}

#[test]
fn exports_with_charts_are_the_same_bytes_every_time() {
    let catalog = Catalog::built_in().unwrap();
    let (form, draft, charts) = illustrated_sample(&catalog, &["outcomes", "applicants", "cases"]);
    for format in Format::ALL {
        let bytes = |charts: &[Chart]| {
            export_bytes(&form, &draft.ret, &draft.unknown, charts, format, &OPTIONS).unwrap()
        };
        assert_eq!(bytes(&charts.charts), bytes(&charts.charts), "{format:?}");
        assert_ne!(bytes(&charts.charts), bytes(&[]), "{format:?}");
    }
    let drawn = Picture::of(&form, &draft.ret, charts, Mark::Final);
    for format in PictureFormat::ALL {
        let bytes = || picture::write(&drawn, format, Fonts::bundled()).unwrap();
        let first = bytes();
        assert_eq!(first, bytes(), "{format:?}");
        assert!(first.len() < 400_000, "{format:?}: {}", first.len());
    }
}

#[test]
fn ids_of_other_programs_charts_stay_in_the_draft() {
    let catalog = Catalog::built_in().unwrap();
    let (form, draft, _) = illustrated_sample(&catalog, &["outcomes", "of another program"]);
    let bytes = draft::write(&form, &draft.ret, &draft.unknown);
    let read = draft::read(&catalog, "甲", &bytes).unwrap();
    assert_eq!(read.ret.charts, draft.ret.charts);
    assert_eq!(draft::write(&form, &read.ret, &read.unknown), bytes);
}

#[test]
fn the_picture_stays_on_its_page_in_every_edition() {
    let catalog = Catalog::built_in().unwrap();
    for form in catalog.forms() {
        let mut ret = Return::blank(
            form,
            "某某某某某某某某某某某某某某某某某自治州人民政府",
            form.years.from,
        );
        for (at, cell) in form.all_cells().enumerate() {
            if !form.definition(cell).is_total() {
                ret.stated
                    .set(cell, Value::Number((at * 37 % 100_000).into()));
            }
        }
        let charts = YearCharts::of(&catalog, form, &ret, &derive(form, &ret.stated));
        let drawn = Picture::of(form, &ret, charts, Mark::Draft);
        let page = drawn.page(Fonts::bundled()).unwrap();
        let mut texts = Vec::new();
        for operation in page.operations() {
            let Operation::Text(run) = operation else {
                continue;
            };
            let fonts = Fonts::bundled();
            let ems: f32 = run
                .text
                .chars()
                .filter_map(|c| fonts.advance(run.face, c))
                .sum();
            let right = run.x + ems * run.size * MM_PER_POINT;
            assert!(
                run.x >= 0.0 && right <= PAGE_WIDTH,
                "{}: {}",
                form.edition(),
                run.text
            );
            assert!(
                run.baseline <= PAGE_HEIGHT - 5.0,
                "{}: {}",
                form.edition(),
                run.text
            );
            texts.push((
                run.x,
                right,
                run.baseline,
                run.size * MM_PER_POINT,
                &run.text,
            ));
        }
        for (at, one) in texts.iter().enumerate() {
            for other in &texts[at + 1..] {
                let apart = one.1 <= other.0 + 0.1
                    || other.1 <= one.0 + 0.1
                    || (one.2 - other.2).abs() >= one.3.min(other.3) * 0.75;
                assert!(
                    apart,
                    "{}: “{}” and “{}” overlap",
                    form.edition(),
                    one.4,
                    other.4
                );
            }
        }
    }
}
