//! Names of agencies.

use crate::import::locate::tokens::Token;
use crate::import::locate::wording::Wording;
use crate::import::normal;

use super::date;

/// No name is longer, in characters.
const LONGEST: usize = 36;

/// Whether words that stand alone are an agency's name.
pub(super) fn is_name(wording: &Wording, words: &str) -> bool {
    let mut ends = wording.agency.ends.iter();
    let is_whole = may_be_name(wording, words);
    let words = words.trim_end_matches(')');
    is_whole && words.chars().count() >= 3 && ends.any(|end| words.ends_with(end.as_str()))
}

/// Whether words where a name is expected can be one: 我局 and 全区 are none.
pub(super) fn may_be_name(wording: &Wording, words: &str) -> bool {
    let count = words.chars().count();
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '(' | ')' | '·' | '-' | '"');
    let agency = &wording.agency;
    let mut letters = words.chars().filter(|c| c.is_alphabetic());
    let brackets = |bracket: char| words.chars().filter(|c| *c == bracket).count();
    (2..=LONGEST).contains(&count)
        && words.chars().all(is_letter)
        && !words.starts_with(|c: char| c.is_ascii_alphabetic())
        && brackets('(') == brackets(')')
        && letters.any(|c| !c.is_ascii())
        && !agency
            .inside
            .iter()
            .any(|word| words.contains(word.as_str()))
        && !agency.no_names.iter().any(|other| other == words)
        && !is_of_pronoun(wording, words)
}

/// Whether words begin with a pronoun, or hold one that no name holds: 全区, 各镇.
fn is_of_pronoun(wording: &Wording, words: &str) -> bool {
    let agency = &wording.agency;
    let is_noun = |rest: &str| {
        let mut nouns = agency.nouns.iter();
        nouns.any(|noun| rest.starts_with(noun.as_str()))
    };
    let begins = |pronoun: &String| words.starts_with(pronoun.as_str());
    let begins_bound = |pronoun: &String| words.strip_prefix(pronoun.as_str()).is_some_and(is_noun);
    let holds_bound = |pronoun: &String| words.split(pronoun.as_str()).skip(1).any(is_noun);
    agency.pronouns.iter().any(begins)
        || agency.bound.iter().any(begins_bound)
        || agency.bound.last().is_some_and(holds_bound)
}

/// A name as it stands, or behind what a sentence says before it: 为认真做好清河县水利局.
pub(super) fn name_behind<'a>(wording: &Wording, words: &'a str) -> Option<&'a str> {
    if is_name(wording, words) {
        return Some(words);
    }
    let lead_ins = wording.agency.lead_ins.iter();
    let ends = lead_ins.filter_map(|lead_in| Some(words.rfind(lead_in.as_str())? + lead_in.len()));
    let name = words.get(ends.max()?..)?;
    is_name(wording, name).then_some(name)
}

/// Whether a place in some words, in bytes, lies within a name that only looks as if it ended
/// there: 将 of 将乐县.
pub(super) fn is_within_place(wording: &Wording, words: &str, at: usize) -> bool {
    let mut places = wording.agency.places.iter();
    places.any(|place| {
        let mut found = words.match_indices(place.as_str());
        found.any(|(start, _)| (start..start + place.len()).contains(&at))
    })
}

/// Whether two names are surely those of two agencies: neither is short for the other, and none
/// is a government's, whose reports its offices sign.
pub(super) fn are_of_two(wording: &Wording, one: &str, other: &str) -> bool {
    let is_bureau = |name: &str| {
        let mut makers = wording.agency.compilers.iter();
        is_name(wording, name) && !makers.any(|end| name.ends_with(end.as_str()))
    };
    is_bureau(one) && is_bureau(other) && !is_short_for(one, other) && !is_short_for(other, one)
}

