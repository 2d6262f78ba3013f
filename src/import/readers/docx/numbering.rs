//! The numbers Word writes in front of paragraphs: `一、` is often nowhere else.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use crate::archive::{Parts, attribute};

/// Levels of a list.
const LEVELS: usize = 9;
/// The most styles one may be based on.
const MOST_BASES: usize = 20;
/// The most lists, levels and styles that are kept.
const MOST: usize = 20_000;
/// Names and patterns are cut behind as many characters.
const LONGEST: usize = 64;

/// The lists of a document and how far they have counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: BTreeMap<String, List>,
    /// For each number of a paragraph its list.
    instances: BTreeMap<String, Instance>,
    styles: BTreeMap<String, Style>,
}

/// How a list counts (`w:abstractNum`).
#[derive(Debug, Default)]
struct List {
    levels: BTreeMap<usize, Level>,
    /// The last number of each level; `None` before its first.
    counted: [Option<u32>; LEVELS],
}

#[derive(Clone, Debug, Default)]
struct Level {
    start: Option<u32>,
    format: String,
    /// `（%1）`: `%1` is the number of the first level.
    text: String,
    /// The style that is numbered at this level.
    style: String,
}

/// A use of a list (`w:num`) with the numbers it begins with anew.
#[derive(Debug, Default)]
struct Instance {
    list: String,
    starts: BTreeMap<usize, u32>,
    is_begun: bool,
}

#[derive(Debug, Default)]
struct Style {
    base: String,
    number: Option<String>,
    level: Option<usize>,
}

/// What a paragraph says of its number.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub style: String,
    pub number: Option<String>,
    pub level: Option<usize>,
}

impl Numbering {
    /// The lists of a document; none if it has none, or they can't be read.
    pub fn of(parts: &mut Parts<'_>) -> Self {
        let mut numbering = Self::default();
        // Without them the text is read all the same.
        let _ = numbering.read_lists(parts);
        let _ = numbering.read_styles(parts);
        numbering
    }

    fn read_lists(&mut self, parts: &mut Parts<'_>) -> Option<()> {
        let mut reader = parts.xml("word/numbering.xml")?;
        let mut buffer = Vec::new();
        let (mut list, mut number, mut level) = (String::new(), String::new(), 0);
        loop {
            match reader.read_event_into(&mut buffer).ok()? {
                Event::Start(element) | Event::Empty(element) => {
                    match element.local_name().as_ref() {
                        b"abstractNum" => {
                            list = name(&element, b"abstractNumId");
                            self.lists.entry(list.clone()).or_default();
                            number.clear();
                        }
                        b"num" => {
                            number = name(&element, b"numId");
                            self.instances.entry(number.clone()).or_default();
                        }
                        b"abstractNumId" => {
                            if let Some(instance) = self.instances.get_mut(&number) {
                                instance.list = value(&element);
                            }
                        }
                        b"lvlOverride" | b"lvl" => level = level_of(&element),
                        b"startOverride" => {
                            let start = value(&element).parse().ok();
                            if let Some(instance) = self.instances.get_mut(&number) {
                                instance.starts.extend(start.map(|start| (level, start)));
                            }
                        }
                        part if number.is_empty() => {
                            if let Some(list) = self.lists.get_mut(&list) {
                                list.levels.entry(level).or_default().set(part, &element);
                            }
                        }
                        _ => {}
                    }
                }
                Event::Eof => return Some(()),
                _ => {}
            }
            if self.lists.len() + self.instances.len() > MOST {
                return None;
            }
            buffer.clear();
        }
    }

    fn read_styles(&mut self, parts: &mut Parts<'_>) -> Option<()> {
        let mut reader = parts.xml("word/styles.xml")?;
        let mut buffer = Vec::new();
        let mut id = String::new();
        loop {
            match reader.read_event_into(&mut buffer).ok()? {
                Event::Start(element) | Event::Empty(element) => {
                    if element.local_name().as_ref() == b"style" {
                        id = name(&element, b"styleId");
                        self.styles.entry(id.clone()).or_default();
                    } else if let Some(style) = self.styles.get_mut(&id) {
                        match element.local_name().as_ref() {
                            b"basedOn" => style.base = value(&element),
                            b"numId" => style.number = Some(value(&element)),
                            b"ilvl" => style.level = value(&element).parse().ok(),
                            _ => {}
                        }
                    }
                }
                Event::Eof => return Some(()),
                _ => {}
            }
            if self.styles.len() > MOST {
                return None;
            }
            buffer.clear();
        }
    }

