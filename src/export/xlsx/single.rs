//! A whole document on one sheet, to be read and signed: nothing is computed, nothing locked.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::super::document::{Block, CellContent, Document, TableBlock, TableRow};
use super::text_lines::{clipped, pieces};
use super::{faces, lines, page, table};

/// The height of a line for a signature, in points.
const SIGNATURE: f64 = 26.0;
/// What stays free over and under a line of text, together, in points.
const ABOVE_AND_BELOW: f64 = 4.0;
/// What stays free over a heading or a signature, in points.
const GAP: f64 = 8.0;

/// What the sheet is called: the last line of the title.
pub(super) fn name(document: &Document) -> &str {
    let titles = document.blocks.iter().find_map(|block| match block {
        Block::Title(lines) => lines.last(),
        _ => None,
    });
    titles.map_or(document.title.as_str(), String::as_str)
}

/// Fills in the sheet. Its columns are those of the first table; the others are on the same grid.
pub(super) fn fill(sheet: &mut Worksheet, document: &Document) -> Result<(), XlsxError> {
    let widths = document.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(table.widths.as_slice()),
        _ => None,
    });
    let widths = widths.unwrap_or_default();
    for (column, width) in (0u16..).zip(widths) {
        sheet.set_column_width_pixels(column, page::pixels(f64::from(*width)))?;
    }
    let mut writer = Writer {
        sheet,
        row: 0,
        columns: widths.len().max(1),
        width: f64::from(widths.iter().sum::<f32>()),
        repeated: repeated_heads(document),
    };
    for block in &document.blocks {
        writer.block(block)?;
    }
    page::set_up(sheet, document, widths.iter().sum());
    Ok(())
}

/// The heads of the last table. A sheet repeats those of one table only: tables with the same
/// heads share them, from the first one on.
fn repeated_heads(document: &Document) -> &[TableRow] {
    let last = document.blocks.iter().rev().find_map(|block| match block {
        Block::Table(table) => Some(heads(table)),
        _ => None,
    });
    last.unwrap_or_default()
}

fn heads(table: &TableBlock) -> &[TableRow] {
    let count = table.rows.iter().take_while(|row| row.head).count();
    table.rows.get(..count).unwrap_or_default()
}

/// The sheet with the next free row.
struct Writer<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    columns: usize,
    /// In millimetres.
    width: f64,
    /// The head rows that are printed again on every page, until they were written once.
    repeated: &'a [TableRow],
}

impl Writer<'_> {
    fn block(&mut self, block: &Block) -> Result<(), XlsxError> {
        match block {
            Block::Title(title) => title
                .iter()
                .try_for_each(|line| self.line(line, &faces::title(), faces::TITLE_POINTS)),
            Block::Heading(heading) | Block::Annex(heading) => {
                self.gap()?;
                self.line(heading, &faces::heading(), faces::HEADING_POINTS)
            }
            Block::Paragraph(text) => pieces(text)
                .try_for_each(|piece| self.line(piece, &faces::paragraph(), faces::TEXT_POINTS)),
            Block::Table(table) => self.table(table),
            Block::SignOff(fields) => self.sign_off(fields),
            Block::Chart { chart, .. } => {
                self.line(&chart.in_words(), &faces::paragraph(), faces::TEXT_POINTS)
            }
        }
    }

    fn gap(&mut self) -> Result<(), XlsxError> {
        self.sheet.set_row_height(self.row, GAP)?;
        self.row += 1;
        Ok(())
    }

    /// A text over the whole width.
    fn line(&mut self, text: &str, format: &Format, points: f64) -> Result<(), XlsxError> {
        self.span(0, self.columns, text, format)?;
        let height = lines::height(text, points, self.width) + ABOVE_AND_BELOW;
        self.sheet
            .set_row_height(self.row, height.min(lines::HIGHEST_ROW))?;
        self.row += 1;
        Ok(())
    }

    fn table(&mut self, block: &TableBlock) -> Result<(), XlsxError> {
        let points = f64::from(block.type_size);
        if !self.repeated.is_empty() && heads(block) == self.repeated {
            let last = u32::try_from(self.repeated.len()).unwrap_or(u32::MAX) - 1;
            self.sheet
                .set_repeat_rows(self.row, self.row.saturating_add(last))?;
            self.repeated = &[];
        }
        for (height, row) in table::heights(block).into_iter().zip(&block.rows) {
            self.sheet
                .set_row_height(self.row, height.min(lines::HIGHEST_ROW))?;
            for cell in &row.cells {
                match &cell.content {
                    CellContent::Text(runs) => {
                        table::write_text(self.sheet, self.row, cell, runs, points)?;
                    }
                    CellContent::Figure(figure) => {
                        let end = cell.column + cell.colspan;
                        let format = faces::label(cell.style, 0, points);
                        self.span(cell.column, end, &figure.text(), &format)?;
                    }
                }
            }
            self.row += 1;
        }
        Ok(())
    }

    /// Two labels with their texts a row.
    fn sign_off(&mut self, fields: &[(String, String)]) -> Result<(), XlsxError> {
        self.gap()?;
        let half = self.columns.div_ceil(2);
        for pair in fields.chunks(2) {
            self.sheet.set_row_height(self.row, SIGNATURE)?;
            for ((label, text), (from, to)) in pair.iter().zip([(0, half), (half, self.columns)]) {
                self.span(from, to, &format!("{label}：{text}"), &faces::signature())?;
            }
            self.row += 1;
        }
        Ok(())
    }

    /// Writes a text over columns of the row.
    fn span(
        &mut self,
        from: usize,
        to: usize,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let (first, last) = (table::index(from), table::index(to.saturating_sub(1)));
        let text = clipped(text);
        if last > first {
            self.sheet
                .merge_range(self.row, first, self.row, last, text, format)?;
        } else {
            self.sheet
                .write_string_with_format(self.row, first, text, format)?;
        }
        Ok(())
    }
}
