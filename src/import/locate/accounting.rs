//! Accounts for every figure-like text of a source, and tells of those that nothing claims.

use std::collections::{HashMap, HashSet};

use crate::form::{Cell, Form};
use crate::import::account::{Account, Claim};
use crate::import::located::{Doubt, Found, Remark};
use crate::import::source::{Block, Spot};
use crate::returns::Place;

use super::narrative::Narrative;
use super::tables::{Tables, is_figure, is_page_number, is_serial_head};
use super::tokens::{Token, Tokens};

/// A row or column of whole numbers that only count has at least so many.
const COUNTED: usize = 3;
/// Figures in so many rows of one column are a column of their own.
const COLUMN: usize = 3;
/// So many figures are shown of a column or a table.
const MOST_SHOWN: usize = 8;

/// What is known of a source when its tables and texts are read.
pub(super) struct Accounting<'a, 's> {
    pub form: &'a Form,
    pub tokens: &'a Tokens<'s>,
    pub tables: &'a Tables,
    pub narrative: &'a Narrative,
    pub found: &'a [Found],
    pub doubts: &'a [Doubt],
    pub remarks: &'a [Remark],
}

/// The account, and what is to be said of figures that nothing claims.
#[derive(Debug, Default)]
pub(super) struct Accounted {
    pub account: Account,
    pub doubts: Vec<Doubt>,
    pub remarks: Vec<Remark>,
}

/// A figure that nothing claims, by the token's place.
struct Unclaimed<'a, 's> {
    token: &'a Token<'s>,
    row: Option<usize>,
    column: usize,
}

impl<'a, 's> Accounting<'a, 's> {
    pub fn accounted(&self) -> Accounted {
        let claimed = Claimed::of(self);
        let mut accounted = Accounted::default();
        let mut unclaimed: Vec<Unclaimed<'a, 's>> = Vec::new();
        for (place, token) in self.tokens.tokens.iter().enumerate() {
            if !has_digits(token.text) {
                continue;
            }
            let claim = match self.claim(place, token, &claimed) {
                Some(claim) => claim,
                None => {
                    unclaimed.push(self.unclaimed(token));
                    Claim::Told
                }
            };
            accounted.account.claims.push((token.spot.clone(), claim));
        }
        self.tell(&unclaimed, &mut accounted);
        accounted
    }

    /// What a text is; `None` for a figure in a table that nothing claims.
    fn claim(&self, place: usize, token: &Token<'_>, claimed: &Claimed<'_>) -> Option<Claim> {
        if let Some(cell) = claimed.cell(&token.spot) {
            return Some(Claim::Cell(cell));
        }
        if claimed.is_told(token) {
            return Some(Claim::Told);
        }
        if claimed.texts.contains(&place) {
            return Some(Claim::Text);
        }
        if self.tables.taken.get(place) != Some(&true) || is_page_number(token.text) {
            return Some(Claim::Furniture);
        }
        let is_plain = token.text.split_whitespace().all(is_figure);
        if !is_plain || self.only_counts(token) {
            return Some(Claim::Label);
        }
        None
    }

    /// Whether a number only counts rows or columns: it stands before its row's label, under a
    /// head that says so, or in a row of numbers one after another.
    fn only_counts(&self, token: &Token<'_>) -> bool {
        let Some((row, cell)) = token.spot.cell else {
            return false;
        };
        let Some(Block::Grid(grid)) = self.tokens.source.blocks.get(token.spot.block) else {
            return false;
        };
        let Some(cells) = grid.rows.get(row) else {
            return false;
        };
        let is_label = |text: &str| text.chars().any(char::is_alphabetic) && !is_figure(text);
        let before = cells.get(..cell).unwrap_or_default();
        let behind = cells.get(cell + 1..).unwrap_or_default();
        let is_first = !before.iter().any(|cell| is_label(&cell.text));
        if is_first && behind.iter().any(|cell| is_label(&cell.text)) {
            return true;
        }
        let column = cells.get(cell).map(|cell| cell.column);
        let above = grid.rows.get(..row).unwrap_or_default();
        let is_under_serial = above
            .iter()
            .flatten()
            .any(|head| Some(head.column) == column && is_serial_head(&head.text));
        let counts: Vec<Option<u32>> = cells
            .iter()
            .filter(|cell| !cell.text.is_empty() && !is_label(&cell.text))
            .map(|cell| cell.text.trim().parse().ok())
            .collect();
        let is_row_of_numbers = counts.len() >= COUNTED
            && counts.first() == Some(&Some(1))
            && counts.windows(2).all(|pair| match pair {
                [Some(one), Some(next)] => one + 1 == *next,
                _ => false,
            });
        is_under_serial || is_row_of_numbers
    }

