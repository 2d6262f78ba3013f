//! What stands on every page and belongs to none: page numbers, running heads and feet.

use std::collections::HashMap;

use super::line::Line;
use super::{Page, table};

/// Lines looked at from the top and the bottom of each page.
const EDGE: usize = 3;

/// Leaves out page numbers, and lines that stand at the same height of several pages, or as
/// their very first or last, with the same words.
pub(super) fn remove(pages: &mut [Page]) {
    let repeated = repeated(pages);
    let offset = numbered(pages);
    for (page, number) in pages.iter_mut().zip(1_i64..) {
        let edges = edges(page);
        let mut place = 0;
        page.lines.retain(|line| {
            let edge = edges.iter().find(|(edge, _)| *edge == place);
            place += 1;
            let Some((_, edge)) = edge else {
                return true;
            };
            let text = line.text();
            let numbered = || {
                let found = bare_number(&text).map(|found| found - number);
                found.is_some() && found == offset
            };
            let mut keys = keys(line, *edge).into_iter();
            !(is_marked_number(&text) || numbered() || keys.any(|key| repeated.contains_key(&key)))
        });
    }
}

/// Where a line stands at the edge of its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Edge {
    First,
    Last,
    Near,
}

/// The places of the lines at the top and bottom of a page.
fn edges(page: &Page) -> Vec<(usize, Edge)> {
    let count = page.lines.len();
    let lines = page.lines.iter().enumerate();
    lines
        .filter(|(place, line)| {
            let above = |table: &table::Table| table.top < line.middle();
            let below = |table: &table::Table| table.bottom > line.middle();
            (*place < EDGE && !page.tables.iter().any(above))
                || (*place + EDGE >= count && !page.tables.iter().any(below))
        })
        .map(|(place, _)| match place {
            0 => (place, Edge::First),
            place if place + 1 == count => (place, Edge::Last),
            place => (place, Edge::Near),
        })
        .collect()
}

/// What a line at the edge of a page is known again by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Height(String, i64),
    Outermost(String, Edge),
}

/// Words that stand on several pages, with their figures left open.
fn repeated(pages: &[Page]) -> HashMap<Key, usize> {
    let mut counts: HashMap<Key, usize> = HashMap::new();
    for page in pages {
        for (place, edge) in edges(page) {
            if let Some(line) = page.lines.get(place) {
                for key in keys(line, edge) {
                    *counts.entry(key).or_default() += 1;
                }
            }
        }
    }
    let enough = (pages.len() / 2).max(2);
    counts.retain(|_, count| *count >= enough);
    counts
}

fn keys(line: &Line, edge: Edge) -> Vec<Key> {
    // Odd and even pages have the same at other sides.
    let pieces = line.pieces();
    let mut pieces: Vec<String> = pieces.iter().map(|piece| masked(&piece.text)).collect();
    pieces.sort_unstable();
    let words = pieces.concat();
    if words.chars().all(|character| !character.is_alphabetic()) {
        return Vec::new();
    }
    // Twice the pitch of the smallest text there is: the same height but for rounding.
    let mut keys = vec![Key::Height(
        words.clone(),
        (line.baseline / 6.0).round() as i64,
    )];
    if edge != Edge::Near {
        keys.push(Key::Outermost(words, edge));
    }
    keys
}

/// A text without blanks, each number as one sign: page 9 and page 10 look alike.
fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for character in text.chars().filter(|character| !character.is_whitespace()) {
        if !character.is_ascii_digit() {
            masked.push(character);
        } else if !masked.ends_with('#') {
            masked.push('#');
        }
    }
    masked
}

/// By how much the numbers at the edges of the pages differ from their count, if they are page
/// numbers: one more on each.
fn numbered(pages: &[Page]) -> Option<i64> {
    let mut offsets: HashMap<i64, usize> = HashMap::new();
    for (page, number) in pages.iter().zip(1_i64..) {
        let mut seen = Vec::new();
        for (place, _) in edges(page) {
            let text = page.lines.get(place).map(Line::text).unwrap_or_default();
            if let Some(found) = bare_number(&text)
                && !seen.contains(&(found - number))
            {
                seen.push(found - number);
                *offsets.entry(found - number).or_default() += 1;
            }
        }
    }
    let most = offsets
        .into_iter()
        .max_by_key(|(offset, count)| (*count, -offset.abs()))?;
    let (offset, count) = most;
    // Some pages show none.
    (count >= 2 && count + 1 >= pages.len() / 2).then_some(offset)
}

fn bare_number(text: &str) -> Option<i64> {
    let text = text.trim();
    (text.len() <= 4).then(|| text.parse().ok()).flatten()
}

/// `- 3 -`, `—3—`, `第 3 页`, `3/5`, `第3页 共5页`, `Page 3 of 5`.
pub(super) fn is_marked_number(text: &str) -> bool {
    let words: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let words = words.to_lowercase();
    if words.chars().count() > 16 || !words.chars().any(char::is_numeric) {
        return false;
    }
    let dash = |c: char| {
        matches!(
            c,
            '-' | '—' | '–' | '－' | '―' | '─' | '·' | '~' | '_' | '•'
        )
    };
    let digits = |text: &str| !text.is_empty() && text.chars().all(char::is_numeric);
    let inner = words.trim_matches(dash);
    if digits(inner) {
        return words.starts_with(dash) && words.ends_with(dash) && inner.len() <= 12;
    }
    let paged = words
        .replace("第", "")
        .replace("页", "/")
        .replace("共", "/")
        .replace("page", "/")
        .replace("of", "/")
        .replace([',', '，'], "/");
    let paged_words = paged != words;
    let parts: Vec<&str> = paged.split('/').filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [number] => paged_words && digits(number),
        [number, of] => {
            let counted = number.parse::<u32>().ok().zip(of.parse::<u32>().ok());
            // A single `3/5` can be a fraction or a date.
            counted.is_some_and(|(number, of)| number <= of && (paged_words || of < 1_000))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::readers::layout::line::{Gap, Word};

    #[test]
    fn page_numbers_are_told_from_figures() {
        for (text, is) in [
            ("- 3 -", true),
            ("— 12 —", true),
            ("－3－", true),
            ("第 3 页 共 5 页", true),
            ("第3页", true),
            ("3/5", true),
            ("Page 2 of 7", true),
            ("3", false),
            ("-3", false),
            ("2023 年", false),
            ("共收到 5 件", false),
        ] {
            assert_eq!(is_marked_number(text), is, "{text}");
        }
    }

    fn page(texts: &[(&str, f64)]) -> Page {
        let lines = texts.iter().map(|(text, baseline)| Line {
            baseline: *baseline,
            size: 10.0,
            words: vec![Word {
                left: 0.0,
                right: 10.0,
                text: (*text).to_owned(),
                gap: Gap::Wide,
            }],
        });
        Page {
            lines: lines.collect(),
            tables: Vec::new(),
        }
    }

    #[test]
    fn running_heads_and_bare_numbers_go_and_figures_stay() {
        let mut pages = vec![
            page(&[
                ("某局年报", 20.0),
                ("正文甲", 60.0),
                ("21", 90.0),
                ("1", 800.0),
            ]),
            page(&[
                ("某局年报", 20.0),
                ("正文乙", 60.0),
                ("正文丙", 90.0),
                ("2", 800.0),
            ]),
        ];
        remove(&mut pages);
        let texts: Vec<Vec<String>> = pages
            .iter()
            .map(|page| page.lines.iter().map(Line::text).collect())
            .collect();
        assert_eq!(texts[1], ["正文乙", "正文丙"]);
        assert_eq!(texts[0], ["正文甲", "21"]);
    }
}
