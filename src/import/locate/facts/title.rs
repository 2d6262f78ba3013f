//! Titles of such reports: `X2023年政府信息公开工作年度报告` and how else they are worded.

use std::ops::Range;

use crate::import::locate::wording::Wording;
use crate::import::other;

use super::{agency, date, document};

/// No title is longer, in characters of its label.
pub(super) const LONGEST: usize = 60;

/// What a title says; texts as labels are spelt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Title {
    /// Empty if it names none.
    pub agency: String,
    /// The years it names, in order.
    pub years: Vec<u16>,
    /// What is misspelt in it, where its subject is.
    pub misspelt: Option<String>,
}

impl Title {
    /// How much it tells: a year more than an agency.
    pub fn worth(&self) -> usize {
        usize::from(!self.agency.is_empty()) + 2 * usize::from(!self.years.is_empty())
    }
}

/// The title that some words are, with a site's name or an official wrapping around it; `None`
/// if they are something else.
pub(super) fn in_words(wording: &Wording, words: &str) -> Option<Title> {
    if document::is_part_of_year(words) {
        return None;
    }
    // 《X年度报告》解读 is on a report.
    let inner = words
        .split_once('《')
        .and_then(|(_, inner)| inner.split_once('》'))
        .filter(|(_, behind)| is_behind(wording, behind) || !other::words().ends(behind));
    let inner = inner.map(|(inner, _)| inner);
    let pieces = words.split(['_', '|', '—', '–', '>', '»', '/']);
    let dashed = words.split('-');
    inner
        .into_iter()
        .chain([words])
        .chain(pieces)
        .chain(dashed)
        .find_map(|piece| whole(wording, piece))
}

/// The title within a sentence: `特向社会公布X2020年度政府信息公开工作年度报告`.
pub(super) fn in_sentence(wording: &Wording, sentence: &str) -> Option<Title> {
    // 某某监管局(以下简称某某局)2023年
    let plain = without_short_names(sentence);
    let sentence = plain.as_str();
    let (subject, end) = subject_and_end(wording, sentence)?;
    // Reports that are counted are others: 2021年信息公开年报1条. Rules on them name who made these:
    // 《清河市政府信息公开年度报告制度》.
    let behind = sentence.get(end..)?;
    if behind.starts_with(|c: char| c.is_ascii_digit()) || other::words().begins_with(behind) {
        return None;
    }
    let up_to = sentence.get(..subject.start)?;
    let clause = up_to.rfind([',', ':', '。', ';', '《', '(', ')']);
    let start = clause.map_or(0, |at| {
        at + up_to
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8)
    });
    let mut words = up_to.get(start..)?;
    let before = &wording.title.before;
    // The last of these words begins the title, if what is left is still a name.
    let cuts = before.iter().filter_map(|word| {
        let mut places = words.rmatch_indices(word.as_str());
        let is_cut = |at: usize| !agency::is_within_place(wording, words, at);
        let (at, _) = places.find(|(at, _)| is_cut(*at))?;
        Some(at + word.len())
    });
    if let Some(cut) = cuts.max() {
        words = words.get(cut..)?;
    }
    if document::is_part_of_year(words) {
        return None;
    }
    let mut title = named(wording, words, sentence.get(subject)?, "");
    title.years = date::years(words);
    if !agency::is_name(wording, &title.agency) {
        title.agency.clear();
    }
    (!title.agency.is_empty() || !title.years.is_empty()).then_some(title)
}

