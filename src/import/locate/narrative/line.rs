//! The lines of a source that no table took.

use crate::form::heading;
use crate::import::locate::tables::Tables;
use crate::import::locate::tokens::Tokens;
use crate::import::normal;
use crate::returns::HeaderField;

/// A line of text.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    /// The token it stands in, by place.
    pub token: usize,
    /// Where it begins in the token's text, in bytes.
    pub start: usize,
    pub text: &'a str,
    /// As labels are compared.
    pub label: String,
}

/// A short line, in characters of its label.
pub(super) const SHORT: usize = 44;

impl Line<'_> {
    pub fn length(&self) -> usize {
        self.label.chars().count()
    }

    pub fn is_short(&self) -> bool {
        self.length() <= SHORT
    }
}

/// Every line with text that is no part of a table, in order. Of a grid that holds a table only
/// what is plainly text is taken: headings and sentences.
pub(super) fn lines<'a>(tokens: &Tokens<'a>, tables: Option<&Tables>) -> Vec<Line<'a>> {
    let is_taken = |place: usize| {
        tables.is_some_and(|tables| tables.taken.get(place).copied().unwrap_or(false))
    };
    let header_blocks: Vec<bool> = (0..tokens.source.blocks.len())
        .map(|block| is_header(tokens, block))
        .collect();
    let table_blocks: Vec<bool> = (0..tokens.source.blocks.len())
        .map(|block| tokens.of_block(block).any(is_taken))
        .collect();
    let mut lines = Vec::new();
    for (place, token) in tokens.tokens.iter().enumerate() {
        let is_of_header = header_blocks.get(token.spot.block) == Some(&true);
        if token.label.is_empty() || is_taken(place) || is_of_header {
            continue;
        }
        let is_of_table =
            token.spot.cell.is_some() && table_blocks.get(token.spot.block) == Some(&true);
        if is_of_table && !is_plainly_text(&token.label) {
            continue;
        }
        let mut start = 0;
        for piece in token.text.split('\n') {
            let indent = piece.len() - piece.trim_start().len();
            let text = piece.trim();
            if !text.is_empty() {
                let is_whole = text.len() == token.text.len();
                lines.push(Line {
                    token: place,
                    start: start + indent,
                    text,
                    label: if is_whole {
                        token.label.clone()
                    } else {
                        normal::label(text)
                    },
                });
            }
            start += piece.len() + 1;
        }
    }
    lines.retain(|line| !line.label.is_empty());
    lines
}

/// Whether a block is a table of the header's fields, a label and its text in each row: a cover
/// sheet.
fn is_header(tokens: &Tokens<'_>, block: usize) -> bool {
    const FEWEST: usize = 4;

    let cells = tokens.of_block(block).filter_map(|place| {
        let token = tokens.tokens.get(place)?;
        token
            .spot
            .cell
            .is_some()
            .then_some(token.label.trim_end_matches(':'))
    });
    let is_label = |label: &&str| HeaderField::ALL.iter().any(|field| field.label() == *label);
    cells.filter(is_label).take(FEWEST).count() == FEWEST
}

fn is_plainly_text(label: &str) -> bool {
    let is_long = label.chars().count() > 12;
    is_long && label.contains(['。', ';', ','])
        || heading::number(label).is_some_and(|number| number.ends_with('、'))
}
