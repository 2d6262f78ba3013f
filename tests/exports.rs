//! What the exports hold, read back without the program's own code.
//!
//! Grids and figures are those of `interop/`: labels, spans and sums written
//! down for the tests.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod workbook;

use std::collections::{BTreeMap, BTreeSet};

use nianbao::export::document::{Block, Document, ExportOptions, Mark, SignOff, document};
use nianbao::export::{ExportError, xlsx};
use nianbao::form::Form;
use nianbao::form::catalog::Catalog;
use nianbao::narrative::Figures;
use nianbao::returns::{Return, RuleMaking};
use nianbao::totals::derive;
use nianbao::value::{Decimal, Value, parse};
use serde_json::Value as Json;
use workbook::{Content, Workbook};

const CASES: [&str; 3] = ["complete", "half-blank", "wrong-total"];

fn json(path: &str) -> Json {
    let path = format!("{}/tests/interop/{path}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn figures(case: &str) -> Json {
    json(&format!("figures/{case}.json"))
}

/// The return of a case, with header and texts of its own.
fn sample(case: &str) -> (std::sync::Arc<Form>, Return) {
    let catalog = Catalog::built_in().expect("the definitions are clean");
    let form = catalog.for_year(2023).expect("there is a form for 2023");
    let mut ret = Return::blank(&form, "青川县人民政府", 2023);
    for (key, text) in figures(case)["stated"].as_object().expect("an object") {
        let cell = form.cell(key).unwrap_or_else(|| panic!("no cell {key}"));
        let text = text.as_str().expect("a text");
        ret.stated
            .set(cell, parse(text, form.definition(cell).measure).value);
    }
    ret.header.filled_on = "2024年1月26日".to_owned();
    ret.header.postcode = "028000".to_owned();
    ret.header.rule_making = RuleMaking::HasNot;
    ret.narrative
        .insert("lead".to_owned(), "　　本报告依条例编制。".into());
    ret.narrative
        .insert("overview".to_owned(), "第一段。\n\n　　第二段。\r\n".into());
    (form, ret)
}

fn options(mark: Mark) -> ExportOptions {
    ExportOptions {
        mark,
        date: None,
        sign_off: SignOff::Printed,
    }
}

fn report(form: &Form, ret: &Return, mark: Mark) -> Document {
    let derived = derive(form, &ret.stated);
    let figures = Figures {
        form,
        derived: &derived,
        last_year: None,
    };
    document(ret, &figures, &options(mark))
}

fn bytes(form: &Form, ret: &Return) -> Vec<u8> {
    xlsx::write(&report(form, ret, Mark::Final)).unwrap_or_else(|error| panic!("{error}"))
}

fn exported(case: &str) -> Workbook {
    let (form, ret) = sample(case);
    Workbook::read(&bytes(&form, &ret))
}

/// Each cell of a part's grid: row, column, rows, columns (from zero) and the cell.
fn grid_cells(part: &Json) -> Vec<(usize, usize, usize, usize, &Json)> {
    let span = |cell: &Json, name: &str| cell[name].as_u64().unwrap_or(1) as usize;
    let mut taken = BTreeSet::new();
    let mut cells = Vec::new();
    for (row, line) in part["rows"].as_array().expect("rows").iter().enumerate() {
        let mut column = 0;
        for cell in line.as_array().expect("cells") {
            while taken.contains(&(row, column)) {
                column += 1;
            }
            let (rows, columns) = (span(cell, "rowspan"), span(cell, "colspan"));
            for y in 0..rows {
                taken.extend((0..columns).map(|x| (row + y, column + x)));
            }
            cells.push((row, column, rows, columns, cell));
        }
    }
    cells
}

/// `D5`, for a place in the grid counted from zero.
fn address(row: usize, column: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(column).expect("few columns"));
    format!("{letter}{}", row + 1 + xlsx::TABLE_TOP as usize)
}

#[test]
fn the_document_has_the_parts_in_order() {
    let (form, ret) = sample("complete");
    let document = report(&form, &ret, Mark::Final);
    let outline: Vec<String> = document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Title(lines) => lines.join("|"),
            Block::Heading(text) | Block::Annex(text) | Block::Paragraph(text) => text.clone(),
            Block::Table(table) => format!("[{} 行]", table.rows.len()),
            Block::Chart { chart, .. } => chart.caption(),
            Block::SignOff(lines) => format!("{} lines", lines.len()),
        })
        .collect();
    assert_eq!(
        outline,
        [
            "青川县人民政府|2023年政府信息公开工作年度报告",
            "本报告依条例编制。",
            "一、总体情况",
            "第一段。",
            "第二段。",
            "二、主动公开政府信息情况",
            "[14 行]",
            "三、收到和处理政府信息公开申请情况",
            "[28 行]",
            "四、政府信息公开行政复议、行政诉讼情况",
            "[4 行]",
            "五、存在的主要问题及改进情况",
            "六、其他需要报告的事项",
            "5 lines",
        ]
    );
    assert_eq!(document.date.as_deref(), Some("2024-01-26"));
    assert_eq!(document.agency, "青川县人民政府");
}

