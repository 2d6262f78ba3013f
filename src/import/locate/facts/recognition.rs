//! Whether a source is such a report at all or what else it is, and in which script.

use crate::form::heading;
use crate::import::locate::tokens::Token;
use crate::import::normal;
use crate::import::other::Other;
use crate::import::source::Spot;

use super::document::Named;
use super::title::Title;
use super::{Facts, Found, Seeking, beginning};

/// Titles of so many different reports make a list of them.
const LISTED: usize = 4;

/// What a source is that is no report.
#[derive(Clone, Debug)]
pub(super) struct Elsewhere {
    pub what: Other,
    /// What it calls itself; empty for an institution's report.
    pub called: String,
    /// Whose report it is; empty if it is no institution's, or that isn't said.
    pub institution: String,
}

/// What speaks for a report.
struct Signs {
    /// How many headings there are that only reports have.
    telling: usize,
    /// Whether it begins as reports do.
    has_lead: bool,
    /// How many different reports titles are of.
    listed: usize,
    /// Whether there is a title at all, maybe that of a column of a site.
    named: bool,
    /// Whether there is a title with agency or year.
    titled: bool,
}

impl Signs {
    /// Whether they are enough for a report, if there is text.
    fn are_of_a_report(&self) -> bool {
        self.named || self.has_lead || self.telling >= 2
    }
}

impl Seeking<'_, '_> {
    /// What the source is that is no report; `None` for a report. Of `facts` the agency has to be
    /// known.
    pub(super) fn elsewhere(
        &self,
        facts: &Facts,
        titles: &[Found],
        title: Option<&Found>,
        outside: Option<&Title>,
    ) -> Option<Elsewhere> {
        let mut telling: Vec<&str> = self
            .filled()
            .filter_map(|(_, token)| self.telling(token))
            .collect();
        telling.sort_unstable();
        telling.dedup();
        let signs = Signs {
            telling: telling.len(),
            has_lead: self.has_lead(),
            listed: titles_differ(titles),
            named: title.is_some() || outside.is_some(),
            titled: title.is_some() || outside.is_some_and(|title| title.worth() > 0),
        };
        let by_name = self.named_document();
        let by_name = by_name.filter(|named| self.is_it(named, &signs, title, outside));
        let called = by_name.as_ref().map(|named| self.words_of(named));
        let document = |what: Other| Elsewhere {
            what,
            called: called.clone().unwrap_or_else(|| self.first_words()),
            institution: String::new(),
        };
        if signs.listed >= LISTED && signs.telling < 2 && !signs.has_lead {
            return Some(document(Other::List));
        }
        if let Some(named) = by_name.iter().find(|named| named.what == Other::PartOfYear) {
            return Some(document(named.what));
        }
        if let Some((what, institution)) = self.institution(facts, title)
            && (signs.are_of_a_report() || self.is_on_subject())
        {
            return Some(Elsewhere {
                what,
                called: String::new(),
                institution,
            });
        }
        if let Some(named) = &by_name {
            return Some(document(named.what));
        }
        if signs.telling >= 3 {
            return None;
        }
        // News has the report's title, and nothing that a report begins with.
        let told = self.told_document().filter(|told| match told {
            Other::News => signs.telling == 0 && !signs.has_lead,
            _ => !signs.named,
        });
        if let Some(told) = told.or_else(|| self.headed_document()) {
            return Some(document(told));
        }
        // The first heading is that of other documents too, with one of a report's it is enough.
        let has_first = self.filled().any(|(_, token)| self.is_first_heading(token));
        let has_aspects = has_first && (self.aspects() >= 3 || signs.telling > 0)
            || signs.telling > 0 && self.aspects() >= 3;
        let has_text = self.has_text(title);
        if (signs.are_of_a_report() || has_aspects) && (has_text || signs.telling >= 2) {
            return None;
        }
        Some(document(match (signs.listed, signs.named) {
            (2.., _) => Other::List,
            (_, true) => Other::TitleOnly,
            (_, false) => Other::Unknown,
        }))
    }

    /// Whether a source is the document it names, though it has signs of a report.
    fn is_it(
        &self,
        named: &Named,
        signs: &Signs,
        title: Option<&Found>,
        outside: Option<&Title>,
    ) -> bool {
        match named.what {
            Other::PartOfYear => !signs.titled && (signs.telling < 3 || named.is_first),
            // These bring a form that is to be filled in, or tell of one, with all its headings.
            Other::Notice | Other::Draft | Other::Explanation | Other::Appraisal
                if signs.telling >= 3 =>
            {
                !signs.titled
            }
            _ if signs.telling >= 3 => false,
            // 政府信息公开指南 is a line of many pages' menus.
            _ if !named.has_year && (signs.telling > 0 || signs.has_lead) => false,
            _ if !signs.named => true,
            // A page that only has a link to a report names itself first.
            _ => {
                outside.is_none()
                    && signs.telling == 0
                    && !signs.has_lead
                    && self.comes_before(named, title)
            }
        }
    }

    /// How a document names itself, as published.
    fn words_of(&self, named: &Named) -> String {
        let Some(place) = named.place else {
            return self.tokens.source.title.trim().to_owned();
        };
        let token = self.tokens.tokens.get(place);
        match token.filter(|token| token.label == named.name) {
            Some(token) => token.text.split_whitespace().collect(),
            None => named.name.clone(),
        }
    }

    /// The title outside the text, or its first words.
    fn first_words(&self) -> String {
        let outside = self.tokens.source.title.trim();
        let lines = self.filled().filter(|(_, token)| token.spot.cell.is_none());
        let mut lines = lines.map(|(_, token)| token.text.trim());
        let first = if outside.is_empty() {
            lines.next()
        } else {
            Some(outside)
        };
        beginning(first.unwrap_or_default())
    }

    /// Whether there is running text: a long sentence, or below a title of its own a short one
    /// that tells what was made public or asked for.
    fn has_text(&self, title: Option<&Found>) -> bool {
        let behind = title.and_then(|found| found.tokens.last());
        self.filled().any(|(place, token)| {
            let length = token.label.chars().count();
            let is_below = behind.is_some_and(|&title| place > title);
            length > 16 && token.label.contains('。')
                || is_below && length > 5 && self.tells_work(&token.label)
        })
    }

    /// Whether a line tells of the work itself: 全年主动公开信息12条.
    fn tells_work(&self, label: &str) -> bool {
        let title = &self.words.title;
        let is_on = title.works.iter().any(|word| label.contains(word.as_str()));
        let is_told = title.told.iter().any(|word| label.contains(word.as_str()));
        is_on && is_told
    }

    /// Whether the text speaks of the disclosure of information at all.
    fn is_on_subject(&self) -> bool {
        let subjects = &self.words.title.subjects;
        self.filled().any(|(_, token)| {
            let mut subjects = subjects.iter();
            subjects.any(|subject| token.label.contains(subject.as_str()))
        })
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

/// How many different reports some titles are of.
fn titles_differ(titles: &[Found]) -> usize {
    let mut different: Vec<(&str, Option<&u16>)> = titles
        .iter()
        .map(|found| (found.title.agency.as_str(), found.title.years.first()))
        .collect();
    different.sort_unstable();
    different.dedup();
    different.len()
}
