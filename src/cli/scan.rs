//! `nianbao scan FILE [--json]`

use std::path::Path;

use serde::Serialize;

use super::{Failure, Status, read};
use crate::assessment::Assessment;
use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::returns::Place;
use crate::scan::{Hit, Rules, scan};

#[derive(Serialize)]
struct Printed<'a> {
    kind: &'a str,
    name: &'a str,
    /// Where it is, in words.
    source: &'a str,
    /// A header field's word, a part's id or a cell's key; null for what only goes along.
    place: Option<&'a str>,
    before: &'a str,
    found: &'a str,
    after: &'a str,
    why: &'a str,
    advice: &'a str,
}

/// Lists what to look at. Nothing of it is an error, so the run ends well either way.
pub(super) fn run(catalog: &Catalog, file: &Path, json: bool) -> Result<Status, Failure> {
    let (form, draft) = read(catalog, file)?;
    let rules = Rules::built_in().map_err(Failure::unreadable)?;
    let assessment = Assessment::of(catalog, &form, &draft.ret);
    let hits = scan(&rules, &draft.ret, &assessment.figures(&form));
    if json {
        let printed: Vec<Printed> = hits.iter().map(|hit| as_printed(&form, hit)).collect();
        say!(
            "{}",
            serde_json::to_string_pretty(&printed).unwrap_or_default()
        );
    } else {
        print_lines(file, &hits);
    }
    Ok(Status::Fine)
}

fn as_printed<'a>(form: &'a Form, hit: &'a Hit) -> Printed<'a> {
    Printed {
        kind: &hit.id.kind,
        name: &hit.name,
        source: &hit.id.source,
        place: match &hit.place {
            Some(Place::Header(field)) => field.map(|field| field.word()),
            Some(Place::Part(part) | Place::Text { part, .. }) => Some(part),
            Some(Place::Cell(cell)) => Some(form.key(*cell)),
            Some(Place::Charts) | None => None,
        },
        before: &hit.before,
        found: &hit.id.found,
        after: &hit.after,
        why: &hit.why,
        advice: &hit.advice,
    }
}

fn print_lines(file: &Path, hits: &[Hit]) {
    say!("{}：{} 处要看", file.display(), hits.len());
    for hit in hits {
        say!(
            "  {}  {}  {}〖{}〗{}",
            hit.name,
            hit.id.source,
            hit.before,
            hit.id.found,
            hit.after
        );
        say!("    {}。{}", hit.why, hit.advice);
    }
}
