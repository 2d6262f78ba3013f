//! One spelling for what is written in many: labels and words are compared in it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// Simplified script and mainland words, the rest as it is written; borrowed where nothing is
/// traditional. Lines and sentence stops stay where they are.
///
/// Text without a traditional character is left alone: some of its words mean other things in
/// Taiwan (文件 would become 文档).
pub fn simplified(text: &str) -> Cow<'_, str> {
    static CONVERTER: LazyLock<Option<OpenCC>> =
        LazyLock::new(|| OpenCC::from_config(BuiltinConfig::Tw2sp).ok());
    if !text.chars().any(is_traditional) {
        return Cow::Borrowed(text);
    }
    let Some(converter) = &*CONVERTER else {
        return Cow::Borrowed(text);
    };
    let words = script_words();
    let mut converted = String::with_capacity(text.len());
    let mut start = 0;
    for (range, meant) in words.same.places(text) {
        let between = text.get(start..range.start).unwrap_or_default();
        converted.push_str(&converter.convert(between));
        converted.push_str(meant);
        start = range.end;
    }
    converted.push_str(&converter.convert(text.get(start..).unwrap_or_default()));
    Cow::Owned(words.meant.replaced(&converted))
}

/// Words whose conversion needs help, each with what is meant by it.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptWords {
    /// Before the conversion.
    same: Replacements,
    /// Behind it.
    meant: Replacements,
}

fn script_words() -> &'static ScriptWords {
    const DEFINITION: &str = include_str!("../../assets/import-script.toml");
    static WORDS: LazyLock<ScriptWords> =
        LazyLock::new(|| toml::from_str(DEFINITION).unwrap_or_default());
    &WORDS
}

/// Words and what takes their places; the first one listed counts where several begin.
#[derive(Default, Deserialize)]
#[serde(from = "Vec<(String, String)>")]
struct Replacements {
    finder: Option<AhoCorasick>,
    meant: Vec<String>,
}

impl From<Vec<(String, String)>> for Replacements {
    fn from(words: Vec<(String, String)>) -> Self {
        let (found, meant): (Vec<String>, Vec<String>) = words.into_iter().unzip();
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostFirst)
            .build(found);
        Self {
            finder: finder.ok(),
            meant,
        }
    }
}

impl Replacements {
    /// Where words stand in a text, with what is meant, in order.
    fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Range<usize>, &'a str)> {
        let finder = self.finder.iter();
        let places = finder.flat_map(move |finder| finder.find_iter(text));
        places.filter_map(|found| {
            let meant = self.meant.get(found.pattern().as_usize())?;
            Some((found.range(), meant.as_str()))
        })
    }

    fn replaced(&self, text: &str) -> String {
        match &self.finder {
            Some(finder) => finder.replace_all(text, &self.meant),
            None => text.to_owned(),
        }
    }
}

/// Whether a character is written otherwise in simplified script.
fn is_traditional(character: char) -> bool {
    static TRADITIONAL: LazyLock<HashSet<char>> = LazyLock::new(traditional_characters);

    (FIRST_HAN..=LAST_HAN).contains(&character) && TRADITIONAL.contains(&character)
}

const FIRST_HAN: char = '\u{3400}';
const LAST_HAN: char = '\u{9fff}';

fn traditional_characters() -> HashSet<char> {
    let Ok(converter) = OpenCC::from_config(BuiltinConfig::T2s) else {
        return HashSet::new();
    };
    let all: Vec<String> = (FIRST_HAN..=LAST_HAN).map(String::from).collect();
    let simplified = converter.convert(&all.join("\n"));
    let changed = (FIRST_HAN..=LAST_HAN).zip(simplified.split('\n'));
    changed
        .filter(|(character, simplified)| !simplified.starts_with(*character))
        .map(|(character, _)| character)
        .collect()
}

