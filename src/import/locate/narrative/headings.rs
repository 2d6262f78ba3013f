//! Which lines are the headings of which parts.

use crate::form::{Form, Part, heading};
use crate::import::locate::wording::Wording;

use super::line::{Line, SHORT};

/// A heading of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// By place among the lines.
    pub line: usize,
    /// By place among the form's parts.
    pub part: usize,
    /// How many characters of the line's label are the heading; the rest is text. `None` where
    /// the line stays in the text.
    pub length: Option<usize>,
}

/// How surely a line is a heading: its number and words are the form's, or less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// Words alone, or with the number of a sub-heading.
    Words,
    /// The number of a main heading, or words known from such headings.
    Numbered,
    /// The form's very words.
    Named,
    /// Number and words.
    Certain,
}

/// The headings of a form whose parts are prescribed: one each, in the order of the source.
pub(super) fn prescribed(form: &Form, lines: &[Line<'_>]) -> Vec<Heading> {
    let mut candidates: Vec<(Heading, Strength)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        for (place, part) in form.parts.iter().enumerate() {
            if part.title.is_empty() {
                continue;
            }
            if let Some((length, strength)) = fit(part, line) {
                let heading = Heading {
                    line: index,
                    part: place,
                    length: Some(length),
                };
                candidates.push((heading, strength));
            }
        }
    }
    let is_candidate = |line: usize| candidates.iter().any(|(other, _)| other.line == line);
    // A list of contents: headings, nothing between them, and all of them again further down.
    let is_listed = |heading: &Heading| is_candidate(heading.line + 1);
    let mut chosen: Vec<(Heading, Strength)> = Vec::new();
    for (place, _) in form.parts.iter().enumerate() {
        let own = candidates
            .iter()
            .filter(|(heading, _)| heading.part == place);
        let Some(best) = own.clone().map(|(_, strength)| *strength).max() else {
            continue;
        };
        let own: Vec<&Heading> = own
            .filter(|(_, strength)| *strength == best)
            .map(|(heading, _)| heading)
            .collect();
        let own_text = own.iter().find(|heading| !is_listed(heading));
        if let Some(heading) = own_text.or_else(|| own.last()) {
            chosen.push(((*heading).clone(), best));
        }
    }
    // One line is the heading of one part: of the surer one.
    chosen.sort_by_key(|(heading, strength)| (heading.line, std::cmp::Reverse(*strength)));
    chosen.dedup_by_key(|(heading, _)| heading.line);
    let is_between = |heading: &Heading| {
        chosen.iter().all(|(other, strength)| {
            *strength < Strength::Numbered
                || other.part == heading.part
                || (other.part < heading.part) == (other.line < heading.line)
        })
    };
    let kept = chosen
        .iter()
        .filter(|(heading, strength)| *strength >= Strength::Numbered || is_between(heading));
    kept.map(|(heading, _)| heading.clone()).collect()
}

/// How many characters of a line are a part's heading, and how surely.
fn fit(part: &Part, line: &Line<'_>) -> Option<(usize, Strength)> {
    let label = line.label.trim_start_matches(['#', '*']);
    let skipped = line.length() - label.chars().count();
    let number = heading::number(label).unwrap_or_default();
    let is_main = number.ends_with('、') && !number.starts_with(|c: char| c.is_ascii_digit())
        || number.starts_with('第')
        || number.ends_with(['.', ',', ':']) && !number.starts_with(|c: char| c.is_ascii_digit());
    let words = label.get(number.len()..)?;
    let is_own_number = heading::number(&part.title).is_some_and(|own| own == number);
    let is_own = words.starts_with(part.subject());
    let strength = |exact: bool| match (is_main, number.is_empty(), exact) {
        (true, _, true) if is_own_number => Some(Strength::Certain),
        (true, _, true) | (_, true, true) if is_own => Some(Strength::Named),
        (true, _, _) | (_, true, true) => Some(Strength::Numbered),
        (_, true, false) | (_, false, true) => Some(Strength::Words),
        (_, false, false) => None,
    };
    let exact = std::iter::once(part.subject())
        .chain(part.spellings.iter().map(String::as_str))
        .filter(|spelling| !spelling.contains('*'));
    let longest = exact
        .filter(|spelling| words.starts_with(spelling))
        .max_by_key(|spelling| spelling.len());
    if let Some(spelling) = longest {
        let rest = words.get(spelling.len()..).unwrap_or_default();
        let length = skipped + number.chars().count() + spelling.chars().count();
        if is_nothing(rest) {
            return Some((line.length(), strength(true)?));
        }
        // The paragraph runs on behind it: 一、总体情况:2023年,… or 一、总体情况 2023年….
        let is_parted = rest.starts_with([':', ',', '。', ';', '.'])
            || rest.starts_with(|c: char| c.is_ascii_digit())
            || has_blank_behind(line, length);
        if is_parted && (is_main || number.is_empty() && rest.starts_with([':', '。'])) {
            return Some((length, strength(true)?));
        }
    }
    let is_plain = line.length() <= SHORT && !words.contains(['。', ';', '?', '!']);
    let ends = number.is_empty() && words.contains([',', ':']);
    if is_plain && !ends && part.is_headed(without_note(words)) {
        return Some((line.length(), strength(false)?));
    }
    None
}

