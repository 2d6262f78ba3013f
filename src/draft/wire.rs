//! The draft as it stands in the file, version 2: what reading and writing share.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::narrative::{FieldWire, Piece, Text};
use crate::returns::{Header, HeaderField, Level, Reason, RuleMaking};

#[derive(Serialize, Deserialize)]
pub(super) struct WireReason {
    pub rule: String,
    #[serde(default)]
    pub instance: String,
    pub text: String,
    #[serde(default)]
    pub figures: Map<String, Json>,
    /// Whatever else is there.
    #[serde(flatten)]
    pub rest: Map<String, Json>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct WireHeader {
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
pub(super) enum WireLevel {
    Government,
    Department,
}

impl WireHeader {
    pub(super) fn into_current(mut self) -> (Header, Map<String, Json>) {
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

    pub(super) fn from_current(header: &Header, unknown: &Map<String, Json>) -> Self {
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

impl WireReason {
    /// The reason, and what else stood with it.
    pub(super) fn into_current(self) -> (Reason, Map<String, Json>) {
        let figures = self.figures.into_iter().map(|(key, figure)| match figure {
            Json::String(text) => (key, text),
            other => (key, other.to_string()),
        });
        let reason = Reason {
            rule: self.rule,
            instance: self.instance,
            text: self.text,
            figures: figures.collect(),
        };
        (reason, self.rest)
    }

    pub(super) fn from_current(reason: &Reason, rest: Map<String, Json>) -> Self {
        let figures = reason.figures.iter();
        Self {
            rule: reason.rule.clone(),
            instance: reason.instance.clone(),
            text: reason.text.clone(),
            figures: figures
                .map(|(key, figure)| (key.clone(), Json::String(figure.clone())))
                .collect(),
            rest,
        }
    }
}

/// What stands for a figure that isn't understood.
const UNKNOWN_FIELD: &str = "____";

/// A text in the file: a string, or a list of strings and fields. The second is whether all of
/// it was understood.
pub(super) fn text(json: &Json) -> (Text, bool) {
    let pieces = match json {
        Json::Array(pieces) => pieces.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut whole = true;
    let text = pieces.iter().map(|piece| match piece {
        Json::String(words) => Piece::Words(words.clone()),
        other => field(other).unwrap_or_else(|| {
            whole = false;
            Piece::Words(UNKNOWN_FIELD.to_owned())
        }),
    });
    (text.collect(), whole)
}

fn field(json: &Json) -> Option<Piece> {
    let wire = FieldWire::deserialize(json).ok()?;
    wire.field().ok().map(|field| Piece::Field(field.into()))
}

pub(super) fn text_json(text: &Text) -> Json {
    let json = |piece: &Piece| match piece {
        Piece::Words(words) => Json::String(words.clone()),
        Piece::Field(field) => {
            serde_json::to_value(FieldWire::from(field.as_ref())).unwrap_or_default()
        }
    };
    match text.pieces() {
        [] => Json::String(String::new()),
        [Piece::Words(words)] => Json::String(words.clone()),
        pieces => pieces.iter().map(json).collect(),
    }
}
