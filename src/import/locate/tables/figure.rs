//! What stands in place of a figure, and what is odd about it.

use unicode_normalization::UnicodeNormalization;

use crate::import::source::{Mark, MarkKind};
use crate::marked::with_marks;
use crate::value::{self, Decimal, Measure, Remark, Unit, Value};

use super::spellings::Spellings;

/// The most characters a figure with its notes has.
const LONGEST: usize = 40;

/// A text taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    about: bool,
    /// `+` or `-`, also from words.
    sign: Option<char>,
    sign_in_words: bool,
    /// Digits, points, separators.
    digits: String,
    unit: String,
    /// A bracketed note, or a mark that points to one.
    note: bool,
    percent: bool,
}

/// A figure, and what a person should know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub value: Value,
    /// Why it is doubtful.
    pub doubt: Option<String>,
}

/// Whether a text stands for a figure: a number with what may go along, or a sign for none.
pub(super) fn is_figure(text: &str, words: &Spellings) -> bool {
    let text = text.trim();
    is_note(text, words) || is_zero(text, words) || parts(text, words).is_some()
}

/// Whether a text is the number of a page: `- 4 -`, `第 3 页`.
pub(super) fn is_page_number(text: &str, words: &Spellings) -> bool {
    let text = text.trim();
    let mut rest = text;
    let mut marks = 0;
    let mut digits = 0;
    while !rest.is_empty() {
        if let Some(behind) = words
            .page
            .iter()
            .find_map(|mark| rest.strip_prefix(mark.as_str()))
        {
            marks += 1;
            rest = behind;
            continue;
        }
        let mut characters = rest.chars();
        match characters.next() {
            Some(c) if c.is_ascii_digit() => digits += 1,
            Some(c) if c.is_whitespace() => {}
            _ => return false,
        }
        rest = characters.as_str();
    }
    let framed = !text.starts_with(|c: char| c.is_ascii_digit())
        && !text.ends_with(|c: char| c.is_ascii_digit());
    (1..=4).contains(&digits) && marks >= 2 && framed
}

/// Understands a text in a cell of a measure.
pub(super) fn read(text: &str, measure: Measure, words: &Spellings) -> Reading {
    let text = text.trim();
    if text.is_empty() {
        return certain(Value::Blank);
    }
    if is_note(text, words) {
        return certain(Value::Note(text.to_owned()));
    }
    if is_zero(text, words) {
        return Reading {
            value: Value::Number(Decimal::ZERO),
            doubt: Some(format!("原文写作“{text}”，读作 0")),
        };
    }
    let Some(parts) = parts(text, words) else {
        if let Some(joined) = joined(text, words) {
            let reading = value::parse(&joined.concat(), measure);
            let lines = joined.join("”“");
            return Reading {
                doubt: Some(format!(
                    "原文分成几行“{lines}”，连起来读作 {}，请核实是不是一个数",
                    reading.value
                )),
                value: reading.value,
            };
        }
        let reading = value::parse(text, measure);
        let shown = text.replace('\n', " ");
        let doubt = match (&reading.value, reading.remark) {
            (Value::Unread(_), Some(remark)) => Some(format!("原文“{shown}”读不成数字：{remark}")),
            // Signs that stand for none are known; any other text hides a figure.
            (Value::Note(_), _) => Some(format!("原文“{shown}”不是数字，请核实后填写")),
            (Value::Unread(_) | Value::Number(_) | Value::Blank, _) => None,
        };
        return Reading {
            value: reading.value,
            doubt,
        };
    };
    let plain = parts.plain(measure);
    let reading = value::parse(&plain, measure);
    if parts.about || parts.percent {
        return Reading {
            value: value::parse(text, measure).value,
            doubt: Some(format!("原文“{text}”不是确切的数，请核实后填写")),
        };
    }
    let doubt = match reading.remark {
        Some(Remark::Converted { number, .. }) => {
            Some(format!("原文是“{text}”，已换算为 {number} 万元"))
        }
        Some(remark) => Some(format!("原文“{text}”：{remark}")),
        None if parts.note => Some(format!("原文“{text}”带有注释，读作 {}", reading.value)),
        None if parts.sign_in_words => Some(format!("原文“{text}”，读作 {}", reading.value)),
        None => None,
    };
    let value = match reading.value {
        Value::Unread(_) => Value::Unread(text.to_owned()),
        other => other,
    };
    Reading { value, doubt }
}

