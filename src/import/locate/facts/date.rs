//! Years and dates as reports write them: `2022年1月11日`, `2019-02-18`, `二〇一八年`.

use std::fmt;

/// Reports are of these years; other numbers of four digits are none.
const YEARS: std::ops::RangeInclusive<u16> = 2004..=2099;

/// A day as it is printed under a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub year: u16,
    month: u8,
    day: u8,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}年{}月{}日", self.year, self.month, self.day)
    }
}

/// The value of a digit in any of the scripts years are written in.
fn digit(character: char) -> Option<u16> {
    let digits = "〇一二三四五六七八九";
    if let Some(digit) = character.to_digit(10) {
        return u16::try_from(digit).ok();
    }
    if matches!(character, '○' | '零' | 'O' | '０') {
        return Some(0);
    }
    let place = digits.chars().position(|known| known == character)?;
    u16::try_from(place).ok()
}

/// The year that four digits are.
pub(super) fn year(words: &str) -> Option<u16> {
    let mut value = 0;
    let mut count = 0;
    for character in words.chars() {
        value = value * 10 + digit(character)?;
        count += 1;
        if count > 4 {
            return None;
        }
    }
    (count == 4 && YEARS.contains(&value)).then_some(value)
}

/// A year with 年 or 年度 that some words begin with, and its length in bytes.
pub(super) fn year_at_start(words: &str) -> Option<(u16, usize)> {
    let length: usize = words.chars().take(4).map(char::len_utf8).sum();
    let year = year(words.get(..length)?)?;
    let behind = words.get(length..)?;
    let unit = ["年度", "年"]
        .into_iter()
        .find(|unit| behind.starts_with(unit))?;
    Some((year, length + unit.len()))
}

/// Every year with 年 in some words, in order, each once.
pub(super) fn years(words: &str) -> Vec<u16> {
    let mut years = Vec::new();
    each_year(words, |_, year, _| {
        if !years.contains(&year) {
            years.push(year);
        }
    });
    years
}

/// The first year in some words.
pub(super) fn year_in(words: &str) -> Option<u16> {
    years(words).first().copied()
}

/// The year that some words begin with: `2023年,`, `2023年全`.
pub(super) fn leading_year(words: &str) -> Option<u16> {
    year_at_start(words).map(|(year, _)| year)
}

/// Words without the years in them.
pub(super) fn without_years(words: &str) -> String {
    let mut rest = String::new();
    let mut end = 0;
    each_year(words, |start, _, length| {
        rest.push_str(words.get(end..start).unwrap_or_default());
        end = start + length;
    });
    rest.push_str(words.get(end..).unwrap_or_default());
    // 2018政府信息公开年报: no 年 behind it.
    match bare(&rest) {
        Some((start, length)) => {
            let before = rest.get(..start).unwrap_or_default();
            let behind = rest.get(start + length..).unwrap_or_default();
            format!("{before}{behind}")
        }
        None => rest,
    }
}

/// Words without the years of schools in them: 2020-2021学年度.
pub(super) fn without_school_years(words: &str) -> String {
    let Some((before, behind)) = words.split_once(SCHOOL_YEAR) else {
        return words.to_owned();
    };
    let before = before.trim_end_matches(is_of_school_year);
    format!("{before}{}", behind.trim_start_matches('度'))
}

/// The length of a school's year that some words begin with, in bytes: 2020-2021学年度.
pub(super) fn school_year_at_start(words: &str) -> Option<usize> {
    let rest = words.trim_start_matches(is_of_school_year);
    let behind = rest.strip_prefix(SCHOOL_YEAR)?.trim_start_matches('度');
    (rest.len() < words.len()).then(|| words.len() - behind.len())
}

const SCHOOL_YEAR: &str = "学年";

fn is_of_school_year(character: char) -> bool {
    digit(character).is_some() || "-—–~至年".contains(character)
}

/// A year without 年.
pub(super) fn bare_year(words: &str) -> Option<u16> {
    let (start, length) = bare(words)?;
    year(words.get(start..start + length)?)
}

fn bare(words: &str) -> Option<(usize, usize)> {
    let runs = words.match_indices(|c: char| c.is_ascii_digit());
    let mut runs = runs.map(|(at, _)| at);
    runs.find_map(|at| {
        let before = words.get(..at)?.chars().next_back();
        let run = words.get(at..)?;
        let length = run.len() - run.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        // 2021-01-15 is a day, 005267/2016-00001 a file's number.
        let behind = run.get(length..)?;
        let goes_on = behind
            .strip_prefix(['-', '/', '.'])
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let starts = !before.is_some_and(|c| c.is_ascii_digit()) && !goes_on;
        (starts && length == 4 && year(run.get(..4)?).is_some()).then_some((at, length))
    })
}

/// Calls with where each year stands, the year, and its length with 年 or 年度.
fn each_year(words: &str, mut call: impl FnMut(usize, u16, usize)) {
    let mut before = None;
    let mut skip = 0;
    for (at, character) in words.char_indices() {
        let follows_digit = before.is_some_and(|c: char| c.is_ascii_digit());
        before = Some(character);
        if at < skip || follows_digit || digit(character).is_none() {
            continue;
        }
        let found = words.get(at..).and_then(year_at_start);
        if let Some((year, length)) = found {
            call(at, year, length);
            skip = at + length;
        }
    }
}