/// A sentence without brackets that give a name for short.
fn without_short_names(sentence: &str) -> String {
    let mut plain = String::new();
    let mut rest = sentence;
    while let Some((before, behind)) = rest.split_once('(') {
        plain.push_str(before);
        let mut ends = behind.char_indices().take(LONGEST);
        let end = ends.find(|(_, c)| *c == ')').map(|(end, _)| end);
        match end.and_then(|end| behind.split_at_checked(end)) {
            Some((inner, after)) if inner.contains("简称") => {
                rest = after.strip_prefix(')').unwrap_or(after);
            }
            _ => {
                plain.push('(');
                rest = behind;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// Words that are a title and nothing else.
pub(super) fn whole(wording: &Wording, words: &str) -> Option<Title> {
    let words = words.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '#' | '*' | '《' | '》' | '【' | '】' | '"' | '·' | ':' | '.'
            )
    });
    if words.contains(['。', ';', ',', '!', '?']) || document::is_part_of_year(words) {
        return None;
    }
    let (subject, end) = subject_and_end(wording, words)?;
    if !is_behind(wording, words.get(end..)?) {
        return None;
    }
    let before = words.get(..subject.start)?;
    let notices = &wording.title.notices;
    if notices
        .iter()
        .any(|notice| before.contains(notice.as_str()))
    {
        return None;
    }
    let between = words.get(subject.end..end)?;
    let mut title = named(wording, before, words.get(subject)?, between);
    // 年度报告(2019年)
    if title.years.is_empty() {
        title.years = date::years(words.get(end..)?);
    }
    Some(title)
}

/// Where the subject stands, and where 报告 behind it ends; only what a title may have between.
fn subject_and_end(wording: &Wording, words: &str) -> Option<(Range<usize>, usize)> {
    let subjects = wording.title.subjects.iter();
    let places = subjects.flat_map(|subject| {
        words
            .match_indices(subject.as_str())
            .map(|(at, found)| at..at + found.len())
    });
    let mut places: Vec<Range<usize>> = places.collect();
    // The longest word at the last place.
    places.sort_by_key(|place| (std::cmp::Reverse(place.end), place.start));
    let ended = |place: Range<usize>| {
        let end = report_end(wording, words, place.end)?;
        Some((place, end))
    };
    places
        .into_iter()
        .find_map(ended)
        .or_else(|| misspelt(wording, words).into_iter().find_map(ended))
}

/// Where the subject may stand with one character wrong, left out or too many, the likeliest
/// place first: 政府信息工开.
fn misspelt(wording: &Wording, words: &str) -> Vec<Range<usize>> {
    let mut ends = wording.title.ends.iter();
    let is_title =
        words.chars().nth(LONGEST).is_none() && ends.any(|end| words.contains(end.as_str()));
    if !is_title {
        return Vec::new();
    }
    let starts: Vec<usize> = words.char_indices().map(|(at, _)| at).collect();
    let bound = |place: usize| starts.get(place).copied().unwrap_or(words.len());
    let mut places = Vec::new();
    for subject in &wording.title.misspelt {
        let length = subject.chars().count();
        for first in 0..starts.len() {
            for count in [length, length + 1, length - 1] {
                let place = bound(first)..bound(first + count);
                let piece = words.get(place.clone()).unwrap_or_default();
                let is_near = piece.chars().count() == count && differ_by_one(subject, piece);
                places.extend(is_near.then_some(place));
            }
        }
    }
    places
}

/// Whether words are others with at most one character changed, left out or put in; not the
/// first.
fn differ_by_one(one: &str, other: &str) -> bool {
    let same = |mut one: std::str::Chars<'_>, mut other: std::str::Chars<'_>, back: bool| {
        let mut count = 0;
        loop {
            let pair = if back {
                (one.next_back(), other.next_back())
            } else {
                (one.next(), other.next())
            };
            match pair {
                (Some(one), Some(other)) if one == other => count += 1,
                _ => return count,
            }
        }
    };
    let before = same(one.chars(), other.chars(), false);
    let behind = same(one.chars(), other.chars(), true);
    let longer = one.chars().count().max(other.chars().count());
    before > 0 && before + behind + 1 >= longer
}

/// Where 报告 ends, if only fillers and a year stand before it.
fn report_end(wording: &Wording, words: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = words.get(at..)?;
        let mut ends = wording.title.ends.iter();
        if let Some(end) = ends.find(|end| rest.starts_with(end.as_str())) {
            return Some(at + end.len());
        }
        let mut fillers = wording.title.fillers.iter();
        let filler = fillers.find(|filler| rest.starts_with(filler.as_str()));
        let year = date::year_at_start(rest);
        at += match (filler, year) {
            (Some(filler), _) => filler.len(),
            (None, Some((_, length))) => length,
            (None, None) if rest.starts_with(['(', ')']) => 1,
            (None, None) => return None,
        };
    }
}

/// Whether what stands behind 报告 belongs to a title.
fn is_behind(wording: &Wording, rest: &str) -> bool {
    let mut rest = rest.trim_matches(|c: char| matches!(c, '》' | '"' | '*' | '#' | '】' | ':'));
    rest = rest.trim_end_matches('.');
    loop {
        if rest.is_empty() {
            return true;
        }
        let mut behind = wording.title.behind.iter().chain(&wording.title.files);
        if let Some(word) = behind.find(|word| rest.starts_with(word.as_str())) {
            rest = rest.get(word.len()..).unwrap_or_default();
        } else if let Some((_, after)) = rest
            .strip_prefix('(')
            .and_then(|inner| inner.split_once(')'))
        {
            rest = after;
        } else {
            return false;
        }
    }
}

/// Words without a page's number or a site's address before them: `Page8-清河区`.
fn without_marks(words: &str) -> &str {
    let rest = words.trim_start_matches(|c: char| c.is_ascii() && !matches!(c, '(' | '"'));
    let marks = words.strip_suffix(rest).unwrap_or_default();
    if marks.ends_with('-') || marks.contains('.') {
        rest
    } else {
        words
    }
}

