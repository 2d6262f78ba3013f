//! What a text says in numbers. It depends on the words only, not on the tables, so that a
//! paragraph that stays as it was need not be read again.

use std::ops::Range;
use std::sync::Arc;

use super::claims::{Claim, claims};
use super::lists::{List, wrong_lists};
use super::paragraph::Paragraph;
use super::shares::{Share, shares};
use super::vocabulary::Vocabulary;

/// A text that was read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Each with where it begins in the text.
    pub(super) lines: Vec<(usize, Arc<Line>)>,
}

/// A paragraph that was read; ranges are in its own bytes.
#[derive(Debug)]
pub(super) struct Line {
    pub text: String,
    pub claims: Vec<Claim>,
    pub wrong_lists: Vec<List>,
    pub shares: Vec<Share>,
    /// Where each sentence stands.
    pub sentences: Vec<Range<usize>>,
}

impl Reading {
    /// Reads a text; paragraphs that an earlier reading has are taken from there.
    pub(super) fn of(vocabulary: &Vocabulary, text: &str, earlier: &Self) -> Self {
        let mut start = 0;
        let mut lines = Vec::new();
        for (index, line) in text.split('\n').enumerate() {
            let read = earlier.line(index, line);
            let read = read.unwrap_or_else(|| Arc::new(Line::of(vocabulary, line)));
            lines.push((start, read));
            start += line.len() + 1;
        }
        Self { lines }
    }

    /// A line with these words, if one was read: most often it is where it was.
    fn line(&self, index: usize, text: &str) -> Option<Arc<Line>> {
        let here = self.lines.get(index).into_iter();
        let mut lines = here.chain(&self.lines).map(|(_, line)| line);
        lines.find(|line| line.text == text).map(Arc::clone)
    }
}

impl Line {
    fn of(vocabulary: &Vocabulary, text: &str) -> Self {
        let paragraph = Paragraph::of(vocabulary, text);
        let mut sentences: Vec<Range<usize>> = paragraph
            .clauses()
            .iter()
            .map(|clause| clause.sentence.clone())
            .collect();
        sentences.dedup();
        Self {
            claims: claims(vocabulary, &paragraph),
            wrong_lists: wrong_lists(vocabulary, &paragraph),
            shares: shares(vocabulary, &paragraph),
            sentences,
            text: text.to_owned(),
        }
    }

    /// The sentence that something stands in.
    pub(super) fn sentence(&self, range: &Range<usize>) -> Range<usize> {
        let sentences = self.sentences.iter();
        let mut around = sentences.filter(|sentence| sentence.end > range.start);
        around.next().cloned().unwrap_or_else(|| range.clone())
    }
}
