//! `nianbao proof FILE [CODE…]`

use std::path::Path;

use super::{Failure, Status, read};
use crate::form::catalog::Catalog;
use crate::proof;
use crate::totals::derive;

/// Prints the codes of a report, or says whether those off the paper are the same.
pub(super) fn run(catalog: &Catalog, file: &Path, typed: &[String]) -> Result<Status, Failure> {
    let (form, draft) = read(catalog, file)?;
    let codes = proof::codes(&form, &draft.ret, &derive(&form, &draft.ret.stated));
    if typed.is_empty() {
        for table in &codes {
            say!("{}  {}  {}", table.mark, table.code, table.title);
        }
        return Ok(Status::Fine);
    }
    let comparison = proof::compare(&codes, &typed.join(" "));
    if comparison.is_empty() {
        return Err(Failure::wrong_usage(format!(
            "“{}”里没有校验码。请照纸上印的写，如 三 7K4M-2",
            typed.join(" ")
        )));
    }
    for (table, verdict) in codes.iter().zip(&comparison.verdicts) {
        say!(
            "{}  {}  {}",
            table.mark,
            table.code,
            verdict.sentence(table)
        );
    }
    for stray in &comparison.strays {
        say!("{}", stray.sentence());
    }
    Ok(if comparison.agrees() {
        Status::Fine
    } else {
        Status::Findings
    })
}