/// A reading of a text beside which marks stand: what they would make of it is said.
pub(super) fn beside_marks(
    reading: Reading,
    text: &str,
    marks: &[Mark],
    measure: Measure,
) -> Reading {
    if marks.is_empty() {
        return reading;
    }
    if let Some(formula) = marks.iter().find(|mark| mark.kind == MarkKind::Computed) {
        let doubt = format!(
            "原文是公式“{}”，没有存下结果，按公式算得 {}，请核实",
            formula.text, reading.value
        );
        return Reading {
            value: reading.value,
            doubt: Some(doubt),
        };
    }
    let said: Vec<String> = marks
        .iter()
        .map(|mark| format!("{}“{}”", mark.kind.label(), mark.text))
        .collect();
    let said = said.join("、");
    let value = match &reading.value {
        Value::Blank => "空格".to_owned(),
        other => other.to_string(),
    };
    // The mark may be a digit of the figure all the same.
    let whole = value::parse(&with_marks(text, marks, |mark| mark.text.clone()), measure).value;
    let doubt = match whole {
        Value::Number(number) if reading.value != Value::Number(number) => {
            format!("数旁有{said}，没有计入，读作 {value}；连起来是 {number}，请核实")
        }
        _ => format!("数旁有{said}，没有计入，读作 {value}，请核实"),
    };
    Reading {
        value: reading.value,
        doubt: Some(match reading.doubt {
            Some(other) => format!("{other}；{doubt}"),
            None => doubt,
        }),
    }
}

/// The number of 元 as 万元; the value as it is if it is no number or can't be exact.
pub(super) fn from_yuan(reading: Reading, text: &str, measure: Measure) -> Reading {
    let Value::Number(number) = reading.value else {
        return reading;
    };
    let converted = value::parse(&format!("{number}元"), measure);
    let doubt = match &converted.value {
        Value::Number(number) => format!("表头的单位是元，“{text}”已换算为 {number} 万元"),
        _ => format!("表头的单位是元，“{text}”换算成万元后小数太长，请核实"),
    };
    Reading {
        value: converted.value,
        doubt: Some(doubt),
    }
}

/// Whether a text names its own unit.
pub(super) fn has_unit(text: &str, words: &Spellings) -> bool {
    parts(text.trim(), words).is_some_and(|parts| !parts.unit.is_empty())
}

fn certain(value: Value) -> Reading {
    Reading { value, doubt: None }
}

fn is_note(text: &str, words: &Spellings) -> bool {
    words.note.iter().any(|note| note == text)
}

fn is_zero(text: &str, words: &Spellings) -> bool {
    let text: String = text.nfkc().collect();
    words.zero.contains(&text)
}

impl Parts {
    /// As typed text of the measure. A unit that only counts goes without saying.
    fn plain(&self, measure: Measure) -> String {
        let sign = self.sign.map(String::from).unwrap_or_default();
        let money = self.unit.contains(['元', '万', '亿']);
        let unit = match (measure.unit, money) {
            (Unit::Count, false) => "",
            _ => self.unit.as_str(),
        };
        format!("{sign}{}{unit}", self.digits)
    }
}

