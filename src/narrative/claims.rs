//! What a paragraph says of the report's figures: numbers with what names them.

use std::ops::Range;

use super::lexicon::{Token, Words};
use super::numerals::{Number, Precision};
use super::paragraph::{Count, Paragraph};
use super::vocabulary::{Naming, Vocabulary};

/// Something a paragraph says of a figure; ranges are in the paragraph's bytes.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub says: Says,
    /// The number, or the words that deny it.
    pub range: Range<usize>,
    /// The words to be quoted.
    pub quote: Range<usize>,
    /// How it is named, by place in the vocabulary, the likeliest first.
    pub namings: Vec<usize>,
    /// The words that name it.
    named: Vec<Range<usize>>,
    /// The year that is named with it.
    pub year: Option<u16>,
}

#[derive(Clone, Debug)]
pub(super) enum Says {
    /// So many, counted in a unit.
    Number { number: Number, unit: String },
    /// 没有
    Nothing,
}

/// What a paragraph says of the report's figures, in its order; `heading` are the words of what
/// stands above it.
pub(super) fn claims(
    vocabulary: &Vocabulary,
    paragraph: &Paragraph<'_>,
    heading: &Heading,
) -> Vec<Claim> {
    let claiming = Claiming {
        vocabulary,
        paragraph,
        heading,
    };
    let mut claims = Vec::new();
    for (index, count) in paragraph.counts.iter().enumerate() {
        claims.extend(claiming.number(index, count, &claims));
    }
    for index in 0..paragraph.clauses().len() {
        claims.extend(claiming.denials(index));
    }
    claims.sort_by_key(|claim| claim.range.start);
    claims
}

pub(super) struct Claiming<'a> {
    pub vocabulary: &'a Vocabulary,
    pub paragraph: &'a Paragraph<'a>,
    /// The known words of the headings above.
    pub heading: &'a Heading,
}

/// The known words of the headings above a paragraph, the highest first.
#[derive(Debug, Default)]
pub(super) struct Heading {
    pub tokens: Vec<Token>,
    /// Where those of the nearest heading begin.
    nearest: usize,
}

impl Heading {
    pub(super) fn of(vocabulary: &Vocabulary, headings: &[&str]) -> Self {
        let mut heading = Self::default();
        for words in headings {
            heading.nearest = heading.tokens.len();
            heading.tokens.extend(vocabulary.lexicon.tokens(words));
        }
        heading
    }

    fn has(&self, words: &Words) -> bool {
        self.tokens.iter().any(|token| words.contains(&token.word))
    }

    fn has_nearest(&self, words: &Words) -> bool {
        let nearest = self.tokens.get(self.nearest..).unwrap_or_default();
        nearest.iter().any(|token| words.contains(&token.word))
    }
}

/// Where the words are that may name a number.
struct Surroundings {
    /// What stands before it in the clause, back to the number before.
    before: Range<usize>,
    /// What stands behind it, up to the next item or the end of the clause.
    behind: Range<usize>,
    /// The clause up to the number, with what leads up to it.
    lead: Range<usize>,
    sentence: Range<usize>,
}

