//! A draft as bytes: readable JSON with a format version.
//!
//! The wire types live here alone; what this version doesn't know is kept and
//! written back. Figures are strings, so that no reader rounds them.
//!
//! Version 2 has texts with figures in them: a list of words and fields in place
//! of a string.

mod provenance;
mod read;
mod sniff;
mod wire;
mod write;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use thiserror::Error;

use crate::carried::{self, Absence};
use crate::form::catalog::Catalog;
use crate::form::{Form, Variant};
use crate::narrative::Text;
use crate::returns::{Previous, Reason, Return};

/// The version this program writes.
pub const VERSION: u64 = 2;
/// The ending of a draft's file name.
pub const EXTENSION: &str = "nianbao";

/// Whether a file's name is that of a draft.
pub fn is_draft_name(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case(EXTENSION))
}
/// What every draft says it is.
pub const FORMAT: &str = carried::MARK;

/// A draft that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub ret: Return,
    pub unknown: Unknown,
    /// Why it is read only, when a newer program wrote it.
    pub version_note: Option<String>,
    /// What else is to be said about it.
    pub note: Option<String>,
}

/// What the draft holds that this version doesn't know: kept and written back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unknown {
    pub(crate) fields: Map<String, Json>,
    pub(crate) header: Map<String, Json>,
    pub(crate) cells: Vec<(String, Json)>,
    /// Faulty definitions of added rows.
    pub(crate) supplements: Vec<String>,
    /// The year before as it stood in the file.
    pub(crate) previous: Option<KeptPrevious>,
    /// Texts with figures of a kind nobody knows here, by part.
    pub(crate) texts: BTreeMap<String, KeptText>,
    /// What stood with where the return came from.
    pub(crate) provenance: Map<String, Json>,
    /// Doubts of a kind nobody knows here.
    pub(crate) doubts: Vec<Json>,
    /// What stood with reasons.
    pub(crate) reasons: Vec<(Reason, Map<String, Json>)>,
}

/// The year before as it stood in the file: written back as long as the link is the same.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KeptPrevious {
    /// What was understood of it; `None` if nothing could be.
    read: Option<Arc<Previous>>,
    /// JSON.
    raw: String,
}

/// A text as it stood in the file: written back as long as nobody changes it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KeptText {
    /// What was understood of it.
    read: Text,
    raw: Json,
}

/// Why a file is no draft. Each says what is wrong, where, and what to do.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum DraftError {
    #[error(
        "“{file}”是{found}，不是年报草稿。请打开扩展名为 .nianbao 的文件，或本程序导出的 PDF、Excel、Word、网页文件"
    )]
    NotADraft { file: String, found: &'static str },
    #[error("“{file}”第 {line} 行损坏，不能打开。请改用同一文件夹中的上一版 {file}.bak")]
    Damaged { file: String, line: usize },
    #[error(
        "“{0}”里没有年报数据。请打开扩展名为 .nianbao 的草稿，或由本程序导出、没有经其他程序转换的文件"
    )]
    NothingCarried(String),
    #[error(
        "“{0}”加了密码保护，读不出里面的年报数据。请打开扩展名为 .nianbao 的草稿，或没有加密的文件"
    )]
    Encrypted(String),
    #[error(
        "“{0}”已损坏，里面的年报数据不完整，不能打开。请重新复制或下载这个文件，或打开扩展名为 .nianbao 的草稿"
    )]
    CarriedDamaged(String),
    #[error("“{file}”的版式是“{edition}”，本程序没有这个版式。请用更新的程序打开")]
    UnknownEdition { file: String, edition: String },
    #[error("“{file}”用了本程序没有的替代行“{alternative}”。请用更新的程序打开")]
    UnknownAlternative { file: String, alternative: String },
}

/// The file a draft was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A draft's own file.
    Draft,
    /// An export that carried it. Figures typed into the export are not in the draft.
    Export,
}

