//! What stands in a cell, and how typed text becomes it.
//!
//! A figure is an exact decimal, never a float. Blank, zero and a found text
//! stay different, and text that is no value is kept as it was typed.

use std::fmt;

pub use rust_decimal::Decimal;

/// The most significant digits a figure may have: what Excel keeps exactly.
pub const MOST_DIGITS: usize = 15;

/// What one cell holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing was stated. Not zero.
    #[default]
    Blank,
    /// An exact number with the decimals it was entered with (`25.10`).
    Number(Decimal),
    /// A text found in place of a figure (`-`, `/`, `无`): legal, but sums wait for it.
    Note(String),
    /// Text that is no value of this cell (`1.2.3`, `-5`): kept, and an Error.
    Unread(String),
}

impl Value {
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Blank | Self::Note(_) | Self::Unread(_) => None,
        }
    }

    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }

    /// As a form prints it: where numbers may be below zero, those above have their sign too.
    pub fn printed(&self, measure: Measure) -> String {
        match self {
            Self::Number(number) if measure.signed && *number > Decimal::ZERO => {
                format!("+{number}")
            }
            other => other.to_string(),
        }
    }
}

/// As it is stored, shown and printed; blank is the empty text.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => Ok(()),
            Self::Number(number) => number.fmt(f),
            Self::Note(text) | Self::Unread(text) => f.write_str(text),
        }
    }
}

/// The unit a cell is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things counted: 件、条、次、个、人.
    Count,
    /// 万元.
    TenThousandYuan,
}

/// What numbers a cell takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    pub unit: Unit,
    /// The most digits after the point.
    pub decimals: u32,
    /// Whether a number below zero is allowed.
    pub signed: bool,
}

impl Measure {
    /// A whole number of things, zero or more.
    pub const COUNT: Self = Self {
        unit: Unit::Count,
        decimals: 0,
        signed: false,
    };

    /// Why `number` is not of this measure, if it isn't.
    pub fn refusal(self, number: Decimal) -> Option<Remark> {
        if number.is_sign_negative() && !number.is_zero() && !self.signed {
            Some(Remark::Negative)
        } else if number.normalize().scale() > self.decimals {
            Some(if self.decimals == 0 {
                Remark::Fraction
            } else {
                Remark::TooManyDecimals(self.decimals)
            })
        } else {
            None
        }
    }
}

/// What is said to the person about what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The text was understood in another unit and converted.
    Converted {
        typed: String,
        number: Decimal,
    },
    /// The text stands as a note in place of a figure.
    KeptAsNote,
    Negative,
    Fraction,
    TooManyDecimals(u32),
    TooManyDigits,
    PointWithoutDigits,
    SeveralPoints,
    MoneyInCount,
    NotANumber,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Converted { typed, number } => write!(f, "“{typed}”已换算为 {number} 万元"),
            Self::KeptAsNote => f.write_str("已作为文字保留，相关合计等待数字"),
            Self::Negative => f.write_str("这里不能填负数"),
            Self::Fraction => f.write_str("这里只能填整数"),
            Self::TooManyDecimals(most) => write!(f, "小数最多 {most} 位"),
            Self::TooManyDigits => write!(f, "数字最多 {MOST_DIGITS} 位，请检查是否多输了"),
            Self::PointWithoutDigits => f.write_str("小数点前后都要有数字"),
            Self::SeveralPoints => f.write_str("一个数只能有一个小数点"),
            Self::MoneyInCount => f.write_str("这里按件（条、次）计数，不能带“元”或“万”"),
            Self::NotANumber => f.write_str("这不是数字，请改成数字"),
        }
    }
}

/// A typed text, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub value: Value,
    pub remark: Option<Remark>,
}

/// Understands typed or stored text as a value of `measure`.
///
/// Full-width characters, thousands separators, spaces and a matching unit are
/// understood; `元` in a 万元 cell is converted, with a [`Remark::Converted`].
/// Text without any digit is a note; anything else that is no number of the
/// measure is [`Value::Unread`] with the reason. Never fails and never loses text.
pub fn parse(text: &str, measure: Measure) -> Reading {
    let typed = text.trim();
    if typed.is_empty() {
        return Reading {
            value: Value::Blank,
            remark: None,
        };
    }
    let plain: String = typed.chars().map(half_width).collect();
    if !plain.chars().any(|c| c.is_ascii_digit()) {
        return if plain == "." {
            unread(typed, Remark::PointWithoutDigits)
        } else {
            Reading {
                value: Value::Note(typed.to_owned()),
                remark: Some(Remark::KeptAsNote),
            }
        };
    }
    match quantity(&plain, measure) {
        Ok((number, converted)) => Reading {
            value: Value::Number(number),
            remark: converted.then(|| Remark::Converted {
                typed: typed.to_owned(),
                number,
            }),
        },
        Err(remark) => unread(typed, remark),
    }
}

