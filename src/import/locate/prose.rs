//! Figures that a report states in its sentences, for the tables it lacks. Each is a doubt.

mod alignment;
mod denial;
mod sums;

use std::ops::Range;

use crate::form::{Cell, Form};
use crate::import::located::{Certainty, Doubt, Found};
use crate::import::normal;
use crate::import::source::Spot;
use crate::narrative::{How, Stated, stated};
use crate::returns::Place;
use crate::value::{Decimal, Value};

use super::Figure;
use super::narrative::{Narrative, Paragraph};
use super::tokens::Tokens;
use super::wording::{ProseWords, wording};

use alignment::Alignment;

/// What sentences say.
#[derive(Debug, Default)]
pub(super) struct Prose {
    pub figures: Vec<Figure>,
    /// One for each figure, with its sentence; and what could not be placed.
    pub doubts: Vec<Doubt>,
}

impl Prose {
    /// The figures of the tables that a report lacks: those with no figure among `given`, which
    /// its other tables gave. What a table gave is neither overridden nor doubted.
    pub fn find(
        form: &Form,
        narrative: &Narrative,
        year: u16,
        tokens: &Tokens<'_>,
        given: &[Figure],
    ) -> Self {
        let lacking = lacking(form, given);
        if !lacking.contains(&true) {
            return Self::default();
        }
        let words = &wording().prose;
        let reading = Sentences {
            words,
            form,
            year,
            tokens,
        };
        let is_lacking = |cell: Cell| lacking.get(form.definition(cell).table) == Some(&true);
        if words.editions.iter().any(|known| known == form.edition()) {
            let mut claims = reading.all_claims(narrative);
            claims.retain(|claim| is_lacking(claim.cell));
            return reading.chosen(&claims);
        }
        let mut claims = Vec::new();
        let mut unplaced = Vec::new();
        for paragraph in &narrative.paragraphs {
            let told = reading.told(paragraph);
            claims.extend(told.claims);
            unplaced.extend(told.unplaced);
        }
        claims.retain(|claim| is_lacking(claim.cell));
        let mut prose = reading.chosen(&claims);
        let mut doubted: Vec<Cell> = claims.iter().map(|claim| claim.cell).collect();
        for unplaced in unplaced {
            let is_open = |cell: &Cell| is_lacking(*cell) && !doubted.contains(cell);
            if unplaced.cells.iter().all(is_open) {
                doubted.extend(unplaced.cells);
                prose.doubts.push(unplaced.doubt);
            }
        }
        prose
    }
}

/// For each table of a form, whether none of the figures is of it.
fn lacking(form: &Form, given: &[Figure]) -> Vec<bool> {
    let mut lacking = vec![true; form.tables.len()];
    for figure in given.iter().filter(|figure| form.has(figure.found.cell)) {
        let table = form.definition(figure.found.cell).table;
        if let Some(lacking) = lacking.get_mut(table) {
            *lacking = false;
        }
    }
    lacking
}

impl Sentences<'_, '_> {
    /// What is said of a form whose reports give their figures in sentences: numbers, words for
    /// them, and what there was none of.
    fn all_claims(&self, narrative: &Narrative) -> Vec<Claim> {
        let mut claims: Vec<Claim> = narrative
            .paragraphs
            .iter()
            .flat_map(|paragraph| self.claims(paragraph))
            .collect();
        // Denials are loose: they only fill what nothing else states.
        let denials: Vec<Claim> = narrative
            .paragraphs
            .iter()
            .flat_map(|paragraph| self.denials(paragraph))
            .filter(|denial| !claims.iter().any(|claim| claim.cell == denial.cell))
            .collect();
        claims.extend(denials);
        self.add_wholes(&mut claims);
        claims
    }
}

/// What sentences are read with.
struct Sentences<'a, 's> {
    words: &'static ProseWords,
    form: &'a Form,
    year: u16,
    tokens: &'a Tokens<'s>,
}

/// What a sentence says of a cell.
#[derive(Clone, Debug)]
struct Claim {
    cell: Cell,
    /// The figure's id among the form's texts.
    figure: String,
    value: Value,
    why: &'static str,
    /// The words, as published.
    quote: String,
    sentence: String,
    spot: Option<Spot>,
    /// Whether it stands where the statistics are told.
    in_statistics: bool,
    section: usize,
}