/// Takes a text apart; `None` if it is no number with what may go along.
fn parts(text: &str, words: &Spellings) -> Option<Parts> {
    if text.chars().nth(LONGEST).is_some() || !text.chars().any(char::is_numeric) {
        return None;
    }
    let (text, mark) = without_mark(text);
    let plain: String = text.nfkc().collect();
    let (plain, bracket) = without_brackets(&plain);
    let mut rest = plain.trim();
    let mut about = false;
    if let Some(behind) = longest_prefix(rest, &words.about) {
        about = true;
        rest = behind.trim_start();
    }
    let mut sign = None;
    let mut sign_in_words = false;
    for (signs, character) in [(&words.increase, '+'), (&words.decrease, '-')] {
        if let Some(behind) = longest_prefix(rest, signs) {
            sign = Some(character);
            sign_in_words = true;
            rest = behind.trim_start();
        }
    }
    if let Some(behind) = rest.strip_prefix(['+', '-', '\u{2212}', '–', '—']) {
        sign = Some(if rest.starts_with('+') { '+' } else { '-' });
        rest = behind.trim_start();
    }
    let end = rest
        .char_indices()
        .find(|(_, c)| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}')))
        .map_or(rest.len(), |(at, _)| at);
    let (digits, behind) = rest.split_at(end);
    let digits = digits.trim();
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut behind = behind.trim();
    let mut percent = false;
    let mut unit = String::new();
    if let Some(after) = behind.strip_prefix('%') {
        percent = true;
        behind = after.trim();
    }
    for _ in 0..2 {
        if let Some(after) = longest_prefix(behind, &words.more) {
            about = true;
            behind = after.trim();
        }
        if let Some(after) = longest_prefix(behind, &words.unit) {
            let length = behind.len() - after.len();
            unit = behind.get(..length).unwrap_or_default().to_owned();
            behind = after.trim();
        }
    }
    // 46／ or 46。: something stood there, or slipped in.
    let bare = behind.trim_end_matches(['/', '\\', '。', ',', ';', ':', '、', '|']);
    let stray = bare.len() < behind.len();
    let behind = bare.trim();
    behind.is_empty().then(|| Parts {
        about,
        sign,
        sign_in_words,
        digits: digits.to_owned(),
        unit,
        note: bracket || mark || stray,
        percent,
    })
}

/// What stands behind the longest of the words a text begins with.
fn longest_prefix<'a>(text: &'a str, words: &[String]) -> Option<&'a str> {
    words
        .iter()
        .filter_map(|word| text.strip_prefix(word.as_str()))
        .min_by_key(|rest| rest.len())
}

/// Without marks of footnotes before and behind it.
fn without_mark(text: &str) -> (&str, bool) {
    let bare = text.trim_matches(is_note_mark).trim();
    (bare, bare.len() < text.len())
}

/// Whether a character points to a note; raised and circled digits are none of a figure.
fn is_note_mark(character: char) -> bool {
    matches!(
        character,
        '*' | '＊' | '※' | '†' | '‡' | '#' | '¹' | '²' | '³' | '⁰'..='⁹' | '₀'..='₉' | '①'..='⒛' | '⓪'..='⓿' | '❶'..='➓'
    )
}

/// The lines of a cell's text that are digits of one figure, if nothing else stands in it.
fn joined<'a>(text: &'a str, words: &Spellings) -> Option<Vec<&'a str>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let digits = |line: &&str| !line.is_empty() && line.chars().all(|c| c.is_ascii_digit());
    let whole = lines.len() > 1 && lines.iter().all(digits);
    (whole && parts(&lines.concat(), words).is_some()).then_some(lines)
}

