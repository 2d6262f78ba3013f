//! `nianbao export FILE --pdf P --xlsx X --docx D --html H --picture P [--edits] [--draft]
//! [--sign-off] [--date D] [--system-fonts]`

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::arguments::ExportArguments;
use super::{Failure, Later, Status, read_with};
use crate::assessment::Assessment;
use crate::charts::YearCharts;
use crate::command::Format;
use crate::export::document::{Document, ExportOptions, Mark, SignOff};
use crate::export::fonts::{Fonts, Typefaces};
use crate::export::iso_date;
use crate::export::obstacles::obstacles;
use crate::export::picture::{self, Picture, PictureFormat};
use crate::files::{self, Previous};
use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::returns::Return;
use crate::task::{document_bytes, report_document, system_fonts};

pub(super) fn run(catalog: &Catalog, arguments: &ExportArguments) -> Result<Status, Failure> {
    let date = asked_date(arguments.date.as_deref())?;
    let targets = targets([
        (Format::Pdf, &arguments.pdf),
        (Format::Xlsx, &arguments.xlsx),
        (Format::Docx, &arguments.docx),
        (Format::Html, &arguments.html),
    ]);
    let exports = targets.iter().map(|(_, path)| *path);
    refuse_same_file(&arguments.file, exports.chain(&arguments.picture))?;
    let picture = arguments.picture.as_deref().map(picture_target);
    let picture = picture.transpose()?;
    let (form, draft) = read_with(catalog, &arguments.file, Later::asked(arguments.edits))?;
    let assessment = Assessment::of(catalog, &form, &draft.ret);
    if !arguments.draft {
        refuse_unready(&form, &draft.ret, &assessment, "导出")?;
    }
    let options = ExportOptions {
        mark: if arguments.draft {
            Mark::Draft
        } else {
            Mark::Final
        },
        date,
        sign_off: if arguments.sign_off {
            SignOff::Printed
        } else {
            SignOff::where_named(&draft.ret.header)
        },
    };
    let typefaces = if arguments.system_fonts {
        Typefaces::System
    } else {
        Typefaces::Bundled
    };
    let charts = YearCharts::of(catalog, &form, &draft.ret, &assessment.derived);
    let document = report_document(
        &draft.ret,
        &assessment.figures(&form),
        &draft.unknown,
        &charts.charts,
        &options,
    );
    let picture = match picture {
        Some((format, path)) => {
            let picture = Picture::of(&form, &draft.ret, charts, options.mark);
            let bytes = picture::write(&picture, format, Fonts::bundled());
            Some((path, bytes.map_err(Failure::unwritable)?))
        }
        None => None,
    };
    write_all(&document, &targets, typefaces)?;
    if let Some((path, bytes)) = picture {
        files::write_whole(path, &bytes, Previous::Replaced).map_err(Failure::unwritable)?;
        say!("已写入 {}", path.display());
    }
    if typefaces == Typefaces::System && arguments.pdf.is_some() {
        say!("{}", system_fonts().found);
    }
    Ok(Status::Fine)
}

/// The picture asked for, in the format its ending says.
fn picture_target(path: &Path) -> Result<(PictureFormat, &Path), Failure> {
    let extension = path.extension().and_then(OsStr::to_str);
    match extension.and_then(PictureFormat::of_extension) {
        Some(format) => Ok((format, path)),
        None => Err(Failure::wrong_usage(format!(
            "“{}”的扩展名不对。一图读懂请写成 .pdf、.png 或 .svg 文件",
            path.display()
        ))),
    }
}

/// The date asked for, as an ISO date.
pub(super) fn asked_date(date: Option<&str>) -> Result<Option<String>, Failure> {
    let Some(text) = date else {
        return Ok(None);
    };
    match iso_date(text) {
        Some(date) => Ok(Some(date)),
        None => Err(Failure::wrong_usage(format!(
            "“{text}”不是日期。请写成 2024-01-26"
        ))),
    }
}

/// The formats asked for with their files.
pub(super) fn targets<const COUNT: usize>(
    asked: [(Format, &Option<PathBuf>); COUNT],
) -> Vec<(Format, &PathBuf)> {
    asked
        .into_iter()
        .filter_map(|(format, path)| Some((format, path.as_ref()?)))
        .collect()
}

/// An export never takes the place of the draft or of another export.
pub(super) fn refuse_same_file<'a>(
    file: &'a PathBuf,
    exports: impl Iterator<Item = &'a PathBuf>,
) -> Result<(), Failure> {
    let mut seen = Vec::new();
    for path in std::iter::once(file).chain(exports) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        if seen.contains(&path) {
            return Err(Failure::wrong_usage(format!(
                "“{}”写了两次。请给每个文件不同的名字",
                path.display()
            )));
        }
        seen.push(path);
    }
    Ok(())
}

/// Says everything that stands against a final copy, if anything does; `deed` is what would be
/// done with it: `导出`.
pub(super) fn refuse_unready(
    form: &Form,
    ret: &Return,
    assessment: &Assessment,
    deed: &str,
) -> Result<(), Failure> {
    let obstacles = obstacles(ret, &assessment.figures(form), &assessment.findings);
    if obstacles.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = obstacles
        .iter()
        .map(|obstacle| {
            let rule = Some(&obstacle.rule).filter(|rule| !rule.is_empty());
            let rule = rule.map_or_else(String::new, |rule| format!("{rule}  "));
            format!("  {rule}{}", obstacle.message)
        })
        .collect();
    Err(Failure {
        status: Status::Findings,
        message: format!(
            "没有{deed}：还有 {} 处要处理。处理后再{deed}，或加 --draft {deed}草稿\n{}",
            obstacles.len(),
            lines.join("\n")
        ),
    })
}

/// Makes every format first and writes then, so that a failure leaves nothing half done.
pub(super) fn write_all(
    document: &Document,
    targets: &[(Format, &PathBuf)],
    typefaces: Typefaces,
) -> Result<(), Failure> {
    let mut made = Vec::new();
    for &(format, path) in targets {
        let bytes = document_bytes(document, format, typefaces).map_err(Failure::unwritable)?;
        made.push((path, bytes));
    }
    for (path, bytes) in made {
        files::write_whole(path, &bytes, Previous::Replaced).map_err(Failure::unwritable)?;
        say!("已写入 {}", path.display());
    }
    Ok(())
}
