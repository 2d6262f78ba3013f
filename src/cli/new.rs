//! `nianbao new --year Y --agency NAME [--edition E] [--previous FILE] [--supplement FILE]… -o DRAFT`

use std::sync::Arc;

use super::arguments::NewArguments;
use super::{Failure, Status, read};
use crate::draft::{self, Unknown};
use crate::files;
use crate::form::catalog::Catalog;
use crate::form::{Form, Problem};
use crate::last_year::{LastYear, not_before};
use crate::returns::{Previous, Return};
use crate::supplements;

pub(super) fn run(catalog: &Catalog, arguments: &NewArguments) -> Result<Status, Failure> {
    let previous = match &arguments.previous {
        Some(path) => Some((path, read(catalog, path)?)),
        None => None,
    };
    let previous_form = previous.as_ref().map(|(_, (form, _))| form);
    let form = form(catalog, arguments, previous_form)?;
    let output = &arguments.output;
    if output.exists() {
        return Err(Failure::unwritable(format!(
            "“{}”已经存在，没有覆盖。请换一个文件名",
            output.display()
        )));
    }
    let mut ret = Return::blank(&form, &arguments.agency, arguments.year);
    if let Some((path, (previous_form, draft))) = &previous {
        ret.link(Previous::of(&files::name(path), previous_form, &draft.ret));
        match LastYear::of(catalog, &form, &ret) {
            Some(last_year) if last_year.is_year_before => ret.take_over(&form, &last_year),
            _ => {
                return Err(Failure::unreadable(not_before(
                    &path.display().to_string(),
                    draft.ret.header.year,
                    arguments.year,
                )));
            }
        }
        let agency = draft.ret.header.agency.trim();
        if agency != arguments.agency.trim() {
            eprintln!("上年年报的单位是“{agency}”，请核对");
        }
    }
    let bytes = draft::write(&form, &ret, &Unknown::default());
    files::write_whole(output, &bytes, files::Previous::Kept).map_err(Failure::unwritable)?;
    say!("已写入 {}", output.display());
    Ok(Status::Fine)
}

/// The edition asked for, else that of the year before while it is for the year, else the
/// year's, with the added rows.
fn form(
    catalog: &Catalog,
    arguments: &NewArguments,
    previous: Option<&Arc<Form>>,
) -> Result<Arc<Form>, Failure> {
    let year = arguments.year;
    let of_year = || match previous {
        Some(previous) => catalog.form_after(previous, year),
        None => catalog.for_year(year),
    };
    let form = match &arguments.edition {
        Some(edition) => catalog.official(edition).ok_or_else(|| {
            Failure::wrong_usage(format!("没有版式“{edition}”。请用 nianbao forms 查看"))
        })?,
        None => of_year().ok_or_else(|| {
            Failure::wrong_usage(format!("没有 {year} 年的年报版式。请核对 --year"))
        })?,
    };
    let mut variant = form.variant.clone();
    for path in &arguments.supplements {
        let supplement = supplements::read(catalog, path).map_err(said)?;
        variant.supplements.push(supplement);
    }
    catalog.build(&variant).map_err(said)
}

/// Every problem, a line each.
fn said(problems: Vec<Problem>) -> Failure {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Failure::unreadable(lines.join("\n"))
}
