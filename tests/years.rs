//! `nianbao years`: the reports of one agency side by side, over three formats.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod workbook;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::{Value as Json, json};
use workbook::Workbook;

const AGENCY: &str = "某市某区人民政府";

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// Drafts of 2018, 2019 and 2021, each in the format of its year.
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let cells = json!({
            "statistics.disclosure.normative_issued:count": "12",
            "statistics.application.received:count": "75",
            "statistics.application.closed:count": "80",
            "statistics.application.answered.already_public:count": "10",
            "statistics.application.answered.granted:count": "25",
            "statistics.application.answered.partial:count": "5",
            "statistics.application.answered.not_exist:count": "20",
            "statistics.application.answered.not_this_organ:count": "6",
            "statistics.application.answered.amend:count": "4",
            "statistics.application.answered.other_channel:count": "3",
            "statistics.review:count": "9",
            "statistics.litigation:count": "2",
            "statistics.fee:count": "0",
        });
        desk.draft("2018.nianbao", "A", 2018, AGENCY, &cells);
        let cells = json!({
            "disclosure.normative_documents:made": "14",
            "disclosure.normative_documents:total": "60",
            "applications.received:natural": "90",
            "applications.received:total": "96",
            "applications.carried_in:total": "4",
            "applications.result.granted:total": "40",
            "applications.result.partial:total": "6",
            "applications.result.other:total": "1",
            "applications.result.total:total": "98",
            "cases.lit_direct:total": "3",
            "cases.lit_after:total": "1",
        });
        desk.draft("2019.nianbao", "B", 2019, AGENCY, &cells);
        let cells = json!({
            "disclosure.normative_documents:issued": "9",
            "disclosure.normative_documents:valid": "55",
            "disclosure.fees:amount": "25.10",
            "applications.received:total": "120",
            "applications.result.granted:total": "50",
            "applications.result.partial:total": "10",
            "applications.result.other.no_correction:total": "2",
            "applications.result.other.no_payment:total": "0",
            "applications.result.other.misc:total": "1",
            "applications.result.total:total": "110",
        });
        desk.draft("2021.nianbao", "C", 2021, AGENCY, &cells);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn draft(&self, name: &str, edition: &str, year: u16, agency: &str, cells: &Json) {
        let draft = json!({
            "format": "nianbao-draft",
            "version": 1,
            "edition": edition,
            "header": { "year": year, "agency": agency },
            "cells": cells,
        });
        fs::write(self.path(name), draft.to_string()).unwrap();
    }

    fn program(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_nianbao"))
            .current_dir(self.folder.path())
            .args(arguments)
            .output()
            .unwrap()
    }

    fn years(&self, arguments: &[&str]) -> Output {
        self.program(&[&["years"], arguments].concat())
    }
}

const FILES: [&str; 3] = ["2021.nianbao", "2018.nianbao", "2019.nianbao"];

