//! Whether a report is that of an institution with rules of its own.

use crate::import::other::{self, InstitutionWords, Other};

use super::agency;
use super::{Basis, Facts, Found, Seeking};

/// So often an institution speaks of itself, where its name isn't known.
const OFTEN: usize = 2;
/// So many times as often as an agency is spoken of.
const MORE: usize = 3;

impl Seeking<'_, '_> {
    /// The institution whose report it is, with its name if that is said; `None` if it is an
    /// agency's, or that can't be told.
    pub(super) fn institution(
        &self,
        facts: &Facts,
        title: Option<&Found>,
    ) -> Option<(Other, String)> {
        let words = other::words();
        let by_name = words.institution_named(&facts.agency);
        if facts.basis == Basis::Stated
            && (by_name.is_some() || agency::is_name(self.words, &facts.agency))
        {
            return by_name.map(|what| (what, facts.agency.clone()));
        }
        // Without a name in title or lead it is told by how the text speaks of itself.
        let organs = self.mentions(&words.organs);
        let tokens = self.filled().map(|(_, token)| token);
        let told = agency::told(self.words, tokens.clone())
            .or_else(|| agency::opening(self.words, tokens));
        let told = told.map(|(name, _)| (words.institution_named(&name), name));
        let is_told_agency = matches!(told, Some((None, _)));
        if let Some((Some(what), name)) = told
            && organs == 0
        {
            return Some((what, name));
        }
        let own = |known: &InstitutionWords| {
            if self.is_under(known, title) {
                return OFTEN + self.mentions(&known.own);
            }
            // A bureau speaks of its schools, and a school of the bureau.
            let is_beside = self.mentions(&known.beside) > 0 && !is_told_agency;
            if is_beside {
                self.mentions(&known.own)
            } else {
                0
            }
        };
        let spoken = words.institutions.iter().map(|known| (own(known), known));
        // Of two that are as likely the first is the one with the narrower words.
        let (times, known) = spoken.rev().max_by_key(|(times, _)| *times)?;
        let is_known = times >= OFTEN && times > MORE * organs;
        let name = by_name.filter(|what| *what == known.what);
        let name = name.map_or_else(String::new, |_| facts.agency.clone());
        is_known.then_some((known.what, name))
    }

    /// Whether title or lead name the rules that such an institution reports under.
    fn is_under(&self, known: &InstitutionWords, title: Option<&Found>) -> bool {
        let titled = title.into_iter().flat_map(|found| &found.tokens);
        let titled = titled.filter_map(|&place| self.tokens.tokens.get(place));
        let outside = &self.tokens.source.title;
        let is_year_of_school = |words: &str| words.contains("学年");
        let holds = |sentence: &str, words: &[String]| {
            words.iter().any(|word| sentence.contains(word.as_str()))
        };
        // An office for education speaks of these rules too.
        let is_named = |label: &str| {
            let mut sentences = label.split('。');
            sentences.any(|sentence| {
                holds(sentence, &known.rules) && holds(sentence, &other::words().made)
            })
        };
        titled
            .map(|token| token.label.as_str())
            .chain([outside.as_str()])
            .any(|label| known.what == Other::University && is_year_of_school(label))
            || self.lead_tokens().any(|token| is_named(&token.label))
    }

    /// How many texts hold one of some words.
    fn mentions(&self, words: &[String]) -> usize {
        let holds = |label: &str| words.iter().any(|word| label.contains(word.as_str()));
        let texts = self.filled().map(|(_, token)| token.label.as_str());
        let sentences = texts.flat_map(|label| label.split(['。', ';']));
        sentences.filter(|sentence| holds(sentence)).count()
    }
}
