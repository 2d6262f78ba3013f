//! Whole exports of the sample, warm: document, PDF, Excel.

#![allow(clippy::expect_used)]

use divan::{Bencher, black_box};
use nianbao::assessment::Assessment;
use nianbao::command::Format;
use nianbao::export::document::{Document, ExportOptions, Mark, SignOff, document};
use nianbao::form::catalog::Catalog;
use nianbao::narrative::Figures;
use nianbao::sample;
use nianbao::task::{check_sheet_bytes, export_bytes};
use nianbao::totals::derive;

fn main() {
    divan::main();
}

const OPTIONS: ExportOptions = ExportOptions {
    mark: Mark::Final,
    date: None,
    sign_off: SignOff::Printed,
};

#[divan::bench]
fn neutral_document(bencher: Bencher) {
    let catalog = Catalog::built_in().expect("the definitions load");
    let (form, draft) = sample::draft(&catalog).expect("the sample opens");
    bencher.bench_local(|| -> Document {
        let derived = derive(&form, &draft.ret.stated);
        let figures = Figures {
            form: &form,
            derived: &derived,
            last_year: None,
        };
        document(&draft.ret, &figures, &OPTIONS)
    });
}

#[divan::bench(args = [Format::Pdf, Format::Xlsx])]
fn check_sheet(bencher: Bencher, format: Format) {
    let catalog = Catalog::built_in().expect("the definitions load");
    let (form, draft) = sample::draft(&catalog).expect("the sample opens");
    let assessment = Assessment::of(&catalog, &form, &draft.ret);
    let sheet =
        || check_sheet_bytes(&form, &draft.ret, &assessment, format, None).expect("it is written");
    black_box(sheet());
    bencher.bench_local(sheet);
}

#[divan::bench(args = [Format::Pdf, Format::Xlsx])]
fn whole_export(bencher: Bencher, format: Format) {
    let catalog = Catalog::built_in().expect("the definitions load");
    let (form, draft) = sample::draft(&catalog).expect("the sample opens");
    let assessment = Assessment::of(&catalog, &form, &draft.ret);
    let figures = assessment.figures(&form);
    let export = || {
        export_bytes(&draft.ret, &figures, &draft.unknown, format, &OPTIONS)
            .expect("the sample exports")
    };
    export();
    bencher.bench_local(|| black_box(export()));
}
