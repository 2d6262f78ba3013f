//! Lines that hold more than one: a title with the first heading behind it, all parts of a
//! report in one line.
//!
//! Pages of one type size, text copied without its line ends and converters join them. A line is
//! parted only where a heading with its number stands that reports have, and where it is no list
//! of headings as leads have it: 本报告由一、总体情况,二、…组成.

use std::ops::Range;

use crate::import::normal;

use super::facts;
use super::wording::Wording;

/// A heading is looked for in so many characters behind its number.
const HEADING: usize = 40;
/// So many figures between two headings are those of a table.
const FIGURES: usize = 3;
/// So many letters between two headings are text of the first.
const TEXT: usize = 8;
/// No more numbers in a line are looked at: a report has six headings, and sentences few.
const MOST: usize = 512;

/// A heading in a line, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Heading {
    start: usize,
    end: usize,
}

/// The pieces of a line, in bytes and in order; none where the line is one.
pub(super) fn pieces(wording: &Wording, text: &str) -> Vec<Range<usize>> {
    let headings = headings(wording, text);
    let first = headings.first().map(|heading| heading.start);
    let before = first
        .and_then(|first| text.get(..first))
        .unwrap_or_default();
    let title = title_end(wording, text, before);
    let mut cuts: Vec<usize> = title.into_iter().collect();
    if is_running(text, &headings) || title.is_some() {
        cuts.extend(
            headings
                .iter()
                .flat_map(|heading| [heading.start, heading.end]),
        );
    }
    cuts.push(text.len());
    cuts.sort_unstable();
    let mut pieces = Vec::new();
    let mut start = 0;
    for cut in cuts {
        let piece = text.get(start..cut).unwrap_or_default();
        if piece.chars().any(char::is_alphanumeric) {
            let blank = piece.len() - piece.trim_start().len();
            let end = start + piece.trim_end().len();
            pieces.push(start + blank..end);
            start = cut;
        }
    }
    if pieces.len() < 2 {
        return Vec::new();
    }
    let pieces = pieces.into_iter();
    pieces.flat_map(|piece| cells(text, piece)).collect()
}

/// The cells of a table that stands between two headings of a line, or the piece as it is.
fn cells(text: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    let words = text.get(piece.clone()).unwrap_or_default();
    let mut cells = Vec::new();
    let mut start = piece.start;
    for word in words.split_inclusive(char::is_whitespace) {
        let end = start + word.trim_end().len();
        cells.extend((end > start).then_some(start..end));
        start += word.len();
    }
    let is_figure = |cell: &&Range<usize>| {
        let cell = text.get((*cell).clone()).unwrap_or_default();
        cell.chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '/'))
    };
    let figures = cells.iter().filter(is_figure).count();
    // Sentences are not parted by blanks.
    let is_table = figures >= FIGURES && 3 * figures >= cells.len() && !words.contains('。');
    if is_table { cells } else { vec![piece] }
}

/// The headings of parts in a line, in order.
fn headings(wording: &Wording, text: &str) -> Vec<Heading> {
    let numbered = text.match_indices('、').filter_map(|(at, mark)| {
        let before = text.get(..at)?;
        let words = before.trim_end_matches(|c: char| "一二三四五六七八九十".contains(c));
        let is_number = words.len() < before.len() && !words.ends_with(['第', '(', '（']);
        is_number.then_some((at, mark, words))
    });
    let mut headings = Vec::new();
    for (at, mark, words) in numbered.take(MOST) {
        let behind = at + mark.len();
        let rest = text.get(behind..).unwrap_or_default();
        let near: String = rest.chars().take(HEADING).collect();
        let label = normal::label(&near);
        let known = wording.title.telling.iter().chain(&wording.title.firsts);
        let known = known.chain(&wording.title.later);
        let longest = known
            .filter(|words| label.starts_with(words.as_str()))
            .map(|words| words.chars().count())
            .max();
        let Some(length) = longest else {
            continue;
        };
        let end = behind + behind_letters(rest, length);
        let colon = text.get(end..).unwrap_or_default();
        let colon = colon.len() - colon.trim_start_matches([':', '：', '。']).len();
        headings.push(Heading {
            start: words.len(),
            end: end + colon,
        });
    }
    headings
}

