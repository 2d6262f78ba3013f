//! Places that a text was meant to be filled in at: `年  月  日`, `××局`, `____`.

use std::ops::Range;

/// The places of a paragraph that were left to be filled in, in bytes.
pub(super) fn unfilled(text: &str) -> Vec<Range<usize>> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let byte = |index: usize| characters.get(index).map_or(text.len(), |&(byte, _)| byte);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&(_, character)) = characters.get(at) {
        let end = if character == '年' {
            end_of_date(&characters, at)
        } else {
            end_of_placeholder(&characters, at)
        };
        if let Some(end) = end {
            found.push(byte(at)..byte(end));
        }
        at = end.unwrap_or(at + 1);
    }
    found
}

/// Behind the 日 of a date without its month or day.
fn end_of_date(characters: &[(usize, char)], year: usize) -> Option<usize> {
    let (month, month_end) = slot(characters, year + 1, '月')?;
    let (day, day_end) = slot(characters, month_end, '日')?;
    let before = characters.get(..year).unwrap_or_default().iter().rev();
    let mut before = before.map(|&(_, character)| character);
    let before = before.find(|character| !character.is_whitespace());
    let year_named = before.is_some_and(char::is_numeric);
    let is_empty = |slot: &str| slot.trim().is_empty();
    // 年月日 as a word is no date.
    let is_date = year_named || !month.is_empty() || !day.is_empty();
    let lacks_year = !(year_named || is_empty(&month) && is_empty(&day));
    (is_date && (is_empty(&month) || is_empty(&day) || lacks_year)).then_some(day_end)
}

/// Digits and blanks up to a character, with where it ends.
fn slot(characters: &[(usize, char)], from: usize, until: char) -> Option<(String, usize)> {
    let mut slot = String::new();
    for (index, &(_, character)) in characters.iter().enumerate().skip(from) {
        if character == until {
            return Some((slot, index + 1));
        }
        if !character.is_numeric() && !character.is_whitespace() {
            return None;
        }
        slot.push(character);
    }
    None
}

/// Behind a run of signs that stand for words.
fn end_of_placeholder(characters: &[(usize, char)], from: usize) -> Option<usize> {
    let &(_, sign) = characters.get(from)?;
    if !matches!(sign, '_' | '＿' | '×' | 'X' | 'x' | 'Ｘ' | '□') {
        return None;
    }
    let run = characters.iter().skip(from);
    let end = from + run.take_while(|(_, character)| *character == sign).count();
    let is_letter = |index: usize| {
        let character = characters.get(index).map(|&(_, character)| character);
        character.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '@'))
    };
    let in_word = sign.is_ascii_alphabetic()
        && (is_letter(end) || from.checked_sub(1).is_some_and(is_letter));
    (end - from >= 2 && !in_word).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_to_be_filled_in() {
        for (text, expected) in [
            ("截至2023年 月 日", "年 月 日"),
            ("截至   年  月  日止", "年  月  日"),
            ("自2023年1月日起", "年1月日"),
            ("自年1月1日起", "年1月1日"),
            ("由XX局负责", "XX"),
            ("由××局负责", "××"),
            ("共____件", "____"),
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
        ] {
            assert!(unfilled(text).is_empty(), "{text}");
        }
    }
}
