//! Laws that hold for all figures, not only for the ones somebody thought of.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use nianbao::assessment::Assessment;
use nianbao::draft::{self, Unknown};
use nianbao::findings::check;
use nianbao::form::catalog::Catalog;
use nianbao::form::{Form, Supplement, Variant};
use nianbao::returns::{DoubtPlace, HeaderField, OpenDoubt, Previous, Provenance, Reason, Return};
use nianbao::settings::Settings;
use nianbao::totals::{derive, sum};
use nianbao::value::{Decimal, Measure, Unit, Value, parse};
use proptest::prelude::*;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::built_in().unwrap());

fn form() -> Arc<Form> {
    CATALOG.for_year(2023).unwrap()
}

/// Any measure a definition can ask for.
fn measure() -> impl Strategy<Value = Measure> {
    (any::<bool>(), 0_u32..5, any::<bool>()).prop_map(|(money, decimals, signed)| Measure {
        unit: if money {
            Unit::TenThousandYuan
        } else {
            Unit::Count
        },
        decimals,
        signed,
    })
}

/// What people and files put into cells.
fn cell_text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[0-9]{1,6}",
        1 => Just(String::new()),
        1 => "[-/无—]",
        1 => "[0-9.,，元万件 ０-９-]{0,12}",
        1 => ".{0,12}",
    ]
}

/// A return of edition C with any texts in its cells.
fn any_return() -> impl Strategy<Value = Return> {
    let form = form();
    let texts = prop::collection::vec(cell_text(), form.cells.len());
    (texts, "\\PC{0,20}", ".{0,40}").prop_map(move |(texts, agency, text)| {
        let mut ret = Return::blank(&form, &agency, 2023);
        for (cell, text) in form.all_cells().zip(&texts) {
            let value = parse(text, form.definition(cell).measure).value;
            ret.stated.set(cell, value);
        }
        ret.narrative.insert("overview".to_owned(), text.into());
        ret
    })
}

/// Any file a return may come from, with doubts about anything.
fn any_provenance() -> impl Strategy<Value = Provenance> {
    let about = prop_oneof![
        ".{0,12}".prop_map(DoubtPlace::Cell),
        ".{0,12}".prop_map(DoubtPlace::Part),
        prop::option::of(prop::sample::select(HeaderField::ALL.to_vec()))
            .prop_map(DoubtPlace::Header),
    ];
    let doubt = (about, ".{0,12}", ".{0,12}").prop_map(|(about, found, why)| OpenDoubt {
        about,
        found,
        why,
    });
    let doubts = prop::collection::vec(doubt, 0..4);
    let headings = prop::collection::vec(".{0,12}", 0..3);
    ("\\PC{0,20}", "[0-9a-f]{64}", doubts, headings).prop_map(|(file, sha256, doubts, headings)| {
        Provenance {
            file,
            sha256,
            imported_on: "2026-11-22".to_owned(),
            reader: "html".to_owned(),
            headings,
            doubts,
        }
    })
}

/// The same beside a year before, with answers to anything.
fn any_linked_return() -> impl Strategy<Value = Return> {
    let figures = prop::collection::vec(("[a-z.:]{1,12}", "[0-9]{1,4}"), 0..3);
    let reason = ("[A-Z][0-9]", "[a-z]{0,6}", "\\PC{0,20}", figures).prop_map(
        |(rule, instance, text, figures)| Reason {
            rule,
            instance,
            text,
            // Figures are told apart by their keys.
            figures: BTreeMap::from_iter(figures).into_iter().collect(),
        },
    );
    let reasons = prop::collection::vec(reason, 0..4);
    let from = prop::option::of(any_provenance());
    (any_return(), any_return(), reasons, from).prop_map(|(mut ret, mut before, reasons, from)| {
        ret.provenance = from;
        before.header.year = 2022;
        ret.link(Previous::of("上年.nianbao", &form(), &before));
        ret.reasons = reasons;
        ret
    })
}

