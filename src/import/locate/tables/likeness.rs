//! How much a text is like a label.

use crate::import::normal;

/// Marks and brackets are skipped when a label is longer than this; nothing real comes near.
const LONGEST: usize = 160;

/// A label in the spellings it is compared in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Letters and digits only.
    flat: Vec<char>,
    /// The same without what stands in brackets and without its number: the words.
    core: Vec<char>,
    /// Which characters occur in `flat`, as a set folded to 64 bits.
    characters: u64,
}

/// From here on a text is a label, written exactly or with another number.
pub(super) const SAME: f32 = 0.9;
/// From here on it is one if its place in the order agrees.
pub(super) const ALIKE: f32 = 0.55;

impl Name {
    /// Of a text as found or as printed.
    pub fn of(text: &str) -> Self {
        Self::of_normal(&normal::label(text))
    }

    /// Of a text already normal; see [`normal::label`].
    pub fn of_normal(normal: &str) -> Self {
        let flat: Vec<char> = letters(normal.chars()).take(LONGEST).collect();
        let core = words(normal);
        let characters = flat.iter().fold(0, |set, &character| set | bit(character));
        Self {
            flat,
            core,
            characters,
        }
    }

    /// The words, to look them up.
    pub fn words(&self) -> &[char] {
        &self.core
    }

    /// Letters and digits, all of them.
    pub fn letters(&self) -> &[char] {
        &self.flat
    }

    pub fn is_empty(&self) -> bool {
        self.flat.is_empty()
    }
}

/// How sure it is that `text` ends in or is the label `name`, from 0 to 1.
pub(super) fn likeness(text: &Name, name: &Name) -> f32 {
    if text.flat.is_empty() || name.flat.is_empty() {
        return 0.0;
    }
    if text.flat == name.flat {
        return 1.0;
    }
    let shared = (text.characters & name.characters).count_ones();
    let least = text
        .characters
        .count_ones()
        .min(name.characters.count_ones());
    if shared * 2 < least {
        return 0.0;
    }
    if !name.core.is_empty() && text.core == name.core {
        return if number_differs(text, name) {
            0.88
        } else {
            0.97
        };
    }
    ending(text, name)
        .max(part(text, name))
        .max(misspelt(text, name))
}

/// A text that ends in the label: something else was run into it.
fn ending(text: &Name, name: &Name) -> f32 {
    if name.flat.len() >= 5 && text.flat.ends_with(&name.flat) {
        return 0.93;
    }
    if name.core.len() >= 5 && text.flat.starts_with(&name.core) {
        return 0.86;
    }
    if name.core.len() >= 4 && text.flat.ends_with(&name.core) {
        return 0.8;
    }
    if name.core.len() >= 6 && contains(&text.flat, &name.core) {
        return 0.7;
    }
    0.0
}

/// A piece of the label: the rest is lost or stands elsewhere.
fn part(text: &Name, name: &Name) -> f32 {
    let length = text.flat.len();
    if length < 3 || length >= name.flat.len() {
        return 0.0;
    }
    let share = length as f32 / name.flat.len() as f32;
    if length >= 4 && (name.flat.starts_with(&text.flat) || name.flat.ends_with(&text.flat)) {
        0.6 + 0.3 * share
    } else if length >= 6 && contains(&name.flat, &text.flat) {
        0.55 + 0.3 * share
    } else {
        0.0
    }
}

/// A label with characters lost or read wrong.
fn misspelt(text: &Name, name: &Name) -> f32 {
    let (found, right) = (&text.core, &name.core);
    let length = right.len().max(found.len());
    let bound = length / 4;
    if length < 4 || found.len().abs_diff(right.len()) > bound {
        return 0.0;
    }
    match distance(found, right, bound) {
        Some(distance) => 0.88 - distance as f32 / length as f32,
        None => 0.0,
    }
}

