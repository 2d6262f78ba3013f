//! The program as scripts see it: what it prints, what it writes, how it ends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        command.current_dir(self.folder.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().unwrap()
    }

    /// The sample with one figure changed, as a file.
    fn sample_with(&self, name: &str, key: &str, figure: &str) -> PathBuf {
        let mut draft: Json = serde_json::from_slice(nianbao::sample::BYTES).unwrap();
        draft["cells"][key] = Json::String(figure.to_owned());
        let path = self.path(name);
        fs::write(&path, draft.to_string()).unwrap();
        path
    }
}

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

fn json(output: &Output) -> Json {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn demo_writes_the_sample_whose_cells_are_the_figures_of_the_report() {
    let desk = Desk::new();
    ends(&desk.run(&["demo", "out"]), 0);
    let mut names: Vec<String> = fs::read_dir(desk.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "sample.docx",
            "sample.html",
            "sample.nianbao",
            "sample.pdf",
            "sample.xlsx"
        ]
    );

    let output = desk.run(&["cells", "out/sample.nianbao", "--json"]);
    ends(&output, 0);
    let printed = json(&output);
    assert_eq!(printed["form"], "C");
    assert_eq!(printed["year"], 2023);
    let cells = printed["cells"].as_object().unwrap();
    assert_eq!(cells.len(), 200);
    let expected: Json =
        serde_json::from_str(include_str!("interop/figures/complete.json")).unwrap();
    for (key, figure) in expected["shown"].as_object().unwrap() {
        let cell = &cells[key];
        let counts = if cell["stated"].is_null() {
            &cell["computed"]
        } else {
            &cell["stated"]
        };
        let figure = figure.as_str().map_or(figure.to_string(), str::to_owned);
        assert_eq!(counts.to_string(), figure, "{key}");
    }
}