#[test]
fn sheets_spans_and_labels_are_the_official_grid() {
    let grids = json("grids.json");
    let workbook = exported("complete");
    let parts = grids["C"].as_array().expect("parts");
    let mut names = vec![xlsx::HEADER_SHEET];
    names.extend(parts.iter().filter_map(|part| part["heading"].as_str()));
    names.push(xlsx::TEXT_SHEET);
    assert_eq!(
        workbook
            .sheets
            .iter()
            .map(|sheet| sheet.name.as_str())
            .collect::<Vec<_>>(),
        names
    );
    for part in parts {
        let sheet = workbook.sheet(part["heading"].as_str().expect("a heading"));
        let mut merged = BTreeSet::new();
        for (row, column, rows, columns, cell) in grid_cells(part) {
            let place = address(row, column);
            if rows * columns > 1 {
                merged.insert(format!(
                    "{place}:{}",
                    address(row + rows - 1, column + columns - 1)
                ));
            }
            if let Some(label) = cell["text"].as_str() {
                assert_eq!(sheet.text(&place), label, "{place}");
            }
        }
        assert_eq!(sheet.merged, merged, "{}", sheet.name);
        assert_eq!(sheet.locks, ["sheetProtection", "dataValidations"]);
    }
}

#[test]
fn every_figure_is_in_its_place_and_totals_are_formulas() {
    let grids = json("grids.json");
    for case in CASES {
        let workbook = exported(case);
        let data = figures(case);
        let mut formulas = BTreeMap::new();
        for part in grids["C"].as_array().expect("parts") {
            let sheet = workbook.sheet(part["heading"].as_str().expect("a heading"));
            for (row, column, _, _, cell) in grid_cells(part) {
                let Some(key) = cell["cell"].as_str() else {
                    continue;
                };
                let place = address(row, column);
                let shown = data["shown"][key].as_str().unwrap_or_default();
                assert_eq!(
                    as_decimal(sheet.text(&place)),
                    as_decimal(shown),
                    "{case}: {key} in {place}"
                );
                if let Some(Content {
                    formula: Some(formula),
                    ..
                }) = sheet.cells.get(&place)
                {
                    formulas.insert(key.to_owned(), formula.clone());
                }
                let (column, row) = place.split_at(1);
                let reference = format!("'{}'!${column}${row}", sheet.name);
                assert_eq!(workbook.names[&xlsx::defined_name(key)], reference);
            }
        }
        // 34 totals, without those stated otherwise or over blanks.
        let constants = match case {
            "complete" => 0,
            "half-blank" => 1,
            _ => 4,
        };
        assert_eq!(formulas.len(), 34 - constants, "{case}");
        for (key, formula) in [
            (
                "applications.carried_in:total",
                r#"IF(COUNT(D6:I6)<6,"",SUM(D6:I6))"#,
            ),
            (
                "applications.result.total:total",
                r#"IF(COUNT(D28:I28)<6,"",SUM(D28:I28))"#,
            ),
            (
                "applications.result.total:org.other",
                r#"IF(COUNT(I7:I27)<21,"",SUM(I7:I27))"#,
            ),
            (
                "cases.lit_after:total",
                r#"IF(COUNT(K5:N5)<4,"",SUM(K5:N5))"#,
            ),
        ] {
            if let Some(written) = formulas.get(key) {
                assert_eq!(written, formula, "{case}: {key}");
            }
        }
    }
}

/// `25.10` and `25.1` are one number; other texts are themselves.
fn as_decimal(text: &str) -> Result<Decimal, &str> {
    text.parse::<Decimal>()
        .map(|number| number.normalize())
        .map_err(|_| text)
}

