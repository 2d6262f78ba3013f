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

    /// The year that paragraphs begin with, else the one before the date of publication.
    fn put_doubtful_year(&self, facts: &mut Facts) {
        let mut begun: Vec<(u16, usize, &Token<'_>)> = Vec::new();
        let long = self
            .filled()
            .filter(|(_, token)| token.label.chars().count() > SHORT);
        let sentences = long.flat_map(|(_, token)| {
            token
                .label
                .split('。')
                .map(move |sentence| (sentence, token))
        });
        for (sentence, token) in sentences {
            let words = heading::subject(sentence);
            let words = words
                .strip_prefix("截至")
                .or_else(|| words.strip_prefix("截止"))
                .unwrap_or(words);
            let year = date::leading_year(words).or_else(|| self.year_of_subject(words));
            let Some(year) = year else {
                continue;
            };
            match begun.iter_mut().find(|(other, _, _)| *other == year) {
                Some((_, times, _)) => *times += 1,
                None => begun.push((year, 1, token)),
            }
        }
        begun.sort_by_key(|(year, times, _)| (std::cmp::Reverse(*times), *year));
        let place = Place::Header(Some(HeaderField::Year));
        if let Some((year, times, token)) = begun.first() {
            facts.year = Some(*year);
            let second = begun.get(1).map_or(0, |(_, times, _)| *times);
            if *times > 1 && *times >= 2 * second {
                return;
            }
            facts.doubts.push(Doubt {
                place,
                found: beginning(token.text),
                why: format!("没有写明年度，按正文的叙述当作 {year} 年，请核对"),
                spot: Some(token.spot.clone()),
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
