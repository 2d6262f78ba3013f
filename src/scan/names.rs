//! Names of people where something says that there is one.

use std::ops::Range;

use super::line::{Line, is_hanzi};
use super::rules::People;

/// Words between a name and the number behind it.
const NUMBER_WORDS: [&str; 8] = [
    "身份证号码",
    "身份证号",
    "身份证",
    "联系电话",
    "手机号码",
    "手机号",
    "手机",
    "电话",
];

/// Names behind a word for a person, before a form of address, and before the numbers that
/// begin at the places given.
pub(super) fn names(people: &People, line: &Line, numbers: &[usize]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for at in 0..line.len() {
        if let Some(begin) = people.behind_word(line, at)
            && let Some(range) = name_from(people, line, begin)
        {
            found.push(range);
        }
        if people.titles.iter().any(|title| stands_at(line, at, title)) {
            found.extend(name_until(people, line, at));
        }
    }
    for &number in numbers {
        found.extend(name_until(people, line, before_number(line, number)));
    }
    found.sort_by_key(|range| (range.start, range.end));
    found.dedup();
    found
}

impl People {
    /// Where a name would begin if a word for a person ends at `at`.
    fn behind_word(&self, line: &Line, at: usize) -> Option<usize> {
        let ends = |word: &Vec<char>| {
            at.checked_sub(word.len())
                .is_some_and(|begin| line.part(begin..at) == word)
        };
        self.words.iter().any(ends).then(|| {
            let colon = line.at(at).is_some_and(|c| matches!(c, '：' | ' '));
            at + usize::from(colon)
        })
    }

    /// Whether a name can begin with these characters.
    fn is_name(&self, characters: &[char]) -> bool {
        let known = characters
            .first()
            .is_some_and(|first| self.surnames.contains(*first));
        let word = |word: &Vec<char>| characters.starts_with(word);
        let given = characters.get(1..).unwrap_or_default();
        // 某 stands for what was left out already.
        let whole = given
            .iter()
            .all(|&c| is_hanzi(c) && !"某的和等".contains(c));
        known && whole && !given.is_empty() && !self.not_names.iter().any(word)
    }
}

/// The name that begins at a place and ends where a sentence pauses.
fn name_from(people: &People, line: &Line, begin: usize) -> Option<Range<usize>> {
    [3, 2].into_iter().find_map(|length| {
        let end = begin + length;
        let pauses = match line.at(end) {
            None | Some('等') => true,
            Some(character) => !is_hanzi(character) && !character.is_ascii_alphabetic(),
        };
        let whole = end <= line.len();
        (whole && pauses && people.is_name(line.part(begin..end))).then_some(begin..end)
    })
}

/// The name that ends at a place and begins behind a pause or a word for a person.
fn name_until(people: &People, line: &Line, end: usize) -> Option<Range<usize>> {
    [3, 2].into_iter().find_map(|length| {
        let begin = end.checked_sub(length)?;
        let pauses = line.before(begin).is_none_or(|c| !is_hanzi(c))
            || people.behind_word(line, begin).is_some();
        (pauses && people.is_name(line.part(begin..end))).then_some(begin..end)
    })
}

/// Steps back over marks and words that say what a number is.
fn before_number(line: &Line, number: usize) -> usize {
    let mut at = number;
    loop {
        let before = at;
        while line
            .before(at)
            .is_some_and(|c| matches!(c, '：' | '，' | '、' | ' ' | '（'))
        {
            at -= 1;
        }
        for word in NUMBER_WORDS {
            let length = word.chars().count();
            if let Some(begin) = at.checked_sub(length)
                && line.part(begin..at).iter().copied().eq(word.chars())
            {
                at = begin;
            }
        }
        if at == before {
            return at;
        }
    }
}

fn stands_at(line: &Line, at: usize, word: &[char]) -> bool {
    line.part(at..at + word.len()) == word
}
