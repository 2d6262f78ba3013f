//! A paragraph taken apart: sentences, clauses, numbers with their units, known words.

use std::ops::Range;

use super::lexicon::{Token, Words};
use super::numerals::{Kind, Number, Precision, numbers};
use super::period::{Extent, Period, periods};
use super::vocabulary::Vocabulary;

/// A paragraph with what was found in it; all ranges are in its bytes.
#[derive(Debug)]
pub(super) struct Paragraph<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token>,
    /// What is counted, in order.
    pub counts: Vec<Count>,
    pub percents: Vec<Number>,
    years: Vec<Number>,
    periods: Vec<Period>,
    clauses: Vec<Clause>,
}

/// A number of something.
#[derive(Clone, Debug)]
pub(super) struct Count {
    pub number: Number,
    pub unit: String,
    /// Behind the unit.
    pub end: usize,
    /// The clause it is in.
    pub clause: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Clause {
    pub range: Range<usize>,
    pub sentence: Range<usize>,
    /// Whether it stands in brackets.
    pub aside: bool,
}

impl<'a> Paragraph<'a> {
    pub(super) fn of(vocabulary: &Vocabulary, text: &'a str) -> Self {
        let numbers = numbers(text);
        let clauses = clauses(text, &numbers);
        let tokens = vocabulary.lexicon.tokens(text);
        let mut paragraph = Self {
            text,
            periods: periods(vocabulary, text, &tokens),
            tokens,
            counts: Vec::new(),
            percents: Vec::new(),
            years: Vec::new(),
            clauses,
        };
        for number in numbers {
            match number.kind {
                Kind::Year => paragraph.years.push(number),
                Kind::Percent => paragraph.percents.push(number),
                Kind::Count => paragraph.add_count(vocabulary, number),
            }
        }
        paragraph
    }

    fn add_count(&mut self, vocabulary: &Vocabulary, mut number: Number) {
        let rest = self.text.get(number.end..).unwrap_or_default();
        let unit_text = rest.trim_start_matches([' ', '\u{a0}', '\u{3000}']);
        let Some(unit) = vocabulary
            .units
            .iter()
            .find(|unit| unit_text.starts_with(unit.as_str()))
        else {
            return;
        };
        let end = number.end + rest.len() - unit_text.len() + unit.len();
        let behind = unit_text.get(unit.len()..).unwrap_or_default();
        let estimates = ["以上", "以下", "左右", "上下", "多", "余"];
        if estimates.iter().any(|words| behind.starts_with(words)) {
            number.precision = Precision::About;
        }
        self.counts.push(Count {
            clause: self.clause_at(number.range.start),
            number,
            unit: unit.clone(),
            end,
        });
    }

    pub(super) fn clause_at(&self, byte: usize) -> usize {
        self.clauses
            .partition_point(|clause| clause.range.end <= byte)
            .min(self.clauses.len().saturating_sub(1))
    }

    pub(super) fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The clause of a byte; an empty one at the end of an empty paragraph.
    pub(super) fn clause(&self, index: usize) -> Clause {
        self.clauses.get(index).cloned().unwrap_or(Clause {
            range: 0..0,
            sentence: 0..0,
            aside: false,
        })
    }

    /// The words in a range.
    pub(super) fn tokens_in(&self, range: &Range<usize>) -> &[Token] {
        let from = self
            .tokens
            .partition_point(|token| token.range.start < range.start);
        let to = self
            .tokens
            .partition_point(|token| token.range.end <= range.end);
        self.tokens.get(from..to).unwrap_or_default()
    }

    /// Whether one of the words is in a range.
    pub(super) fn has(&self, range: &Range<usize>, words: &Words) -> bool {
        !words.is_empty()
            && self
                .tokens_in(range)
                .iter()
                .any(|token| words.contains(&token.word))
    }

    /// The last of the words in a range.
    pub(super) fn last(&self, range: &Range<usize>, words: &Words) -> Option<&Token> {
        let tokens = self.tokens_in(range).iter().rev();
        tokens.into_iter().find(|token| words.contains(&token.word))
    }

    /// The counts in a range, in order.
    pub(super) fn counts_in(&self, range: &Range<usize>) -> &[Count] {
        let from = self
            .counts
            .partition_point(|count| count.number.range.start < range.start);
        let to = self.counts.partition_point(|count| count.end <= range.end);
        self.counts.get(from..to).unwrap_or_default()
    }