    fn unclaimed(&self, token: &'a Token<'s>) -> Unclaimed<'a, 's> {
        let row = token.spot.cell.map(|(row, _)| row);
        let column = token.spot.cell.and_then(|(row, cell)| {
            let Some(Block::Grid(grid)) = self.tokens.source.blocks.get(token.spot.block) else {
                return None;
            };
            Some(grid.rows.get(row)?.get(cell)?.column)
        });
        Unclaimed {
            token,
            row,
            column: column.unwrap_or_default(),
        }
    }

    /// Says of every unclaimed figure that it was not read: a column of them in a few words, the
    /// rest row by row.
    fn tell(&self, unclaimed: &[Unclaimed<'a, 's>], accounted: &mut Accounted) {
        let mut columns: HashMap<(usize, usize), usize> = HashMap::new();
        for one in unclaimed.iter().filter(|one| one.row.is_some()) {
            *columns
                .entry((one.token.spot.block, one.column))
                .or_default() += 1;
        }
        let is_column = |one: &Unclaimed<'_, '_>| {
            let key = (one.token.spot.block, one.column);
            one.row.is_some() && columns.get(&key).is_some_and(|count| *count >= COLUMN)
        };
        let key = |one: &Unclaimed<'_, '_>| {
            let block = one.token.spot.block;
            if is_column(one) {
                (block, None, Some(one.column))
            } else {
                (block, one.row, None)
            }
        };
        let mut groups: Vec<(_, Vec<&Unclaimed<'a, 's>>)> = Vec::new();
        for one in unclaimed {
            let key = key(one);
            match groups.iter_mut().find(|(other, _)| *other == key) {
                Some((_, group)) => group.push(one),
                None => groups.push((key, vec![one])),
            }
        }
        for ((block, _, column), group) in groups {
            let Some(first) = group.first() else {
                continue;
            };
            let texts = group.iter().take(MOST_SHOWN);
            let mut shown: Vec<&str> = texts.map(|one| one.token.text.trim()).collect();
            if group.len() > MOST_SHOWN {
                shown.push("…");
            }
            let shown = shown.join("、");
            let head = column.and_then(|column| self.head_of(block, column));
            let what = match (column, head) {
                (Some(_), Some(head)) => format!("表中另有一列“{head}”"),
                (Some(_), None) => "表中另有一列数".to_owned(),
                (None, _) => "表中还有数".to_owned(),
            };
            match self.nearest(&first.token.spot) {
                Some(cell) => accounted.doubts.push(Doubt {
                    place: Place::Cell(cell),
                    found: shown,
                    why: format!("{what}没有读入：不能确定属于哪一格，请核实"),
                    spot: Some(first.token.spot.clone()),
                }),
                None => accounted.remarks.push(Remark {
                    text: format!("{what}（{shown}），没有对应的指标，没有读入"),
                    spot: Some(first.token.spot.clone()),
                }),
            }
        }
    }

    /// The nearest text over a column that is no figure.
    fn head_of(&self, block: usize, column: usize) -> Option<String> {
        let Some(Block::Grid(grid)) = self.tokens.source.blocks.get(block) else {
            return None;
        };
        let cells = grid.rows.iter().flatten();
        let mut heads = cells.filter(|cell| {
            (cell.column..cell.column + cell.colspan).contains(&column)
                && cell.text.chars().any(char::is_alphabetic)
                && !is_figure(&cell.text)
        });
        let narrow = heads.clone().rfind(|cell| cell.colspan == 1);
        let head = narrow.or_else(|| heads.next())?;
        Some(head.text.replace('\n', ""))
    }

