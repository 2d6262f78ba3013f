//! Whose report it is, for which year, and whether it is one.

mod agency;
mod contact;
mod date;
mod document;
mod institution;
mod recognition;
mod title;
mod year;

use std::sync::Arc;

use crate::form::catalog::Catalog;
use crate::form::{Form, heading};
use crate::import::located::{Doubt, Remark};
use crate::import::normal;
use crate::import::other::Other;
use crate::import::source::Spot;
use crate::returns::{HeaderField, Place, Return};

use super::narrative::Narrative;
use super::tokens::{Token, Tokens};
use super::wording::{Wording, wording};

use contact::Contact;
use date::Date;
use title::Title;

/// Every year with 年 in some words, in order, each once.
pub(super) fn years(words: &str) -> Vec<u16> {
    date::years(words)
}

/// The longest title, in characters of its label.
pub(super) const LONGEST_TITLE: usize = title::LONGEST;

/// Whether words are the title of a report that says whose or of which year it is.
pub(super) fn is_title(label: &str) -> bool {
    let is_short = label.chars().nth(LONGEST_TITLE).is_none();
    is_short && title::whole(wording(), label).is_some_and(|title| title.worth() > 0)
}

/// What a source says of itself, tables aside.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Empty if it isn't said.
    pub agency: String,
    /// How that is known.
    basis: Basis,
    pub year: Option<u16>,
    /// What it is by its name, title, lead and headings, if that is no such report.
    other: Option<Other>,
    /// What it calls itself then, as published; empty if it is a report.
    pub called: String,
    /// Whose it is then; empty if it is no institution's, or that isn't said.
    pub institution: String,
    pub doubts: Vec<Doubt>,
    pub remarks: Vec<Remark>,
    /// The tokens of the title, by place; empty if there is none.
    pub title_tokens: Vec<usize>,
    /// The title as published.
    title: String,
    /// The edition of a region whose report it seems to be.
    edition: Option<String>,
    /// The date under the report, as printed there.
    signed_on: Option<Date>,
    /// The tokens of agency and date under the report.
    pub sign_off: Vec<usize>,
}

/// How it is known whose report a source is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Basis {
    /// By the report itself: title, lead or signature.
    Stated,
    /// By what the page says of who published it, or by whose site it is.
    Published,
    /// By what its sentences tell.
    Told,
    #[default]
    Unknown,
}

/// A short line is at most so long, in characters of its label.
const SHORT: usize = 44;
/// So many paragraphs may be those of a lead.
const LEAD: usize = 6;

impl Facts {
    pub fn of(tokens: &Tokens<'_>) -> Self {
        let seeking = Seeking {
            words: wording(),
            tokens,
        };
        seeking.facts()
    }

    /// The agency as names are written: 清河市教育局（市体育局）.
    pub fn agency_name(&self) -> String {
        written(&self.agency)
    }

    /// Whether it is a report, as far as that can be told without its tables.
    pub fn is_report(&self) -> bool {
        self.other.is_none()
    }

    /// What it is that is no report. Figures in tables of the form make most a report.
    pub fn other(&self, has_figures: bool) -> Option<Other> {
        self.other
            .filter(|other| other.has_figures_of_its_own() || !has_figures)
    }

    /// Whether a line under the title is agency or date, as they are repeated there.
    pub fn is_signature(&self, label: &str) -> bool {
        let inner = label.trim_matches(['(', ')']);
        let is_date = date::at_end(inner).is_some_and(|(_, before)| before.is_empty());
        let is_agency = label.chars().count() > 3
            && (self.agency.ends_with(label)
                || !self.agency.is_empty() && label.ends_with(&self.agency))
            && agency::is_name(wording(), label);
        is_date || is_agency
    }

