//! Sub-headings and sentences that a part may begin with, figures in place.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::form::load::Problems;
use crate::form::{Form, Part};
use crate::returns::{Header, HeaderField, Level};
use crate::value::Decimal;

use super::{Figures, NamedFigure, Piece, Text};

/// A sub-heading with the sentences under it.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The part it is for, by id.
    pub part: String,
    /// `（二）依申请公开`; empty for the text that begins a part.
    pub title: String,
    sentences: Vec<Sentence>,
}

/// Words, figures and header data, and when they are written.
#[derive(Clone, Debug)]
struct Sentence {
    spans: Vec<Span>,
    /// All of these are zero.
    if_zero: Vec<String>,
    /// Not all of these are zero, as far as is known.
    unless_zero: Vec<String>,
    /// All of these have a number.
    if_known: Vec<String>,
    level: Option<Level>,
}

#[derive(Clone, Debug)]
enum Span {
    Words(String),
    /// A named figure, by id.
    Figure(String),
    Header(HeaderField),
}

/// A passage in a definition file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PassageDefinition {
    part: String,
    #[serde(default)]
    title: String,
    sentences: Vec<SentenceDefinition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentenceDefinition {
    text: String,
    #[serde(default)]
    if_zero: Vec<String>,
    #[serde(default)]
    unless_zero: Vec<String>,
    #[serde(default)]
    if_known: Vec<String>,
    level: Option<LevelWord>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LevelWord {
    Government,
    Department,
}

impl PassageDefinition {
    /// The passage, with every problem of it reported.
    pub(super) fn passage(
        self,
        form: &Form,
        ids: &BTreeSet<String>,
        problems: &mut Problems,
    ) -> Passage {
        let place = format!(
            "版式 {} 的文字，passage {} {}",
            form.edition(),
            self.part,
            self.title
        );
        if form.part(&self.part).is_none() {
            let message = format!("没有部分 {}", self.part);
            problems.add("unknown-part", &place, message, "请写版式已有的部分");
        }
        let sentences = self.sentences.into_iter().map(|sentence| {
            let spans = spans(&sentence.text, &place, problems);
            let named = spans.iter().filter_map(|span| match span {
                Span::Figure(id) => Some(id),
                Span::Words(_) | Span::Header(_) => None,
            });
            let conditions = sentence.if_zero.iter().chain(&sentence.unless_zero);
            for id in named.chain(conditions).chain(&sentence.if_known) {
                if !ids.contains(id) {
                    let message = format!("没有 figure {id}");
                    problems.add("unknown-figure", &place, message, "请核对大括号中的词");
                }
            }
            Sentence {
                spans,
                if_zero: sentence.if_zero,
                unless_zero: sentence.unless_zero,
                if_known: sentence.if_known,
                level: sentence.level.map(|level| match level {
                    LevelWord::Government => Level::Government,
                    LevelWord::Department => Level::Department,
                }),
            }
        });
        Passage {
            sentences: sentences.collect(),
            part: self.part,
            title: self.title,
        }
    }
}

/// Splits `全年新收{received}。` at its braces.
fn spans(text: &str, place: &str, problems: &mut Problems) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else {
            let message = format!("“{text}”中有没有合上的大括号");
            problems.add("open-brace", place, message, "请补上 }");
            return spans;
        };
        spans.push(Span::Words(words.to_owned()));
        let header = HeaderField::ALL
            .into_iter()
            .find(|field| field.word() == name);
        spans.push(header.map_or_else(|| Span::Figure(name.to_owned()), Span::Header));
        rest = behind;
    }
    spans.push(Span::Words(rest.to_owned()));
    spans
}

