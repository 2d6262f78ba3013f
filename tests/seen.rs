//! Exports that somebody has worked on: what was changed in them is told, nothing else is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use nianbao::assessment::Assessment;
use nianbao::carried::visible::{self, Seen};
use nianbao::command::Format;
use nianbao::draft::{Source, Unknown};
use nianbao::export::document::{ExportOptions, Mark, SignOff};
use nianbao::form::catalog::Catalog;
use nianbao::returns::Return;
use nianbao::sample;
use nianbao::task::{export_bytes, open_report};
use nianbao::value::parse;
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::built_in().unwrap());
static DOCX: LazyLock<Vec<u8>> = LazyLock::new(|| exported(Format::Docx));
static HTML: LazyLock<Vec<u8>> = LazyLock::new(|| exported(Format::Html));

const BODY: &str = "word/document.xml";

fn exported(format: Format) -> Vec<u8> {
    let (form, draft) = sample::draft(&CATALOG).unwrap();
    let options = ExportOptions {
        mark: Mark::Final,
        date: None,
        sign_off: SignOff::where_named(&draft.ret.header),
    };
    let assessment = Assessment::of(&CATALOG, &form, &draft.ret);
    let figures = assessment.figures(&form);
    export_bytes(&draft.ret, &figures, &draft.unknown, &[], format, &options).unwrap()
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().to_string(), content)
        })
        .collect()
}