/// Whether both are numbered, and not alike.
fn number_differs(text: &Name, name: &Name) -> bool {
    let number = |name: &Name| {
        let count = name.flat.len().saturating_sub(name.core.len()).min(2);
        name.flat
            .iter()
            .take(count)
            .copied()
            .find(|c| is_numeral(*c))
    };
    match (number(text), number(name)) {
        (Some(found), Some(right)) => found != right,
        _ => false,
    }
}

fn letters(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    text.filter(|character| character.is_alphanumeric())
}

/// A label's words: without brackets and what is in them, without a number in front.
fn words(normal: &str) -> Vec<char> {
    let mut outside = String::new();
    let mut depth = 0usize;
    for character in normal.chars().take(LONGEST) {
        match character {
            '(' | '[' | '〔' | '【' => depth += 1,
            ')' | ']' | '〕' | '】' => depth = depth.saturating_sub(1),
            other if depth == 0 => outside.push(other),
            _ => {}
        }
    }
    let rest = outside
        .split_once(['、', '.', ':'])
        .filter(|(number, _)| is_lead(number))
        .map_or(outside.as_str(), |(_, rest)| rest);
    letters(rest.chars()).collect()
}

/// Whether it is what stands before a label's words: a number, or 其中.
fn is_lead(text: &str) -> bool {
    let count = text.chars().count();
    text == "其中" || (count <= 3 && text.chars().all(is_numeral))
}

fn is_numeral(character: char) -> bool {
    character.is_ascii_digit() || "一二三四五六七八九十".contains(character)
}

fn bit(character: char) -> u64 {
    1 << (u32::from(character).wrapping_mul(0x9e37_79b1) >> 26)
}

fn contains(text: &[char], piece: &[char]) -> bool {
    text.windows(piece.len().max(1))
        .any(|window| window == piece)
}

/// The fewest characters to change, put in or leave out; `None` if more than `bound`.
fn distance(left: &[char], right: &[char], bound: usize) -> Option<usize> {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, &character) in left.iter().enumerate() {
        let mut diagonal = line;
        let mut before = line + 1;
        let mut least = before;
        if let Some(first) = row.first_mut() {
            *first = before;
        }
        for (place, &other) in row.iter_mut().skip(1).zip(right) {
            let changed = diagonal + usize::from(character != other);
            diagonal = *place;
            before = changed.min(*place + 1).min(before + 1);
            *place = before;
            least = least.min(before);
        }
        if least > bound {
            return None;
        }
    }
    row.last().copied().filter(|&distance| distance <= bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn like(text: &str, label: &str) -> f32 {
        likeness(&Name::of(text), &Name::of(label))
    }

    #[test]
    fn spellings_of_a_label_are_the_same() {
        for (text, label) in [
            ("第二十条 第(一)项", "第二十条第（一）项"),
            ("1、属于国家秘密", "1.属于国家秘密"),
            ("属于国家秘密", "1.属于国家秘密"),
            ("規(guī)章", "规章"),
            ("規章(設區的市提供)", "规章"),
            ("三、本年度办理结果（一）予以公开", "（一）予以公开"),
            ("（2）法人变更", "（二）法人变更"),
        ] {
            assert!(like(text, label) >= 0.88, "{text}: {}", like(text, label));
        }
    }

    #[test]
    fn a_label_with_lost_characters_is_alike() {
        let score = like("2.其他法律行政止公开", "2.其他法律行政法规禁止公开");
        assert!((ALIKE..SAME).contains(&score), "{score}");
        let cut = like(
            "行政机关不再处理其政",
            "2.申请人逾期、行政机关不再处理其政府信息公开申请",
        );
        assert!((ALIKE..SAME).contains(&cut), "{cut}");
    }

    #[test]
    fn other_labels_are_not() {
        assert!(like("（三）不予公开", "（一）予以公开") < ALIKE);
        assert!(like("其他", "其他结果") < ALIKE);
        assert!(like("行政处罚", "行政强制") < ALIKE);
    }
}
