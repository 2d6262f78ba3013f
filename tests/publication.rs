//! Codes, scan and edited workbooks on the command line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value as Json;

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.nianbao"), nianbao::sample::BYTES).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        command.current_dir(self.folder.path());
        command.args(arguments).output().unwrap()
    }

    /// What is printed, the ending being the expected one.
    #[track_caller]
    fn prints(&self, arguments: &[&str], code: i32) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{said}");
        String::from_utf8(output.stdout).unwrap()
    }
}

#[test]
fn codes_are_printed_and_compared() {
    let desk = Desk::new();
    let printed = desk.prints(&["proof", "a.nianbao"], 0);
    let codes: Vec<Vec<&str>> = printed
        .lines()
        .map(|line| line.split("  ").collect())
        .collect();
    let marks: Vec<&str> = codes.iter().map(|code| code[0]).collect();
    assert_eq!(marks, ["二", "三", "四"]);
    let [two, three] = [codes[0][1], codes[1][1]];

    let same = desk.prints(&["proof", "a.nianbao", "二", two, "三", three], 0);
    assert_eq!(same.matches("一致").count(), 2);
    let other = desk.prints(&["proof", "a.nianbao", "二", three], 1);
    assert!(
        other.contains("不一致：纸上的“二、主动公开政府信息情况”"),
        "{other}"
    );
    let slip = desk.prints(&["proof", "a.nianbao", "7K4M-2"], 1);
    assert!(slip.contains("7K4M-2"), "{slip}");
    desk.prints(&["proof", "a.nianbao", "三"], 3);
}

#[test]
fn exports_have_the_codes_of_their_draft() {
    let desk = Desk::new();
    let export = ["export", "a.nianbao", "--pdf", "a.pdf", "--xlsx", "a.xlsx"];
    desk.prints(&export, 0);
    let codes = desk.prints(&["proof", "a.nianbao"], 0);
    assert_eq!(desk.prints(&["proof", "a.pdf"], 0), codes);
    assert_eq!(desk.prints(&["proof", "a.xlsx"], 0), codes);
}

#[test]
fn the_scan_lists_and_blocks_nothing() {
    let desk = Desk::new();
    assert!(desk.prints(&["scan", "a.nianbao"], 0).contains("0 处要看"));
    let mut draft: Json = serde_json::from_slice(nianbao::sample::BYTES).unwrap();
    draft["narrative"]["problems"] = Json::String("李雷，13812345678".to_owned());
    draft["cells"]["cases.review:upheld"] = Json::String("待补".to_owned());
    std::fs::write(desk.path("b.nianbao"), draft.to_string()).unwrap();
    let lines = desk.prints(&["scan", "b.nianbao"], 0);
    assert!(
        lines.contains("五、问题改进  李雷，〖13812345678〗"),
        "{lines}"
    );
    let json = desk.prints(&["scan", "b.nianbao", "--json"], 0);
    let json: Json = serde_json::from_str(&json).unwrap();
    let places: Vec<&str> = json
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["place"].as_str().unwrap())
        .collect();
    // The overview shows a gap where it quotes the figure that is a note now.
    assert_eq!(
        places,
        ["overview", "problems", "problems", "cases.review:upheld"]
    );
}

#[test]
fn an_edited_workbook_is_said_and_taken_when_asked() {
    let desk = Desk::new();
    let edited = include_bytes!("edits/libreoffice.xlsx");
    std::fs::write(desk.path("b.xlsx"), edited).unwrap();
    let figure = |arguments: &[&str], words: &str| {
        let output = desk.run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(words), "{said}");
        let printed: Json = serde_json::from_slice(&output.stdout).unwrap();
        printed["cells"]["applications.received:natural"]["stated"].to_string()
    };
    let left = figure(&["cells", "b.xlsx", "--json"], "改了 10 处，没有采用");
    assert_eq!(left, "2111");
    let taken = figure(&["cells", "b.xlsx", "--json", "--edits"], "已采用");
    assert_eq!(taken, "2112");
    desk.prints(&["check", "b.xlsx"], 0);
    desk.prints(&["check", "b.xlsx", "--edits"], 1);
    let export = ["export", "b.xlsx", "--pdf", "b.pdf"];
    desk.prints(&export, 0);
    desk.prints(&[&export[..], &["--edits"]].concat(), 1);
}