#[test]
fn a_total_stated_otherwise_is_a_constant_with_a_note() {
    let workbook = exported("wrong-total");
    let sheet = workbook.sheet("三、收到和处理政府信息公开申请情况");
    assert_eq!(sheet.text("J5"), "2190");
    assert_eq!(sheet.cells["J5"].formula, None);
    assert!(
        sheet.notes["J5"].contains("计算值：2180"),
        "{:?}",
        sheet.notes
    );
    assert_eq!(sheet.notes.len(), 3);
    assert!(
        exported("complete")
            .sheets
            .iter()
            .all(|sheet| sheet.notes.is_empty())
    );
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let (form, ret) = sample("half-blank");
    let first = bytes(&form, &ret);
    for _ in 0..5 {
        assert_eq!(bytes(&form, &ret), first);
    }
    // Without any date too, where the writer would take the hour.
    let mut undated = report(&form, &ret, Mark::Final);
    undated.date = None;
    assert_eq!(xlsx::write(&undated).ok(), xlsx::write(&undated).ok());
    let core = Workbook::read(&first).core;
    assert!(core.contains("2024-01-26T00:00:00Z"), "{core}");
}

#[test]
fn text_never_becomes_a_formula() {
    let (form, mut ret) = sample("complete");
    let formula = "=HYPERLINK(\"http://example.invalid\",\"x\")";
    ret.header.agency = formula.to_owned();
    ret.header.address = "+1+cmd|' /C calc'!A0".to_owned();
    ret.header.leader = "@SUM(1)".to_owned();
    ret.header.title = "=标题".to_owned();
    ret.narrative.insert("overview".to_owned(), formula.into());
    for (key, text) in [
        ("disclosure.permits:decisions", "=无"),
        ("disclosure.coercion:decisions", "{=无}"),
    ] {
        let cell = form.cell(key).expect("a cell");
        ret.stated.set(cell, Value::Note(text.to_owned()));
    }
    let workbook = Workbook::read(&bytes(&form, &ret));
    let with_formula = |name: &str| {
        let cells = workbook.sheet(name).cells.values();
        cells.filter(|content| content.formula.is_some()).count()
    };
    assert_eq!(with_formula(xlsx::HEADER_SHEET), 0);
    assert_eq!(with_formula(xlsx::TEXT_SHEET), 0);
    assert_eq!(with_formula("二、主动公开政府信息情况"), 0);
    assert_eq!(with_formula("三、收到和处理政府信息公开申请情况"), 31);
    assert!(
        workbook
            .parts
            .iter()
            .all(|part| !part.contains("externalLink"))
    );
    assert_eq!(workbook.sheet(xlsx::HEADER_SHEET).text("B2"), formula);
    assert_eq!(workbook.sheet("二、主动公开政府信息情况").text("B8"), "=无");
}

#[test]
fn leading_zeros_and_long_texts_are_kept() {
    let (form, mut ret) = sample("complete");
    let long = "长文".repeat(20_000);
    ret.narrative
        .insert("problems".to_owned(), long.clone().into());
    let workbook = Workbook::read(&bytes(&form, &ret));
    let header = workbook.sheet(xlsx::HEADER_SHEET);
    assert!(
        header
            .cells
            .values()
            .any(|content| content.text == "028000")
    );
    let texts = workbook.sheet(xlsx::TEXT_SHEET);
    let kept: usize = texts
        .cells
        .values()
        .map(|content| content.text.matches("长文").count())
        .sum();
    assert_eq!(kept, 20_000);
}

#[test]
fn a_draft_says_so_on_every_sheet() {
    let (form, ret) = sample("complete");
    let draft = xlsx::write(&report(&form, &ret, Mark::Draft)).expect("a workbook");
    for (workbook, marked) in [
        (Workbook::read(&draft), true),
        (exported("complete"), false),
    ] {
        for sheet in &workbook.sheets {
            assert_eq!(sheet.header.contains("草稿"), marked, "{}", sheet.name);
        }
    }
}

#[test]
fn a_figure_excel_would_round_is_refused() {
    let (form, mut ret) = sample("complete");
    let cell = form.cell("disclosure.permits:decisions").expect("a cell");
    ret.stated.set(
        cell,
        Value::Number(Decimal::from(1_234_567_890_123_456_i64)),
    );
    let refused = xlsx::write(&report(&form, &ret, Mark::Final));
    assert!(matches!(&refused, Err(ExportError::TooManyDigits { place, .. }) if place == "B8"));
    let message = refused.map(|_| ()).unwrap_err().to_string();
    assert!(
        message.contains("二、主动公开政府信息情况") && message.contains("1234567890123456"),
        "{message}"
    );
}

#[test]
fn an_empty_form_can_be_written() {
    let catalog = Catalog::built_in().expect("the definitions are clean");
    for form in catalog.forms() {
        let ret = Return::blank(form, "", 0);
        let workbook = Workbook::read(&bytes(form, &ret));
        assert_eq!(workbook.names.len(), form.cells.len());
    }
}
