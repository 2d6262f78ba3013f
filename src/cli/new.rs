//! `nianbao new --year Y --agency NAME [--previous FILE] -o DRAFT`

use std::path::Path;

use super::{Failure, Status, read};
use crate::draft::{self, Unknown};
use crate::files::{self, Previous};
use crate::form::catalog::Catalog;
use crate::returns::Return;
use crate::totals::derive;

pub(super) fn run(
    catalog: &Catalog,
    year: u16,
    agency: &str,
    previous: Option<&Path>,
    output: &Path,
) -> Result<Status, Failure> {
    let form = catalog.for_year(year).ok_or_else(|| Failure {
        status: Status::WrongUsage,
        message: format!("没有 {year} 年的年报版式。请核对 --year"),
    })?;
    if output.exists() {
        return Err(Failure::unwritable(format!(
            "“{}”已经存在，没有覆盖。请换一个文件名",
            output.display()
        )));
    }
    let mut ret = Return::blank(&form, agency, year);
    if let Some(previous) = previous {
        let (previous_form, previous) = read(catalog, previous)?;
        let derived = derive(&previous_form, &previous.ret.stated);
        ret.take_over(&form, &previous.ret, &previous_form, &derived);
    }
    let bytes = draft::write(&form, &ret, &Unknown::default());
    files::write_whole(output, &bytes, Previous::Kept).map_err(Failure::unwritable)?;
    println!("已写入 {}", output.display());
    Ok(Status::Fine)
}
