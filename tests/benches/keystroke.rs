//! A keystroke: the typed text becomes a value, totals, and findings.

#![allow(clippy::expect_used)]

use divan::{Bencher, black_box};
use nianbao::findings::check;
use nianbao::form::catalog::Catalog;
use nianbao::sample;
use nianbao::totals::derive;
use nianbao::value::parse;

fn main() {
    divan::main();
}

#[divan::bench]
fn parse_derive_check(bencher: Bencher) {
    let catalog = Catalog::built_in().expect("the definitions load");
    let (form, draft) = sample::draft(&catalog).expect("the sample opens");
    let cell = form
        .cell("applications.result.granted:natural")
        .expect("edition C has the cell");
    let mut ret = draft.ret;
    bencher.bench_local(move || {
        let reading = parse(black_box("440"), form.definition(cell).measure);
        ret.stated.set(cell, reading.value);
        let derived = derive(&form, &ret.stated);
        black_box(check(&form, &ret, &derived, None))
    });
}

#[divan::bench]
fn load_the_definitions() -> Catalog {
    Catalog::built_in().expect("the definitions load")
}
