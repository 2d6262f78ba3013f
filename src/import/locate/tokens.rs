//! A source as one sequence of texts, each beside its one spelling.

use std::ops::Range;

use crate::import::normal;
use crate::import::source::{Block, Grid, Mark, Source, Spot};

use super::parting;
use super::wording::wording;

/// Every line and cell of a source in the order they are read.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    pub source: &'a Source,
    pub tokens: Vec<Token<'a>>,
    /// The tokens of each block.
    blocks: Vec<Range<usize>>,
}

/// A line or cell, in pieces where a line holds more than one.
fn pieces(spot: Spot, text: &str) -> impl Iterator<Item = (Spot, &str)> {
    let parts = match spot.cell {
        None => parting::pieces(wording(), text),
        Some(_) => Vec::new(),
    };
    let whole = parts.is_empty().then(|| (spot.clone(), text));
    let parts: Vec<(Spot, &str)> = parts
        .into_iter()
        .filter_map(|words| Some((spot.clone().words(words.clone()), text.get(words)?)))
        .collect();
    whole.into_iter().chain(parts)
}

/// A line or a piece of one, or a cell of a table; an empty cell too.
#[derive(Debug)]
pub(super) struct Token<'a> {
    pub spot: Spot,
    /// As found.
    pub text: &'a str,
    /// What stands beside the text and is no part of it.
    pub marks: &'a [Mark],
    /// As labels are compared.
    pub label: String,
}

impl Token<'_> {
    /// Whether it is only a piece of a line.
    pub fn is_piece(&self) -> bool {
        self.spot.words.is_some()
    }
}

impl<'a> Tokens<'a> {
    pub fn of(source: &'a Source) -> Self {
        let tokens: Vec<Token<'a>> = source
            .places()
            .flat_map(|(spot, text)| {
                let marks = source.marks(&spot);
                pieces(spot, text).map(move |(spot, text)| Token {
                    marks,
                    spot,
                    text,
                    label: normal::label(text),
                })
            })
            .collect();
        let mut blocks = vec![0..0; source.blocks.len()];
        for (place, token) in tokens.iter().enumerate() {
            if let Some(block) = blocks.get_mut(token.spot.block) {
                if block.start == block.end {
                    block.start = place;
                }
                block.end = place + 1;
            }
        }
        Self {
            source,
            tokens,
            blocks,
        }
    }

    /// The tokens of a block, by place in [`Self::tokens`].
    pub fn of_block(&self, block: usize) -> Range<usize> {
        self.blocks.get(block).cloned().unwrap_or(0..0)
    }

    /// The tables, with their blocks.
    pub fn grids(&self) -> impl Iterator<Item = (usize, &'a Grid)> {
        let blocks = self.source.blocks.iter().enumerate();
        blocks.filter_map(|(place, block)| match block {
            Block::Grid(grid) => Some((place, grid)),
            Block::Line(_) => None,
        })
    }
}