    /// The figure read nearest before a place in the same table, or behind it.
    fn nearest(&self, spot: &Spot) -> Option<Cell> {
        // Every line is a block of its own.
        let same = self.found.iter().filter(|found| match spot.cell {
            Some(_) => found.spot.block == spot.block,
            None => found.spot.cell.is_none(),
        });
        let order = spot.order();
        let before = same.clone().filter(|found| found.spot.order() < order);
        let before = before.max_by_key(|found| found.spot.order());
        let behind = || same.min_by_key(|found| found.spot.order());
        let found = before.or_else(behind)?;
        self.form.has(found.cell).then_some(found.cell)
    }
}

/// What was taken for something, to be looked up by its place.
struct Claimed<'a> {
    cells: HashMap<(usize, Option<(usize, usize)>), Cell>,
    /// What doubts and remarks show, by block and row.
    told: HashMap<(usize, Option<usize>), Vec<&'a str>>,
    /// The tokens of the report's paragraphs.
    texts: HashSet<usize>,
}

impl<'a> Claimed<'a> {
    fn of(accounting: &Accounting<'a, '_>) -> Self {
        let found = accounting.found.iter();
        let cells = found.map(|found| ((found.spot.block, found.spot.cell), found.cell));
        let mut told: HashMap<(usize, Option<usize>), Vec<&'a str>> = HashMap::new();
        let doubts = accounting.doubts.iter();
        let doubts = doubts.flat_map(|doubt| {
            let texts = [doubt.found.as_str(), doubt.why.as_str()];
            texts.map(|text| (doubt.spot.as_ref(), text))
        });
        let remarks = accounting.remarks.iter();
        let remarks = remarks.map(|remark| (remark.spot.as_ref(), remark.text.as_str()));
        for (spot, text) in doubts.chain(remarks) {
            if let Some(spot) = spot {
                let row = spot.cell.map(|(row, _)| row);
                told.entry((spot.block, row)).or_default().push(text);
            }
        }
        let paragraphs = accounting.narrative.paragraphs.iter();
        let pieces = paragraphs.flat_map(|paragraph| &paragraph.pieces);
        Self {
            cells: cells.collect(),
            told,
            texts: pieces.map(|piece| piece.token).collect(),
        }
    }

    fn cell(&self, spot: &Spot) -> Option<Cell> {
        self.cells.get(&(spot.block, spot.cell)).copied()
    }

    /// Whether a doubt or remark about the same row shows a text. Runs of figures in a table of
    /// which only the order is known are shown by one that begins before.
    fn is_told(&self, token: &Token<'_>) -> bool {
        let text = token.text.trim();
        let row = token.spot.cell.map(|(row, _)| row);
        let shows = |texts: &Vec<&str>| texts.iter().any(|told| shows(told, text));
        let block = token.spot.block;
        if self.told.get(&(block, row)).is_some_and(shows) {
            return true;
        }
        /// A run of figures is no longer.
        const RUN: usize = 64;
        (1..=RUN).any(|back| {
            let (block, row) = match row {
                Some(row) => match row.checked_sub(back) {
                    Some(row) => (Some(block), Some(row)),
                    None => (None, None),
                },
                None => (block.checked_sub(back), None),
            };
            let texts = block.and_then(|block| self.told.get(&(block, row)));
            texts.is_some_and(shows)
        })
    }
}

/// Whether a sentence or a list of figures shows a figure, not as a part of another one.
fn shows(told: &str, figure: &str) -> bool {
    let is_edge = |c: Option<char>| !c.is_some_and(|c| c.is_ascii_digit());
    told.match_indices(figure).any(|(at, _)| {
        let before = told.get(..at).and_then(|before| before.chars().next_back());
        let behind = told.get(at + figure.len()..);
        is_edge(before) && is_edge(behind.and_then(|behind| behind.chars().next()))
    })
}

fn has_digits(text: &str) -> bool {
    text.chars()
        .any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
}
