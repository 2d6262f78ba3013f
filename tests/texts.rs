//! Texts with figures in them: what they begin with, how they follow the tables, and what typing
//! does to them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod desk;

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

use desk::Desk;
use nianbao::command::Command;
use nianbao::draft::{self, Unknown};
use nianbao::export::document::{Block, Mark};
use nianbao::form::Variant;
use nianbao::form::catalog::Catalog;
use nianbao::narrative::{Field, Figures, Piece, Shown, ShownField, Text, missing_passages};
use nianbao::returns::{HeaderField, Level, Place, Return};
use nianbao::task::usual_document;
use nianbao::totals::derive;
use nianbao::value::parse;
use proptest::prelude::*;
use serde::Deserialize;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::built_in().unwrap());

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PassageCase {
    edition: String,
    year: u16,
    agency: String,
    level: String,
    telephone: Option<String>,
    contains: Vec<String>,
    lacks: Vec<String>,
    cells: BTreeMap<String, String>,
}

/// Everything that the parts of a report begin with.
fn passages(case: &PassageCase) -> String {
    let form = CATALOG.official(&case.edition).unwrap();
    let mut ret = Return::blank(&form, &case.agency, case.year);
    ret.header.level = match case.level.as_str() {
        "government" => Level::Government,
        _ => Level::Department,
    };
    if let Some(telephone) = &case.telephone {
        telephone.clone_into(ret.header.text_mut(HeaderField::Telephone).unwrap());
    }
    for (key, text) in &case.cells {
        let cell = form.cell(key).unwrap_or_else(|| panic!("no cell {key}"));
        let measure = form.definition(cell).measure;
        ret.stated.set(cell, parse(text, measure).value);
    }
    let derived = derive(&form, &ret.stated);
    let figures = Figures {
        form: &form,
        derived: &derived,
        last_year: None,
    };
    let texts = form.texts.passages.iter().map(|passage| {
        let text = passage.text(&form.texts.figures, &figures, &ret.header);
        text.shown(&figures).text
    });
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn passages_say_what_the_figures_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/passages");
    let mut editions = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let case: PassageCase = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let text = passages(&case);
        for wanted in &case.contains {
            assert!(
                text.contains(wanted),
                "{}: {wanted}\n{text}",
                path.display()
            );
        }
        for unwanted in &case.lacks {
            assert!(
                !text.contains(unwanted),
                "{}: {unwanted}\n{text}",
                path.display()
            );
        }
        assert!(!text.contains("\n\n\n") && !text.contains("。。"), "{text}");
        editions.push(case.edition);
    }
    for form in CATALOG.forms() {
        assert!(editions.iter().any(|edition| edition == form.edition()));
    }
}

#[test]
fn what_is_written_is_not_missing_and_every_named_figure_is_told_apart() {
    for form in CATALOG.forms() {
        let ret = Return::blank(form, "某局", form.years.from);
        let derived = derive(form, &ret.stated);
        let figures = Figures {
            form,
            derived: &derived,
            last_year: None,
        };
        for part in &form.parts {
            let texts = missing_passages(&form.texts.passages, part, "");
            let texts = texts.into_iter().map(|(_, passage)| {
                let text = passage.text(&form.texts.figures, &figures, &ret.header);
                text.shown(&figures).text
            });
            let text = texts.collect::<Vec<_>>().join("\n");
            assert_eq!(
                missing_passages(&form.texts.passages, part, &text).len(),
                0,
                "{text}"
            );
        }
        let figures = &form.texts.figures;
        for (index, figure) in figures.iter().enumerate() {
            let alike = figures.iter().skip(index + 1);
            let mut alike = alike.filter(|other| {
                other.name == figure.name || other.field.calculation == figure.field.calculation
            });
            assert!(alike.next().is_none(), "{} {}", form.edition(), figure.id);
        }
    }
}

fn desk() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    (folder, desk)
}

fn shown(desk: &Desk, part: &str) -> Shown {
    desk.open().shown(part)
}

fn find(text: &str, words: &str) -> Range<usize> {
    let start = text.find(words).unwrap();
    start..start + words.len()
}

