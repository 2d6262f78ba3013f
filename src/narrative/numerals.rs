//! Numbers as reports write them: `1,234`, `１２`, `1.2万`, `66.48%`, `三十一`, `二十余`.
//!
//! Digits that count nothing are no numbers here: dates, ordinals, document numbers,
//! telephone numbers, clock times, ranges and the numbering of paragraphs.

mod arabic;
mod chinese;

use std::ops::Range;

use crate::value::Decimal;

use super::Scale;

pub(super) use arabic::digit;

/// A number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Sign and digits, in bytes.
    pub range: Range<usize>,
    /// Where the number ends with all that belongs to it: `万`, `%`, `余`.
    pub end: usize,
    /// As written, before the scale.
    pub written: Decimal,
    pub scale: Scale,
    pub script: Script,
    pub precision: Precision,
    pub kind: Kind,
}

/// In what digits a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    Arabic,
    Chinese,
}

/// Whether a number is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    Exact,
    /// 二十余、近百、1000多
    About,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// So many of something.
    Count,
    /// So many in a hundred.
    Percent,
    /// A calendar year: `2023年`.
    Year,
}

impl Number {
    /// The number with its scale; `None` beyond all measure.
    pub fn value(&self) -> Option<Decimal> {
        match self.scale {
            Scale::TenThousands => self.written.checked_mul(Decimal::from(10_000)),
            Scale::HundredMillions => self.written.checked_mul(Decimal::from(100_000_000)),
            Scale::AsInTable | Scale::Ones => Some(self.written),
        }
    }
}