/// The year of a period in some words: the one before 1月1日 or 12月31日, else the first.
pub(super) fn period(words: &str) -> Option<u16> {
    let ends = [
        "年1月1日",
        "年12月31日",
        "年01月01日",
        "年12月底",
        "年一月一日",
        "年十二月三十一日",
    ];
    let places = ends.into_iter().filter_map(|end| words.find(end));
    let place = places.min()?;
    let before = words.get(..place)?;
    let start = before.char_indices().rev().nth(3).map(|(at, _)| at)?;
    let is_longer = before
        .get(..start)
        .and_then(|before| before.chars().next_back())
        .is_some_and(|c| c.is_ascii_digit());
    if is_longer {
        return None;
    }
    year(before.get(start..)?)
}

/// A day with which some words end, and what stands before it.
pub(super) fn at_end(words: &str) -> Option<(Date, &str)> {
    let words = words.trim_end_matches(['。', '.']);
    let starts = words.char_indices().rev().map(|(at, _)| at);
    let mut found = None;
    for start in starts.take(14) {
        let rest = words.get(start..)?;
        if let Some((date, length)) = date(rest)
            && length == rest.len()
        {
            found = Some((date, words.get(..start)?));
        }
    }
    let (date, before) = found?;
    Some((date, before.trim_end_matches(['(', ',', ':'])))
}

/// The first day in some words.
pub(super) fn first(words: &str) -> Option<Date> {
    let mut starts = words.char_indices().map(|(at, _)| at);
    starts.find_map(|at| Some(date(words.get(at..)?)?.0))
}

/// A day that some words begin with, and its length in bytes.
fn date(words: &str) -> Option<(Date, usize)> {
    let length: usize = words.chars().take(4).map(char::len_utf8).sum();
    let year = year(words.get(..length)?)?;
    let (month, at) = part(words, length, &["年", "-", "/", "."])?;
    let (day, at) = part(words, at, &["月", "-", "/", "."])?;
    let rest = words.get(at..)?;
    let at = if rest.starts_with('日') {
        at + '日'.len_utf8()
    } else {
        at
    };
    let is_day = (1..=12).contains(&month) && (1..=31).contains(&day);
    is_day.then_some((Date { year, month, day }, at))
}

/// A number of one or two digits behind a mark, and where it ends.
fn part(words: &str, at: usize, marks: &[&str]) -> Option<(u8, usize)> {
    let rest = words.get(at..)?;
    let mark = marks.iter().find(|mark| rest.starts_with(**mark))?;
    let number = rest.get(mark.len()..)?;
    let numeral: String = number
        .chars()
        .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c))
        .take(3)
        .collect();
    let value = if numeral.starts_with(|c: char| c.is_ascii_digit()) {
        numeral.parse().ok()?
    } else {
        chinese(&numeral)?
    };
    Some((value, at + mark.len() + numeral.len()))
}

/// 十一, 二十, 三十一
fn chinese(numeral: &str) -> Option<u8> {
    let digit = |c: char| digit(c).and_then(|digit| u8::try_from(digit).ok());
    match numeral.split_once('十') {
        None => {
            let mut characters = numeral.chars();
            let first = characters.next().and_then(digit)?;
            characters.next().is_none().then_some(first)
        }
        Some((tens, ones)) => {
            let tens = tens.chars().next().map_or(Some(1), digit)?;
            let ones = ones.chars().next().map_or(Some(0), digit)?;
            Some(tens * 10 + ones)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_all_their_forms() {
        for words in [
            "2022年1月11日",
            "2022-01-11",
            "2022/1/11",
            "二〇二二年一月十一日",
        ] {
            let text = format!("清河镇{words}");
            let (date, before) = at_end(&text).unwrap();
            assert_eq!(
                (date.to_string().as_str(), before),
                ("2022年1月11日", "清河镇")
            );
        }
        assert_eq!(at_end("2022年1月"), None);
    }

    #[test]
    fn periods_are_of_one_year() {
        assert_eq!(
            period("统计期限自2020年1月1日至2020年12月31日止"),
            Some(2020)
        );
        assert_eq!(period("统计期限自202111日起至20211230日止"), None);
        assert_eq!(period("至202020年12月31日"), None);
    }

    #[test]
    fn years_of_schools_are_no_years_of_reports() {
        assert_eq!(without_school_years("清河大学2020-2021学年度"), "清河大学");
        assert_eq!(
            school_year_at_start("2020—2021学年,清河大学"),
            Some("2020—2021学年".len())
        );
        assert_eq!(school_year_at_start("2021年,清河大学"), None);
    }

    #[test]
    fn years_are_taken_out_of_titles() {
        assert_eq!(without_years("2021年清河镇"), "清河镇");
        assert_eq!(without_years("清河镇2018"), "清河镇");
        assert_eq!(years("2022年清河区关于2021年度"), [2022, 2021]);
    }
}
