//! Laws that hold for all figures, not only for the ones somebody thought of.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Arc, LazyLock};

use nianbao::draft::{self, Unknown};
use nianbao::findings::check;
use nianbao::form::Form;
use nianbao::form::catalog::Catalog;
use nianbao::returns::Return;
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
        ret.narrative.insert("overview".to_owned(), text);
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
    fn a_saved_draft_opens_as_it_was(ret in any_return()) {
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
