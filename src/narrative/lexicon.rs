//! Finds known words in a text, the longest first.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// A known word, by its place in the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word(usize);

pub(super) type Words = BTreeSet<Word>;

/// A word in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// In bytes.
    pub range: Range<usize>,
    pub word: Word,
}

/// Words to be found in texts.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    known: BTreeMap<String, Word>,
    /// By the first character, longest first.
    by_first: HashMap<char, Vec<(String, Word)>>,
}

impl Lexicon {
    /// Takes a word in, if it is new.
    pub(super) fn add(&mut self, text: &str) -> Word {
        if let Some(&word) = self.known.get(text) {
            return word;
        }
        let word = Word(self.known.len());
        self.known.insert(text.to_owned(), word);
        if let Some(first) = text.chars().next() {
            let words = self.by_first.entry(first).or_default();
            let place = words.partition_point(|(known, _)| known.len() >= text.len());
            words.insert(place, (text.to_owned(), word));
        }
        word
    }

    pub(super) fn add_all(&mut self, texts: &[String]) -> Words {
        texts.iter().map(|text| self.add(text)).collect()
    }

    /// The words of a text; none overlap.
    pub(super) fn tokens(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut end = 0;
        for (at, first) in text.char_indices() {
            if at < end {
                continue;
            }
            let Some(words) = self.by_first.get(&first) else {
                continue;
            };
            let rest = text.get(at..).unwrap_or_default();
            if let Some((found, word)) = words.iter().find(|(word, _)| rest.starts_with(word)) {
                end = at + found.len();
                tokens.push(Token {
                    range: at..end,
                    word: *word,
                });
            }
        }
        tokens
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_is_found() {
        let mut lexicon = Lexicon::default();
        let short = lexicon.add("公开");
        let long = lexicon.add("不予公开");
        let found = lexicon.tokens("予以公开和不予公开");
        let words: Vec<Word> = found.iter().map(|token| token.word).collect();
        assert_eq!(words, [short, long]);
        assert_eq!(found[1].range, 15..27);
    }
}
