//! Runs the cases of `rules/*.toml`: figures and texts in, findings out.
//!
//! A case starts from the blank or the sample return, sets some cells, header
//! fields and texts, and says which applications of rules are broken (with the
//! difference), which wait, and which hold. `T1[natural]` is rule T1 for the
//! column `natural`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use nianbao::assessment::Assessment;
use nianbao::findings::Finding;
use nianbao::form::catalog::Catalog;
use nianbao::form::{Check, Form, Variant};
use nianbao::narrative::Piece;
use nianbao::returns::{HeaderField, Level, Previous, Provenance, Return, RuleMaking};
use nianbao::sample;
use nianbao::totals::derive;
use nianbao::value::parse;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    edition: String,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Case {
    name: String,
    /// `blank` or `sample`.
    start: String,
    year: Option<u16>,
    #[serde(default)]
    type_all_totals: bool,
    #[serde(default)]
    alternatives: Vec<String>,
    #[serde(default)]
    cells: BTreeMap<String, String>,
    #[serde(default)]
    header: BTreeMap<String, String>,
    rule_making: Option<bool>,
    /// Whether it is a government's report.
    #[serde(default)]
    government: bool,
    /// The headings of an imported report.
    headings: Option<Vec<String>>,
    #[serde(default)]
    text: BTreeMap<String, String>,
    /// Named figures put at the end of a part's text.
    #[serde(default)]
    text_figures: BTreeMap<String, Vec<String>>,
    /// Last year's return.
    previous: Option<LastYearCase>,
    /// Every broken application with its difference; empty where it has no numbers.
    broken: Option<BTreeMap<String, String>>,
    #[serde(default)]
    waits: Vec<String>,
    #[serde(default)]
    holds: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct LastYearCase {
    edition: String,
    year: u16,
    /// `blank` (the default) or `sample`.
    #[serde(default)]
    start: String,
    #[serde(default)]
    cells: BTreeMap<String, String>,
    #[serde(default)]
    text: BTreeMap<String, String>,
}

fn cases() -> Vec<Cases> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            toml::from_str(&fs::read_to_string(path).unwrap())
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        })
        .collect()
}

fn instance(rule: &str, instance: &str) -> String {
    if instance.is_empty() {
        rule.to_owned()
    } else {
        format!("{rule}[{instance}]")
    }
}

fn fill(name: &str, form: &Form, ret: &mut Return, cells: &BTreeMap<String, String>) {
    for (key, text) in cells {
        let cell = form
            .cell(key)
            .unwrap_or_else(|| panic!("{name}: no cell {key}"));
        let measure = form.definition(cell).measure;
        ret.stated.set(cell, parse(text, measure).value);
    }
}

fn last_year(catalog: &Catalog, name: &str, case: &LastYearCase) -> Previous {
    let form = catalog.official(&case.edition).unwrap();
    let mut ret = match case.start.as_str() {
        "sample" => sample::draft(catalog).unwrap().1.ret,
        _ => Return::blank(&form, "某区人民政府", case.year),
    };
    ret.header.year = case.year;
    fill(name, &form, &mut ret, &case.cells);
    let texts = case.text.iter();
    ret.narrative
        .extend(texts.map(|(part, text)| (part.clone(), text.as_str().into())));
    Previous::of("上年.nianbao", &form, &ret)
}