#[test]
fn numbers_are_printed_as_they_were_entered() {
    let desk = Desk::new();
    let path = desk.sample_with("a.nianbao", "disclosure.fees:amount", "25.10");
    let output = desk.run(&["cells", path.to_str().unwrap(), "--json"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("\"stated\": 25.10"), "{text}");
}

#[test]
fn one_changed_figure_gives_the_findings_that_follow_and_no_final_copy() {
    let desk = Desk::new();
    let path = desk.sample_with("a.nianbao", "applications.result.granted:natural", "440");
    let path = path.to_str().unwrap();
    let output = desk.run(&["check", path, "--json"]);
    ends(&output, 1);
    let findings = json(&output);
    let found: Vec<(&str, &str, i64, i64, i64)> = findings
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            (
                finding["rule"].as_str().unwrap(),
                finding["instance"].as_str().unwrap(),
                finding["left"]["value"].as_i64().unwrap(),
                finding["right"]["value"].as_i64().unwrap(),
                finding["difference"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("T1", "natural", 2232, 2242, 10),
            ("T1", "total", 2306, 2316, 10)
        ]
    );
    assert_eq!(
        findings[0]["left"]["cells"],
        serde_json::json!([
            "applications.received:natural",
            "applications.carried_in:natural"
        ])
    );

    let refused = desk.run(&["export", path, "--pdf", "a.pdf", "--xlsx", "a.xlsx"]);
    ends(&refused, 1);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(said.matches("T1").count(), 2, "{said}");
    assert!(!desk.path("a.pdf").exists() && !desk.path("a.xlsx").exists());
    ends(&desk.run(&["export", path, "--pdf", "a.pdf", "--draft"]), 0);
    assert!(desk.path("a.pdf").exists());
}

#[test]
fn an_empty_return_can_be_made_and_printed_as_a_draft() {
    let desk = Desk::new();
    let new = [
        "new",
        "--year",
        "2024",
        "--agency",
        "某局",
        "-o",
        "a.nianbao",
    ];
    ends(&desk.run(&new), 0);
    ends(&desk.run(&new), 4);
    ends(&desk.run(&["export", "a.nianbao", "--pdf", "a.pdf"]), 1);
    ends(
        &desk.run(&[
            "export",
            "a.nianbao",
            "--pdf",
            "a.pdf",
            "--xlsx",
            "a.xlsx",
            "--draft",
        ]),
        0,
    );
    ends(&desk.run(&["check", "a.nianbao"]), 0);
}

#[test]
fn last_year_gives_the_carry_over_and_the_agency() {
    let desk = Desk::new();
    ends(&desk.run(&["demo", "out"]), 0);
    let new = [
        "new",
        "--year",
        "2024",
        "--agency",
        "某区",
        "--previous",
        "out/sample.nianbao",
        "-o",
        "b.nianbao",
    ];
    ends(&desk.run(&new), 0);
    let cells = json(&desk.run(&["cells", "b.nianbao", "--json"]));
    let cells = &cells["cells"];
    assert_eq!(cells["applications.carried_in:natural"]["stated"], 139);
    assert_eq!(cells["applications.carried_in:total"]["computed"], 145);
    assert!(cells["applications.received:natural"]["stated"].is_null());
}

#[test]
fn an_export_is_as_good_as_the_draft() {
    let desk = Desk::new();
    ends(&desk.run(&["demo", "out"]), 0);
    let cells = |file: &str| json(&desk.run(&["cells", file, "--json"]));
    let original = cells("out/sample.nianbao");
    for ending in ["pdf", "xlsx", "docx", "html"] {
        let export = format!("out/sample.{ending}");
        assert_eq!(cells(&export), original);
        ends(&desk.run(&["check", &export]), 0);
        // What is exported from an export is the same file.
        let again = format!("again.{ending}");
        let format = format!("--{ending}");
        ends(&desk.run(&["export", &export, &format, &again]), 0);
        let bytes = |name: &str| fs::read(desk.path(name)).unwrap();
        assert!(bytes(&again) == bytes(&export), "{again} differs");
        ends(&desk.run(&["export", &export, &format, &export]), 3);
        let draft = format!("next-{ending}.nianbao");
        let new = ["new", "--year", "2024", "--agency", "某区"];
        let from = ["--previous", &export, "-o", &draft];
        ends(&desk.run(&[&new[..], &from[..]].concat()), 0);
        let carried_in = &cells(&draft)["cells"]["applications.carried_in:natural"];
        assert_eq!(carried_in["stated"], 139);
    }
    fs::write(desk.path("other.pdf"), b"%PDF-1.4").unwrap();
    let refused = desk.run(&["cells", "other.pdf"]);
    ends(&refused, 2);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.starts_with("“other.pdf”已损坏"), "{said}");
}

#[test]
fn the_check_sheet_of_one_file_is_written_whatever_is_found() {
    let desk = Desk::new();
    let path = desk.sample_with("a.nianbao", "applications.result.granted:natural", "440");
    let path = path.to_str().unwrap();
    let both = ["check", path, "--pdf", "s.pdf", "--xlsx", "s.xlsx"];
    let output = desk.run(&both);
    ends(&output, 1);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("硬性 2") && said.contains("已写入 s.xlsx"),
        "{said}"
    );
    let bytes = |name: &str| fs::read(desk.path(name)).unwrap();
    assert!(bytes("s.pdf").starts_with(b"%PDF") && bytes("s.xlsx").starts_with(b"PK"));

    let dated = [
        "check",
        path,
        "--pdf",
        "d.pdf",
        "--date",
        "2024年2月1日",
        "--json",
    ];
    let output = desk.run(&dated);
    ends(&output, 1);
    assert_eq!(json(&output).as_array().unwrap().len(), 2);
    assert!(bytes("d.pdf") != bytes("s.pdf"));

    ends(&desk.run(&["check", path, path, "--pdf", "n.pdf"]), 3);
    ends(&desk.run(&["check", path, "--date", "2024-02-01"]), 3);
    ends(
        &desk.run(&["check", path, "--pdf", "n.pdf", "--date", "昨天"]),
        3,
    );
    ends(&desk.run(&["check", path, "--pdf", path]), 3);
    ends(
        &desk.run(&["check", path, "--pdf", "n", "--xlsx", "./n"]),
        3,
    );
    ends(
        &desk.run(&["check", "nothing.nianbao", "--pdf", "n.pdf"]),
        2,
    );
    ends(&desk.run(&["check", path, "--pdf", "none/n.pdf"]), 4);
    assert!(!desk.path("n.pdf").exists() && !desk.path("n").exists());
}