    /// The form for a report without tables.
    pub fn form(&self, catalog: &Catalog) -> Arc<Form> {
        let Some(year) = self.year else {
            return catalog.latest();
        };
        let regional = self.edition.as_deref();
        let regional = regional.and_then(|edition| catalog.official(edition));
        if let Some(form) = regional.filter(|form| form.years.contains(year)) {
            return form;
        }
        let earliest = || catalog.forms().min_by_key(|form| form.years.from);
        let before = earliest().filter(|form| year < form.years.from);
        catalog
            .for_year(year)
            .or_else(|| before.map(Arc::clone))
            .unwrap_or_else(|| catalog.latest())
    }

    /// What else the header takes: title, address, telephone, date.
    pub fn put_into(&self, form: &Form, narrative: &Narrative, ret: &mut Return) {
        let usual = normal::label(&form.report_title(&self.agency_name(), ret.header.year));
        if !self.title.is_empty() && normal::label(&self.title) != usual {
            ret.header.title.clone_from(&self.title);
        }
        // How to reach the agency is said where the report begins.
        let lead = narrative.paragraphs.iter().take(LEAD);
        let lead: Vec<String> = lead
            .map(|paragraph| normal::label(&paragraph.text))
            .collect();
        let contact = Contact::of(wording(), lead.iter().map(String::as_str));
        let header = &mut ret.header;
        header.address = contact.address;
        header.postcode = contact.postcode;
        header.telephone = contact.telephone;
        header.email = contact.email;
        header.website = contact.website;
        if let Some(date) = self.signed_on {
            header.filled_on = date.to_string();
        }
    }
}

/// What facts are sought in.
struct Seeking<'a, 's> {
    words: &'static Wording,
    tokens: &'a Tokens<'s>,
}

impl Seeking<'_, '_> {
    fn facts(&self) -> Facts {
        let mut facts = Facts::default();
        let titles = self.titles();
        let title = self.main_title(&titles);
        let outside = title::in_words(self.words, &normal::label(&self.tokens.source.title));
        let leads = self.leads();
        let sign_off = self.sign_off();
        facts.sign_off = sign_off.tokens.clone();
        facts.signed_on = sign_off.date;
        if let Some(found) = title {
            facts.title_tokens.clone_from(&found.tokens);
            facts.title = self.joined(&found.tokens);
            facts.remarks.extend(self.misspelling(found));
        }
        self.put_agency(
            &mut facts,
            title,
            outside.as_ref(),
            &leads,
            &sign_off.agency,
        );
        self.put_year(&mut facts, title, outside.as_ref(), &leads);
        if let Some(elsewhere) = self.elsewhere(&facts, &titles, title, outside.as_ref()) {
            facts.other = Some(elsewhere.what);
            facts.called = elsewhere.called;
            facts.institution = written(&elsewhere.institution);
        }
        facts.edition = self.edition(&facts.agency);
        if let Some(spot) = self.traditional() {
            facts.remarks.push(Remark {
                text: "原文是繁体字，文字部分按原文保留".to_owned(),
                spot: Some(spot),
            });
        }
        facts
    }

    /// Says what is misspelt in the title.
    fn misspelling(&self, found: &Found) -> Option<Remark> {
        let wrong = found.title.misspelt.as_ref()?;
        let right = self.words.title.misspelt.first()?;
        let first = self.tokens.tokens.get(*found.tokens.first()?)?;
        Some(Remark {
            text: format!("标题里的“{wrong}”疑为“{right}”之误，按原文保留"),
            spot: Some(first.spot.clone()),
        })
    }

    /// Tokens with text, with their places.
    fn filled(&self) -> impl Iterator<Item = (usize, &Token<'_>)> + Clone {
        let tokens = self.tokens.tokens.iter().enumerate();
        tokens.filter(|(_, token)| !token.label.is_empty())
    }