impl Passage {
    /// The passage of a return: its title as a line, and the sentences that fit, their figures
    /// as fields. A sentence that lacks its header data or its figure is left out; empty where
    /// no sentence fits.
    pub fn text(&self, named: &[NamedFigure], figures: &Figures<'_>, header: &Header) -> Text {
        let writing = Writing {
            named,
            figures,
            header,
        };
        let fitting = self
            .sentences
            .iter()
            .filter_map(|sentence| writing.sentence(sentence));
        let mut pieces: Vec<Piece> = fitting.flatten().collect();
        match pieces.first_mut() {
            None => return Text::EMPTY,
            // What begins a paragraph needs no break where it is the first.
            Some(Piece::Words(words)) => *words = words.trim_start().to_owned(),
            Some(Piece::Field(_)) => {}
        }
        let title = if self.title.is_empty() {
            String::new()
        } else {
            format!("{}\n", self.title)
        };
        std::iter::once(Piece::Words(title)).chain(pieces).collect()
    }

    /// Whether a text has this passage: a line with its sub-heading, or for what has none
    /// anything at all.
    pub fn is_in(&self, text: &str) -> bool {
        if self.title.is_empty() {
            return !text.trim().is_empty();
        }
        self.line_in(text).is_some()
    }

    /// Where in a text the line of its sub-heading begins, in bytes.
    pub fn line_in(&self, text: &str) -> Option<usize> {
        let subject = subject(&self.title);
        if subject.is_empty() {
            return None;
        }
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let heading = line.trim_start();
            let is_heading = heading.starts_with(['（', '(']);
            if is_heading && self::subject(heading).starts_with(subject) {
                return Some(start);
            }
            start += line.len();
        }
        None
    }
}

/// What a sub-heading is about: `（二）依申请公开情况` without number and 情况.
fn subject(title: &str) -> &str {
    let title = title.trim();
    let title = title
        .split_once(['）', ')'])
        .map_or(title, |(_, subject)| subject);
    let title = title.trim();
    title.strip_suffix("情况").unwrap_or(title)
}

/// The passages a part begins with that a text doesn't have yet, each with the byte before
/// which it belongs.
pub fn missing_passages<'a>(
    passages: &'a [Passage],
    part: &Part,
    text: &str,
) -> Vec<(usize, &'a Passage)> {
    let own: Vec<&Passage> = passages.iter().filter(|own| own.part == part.id).collect();
    let mut missing = Vec::new();
    for (index, passage) in own.iter().enumerate() {
        if passage.is_in(text) {
            continue;
        }
        let later = own.iter().skip(index + 1);
        let next = later.filter_map(|later| later.line_in(text)).min();
        missing.push((next.unwrap_or(text.len()), *passage));
    }
    missing
}

/// What a passage is written from.
struct Writing<'a> {
    named: &'a [NamedFigure],
    figures: &'a Figures<'a>,
    header: &'a Header,
}

impl Writing<'_> {
    fn figure(&self, id: &str) -> Option<&NamedFigure> {
        self.named.iter().find(|figure| figure.id == id)
    }

    fn number(&self, id: &str) -> Option<Decimal> {
        self.figure(id)?.field.number(self.figures).ok()
    }

    /// The sentence; `None` where it doesn't fit.
    fn sentence(&self, sentence: &Sentence) -> Option<Vec<Piece>> {
        let is_zero = |id: &String| self.number(id).is_some_and(|number| number.is_zero());
        let is_known = |id: &String| self.number(id).is_some();
        let fits = sentence.if_zero.iter().all(is_zero)
            && (sentence.unless_zero.is_empty() || !sentence.unless_zero.iter().all(is_zero))
            && sentence.if_known.iter().all(is_known)
            && sentence
                .level
                .is_none_or(|level| level == self.header.level);
        if !fits {
            return None;
        }
        let pieces = sentence.spans.iter().map(|span| {
            Some(match span {
                Span::Words(words) => Piece::Words(words.clone()),
                Span::Figure(id) => Piece::Field(self.figure(id)?.field.clone().into()),
                Span::Header(field) => Piece::Words(self.header_words(*field)?),
            })
        });
        pieces.collect()
    }

    fn header_words(&self, field: HeaderField) -> Option<String> {
        if field == HeaderField::Year {
            return Some(self.header.year.to_string());
        }
        let words = self.header.text(field)?.trim();
        (!words.is_empty()).then(|| words.to_owned())
    }
}