    /// What stands in front of a paragraph; empty for one without a number. Counts it.
    pub fn next(&mut self, paragraph: &Paragraph) -> String {
        self.number(paragraph).unwrap_or_default()
    }

    fn number(&mut self, paragraph: &Paragraph) -> Option<String> {
        let (number, level) = match &paragraph.number {
            Some(number) => (number.clone(), paragraph.level),
            None => {
                let (number, level) = self.by_style(&paragraph.style)?;
                (number, paragraph.level.or(level))
            }
        };
        let instance = self.instances.get_mut(&number)?;
        let list = self.lists.get_mut(&instance.list)?;
        let of_style = || {
            let mut levels = list.levels.iter();
            let (level, _) =
                levels.find(|(_, one)| !one.style.is_empty() && one.style == paragraph.style)?;
            Some(*level)
        };
        let level = level.or_else(of_style).unwrap_or_default().min(LEVELS - 1);
        if !std::mem::replace(&mut instance.is_begun, true) {
            for (level, start) in &instance.starts {
                if let Some(counted) = list.counted.get_mut(*level) {
                    *counted = start.checked_sub(1).filter(|before| *before > 0);
                }
            }
        }
        list.count(level);
        Some(list.label(level))
    }

    /// The number of a style, or of one it is based on.
    fn by_style(&self, style: &str) -> Option<(String, Option<usize>)> {
        let mut style = self.styles.get(style)?;
        for _ in 0..MOST_BASES {
            if let Some(number) = &style.number {
                return Some((number.clone(), style.level));
            }
            style = self.styles.get(&style.base)?;
        }
        None
    }
}

impl List {
    fn count(&mut self, level: usize) {
        let start = self.start(level);
        for (place, counted) in self.counted.iter_mut().enumerate().skip(level) {
            *counted = match *counted {
                Some(last) if place == level => Some(last.saturating_add(1)),
                _ if place == level => Some(start),
                _ => None,
            };
        }
    }

    fn start(&self, level: usize) -> u32 {
        let level = self.levels.get(&level);
        level.and_then(|level| level.start).unwrap_or(1)
    }

    fn label(&self, level: usize) -> String {
        let mut label = String::new();
        let Some(found) = self.levels.get(&level) else {
            return label;
        };
        if matches!(found.format.as_str(), "bullet" | "none") {
            return label;
        }
        let mut characters = found.text.chars().peekable();
        while let Some(character) = characters.next() {
            let digit = characters.peek().and_then(|next| next.to_digit(10));
            let place = digit.and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
            match place.filter(|place| character == '%' && *place < LEVELS) {
                Some(place) => {
                    characters.next();
                    let counted = self.counted.get(place).copied().flatten();
                    let number = counted.unwrap_or_else(|| self.start(place));
                    let format = self.levels.get(&place).map_or("", |level| &level.format);
                    label.push_str(&written(number, format));
                }
                None => label.push(character),
            }
        }
        label
    }
}

impl Level {
    fn set(&mut self, name: &[u8], element: &BytesStart<'_>) {
        match name {
            b"start" => self.start = value(element).parse().ok(),
            b"numFmt" => self.format = value(element),
            b"lvlText" => self.text = value(element),
            b"pStyle" => self.style = value(element),
            _ => {}
        }
    }
}

/// The beginning of a name or a pattern, which is all of it in any real file.
pub(super) fn cut(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned(),
        None => text,
    }
}

fn value(element: &BytesStart<'_>) -> String {
    name(element, b"val")
}

fn name(element: &BytesStart<'_>, attribute_name: &[u8]) -> String {
    attribute(element, attribute_name)
        .map(cut)
        .unwrap_or_default()
}

fn level_of(element: &BytesStart<'_>) -> usize {
    let level = attribute(element, b"ilvl").and_then(|level| level.parse().ok());
    level.unwrap_or(0).min(LEVELS - 1)
}

