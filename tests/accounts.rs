//! The law of reading: no figure of a table disappears. Every text with digits in a table is read
//! as a cell, or shown by a doubt or a remark, or is plainly a label; that holds for all samples
//! and for samples spoilt in the ways that converters, copyists and sheets spoil them.
//!
//! `NIANBAO_MUTATIONS` says how many spoilt samples are tried; the checks try twenty thousand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use nianbao::form::catalog::Catalog;
use nianbao::import::locate::locate;
use nianbao::import::readers::read;
use nianbao::import::{Block, Certainty, Claim, Grid, GridCell, Kind, Limits, Located, Source};
use nianbao::returns::Place;
use nianbao::value::Value;

/// As many as a run of all tests has time for.
const USUAL: usize = 300;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::built_in().unwrap());

/// Everything that is read in tests, with its name.
static SAMPLES: LazyLock<Vec<(String, Source)>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/imports");
    let mut folders = vec![root];
    // Real reports, where they lie beside the checkout.
    folders.extend(std::env::var_os("NIANBAO_SAMPLES").map(PathBuf::from));
    let mut samples = Vec::new();
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if [".toml", ".py", ".json"]
                .iter()
                .any(|end| name.ends_with(end))
            {
                continue;
            }
            if let Ok(source) = read(&name, &fs::read(&path).unwrap(), &Limits::USUAL) {
                samples.push((path.display().to_string(), source));
            }
        }
    }
    assert!(samples.len() > 20);
    samples
});

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// A figure as it stands in a table: nothing but digits with their signs.
fn is_plain_figure(text: &str) -> bool {
    let text = text.trim();
    text.chars().any(|c| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+'))
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// What the law says of one source, a sentence for each figure that breaks it.
fn broken(source: &Source, located: &Located) -> Vec<String> {
    let mut broken = Vec::new();
    if located.kind != Kind::Tables {
        return broken;
    }
    let recognised: BTreeSet<usize> = located
        .found
        .iter()
        .filter(|found| found.spot.cell.is_some())
        .map(|found| found.spot.block)
        .collect();
    let claims: BTreeMap<_, Claim> = located
        .account
        .claims
        .iter()
        .map(|(spot, claim)| ((spot.block, spot.cell), *claim))
        .collect();
    for (spot, text) in source.places() {
        if !recognised.contains(&spot.block) || !is_plain_figure(text) {
            continue;
        }
        let place = format!("{text:?} in block {} at {:?}", spot.block, spot.cell);
        let Some(claim) = claims.get(&(spot.block, spot.cell)) else {
            broken.push(format!("{place} is in no account"));
            continue;
        };
        let here =
            |block: usize, cell: Option<(usize, usize)>| block == spot.block && cell == spot.cell;
        match claim {
            Claim::Cell(cell) => {
                let found = located.found_at(*cell).unwrap();
                if !here(found.spot.block, found.spot.cell) {
                    broken.push(format!("{place} is claimed for a figure from elsewhere"));
                }
                let stated = located.ret.stated.get(*cell);
                let doubted = located.doubts_about(*cell).next().is_some();
                if found.certainty == Certainty::Certain {
                    let same = digits(&stated.to_string()).trim_start_matches('0')
                        == digits(text).trim_start_matches('0');
                    if !same && !matches!(stated, Value::Note(_)) {
                        broken.push(format!("{place} is read as {stated} without a doubt"));
                    }
                } else if !doubted {
                    broken.push(format!("{place} is doubtful and no doubt says so"));
                }
            }
            Claim::Told => {
                if !is_shown(located, spot.block, text.trim()) {
                    broken.push(format!("{place} is told by nothing"));
                }
            }
            Claim::Label => {
                if !only_counts(source, spot.block, spot.cell) {
                    broken.push(format!("{place} is taken for a label"));
                }
            }
            Claim::Text | Claim::Furniture => {
                broken.push(format!("{place} is taken for {claim:?}"));
            }
        }
    }
    for found in &located.found {
        let doubted = |place: &Place| *place == Place::Cell(found.cell);
        let doubted = located.doubts.iter().any(|doubt| doubted(&doubt.place));
        if found.certainty == Certainty::Doubtful && !doubted {
            broken.push(format!("{} is doubtful without a doubt", found.text));
        }
    }
    broken
}

/// Whether a doubt or remark about a table shows a figure, or the first figures of a long list.
fn is_shown(located: &Located, block: usize, text: &str) -> bool {
    let doubts = located.doubts.iter().filter_map(|doubt| {
        let spot = doubt.spot.as_ref()?;
        Some((spot.block, format!("{} {}", doubt.found, doubt.why)))
    });
    let remarks = located.remarks.iter().filter_map(|remark| {
        let spot = remark.spot.as_ref()?;
        Some((spot.block, remark.text.clone()))
    });
    let mut said = doubts.chain(remarks).filter(|(other, _)| *other == block);
    said.any(|(_, said)| said.contains(text) || said.contains('…'))
}

/// Whether a number may be that of a row or a column: words follow in its row, or it stands in a
/// row of numbers from 1 on, or below words that say so.
fn only_counts(source: &Source, block: usize, cell: Option<(usize, usize)>) -> bool {
    let (Some((row, place)), Some(Block::Grid(grid))) = (cell, source.blocks.get(block)) else {
        return false;
    };
    let cells = &grid.rows[row];
    let has_words = |cell: &GridCell| cell.text.chars().any(char::is_alphabetic);
    let words_behind = cells[place + 1..].iter().any(has_words);
    let column = cells[place].column;
    let serial = ["序号", "行次", "行号", "编号", "代码", "行数"];
    let under = grid.rows[..row]
        .iter()
        .flatten()
        .any(|head| head.column == column && serial.iter().any(|word| head.text.contains(word)));
    let counted = cells.iter().any(|cell| cell.text.trim() == "1");
    words_behind || under || counted
}

/// Spoils a table in one of the ways tables are spoilt.
fn spoil(source: &mut Source, random: &mut Random) {
    let grids: Vec<usize> = (0..source.blocks.len())
        .filter(|&block| matches!(source.blocks[block], Block::Grid(_)))
        .collect();
    if grids.is_empty() {
        return;
    }
    let block = grids[random.below(grids.len())];
    let Block::Grid(grid) = &mut source.blocks[block] else {
        return;
    };
    let row = random.below(grid.rows.len());
    let Some(cells) = grid
        .rows
        .get(row)
        .filter(|cells| !cells.is_empty())
        .map(Vec::len)
    else {
        return;
    };
    let cell = random.below(cells);
    let odd = [
        "见附件",
        "十",
        "N/A",
        "46／",
        "①46",
        "2.111E+03",
        "TRUE",
        "",
        "17",
        "3 5",
        "21\n11",
    ];
    match random.below(12) {
        0 => grid.rows[row][cell].text.clear(),
        1 => odd[random.below(odd.len())].clone_into(&mut grid.rows[row][cell].text),
        2 => {
            let copy = grid.rows[row].clone();
            grid.rows.insert(row, copy);
        }
        3 => {
            grid.rows.remove(row);
        }
        4 => {
            let other = random.below(grid.rows.len());
            grid.rows.swap(row, other);
        }
        5 => {
            grid.rows[row].remove(cell);
        }
        6 => {
            let copy = grid.rows[row][cell].clone();
            grid.rows[row].insert(cell, copy);
        }
        7 => add_column(grid, random.below(12)),
        8 => {
            // Labels of some rows are lost.
            let until = (row + 1 + random.below(6)).min(grid.rows.len());
            for cells in &mut grid.rows[row..until] {
                for cell in cells {
                    if !is_plain_figure(&cell.text) {
                        cell.text.clear();
                    }
                }
            }
        }
        9 => {
            // Blank cells are moved to the row's end.
            let cells = &mut grid.rows[row];
            let texts: Vec<String> = cells.iter().map(|cell| cell.text.clone()).collect();
            let (blank, filled): (Vec<String>, Vec<String>) =
                texts.into_iter().partition(String::is_empty);
            for (cell, text) in cells.iter_mut().zip(filled.into_iter().chain(blank)) {
                cell.text = text;
            }
        }
        10 => {
            let other = random.below(grid.rows.len());
            let label = grid.rows[other].first().map(|cell| cell.text.clone());
            if let (Some(label), Some(first)) = (label, grid.rows[row].first_mut()) {
                first.text = label;
            }
        }
        _ => {
            let text = &mut grid.rows[row][cell].text;
            *text = text.replace('0', "7");
        }
    }
}

fn add_column(grid: &mut Grid, at: usize) {
    for (number, cells) in grid.rows.iter_mut().enumerate() {
        for cell in cells.iter_mut().filter(|cell| cell.column >= at) {
            cell.column += 1;
        }
        let place = cells
            .iter()
            .position(|cell| cell.column > at)
            .unwrap_or(cells.len());
        let text = if number == 0 {
            "上年总计".to_owned()
        } else {
            (number * 31).to_string()
        };
        cells.insert(place, GridCell::single(at, &text));
    }
}

#[test]
fn every_figure_of_a_sample_is_accounted_for() {
    let mut all = Vec::new();
    for (name, source) in SAMPLES.iter() {
        let located = locate(&CATALOG, source);
        all.extend(
            broken(source, &located)
                .into_iter()
                .map(|said| format!("{name}: {said}")),
        );
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn no_figure_of_a_spoilt_table_disappears() {
    let asked = std::env::var("NIANBAO_MUTATIONS").ok();
    let count = asked.map_or(USUAL, |count| count.parse().unwrap());
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for number in 0..count {
        let (name, source) = &SAMPLES[random.below(SAMPLES.len())];
        let mut source = source.clone();
        for _ in 0..=random.below(3) {
            spoil(&mut source, &mut random);
        }
        let located = locate(&CATALOG, &source);
        let said = broken(&source, &located);
        assert!(
            said.is_empty(),
            "{name}, spoilt sample {number}:\n{}",
            said.join("\n")
        );
    }
    println!("{count} spoilt samples");
}
