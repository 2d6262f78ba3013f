//! What is written of many files: the list, and an opinion for each report that needs one.

use std::path::{Path, PathBuf};

use crate::cli::Failure;
use crate::cli::arguments::CheckArguments;
use crate::files::{self, Previous};
use crate::survey::Surveyed;
use crate::task::{list_bytes, write_opinions};

fn is_same(one: &Path, other: &Path) -> bool {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute(one) == absolute(other)
}

/// Where list and opinions go, if they are asked for.
pub(super) struct Products<'a> {
    list: Option<&'a Path>,
    opinions: Option<&'a Path>,
}

/// What became of them.
#[derive(Default)]
pub(super) struct Written {
    pub paths: Vec<PathBuf>,
    pub failures: Vec<Failure>,
}

impl<'a> Products<'a> {
    /// What the arguments ask for. The list never takes the place of a file that is named.
    pub fn asked_for(arguments: &'a CheckArguments) -> Result<Self, Failure> {
        let list = arguments.list.as_deref();
        if let Some(list) = list
            && arguments.files.iter().any(|file| is_same(file, list))
        {
            return Err(Failure::wrong_usage(format!(
                "“{}”是要核对的文件，清单不能写到那里。请换一个文件名",
                list.display()
            )));
        }
        Ok(Self {
            list,
            opinions: arguments.opinions.as_deref(),
        })
    }

    /// Whether a file is one of these, from a run before: it is no report.
    pub fn holds(&self, file: &Path) -> bool {
        let is_list = self.list.is_some_and(|list| is_same(file, list));
        let folder = file.parent();
        is_list
            || self
                .opinions
                .zip(folder)
                .is_some_and(|(opinions, folder)| is_same(folder, opinions))
    }

    /// Writes them; the files that were written, and why some were not.
    pub fn write(&self, surveyed: &[Surveyed]) -> Result<Written, Failure> {
        let mut written = Written::default();
        let today = files::today();
        if let Some(list) = self.list {
            let bytes = list_bytes(surveyed, &today).map_err(Failure::unwritable)?;
            files::write_whole(list, &bytes, Previous::Replaced).map_err(Failure::unwritable)?;
            written.paths.push(list.to_owned());
        }
        if let Some(folder) = self.opinions {
            let opinions = write_opinions(surveyed, folder, &today).map_err(Failure::unwritable)?;
            written.paths.extend(opinions.paths);
            let failures = opinions.failures.into_iter().map(Failure::unwritable);
            written.failures.extend(failures);
        }
        Ok(written)
    }
}