#[track_caller]
fn ends(output: &Output, code: i32) {
    assert_eq!(
        output.status.code(),
        Some(code),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// An indicator's figures (or states), and the marks before them.
#[track_caller]
fn line(printed: &Json, id: &str) -> (Vec<String>, Vec<String>) {
    let indicators = printed["indicators"].as_array().unwrap();
    let line = indicators
        .iter()
        .find(|line| line["id"] == id)
        .unwrap_or_else(|| panic!("no {id}"));
    let figures = line["figures"].as_array().unwrap();
    let text = |figure: &Json| match figure["state"].as_str().unwrap() {
        "number" => figure["value"].to_string(),
        state => state.to_owned(),
    };
    let mark = |figure: &Json| figure["compared"]["mark"].as_str().unwrap_or("").to_owned();
    (
        figures.iter().map(text).collect(),
        figures.iter().map(mark).collect(),
    )
}

#[test]
fn figures_stand_by_year_with_their_marks() {
    let desk = Desk::new();
    let output = desk.years(&[&FILES[..], &["--json"]].concat());
    ends(&output, 0);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("\"value\": 25.10"), "as entered: {text}");
    let printed: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(printed["agency"], AGENCY);
    let years = printed["years"].as_array().unwrap();
    let editions: Vec<(u64, &str)> = years
        .iter()
        .map(|year| {
            (
                year["year"].as_u64().unwrap(),
                year["edition"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(editions, [(2018, "A"), (2019, "B"), (2021, "C")]);

    for (id, figures, marks) in [
        (
            "received",
            ["75", "96", "120"],
            ["", "roughly", "comparable"],
        ),
        (
            "carried_in",
            ["absent", "4", "blank"],
            ["", "", "comparable"],
        ),
        ("granted", ["35", "40", "50"], ["", "roughly", "comparable"]),
        (
            "unable",
            ["30", "blank", "blank"],
            ["", "roughly", "comparable"],
        ),
        (
            "not_processed",
            ["3", "blank", "blank"],
            ["", "not-comparable", "comparable"],
        ),
        ("other", ["absent", "1", "3"], ["", "", "comparable"]),
        (
            "disclosed_share",
            ["50.0", "46.94", "54.55"],
            ["", "roughly", "comparable"],
        ),
        (
            "litigation",
            ["2", "4", "blank"],
            ["", "roughly", "comparable"],
        ),
        (
            "normative_made",
            ["12", "14", "9"],
            ["", "roughly", "roughly"],
        ),
        (
            "normative_stock",
            ["absent", "60", "55"],
            ["", "", "not-comparable"],
        ),
        ("fees", ["0", "absent", "25.1"], ["", "", "not-comparable"]),
    ] {
        let (found, found_marks) = line(&printed, id);
        assert_eq!(found, figures, "{id}");
        assert_eq!(found_marks, marks, "{id}");
    }
}

#[test]
fn the_printed_table_says_what_is_not_comparable() {
    let desk = Desk::new();
    let output = desk.years(&FILES);
    ends(&output, 0);
    let text = String::from_utf8(output.stdout).unwrap();
    for part in [
        AGENCY,
        "2018年",
        "（缺2020年）",
        "≈ 96",
        "≠ 55",
        "未填",
        "—",
        "不可比：",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn the_workbook_has_the_table_and_charts_of_its_own() {
    let desk = Desk::new();
    ends(
        &desk.years(&[&FILES[..], &["--xlsx", "a.xlsx"]].concat()),
        0,
    );
    ends(
        &desk.years(&[&FILES[..], &["--xlsx", "b.xlsx"]].concat()),
        0,
    );
    let bytes = fs::read(desk.path("a.xlsx")).unwrap();
    assert!(
        bytes == fs::read(desk.path("b.xlsx")).unwrap(),
        "two runs differ"
    );
    let workbook = Workbook::read(&bytes);
    let table = workbook.sheet("历年对照");
    let texts: Vec<&str> = ["D3", "E3", "F3", "G3"].map(|at| table.text(at)).to_vec();
    assert_eq!(texts[0], "2018年\n2014版（全国）");
    assert_eq!(texts[2], "2020年\n无年报");
    assert_eq!(
        [table.text("D4"), table.text("E4"), table.text("G4")],
        ["75", "96", "120"]
    );
    assert_eq!(table.text("D5"), "—");
    assert_eq!(table.text("G5"), "未填");
    let said = |text: &str| table.cells.values().any(|cell| cell.text == text);
    assert!(said("可比") && said("大致可比") && said("不可比"));
    let charts = workbook
        .parts
        .iter()
        .filter(|part| part.starts_with("xl/charts/chart"));
    assert_eq!(charts.count(), 6, "{:?}", workbook.parts);
}

#[test]
fn what_cannot_stand_together_is_said() {
    let desk = Desk::new();
    desk.draft("other.nianbao", "C", 2022, "别的局", &json!({}));
    let output = desk.years(&["2021.nianbao", "other.nianbao"]);
    ends(&output, 2);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(AGENCY) && said.contains("别的局"), "{said}");

    desk.draft(
        "again.nianbao",
        "C",
        2021,
        AGENCY,
        &json!({"applications.received:total": "121"}),
    );
    let output = desk.years(&["2021.nianbao", "again.nianbao", "--json"]);
    ends(&output, 1);
    let printed: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line(&printed, "received").0, ["121"]);
    assert_eq!(printed["left_out"][0]["file"], "2021.nianbao");
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("again.nianbao")
    );
}

#[test]
fn an_exported_file_stands_for_its_draft() {
    let desk = Desk::new();
    let exported = desk
        .program(&["export", "2019.nianbao", "--pdf", "2019.pdf", "--draft"])
        .status
        .success();
    assert!(exported);
    let output = desk.years(&["2019.pdf", "2021.nianbao", "--json"]);
    ends(&output, 0);
    let printed: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line(&printed, "received").0, ["96", "120"]);
}

#[test]
fn exit_codes_tell_what_happened() {
    let desk = Desk::new();
    ends(&desk.years(&[]), 3);
    ends(&desk.years(&["nothing.nianbao"]), 2);
    ends(
        &desk.years(&["2018.nianbao", "--xlsx", "./2018.nianbao"]),
        3,
    );
    ends(&desk.years(&["2018.nianbao", "--xlsx", "none/a.xlsx"]), 4);
}