/// Reads a draft from its own file or from an export.
///
/// # Errors
/// As [`read`], and if an export carries no draft, or none that is whole.
pub fn open(catalog: &Catalog, file: &str, bytes: &[u8]) -> Result<(Draft, Source), DraftError> {
    match carried::find(bytes) {
        Ok(carried) => read(catalog, file, &carried)
            .map_err(|error| match error {
                DraftError::Damaged { file, .. } => DraftError::CarriedDamaged(file),
                other => other,
            })
            .map(|draft| (draft, Source::Export)),
        Err(Absence::OtherFormat) => read(catalog, file, bytes).map(|draft| (draft, Source::Draft)),
        Err(Absence::Nothing) => Err(DraftError::NothingCarried(file.to_owned())),
        Err(Absence::Encrypted) => Err(DraftError::Encrypted(file.to_owned())),
        Err(Absence::Damaged) => Err(DraftError::CarriedDamaged(file.to_owned())),
    }
}

/// Reads a draft's own bytes.
///
/// # Errors
/// If the bytes are no draft, are damaged, or use an edition the catalog doesn't have.
pub fn read(catalog: &Catalog, file: &str, bytes: &[u8]) -> Result<Draft, DraftError> {
    let not_a_draft = |found| DraftError::NotADraft {
        file: file.to_owned(),
        found,
    };
    let text = std::str::from_utf8(bytes).map_err(|_| not_a_draft(sniff::kind(bytes)))?;
    let text = text.trim_start_matches('\u{feff}');
    if !text.trim_start().starts_with('{') {
        return Err(not_a_draft(sniff::kind(bytes)));
    }
    read::draft(catalog, file, text).map_err(|unread| match unread {
        read::Unread::Json(_) if !text.contains(FORMAT) => not_a_draft(sniff::kind(bytes)),
        read::Unread::Json(error) => DraftError::Damaged {
            file: file.to_owned(),
            line: error.line(),
        },
        read::Unread::OtherFormat => not_a_draft("其他程序的 JSON 文件"),
        read::Unread::Form(error) => error,
    })
}

/// The form a draft was made with.
///
/// # Errors
/// If the catalog has no such edition, or the edition no such alternative.
pub fn form(catalog: &Catalog, file: &str, variant: &Variant) -> Result<Arc<Form>, DraftError> {
    let Some(official) = catalog.official(&variant.edition) else {
        return Err(DraftError::UnknownEdition {
            file: file.to_owned(),
            edition: variant.edition.clone(),
        });
    };
    catalog.form(variant).ok_or_else(|| {
        let unknown = |id: &&String| official.alternatives.iter().all(|known| known.id != **id);
        DraftError::UnknownAlternative {
            file: file.to_owned(),
            alternative: variant
                .alternatives
                .iter()
                .find(unknown)
                .cloned()
                .unwrap_or_default(),
        }
    })
}

