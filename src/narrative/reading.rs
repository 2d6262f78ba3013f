//! What a text says in numbers. It depends on the words only, not on the tables, so that a
//! paragraph that stays as it was need not be read again.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use crate::value::Decimal;

use super::changes::{Change, changes};
use super::claims::{Claim, Heading, claims};
use super::lists::{List, wrong_lists};
use super::paragraph::Paragraph;
use super::shares::{Share, shares};
use super::unfilled::unfilled;
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
    text: String,
    pub claims: Vec<Claim>,
    pub changes: Vec<Change>,
    wrong_lists: Vec<List>,
    pub shares: Vec<Share>,
    unfilled: Vec<Range<usize>>,
    /// What it counts, in order.
    pub counts: Vec<Decimal>,
    sentences: Vec<Sentence>,
}

#[derive(Debug)]
struct Sentence {
    range: Range<usize>,
    /// Without blanks and year numbers.
    fingerprint: u64,
    /// In characters, blanks left out.
    length: usize,
}

/// Items after 其中 that do not add up to their whole; ranges are in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongList {
    pub stated: Decimal,
    pub items: Vec<Decimal>,
    /// The whole with its unit.
    pub whole: Range<usize>,
    /// From the whole to the last item.
    pub range: Range<usize>,
}

/// A percentage that its numbers do not give; ranges are in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongShare {
    pub part: Decimal,
    pub whole: Decimal,
    /// As written.
    pub percent: Decimal,
    /// Where the percentage stands.
    pub number: Range<usize>,
    /// From the part to the percentage.
    pub range: Range<usize>,
}

/// A change against last year that the tables do not give; ranges are in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongChange {
    /// The figure, by id.
    pub figure: String,
    /// With its direction: less is negative.
    pub written: Decimal,
    pub computed: Decimal,
    /// Whether both are in percent.
    pub is_percent: bool,
    pub quote: Range<usize>,
    pub sentence: Range<usize>,
}

/// How much of a text stands in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    pub sentences: usize,
    pub same: usize,
    /// In characters.
    pub length: usize,
    pub same_length: usize,
}

impl Reading {
    /// Reads a text; paragraphs that an earlier reading has are taken from there.
    pub(super) fn of(vocabulary: &Vocabulary, text: &str, earlier: &Self) -> Self {
        let mut start = 0;
        let mut lines = Vec::new();
        for (index, line) in text.split('\n').enumerate() {
            let read = earlier.line(index, line);
            let read = read.unwrap_or_else(|| Arc::new(Line::of(vocabulary, line, &[])));
            lines.push((start, read));
            start += line.len() + 1;
        }
        Self { lines }
    }

    /// Reads a paragraph under the headings above it.
    pub(super) fn under(vocabulary: &Vocabulary, headings: &[&str], text: &str) -> Self {
        let line = Line::of(vocabulary, text, headings);
        Self {
            lines: vec![(0, Arc::new(line))],
        }
    }

    /// A line with these words, if one was read: most often it is where it was.
    fn line(&self, index: usize, text: &str) -> Option<Arc<Line>> {
        let here = self.lines.get(index).into_iter();
        let mut lines = here.chain(&self.lines).map(|(_, line)| line);
        lines.find(|line| line.text == text).map(Arc::clone)
    }

    /// The lists that are plainly complete and do not add up.
    pub fn wrong_lists(&self) -> impl Iterator<Item = WrongList> + '_ {
        self.lines.iter().flat_map(|(start, line)| {
            line.wrong_lists.iter().map(|list| WrongList {
                stated: list.stated,
                items: list.items.clone(),
                whole: shifted(&list.whole, *start),
                range: shifted(&list.range, *start),
            })
        })
    }

    /// The places that were left to be filled in.
    pub fn unfilled(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.lines.iter().flat_map(|(start, line)| {
            let unfilled = line.unfilled.iter();
            unfilled.map(|range| shifted(range, *start))
        })
    }

    /// How much of it stands in another text, year numbers and blanks left out.
    pub fn overlap(&self, other: &Self) -> Overlap {
        let mut known: Vec<u64> = other.sentences().map(|other| other.fingerprint).collect();
        known.sort_unstable();
        let mut overlap = Overlap {
            sentences: 0,
            same: 0,
            length: 0,
            same_length: 0,
        };
        for sentence in self.sentences().filter(|sentence| sentence.length > 0) {
            overlap.sentences += 1;
            overlap.length += sentence.length;
            if known.binary_search(&sentence.fingerprint).is_ok() {
                overlap.same += 1;
                overlap.same_length += sentence.length;
            }
        }
        overlap
    }

    fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.lines.iter().flat_map(|(_, line)| &line.sentences)
    }
}

impl Line {
    fn of(vocabulary: &Vocabulary, text: &str, headings: &[&str]) -> Self {
        let paragraph = Paragraph::of(vocabulary, text);
        let heading = Heading::of(vocabulary, headings);
        let claims = claims(vocabulary, &paragraph, &heading);
        let mut ranges: Vec<Range<usize>> = paragraph
            .clauses()
            .iter()
            .map(|clause| clause.sentence.clone())
            .collect();
        ranges.dedup();
        let sentences = ranges.into_iter().map(|range| {
            let plain = without_years(paragraph.slice(&range));
            let mut hasher = DefaultHasher::new();
            plain.hash(&mut hasher);
            Sentence {
                range,
                fingerprint: hasher.finish(),
                length: plain.chars().count(),
            }
        });
        let counts = paragraph.counts.iter();
        Self {
            changes: changes(vocabulary, &paragraph, &claims),
            wrong_lists: wrong_lists(vocabulary, &paragraph),
            shares: shares(vocabulary, &paragraph),
            unfilled: unfilled(text),
            counts: counts.filter_map(|count| count.number.value()).collect(),
            sentences: sentences.collect(),
            text: text.to_owned(),
            claims,
        }
    }

    /// The sentence that something stands in.
    pub(super) fn sentence(&self, range: &Range<usize>) -> Range<usize> {
        let sentences = self.sentences.iter();
        let mut around = sentences.filter(|sentence| sentence.range.end > range.start);
        let sentence = around.next().map(|sentence| sentence.range.clone());
        sentence.unwrap_or_else(|| range.clone())
    }
}

pub(super) fn shifted(range: &Range<usize>, start: usize) -> Range<usize> {
    start + range.start..start + range.end
}

/// A sentence without blanks and the digits of years.
fn without_years(sentence: &str) -> String {
    let mut plain = String::new();
    for character in sentence.chars().filter(|c| !c.is_whitespace()) {
        if character == '年' {
            plain.truncate(plain.trim_end_matches(char::is_numeric).len());
        }
        plain.push(character);
    }
    plain
}