/// A number as a format writes it; an unknown one in digits.
fn written(number: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseDigitalTenThousand"
        | "koreanDigital2" => chinese(number),
        "chineseLegalSimplified" | "ideographLegalTraditional" => {
            const LEGAL: [char; 11] = [
                '零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖', '拾',
            ];
            one_of(&LEGAL, number, 0)
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            let circled = char::from_u32(0x2460 + number.saturating_sub(1));
            circled
                .filter(|_| (1..=20).contains(&number))
                .map_or_else(|| number.to_string(), String::from)
        }
        "decimalEnclosedParen" => format!("({number})"),
        "decimalEnclosedFullstop" => format!("{number}."),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => {
            let digits = number.to_string();
            let wide = digits
                .chars()
                .filter_map(|c| char::from_u32(u32::from(c) + 0xfee0));
            wide.collect()
        }
        "ideographTraditional" => {
            const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
            one_of(&STEMS, number, 1)
        }
        "lowerLetter" => letters(number, b'a'),
        "upperLetter" => letters(number, b'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        _ => number.to_string(),
    }
}

fn one_of(signs: &[char], number: u32, first: u32) -> String {
    let place = number
        .checked_sub(first)
        .and_then(|place| usize::try_from(place).ok());
    let sign = place.and_then(|place| signs.get(place));
    sign.map_or_else(|| number.to_string(), char::to_string)
}

/// `一`, `十二`, `二十`; in digits from a hundred on.
fn chinese(number: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

    let digit = |digit: u32| one_of(&DIGITS, digit, 0);
    match (number / 10, number % 10) {
        (0, one) => digit(one),
        (1, 0) => "十".to_owned(),
        (1, one) => format!("十{}", digit(one)),
        (ten @ 2..=9, 0) => format!("{}十", digit(ten)),
        (ten @ 2..=9, one) => format!("{}十{}", digit(ten), digit(one)),
        _ => number.to_string(),
    }
}

/// `a` to `z`, then `aa`.
fn letters(number: u32, first: u8) -> String {
    let place = number.saturating_sub(1);
    let letter = char::from(first + u8::try_from(place % 26).unwrap_or_default());
    let times = usize::try_from(place / 26 + 1).unwrap_or(1).min(10);
    std::iter::repeat_n(letter, times).collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number.min(3_999);
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            roman.push_str(sign);
            rest -= value;
        }
    }
    roman
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_like_word_does() {
        for (number, format, expected) in [
            (1, "chineseCountingThousand", "一"),
            (10, "chineseCounting", "十"),
            (21, "japaneseCounting", "二十一"),
            (3, "decimalEnclosedCircleChinese", "③"),
            (12, "decimalFullWidth", "１２"),
            (28, "lowerLetter", "bb"),
            (9, "upperRoman", "IX"),
            (2, "ideographTraditional", "乙"),
            (7, "decimal", "7"),
            (100, "chineseCounting", "100"),
        ] {
            assert_eq!(written(number, format), expected, "{format}");
        }
    }

    #[test]
    fn levels_count_within_each_other() {
        let level = |format: &str, text: &str| Level {
            format: format.to_owned(),
            text: text.to_owned(),
            ..Level::default()
        };
        let mut numbering = Numbering::default();
        let list = List {
            levels: [
                (0, level("chineseCounting", "%1、")),
                (1, level("decimal", "（%2）")),
            ]
            .into(),
            ..List::default()
        };
        numbering.lists.insert("7".to_owned(), list);
        let instance = Instance {
            list: "7".to_owned(),
            ..Instance::default()
        };
        numbering.instances.insert("3".to_owned(), instance);
        let mut labels = Vec::new();
        for level in [0, 1, 1, 0, 1] {
            labels.push(numbering.next(&Paragraph {
                number: Some("3".to_owned()),
                level: Some(level),
                ..Paragraph::default()
            }));
        }
        assert_eq!(labels, ["一、", "（1）", "（2）", "二、", "（1）"]);
        assert_eq!(numbering.next(&Paragraph::default()), "");
        assert_eq!(cut("甲".repeat(1_000)).chars().count(), LONGEST);
    }
}
