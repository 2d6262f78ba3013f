//! Which span of a year a paragraph speaks of: 上半年, 1—6月, 截至6月底; or all of it.

use std::ops::Range;

use super::lexicon::Token;
use super::vocabulary::Vocabulary;

/// A span of time that a paragraph names; the range is in its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub range: Range<usize>,
    pub extent: Extent,
}

/// How much of a year a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// 全年, 1月1日至12月31日
    Year,
    /// 上半年, 6月, 截至6月底
    Part,
}

/// The periods of a text, in order; `tokens` are its known words.
pub(super) fn periods(vocabulary: &Vocabulary, text: &str, tokens: &[Token]) -> Vec<Period> {
    let words = tokens.iter().filter_map(|token| {
        let extent = if vocabulary.periods.contains(&token.word) {
            Extent::Part
        } else if vocabulary.whole_year.contains(&token.word) {
            Extent::Year
        } else {
            return None;
        };
        let range = token.range.clone();
        Some(Period { range, extent })
    });
    let mut periods: Vec<Period> = words.collect();
    periods.extend(by_months(&vocabulary.up_to, text));
    periods.sort_by_key(|period| period.range.start);
    periods
}

/// A month, or a day or the end of one.
#[derive(Clone, Debug)]
struct Month {
    /// From its number to behind 月, 月底 or the day.
    range: Range<usize>,
    month: u8,
    within: Within,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    /// 6月, 6月份
    All,
    /// 6月底
    End,
    /// 6月30日
    Day(u8),
}

impl Month {
    fn begins_year(&self) -> bool {
        self.month == 1 && matches!(self.within, Within::All | Within::Day(1))
    }

    fn ends_year(&self) -> bool {
        self.month == 12 && matches!(self.within, Within::All | Within::End | Within::Day(31))
    }
}

/// The periods that months tell. A day alone is when something happened, and no period.
fn by_months(up_to: &[String], text: &str) -> Vec<Period> {
    let mut found = Vec::new();
    let mut months = months(text).into_iter().peekable();
    while let Some(first) = months.next() {
        let last = months.next_if(|next| {
            let between = text.get(first.range.end..next.range.start);
            between.is_some_and(is_up_to)
        });
        let before = text.get(..first.range.start).unwrap_or_default();
        // 1—6月
        let opening = opening(before);
        let is_closing = is_told_up_to(up_to, before);
        let is_year = match (&last, opening) {
            (Some(last), _) => first.begins_year() && last.ends_year(),
            (None, Some((_, month))) => month == 1 && first.ends_year(),
            (None, None) => first.ends_year() && (is_closing || first.within == Within::End),
        };
        let is_moment = last.is_none() && opening.is_none() && !is_closing;
        if is_moment && matches!(first.within, Within::Day(_)) {
            continue;
        }
        let start = opening.map_or(first.range.start, |(start, _)| start);
        let end = last.map_or(first.range.end, |last| last.range.end);
        found.push(Period {
            range: start..end,
            extent: if is_year { Extent::Year } else { Extent::Part },
        });
    }
    found
}

fn months(text: &str) -> Vec<Month> {
    let marks = text.match_indices('月');
    let found = marks.filter_map(|(at, mark)| {
        let (start, month) = number_before(text.get(..at)?)?;
        if !(1..=12).contains(&month) {
            return None;
        }
        let end = at + mark.len();
        let behind = text.get(end..)?;
        let (within, length) = within(behind);
        Some(Month {
            range: start..end + length,
            month,
            within,
        })
    });
    found.collect()
}

/// What stands behind 月, with its length in bytes.
fn within(behind: &str) -> (Within, usize) {
    for end in ["底", "末"] {
        if behind.starts_with(end) {
            return (Within::End, end.len());
        }
    }
    if behind.starts_with('份') {
        return (Within::All, '份'.len_utf8());
    }
    let digits = behind.trim_start_matches(|c: char| digit(c).is_some());
    let length = behind.len() - digits.len();
    let day = behind.get(..length).and_then(number);
    let mark = digits.chars().next().filter(|c| matches!(c, '日' | '号'));
    match (day, mark) {
        (Some(day), Some(mark)) => (Within::Day(day), length + mark.len_utf8()),
        _ => (Within::All, 0),
    }
}

