//! `nianbao forms [FILE…]`

use std::path::PathBuf;

use super::Status;
use crate::form::catalog::Catalog;
use crate::supplements;

/// Lists the editions, or checks definitions of added rows.
pub(super) fn run(catalog: &Catalog, files: &[PathBuf]) -> Status {
    if files.is_empty() {
        for form in catalog.forms() {
            let to = form.years.to.map_or("起".to_owned(), |to| format!("–{to}"));
            say!(
                "{:<5} {}  {}{to}  {} 个数  规则 {} 条（{}）  {}",
                form.edition(),
                form.name,
                form.years.from,
                form.cells.len(),
                form.rules.len(),
                form.version,
                form.basis
            );
        }
        return Status::Fine;
    }
    let mut worst = Status::Fine;
    for file in files {
        match supplements::read(catalog, file) {
            Ok(supplement) => say!(
                "{}：{}，用于版式 {}，没有问题",
                file.display(),
                supplement.name,
                supplement.edition
            ),
            Err(problems) => {
                for problem in problems {
                    eprintln!("{}：{problem}", file.display());
                }
                worst = Status::Unreadable;
            }
        }
    }
    worst
}
