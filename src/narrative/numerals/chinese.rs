//! Numbers in Chinese numerals.

use crate::value::Decimal;

use super::{Kind, Number, Scan, Script};

/// What is counted in reports: a Chinese numeral before none of these is part of a word.
const COUNTED: &str = "件条次篇个名人项份宗起例批期场万元户家部家位种类號号页頁條個項";

/// Words that a numeral begins or ends.
const WORDS_BEFORE: &str = "统同唯每某任逐进之其惟专";

pub(super) fn begins(character: char) -> bool {
    digit(character).is_some() || matches!(character, '十' | '百' | '拾' | '佰')
}

fn digit(character: char) -> Option<u32> {
    Some(match character {
        '〇' | '零' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' | '兩' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// Ten, hundred, thousand.
fn power(character: char) -> Option<u32> {
    Some(match character {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

/// 万 and 亿.
fn myriad(character: char) -> Option<u64> {
    Some(match character {
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

impl Scan {
    /// The number that begins with the numeral here, if it counts something, and where to go on.
    pub(super) fn chinese(&self, at: usize) -> (Option<Number>, usize) {
        let (number, end) = self.chinese_number(at);
        let Some(number) = number else {
            return (None, end);
        };
        let counted = self.at(self.past_blanks(end));
        let is_counted = counted.is_some_and(|character| COUNTED.contains(character));
        let in_word = self
            .before(at)
            .is_some_and(|character| WORDS_BEFORE.contains(character));
        let is_figure = number.kind == Kind::Year || (is_counted && !in_word);
        (is_figure.then_some(number), end)
    }

    /// The number here, whatever it counts.
    pub(super) fn chinese_number(&self, at: usize) -> (Option<Number>, usize) {
        let mut end = at;
        while self.is_numeral(end) {
            end += 1;
        }
        let numerals: Vec<char> = (at..end).filter_map(|index| self.at(index)).collect();
        let Some(mut written) = read(&numerals) else {
            return (None, end);
        };
        if self.at(end) == Some('点') {
            let mut decimals = String::new();
            while let Some(digit) = self.at(end + 1 + decimals.len()).and_then(digit) {
                decimals.extend(char::from_digit(digit, 10));
            }
            if let Ok(parsed) = format!("{written}.{decimals}").parse::<Decimal>()
                && !decimals.is_empty()
            {
                written = parsed;
                end += 1 + decimals.len();
            }
        }
        let is_year = numerals.len() == 4
            && numerals.iter().all(|&numeral| digit(numeral).is_some())
            && self.at(end) == Some('年');
        if !is_year && self.counts_nothing(at, end) {
            return (None, end);
        }
        let (precision, scale, behind) = self.tail(at, end);
        let number = Number {
            range: self.bytes(at, end),
            end: self.byte(behind),
            written,
            scale,
            script: Script::Chinese,
            precision,
            kind: if is_year { Kind::Year } else { Kind::Count },
        };
        (Some(number), behind)
    }

    fn is_numeral(&self, index: usize) -> bool {
        match (self.at(index), self.at(index + 1)) {
            // 万元 is a unit.
            (Some(character), Some('元')) if myriad(character).is_some() => false,
            (Some(character), _) => {
                digit(character).is_some()
                    || power(character).is_some()
                    || myriad(character).is_some()
            }
            (None, _) => false,
        }
    }
}

/// The value of numerals; `None` if they make no number.
fn read(numerals: &[char]) -> Option<Decimal> {
    if numerals.iter().all(|&numeral| digit(numeral).is_some()) {
        let digits = numerals.iter().filter_map(|&numeral| digit(numeral));
        let digits: String = digits
            .filter_map(|digit| char::from_digit(digit, 10))
            .collect();
        return digits.parse().ok();
    }
    let (mut total, mut group, mut last) = (0_u64, 0_u64, None::<u32>);
    for &numeral in numerals {
        if let Some(digit) = digit(numeral) {
            if last.is_some_and(|last| last != 0) {
                return None;
            }
            last = Some(digit);
        } else if let Some(power) = power(numeral) {
            // 十 alone is ten.
            group += u64::from(last.unwrap_or(1)) * u64::from(power);
            last = None;
        } else if let Some(myriad) = myriad(numeral) {
            group += u64::from(last.unwrap_or(0));
            if group == 0 && total == 0 {
                return None;
            }
            total = match myriad {
                100_000_000 => (total + group).checked_mul(myriad)?,
                _ => total.checked_add(group.checked_mul(myriad)?)?,
            };
            group = 0;
            last = None;
        }
    }
    group += u64::from(last.unwrap_or(0));
    Some(Decimal::from(total.checked_add(group)?))
}