#[test]
fn one_changed_cell_changes_sentences_charts_and_tables_in_one_step() {
    let (_folder, mut desk) = desk();
    desk.apply(Command::ToggleChart("applicants".to_owned()));
    let report = |desk: &Desk| {
        let open = desk.open();
        let charts = open.charts(&desk.session.catalog).charts;
        let unknown = Unknown::default();
        let mark = Mark::Final;
        let mut document = usual_document(&open.ret, &open.figures(), &unknown, &charts, mark);
        // Codes and draft change too.
        document.codes.clear();
        document.carried = None;
        document
    };
    let printed = report(&desk);
    desk.set("applications.received:natural", "2112");
    let changed = report(&desk);
    let pairs = printed.blocks.iter().zip(&changed.blocks);
    let others: Vec<&Block> = pairs
        .filter(|(old, new)| old != new)
        .map(|(_, new)| new)
        .collect();
    // The sentence, the chart and the table, and nothing else.
    assert!(
        matches!(
            others.as_slice(),
            [Block::Paragraph(_), Block::Chart { .. }, Block::Table(_)]
        ),
        "{others:?}"
    );
    desk.apply(Command::Undo);
    assert_eq!(report(&desk), printed);
    let before = shown(&desk, "overview").text;
    assert!(before.contains("新收政府信息公开申请2180件"));
    desk.set("applications.received:natural", "2112");
    desk.set("applications.received:natural", "2113");
    let after = shown(&desk, "overview").text;
    assert!(after.contains("新收政府信息公开申请2182件"), "{after}");
    desk.apply(Command::Undo);
    desk.apply(Command::Undo);
    assert_eq!(shown(&desk, "overview").text, before);
    // A share follows both of its cells.
    assert!(
        before.contains("26.70%") && after.contains("26.70%"),
        "{after}"
    );
    let cell = desk.cell("applications.received:total");
    assert_eq!(desk.open().references_to(cell).len(), 1);
    let cell = desk.cell("applications.result.total:total");
    assert_eq!(desk.open().references_to(cell).len(), 2);
}

#[test]
fn figures_are_put_in_bound_and_made_words_again() {
    let (_folder, mut desk) = desk();
    let part = || "problems".to_owned();
    desk.apply(Command::SetText {
        part: part(),
        text: "新收2180件，办结2161件".into(),
    });
    let figure = |desk: &Desk, id: &str| {
        let mut field = desk.open().form.texts.figure(id).unwrap().field.clone();
        field.printing.unit.clear();
        field
    };
    let text = shown(&desk, "problems").text;
    desk.apply(Command::BindFigures {
        part: part(),
        figures: vec![
            (find(&text, "2161"), figure(&desk, "closed")),
            (find(&text, "2180"), figure(&desk, "received")),
        ],
    });
    assert_eq!(shown(&desk, "problems").fields.len(), 2);
    assert_eq!(shown(&desk, "problems").text, text);
    desk.apply(Command::UnbindFigure {
        part: part(),
        range: find(&text, "2180"),
    });
    assert_eq!(shown(&desk, "problems").fields.len(), 1);
    desk.apply(Command::InsertFigure {
        part: part(),
        range: find(&text, "2180"),
        figure: figure(&desk, "carried_in"),
    });
    assert_eq!(shown(&desk, "problems").text, "新收126件，办结2161件");
    // Outside of the text, or inside a character: nothing happens.
    for range in [1..2, 500..501] {
        desk.apply(Command::InsertFigure {
            part: part(),
            range,
            figure: figure(&desk, "closed"),
        });
    }
    assert_eq!(shown(&desk, "problems").text, "新收126件，办结2161件");
    for _ in 0..3 {
        desk.apply(Command::Undo);
    }
    assert_eq!(shown(&desk, "problems").fields.len(), 0);
    assert_eq!(shown(&desk, "problems").text, text);
}

#[test]
fn a_sentence_is_a_step_of_undo() {
    let (_folder, mut desk) = desk();
    for typed in ["一", "一二", "一二。", "一二。三", "一二。三四"] {
        desk.apply(Command::SetText {
            part: "other".into(),
            text: typed.into(),
        });
    }
    desk.apply(Command::Undo);
    assert_eq!(shown(&desk, "other").text, "一二。");
    desk.apply(Command::Undo);
    assert!(shown(&desk, "other").text.contains("信息处理费"));
}

#[test]
fn passages_are_written_where_they_are_missing_and_nothing_is_lost() {
    let (_folder, mut desk) = desk();
    desk.apply(Command::GoTo(Place::Part("overview".into())));
    assert!(!desk.open().lacks_passages());
    let text = "开头。\n（二）依申请公开情况\n自己写的一句。\n（五）监督保障\n另一句。";
    desk.apply(Command::SetText {
        part: "overview".into(),
        text: text.into(),
    });
    desk.apply(Command::WritePassages);
    let written = shown(&desk, "overview").text;
    let mut rest = written.as_str();
    for line in [
        "开头。",
        "（一）主动公开",
        "（二）依申请公开情况\n自己写的一句。",
        "（三）政府信息管理",
        "（四）政府信息公开平台建设",
        "（五）监督保障\n另一句。",
    ] {
        let parts = rest.split_once(line);
        (_, rest) = parts.unwrap_or_else(|| panic!("{line} in {written}"));
    }
    assert!(!written.contains("\n\n"), "{written}");
    assert_eq!(written.matches("依申请公开").count(), 1);
    desk.apply(Command::Undo);
    assert_eq!(shown(&desk, "overview").text, text);
}

