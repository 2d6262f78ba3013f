//! OpenDocument: texts (`.odt`) and sheets (`.ods`) of LibreOffice and others.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::archive::{Parts, attribute, each_element};
use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::source::{ReaderKind, Source};
use crate::marked::MarkKind;
use crate::workbook::formats::Format;

use super::spreadsheet::formula::Formula;
use super::spreadsheet::{self, Cells, Room, plain_number};
use super::table::{Rows, Table};
use super::writer::Writer;
use super::xml::referred;

/// What is no text of the document: the notes themselves, comments, deleted text, readings.
const PASSED_OVER: [&[u8]; 8] = [
    b"note-body",
    b"annotation",
    b"tracked-changes",
    b"ruby-text",
    b"forms",
    b"shapes",
    b"desc",
    b"title",
];
/// Rows and columns that one element stands for at most, if they hold something.
const MOST_REPEATED: u32 = 1_000;

/// Reads a text or the sheets of a workbook.
///
/// # Errors
/// If the file is damaged, has a password, or holds more than any report.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Source, ImportError> {
    let damaged = || ImportError::Damaged {
        file: name.to_owned(),
        place: "正文".to_owned(),
    };
    let mut parts = Parts::of(bytes).ok_or_else(damaged)?;
    if is_encrypted(&mut parts) {
        return Err(ImportError::Encrypted {
            file: name.to_owned(),
        });
    }
    let reader = parts.xml("content.xml").ok_or_else(damaged)?;
    let mut document = Document {
        writer: Writer::new(name, limits),
        limits,
        file: name,
        text: String::new(),
        tables: 0,
        columns: 0,
        hidden_columns: Vec::new(),
        rows: Vec::new(),
        hidden: HashSet::new(),
        marked: HashMap::new(),
        spans: Vec::new(),
        style: String::new(),
        sheets: Vec::new(),
        room: Room::of(limits),
        cells_left: limits.cells.saturating_add(limits.lines),
        text_left: limits.text,
        kind: ReaderKind::Odt,
    };
    document.run(reader, damaged)?;
    if document.kind == ReaderKind::Ods {
        let sheets = document.sheets.into_iter();
        let shown = sheets.filter(|sheet| !sheet.is_hidden);
        let sheets: Vec<Cells> = shown.map(|sheet| sheet.cells).collect();
        return spreadsheet::write(name, sheets, ReaderKind::Ods, limits);
    }
    Ok(document.writer.finish(ReaderKind::Odt, ""))
}

/// Whether the parts are encrypted: the list of parts says how.
fn is_encrypted(parts: &mut Parts<'_>) -> bool {
    let Some(manifest) = parts.xml("META-INF/manifest.xml") else {
        return false;
    };
    let mut encrypted = false;
    let _ = each_element(manifest, |element| {
        encrypted |= element.local_name().as_ref() == b"encryption-data";
    });
    encrypted
}

struct Document<'a> {
    writer: Writer<'a>,
    limits: &'a Limits,
    file: &'a str,
    /// Since the last paragraph or cell began.
    text: String,
    /// Tables that are open.
    tables: usize,
    /// Columns of the outermost one that were described, and those that are not shown.
    columns: u32,
    hidden_columns: Vec<(u32, u32)>,
    /// The rows of the outermost one.
    rows: Vec<Row>,
    /// Styles of sheets and words that are not shown.
    hidden: HashSet<String>,
    /// Styles of words that stand beside others.
    marked: HashMap<String, MarkKind>,
    /// What the words of the elements around are, if they are no part of those beside them.
    spans: Vec<Option<MarkKind>>,
    /// The style that is being described.
    style: String,
    sheets: Vec<OpenSheet>,
    /// What shown sheets may still hold.
    room: Room,
    /// Elements of cells that may still come, empty ones too.
    cells_left: usize,
    /// Bytes of text that may still come in cells.
    text_left: usize,
    kind: ReaderKind,
}

struct OpenSheet {
    is_hidden: bool,
    cells: Cells,
}

#[derive(Default)]
struct Row {
    repeated: u32,
    is_hidden: bool,
    cells: Vec<Cell>,
}

struct Cell {
    repeated: u32,
    colspan: u32,
    rowspan: u32,
    /// Whether a cell before or above reaches over it.
    is_covered: bool,
    /// The number in it, as exact as the file has it.
    number: Option<String>,
    /// What computes it, if no value of it is stored.
    formula: Option<Formula>,
    text: String,
}

