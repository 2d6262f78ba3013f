//! The grid all tables of the sheet share: as one worksheet they have the same columns. The
//! opinion on a report is drawn on it too.

use crate::export::document::{CellContent, PageBreaks, TableBlock, TableCell, TableRow};
use crate::form::{Run, Style};

/// The columns in millimetres.
const WIDTHS: [f32; 8] = [11.0, 13.0, 21.0, 24.0, 32.0, 7.0, 32.0, 16.0];
/// How many columns there are.
pub(in crate::export) const COLUMNS: usize = WIDTHS.len();
/// 小五, in points.
const TYPE_SIZE: f32 = 9.0;
/// The most characters of one row: longer texts go on in the next one, so that no row is
/// higher than a page.
const LONGEST: usize = 400;

/// A table of these rows.
pub(in crate::export) fn block(title: &str, rows: Vec<TableRow>) -> TableBlock {
    TableBlock {
        title: title.to_owned(),
        unit: String::new(),
        caption: Vec::new(),
        widths: WIDTHS.to_vec(),
        type_size: TYPE_SIZE,
        page_breaks: PageBreaks::Anywhere,
        rows,
    }
}

/// A row under construction, cell by cell from the left.
#[derive(Default)]
pub(in crate::export) struct Row {
    column: usize,
    cells: Vec<TableCell>,
}

impl Row {
    /// Leaves columns to a cell of a row above.
    pub(in crate::export) fn skip(mut self, columns: usize) -> Self {
        self.column += columns;
        self
    }

    pub(in crate::export) fn head(self, columns: usize, text: &str) -> Self {
        self.cell(columns, 1, Style::Head, text)
    }

    pub(in crate::export) fn text(self, columns: usize, text: &str) -> Self {
        self.cell(columns, 1, Style::Label, text)
    }

    pub(in crate::export) fn centred(self, columns: usize, text: &str) -> Self {
        self.cell(columns, 1, Style::Unit, text)
    }

    /// A cell over several rows.
    pub(in crate::export) fn cell(
        mut self,
        columns: usize,
        rows: usize,
        style: Style,
        text: &str,
    ) -> Self {
        self.cells.push(TableCell {
            column: self.column,
            colspan: columns,
            rowspan: rows,
            style,
            indent: 0.0,
            content: CellContent::Text(vec![Run {
                text: text.to_owned(),
                note: false,
            }]),
        });
        self.column += columns;
        self
    }

    pub(in crate::export) fn done(self) -> TableRow {
        TableRow {
            head: false,
            cells: self.cells,
        }
    }

    /// A row repeated where the table goes on.
    pub(in crate::export) fn done_as_head(self) -> TableRow {
        TableRow {
            head: true,
            ..self.done()
        }
    }
}

/// A text in pieces for rows; at least one.
pub(in crate::export) fn pieces(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let pieces: Vec<String> = characters
        .chunks(LONGEST)
        .map(|piece| piece.iter().collect())
        .collect();
    if pieces.is_empty() {
        vec![String::new()]
    } else {
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_go_on_in_another_row() {
        assert_eq!(pieces(""), [""]);
        assert_eq!(pieces("理由"), ["理由"]);
        let long = "由".repeat(LONGEST + 1);
        assert_eq!(pieces(&long).concat(), long);
        assert_eq!(pieces(&long).len(), 2);
    }
}
