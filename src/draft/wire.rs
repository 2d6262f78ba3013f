//! The draft as it stands in the file, version 1.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};

use super::{Draft, DraftError, FORMAT, Unknown, VERSION, form};
use crate::form::catalog::Catalog;
use crate::form::{Form, Supplement, Variant};
use crate::returns::{
    Header, HeaderField, Level, Previous, Provenance, Reason, Return, RuleMaking, Values,
};
use crate::value::{Value, parse};

/// The fields of version 1.
const FIELDS: [&str; 11] = [
    "format",
    "version",
    "edition",
    "alternatives",
    "supplements",
    "header",
    "cells",
    "narrative",
    "provenance",
    "previous",
    "reasons",
];

/// What a file says of itself.
#[derive(Deserialize)]
pub(super) struct Envelope {
    pub format: String,
    pub version: u64,
}

/// A return in a file. Unknown fields are gathered apart, since a flattened rest
/// can't stand beside raw numbers.
#[derive(Deserialize)]
pub(super) struct Body {
    #[serde(default)]
    edition: String,
    #[serde(default)]
    alternatives: Vec<String>,
    /// Definition files, whole.
    #[serde(default)]
    supplements: Vec<String>,
    #[serde(default)]
    header: WireHeader,
    #[serde(default)]
    cells: BTreeMap<String, Box<RawValue>>,
    #[serde(default)]
    narrative: BTreeMap<String, String>,
    #[serde(default)]
    provenance: Option<WireProvenance>,
    #[serde(default)]
    previous: Option<WirePrevious>,
    #[serde(default)]
    reasons: Vec<WireReason>,
}

#[derive(Deserialize)]
struct WirePrevious {
    #[serde(default)]
    file: String,
    #[serde(rename = "return")]
    ret: Box<RawValue>,
}

#[derive(Serialize, Deserialize)]
struct WireReason {
    rule: String,
    #[serde(default)]
    instance: String,
    text: String,
    #[serde(default)]
    figures: Map<String, Json>,
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

/// The current model of what was read.
pub(super) fn read(catalog: &Catalog, file: &str, text: &str) -> Result<Draft, Unread> {
    let envelope: Envelope = serde_json::from_str(text)?;
    let body: Body = serde_json::from_str(text)?;
    let mut fields: Map<String, Json> = serde_json::from_str(text)?;
    let previous = fields.remove("previous");
    fields.retain(|field, _| !FIELDS.contains(&field.as_str()));
    if envelope.format != FORMAT {
        return Err(Unread::OtherFormat);
    }
    let mut draft = body.into_current(catalog, file)?;
    draft.unknown.fields = fields;
    if draft.ret.previous.is_none()
        && let Some(previous) = previous
    {
        // A year before that this program can't read stays in the file.
        draft.unknown.fields.insert("previous".to_owned(), previous);
    }
    draft.version_note = (envelope.version > VERSION)
        .then(|| "这份草稿由更新的程序保存，只能查看。请用新版程序修改，或另存为新文件".to_owned());
    Ok(draft)
}

/// Why a text is no draft.
pub(super) enum Unread {
    Json(serde_json::Error),
    OtherFormat,
    Form(DraftError),
}

impl From<serde_json::Error> for Unread {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

impl From<DraftError> for Unread {
    fn from(error: DraftError) -> Self {
        Self::Form(error)
    }
}

impl Body {
    fn into_current(self, catalog: &Catalog, file: &str) -> Result<Draft, DraftError> {
        let mut unknown = Unknown::default();
        let mut variant = Variant {
            edition: self.edition,
            alternatives: self.alternatives,
            supplements: Vec::new(),
        };
        // First without what an office added: that may be at fault, and stops nothing.
        let official = form(catalog, file, &variant)?;
        for text in self.supplements {
            match Supplement::read(&text) {
                Ok(supplement) => variant.supplements.push(supplement),
                Err(_) => unknown.supplements.push(text),
            }
        }
        let form = catalog.form(&variant).unwrap_or_else(|| {
            let added = variant.supplements.drain(..);
            unknown
                .supplements
                .extend(added.map(|supplement| supplement.text.to_string()));
            official
        });
        let (header, unknown_header) = self.header.into_current();
        unknown.header = unknown_header;
        let stated = stated(&form, self.cells, &mut unknown);
        let note = (!unknown.supplements.is_empty()).then(|| {
            "草稿中地方增加的行有错误，没有显示；其中的数字保留在文件里。请联系提供该文件的单位"
                .to_owned()
        });
        let previous = self
            .previous
            .and_then(|previous| previous.into_current(catalog, file));
        Ok(Draft {
            ret: Return {
                variant: form.variant.clone(),
                header,
                stated,
                narrative: self.narrative,
                provenance: self.provenance.map(|provenance| Provenance {
                    file: provenance.file,
                    headings: provenance.headings,
                }),
                previous: previous.map(Arc::new),
                reasons: self
                    .reasons
                    .into_iter()
                    .map(WireReason::into_current)
                    .collect(),
            },
            unknown,
            version_note: None,
            note,
        })
    }
}

fn stated(form: &Form, cells: BTreeMap<String, Box<RawValue>>, unknown: &mut Unknown) -> Values {
    let mut stated = Values::blank(form);
    for (key, raw) in cells {
        match (form.cell(&key), Stored::of(&raw)) {
            // `cells --json` prints blanks as null, and people copy from it.
            (Some(_), Stored::Null) => {}
            (Some(cell), Stored::Text(text)) => {
                let measure = form.definition(cell).measure;
                stated.set(cell, parse(&text, measure).value);
            }
            _ => {
                let json = serde_json::from_str(raw.get()).unwrap_or(Json::Null);
                unknown.cells.push((key, json));
            }
        }
    }
    stated
}

impl WirePrevious {
    fn into_current(self, catalog: &Catalog, file: &str) -> Option<Previous> {
        let body: Body = serde_json::from_str(self.ret.get()).ok()?;
        let ret = body.into_current(catalog, file).ok()?.ret;
        let form = catalog.form(&ret.variant)?;
        Some(Previous::of(&self.file, &form, &ret))
    }
}

impl WireReason {
    fn into_current(self) -> Reason {
        let figures = self.figures.into_iter().map(|(key, figure)| match figure {
            Json::String(text) => (key, text),
            other => (key, other.to_string()),
        });
        Reason {
            rule: self.rule,
            instance: self.instance,
            text: self.text,
            figures: figures.collect(),
        }
    }

