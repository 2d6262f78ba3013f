//! Text: what is left of a report when it was copied, dumped or mailed.
//!
//! Cells may stand in rows parted by bars or tabs, one to a line with a bar behind it, or one
//! to a line with nothing. What is known of the shape is kept; what isn't stays lines.

pub(super) mod bars;
mod separated;

use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::source::{Arrangement, Block, Grid, GridCell, ReaderKind, Source};

use super::markdown;

/// As many empty cells in lines of their own make a list of lines a table.
const EMPTY_CELLS: usize = 3;
/// Lines longer than this are no cells.
const LONGEST_CELL: usize = 45;
/// As many short lines are a table, if there are empty cells among them.
const CELL_LINES: usize = 8;

/// Reads text or Markdown.
///
/// # Errors
/// [`ImportError::Empty`] if it is all blank, [`ImportError::TooMuch`] if it is far larger than
/// any report.
pub fn read(name: &str, text: &str, limits: &Limits) -> Result<Source, ImportError> {
    check(name, text, limits)?;
    let blocks = if markdown::is_markdown(name, text) {
        let blocks = markdown::blocks(name, text, limits)?;
        return finish(name, ReaderKind::Markdown, blocks, limits);
    } else if name.to_lowercase().ends_with(".csv") {
        separated::comma_blocks(text)
    } else {
        blocks(text)
    };
    finish(name, ReaderKind::Text, blocks, limits)
}

fn check(name: &str, text: &str, limits: &Limits) -> Result<(), ImportError> {
    if text.trim().is_empty() {
        return Err(ImportError::Empty {
            file: name.to_owned(),
        });
    }
    if text.len() > limits.text {
        return Err(ImportError::too_much(name, "文字太多"));
    }
    if text.lines().nth(limits.lines).is_some() {
        return Err(ImportError::too_much(name, "行数太多"));
    }
    Ok(())
}

fn finish(
    name: &str,
    reader: ReaderKind,
    blocks: Vec<Block>,
    limits: &Limits,
) -> Result<Source, ImportError> {
    let cells = blocks.iter().map(|block| match block {
        Block::Line(_) => 1,
        Block::Grid(grid) => grid.rows.iter().map(Vec::len).sum(),
    });
    if cells.sum::<usize>() > limits.cells {
        return Err(ImportError::too_much(name, "表格太大"));
    }
    Ok(Source {
        reader,
        title: String::new(),
        blocks,
    })
}

/// The blocks of plain text.
fn blocks(text: &str) -> Vec<Block> {
    let unquoted = separated::unquoted(text);
    let joined = bars::with_bars_joined(&unquoted);
    let lines: Vec<&str> = joined.lines().collect();
    let mut blocks = Vec::new();
    let mut shapes = [bars::grid, separated::tab_grid, cells_with_gaps].map(|begins| Shape {
        begins,
        none_before: 0,
    });
    let mut at = 0;
    while let Some(text) = lines.get(at) {
        match shapes.iter_mut().find_map(|shape| shape.at(&lines, at)) {
            Some((read, grid)) => {
                blocks.push(Block::Grid(grid));
                at += read.max(1);
            }
            None => {
                blocks.extend(line(text));
                at += 1;
            }
        }
    }
    blocks
}

/// The table that begins with the first of some lines, and how many lines it takes; else how
/// many lines, one at least, begin none.
pub(super) type Beginning = Result<(usize, Grid), usize>;

/// A way to write a table.
struct Shape {
    begins: fn(&[&str]) -> Beginning,
    /// No line before this one begins such a table: none is looked at twice.
    none_before: usize,
}

impl Shape {
    fn at(&mut self, lines: &[&str], at: usize) -> Option<(usize, Grid)> {
        let rest = lines.get(at..).filter(|_| at >= self.none_before)?;
        match (self.begins)(rest) {
            Ok(found) => Some(found),
            Err(looked) => {
                self.none_before = at + looked.max(1);
                None
            }
        }
    }
}

/// A line with text.
pub(super) fn line(text: &str) -> Option<Block> {
    let text = text.replace(separated::LINE_BREAK, " ");
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    (!text.is_empty()).then(|| Block::Line(text.to_owned()))
}

/// Rows of counted cells.
pub(super) fn rows(rows: Vec<Vec<String>>, arrangement: Arrangement) -> Grid {
    let cells = |row: Vec<String>| {
        let cells = row.into_iter().enumerate();
        cells
            .map(|(column, text)| {
                GridCell::single(column, &text.replace(separated::LINE_BREAK, "\n"))
            })
            .collect()
    };
    Grid {
        arrangement,
        rows: rows.into_iter().map(cells).collect(),
    }
}

/// Cells one to a line, the empty ones as lines that only hold a hard blank.
fn cells_with_gaps(lines: &[&str]) -> Beginning {
    if !lines.first().is_some_and(|first| is_cell(first)) {
        return Err(1);
    }
    let mut cells: Vec<&str> = Vec::new();
    let mut gaps = 0;
    let mut read = 0;
    for (place, text) in lines.iter().enumerate() {
        if text.is_empty() {
            continue;
        }
        if is_gap(text) {
            gaps += 1;
            cells.push("");
        } else if is_cell(text) {
            cells.push(text);
        } else {
            break;
        }
        read = place + 1;
    }
    let texts = cells.len() - gaps;
    if gaps < EMPTY_CELLS || texts < CELL_LINES {
        return Err(read);
    }
    let cells = cells.into_iter().map(|cell| vec![cell.to_owned()]);
    Ok((read, rows(cells.collect(), Arrangement::Stream)))
}

