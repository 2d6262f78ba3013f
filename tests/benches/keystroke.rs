//! A keystroke: the typed text becomes a value, totals, and findings, in every edition and
//! beside the year before.

#![allow(clippy::expect_used)]

use divan::{Bencher, black_box};
use nianbao::findings::check;
use nianbao::form::catalog::Catalog;
use nianbao::last_year::LastYear;
use nianbao::returns::{Previous, Return};
use nianbao::sample;
use nianbao::totals::derive;
use nianbao::value::{Value, parse};

fn main() {
    divan::main();
}

/// A return of an edition with every figure filled in, beside itself as the year before. Most
/// relations hold: in a report about to be finished few are broken.
fn filled(catalog: &Catalog, edition: &str) -> (Return, LastYear) {
    let form = catalog.official(edition).expect("a built-in edition");
    let mut ret = Return::blank(&form, "某区人民政府", form.years.from + 1);
    let outcomes = 7 * form
        .all_cells()
        .filter(|&cell| form.key(cell).starts_with("applications.result."))
        .filter(|&cell| form.column_of(cell).id == "natural")
        .filter(|&cell| !form.definition(cell).is_total())
        .count();
    for cell in form.all_cells() {
        if !form.definition(cell).is_total() {
            let figure = match form.row_of(cell).id.as_str() {
                "received" => outcomes,
                "carried_in" | "carried_out" => 12,
                _ => 7,
            };
            ret.stated.set(cell, Value::Number(figure.into()));
        }
    }
    let mut before = ret.clone();
    before.header.year -= 1;
    ret.previous = Some(Previous::of("上年.nianbao", &form, &before).into());
    let last_year = LastYear::of(catalog, &form, &ret).expect("the edition is known");
    (ret, last_year)
}

#[divan::bench(args = ["A", "A-bj", "B", "C"])]
fn parse_derive_check_beside_last_year(bencher: Bencher, edition: &str) {
    let catalog = Catalog::built_in().expect("the definitions load");
    let form = catalog.official(edition).expect("a built-in edition");
    let (mut ret, last_year) = filled(&catalog, edition);
    let cell = form.all_cells().next().expect("a form has cells");
    bencher.bench_local(move || {
        let reading = parse(black_box("440"), form.definition(cell).measure);
        ret.stated.set(cell, reading.value);
        let derived = derive(&form, &ret.stated);
        black_box(check(&form, &ret, &derived, Some(&last_year)))
    });
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
