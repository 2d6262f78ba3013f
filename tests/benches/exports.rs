//! Whole exports of the sample, warm: document, PDF, Excel, Word, web page, pixels.

#![allow(clippy::expect_used)]

use divan::{Bencher, black_box};
use nianbao::assessment::Assessment;
use nianbao::command::Format;
use nianbao::export::document::{Document, ExportOptions, Mark, SignOff, document};
use nianbao::export::fonts::Fonts;
use nianbao::export::layout;
use nianbao::export::raster::{Rasterizer, Region};
use nianbao::form::catalog::Catalog;
use nianbao::narrative::Figures;
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

#[divan::bench(args = Format::ALL)]
fn whole_export(bencher: Bencher, format: Format) {
    let catalog = Catalog::built_in().expect("the definitions load");
    let (form, draft) = sample::draft(&catalog).expect("the sample opens");
    let assessment = Assessment::of(&catalog, &form, &draft.ret);
    let figures = assessment.figures(&form);
    let export = || {
        export_bytes(&draft.ret, &figures, &draft.unknown, &[], format, &OPTIONS)
            .expect("the sample exports")
    };
    export();
    bencher.bench_local(|| black_box(export()));
}

/// The page with the largest table as it fills the width of a window of 1366×768.
#[divan::bench]
fn page_to_pixels(bencher: Bencher) {
    const WINDOW_WIDTH: f32 = 1100.0;
    let catalog = Catalog::built_in().expect("the definitions load");
    let (form, draft) = sample::draft(&catalog).expect("the sample opens");
    let assessment = Assessment::of(&catalog, &form, &draft.ret);
    let fonts = Fonts::bundled();
    let document = document(&draft.ret, &assessment.figures(&form), &OPTIONS);
    let pages = layout::lay_out(&document, fonts).expect("the sample is laid out");
    let page = pages
        .iter()
        .max_by_key(|page| page.content.len())
        .expect("there is a page");
    let pixels_per_mm = WINDOW_WIDTH / layout::PAGE_WIDTH;
    let region = Region::whole_page(pixels_per_mm);
    let mut rasterizer = Rasterizer::new(fonts);
    let mut draw = || rasterizer.draw(page, pixels_per_mm, region).expect("drawn");
    black_box(draw());
    bencher.bench_local(draw);
}

/// Opening an export: the draft taken out, and what is seen compared with it.
#[divan::bench(args = [Format::Docx, Format::Html])]
fn open_export(bencher: Bencher, format: Format) {
    let catalog = Catalog::built_in().expect("the definitions load");
    let (form, draft) = sample::draft(&catalog).expect("the sample opens");
    let assessment = Assessment::of(&catalog, &form, &draft.ret);
    let figures = assessment.figures(&form);
    let bytes = export_bytes(&draft.ret, &figures, &draft.unknown, &[], format, &OPTIONS)
        .expect("the sample exports");
    bencher.bench_local(|| open_report(&catalog, "a", black_box(&bytes)).expect("it opens"));
}
