//! `nianbao new --year Y --agency NAME [--edition E] [--previous FILE] [--supplement FILE]… -o DRAFT`

use std::sync::Arc;

use super::arguments::NewArguments;
use super::{Failure, Status, read};
use crate::draft::{self, Unknown};
use crate::files;
use crate::form::catalog::Catalog;
use crate::form::{Form, Problem, Variant};
use crate::last_year::LastYear;
use crate::returns::{Previous, Return};
use crate::supplements;

pub(super) fn run(catalog: &Catalog, arguments: &NewArguments) -> Result<Status, Failure> {
    let form = form(catalog, arguments)?;
    let output = &arguments.output;
    if output.exists() {
        return Err(Failure::unwritable(format!(
            "“{}”已经存在，没有覆盖。请换一个文件名",
            output.display()
        )));
    }
    let mut ret = Return::blank(&form, &arguments.agency, arguments.year);
    if let Some(previous) = &arguments.previous {
        let (previous_form, draft) = read(catalog, previous)?;
        let file = files::name(previous);
        ret.link(Previous::of(&file, &previous_form, &draft.ret));
        match LastYear::of(catalog, &form, &ret) {
            Some(last_year) if last_year.is_year_before => ret.take_over(&form, &last_year),
            _ => {
                return Err(Failure::unreadable(format!(
                    "“{}”是 {} 年的年报，不是 {} 年的上一年。请另选文件",
                    previous.display(),
                    draft.ret.header.year,
                    arguments.year
                )));
            }
        }
    }
    let bytes = draft::write(&form, &ret, &Unknown::default());
    files::write_whole(output, &bytes, files::Previous::Kept).map_err(Failure::unwritable)?;
    say!("已写入 {}", output.display());
    Ok(Status::Fine)
}

/// The edition asked for, else the year's, with the added rows.
fn form(catalog: &Catalog, arguments: &NewArguments) -> Result<Arc<Form>, Failure> {
    let wrong = |message: String| Failure {
        status: Status::WrongUsage,
        message,
    };
    let official = match &arguments.edition {
        Some(edition) => catalog
            .official(edition)
            .ok_or_else(|| wrong(format!("没有版式“{edition}”。请用 nianbao forms 查看")))?,
        None => catalog.for_year(arguments.year).ok_or_else(|| {
            let year = arguments.year;
            wrong(format!("没有 {year} 年的年报版式。请核对 --year"))
        })?,
    };
    let mut variant = Variant::official(official.edition());
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
