use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use nianbao::files::Folders;
use nianbao::form::catalog::Catalog;
use nianbao::task::Environment;

fn main() -> ExitCode {
    let Ok(catalog) = Catalog::built_in() else {
        return ExitCode::FAILURE;
    };
    let environment = Environment {
        catalog: Arc::new(catalog),
        folders: Folders::of_this_person(),
    };
    match nianbao::ui::run(environment, std::env::args_os().nth(1).map(PathBuf::from)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}