impl Document<'_> {
    fn run<R: BufRead>(
        &mut self,
        mut reader: Reader<R>,
        damaged: impl Fn() -> ImportError,
    ) -> Result<(), ImportError> {
        let mut buffer = Vec::new();
        let (mut depth, mut passed) = (0usize, 0usize);
        loop {
            let event = reader.read_event_into(&mut buffer).map_err(|_| damaged())?;
            match event {
                Event::Eof => return Ok(()),
                Event::Start(_) if passed > 0 => passed += 1,
                Event::End(_) if passed > 0 => passed -= 1,
                _ if passed > 0 => {}
                Event::Start(element) if PASSED_OVER.contains(&element.local_name().as_ref()) => {
                    passed = 1;
                }
                Event::Start(element) if self.is_hidden(&element) => passed = 1,
                Event::Start(element) => {
                    depth += 1;
                    if depth > self.limits.nesting {
                        return Err(ImportError::too_much(self.file, "嵌套太深"));
                    }
                    self.begin(&element)?;
                }
                Event::Empty(element) => {
                    self.begin(&element)?;
                    self.end(element.local_name().as_ref())?;
                }
                Event::End(element) => {
                    depth = depth.saturating_sub(1);
                    self.end(element.local_name().as_ref())?;
                }
                Event::Text(text) => self.push(&text.decode().map_err(|_| damaged())?),
                Event::CData(text) => self.push(&text.decode().map_err(|_| damaged())?),
                Event::GeneralRef(reference) => self.push(&referred(&reference)),
                _ => {}
            }
            if self.text.len() > self.limits.text {
                return Err(ImportError::too_much(self.file, "文字太多"));
            }
            buffer.clear();
        }
    }

    fn push(&mut self, text: &str) {
        match self.spans.iter().flatten().next() {
            Some(kind) => self.text.push_str(&kind.around(text)),
            None => self.text.push_str(text),
        }
    }

    /// What a style's words are, if they are no part of those beside them.
    fn mark_of(element: &BytesStart<'_>) -> Option<MarkKind> {
        let struck = attribute(element, b"text-line-through-style")
            .or_else(|| attribute(element, b"text-line-through-type"));
        if struck.is_some_and(|style| style != "none") {
            return Some(MarkKind::StruckOut);
        }
        let position = attribute(element, b"text-position")?;
        let offset = position.split_whitespace().next()?;
        match offset {
            "super" => Some(MarkKind::Superscript),
            "sub" => Some(MarkKind::Subscript),
            _ => {
                let percent: i32 = offset.strip_suffix('%')?.parse().ok()?;
                match percent.signum() {
                    1 => Some(MarkKind::Superscript),
                    -1 => Some(MarkKind::Subscript),
                    _ => None,
                }
            }
        }
    }

    /// Whether an element's words are not shown.
    fn is_hidden(&self, element: &BytesStart<'_>) -> bool {
        matches!(element.local_name().as_ref(), b"p" | b"h" | b"span")
            && !self.hidden.is_empty()
            && attribute(element, b"style-name").is_some_and(|style| self.hidden.contains(&style))
    }

    fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), ImportError> {
        match element.local_name().as_ref() {
            b"style" => self.style = attribute(element, b"name").unwrap_or_default(),
            b"table-properties" if attribute(element, b"display").as_deref() == Some("false") => {
                self.hidden.insert(self.style.clone());
            }
            b"text-properties" if attribute(element, b"display").as_deref() == Some("none") => {
                self.hidden.insert(self.style.clone());
            }
            b"text-properties" => {
                if let Some(kind) = Self::mark_of(element) {
                    self.marked.insert(self.style.clone(), kind);
                }
            }
            b"span" => {
                let style = attribute(element, b"style-name");
                let kind = style.and_then(|style| self.marked.get(&style).copied());
                self.spans.push(kind);
            }
            // The number of a note stands in the text, the note itself is passed over.
            b"note" => self.spans.push(Some(MarkKind::Reference)),
            b"body" => self.text.clear(),
            b"spreadsheet" => self.kind = ReaderKind::Ods,
            b"p" | b"h" => self.end_line()?,
            b"line-break" => self.text.push('\n'),
            b"tab" | b"s" => self.text.push(' '),
            b"table" => {
                self.end_line()?;
                self.tables += 1;
                if self.tables == 1 {
                    self.rows.clear();
                    self.columns = 0;
                    self.hidden_columns.clear();
                    let style = attribute(element, b"style-name").unwrap_or_default();
                    self.sheets.push(OpenSheet {
                        is_hidden: self.hidden.contains(&style),
                        cells: Cells::default(),
                    });
                    if self.sheets.len() > self.limits.entries {
                        return Err(ImportError::too_much(self.file, "表格太多"));
                    }
                }
            }
            b"table-column" if self.tables == 1 => {
                let end = number(element, b"number-columns-repeated");
                let end = self.columns.saturating_add(end);
                if is_hidden_line(element) {
                    self.hidden_columns.push((self.columns, end - 1));
                }
                self.columns = end;
            }
            b"table-row" if self.tables == 1 => self.rows.push(Row {
                repeated: number(element, b"number-rows-repeated"),
                is_hidden: is_hidden_line(element),
                cells: Vec::new(),
            }),
            name @ (b"table-cell" | b"covered-table-cell") if self.tables == 1 => {
                self.text.clear();
                self.cells_left = self
                    .cells_left
                    .checked_sub(1)
                    .ok_or_else(|| ImportError::too_much(self.file, "表格单元格太多"))?;
                let is_number = matches!(
                    attribute(element, b"value-type").as_deref(),
                    Some("float" | "currency")
                );
                let value = attribute(element, b"value").filter(|_| is_number);
                let has_value = attribute(element, b"value-type").is_some();
                let formula = attribute(element, b"formula").filter(|_| !has_value);
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(Cell {
                        repeated: number(element, b"number-columns-repeated"),
                        colspan: number(element, b"number-columns-spanned"),
                        rowspan: number(element, b"number-rows-spanned"),
                        is_covered: name == b"covered-table-cell",
                        number: value.map(|value| plain_number(&value)),
                        formula: formula.map(|formula| Formula::of_open_document(&formula)),
                        text: String::new(),
                    });
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8]) -> Result<(), ImportError> {
        match name {
            b"span" | b"note" => {
                self.spans.pop();
                Ok(())
            }
            b"p" | b"h" => self.end_line(),
            b"table" => {
                self.end_line()?;
                self.tables = self.tables.saturating_sub(1);
                if self.tables > 0 {
                    return Ok(());
                }
                let rows = std::mem::take(&mut self.rows);
                if self.kind == ReaderKind::Ods {
                    self.sheet(rows)
                } else {
                    self.writer.table(table(rows))
                }
            }
            _ => Ok(()),
        }
    }

    /// Ends a paragraph: of a cell, or of the text.
    fn end_line(&mut self) -> Result<(), ImportError> {
        let text = std::mem::take(&mut self.text);
        if self.tables == 0 {
            return self.writer.text(&text);
        }
        self.text_left = self
            .text_left
            .checked_sub(text.len() + 1)
            .ok_or_else(|| ImportError::too_much(self.file, "文字太多"))?;
        let row = self.rows.last_mut();
        if let Some(cell) = row.and_then(|row| row.cells.last_mut()) {
            if !cell.text.is_empty() {
                cell.text.push('\n');
            }
            cell.text.push_str(&text);
        }
        Ok(())
    }

    /// Puts a sheet's rows to their addresses.
    fn sheet(&mut self, rows: Vec<Row>) -> Result<(), ImportError> {
        let Some(sheet) = self.sheets.last_mut().filter(|sheet| !sheet.is_hidden) else {
            return Ok(());
        };
        let too_much = || ImportError::too_much(self.file, "表格内容太多");
        sheet.cells.hidden.columns = std::mem::take(&mut self.hidden_columns);
        let mut first = 0u32;
        for row in rows {
            let is_filled = |cell: &Cell| cell.formula.is_some() || !cell.shown().trim().is_empty();
            if row.is_hidden {
                let last = first.saturating_add(row.repeated - 1);
                sheet.cells.hidden.rows.push((first, last));
            }
            let repeated = if row.cells.iter().any(is_filled) {
                row.repeated.min(MOST_REPEATED)
            } else {
                0
            };
            for number in first..first.saturating_add(repeated) {
                let mut column = 0u32;
                for cell in &row.cells {
                    let cells = if is_filled(cell) {
                        cell.repeated.min(MOST_REPEATED)
                    } else {
                        0
                    };
                    for column in column..column.saturating_add(cells) {
                        if cell.is_covered {
                            continue;
                        }
                        self.room.take(cell.shown()).ok_or_else(too_much)?;
                        let place = (number, column);
                        match (&cell.number, &cell.formula) {
                            (Some(number), _) => {
                                sheet.cells.put_number(place, number, Format::Number);
                            }
                            (None, Some(formula)) if cell.text.trim().is_empty() => {
                                self.room.take(&formula.text).ok_or_else(too_much)?;
                                sheet.cells.put_formula(place, formula.clone());
                            }
                            (None, _) => {
                                sheet.cells.texts.insert(place, cell.text.clone());
                            }
                        }
                        if cell.colspan > 1 || cell.rowspan > 1 {
                            let last_row = number.saturating_add(cell.rowspan - 1);
                            let last_column = column.saturating_add(cell.colspan - 1);
                            sheet.cells.merged.push((place, (last_row, last_column)));
                        }
                    }
                    column = column.saturating_add(cell.repeated);
                }
            }
            first = first.saturating_add(row.repeated);
        }
        Ok(())
    }
}

impl Cell {
    fn shown(&self) -> &str {
        self.number.as_deref().unwrap_or(&self.text)
    }
}

/// A table of a text.
fn table(rows: Vec<Row>) -> Table {
    let mut table = Table::default();
    for row in rows {
        table.begin_row();
        for cell in row.cells.iter().filter(|cell| !cell.is_covered) {
            let size = |count: u32| usize::try_from(count).unwrap_or(1);
            table.cell(
                size(cell.colspan),
                Rows::Some(size(cell.rowspan)),
                cell.shown(),
            );
        }
    }
    table
}

/// Whether a row or column is not shown.
fn is_hidden_line(element: &BytesStart<'_>) -> bool {
    let visibility = attribute(element, b"visibility");
    matches!(visibility.as_deref(), Some("collapse" | "filter"))
}

/// A count in an attribute, at least 1.
fn number(element: &BytesStart<'_>, name: &[u8]) -> u32 {
    let text = attribute(element, name);
    text.and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}
