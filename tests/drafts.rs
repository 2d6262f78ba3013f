//! Every version of a draft that was ever written still opens.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use nianbao::assessment::Assessment;
use nianbao::draft;
use nianbao::findings::Answer;
use nianbao::form::catalog::Catalog;
use nianbao::returns::{Previous, Return};
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
    assert_eq!(*draft.ret.text("overview"), "第一段\n第二段".into());
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
    // What this version doesn't know of last year and of a reason is still there.
    let text = String::from_utf8(again).unwrap();
    for kept in ["seal", "future.row:x", "later", "王某"] {
        assert!(text.contains(kept), "{kept} is gone:\n{text}");
    }
}

#[test]
fn a_year_before_that_cannot_be_read_stays_until_another_is_linked() {
    let catalog = Catalog::built_in().unwrap();
    for previous in ["null", "7", r#"{"file":"x","return":{"edition":"Z"}}"#] {
        let text = format!(
            r#"{{"format":"nianbao-draft","version":1,"edition":"C","header":{{"year":2024}},"previous":{previous}}}"#
        );
        let mut draft = draft::read(&catalog, "a.nianbao", text.as_bytes()).unwrap();
        let form = catalog.form(&draft.ret.variant).unwrap();
        let again = draft::write(&form, &draft.ret, &draft.unknown);
        let kept = String::from_utf8(again).unwrap().contains("\"Z\"");
        assert_eq!(kept, previous.contains('Z'));
        let before = Return::blank(&form, "某局", 2023);
        draft.ret.link(Previous::of("2023.nianbao", &form, &before));
        let again = draft::write(&form, &draft.ret, &draft.unknown);
        let read = draft::read(&catalog, "a.nianbao", &again).unwrap();
        assert_eq!(read.ret, draft.ret, "{previous}");
    }
}
