//! What sentences deny: `没有接到要求公开政府信息的申请`, `未发生行政复议、诉讼和申诉`,
//! `收费情况：无`. Topics stand behind the denial with other words between, several of them listed.

use std::ops::Range;

use crate::import::locate::facts;
use crate::import::locate::narrative::Paragraph;
use crate::import::locate::wording::{DenialWords, DeniedWords};
use crate::import::normal;

/// A figure of which there was none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Denied<'w> {
    /// The figure's id among the form's texts.
    pub figure: &'w str,
    /// The clause that says so, in bytes of the text.
    pub quote: Range<usize>,
    pub sentence: Range<usize>,
}

/// A paragraph of so many characters can be nothing but a denial.
const SHORT: usize = 24;

/// What a text in simplified script, told under headings, denies of a year.
pub(super) fn denied<'w>(
    words: &'w DenialWords,
    headings: &[String],
    text: &str,
    year: u16,
) -> Vec<Denied<'w>> {
    let mut denied = Vec::new();
    for sentence in pieces(text, 0, &['。', '；', ';', '！', '\n']) {
        let Some(said) = text.get(sentence.clone()) else {
            continue;
        };
        denied.extend(answered(words, said, &sentence));
        for clause in pieces(
            said,
            sentence.start,
            &['，', ',', '：', ':', '（', '）', '(', ')'],
        ) {
            let before = text.get(sentence.start..clause.start).unwrap_or_default();
            let Some(said) = text.get(clause.clone()) else {
                continue;
            };
            for topic in &words.topics {
                let Some(at) = topic.denial_of(words, said) else {
                    continue;
                };
                let lead = format!("{before}{}", said.get(..at).unwrap_or_default());
                if is_own(words, &lead, year) {
                    denied.push(Denied {
                        figure: &topic.figure,
                        quote: clause.clone(),
                        sentence: sentence.clone(),
                    });
                }
            }
        }
    }
    if let (true, Some(heading)) = (is_nothing(words, text, year), headings.last()) {
        let topics = words.topics.iter().filter(|topic| topic.is_of(heading));
        denied.extend(topics.map(|topic| Denied {
            figure: &topic.figure,
            quote: 0..text.len(),
            sentence: 0..text.len(),
        }));
    }
    denied
}

/// What a paragraph denies.
pub(super) fn of<'w>(
    words: &'w DenialWords,
    paragraph: &Paragraph,
    text: &str,
    year: u16,
) -> Vec<Denied<'w>> {
    denied(words, &paragraph.headings, text, year)
}

/// 收费情况:无
fn answered<'w>(words: &'w DenialWords, said: &str, sentence: &Range<usize>) -> Vec<Denied<'w>> {
    let Some((matter, answer)) = said.split_once(['：', ':']) else {
        return Vec::new();
    };
    let is_answer = words.nothing.contains(&normal::label(answer));
    if !is_answer || matter.chars().count() > SHORT {
        return Vec::new();
    }
    let topics = words.topics.iter().filter(|topic| topic.is_of(matter));
    let denied = topics.map(|topic| Denied {
        figure: &topic.figure,
        quote: sentence.clone(),
        sentence: sentence.clone(),
    });
    denied.collect()
}

/// Whether a whole paragraph only says that there was nothing.
fn is_nothing(words: &DenialWords, text: &str, year: u16) -> bool {
    let label = normal::label(text);
    let label = label.trim_end_matches(['。', '.', ';']);
    if label.chars().count() > SHORT || !is_own(words, label, year) {
        return false;
    }
    let last = label.rsplit([',', ':']).next().unwrap_or(label);
    words.nothing.iter().any(|nothing| nothing == last)
}

/// Whether words before a denial leave it one of all that this agency had in the year.
fn is_own(words: &DenialWords, lead: &str, year: u16) -> bool {
    let mut others = words.others.iter();
    let own_year = facts::years(lead).last().is_none_or(|told| *told == year);
    own_year && !others.any(|other| lead.contains(other.as_str()))
}

impl DeniedWords {
    /// Whether a heading tells of the topic.
    fn is_of(&self, heading: &str) -> bool {
        let holds = |list: &[String]| list.iter().any(|word| heading.contains(word.as_str()));
        holds(&self.headings) && !holds(&self.other_headings)
    }

    /// Where a clause denies the topic, if it does.
    fn denial_of(&self, words: &DenialWords, clause: &str) -> Option<usize> {
        let denials = self.denials.iter().chain(&words.denials);
        let places = denials.filter_map(|denial| {
            let at = clause.find(denial.as_str())?;
            Some((at, at + denial.len()))
        });
        // The longest at the first place.
        let (at, end) = places.min_by_key(|(at, end)| (*at, std::cmp::Reverse(*end)))?;
        // 有没有, 有无
        if clause.get(..at)?.ends_with('有') {
            return None;
        }
        let behind = clause.get(end..)?;
        if words
            .never
            .iter()
            .any(|never| behind.starts_with(never.as_str()))
        {
            return None;
        }
        let mut topics = self.topics.iter().flat_map(|topic| {
            let places = behind.match_indices(topic.as_str());
            places.map(|(at, found)| (at, at + found.len()))
        });
        topics
            .any(|(at, end)| self.is_denied(words, behind, at..end))
            .then_some(at)
    }