#[test]
fn a_blank_figure_keeps_the_final_copy_back() {
    let (_folder, mut desk) = desk();
    assert!(desk.open().obstacles().is_empty());
    desk.set("disclosure.permits:decisions", "");
    assert!(shown(&desk, "overview").text.contains("行政许可决定____件"));
    let obstacles = desk.open().obstacles();
    let named = |obstacle: &&nianbao::export::obstacles::Obstacle| {
        obstacle.message.contains("总体情况") && obstacle.message.contains("行政许可处理决定")
    };
    assert_eq!(obstacles.iter().filter(named).count(), 1, "{obstacles:?}");
}

#[test]
fn figures_that_another_edition_lacks_stay_and_are_named() {
    let (_folder, mut desk) = desk();
    let before = desk.open().ret.narrative.clone();
    desk.apply(Command::SetVariant(Variant::official("B")));
    assert_eq!(desk.open().ret.narrative, before);
    assert!(
        shown(&desk, "overview")
            .text
            .contains("制发行政规范性文件____件")
    );
    assert!(desk.broken().contains(&"W9[overview]".to_owned()));
    desk.apply(Command::Undo);
    assert!(
        shown(&desk, "overview")
            .text
            .contains("制发行政规范性文件27件")
    );
}

/// Words as clerks and files have them, and fields of the form.
fn any_text() -> impl Strategy<Value = Text> {
    text_of("[新收件，。0-9.\n万%]{0,6}|\\PC{0,6}")
}

fn text_of(words: &'static str) -> impl Strategy<Value = Text> {
    let form = CATALOG.official("C").unwrap();
    let count = form.texts.figures.len();
    let piece = prop_oneof![
        words.prop_map(Piece::Words),
        (0..count)
            .prop_map(move |index| Piece::Field(form.texts.figures[index].field.clone().into())),
    ];
    prop::collection::vec(piece, 0..8).prop_map(Text::from_iter)
}

fn shown_in_sample(text: &Text) -> Shown {
    let (form, draft) = nianbao::sample::draft(&CATALOG).unwrap();
    let derived = derive(&form, &draft.ret.stated);
    text.shown(&Figures {
        form: &form,
        derived: &derived,
        last_year: None,
    })
}

/// Where a character begins, at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

proptest! {
    #[test]
    fn what_is_shown_and_not_touched_is_the_same_text(text in any_text()) {
        let shown = shown_in_sample(&text);
        prop_assert_eq!(shown.retyped(&shown.text), text);
    }

    #[test]
    fn what_is_typed_is_what_stands_there(
        text in any_text(),
        from in 0_usize..60,
        length in 0_usize..20,
        typed in "[0-9.，件万 ]{0,3}|\\PC{0,4}",
    ) {
        let shown = shown_in_sample(&text);
        let start = floor(&shown.text, from);
        let end = floor(&shown.text, start + length).max(start);
        let mut after = shown.text.clone();
        after.replace_range(start..end, &typed);
        let text = shown.retyped(&after);
        prop_assert_eq!(&shown_in_sample(&text).text, &after);
        prop_assert!(text.fields().count() <= shown.fields.len());
    }

    #[test]
    fn what_is_away_from_the_change_stays_bound(
        text in text_of("[新收件，。\n万%]{0,6}"),
        from in 0_usize..60,
        length in 0_usize..20,
        typed in "[0-9.，件万 ]{0,3}|\\PC{0,4}",
    ) {
        let shown = shown_in_sample(&text);
        let start = floor(&shown.text, from);
        let end = floor(&shown.text, start + length).max(start);
        let mut after = shown.text.clone();
        after.replace_range(start..end, &typed);
        let is_away = |shown: &&ShownField| shown.range.end < start || end < shown.range.start;
        let away = shown.fields.iter().filter(is_away).count();
        prop_assert!(shown.retyped(&after).fields().count() >= away);
    }

    #[test]
    fn a_text_is_read_as_it_was_written(text in any_text()) {
        let form = CATALOG.official("C").unwrap();
        let mut ret = Return::blank(&form, "某局", 2023);
        ret.narrative.insert("overview".to_owned(), text.clone());
        let bytes = draft::write(&form, &ret, &Unknown::default());
        let read = draft::read(&CATALOG, "a.nianbao", &bytes).unwrap();
        prop_assert_eq!(read.ret.text("overview"), &text);
    }

    #[test]
    fn binding_changes_no_other_word(text in any_text(), at in 0_usize..40, length in 0_usize..9) {
        let shown = shown_in_sample(&text);
        let range = at..at + length;
        let is_text = shown.text.get(range.clone()).is_some();
        let field = Field::sum(["applications.received:total"], "");
        let bound = shown_in_sample(&shown.bound([(range.clone(), field)])).text;
        let mut expected = shown.text.clone();
        if is_text {
            expected.replace_range(range, "2180");
        }
        prop_assert_eq!(bound, expected);
    }
}