/// Every number of a text, in order.
pub fn numbers(text: &str) -> Vec<Number> {
    let scan = Scan {
        characters: text.char_indices().collect(),
        length: text.len(),
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(character) = scan.at(at) {
        let (number, next) = if digit(character).is_some() {
            scan.arabic(at)
        } else if character == '百' && scan.starts_with(at, "百分之") {
            scan.in_a_hundred(at)
        } else if chinese::begins(character) {
            scan.chinese(at)
        } else {
            (None, at + 1)
        };
        found.extend(number);
        at = next.max(at + 1);
    }
    found
}

/// The characters of a text with their bytes.
struct Scan {
    characters: Vec<(usize, char)>,
    /// In bytes.
    length: usize,
}

impl Scan {
    fn at(&self, index: usize) -> Option<char> {
        self.characters.get(index).map(|&(_, character)| character)
    }

    fn before(&self, index: usize) -> Option<char> {
        self.at(index.checked_sub(1)?)
    }

    /// Where a character begins, in bytes.
    fn byte(&self, index: usize) -> usize {
        self.characters
            .get(index)
            .map_or(self.length, |&(byte, _)| byte)
    }

    fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        self.byte(from)..self.byte(to)
    }

    fn starts_with(&self, index: usize, words: &str) -> bool {
        let mut characters = words.chars().enumerate();
        characters.all(|(offset, character)| self.at(index + offset) == Some(character))
    }

    /// The first character from an index on that is not a blank.
    fn past_blanks(&self, mut index: usize) -> usize {
        while self.at(index).is_some_and(is_blank) {
            index += 1;
        }
        index
    }

    /// The last character before an index that is not a blank.
    fn before_blanks(&self, index: usize) -> Option<char> {
        let characters = self.characters.get(..index)?;
        let mut characters = characters.iter().rev().map(|&(_, character)| character);
        characters.find(|&character| !is_blank(character))
    }

    /// Whether nothing but blanks stands before on the line or since the sentence began.
    fn begins_sentence(&self, index: usize) -> bool {
        self.before_blanks(index).is_none_or(ends_sentence)
            || self.before(index).is_some_and(ends_sentence)
    }

    /// Whether what begins and ends here stands alone in brackets: （一）, 〔2018〕.
    fn is_bracketed(&self, from: usize, to: usize) -> bool {
        let opens = |c| matches!(c, '(' | '（' | '[' | '［' | '〔' | '﹝' | '【');
        let closes = |c| matches!(c, ')' | '）' | ']' | '］' | '〕' | '﹞' | '】');
        let after = self.at(self.past_blanks(to));
        self.before_blanks(from).is_some_and(opens) && after.is_some_and(closes)
    }

    /// Whether the number from here to there numbers something or is part of a date or a name.
    fn counts_nothing(&self, from: usize, to: usize) -> bool {
        let after = self.at(self.past_blanks(to));
        let before = self.before_blanks(from);
        let numbers_paragraph = self.begins_sentence(from)
            && matches!(
                self.at(to),
                Some('.' | '．' | '、' | ')' | '）' | '·' | '。')
            );
        before == Some('第')
            || numbers_paragraph
            || self.is_bracketed(from, to)
            || matches!(
                after,
                Some('年' | '月' | '日' | '号' | '时' | '點' | '点' | '分' | '秒' | '届' | '號')
            )
    }

    /// What follows the digits of a number and says how exact and how large it is: 余, 万, 多.
    /// Gives the precision, the scale and where it ends.
    fn tail(&self, from: usize, to: usize) -> (Precision, Scale, usize) {
        let mut precision = if self.is_about(from) {
            Precision::About
        } else {
            Precision::Exact
        };
        let mut scale = Scale::AsInTable;
        let mut end = to;
        loop {
            match (self.at(end), self.at(end + 1)) {
                (Some('余' | '餘' | '多' | '几' | '来'), _) => precision = Precision::About,
                // 万元 is a unit.
                (Some('万' | '萬' | '亿' | '億'), Some('元')) => break,
                (Some('万' | '萬'), _) if scale == Scale::AsInTable => {
                    scale = Scale::TenThousands
                }
                (Some('亿' | '億'), _) if scale == Scale::AsInTable => {
                    scale = Scale::HundredMillions;
                }
                _ => break,
            }
            end += 1;
        }
        (precision, scale, end)
    }

    /// Whether the words before a number make it an estimate.
    fn is_about(&self, from: usize) -> bool {
        let single = match self.before_blanks(from) {
            Some('近' | '约' | '約' | '超' | '逾') => true,
            // 数十, but 申请数21件.
            Some('数' | '數' | '几' | '幾') => self.at(from).is_some_and(chinese::begins),
            _ => false,
        };
        let words = [
            "超过",
            "大约",
            "接近",
            "不少于",
            "不低于",
            "不足",
            "至少",
            "将近",
        ];
        single
            || words.iter().any(|words| {
                let length = words.chars().count();
                from.checked_sub(length)
                    .is_some_and(|start| self.starts_with(start, words))
            })
    }

    /// 百分之六十六点四八
    fn in_a_hundred(&self, at: usize) -> (Option<Number>, usize) {
        let from = at + "百分之".chars().count();
        let (number, next) = match self.at(from) {
            Some(character) if digit(character).is_some() => self.arabic(from),
            Some(character) if chinese::begins(character) => self.chinese_number(from),
            _ => (None, from),
        };
        let number = number.map(|number| Number {
            kind: Kind::Percent,
            range: self.byte(at)..number.range.end,
            script: Script::Chinese,
            ..number
        });
        (number, next)
    }
}

fn is_blank(character: char) -> bool {
    character != '\n' && character.is_whitespace()
}