const BY_NUMBER: &str = "这个数取自文字叙述，请核对";
const CONVERTED: &str = "这个数取自文字叙述，原文以元计，已换算成万元，请核对";
const CUMULATED: &str = "文字写的是累计数，可能含有往年的，请核对";
const BY_WORDS: &str = "文字写明没有，按 0 填写，请核对";
const NOTED: &str = "文字没有给出数，照原文填写，请核对";
const ANSWERED: &str = "文字只写了收到的申请怎样办理，件数按收到的件数填写，请核对";
const WHOLE: &str = "文字只写了这一种方式的申请，合计按它填写，请核对";

impl Sentences<'_, '_> {
    /// What a paragraph says, read under its headings.
    fn claims(&self, paragraph: &Paragraph) -> Vec<Claim> {
        let simple = normal::simplified(&paragraph.text);
        let alignment = Alignment::of(&paragraph.text, &simple);
        let text = self.without_closings(&simple);
        let read = Read {
            paragraph,
            simple: &simple,
            alignment: &alignment,
        };
        // Sections of such a report are about its subject without saying so.
        let subject = std::iter::once(self.words.subject.as_str());
        let headings: Vec<&str> = subject
            .chain(paragraph.headings.iter().map(String::as_str))
            .collect();
        let reading = self.form.texts.read_under(&headings, &text);
        let own = stated(&self.form.texts, &reading, self.year);
        let mut claims: Vec<Claim> = own
            .iter()
            .filter_map(|stated| {
                let why = match stated.how {
                    _ if self.is_cumulated(&simple, &stated.range, &stated.sentence) => CUMULATED,
                    How::Number => BY_NUMBER,
                    How::Converted => CONVERTED,
                    How::Nothing => BY_WORDS,
                };
                let said = Said {
                    value: Value::Number(stated.number),
                    why,
                    quote: &stated.quote,
                    sentence: &stated.sentence,
                };
                self.claim(&read, &stated.figure, said)
            })
            .collect();
        claims.extend(self.noted(&read, &text));
        claims.extend(self.answered(&read, &text, &own));
        claims
    }

    /// What a paragraph denies in words of its own.
    fn denials(&self, paragraph: &Paragraph) -> Vec<Claim> {
        let simple = normal::simplified(&paragraph.text);
        let alignment = Alignment::of(&paragraph.text, &simple);
        let read = Read {
            paragraph,
            simple: &simple,
            alignment: &alignment,
        };
        let denied = denial::of(&self.words.denial, paragraph, &simple, self.year);
        let claims = denied.iter().filter_map(|denied| {
            let said = Said {
                value: Value::Number(Decimal::ZERO),
                why: BY_WORDS,
                quote: &denied.quote,
                sentence: &denied.sentence,
            };
            self.claim(&read, denied.figure, said)
        });
        claims.collect()
    }

    /// Words given in place of a figure: 经费均实报实销.
    fn noted(&self, read: &Read<'_>, text: &str) -> Vec<Claim> {
        let mut claims = Vec::new();
        for noted in &self.words.noted {
            let Some((at, word)) = noted.words.iter().find_map(|word| {
                let at = text.find(word.as_str())?;
                Some((at, word))
            }) else {
                continue;
            };
            let quote = clause(text, at, at + word.len());
            let words = text.get(sentence(text, at)).unwrap_or_default();
            if !noted.near.iter().any(|near| words.contains(near.as_str())) {
                continue;
            }
            let said = Said {
                value: Value::Note(word.clone()),
                why: NOTED,
                quote: &quote,
                sentence: &sentence(text, at),
            };
            claims.extend(self.claim(read, &noted.figure, said));
        }
        claims
    }

    /// What was done with all that was received, in the clauses behind its number.
    fn answered(&self, read: &Read<'_>, text: &str, own: &[Stated]) -> Vec<Claim> {
        let mut claims = Vec::new();
        for whole in own.iter().filter(|stated| self.is_received(&stated.figure)) {
            if whole.how != How::Number || whole.number == Decimal::ZERO {
                continue;
            }
            let behind = whole.range.end..whole.sentence.end;
            let next = own.iter().map(|stated| stated.range.start);
            let next = next.filter(|start| *start > whole.range.start).min();
            let behind = behind.start..next.unwrap_or(behind.end).min(behind.end);
            let words = text.get(behind.clone()).unwrap_or_default();
            // Other numbers: not all of them were treated alike.
            if words.chars().any(|c| c.is_ascii_digit()) {
                continue;
            }
            let named = self.words.answers.iter().filter_map(|answer| {
                let mut known = answer.words.iter();
                let at = known.find_map(|word| words.find(word.as_str()))?;
                Some((behind.start + at, &answer.figure))
            });
            let named: Vec<(usize, &String)> = named.collect();
            if let [(at, figure)] = named.as_slice() {
                let said = Said {
                    value: Value::Number(whole.number),
                    why: ANSWERED,
                    quote: &clause(text, *at, *at),
                    sentence: &whole.sentence,
                };
                claims.extend(self.claim(read, figure, said));
            }
        }
        claims
    }

