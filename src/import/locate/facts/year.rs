//! The year a report is for.

use crate::form::heading;
use crate::import::locate::tokens::Token;
use crate::import::located::Doubt;
use crate::import::source::Spot;
use crate::returns::{HeaderField, Place};

use super::title::Title;
use super::{Facts, Found, SHORT, Seeking, beginning, date};

/// A year and where it is said.
#[derive(Clone, Debug)]
struct Said {
    year: u16,
    spot: Option<Spot>,
    text: String,
}

/// A year that sentences tell of.
struct Told<'a> {
    year: u16,
    times: usize,
    /// How many of them begin with it.
    begun: usize,
    /// The first that has it.
    token: &'a Token<'a>,
}

/// The year some words begin with, unless they are a plan for it: 2024年,我局将.
fn year_told(words: &str) -> Option<u16> {
    /// So many characters from the year 将 makes a plan.
    const NEAR: usize = 8;
    let (year, length) = date::year_at_start(words)?;
    let mut near = words.get(length..)?.chars().take(NEAR);
    (!near.any(|c| c == '将')).then_some(year)
}

impl Seeking<'_, '_> {
    pub(super) fn put_year(
        &self,
        facts: &mut Facts,
        title: Option<&Found>,
        outside: Option<&Title>,
        leads: &[(Title, Spot, String)],
    ) {
        let in_title = title.and_then(|found| {
            let first = self.tokens.tokens.get(*found.tokens.first()?)?;
            Some(Said {
                year: *found.title.years.first()?,
                spot: Some(first.spot.clone()),
                text: facts.title.clone(),
            })
        });
        let in_name = outside.and_then(|title| {
            Some(Said {
                year: *title.years.first()?,
                spot: None,
                text: self.tokens.source.title.clone(),
            })
        });
        let in_leads = leads.iter().filter_map(|(title, spot, text)| {
            Some(Said {
                year: *title.years.first()?,
                spot: Some(spot.clone()),
                text: text.clone(),
            })
        });
        let mut said: Vec<Said> = Vec::new();
        said.extend(in_title);
        said.extend(in_name.filter(|_| said.is_empty()));
        said.extend(self.periods());
        said.extend(self.captions());
        said.extend(in_leads);
        let Some(first) = said.first() else {
            self.put_doubtful_year(facts);
            return;
        };
        facts.year = Some(first.year);
        let mut other_years = vec![first.year];
        for other in said.iter().skip(1) {
            if other_years.contains(&other.year) {
                continue;
            }
            other_years.push(other.year);
            facts.doubts.push(Doubt {
                place: Place::Header(Some(HeaderField::Year)),
                found: other.text.clone(),
                why: format!(
                    "“{}”是 {} 年，这里写的是 {} 年，请核对年度",
                    beginning(&first.text),
                    first.year,
                    other.year
                ),
                spot: other.spot.clone(),
            });
        }
    }

    /// The years of the periods that figures are said to be of.
    fn periods(&self) -> Vec<Said> {
        let mut periods = Vec::new();
        for (_, token) in self.filled() {
            for sentence in token.label.split(['。', ';']) {
                let mut words = self.words.title.periods.iter();
                let Some(at) = words.find_map(|words| sentence.find(words.as_str())) else {
                    continue;
                };
                let behind = sentence.get(at..).unwrap_or_default();
                if let Some(year) = date::period(behind) {
                    periods.push(Said {
                        year,
                        spot: Some(token.spot.clone()),
                        text: sentence.to_owned(),
                    });
                }
            }
        }
        periods
    }

    /// The years of captions: （2018年度）.
    fn captions(&self) -> Vec<Said> {
        let captions = self.filled().filter_map(|(_, token)| {
            let inner = token.label.strip_prefix('(')?.strip_suffix(')')?;
            let year = inner
                .strip_suffix("年度")
                .or_else(|| inner.strip_suffix('年'))?;
            Some(Said {
                year: date::year(year)?,
                spot: Some(token.spot.clone()),
                text: token.text.to_owned(),
            })
        });
        captions.collect()
    }

    /// The year right before what such reports are on: 2023年政府信息公开工作.
    fn year_of_subject(&self, sentence: &str) -> Option<u16> {
        let subjects = self.words.title.subjects.iter();
        let mut places = subjects.flat_map(|subject| {
            let places = sentence.match_indices(subject.as_str());
            places.map(|(at, _)| at)
        });
        places.find_map(|at| {
            let before = sentence.get(..at)?.trim_end_matches('度');
            let start = before.char_indices().rev().nth(4).map(|(at, _)| at)?;
            date::leading_year(before.get(start..)?)
        })
    }

    /// The years of sentences, the one told most often first, and of these the one that more
    /// sentences begin with.
    fn told_years(&self) -> Vec<Told<'_>> {
        let mut told: Vec<Told<'_>> = Vec::new();
        let is_text = |token: &Token<'_>| {
            let label = token.label.as_str();
            let begins = date::year_at_start(label);
            let behind = begins.and_then(|(_, length)| label.get(length..));
            label.chars().count() > SHORT
                || label.contains('。')
                || behind.is_some_and(|rest| rest.starts_with(','))
        };
        let texts = self.filled().filter(|(_, token)| is_text(token));
        let sentences = texts.flat_map(|(_, token)| {
            let sentences = token.label.split('。');
            sentences.map(move |sentence| (sentence, token))
        });
        for (sentence, token) in sentences {
            let words = heading::subject(sentence);
            let words = words
                .strip_prefix("截至")
                .or_else(|| words.strip_prefix("截止"))
                .unwrap_or(words);
            let leading = year_told(words);
            let inner = || words.split(',').skip(1).find_map(year_told);
            let year = leading
                .or_else(|| self.year_of_subject(words))
                .or_else(inner);
            let Some(year) = year else {
                continue;
            };
            let begun = usize::from(leading.is_some());
            match told.iter_mut().find(|other| other.year == year) {
                Some(known) => {
                    known.times += 1;
                    known.begun += begun;
                }
                None => told.push(Told {
                    year,
                    times: 1,
                    begun,
                    token,
                }),
            }
        }
        told.sort_by_key(|told| {
            let Told {
                year, times, begun, ..
            } = told;
            (std::cmp::Reverse((*times, *begun)), *year)
        });
        told
    }

    /// The year that sentences begin with, else the one before the date of publication.
    fn put_doubtful_year(&self, facts: &mut Facts) {
        let place = Place::Header(Some(HeaderField::Year));
        let told = self.told_years();
        if let Some(first) = told.first() {
            facts.year = Some(first.year);
            let second = told.get(1).map_or(0, |told| told.times);
            if first.times > 1 && first.times >= 2 * second {
                return;
            }
            let year = first.year;
            facts.doubts.push(Doubt {
                place,
                found: beginning(first.token.text),
                why: format!("没有写明年度，按正文的叙述当作 {year} 年，请核对"),
                spot: Some(first.token.spot.clone()),
            });
            return;
        }
        let mut dated = self
            .filled()
            .filter(|(_, token)| token.label.chars().count() <= 2 * SHORT);
        let published = dated.find_map(|(_, token)| Some((date::first(&token.label)?, token)));
        facts.doubts.push(match published {
            Some((date, token)) => {
                let year = date.year - 1;
                facts.year = Some(year);
                Doubt {
                    place,
                    found: beginning(token.text),
                    why: format!("没有写明年度，按发布日期当作 {year} 年，请核对"),
                    spot: Some(token.spot.clone()),
                }
            }
            None => Doubt {
                place,
                found: String::new(),
                why: "没有找到年度，请填写".to_owned(),
                spot: None,
            },
        });
    }
}
