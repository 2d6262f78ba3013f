//! Printing through CUPS, on Linux and macOS.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use super::process;
use crate::files;
use crate::printing::{PrintError, PrintOrder, Printers, Sides};

pub fn find() -> Result<Printers, PrintError> {
    let destinations = match process::run(program("lpstat").arg("-e")) {
        Ok(destinations) => destinations,
        // It fails where nothing was ever set up, with words that differ from version to version.
        Err(PrintError::Refused(_)) => String::new(),
        Err(error) => return Err(error),
    };
    let default = process::run(program("lpstat").arg("-d")).unwrap_or_default();
    let printers = Printers::from_lpstat(&destinations, &default);
    if printers.names.is_empty() {
        Err(PrintError::NoPrinter)
    } else {
        Ok(printers)
    }
}

pub fn send(order: &PrintOrder, path: &Path) -> Result<(), PrintError> {
    process::run(program("lp").args(arguments(order, path))).map(|_| ())
}

/// A program that speaks UTF-8 in no particular language.
fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    command.env("LC_ALL", "C.UTF-8");
    command
}

/// The words after `lp`. Each is one argument: no shell reads them.
fn arguments(order: &PrintOrder, path: &Path) -> Vec<OsString> {
    let mut words: Vec<OsString> = Vec::new();
    if let Some(printer) = &order.printer {
        words.extend(["-d".into(), printer.into()]);
    }
    words.extend(["-n".into(), order.copies.to_string().into()]);
    let sides = match order.sides {
        Sides::AsSetUp => None,
        Sides::One => Some("sides=one-sided"),
        Sides::Two => Some("sides=two-sided-long-edge"),
    };
    if let Some(sides) = sides {
        words.extend(["-o".into(), sides.into()]);
    }
    words.extend(["-t".into(), files::name(path).into()]);
    words.extend(["--".into(), path.into()]);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printing::PageSelection;
    use std::num::NonZeroU16;

    #[test]
    fn an_order_becomes_the_words_of_lp() {
        let order = PrintOrder {
            printer: Some("办公室 HP".to_owned()),
            copies: NonZeroU16::new(2).unwrap(),
            pages: PageSelection::parse("1-3,5").unwrap(),
            sides: Sides::Two,
        };
        let words = arguments(&order, Path::new("/tmp/-x/甲.pdf"));
        let expected = [
            "-d",
            "办公室 HP",
            "-n",
            "2",
            "-o",
            "sides=two-sided-long-edge",
            "-t",
            "甲.pdf",
            "--",
            "/tmp/-x/甲.pdf",
        ];
        assert_eq!(words, expected);
        let plain = PrintOrder {
            printer: None,
            copies: NonZeroU16::MIN,
            pages: PageSelection::All,
            sides: Sides::AsSetUp,
        };
        let words = arguments(&plain, Path::new("甲.pdf"));
        assert_eq!(words, ["-n", "1", "-t", "甲.pdf", "--", "甲.pdf"]);
    }
}
