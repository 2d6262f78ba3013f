//! Runs the cases of `mentions/*.toml`: a text and figures in, what the text says of them out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use nianbao::form::catalog::Catalog;
use nianbao::narrative::{Agreement, Field, Figures, Piece, Text, mentions};
use nianbao::returns::Return;
use nianbao::totals::derive;
use nianbao::value::{Value, parse};
use serde::Deserialize;

const YEAR: u16 = 2023;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    edition: String,
    /// What each figure is, by key; every other one is 0.
    cells: BTreeMap<String, String>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    /// The words of the number and the figure it is, in order; `≠` before a figure that has
    /// another number.
    #[serde(default)]
    says: Vec<[String; 2]>,
}

#[test]
fn every_text_says_what_it_says() {
    let catalog = Catalog::built_in().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mentions");
    let mut failures = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let cases: Cases = toml::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let form = catalog.official(&cases.edition).unwrap();
        let mut ret = Return::blank(&form, "某区人民政府", YEAR);
        for cell in form.all_cells() {
            if !form.definition(cell).is_total() {
                ret.stated.set(cell, Value::Number(0.into()));
            }
        }
        for (key, text) in &cases.cells {
            let cell = form.cell(key).unwrap_or_else(|| panic!("no cell {key}"));
            let value = parse(text, form.definition(cell).measure).value;
            ret.stated.set(cell, value);
        }
        let derived = derive(&form, &ret.stated);
        let figures = Figures {
            form: &form,
            derived: &derived,
            last_year: None,
        };
        for case in &cases.case {
            let shown = Text::from(case.text.as_str()).shown(&figures);
            let said: Vec<[String; 2]> = mentions(&form.texts, &figures, YEAR, &shown)
                .into_iter()
                .map(|mention| {
                    let words = shown.text.get(mention.range.clone()).unwrap();
                    let figure = mention.figures.first().unwrap();
                    let sign = match mention.agreement {
                        Agreement::Agrees => "",
                        Agreement::Differs { .. } => "≠",
                        Agreement::Waits => "?",
                    };
                    [words.to_owned(), format!("{sign}{figure}")]
                })
                .collect();
            if said != case.says {
                failures.push(format!("{}: {said:?}", case.text));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A number that was bound as offered shows the table's figure and is no mention any more.
#[test]
fn what_is_offered_takes_the_place_of_the_number() {
    let catalog = Catalog::built_in().unwrap();
    let form = catalog.official("C").unwrap();
    let mut ret = Return::blank(&form, "某区人民政府", YEAR);
    for (key, number) in [
        ("disclosure.normative_documents:issued", "27"),
        ("disclosure.fees:amount", "5098.4139"),
    ] {
        let cell = form.cell(key).unwrap();
        let value = parse(number, form.definition(cell).measure).value;
        ret.stated.set(cell, value);
    }
    let derived = derive(&form, &ret.stated);
    let figures = Figures {
        form: &form,
        derived: &derived,
        last_year: None,
    };
    for (typed, bound) in [
        ("制发规范性文件28件。", "制发规范性文件27件。"),
        ("制发规范性文件２８件。", "制发规范性文件27件。"),
        (
            "收取行政事业性收费5000.00万元。",
            "收取行政事业性收费5098.41万元。",
        ),
        (
            "收取行政事业性收费50000000元。",
            "收取行政事业性收费50984139元。",
        ),
    ] {
        let shown = Text::from(typed).shown(&figures);
        let found = mentions(&form.texts, &figures, YEAR, &shown);
        let mention = found.first().unwrap_or_else(|| panic!("{typed}"));
        let offer: Field = mention.offer.clone().unwrap();
        let text = shown.replaced(mention.range.clone(), [Piece::Field(offer.into())]);
        let shown = text.shown(&figures);
        assert_eq!(shown.text, bound);
        assert!(mentions(&form.texts, &figures, YEAR, &shown).is_empty());
    }
}
