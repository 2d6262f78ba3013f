//! Reads the files of `imports/` and compares with the `.expected.toml` beside each. A new oddity
//! is a new file.
//!
//! `imports/<what-is-odd>.expected.toml`, all fields but those of an error optional:
//! ```toml
//! error   = "已损坏"                  # the file can't be read, and the sentence says this
//! kind    = "tables"                  # tables, prose, no-figures, not-report
//! reader  = "html"
//! edition = "C"
//! agency  = "某局"
//! year    = 2023                      # 0: not said
//! doubts  = ["cases.review:upheld", "year", "overview"]
//!                                     # exactly these cells, header fields and parts;
//!                                     # "each": every figure and nothing else; left out: none
//! others  = 0                         # what all cells hold that are not named; left out: nothing
//! remarks = ["其他主动公开文件"]      # a remark that says this
//! absent  = ["版权所有"]              # nowhere in the texts
//! [cells]
//! "cases.review:total" = 5            # a number, or a text as it is kept; "" is blank
//! [says]
//! "cases.review:total" = "差 5"       # some doubt about this cell says this
//! [parts]
//! overview = "的一段话"               # a phrase, or several, in this part
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use nianbao::form::catalog::Catalog;
use nianbao::import::{Imported, import};
use nianbao::returns::{HeaderField, Place};
use nianbao::value::{Value, parse};
use serde::Deserialize;

const EXPECTED: &str = ".expected.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    error: Option<String>,
    kind: Option<String>,
    reader: Option<String>,
    edition: Option<String>,
    agency: Option<String>,
    title: Option<String>,
    year: Option<u16>,
    #[serde(default)]
    doubts: Doubts,
    /// Nothing may be invented where nothing is said.
    #[serde(default = "Figure::blank")]
    others: Figure,
    #[serde(default)]
    remarks: Vec<String>,
    #[serde(default)]
    absent: Vec<String>,
    #[serde(default)]
    cells: BTreeMap<String, Figure>,
    #[serde(default)]
    says: BTreeMap<String, String>,
    #[serde(default)]
    parts: BTreeMap<String, Phrases>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Doubts {
    /// `each`
    Word(String),
    Places(BTreeSet<String>),
}