    /// Whether a topic behind a denial is what it denies: all of it, not a part or what became
    /// of it.
    fn is_denied(&self, words: &DenialWords, behind: &str, topic: Range<usize>) -> bool {
        let (Some(between), Some(rest)) = (behind.get(..topic.start), behind.get(topic.end..))
        else {
            return false;
        };
        let parts = words.parts.iter().chain(&self.parts);
        let is_part = parts
            .into_iter()
            .any(|part| between.contains(part.as_str()))
            || between.chars().any(char::is_numeric);
        let is_other = self
            .unlike
            .iter()
            .any(|word| between.ends_with(word.as_str()));
        !is_part && !is_other && is_end(words, rest)
    }
}

/// Whether what stands behind a topic ends what is denied, or lists more.
fn is_end(words: &DenialWords, mut rest: &str) -> bool {
    loop {
        rest = rest.trim_start();
        let mut joints = words.joints.iter();
        if rest.is_empty() || joints.any(|joint| rest.starts_with(joint.as_str())) {
            return true;
        }
        let mut tails = words.tails.iter();
        let Some(behind) = tails.find_map(|tail| rest.strip_prefix(tail.as_str())) else {
            return false;
        };
        rest = behind;
    }
}

/// The ranges between stops, where they hold anything.
fn pieces(text: &str, start: usize, stops: &[char]) -> Vec<Range<usize>> {
    let mut from = 0;
    let mut pieces = Vec::new();
    let mut ends: Vec<(usize, usize)> = text
        .match_indices(stops)
        .map(|(at, stop)| (at, at + stop.len()))
        .collect();
    ends.push((text.len(), text.len()));
    for (end, next) in ends {
        if end > from {
            pieces.push(start + from..start + end);
        }
        from = next;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use crate::import::locate::wording::wording;

    use super::*;

    fn figures(heading: &str, text: &str) -> Vec<&'static str> {
        let words = &wording().prose.denial;
        let denied = denied(words, &[heading.to_owned()], text, 2015);
        let mut figures: Vec<&str> = denied.iter().map(|denied| denied.figure).collect();
        figures.dedup();
        figures
    }

    #[test]
    fn what_is_denied_may_be_listed_and_stand_far_behind() {
        for (text, expected) in [
            ("2015年未收到信息公开的申请。", &["received"][..]),
            ("我镇没有接到村民要求公开政府信息的申请。", &["received"]),
            ("我局目前尚未收到公民申请公开政府信息。", &["received"]),
            ("清河镇政府信息公开没有收费。", &["fees"]),
            ("暂未对依申请提供政府信息收取检索、邮寄等费用。", &["fees"]),
            ("无政府信息公开的收费和减免事项。", &["fees"]),
            (
                "2015年度，未发生有关政府信息公开的行政复议案、行政诉讼案和申诉案。",
                &["reviews", "lawsuits"],
            ),
            (
                "没有因政府信息公开申请行政复议或者提起行政诉讼的情况。",
                &["reviews", "lawsuits"],
            ),
            ("未收到举报、投诉。", &["complaints"]),
            ("收费情况：无。", &["fees"]),
        ] {
            assert_eq!(figures("", text), expected, "{text}");
        }
    }

    #[test]
    fn a_heading_tells_what_there_was_not() {
        assert_eq!(figures("四、收费情况", "无。"), ["fees"]);
        assert_eq!(
            figures("五、申请行政复议、提起行政诉讼情况", "2015年度，没有发生。"),
            ["reviews", "lawsuits"]
        );
        assert_eq!(figures("二、主动公开情况", "无。"), [""; 0]);
    }

    #[test]
    fn parts_plans_and_other_years_deny_nothing() {
        for text in [
            "2014年未收到政府信息公开申请。",
            "尚未办结的申请。",
            "无正当理由大量反复申请。",
            "没有及时答复申请。",
            "未收到网络申请。",
            "没有因公开不当被撤销的行政复议。",
            "没有行政复议被纠正的情况。",
            "没有专项经费。",
            "没有减免费用。",
            "无法收费。",
            "确保今后不存在行政复议。",
            "部分乡镇未收到申请。",
            "未发生因政府信息公开申请引起的纠纷。",
            "没有支付诉讼费用。",
        ] {
            assert_eq!(figures("", text), [""; 0], "{text}");
        }
    }
}
