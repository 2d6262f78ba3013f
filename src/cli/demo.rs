//! `nianbao demo DIR`

use std::path::{Path, PathBuf};

use super::export::{charts, write_all};
use super::{Failure, Status};
use crate::command::Format;
use crate::export::document::{ExportOptions, Mark, SignOff};
use crate::files::{self, Previous};
use crate::form::catalog::Catalog;
use crate::sample;

/// Writes the sample draft and every export of it; the folder is made if missing.
pub(super) fn run(catalog: &Catalog, folder: &Path) -> Result<Status, Failure> {
    files::make_folder(folder).map_err(Failure::unwritable)?;
    let (form, draft) = sample::draft(catalog).map_err(Failure::unreadable)?;
    let path = folder.join(sample::NAME);
    files::write_whole(&path, sample::BYTES, Previous::Replaced).map_err(Failure::unwritable)?;
    say!("已写入 {}", path.display());
    let paths = Format::ALL.map(|format| (format, path.with_extension(format.extension())));
    let targets: Vec<(Format, &PathBuf)> =
        paths.iter().map(|(format, path)| (*format, path)).collect();
    let options = ExportOptions {
        mark: Mark::Final,
        date: None,
        sign_off: SignOff::where_named(&draft.ret.header),
    };
    let charts = charts(catalog, &form, &draft);
    write_all(&form, &draft, &charts.charts, &targets, &options)?;
    Ok(Status::Fine)
}