/// The draft as bytes: the same return gives the same bytes.
pub fn write(form: &Form, ret: &Return, unknown: &Unknown) -> Vec<u8> {
    write::bytes(form, ret, unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Measure, parse};

    fn catalog() -> Catalog {
        Catalog::built_in().unwrap()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let catalog = catalog();
        let form = catalog.for_year(2023).unwrap();
        let mut ret = Return::blank(&form, "某区人民政府", 2023);
        for (key, text) in [
            ("applications.received:natural", "2111"),
            ("applications.received:org.other", "-"),
            ("applications.carried_in:natural", "1.2.3"),
            ("disclosure.fees:amount", "25.10"),
        ] {
            let cell = form.cell(key).unwrap();
            ret.stated
                .set(cell, parse(text, form.definition(cell).measure).value);
        }
        ret.narrative
            .insert("overview".into(), "第一段\n第二段".into());
        let bytes = write(&form, &ret, &Unknown::default());
        let draft = read(&catalog, "a.nianbao", &bytes).unwrap();
        assert_eq!(draft.ret, ret);
        assert_eq!(draft.version_note, None);
        assert_eq!(write(&form, &draft.ret, &draft.unknown), bytes);
    }

    #[test]
    fn what_is_not_known_survives() {
        let text = r#"{"format":"nianbao-draft","version":3,"edition":"C",
            "header":{"agency":"甲","year":2023,"motto":"x"},
            "cells":{"applications.received:natural":12,"future.row:x":"7"},
            "later":[1,2]}"#;
        let catalog = catalog();
        let draft = read(&catalog, "a.nianbao", text.as_bytes()).unwrap();
        assert!(draft.version_note.is_some());
        let form = catalog.for_year(2023).unwrap();
        let again = String::from_utf8(write(&form, &draft.ret, &draft.unknown)).unwrap();
        for kept in ["motto", "future.row:x", "\"later\"", "\"12\""] {
            assert!(again.contains(kept), "{kept} is gone:\n{again}");
        }
    }

    #[test]
    fn where_a_return_came_from_goes_along() {
        let text = r#"{"format":"nianbao-draft","version":2,"edition":"C",
            "header":{"agency":"甲","year":2023},
            "provenance":{"file":"甲.html","sha256":"00ff","imported_on":"2026-11-22",
                "reader":"html","headings":["一、总体情况"],"colour":"red",
                "doubts":[
                    {"cell":"cases.review:upheld","found":"1件","why":"带有单位"},
                    {"header":"year","found":"","why":"没有写年度"},
                    {"part":"overview","found":"","why":"没有找到"},
                    {"chart":"x","why":"later"}]}}"#;
        let catalog = catalog();
        let form = catalog.for_year(2023).unwrap();
        let draft = read(&catalog, "a.nianbao", text.as_bytes()).unwrap();
        let provenance = draft.ret.provenance.clone().unwrap();
        assert_eq!(provenance.doubts.len(), 3);
        let cell = form.cell("cases.review:upheld").unwrap();
        assert_eq!(provenance.doubts_about(&form, cell).count(), 1);
        assert_eq!(provenance.imported_on, "2026-11-22");
        let again = write(&form, &draft.ret, &draft.unknown);
        let reread = read(&catalog, "a.nianbao", &again).unwrap();
        assert_eq!(reread.ret, draft.ret);
        assert_eq!(reread.unknown, draft.unknown);
        let again = String::from_utf8(again).unwrap();
        for kept in ["colour", "\"chart\"", "00ff"] {
            assert!(again.contains(kept), "{kept} is gone:\n{again}");
        }
        let early = r#"{"format":"nianbao-draft","version":1,"edition":"C",
            "provenance":{"file":"甲.html"}}"#;
        let early = read(&catalog, "a.nianbao", early.as_bytes()).unwrap();
        assert_eq!(early.ret.provenance.unwrap().file, "甲.html");
    }

    #[test]
    fn what_is_typed_replaces_what_is_not_understood() {
        let text = r#"{"format":"nianbao-draft","version":1,"edition":"C",
            "header":{"agency":7},
            "cells":{"cases.review:upheld":null,"cases.review:other":true}}"#;
        let catalog = catalog();
        let mut draft = read(&catalog, "a.nianbao", text.as_bytes()).unwrap();
        let form = catalog.for_year(2023).unwrap();
        for key in ["cases.review:upheld", "cases.review:other"] {
            let cell = form.cell(key).unwrap();
            assert!(draft.ret.stated.get(cell).is_blank());
            draft.ret.stated.set(cell, parse("5", Measure::COUNT).value);
        }
        draft.ret.header.agency = "甲".to_owned();
        let bytes = write(&form, &draft.ret, &draft.unknown);
        assert_eq!(read(&catalog, "a.nianbao", &bytes).unwrap().ret, draft.ret);
    }

    #[test]
    fn other_files_are_called_what_they_are() {
        let catalog = catalog();
        let message = |bytes: &[u8]| read(&catalog, "甲.pdf", bytes).unwrap_err().to_string();
        assert_eq!(
            message(b"%PDF-1.7 ..."),
            "“甲.pdf”是 PDF 文件，不是年报草稿。请打开扩展名为 .nianbao 的文件，或本程序导出的 PDF、Excel、Word、网页文件"
        );
        assert!(message(b"").contains("空文件"));
        assert!(message(b"PK\x03\x04 xl/workbook.xml").contains("Excel"));
        assert!(message(b"{\"a\":1}").contains("JSON"));
        assert!(message(b"<!DOCTYPE html><html>").contains("网页"));
        assert!(message("随便写的".as_bytes()).contains("文本"));
        assert!(message(b"{\"format\":\"nianbao-draft\",\n\"version\":").contains("第 2 行"));
        assert!(
            message(br#"{"format":"nianbao-draft","version":1,"edition":"Z"}"#).contains("“Z”")
        );
    }
}
