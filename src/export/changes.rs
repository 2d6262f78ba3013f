//! What somebody has changed in an exported file since it was written.
//!
//! The document that the file was made of is made again from the draft it carries, and compared
//! with what is seen in the file. Blanks and breaks don't count: programs that save a file again
//! set them otherwise.

mod texts;

use super::document::{Block, CellContent, Document, TableBlock, TableCell};
use super::sign_off;
use crate::carried::visible::Seen;
use crate::form::{Cell, Form};

/// The most changes that are told one by one.
const MOST_TOLD: usize = 3;

/// One place that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A figure; an empty text is a blank.
    Figure {
        cell: Cell,
        was: String,
        now: String,
    },
    /// A label, heading or paragraph. One that is new was empty, one that is gone is empty.
    Text { was: String, now: String },
    /// A table that has other rows or columns, or is gone.
    Table { title: String },
}

/// Where a file differs from the document it was made of, in the order of reading: tables first,
/// then texts.
///
/// `seen` is what is seen in the file. The document has to have the lines for signatures if the
/// file has them; whether it has more of them is no change.
pub fn changes(document: &Document, seen: &[Seen]) -> Vec<Change> {
    let mut tables: Vec<&Vec<Vec<String>>> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    for one in seen {
        match one {
            Seen::Text(text) => texts.push(plain(text)),
            Seen::Table(rows) => tables.push(rows),
        }
    }
    let expected = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let expected: Vec<&TableBlock> = expected.collect();
    // The lines for signatures are a table without rules in some formats.
    for rows in tables.drain(expected.len().min(tables.len())..) {
        texts.extend(rows.iter().flatten().map(|text| plain(text)));
    }
    texts.retain(|text| !text.is_empty());
    let mut found = Vec::new();
    for (index, table) in expected.into_iter().enumerate() {
        let rows = tables.get(index).map_or(&[][..], |rows| rows.as_slice());
        add_table_changes(table, rows, &mut found);
    }
    let expected = texts_of(document, &texts);
    found.extend(texts::changes(&expected, &texts));
    found
}

/// What a person is told of changes; `None` if there are none.
pub fn sentence(form: &Form, changes: &[Change]) -> Option<String> {
    if changes.is_empty() {
        return None;
    }
    let told: Vec<String> = changes
        .iter()
        .take(MOST_TOLD)
        .map(|change| told(form, change))
        .collect();
    let more = if changes.len() > MOST_TOLD { "等" } else { "" };
    Some(format!(
        "打开的是导出时的内容；之后在文件里改过 {} 处（{}{more}），没有带入",
        changes.len(),
        told.join("，")
    ))
}

fn told(form: &Form, change: &Change) -> String {
    let blank = |text: &str| match text {
        "" => "空白".to_owned(),
        text => texts::shortened(text),
    };
    match change {
        Change::Figure { cell, was, now } => {
            format!("{} {}→{}", form.short_label(*cell), blank(was), blank(now))
        }
        Change::Text { was, now } if was.is_empty() => {
            format!("加了“{}”", texts::shortened(now))
        }
        Change::Text { was, now } if now.is_empty() => {
            format!("删了“{}”", texts::shortened(was))
        }
        Change::Text { was, now } => {
            let (was, now) = texts::where_they_differ(was, now);
            format!("“{was}”→“{now}”")
        }
        Change::Table { title } => format!("“{}”的行或列", texts::shortened(title)),
    }
}

fn add_table_changes(table: &TableBlock, rows: &[Vec<String>], found: &mut Vec<Change>) {
    let same_shape = table.rows.len() == rows.len()
        && table
            .rows
            .iter()
            .zip(rows)
            .all(|(row, cells)| row.cells.len() == cells.len());
    if !same_shape {
        found.push(Change::Table {
            title: table.title.clone(),
        });
        return;
    }
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    for (cell, now) in cells.zip(rows.iter().flatten()) {
        found.extend(cell_change(cell, now));
    }
}

fn cell_change(cell: &TableCell, now: &str) -> Option<Change> {
    let now = plain(now);
    match &cell.content {
        CellContent::Figure(figure) => {
            let was = plain(&figure.text());
            let cell = figure.cell;
            (was != now).then_some(Change::Figure { cell, was, now })
        }
        CellContent::Text(runs) => {
            let was: String = runs.iter().map(|run| plain(&run.text)).collect();
            (was != now).then_some(Change::Text { was, now })
        }
    }
}

/// The document's texts outside its tables' cells. Its lines for signatures are among them if
/// they are among `found`.
fn texts_of(document: &Document, found: &[String]) -> Vec<String> {
    let mut texts = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Title(lines) => texts.push(plain(&lines.concat())),
            Block::Heading(text) | Block::Annex(text) => texts.push(plain(text)),
            Block::Paragraph(text) => texts.extend(text.lines().map(plain)),
            Block::Table(table) => texts.extend(table.caption.iter().map(|line| plain(&line.text))),
            // Pictures are not read.
            Block::Chart { .. } => {}
            Block::SignOff(fields) => {
                let labels: Vec<String> = fields
                    .iter()
                    .map(|(label, _)| plain(&format!("{label}：")))
                    .collect();
                if sign_off::block_in(found, &labels, &texts).is_some() {
                    let lines = labels.iter().zip(fields);
                    texts.extend(lines.map(|(label, (_, text))| format!("{label}{}", plain(text))));
                }
            }
        }
    }
    texts.retain(|text| !text.is_empty());
    texts
}

/// A text without what programs change by themselves.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace() && !character.is_control())
        .filter(|character| !matches!(character, '\u{feff}' | '\u{200b}' | '\u{2060}'))
        .collect()
}
