//! Which texts belong to the tables, so that the narrative leaves them out.

use crate::import::locate::tokens::{Token, Tokens};
use crate::import::source::Block;

use super::alignment::Alignment;
use super::figure;
use super::likeness::Name;
use super::outline::{Outline, Outlines};
use super::records::Records;
use super::spellings::Spellings;

/// Texts longer than this are sentences, unless the form prints them.
const LONGEST: usize = 60;
/// As many words of a table one after another are one.
const RUN: usize = 4;

/// What a line is to the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A text the form prints.
    Word,
    /// A piece of one, a figure, a unit.
    Piece,
    Other,
}

/// For each token, whether it belongs to a table.
pub(super) fn taken(
    tokens: &Tokens<'_>,
    outlines: &Outlines,
    outline: &Outline,
    records: &Records,
    alignment: &Alignment,
) -> Vec<bool> {
    let mut taken = vec![false; tokens.tokens.len()];
    take_matches(&mut taken, outline, records, alignment);
    take_grids(&mut taken, tokens, outlines);
    take_runs(&mut taken, tokens, outlines);
    taken
}

fn take(taken: &mut [bool], token: usize) {
    if let Some(place) = taken.get_mut(token) {
        *place = true;
    }
}

/// The figures found, and their labels.
fn take_matches(taken: &mut [bool], outline: &Outline, records: &Records, alignment: &Alignment) {
    for found in &alignment.matches {
        let Some(record) = records.records.get(found.record) else {
            continue;
        };
        if outline.lines.get(found.line).is_none() {
            continue;
        }
        for entry in &record.entries {
            take(taken, entry.token);
        }
        for text in records.texts(&record.own) {
            take(taken, text.token);
        }
    }
}

/// Whole tables in which something was found or that are made of the form's words.
fn take_grids(taken: &mut [bool], tokens: &Tokens<'_>, outlines: &Outlines) {
    for (block, _) in tokens.grids() {
        let range = tokens.of_block(block);
        let found = range.clone().any(|token| taken.get(token) == Some(&true));
        let cells = tokens.tokens.get(range.clone()).unwrap_or_default();
        let words = cells
            .iter()
            .filter(|token| kind(token, outlines) == Kind::Word);
        if !found && words.take(2).count() < 2 {
            continue;
        }
        for (place, token) in range.zip(cells) {
            if !is_sentence(token) || kind(token, outlines) == Kind::Word {
                take(taken, place);
            }
        }
    }
}

/// Lines that are words of a table, one after another.
fn take_runs(taken: &mut [bool], tokens: &Tokens<'_>, outlines: &Outlines) {
    let mut run: Vec<usize> = Vec::new();
    let mut words = 0;
    let mut touches = false;
    let finish =
        |run: &mut Vec<usize>, words: &mut usize, touches: &mut bool, taken: &mut [bool]| {
            if *touches || (run.len() >= RUN && *words >= 2) {
                for &token in run.iter() {
                    take(taken, token);
                }
            }
            run.clear();
            *words = 0;
            *touches = false;
        };
    for (place, token) in tokens.tokens.iter().enumerate() {
        let already = taken.get(place) == Some(&true);
        let is_line = matches!(
            tokens.source.blocks.get(token.spot.block),
            Some(Block::Line(_))
        );
        let kind = if already || !is_line {
            Kind::Word
        } else {
            kind(token, outlines)
        };
        if kind == Kind::Other {
            finish(&mut run, &mut words, &mut touches, taken);
            continue;
        }
        if is_line {
            run.push(place);
            words += usize::from(kind == Kind::Word);
        }
        touches |= already;
    }
    finish(&mut run, &mut words, &mut touches, taken);
}

fn kind(token: &Token<'_>, outlines: &Outlines) -> Kind {
    let words = Spellings::built_in();
    let text = token.text.trim();
    if text.is_empty()
        || figure::is_figure(text, words)
        || figure::is_page_number(text, words)
        || words.unit.iter().any(|unit| unit == text)
        || text
            .split_whitespace()
            .all(|piece| figure::is_figure(piece, words))
    {
        return Kind::Piece;
    }
    let name = Name::of_normal(&token.label);
    if name.is_empty() {
        return Kind::Piece;
    }
    if outlines.is_heading(&name) && token.spot.cell.is_none() {
        return Kind::Other;
    }
    if !outlines.named(&name).is_empty() {
        return Kind::Word;
    }
    if !is_sentence(token) && outlines.is_piece(&name) {
        return Kind::Piece;
    }
    Kind::Other
}

/// Whether it is a text to read, not one of a table.
fn is_sentence(token: &Token<'_>) -> bool {
    token.text.chars().nth(LONGEST).is_some()
}
