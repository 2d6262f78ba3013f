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

/// The most characters of a paragraph in one row: about 24 of the 27 lines the highest row holds.
/// Cells merged over several rows would hold more, but lose lines where a page ends within them.
const LONGEST_ROW: usize = 800;

/// A paragraph in pieces that are shown whole in a row each, parted behind sentences where there
/// are some.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let piece = row_of(rest);
        rest = rest.strip_prefix(piece).unwrap_or_default();
        (!piece.is_empty()).then_some(piece)
    })
}

/// As much of a paragraph as a row shows.
fn row_of(text: &str) -> &str {
    let Some((end, _)) = text.char_indices().nth(LONGEST_ROW) else {
        return text;
    };
    let fitting = text.get(..end).unwrap_or(text);
    let sentences = fitting.rfind(['。', '；', '！', '？']);
    let behind = sentences.and_then(|at| {
        let mark = fitting.get(at..)?.chars().next()?;
        fitting.get(..at + mark.len_utf8())
    });
    behind.unwrap_or(fitting)
}

/// As much of a text as a cell holds.
pub(super) fn clipped(text: &str) -> &str {
    text.char_indices()
        .nth(LONGEST_TEXT)
        .and_then(|(end, _)| text.get(..end))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_paragraphs_are_parted_behind_sentences() {
        let text: String = (1..=90)
            .map(|number| {
                format!("第{number}句写明本局在这一方面做了哪些工作、有什么成效、还差在哪里。")
            })
            .collect();
        let found: Vec<&str> = pieces(&text).collect();
        assert_eq!(found.concat(), text);
        for piece in found {
            assert!(piece.ends_with('。') && piece.chars().count() <= LONGEST_ROW);
        }
        let endless = "田".repeat(LONGEST_ROW * 2 + 1);
        let lengths: Vec<usize> = pieces(&endless)
            .map(|piece| piece.chars().count())
            .collect();
        assert_eq!(lengths, [LONGEST_ROW, LONGEST_ROW, 1]);
    }
}
