//! The check sheet of one file.

use std::path::PathBuf;

use super::Whole;
use crate::cli::Failure;
use crate::cli::arguments::CheckArguments;
use crate::cli::export::{asked_date, refuse_same_file, targets};
use crate::command::Format;
use crate::files::{self, Previous};
use crate::task::check_sheet_bytes;

/// Where the check sheet goes, if it is asked for.
pub(super) struct Sheet<'a> {
    targets: Vec<(Format, &'a PathBuf)>,
    date: Option<String>,
}

impl<'a> Sheet<'a> {
    /// What the arguments say about the check sheet; it is one file's.
    pub fn asked_for(arguments: &'a CheckArguments) -> Result<Self, Failure> {
        let sheet = Self {
            targets: targets([
                (Format::Pdf, &arguments.pdf),
                (Format::Xlsx, &arguments.xlsx),
            ]),
            date: asked_date(arguments.date.as_deref())?,
        };
        match arguments.files.as_slice() {
            _ if sheet.targets.is_empty() && sheet.date.is_some() => Err(Failure::wrong_usage(
                "--date 是审核表上的日期，请同时写 --pdf 或 --xlsx".to_owned(),
            )),
            _ if sheet.targets.is_empty() => Ok(sheet),
            [file] => {
                refuse_same_file(file, sheet.targets.iter().map(|(_, path)| *path))?;
                Ok(sheet)
            }
            files => Err(Failure::wrong_usage(format!(
                "审核表一次只写一份，这里有 {} 个文件。请分开写",
                files.len()
            ))),
        }
    }

    /// Makes every format first and writes then, so that a failure leaves nothing half done.
    pub fn write(&self, whole: &Whole) -> Result<(), Failure> {
        let mut made = Vec::new();
        for &(format, path) in &self.targets {
            let Whole {
                form,
                ret,
                assessment,
            } = whole;
            let bytes = check_sheet_bytes(form, ret, assessment, format, self.date.as_deref());
            made.push((path, bytes.map_err(Failure::unwritable)?));
        }
        for (path, bytes) in made {
            files::write_whole(path, &bytes, Previous::Replaced).map_err(Failure::unwritable)?;
        }
        Ok(())
    }

    /// Whether one is asked for.
    pub fn is_asked_for(&self) -> bool {
        !self.targets.is_empty()
    }

    pub fn print_lines(&self) {
        for (_, path) in &self.targets {
            say!("已写入 {}", path.display());
        }
    }
}
