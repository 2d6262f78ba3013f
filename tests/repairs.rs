//! Laws of repairs: whatever was mistyped, a repair helps and never harms.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Arc, LazyLock};

use nianbao::findings::check;
use nianbao::form::catalog::Catalog;
use nianbao::form::{Cell, Check, Form, Operator, Severity};
use nianbao::repair::{Repair, repairs};
use nianbao::returns::{Return, Values};
use nianbao::sample;
use nianbao::totals::derive;
use nianbao::value::{Decimal, Value, parse};
use proptest::prelude::*;

static SAMPLE: LazyLock<(Arc<Form>, Return)> = LazyLock::new(|| {
    let (form, draft) = sample::draft(&Catalog::built_in().unwrap()).unwrap();
    (form, draft.ret)
});

/// The sample, with all totals typed or as it ships.
fn sample(totals_typed: bool) -> (Arc<Form>, Return) {
    let (form, mut ret) = SAMPLE.clone();
    if totals_typed {
        let derived = derive(&form, &ret.stated);
        for &total in &form.totals {
            ret.stated.set(total, derived.value(total).clone());
        }
    }
    (form, ret)
}

/// How many equalities of severity Error are broken.
fn broken(form: &Form, ret: &Return) -> usize {
    let is_equality = |id: &str| {
        form.rules.iter().any(|rule| {
            let equal = matches!(&rule.check, Check::Compare { operator, .. } if *operator == Operator::Equal);
            rule.id == id && equal
        })
    };
    check(form, ret, &derive(form, &ret.stated), None)
        .of(Severity::Error)
        .filter(|finding| is_equality(&finding.rule))
        .count()
}

fn proposed(form: &Form, ret: &Return) -> Vec<Repair> {
    repairs(form, &ret.stated, &derive(form, &ret.stated), &[])
}

fn repaired(ret: &Return, repair: &Repair) -> Return {
    let mut ret = ret.clone();
    for change in &repair.changes {
        assert_eq!(ret.stated.get(change.cell), &Value::Number(change.old));
        ret.stated.set(change.cell, Value::Number(change.new));
    }
    ret
}

/// Every repair does what it says, with figures people could have typed.
fn keep_their_word(form: &Form, ret: &Return) -> Result<(), TestCaseError> {
    let before = broken(form, ret);
    let repairs = proposed(form, ret);
    prop_assert!(repairs.len() <= 3);
    prop_assert!(before > 0 || repairs.is_empty());
    for repair in &repairs {
        prop_assert_eq!(repair.of, before);
        prop_assert!(repair.mends > 0);
        prop_assert!(repair.others + 1 >= repairs.len());
        let after = broken(form, &repaired(ret, repair));
        prop_assert_eq!(after, before - repair.mends);
        for change in &repair.changes {
            prop_assert_ne!(change.old, change.new);
            let measure = form.definition(change.cell).measure;
            let typed = parse(&change.new.to_string(), measure).value;
            prop_assert_eq!(typed, Value::Number(change.new));
        }
    }
    Ok(())
}

fn cell_at(form: &Form, index: usize) -> Cell {
    form.all_cells().nth(index % form.cells.len()).unwrap()
}

/// Mostly small counts, as in real returns; sometimes any number at all.
fn figure() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        6 => (0_i64..3000).prop_map(Decimal::from),
        1 => (0_i64..=999_999_999_999_999).prop_map(Decimal::from),
    ]
}

proptest! {
    #[test]
    fn a_single_wrong_figure_can_be_mended(at in 0_usize..200, number in figure(), typed: bool) {
        let (form, mut ret) = sample(typed);
        let cell = cell_at(&form, at);
        ret.stated.set(cell, Value::Number(number));
        keep_their_word(&form, &ret)?;
        let repairs = proposed(&form, &ret);
        let whole = |repair: &Repair| broken(&form, &repaired(&ret, repair)) == 0;
        prop_assert!(broken(&form, &ret) == 0 || repairs.iter().all(whole) && !repairs.is_empty());
    }

    #[test]
    fn two_wrong_figures_can_be_mended(
        first in (0_usize..200, figure()),
        second in (0_usize..200, figure()),
    ) {
        let (form, mut ret) = sample(true);
        for (at, number) in [first, second] {
            ret.stated.set(cell_at(&form, at), Value::Number(number));
        }
        keep_their_word(&form, &ret)?;
        let repairs = proposed(&form, &ret);
        prop_assert!(broken(&form, &ret) == 0 || repairs.first().is_some_and(|r| r.mends == r.of && r.changes.len() <= 2));
    }

    #[test]
    fn many_wrong_figures_never_get_worse(
        slips in prop::collection::vec((0_usize..200, figure()), 1..40),
        typed: bool,
    ) {
        let (form, mut ret) = sample(typed);
        for (at, number) in slips {
            ret.stated.set(cell_at(&form, at), Value::Number(number));
        }
        keep_their_word(&form, &ret)?;
    }

    #[test]
    fn blanks_and_notes_never_get_in_the_way(texts in prop::collection::vec("[0-9]{1,3}|-|", 200)) {
        let (form, mut ret) = sample(true);
        for (cell, text) in form.all_cells().zip(&texts) {
            ret.stated.set(cell, parse(text, form.definition(cell).measure).value);
        }
        keep_their_word(&form, &ret)?;
    }

    #[test]
    fn no_numbers_make_it_fall(
        numbers in prop::collection::vec((any::<i128>(), 0_u32..=28), 200),
        common in any::<i64>(),
    ) {
        let (form, ret) = sample(true);
        let mut stated = Values::blank(&form);
        for (cell, (mantissa, scale)) in form.all_cells().zip(numbers) {
            // Both far apart and so close that some sums hold.
            let mantissa = if mantissa % 3 == 0 { mantissa >> 32 } else { i128::from(common % 100) };
            if let Ok(number) = Decimal::try_from_i128_with_scale(mantissa, if mantissa % 3 == 0 { scale } else { 0 }) {
                stated.set(cell, Value::Number(number));
            }
        }
        let _ = proposed(&form, &Return { stated, ..ret });
    }
}
