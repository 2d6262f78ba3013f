//! Names of agencies.

use crate::import::locate::tokens::Token;
use crate::import::locate::wording::Wording;
use crate::import::normal;

/// No name is longer, in characters.
const LONGEST: usize = 36;

/// Whether words that stand alone are an agency's name.
pub(super) fn is_name(wording: &Wording, words: &str) -> bool {
    let words = words.trim_end_matches(')');
    let mut ends = wording.agency.ends.iter();
    may_be_name(wording, words)
        && words.chars().count() >= 3
        && ends.any(|end| words.ends_with(end.as_str()))
}

/// Whether words where a name is expected can be one: 我局 and 全区 are none.
pub(super) fn may_be_name(wording: &Wording, words: &str) -> bool {
    let count = words.chars().count();
    let is_letter =
        |c: char| c.is_alphanumeric() || matches!(c, '(' | ')' | '·' | '、' | '-' | '"');
    let agency = &wording.agency;
    let mut letters = words.chars().filter(|c| c.is_alphabetic());
    (2..=LONGEST).contains(&count)
        && words.chars().all(is_letter)
        && letters.any(|c| !c.is_ascii())
        && !agency.no_names.iter().any(|other| other == words)
        && !agency
            .pronouns
            .iter()
            .any(|word| words.starts_with(word.as_str()))
}

/// The agencies that data of the page name, the surest key first.
pub(super) fn keyed<'a>(
    wording: &Wording,
    tokens: impl Iterator<Item = &'a Token<'a>>,
) -> Vec<String> {
    let mut found = values(wording, &wording.agency.keys, tokens);
    found.sort_by_key(|(key, _, _)| *key);
    found.into_iter().map(|(_, name, _)| name).collect()
}

/// Whose site it is, with where that is said.
pub(super) fn site<'a>(
    wording: &Wording,
    tokens: impl Iterator<Item = &'a Token<'a>> + Clone,
) -> Option<(String, &'a Token<'a>)> {
    // 您访问的链接即将离开"某市人民政府"门户网站
    let leaving = tokens.clone().find_map(|token| {
        let (before, behind) = token.label.split_once("即将离开")?;
        let (name, _) = behind.strip_prefix('"')?.split_once('"')?;
        let name = name.trim_end_matches("门户网站").trim_end_matches("网站");
        (before.chars().count() < 20 && is_name(wording, name)).then(|| (name.to_owned(), token))
    });
    let owner = || {
        let found = values(wording, &wording.agency.site, tokens);
        let first = found.into_iter().min_by_key(|(key, _, _)| *key);
        first.map(|(_, name, token)| (name, token))
    };
    leaving.or_else(owner)
}

/// What stands behind keys, if it is a name; with the key's place in the list.
fn values<'a>(
    wording: &Wording,
    keys: &[String],
    tokens: impl Iterator<Item = &'a Token<'a>>,
) -> Vec<(usize, String, &'a Token<'a>)> {
    /// Data of a page stand in short lines.
    const SHORT: usize = 120;
    let mut found = Vec::new();
    let mut awaited: Option<usize> = None;
    for token in tokens {
        let label = token.label.as_str();
        // The value stands in the next cell or line.
        if let Some(key) = awaited.take()
            && is_name(wording, label)
        {
            found.push((key, label.to_owned(), token));
            continue;
        }
        if label.chars().count() > SHORT {
            continue;
        }
        let place = keys.iter().enumerate().find_map(|(place, key)| {
            let at = label.find(key.as_str())?;
            Some((place, at + key.len()))
        });
        let Some((place, end)) = place else {
            continue;
        };
        let behind = label.get(end..).unwrap_or_default();
        let Some(value) = behind.strip_prefix([':', '】', ']', '|']) else {
            if behind.is_empty() {
                awaited = Some(place);
            }
            continue;
        };
        let value = value.trim_start_matches(':');
        if value.is_empty() {
            awaited = Some(place);
            continue;
        }
        let key = keys.get(place).map_or("", String::as_str);
        if let Some(name) = name_at_start(wording, &value_words(token.text, key, value)) {
            found.push((place, name, token));
        }
    }
    found
}

