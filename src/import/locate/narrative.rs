//! The texts of a report's parts, without the furniture of the page around it.

mod furniture;
mod headings;
mod line;
mod order;
mod paragraph;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::form::{Form, heading};
use crate::import::located::Doubt;
use crate::import::normal;
use crate::narrative::Text;
use crate::returns::{HeaderField, Place, Return};

use super::facts::Facts;
use super::tables::Tables;
use super::tokens::Tokens;
use super::wording::{Wording, wording};

use headings::Heading;
use line::Line;
use paragraph::Layout;
pub(super) use paragraph::Paragraph;

/// The running text of a report, by part.
#[derive(Debug, Default)]
pub(super) struct Narrative {
    /// By the part's id; each natural paragraph a line.
    pub parts: BTreeMap<String, String>,
    /// The headings found, in simplified script, in order.
    pub headings: Vec<String>,
    pub doubts: Vec<Doubt>,
    /// The paragraphs of all parts, in the order of the source.
    pub paragraphs: Vec<Paragraph>,
}

impl Narrative {
    pub fn of(form: &Form, tokens: &Tokens<'_>, facts: &Facts, tables: Option<&Tables>) -> Self {
        let telling = Telling {
            words: wording(),
            form,
            tokens,
            facts,
            tables,
        };
        telling.narrative()
    }

    pub fn put_into(&self, ret: &mut Return) {
        for (part, text) in &self.parts {
            ret.narrative
                .insert(part.clone(), Text::from(text.as_str()));
        }
    }
}

/// Whether a line is one of those signed below a table: 联系电话：….
fn is_sign_off(label: &str) -> bool {
    HeaderField::ALL.into_iter().any(|field| {
        let rest = label.strip_prefix(field.label());
        rest.is_some_and(|rest| rest.starts_with(':'))
    })
}

/// What a narrative is told from.
struct Telling<'a, 's> {
    words: &'static Wording,
    form: &'a Form,
    tokens: &'a Tokens<'s>,
    facts: &'a Facts,
    tables: Option<&'a Tables>,
}

/// Where a part begins.
#[derive(Clone, Debug)]
struct Beginning {
    /// The first line of its text, by place; its heading's where there is one.
    line: usize,
    part: usize,
    heading: Option<Heading>,
}