/// Whether a line is running text with headings in it, and no list of headings.
fn is_running(text: &str, headings: &[Heading]) -> bool {
    headings.windows(2).any(|pair| {
        let [one, next] = pair else {
            return false;
        };
        let between = text.get(one.end..next.start).unwrap_or_default();
        between.chars().filter(|c| c.is_alphanumeric()).count() >= TEXT
    })
}

/// Where a title ends that the line begins with: at its first heading, or before the words with
/// which running text begins.
fn title_end(wording: &Wording, text: &str, before_heading: &str) -> Option<usize> {
    if !before_heading.is_empty() && facts::is_title(&normal::label(before_heading)) {
        return Some(before_heading.len());
    }
    let words = &wording.title;
    let mut near = text.char_indices().map(|(at, _)| at);
    let limit = near
        .nth(facts::LONGEST_TITLE)
        .filter(|_| text.contains('。'))?;
    let near = text.get(..limit)?;
    let ends = words.ends.iter().chain(&words.files);
    let ends = ends.flat_map(|end| near.match_indices(end.as_str()));
    let mut ends: Vec<usize> = ends.map(|(at, end)| at + end.len()).collect();
    ends.sort_unstable_by_key(|end| std::cmp::Reverse(*end));
    ends.into_iter().find(|&end| {
        let title = text.get(..end).unwrap_or_default();
        let rest = text.get(end..).unwrap_or_default();
        let label = normal::label(rest.get(..).unwrap_or_default());
        let begins = facts::years(&label.chars().take(6).collect::<String>());
        let opens = words
            .openers
            .iter()
            .any(|opener| label.starts_with(opener.as_str()));
        let is_parted = !begins.is_empty() || opens || rest.starts_with(char::is_whitespace);
        is_parted && facts::is_title(&normal::label(title))
    })
}

/// Where so many characters of a text end, blanks not counted, in bytes.
fn behind_letters(text: &str, count: usize) -> usize {
    let letters = text.char_indices().filter(|(_, c)| !c.is_whitespace());
    let last = letters.take(count).last();
    last.map_or(0, |(at, c)| at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::locate::wording::wording;

    fn parted(text: &str) -> Vec<&str> {
        let pieces = pieces(wording(), text).into_iter();
        pieces.map(|piece| text.get(piece).unwrap()).collect()
    }

    #[test]
    fn headings_part_a_line() {
        assert_eq!(
            parted("清河区人民政府2023年政府信息公开工作年度报告一、总体情况"),
            [
                "清河区人民政府2023年政府信息公开工作年度报告",
                "一、总体情况"
            ]
        );
        assert_eq!(
            parted(
                "清河镇2022年政府信息公开工作年度报告.docx一、总体情况：全年公开信息十二条。 二、主动公开政府信息情况 没有。"
            ),
            [
                "清河镇2022年政府信息公开工作年度报告.docx",
                "一、总体情况：",
                "全年公开信息十二条。",
                "二、主动公开政府信息情况",
                "没有。"
            ]
        );
        assert_eq!(
            parted(
                "清河镇2022年政府信息公开工作年度报告2022年，清河镇认真贯彻条例，公开信息十二条，没有收到申请，没有收费，没有复议。"
            ),
            [
                "清河镇2022年政府信息公开工作年度报告",
                "2022年，清河镇认真贯彻条例，公开信息十二条，没有收到申请，没有收费，没有复议。"
            ]
        );
    }

    #[test]
    fn cells_of_a_table_are_parted_too() {
        assert_eq!(
            parted(
                "一、总体情况 全年公开信息十二条。 二、主动公开政府信息情况 规章 0 0 0 三、收到和处理政府信息公开申请情况"
            ),
            [
                "一、总体情况",
                "全年公开信息十二条。",
                "二、主动公开政府信息情况",
                "规章",
                "0",
                "0",
                "0",
                "三、收到和处理政府信息公开申请情况"
            ]
        );
    }

    #[test]
    fn lists_of_headings_and_plain_lines_stay() {
        for line in [
            "本报告由一、总体情况，二、主动公开政府信息情况，三、收到和处理政府信息公开申请情况组成，统计期限为全年。",
            "一、总体情况 2023年，我局公开信息12条。",
            "一、总体情况",
            "清河镇2022年政府信息公开工作年度报告",
            "2022年，全镇设公开栏三、四处，都有人维护。",
            "清河镇2022年政府信息公开工作年度报告由概述、主动公开等部分组成，统计期限为全年，如有疑问请与办公室联系。",
        ] {
            assert!(parted(line).is_empty(), "{line}");
        }
    }
}