proptest! {
    #[test]
    fn a_printed_number_is_read_again(digits in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0_u32..=4) {
        let number = Decimal::new(digits, scale);
        let measure = Measure { unit: Unit::TenThousandYuan, decimals: 4, signed: true };
        prop_assert_eq!(parse(&number.to_string(), measure).value, Value::Number(number));
    }

    #[test]
    fn no_text_is_lost_and_none_makes_the_reader_fall(text in ".*", measure in measure()) {
        let reading = parse(&text, measure);
        if let Value::Note(kept) | Value::Unread(kept) = &reading.value {
            prop_assert_eq!(kept, text.trim());
            prop_assert!(reading.remark.is_some());
        }
        // Reading what stands in the cell again changes nothing.
        prop_assert_eq!(parse(&reading.value.to_string(), measure).value, reading.value);
    }

    #[test]
    fn deriving_twice_is_deriving_once(ret in any_return()) {
        let form = form();
        let once = derive(&form, &ret.stated);
        let mut stated = ret.stated.clone();
        for cell in form.all_cells() {
            stated.set(cell, once.value(cell).clone());
        }
        let twice = derive(&form, &stated);
        for cell in form.all_cells() {
            prop_assert_eq!(once.value(cell), twice.value(cell));
            prop_assert_eq!(once.computed(cell), twice.computed(cell));
        }
    }

    #[test]
    fn an_untyped_total_is_its_sum(ret in any_return()) {
        let form = form();
        let derived = derive(&form, &ret.stated);
        for &total in &form.totals {
            if ret.stated.get(total).is_blank() {
                prop_assert_eq!(derived.value(total).number(), derived.computed(total));
            }
        }
        // Totals nobody typed never break a rule about totals.
        let mut untyped = ret.stated.clone();
        for &total in &form.totals {
            untyped.set(total, Value::Blank);
        }
        let derived = derive(&form, &untyped);
        let ret = Return { stated: untyped.clone(), ..ret };
        let broken = check(&form, &ret, &derived, None).broken;
        prop_assert!(!broken.iter().any(|finding| ["T2", "T3", "R1"].contains(&finding.rule.as_str())));
        let first = form.totals[0];
        if let Some(computed) = sum(&untyped, &form.definition(first).sum) {
            prop_assert_eq!(derived.computed(first), Some(computed));
        }
    }

    #[test]
    fn every_finding_has_a_name_of_its_own(ret in any_linked_return()) {
        let broken = Assessment::of(&CATALOG, &form(), &ret).findings.broken;
        let names: BTreeSet<_> = broken.iter().map(|finding| (&finding.rule, &finding.instance)).collect();
        prop_assert_eq!(names.len(), broken.len());
    }

    #[test]
    fn no_definition_of_added_rows_makes_the_loader_fall(at in 0_usize..4_000, byte in 0_u8..128) {
        let mut bytes = include_bytes!("../assets/supplement.toml").to_vec();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(supplement) = Supplement::read(&String::from_utf8_lossy(&bytes)) {
            let variant = Variant {
                supplements: vec![supplement.clone()],
                ..Variant::official(&supplement.edition)
            };
            let _ = CATALOG.build(&variant);
        }
    }

    #[test]
    fn a_saved_draft_opens_as_it_was(ret in any_linked_return()) {
        let form = form();
        let bytes = draft::write(&form, &ret, &Unknown::default());
        let draft = draft::read(&CATALOG, "a.nianbao", &bytes).unwrap();
        prop_assert_eq!(&draft.ret, &ret);
        prop_assert_eq!(draft::write(&form, &draft.ret, &draft.unknown), bytes);
    }

    #[test]
    fn no_bytes_make_a_reader_fall(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = draft::read(&CATALOG, "a", &bytes);
        let _ = Settings::from_bytes(&bytes);
    }

    #[test]
    fn no_broken_draft_makes_the_reader_fall(at in 0_usize..12_000, byte in any::<u8>()) {
        let mut bytes = nianbao::sample::BYTES.to_vec();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = draft::read(&CATALOG, "a", &bytes);
        bytes.truncate(at);
        let _ = draft::read(&CATALOG, "a", &bytes);
    }
}
