//! Repairs of a return with nothing broken, one slip, and thirty broken equalities.

#![allow(clippy::expect_used)]

use divan::{Bencher, black_box};
use nianbao::form::catalog::Catalog;
use nianbao::repair::repairs;
use nianbao::sample;
use nianbao::totals::derive;
use nianbao::value::{Decimal, Value};

fn main() {
    divan::main();
}

/// Which figures are changed by how much, so that so many equalities are broken.
#[derive(Clone, Copy, Debug)]
enum Slips {
    None,
    One,
    /// Thirty equalities, each broken by another amount.
    Scattered,
    /// Thirty equalities, all broken by the same amount.
    Alike,
    /// As scattered, with the totals left to be computed.
    Untyped,
}

#[divan::bench(args = [Slips::None, Slips::One, Slips::Scattered, Slips::Alike, Slips::Untyped])]
fn propose(bencher: Bencher, slips: Slips) {
    let catalog = Catalog::built_in().expect("the definitions load");
    let (form, draft) = sample::draft(&catalog).expect("the sample opens");
    let mut stated = draft.ret.stated;
    let derived = derive(&form, &stated);
    for &total in &form.totals {
        if !matches!(slips, Slips::Untyped) {
            stated.set(total, derived.value(total).clone());
        }
    }
    let every = match slips {
        Slips::None | Slips::One => form.cells.len(),
        Slips::Scattered | Slips::Alike | Slips::Untyped => 5,
    };
    let first = if matches!(slips, Slips::None) {
        form.cells.len()
    } else {
        19
    };
    let changed = form.all_cells().skip(first).step_by(every);
    for (place, cell) in changed.enumerate() {
        let by = match slips {
            Slips::Alike => 10,
            _ => 10 + 7 * i64::try_from(place * place).unwrap_or_default(),
        };
        if let Some(number) = stated.get(cell).number() {
            stated.set(cell, Value::Number(number + Decimal::from(by)));
        }
    }
    let derived = derive(&form, &stated);
    if let Some(repair) = repairs(&form, &stated, &derived, &[]).first() {
        eprintln!(
            "{slips:?}: {} of {} with {} changes, others {}",
            repair.mends,
            repair.of,
            repair.changes.len(),
            repair.others
        );
    }
    bencher.bench_local(move || black_box(repairs(&form, black_box(&stated), &derived, &[])));
}
