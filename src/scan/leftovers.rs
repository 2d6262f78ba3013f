//! What a writer meant to fill in later.

use std::ops::Range;

use super::line::Line;

/// `XX`, `××`, `***`: two or more, and no part of a word or an address in Latin letters.
pub(super) fn crosses(line: &Line) -> Vec<Range<usize>> {
    let is_cross = |character: char| matches!(character, 'X' | '×' | '✕' | '╳' | '*');
    let is_letter = |character: Option<char>| {
        character.is_some_and(|character| {
            character.is_ascii_alphabetic() || matches!(character, '/' | '.' | '_' | '-' | '@')
        })
    };
    let mut runs = line.runs(is_cross);
    runs.retain(|run| {
        run.len() > 1 && !is_letter(line.before(run.start)) && !is_letter(line.at(run.end))
    });
    runs
}

/// `2024年1月日`, `2024年  月  日`: a date whose month or day is missing.
pub(super) fn unfinished_dates(line: &Line) -> Vec<Range<usize>> {
    let years = (0..line.len()).filter(|&at| line.at(at) == Some('年'));
    years
        .filter_map(|year| unfinished_date(line, year))
        .collect()
}

fn unfinished_date(line: &Line, year: usize) -> Option<Range<usize>> {
    let (month, month_typed, blank_before_month) = number(line, year + 1);
    if line.at(month) != Some('月') {
        return None;
    }
    let (day, day_typed, blank_before_day) = number(line, month + 1);
    if line.at(day) != Some('日') {
        return None;
    }
    let year_typed = line.before(year).is_some_and(|c| c.is_ascii_digit());
    // 年月日 alone is a word.
    let is_date = year_typed || month_typed || day_typed || blank_before_month || blank_before_day;
    let begin = (0..year)
        .rev()
        .take_while(|&at| line.at(at).is_some_and(|c| c.is_ascii_digit() || c == ' '))
        .last()
        .unwrap_or(year);
    (is_date && !(month_typed && day_typed)).then_some(begin..day + 1)
}

/// Where a number with blanks around it ends, whether there is one, and whether there are blanks.
fn number(line: &Line, from: usize) -> (usize, bool, bool) {
    let is_part = |c: char| c.is_numeric() || "〇一二三四五六七八九十".contains(c);
    let (mut typed, mut blank) = (false, false);
    let mut at = from;
    while let Some(character) = line.at(at) {
        match character {
            ' ' | '_' => blank = true,
            other if is_part(other) => typed = true,
            _ => break,
        }
        at += 1;
    }
    (at, typed, blank)
}
