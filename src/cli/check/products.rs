//! What is written of many files: the list, and an opinion for each report that needs one.

use std::path::{Path, PathBuf};

use crate::cli::Failure;
use crate::cli::arguments::CheckArguments;
use crate::files::{self, Previous};
use crate::survey::Surveyed;
use crate::task::{list_bytes, write_opinions};

/// Where list and opinions go, if they are asked for.
pub(super) struct Products<'a> {
    list: Option<&'a Path>,
    opinions: Option<&'a Path>,
}

impl<'a> Products<'a> {
    /// What the arguments ask for. The list never takes the place of a file that is checked.
    pub fn asked_for(arguments: &'a CheckArguments, files: &[PathBuf]) -> Result<Self, Failure> {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let list = arguments.list.as_deref();
        if let Some(list) = list
            && files.iter().any(|file| absolute(file) == absolute(list))
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

    /// Writes them; the files that were written.
    pub fn write(&self, surveyed: &[Surveyed]) -> Result<Vec<PathBuf>, Failure> {
        let mut written = Vec::new();
        let today = files::today();
        if let Some(list) = self.list {
            let bytes = list_bytes(surveyed, &today).map_err(Failure::unwritable)?;
            files::write_whole(list, &bytes, Previous::Replaced).map_err(Failure::unwritable)?;
            written.push(list.to_owned());
        }
        if let Some(folder) = self.opinions {
            let opinions = write_opinions(surveyed, folder, &today);
            written.extend(opinions.map_err(Failure::unwritable)?);
        }
        Ok(written)
    }
}
