//! 公布前检查: what in a report's texts should not be published, or was forgotten there.
//!
//! A list for a person to look through; nothing is blocked. What is looked for
//! and what is said about it is data (`assets/scan.toml`); only how numbers,
//! names and dates are told is code. Labels of the form are not looked at:
//! they are official.

mod along;
mod line;
mod names;
mod numbers;
mod rules;
mod words;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::last_year::LastYear;
use crate::narrative::{Figures, placeholders, unfinished_dates};
use crate::returns::{HeaderField, Place, Return};
use crate::value::Value;

use line::Line;
use rules::{Finder, Kind};

pub use rules::{Rules, RulesError};

/// Characters shown before and behind what was found.
const CONTEXT: usize = 14;

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub id: HitId,
    /// `身份证号码`
    pub name: String,
    /// Where it can be mended; `None` for what only goes along.
    pub place: Option<Place>,
    /// The text before what was found, as far as it is shown.
    pub before: String,
    pub after: String,
    pub why: String,
    pub advice: String,
}

/// Which hit: it keeps its name while others come and go.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HitId {
    /// The kind's id: `identity-card`.
    pub kind: String,
    /// Where it is, in words: `一、总体情况`.
    pub source: String,
    /// The words themselves.
    pub found: String,
    /// Counts the same words in the same place.
    pub number: usize,
}

/// A text with where it stands.
struct Source<'a> {
    label: String,
    place: Option<Place>,
    text: Cow<'a, str>,
    /// Whether contact data is normal here.
    contact: bool,
}

/// Numbers of the agency's own that it publishes.
#[derive(Default)]
struct Own {
    /// The digits of its telephones.
    telephones: Vec<String>,
    e_mail: String,
}

/// Everything to look at before a report is published: texts in their order, then what goes
/// along with exported files.
pub fn scan(rules: &Rules, ret: &Return, figures: &Figures<'_>) -> Vec<Hit> {
    let own = Own {
        telephones: numbers::telephones(&ret.header.telephone),
        e_mail: ret.header.email.trim().to_lowercase(),
    };
    let mut hits = Vec::new();
    for source in sources(ret, figures) {
        for text in source.text.lines() {
            let line = Line::new(text);
            let found = look_through(rules, &line, &own, source.contact);
            let found = found.into_iter();
            hits.extend(found.map(|(range, kind)| hit(kind, &source, &line, range)));
        }
    }
    hits.extend(along::hits(rules, ret));
    number(&mut hits);
    hits
}

/// What is in a line, from left to right; where kinds overlap the first one counts.
fn look_through<'a>(
    rules: &'a Rules,
    line: &Line,
    own: &Own,
    contact: bool,
) -> Vec<(Range<usize>, &'a Kind)> {
    let mut found: Vec<(Range<usize>, &Kind)> = Vec::new();
    for kind in &rules.kinds {
        let ranges = match &kind.finder {
            Finder::IdentityCard => numbers::identity_cards(line),
            Finder::Account => numbers::accounts(line),
            Finder::Mobile => numbers::mobiles(line, &own.telephones),
            Finder::Landline | Finder::EMail if contact => Vec::new(),
            Finder::Landline => rules.private(line, numbers::landlines(line, &own.telephones)),
            Finder::EMail => rules.private(line, numbers::e_mails(line, &own.e_mail)),
            Finder::Plate => numbers::plates(line),
            Finder::Name => {
                let numbers: Vec<usize> = found.iter().map(|(range, _)| range.start).collect();
                names::names(&rules.people, line, &numbers)
            }
            Finder::Crosses => placeholders(line.folded()),
            Finder::UnfinishedDate => unfinished_dates(line.folded()),
            Finder::Words(words) => words.find(line),
            Finder::Along(_) => Vec::new(),
        };
        for range in ranges {
            let free = |other: &Range<usize>| other.end <= range.start || range.end <= other.start;
            if found.iter().all(|(other, _)| free(other)) {
                found.push((range, kind));
            }
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// Every text that was typed, and those of the report before that go along.
fn sources<'a>(ret: &'a Return, figures: &Figures<'a>) -> Vec<Source<'a>> {
    let form = figures.form;
    let header = HeaderField::ALL.into_iter().filter_map(|field| {
        Some(Source {
            label: field.label().to_owned(),
            place: Some(Place::Header(Some(field))),
            text: ret.header.text(field)?.into(),
            contact: matches!(field, HeaderField::Telephone | HeaderField::Email),
        })
    });
    let parts = form.parts.iter().map(|part| Source {
        label: part.short.clone(),
        place: Some(Place::Part(part.id.clone())),
        text: ret.text(&part.id).shown(figures).text.into(),
        // The lead, which has no heading, says whom to ask.
        contact: part.title.is_empty(),
    });
    let cells = form.all_cells().filter_map(|cell| {
        Some(Source {
            label: form.short_label(cell),
            place: Some(Place::Cell(cell)),
            text: match ret.stated.get(cell) {
                Value::Blank => return None,
                Value::Note(text) | Value::Unread(text) => text.as_str().into(),
                // Somebody's number may stand in place of a figure.
                Value::Number(number) => number.to_string().into(),
            },
            contact: false,
        })
    });
    let reasons = ret.reasons.iter().map(|reason| Source {
        label: format!("理由（{}）", reason.rule),
        place: None,
        text: reason.text.as_str().into(),
        contact: false,
    });
    let last_figures = figures.last_year.map(LastYear::figures);
    let previous = ret.previous.iter();
    let previous = previous.flat_map(|previous| &previous.narrative);
    let previous = previous.map(|(part, text)| {
        let part = form.part(part);
        Source {
            label: format!("上年 {}", part.map_or("文字", |part| &part.short)),
            place: None,
            text: match &last_figures {
                Some(figures) => text.shown(figures).text.into(),
                None => "".into(),
            },
            contact: part.is_some_and(|part| part.title.is_empty()),
        }
    });
    header
        .chain(parts)
        .chain(cells)
        .chain(reasons)
        .chain(previous)
        .collect()
}

fn hit(kind: &Kind, source: &Source, line: &Line, range: Range<usize>) -> Hit {
    let from = range.start.saturating_sub(CONTEXT);
    let to = range.end.saturating_add(CONTEXT).min(line.len());
    let (cut_before, cut_after) = (from > 0, to < line.len());
    Hit {
        id: HitId {
            kind: kind.id.clone(),
            source: source.label.clone(),
            found: line.text(range.clone()),
            number: 0,
        },
        name: kind.name.clone(),
        place: source.place.clone(),
        before: format!(
            "{}{}",
            if cut_before { "…" } else { "" },
            line.text(from..range.start).trim_start()
        ),
        after: format!(
            "{}{}",
            line.text(range.end..to),
            if cut_after { "…" } else { "" }
        ),
        why: kind.why.clone(),
        advice: kind.advice.clone(),
    }
}

/// Tells equal words in one place apart by counting them.
fn number(hits: &mut [Hit]) {
    let mut seen: HashMap<HitId, usize> = HashMap::new();
    for hit in hits {
        let count = seen.entry(hit.id.clone()).or_default();
        hit.id.number = *count;
        *count += 1;
    }
}