/// The Word file with other words in its text.
fn edited(bytes: &[u8], edits: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in parts(bytes) {
        let content = if path == BODY {
            replaced(&content, edits)
        } else {
            content
        };
        archive
            .start_file(path, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(&content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn replaced(bytes: &[u8], edits: &[(&str, &str)]) -> Vec<u8> {
    let mut text = String::from_utf8(bytes.to_vec()).unwrap();
    for (was, now) in edits {
        assert!(text.contains(was), "{was}");
        text = text.replacen(was, now, 1);
    }
    text.into_bytes()
}

fn note(bytes: &[u8]) -> Option<String> {
    let opened = open_report(&CATALOG, "甲", bytes).unwrap();
    assert_eq!(opened.source, Source::Export);
    assert_eq!(opened.draft.ret, sample::draft(&CATALOG).unwrap().1.ret);
    opened.draft.note
}

#[test]
fn what_nobody_changed_is_not_told() {
    for format in Format::ALL {
        assert_eq!(note(&exported(format)), None, "{format:?}");
    }
}

#[test]
fn reports_of_every_edition_are_seen_as_they_are() {
    for year in [2017, 2018, 2020, 2023] {
        for edition in ["A", "A-bj", "B", "C"] {
            let form = CATALOG.official(edition).unwrap();
            let mut ret = Return::blank(&form, "某<区>&“人民”政府", year);
            for (number, cell) in form.all_cells().enumerate() {
                let text = ["12", "-", "", "1.50", "均<实>报\n实销"][number % 5];
                let value = parse(text, form.definition(cell).measure).value;
                ret.stated.set(cell, value);
            }
            let text =
                "（一）主动公开\n（二）依申请公开。全年 3 件 <b> & \u{1} 。\n\n　　第三段\t甲";
            for part in &form.parts {
                ret.narrative.insert(part.id.clone(), text.into());
            }
            for sign_off in [SignOff::Printed, SignOff::Left] {
                let options = ExportOptions {
                    mark: Mark::Draft,
                    date: Some("2024-01-26".to_owned()),
                    sign_off,
                };
                for format in [Format::Docx, Format::Html] {
                    let unknown = Unknown::default();
                    let assessment = Assessment::of(&CATALOG, &form, &ret);
                    let figures = assessment.figures(&form);
                    let bytes =
                        export_bytes(&ret, &figures, &unknown, &[], format, &options).unwrap();
                    let opened = open_report(&CATALOG, "甲", &bytes).unwrap();
                    assert_eq!(opened.draft.note, None, "{edition} {year} {format:?}");
                    assert_eq!(opened.draft.ret, ret);
                }
            }
        }
    }
}

#[test]
fn changes_in_a_word_file_are_told() {
    let bytes = edited(
        &DOCX,
        &[
            (">2111<", ">2112<"),
            (">126<", "><"),
            ("全年制发行政规范性文件27件", "全年制发行政规范性文件28件"),
        ],
    );
    assert_eq!(
        note(&bytes).unwrap(),
        "打开的是导出时的内容；之后在文件里改过 3 处（一、本年新收·自然人 2111→2112，二、上年结转·总计 126→空白，\
         “…规范性文件27件，废止18件，现…”→“…规范性文件28件，废止18件，现…”），没有带入"
    );
    let added = edited(
        &DOCX,
        &[(
            "<w:sectPr",
            "<w:p><w:r><w:t>附言</w:t></w:r></w:p><w:sectPr",
        )],
    );
    assert!(note(&added).unwrap().contains("改过 1 处（加了“附言”）"));
    // With Word's record of changes: what was taken out isn't seen any more.
    let run = r#"<w:r><w:t xml:space="preserve">2111</w:t></w:r>"#;
    let recorded = "<w:del><w:r><w:delText>2111</w:delText></w:r></w:del><w:ins><w:r><w:t>2112</w:t></w:r></w:ins>";
    let recorded = note(&edited(&DOCX, &[(run, recorded)])).unwrap();
    assert!(
        recorded.contains("改过 1 处") && recorded.contains("2111→2112"),
        "{recorded}"
    );
}

#[test]
fn changes_in_a_web_page_are_told() {
    let bytes = replaced(
        &HTML,
        &[
            (">2111</td>", ">2 112 </td>"),
            ("<tr>", "<tr><td>新</td>"),
            ("六、其他需要报告的事项</h2>", "六、其他</h2>"),
        ],
    );
    let said = note(&bytes).unwrap();
    for part in [
        "改过 3 处",
        "2111→2112",
        "的行或列",
        "“六、其他需要报告的事项”→“六、其他”",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_cell_is_read_with_all_its_lines_and_once() {
    for bytes in [&*DOCX, &*HTML] {
        let seen = visible::read(bytes).unwrap();
        let tables: Vec<_> = seen
            .iter()
            .filter_map(|one| match one {
                Seen::Table(rows) => Some(rows),
                Seen::Text(_) => None,
            })
            .collect();
        assert_eq!(tables.len(), 3);
        // Three levels of heads, then two rows of labels beside seven figures.
        let cells: Vec<usize> = tables[1].iter().take(5).map(Vec::len).collect();
        assert_eq!(cells, [2, 3, 5, 8, 8]);
        assert_eq!(tables[1][3][1].trim(), "2111");
    }
}

/// The sample with other words in a part, exported with the lines for signatures.
fn exported_with(part: &str, text: &str, format: Format, sign_off: SignOff) -> Vec<u8> {
    let (form, mut draft) = sample::draft(&CATALOG).unwrap();
    draft.ret.narrative.insert(part.to_owned(), text.into());
    let options = ExportOptions {
        mark: Mark::Final,
        date: None,
        sign_off,
    };
    let assessment = Assessment::of(&CATALOG, &form, &draft.ret);
    let figures = assessment.figures(&form);
    export_bytes(&draft.ret, &figures, &draft.unknown, &[], format, &options).unwrap()
}

#[test]
fn typed_lines_with_the_labels_of_signatures_are_no_change() {
    let all = "单位负责人：甲\n审核人：乙\n填报人：丙\n联系电话：1\n填报日期：2";
    for text in ["联系电话：010-1", "前文\n填报人：甲\n后文", all] {
        for format in [Format::Docx, Format::Html] {
            for sign_off in [SignOff::Left, SignOff::Printed] {
                for part in ["problems", "other"] {
                    let bytes = exported_with(part, text, format, sign_off);
                    let opened = open_report(&CATALOG, "甲", &bytes).unwrap();
                    assert_eq!(opened.draft.note, None, "{text} {format:?} {sign_off:?}");
                }
            }
        }
    }
    let bytes = exported_with("other", "甲", Format::Html, SignOff::Printed);
    let bytes = replaced(&bytes, &[("2024年1月26日", "2024年2月1日")]);
    let opened = open_report(&CATALOG, "甲", &bytes).unwrap();
    assert!(opened.draft.note.unwrap().contains("改过 1 处"));
}

#[test]
fn names_of_characters_are_no_reason_to_be_silent() {
    for (words, told) in [
        ("&ldquo;好&rdquo;", "“好”"),
        ("&middot;", "·"),
        ("&mdash;&nbsp;", "—"),
        ("&nosuch;", "&nosuch;"),
        ("&#xFFFFFFFF;", "&#xFFFFFFF"),
    ] {
        let words = format!("各项任务{words}按期完成");
        let said = note(&replaced(&HTML, &[("各项任务按期完成", &words)])).unwrap();
        assert!(said.contains("改过 1 处") && said.contains(told), "{said}");
    }
}

proptest! {
    #[test]
    fn a_changed_page_gives_the_draft_or_a_sentence(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = HTML.clone();
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        match open_report(&CATALOG, "甲", &bytes) {
            Ok(_) => {}
            Err(error) => prop_assert!(error.to_string().contains("请")),
        }
    }

    #[test]
    fn no_text_of_a_word_file_makes_the_reader_fall(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, mut content) in parts(&DOCX) {
            if path == BODY || path.starts_with("customXml/") {
                for (at, byte) in &changes {
                    let at = at.index(content.len());
                    content[at] = *byte;
                }
            }
            let options = SimpleFileOptions::default();
            archive.start_file(path, options).unwrap();
            archive.write_all(&content).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        let _ = visible::read(&bytes);
        if let Err(error) = open_report(&CATALOG, "甲", &bytes) {
            prop_assert!(error.to_string().contains("请"));
        }
    }
}
