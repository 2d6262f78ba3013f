//! The report as a Word document that can be worked on: styles, headings, fields, real tables.
//!
//! The parts are written here, as the standard (ISO/IEC 29500) has them. The writer of the
//! field, `docx-rs`, lacks a document grid in characters, indents in characters, footers of even
//! pages with fields of their own styles, marks in headers, parts of one's own beside the text
//! and charts; and its files differ from one run to the next. The archive and the escaping are
//! all that would be left to it.
//!
//! Every figure's cell begins with a bookmark; the part that carries the draft says which
//! figure it is ([`crate::carried`]). Nothing stands around the figures themselves, since
//! programs that read cells look only for paragraphs in them.

mod chart;
mod faces;
mod furniture;
mod measures;
mod package;
mod settings;
mod styles;
mod table;

use super::ExportError;
use super::document::{Block, Document};
use super::layout::{BODY_SIZE, SIGN_OFF_GAP, TABLE_HEADING, TITLE_GAP, run_in, table_space};
use super::markup::{Attribute, Markup};
use crate::carried;
use crate::form::{CaptionLine, CaptionStyle};
use chart::Charts;
use measures::{area_width, line_pitch, twips};
use package::{DECLARATION, Package};
use styles::{
    CAPTION_CENTRE, CAPTION_LEFT, CAPTION_TITLE, GAP, HEADING, PLAIN_TABLE, RUN_IN, SIGN_OFF,
    SUBHEADING, TEXT, TITLE, TITLE_LINES,
};
use table::{plain_run, with_style};

/// The names that elements and relations are of.
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The part with the text.
const DOCUMENT: &str = "word/document.xml";

/// The document's bytes; the same for the same document, on every system.
///
/// # Errors
/// [`ExportError::Archive`] for what an archive can't hold, which no report comes near to.
pub fn write(document: &Document) -> Result<Vec<u8>, ExportError> {
    let mut package = Package::default();
    package.relate("", "officeDocument", DOCUMENT);
    let word = |kind: &str| {
        format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml")
    };
    for (path, kind, content) in [
        ("word/styles.xml", "styles", styles::write(document)),
        ("word/settings.xml", "settings", settings::settings()),
        ("word/fontTable.xml", "fontTable", faces::table()),
    ] {
        package.add(path, &word(kind), content);
        package.relate(DOCUMENT, kind, path);
    }
    let section = furniture::section(document.mark, &mut package);
    let mut marks = Marks::default();
    let charts = chart::add(document, &mut package)?;
    let body = body(document, &section.into_string(), &charts, &mut marks);
    package.add(DOCUMENT, &word("document.main"), body);
    settings::add_properties(document, &mut package);
    if let Some(draft) = &document.carried {
        add_draft(draft, &marks, &mut package)?;
    }
    package.bytes().map_err(ExportError::Archive)
}

/// Adds the draft as a part that goes with the text, with properties as Word wants them: without
/// an identity of its own it would not be kept.
fn add_draft(draft: &[u8], marks: &Marks, package: &mut Package) -> Result<(), ExportError> {
    let (part, properties) = ("customXml/item1.xml", "customXml/itemProps1.xml");
    let content = carried::docx::part(draft, &marks.keys)
        .map_err(|source| ExportError::Archive(source.into()))?;
    package.add(part, "application/xml", content);
    package.relate(DOCUMENT, "customXml", part);
    package.add(
        properties,
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        carried::docx::properties(),
    );
    package.relate(part, "customXmlProps", properties);
    Ok(())
}

/// The figures' bookmarks so far.
#[derive(Debug, Default)]
struct Marks {
    /// The key of each, in order.
    keys: Vec<String>,
}

impl Marks {
    /// Puts a bookmark at this place for a figure.
    fn write(&mut self, xml: &mut Markup, key: &str) {
        let name = carried::docx::bookmark(self.keys.len());
        let id = self.keys.len();
        self.keys.push(key.to_owned());
        xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)]);
        xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
    }
}

fn body(document: &Document, section: &str, charts: &Charts, marks: &mut Marks) -> String {
    let mut xml = Markup::beginning(DECLARATION);
    let spaces: [Attribute; 2] = [("xmlns:w", &WORD), ("xmlns:r", &RELATIONS)];
    xml.element("w:document", &spaces, |xml| {
        xml.element("w:body", &[], |xml| {
            for (index, block) in document.blocks.iter().enumerate() {
                let next = document.blocks.get(index + 1);
                match block {
                    Block::Title(lines) => title(xml, lines),
                    Block::Heading(text) => heading(xml, text, next),
                    Block::Annex(text) => annex(xml, text, index > 0),
                    Block::Paragraph(text) => paragraph(xml, text),
                    Block::Table(table) => {
                        caption(xml, &table.caption);
                        table::write(xml, table, table_space(table, next), marks);
                        // Two tables without a paragraph between them are one.
                        gap(xml, None);
                    }
                    Block::SignOff(lines) => sign_off(xml, lines),
                    Block::Chart { number, .. } => {
                        if let Some(chart) = charts.get(number) {
                            chart::write(xml, *number, chart);
                        }
                    }
                }
            }
            xml.raw(section);
        });
    });
    xml.into_string()
}

