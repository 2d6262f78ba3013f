//! Places that a text was meant to be filled in at: `年  月  日`, `××局`, `____`.

use std::ops::Range;

/// The places of a paragraph that were left to be filled in, in bytes.
pub(super) fn unfilled(text: &str) -> Vec<Range<usize>> {
    let (bytes, characters): (Vec<usize>, Vec<char>) = text.char_indices().unzip();
    let byte = |index: usize| bytes.get(index).copied().unwrap_or(text.len());
    let mut found = unfinished_dates(&characters);
    found.extend(placeholders(&characters));
    found.sort_by_key(|range| range.start);
    let found = found.into_iter();
    found
        .map(|range| byte(range.start)..byte(range.end))
        .collect()
}

/// Runs of two or more signs that stand for words, by place among the characters; no part of a
/// word or an address in Latin letters, nor of an unfinished date.
pub fn placeholders(characters: &[char]) -> Vec<Range<usize>> {
    let is_sign = |character: char| {
        matches!(
            character,
            'X' | 'x' | 'Ｘ' | 'ｘ' | '×' | '✕' | '╳' | '*' | '＊' | '_' | '＿' | '□'
        )
    };
    let is_letter = |character: Option<&char>| {
        character.is_some_and(|&character| {
            character.is_ascii_alphabetic() || matches!(character, '/' | '.' | '_' | '-' | '@')
        })
    };
    let mut runs = Vec::new();
    let mut start = 0;
    for run in characters.chunk_by(|&one, &next| is_sign(one) == is_sign(next)) {
        let end = start + run.len();
        let before = start
            .checked_sub(1)
            .and_then(|before| characters.get(before));
        let in_word =
            run.iter().any(char::is_ascii) && (is_letter(before) || is_letter(characters.get(end)));
        if run.len() > 1 && run.iter().all(|&sign| is_sign(sign)) && !in_word {
            runs.push(start..end);
        }
        start = end;
    }
    if !runs.is_empty() {
        let dates = unfinished_dates(characters);
        runs.retain(|run| {
            let is_apart = |date: &Range<usize>| run.end <= date.start || date.end <= run.start;
            dates.iter().all(is_apart)
        });
    }
    runs
}

/// `2024年1月日`, `2024年  月  日`, `自年1月1日`: dates that lack their year, month or day, by
/// place among the characters.
pub fn unfinished_dates(characters: &[char]) -> Vec<Range<usize>> {
    let years = characters.iter().enumerate();
    let years = years.filter(|(_, character)| **character == '年');
    years
        .filter_map(|(year, _)| unfinished_date(characters, year))
        .collect()
}

fn unfinished_date(characters: &[char], year: usize) -> Option<Range<usize>> {
    let month = slot(characters, year + 1, '月')?;
    let day = slot(characters, month.end, '日')?;
    let before = characters.get(..year).unwrap_or_default();
    let mut words = before
        .iter()
        .rev()
        .filter(|character| !is_blank(**character));
    let last = words.next().copied();
    let year_typed = last.is_some_and(|c| c.is_ascii_digit());
    // 年月日 alone is a word, and 每年1月31日 has its year.
    let is_date = year_typed || month.typed || day.typed || month.blank || day.blank;
    let may_lack_year = last.is_none_or(|last| {
        !last.is_alphanumeric() || matches!(last, '自' | '至' | '到' | '从' | '于' | '由' | '在')
    });
    let begin = before
        .iter()
        .rposition(|&c| !(c.is_ascii_digit() || is_blank(c)))
        .map_or(0, |end| end + 1);
    let is_finished = month.typed && day.typed && !may_lack_year;
    (is_date && !is_finished).then_some(begin..day.end)
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '_' | '＿')
}

/// What stands for a month or a day.
struct Slot {
    typed: bool,
    blank: bool,
    /// Behind its 月 or 日.
    end: usize,
}

/// A number with blanks around it up to a character.
fn slot(characters: &[char], from: usize, until: char) -> Option<Slot> {
    let (mut typed, mut blank) = (false, false);
    for (at, &character) in characters.iter().enumerate().skip(from) {
        if character == until {
            let end = at + 1;
            return Some(Slot { typed, blank, end });
        }
        if is_blank(character) {
            blank = true;
        } else if character.is_numeric() || "〇一二三四五六七八九十".contains(character)
        {
            typed = true;
        } else {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_to_be_filled_in() {
        for (text, expected) in [
            ("截至2023年 月 日", "2023年 月 日"),
            ("截至   年  月  日止", "   年  月  日"),
            ("自2023年1月日起", "2023年1月日"),
            ("自年1月1日起", "年1月1日"),
            ("由XX局负责", "XX"),
            ("由××局负责", "××"),
            ("共____件", "____"),
            ("于2024年__月__日", "2024年__月__日"),
            ("20XX年", "XX"),
            ("答复***件", "***"),
            ("由╳╳局", "╳╳"),
            ("Ｘｘ街道", "Ｘｘ"),
        ] {
            let found = unfilled(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(text.get(found[0].clone()), Some(expected));
        }
    }

    #[test]
    fn what_is_no_gap() {
        for text in [
            "自2023年1月1日至12月31日",
            "自 2023 年 1 月 1 日起",
            "按年月日编号",
            "二〇二三年一月一日",
            "网址www.xxgk.gov.cn",
            "尺寸2×3，型号XXL",
            "每年1月31日前公布，同年3月5日更正",
            "邮箱a__b@c.cn",
        ] {
            assert!(unfilled(text).is_empty(), "{text}");
        }
    }
}