fn ends_sentence(character: char) -> bool {
    matches!(character, '\n' | '。' | '；' | ';' | '！' | '？')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<String> {
        let numbers = numbers(text);
        let shown = numbers.iter().filter(|number| number.kind != Kind::Year);
        shown
            .map(|number| {
                let about = match number.precision {
                    Precision::Exact => "",
                    Precision::About => "~",
                };
                let percent = match number.kind {
                    Kind::Percent => "%",
                    Kind::Count | Kind::Year => "",
                };
                format!("{about}{}{percent}", number.value().unwrap().normalize())
            })
            .collect()
    }

    #[test]
    fn numbers_in_every_print() {
        for (text, expected) in [
            ("收到申请21件", "21"),
            ("收到申请 21 件", "21"),
            ("共１，２３４件", "1234"),
            ("共1,234,567件", "1234567"),
            ("共1 234件", "1234"),
            ("收费5098.4139万元", "5098.4139"),
            ("浏览1.2万次", "12000"),
            ("浏览3亿次", "300000000"),
            ("占66.48%", "66.48%"),
            ("占 66.48 ％", "66.48%"),
            ("占百分之六十六点四八", "66.48%"),
            ("增减为-1942件", "-1942"),
            ("增减+43件", "43"),
            ("收到三十一件", "31"),
            ("收到一千零五件", "1005"),
            ("收到两百件", "200"),
            ("收到十件", "10"),
            ("收到二〇件", "20"),
            ("收到三万五千件", "35000"),
            ("活动20余次", "~20"),
            ("参与1万余人次", "~10000"),
            ("二十余次", "~20"),
            ("近百件", "~100"),
            ("1000多条", "~1000"),
            ("公开信息数共221条", "221"),
            ("公开信息数221条", "221"),
            ("活动数十次", "~10"),
            ("第一是21件", "21"),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn digits_that_count_nothing() {
        for text in [
            "2023年1月31日",
            "国务院令第711号",
            "国办公开办函〔2021〕30号",
            "（国令第 711 号）",
            "电话：0517-87222589",
            "于10:42分",
            "（一）主动公开",
            "（1）主动公开",
            "1.规范发布",
            "一、总体情况",
            "一是畅通渠道；二是优化",
            "第三，加强",
            "办公时间9：30-17：30",
            "7*24小时",
            "落实9+N政策",
            "通过H5、邮箱hz2017@126.com",
            "统一平台，万一，千方百计",
            "二〇二三年",
            "3～5件",
        ] {
            assert!(read(text).is_empty(), "{text}: {:?}", read(text));
        }
    }

    #[test]
    fn a_year_is_known_as_one() {
        for text in ["２０２３年", "2023 年", "二〇二三年"] {
            let found = numbers(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].kind, Kind::Year);
            assert_eq!(found[0].written, Decimal::from(2023));
        }
    }

    proptest! {
        #[test]
        fn no_text_stops_the_reader(text in "[0-9０-９一二十百千万亿〇两点,，. 年月件%余第（）()-]{0,40}") {
            let mut end = 0;
            for number in numbers(&text) {
                prop_assert!(number.range.start >= end);
                prop_assert!(text.get(number.range.clone()).is_some());
                prop_assert!(text.get(..number.end).is_some());
                end = number.end;
            }
        }

        #[test]
        fn any_text_at_all(text in "\\PC{0,60}") {
            numbers(&text);
        }

        #[test]
        fn what_was_printed_is_read(number in 0_i64..100_000_000_000, decimals in 0_u32..4) {
            let number = Decimal::new(number, decimals);
            let text = format!("共{number}件");
            let found = numbers(&text);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].written, number);
            let printed = number.to_string();
            prop_assert_eq!(text.get(found[0].range.clone()), Some(printed.as_str()));
        }

        #[test]
        fn what_was_grouped_is_read(number in 0_u32..1_000_000_000) {
            let digits = number.to_string();
            let mut grouped = String::new();
            for (place, digit) in digits.chars().enumerate() {
                if place > 0 && (digits.len() - place) % 3 == 0 {
                    grouped.push(',');
                }
                grouped.push(digit);
            }
            let found = numbers(&format!("共{grouped}件"));
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].written, Decimal::from(number));
        }

        #[test]
        fn what_was_said_in_chinese_is_read(number in 1_u32..100_000_000) {
            let found = numbers(&format!("共{}件", in_chinese(number)));
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].written, Decimal::from(number));
        }
    }

    /// 一万零三十
    fn in_chinese(number: u32) -> String {
        const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
        let group = |group: u32, first: bool| {
            let mut words = String::new();
            let mut zero = !first && group < 1000;
            for (size, word) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
                let digit = group / size % 10;
                if digit == 0 {
                    zero = !words.is_empty() || !first;
                    continue;
                }
                if zero {
                    words.push('零');
                    zero = false;
                }
                words.push(DIGITS[digit as usize]);
                words.push_str(word);
            }
            words
        };
        match (number / 10_000, number % 10_000) {
            (0, rest) => group(rest, true),
            (high, 0) => group(high, true) + "万",
            (high, rest) => group(high, true) + "万" + &group(rest, false),
        }
    }
}
