//! The parts of a Word file and how they refer to each other, as one archive.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use crate::export::markup::Markup;

/// How every part of XML begins.
pub(super) const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// What relations of office files are named after.
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// The parts of a file.
#[derive(Debug, Default)]
pub(super) struct Package {
    parts: Vec<Part>,
    relations: Vec<Relation>,
}

#[derive(Debug)]
struct Part {
    /// From the archive's root: `word/document.xml`.
    path: String,
    content_type: String,
    bytes: Vec<u8>,
}

#[derive(Debug)]
struct Relation {
    /// The part that refers; empty for the file itself.
    from: String,
    id: String,
    kind: String,
    target: String,
}

impl Package {
    /// Adds a part of one of the types `application/vnd.openxmlformats-…+xml`.
    pub fn add(&mut self, path: &str, content_type: &str, content: impl Into<Vec<u8>>) {
        self.parts.push(Part {
            path: path.to_owned(),
            content_type: content_type.to_owned(),
            bytes: content.into(),
        });
    }

    /// Lets a part refer to another one, and gives the name it does so by. `from` is empty for
    /// the file itself; `kind` is the last word of an office relation, or a whole address.
    pub fn relate(&mut self, from: &str, kind: &str, target: &str) -> String {
        let of_part = self.relations.iter().filter(|one| one.from == from);
        let id = format!("rId{}", of_part.count() + 1);
        let kind = if kind.contains(':') {
            kind.to_owned()
        } else {
            format!("{OFFICE}{kind}")
        };
        self.relations.push(Relation {
            from: from.to_owned(),
            id: id.clone(),
            kind,
            target: target.to_owned(),
        });
        id
    }

    /// The archive. Times and the system it was made on stand in no part of it.
    ///
    /// # Errors
    /// If the archive can't hold the parts; a report's are far from that.
    pub fn bytes(self) -> Result<Vec<u8>, zip::result::ZipError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT)
            .system(System::Dos);
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let mut write = |path: &str, bytes: &[u8]| {
            archive.start_file(path, options)?;
            archive.write_all(bytes)?;
            Ok::<(), zip::result::ZipError>(())
        };
        write("[Content_Types].xml", self.content_types().as_bytes())?;
        let mut from: Vec<&str> = self.relations.iter().map(|one| one.from.as_str()).collect();
        from.sort_unstable();
        from.dedup();
        for part in from {
            write(&relations_path(part), self.relations_of(part).as_bytes())?;
        }
        for part in &self.parts {
            write(&part.path, &part.bytes)?;
        }
        Ok(archive.finish()?.into_inner())
    }

    fn content_types(&self) -> String {
        let mut xml = Markup::beginning(DECLARATION);
        let space = "http://schemas.openxmlformats.org/package/2006/content-types";
        let relations = "application/vnd.openxmlformats-package.relationships+xml";
        xml.element("Types", &[("xmlns", &space)], |xml| {
            let endings = [("rels", relations), ("xml", "application/xml")];
            for (ending, content_type) in endings {
                xml.empty(
                    "Default",
                    &[("Extension", &ending), ("ContentType", &content_type)],
                );
            }
            for part in &self.parts {
                let path = format!("/{}", part.path);
                xml.empty(
                    "Override",
                    &[("PartName", &path), ("ContentType", &part.content_type)],
                );
            }
        });
        xml.into_string()
    }

    fn relations_of(&self, from: &str) -> String {
        let mut xml = Markup::beginning(DECLARATION);
        let space = "http://schemas.openxmlformats.org/package/2006/relationships";
        xml.element("Relationships", &[("xmlns", &space)], |xml| {
            for one in self.relations.iter().filter(|one| one.from == from) {
                let target = relative(from, &one.target);
                xml.empty(
                    "Relationship",
                    &[("Id", &one.id), ("Type", &one.kind), ("Target", &target)],
                );
            }
        });
        xml.into_string()
    }
}

/// Where the relations of a part stand: beside it, in a folder of their own.
fn relations_path(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// A part's path as another part names it. No part lies deeper than in one folder.
fn relative(from: &str, target: &str) -> String {
    match from.split_once('/') {
        None => target.to_owned(),
        Some((folder, _)) => match target
            .strip_prefix(folder)
            .map(|rest| rest.strip_prefix('/'))
        {
            Some(Some(inside)) => inside.to_owned(),
            _ => format!("../{target}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_name_each_other_from_where_they_are() {
        assert_eq!(relations_path(""), "_rels/.rels");
        assert_eq!(relations_path("word/a.xml"), "word/_rels/a.xml.rels");
        assert_eq!(relative("", "word/a.xml"), "word/a.xml");
        assert_eq!(relative("word/a.xml", "word/b.xml"), "b.xml");
        assert_eq!(
            relative("word/a.xml", "customXml/b.xml"),
            "../customXml/b.xml"
        );
    }
}
