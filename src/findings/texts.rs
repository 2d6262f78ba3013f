//! Rules about headings and texts.

use crate::form::{Form, Rule, Severity};
use crate::returns::{HeaderField, Place, Return};

use super::{Checked, Finding, Findings, Why, finding};

/// W1: the headings of an imported report are the form's, none missing, in order.
pub(super) fn check_headings(form: &Form, rule: &Rule, ret: &Return, findings: &mut Findings) {
    let Some(provenance) = &ret.provenance else {
        return;
    };
    let mut next = 0;
    for part in form.parts.iter().filter(|part| !part.title.is_empty()) {
        // One heading may fit two parts: what the one before took is not looked at again first.
        let headings = provenance.headings.iter().enumerate();
        let mut fitting = headings.filter(|(_, heading)| part.is_headed(heading));
        let first = fitting.next().map(|(at, _)| at);
        let found = match first {
            Some(at) if at < next => fitting.map(|(at, _)| at).find(|at| *at >= next).or(first),
            _ => first,
        };
        let message = match found {
            None => format!("没有找到“{}”这一部分", part.title),
            Some(at) if at < next => format!("“{}”的位置不对，各部分要按规定顺序排列", part.title),
            Some(at) => {
                next = at + 1;
                findings.held += 1;
                continue;
            }
        };
        findings.broken.push(Finding {
            instance: part.id.clone(),
            message,
            ..finding(rule, Place::Part(part.id.clone()))
        });
    }
}

/// Words without blanks.
fn plain(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

/// W3: the year in the title and in sentences about the period is the year of the report.
pub(super) fn check_year(checked: &Checked<'_>, rule: &Rule, findings: &mut Findings) {
    let Checked { form, ret, .. } = *checked;
    let year = ret.header.year;
    let title = ret.title(form);
    match other_year(&title, year) {
        Some(other) => findings.broken.push(Finding {
            instance: HeaderField::Title.word().to_owned(),
            message: format!("报告标题写的是 {other} 年，年度是 {year} 年"),
            ..finding(rule, Place::Header(Some(HeaderField::Title)))
        }),
        None => findings.held += 1,
    }
    for (part, text) in checked.parts() {
        let lines = text.split('\n').filter(|line| may_speak_of_period(line));
        let sentences = lines.flat_map(|line| line.split(['。', '；']));
        let other: Vec<String> = sentences
            .filter(|sentence| speaks_of_period(sentence))
            .filter_map(|sentence| {
                let other = other_year(sentence, year)?;
                Some(format!("“{}”中写的是 {other} 年", beginning(sentence)))
            })
            .collect();
        // One finding a part: it is answered as one.
        if !other.is_empty() {
            findings.broken.push(Finding {
                instance: part.id.clone(),
                severity: Severity::Warning,
                message: format!("{}，本报告年度是 {year} 年", other.join("，")),
                ..finding(rule, Place::Part(part.id.clone()))
            });
        }
    }
}

/// Whether words could say it: most can't, and this is asked of all with every keystroke.
fn may_speak_of_period(words: &str) -> bool {
    let has = |characters: &[char]| characters.iter().all(|&c| words.contains(c));
    has(&['月', '日', '1', '2', '3']) || has(&['告', '度', '年'])
}

/// Whether a sentence says which period this report covers.
fn speaks_of_period(sentence: &str) -> bool {
    if !may_speak_of_period(sentence) {
        return false;
    }
    let sentence = plain(sentence);
    let whole_year = sentence.contains("1月1日") && sentence.contains("12月31日");
    // Last year's report was drawn up and published in the year that is told of.
    let tells_of_last = ["公布", "发布", "上年", "上一年"]
        .into_iter()
        .any(|word| sentence.contains(word));
    let this_report = (sentence.contains("本报告") || sentence.contains("编制") && !tells_of_last)
        && sentence.contains("年政府信息公开工作年度报告");
    whole_year || this_report
}

/// A year named in the text, if none of those named is `year`.
fn other_year(text: &str, year: u16) -> Option<u16> {
    let named = years_in(text);
    if named.contains(&year) {
        None
    } else {
        named.first().copied()
    }
}

/// Every four-digit year followed by 年.
fn years_in(text: &str) -> Vec<u16> {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    characters
        .windows(5)
        .filter(|window| window[4] == '年')
        .filter_map(|window| {
            let digits: String = window[..4].iter().map(|&c| ascii_digit(c)).collect();
            digits.parse().ok()
        })
        .filter(|year| (1900..2100).contains(year))
        .collect()
}

fn ascii_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// The first characters of a sentence, to recognise it by.
fn beginning(sentence: &str) -> String {
    const SHOWN: usize = 24;
    let sentence = sentence.trim();
    let mut shown: String = sentence.chars().take(SHOWN).collect();
    if sentence.chars().count() > SHOWN {
        shown.push('…');
    }
    shown
}

/// W4: these parts have a text.
pub(super) fn check_present(
    checked: &Checked<'_>,
    rule: &Rule,
    parts: &[String],
    findings: &mut Findings,
) {
    for (part, text) in parts.iter().filter_map(|id| checked.part(id)) {
        if text.trim().is_empty() {
            findings.broken.push(Finding {
                instance: part.id.clone(),
                title: format!("{}还没有文字", part.short),
                message: format!("“{}”还没有文字，请填写", part.title),
                ..finding(rule, Place::Part(part.id.clone()))
            });
        } else {
            findings.held += 1;
        }
    }
}

/// W5: a part says something about a matter. An empty text is W4's business.
pub(super) fn check_mentions(
    checked: &Checked<'_>,
    rule: &Rule,
    part: &str,
    any: &[String],
    advice: &str,
    findings: &mut Findings,
) {
    let Some((part, text)) = checked.part(part) else {
        return;
    };
    if text.trim().is_empty() {
        return findings.leave_out(rule, &part.id, Why::NoText);
    }
    if any.iter().any(|word| text.contains(word.as_str())) {
        findings.held += 1;
    } else {
        findings.broken.push(Finding {
            instance: part.id.clone(),
            message: format!(
                "“{}”没有说明{}的情况{advice}",
                part.title,
                any.first().map_or("", String::as_str)
            ),
            ..finding(rule, Place::Part(part.id.clone()))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_with_blanks_and_full_width_digits() {
        assert_eq!(years_in("２０２３年与 2022 年相比"), [2023, 2022]);
        assert!(years_in("第2023号").is_empty());
    }

    #[test]
    fn only_sentences_about_the_period_count() {
        assert!(speaks_of_period("统计期限为2022年1月1日至12月31日"));
        assert!(!speaks_of_period("比2022年增加43件"));
        assert!(speaks_of_period("现编制2022年政府信息公开工作年度报告"));
        for ordinary in [
            "如期编制并公布2022年政府信息公开工作年度报告",
            "编制发布了2022年政府信息公开工作年度报告",
            "完成上年度编制任务，印发2022年政府信息公开工作年度报告",
        ] {
            assert!(!speaks_of_period(ordinary), "{ordinary}");
        }
    }
}
