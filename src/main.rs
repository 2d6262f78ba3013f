//! The program: a window without a subcommand, the command line with one.

#![cfg_attr(windows, windows_subsystem = "windows")]

use std::path::PathBuf;
use std::process::ExitCode;
#[cfg(feature = "gui")]
use std::sync::Arc;

use nianbao::cli::{self, Arguments, Parsed, Status};
#[cfg(feature = "gui")]
use nianbao::files::Folders;
use nianbao::form::catalog::Catalog;
#[cfg(feature = "gui")]
use nianbao::task::Environment;

fn main() -> ExitCode {
    attach_console();
    let arguments = match Arguments::read(std::env::args_os()) {
        Parsed::Asked(arguments) => arguments,
        Parsed::Help(text) => {
            print!("{text}");
            return ExitCode::SUCCESS;
        }
        Parsed::Wrong(sentence) => {
            eprintln!("{sentence}");
            return Status::WrongUsage.into();
        }
    };
    let catalog = match Catalog::built_in() {
        Ok(catalog) => catalog,
        Err(problems) => {
            for problem in problems {
                eprintln!("{problem}");
            }
            return Status::Unreadable.into();
        }
    };
    match arguments.subcommand {
        Some(subcommand) => cli::run(&catalog, subcommand).into(),
        None => window(catalog, arguments.file),
    }
}

/// Prints into the console the program was called from, if it was called from one.
#[cfg(windows)]
fn attach_console() {
    const PARENT: u32 = u32::MAX;
    // Started by a double click there is none, and nobody to read.
    let _ = win32console::console::WinConsole::attach_console(PARENT);
}

#[cfg(not(windows))]
fn attach_console() {}

#[cfg(feature = "gui")]
fn window(catalog: Catalog, file: Option<PathBuf>) -> ExitCode {
    let environment = Environment {
        catalog: Arc::new(catalog),
        folders: Folders::of_this_person(),
    };
    match nianbao::ui::run(environment, file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(feature = "gui"))]
fn window(_catalog: Catalog, _file: Option<PathBuf>) -> ExitCode {
    eprintln!("这个程序没有带窗口。请用 nianbao demo 文件夹 看示例，或用 nianbao --help 查看命令");
    Status::WrongUsage.into()
}
