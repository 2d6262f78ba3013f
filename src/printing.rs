//! What is asked of a printer, and what printing systems say about theirs.

use std::fmt;
use std::num::NonZeroU16;

/// More copies than anyone hands in; a slip of the finger should not empty the tray.
pub const MOST_COPIES: u16 = 99;

/// The printers of this computer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printers {
    /// By the names the system calls them; never empty names.
    pub names: Vec<String>,
    /// The one the system takes where none is named; one of the names.
    pub default: Option<String>,
}

impl Printers {
    /// From what `lpstat -e` and `lpstat -d` print.
    pub fn from_lpstat(destinations: &str, default: &str) -> Self {
        let names: Vec<String> = destinations
            .lines()
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        Self {
            default: after_colon(default).filter(|name| names.contains(name)),
            names,
        }
    }

    /// One name a line, and the default's name alone.
    pub fn from_lists(names: &str, default: &str) -> Self {
        Self::from_lpstat(names, &format!(":{default}"))
    }

    /// The printer to offer first.
    pub fn first_choice(&self) -> Option<&str> {
        self.default
            .as_ref()
            .or(self.names.first())
            .map(String::as_str)
    }
}

/// The name in `system default destination: name`, in whatever language; without a default the
/// sentence has no colon.
fn after_colon(sentence: &str) -> Option<String> {
    let (_, name) = sentence.split_once([':', '：'])?;
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// What is to be printed, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintOrder {
    /// `None` takes the system's default.
    pub printer: Option<String>,
    pub copies: NonZeroU16,
    pub pages: PageSelection,
    pub sides: Sides,
}

/// Which sides of the paper are printed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sides {
    /// As the printer is set up.
    #[default]
    AsSetUp,
    One,
    /// Turned along the long edge, like a book.
    Two,
}

impl Sides {
    pub const ALL: [Self; 3] = [Self::AsSetUp, Self::One, Self::Two];

    pub fn label(self) -> &'static str {
        match self {
            Self::AsSetUp => "按打印机设置",
            Self::One => "单面",
            Self::Two => "双面",
        }
    }
}

/// Pages by their number in the file, the first being 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PageSelection {
    #[default]
    All,
    /// Ascending and apart: from and to, both included.
    Ranges(Vec<(u16, u16)>),
}

/// Why a selection of pages can't be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageSelectionError {
    #[error("请写要打印的页码，例如 1-3,5")]
    Empty,
    #[error("“{0}”不是页码，请写成 1-3,5 的样子")]
    NoNumber(String),
    #[error("“{0}-{1}”的起页比止页大，请写成“{1}-{0}”")]
    Backwards(u16, u16),
    #[error("没有第 {page} 页，全部共 {count} 页")]
    Beyond { page: u16, count: usize },
}

impl PageSelection {
    /// Reads `1-3,5`, as people type it: full-width figures, `，、` and `～至` will do.
    ///
    /// # Errors
    /// If something in it is no page number, or a range runs backwards.
    pub fn parse(text: &str) -> Result<Self, PageSelectionError> {
        let plain: String = text.chars().map(plain).filter(|c| *c != ' ').collect();
        let mut ranges = plain
            .split(',')
            .filter(|range| !range.is_empty())
            .map(range)
            .collect::<Result<Vec<_>, _>>()?;
        if ranges.is_empty() {
            return Err(PageSelectionError::Empty);
        }
        ranges.sort_unstable();
        let mut apart: Vec<(u16, u16)> = Vec::new();
        for (from, to) in ranges {
            match apart.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => apart.push((from, to)),
            }
        }
        Ok(Self::Ranges(apart))
    }

    /// Refuses pages that a file of so many pages does not have.
    ///
    /// # Errors
    /// Names the first such page.
    pub fn within(&self, count: usize) -> Result<(), PageSelectionError> {
        let Self::Ranges(ranges) = self else {
            return Ok(());
        };
        match ranges.iter().find(|(_, to)| usize::from(*to) > count) {
            Some(&(from, to)) => Err(PageSelectionError::Beyond {
                page: if usize::from(from) > count { from } else { to },
                count,
            }),
            None => Ok(()),
        }
    }

    /// Whether the page with this number is among them.
    pub fn contains(&self, page: usize) -> bool {
        match self {
            Self::All => true,
            Self::Ranges(ranges) => ranges
                .iter()
                .any(|&(from, to)| (usize::from(from)..=usize::from(to)).contains(&page)),
        }
    }
}

