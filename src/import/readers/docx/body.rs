//! A document's paragraphs and tables in their order.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::archive::attribute;
use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::readers::table::{Rows, Table};
use crate::import::readers::writer::Writer;
use crate::import::readers::xml::referred;
use crate::import::source::{ReaderKind, Source};
use crate::marked::MarkKind;

use super::numbering::{Numbering, Paragraph, cut};

/// What isn't text, or no more: deleted text, what older programs show instead of a drawing,
/// readings above characters.
const PASSED_OVER: [&[u8]; 6] = [
    b"del",
    b"moveFrom",
    b"Fallback",
    b"rt",
    b"instrText",
    b"sectPr",
];

/// Reads the part with the text.
pub(super) struct Body<'a> {
    writer: Writer<'a>,
    limits: &'a Limits,
    file: &'a str,
    numbering: Numbering,
    /// Cells that may still come, empty ones too.
    cells_left: usize,
    /// Bytes of text that may still come in cells.
    text_left: usize,
    /// The text, and text boxes within it that are open.
    stories: Vec<Story>,
    /// Whether the characters that come are text.
    in_text: bool,
    /// Within what a paragraph says of itself, not of its words.
    in_paragraph_properties: bool,
    /// Whether the words are hidden.
    is_hidden: bool,
    /// What the words are, if they are no part of those around them.
    mark: Option<MarkKind>,
}

/// The text, or a text box.
#[derive(Default)]
struct Story {
    /// Since the paragraph began.
    text: String,
    paragraph: Paragraph,
    /// Tables that are open.
    tables: usize,
    table: Option<OpenTable>,
}

/// The outermost table; those within its cells are lines of them.
#[derive(Default)]
struct OpenTable {
    table: Table,
    cell: Option<OpenCell>,
}

struct OpenCell {
    colspan: usize,
    /// Whether it is the cell above that goes on.
    goes_on: bool,
    text: String,
}

impl<'a> Body<'a> {
    pub fn new(file: &'a str, numbering: Numbering, limits: &'a Limits) -> Self {
        Self {
            writer: Writer::new(file, limits),
            limits,
            file,
            numbering,
            cells_left: limits.cells,
            text_left: limits.text,
            stories: vec![Story::default()],
            in_text: false,
            in_paragraph_properties: false,
            is_hidden: false,
            mark: None,
        }
    }

