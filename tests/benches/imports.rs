//! Reading what was published: one report of each format, and ten thousand of them.
//!
//! The reports are the sample's exports, read for what they show, and a text of its page; beside
//! a checkout that has `../shared/reports`, those too.

#![allow(clippy::expect_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use divan::{Bencher, black_box};
use nianbao::assessment::Assessment;
use nianbao::command::Format;
use nianbao::export::document::{ExportOptions, Mark, SignOff};
use nianbao::form::catalog::Catalog;
use nianbao::import::import;
use nianbao::sample;
use nianbao::survey::State;
use nianbao::task::{export_bytes, survey};

const TODAY: &str = "2026-11-22";
/// How many files an office collects.
const MANY: usize = 10_000;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::built_in().expect("the definitions load"));

/// Reports by name.
static REPORTS: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(reports);

fn main() {
    divan::main();
}

fn reports() -> BTreeMap<String, Vec<u8>> {
    let (form, draft) = sample::draft(&CATALOG).expect("the sample opens");
    let assessment = Assessment::of(&CATALOG, &form, &draft.ret);
    let figures = assessment.figures(&form);
    let options = ExportOptions {
        mark: Mark::Final,
        date: None,
        sign_off: SignOff::Left,
    };
    let mut reports = BTreeMap::new();
    for format in Format::ALL {
        let bytes = export_bytes(&draft.ret, &figures, &draft.unknown, &[], format, &options)
            .expect("the sample exports");
        // Another program's file carries no draft, and is not taken for one of ours.
        let bytes = match format {
            Format::Html => without_draft(&bytes),
            _ => bytes,
        };
        reports.insert(format!("sample.{}", format.extension()), bytes);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reports");
    for path in files_in(&folder) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let whose = path.parent().and_then(Path::file_name).unwrap_or_default();
        if name.starts_with("source.") {
            let bytes = fs::read(&path).expect("a report is read");
            reports.insert(format!("{}.{name}", whose.to_string_lossy()), bytes);
        }
    }
    reports
}

fn without_draft(page: &[u8]) -> Vec<u8> {
    let page = String::from_utf8_lossy(page);
    let (before, rest) = page.split_once("<script").unwrap_or((&page, ""));
    let after = rest.split_once("</script>").map_or("", |(_, after)| after);
    format!("{before}{after}").into_bytes()
}

/// The files of the folders of a folder.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = |path: &Path| fs::read_dir(path).into_iter().flatten().flatten();
    let folders = entries(folder).map(|entry| entry.path());
    folders
        .flat_map(|path| entries(&path).map(|entry| entry.path()).collect::<Vec<_>>())
        .collect()
}

fn names() -> impl Iterator<Item = &'static str> {
    REPORTS.keys().map(String::as_str)
}

/// Bytes to figures, doubts and texts.
#[divan::bench(args = names())]
fn read(bencher: Bencher, name: &str) {
    let bytes = REPORTS.get(name).expect("there is such a report");
    let read = || import(&CATALOG, name, black_box(bytes));
    let _ = black_box(read());
    bencher.bench_local(read);
}

/// All of them over and over, on all cores, with totals, rules and texts checked. Says how many
/// came out how, and the most memory the process has had.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn survey_of_ten_thousand(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("there is room");
    let mut paths = Vec::with_capacity(MANY);
    let originals: Vec<PathBuf> = REPORTS
        .iter()
        .map(|(name, bytes)| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).expect("written");
            path
        })
        .collect();
    for (number, original) in originals.iter().cycle().take(MANY).enumerate() {
        let ending = original.extension().unwrap_or_default().to_string_lossy();
        let path = folder.path().join(format!("{number}.{ending}"));
        fs::hard_link(original, &path).expect("linked");
        paths.push(path);
    }
    let before = peak();
    bencher.bench_local(|| {
        let counts: [AtomicUsize; State::ALL.len()] = Default::default();
        survey(
            &CATALOG,
            &paths,
            TODAY,
            &AtomicBool::new(false),
            |_, file| {
                counts[file.state() as usize].fetch_add(1, Ordering::Relaxed);
                black_box(file);
            },
        );
        for (state, count) in State::ALL.iter().zip(&counts) {
            eprintln!("{}: {}", state.label(), count.load(Ordering::Relaxed));
        }
    });
    eprintln!("peak memory: {before} before, {} after", peak());
}

/// The most memory this process has had, as the system writes it; unknown where it doesn't.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "?".to_owned(), |line| line.trim().to_owned())
}
