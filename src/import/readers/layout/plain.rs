//! Text that keeps the look of a page with blanks, as `pdftotext -layout` makes it.

use crate::import::limits::Limits;
use crate::import::source::{ReaderKind, Source};

use super::line::is_chinese;
use super::{Glyph, Page, blocks, lines};

/// From one line to the next, in ems.
const PITCH: f64 = 1.5;
/// Blanks in a row that part columns.
const COLUMN: usize = 4;

/// Reads laid-out text; `None` if it doesn't look laid out, or is larger than any report.
pub fn read(_name: &str, text: &str, limits: &Limits) -> Option<Source> {
    if text.len() > limits.text || text.lines().count() > limits.lines || !is_laid_out(text) {
        return None;
    }
    let pages = text.split('\u{c}').take(limits.entries).map(page).collect();
    Some(Source {
        reader: ReaderKind::Text,
        title: String::new(),
        blocks: blocks(pages),
    })
}

/// Whether columns are told by blanks: many lines with wide gaps within them, and figures at
/// their ends.
fn is_laid_out(text: &str) -> bool {
    let (mut full, mut columns, mut figures, mut other) = (0, 0, 0, 0);
    for line in text.lines() {
        let line = line.trim_end();
        if line.trim().is_empty() {
            continue;
        }
        full += 1;
        if line.contains('\t') || line.contains('|') || line.contains('<') {
            other += 1;
        }
        let gap = " ".repeat(COLUMN);
        let parts: Vec<&str> = line.trim().split(gap.as_str()).collect();
        if parts.len() > 1 {
            columns += 1;
        }
        let last = parts.last().copied().unwrap_or_default();
        if parts.len() > 1 && super::table::is_figure(last) {
            figures += 1;
        }
    }
    figures >= 3 && columns * 12 >= full && other * 20 <= full
}

/// A page's characters: half an em each, Chinese ones a whole.
fn page(text: &str) -> Page {
    let mut glyphs = Vec::new();
    for (row, line) in text.lines().enumerate() {
        let mut left = 0.0;
        for character in line.chars() {
            let width = match character {
                character if is_wide(character) => 1.0,
                character if character.is_control() => 0.0,
                _ => 0.5,
            };
            if !character.is_control() {
                glyphs.push(Glyph {
                    character,
                    left,
                    right: left + width,
                    baseline: (row + 1) as f64 * PITCH,
                    size: 1.0,
                });
            }
            left += width;
        }
    }
    Page {
        lines: lines(glyphs),
        tables: Vec::new(),
    }
}

/// Quotes, dashes and dots take one column in a terminal, though they are Chinese ones.
fn is_wide(character: char) -> bool {
    is_chinese(character) && !matches!(character, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::source::{Block, Grid};

    const SAMPLE: &str = "\
          某县 2023 年度报告

  二、办理情况
                          自然人     企业     总计
一、新收数量                      12     0     12
         （一）部分公开（区分处理的，
                               4     0      4
         不计其他）
              1.属于秘密             1           1
  （二）      2.重复              0     0      0
  不予公开      3.要求确认或重新出具
                               0     7      7
              已获取信息
                                     - 3 -
              4.其他               3     0      3
四、结转下年                      4     0      4

  三、其他事项
";

    fn grid(source: &Source) -> &Grid {
        let grids = source.blocks.iter();
        let mut grids = grids.filter_map(|block| match block {
            Block::Grid(grid) => Some(grid),
            Block::Line(_) => None,
        });
        grids.next().unwrap()
    }

    #[test]
    fn labels_around_their_figures_are_whole() {
        let source = read("样.txt", SAMPLE, &Limits::USUAL).unwrap();
        let rows: Vec<String> = grid(&source)
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.text.as_str()).collect())
            .map(|cells: Vec<&str>| cells.join("|"))
            .collect();
        for row in [
            "自然人|企业|总计",
            "（一）部分公开（区分处理的，不计其他）|4|0|4",
            "1.属于秘密|1||1",
            "2.重复|0|0|0",
            "3.要求确认或重新出具已获取信息|0|7|7",
            "4.其他|3|0|3",
            "四、结转下年|4|0|4",
        ] {
            assert!(rows.iter().any(|found| found == row), "{row}: {rows:#?}");
        }
        let mut lines = source.blocks.iter();
        let last = lines.rfind(|block| matches!(block, Block::Line(_)));
        assert_eq!(last, Some(&Block::Line("三、其他事项".to_owned())));
    }

    #[test]
    fn other_text_is_left_to_others() {
        for text in [
            "一、总体情况\n本年共收到 12 件。\n",
            "甲 | 1 | 2 |\n乙 | 3 | 4 |\n",
            "项目\t数量\n规章\t0\n",
        ] {
            assert!(read("样.txt", text, &Limits::USUAL).is_none(), "{text}");
        }
    }
}