    /// The counts that stand beside a count, itself the last: 建议120件、提案85件. They are
    /// counted alike, in one clause, with `、` or 和 between them.
    pub(super) fn beside(&self, count: &Count) -> &[Count] {
        let end = self.counts.partition_point(|other| other.end <= count.end);
        let mut from = end.saturating_sub(1);
        while let Some(index) = from.checked_sub(1) {
            let (Some(before), Some(next)) = (self.counts.get(index), self.counts.get(from)) else {
                break;
            };
            let between = self.slice(&(before.end..next.number.range.start));
            let is_beside = before.clause == count.clause
                && before.unit == count.unit
                && between.contains(['、', '和', '及', '与']);
            if !is_beside {
                break;
            }
            from = index;
        }
        self.counts.get(from..end).unwrap_or_default()
    }

    /// The year named last in a range.
    pub(super) fn year_in(&self, range: &Range<usize>) -> Option<u16> {
        let mut years = self.years.iter().rev();
        let year = years.find(|year| range.contains(&year.range.start))?;
        u16::try_from(year.written).ok()
    }

    /// The same for a number in a clause: years in brackets beside it tell nothing of it.
    pub(super) fn year_told(&self, range: &Range<usize>, clause: usize) -> Option<u16> {
        let is_aside = self.clause(clause).aside;
        let mut years = self.years.iter().rev();
        let year = years.find(|year| {
            range.contains(&year.range.start)
                && (is_aside || !self.clause(self.clause_at(year.range.start)).aside)
        })?;
        u16::try_from(year.written).ok()
    }

    /// Whether what is told in a range, for a number in a clause, is of a part of a year: the last
    /// period named says so. One in brackets tells nothing of what stands outside them.
    pub(super) fn is_of_part_of_year(&self, range: &Range<usize>, clause: usize) -> bool {
        let is_aside = self.clause(clause).aside;
        let told =
            |at: usize| range.contains(&at) && (is_aside || !self.clause(self.clause_at(at)).aside);
        let mut periods = self.periods.iter().rev();
        let Some(last) = periods.find(|period| told(period.range.start)) else {
            return false;
        };
        let mut years = self.years.iter().rev();
        let year = years.find(|year| told(year.range.start));
        let is_whole_behind = year.is_some_and(|year| year.range.start > last.range.end);
        last.extent == Extent::Part && !is_whole_behind
    }

    /// Where what leads up to a clause begins: the clauses before it in the sentence that count
    /// nothing.
    pub(super) fn lead(&self, clause: usize) -> usize {
        let own = self.clause(clause);
        let mut start = own.range.start;
        for index in (0..clause).rev() {
            let before = self.clause(index);
            if before.sentence != own.sentence || !self.counts_in(&before.range).is_empty() {
                break;
            }
            start = before.range.start;
        }
        start
    }

    pub(super) fn slice(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

/// Takes a text apart at its stops, those within numbers left out.
fn clauses(text: &str, numbers: &[Number]) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut sentence = 0;
    let mut first = 0;
    let mut start = 0;
    let mut depth = 0_usize;
    let mut numbers = numbers.iter().peekable();
    for (at, character) in text.char_indices() {
        while numbers.peek().is_some_and(|number| number.end <= at) {
            numbers.next();
        }
        if numbers
            .peek()
            .is_some_and(|number| number.range.contains(&at))
        {
            continue;
        }
        let end = at + character.len_utf8();
        let ends_sentence = depth == 0 && matches!(character, '。' | '！' | '？' | '\n');
        let opens = matches!(character, '（' | '(');
        let closes = matches!(character, '）' | ')');
        let ends_clause = ends_sentence
            || opens
            || closes
            || matches!(character, '，' | ',' | '；' | ';' | '：' | ':');
        if !ends_clause {
            continue;
        }
        clauses.push(Clause {
            range: start..end,
            sentence: 0..0,
            aside: depth > 0,
        });
        start = end;
        if opens {
            depth += 1;
        } else if closes {
            depth = depth.saturating_sub(1);
        }
        if ends_sentence {
            close_sentence(&mut clauses, first, sentence..end);
            first = clauses.len();
            sentence = end;
        }
    }
    clauses.push(Clause {
        range: start..text.len(),
        sentence: 0..0,
        aside: depth > 0,
    });
    close_sentence(&mut clauses, first, sentence..text.len());
    clauses
}

fn close_sentence(clauses: &mut [Clause], first: usize, range: Range<usize>) {
    for clause in clauses.iter_mut().skip(first) {
        clause.sentence = range.clone();
    }
}
