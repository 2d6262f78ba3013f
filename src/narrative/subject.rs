//! Whose numbers a paragraph states, of which years, and what they are about.

use std::ops::Range;

use super::claims::Claiming;
use super::lexicon::{Token, Words};
use super::vocabulary::Naming;

impl Claiming<'_> {
    /// Whether the words before tell of other years, other bodies, or plans.
    pub(super) fn is_outside(&self, naming: &Naming, range: &Range<usize>) -> bool {
        let tokens = self.paragraph.tokens_in(range).iter();
        tokens
            .filter(|token| self.vocabulary.outside.contains(&token.word))
            .any(|token| !naming.allows.contains(&token.word))
    }

    /// Whether words say what one body among others did: 区教育局收到.
    pub(super) fn is_of_other_body(&self, range: &Range<usize>) -> bool {
        let vocabulary = self.vocabulary;
        let acts = self.paragraph.tokens_in(range).iter();
        let mut acts = acts.filter(|token| vocabulary.acts.contains(&token.word));
        acts.any(|act| {
            let mut before = self.paragraph.slice(&(range.start..act.range.start));
            let adverbs = vocabulary.adverbs.iter();
            while let Some(rest) = adverbs.clone().find_map(|word| before.strip_suffix(word)) {
                before = rest;
            }
            let mut bodies = vocabulary.bodies.iter();
            let name = bodies.find_map(|body| before.strip_suffix(body.as_str()));
            // 局 alone is no name.
            let name = name.filter(|name| name.ends_with(char::is_alphanumeric));
            name.is_some_and(|name| !vocabulary.own.iter().any(|own| name.ends_with(own)))
        })
    }

    /// Whether the passage is about what the naming speaks of: the last topic before says so.
    pub(super) fn is_about(
        &self,
        naming: &Naming,
        nearest: &Range<usize>,
        lead: &Range<usize>,
        sentence: &Range<usize>,
    ) -> bool {
        let vocabulary = self.vocabulary;
        let wanted = |token: &Token| {
            if naming.topics.is_empty() {
                !vocabulary.elsewhere.contains(&token.word)
            } else {
                naming.topics.contains(&token.word) && self.counts_as_topic(token, &naming.topics)
            }
        };
        // What stands in brackets beside it tells nothing of it: 1319件（含上年结转申请件），其中.
        let is_aside = |byte: usize| {
            let paragraph = self.paragraph;
            paragraph.clause(paragraph.clause_at(byte)).aside
        };
        let own_aside = is_aside(nearest.start);
        let topic = |range: &Range<usize>| {
            let tokens = self.paragraph.tokens_in(range).iter().rev();
            tokens
                .into_iter()
                .filter(|token| vocabulary.topics.contains(&token.word))
                .find(|token| own_aside || !is_aside(token.range.start))
        };
        let near = topic(nearest).or_else(|| topic(lead));
        if naming.topics.is_empty() {
            return near.is_none_or(wanted);
        }
        let told = near
            .or_else(|| topic(&(sentence.start..nearest.start)))
            .or_else(|| topic(&(0..sentence.start)));
        match told {
            Some(token) => wanted(token),
            None => {
                let topics = self.heading.tokens.iter().rev();
                let mut topics = topics.filter(|token| vocabulary.topics.contains(&token.word));
                topics
                    .next()
                    .is_some_and(|token| naming.topics.contains(&token.word))
            }
        }
    }

    /// Whether what a naming is told beside stands up to `end`, in its sentence or the one before.
    pub(super) fn has_context(&self, naming: &Naming, sentence: &Range<usize>, end: usize) -> bool {
        let paragraph = self.paragraph;
        let before = sentence.start.checked_sub(1);
        let before = before.map(|byte| paragraph.clause(paragraph.clause_at(byte)).sentence);
        let start = before.map_or(sentence.start, |before| before.start);
        let mut tokens = paragraph.tokens_in(&(start..end)).iter();
        naming.context.is_empty()
            || self.is_under(&naming.context)
            || tokens.any(|token| {
                naming.context.contains(&token.word) && self.counts_as_topic(token, &naming.context)
            })
    }

    /// Whether a topic is one: 申请 alone has no object of its own, and is all that was received
    /// or stands after one of the fuller `topics`.
    fn counts_as_topic(&self, token: &Token, topics: &Words) -> bool {
        let bare = &self.vocabulary.bare;
        if !bare.contains(&token.word) {
            return true;
        }
        let is_fuller = |other: &Token| topics.contains(&other.word) && !bare.contains(&other.word);
        !self.has_object(token)
            && (self.is_unqualified(token)
                || self
                    .paragraph
                    .tokens_in(&(0..token.range.start))
                    .iter()
                    .any(is_fuller))
    }

    /// Whether words of another matter follow: 申请公租房.
    fn has_object(&self, token: &Token) -> bool {
        let paragraph = self.paragraph;
        let clause = paragraph.clause(paragraph.clause_at(token.range.start));
        let behind = token.range.end..clause.range.end;
        let next = paragraph.tokens_in(&behind).first();
        if next.is_some_and(|next| next.range.start == behind.start) {
            return false;
        }
        let behind = paragraph.slice(&behind).trim_start();
        let mut follows = self.vocabulary.after_bare.iter();
        behind.starts_with(|first: char| first.is_alphabetic() && !first.is_numeric())
            && !follows.any(|word| behind.starts_with(word.as_str()))
    }

    /// Whether only what was done, or how much, leads up to a word: 收到各类申请.
    fn is_unqualified(&self, token: &Token) -> bool {
        let paragraph = self.paragraph;
        let clause = paragraph.clause(paragraph.clause_at(token.range.start));
        let mut before = paragraph.slice(&(clause.range.start..token.range.start));
        loop {
            before = before.trim_end();
            let end = clause.range.start + before.len();
            let last = paragraph.tokens_in(&(clause.range.start..end)).last();
            if last.is_some_and(|last| {
                last.range.end == end && self.vocabulary.acts.contains(&last.word)
            }) {
                return true;
            }
            let words = &self.vocabulary.before_bare;
            match words.iter().find_map(|word| before.strip_suffix(word)) {
                Some(rest) => before = rest,
                None => break,
            }
        }
        let last = before.chars().last();
        last.is_none_or(|last| !last.is_alphabetic() || last.is_numeric())
    }
}
