//! A part's text with its paragraphs as somebody else has changed them.
//!
//! Paragraphs that say what they said keep all they are made of, blank lines and indents around
//! them too; one that was changed keeps the figures outside the change.

use std::ops::Range;

use crate::export::paragraph_ranges;
use crate::export::xlsx::pieces;
use crate::narrative::{Figures, Shown, ShownField, Text, common_end, common_ends, common_start};

use super::alignment::{SAME, aligned};
use super::squeezed;

/// What a cell of the text sheet was written from: a paragraph, or a piece of a long one.
struct Paragraph {
    /// In bytes of the whole text.
    range: Range<usize>,
    shown: Shown,
    squeezed: String,
    /// The figures as they are printed now; empty where they are as they were.
    prints: Vec<String>,
}

/// The texts of a part's cells.
pub(super) fn cells(text: &str) -> impl Iterator<Item = Range<usize>> {
    paragraph_ranges(text).flat_map(move |range| {
        let mut end = range.start;
        let paragraph = text.get(range).unwrap_or_default();
        pieces(paragraph).map(move |piece| {
            end += piece.len();
            end - piece.len()..end
        })
    })
}

/// The text with its paragraphs changed into `lines`; `None` if they say what it says.
///
/// A figure that says in the lines what it says `now` was changed with its table, and stays.
pub(super) fn retyped(before: &Shown, now: &Figures<'_>, lines: &[String]) -> Option<Text> {
    let new: Vec<String> = lines.iter().map(|line| squeezed(line)).collect();
    let old = written(before, now, &new);
    let likeness = |old_at: usize, new_at: usize| match (
        old.get(old_at),
        lines.get(new_at),
        new.get(new_at),
    ) {
        (Some(old), Some(line), Some(squeezed)) => old.likeness(line, squeezed),
        _ => 0,
    };
    let origins = aligned(old.len(), lines.len(), likeness);
    let is_same = |at: usize| origins.get(at) == Some(&Some(at)) && likeness(at, at) == SAME;
    if old.len() == lines.len() && (0..lines.len()).all(is_same) {
        return None;
    }
    let mut text = Text::default();
    let mut add = |part: Text| {
        part.pieces()
            .iter()
            .for_each(|piece| text.push(piece.clone()))
    };
    let mut last = None;
    for (at, (line, origin)) in lines.iter().zip(&origins).enumerate() {
        let Some(origin) = *origin else {
            add(separator(at, "").into());
            add(line.as_str().into());
            last = None;
            continue;
        };
        let Some(paragraph) = old.get(origin) else {
            continue;
        };
        let above = match origin.checked_sub(1) {
            None => (at == 0).then_some(0),
            Some(above) if last == Some(above) => old.get(above).map(|above| above.range.end),
            Some(_) => None,
        };
        add(match above {
            Some(above) => before.part(above..paragraph.range.start),
            None => separator(at, indent(&before.text, paragraph.range.start)).into(),
        });
        add(if likeness(origin, at) == SAME {
            before.part(paragraph.range.clone())
        } else {
            paragraph.as_in(line).retyped(line)
        });
        last = Some(origin);
    }
    if let (Some(last), Some(paragraph)) = (last, old.last())
        && last + 1 == old.len()
    {
        add(before.part(paragraph.range.end..before.text.len()));
    }
    Some(text)
}

/// What the lines were written from: the pieces of long paragraphs, or the paragraphs themselves,
/// as workbooks hold them that were exported before long ones were parted.
fn written(before: &Shown, now: &Figures<'_>, lines: &[String]) -> Vec<Paragraph> {
    let pieces: Vec<Paragraph> = cells(&before.text)
        .map(|range| Paragraph::of(before, range, now))
        .collect();
    let whole: Vec<Range<usize>> = paragraph_ranges(&before.text).collect();
    if whole.len() == pieces.len() {
        return pieces;
    }
    let whole = whole.into_iter();
    let whole: Vec<Paragraph> = whole
        .map(|range| Paragraph::of(before, range, now))
        .collect();
    let found = |paragraphs: &[Paragraph]| {
        let kept = |own: &&Paragraph| lines.contains(&own.squeezed);
        let kept = paragraphs.iter().filter(kept);
        kept.map(|own| own.squeezed.len()).sum::<usize>()
    };
    if found(&whole) > found(&pieces) {
        whole
    } else {
        pieces
    }
}