/// `1-3,5`; nothing for all.
impl fmt::Display for PageSelection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Ranges(ranges) = self else {
            return Ok(());
        };
        for (index, (from, to)) in ranges.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            if from == to {
                write!(f, "{comma}{from}")?;
            } else {
                write!(f, "{comma}{from}-{to}")?;
            }
        }
        Ok(())
    }
}

/// The plain sign for one that an input method gives.
fn plain(character: char) -> char {
    match character {
        '０'..='９' => {
            char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')).unwrap_or('0')
        }
        '，' | '、' | '；' | ';' | '\t' => ',',
        '－' | '–' | '—' | '~' | '～' | '至' | '到' => '-',
        '　' => ' ',
        other => other,
    }
}

fn range(text: &str) -> Result<(u16, u16), PageSelectionError> {
    let number = |part: &str| match part.parse::<u16>() {
        Ok(page) if page > 0 => Ok(page),
        _ => Err(PageSelectionError::NoNumber(text.to_owned())),
    };
    let (from, to) = match text.split_once('-') {
        Some((from, to)) => (number(from)?, number(to)?),
        None => (number(text)?, number(text)?),
    };
    if from > to {
        return Err(PageSelectionError::Backwards(from, to));
    }
    Ok((from, to))
}

/// Why a printer did not take what it was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    #[error("本机没有打印系统")]
    NoSystem,
    #[error("本机没有安装打印机")]
    NoPrinter,
    #[error("打印系统没有回应")]
    NoAnswer,
    /// With what the system said, as it said it.
    #[error("打印机没有接受（{0}）")]
    Refused(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_as_people_type_them() {
        for (typed, meant) in [
            ("1", "1"),
            ("1-3,5", "1-3,5"),
            (" 5 , 1-3 ", "1-3,5"),
            ("１－３，５", "1-3,5"),
            ("1至2、4", "1-2,4"),
            ("2,2,1", "1-2"),
            ("1-3,2-5,", "1-5"),
            ("3-3", "3"),
        ] {
            let read = PageSelection::parse(typed).map(|pages| pages.to_string());
            assert_eq!(read.as_deref(), Ok(meant), "{typed}");
        }
    }

    #[test]
    fn what_is_no_page_is_said() {
        use PageSelectionError::{Backwards, Empty, NoNumber};
        for (typed, error) in [
            ("", Empty),
            (" ， ", Empty),
            ("0", NoNumber("0".to_owned())),
            ("1,甲", NoNumber("甲".to_owned())),
            ("-3", NoNumber("-3".to_owned())),
            ("1-2-3", NoNumber("1-2-3".to_owned())),
            ("70000", NoNumber("70000".to_owned())),
            ("5-3", Backwards(5, 3)),
        ] {
            assert_eq!(PageSelection::parse(typed), Err(error), "{typed}");
        }
    }

    #[test]
    fn pages_beyond_the_last_are_named() {
        let pages = PageSelection::parse("1-2,4-6").unwrap();
        assert_eq!(pages.within(6), Ok(()));
        let beyond = |page, count| Err(PageSelectionError::Beyond { page, count });
        assert_eq!(pages.within(4), beyond(6, 4));
        assert_eq!(pages.within(3), beyond(4, 3));
        assert_eq!(PageSelection::All.within(0), Ok(()));
        assert!(pages.contains(5) && !pages.contains(3));
    }

    #[test]
    fn printers_are_read_from_lpstat() {
        let printers =
            Printers::from_lpstat("办公室_HP\nPDF\n\n", "system default destination: PDF\n");
        assert_eq!(printers.names, ["办公室_HP", "PDF"]);
        assert_eq!(printers.first_choice(), Some("PDF"));
        let none = Printers::from_lpstat("甲\n乙\n", "no system default destination\n");
        assert_eq!(
            (none.default.as_deref(), none.first_choice()),
            (None, Some("甲"))
        );
        // A default that is gone is none.
        let gone = Printers::from_lpstat("甲\n", "系统默认目标：丙\n");
        assert_eq!(gone.first_choice(), Some("甲"));
        assert_eq!(Printers::from_lpstat("", "").first_choice(), None);
        let windows = Printers::from_lists("HP 1020\r\nMicrosoft Print to PDF\r\n", "HP 1020\r\n");
        assert_eq!(windows.first_choice(), Some("HP 1020"));
    }
}
