//! Whole exports of the sample, warm: document, PDF, Excel, Word, web page.

#![allow(clippy::expect_used)]

use divan::{Bencher, black_box};
use nianbao::assessment::Assessment;
use nianbao::command::Format;
use nianbao::export::document::{Document, ExportOptions, Mark, SignOff, document};
use nianbao::form::catalog::Catalog;
use nianbao::sample;
use nianbao::task::{check_sheet_bytes, export_bytes, open_report};
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
        document(
            &form,
            &draft.ret,
            &derive(&form, &draft.ret.stated),
            &OPTIONS,
        )
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

#[divan::bench(args = Format::ALL)]
fn whole_export(bencher: Bencher, format: Format) {
    let catalog = Catalog::built_in().expect("the definitions load");
    let (form, draft) = sample::draft(&catalog).expect("the sample opens");
    let export = || {
        export_bytes(&form, &draft.ret, &draft.unknown, format, &OPTIONS)
            .expect("the sample exports")
    };
    export();
    bencher.bench_local(|| black_box(export()));
}

/// Opening an export: the draft taken out, and what is seen compared with it.
#[divan::bench(args = [Format::Docx, Format::Html])]
fn open_export(bencher: Bencher, format: Format) {
    let catalog = Catalog::built_in().expect("the definitions load");
    let (form, draft) = sample::draft(&catalog).expect("the sample opens");
    let bytes = export_bytes(&form, &draft.ret, &draft.unknown, format, &OPTIONS)
        .expect("the sample exports");
    bencher.bench_local(|| open_report(&catalog, "a", black_box(&bytes)).expect("it opens"));
}