    fn from_current(reason: &Reason) -> Self {
        let figures = reason.figures.iter();
        Self {
            rule: reason.rule.clone(),
            instance: reason.instance.clone(),
            text: reason.text.clone(),
            figures: figures
                .map(|(key, figure)| (key.clone(), Json::String(figure.clone())))
                .collect(),
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
    #[serde(flatten)]
    body: WrittenBody<'a>,
    #[serde(flatten)]
    unknown: &'a Map<String, Json>,
}

#[derive(Serialize)]
struct WrittenBody<'a> {
    edition: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    alternatives: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    supplements: Vec<&'a str>,
    header: WireHeader,
    cells: Map<String, Json>,
    narrative: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provenance: Option<WireProvenance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<WrittenPrevious<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<WireReason>,
}

#[derive(Serialize)]
struct WrittenPrevious<'a> {
    file: &'a str,
    #[serde(rename = "return")]
    ret: Box<WrittenBody<'a>>,
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
    let added = ret.variant.supplements.iter().map(|added| &*added.text);
    let faulty = unknown.supplements.iter().map(String::as_str);
    let written = Written {
        format: FORMAT,
        version: VERSION,
        body: WrittenBody {
            edition: &ret.variant.edition,
            alternatives: &ret.variant.alternatives,
            supplements: added.chain(faulty).collect(),
            header: WireHeader::from_current(&ret.header, &unknown.header),
            cells: stated.chain(unknown_cells.cloned()).collect(),
            narrative: &ret.narrative,
            provenance: ret.provenance.as_ref().map(|provenance| WireProvenance {
                file: provenance.file.clone(),
                headings: provenance.headings.clone(),
            }),
            previous: ret.previous.as_deref().map(WrittenPrevious::of),
            reasons: ret.reasons.iter().map(WireReason::from_current).collect(),
        },
        unknown: &unknown.fields,
    };
    let mut bytes = serde_json::to_vec_pretty(&written).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

impl<'a> WrittenPrevious<'a> {
    fn of(previous: &'a Previous) -> Self {
        let added = previous.variant.supplements.iter();
        let figures = previous.figures.iter();
        Self {
            file: &previous.file,
            ret: Box::new(WrittenBody {
                edition: &previous.variant.edition,
                alternatives: &previous.variant.alternatives,
                supplements: added.map(|added| &*added.text).collect(),
                header: WireHeader::from_current(&previous.header, &Map::new()),
                cells: figures
                    .map(|(key, value)| (key.clone(), Json::String(value.to_string())))
                    .collect(),
                narrative: &previous.narrative,
                provenance: None,
                previous: None,
                reasons: Vec::new(),
            }),
        }
    }
}
