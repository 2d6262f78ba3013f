//! How a report's title, texts, header fields and dates are put on paper.

use std::ops::Range;

use crate::returns::{Header, HeaderField, Level, RuleMaking};

/// The paragraphs of a typed text; blank lines and the typist's own indents are dropped.
pub(super) fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    paragraph_ranges(text).filter_map(|range| text.get(range))
}

/// Where the paragraphs of a typed text stand, in bytes.
pub(crate) fn paragraph_ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    let lines = text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']);
    lines.filter_map(move |line| {
        let start = end + line.len() - line.trim_start().len();
        end += line.len();
        let length = line.trim().len();
        (length > 0).then_some(start..start + length)
    })
}

/// How many bytes of a label are its number in brackets: `（三）`.
pub(super) fn numbered(label: &str) -> usize {
    label
        .strip_prefix('（')
        .and_then(|rest| rest.split_once('）'))
        .filter(|(number, rest)| !number.is_empty() && !rest.is_empty())
        .map_or(0, |(number, _)| "（".len() + number.len() + "）".len())
}

/// A header field as it is printed; empty where nothing was stated.
pub fn header_text(header: &Header, field: HeaderField) -> String {
    let text = match field {
        HeaderField::Year if header.year == 0 => "",
        HeaderField::Year => return header.year.to_string(),
        HeaderField::Level => match header.level {
            Level::Unstated => "",
            Level::Government => "各级人民政府",
            Level::Department => "政府部门",
        },
        HeaderField::RuleMaking => match header.rule_making {
            RuleMaking::Unstated => "",
            RuleMaking::Has => "有",
            RuleMaking::HasNot => "无",
        },
        other => header.text(other).unwrap_or_default(),
    };
    text.trim().to_owned()
}

/// `2024年1月26日`, `2024-1-26`, `2024.1.26` or `2024/01/26` as `2024-01-26`.
pub fn iso_date(text: &str) -> Option<String> {
    let plain = text.trim().trim_end_matches(['日', '号']);
    let mut numbers = plain.split(['年', '月', '-', '.', '/']).map(|digits| {
        let digits = digits.trim();
        // A sign would be read as part of the number.
        let all_digits = digits.chars().all(|c| c.is_ascii_digit());
        all_digits.then(|| digits.parse::<u16>().ok()).flatten()
    });
    let year = numbers.next()??;
    let month = numbers.next()??;
    let day = numbers.next()??;
    let known = numbers.next().is_none()
        && (1900..=9999).contains(&year)
        && (1..=days_in_month(year, month)).contains(&day);
    known.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// No days for a month there isn't.
fn days_in_month(year: u16, month: u16) -> u16 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_write_them() {
        for text in [
            "2024年1月26日",
            "2024-01-26",
            " 2024.1.26 ",
            "2024年 1月 26日",
        ] {
            assert_eq!(iso_date(text).as_deref(), Some("2024-01-26"), "{text}");
        }
        assert_eq!(iso_date("2024年2月29日").as_deref(), Some("2024-02-29"));
        for text in [
            "",
            "2023年2月29日",
            "2024年13月1日",
            "2024年1月",
            "2024-1-2-3",
            "二〇二四年一月",
            "2024-+1-1",
            "99999-1-1",
        ] {
            assert_eq!(iso_date(text), None, "{text}");
        }
    }

    #[test]
    fn paragraphs_lose_blank_lines_and_indents() {
        let text = "　　第一段。\r\n\r\n \u{a0}第二段。\r第三段。\n　\n";
        assert_eq!(
            paragraphs(text).collect::<Vec<_>>(),
            ["第一段。", "第二段。", "第三段。"]
        );
    }
}
