//! A source as no reader would make it. In the bytes a line is a line, one with bars a row of a
//! table; the first byte says how far the table's places can be relied on, a digit behind a bar
//! how many columns a cell takes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::import::source::Arrangement;
use nianbao::import::{Block, Grid, GridCell, ReaderKind, Source};

/// More than any report has; a source larger than that is the readers' affair.
const MOST_LINES: usize = 2_000;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let arrangement = match first % 3 {
        0 => Arrangement::Placed,
        1 => Arrangement::Rows,
        _ => Arrangement::Stream,
    };
    let text = String::from_utf8_lossy(rest);
    let mut source = Source {
        reader: ReaderKind::Text,
        ..Source::default()
    };
    for line in text.lines().take(MOST_LINES) {
        let line = line.trim();
        if line.contains('|') {
            let row = row(line, arrangement);
            match source.blocks.last_mut() {
                Some(Block::Grid(grid)) => grid.rows.push(row),
                _ => source.blocks.push(Block::Grid(Grid {
                    arrangement,
                    rows: vec![row],
                })),
            }
        } else if !line.is_empty() {
            source.blocks.push(Block::Line(line.to_owned()));
        }
    }
    nianbao_fuzz::understand(&source);
});

fn row(line: &str, arrangement: Arrangement) -> Vec<GridCell> {
    let mut column = 0;
    let cells = line.split('|').map(|text| {
        let span = match text.chars().next().and_then(|first| first.to_digit(10)) {
            Some(span @ 1..) if arrangement == Arrangement::Placed => span as usize,
            _ => 1,
        };
        let cell = GridCell {
            colspan: span,
            ..GridCell::single(column, text)
        };
        column += span;
        cell
    });
    let cells: Vec<GridCell> = cells.collect();
    match arrangement {
        Arrangement::Stream => cells.into_iter().take(1).collect(),
        Arrangement::Placed | Arrangement::Rows => cells,
    }
}
