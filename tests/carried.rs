//! The draft inside exported files: found again whole, and never a reason to fall.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Cursor, Write};
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use nianbao::assessment::Assessment;
use nianbao::carried::{self, Absence, visible};
use nianbao::command::Format;
use nianbao::draft::{self, Draft, Source};
use nianbao::export::document::{ExportOptions, Mark, SignOff, document};
use nianbao::export::fonts::Fonts;
use nianbao::export::{docx, html, pdf, xlsx};
use nianbao::form::catalog::Catalog;
use nianbao::sample;
use nianbao::task::export_bytes;
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::built_in().unwrap());
static PDF: LazyLock<Vec<u8>> = LazyLock::new(|| exported(&sample_draft(), Format::Pdf));
static XLSX: LazyLock<Vec<u8>> = LazyLock::new(|| exported(&sample_draft(), Format::Xlsx));
static DOCX: LazyLock<Vec<u8>> = LazyLock::new(|| exported(&sample_draft(), Format::Docx));
static HTML: LazyLock<Vec<u8>> = LazyLock::new(|| exported(&sample_draft(), Format::Html));

const OPTIONS: ExportOptions = ExportOptions {
    mark: Mark::Final,
    date: None,
    sign_off: SignOff::Printed,
};

fn sample_draft() -> Draft {
    sample::draft(&CATALOG).unwrap().1
}

fn exported(draft: &Draft, format: Format) -> Vec<u8> {
    let form = CATALOG.form(&draft.ret.variant).unwrap();
    let assessment = Assessment::of(&CATALOG, &form, &draft.ret);
    let figures = assessment.figures(&form);
    export_bytes(&draft.ret, &figures, &draft.unknown, &[], format, &OPTIONS).unwrap()
}

fn opened(bytes: &[u8]) -> Draft {
    let (draft, source) = draft::open(&CATALOG, "a", bytes).unwrap();
    assert_eq!(source, Source::Export);
    draft
}

fn sentence(file: &str, bytes: &[u8]) -> String {
    draft::open(&CATALOG, file, bytes).unwrap_err().to_string()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn an_export_gives_the_draft_back() {
    let draft = sample_draft();
    for (format, bytes) in [
        (Format::Pdf, &*PDF),
        (Format::Xlsx, &*XLSX),
        (Format::Docx, &*DOCX),
        (Format::Html, &*HTML),
    ] {
        assert_eq!(opened(bytes), draft);
        assert_eq!(carried::find(bytes).unwrap(), sample::BYTES);
        assert_eq!(exported(&draft, format), *bytes, "two exports are one");
    }
    assert!(PDF.len() < 250_000, "{} bytes", PDF.len());
    let (_, source) = draft::open(&CATALOG, "a", sample::BYTES).unwrap();
    assert_eq!(source, Source::Draft);
}

#[test]
fn long_texts_and_what_this_version_does_not_know_are_carried_too() {
    let mut json: serde_json::Value = serde_json::from_slice(sample::BYTES).unwrap();
    json["later"] = serde_json::json!({"motto": [1, 2]});
    // Characters in no order, so that packing hardly helps and many cells are filled.
    let mut seed = 7_u32;
    let text: String = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from_u32(0x4E00 + (seed >> 16) % 0x5000).unwrap()
    })
    .take(60_000)
    .collect();
    json["narrative"]["problems"] = text.into();
    let draft = draft::read(&CATALOG, "a", json.to_string().as_bytes()).unwrap();
    for format in [Format::Xlsx, Format::Docx, Format::Html] {
        assert_eq!(opened(&exported(&draft, format)), draft);
    }

    json["narrative"]["problems"] = "短".into();
    let draft = draft::read(&CATALOG, "a", json.to_string().as_bytes()).unwrap();
    assert_eq!(opened(&exported(&draft, Format::Pdf)), draft);
}

