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
