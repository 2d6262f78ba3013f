//! The invariants of the architecture, as tests over the source text.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file with its path below `src` and its code without the tests at its end.
fn sources() -> Vec<(String, String)> {
    let mut folders = vec![root().join("src")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap().to_owned();
                let below = path.strip_prefix(root().join("src")).unwrap();
                sources.push((below.to_string_lossy().replace('\\', "/"), code));
            }
        }
    }
    sources.sort();
    sources
}

/// No file outside `allowed` may contain any of the words.
#[track_caller]
fn only_in(allowed: &[&str], words: &[&str]) {
    for (path, code) in sources() {
        if allowed.iter().any(|prefix| path.starts_with(prefix)) {
            continue;
        }
        for word in words {
            assert!(!code.contains(word), "{path} contains {word}");
        }
    }
}

#[test]
fn only_the_window_names_its_crates() {
    only_in(&["ui/"], &["egui::", "eframe::", "rfd::"]);
}

#[test]
fn only_the_rim_meets_disk_and_clock() {
    let rim = ["files", "recovery.rs", "task", "cli", "main.rs", "ui/"];
    only_in(
        &rim,
        &[
            "std::fs",
            "std::env",
            "SystemTime",
            "Instant::now",
            "jiff::",
            "Zoned::now",
        ],
    );
}

#[test]
fn importers_exporters_and_drafts_do_not_know_each_other() {
    for (path, code) in sources() {
        if path.starts_with("export/") {
            assert!(!code.contains("crate::draft"), "{path}");
        }
        if path.starts_with("draft") {
            assert!(!code.contains("crate::export"), "{path}");
        }
        if path.starts_with("import") {
            let knows = code.contains("crate::draft") || code.contains("crate::export");
            assert!(!knows, "{path}");
        }
        // What takes the one into the other knows neither.
        if path.starts_with("carried") {
            let knows = code.contains("crate::draft") || code.contains("crate::export");
            assert!(!knows, "{path}");
        }
    }
}

#[test]
fn no_form_is_written_in_code() {
    let labels = [
        "予以公开",
        "自然人",
        "行政许可",
        "结果维持",
        "applications.",
    ];
    for (path, code) in sources() {
        // Doc comments may use a real row as the example.
        let statements = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for line in statements {
            for label in labels {
                assert!(!line.contains(label), "{path}: {line}");
            }
        }
    }
}

#[test]
fn files_are_of_one_noun() {
    for (path, _) in sources() {
        let lines = fs::read_to_string(root().join("src").join(&path))
            .unwrap()
            .lines()
            .count();
        assert!(lines <= 1_000, "{path} has {lines} lines; split it by noun");
    }
}

#[test]
fn every_definition_file_is_in_the_catalog() {
    let catalog = fs::read_to_string(root().join("src/form/catalog.rs")).unwrap();
    for entry in fs::read_dir(root().join("assets/forms")).unwrap() {
        let name = entry.unwrap().file_name();
        let name = name.to_string_lossy();
        assert!(catalog.contains(&format!("assets/forms/{name}")), "{name}");
    }
}