/// A line that only holds hard blanks.
fn is_gap(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| matches!(c, '\u{a0}' | '\u{3000}' | ' '))
        && text.contains(['\u{a0}', '\u{3000}'])
}

/// A short line that is no heading of a part and no sentence.
fn is_cell(text: &str) -> bool {
    let text = text.trim();
    let mut characters = text.chars();
    let numbered = characters
        .next()
        .is_some_and(|c| "一二三四五六七八九十".contains(c))
        && characters.next() == Some('、');
    !text.is_empty()
        && !numbered
        && text.chars().nth(LONGEST_CELL).is_none()
        && !text.ends_with(['。', '；', ':', '：'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn grid(text: &str) -> Grid {
        let source = read("年报.txt", text, &Limits::USUAL).unwrap();
        source
            .blocks
            .into_iter()
            .find_map(|block| match block {
                Block::Grid(grid) => Some(grid),
                Block::Line(_) => None,
            })
            .unwrap()
    }

    fn texts(grid: &Grid) -> Vec<Vec<&str>> {
        let rows = grid.rows.iter();
        rows.map(|row| row.iter().map(|cell| cell.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn rows_with_bars() {
        let found = grid("二、情况\n块 | |||\n项目 | 甲 | 乙 |\n规章 | 0 | | ||\n后文。");
        assert_eq!(found.arrangement, Arrangement::Rows);
        assert_eq!(
            texts(&found),
            [
                vec!["块", "", "", ""],
                vec!["项目", "甲", "乙"],
                vec!["规章", "0", "", "", ""]
            ]
        );
    }

    #[test]
    fn one_cell_a_line_with_a_bar() {
        let found = grid("块 |\n|||\n规章 |\n1 |\n|\n3 |\n许可 |\n5 |\n||\n");
        assert_eq!(found.arrangement, Arrangement::Stream);
        let cells: Vec<&str> = texts(&found).concat();
        assert_eq!(
            cells,
            ["块", "", "", "", "规章", "1", "", "3", "许可", "5", "", ""]
        );
    }

    #[test]
    fn a_bar_in_the_line_behind_its_cell() {
        let text: String = ["块", "甲", "1", "", "3", "乙", "4", "5", "6"]
            .iter()
            .map(|cell| format!("{cell}\n|\n"))
            .collect();
        let text = text.replace("\n\n", "\n");
        let found = grid(&format!("二、情况\n{text}后文"));
        assert_eq!(found.arrangement, Arrangement::Stream);
        let cells: Vec<&str> = texts(&found).concat();
        assert_eq!(cells, ["块", "甲", "1", "", "3", "乙", "4", "5", "6"]);
    }

    #[test]
    fn rows_with_tabs_may_go_on_in_the_next_line() {
        let found = grid("正文。\n\n  甲数\n  （注）\n\t条\n\t31\n\n\t乙数\n\t件\n\t\u{3000}\n");
        assert_eq!(found.arrangement, Arrangement::Rows);
        assert_eq!(
            texts(&found),
            [
                vec!["甲数\n  （注）", "条", "31"],
                vec!["", "乙数", "件", ""]
            ]
        );
    }

    #[test]
    fn copied_cells_may_hold_line_breaks() {
        let source = read("甲.txt", "甲\t\"乙\n丙\"\t3\n丁\t5\t6\n", &Limits::USUAL).unwrap();
        let Some(Block::Grid(found)) = source.blocks.first() else {
            panic!("{source:?}");
        };
        assert_eq!(
            texts(found),
            [vec!["甲", "乙\n丙", "3"], vec!["丁", "5", "6"]]
        );
    }

    #[test]
    fn lines_of_hard_blanks_are_empty_cells() {
        let text = "规章\n\n\u{a0}\n\n\u{a0}\n\n3\n\n规范\n\n1\n\n\u{a0}\n\n2\n\n许可\n\n4\n\n5\n\n处罚\n\n6\n";
        let found = grid(text);
        assert_eq!(found.arrangement, Arrangement::Stream);
        assert_eq!(found.rows.len(), 13);
    }

    #[test]
    fn lines_that_begin_no_table_are_looked_at_once() {
        for line in [
            "|", "| |", "规章", "", "\t\t", "+--+", "[[[[", "<table", "|甲|\n",
        ] {
            let text = format!("后文。\n{}", format!("{line}\n").repeat(40_000));
            for name in ["a.txt", "a.md"] {
                let source = read(name, &text, &Limits::USUAL).unwrap();
                assert!(!source.blocks.is_empty(), "{line}");
            }
        }
    }

    #[test]
    fn plain_lines_stay_lines() {
        let source = read("a.txt", "规章\n\n0\n\n首页 | 登录\n", &Limits::USUAL).unwrap();
        let lines = ["规章", "0", "首页 | 登录"].map(|text| Block::Line(text.to_owned()));
        assert_eq!(source.blocks, lines);
    }
}
