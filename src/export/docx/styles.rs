//! The styles of a Word file: what a clerk sees and may change in its list of styles.

use super::faces::{self, Face};
use super::measures::{POINT, character_spacing, half_points, line_pitch};
use super::package::DECLARATION;
use super::{BODY_SIZE, WORD};
use crate::export::document::{Block, Document};
use crate::export::markup::Markup;

/// 2号, 小二, 4号 and 小四, in points.
const TITLE_SIZE: f32 = 22.0;
const CAPTION_SIZE: f32 = 18.0;
const FOLIO_SIZE: f32 = 14.0;
const SMALL_SIZE: f32 = 12.0;
/// A title's line pitch, in body lines.
pub(super) const TITLE_LINES: f32 = 1.25;
/// A table's line pitch, in type sizes.
const LEADING: f32 = 1.2;

/// Names of styles as the other parts use them.
pub(super) const TITLE: &str = "Title";
pub(super) const HEADING: &str = "Heading1";
pub(super) const SUBHEADING: &str = "Heading2";
pub(super) const TEXT: &str = "BodyText";
pub(super) const CAPTION_TITLE: &str = "TableTitle";
pub(super) const CAPTION_CENTRE: &str = "TableCaption";
pub(super) const CAPTION_LEFT: &str = "TableCaptionLeft";
pub(super) const SIGN_OFF: &str = "SignOff";
pub(super) const GAP: &str = "Gap";
pub(super) const HEADER: &str = "Header";
pub(super) const FOOTER: &str = "Footer";
pub(super) const EVEN_FOOTER: &str = "FooterEven";
pub(super) const RUN_IN: &str = "RunIn";
pub(super) const NOTE: &str = "Note";
pub(super) const TABLE: &str = "ReportTable";
pub(super) const PLAIN_TABLE: &str = "PlainTable";

/// The style of the text in tables of this type size.
pub(super) fn table_text(points: f32) -> String {
    format!("TableText{}", half_points(points))
}

/// A paragraph style.
struct Paragraph {
    id: &'static str,
    /// As Word lists it; English names are those of its own styles, which it shows in Chinese.
    name: &'static str,
    /// What the next paragraph gets.
    next: &'static str,
    face: Face,
    size: f32,
    /// The line pitch in twips.
    pitch: i32,
    /// `both`, `center`, `left`, `right`.
    alignment: &'static str,
    /// Indent of the first line in hundredths of a character.
    first: i32,
    /// Its level among the headings, from 0.
    outline: Option<u8>,
    /// Whether it stands on a page with what follows.
    kept: bool,
    /// Twips added after each character.
    spacing: i32,
}

const PLAIN: Paragraph = Paragraph {
    id: TEXT,
    name: "Body Text",
    next: TEXT,
    face: faces::FANG,
    size: BODY_SIZE,
    pitch: 0,
    alignment: "both",
    first: 200,
    outline: None,
    kept: false,
    spacing: 0,
};

fn paragraphs() -> Vec<Paragraph> {
    let pitch = line_pitch();
    let heading = |id, name, face, outline| Paragraph {
        id,
        name,
        face,
        pitch,
        alignment: "left",
        outline: Some(outline),
        kept: true,
        spacing: character_spacing(),
        ..PLAIN
    };
    let line = |id, name, face, size, pitch, alignment| Paragraph {
        id,
        name,
        next: id,
        face,
        size,
        pitch,
        alignment,
        first: 0,
        ..PLAIN
    };
    // Millimetres over tables are those of the printed page: 10 and 6.5.
    let (large, small) = (567, 369);
    vec![
        Paragraph {
            pitch,
            spacing: character_spacing(),
            ..PLAIN
        },
        Paragraph {
            id: TITLE,
            name: "Title",
            face: faces::TITLE,
            size: TITLE_SIZE,
            pitch: (TITLE_LINES * pitch as f32) as i32,
            alignment: "center",
            first: 0,
            kept: true,
            ..PLAIN
        },
        heading(HEADING, "heading 1", faces::HEI, 0),
        heading(SUBHEADING, "heading 2", faces::KAI, 1),
        Paragraph {
            kept: true,
            ..line(
                CAPTION_TITLE,
                "表名",
                faces::TITLE,
                CAPTION_SIZE,
                large,
                "center",
            )
        },
        Paragraph {
            kept: true,
            ..line(
                CAPTION_CENTRE,
                "表头说明",
                faces::SONG,
                SMALL_SIZE,
                small,
                "center",
            )
        },
        Paragraph {
            kept: true,
            ..line(
                CAPTION_LEFT,
                "表头说明（左）",
                faces::SONG,
                SMALL_SIZE,
                small,
                "left",
            )
        },
        line(SIGN_OFF, "签署", faces::SONG, SMALL_SIZE, 482, "left"),
        line(GAP, "间隔", faces::SONG, 1.0, 170, "left"),
        line(HEADER, "header", faces::HEI, FOLIO_SIZE, 280, "right"),
        line(FOOTER, "footer", faces::SONG, FOLIO_SIZE, 340, "right"),
        line(
            EVEN_FOOTER,
            "页码（偶数页）",
            faces::SONG,
            FOLIO_SIZE,
            340,
            "left",
        ),
    ]
}

