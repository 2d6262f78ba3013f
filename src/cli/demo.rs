//! `nianbao demo DIR`

use std::path::{Path, PathBuf};

use super::export::write_all;
use super::{Failure, Status};
use crate::assessment::Assessment;
use crate::charts::YearCharts;
use crate::command::Format;
use crate::export::document::Mark;
use crate::export::fonts::Typefaces;
use crate::files::{self, Previous};
use crate::form::catalog::Catalog;
use crate::sample;
use crate::task::usual_document;

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
    let assessment = Assessment::of(catalog, &form, &draft.ret);
    let figures = assessment.figures(&form);
    let charts = YearCharts::of(catalog, &form, &draft.ret, &assessment.derived);
    let document = usual_document(
        &draft.ret,
        &figures,
        &draft.unknown,
        &charts.charts,
        Mark::Final,
    );
    write_all(&document, &targets, Typefaces::Bundled)?;
    Ok(Status::Fine)
}
