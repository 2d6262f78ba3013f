//! A table as it is printed: rows of cells with spans.

use super::Cell;

/// The printed shape of a table. Screen, PDF and Excel draw this one grid.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Printed column widths in millimetres.
    pub widths: Vec<f32>,
    pub rows: Vec<GridRow>,
}

#[derive(Clone, Debug)]
pub struct GridRow {
    /// Whether the row is a head: repeated on the next page, kept in sight on the screen.
    pub head: bool,
    /// The cells that begin in this row, from left to right.
    pub cells: Vec<GridCell>,
}

#[derive(Clone, Debug)]
pub struct GridCell {
    /// The grid column the cell begins in.
    pub column: usize,
    pub colspan: usize,
    pub rowspan: usize,
    pub style: Style,
    /// How far the text is moved in, in characters.
    pub indent: f32,
    pub content: Content,
}

/// How a grid cell is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A column's head: centred.
    Head,
    /// A row's label: left.
    Label,
    /// A label that stands for several rows: centred.
    Stub,
    /// A block's title over the whole width: left.
    Block,
    /// What a row is counted in: centred.
    Unit,
    /// A figure.
    Figure,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Text(Vec<Run>),
    Figure(Cell),
}

/// A piece of a label in one face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    /// Whether it is a bracketed note, printed in 楷体.
    pub note: bool,
}

impl Content {
    /// The whole label; empty for a figure.
    pub fn text(&self) -> String {
        match self {
            Self::Text(runs) => runs.iter().map(|run| run.text.as_str()).collect(),
            Self::Figure(_) => String::new(),
        }
    }
}

impl Grid {
    /// The rows at the top that are heads.
    pub fn head_rows(&self) -> usize {
        self.rows.iter().take_while(|row| row.head).count()
    }
}
