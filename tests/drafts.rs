//! Every version of a draft that was ever written still opens.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use nianbao::assessment::Assessment;
use nianbao::draft;
use nianbao::findings::Answer;
use nianbao::form::catalog::Catalog;
use nianbao::value::Value;

#[test]
fn version_1_opens() {
    let catalog = Catalog::built_in().unwrap();
    let bytes = include_bytes!("drafts/v1.json");
    let draft = draft::read(&catalog, "v1.json", bytes).unwrap();
    let form = catalog.form(&draft.ret.variant).unwrap();
    let value = |key: &str| draft.ret.stated.get(form.cell(key).unwrap()).clone();
    assert_eq!(draft.ret.header.agency, "某市某局");
    assert_eq!(draft.ret.header.year, 2022);
    assert_eq!(value("disclosure.fees:amount").to_string(), "25.10");
    assert_eq!(value("cases.review:upheld"), Value::Note("-".to_owned()));
    assert_eq!(
        value("cases.review:corrected"),
        Value::Unread("1.2.3".to_owned())
    );
    assert!(value("cases.review:other").is_blank());
    assert_eq!(draft.ret.text("overview"), "第一段\n第二段");
    assert_eq!(draft.version_note, None);
}

#[test]
fn a_link_reasons_and_added_rows_open() {
    let catalog = Catalog::built_in().unwrap();
    let bytes = include_bytes!("drafts/v1-linked.json");
    let draft = draft::read(&catalog, "v1-linked.json", bytes).unwrap();
    let form = catalog.form(&draft.ret.variant).unwrap();
    let added = form.cell("disclosure.city.documents:issued").unwrap();
    assert_eq!(draft.ret.stated.get(added).to_string(), "186");
    let findings = Assessment::of(&catalog, &form, &draft.ret).findings;
    let mut broken = findings.broken.iter();
    let carried = broken.find(|finding| finding.rule == "T4").unwrap();
    assert_eq!(carried.answer, Answer::Given("上年漏报 1 件".to_owned()));
    let again = draft::write(&form, &draft.ret, &draft.unknown);
    let read = draft::read(&catalog, "again.nianbao", &again).unwrap();
    assert_eq!(read.ret, draft.ret);
}
