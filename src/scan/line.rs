//! A line of text by characters, with full-width and other forms folded into one.

use std::ops::Range;

/// A line: what stands there, and the same in plain forms, character by character.
pub(super) struct Line {
    original: Vec<char>,
    folded: Vec<char>,
}

impl Line {
    pub(super) fn new(text: &str) -> Self {
        let original: Vec<char> = text.chars().collect();
        let folded = original.iter().map(|&character| fold(character)).collect();
        Self { original, folded }
    }

    pub(super) fn len(&self) -> usize {
        self.folded.len()
    }

    /// The folded character at a place.
    pub(super) fn at(&self, at: usize) -> Option<char> {
        self.folded.get(at).copied()
    }

    /// The folded character before a place.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.at(at.checked_sub(1)?)
    }

    pub(super) fn folded(&self) -> &[char] {
        &self.folded
    }

    /// The folded characters of a range as far as it is in the line.
    pub(super) fn part(&self, range: Range<usize>) -> &[char] {
        let end = range.end.min(self.len());
        self.folded.get(range.start..end).unwrap_or_default()
    }

    /// What stands there, unfolded.
    pub(super) fn text(&self, range: Range<usize>) -> String {
        let part = self.original.get(range).unwrap_or_default();
        part.iter().collect()
    }

    /// Whether any word stands in a range.
    pub(super) fn has_any(&self, range: Range<usize>, words: &[&str]) -> bool {
        let part: String = self.part(range).iter().collect();
        words.iter().any(|word| part.contains(word))
    }

    /// The sentence around a place.
    pub(super) fn sentence(&self, place: &Range<usize>) -> Range<usize> {
        let ends = |character: &char| matches!(character, '。' | '！' | '？');
        let before = self.part(0..place.start);
        let start = before.iter().rposition(ends).map_or(0, |end| end + 1);
        let behind = self.part(place.end..self.len());
        let end = behind
            .iter()
            .position(ends)
            .map_or(self.len(), |end| place.end + end);
        start..end
    }

    /// The places of unbroken characters of one sort.
    pub(super) fn runs(&self, is_one: impl Fn(char) -> bool) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (at, &character) in self.folded.iter().enumerate() {
            if !is_one(character) {
                continue;
            }
            match runs.last_mut() {
                Some(run) if run.end == at => run.end = at + 1,
                _ => runs.push(at..at + 1),
            }
        }
        runs
    }
}

/// One form for those people take for the same. Document numbers come in all brackets.
pub(super) fn fold(character: char) -> char {
    match character {
        '[' | '［' | '〔' | '﹝' => '〔',
        ']' | '］' | '〕' | '﹞' => '〕',
        '（' | '）' | '，' | '：' | '；' | '！' | '？' => character,
        '(' => '（',
        ')' => '）',
        ',' => '，',
        ':' => '：',
        ';' => '；',
        '!' => '！',
        '?' => '？',
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{3000}' | '\u{a0}' | '\t' => ' ',
        other => other,
    }
    .to_ascii_uppercase()
}

/// A character of Chinese writing, as names are made of.
pub(super) fn is_hanzi(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}
