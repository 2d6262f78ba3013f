//! Whether a source is such a report at all, and in which script.

use crate::form::heading;
use crate::import::locate::tokens::Token;
use crate::import::normal;
use crate::import::source::Spot;

use super::title::Title;
use super::{Found, SHORT, Seeking, date};

/// Titles of so many different reports make a list of them.
const LISTED: usize = 4;

impl Seeking<'_, '_> {
    pub(super) fn is_report(
        &self,
        titles: &[Found],
        title: Option<&Found>,
        outside: Option<&Title>,
    ) -> bool {
        let mut telling: Vec<&str> = self
            .filled()
            .filter_map(|(_, token)| self.telling(token))
            .collect();
        telling.sort_unstable();
        telling.dedup();
        let is_long = |(_, token): &(usize, &Token<'_>)| {
            token.label.chars().count() > 16 && token.label.contains('。')
        };
        let long = self.filled().filter(is_long).count();
        let has_lead = self.has_lead();
        let mut different: Vec<(&str, Option<&u16>)> = titles
            .iter()
            .map(|found| (found.title.agency.as_str(), found.title.years.first()))
            .collect();
        different.sort_unstable();
        different.dedup();
        if different.len() >= LISTED && telling.len() < 2 && !has_lead {
            return false;
        }
        if telling.len() >= 3 {
            return true;
        }
        let named = title.is_some() || outside.is_some();
        if !named && self.is_other() || self.is_foreign() {
            return false;
        }
        let has_first = self.filled().any(|(_, token)| self.is_part_heading(token));
        let has_aspects = has_first && self.aspects() >= 3;
        let signs = 2 * usize::from(named)
            + 2 * usize::from(has_lead)
            + 2 * usize::from(has_aspects)
            + telling.len().min(2);
        signs >= 2 && (long > 0 || telling.len() >= 2)
    }

    /// Whether it is a page about a report, or another document by its headings.
    fn is_foreign(&self) -> bool {
        let foreign = &self.words.title.foreign;
        let mut lines = self.filled().map(|(_, token)| token.label.as_str());
        lines.any(|label| {
            let subject = heading::subject(label);
            foreign.iter().any(|words| {
                subject == words || label.contains("解读") && label.contains(words.as_str())
            })
        })
    }

    /// Whether the page calls itself something else.
    fn is_other(&self) -> bool {
        let name = normal::label(&self.tokens.source.title);
        let lines = self.filled().take(30).map(|(_, token)| &token.label);
        let mut lines = lines.filter(|label| (8..=SHORT).contains(&label.chars().count()));
        let is_other = |label: &str| {
            let label = label.trim_end_matches([')', '"', '》']);
            let others = self.words.title.others.iter();
            others.into_iter().any(|end| label.ends_with(end.as_str()))
                && date::year_in(label).is_some()
        };
        is_other(&name) || lines.any(|label| is_other(label))
    }

    /// Whether the lead is that of a report on this subject.
    fn has_lead(&self) -> bool {
        let subjects = &self.words.title.subjects;
        let on_subject = |token: &Token<'_>| {
            subjects
                .iter()
                .any(|subject| token.label.contains(subject.as_str()))
        };
        let lead: Vec<&Token<'_>> = self.lead_tokens().collect();
        lead.iter().any(|token| self.is_lead(token)) && lead.iter().any(|token| on_subject(token))
    }

    /// How many of the matters that a report's first part tells stand as its sub-headings.
    fn aspects(&self) -> usize {
        let aspects = self.words.title.aspects.iter();
        let told = aspects.filter(|aspect| {
            self.filled().any(|(_, token)| {
                let subject = heading::subject(&token.label);
                heading::number(&token.label).is_some() && subject.starts_with(aspect.as_str())
            })
        });
        told.count()
    }

    /// Where a report in traditional script begins.
    pub(super) fn traditional(&self) -> Option<Spot> {
        /// So many lines tell the script.
        const ENOUGH: usize = 8;
        let is_text = |token: &&Token<'_>| token.label.chars().count() > 8;
        let texts = self.filled().map(|(_, token)| token).filter(is_text);
        let texts: Vec<&Token<'_>> = texts.take(ENOUGH).collect();
        let differs = |token: &&&Token<'_>| {
            let simple = normal::simplified(token.text);
            let pairs = simple.chars().zip(token.text.chars());
            let different = pairs.filter(|(simple, own)| simple != own).count();
            10 * different > token.text.chars().count()
        };
        let traditional = texts.iter().filter(differs);
        let traditional: Vec<&&Token<'_>> = traditional.collect();
        (2 * traditional.len() > texts.len())
            .then(|| traditional.first().map(|token| token.spot.clone()))
            .flatten()
    }
}