/// The number that a text ends with, and where it begins, in bytes.
fn number_before(text: &str) -> Option<(usize, u8)> {
    let text = text.trim_end();
    let digits = text.trim_end_matches(|c: char| digit(c).is_some());
    if let Some(arabic) = text.get(digits.len()..).filter(|found| !found.is_empty()) {
        return Some((digits.len(), number(arabic)?));
    }
    // The longest first: 十二月.
    let names = [
        ("十一", 11),
        ("十二", 12),
        ("一", 1),
        ("二", 2),
        ("三", 3),
        ("四", 4),
        ("五", 5),
        ("六", 6),
        ("七", 7),
        ("八", 8),
        ("九", 9),
        ("十", 10),
    ];
    let mut names = names.into_iter();
    names.find_map(|(name, month)| Some((text.strip_suffix(name)?.len(), month)))
}

/// The month that a range begins with whose end follows: 1— before 6月.
fn opening(before: &str) -> Option<(usize, u8)> {
    let rest = before.trim_end().trim_end_matches(is_dash);
    (rest.len() < before.trim_end().len())
        .then(|| number_before(rest))
        .flatten()
        .filter(|(_, month)| (1..=12).contains(month))
}

/// Whether words only lead from the first month of a range to its last: 至2023年.
fn is_up_to(between: &str) -> bool {
    let words = between.trim().trim_start_matches('起').trim_start();
    let rest = words.trim_start_matches(is_dash);
    rest.len() < words.len()
        && rest
            .trim_end_matches('年')
            .chars()
            .all(|c| digit(c).is_some() || c.is_whitespace())
}

/// Whether one of `up_to` stands before, a year between: 截至2023年.
fn is_told_up_to(up_to: &[String], before: &str) -> bool {
    let before = before.trim_end();
    let words = match before.strip_suffix('年') {
        Some(year) => year.trim_end_matches(|c: char| digit(c).is_some() || c.is_whitespace()),
        None => before,
    };
    let words = words.trim_end();
    up_to.iter().any(|word| words.ends_with(word.as_str()))
}

fn is_dash(character: char) -> bool {
    matches!(
        character,
        '-' | '－' | '—' | '–' | '―' | '~' | '～' | '至' | '到'
    )
}

fn number(digits: &str) -> Option<u8> {
    let plain: Option<String> = digits.chars().map(digit).collect();
    plain?.parse().ok()
}

fn digit(character: char) -> Option<char> {
    super::numerals::digit(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_parts_of_a_year_unless_they_are_all_of_it() {
        for (text, extent) in [
            ("1月收到", Extent::Part),
            ("2023年6月份收到", Extent::Part),
            ("1—6月收到", Extent::Part),
            ("１至６月收到", Extent::Part),
            ("一月至九月收到", Extent::Part),
            ("截至6月底", Extent::Part),
            ("截至2023年9月30日", Extent::Part),
            ("2023年1月1日至6月30日", Extent::Part),
            ("12月收到", Extent::Part),
            ("十二月收到", Extent::Part),
            ("1—12月收到", Extent::Year),
            ("1月至12月收到", Extent::Year),
            ("2023年1月1日起至2023年12月31日止", Extent::Year),
            ("截至12月底", Extent::Year),
            ("截至2023年12月31日", Extent::Year),
            ("截至2023年12月", Extent::Year),
        ] {
            let up_to = ["截至".to_owned()];
            let found = by_months(&up_to, text);
            let found: Vec<Extent> = found.iter().map(|found| found.extent).collect();
            assert_eq!(found, [extent], "{text}");
        }
    }

    #[test]
    fn days_and_lengths_of_time_are_none() {
        for text in ["9月15日召开会议", "每月公开", "3个月内", "13月", "岁月"] {
            assert!(by_months(&[], text).is_empty(), "{text}");
        }
    }
}