/// A label as labels are compared: simplified, compatibility forms folded (`（一）` → `(一)`,
/// `１` → `1`, `①` → `1`), without any blanks, quotes of one kind, `、．` behind a number as `.`.
pub fn label(text: &str) -> String {
    let text = without_readings(text);
    let folded: String = simplified(&text).nfkc().collect();
    let mut normal = String::with_capacity(folded.len());
    for character in folded.chars() {
        match character {
            character if character.is_whitespace() || is_unseen(character) => {}
            '“' | '”' | '„' | '"' | '「' | '」' | '『' | '』' | '‘' | '’' | '\'' | '＂' =>
            {
                normal.push('"');
            }
            '、' | '．' if normal.ends_with(|last: char| last.is_ascii_digit()) => {
                normal.push('.');
            }
            other => normal.push(other),
        }
    }
    normal
}

/// Words without the readings that converters paste behind characters: `規(guī)章` → `規章`.
pub fn without_readings(text: &str) -> Cow<'_, str> {
    /// No syllable is longer, in characters: zhuàng.
    const LONGEST: usize = 6;

    /// The reading that some words begin with, in bytes with its brackets.
    fn reading(words: &str) -> Option<usize> {
        let inner = words.strip_prefix(['(', '（'])?;
        let mut ends = inner.char_indices().take(LONGEST + 1);
        let (length, _) = ends.find(|(_, c)| matches!(c, ')' | '）'))?;
        let syllable = inner.get(..length)?;
        let is_syllable = syllable.chars().all(|c| c.is_lowercase())
            && syllable.chars().any(|c| !c.is_ascii() && c < '\u{300}');
        let behind = inner.get(length..)?;
        let end = behind.chars().next().map_or(0, char::len_utf8);
        is_syllable.then_some(words.len() - behind.len() + end)
    }

    if text.is_ascii() || !text.contains(['(', '（']) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::new();
    let mut rest = text;
    let mut is_changed = false;
    while let Some(at) = rest.find(['(', '（']) {
        let (before, words) = rest.split_at(at);
        plain.push_str(before);
        let is_behind_word = plain.ends_with(|c: char| c.is_alphabetic() && !c.is_ascii());
        if let Some(length) = reading(words).filter(|_| is_behind_word) {
            is_changed = true;
            rest = words.get(length..).unwrap_or_default();
        } else {
            let bracket = words.chars().next().map_or(0, char::len_utf8);
            let (bracket, behind) = words.split_at(bracket);
            plain.push_str(bracket);
            rest = behind;
        }
    }
    if !is_changed {
        return Cow::Borrowed(text);
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// Whether nobody sees a character: joiners, marks of direction, a soft hyphen, a byte order mark,
/// control characters. Readers leave them out; a figure with one in it is a figure.
pub fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
    ) || (character.is_control() && !character.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_label_are_one() {
        for (found, normal) in [
            ("（一）予以公开", "(一)予以公开"),
            ("(一) 予以\u{3000}公开", "(一)予以公开"),
            ("1、属于国家秘密", "1.属于国家秘密"),
            ("１．属于国家秘密", "1.属于国家秘密"),
            ("3.危及「三安全一稳定」", "3.危及\"三安全一稳定\""),
            ("行政規(guī)范性文件（件）", "行政规范性文件(件)"),
            ("結轉下年度繼續辦理", "结转下年度继续办理"),
        ] {
            assert_eq!(label(found), normal, "{found}");
        }
    }

    #[test]
    fn readings_behind_characters_are_short() {
        assert_eq!(without_readings("規(guī)章（zhāng）"), "規章");
        assert_eq!(without_readings("规章(guizhang)"), "规章(guizhang)");
        // Brackets without an end cost no more than others.
        let open = "規(".repeat(100_000);
        assert_eq!(without_readings(&open), open);
        let words = "執行".repeat(100_000);
        assert_eq!(simplified(&words).chars().count(), 200_000);
    }

    #[test]
    fn taiwanese_words_are_those_of_the_form() {
        assert_eq!(simplified("政府資訊"), "政府信息");
        assert_eq!(simplified("通過網路提交"), "通过网络提交");
        assert_eq!(simplified("自然人"), "自然人");
        assert_eq!(simplified("規範性檔案"), "规范性文件");
        assert_eq!(simplified("規範性文件"), "规范性文件");
        assert_eq!(simplified("规范性文件"), "规范性文件");
        assert_eq!(simplified("預算執行審計"), "预算执行审计");
        assert_eq!(simplified("政務微網志"), "政务微博");
    }
}
