//! Texts while they are gathered from a file, with signs around what stands beside them: raised
//! and lowered characters, struck-out ones, links to notes.
//!
//! Digits of a footnote look like digits of a figure once they are in one text. Readers put each
//! such run between two characters that no text can hold (Unicode sets noncharacters apart for
//! this); where a text becomes a cell or a line they are taken apart again.

/// What makes characters a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// Raised above the line.
    Superscript,
    /// Lowered below it.
    Subscript,
    /// Struck out.
    StruckOut,
    /// A link to a note.
    Reference,
    /// The formula a cell holds instead of its text, which was computed when it was read. It has
    /// no place within the text, and no file brings it as characters beside others.
    Computed,
}

/// Characters that stand beside a text, and where, in bytes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub kind: MarkKind,
    /// As written; never empty.
    pub text: String,
    /// On a boundary of characters.
    pub at: usize,
}

const END: char = '\u{fdd4}';

impl MarkKind {
    const ALL: [Self; 5] = [
        Self::Superscript,
        Self::Subscript,
        Self::StruckOut,
        Self::Reference,
        Self::Computed,
    ];

    /// What it is, for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Superscript => "上标",
            Self::Subscript => "下标",
            Self::StruckOut => "划去的字",
            Self::Reference => "注释的链接",
            Self::Computed => "没有存下结果的公式",
        }
    }

    fn begin(self) -> char {
        match self {
            Self::Superscript => '\u{fdd0}',
            Self::Subscript => '\u{fdd1}',
            Self::StruckOut => '\u{fdd2}',
            Self::Reference => '\u{fdd3}',
            Self::Computed => '\u{fdd5}',
        }
    }

    /// A run of a text with its signs; a blank run needs none.
    pub fn around(self, run: &str) -> String {
        if run.trim().is_empty() {
            return run.to_owned();
        }
        let run = without_signs(run);
        format!("{}{run}{END}", self.begin())
    }
}

fn is_sign(character: char) -> bool {
    ('\u{fdd0}'..='\u{fdef}').contains(&character)
}

/// A text without signs: no file may bring its own.
fn without_signs(text: &str) -> String {
    text.chars().filter(|c| !is_sign(*c)).collect()
}

/// A cell's text, and what stands beside it. Where all of a text is raised or a link, that is the
/// text; where all of it is struck out, nothing is left but the mark.
pub fn parted(gathered: &str) -> (String, Vec<Mark>) {
    if !gathered.contains(is_sign) {
        return (gathered.to_owned(), Vec::new());
    }
    let mut text = String::with_capacity(gathered.len());
    let mut marks: Vec<Mark> = Vec::new();
    let mut open: Option<MarkKind> = None;
    for character in gathered.chars() {
        if is_sign(character) {
            let mut kinds = MarkKind::ALL.into_iter();
            open = kinds.find(|kind| kind.begin() == character);
            continue;
        }
        let Some(kind) = open else {
            text.push(character);
            continue;
        };
        let at = text.len();
        match marks
            .last_mut()
            .filter(|last| last.kind == kind && last.at == at)
        {
            Some(last) => last.text.push(character),
            None => marks.push(Mark {
                kind,
                text: character.to_string(),
                at,
            }),
        }
    }
    let is_struck = |mark: &Mark| mark.kind == MarkKind::StruckOut;
    if text.trim().is_empty() && !marks.iter().all(is_struck) {
        let (struck, raised): (Vec<Mark>, Vec<Mark>) = marks.into_iter().partition(is_struck);
        let text: String = raised.into_iter().map(|mark| mark.text).collect();
        return (text.trim().to_owned(), struck);
    }
    let trimmed = text.trim();
    let first = text.len() - text.trim_start().len();
    for mark in &mut marks {
        mark.at = mark.at.saturating_sub(first).min(trimmed.len());
        mark.text = mark.text.trim().to_owned();
    }
    marks.retain(|mark| !mark.text.is_empty());
    (trimmed.to_owned(), marks)
}

/// A text with its marks as they were gathered.
pub fn gathered(text: &str, marks: &[Mark]) -> String {
    with_marks(text, marks, |mark| mark.kind.around(&mark.text))
}

