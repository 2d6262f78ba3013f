//! Numbers in arabic digits, narrow or wide.

use crate::value::Decimal;

use super::{Kind, Number, Precision, Scan, Script, is_blank};

/// More digits than any figure has; longer ones are names of something.
const MOST_DIGITS: usize = 15;

/// The value of a narrow or wide digit.
pub(in crate::narrative) fn digit(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        '０'..='９' => char::from_digit(u32::from(character) - u32::from('０'), 10),
        _ => None,
    }
}

/// Digits read so far.
struct Digits {
    plain: String,
    /// Behind the last one.
    end: usize,
}

impl Scan {
    /// The number that begins with the digit here, if it counts something, and where to go on.
    pub(super) fn arabic(&self, at: usize) -> (Option<Number>, usize) {
        let Digits { plain, end } = self.digits(at);
        if self.is_in_name(at, end) {
            return (None, self.past_name(at));
        }
        let signed = self.before(at).filter(|&c| is_sign(c)).is_some()
            && !at.checked_sub(1).is_some_and(|sign| self.joins(sign));
        let from = if signed { at - 1 } else { at };
        let negative = signed && !matches!(self.before(at), Some('+' | '＋'));
        let mut year = None;
        if plain.len() == 4 && self.at(self.past_blanks(end)) == Some('年') {
            year = plain
                .parse()
                .ok()
                .filter(|year| (1900..2100).contains(year));
        }
        if let Some(year) = year {
            let number = Number {
                range: self.bytes(at, end),
                end: self.byte(end),
                written: Decimal::from(year),
                scale: super::Scale::AsInTable,
                script: Script::Arabic,
                precision: Precision::Exact,
                kind: Kind::Year,
            };
            return (Some(number), end);
        }
        if self.counts_nothing(at, end) {
            return (None, end);
        }
        let Ok(mut written) = plain.parse::<Decimal>() else {
            return (None, end);
        };
        written.set_sign_negative(negative && !written.is_zero());
        let (precision, scale, mut behind) = self.tail(from, end);
        let mut kind = Kind::Count;
        let sign = self.past_blanks(end);
        if matches!(self.at(sign), Some('%' | '％')) {
            kind = Kind::Percent;
            behind = sign + 1;
        }
        let number = Number {
            range: self.bytes(from, end),
            end: self.byte(behind),
            written,
            scale,
            script: Script::Arabic,
            precision,
            kind,
        };
        (Some(number), behind)
    }

    /// The digits from here on, without separators between groups of three.
    fn digits(&self, at: usize) -> Digits {
        let mut plain = String::new();
        let mut end = at;
        let mut group = 0;
        let mut grouped = false;
        loop {
            match self.at(end) {
                Some(character) if let Some(digit) = digit(character) => {
                    plain.push(digit);
                    group += 1;
                    end += 1;
                }
                Some(character)
                    if is_separator(character)
                        && (if grouped {
                            group == 3
                        } else {
                            (1..=3).contains(&group)
                        })
                        && self.three_digits_follow(end) =>
                {
                    grouped = true;
                    group = 0;
                    end += 1;
                }
                Some('.' | '．') if self.at(end + 1).and_then(digit).is_some() => {
                    plain.push('.');
                    end += 1;
                    while let Some(digit) = self.at(end).and_then(digit) {
                        plain.push(digit);
                        end += 1;
                    }
                    return Digits { plain, end };
                }
                _ => return Digits { plain, end },
            }
        }
    }

    /// Whether exactly three digits follow a separator.
    fn three_digits_follow(&self, separator: usize) -> bool {
        let is_digit = |offset| self.at(separator + offset).and_then(digit).is_some();
        is_digit(1) && is_digit(2) && is_digit(3) && !is_digit(4)
    }

    /// Whether the digits are part of a name, a date, a telephone number or a range.
    fn is_in_name(&self, at: usize, end: usize) -> bool {
        let letter = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '@' | '#');
        end - at > MOST_DIGITS
            || self.before(at).is_some_and(letter)
            || self.at(end).is_some_and(letter)
            || self.joins(end)
            || at.checked_sub(1).is_some_and(|before| self.joins(before))
    }

    /// Whether a sign joins what stands before and behind it to one name: `10:42`, `9+N`.
    fn joins(&self, sign: usize) -> bool {
        let joining = |c| {
            matches!(
                c,
                '-' | '－'
                    | '–'
                    | '—'
                    | '−'
                    | '~'
                    | '～'
                    | '/'
                    | '／'
                    | ':'
                    | '：'
                    | '*'
                    | '×'
                    | '+'
                    | '＋'
                    | '.'
                    | '．'
            )
        };
        let named = |c: char| digit(c).is_some() || c.is_ascii_alphabetic();
        self.at(sign).is_some_and(joining)
            && self.before(sign).is_some_and(named)
            && self.at(sign + 1).is_some_and(named)
    }

    /// Behind a name with digits in it.
    fn past_name(&self, mut at: usize) -> usize {
        while let Some(character) = self.at(at) {
            let named = digit(character).is_some() || character.is_ascii_alphanumeric();
            if !named && !self.joins(at) {
                break;
            }
            at += 1;
        }
        at
    }
}

fn is_sign(character: char) -> bool {
    matches!(character, '-' | '－' | '−' | '+' | '＋')
}

/// What may stand between groups of three digits.
fn is_separator(character: char) -> bool {
    matches!(character, ',' | '，') || is_blank(character)
}
