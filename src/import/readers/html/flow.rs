//! A page's elements in their order → lines and tables.

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::Node;
use scraper::node::Element;

use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::readers::table::{Rows, Table};
use crate::import::readers::tidy::is_wide;
use crate::import::readers::writer::Writer;
use crate::import::source::{ReaderKind, Source};
use crate::marked::MarkKind;

use super::page::{Page, lower};
use super::weight::Outline;

/// A link to a note has no more characters: `[12]`.
const LONGEST_REFERENCE: usize = 6;
/// Elements within a line; all others begin and end one.
const INLINE: [&str; 25] = [
    "a", "abbr", "acronym", "bdi", "bdo", "cite", "data", "del", "dfn", "ins", "kbd", "label",
    "mark", "q", "rb", "ruby", "samp", "span", "sub", "sup", "time", "var", "wbr", "img", "input",
];

/// Writes down what of a page is to be read.
///
/// # Errors
/// If it is more than any report has.
pub(super) fn write(
    file: &str,
    page: &Page,
    reader: ReaderKind,
    limits: &Limits,
) -> Result<Source, ImportError> {
    let outline = Outline::of(page);
    let mut flow = Flow {
        writer: Writer::new(file, limits),
        outline: &outline,
        text: Text::default(),
        marks: Vec::new(),
        table: None,
        room: limits.cells,
        file,
    };
    let mut passed = None::<NodeId>;
    for edge in page.tree.tree.root().traverse() {
        match edge {
            Edge::Open(node) if passed.is_none() => match node.value() {
                _ if outline.leaves_out(node.id()) => passed = Some(node.id()),
                Node::Text(text) => flow.push(text),
                Node::Element(element) => {
                    if let Some(kind) = mark(element) {
                        flow.marks.push((node.id(), kind));
                    }
                    flow.begin(node.id(), element)?;
                }
                _ => {}
            },
            Edge::Close(node) if passed.is_some() => {
                if passed == Some(node.id()) {
                    passed = None;
                }
            }
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    flow.end(node.id(), element)?;
                    flow.marks.pop_if(|(id, _)| *id == node.id());
                }
            }
            Edge::Open(_) => {}
        }
    }
    flow.end_line()?;
    Ok(flow.writer.finish(reader, &page.title()))
}

struct Flow<'a> {
    writer: Writer<'a>,
    outline: &'a Outline,
    /// Since the last line or cell began.
    text: Text,
    /// The elements that are open whose text stands beside other text.
    marks: Vec<(NodeId, MarkKind)>,
    table: Option<OpenTable>,
    /// Cells that may still come.
    room: usize,
    file: &'a str,
}

/// A table with data; tables within its cells are lines of them.
struct OpenTable {
    id: NodeId,
    table: Table,
    /// Rows that stand below all others, wherever they were written.
    foot: Vec<Vec<OpenCell>>,
    in_foot: bool,
    cell: Option<OpenCell>,
    /// Tables that are open within it.
    inner: usize,
}

#[derive(Clone, Debug)]
struct OpenCell {
    colspan: usize,
    rows: Rows,
    text: String,
}

