//! Where a return came from as it stands in the file. All but the file's name may be missing:
//! earlier versions wrote less.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::Unknown;
use crate::returns::{DoubtPlace, HeaderField, OpenDoubt, Provenance};

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct WireProvenance {
    file: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    sha256: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    imported_on: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    reader: String,
    headings: Vec<String>,
    /// [`WireDoubt`]s, and whatever else is there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    doubts: Vec<Json>,
    #[serde(flatten)]
    rest: Map<String, Json>,
}

/// A doubt, about one of cell, part and header field.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireDoubt {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    part: Option<String>,
    /// The field's word; empty for the header as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    header: Option<String>,
    #[serde(default)]
    found: String,
    why: String,
}

impl WireProvenance {
    /// What is understood; the rest goes to `unknown`.
    pub fn into_current(self, unknown: &mut Unknown) -> Provenance {
        unknown.provenance = self.rest;
        let mut doubts = Vec::new();
        for json in self.doubts {
            match WireDoubt::deserialize(&json).ok().and_then(WireDoubt::open) {
                Some(doubt) => doubts.push(doubt),
                None => unknown.doubts.push(json),
            }
        }
        Provenance {
            file: self.file,
            sha256: self.sha256,
            imported_on: self.imported_on,
            reader: self.reader,
            headings: self.headings,
            doubts,
        }
    }

    pub fn from_current(provenance: &Provenance, unknown: &Unknown) -> Self {
        let doubts = provenance.doubts.iter().map(WireDoubt::of);
        let doubts = doubts.filter_map(|doubt| serde_json::to_value(doubt).ok());
        Self {
            file: provenance.file.clone(),
            sha256: provenance.sha256.clone(),
            imported_on: provenance.imported_on.clone(),
            reader: provenance.reader.clone(),
            headings: provenance.headings.clone(),
            doubts: doubts.chain(unknown.doubts.iter().cloned()).collect(),
            rest: unknown.provenance.clone(),
        }
    }
}

impl WireDoubt {
    fn of(doubt: &OpenDoubt) -> Self {
        let mut wire = Self {
            cell: None,
            part: None,
            header: None,
            found: doubt.found.clone(),
            why: doubt.why.clone(),
        };
        match &doubt.about {
            DoubtPlace::Cell(key) => wire.cell = Some(key.clone()),
            DoubtPlace::Part(part) => wire.part = Some(part.clone()),
            DoubtPlace::Header(field) => {
                wire.header = Some(field.map_or("", HeaderField::word).to_owned());
            }
        }
        wire
    }

    /// The doubt, if it is about one thing that is known.
    fn open(self) -> Option<OpenDoubt> {
        let about = match (self.cell, self.part, self.header) {
            (Some(key), None, None) => DoubtPlace::Cell(key),
            (None, Some(part), None) => DoubtPlace::Part(part),
            (None, None, Some(word)) if word.is_empty() => DoubtPlace::Header(None),
            (None, None, Some(word)) => DoubtPlace::Header(Some(HeaderField::of_word(&word)?)),
            _ => return None,
        };
        Some(OpenDoubt {
            about,
            found: self.found,
            why: self.why,
        })
    }
}