/// What stands before a paragraph that has another one above it than before.
fn separator(at: usize, indent: &str) -> String {
    let end = if at == 0 { "" } else { "\n" };
    format!("{end}{indent}")
}

/// The blanks a line begins with, up to a byte.
fn indent(text: &str, end: usize) -> &str {
    let before = text.get(..end).unwrap_or_default();
    let blanks = before.rsplit(|c: char| !c.is_whitespace() || c.is_control());
    let blanks = blanks.into_iter().next().unwrap_or_default();
    blanks.trim_start_matches(['\u{2028}', '\u{2029}'])
}

impl Paragraph {
    fn of(text: &Shown, range: Range<usize>, now: &Figures<'_>) -> Self {
        let shown = text.within(&range);
        let mut prints: Vec<String> = shown
            .fields
            .iter()
            .map(|field| field.field.shown(now))
            .collect();
        let as_before = |(print, field): (&String, &ShownField)| {
            shown.text.get(field.range.clone()) == Some(print.as_str())
        };
        if prints.iter().zip(&shown.fields).all(as_before) {
            prints.clear();
        }
        Self {
            squeezed: squeezed(&shown.text),
            range,
            shown,
            prints,
        }
    }

    /// How much of a line is this paragraph's, of [`SAME`].
    fn likeness(&self, line: &str, line_squeezed: &str) -> u32 {
        if self.squeezed == line_squeezed {
            return SAME;
        }
        let squeezed_now;
        let own = if self.prints.is_empty() {
            &self.squeezed
        } else {
            squeezed_now = squeezed(&self.as_in(line).text);
            &squeezed_now
        };
        if own == line_squeezed {
            return SAME;
        }
        let (start, end) = common_ends(own, line_squeezed);
        let longer = own.len().max(line_squeezed.len()).max(1);
        let likeness = (start + end).saturating_mul(SAME as usize) / longer;
        u32::try_from(likeness).unwrap_or(SAME).min(SAME - 1)
    }

    /// The paragraph with those of its figures as they are now that are so in a line.
    fn as_in(&self, line: &str) -> Shown {
        let mut are_now = vec![false; self.prints.len()];
        let mut shown = self.shown.clone();
        let differs = |at: &usize| {
            let was = self.shown.fields.get(*at);
            let was = was.and_then(|field| self.shown.text.get(field.range.clone()));
            was != self.prints.get(*at).map(String::as_str)
        };
        let differing: Vec<usize> = (0..self.prints.len()).filter(differs).collect();
        // From the beginning as far as the line agrees, then from the end.
        let directions = [
            (differing.clone(), common_start as fn(&str, &str) -> usize),
            (differing.into_iter().rev().collect(), common_end),
        ];
        for (fields, agreement) in directions {
            for at in fields {
                let mut tried = are_now.clone();
                if let Some(is_now) = tried.get_mut(at).filter(|is_now| !**is_now) {
                    *is_now = true;
                    let with = self.printed(&tried);
                    if agreement(&with.text, line) > agreement(&shown.text, line) {
                        (are_now, shown) = (tried, with);
                    }
                }
            }
        }
        shown
    }

    /// The paragraph with some of its figures as they are now.
    fn printed(&self, are_now: &[bool]) -> Shown {
        let mut printed = Shown::default();
        let words = |range: Range<usize>| self.shown.text.get(range).unwrap_or_default();
        let mut from = 0;
        for (at, field) in self.shown.fields.iter().enumerate() {
            printed.text.push_str(words(from..field.range.start));
            let start = printed.text.len();
            let now = self
                .prints
                .get(at)
                .filter(|_| are_now.get(at) == Some(&true));
            printed
                .text
                .push_str(now.map_or_else(|| words(field.range.clone()), String::as_str));
            printed.fields.push(ShownField {
                range: start..printed.text.len(),
                field: field.field.clone(),
            });
            from = field.range.end;
        }
        printed.text.push_str(words(from..self.shown.text.len()));
        printed
    }
}