/// The part with all styles that the document uses.
pub(super) fn write(document: &Document) -> String {
    let mut xml = Markup::beginning(DECLARATION);
    xml.element("w:styles", &[("xmlns:w", &WORD)], |xml| {
        defaults(xml);
        normal(xml);
        for style in paragraphs() {
            paragraph(xml, &style);
        }
        for points in table_sizes(document) {
            table_paragraph(xml, points);
        }
        character(xml, RUN_IN, "段首标题", faces::KAI);
        character(xml, NOTE, "表内注", faces::KAI);
        tables(xml);
    });
    xml.into_string()
}

/// The type sizes of the document's tables, each once.
fn table_sizes(document: &Document) -> Vec<f32> {
    let mut sizes: Vec<f32> = Vec::new();
    for block in &document.blocks {
        if let Block::Table(table) = block
            && !sizes.contains(&table.type_size)
        {
            sizes.push(table.type_size);
        }
    }
    sizes
}

fn defaults(xml: &mut Markup) {
    xml.element("w:docDefaults", &[], |xml| {
        xml.element("w:rPrDefault", &[], |xml| {
            xml.element("w:rPr", &[], |xml| {
                faces::FANG.write(xml);
                size(xml, BODY_SIZE);
                xml.empty("w:lang", &[("w:val", &"en-US"), ("w:eastAsia", &"zh-CN")]);
            });
        });
        xml.element("w:pPrDefault", &[], |_| {});
    });
}

/// What all paragraphs have in common.
fn normal(xml: &mut Markup) {
    let attributes: [(&str, &dyn std::fmt::Display); 3] = [
        ("w:type", &"paragraph"),
        ("w:default", &1),
        ("w:styleId", &"Normal"),
    ];
    xml.element("w:style", &attributes, |xml| {
        xml.empty("w:name", &[("w:val", &"Normal")]);
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:widowControl", &[("w:val", &0)]);
            xml.empty("w:kinsoku", &[]);
            xml.empty("w:overflowPunct", &[]);
            xml.empty("w:autoSpaceDE", &[("w:val", &0)]);
            xml.empty("w:autoSpaceDN", &[("w:val", &0)]);
        });
        // Said again: some programs take the grid's characters from here, not from the defaults.
        xml.element("w:rPr", &[], |xml| {
            faces::FANG.write(xml);
            size(xml, BODY_SIZE);
        });
    });
    named(
        xml,
        "character",
        "DefaultParagraphFont",
        "Default Paragraph Font",
        true,
    );
    named(xml, "table", "TableNormal", "Normal Table", true);
}

/// A style that says nothing.
fn named(xml: &mut Markup, kind: &str, id: &str, name: &str, default: bool) {
    let default = u8::from(default);
    let attributes: [(&str, &dyn std::fmt::Display); 3] = [
        ("w:type", &kind),
        ("w:default", &default),
        ("w:styleId", &id),
    ];
    xml.element("w:style", &attributes, |xml| {
        xml.empty("w:name", &[("w:val", &name)]);
    });
}

