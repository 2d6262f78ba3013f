//! Reads the parts of an XLSX file: only what the tests look at.

#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use roxmltree::{Document, Node};

/// A workbook's parts, taken apart.
pub struct Workbook {
    pub sheets: Vec<Sheet>,
    /// Defined names with what they stand for, without Excel's own (`_xlnm.…`).
    pub names: BTreeMap<String, String>,
    /// The document properties, as they stand in the file.
    pub core: String,
    /// The names of all parts.
    pub parts: Vec<String>,
}

#[derive(Default)]
pub struct Sheet {
    pub name: String,
    /// Cells that aren't empty, by address.
    pub cells: BTreeMap<String, Content>,
    pub merged: BTreeSet<String>,
    /// Notes by address.
    pub notes: BTreeMap<String, String>,
    /// The print header.
    pub header: String,
    /// The names of the elements that keep people from typing.
    pub locks: Vec<String>,
}

/// A cell's text (of a number its digits) and its formula.
pub struct Content {
    pub text: String,
    pub formula: Option<String>,
}

impl Sheet {
    /// The text of a cell; empty if there is nothing.
    pub fn text(&self, address: &str) -> &str {
        self.cells.get(address).map_or("", |content| &content.text)
    }
}

impl Workbook {
    pub fn read(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
        let parts: Vec<String> = archive
            .file_names()
            .map(|name| name.expect("a name").into_owned())
            .collect();
        let mut part = |name: &str| {
            let mut text = String::new();
            let mut file = archive.by_name(name).ok()?;
            file.read_to_string(&mut text).expect("UTF-8");
            Some(text)
        };
        let strings = strings(&part("xl/sharedStrings.xml").unwrap_or_default());
        let book = part("xl/workbook.xml").expect("a workbook");
        let book = Document::parse(&book).expect("XML");
        let mut sheets = Vec::new();
        for (number, node) in (1..).zip(named(book.root(), "sheet")) {
            let text = part(&format!("xl/worksheets/sheet{number}.xml")).expect("a sheet");
            let mut sheet = sheet(&text, &strings);
            sheet.name = node.attribute("name").unwrap_or_default().to_owned();
            let relations = part(&format!("xl/worksheets/_rels/sheet{number}.xml.rels"));
            if let Some(comments) = relations.as_deref().and_then(comments_of) {
                sheet.notes = notes(&part(&comments).expect("notes"));
            }
            sheets.push(sheet);
        }
        Self {
            sheets,
            names: named(book.root(), "definedName")
                .filter_map(|node| Some((node.attribute("name")?.to_owned(), text(node))))
                .filter(|(name, _)| !name.starts_with("_xlnm."))
                .collect(),
            core: part("docProps/core.xml").expect("properties"),
            parts,
        }
    }

    pub fn sheet(&self, name: &str) -> &Sheet {
        let mut sheets = self.sheets.iter();
        sheets
            .find(|sheet| sheet.name == name)
            .unwrap_or_else(|| panic!("no sheet {name}"))
    }
}

fn named<'a>(node: Node<'a, 'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.descendants()
        .filter(move |node| node.tag_name().name() == name)
}

/// All text inside, of the pieces of a rich text too.
fn text(node: Node<'_, '_>) -> String {
    node.descendants()
        .filter(Node::is_text)
        .filter_map(|node| node.text())
        .collect()
}

fn strings(xml: &str) -> Vec<String> {
    Document::parse(xml).map_or_else(
        |_| Vec::new(),
        |xml| named(xml.root(), "si").map(text).collect(),
    )
}

fn sheet(xml: &str, strings: &[String]) -> Sheet {
    let xml = Document::parse(xml).expect("XML");
    let mut sheet = Sheet::default();
    for cell in named(xml.root(), "c") {
        let value = named(cell, "v").next().map(text);
        let formula = named(cell, "f").next().map(text);
        let text = match (cell.attribute("t"), value) {
            (Some("s"), Some(at)) => strings[at.parse::<usize>().expect("a place")].clone(),
            (_, value) => value.unwrap_or_default(),
        };
        if !text.is_empty() || formula.is_some() {
            let address = cell.attribute("r").unwrap_or_default().to_owned();
            sheet.cells.insert(address, Content { text, formula });
        }
    }
    sheet.merged = named(xml.root(), "mergeCell")
        .filter_map(|node| node.attribute("ref").map(str::to_owned))
        .collect();
    sheet.locks = ["sheetProtection", "dataValidations"]
        .into_iter()
        .filter(|name| named(xml.root(), name).next().is_some())
        .map(str::to_owned)
        .collect();
    sheet.header = named(xml.root(), "oddHeader").map(text).collect();
    sheet
}

/// The part with a sheet's notes, from its relations.
fn comments_of(xml: &str) -> Option<String> {
    let xml = Document::parse(xml).expect("XML");
    named(xml.root(), "Relationship")
        .filter_map(|node| node.attribute("Target"))
        .find(|target| target.contains("comments"))
        .map(|target| target.replace("..", "xl"))
}

fn notes(xml: &str) -> BTreeMap<String, String> {
    let xml = Document::parse(xml).expect("XML");
    named(xml.root(), "comment")
        .map(|node| {
            (
                node.attribute("ref").unwrap_or_default().to_owned(),
                text(node),
            )
        })
        .collect()
}
