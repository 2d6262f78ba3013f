//! The folder in which an office keeps the rows it adds to official forms.

use std::fs;
use std::path::{Path, PathBuf};

use crate::files;
use crate::form::catalog::Catalog;
use crate::form::{Problem, Supplement, Variant};
use crate::task::{FaultySupplement, FoundSupplements};

/// More files than any office has are not looked at.
const MOST_FILES: usize = 64;

/// Reads every definition in the folder. A faulty one is listed and stops nothing.
pub fn find(catalog: &Catalog, folder: &Path) -> FoundSupplements {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    paths.sort();
    let mut found = FoundSupplements::default();
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