impl Default for Doubts {
    fn default() -> Self {
        Self::Places(BTreeSet::new())
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Figure {
    Whole(i64),
    Decimal(f64),
    Text(String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Phrases {
    One(String),
    Several(Vec<String>),
}

impl Figure {
    fn blank() -> Self {
        Self::Text(String::new())
    }

    fn text(&self) -> String {
        match self {
            Self::Whole(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

impl Phrases {
    fn all(&self) -> &[String] {
        match self {
            Self::One(phrase) => std::slice::from_ref(phrase),
            Self::Several(phrases) => phrases,
        }
    }
}

#[test]
fn every_file_is_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/imports");
    let catalog = Catalog::built_in().unwrap();
    let mut failures = Vec::new();
    let mut seen = BTreeSet::new();
    let files = sorted(&folder);
    for path in &files {
        let name = path.file_name().unwrap().to_str().unwrap();
        let Some(stem) = name.strip_suffix(EXPECTED) else {
            continue;
        };
        let text = fs::read_to_string(path).unwrap();
        let expected: Expected =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let Some(source) = source(&files, stem) else {
            failures.push(format!("{name}: no file it is about"));
            continue;
        };
        let file = source.file_name().unwrap().to_str().unwrap();
        seen.insert(file.to_owned());
        let differences = differences(&catalog, &expected, file, &fs::read(source).unwrap());
        failures.extend(differences.iter().map(|line| format!("{file}: {line}")));
    }
    for path in &files {
        let name = path.file_name().unwrap().to_str().unwrap();
        let is_case = !name.ends_with(EXPECTED) && !name.ends_with(".py");
        if is_case && !seen.contains(name) {
            failures.push(format!("{name}: nothing says what to expect of it"));
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    paths
}

/// The file beside the expectation: the same name with another ending.
fn source<'a>(files: &'a [PathBuf], stem: &str) -> Option<&'a PathBuf> {
    files.iter().find(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        let rest = name.strip_prefix(stem);
        let ending = rest.and_then(|rest| rest.strip_prefix('.'));
        ending.is_some_and(|ending| !ending.contains('.'))
    })
}

/// All that is otherwise, a line each.
fn differences(catalog: &Catalog, expected: &Expected, file: &str, bytes: &[u8]) -> Vec<String> {
    let imported = match (import(catalog, file, bytes), &expected.error) {
        (Ok(imported), None) => imported,
        (Ok(_), Some(phrase)) => return vec![format!("is read, and should say “{phrase}”")],
        (Err(error), Some(phrase)) if error.to_string().contains(phrase) => return Vec::new(),
        (Err(error), _) => return vec![format!("{error}")],
    };
    let mut differences = Vec::new();
    let located = &imported.located;
    let header = &located.ret.header;
    let mut same = |what: &str, found: &str, expected: Option<&str>| {
        if expected.is_some_and(|expected| expected != found) {
            let expected = expected.unwrap_or_default();
            differences.push(format!("{what} is “{found}”, not “{expected}”"));
        }
    };
    same("kind", located.kind.word(), expected.kind.as_deref());
    same(
        "reader",
        imported.source.reader.word(),
        expected.reader.as_deref(),
    );
    same(
        "edition",
        located.form.edition(),
        expected.edition.as_deref(),
    );
    same("agency", &header.agency, expected.agency.as_deref());
    same(
        "title",
        &located.ret.title(&located.form),
        expected.title.as_deref(),
    );
    let year = expected.year.map(|year| year.to_string());
    same("year", &header.year.to_string(), year.as_deref());
    differences.extend(figures(&imported, expected));
    differences.extend(doubts(&imported, expected));
    differences.extend(texts(&imported, expected));
    differences
}

fn figures(imported: &Imported, expected: &Expected) -> Vec<String> {
    let located = &imported.located;
    let form = &located.form;
    let unknown = expected.cells.keys().filter(|key| form.cell(key).is_none());
    let mut differences: Vec<String> = unknown.map(|key| format!("no cell {key}")).collect();
    for cell in form.all_cells() {
        let key = form.key(cell);
        let figure = expected.cells.get(key).unwrap_or(&expected.others);
        let found = located.ret.stated.get(cell);
        let right = parse(&figure.text(), form.definition(cell).measure).value;
        let same = match (found, &right) {
            (Value::Number(found), Value::Number(right)) => found == right,
            _ => found.to_string() == figure.text(),
        };
        if !same {
            differences.push(format!("{key} is “{found}”, not “{}”", figure.text()));
        }
    }
    differences
}

fn doubts(imported: &Imported, expected: &Expected) -> Vec<String> {
    let located = &imported.located;
    let form = &located.form;
    let found: BTreeSet<String> = located
        .doubts
        .iter()
        .map(|doubt| match &doubt.place {
            Place::Cell(cell) => form.key(*cell).to_owned(),
            Place::Part(part) | Place::Text { part, .. } => part.clone(),
            Place::Header(field) => field.map_or("header", HeaderField::word).to_owned(),
            Place::Charts => "charts".to_owned(),
        })
        .collect();
    let right: BTreeSet<String> = match &expected.doubts {
        Doubts::Places(places) => places.clone(),
        Doubts::Word(word) => {
            assert_eq!(word, "each", "doubts are a list, or the word “each”");
            let cells = form.all_cells();
            cells
                .filter(|&cell| !located.ret.stated.get(cell).is_blank())
                .map(|cell| form.key(cell).to_owned())
                .collect()
        }
    };
    let needless = found.difference(&right).map(|place| {
        let about = located.doubts.iter().find(|doubt| match &doubt.place {
            Place::Cell(cell) => form.key(*cell) == place,
            _ => false,
        });
        let why = about.map_or("", |doubt| &doubt.why);
        format!("needless doubt: {place} {why}")
    });
    let missing = right.difference(&found);
    let mute = expected.says.iter().filter(|(key, phrase)| {
        let cell = form.cell(key);
        let mut about = cell.into_iter().flat_map(|cell| located.doubts_about(cell));
        !about.any(|doubt| doubt.why.contains(phrase.as_str()))
    });
    let mute = mute.map(|(key, phrase)| format!("no doubt about {key} says “{phrase}”"));
    needless
        .chain(mute)
        .chain(missing.map(|place| format!("no doubt: {place}")))
        .collect()
}

fn texts(imported: &Imported, expected: &Expected) -> Vec<String> {
    let located = &imported.located;
    let text = |part: &str| -> String {
        let text = located.ret.text(part);
        let pieces = text.pieces().iter().map(|piece| match piece {
            nianbao::narrative::Piece::Words(words) => words.as_str(),
            nianbao::narrative::Piece::Field(_) => "",
        });
        pieces.collect()
    };
    let mut differences = Vec::new();
    for (part, phrases) in &expected.parts {
        if located.form.part(part).is_none() {
            differences.push(format!("no part {part}"));
        }
        let found = text(part);
        for phrase in phrases.all() {
            if phrase.is_empty() && !found.trim().is_empty() {
                differences.push(format!("{part} is not empty: “{found}”"));
            } else if !found.contains(phrase) {
                differences.push(format!("{part} doesn't say “{phrase}” but “{found}”"));
            }
        }
    }
    for phrase in &expected.absent {
        for part in located.ret.narrative.keys() {
            if text(part).contains(phrase) {
                differences.push(format!("{part} says “{phrase}”"));
            }
        }
    }
    for phrase in &expected.remarks {
        if !located
            .remarks
            .iter()
            .any(|remark| remark.text.contains(phrase))
        {
            let said: Vec<&str> = located
                .remarks
                .iter()
                .map(|one| one.text.as_str())
                .collect();
            differences.push(format!("no remark says “{phrase}”; said: {said:?}"));
        }
    }
    differences
}