    fn is_received(&self, figure: &str) -> bool {
        let mut wholes = self.words.wholes.iter();
        wholes.any(|whole| whole.figure == figure || whole.kinds.iter().any(|kind| kind == figure))
    }

    /// A whole that no sentence states, by the only kind that one says was received.
    fn add_wholes(&self, claims: &mut Vec<Claim>) {
        for whole in &self.words.wholes {
            if claims.iter().any(|claim| claim.figure == whole.figure) {
                continue;
            }
            let is_kind = |claim: &&Claim| whole.kinds.contains(&claim.figure);
            let kinds: Vec<&Claim> = claims.iter().filter(is_kind).collect();
            let [kind] = kinds.as_slice() else {
                continue;
            };
            let says = normal::simplified(&kind.quote);
            let cell = self.cell(&whole.figure);
            if let Some(cell) = cell
                && whole.verbs.iter().any(|verb| says.contains(verb.as_str()))
            {
                let claim = Claim {
                    cell,
                    figure: whole.figure.clone(),
                    why: WHOLE,
                    ..(*kind).clone()
                };
                claims.push(claim);
            }
        }
    }

    fn cell(&self, figure: &str) -> Option<Cell> {
        let figure = self.form.texts.figure(figure)?;
        let mut keys = figure.field.calculation.keys();
        self.form.cell(keys.next()?)
    }

    fn claim(&self, read: &Read<'_>, figure: &str, said: Said<'_>) -> Option<Claim> {
        let cell = self.cell(figure)?;
        Some(self.claim_of(read, cell, figure, said))
    }

    /// What a sentence says of a cell.
    fn claim_of(&self, read: &Read<'_>, cell: Cell, figure: &str, said: Said<'_>) -> Claim {
        let quote = read.original(said.quote);
        let sentence = read.original(said.sentence);
        let paragraph = read.paragraph;
        let words = |range: &Range<usize>| {
            let words = paragraph.text.get(range.clone());
            words.unwrap_or_default().trim().to_owned()
        };
        let statistics = &self.words.statistics.headings;
        let in_statistics = paragraph.headings.iter().any(|heading| {
            statistics
                .iter()
                .any(|words| heading.contains(words.as_str()))
        });
        Claim {
            cell,
            figure: figure.to_owned(),
            value: said.value,
            why: said.why,
            quote: words(&quote),
            sentence: words(&sentence),
            spot: self.spot(paragraph, &quote),
            in_statistics,
            section: paragraph.section,
        }
    }

    /// Where a range of a paragraph stands in the source.
    fn spot(&self, paragraph: &Paragraph, range: &Range<usize>) -> Option<Spot> {
        let behind = paragraph
            .pieces
            .partition_point(|piece| piece.at <= range.start);
        let piece = paragraph.pieces.get(behind.checked_sub(1)?)?;
        let token = self.tokens.tokens.get(piece.token)?;
        let start = piece.start + (range.start - piece.at);
        let end = (piece.start + (range.end - piece.at)).min(token.text.len());
        let spot = token.spot.clone();
        Some(match token.text.get(start..end) {
            Some(_) => spot.words(start..end),
            None => spot,
        })
    }

    /// A text in which 截至 this year's end no longer speaks of all years before, and 累计 of
    /// none, unless its sentence says since when.
    fn without_closings(&self, text: &str) -> String {
        let year = format!("{}年12月", self.year);
        let mut plain = text.to_owned();
        for word in &self.words.closings {
            let mut from = 0;
            while let Some(at) = plain.get(from..).and_then(|rest| rest.find(word.as_str())) {
                let at = from + at;
                from = at + word.len();
                let behind = plain.get(from..).unwrap_or_default().trim_start();
                if behind.starts_with(&year) {
                    // As many bytes, so that places stay what they are.
                    let blank = "\u{3000}".repeat(word.chars().count());
                    plain.replace_range(at..from, &blank);
                }
            }
        }
        let cumulated = self.words.cumulated.iter();
        for word in cumulated.filter(|word| text.contains(word.as_str())) {
            let places: Vec<usize> = plain
                .match_indices(word.as_str())
                .map(|(at, _)| at)
                .collect();
            for at in places {
                let told = plain.get(sentence(&plain, at)).unwrap_or_default();
                let is_since = |word: &String| told.contains(word.as_str());
                if !self.words.since.iter().any(is_since) {
                    let blank = "\u{3000}".repeat(word.chars().count());
                    plain.replace_range(at..at + word.len(), &blank);
                }
            }
        }
        plain
    }

