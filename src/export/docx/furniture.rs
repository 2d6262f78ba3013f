//! What stands on every page of a Word file: its number, and the mark of a draft.

use super::faces;
use super::measures::{character_space, line_pitch, sheet, twips};
use super::package::{DECLARATION, Package};
use super::styles::{EVEN_FOOTER, FOOTER, HEADER};
use super::{DOCUMENT, RELATIONS, WORD};
use crate::export::document::Mark;
use crate::export::markup::Markup;

const DRAFT: &str = "草稿";
/// From the page's upper edge to the small mark, and from its lower edge to the number's line,
/// in millimetres: the number's dashes then stand 7 mm below the type area.
const HEADER_DISTANCE: f32 = 24.6;
const FOOTER_DISTANCE: f32 = 25.0;
/// The large mark across the page, in points.
const MARK_SIZE: (u16, u16) = (300, 150);

/// Odd pages, then even ones: how Word calls them, and where their number stands.
const SIDES: [(&str, &str); 2] = [("default", FOOTER), ("even", EVEN_FOOTER)];

/// The section that all pages belong to, with references to its headers and footers.
pub(super) fn section(mark: Mark, package: &mut Package) -> Markup {
    let mut xml = Markup::default();
    let mut references: Vec<(&str, &str, String)> = Vec::new();
    for (index, (pages, style)) in SIDES.into_iter().enumerate() {
        if mark == Mark::Draft {
            let path = format!("word/header{}.xml", index + 1);
            package.add(&path, &content_type("header"), header(index + 1));
            let id = package.relate(DOCUMENT, "header", &path);
            references.push(("w:headerReference", pages, id));
        }
        let path = format!("word/footer{}.xml", index + 1);
        package.add(&path, &content_type("footer"), footer(style));
        let id = package.relate(DOCUMENT, "footer", &path);
        references.push(("w:footerReference", pages, id));
    }
    xml.element("w:sectPr", &[], |xml| {
        for (name, pages, id) in &references {
            xml.empty(name, &[("w:type", pages), ("r:id", id)]);
        }
        page(xml);
    });
    xml
}

fn page(xml: &mut Markup) {
    let sheet = sheet();
    xml.empty("w:pgSz", &[("w:w", &sheet.width), ("w:h", &sheet.height)]);
    xml.empty(
        "w:pgMar",
        &[
            ("w:top", &sheet.top),
            ("w:right", &sheet.right),
            ("w:bottom", &sheet.bottom),
            ("w:left", &sheet.left),
            ("w:header", &twips(HEADER_DISTANCE)),
            ("w:footer", &twips(FOOTER_DISTANCE)),
            ("w:gutter", &0),
        ],
    );
    xml.empty(
        "w:docGrid",
        &[
            ("w:type", &"linesAndChars"),
            ("w:linePitch", &line_pitch()),
            ("w:charSpace", &character_space()),
        ],
    );
}

fn content_type(kind: &str) -> String {
    format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml")
}

/// `— 1 —`, one character in from the outer edge.
fn footer(style: &str) -> String {
    let mut xml = Markup::beginning(DECLARATION);
    xml.element("w:ftr", &[("xmlns:w", &WORD)], |xml| {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.empty("w:pStyle", &[("w:val", &style)]);
                let (side, twips) = match style {
                    EVEN_FOOTER => ("left", ["w:leftChars", "w:left"]),
                    _ => ("right", ["w:rightChars", "w:right"]),
                };
                let [characters, length] = twips;
                xml.empty("w:ind", &[(characters, &100), (length, &280)]);
                xml.empty("w:jc", &[("w:val", &side)]);
            });
            run(xml, |xml| text(xml, "— "));
            field(xml, "PAGE", "1");
            run(xml, |xml| text(xml, " —"));
        });
    });
    xml.into_string()
}

