//! Pages whose text is known by its place only: lines, tables and paragraphs are told by it.
//!
//! PDF gives characters with places in points; text made by `pdftotext -layout` gives them by
//! rows and columns of characters. Both become [`Page`]s of [`Line`]s and ruled tables, and
//! these [`Block`]s.

mod columns;
mod furniture;
mod line;
mod paragraphs;
mod plain;
mod rows;
mod table;

use crate::import::source::Block;

pub(super) use line::{Glyph, Line, lines};
pub use plain::read;
pub(super) use table::{Cell, Table};

/// A page, or as much of a text as stands between two page breaks.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// Tables with ruled cells, from top to bottom; their text is not in the lines.
    pub tables: Vec<Table>,
}

/// Something that stands on a page, and later in the running text.
#[derive(Debug)]
enum Piece {
    Line(Line),
    Table(Table),
}

/// What pages say, in the order it is read, without running heads and page numbers.
pub(super) fn blocks(mut pages: Vec<Page>) -> Vec<Block> {
    furniture::remove(&mut pages);
    let measures = paragraphs::Measure::of(&pages);
    let mut pieces: Vec<(usize, Piece)> = Vec::new();
    for (number, page) in pages.into_iter().enumerate() {
        let mut tables = page.tables.into_iter().peekable();
        for line in page.lines {
            while let Some(table) = tables.next_if(|table| table.top < line.middle()) {
                pieces.push((number, Piece::Table(table)));
            }
            pieces.push((number, Piece::Line(line)));
        }
        pieces.extend(tables.map(|table| (number, Piece::Table(table))));
    }
    let mut blocks = Vec::new();
    let mut running: Vec<(usize, Line)> = Vec::new();
    let mut open: Option<Table> = None;
    for (number, piece) in pieces {
        match piece {
            Piece::Line(line) => {
                blocks.extend(open.take().map(|table| Block::Grid(table.grid())));
                running.push((number, line));
            }
            Piece::Table(table) => {
                columns::split(std::mem::take(&mut running), &measures, &mut blocks);
                open = match open {
                    Some(begun) if number > begun.page => match begun.continued(table, number) {
                        Ok(whole) => Some(whole),
                        Err(parts) => {
                            let (before, after) = *parts;
                            blocks.push(Block::Grid(before.grid()));
                            Some(after)
                        }
                    },
                    Some(before) => {
                        blocks.push(Block::Grid(before.grid()));
                        Some(table.on_page(number))
                    }
                    None => Some(table.on_page(number)),
                };
            }
        }
    }
    blocks.extend(open.map(|table| Block::Grid(table.grid())));
    columns::split(running, &measures, &mut blocks);
    blocks
}