    /// Whether 累计 stands before a number in its sentence.
    fn is_cumulated(&self, text: &str, number: &Range<usize>, sentence: &Range<usize>) -> bool {
        let before = text.get(sentence.start..number.start).unwrap_or_default();
        let mut words = self.words.cumulated.iter();
        words.any(|word| before.contains(word.as_str()))
    }

    /// One figure a cell: of several numbers the one told among the statistics.
    fn chosen(&self, claims: &[Claim]) -> Prose {
        let mut sections: Vec<usize> = claims.iter().map(|claim| claim.section).collect();
        sections.sort_unstable();
        let fullest = sections
            .chunk_by(|one, other| one == other)
            .max_by_key(|same| same.len())
            .and_then(|same| same.first().copied());
        let worth = |claim: &Claim| {
            (
                claim.why != WHOLE && claim.why != ANSWERED,
                Some(claim.section) == fullest && claim.in_statistics,
                claim.in_statistics,
                Some(claim.section) == fullest,
            )
        };
        let mut cells: Vec<Cell> = claims.iter().map(|claim| claim.cell).collect();
        cells.sort_unstable();
        cells.dedup();
        let mut prose = Prose::default();
        for cell in cells {
            let own = claims.iter().filter(|claim| claim.cell == cell);
            let Some(most) = own.clone().map(worth).max() else {
                continue;
            };
            let Some(best) = own.clone().find(|claim| worth(claim) == most) else {
                continue;
            };
            let other = own.clone().find(|claim| claim.value != best.value);
            let why = match other {
                Some(other) => format!(
                    "文字里有两个数：“{}”和“{}”，这里取 {}，请核对",
                    best.quote, other.quote, best.value
                ),
                None => best.why.to_owned(),
            };
            let Some(spot) = best.spot.clone() else {
                continue;
            };
            prose.doubts.push(Doubt {
                place: Place::Cell(cell),
                found: best.sentence.clone(),
                why,
                spot: Some(spot.clone()),
            });
            prose.figures.push(Figure {
                found: Found {
                    cell,
                    spot,
                    text: best.quote.clone(),
                    certainty: Certainty::Doubtful,
                },
                value: best.value.clone(),
            });
        }
        prose
    }
}

/// A value with the words that say it; ranges are in the text that was read.
struct Said<'a> {
    value: Value,
    why: &'static str,
    quote: &'a Range<usize>,
    sentence: &'a Range<usize>,
}

/// A paragraph as it was read, and how its places are found again.
struct Read<'a> {
    paragraph: &'a Paragraph,
    simple: &'a str,
    alignment: &'a Alignment,
}

impl Read<'_> {
    /// A range of what was read, in the paragraph as published.
    fn original(&self, range: &Range<usize>) -> Range<usize> {
        let place = |byte: usize| {
            self.alignment
                .original(&self.paragraph.text, self.simple, byte)
        };
        let start = place(range.start);
        start..place(range.end).max(start)
    }
}

/// The clause around a range.
fn clause(text: &str, start: usize, end: usize) -> Range<usize> {
    around(
        text,
        start,
        end,
        &['，', ',', '。', '；', ';', '：', ':', '\n'],
    )
}

/// The sentence around a place.
fn sentence(text: &str, at: usize) -> Range<usize> {
    around(text, at, at, &['。', '\n'])
}

fn around(text: &str, start: usize, end: usize, stops: &[char]) -> Range<usize> {
    let before = text.get(..start).unwrap_or_default();
    let from = before.char_indices().rev().find(|(_, c)| stops.contains(c));
    let behind = text.get(end..).unwrap_or_default();
    let to = behind.find(stops).unwrap_or(behind.len());
    from.map_or(0, |(at, stop)| at + stop.len_utf8())..end + to
}
