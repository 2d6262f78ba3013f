//! Import and the check of many files as scripts see them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// A desk with the sample and its exports in `d`.
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        ends(&desk.run(&["demo", "d"]), 0);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        command.current_dir(self.folder.path()).args(arguments);
        command.output().unwrap()
    }
}

#[track_caller]
fn ends(output: &Output, code: i32) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
}

fn said(output: &Output) -> String {
    let [out, error] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    format!("{out}{error}")
}

fn json(path_or_output: &[u8]) -> Json {
    serde_json::from_slice(path_or_output).unwrap()
}

fn figures(path: &Path) -> Json {
    json(&fs::read(path).unwrap())["cells"].clone()
}

#[test]
fn what_carries_a_draft_is_restored() {
    let desk = Desk::new();
    for kind in ["nianbao", "pdf", "docx", "xlsx", "html"] {
        let file = format!("d/sample.{kind}");
        let output = desk.run(&["import", &file, "--json", "-o", &format!("{kind}.nianbao")]);
        ends(&output, 0);
        let printed = json(&output.stdout);
        assert_eq!(printed["kind"], "draft", "{kind}");
        assert_eq!(printed["doubts"], Json::Array(Vec::new()), "{kind}");
        assert_eq!(
            figures(&desk.path(&format!("{kind}.nianbao"))),
            figures(&desk.path("d/sample.nianbao")),
            "{kind}"
        );
    }
}

#[test]
fn nothing_is_overwritten_and_what_is_unreadable_is_said() {
    let desk = Desk::new();
    let import = ["import", "d/sample.pdf", "-o", "d/sample.nianbao"];
    ends(&desk.run(&import), 4);
    for (name, bytes) in [("空.txt", b"".as_slice()), ("图.jpg", b"\xff\xd8\xff\xe0")] {
        fs::write(desk.path(name), bytes).unwrap();
        let output = desk.run(&["import", name, "-o", "x.nianbao"]);
        ends(&output, 2);
        assert!(said(&output).contains(name), "{}", said(&output));
        assert!(output.stdout.is_empty());
        ends(&desk.run(&["cells", name]), 2);
        ends(&desk.run(&["check", name]), 2);
    }
    assert!(!desk.path("x.nianbao").exists());
    ends(&desk.run(&["import", "没有.pdf"]), 2);
    ends(&desk.run(&["import"]), 3);
}

#[test]
fn what_is_no_report_is_refused_with_what_it_is() {
    let desk = Desk::new();
    let university = "清河大学2020-2021学年信息公开工作年度报告\n\
                      本报告根据《高等学校信息公开办法》编制。\n\
                      一、概述\n我校网站公开信息812条。\n";
    fs::write(desk.path("甲.txt"), university).unwrap();
    let output = desk.run(&["import", "甲.txt", "--json", "-o", "x.nianbao"]);
    ends(&output, 2);
    let printed = json(&output.stdout);
    assert_eq!(printed["kind"], "not-report");
    assert_eq!(printed["other"]["what"], "university");
    assert_eq!(printed["agency"], "清河大学");
    let error = String::from_utf8(output.stderr).unwrap();
    for phrase in [
        "“甲.txt”不是政府信息公开工作年度报告，看来是清河大学的信息公开年度报告，不适用本表",
        "《高等学校信息公开办法》",
        "请改选行政机关的年报",
    ] {
        assert!(error.contains(phrase), "{error}");
    }
    assert!(!desk.path("x.nianbao").exists());
    let checked = desk.run(&["check", "甲.txt"]);
    ends(&checked, 2);
    assert!(said(&checked).contains("看来是清河大学"));
    ends(&desk.run(&["check", "甲.txt", "--list", "清单.xlsx"]), 2);
    let report = json(&desk.run(&["import", "d/sample.pdf", "--json"]).stdout);
    assert!(report["other"].is_null());
}

#[test]
fn a_folder_is_checked_whole_with_list_and_opinions() {
    let desk = Desk::new();
    fs::create_dir(desk.path("d/乡镇")).unwrap();
    let mut draft = json(&fs::read(desk.path("d/sample.nianbao")).unwrap());
    draft["cells"]["applications.result.granted:natural"] = "440".into();
    draft["header"]["agency"] = "=某镇人民政府".into();
    fs::write(desk.path("d/乡镇/甲.nianbao"), draft.to_string()).unwrap();
    fs::write(desk.path("d/乡镇/坏.pdf"), b"%PDF-1.7").unwrap();
    let arguments = ["check", "d", "--list", "清单.xlsx", "--opinions", "意见"];
    let output = desk.run(&arguments);
    ends(&output, 2);
    let said = said(&output);
    for phrase in [
        "甲.nianbao：硬性 2",
        "坏.pdf",
        "有 5 份",
        "已写入 清单.xlsx",
    ] {
        assert!(said.contains(phrase), "{phrase}: {said}");
    }
    let mut opinions: Vec<String> = fs::read_dir(desk.path("意见"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    opinions.sort();
    assert_eq!(
        opinions,
        [
            "=某镇人民政府2023年审核意见.docx",
            "=某镇人民政府2023年审核意见.pdf",
            "坏审核意见.docx",
            "坏审核意见.pdf"
        ]
    );
    let list = fs::read(desk.path("清单.xlsx")).unwrap();
    assert!(list.starts_with(b"PK"));
    ends(
        &desk.run(&["check", "d/sample.xlsx", "--list", "d/sample.xlsx"]),
        3,
    );
    ends(&desk.run(&["check", "d/乡镇/没有"]), 2);

    let output = desk.run(&["check", "d", "--json"]);
    let found = json(&output.stdout);
    assert_eq!(found.as_array().unwrap().len(), 2);
}

#[test]
fn an_empty_folder_is_said() {
    let desk = Desk::new();
    fs::create_dir(desk.path("空")).unwrap();
    let output = desk.run(&["check", "空"]);
    ends(&output, 2);
    assert!(said(&output).contains("没有能读取的文件"));
}
