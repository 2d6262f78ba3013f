//! The scan before publication, as cases: what is told, and what is left alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use nianbao::assessment::Assessment;
use nianbao::form::catalog::Catalog;
use nianbao::returns::{HeaderField, Place, Previous, Provenance, Reason, Return};
use nianbao::sample;
use nianbao::scan::{Hit, Rules, scan};
use nianbao::value::Value;
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    hits: Vec<String>,
    /// Why it is so, where that isn't plain.
    #[serde(default)]
    why: String,
}

fn scanned(change: impl FnOnce(&mut Return)) -> Vec<Hit> {
    let catalog = Catalog::built_in().unwrap();
    let form = catalog.for_year(2023).unwrap();
    let mut ret = Return::blank(&form, "某区人民政府", 2023);
    ret.header.telephone = "010-12345678".to_owned();
    ret.header.email = "zwgk@example.gov.cn".to_owned();
    change(&mut ret);
    let assessment = Assessment::of(&catalog, &form, &ret);
    scan(
        &Rules::built_in().unwrap(),
        &ret,
        &assessment.figures(&form),
    )
}

fn written(hits: &[Hit]) -> Vec<String> {
    let hits = hits.iter();
    hits.map(|hit| format!("{} {}", hit.id.kind, hit.id.found))
        .collect()
}

#[test]
fn texts_are_told_as_the_cases_say() {
    let cases: Cases = toml::from_str(include_str!("scan/cases.toml")).unwrap();
    let mut wrong = Vec::new();
    for Case { text, hits, why } in cases.case {
        let found = written(&scanned(|ret| {
            ret.narrative
                .insert("overview".to_owned(), text.as_str().into());
        }));
        if found != hits {
            wrong.push(format!(
                "{text}（{why}）\n  found    {found:?}\n  expected {hits:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_sample_may_be_published() {
    let catalog = Catalog::built_in().unwrap();
    let (form, draft) = sample::draft(&catalog).unwrap();
    let assessment = Assessment::of(&catalog, &form, &draft.ret);
    let hits = scan(
        &Rules::built_in().unwrap(),
        &draft.ret,
        &assessment.figures(&form),
    );
    assert_eq!(written(&hits), Vec::<String>::new());
}

#[test]
fn a_hit_says_where_it_is_and_what_is_around() {
    let hits = scanned(|ret| {
        let text = "第一段。\n加强沟通，由李雷（13812345678）负责，另见李雷（13812345678）";
        ret.narrative.insert("problems".to_owned(), text.into());
    });
    let mobiles: Vec<_> = hits.iter().filter(|hit| hit.id.kind == "mobile").collect();
    let [first, second] = mobiles.as_slice() else {
        panic!("{hits:?}");
    };
    assert_eq!(first.place, Some(Place::Part("problems".to_owned())));
    assert_eq!(first.id.source, "五、问题改进");
    assert_eq!(first.before, "加强沟通，由李雷（");
    assert_eq!(first.after, "）负责，另见李雷（13812…");
    assert!(!first.why.is_empty() && !first.advice.is_empty());
    assert_ne!(first.id, second.id, "each can be looked at by itself");
}

#[test]
fn contact_data_is_normal_in_the_lead_only() {
    let text = "有事打021-12345678，或写信到a@b.cn";
    let kinds = |part: &str| {
        written(&scanned(|ret| {
            ret.narrative.insert(part.to_owned(), text.into());
        }))
    };
    assert_eq!(kinds("lead"), Vec::<String>::new());
    assert_eq!(kinds("other"), ["landline 021-12345678", "e-mail a@b.cn"]);
}

#[test]
fn notes_in_cells_and_header_fields_are_read_too() {
    let catalog = Catalog::built_in().unwrap();
    let form = catalog.for_year(2023).unwrap();
    let cell = form.cell("cases.review:upheld").unwrap();
    let other = form.cell("cases.review:corrected").unwrap();
    let hits = scanned(|ret| {
        ret.stated.set(cell, Value::Note("待核".to_owned()));
        ret.stated
            .set(other, Value::Number(13_812_345_678_u64.into()));
        ret.header.title = "XX区报告".to_owned();
    });
    let places: Vec<_> = hits.iter().map(|hit| hit.place.clone().unwrap()).collect();
    assert_eq!(
        places,
        [
            Place::Header(Some(HeaderField::Title)),
            Place::Cell(cell),
            Place::Cell(other)
        ]
    );
}

#[test]
fn what_goes_along_is_named() {
    let catalog = Catalog::built_in().unwrap();
    let form = catalog.for_year(2022).unwrap();
    let mut last = Return::blank(&form, "某区人民政府", 2022);
    last.narrative.insert("other".to_owned(), "送审稿".into());
    let hits = scanned(|ret| {
        ret.header.filler = "李雷".to_owned();
        ret.previous = Some(Arc::new(Previous::of("去年.pdf", &form, &last)));
        ret.provenance = Some(Provenance {
            file: "旧表.docx".to_owned(),
            ..Provenance::default()
        });
        ret.reasons.push(Reason {
            rule: "R1".to_owned(),
            instance: String::new(),
            text: "与13812345678核实".to_owned(),
            figures: Vec::new(),
        });
    });
    assert_eq!(
        written(&hits),
        [
            "mobile 13812345678",
            "leftover 送审稿",
            "signatories 填报人 李雷",
            "reasons 1 条理由",
            "last-year 2022 年的年报",
            "origin 旧表.docx",
            "origin 去年.pdf",
        ]
    );
}
