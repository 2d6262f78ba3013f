//! A draft from its file: what is understood, and what is kept for writing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};

use super::provenance::WireProvenance;
use super::wire::{self, WireHeader, WireReason};
use super::{Draft, DraftError, FORMAT, KeptPrevious, KeptText, Unknown, VERSION, form};
use crate::form::catalog::Catalog;
use crate::form::{Form, Supplement, Variant};
use crate::returns::{Previous, Return, Values};
use crate::value::parse;

/// The most definitions of added rows a draft brings.
const MOST_SUPPLEMENTS: usize = 16;

/// The fields of version 2.
const FIELDS: [&str; 12] = [
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
    "charts",
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
    narrative: BTreeMap<String, Json>,
    #[serde(default)]
    provenance: Option<WireProvenance>,
    #[serde(default)]
    previous: Option<Box<RawValue>>,
    #[serde(default)]
    reasons: Vec<WireReason>,
    #[serde(default)]
    charts: BTreeSet<String>,
}

#[derive(Deserialize)]
struct WirePrevious {
    #[serde(default)]
    file: String,
    #[serde(rename = "return")]
    ret: Box<RawValue>,
}

/// The current model of what was read.
pub(super) fn draft(catalog: &Catalog, file: &str, text: &str) -> Result<Draft, Unread> {
    let envelope: Envelope = serde_json::from_str(text)?;
    let body: Body = serde_json::from_str(text)?;
    let mut fields: Map<String, Json> = serde_json::from_str(text)?;
    fields.retain(|field, _| !FIELDS.contains(&field.as_str()));
    if envelope.format != FORMAT {
        return Err(Unread::OtherFormat);
    }
    let mut draft = body.into_current(catalog, file)?;
    draft.unknown.fields = fields;
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
        // More than any office has is a file made to do harm.
        for text in self.supplements.into_iter().take(MOST_SUPPLEMENTS) {
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
        let mut note = (!unknown.supplements.is_empty()).then(|| {
            "草稿中地方增加的行有错误，没有显示；其中的数字保留在文件里。请联系提供该文件的单位"
                .to_owned()
        });
        let previous = self.previous.and_then(|raw| {
            let read = previous(catalog, file, &raw);
            if read.as_ref().is_none_or(|(_, whole)| !whole) {
                let text = "上年年报中有本程序不认识的内容，没有全部显示，仍保留在文件里";
                note.get_or_insert(text.to_owned());
            }
            let read = read.map(|(previous, _)| Arc::new(previous));
            unknown.previous = Some(KeptPrevious {
                read: read.clone(),
                raw: raw.get().to_owned(),
            });
            read
        });
        let mut narrative = BTreeMap::new();
        for (part, raw) in self.narrative {
            let (text, whole) = wire::text(&raw);
            if !whole {
                let said =
                    "文字中有本程序不认识的数字，显示为横线；没有改动的文字仍原样保留在文件里";
                note.get_or_insert(said.to_owned());
                let read = text.clone();
                unknown.texts.insert(part.clone(), KeptText { read, raw });
            }
            narrative.insert(part, text);
        }
        let mut reasons = Vec::new();
        for reason in self.reasons {
            let (reason, rest) = reason.into_current();
            if !rest.is_empty() {
                unknown.reasons.push((reason.clone(), rest));
            }
            reasons.push(reason);
        }
        Ok(Draft {
            ret: Return {
                variant: form.variant.clone(),
                header,
                stated,
                narrative,
                provenance: self
                    .provenance
                    .map(|provenance| provenance.into_current(&mut unknown)),
                previous,
                reasons,
                charts: self.charts,
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

/// The year before, and whether all of it was understood.
fn previous(catalog: &Catalog, file: &str, raw: &RawValue) -> Option<(Previous, bool)> {
    let wire: WirePrevious = serde_json::from_str(raw.get()).ok()?;
    let body: Body = serde_json::from_str(wire.ret.get()).ok()?;
    let Draft { ret, unknown, .. } = body.into_current(catalog, file).ok()?;
    let form = catalog.form(&ret.variant)?;
    let whole =
        unknown.cells.is_empty() && unknown.supplements.is_empty() && unknown.texts.is_empty();
    Some((Previous::of(&wire.file, &form, &ret), whole))
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