/// Whether a name's characters all stand in another, in order: 区教委 in 清河区教育委员会.
fn is_short_for(short: &str, name: &str) -> bool {
    let mut characters = name.chars();
    let mut letters = short.chars().filter(|c| c.is_alphanumeric());
    letters.all(|letter| characters.any(|character| character == letter))
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

/// Who made the report, as its lead says: 由…编制, else whom to ask about it.
pub(super) fn maker(wording: &Wording, leads: &[&str]) -> Option<String> {
    let agency = &wording.agency;
    for (before, behind) in &agency.makers {
        for lead in leads {
            let mut rest = *lead;
            while let Some((_, words)) = rest.split_once(before.as_str()) {
                rest = words;
                let Some(end) = words.find(behind.as_str()) else {
                    continue;
                };
                let Some(name) = words.get(..end) else {
                    continue;
                };
                let name = without_office(wording, name);
                if is_name(wording, name) {
                    return Some(name.to_owned());
                }
            }
        }
    }
    // 某某高新区根据《条例》…编制本报告
    leads.iter().find_map(|lead| {
        let bases = agency.bases.iter();
        let end = bases.filter_map(|basis| lead.find(basis.as_str())).min()?;
        let name = lead.get(..end)?;
        is_name(wording, name).then(|| name.to_owned())
    })
}

/// An agency's name without that of an office within it.
fn without_office<'a>(wording: &Wording, name: &'a str) -> &'a str {
    let offices = wording.agency.offices.iter();
    let mut whole = offices.filter_map(|office| {
        let whole = name.strip_suffix(office.as_str())?;
        is_name(wording, whole).then_some(whole)
    });
    whole.next().unwrap_or(name)
}

/// A place's name with 人民政府 where some text says it so.
pub(super) fn of_place<'a>(name: &str, mut texts: impl Iterator<Item = &'a str>) -> String {
    const GOVERNMENT: &str = "人民政府";
    let is_place = name.ends_with(['省', '市', '州', '县', '区', '旗', '镇', '乡']);
    let whole = format!("{name}{GOVERNMENT}");
    if is_place && texts.any(|text| text.contains(&whole)) {
        whole
    } else {
        name.to_owned()
    }
}

/// The name after the year that paragraphs begin with: `2023年,清河镇认真…`; the one met most
/// often, with the first token that has it.
pub(super) fn told<'a>(
    wording: &Wording,
    tokens: impl Iterator<Item = &'a Token<'a>>,
) -> Option<(String, &'a Token<'a>)> {
    let mut names: Vec<(String, usize, &Token<'_>)> = Vec::new();
    for token in tokens {
        for sentence in token.label.split(['。', ';']) {
            let time = wording.agency.times.iter();
            let time = time
                .map(String::as_str)
                .find(|time| sentence.starts_with(time));
            let year = date::year_at_start(sentence).map(|(_, length)| length);
            let year = year.or_else(|| date::school_year_at_start(sentence));
            let Some(length) = year.or(time.map(str::len)) else {
                continue;
            };
            let words = sentence.get(length..).unwrap_or_default();
            let words = words
                .trim_start_matches("以来")
                .trim_start_matches([',', '度', '的']);
            // 2023年,在区委的领导下,清河街道办事处认真…
            let clauses = words.split(',').take(3);
            let mut named = clauses.filter_map(|clause| name_before(wording, clause));
            let Some(name) = named.next() else {
                continue;
            };
            match names.iter_mut().find(|(known, _, _)| known == name) {
                Some((_, times, _)) => *times += 1,
                None => names.push((name.to_owned(), 1, token)),
            }
        }
    }
    names.sort_by_key(|(_, times, _)| std::cmp::Reverse(*times));
    let first = names.into_iter().next();
    first.map(|(name, _, token)| (name, token))
}

/// The name that some words begin with, up to the first word that shows it is one:
/// 清河镇认真…, 为认真做好清河镇政府信息公开….
fn name_before<'a>(wording: &Wording, clause: &'a str) -> Option<&'a str> {
    let verbs = wording.agency.verbs.iter();
    let ends = verbs.filter_map(|verb| clause.find(verb.as_str()));
    let first = clause.get(..ends.min()?)?;
    if is_name(wording, first) {
        return Some(first);
    }
    let subjects = wording.title.subjects.iter();
    let ends = subjects.filter_map(|subject| clause.find(subject.as_str()));
    name_behind(wording, clause.get(..ends.min()?)?)
}

