//! The levels of running text after GB/T 9704: 一、 in 黑体, （一） in 楷体, `1.` and （1） like the text.

use crate::export::fonts::Face;

/// A heading run in before a text ends at the first stop, if it is this near, in characters.
const RUN_IN: usize = 40;
const NUMERALS: &str = "一二三四五六七八九十";

/// What a paragraph begins with that is set in another face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// In bytes of the paragraph; 0 without a heading.
    pub length: usize,
    pub face: Face,
}

/// A level by how its number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    /// 一、
    First,
    /// （一）
    Second,
    /// `1.` and （1）
    Lower,
}

/// The heading that the paragraph begins with, to its first stop.
pub fn opening(text: &str) -> Opening {
    let none = Opening {
        length: 0,
        face: Face::FangSong,
    };
    let face = match level(text) {
        Some(Level::First) => Face::Hei,
        Some(Level::Second) => Face::Kai,
        Some(Level::Lower) | None => return none,
    };
    let end = text
        .char_indices()
        .find(|(_, character)| *character == '。')
        .map_or(text.len(), |(place, stop)| place + stop.len_utf8());
    match text.get(..end) {
        Some(heading) if heading.chars().count() <= RUN_IN => Opening { length: end, face },
        _ => none,
    }
}

/// How many bytes of the paragraph are a second-level heading: （一） and what follows it, to
/// the first stop.
pub fn run_in(text: &str) -> usize {
    let opening = opening(text);
    if opening.face == Face::Kai {
        opening.length
    } else {
        0
    }
}

/// Whether the whole paragraph is a heading: it never stands alone at a page's end.
pub fn is_heading(text: &str) -> bool {
    let short = text.chars().count() <= RUN_IN;
    match level(text) {
        None => false,
        Some(Level::First | Level::Second) => opening(text).length == text.len(),
        Some(Level::Lower) => short && !text.ends_with(['。', '；', '，', '：', '！', '？', ';']),
    }
}

fn level(text: &str) -> Option<Level> {
    let is_numeral = |number: &str| {
        let count = number.chars().count();
        (1..=3).contains(&count) && number.chars().all(|one| NUMERALS.contains(one))
    };
    let is_number = |number: &str| {
        (1..=2).contains(&number.len()) && number.chars().all(|one| one.is_ascii_digit())
    };
    if let Some((number, rest)) = text.split_once('、')
        && is_numeral(number)
    {
        // 一、二类疫苗 is no heading.
        let counts_on = rest.chars().next().is_none_or(|one| NUMERALS.contains(one));
        return (!counts_on).then_some(Level::First);
    }
    let bracketed = text
        .strip_prefix(['（', '('])
        .and_then(|rest| rest.split_once(['）', ')']));
    if let Some((number, _)) = bracketed {
        if is_numeral(number) {
            return Some(Level::Second);
        }
        return is_number(number).then_some(Level::Lower);
    }
    let (number, rest) = text.split_once(['.', '．', '、'])?;
    // 1.5 is a number.
    let goes_on = rest.starts_with(|one: char| one.is_ascii_digit());
    (is_number(number) && !goes_on).then_some(Level::Lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` ends the heading that a paragraph begins with.
    #[test]
    fn headings_end_at_the_first_stop() {
        let cases = [
            ("一、总体情况|", Face::Hei),
            ("十二、其他事项。|全年无。", Face::Hei),
            ("（一）主动公开|", Face::Kai),
            ("（十二）主动公开。|全年", Face::Kai),
            ("(一)主动公开。|全年", Face::Kai),
            ("|（注）主动公开。", Face::FangSong),
            ("|一、二类疫苗公开了。", Face::FangSong),
            ("|一是加强领导。", Face::FangSong),
            ("|1.主动公开。", Face::FangSong),
            ("|（1）主动公开。", Face::FangSong),
            ("|（一", Face::FangSong),
            ("|一、", Face::FangSong),
            ("|", Face::FangSong),
        ];
        for (case, face) in cases {
            let text = case.replace('|', "");
            let length = case.find('|').unwrap();
            assert_eq!(opening(&text), Opening { length, face }, "{case}");
        }
        assert_eq!(run_in("（一）公开。全年"), "（一）公开。".len());
        assert_eq!(run_in("一、总体情况"), 0);
        let long = format!("（一）{}。", "长".repeat(60));
        assert_eq!(opening(&long).length, 0);
    }

    #[test]
    fn a_heading_is_a_paragraph_of_its_own() {
        for heading in [
            "一、总体情况",
            "（二）依申请公开。",
            "3.机制建设",
            "（1）受理",
            "12、监督",
        ] {
            assert!(is_heading(heading), "{heading}");
        }
        for text in [
            "（二）公开。全年",
            "1.全年公开。",
            "1.5万件",
            "2023年",
            "123.情况",
            "正文",
            "",
        ] {
            assert!(!is_heading(text), "{text}");
        }
    }
}