/// Whether what stands behind a heading is only marks or a note of the template.
fn is_nothing(rest: &str) -> bool {
    let inner = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    !rest.chars().any(char::is_alphanumeric)
        || inner.is_some_and(|inner| inner.contains("文字描述") || inner.contains("表格"))
}

/// Words without a note in brackets behind them.
fn without_note(words: &str) -> &str {
    match words
        .strip_suffix(')')
        .and_then(|inner| inner.rsplit_once('('))
    {
        Some((before, _)) if !before.is_empty() => before,
        _ => words,
    }
}

/// Whether a blank stands in the original behind so many characters of the label.
fn has_blank_behind(line: &Line<'_>, length: usize) -> bool {
    let at = byte_behind(line.text, length);
    let rest = line.text.get(at..).unwrap_or_default();
    rest.starts_with(char::is_whitespace)
}

/// Where in a line's text so many characters of its label end, blanks before what follows not
/// counted. Headings are as long in every script.
pub(super) fn byte_behind(text: &str, length: usize) -> usize {
    let mut left = length;
    for (at, character) in text.char_indices() {
        if left == 0 {
            return at;
        }
        if !character.is_whitespace() {
            left -= 1;
        }
    }
    text.len()
}

/// The headings of a form whose sections are free: each begins what belongs to a part, several
/// may belong to one.
pub(super) fn free(wording: &Wording, form: &Form, lines: &[Line<'_>]) -> Vec<Heading> {
    let main = main_style(lines);
    let mut headings: Vec<Heading> = Vec::new();
    let first = form.parts.iter().position(|part| !part.title.is_empty());
    let last_text = form.parts.iter().rposition(|part| part.table.is_none());
    for (index, line) in lines.iter().enumerate() {
        let label = line.label.trim_start_matches(['#', '*']);
        let style = Style::of(label);
        let current = headings.last().map(|heading: &Heading| heading.part);
        let title: &str = label.split(['。', ':', ';']).next().unwrap_or(label);
        let is_alone = is_alone(label);
        let subject = heading::subject(title);
        let fitting = form
            .parts
            .iter()
            .position(|part| !part.title.is_empty() && part.is_headed(subject));
        let runs_on = matches!(style, Some(Style::Chinese | Style::Division))
            && title.chars().count() <= SHORT;
        let part = if style.is_some() && style == main && (is_alone || runs_on) {
            // What fits no part stays by the section before it; behind the part on problems
            // comes what else is to be reported.
            let next = current.map(|part| match last_text {
                Some(last) if part + 1 == last => last,
                _ => part,
            });
            fitting.or(next).or(first)
        } else if style.is_some() && is_alone && line.is_short() {
            fitting.filter(|&part| is_single(form, part) && current.is_none_or(|now| part > now))
        } else if style.is_none() && is_alone && line.length() <= 24 && !label.contains(',') {
            let mut ends = wording.headings.ends.iter();
            let words = subject.trim_end_matches(|c: char| c.is_ascii_digit());
            fitting.filter(|_| ends.any(|end| words.ends_with(end.as_str())))
        } else {
            None
        };
        let Some(part) = part else {
            continue;
        };
        // A section's own heading stays in the text of the part that gathers sections.
        let is_parts_own = fitting == Some(part)
            && form
                .parts
                .get(part)
                .is_some_and(|own| own.subject() == subject || is_single(form, part));
        // A second one is a heading within the part.
        let is_first = headings
            .iter()
            .all(|heading| heading.part != part || heading.length.is_none());
        let is_own = is_first && is_parts_own && is_alone && line.is_short();
        headings.push(Heading {
            line: index,
            part,
            length: is_own.then(|| line.length()),
        });
    }
    headings
}

/// Whether a line is a heading with nothing behind it.
fn is_alone(label: &str) -> bool {
    /// Some quote the title of a plan and what it orders.
    const LONGEST: usize = 160;
    let inner = label.trim_end_matches(['。', ':']);
    !inner.contains(['。', ';', ':']) && label.chars().count() <= LONGEST
}

/// Whether a part is one section of a report; the part with the most wordings gathers many.
fn is_single(form: &Form, part: usize) -> bool {
    let most = form.parts.iter().map(|part| part.spellings.len()).max();
    form.parts.get(part).map(|part| part.spellings.len()) != most
}

/// How a heading is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// 第一部分
    Division,
    /// 一、
    Chinese,
    /// (一)
    Bracketed,
    /// 1.
    Arabic,
}

impl Style {
    fn of(label: &str) -> Option<Self> {
        let number = heading::number(label)?;
        Some(if number.starts_with('第') {
            Self::Division
        } else if number.starts_with(['(', '（']) {
            Self::Bracketed
        } else if number.starts_with(|c: char| c.is_ascii_digit()) {
            Self::Arabic
        } else {
            Self::Chinese
        })
    }
}

/// The numbering of the main sections: the highest one that more than one short line has.
fn main_style(lines: &[Line<'_>]) -> Option<Style> {
    let styles = [
        Style::Division,
        Style::Chinese,
        Style::Bracketed,
        Style::Arabic,
    ];
    let count = |style: Style| {
        let own = lines.iter().filter(|line| {
            let label = line.label.trim_start_matches(['#', '*']);
            Style::of(label) == Some(style)
                && (is_alone(label) || matches!(style, Style::Division | Style::Chinese))
        });
        own.count()
    };
    styles.into_iter().find(|&style| count(style) > 1)
}
