//! A keystroke: the typed text becomes a value, totals, and findings, in every edition and
//! beside the year before.

#![allow(clippy::expect_used)]

use divan::{Bencher, black_box};
use nianbao::findings::{Readings, check, check_again};
use nianbao::form::Form;
use nianbao::form::catalog::Catalog;
use nianbao::last_year::LastYear;
use nianbao::narrative::Figures;
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
    let mut readings = Readings::default();
    bencher.bench_local(move || {
        let reading = parse(black_box("440"), form.definition(cell).measure);
        ret.stated.set(cell, reading.value);
        let derived = derive(&form, &ret.stated);
        black_box(check_again(&form, &ret, &derived, None, &mut readings))
    });
}

/// The same in a report whose parts are written with every figure there is a sentence for.
#[divan::bench(args = ["A-bj", "C"])]
fn parse_derive_check_with_figures_in_texts(bencher: Bencher, edition: &str) {
    let catalog = Catalog::built_in().expect("the definitions load");
    let form = catalog.official(edition).expect("a built-in edition");
    let (mut ret, last_year) = filled(&catalog, edition);
    write_passages(&form, &mut ret, &last_year);
    let cell = form.all_cells().next().expect("a form has cells");
    let mut readings = Readings::default();
    bencher.bench_local(move || {
        let reading = parse(black_box("440"), form.definition(cell).measure);
        ret.stated.set(cell, reading.value);
        let derived = derive(&form, &ret.stated);
        let last_year = Some(&last_year);
        black_box(check_again(&form, &ret, &derived, last_year, &mut readings))
    });
}

/// Typed numbers in a report of about 6 000 characters: a figure typed into a table.
#[divan::bench]
fn parse_derive_check_beside_a_long_text(bencher: Bencher) {
    let catalog = Catalog::built_in().expect("the definitions load");
    let form = catalog.official("C").expect("a built-in edition");
    let (mut ret, last_year) = filled(&catalog, "C");
    let text = long_text(&form, &ret);
    ret.narrative.insert("overview".to_owned(), text.into());
    let cell = form.all_cells().next().expect("a form has cells");
    let mut readings = Readings::default();
    bencher.bench_local(move || {
        let reading = parse(black_box("440"), form.definition(cell).measure);
        ret.stated.set(cell, reading.value);
        let derived = derive(&form, &ret.stated);
        let last_year = Some(&last_year);
        black_box(check_again(&form, &ret, &derived, last_year, &mut readings))
    });
}

/// The same text with a character typed into it.
#[divan::bench]
fn check_after_typing_into_a_long_text(bencher: Bencher) {
    let catalog = Catalog::built_in().expect("the definitions load");
    let form = catalog.official("C").expect("a built-in edition");
    let (mut ret, last_year) = filled(&catalog, "C");
    let derived = derive(&form, &ret.stated);
    let text = long_text(&form, &ret);
    let texts = [text.replacen("全年", "全年度", 1), text];
    let mut readings = Readings::default();
    let mut turn = 0;
    bencher.bench_local(move || {
        turn = 1 - turn;
        let text = texts.get(turn).cloned().unwrap_or_default();
        ret.narrative.insert("overview".to_owned(), text.into());
        let last_year = Some(&last_year);
        black_box(check_again(&form, &ret, &derived, last_year, &mut readings))
    });
}

/// Forty paragraphs of 150 characters, every third with the figures of the tables as typed numbers.
fn long_text(form: &Form, ret: &Return) -> String {
    let derived = derive(form, &ret.stated);
    let figures = Figures {
        form,
        derived: &derived,
        last_year: None,
    };
    let number = |id: &str| {
        let figure = form.texts.figure(id).expect("edition C has the figure");
        figure.field.shown(&figures)
    };
    let words = "进一步完善政府信息公开制度，明确公开内容和责任，规范公开程序，拓宽公开渠道，\
                 加强政策解读和舆情回应，提高公开的质量和时效，方便群众和企业查询、获取和使用政府信息。";
    let numbers = format!(
        "全年收到政府信息公开申请{}，办结{}，其中予以公开{}，部分公开{}，不予公开{}；\
         被申请政府信息公开行政复议{}，政府信息公开行政诉讼{}。",
        number("received"),
        number("closed"),
        number("granted"),
        number("partial"),
        number("denied"),
        number("reviews"),
        number("lawsuits"),
    );
    let paragraphs = (0..40).map(|index| match index % 3 {
        0 => format!("（{index}）{words}{numbers}"),
        _ => format!("（{index}）{words}{words}"),
    });
    paragraphs.collect::<Vec<_>>().join("\n")
}

/// A character typed into such a text: which of its figures stay bound.
#[divan::bench]
fn type_into_a_text_with_figures(bencher: Bencher) {
    let catalog = Catalog::built_in().expect("the definitions load");
    let form = catalog.official("C").expect("a built-in edition");
    let (mut ret, last_year) = filled(&catalog, "C");
    write_passages(&form, &mut ret, &last_year);
    let derived = derive(&form, &ret.stated);
    let figures = Figures {
        form: &form,
        derived: &derived,
        last_year: Some(&last_year),
    };
    bencher.bench_local(|| {
        let shown = ret.text("overview").shown(&figures);
        let typed = black_box(shown.text.replacen("全年", "全年度", 1));
        black_box(shown.retyped(&typed))
    });
}

fn write_passages(form: &Form, ret: &mut Return, last_year: &LastYear) {
    let derived = derive(form, &ret.stated);
    let figures = Figures {
        form,
        derived: &derived,
        last_year: Some(last_year),
    };
    for passage in &form.texts.passages {
        let text = passage.text(&form.texts.figures, &figures, &ret.header);
        let whole = ret.narrative.entry(passage.part.clone()).or_default();
        for piece in text.pieces() {
            whole.push(piece.clone());
        }
    }
}

#[divan::bench]
fn load_the_definitions() -> Catalog {
    Catalog::built_in().expect("the definitions load")
}
