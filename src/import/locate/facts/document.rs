//! What else a source is: the documents that are no reports, by what they call themselves.

use crate::form::heading;
use crate::import::normal;
use crate::import::other::{self, DocumentWords, Other};

use super::{Found, Seeking, date};

/// A document names itself in so many of its first lines.
const FIRST: usize = 30;
/// A name is so long, in characters of its label.
const NAME: std::ops::RangeInclusive<usize> = 4..=60;

/// What a document calls itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub what: Other,
    /// As its label is spelt.
    pub name: String,
    /// The token it stands in, by place; `None` for what the file says outside its text.
    pub place: Option<usize>,
    /// Whether nothing stands before it.
    pub is_first: bool,
    /// Whether it names a year; what names none may be an entry of the page's menu.
    pub has_year: bool,
}

impl Seeking<'_, '_> {
    /// What the source calls itself, if that is no report.
    pub(super) fn named_document(&self) -> Option<Named> {
        let first = self.filled().next().map(|(place, _)| place);
        self.names().into_iter().find_map(|(name, place)| {
            let is_first = place.is_none() || place == first;
            let what = self.document_named(&name, place.is_some() && is_first)?;
            let has_year = date::year_in(&name).is_some();
            Some(Named {
                what,
                name,
                place,
                is_first,
                has_year,
            })
        })
    }

    /// What the lead says the source is: 现将…工作总结如下.
    pub(super) fn told_document(&self) -> Option<Other> {
        let lead: Vec<&str> = self
            .lead_tokens()
            .map(|token| token.label.as_str())
            .collect();
        if lead.iter().any(|label| self.tells_part_of_year(label)) {
            return Some(Other::PartOfYear);
        }
        document_where(|words| lead.iter().any(|label| label.contains(words)))
    }

    /// What the source is by its headings: 审核意见.
    pub(super) fn headed_document(&self) -> Option<Other> {
        let lines = self.filled().map(|(_, token)| token.label.as_str());
        document_where(|words| lines.clone().any(|label| heading::subject(label) == words))
    }

    /// What may be a name of the document: its title outside the text, the first short lines,
    /// two of them joined, and how the first long line begins.
    fn names(&self) -> Vec<(String, Option<usize>)> {
        let outside = normal::label(&self.tokens.source.title);
        let mut names = vec![(outside, None)];
        let mut before: Option<(usize, &str)> = None;
        let mut long = 0;
        for (place, token) in self.filled().take(FIRST) {
            let label = token.label.as_str();
            if self.telling(token).is_some() {
                break;
            }
            if label.chars().count() > *NAME.end() {
                // All the text may stand in one line with the name before it.
                let mut pieces = token.text.split_whitespace();
                names.extend(
                    pieces
                        .next()
                        .map(|piece| (normal::label(piece), Some(place))),
                );
                let sentence = label.split(['。', ';', ',', ':']).next();
                names.extend(sentence.map(|words| (words.to_owned(), Some(place))));
                before = None;
                long += 1;
                if long > 1 {
                    break;
                }
                continue;
            }
            // Documents are not numbered, parts of a report are.
            if heading::number(label).is_some() {
                before = None;
                continue;
            }
            if let Some((first, words)) = before {
                names.push((format!("{words}{label}"), Some(first)));
            }
            names.push((label.to_owned(), Some(place)));
            before = Some((place, label));
        }
        names.retain(|(name, _)| NAME.contains(&name.chars().count()));
        names
    }

    /// The document that some words name.
    fn document_named(&self, name: &str, is_first: bool) -> Option<Other> {
        let subjects = &self.words.title.subjects;
        let is_on_subject = subjects
            .iter()
            .any(|subject| name.contains(subject.as_str()));
        let has_year = date::year_in(name).is_some();
        if is_on_subject && is_part_of_year(name) && !name.contains(['。', ',']) {
            return Some(Other::PartOfYear);
        }
        // A page has links with such words on it: 政府信息公开指南.
        let is_subject_of_first = is_first && is_on_subject;
        if !has_year && !is_subject_of_first {
            return None;
        }
        if name.contains(['。', ',', ';', '?']) {
            return None;
        }
        let words = name
            .trim_start_matches(['#', '*', '《', '"'])
            .trim_end_matches([')', '"', '》', '*', ':']);
        let is = |document: &&DocumentWords| {
            let ends = document
                .ends
                .iter()
                .any(|end| words.ends_with(end.as_str()));
            ends || document
                .begins
                .iter()
                .any(|begin| words.starts_with(begin.as_str()))
        };
        let documents = &other::words().documents;
        documents.iter().find(is).map(|document| document.what)
    }