/// Without what stands in brackets behind the number.
fn without_brackets(text: &str) -> (String, bool) {
    let mut outside = String::with_capacity(text.len());
    let mut depth = 0usize;
    let mut found = false;
    for character in text.chars() {
        match character {
            '(' | '[' => {
                depth += 1;
                found = true;
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            other if depth == 0 => outside.push(other),
            _ => {}
        }
    }
    (outside, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONEY: Measure = Measure {
        unit: Unit::TenThousandYuan,
        decimals: 6,
        signed: false,
    };
    const SIGNED: Measure = Measure {
        signed: true,
        ..Measure::COUNT
    };

    #[track_caller]
    fn reads(text: &str, measure: Measure, printed: &str, doubtful: bool) {
        let words = Spellings::built_in();
        assert!(is_figure(text, words), "{text} is no figure");
        let reading = read(text, measure, words);
        assert_eq!(reading.value.to_string(), printed, "{text}");
        assert_eq!(reading.doubt.is_some(), doubtful, "{text}: {reading:?}");
    }

    #[test]
    fn figures_as_they_are_found() {
        reads("0", Measure::COUNT, "0", false);
        reads("１，１３６", Measure::COUNT, "1136", false);
        reads("1 136", Measure::COUNT, "1136", false);
        reads("3件", Measure::COUNT, "3", false);
        reads("4项", Measure::COUNT, "4", false);
        reads("+43", SIGNED, "43", false);
        reads("－1942", SIGNED, "-1942", false);
        reads("减3", SIGNED, "-3", true);
        reads("0.37万元", MONEY, "0.37", false);
        reads("251000元", MONEY, "25.1", true);
        reads("22（其中修订16件）", Measure::COUNT, "22", true);
        reads("12①", Measure::COUNT, "12", true);
        reads("①46", Measure::COUNT, "46", true);
        reads("46⁷", Measure::COUNT, "46", true);
        reads("46／", Measure::COUNT, "46", true);
        reads("12*", Measure::COUNT, "12", true);
        reads("O", Measure::COUNT, "0", true);
        reads("约20", Measure::COUNT, "约20", true);
        reads("20余件", Measure::COUNT, "20余件", true);
        reads("-", Measure::COUNT, "-", false);
        reads("无", Measure::COUNT, "无", false);
    }

    #[test]
    fn texts_in_place_of_a_figure_are_kept_and_doubted() {
        let words = Spellings::built_in();
        for text in [
            "见附件",
            "十",
            "N/A",
            "同上",
            "#REF!",
            "2.111E+03",
            "=SUM(B2:B4)",
        ] {
            let reading = read(text, Measure::COUNT, words);
            assert_eq!(reading.value.to_string(), text);
            assert!(reading.doubt.is_some(), "{text}");
        }
        let parted = read("21\n11", Measure::COUNT, words);
        assert_eq!(parted.value.to_string(), "2111");
        assert!(parted.doubt.is_some());
    }

    #[test]
    fn marks_beside_a_figure_are_said() {
        let mark = |kind, text: &str, at| Mark {
            kind,
            text: text.to_owned(),
            at,
        };
        let read = |text, marks: &[Mark]| {
            let reading = read(text, Measure::COUNT, Spellings::built_in());
            beside_marks(reading, text, marks, Measure::COUNT)
        };
        let raised = read("26196", &[mark(MarkKind::Superscript, "1", 5)]);
        assert_eq!(raised.value.to_string(), "26196");
        assert!(raised.doubt.unwrap().contains("261961"));
        let struck = read("26196", &[mark(MarkKind::StruckOut, "99", 0)]);
        assert!(struck.doubt.unwrap().contains("9926196"));
        let gone = read("", &[mark(MarkKind::StruckOut, "99", 0)]);
        assert_eq!(gone.value, Value::Blank);
        assert!(gone.doubt.unwrap().contains("99"));
    }

    #[test]
    fn other_texts_are_no_figures() {
        let words = Spellings::built_in();
        for text in [
            "规章",
            "2023年",
            "第(一)项",
            "1.属于国家秘密",
            "2022-01-21",
            "一",
            "",
        ] {
            assert!(!is_figure(text, words), "{text}");
        }
    }

    #[test]
    fn page_numbers_are_told_from_figures() {
        let words = Spellings::built_in();
        for text in ["- 4 -", "— 5 —", "-3-", "第 3 页", "·12·"] {
            assert!(is_page_number(text, words), "{text}");
        }
        for text in ["4", "-4", "0", "-", "——"] {
            assert!(!is_page_number(text, words), "{text}");
        }
    }

    #[test]
    fn a_head_in_yuan_converts() {
        let words = Spellings::built_in();
        let reading = from_yuan(read("8040", MONEY, words), "8040", MONEY);
        assert_eq!(reading.value.to_string(), "0.804");
        assert!(reading.doubt.is_some());
    }
}