impl Flow<'_> {
    fn push(&mut self, text: &str) {
        let kinds = self.marks.iter().map(|(_, kind)| *kind);
        // A link to a note is short; a longer one is text that leads elsewhere on the page.
        let is_long = text.trim().chars().nth(LONGEST_REFERENCE).is_some();
        let mut kinds = kinds.filter(|kind| *kind != MarkKind::Reference || !is_long);
        match kinds.next() {
            Some(kind) => self.text.push_marked(kind, text),
            None => self.text.push(text),
        }
    }

    fn begin(&mut self, id: NodeId, element: &Element) -> Result<(), ImportError> {
        let name = element.name();
        match name {
            "br" => return self.end_line(),
            "pre" | "textarea" | "listing" | "xmp" => {
                self.end_line()?;
                self.text.kept += 1;
                return Ok(());
            }
            "input" => {
                self.text.push(&value(element));
                return Ok(());
            }
            "table" => {
                self.end_line()?;
                match &mut self.table {
                    Some(open) => open.inner += 1,
                    None if !self.outline.is_layout(id) => {
                        self.table = Some(OpenTable {
                            id,
                            table: Table::default(),
                            foot: Vec::new(),
                            in_foot: false,
                            cell: None,
                            inner: 0,
                        });
                    }
                    None => {}
                }
                return Ok(());
            }
            _ => {}
        }
        if keeps_lines(element) {
            self.end_line()?;
            self.text.kept += 1;
        }
        if INLINE.contains(&name) {
            return Ok(());
        }
        self.end_line()?;
        let Some(open) = self.table.as_mut().filter(|open| open.inner == 0) else {
            return Ok(());
        };
        match name {
            "tfoot" => open.in_foot = true,
            "tr" if open.in_foot => open.foot.push(Vec::new()),
            "tr" => open.table.begin_row(),
            "td" | "th" => {
                self.room = self
                    .room
                    .checked_sub(1)
                    .ok_or_else(|| ImportError::too_much(self.file, "表格单元格太多"))?;
                open.cell = Some(OpenCell {
                    colspan: span(element, "colspan").unwrap_or(1),
                    rows: match span(element, "rowspan") {
                        Some(0) => Rows::Rest,
                        Some(rows) => Rows::Some(rows),
                        None => Rows::Some(1),
                    },
                    text: String::new(),
                });
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, id: NodeId, element: &Element) -> Result<(), ImportError> {
        let name = element.name();
        if keeps_lines(element) || matches!(name, "pre" | "textarea" | "listing" | "xmp") {
            self.end_line()?;
            self.text.kept = self.text.kept.saturating_sub(1);
        }
        if INLINE.contains(&name) || name == "br" {
            return Ok(());
        }
        self.end_line()?;
        let Some(open) = &mut self.table else {
            return Ok(());
        };
        match name {
            "table" if open.id == id => {
                if let Some(mut open) = self.table.take() {
                    for row in std::mem::take(&mut open.foot) {
                        open.table.begin_row();
                        for cell in row {
                            open.table.cell(cell.colspan, cell.rows, &cell.text);
                        }
                    }
                    self.writer.table(open.table)?;
                }
            }
            "table" => open.inner = open.inner.saturating_sub(1),
            "tfoot" if open.inner == 0 => open.in_foot = false,
            "td" | "th" if open.inner == 0 => {
                if let Some(cell) = open.cell.take() {
                    match open.foot.last_mut().filter(|_| open.in_foot) {
                        Some(row) => row.push(cell),
                        None => open.table.cell(cell.colspan, cell.rows, &cell.text),
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Ends a line, of a cell or of the page. What a table holds outside its cells stands before
    /// it.
    fn end_line(&mut self) -> Result<(), ImportError> {
        let text = self.text.take();
        if text.is_empty() {
            return Ok(());
        }
        match self.table.as_mut().and_then(|open| open.cell.as_mut()) {
            Some(cell) => {
                if !cell.text.is_empty() {
                    cell.text.push('\n');
                }
                cell.text.push_str(&text);
                Ok(())
            }
            None => self.writer.text(&text),
        }
    }
}

/// What an element's text is, if it is no part of the text around it.
fn mark(element: &Element) -> Option<MarkKind> {
    match element.name() {
        "sup" => return Some(MarkKind::Superscript),
        "sub" => return Some(MarkKind::Subscript),
        "del" => return Some(MarkKind::StruckOut),
        "a" if element.attr("href").is_some_and(|to| to.starts_with('#')) => {
            return Some(MarkKind::Reference);
        }
        _ => {}
    }
    let style = element.attr("style")?.to_ascii_lowercase().replace(' ', "");
    let styles = [
        ("vertical-align:super", MarkKind::Superscript),
        ("vertical-align:sub", MarkKind::Subscript),
        ("line-through", MarkKind::StruckOut),
    ];
    let mut styles = styles.into_iter();
    styles.find_map(|(words, kind)| style.contains(words).then_some(kind))
}

/// Whether an element's line ends are meant: its style says so.
fn keeps_lines(element: &Element) -> bool {
    let Some(style) = element.attr("style") else {
        return false;
    };
    let style = style.to_ascii_lowercase().replace(' ', "");
    style.contains("white-space:pre")
}

fn span(element: &Element, attribute: &str) -> Option<usize> {
    let text = element.attr(attribute)?.trim();
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// What a form's field shows.
fn value(element: &Element) -> String {
    match lower(element, "type").as_str() {
        "" | "text" | "number" | "tel" => element.attr("value").unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

/// A line as it grows, its blanks as browsers show them.
#[derive(Debug, Default)]
struct Text {
    line: String,
    /// Blanks since the last character, and whether a line's end was among them.
    blank: Option<Blank>,
    /// Elements around that keep the ends of lines.
    kept: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blank {
    Space,
    LineEnd,
}

impl Text {
    fn push(&mut self, text: &str) {
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\n' if self.kept > 0 => self.line.push('\n'),
                // Plain text in a page: paragraphs that begin with two ideographic spaces.
                '\n' if characters.peek() == Some(&'\u{3000}') => self.line.push('\n'),
                '\n' | '\r' => self.blank = Some(Blank::LineEnd),
                ' ' | '\t' | '\u{c}' => self.blank = self.blank.or(Some(Blank::Space)),
                character => {
                    self.close_gap(character);
                    self.line.push(character);
                }
            }
        }
    }

    /// The same of text that stands beside other text.
    fn push_marked(&mut self, kind: MarkKind, text: &str) {
        let start = self.line.len();
        self.push(text);
        let added = self.line.split_off(start);
        let run = added.trim_start();
        let gap = added.len() - run.len();
        self.line.push_str(added.get(..gap).unwrap_or_default());
        let lines: Vec<String> = run.split('\n').map(|line| kind.around(line)).collect();
        self.line.push_str(&lines.join("\n"));
    }

    /// Writes a space for blanks in the text, but none where a line of Chinese markup ends.
    fn close_gap(&mut self, next: char) {
        let (Some(blank), Some(last)) = (self.blank.take(), self.line.chars().next_back()) else {
            return;
        };
        if blank == Blank::Space || !(is_wide(last) && is_wide(next)) {
            self.line.push(' ');
        }
    }

    fn take(&mut self) -> String {
        self.blank = None;
        let line = std::mem::take(&mut self.line);
        if line.trim().is_empty() {
            String::new()
        } else {
            line
        }
    }
}