#[test]
fn viewers_find_the_attachment_by_the_rules_of_the_format() {
    let file = lopdf::Document::load_mem(&PDF).unwrap();
    let follow = |object: &lopdf::Object| file.dereference(object).unwrap().1.clone();
    let catalog = file.catalog().unwrap();
    let names = follow(catalog.get(b"Names").unwrap());
    let tree = follow(names.as_dict().unwrap().get(b"EmbeddedFiles").unwrap());
    let tree = tree.as_dict().unwrap().get(b"Names").unwrap().clone();
    let [name, specification] = tree.as_array().unwrap().as_slice() else {
        panic!("one attachment");
    };
    assert_eq!(lopdf::decode_text_string(name).unwrap(), "年报.nianbao");
    assert_eq!(
        catalog.get(b"AF").unwrap().as_array().unwrap(),
        std::slice::from_ref(specification)
    );
    let specification = follow(specification);
    let files = specification.as_dict().unwrap().get(b"EF").unwrap().clone();
    let stream = follow(files.as_dict().unwrap().get(b"UF").unwrap());
    let stream = stream.as_stream().unwrap();
    assert_eq!(
        stream.dict.get(b"Subtype").unwrap().as_name().unwrap(),
        b"application/json"
    );
    assert_eq!(stream.get_plain_content().unwrap(), sample::BYTES);
}

#[test]
fn a_file_saved_again_or_added_to_still_gives_the_draft() {
    let draft = sample_draft();
    let mut file = lopdf::Document::load_mem(&PDF).unwrap();
    file.decompress();
    let mut plain = Vec::new();
    file.save_to(&mut plain).unwrap();
    assert_eq!(opened(&plain), draft);
    let mut packed = Vec::new();
    file.save_modern(&mut packed).unwrap();
    assert_eq!(opened(&packed), draft);

    // Another attachment behind, and bytes of a mail program before.
    let other = b"\n9 0 obj <</Type/EmbeddedFile/Length 3>>stream\nabc\nendstream endobj\n";
    let signed = [b"\r\n\r\n", PDF.as_slice(), other].concat();
    assert_eq!(opened(&signed), draft);
}

#[test]
fn a_file_without_a_draft_says_so() {
    let (form, draft) = sample::draft(&CATALOG).unwrap();
    let assessment = Assessment::of(&CATALOG, &form, &draft.ret);
    let bare = document(&draft.ret, &assessment.figures(&form), &OPTIONS);
    let files = [
        ("甲.pdf", pdf::write(&bare, Fonts::bundled()).unwrap()),
        ("甲.xlsx", xlsx::write(&bare).unwrap()),
        ("甲.docx", docx::write(&bare).unwrap()),
        ("甲.html", html::write(&bare).unwrap()),
    ];
    for (name, bytes) in files {
        let said = sentence(name, &bytes);
        assert!(
            said.starts_with(&format!("“{name}”里没有年报数据。请")),
            "{said}"
        );
    }
    let other = b"%PDF-1.7\n1 0 obj <</Type/EmbeddedFile>> stream\nabc\nendstream";
    assert_eq!(carried::find(other), Err(Absence::Nothing));
    let locked = [other, b"\ntrailer <</Encrypt 7 0 R>>".as_slice()].concat();
    assert!(sentence("甲.pdf", &locked).contains("加了密码保护"));
    assert!(sentence("甲.doc", b"\xd0\xcf\x11\xe0").contains("旧版 Office"));
    assert!(sentence("甲.zip", b"PK\x03\x04").contains("压缩文件"));
}

#[test]
fn a_file_cut_off_in_the_draft_says_it_is_damaged() {
    let at = PDF
        .windows(13)
        .position(|window| window == b"/EmbeddedFile")
        .unwrap();
    let cut = sentence("甲.pdf", &PDF[..at + 2000]);
    assert!(cut.contains("已损坏"), "{cut}");
    let in_block = HTML.len() - 2000;
    for (name, cut) in [
        ("甲.xlsx", &XLSX[..XLSX.len() / 2]),
        ("甲.docx", &DOCX[..DOCX.len() / 2]),
        ("甲.html", &HTML[..in_block]),
    ] {
        let cut = sentence(name, cut);
        assert!(cut.contains("已损坏"), "{cut}");
    }
}