fn paragraph(xml: &mut Markup, style: &Paragraph) {
    let attributes: [(&str, &dyn std::fmt::Display); 2] =
        [("w:type", &"paragraph"), ("w:styleId", &style.id)];
    xml.element("w:style", &attributes, |xml| {
        xml.empty("w:name", &[("w:val", &style.name)]);
        xml.empty("w:basedOn", &[("w:val", &"Normal")]);
        xml.empty("w:next", &[("w:val", &style.next)]);
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| {
            if style.kept {
                xml.empty("w:keepNext", &[]);
            }
            // Lines and characters are where the page's grid has them; where they are set to it,
            // some programs give a character that is larger than its place two places.
            xml.empty("w:snapToGrid", &[("w:val", &0)]);
            exact_lines(xml, style.pitch);
            match style.first {
                0 => {}
                first => {
                    // In twips too, for programs that don't count characters.
                    let twips = (style.size * POINT) as i32 * first / 100;
                    xml.empty(
                        "w:ind",
                        &[("w:firstLineChars", &first), ("w:firstLine", &twips)],
                    );
                }
            }
            xml.empty("w:jc", &[("w:val", &style.alignment)]);
            if let Some(level) = style.outline {
                xml.empty("w:outlineLvl", &[("w:val", &level)]);
            }
        });
        xml.element("w:rPr", &[], |xml| {
            style.face.write(xml);
            xml.empty("w:snapToGrid", &[("w:val", &0)]);
            if style.spacing != 0 {
                xml.empty("w:spacing", &[("w:val", &style.spacing)]);
            }
            size(xml, style.size);
        });
    });
}

/// Text in tables: off the page's grid, which is made for larger type.
fn table_paragraph(xml: &mut Markup, points: f32) {
    let id = table_text(points);
    let name = format!("表格文字 {points}");
    let attributes: [(&str, &dyn std::fmt::Display); 2] =
        [("w:type", &"paragraph"), ("w:styleId", &id)];
    xml.element("w:style", &attributes, |xml| {
        xml.empty("w:name", &[("w:val", &name)]);
        xml.empty("w:basedOn", &[("w:val", &"Normal")]);
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:snapToGrid", &[("w:val", &0)]);
            exact_lines(xml, (points * LEADING * POINT).round() as i32);
            xml.empty("w:jc", &[("w:val", &"center")]);
        });
        xml.element("w:rPr", &[], |xml| {
            faces::SONG.write(xml);
            xml.empty("w:snapToGrid", &[("w:val", &0)]);
            size(xml, points);
        });
    });
}

fn character(xml: &mut Markup, id: &str, name: &str, face: Face) {
    let attributes: [(&str, &dyn std::fmt::Display); 2] =
        [("w:type", &"character"), ("w:styleId", &id)];
    xml.element("w:style", &attributes, |xml| {
        xml.empty("w:name", &[("w:val", &name)]);
        xml.empty("w:qFormat", &[]);
        xml.element("w:rPr", &[], |xml| face.write(xml));
    });
}

/// The report's tables, ruled in half a point, and the table of the signatures, not ruled.
fn tables(xml: &mut Markup) {
    let sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
    for (id, name, border) in [(TABLE, "报表", "single"), (PLAIN_TABLE, "签署表", "nil")] {
        let attributes: [(&str, &dyn std::fmt::Display); 2] =
            [("w:type", &"table"), ("w:styleId", &id)];
        xml.element("w:style", &attributes, |xml| {
            xml.empty("w:name", &[("w:val", &name)]);
            xml.empty("w:basedOn", &[("w:val", &"TableNormal")]);
            xml.element("w:tblPr", &[], |xml| {
                xml.element("w:tblBorders", &[], |xml| {
                    for side in sides {
                        let side = format!("w:{side}");
                        if border == "nil" {
                            xml.empty(&side, &[("w:val", &border)]);
                        } else {
                            let (width, space, color) = (4, 0, "000000");
                            xml.empty(
                                &side,
                                &[
                                    ("w:val", &border),
                                    ("w:sz", &width),
                                    ("w:space", &space),
                                    ("w:color", &color),
                                ],
                            );
                        }
                    }
                });
            });
        });
    }
}

fn exact_lines(xml: &mut Markup, pitch: i32) {
    xml.empty(
        "w:spacing",
        &[
            ("w:before", &0),
            ("w:after", &0),
            ("w:line", &pitch),
            ("w:lineRule", &"exact"),
        ],
    );
}

fn size(xml: &mut Markup, points: f32) {
    let size = half_points(points);
    xml.empty("w:sz", &[("w:val", &size)]);
    xml.empty("w:szCs", &[("w:val", &size)]);
}