    /// Whether a sentence says that it reports on a part of a year: 现将上半年…情况报告如下.
    fn tells_part_of_year(&self, label: &str) -> bool {
        let subjects = &self.words.title.subjects;
        let is_on_part = |clause: &str| {
            let mut subjects = subjects.iter();
            is_part_of_year(clause) && subjects.any(|subject| clause.contains(subject.as_str()))
        };
        let mut sentences = label.split(['。', ';']);
        sentences.any(|sentence| {
            let sentence = sentence.trim_end_matches(':');
            sentence.ends_with("如下") && sentence.split(',').any(is_on_part)
        })
    }

    /// Whether a document names itself before the report's title: a page that speaks of one.
    pub(super) fn comes_before(&self, named: &Named, title: Option<&Found>) -> bool {
        let title = title.and_then(|found| found.tokens.first());
        title.is_none_or(|title| named.place.is_none_or(|place| place < *title))
    }
}

/// The document of which something holds that it says.
fn document_where(holds: impl Fn(&str) -> bool) -> Option<Other> {
    let mut documents = other::words().documents.iter();
    let said = documents.find(|document| document.says.iter().any(|words| holds(words)));
    said.map(|document| document.what)
}

/// Whether words are on a part of a year: 上半年, 第一季度, 1—6月.
pub(super) fn is_part_of_year(words: &str) -> bool {
    let mut periods = other::words().periods.iter();
    periods.any(|period| words.contains(period.as_str())) || has_months(words)
}

/// Whether words hold months from one to another that are not the whole year: 1-9月.
fn has_months(words: &str) -> bool {
    let numeral = |words: &str, from_end: bool| -> Option<u8> {
        let digits = |c: &char| c.is_ascii_digit();
        let digits: String = if from_end {
            let last: Vec<char> = words.chars().rev().take_while(digits).take(3).collect();
            last.into_iter().rev().collect()
        } else {
            words.chars().take_while(digits).take(3).collect()
        };
        digits.parse().ok().filter(|month| (1..=12).contains(month))
    };
    let joints = ["-", "—", "–", "~", "至", "到", "——"];
    joints.into_iter().any(|joint| {
        let mut places = words.match_indices(joint);
        places.any(|(at, _)| {
            let before = words.get(..at).unwrap_or_default().trim_end_matches('月');
            let behind = words.get(at + joint.len()..).unwrap_or_default();
            let (Some(first), Some(last)) = (numeral(before, true), numeral(behind, false)) else {
                return false;
            };
            let rest = behind.trim_start_matches(|c: char| c.is_ascii_digit());
            // 2022-12月 is no range; 1月1日至12月31日 is the year.
            let is_month = rest.starts_with('月')
                && !rest
                    .trim_start_matches('月')
                    .starts_with(|c: char| c.is_ascii_digit());
            is_month && first < last && (first, last) != (1, 12)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_year_are_known() {
        for (words, is) in [
            ("清河县2023年上半年政府信息公开工作情况", true),
            ("2023年第一季度政府信息公开统计表", true),
            ("2023年1-9月政府信息公开统计表", true),
            ("2023年1月至6月政府信息公开统计表", true),
            ("2023年1—12月政府信息公开统计表", false),
            ("统计期限为2023年1月1日至2023年12月31日", false),
            ("2023年1月1日至12月31日", false),
            ("清河县2023年政府信息公开工作年度报告", false),
            ("2022-2023年政务公开", false),
        ] {
            assert_eq!(is_part_of_year(words), is, "{words}");
        }
    }
}
