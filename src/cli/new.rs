//! `nianbao new --year Y --agency NAME [--previous FILE] -o DRAFT`

use std::path::Path;

use super::{Failure, Status, read};
use crate::draft::{self, Unknown};
use crate::files;
use crate::form::catalog::Catalog;
use crate::last_year::LastYear;
use crate::returns::{Previous, Return};

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
        let (previous_form, draft) = read(catalog, previous)?;
        let file = files::name(previous);
        ret.link(Previous::of(&file, &previous_form, &draft.ret));
        if let Some(last_year) = LastYear::of(catalog, &form, &ret) {
            ret.take_over(&form, &last_year);
        }
    }
    let bytes = draft::write(&form, &ret, &Unknown::default());
    files::write_whole(output, &bytes, files::Previous::Kept).map_err(Failure::unwritable)?;
    println!("已写入 {}", output.display());
    Ok(Status::Fine)
}
