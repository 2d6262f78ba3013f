//! A draft into its file.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};

use super::provenance::WireProvenance;
use super::wire::{self, WireHeader, WireReason};
use super::{FORMAT, Unknown, VERSION};
use crate::form::Form;
use crate::narrative::Text;
use crate::returns::{Previous, Reason, Return};
use crate::value::Value;

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
    narrative: BTreeMap<&'a str, Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provenance: Option<WireProvenance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<PreviousYear<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<WireReason>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    charts: Vec<&'a str>,
}

/// The year before: as it stood in the file while it is unchanged.
#[derive(Serialize)]
#[serde(untagged)]
enum PreviousYear<'a> {
    Kept(Box<RawValue>),
    Written(WrittenPrevious<'a>),
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
            narrative: narrative(ret, unknown),
            provenance: ret
                .provenance
                .as_ref()
                .map(|provenance| WireProvenance::from_current(provenance, unknown)),
            previous: PreviousYear::of(ret, unknown),
            reasons: reasons(ret, unknown),
            charts: ret.charts.iter().map(String::as_str).collect(),
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
                narrative: texts(&previous.narrative).collect(),
                provenance: None,
                previous: None,
                reasons: Vec::new(),
                charts: Vec::new(),
            }),
        }
    }
}

impl<'a> PreviousYear<'a> {
    fn of(ret: &'a Return, unknown: &Unknown) -> Option<Self> {
        let kept = unknown.previous.as_ref();
        // Unlinked is gone; what could not be read was never linked.
        let kept = kept.filter(|kept| kept.read == ret.previous);
        let raw = kept.and_then(|kept| RawValue::from_string(kept.raw.clone()).ok());
        let previous = ret.previous.as_deref();
        raw.map(Self::Kept)
            .or_else(|| previous.map(|previous| Self::Written(WrittenPrevious::of(previous))))
    }
}

/// The reasons, each with what else stood with it in the file.
fn reasons(ret: &Return, unknown: &Unknown) -> Vec<WireReason> {
    let rest = |reason: &Reason| {
        let mut kept = unknown.reasons.iter();
        let kept =
            kept.find(|(read, _)| read.rule == reason.rule && read.instance == reason.instance);
        kept.map(|(_, rest)| rest.clone()).unwrap_or_default()
    };
    let reasons = ret.reasons.iter();
    reasons
        .map(|reason| WireReason::from_current(reason, rest(reason)))
        .collect()
}

/// The texts by part, as they stood in the file where nobody changed them.
fn narrative<'a>(ret: &'a Return, unknown: &Unknown) -> BTreeMap<&'a str, Json> {
    let mut narrative: BTreeMap<&str, Json> = texts(&ret.narrative).collect();
    for (part, raw) in &mut narrative {
        if let Some(kept) = unknown.texts.get(*part)
            && ret.text(part) == &kept.read
        {
            raw.clone_from(&kept.raw);
        }
    }
    narrative
}

fn texts(narrative: &BTreeMap<String, Text>) -> impl Iterator<Item = (&str, Json)> {
    let texts = narrative.iter();
    texts.map(|(part, text)| (part.as_str(), wire::text_json(text)))
}
