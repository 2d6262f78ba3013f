//! What a Word file says about itself: settings and properties.

use super::WORD;
use super::package::{DECLARATION, Package};
use crate::export::document::Document;
use crate::export::markup::{Attribute, Markup};

/// What a date without a time of day stands for in the properties.
const MIDNIGHT: &str = "T00:00:00Z";
/// The format's version that Word 2013 and later write: older ones are laid out as Word 2010 did.
const COMPATIBILITY: [(&str, u8); 1] = [("compatibilityMode", 15)];

/// Adds the settings that every page depends on.
pub(super) fn settings() -> String {
    let mut xml = Markup::beginning(DECLARATION);
    xml.element("w:settings", &[("xmlns:w", &WORD)], |xml| {
        xml.empty("w:zoom", &[("w:percent", &100)]);
        xml.empty("w:bordersDoNotSurroundHeader", &[]);
        xml.empty("w:bordersDoNotSurroundFooter", &[]);
        xml.empty("w:defaultTabStop", &[("w:val", &420)]);
        xml.empty("w:evenAndOddHeaders", &[]);
        xml.empty(
            "w:characterSpacingControl",
            &[("w:val", &"compressPunctuation")],
        );
        xml.element("w:compat", &[], |xml| {
            for option in [
                "w:spaceForUL",
                "w:balanceSingleByteDoubleByteWidth",
                "w:doNotLeaveBackslashAlone",
                "w:ulTrailSpace",
                "w:doNotExpandShiftReturn",
                "w:useFELayout",
            ] {
                xml.empty(option, &[]);
            }
            for (name, value) in COMPATIBILITY {
                let space = "http://schemas.microsoft.com/office/word";
                xml.empty(
                    "w:compatSetting",
                    &[("w:name", &name), ("w:uri", &space), ("w:val", &value)],
                );
            }
        });
        xml.empty(
            "w:themeFontLang",
            &[("w:val", &"en-US"), ("w:eastAsia", &"zh-CN")],
        );
    });
    xml.into_string()
}

/// Adds title, agency and date, as the file's properties show them.
pub(super) fn add_properties(document: &Document, package: &mut Package) {
    let core = "docProps/core.xml";
    let kind =
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    package.add(
        core,
        "application/vnd.openxmlformats-package.core-properties+xml",
        core_properties(document),
    );
    package.relate("", kind, core);
    let more = "docProps/app.xml";
    package.add(
        more,
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        company(document),
    );
    package.relate("", "extended-properties", more);
}

fn core_properties(document: &Document) -> String {
    let spaces: [Attribute; 4] = [
        (
            "xmlns:cp",
            &"http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        ),
        ("xmlns:dc", &"http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", &"http://purl.org/dc/terms/"),
        ("xmlns:xsi", &"http://www.w3.org/2001/XMLSchema-instance"),
    ];
    let mut xml = Markup::beginning(DECLARATION);
    xml.element("cp:coreProperties", &spaces, |xml| {
        xml.element("dc:title", &[], |xml| xml.text(&document.title));
        xml.element("dc:creator", &[], |xml| xml.text(&document.agency));
        xml.element("dc:description", &[], |xml| xml.text(&document.edition));
        xml.element("dc:language", &[], |xml| xml.text("zh-CN"));
        if let Some(date) = &document.date {
            for name in ["dcterms:created", "dcterms:modified"] {
                xml.element(name, &[("xsi:type", &"dcterms:W3CDTF")], |xml| {
                    xml.text(&format!("{date}{MIDNIGHT}"));
                });
            }
        }
    });
    xml.into_string()
}

fn company(document: &Document) -> String {
    let space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    let mut xml = Markup::beginning(DECLARATION);
    xml.element("Properties", &[("xmlns", &space)], |xml| {
        xml.element("Company", &[], |xml| xml.text(&document.agency));
    });
    xml.into_string()
}