/// The name with which one of the first sentences begins: `清河区教育局高度重视…`.
pub(super) fn opening<'a>(
    wording: &Wording,
    tokens: impl Iterator<Item = &'a Token<'a>>,
) -> Option<(String, &'a Token<'a>)> {
    /// So many paragraphs of a report tell of the whole agency.
    const FIRST: usize = 6;
    let agency = &wording.agency;
    let mut texts = tokens
        .filter(|token| token.label.contains(['。', ',']))
        .take(FIRST);
    texts.find_map(|token| {
        let name = opening_name(wording, &token.label)?;
        let is_leader = agency
            .leaders
            .iter()
            .any(|words| name.starts_with(words.as_str()));
        let is_office = agency.offices.iter().any(|office| office == name);
        let is_own = name.chars().count() >= 4 && is_name(wording, name);
        (is_own && !is_leader && !is_office).then(|| (name.to_owned(), token))
    })
}

/// What a text begins with before a word that follows a name there, or the name that its first
/// clause gives as what it is for: 为认真做好清河县水利局政府信息公开工作,….
fn opening_name<'a>(wording: &Wording, label: &'a str) -> Option<&'a str> {
    let clause = label.split(',').next()?;
    let is_for = clause.starts_with('为');
    if let Some(name) = is_for.then(|| name_before(wording, clause)).flatten() {
        return Some(name);
    }
    let ends = wording.agency.openings.iter();
    let end = ends.filter_map(|words| label.find(words.as_str())).min()?;
    label.get(..end)
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
        let is_break = agency.breaks.iter().any(|word| word.starts_with(character))
            && !is_within_place(wording, words, at);
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
    (is_name && !is_of_pronoun(wording, region)).then_some(region)
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
        assert_eq!(
            full("本报告由呼和浩特市清河区人民政府编制"),
            "呼和浩特市清河区人民政府"
        );
        assert_eq!(full("我区清河区人民政府"), "清河区人民政府");
        assert_eq!(full("与清河区人民政府联系"), "清河区人民政府");
    }

    #[test]
    fn a_name_is_found_behind_what_a_sentence_says_before_it() {
        let name = |words| name_behind(wording(), words);
        assert_eq!(name("为认真做好清河县水利局"), Some("清河县水利局"));
        assert_eq!(name("清河县水利局"), Some("清河县水利局"));
        assert_eq!(name("为做好全县"), None);
        let opening = |label| opening_name(wording(), label);
        assert_eq!(
            opening("为认真做好清河县水利局政府信息公开工作,我局按照条例要求"),
            Some("清河县水利局")
        );
    }

    #[test]
    fn two_agencies_are_told_from_one_with_two_names() {
        for (one, other, are) in [
            ("清河区教育局", "清河区水利局", true),
            ("清河区教育委员会", "区教委", false),
            ("清河区教育局", "白沙市清河区教育局", false),
            ("清河区教育局(体育局)", "清河区教育局", false),
            ("清河区人民政府", "清河区政务服务局", false),
            ("清河区教育局", "清河区人民政府办公室", false),
            ("清河区教育局", "", false),
        ] {
            assert_eq!(are_of_two(wording(), one, other), are, "{one} {other}");
        }
    }

    #[test]
    fn our_bureau_is_no_name() {
        for (words, is) in [
            ("清河区(qu", false),
            ("清河区(高新区)", true),
            ("Page8-清河区教育局", false),
            ("未产生针对我局", false),
            ("我局", false),
            ("清河镇", true),
            ("任各庄镇", true),
            ("各镇", false),
            ("清河区各街道", false),
            ("贵阳市人民政府", true),
            ("本溪市教育局", true),
            ("全椒县人民政府", true),
            ("国家安全局", true),
            ("贵局", false),
            ("本机关办公室", false),
            ("全区各单位", false),
            ("为认真做好清河区教育局", false),
            ("2021年", false),
            ("来源", false),
            ("清河区教育局", true),
        ] {
            assert_eq!(is_name(wording(), words), is, "{words}");
        }
    }
}
