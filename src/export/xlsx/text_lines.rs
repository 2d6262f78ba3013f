//! The lines of the text sheet: what is written there, and what is looked for when it is read.

use super::super::document::{Block, Document};
use super::{CHART_SHEET, LONGEST_TEXT, ReportNames};

/// A line of the text sheet; a cell of its one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextLine {
    pub kind: Kind,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Title,
    Heading,
    /// A paragraph, or a piece of one that is too long for a cell.
    Paragraph,
    /// Where a table or a chart stands.
    Reference,
    /// A line for a signature.
    SignOff,
}

/// The lines of a report's text sheet, from top to bottom.
pub(crate) fn text_lines(document: &Document) -> Vec<TextLine> {
    let mut tables = ReportNames::of(document).tables.into_iter();
    let mut lines = Vec::new();
    let mut below_table = false;
    for block in &document.blocks {
        let line = |kind| move |text| TextLine { kind, text };
        match block {
            Block::Title(title) => lines.extend(title.iter().cloned().map(line(Kind::Title))),
            Block::Heading(heading) | Block::Annex(heading) => {
                lines.push(line(Kind::Heading)(heading.clone()));
            }
            Block::Paragraph(text) => {
                lines.extend(pieces(text).map(str::to_owned).map(line(Kind::Paragraph)));
            }
            Block::Table(_) => {
                let texts = tables.next().map(|name| table_line(&name));
                lines.extend(texts.map(line(Kind::Reference)));
            }
            Block::Chart { number, chart } => {
                lines.push(line(Kind::Reference)(chart_line(*number, &chart.title)));
            }
            // Right below a table they stand on its sheet.
            Block::SignOff(_) if below_table => {}
            Block::SignOff(fields) => {
                let texts = fields
                    .iter()
                    .map(|(label, text)| format!("{label}：{text}"));
                let texts = texts.map(|text| clipped(&text).to_owned());
                lines.extend(texts.map(line(Kind::SignOff)));
            }
        }
        below_table = matches!(block, Block::Table(_));
    }
    lines
}

fn table_line(sheet: &str) -> String {
    format!("（见工作表“{sheet}”）")
}

/// The line where a chart stands.
pub(crate) fn chart_line(number: usize, title: &str) -> String {
    format!("（图{number}　{title}，见工作表“{CHART_SHEET}”）")
}

/// A text in pieces that cells can hold.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let piece = clipped(rest);
        rest = rest.strip_prefix(piece).unwrap_or_default();
        (!piece.is_empty()).then_some(piece)
    })
}

/// As much of a text as a cell holds.
pub(super) fn clipped(text: &str) -> &str {
    text.char_indices()
        .nth(LONGEST_TEXT)
        .and_then(|(end, _)| text.get(..end))
        .unwrap_or(text)
}