/// A field with what stands in it until it is computed.
fn field(xml: &mut Markup, instruction: &str, shown: &str) {
    let mark = |xml: &mut Markup, kind: &str| {
        run(xml, |xml| {
            xml.empty("w:fldChar", &[("w:fldCharType", &kind)])
        });
    };
    mark(xml, "begin");
    run(xml, |xml| {
        let attributes: [(&str, &dyn std::fmt::Display); 1] = [("xml:space", &"preserve")];
        let instruction = format!(" {instruction} ");
        xml.element("w:instrText", &attributes, |xml| xml.text(&instruction));
    });
    mark(xml, "separate");
    run(xml, |xml| text(xml, shown));
    mark(xml, "end");
}

fn run(xml: &mut Markup, content: impl FnOnce(&mut Markup)) {
    xml.element("w:r", &[], content);
}

fn text(xml: &mut Markup, text: &str) {
    xml.element("w:t", &[("xml:space", &"preserve")], |xml| xml.text(text));
}

/// 草稿 small above the type area, and large, light and rising across the page: the shape that
/// Word itself makes for such marks, so that its menu takes it away again.
fn header(number: usize) -> String {
    const OFFICE: &str = "urn:schemas-microsoft-com:office:office";
    const VECTOR: &str = "urn:schemas-microsoft-com:vml";
    let mut xml = Markup::beginning(DECLARATION);
    let spaces: [(&str, &dyn std::fmt::Display); 4] = [
        ("xmlns:w", &WORD),
        ("xmlns:r", &RELATIONS),
        ("xmlns:v", &VECTOR),
        ("xmlns:o", &OFFICE),
    ];
    xml.element("w:hdr", &spaces, |xml| {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.empty("w:pStyle", &[("w:val", &HEADER)]);
            });
            run(xml, |xml| text(xml, DRAFT));
            run(xml, |xml| {
                xml.element("w:rPr", &[], |xml| xml.empty("w:noProof", &[]));
                xml.element("w:pict", &[], |xml| watermark(xml, number));
            });
        });
    });
    xml.into_string()
}

fn watermark(xml: &mut Markup, number: usize) {
    let kind: [(&str, &dyn std::fmt::Display); 6] = [
        ("id", &"_x0000_t136"),
        ("coordsize", &"21600,21600"),
        ("o:spt", &136),
        ("adj", &10800),
        ("path", &"m@7,l@8,m@5,21600l@6,21600e"),
        ("stroked", &"f"),
    ];
    xml.element("v:shapetype", &kind, |xml| {
        let formulas = [
            "sum #0 0 10800",
            "prod #0 2 1",
            "sum 21600 0 @1",
            "sum 0 0 @2",
            "sum 21600 0 @3",
            "if @0 @3 0",
            "if @0 21600 @1",
            "if @0 0 @2",
            "if @0 @4 21600",
        ];
        xml.element("v:formulas", &[], |xml| {
            for formula in formulas {
                xml.empty("v:f", &[("eqn", &formula)]);
            }
        });
        xml.empty(
            "v:path",
            &[("textpathok", &"t"), ("o:connecttype", &"none")],
        );
        xml.empty("v:textpath", &[("on", &"t"), ("fitshape", &"t")]);
    });
    let (width, height) = MARK_SIZE;
    let id = format!("PowerPlusWaterMarkObject{number}");
    let place = format!(
        "position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;\
         rotation:315;z-index:-251658752;mso-position-horizontal:center;\
         mso-position-horizontal-relative:margin;mso-position-vertical:center;\
         mso-position-vertical-relative:margin"
    );
    let attributes: [(&str, &dyn std::fmt::Display); 7] = [
        ("id", &id),
        ("type", &"#_x0000_t136"),
        ("style", &place),
        ("alt", &DRAFT),
        ("o:allowincell", &"f"),
        ("fillcolor", &"#e5e5e5"),
        ("stroked", &"f"),
    ];
    xml.element("v:shape", &attributes, |xml| {
        let face = format!("font-family:{};font-size:1pt", faces::HEI.name);
        xml.empty("v:textpath", &[("style", &face), ("string", &DRAFT)]);
    });
}