fn unread(typed: &str, remark: Remark) -> Reading {
    Reading {
        value: Value::Unread(typed.to_owned()),
        remark: Some(remark),
    }
}

/// The number in the cell's own unit, and whether it had to be converted.
fn quantity(plain: &str, measure: Measure) -> Result<(Decimal, bool), Remark> {
    let (digits, unit) = split_unit(plain);
    let number = exact_number(digits).map_err(|remark| match remark {
        Remark::PointWithoutDigits if measure.decimals == 0 => Remark::Fraction,
        other => other,
    })?;
    let (number, converted) = match (measure.unit, unit) {
        (_, "") => (number, false),
        (Unit::Count, "件" | "条" | "次" | "个" | "人" | "人次" | "篇") => (number, false),
        (Unit::Count, "元" | "万" | "万元" | "亿" | "亿元") => {
            return Err(Remark::MoneyInCount);
        }
        (Unit::TenThousandYuan, "万" | "万元") => (number, false),
        (Unit::TenThousandYuan, "元") => (
            ten_thousandth(number).ok_or(Remark::TooManyDecimals(measure.decimals))?,
            true,
        ),
        (Unit::TenThousandYuan, "亿" | "亿元") => (
            number
                .checked_mul(Decimal::from(10_000))
                .ok_or(Remark::TooManyDigits)?
                .normalize(),
            true,
        ),
        _ => return Err(Remark::NotANumber),
    };
    if significant_digits(number) > MOST_DIGITS {
        return Err(Remark::TooManyDigits);
    }
    match measure.refusal(number) {
        Some(remark) => Err(remark),
        None => Ok((number, converted)),
    }
}

/// Splits `251000元` into the number and what stands behind it.
fn split_unit(plain: &str) -> (&str, &str) {
    let end = plain
        .char_indices()
        .rfind(|(_, c)| c.is_ascii_digit() || *c == '.')
        .map_or(0, |(at, c)| at + c.len_utf8());
    let (digits, unit) = plain.split_at(end);
    (digits, unit.trim())
}

/// Reads digits with an optional sign, one point and thousands separators.
fn exact_number(digits: &str) -> Result<Decimal, Remark> {
    let mut plain = String::with_capacity(digits.len());
    for (at, c) in digits.char_indices() {
        match c {
            '0'..='9' | '.' => plain.push(c),
            '+' | '-' if at == 0 => plain.push(c),
            ',' | ' ' => {}
            _ => return Err(Remark::NotANumber),
        }
    }
    if !separators_in_place(digits) {
        return Err(Remark::NotANumber);
    }
    let unsigned = plain.trim_start_matches(['+', '-']);
    if unsigned.matches('.').count() > 1 {
        return Err(Remark::SeveralPoints);
    }
    if unsigned.starts_with('.') || unsigned.ends_with('.') {
        return Err(Remark::PointWithoutDigits);
    }
    // The exact type would round past 28 digits instead of refusing them.
    if unsigned.len() > 28 {
        return Err(Remark::TooManyDigits);
    }
    plain.parse().map_err(|_| Remark::NotANumber)
}

/// A comma or blank may only group three digits before the point: `1,5` is not fifteen.
fn separators_in_place(digits: &str) -> bool {
    let whole = digits.split('.').next().unwrap_or_default();
    let mut groups = whole
        .split([',', ' '])
        .map(|group| group.chars().filter(char::is_ascii_digit).count());
    let first = groups.next().unwrap_or_default();
    let in_decimals = digits
        .split('.')
        .skip(1)
        .any(|decimals| decimals.contains([',', ' ']));
    let mut grouped = false;
    let full = groups.all(|count| {
        grouped = true;
        count == 3
    });
    full && !in_decimals && (!grouped || (1..=3).contains(&first))
}

/// 元 as 万元, without the zeros the division appends; `None` if it can't be exact.
fn ten_thousandth(yuan: Decimal) -> Option<Decimal> {
    let mut number = yuan.normalize();
    number.set_scale(number.scale() + 4).ok()?;
    Some(number.normalize())
}