/// Agency and years of what stands before the subject and between it and 报告.
fn named(wording: &Wording, before: &str, subject: &str, between: &str) -> Title {
    let before = date::without_school_years(before);
    let before = before.as_str();
    let mut years: Vec<u16> = date::years(before);
    years.extend(date::years(between));
    if years.is_empty() {
        years.extend(date::bare_year(before));
    }
    let mut agency = without_marks(&date::without_years(before)).to_owned();
    // 某某区人民 | 政府信息公开
    if agency.ends_with("人民") && subject.starts_with("政府") {
        agency.push_str("政府");
    }
    loop {
        let trimmed = wording
            .title
            .loose
            .iter()
            .filter(|loose| !closes_a_name(loose, &agency))
            .fold(agency.as_str(), |words, loose| {
                let words = words.strip_prefix(loose.as_str()).unwrap_or(words);
                words.strip_suffix(loose.as_str()).unwrap_or(words)
            });
        if trimmed.len() == agency.len() {
            break;
        }
        agency = trimmed.to_owned();
    }
    if !agency::may_be_name(wording, &agency) {
        agency.clear();
    }
    let known = wording.title.subjects.iter();
    let is_known = known.into_iter().any(|known| known == subject);
    Title {
        agency,
        years,
        misspelt: (!is_known).then(|| subject.to_owned()),
    }
}

/// Whether a bracket belongs to a second name behind the first: 清河市教育局(市体育局).
fn closes_a_name(loose: &str, agency: &str) -> bool {
    let is_bracket = matches!(loose, "(" | ")");
    let brackets = |bracket: char| agency.chars().filter(|c| *c == bracket).count();
    is_bracket && !agency.starts_with('(') && brackets('(') == brackets(')')
}

#[cfg(test)]
mod tests {
    use crate::import::locate::wording::wording;
    use crate::import::normal;

    use super::*;

    #[test]
    fn titles_are_known_in_many_wordings() {
        for (words, agency, year) in [
            (
                "清河县人民政府2023年政府信息公开工作年度报告",
                "清河县人民政府",
                Some(2023),
            ),
            ("2023年清河镇政府信息公开年度报告", "清河镇", Some(2023)),
            (
                "清河区教育局关于2023年度政府信息公开工作的报告",
                "清河区教育局",
                Some(2023),
            ),
            (
                "清河区教育局政府信息公开2018年年度报告",
                "清河区教育局",
                Some(2018),
            ),
            ("清河市2020年政务公开工作情况报告", "清河市", Some(2020)),
            (
                "关于公布清河镇2021年度政府信息公开工作年度报告的通知",
                "清河镇",
                Some(2021),
            ),
            (
                "清河县人民政府信息公开年度报告（2019年）",
                "清河县人民政府",
                Some(2019),
            ),
            (
                "清河镇2021年政府信息公开年报-清河县人民政府网",
                "清河镇",
                Some(2021),
            ),
            (
                "清河市財政局2022年政府資訊公開工作年度報告",
                "清河市财政局",
                Some(2022),
            ),
            ("二〇一八年政府信息公开工作年度报告", "", Some(2018)),
            (
                "Page8-清河区教育局2022年政府信息公开工作年度报告",
                "清河区教育局",
                Some(2022),
            ),
            ("005267169/2016-00001|政府信息公开年报", "", None),
            ("我局2020年政府信息公开工作年度报告", "", Some(2020)),
            (
                "清河市教育局（市体育局）2021年政府信息公开工作年度报告",
                "清河市教育局(市体育局)",
                Some(2021),
            ),
            ("任各庄镇2021年政府信息公开工作年报", "任各庄镇", Some(2021)),
            ("清河镇2021年政府信息公工作年度报告", "清河镇", Some(2021)),
            ("清河镇2021年政府信息公开工作年报告", "清河镇", Some(2021)),
            ("清河镇2021年政府信息公开工作年度报吿", "清河镇", Some(2021)),
            (
                "清河县水利局2022年政府信息工开工作年度报 告.docx",
                "清河县水利局",
                Some(2022),
            ),
            (
                "清河大学2020-2021学年信息公开工作年度报告",
                "清河大学",
                None,
            ),
        ] {
            let title = in_words(wording(), &normal::label(words));
            let title = title.unwrap_or_else(|| panic!("{words}"));
            assert_eq!(title.agency, agency, "{words}");
            assert_eq!(title.years.first().copied(), year, "{words}");
        }
    }

    #[test]
    fn what_only_speaks_of_reports_is_no_title() {
        for words in [
            "关于做好2023年政府信息公开工作年度报告编制和发布工作的通知",
            "清河区2022年政务公开工作要点",
            "清河区政府信息公开指南",
            "2022年法治政府建设年度报告",
            "四、政府信息公开行政复议、行政诉讼情况",
        ] {
            assert_eq!(in_words(wording(), &normal::label(words)), None, "{words}");
        }
    }

    #[test]
    fn a_lead_sentence_names_them_too() {
        let sentence =
            "根据条例要求,特向社会公布清河高新区市场监督管理局2020年度政府信息公开工作年度报告";
        let title = in_sentence(wording(), sentence).unwrap();
        assert_eq!(title.agency, "清河高新区市场监督管理局");
        assert_eq!(title.years, [2020]);
        let rules = "按照《清河市政府信息公开工作年度报告制度》的要求";
        assert_eq!(in_sentence(wording(), rules), None);
        let own = in_sentence(wording(), "现将我局2020年度政府信息公开情况报告如下").unwrap();
        assert_eq!(
            (own.agency.as_str(), own.years.as_slice()),
            ("", &[2020][..])
        );
    }
}