impl Telling<'_, '_> {
    fn narrative(&self) -> Narrative {
        let all = line::lines(self.tokens, self.tables);
        let lines = self.report_lines(all);
        let is_free = self.is_free();
        let headings = if is_free {
            headings::free(self.words, self.form, &lines)
        } else {
            headings::prescribed(self.form, &lines)
        };
        let words = headings
            .iter()
            .filter_map(|heading| Some(self.heading_words(lines.get(heading.line)?, heading)));
        let mut narrative = Narrative {
            headings: words.collect(),
            ..Narrative::default()
        };
        let lines_end = self.foot(&lines, headings.last().map_or(0, |last| last.line));
        let beginnings = self.beginnings(&lines, headings, is_free, &mut narrative.doubts);
        self.put_paragraphs(&lines, lines_end, &beginnings, &mut narrative);
        for paragraph in &narrative.paragraphs {
            let Some(part) = self.form.parts.get(paragraph.part) else {
                continue;
            };
            let text = narrative.parts.entry(part.id.clone()).or_default();
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&paragraph.text);
        }
        let parted = self.parted_doubts(&narrative);
        narrative.doubts.extend(parted);
        narrative
    }

    /// A doubt for each part that stood in one line with others.
    fn parted_doubts(&self, narrative: &Narrative) -> Vec<Doubt> {
        let mut doubts: Vec<Doubt> = Vec::new();
        for paragraph in &narrative.paragraphs {
            let piece = paragraph.pieces.first();
            let token = piece.and_then(|piece| self.tokens.tokens.get(piece.token));
            let parted = token.filter(|token| token.is_piece());
            let (Some(token), Some(part)) = (parted, self.form.parts.get(paragraph.part)) else {
                continue;
            };
            let place = Place::Part(part.id.clone());
            if doubts.iter().any(|doubt| doubt.place == place) {
                continue;
            }
            doubts.push(Doubt {
                place,
                found: token.text.to_owned(),
                why: "原文没有分段，这一部分是按标题从一行文字里分出来的，请核对".to_owned(),
                spot: Some(token.spot.clone()),
            });
        }
        doubts
    }

    /// Whether every table is an annex: the sections before it are the agency's own.
    fn is_free(&self) -> bool {
        let mut tables = self.form.parts.iter().filter(|part| part.table.is_some());
        tables.all(|part| part.annex)
    }

    /// The lines of the report: what stands before its title, and furniture, left out.
    fn report_lines<'l>(&self, all: Vec<Line<'l>>) -> Vec<Line<'l>> {
        let title = self.facts.title_tokens.iter().max();
        let title_label: String = self
            .facts
            .title_tokens
            .iter()
            .filter_map(|&place| self.tokens.tokens.get(place))
            .map(|token| token.label.as_str())
            .collect();
        let is_text = |line: &Line<'_>| !line.is_short() && line.label.contains('。');
        let first_text = all.iter().position(is_text).unwrap_or(all.len());
        // Data of the page stand before the first paragraph and the first heading.
        let is_heading = |line: &Line<'_>| {
            let subject = heading::subject(&line.label);
            let mut parts = self.form.parts.iter();
            heading::number(&line.label).is_some()
                || parts.any(|part| !part.title.is_empty() && part.subject() == subject)
        };
        let first_heading = all.iter().position(is_heading).unwrap_or(all.len());
        let data_end = if first_text < all.len() {
            first_text.min(first_heading)
        } else {
            0
        };
        // A title below the text is one of the page's foot.
        let begin = title.map_or(0, |&title| {
            let behind = all.partition_point(|line| line.token <= title);
            if behind <= first_text + 1 { behind } else { 0 }
        });
        let is_title = |label: &str| {
            let label = label.trim_matches(['#', '*']);
            !title_label.is_empty()
                && (label == title_label
                    || label.chars().count() > 7 && title_label.ends_with(label))
        };
        let (agency, year) = (&self.facts.agency, self.facts.year.unwrap_or_default());
        let captions: Vec<String> = self
            .form
            .tables
            .iter()
            .flat_map(|table| self.form.caption(table, agency, year))
            .map(|line| normal::label(&line.text))
            .collect();
        let is_tabled = self.tables.is_some();
        let tables_end = self
            .tables
            .and_then(|tables| tables.taken.iter().rposition(|taken| *taken))
            .unwrap_or(usize::MAX);
        let mut kept: Vec<Line<'l>> = Vec::with_capacity(all.len());
        for (index, line) in all.into_iter().enumerate() {
            // The caption of a table may say the heading over it again.
            let repeats = |last: &Line<'_>| {
                last.token + 1 == line.token
                    && last.label == line.label
                    && heading::number(&line.label).is_some()
            };
            let is_removed = index < begin && !is_text(&line)
                || self.facts.title_tokens.contains(&line.token)
                || self.facts.sign_off.contains(&line.token)
                || is_title(&line.label)
                || is_tabled && captions.contains(&line.label)
                || line.token >= tables_end && is_sign_off(&line.label)
                || index <= first_text && self.facts.is_signature(&line.label)
                || index < data_end && line.is_short() && !is_sentence(line.text)
                || furniture::is_furniture(self.words, &line.label)
                || kept.last().is_some_and(repeats)
                || index <= first_text && furniture::is_menu(self.words, &line.label)
                || is_tabled && line.label.chars().all(|c| c.is_ascii_digit());
            if !is_removed {
                kept.push(line);
            }
        }
        kept
    }

    /// A heading without marks, in the script of the form.
    fn heading_words(&self, line: &Line<'_>, heading: &Heading) -> String {
        let end = heading.length.map_or(line.text.len(), |length| {
            headings::byte_behind(line.text, length)
        });
        let words = line.text.get(..end).unwrap_or(line.text);
        let words = words
            .trim_matches(['#', '*', ' '])
            .trim_end_matches(['：', ':', '。']);
        normal::simplified(words).into_owned()
    }

    /// Where the foot of the page begins among the lines behind the last heading.
    fn foot(&self, lines: &[Line<'_>], last_heading: usize) -> usize {
        let text = |line: &&Line<'_>| !line.is_short() && line.label.contains('。');
        let last_text = lines.iter().rposition(|line| text(&line)).unwrap_or(0);
        let from = last_heading.max(last_text) + 1;
        let behind = lines.iter().enumerate().skip(from);
        let mut foot = behind.filter(|(_, line)| furniture::is_foot(self.words, &line.label));
        foot.next().map_or(lines.len(), |(index, _)| index)
    }

    /// Where parts begin: at their headings, and where these are lost, at and behind tables.
    fn beginnings(
        &self,
        lines: &[Line<'_>],
        headings: Vec<Heading>,
        is_free: bool,
        doubts: &mut Vec<Doubt>,
    ) -> Vec<Beginning> {
        let mut beginnings: Vec<Beginning> = headings
            .into_iter()
            .map(|heading| Beginning {
                line: heading.line,
                part: heading.part,
                heading: Some(heading),
            })
            .collect();
        if is_free {
            return beginnings;
        }
        let begun = |part: usize, beginnings: &[Beginning]| {
            beginnings.iter().any(|beginning| beginning.part == part)
        };
        let spans = self.table_spans();
        let mut behind_tables = Vec::new();
        for (part, own) in self.form.parts.iter().enumerate() {
            if own.title.is_empty() || begun(part, &beginnings) {
                continue;
            }
            // A part with a table begins with it, the one behind a table where that ends.
            let line = match own.table.and_then(|table| spans.get(table)?.clone()) {
                Some(span) => lines.partition_point(|line| line.token < span.start),
                None => {
                    let before = part
                        .checked_sub(1)
                        .and_then(|before| self.form.parts.get(before));
                    let span = before
                        .and_then(|before| before.table)
                        .and_then(|table| spans.get(table)?.clone());
                    let Some(span) = span else {
                        continue;
                    };
                    behind_tables.push(part);
                    lines.partition_point(|line| line.token < span.end)
                }
            };
            beginnings.push(Beginning {
                line,
                part,
                heading: None,
            });
        }
        beginnings.sort_by_key(|beginning| (beginning.line, beginning.part));
        let ends = beginnings.iter().skip(1).map(|next| next.line);
        let ends = ends.chain([lines.len()]);
        for (beginning, end) in beginnings.iter().zip(ends) {
            if end > beginning.line && behind_tables.contains(&beginning.part) {
                let first = lines.get(beginning.line);
                let found = first.map_or_else(String::new, |line| line.text.to_owned());
                let token = first.map(|line| line.token);
                doubts.push(self.lost_heading(beginning.part, token, found));
            }
        }
        beginnings
    }

    /// Text `found` in a token, by place, belongs to a part by its place only.
    fn lost_heading(&self, part: usize, token: Option<usize>, found: String) -> Doubt {
        let own = self.form.parts.get(part);
        let title = own.map_or("", |own| own.title.as_str());
        let token = token.and_then(|token| self.tokens.tokens.get(token));
        Doubt {
            place: Place::Part(own.map_or_else(String::new, |own| own.id.clone())),
            found,
            why: format!("没有找到标题“{title}”，这里的文字按位置归入这一部分，请核对"),
            spot: token.map(|token| token.spot.clone()),
        }
    }

    /// From the first to behind the last token of each table's figures, by the table's place.
    fn table_spans(&self) -> Vec<Option<Range<usize>>> {
        let mut spans: Vec<Option<Range<usize>>> = vec![None; self.form.tables.len()];
        let Some(tables) = self.tables else {
            return spans;
        };
        for figure in &tables.figures {
            let found = &figure.found;
            if !self.form.has(found.cell) {
                continue;
            }
            let order = (found.spot.block, found.spot.cell);
            let token = self
                .tokens
                .tokens
                .partition_point(|token| (token.spot.block, token.spot.cell) < order);
            let table = self.form.definition(found.cell).table;
            if let Some(span) = spans.get_mut(table) {
                let known = span.get_or_insert(token..token + 1);
                *known = known.start.min(token)..known.end.max(token + 1);
            }
        }
        spans
    }

    fn put_paragraphs(
        &self,
        lines: &[Line<'_>],
        end: usize,
        beginnings: &[Beginning],
        narrative: &mut Narrative,
    ) {
        let layout = Layout::of(lines);
        // Headings stand on the sheets of a workbook and over its texts.
        let parts = self.form.parts.iter();
        let titles: Vec<String> = parts.map(|part| normal::label(&part.title)).collect();
        let lead = self
            .form
            .parts
            .iter()
            .position(|part| part.title.is_empty());
        let opening = self
            .form
            .parts
            .iter()
            .position(|part| !part.title.is_empty());
        let has_opening = beginnings
            .iter()
            .any(|beginning| Some(beginning.part) == opening && beginning.heading.is_some());
        let mut part = lead.or(opening).unwrap_or(0);
        let mut by_place: Vec<usize> = Vec::new();
        let mut section = 0;
        let mut path: Vec<(usize, String)> = Vec::new();
        let mut begins = true;
        let mut next = beginnings.iter().peekable();
        for (index, line) in lines.iter().enumerate() {
            let mut text = line.text;
            let mut is_heading = false;
            while let Some(beginning) = next.next_if(|beginning| beginning.line <= index) {
                part = beginning.part;
                section += 1;
                if beginning.heading.is_none() {
                    by_place.push(section);
                }
                begins = true;
                let own = beginning.heading.as_ref();
                if let Some(own) = own.filter(|own| own.line == index) {
                    is_heading = true;
                    put_heading(&mut path, &line.label);
                    if let Some(length) = own.length {
                        text = self.behind_heading(line, length);
                    }
                }
            }
            // Heads and labels that the tables did not take.
            let is_rest_of_table = self.has_figures(part) && line.is_short() && !is_sentence(text);
            let repeats = !is_heading && titles.contains(&line.label);
            if text.is_empty()
                || repeats
                || is_rest_of_table
                || index >= end && !is_kept_behind_foot(line)
            {
                begins = true;
                continue;
            }
            // Where the first heading is lost, the report begins behind its lead.
            if let Some(opening) = opening
                && Some(part) == lead
                && !has_opening
                && !self.is_lead(line)
                && is_sentence(text)
            {
                part = opening;
                begins = true;
                if !self.is_free() {
                    let doubt = self.lost_heading(part, Some(line.token), line.text.to_owned());
                    narrative.doubts.push(doubt);
                }
            }
            let text = clean(text);
            let start = line.start + (line.text.len() - text.len());
            let placed = Line {
                start,
                ..line.clone()
            };
            let last = narrative.paragraphs.last_mut();
            let last = last.filter(|last| !begins && last.part == part);
            match last.filter(|last| layout.goes_on(last.last_line(), text)) {
                Some(last) => paragraph::join(last, &placed, text),
                None => {
                    if !is_heading && heading::number(&line.label).is_some() && line.is_short() {
                        put_heading(&mut path, &line.label);
                    }
                    let mut paragraph = Paragraph {
                        part,
                        text: String::new(),
                        pieces: Vec::new(),
                        headings: path.iter().map(|(_, label)| label.clone()).collect(),
                        section,
                    };
                    paragraph::join(&mut paragraph, &placed, text);
                    narrative.paragraphs.push(paragraph);
                }
            }
            begins = is_heading && text.len() == line.text.len();
        }
        self.settle_by_place(&by_place, narrative);
    }

    /// Puts the paragraphs of sections that no heading begins into the parts that they tell of.
    fn settle_by_place(&self, by_place: &[usize], narrative: &mut Narrative) {
        let signs = &self.words.headings.signs;
        let sections = narrative
            .paragraphs
            .chunk_by_mut(|one, other| one.section == other.section);
        for paragraphs in sections {
            let section = paragraphs.first().map(|first| first.section);
            if !section.is_some_and(|section| by_place.contains(&section)) {
                continue;
            }
            for at in order::settle(signs, self.form, paragraphs) {
                if let Some(paragraph) = paragraphs.get(at) {
                    let token = paragraph.pieces.first().map(|piece| piece.token);
                    let found = paragraph.text.clone();
                    let doubt = self.lost_heading(paragraph.part, token, found);
                    narrative.doubts.push(doubt);
                }
            }
        }
    }

    /// What stands on a heading's line behind it; beside a table only what is a sentence.
    fn behind_heading<'l>(&self, line: &Line<'l>, length: usize) -> &'l str {
        let at = headings::byte_behind(line.text, length);
        let rest = line.text.get(at..).unwrap_or_default();
        let rest = rest.trim_start_matches(|c: char| {
            c.is_whitespace()
                || matches!(c, '：' | ':' | '。' | '，' | ',' | '.' | '*' | '#' | '；')
        });
        let is_text = rest.chars().any(char::is_alphanumeric)
            && (self.tables.is_none() || rest.contains(['。', '，', '；']) || !line.is_short());
        if is_text { rest } else { "" }
    }

    /// Whether figures of a part's table were found.
    fn has_figures(&self, part: usize) -> bool {
        let table = self.form.parts.get(part).and_then(|part| part.table);
        let figures = self.tables.map(|tables| tables.figures.as_slice());
        table.is_some_and(|table| {
            figures.unwrap_or_default().iter().any(|figure| {
                let cell = figure.found.cell;
                self.form.has(cell) && self.form.definition(cell).table == table
            })
        })
    }

    fn is_lead(&self, line: &Line<'_>) -> bool {
        let leads = &self.words.title.leads;
        leads
            .iter()
            .any(|words| line.label.contains(words.as_str()))
    }
}

fn is_sentence(text: &str) -> bool {
    text.contains(['。', '，', '；']) || text.contains(',') && text.chars().count() > 12
}

/// Text among the links at the foot of a page.
fn is_kept_behind_foot(line: &Line<'_>) -> bool {
    !line.is_short() && line.label.ends_with('。')
}

/// Text without the marks of Markdown.
fn clean(text: &str) -> &str {
    text.trim_start_matches('#').trim()
}

/// Puts a heading under those of higher rank, in the place of its like and what stood under it.
fn put_heading(path: &mut Vec<(usize, String)>, label: &str) {
    let number = heading::number(label).unwrap_or_default();
    let is_arabic = number.contains(|c: char| c.is_ascii_digit());
    let rank = match (number.starts_with('('), is_arabic) {
        _ if number.starts_with('第') => 0,
        (false, false) => 1,
        (true, false) => 2,
        (false, true) => 3,
        (true, true) => 4,
    };
    path.retain(|(other, _)| *other < rank);
    path.push((rank, label.to_owned()));
}