fn run(catalog: &Catalog, edition: &str, case: &Case) {
    let variant = Variant {
        alternatives: case.alternatives.clone(),
        ..Variant::official(edition)
    };
    let form = catalog.form(&variant).unwrap();
    let mut ret = match case.start.as_str() {
        "blank" => Return::blank(&form, "某区人民政府", form.years.from),
        "sample" => sample::draft(catalog).unwrap().1.ret,
        other => panic!("{}: no start {other}", case.name),
    };
    if case.type_all_totals {
        let derived = derive(&form, &ret.stated);
        for &total in &form.totals {
            ret.stated.set(total, derived.value(total).clone());
        }
    }
    fill(&case.name, &form, &mut ret, &case.cells);
    for (word, text) in &case.header {
        let field = HeaderField::ALL
            .into_iter()
            .find(|field| field.word() == word)
            .unwrap();
        text.clone_into(ret.header.text_mut(field).unwrap());
    }
    if let Some(year) = case.year {
        ret.header.year = year;
    }
    ret.header.rule_making = match case.rule_making {
        None => RuleMaking::Unstated,
        Some(true) => RuleMaking::Has,
        Some(false) => RuleMaking::HasNot,
    };
    if case.government {
        ret.header.level = Level::Government;
    }
    ret.provenance = case.headings.as_ref().map(|headings| Provenance {
        file: "年报.html".to_owned(),
        headings: headings.clone(),
        ..Provenance::default()
    });
    let texts = case.text.iter();
    ret.narrative
        .extend(texts.map(|(part, text)| (part.clone(), text.as_str().into())));
    for (part, ids) in &case.text_figures {
        let text = ret.narrative.entry(part.clone()).or_default();
        for id in ids {
            let figure = form.texts.figure(id).unwrap();
            text.push(Piece::Field(figure.field.clone().into()));
        }
    }
    if let Some(previous) = &case.previous {
        ret.previous = Some(last_year(catalog, &case.name, previous).into());
    }

    let findings = Assessment::of(catalog, &form, &ret).findings;
    let id = |finding: &Finding| instance(&finding.rule, &finding.instance);
    let difference = |finding: &Finding| {
        finding
            .sides
            .as_ref()
            .map_or_else(String::new, |sides| sides.difference.to_string())
    };
    let broken: BTreeMap<String, String> = findings
        .broken
        .iter()
        .map(|finding| (id(finding), difference(finding)))
        .collect();
    let waiting: BTreeSet<String> = findings
        .waiting
        .iter()
        .map(|waiting| instance(&waiting.rule, &waiting.instance))
        .collect();
    if let Some(expected) = &case.broken {
        assert_eq!(&broken, expected, "{}: broken", case.name);
    }
    for id in &case.waits {
        assert!(waiting.contains(id), "{}: {id} should wait", case.name);
    }
    for id in &case.holds {
        assert!(
            !broken.contains_key(id) && !waiting.contains(id),
            "{}: {id} should hold",
            case.name
        );
    }
    for finding in &findings.broken {
        assert!(!finding.title.is_empty() && !finding.message.is_empty());
    }
}

#[test]
fn every_case_gives_its_findings() {
    let catalog = Catalog::built_in().unwrap();
    for cases in cases() {
        for case in &cases.case {
            run(&catalog, &cases.edition, case);
        }
    }
}

#[test]
fn every_rule_has_a_case_that_holds_one_that_breaks_and_one_that_waits() {
    let catalog = Catalog::built_in().unwrap();
    let rule_of = |id: &String| id.split('[').next().unwrap().to_owned();
    for cases in cases() {
        let form = catalog.official(&cases.edition).unwrap();
        let named = |ids: fn(&Case) -> Vec<String>| -> BTreeSet<String> {
            cases
                .case
                .iter()
                .flat_map(ids)
                .map(|id| rule_of(&id))
                .collect()
        };
        let broken = named(|case| {
            case.broken
                .iter()
                .flat_map(BTreeMap::keys)
                .cloned()
                .collect()
        });
        let holds = named(|case| case.holds.clone());
        let waits = named(|case| case.waits.clone());
        for rule in &form.rules {
            assert!(broken.contains(&rule.id), "no case breaks {}", rule.id);
            assert!(holds.contains(&rule.id), "{} holds in no case", rule.id);
            if matches!(rule.check, Check::Compare { .. }) {
                assert!(waits.contains(&rule.id), "{} waits in no case", rule.id);
            }
        }
    }
}
