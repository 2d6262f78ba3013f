//! The folder in which an office keeps the rows it adds to official forms.

use std::path::{Path, PathBuf};

use crate::files::{self, Previous};
use crate::form::catalog::Catalog;
use crate::form::{Problem, Supplement, Variant};

/// The rows and columns this office adds to official forms.
#[derive(Clone, Debug, Default)]
pub struct FoundSupplements {
    /// Where they are looked for.
    pub folder: PathBuf,
    pub supplements: Vec<Supplement>,
    pub faulty: Vec<FaultySupplement>,
}

/// A file of added rows that can't be used.
#[derive(Clone, Debug)]
pub struct FaultySupplement {
    /// The file's name.
    pub file: String,
    pub problems: Vec<Problem>,
}

/// A definition to copy from, with an ending that isn't read.
const EXAMPLE: &str = include_str!("../assets/supplement.toml");
const EXAMPLE_NAME: &str = "示例.toml.txt";
/// More files than any office has are not looked at.
const MOST_FILES: usize = 64;

/// Reads every definition in the folder. A faulty one is listed and stops nothing.
pub fn find(catalog: &Catalog, folder: &Path) -> FoundSupplements {
    let paths = files::with_ending(folder, "toml");
    let mut found = FoundSupplements {
        folder: folder.to_owned(),
        ..FoundSupplements::default()
    };
    for path in paths.iter().take(MOST_FILES) {
        match read(catalog, path) {
            Ok(supplement) => found.supplements.push(supplement),
            Err(problems) => found.faulty.push(FaultySupplement {
                file: files::name(path),
                problems,
            }),
        }
    }
    found
}

/// Makes the folder, with an example that nobody reads by mistake. Whether it is there.
pub fn prepare(folder: &Path) -> bool {
    let example = folder.join(EXAMPLE_NAME);
    let made = files::make_folder(folder).is_ok();
    if made && !example.exists() {
        // An example that can't be written is not missed.
        let _ = files::write_whole(&example, EXAMPLE.as_bytes(), Previous::Replaced);
    }
    made
}

/// Reads one definition and tries it on its edition.
///
/// # Errors
/// Every problem, each with place and remedy.
pub fn read(catalog: &Catalog, path: &Path) -> Result<Supplement, Vec<Problem>> {
    let unreadable = |message: String| {
        vec![Problem {
            code: "unreadable",
            place: files::name(path),
            message,
            remedy: "请检查文件后再试".to_owned(),
        }]
    };
    let bytes = files::read(path).map_err(|error| unreadable(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("不是 UTF-8 文本".to_owned()))?;
    let supplement = Supplement::read(text.trim_start_matches('\u{feff}'))?;
    catalog.build(&Variant {
        supplements: vec![supplement.clone()],
        ..Variant::official(&supplement.edition)
    })?;
    Ok(supplement)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_has_no_problem() {
        let catalog = Catalog::built_in().unwrap();
        let folder = tempfile::tempdir().unwrap();
        assert!(prepare(folder.path()));
        assert!(find(&catalog, folder.path()).supplements.is_empty());
        let path = folder.path().join("own.toml");
        let example = files::read(&folder.path().join(EXAMPLE_NAME)).unwrap();
        files::write_whole(&path, &example, Previous::Replaced).unwrap();
        read(&catalog, &path).unwrap_or_else(|problems| {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("{}", lines.join("\n"))
        });
        assert_eq!(find(&catalog, folder.path()).supplements.len(), 1);
    }
}