/// A line of running text: raised and lowered digits as characters of their own, so that they
/// join no number; struck-out text left out.
pub fn line(gathered: &str) -> String {
    if !gathered.contains(is_sign) {
        return gathered.to_owned();
    }
    let (text, marks) = parted(gathered);
    with_marks(&text, &marks, |mark| mark.beside_text().unwrap_or_default())
}

/// A text with its marks as a person is shown them.
pub fn shown(text: &str, marks: &[Mark]) -> String {
    with_marks(text, marks, |mark| match mark.kind {
        MarkKind::StruckOut => format!("~~{}~~", mark.text),
        MarkKind::Superscript | MarkKind::Subscript | MarkKind::Reference | MarkKind::Computed => {
            mark.beside_text().unwrap_or_default()
        }
    })
}

impl Mark {
    /// What can stand in running text without joining a number; `None` for what is no part of
    /// it.
    fn beside_text(&self) -> Option<String> {
        match self.kind {
            MarkKind::Superscript => Some(raised(&self.text, '⁰', ['⁰', '¹', '²', '³'])),
            MarkKind::Subscript => Some(raised(&self.text, '₀', ['₀', '₁', '₂', '₃'])),
            MarkKind::Reference => {
                let brackets = ['[', ']', '［', '］'];
                Some(format!("[{}]", self.text.trim_matches(brackets)))
            }
            MarkKind::StruckOut | MarkKind::Computed => None,
        }
    }
}

/// A text with something in the place of each mark.
pub fn with_marks(text: &str, marks: &[Mark], written: impl Fn(&Mark) -> String) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut from = 0;
    for mark in marks {
        let at = mark.at.max(from);
        whole.push_str(text.get(from..at).unwrap_or_default());
        whole.push_str(&written(mark));
        from = at;
    }
    whole.push_str(text.get(from..).unwrap_or_default());
    whole
}

/// Digits as the raised or lowered characters that Unicode has; other texts as they are.
fn raised(text: &str, zero: char, first: [char; 4]) -> String {
    let digit = |c: char| {
        let digit = c.to_digit(10)?;
        let early = usize::try_from(digit)
            .ok()
            .and_then(|place| first.get(place));
        early
            .copied()
            .or_else(|| char::from_u32(u32::from(zero) + digit))
    };
    text.chars().map(|c| digit(c).unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(pieces: &[(&str, Option<MarkKind>)]) -> String {
        let pieces = pieces.iter();
        pieces
            .map(|(text, kind)| kind.map_or_else(|| (*text).to_owned(), |kind| kind.around(text)))
            .collect()
    }

    #[test]
    fn a_footnote_is_no_digit_of_its_figure() {
        let text = gathered(&[("26196", None), ("1", Some(MarkKind::Superscript))]);
        let (figure, marks) = parted(&text);
        assert_eq!(figure, "26196");
        assert_eq!((marks.len(), marks[0].at), (1, 5));
        assert_eq!(line(&text), "26196¹");
        assert_eq!(shown(&figure, &marks), "26196¹");
    }

    #[test]
    fn struck_out_text_is_left_out_of_lines() {
        let text = gathered(&[
            ("共", None),
            ("99", Some(MarkKind::StruckOut)),
            ("26件", None),
        ]);
        assert_eq!(line(&text), "共26件");
        let (text, marks) = parted(&text);
        assert_eq!(shown(&text, &marks), "共~~99~~26件");
    }

    #[test]
    fn a_text_that_is_raised_as_a_whole_is_the_text() {
        let text = gathered(&[
            ("4", Some(MarkKind::Superscript)),
            ("6", Some(MarkKind::Superscript)),
        ]);
        assert_eq!(parted(&text), ("46".to_owned(), Vec::new()));
        let gone = gathered(&[("46", Some(MarkKind::StruckOut))]);
        let (text, marks) = parted(&gone);
        assert_eq!((text.as_str(), marks.len()), ("", 1));
        assert_eq!(line(&gone), "");
    }

    #[test]
    fn no_file_brings_signs_of_its_own() {
        let own = format!("{}1{END}", MarkKind::Superscript.begin());
        assert_eq!(
            MarkKind::StruckOut.around(&own),
            MarkKind::StruckOut.around("1")
        );
    }
}