fn significant_digits(number: Decimal) -> usize {
    number.mantissa().unsigned_abs().to_string().len()
}

/// Full-width digits, signs and separators as their ASCII forms; all spaces as one.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{2212}' | '\u{2013}' => '-',
        '\u{3000}' | '\u{2009}' | '\u{202f}' | '\u{a0}' | '\t' => ' ',
        '\u{3002}' => '.',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONEY: Measure = Measure {
        unit: Unit::TenThousandYuan,
        decimals: 4,
        signed: false,
    };
    const SIGNED: Measure = Measure {
        signed: true,
        ..Measure::COUNT
    };

    #[track_caller]
    fn reads(text: &str, measure: Measure, printed: &str) {
        let reading = parse(text, measure);
        assert!(
            reading.value.number().is_some(),
            "{text} gave {:?}",
            reading
        );
        assert_eq!(reading.value.to_string(), printed, "{text}");
    }

    #[track_caller]
    fn refuses(text: &str, measure: Measure, remark: Remark) {
        assert_eq!(
            parse(text, measure),
            Reading {
                value: Value::Unread(text.to_owned()),
                remark: Some(remark)
            }
        );
    }

    #[test]
    fn plain_numbers() {
        reads("0", Measure::COUNT, "0");
        reads(" 2111 ", Measure::COUNT, "2111");
        reads("２１１１", Measure::COUNT, "2111");
        reads("2,180", Measure::COUNT, "2180");
        reads("２，１８０", Measure::COUNT, "2180");
        reads("1 234 567", Measure::COUNT, "1234567");
        reads("2180件", Measure::COUNT, "2180");
        reads("+43", SIGNED, "43");
        reads("-8", SIGNED, "-8");
        reads("－８", SIGNED, "-8");
    }

    #[test]
    fn money_keeps_its_decimals_and_converts_yuan() {
        reads("5098.4139", MONEY, "5098.4139");
        reads("25.10", MONEY, "25.10");
        reads("12。5", MONEY, "12.5");
        reads("25.1万元", MONEY, "25.1");
        let reading = parse("251000元", MONEY);
        assert_eq!(reading.value.to_string(), "25.1");
        assert_eq!(
            reading.remark.map(|remark| remark.to_string()).as_deref(),
            Some("“251000元”已换算为 25.1 万元")
        );
        reads("1.5亿元", MONEY, "15000");
    }

    #[test]
    fn key_by_key_every_prefix_keeps_its_text() {
        assert_eq!(parse("1", MONEY).value.to_string(), "1");
        refuses("12.", MONEY, Remark::PointWithoutDigits);
        assert_eq!(parse("12.", MONEY).value.to_string(), "12.");
        reads("12.5", MONEY, "12.5");
    }

    #[test]
    fn refusals_keep_the_text() {
        refuses("1.2.3", MONEY, Remark::SeveralPoints);
        refuses("-5", Measure::COUNT, Remark::Negative);
        refuses("2.5", Measure::COUNT, Remark::Fraction);
        refuses("0.12345", MONEY, Remark::TooManyDecimals(4));
        refuses(
            "12345678901234567890",
            Measure::COUNT,
            Remark::TooManyDigits,
        );
        refuses("9999999999999999", Measure::COUNT, Remark::TooManyDigits);
        refuses("3万", Measure::COUNT, Remark::MoneyInCount);
        refuses("300元", Measure::COUNT, Remark::MoneyInCount);
        refuses("1,5", Measure::COUNT, Remark::NotANumber);
        refuses("21 1 1", Measure::COUNT, Remark::NotANumber);
        let tiny = format!("0.{}1元", "0".repeat(25));
        refuses(&tiny, MONEY, Remark::TooManyDecimals(4));
        refuses("12abc", Measure::COUNT, Remark::NotANumber);
        refuses("22（其中修订16件）", Measure::COUNT, Remark::NotANumber);
        refuses("1e5", Measure::COUNT, Remark::NotANumber);
    }

    #[test]
    fn a_text_without_digits_is_a_note() {
        for text in ["-", "/", "无", "均实报实销", "——"] {
            assert_eq!(
                parse(text, Measure::COUNT).value,
                Value::Note(text.to_owned())
            );
        }
        assert_eq!(parse("  ", Measure::COUNT).value, Value::Blank);
    }
}