#[test]
fn exit_codes_tell_what_happened() {
    let desk = Desk::new();
    fs::write(desk.path("a.pdf"), b"%PDF-1.4").unwrap();
    ends(&desk.run(&["--help"]), 0);
    ends(&desk.run(&["cells", "nothing.nianbao"]), 2);
    ends(&desk.run(&["cells", "a.pdf"]), 2);
    ends(&desk.run(&["check", "."]), 2);
    ends(&desk.run(&["export", "a.nianbao"]), 3);
    ends(
        &desk.run(&["new", "--year", "2001", "--agency", "甲", "-o", "b"]),
        3,
    );
    ends(&desk.run(&["demo", "out"]), 0);
    let nowhere = ["export", "out/sample.nianbao", "--pdf", "none/a.pdf"];
    ends(&desk.run(&nowhere), 4);
    let date = [
        "export",
        "out/sample.nianbao",
        "--pdf",
        "a.pdf",
        "--date",
        "昨天",
    ];
    ends(&desk.run(&date), 3);
    let onto_itself = [
        "export",
        "out/sample.nianbao",
        "--pdf",
        "out/sample.nianbao",
    ];
    ends(&desk.run(&onto_itself), 3);
    let twice = [
        "export",
        "out/sample.nianbao",
        "--pdf",
        "x",
        "--xlsx",
        "./x",
    ];
    ends(&desk.run(&twice), 3);
    // Several files: the highest code, and the good one is still checked.
    let both = desk.run(&["check", "out/sample.nianbao", "nothing.nianbao"]);
    ends(&both, 2);
    assert!(String::from_utf8(both.stdout).unwrap().contains("通过 247"));
}

#[test]
fn two_runs_give_the_same_bytes_in_any_time_zone_and_language() {
    let desk = Desk::new();
    let run = |folder: &str, zone: &str, language: &str| {
        let mut command = desk.command();
        command.env("TZ", zone).env("LC_ALL", language);
        ends(&command.args(["demo", folder]).output().unwrap(), 0);
    };
    run("one", "Asia/Shanghai", "zh_CN.UTF-8");
    run("two", "America/New_York", "C");
    for name in ["sample.nianbao", "sample.pdf", "sample.xlsx"] {
        let bytes = |folder: &str| fs::read(desk.path(folder).join(Path::new(name))).unwrap();
        assert!(bytes("one") == bytes("two"), "{name} differs");
    }
}

#[test]
fn printing_says_why_it_did_not() {
    let desk = Desk::new();
    let draft = desk.path("甲.nianbao");
    fs::write(&draft, nianbao::sample::BYTES).unwrap();
    let wrong = desk.sample_with("wrong.nianbao", "applications.received:natural", "1");
    let run = |words: &[&str]| {
        let mut command = desk.command();
        // No printing system is found there, whatever this computer has.
        command.env("PATH", desk.folder.path());
        command.arg("print").args(words).output().unwrap()
    };
    let said = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let (draft, wrong) = (draft.to_str().unwrap(), wrong.to_str().unwrap());
    let output = run(&[draft, "--pages", "3-1"]);
    ends(&output, 3);
    assert!(said(&output).contains("“1-3”"), "{}", said(&output));
    ends(&run(&[draft, "--copies", "0"]), 3);
    let output = run(&[wrong]);
    ends(&output, 1);
    assert!(
        said(&output).starts_with("没有打印：还有"),
        "{}",
        said(&output)
    );
    if cfg!(unix) {
        for words in [&[draft][..], &[wrong, "--draft"]] {
            let output = run(words);
            ends(&output, 4);
            assert!(
                said(&output).contains("本机没有打印系统"),
                "{}",
                said(&output)
            );
        }
    }
}