impl Claiming<'_> {
    fn number(&self, index: usize, count: &Count, earlier: &[Claim]) -> Option<Claim> {
        let paragraph = self.paragraph;
        if count.number.precision == Precision::About {
            return None;
        }
        let around = self.surroundings(index, count);
        let up_to = around.lead.start..count.number.range.start;
        let vocabulary = self.vocabulary;
        let told = around.sentence.start..count.number.range.start;
        if paragraph.is_of_part_of_year(&told, count.clause) {
            return None;
        }
        let changes = [&vocabulary.rises, &vocabulary.falls, &vocabulary.compared];
        if changes
            .into_iter()
            .any(|words| paragraph.has(&around.before, words))
            || paragraph.has(
                &paragraph.clause(count.clause).range,
                &vocabulary.respectively,
            )
        {
            return None;
        }
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        let listed = self.listed(count, &around.sentence, earlier);
        for (place, naming) in vocabulary.namings.iter().enumerate() {
            if !naming.units.contains(&count.unit) {
                continue;
            }
            let Some(token) = self.naming_word(naming, count, &around) else {
                continue;
            };
            let is_part = self.is_part_of_earlier(place, &around, count, earlier);
            if !is_part && self.fits(naming, token, count, &around, &up_to, listed) {
                found.push((token.range.clone(), place));
            }
        }
        if found.is_empty() {
            return None;
        }
        // What stands nearest to the number is likeliest meant.
        found.sort_by_key(|(token, place)| (std::cmp::Reverse(token.start), *place));
        let start = paragraph
            .clause(count.clause)
            .range
            .start
            .max(around.before.start);
        let quote_from = found
            .last()
            .map_or(start, |(token, _)| token.start.min(start));
        let behind = found.iter().any(|(token, _)| token.start > count.end);
        let quote_to = if behind { around.behind.end } else { count.end };
        Some(Claim {
            range: count.number.range.clone(),
            quote: self.trimmed(quote_from..quote_to),
            namings: found.iter().map(|&(_, place)| place).collect(),
            named: found.into_iter().map(|(token, _)| token).collect(),
            year: paragraph.year_told(&told, count.clause),
            says: Says::Number {
                number: count.number.clone(),
                unit: count.unit.clone(),
            },
        })
    }

    fn surroundings(&self, index: usize, count: &Count) -> Surroundings {
        let paragraph = self.paragraph;
        let clause = paragraph.clause(count.clause);
        let neighbour = |index: Option<usize>| {
            let other = index.and_then(|index| paragraph.counts.get(index));
            other.filter(|other| other.clause == count.clause)
        };
        let previous = neighbour(index.checked_sub(1));
        let next = neighbour(index.checked_add(1));
        let lead = match previous {
            Some(_) => clause.range.start,
            None => paragraph.lead(count.clause),
        };
        let start = count.number.range.start;
        let mut before = clause.range.start..start;
        if let Some(previous) = previous {
            // What stands up to the first stop names the number before: 75件维持、5件.
            let behind = self.behind(previous.end..start, false);
            let has_stop = behind.end < start;
            before.start = if has_stop { behind.end } else { previous.end };
        }
        if previous.is_none() && self.is_filler(&before) {
            before = lead..start;
        }
        let limit = next.map_or(clause.range.end, |next| next.number.range.start);
        Surroundings {
            before,
            behind: self.behind(count.end..limit, next.is_some()),
            lead: lead..start,
            sentence: clause.sentence,
        }
    }

    /// What stands behind a number and is no business of the next item: 撤回26件、维持75件.
    fn behind(&self, range: Range<usize>, is_up_to_number: bool) -> Range<usize> {
        let words = self.paragraph.slice(&range);
        let mut previous = None;
        for (at, character) in words.char_indices() {
            let is_within_word = character == '及' && matches!(previous, Some('涉' | '提'));
            if matches!(
                character,
                '、' | '，' | ',' | '；' | ';' | '和' | '与' | '及' | '或'
            ) && !is_within_word
            {
                return range.start..range.start + at;
            }
            previous = Some(character);
        }
        // What leads up to the next number without a stop names that one.
        let end = if is_up_to_number {
            range.start
        } else {
            range.end
        };
        range.start..end
    }

    /// Whether words say nothing about what is counted: 共, 共计, 为.
    fn is_filler(&self, range: &Range<usize>) -> bool {
        let mut words = self.paragraph.slice(range).trim().to_owned();
        for filler in [
            "总计", "合计", "共计", "共有", "达到", "共", "为", "有", "达", "计", "各类",
        ] {
            words = words.replace(filler, "");
        }
        words.chars().all(|c| !c.is_alphanumeric())
    }

    /// The word that names the number: the last one before it, else one right behind it.
    fn naming_word(&self, naming: &Naming, count: &Count, around: &Surroundings) -> Option<&Token> {
        let paragraph = self.paragraph;
        let distance = |range: Range<usize>| paragraph.slice(&range).chars().count();
        if let Some(token) = paragraph.last(&around.before, &naming.words) {
            let gap = distance(token.range.end..count.number.range.start);
            return (gap <= naming.reach).then_some(token);
        }
        let named = self
            .vocabulary
            .namings
            .iter()
            .any(|other| paragraph.has(&around.before, &other.words));
        if named {
            return None;
        }
        /// How far behind its number a name may stand: 3件被纠正.
        const BEHIND: usize = 4;
        let tokens = paragraph.tokens_in(&around.behind).iter();
        tokens
            .filter(|token| naming.words.contains(&token.word))
            .find(|token| distance(count.end..token.range.start) <= BEHIND)
    }

    /// Whether a number comes after 其中 and its whole was named the same.
    fn is_part_of_earlier(
        &self,
        naming: usize,
        around: &Surroundings,
        count: &Count,
        earlier: &[Claim],
    ) -> bool {
        let up_to = around.sentence.start..count.number.range.start;
        let Some(among) = self.paragraph.last(&up_to, &self.vocabulary.among) else {
            return false;
        };
        let heads = earlier.iter().rev();
        let mut heads = heads.filter(|claim| claim.range.end <= among.range.start);
        heads.any(|claim| claim.namings.contains(&naming))
    }

    fn fits(
        &self,
        naming: &Naming,
        token: &Token,
        count: &Count,
        around: &Surroundings,
        up_to: &Range<usize>,
        listed: &[Claim],
    ) -> bool {
        let paragraph = self.paragraph;
        let clause = paragraph.clause(count.clause).range;
        let scope = up_to.start..clause.end;
        let told = around.sentence.start..count.number.range.start;
        if self.is_outside(naming, up_to)
            || self.is_of_other_body(&told)
            || self.has_beside(up_to, &naming.not, listed)
            || !self.has_context(naming, &around.sentence, clause.end)
        {
            return false;
        }
        let is_near = paragraph.has(&scope, &naming.near)
            || self.is_under(&naming.near)
            || self.is_told_near(naming, listed);
        if !naming.near.is_empty() && !is_near {
            return false;
        }
        let to = token.range.end.max(count.number.range.start);
        self.is_about(naming, &(around.before.start..to), up_to, &around.sentence)
    }

    /// What numbers before this one state in the same list: in its sentence, with no semicolon
    /// between.
    fn listed<'c>(
        &self,
        count: &Count,
        sentence: &Range<usize>,
        earlier: &'c [Claim],
    ) -> &'c [Claim] {
        let before = self
            .paragraph
            .slice(&(sentence.start..count.number.range.start));
        let start = match before.rfind(['；', ';']) {
            Some(at) => sentence.start + at,
            None => sentence.start,
        };
        let from = earlier.partition_point(|claim| claim.range.start < start);
        earlier.get(from..).unwrap_or_default()
    }

    /// Whether one of the words stands in a range and names none of the numbers listed there:
    /// 行政复议 in 行政复议106件、行政诉讼59件 is no business of the second.
    fn has_beside(&self, range: &Range<usize>, words: &Words, listed: &[Claim]) -> bool {
        let tokens = self.paragraph.tokens_in(range).iter();
        let mut tokens = tokens.filter(|token| words.contains(&token.word));
        tokens.any(|token| {
            !listed
                .iter()
                .any(|claim| claim.named.contains(&token.range))
        })
    }

    /// Whether what a naming is told near was told for a number listed before, and so for all of
    /// the list: 因政府信息公开被申请行政复议106件，被提起行政诉讼59件.
    fn is_told_near(&self, naming: &Naming, listed: &[Claim]) -> bool {
        let mut places = listed.iter().flat_map(|claim| &claim.namings);
        places.any(|&place| {
            let other = self.vocabulary.namings.get(place);
            other.is_some_and(|other| !other.near.is_disjoint(&naming.near))
        })
    }

    /// What a clause says there is none of.
    fn denials(&self, clause: usize) -> Vec<Claim> {
        let paragraph = self.paragraph;
        let vocabulary = self.vocabulary;
        let own = paragraph.clause(clause);
        if !paragraph.counts_in(&own.range).is_empty() {
            return Vec::new();
        }
        let tokens = paragraph.tokens_in(&own.range);
        let Some(denial) = tokens
            .iter()
            .find(|token| vocabulary.denials.contains(&token.word))
        else {
            return Vec::new();
        };
        let told = own.sentence.start..denial.range.start;
        if paragraph.is_of_part_of_year(&told, clause) {
            return Vec::new();
        }
        let behind = denial.range.end..own.range.end;
        let lead = paragraph.lead(clause)..own.range.end;
        let named: Vec<(usize, &Naming)> = vocabulary
            .namings
            .iter()
            .enumerate()
            .filter(|(_, naming)| naming.denied && paragraph.has(&behind, &naming.words))
            .filter(|(_, naming)| {
                !self.is_outside(naming, &lead)
                    && !paragraph.has(&(lead.start..denial.range.start), &naming.not)
                    && (naming.topics.is_empty() || paragraph.has(&behind, &naming.topics))
            })
            .collect();
        // 全年未发生: what the heading names.
        let named = if named.is_empty() {
            self.named_by_heading()
        } else {
            named
        };
        if named.is_empty() || !self.is_plain_denial(&behind, &named) {
            return Vec::new();
        }
        let claims = named.into_iter().map(|(place, _)| Claim {
            says: Says::Nothing,
            range: denial.range.clone(),
            quote: self.trimmed(own.range.clone()),
            namings: vec![place],
            named: Vec::new(),
            year: paragraph.year_in(&told),
        });
        claims.collect()
    }

    /// Whether the headings above have one of some words.
    pub(super) fn is_under(&self, words: &Words) -> bool {
        self.heading.has(words)
    }

    /// What may be denied and is named by a heading above.
    fn named_by_heading(&self) -> Vec<(usize, &Naming)> {
        let named = |is_named: &dyn Fn(&Words) -> bool| -> Vec<(usize, &Naming)> {
            let namings = self.vocabulary.namings.iter().enumerate();
            namings
                .filter(|(_, naming)| {
                    naming.denied && !naming.topics.is_empty() && is_named(&naming.words)
                })
                .collect()
        };
        let nearest = named(&|words| self.heading.has_nearest(words));
        if nearest.is_empty() {
            named(&|words| self.heading.has(words))
        } else {
            nearest
        }
    }

    /// Whether nothing else is denied than what is named.
    fn is_plain_denial(&self, behind: &Range<usize>, named: &[(usize, &Naming)]) -> bool {
        let is_named = |words: fn(&Naming) -> &Words, token: &Token| {
            named
                .iter()
                .any(|(_, naming)| words(naming).contains(&token.word))
        };
        let mut left = String::new();
        let mut from = behind.start;
        for token in self.paragraph.tokens_in(behind) {
            if is_named(|naming| &naming.words, token) || is_named(|naming| &naming.topics, token) {
                left.push_str(self.paragraph.slice(&(from..token.range.start)));
                from = token.range.end;
            }
        }
        left.push_str(self.paragraph.slice(&(from..behind.end)));
        for filler in &self.vocabulary.fillers {
            left = left.replace(filler.as_str(), "");
        }
        left.chars().all(|c| !c.is_alphanumeric())
    }

    /// A range without blanks and stops at its ends.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let is_edge = |c: char| {
            c.is_whitespace() || matches!(c, '，' | ',' | '。' | '；' | ';' | '：' | ':' | '、')
        };
        let text = self.paragraph.slice(&range);
        let start = range.start + text.len() - text.trim_start_matches(is_edge).len();
        let end = range.end - (text.len() - text.trim_end_matches(is_edge).len());
        if start < end { start..end } else { range }
    }
}