/// A paragraph of a style, with properties of its own.
fn styled(
    xml: &mut Markup,
    style: &str,
    own: impl FnOnce(&mut Markup),
    content: impl FnOnce(&mut Markup),
) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:pStyle", &[("w:val", &style)]);
            own(xml);
        });
        content(xml);
    });
}

/// The title's lines, and space to the next whole body line.
fn title(xml: &mut Markup, lines: &[String]) {
    let used = lines.len() as f32 * TITLE_LINES;
    let after = ((used + TITLE_GAP).ceil() - used) * line_pitch() as f32;
    let own = |xml: &mut Markup| xml.empty("w:spacing", &[("w:after", &(after as i32))]);
    styled(xml, TITLE, own, |xml| plain_run(xml, &lines.join("\n")));
}

fn heading(xml: &mut Markup, text: &str, next: Option<&Block>) {
    let own = |xml: &mut Markup| {
        if matches!(next, Some(Block::Table(_))) {
            let pitch = twips(TABLE_HEADING);
            xml.empty("w:spacing", &[("w:line", &pitch), ("w:lineRule", &"exact")]);
        }
    };
    styled(xml, HEADING, own, |xml| plain_run(xml, text));
}

/// An annex's heading, flush left on a new page.
fn annex(xml: &mut Markup, text: &str, new_page: bool) {
    let own = |xml: &mut Markup| {
        if new_page {
            xml.empty("w:pageBreakBefore", &[]);
        }
        xml.empty("w:ind", &[("w:firstLineChars", &0), ("w:firstLine", &0)]);
    };
    styled(xml, HEADING, own, |xml| plain_run(xml, text));
}

/// Body text; each line of the text is a paragraph. What is nothing but a second-level heading
/// is one for Word too, one that a text runs on from is only set like it.
fn paragraph(xml: &mut Markup, text: &str) {
    for text in text.lines().map(str::trim).filter(|text| !text.is_empty()) {
        let (heading, rest) = text.split_at_checked(run_in(text)).unwrap_or(("", text));
        if !heading.is_empty() && rest.is_empty() {
            styled(xml, SUBHEADING, |_| {}, |xml| plain_run(xml, heading));
        } else {
            styled(
                xml,
                TEXT,
                |_| {},
                |xml| {
                    if !heading.is_empty() {
                        with_style(xml, RUN_IN, heading);
                    }
                    plain_run(xml, rest);
                },
            );
        }
    }
}

fn caption(xml: &mut Markup, lines: &[CaptionLine]) {
    for line in lines {
        let style = match line.style {
            CaptionStyle::Title => CAPTION_TITLE,
            CaptionStyle::Centre => CAPTION_CENTRE,
            CaptionStyle::Left => CAPTION_LEFT,
        };
        styled(xml, style, |_| {}, |xml| plain_run(xml, &line.text));
    }
}

/// Free space of this many millimetres; `None` is what is left below a table.
fn gap(xml: &mut Markup, height: Option<f32>) {
    let own = |xml: &mut Markup| {
        if let Some(height) = height {
            let pitch = twips(height);
            xml.empty("w:keepNext", &[]);
            xml.empty("w:spacing", &[("w:line", &pitch), ("w:lineRule", &"exact")]);
        }
    };
    styled(xml, GAP, own, |_| {});
}

/// Labels with their texts, two a line, all on one page.
fn sign_off(xml: &mut Markup, lines: &[(String, String)]) {
    gap(xml, Some(SIGN_OFF_GAP));
    let half = area_width() / 2;
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblStyle", &[("w:val", &PLAIN_TABLE)]);
            xml.empty("w:tblW", &[("w:w", &area_width()), ("w:type", &"dxa")]);
            xml.empty("w:tblLayout", &[("w:type", &"fixed")]);
            xml.element("w:tblCellMar", &[], |xml| {
                for side in ["w:left", "w:right"] {
                    xml.empty(side, &[("w:w", &0), ("w:type", &"dxa")]);
                }
            });
        });
        xml.element("w:tblGrid", &[], |xml| {
            for width in [half, area_width() - half] {
                xml.empty("w:gridCol", &[("w:w", &width)]);
            }
        });
        for (row, pair) in lines.chunks(2).enumerate() {
            let kept = (row + 1) * 2 < lines.len();
            sign_off_row(xml, pair, kept);
        }
    });
    gap(xml, None);
}

fn sign_off_row(xml: &mut Markup, pair: &[(String, String)], kept: bool) {
    let half = area_width() / 2;
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| xml.empty("w:cantSplit", &[]));
        for column in 0..2 {
            xml.element("w:tc", &[], |xml| {
                xml.element("w:tcPr", &[], |xml| {
                    xml.empty("w:tcW", &[("w:w", &half), ("w:type", &"dxa")]);
                });
                let own = |xml: &mut Markup| {
                    if kept {
                        xml.empty("w:keepNext", &[]);
                    }
                };
                styled(xml, SIGN_OFF, own, |xml| {
                    if let Some((label, text)) = pair.get(column) {
                        plain_run(xml, &format!("{label}：{text}"));
                    }
                });
            });
        }
    });
}
