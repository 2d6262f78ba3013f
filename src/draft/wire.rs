//! The draft as it stands in the file, version 1.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};

use super::{FORMAT, Unknown, VERSION};
use crate::form::Form;
use crate::returns::{Header, HeaderField, Level, Provenance, Return, RuleMaking, Values};
use crate::value::{Value, parse};

/// The fields of version 1.
const FIELDS: [&str; 8] = [
    "format",
    "version",
    "edition",
    "alternatives",
    "header",
    "cells",
    "narrative",
    "provenance",
];

/// What is read. Unknown fields are gathered apart, since a flattened rest
/// can't stand beside raw numbers.
#[derive(Deserialize)]
pub(super) struct Draft {
    pub format: String,
    pub version: u64,
    #[serde(default)]
    pub edition: String,
    #[serde(default)]
    pub alternatives: Vec<String>,
    #[serde(default)]
    header: WireHeader,
    #[serde(default)]
    cells: BTreeMap<String, Box<RawValue>>,
    #[serde(default)]
    narrative: BTreeMap<String, String>,
    #[serde(default)]
    provenance: Option<WireProvenance>,
    #[serde(skip)]
    unknown: Map<String, Json>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct WireHeader {
    year: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<WireLevel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_making: Option<bool>,
    /// The plain texts by their words, and whatever else is there.
    #[serde(flatten)]
    texts: Map<String, Json>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WireLevel {
    Government,
    Department,
}

#[derive(Serialize, Deserialize)]
struct WireProvenance {
    file: String,
    #[serde(default)]
    headings: Vec<String>,
}

impl Draft {
    pub(super) fn from_text(text: &str) -> Result<Self, serde_json::Error> {
        let mut draft: Self = serde_json::from_str(text)?;
        draft.unknown = serde_json::from_str(text)?;
        draft
            .unknown
            .retain(|field, _| !FIELDS.contains(&field.as_str()));
        Ok(draft)
    }

    /// The current model of what was read.
    pub(super) fn into_current(self, form: &Form) -> super::Draft {
        let (header, unknown_header) = self.header.into_current();
        let mut stated = Values::blank(form);
        let mut unknown_cells = Vec::new();
        for (key, raw) in self.cells {
            match (form.cell(&key), Stored::of(&raw)) {
                // `cells --json` prints blanks as null, and people copy from it.
                (Some(_), Stored::Null) => {}
                (Some(cell), Stored::Text(text)) => {
                    let measure = form.definition(cell).measure;
                    stated.set(cell, parse(&text, measure).value);
                }
                _ => {
                    let json = serde_json::from_str(raw.get()).unwrap_or(Json::Null);
                    unknown_cells.push((key, json));
                }
            }
        }
        let version_note = (self.version > VERSION).then(|| {
            "这份草稿由更新的程序保存，只能查看。请用新版程序修改，或另存为新文件".to_owned()
        });
        super::Draft {
            ret: Return {
                edition: form.edition.clone(),
                alternatives: form.chosen_alternatives(),
                header,
                stated,
                narrative: self.narrative,
                provenance: self.provenance.map(|provenance| Provenance {
                    file: provenance.file,
                    headings: provenance.headings,
                }),
            },
            unknown: Unknown {
                fields: self.unknown,
                header: unknown_header,
                cells: unknown_cells,
            },
            version_note,
        }
    }
}

/// What stands for a figure in the file.
enum Stored {
    Null,
    /// A string's content, or a number's digits as they stand.
    Text(String),
    Other,
}

impl Stored {
    fn of(raw: &RawValue) -> Self {
        let json = raw.get();
        match json.chars().next() {
            Some('"') => serde_json::from_str(json).map_or(Self::Other, Self::Text),
            Some('-' | '0'..='9') => Self::Text(json.to_owned()),
            Some('n') => Self::Null,
            _ => Self::Other,
        }
    }
}

impl WireHeader {
    fn into_current(mut self) -> (Header, Map<String, Json>) {
        let mut header = Header {
            year: self.year,
            level: match self.level {
                None => Level::Unstated,
                Some(WireLevel::Government) => Level::Government,
                Some(WireLevel::Department) => Level::Department,
            },
            rule_making: match self.rule_making {
                None => RuleMaking::Unstated,
                Some(true) => RuleMaking::Has,
                Some(false) => RuleMaking::HasNot,
            },
            ..Header::default()
        };
        for field in HeaderField::ALL {
            if let Some(target) = header.text_mut(field)
                && let Some(Json::String(text)) = self.texts.get(field.word())
            {
                text.clone_into(target);
                self.texts.remove(field.word());
            }
        }
        (header, self.texts)
    }

    fn from_current(header: &Header, unknown: &Map<String, Json>) -> Self {
        let texts = HeaderField::ALL.into_iter().filter_map(|field| {
            let text = header.text(field).filter(|text| !text.is_empty())?;
            Some((field.word().to_owned(), Json::String(text.to_owned())))
        });
        Self {
            year: header.year,
            level: match header.level {
                Level::Unstated => None,
                Level::Government => Some(WireLevel::Government),
                Level::Department => Some(WireLevel::Department),
            },
            rule_making: match header.rule_making {
                RuleMaking::Unstated => None,
                RuleMaking::Has => Some(true),
                RuleMaking::HasNot => Some(false),
            },
            // What was stated comes after what isn't understood, and replaces it.
            texts: unknown.clone().into_iter().chain(texts).collect(),
        }
    }
}

/// What is written: cells in the form's order, as people read them.
#[derive(Serialize)]
struct Written<'a> {
    format: &'a str,
    version: u64,
    edition: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alternatives: Vec<String>,
    header: WireHeader,
    cells: Map<String, Json>,
    narrative: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provenance: Option<WireProvenance>,
    #[serde(flatten)]
    unknown: &'a Map<String, Json>,
}

pub(super) fn bytes(form: &Form, ret: &Return, unknown: &Unknown) -> Vec<u8> {
    let is_stated = |key: &String| {
        form.cell(key)
            .is_some_and(|cell| !ret.stated.get(cell).is_blank())
    };
    let unknown_cells = unknown.cells.iter().filter(|(key, _)| !is_stated(key));
    let stated = form.all_cells().filter_map(|cell| {
        let value = ret.stated.get(cell);
        (*value != Value::Blank)
            .then(|| (form.key(cell).to_owned(), Json::String(value.to_string())))
    });
    let written = Written {
        format: FORMAT,
        version: VERSION,
        edition: &ret.edition,
        alternatives: ret.alternatives.clone(),
        header: WireHeader::from_current(&ret.header, &unknown.header),
        cells: stated.chain(unknown_cells.cloned()).collect(),
        narrative: &ret.narrative,
        provenance: ret.provenance.as_ref().map(|provenance| WireProvenance {
            file: provenance.file.clone(),
            headings: provenance.headings.clone(),
        }),
        unknown: &unknown.fields,
    };
    let mut bytes = serde_json::to_vec_pretty(&written).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
