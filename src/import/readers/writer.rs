//! The lines and tables of a file as its reader comes upon them, within the limits.

use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::source::{Block, Grid, ReaderKind, Source};

use crate::marked;

use super::table::{Piece, Table};
use super::tidy::tidy;

/// Collects what a reader finds; refuses what is beyond all measure.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    file: &'a str,
    limits: &'a Limits,
    blocks: Vec<Block>,
    /// Lines and cells with text so far.
    lines: usize,
    cells: usize,
    /// Bytes of text so far.
    text: usize,
}

impl<'a> Writer<'a> {
    pub fn new(file: &'a str, limits: &'a Limits) -> Self {
        Self {
            file,
            limits,
            blocks: Vec::new(),
            lines: 0,
            cells: 0,
            text: 0,
        }
    }

    /// Adds a text, each of its lines as one; blank ones are left out.
    ///
    /// # Errors
    /// If there is more text than any report has; the same for all below.
    pub fn text(&mut self, text: &str) -> Result<(), ImportError> {
        for line in text.lines() {
            let line = tidy(&marked::line(line));
            if !line.is_empty() {
                self.count(line.len())?;
                self.blocks.push(Block::Line(line));
            }
        }
        Ok(())
    }

    /// Adds a table; rows of it that are running text become lines.
    pub fn table(&mut self, table: Table) -> Result<(), ImportError> {
        table
            .pieces()
            .into_iter()
            .try_for_each(|piece| self.piece(piece))
    }

    /// Adds a piece of a table.
    pub fn piece(&mut self, piece: Piece) -> Result<(), ImportError> {
        match piece {
            Piece::Text(text) => self.text(&text),
            Piece::Grid(grid) => self.grid(grid),
        }
    }

    fn grid(&mut self, grid: Grid) -> Result<(), ImportError> {
        for cell in grid.rows.iter().flatten() {
            self.cells = self.cells.saturating_add(cell.colspan * cell.rowspan);
            if !cell.text.is_empty() {
                self.count(cell.text.len())?;
            }
        }
        if self.cells > self.limits.cells {
            return Err(ImportError::too_much(self.file, "表格单元格太多"));
        }
        self.blocks.push(Block::Grid(grid));
        Ok(())
    }

    fn count(&mut self, bytes: usize) -> Result<(), ImportError> {
        self.lines += 1;
        self.text = self.text.saturating_add(bytes);
        if self.lines > self.limits.lines {
            return Err(ImportError::too_much(self.file, "行数太多"));
        }
        if self.text > self.limits.text {
            return Err(ImportError::too_much(self.file, "文字太多"));
        }
        Ok(())
    }

    pub fn finish(self, reader: ReaderKind, title: &str) -> Source {
        Source {
            reader,
            title: tidy(title),
            blocks: self.blocks,
        }
    }
}