/// The value behind a key as it is parted by blanks in the original, which labels don't have.
fn value_words(text: &str, key: &str, value: &str) -> String {
    let simple = normal::simplified(text);
    let behind = simple.split_once(key).map(|(_, behind)| {
        behind.trim_start_matches([':', '：', ' ', '\u{3000}', '\u{a0}', '】', ']'])
    });
    let first = behind.and_then(|behind| behind.split_whitespace().next());
    first.map_or_else(|| value.to_owned(), normal::label)
}

/// The name that some words begin with, up to what can't belong to it.
fn name_at_start(wording: &Wording, words: &str) -> Option<String> {
    let end = words.find(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '·' | '、'));
    let words = words.get(..end.unwrap_or(words.len()))?;
    is_name(wording, words).then(|| words.to_owned())
}

/// A name with the region that the text puts before it: 白山市 + 浑江区人民政府.
pub(super) fn fullest<'a>(
    wording: &Wording,
    name: &str,
    texts: impl Iterator<Item = &'a str>,
) -> String {
    let mut regions: Vec<(String, usize)> = Vec::new();
    for text in texts {
        for (at, _) in text.match_indices(name) {
            let Some(region) = text
                .get(..at)
                .and_then(|before| region_at_end(wording, before))
            else {
                continue;
            };
            match regions.iter_mut().find(|(known, _)| known == region) {
                Some((_, times)) => *times += 1,
                None => regions.push((region.to_owned(), 1)),
            }
        }
    }
    // 人民政府 of a place may be given in full where the title says its name only.
    regions.sort_by_key(|(region, times)| (std::cmp::Reverse(*times), region.len()));
    let region = regions.first().map_or("", |(region, _)| region.as_str());
    format!("{region}{name}")
}

/// A region's name that some words end with; `None` where it can't be told where it begins.
fn region_at_end<'a>(wording: &Wording, words: &'a str) -> Option<&'a str> {
    /// 新疆维吾尔自治区
    const LONGEST_REGION: usize = 10;
    let agency = &wording.agency;
    if !agency
        .regions
        .iter()
        .any(|end| words.ends_with(end.as_str()))
    {
        return None;
    }
    let mut start = words.len();
    let mut count = 0;
    for (at, character) in words.char_indices().rev() {
        let is_break = agency.breaks.iter().any(|word| word.starts_with(character));
        if !character.is_alphabetic() || character.is_ascii() || is_break {
            break;
        }
        start = at;
        count += 1;
        if count > LONGEST_REGION {
            return None;
        }
    }
    let region = words.get(start..)?;
    let is_name = (3..=LONGEST_REGION).contains(&region.chars().count());
    let pronoun = agency
        .pronouns
        .iter()
        .any(|word| region.starts_with(word.as_str()));
    (is_name && !pronoun).then_some(region)
}

#[cfg(test)]
mod tests {
    use crate::import::locate::wording::wording;

    use super::*;

    #[test]
    fn the_text_tells_the_region() {
        let full = |text: &str| fullest(wording(), "清河区人民政府", [text].into_iter());
        assert_eq!(
            full("《白沙市清河区人民政府办公室关于印发"),
            "白沙市清河区人民政府"
        );
        assert_eq!(
            full("本报告由白沙市清河区人民政府编制"),
            "白沙市清河区人民政府"
        );
        assert_eq!(full("我区清河区人民政府"), "清河区人民政府");
        assert_eq!(full("与清河区人民政府联系"), "清河区人民政府");
    }

    #[test]
    fn our_bureau_is_no_name() {
        for (words, is) in [
            ("我局", false),
            ("清河镇", true),
            ("2021年", false),
            ("来源", false),
            ("清河区教育局", true),
        ] {
            assert_eq!(is_name(wording(), words), is, "{words}");
        }
    }
}
