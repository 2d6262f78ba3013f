//! What goes along with exported files and stands nowhere on the paper.

use super::rules::{Along, Finder, Kind, Rules};
use super::{Hit, HitId};
use crate::returns::{HeaderField, Place, Return};

/// The draft inside an export holds all of the return; this is what people don't think of.
pub(super) fn hits(rules: &Rules, ret: &Return) -> Vec<Hit> {
    let kinds = rules.kinds.iter();
    kinds
        .filter_map(|kind| match kind.finder {
            Finder::Along(what) => Some((kind, what)),
            _ => None,
        })
        .flat_map(|(kind, what)| {
            let found = found(ret, what).into_iter();
            found.map(move |(words, place)| hit(kind, words, place))
        })
        .collect()
}

fn found(ret: &Return, what: Along) -> Vec<(String, Option<Place>)> {
    match what {
        Along::Signatories => [
            HeaderField::Leader,
            HeaderField::Reviewer,
            HeaderField::Filler,
        ]
        .into_iter()
        .filter_map(|field| {
            let name = ret.header.text(field)?.trim();
            let words = format!("{} {name}", field.label());
            (!name.is_empty()).then_some((words, Some(Place::Header(Some(field)))))
        })
        .collect(),
        Along::Reasons => {
            let count = ret.reasons.len();
            let words = (count > 0).then(|| format!("{count} 条理由"));
            words.into_iter().map(|words| (words, None)).collect()
        }
        Along::LastYear => {
            let previous = ret.previous.iter();
            previous
                .map(|previous| (format!("{} 年的年报", previous.header.year), None))
                .collect()
        }
        Along::Origin => {
            let read = ret.provenance.iter().map(|provenance| &provenance.file);
            let linked = ret.previous.iter().map(|previous| &previous.file);
            let files = read.chain(linked).filter(|file| !file.is_empty());
            files.map(|file| (file.clone(), None)).collect()
        }
    }
}

fn hit(kind: &Kind, words: String, place: Option<Place>) -> Hit {
    Hit {
        id: HitId {
            kind: kind.id.clone(),
            source: "随导出文件".to_owned(),
            found: words,
            number: 0,
        },
        name: kind.name.clone(),
        place,
        before: String::new(),
        after: String::new(),
        why: kind.why.clone(),
        advice: kind.advice.clone(),
    }
}