#[test]
fn nothing_is_unpacked_without_end() {
    let mut bomb = br#"{"format":"nianbao-draft","x":""#.to_vec();
    bomb.resize(40_000_000, b' ');
    let bomb = deflated(&bomb);
    let pdf = [b"%PDF-1.7 /EmbeddedFile>>stream\n", bomb.as_slice()].concat();
    assert_eq!(carried::find(&pdf), Err(Absence::Damaged));

    let mut parts = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..10_001 {
        let options = SimpleFileOptions::default();
        parts
            .start_file(format!("xl/workbook.xml{number}"), options)
            .unwrap();
    }
    let many = parts.finish().unwrap().into_inner();
    assert_eq!(carried::find(&many), Err(Absence::Damaged));
}

/// A workbook with nothing but a draft's sheet, its rows as given.
fn workbook(rows: &str) -> Vec<u8> {
    let mut parts = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in [
        (
            "xl/workbook.xml",
            r#"<x:workbook><x:sheets><x:sheet name="nianbao-draft" sheetId="1" r:id="a"/></x:sheets></x:workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Target="/xl/s.xml" Id="a"/></Relationships>"#,
        ),
        ("xl/s.xml", rows),
    ] {
        parts
            .start_file(path, SimpleFileOptions::default())
            .unwrap();
        parts.write_all(text.as_bytes()).unwrap();
    }
    parts.finish().unwrap().into_inner()
}

#[test]
fn cells_may_keep_their_texts_themselves() {
    use base64::Engine;

    let letters = base64::engine::general_purpose::STANDARD.encode(deflated(sample::BYTES));
    let (first, second) = letters.split_at(100);
    let cell = |text: &str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    let rows = |texts: &[&str]| {
        let cells: String = texts.iter().map(|text| cell(text)).collect();
        format!("<worksheet><sheetData>{cells}</sheetData></worksheet>")
    };
    let bytes = workbook(&rows(&["nianbao-draft", first, second]));
    assert_eq!(opened(&bytes), sample_draft());
    let bytes = workbook(&rows(&["nianbao-draft", first]));
    assert_eq!(carried::find(&bytes), Err(Absence::Damaged));
    let bytes = workbook(&rows(&["something else", first, second]));
    assert_eq!(carried::find(&bytes), Err(Absence::Nothing));
    let bytes = workbook(r#"<worksheet><c t="s"><v>4</v></c></worksheet>"#);
    assert_eq!(carried::find(&bytes), Err(Absence::Damaged));
}

proptest! {
    #[test]
    fn a_changed_file_gives_the_draft_or_a_sentence(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        for original in [&*PDF, &*XLSX, &*DOCX] {
            let mut bytes = original.clone();
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            if let Some(cut) = cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            match draft::open(&CATALOG, "甲", &bytes) {
                Ok((draft, _)) => prop_assert_eq!(draft, sample_draft()),
                Err(error) => prop_assert!(error.to_string().contains("请")),
            }
        }
    }

    #[test]
    fn no_bytes_make_a_reader_fall(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = carried::find(&bytes);
        let _ = carried::find(&[b"%PDF-1.7 /EmbeddedFile>>stream\n", bytes.as_slice()].concat());
        let _ = carried::find(&[b"PK\x05\x06xl/workbook.xml", bytes.as_slice()].concat());
        let _ = carried::find(&[b"PK\x05\x06word/document.xml", bytes.as_slice()].concat());
        let page = [b"<!DOCTYPE html>", bytes.as_slice(), br#"<script id="nianbao-draft">"#, &bytes].concat();
        let _ = carried::find(&page);
        let _ = visible::read(&page);
        let text = String::from_utf8_lossy(&bytes);
        let _ = carried::find(&workbook(&text));
        let _ = carried::find(&workbook(&format!("<worksheet><c><v>nianbao-draft</v></c><c>{text}</c></worksheet>")));
    }
}