    /// Every title of such a report that stands on its own, on one to three lines.
    fn titles(&self) -> Vec<Found> {
        let filled: Vec<(usize, &Token<'_>)> = self.filled().collect();
        let mut titles: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < filled.len() {
            let found = (1..=3).find_map(|count| {
                let lines = filled.get(at..at + count)?;
                let is_short = |(_, token): &(usize, &Token<'_>)| {
                    token.label.chars().count() <= title::LONGEST && !self.is_part_heading(token)
                };
                if !lines.iter().all(is_short) {
                    return None;
                }
                let words: String = lines
                    .iter()
                    .map(|(_, token)| token.label.as_str())
                    .collect();
                let title = if count == 1 {
                    title::in_words(self.words, &words)?
                } else {
                    title::whole(self.words, &words)?
                };
                // Not a line of the page joined to what is as good a title without it.
                let rest: String = lines
                    .iter()
                    .skip(1)
                    .map(|(_, token)| token.label.as_str())
                    .collect();
                let rest = (count > 1)
                    .then(|| title::in_words(self.words, &rest))
                    .flatten();
                if rest.is_some_and(|rest| rest.worth() >= title.worth()) {
                    return None;
                }
                let tokens = lines.iter().map(|(place, _)| *place).collect();
                Some((count, Found { title, tokens }))
            });
            // Data of the page may stand on the title's line: 名称 X报告 发布日期.
            let among = || {
                let (place, token) = filled.get(at)?;
                let mut pieces = token.text.split_whitespace();
                let title =
                    pieces.find_map(|piece| title::whole(self.words, &normal::label(piece)))?;
                let tokens = vec![*place];
                Some((1, Found { title, tokens }))
            };
            match found.or_else(among) {
                Some((count, found)) => {
                    titles.push(found);
                    at += count;
                }
                None => at += 1,
            }
        }
        // Whose it is often stands on the line before.
        for found in &mut titles {
            let Some(&first) = found.tokens.first() else {
                continue;
            };
            let before = filled.partition_point(|(place, _)| *place < first);
            let Some((place, token)) = before.checked_sub(1).and_then(|at| filled.get(at)) else {
                continue;
            };
            if found.title.agency.is_empty() && agency::is_name(self.words, &token.label) {
                found.title.agency.clone_from(&token.label);
                found.tokens.insert(0, *place);
            }
        }
        titles
    }

    /// The report's own title: the first that says most.
    fn main_title<'f>(&self, titles: &'f [Found]) -> Option<&'f Found> {
        let worth = |found: &Found| found.title.worth();
        let most = titles.iter().map(worth).max()?;
        titles
            .iter()
            .find(|found| worth(found) == most)
            .filter(|_| most > 0)
    }

    /// The title as published, its lines joined.
    fn joined(&self, tokens: &[usize]) -> String {
        let texts = tokens
            .iter()
            .filter_map(|&place| self.tokens.tokens.get(place));
        let joined: String = texts
            .map(|token| {
                token
                    .text
                    .trim_start_matches(['#', '*', ' '])
                    .trim_end_matches(['*', ' '])
            })
            .collect();
        let joined: String = joined.split_whitespace().collect();
        // 标题：X年度报告
        let joined = joined.rsplit(['：', ':']).next().unwrap_or_default();
        // A site's name behind a dash is no part of it.
        let end = self.words.title.ends.iter().filter_map(|end| {
            let at = joined
                .rfind(end.as_str())
                .or_else(|| joined.rfind("報告"))?;
            Some(at + end.len())
        });
        let end = end.max().unwrap_or(joined.len());
        joined.get(..end).unwrap_or(joined).trim().to_owned()
    }

    /// The tokens before the first heading of a part.
    fn lead_tokens(&self) -> impl Iterator<Item = &Token<'_>> {
        let filled = self.filled().map(|(_, token)| token);
        let mut long = 0;
        filled.take_while(move |token| {
            let is_heading = self.is_part_heading(token);
            long += usize::from(token.label.chars().count() > SHORT);
            !(is_heading && long > 0) && long < 12
        })
    }

    /// Titles within the sentences of the lead: 现将我局2020年度政府信息公开情况报告如下.
    fn leads(&self) -> Vec<(Title, Spot, String)> {
        let mut leads = Vec::new();
        for token in self.lead_tokens() {
            let is_text = token.label.chars().count() > SHORT || token.label.ends_with('。');
            if !is_text && !self.is_lead(token) {
                continue;
            }
            for sentence in token.label.split(['。', ';']) {
                if let Some(title) = title::in_sentence(self.words, sentence) {
                    leads.push((title, token.spot.clone(), sentence.to_owned()));
                }
            }
        }
        leads
    }

    fn is_lead(&self, token: &Token<'_>) -> bool {
        let leads = &self.words.title.leads;
        leads
            .iter()
            .any(|words| token.label.contains(words.as_str()))
    }

    /// Whether a line is one of the headings that only such reports have, or of their first part.
    fn is_part_heading(&self, token: &Token<'_>) -> bool {
        self.telling(token).is_some() || self.is_first_heading(token)
    }

    /// Whether a line is a heading of the first part.
    fn is_first_heading(&self, token: &Token<'_>) -> bool {
        let firsts = &self.words.title.firsts;
        let subject = heading::subject(&token.label);
        firsts.iter().any(|words| words == subject)
    }

    fn telling(&self, token: &Token<'_>) -> Option<&str> {
        let subject = heading::subject(&token.label);
        let telling = self.words.title.telling.iter();
        telling.map(String::as_str).find(|words| subject == *words)
    }

    /// Agency and date at the end of the report.
    fn sign_off(&self) -> SignOff {
        let filled: Vec<(usize, &Token<'_>)> = self
            .filled()
            .filter(|(_, token)| token.spot.cell.is_none())
            .collect();
        let mut found = SignOff::default();
        for (index, (place, token)) in filled.iter().enumerate().rev().take(40) {
            if token.label.chars().count() > SHORT {
                continue;
            }
            let Some((date, before)) = date::at_end(&token.label) else {
                continue;
            };
            if before.is_empty() {
                let previous = index.checked_sub(1).and_then(|index| filled.get(index));
                if let Some((agency, token)) =
                    previous.filter(|(_, token)| agency::is_name(self.words, &token.label))
                {
                    found.tokens = vec![*agency, *place];
                    found.agency.clone_from(&token.label);
                    found.date = Some(date);
                    break;
                }
                // A date alone signs only at the very end.
                if index + 1 == filled.len() {
                    found.tokens = vec![*place];
                    found.date = Some(date);
                    break;
                }
            } else if agency::is_name(self.words, before) {
                found.tokens = vec![*place];
                before.clone_into(&mut found.agency);
                found.date = Some(date);
                break;
            }
        }
        found
    }

    fn put_agency(
        &self,
        facts: &mut Facts,
        title: Option<&Found>,
        outside: Option<&Title>,
        leads: &[(Title, Spot, String)],
        signed: &str,
    ) {
        if let Some(title) = title
            && agency::are_of_two(self.words, &title.title.agency, signed)
        {
            let first = title.tokens.first();
            let token = first.and_then(|&first| self.tokens.tokens.get(first));
            facts.doubts.push(Doubt {
                place: Place::Header(Some(HeaderField::Agency)),
                found: facts.title.clone(),
                why: format!(
                    "标题里的单位是“{}”，落款是“{}”，请核对是哪个单位的年报",
                    written(&title.title.agency),
                    written(signed)
                ),
                spot: token.map(|token| token.spot.clone()),
            });
        }
        let keyed = agency::keyed(self.words, self.filled().map(|(_, token)| token));
        let lead: Vec<&str> = self
            .lead_tokens()
            .map(|token| token.label.as_str())
            .collect();
        let mut named: Vec<String> = Vec::new();
        named.extend(title.map(|found| found.title.agency.clone()));
        named.extend(outside.map(|title| title.agency.clone()));
        named.extend(leads.iter().map(|(title, _, _)| title.agency.clone()));
        named.push(signed.to_owned());
        named.extend(agency::maker(self.words, &lead));
        named.retain(|name| !name.is_empty());
        let is_keyed_only = named.is_empty();
        named.extend(keyed);
        let Some(first) = named.first() else {
            self.put_doubtful_agency(facts);
            return;
        };
        let fuller = named.iter().skip(1).filter(|name| {
            name.len() > first.len()
                && (name.ends_with(first.as_str()) || self.is_whole_of(name, first))
        });
        let agency = fuller
            .max_by_key(|name| name.len())
            .cloned()
            .unwrap_or_else(|| first.clone());
        let texts = self.filled().map(|(_, token)| token.label.as_str());
        let agency = agency::of_place(&agency, texts.clone());
        facts.agency = agency::fullest(self.words, &agency, texts);
        facts.basis = if is_keyed_only {
            Basis::Published
        } else {
            Basis::Stated
        };
        if is_keyed_only {
            // Whoever published a report need not be whose it is.
            facts.doubts.push(Doubt {
                place: Place::Header(Some(HeaderField::Agency)),
                found: first.clone(),
                why: "标题和正文没有写明单位，这里取自页面上的发布机构或来源，请核对".to_owned(),
                spot: None,
            });
        }
    }

    /// The agency by its site or by what paragraphs begin with, as a doubt.
    fn put_doubtful_agency(&self, facts: &mut Facts) {
        let place = Place::Header(Some(HeaderField::Agency));
        let tokens = self.filled().map(|(_, token)| token);
        let site = agency::site(self.words, tokens.clone());
        let told = || {
            agency::told(self.words, tokens.clone())
                .or_else(|| agency::opening(self.words, tokens.clone()))
        };
        let (basis, agency, token, why) = if let Some((agency, token)) = site {
            let why = format!("标题和正文没有写明单位，“{agency}”取自网站名称，请核对");
            (Basis::Published, agency, token, why)
        } else if let Some((agency, token)) = told() {
            let texts = tokens.clone().map(|token| token.label.as_str());
            let agency = agency::fullest(self.words, &agency, texts);
            let why = format!("没有标题和落款，“{agency}”取自正文的叙述，请核对");
            (Basis::Told, agency, token, why)
        } else {
            facts.doubts.push(Doubt {
                place,
                found: String::new(),
                why: "没有找到填报单位的名称，请填写".to_owned(),
                spot: None,
            });
            return;
        };
        facts.agency = agency;
        facts.basis = basis;
        facts.doubts.push(Doubt {
            place,
            found: beginning(token.text),
            why,
            spot: Some(token.spot.clone()),
        });
    }

    /// Whether a name is another one with what makes it official behind it: 牛华镇人民政府.
    fn is_whole_of(&self, name: &str, short: &str) -> bool {
        let at = name.find(short);
        let behind = at.and_then(|at| name.get(at + short.len()..));
        behind == Some("人民政府")
    }

    /// The edition of a region that agency or text name.
    fn edition(&self, agency: &str) -> Option<String> {
        let regions = self.words.prose.regions.iter();
        let mut regions = regions.filter(|region| {
            let mut agencies = region.agencies.iter();
            agencies.any(|known| agency.starts_with(known.as_str()))
                || self.filled().any(|(_, token)| {
                    let mut topics = region.topics.iter();
                    topics.any(|topic| token.label.contains(topic.as_str()))
                })
        });
        regions.next().map(|region| region.edition.clone())
    }
}

/// A title and the tokens it stands in.
#[derive(Clone, Debug)]
struct Found {
    title: Title,
    tokens: Vec<usize>,
}

#[derive(Clone, Debug, Default)]
struct SignOff {
    tokens: Vec<usize>,
    agency: String,
    date: Option<Date>,
}

/// A name spelt as labels are, in the brackets of running text.
fn written(name: &str) -> String {
    name.replace('(', "（").replace(')', "）")
}

/// The first words of a text, for a sentence about it.
fn beginning(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    short.push('…');
    short
}
