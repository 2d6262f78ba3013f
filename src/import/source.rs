//! A file as its reader found it, without any notion of what it means.

use std::borrow::Cow;
use std::ops::Range;

use crate::marked;
pub use crate::marked::{Mark, MarkKind};

/// Lines and tables in the order they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    pub reader: ReaderKind,
    /// What the file says its title is, outside its text: the `<title>` of a page, a document's
    /// property; empty if there is none.
    pub title: String,
    pub blocks: Vec<Block>,
}

/// Which reader read a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ReaderKind {
    Html,
    Mht,
    #[default]
    Text,
    Markdown,
    Docx,
    /// Excel since 2007.
    Xlsx,
    /// Excel before.
    Xls,
    Ods,
    Odt,
    Pdf,
    Clipboard,
}

impl ReaderKind {
    /// The format's name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Html => "网页",
            Self::Mht => "网页归档（MHT）",
            Self::Text => "文本",
            Self::Markdown => "Markdown",
            Self::Docx => "Word",
            Self::Xlsx => "Excel",
            Self::Xls => "Excel 97-2003",
            Self::Ods => "ODS 表格",
            Self::Odt => "ODT 文档",
            Self::Pdf => "PDF",
            Self::Clipboard => "剪贴板",
        }
    }

    pub const ALL: [Self; 11] = [
        Self::Html,
        Self::Mht,
        Self::Text,
        Self::Markdown,
        Self::Docx,
        Self::Xlsx,
        Self::Xls,
        Self::Ods,
        Self::Odt,
        Self::Pdf,
        Self::Clipboard,
    ];

    /// The reader that a word in a draft means.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The word in drafts and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Mht => "mht",
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Odt => "odt",
            Self::Pdf => "pdf",
            Self::Clipboard => "clipboard",
        }
    }
}

/// A piece of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A natural paragraph, or what stands on a line of its own. Never empty, without blanks
    /// at its ends.
    Line(String),
    Grid(Grid),
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// How far the places of its cells can be relied on.
    pub arrangement: Arrangement,
    /// Row after row, each from left to right; a row may be empty.
    pub rows: Vec<Vec<GridCell>>,
}

/// What a source still tells of a table's shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// Columns and spans are known, as in a web page or a spreadsheet.
    Placed,
    /// Which cells share a row is known, their columns are only counted: spans are lost or
    /// written as empty cells, as in Markdown or text with bars.
    Rows,
    /// Only the order of the cells is known; every row holds one cell.
    Stream,
}

/// A cell of a table as found. An empty text is an empty cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridCell {
    /// The column it begins in, from 0; in a table that is not placed, its number in the row.
    pub column: usize,
    /// At least 1; always 1 in tables that are not placed.
    pub colspan: usize,
    pub rowspan: usize,
    /// Lines within the cell are parted by `\n`; without blanks at its ends and without what
    /// is only a mark.
    pub text: String,
    /// What stands in the cell and is no part of its text, in order.
    pub marks: Vec<Mark>,
}

impl GridCell {
    /// A cell of one column and row, of a text as it was gathered.
    pub fn single(column: usize, text: &str) -> Self {
        let (text, marks) = marked::parted(text.trim());
        Self {
            column,
            colspan: 1,
            rowspan: 1,
            text,
            marks,
        }
    }

    /// The text with its marks, for people.
    pub fn shown(&self) -> Cow<'_, str> {
        if self.marks.is_empty() {
            Cow::Borrowed(&self.text)
        } else {
            Cow::Owned(marked::shown(&self.text, &self.marks))
        }
    }
}

/// A place in a source: a line, or a cell of a table, and maybe some of its words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spot {
    /// The block, by place.
    pub block: usize,
    /// Row and cell of a table, by place in [`Grid::rows`] and in the row.
    pub cell: Option<(usize, usize)>,
    /// The words meant, in bytes of the line or cell; `None` for all of it.
    pub words: Option<Range<usize>>,
}

impl Spot {
    pub fn line(block: usize) -> Self {
        Self {
            block,
            cell: None,
            words: None,
        }
    }

    pub fn cell(block: usize, row: usize, cell: usize) -> Self {
        Self {
            block,
            cell: Some((row, cell)),
            words: None,
        }
    }

    /// What the order of reading is told by: block, row and cell, first word.
    pub fn order(&self) -> (usize, Option<(usize, usize)>, usize) {
        let first = self.words.as_ref().map_or(0, |words| words.start);
        (self.block, self.cell, first)
    }

    /// Some words of a place, or of the words meant already.
    pub fn words(self, words: Range<usize>) -> Self {
        let from = self.words.as_ref().map_or(0, |own| own.start);
        Self {
            words: Some(from + words.start..from + words.end),
            ..self
        }
    }
}

impl Source {
    /// Leaves out the characters of lines and cells that are not kept; lines that are empty then
    /// are none.
    pub fn retain_seen(&mut self, is_kept: impl Fn(char) -> bool) {
        self.blocks.retain_mut(|block| match block {
            Block::Line(text) => {
                text.retain(&is_kept);
                !text.trim().is_empty()
            }
            Block::Grid(grid) => {
                for cell in grid.rows.iter_mut().flatten() {
                    if cell.text.chars().all(&is_kept) {
                        continue;
                    }
                    for mark in &mut cell.marks {
                        let before = cell.text.get(..mark.at).unwrap_or_default();
                        let kept = before.chars().filter(|c| is_kept(*c));
                        mark.at = kept.map(char::len_utf8).sum();
                    }
                    cell.text.retain(&is_kept);
                }
                true
            }
        });
    }

    /// The whole text of a line or cell; empty for a place the source doesn't have.
    pub fn text(&self, spot: &Spot) -> &str {
        match (self.blocks.get(spot.block), spot.cell) {
            (Some(Block::Line(text)), None) => text,
            _ => self.cell(spot).map_or("", |cell| &cell.text),
        }
    }

    /// The cell at a place; `None` for a line, and for a place the source doesn't have.
    fn cell(&self, spot: &Spot) -> Option<&GridCell> {
        let (Block::Grid(grid), (row, cell)) = (self.blocks.get(spot.block)?, spot.cell?) else {
            return None;
        };
        grid.rows.get(row)?.get(cell)
    }

    /// The marks in a cell; none for a line.
    pub fn marks(&self, spot: &Spot) -> &[Mark] {
        self.cell(spot).map_or(&[], |cell| &cell.marks)
    }

    /// The text of a line, or of a cell with its marks, for people.
    pub fn shown(&self, spot: &Spot) -> Cow<'_, str> {
        let cell = self.cell(spot).map(GridCell::shown);
        cell.unwrap_or_else(|| Cow::Borrowed(self.text(spot)))
    }

    /// Every line and table cell, empty cells too, in the order they are read.
    pub fn places(&self) -> impl Iterator<Item = (Spot, &str)> {
        self.blocks.iter().enumerate().flat_map(|(block, content)| {
            let (line, grid) = match content {
                Block::Line(text) => (Some((Spot::line(block), text.as_str())), None),
                Block::Grid(grid) => (None, Some(grid)),
            };
            let rows = grid
                .into_iter()
                .flat_map(|grid| grid.rows.iter().enumerate());
            let cells = rows.flat_map(move |(row, cells)| {
                let cells = cells.iter().enumerate();
                cells.map(move |(cell, found)| (Spot::cell(block, row, cell), found.text.as_str()))
            });
            line.into_iter().chain(cells)
        })
    }
}