    /// # Errors
    /// If the part is damaged, or holds more than any report.
    pub fn read<R: BufRead>(&mut self, mut reader: Reader<R>) -> Result<(), ImportError> {
        let file = self.file;
        let damaged = || ImportError::Damaged {
            file: file.to_owned(),
            place: "正文".to_owned(),
        };
        let mut buffer = Vec::new();
        let (mut depth, mut passed) = (0usize, 0usize);
        loop {
            let event = reader.read_event_into(&mut buffer).map_err(|_| damaged())?;
            match event {
                Event::Eof => break,
                Event::Start(_) if passed > 0 => passed += 1,
                Event::End(_) if passed > 0 => passed -= 1,
                _ if passed > 0 => {}
                Event::Start(element) if PASSED_OVER.contains(&element.local_name().as_ref()) => {
                    passed = 1;
                }
                Event::Start(element) => {
                    depth += 1;
                    if depth > self.limits.nesting {
                        return Err(ImportError::too_much(file, "嵌套太深"));
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
                Event::Text(text) => self.push(&text.decode().map_err(|_| damaged())?)?,
                Event::CData(text) => self.push(&text.decode().map_err(|_| damaged())?)?,
                Event::GeneralRef(reference) => self.push(&referred(&reference))?,
                _ => {}
            }
            buffer.clear();
        }
        // A file that ends in the midst of its text.
        while let Some(mut story) = self.stories.pop() {
            let cell = story.table.as_mut().and_then(|open| open.cell.take());
            if let Some(mut open) = story.table.take() {
                if let Some(cell) = cell {
                    open.close(cell);
                }
                self.writer.table(open.table)?;
            }
            self.writer.text(&story.text)?;
        }
        Ok(())
    }

    pub fn finish(self) -> Source {
        self.writer.finish(ReaderKind::Docx, "")
    }

    fn push(&mut self, text: &str) -> Result<(), ImportError> {
        if !self.in_text || self.is_hidden {
            return Ok(());
        }
        match self.mark {
            Some(kind) => self.push_sign(&kind.around(text)),
            None => self.push_sign(text),
        }
    }

    /// Words look as their own run says.
    fn begin_run(&mut self) {
        self.is_hidden = false;
        self.mark = None;
    }

    fn push_sign(&mut self, text: &str) -> Result<(), ImportError> {
        let Some(story) = self.stories.last_mut() else {
            return Ok(());
        };
        story.text.push_str(text);
        if story.text.len() > self.limits.text {
            return Err(ImportError::too_much(self.file, "文字太多"));
        }
        Ok(())
    }

    fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), ImportError> {
        let value = || attribute(element, b"val");
        let count = || value().and_then(|count| count.parse().ok()).unwrap_or(1);
        match element.local_name().as_ref() {
            b"t" => self.in_text = true,
            b"r" => self.begin_run(),
            b"pPr" => self.in_paragraph_properties = true,
            b"vertAlign" if !self.in_paragraph_properties => {
                let raised = match value().as_deref() {
                    Some("superscript") => Some(MarkKind::Superscript),
                    Some("subscript") => Some(MarkKind::Subscript),
                    _ => None,
                };
                self.mark = self.mark.or(raised);
            }
            b"strike" | b"dstrike" if !self.in_paragraph_properties => {
                let is_on = !matches!(value().as_deref(), Some("0" | "false" | "off"));
                self.mark = is_on.then_some(MarkKind::StruckOut).or(self.mark);
            }
            b"vanish" if !self.in_paragraph_properties => {
                self.is_hidden = !matches!(value().as_deref(), Some("0" | "false" | "off"));
            }
            b"br" | b"cr" => self.push_sign("\n")?,
            // In a list of stops it is no character.
            b"tab" if attribute(element, b"pos").is_none() => self.push_sign(" ")?,
            b"noBreakHyphen" => self.push_sign("-")?,
            b"sym" => self.push_sign(symbol(element))?,
            b"txbxContent" => self.stories.push(Story::default()),
            name => self.begin_block(name, element, value, count)?,
        }
        Ok(())
    }

    fn begin_block(
        &mut self,
        name: &[u8],
        element: &BytesStart<'_>,
        value: impl Fn() -> Option<String>,
        count: impl Fn() -> usize,
    ) -> Result<(), ImportError> {
        let in_cell = self.stories.iter().any(Story::is_in_cell);
        let Some(story) = self.stories.last_mut() else {
            return Ok(());
        };
        match name {
            b"p" => story.paragraph = Paragraph::default(),
            b"pStyle" => story.paragraph.style = value().map(cut).unwrap_or_default(),
            b"numId" => story.paragraph.number = value().map(cut),
            b"ilvl" => story.paragraph.level = value().and_then(|level| level.parse().ok()),
            b"tbl" => {
                story.tables += 1;
                if story.tables == 1 && !in_cell {
                    story.table = Some(OpenTable::default());
                }
            }
            _ if story.tables != 1 => {}
            name => {
                let Some(open) = &mut story.table else {
                    return Ok(());
                };
                match (name, &mut open.cell) {
                    (b"tr", _) => open.table.begin_row(),
                    (b"gridBefore", _) => open.table.skip(count()),
                    (b"tc", _) => {
                        self.cells_left = self
                            .cells_left
                            .checked_sub(1)
                            .ok_or_else(|| ImportError::too_much(self.file, "表格单元格太多"))?;
                        open.cell = Some(OpenCell {
                            colspan: 1,
                            goes_on: false,
                            text: String::new(),
                        });
                    }
                    (b"gridSpan", Some(cell)) => cell.colspan = count(),
                    (b"vMerge", Some(cell)) => {
                        cell.goes_on = attribute(element, b"val").as_deref() != Some("restart");
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8]) -> Result<(), ImportError> {
        match name {
            b"t" => self.in_text = false,
            b"pPr" => self.in_paragraph_properties = false,
            b"r" => self.begin_run(),
            b"p" => self.end_paragraph()?,
            b"txbxContent" if self.stories.len() > 1 => {
                self.stories.pop();
            }
            b"tc" | b"tbl" => self.end_block(name)?,
            _ => {}
        }
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), ImportError> {
        let Some(story) = self.stories.last_mut() else {
            return Ok(());
        };
        let mut text = std::mem::take(&mut story.text);
        let number = self.numbering.next(&story.paragraph);
        if text.trim().is_empty() {
            return Ok(());
        }
        text.insert_str(0, &number);
        let cells = self.stories.iter_mut().rev();
        let mut cells = cells.filter_map(|story| story.table.as_mut()?.cell.as_mut());
        match cells.next() {
            Some(cell) => {
                self.text_left = self
                    .text_left
                    .checked_sub(text.len() + 1)
                    .ok_or_else(|| ImportError::too_much(self.file, "文字太多"))?;
                if !cell.text.is_empty() {
                    cell.text.push('\n');
                }
                cell.text.push_str(&text);
                Ok(())
            }
            None => self.writer.text(&text),
        }
    }

    fn end_block(&mut self, name: &[u8]) -> Result<(), ImportError> {
        let Some(story) = self.stories.last_mut() else {
            return Ok(());
        };
        if name == b"tc" {
            if story.tables == 1
                && let Some(open) = &mut story.table
                && let Some(cell) = open.cell.take()
            {
                open.close(cell);
            }
            return Ok(());
        }
        story.tables = story.tables.saturating_sub(1);
        if story.tables == 0
            && let Some(open) = story.table.take()
        {
            self.writer.table(open.table)?;
        }
        Ok(())
    }
}

impl Story {
    fn is_in_cell(&self) -> bool {
        let table = self.table.as_ref();
        table.is_some_and(|open| open.cell.is_some())
    }
}

impl OpenTable {
    fn close(&mut self, cell: OpenCell) {
        if cell.goes_on {
            self.table.go_on(cell.colspan);
        } else {
            self.table.cell(cell.colspan, Rows::Some(1), &cell.text);
        }
    }
}

/// A character of a font of symbols: boxes that are ticked or not; others say nothing.
fn symbol(element: &BytesStart<'_>) -> &'static str {
    let code = attribute(element, b"char")
        .unwrap_or_default()
        .to_uppercase();
    match code.trim_start_matches("F0") {
        "FE" | "52" | "FC" | "50" => "☑",
        "A8" | "6F" | "71" | "A3" => "□",
        _ => "",
    }
}
