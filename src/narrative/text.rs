//! Words with fields among them, and what becomes of the fields when a person types.

use std::ops::Range;

use super::{Field, Figures};

/// The text of a part: each natural paragraph a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// No empty words, and no two words side by side.
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Words(String),
    Field(Field),
}

/// A text with its figures in place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub text: String,
    /// In the order of the text.
    pub fields: Vec<ShownField>,
}

/// Where a field's figure stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownField {
    /// In bytes of the shown text.
    pub range: Range<usize>,
    pub field: Field,
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        [Piece::Words(words.to_owned())].into_iter().collect()
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        [Piece::Words(words)].into_iter().collect()
    }
}

impl FromIterator<Piece> for Text {
    fn from_iter<I: IntoIterator<Item = Piece>>(pieces: I) -> Self {
        let mut text = Self::default();
        for piece in pieces {
            text.push(piece);
        }
        text
    }
}

impl Text {
    pub const EMPTY: Self = Self { pieces: Vec::new() };

    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Field(field) => Some(field),
            Piece::Words(_) => None,
        })
    }

    /// Whether nothing but blanks stands there.
    pub fn is_blank(&self) -> bool {
        self.pieces.iter().all(|piece| match piece {
            Piece::Words(words) => words.trim().is_empty(),
            Piece::Field(_) => false,
        })
    }

    pub fn push(&mut self, piece: Piece) {
        match (self.pieces.last_mut(), piece) {
            (_, Piece::Words(words)) if words.is_empty() => {}
            (Some(Piece::Words(before)), Piece::Words(words)) => before.push_str(&words),
            (_, piece) => self.pieces.push(piece),
        }
    }

    /// The text with its figures in place.
    pub fn shown(&self, figures: &Figures<'_>) -> Shown {
        let mut shown = Shown::default();
        for piece in &self.pieces {
            match piece {
                Piece::Words(words) => shown.text.push_str(words),
                Piece::Field(field) => {
                    let start = shown.text.len();
                    shown.text.push_str(&field.shown(figures));
                    shown.fields.push(ShownField {
                        range: start..shown.text.len(),
                        field: field.clone(),
                    });
                }
            }
        }
        shown
    }
}

impl Shown {
    /// The text after a person changed what is shown into `typed`: fields that were left alone
    /// stay, one that was typed into becomes words.
    pub fn retyped(&self, typed: &str) -> Text {
        let (kept, end) = common_ends(&self.text, typed);
        let replaced = kept..self.text.len() - end;
        let inserted = typed.get(kept..typed.len() - end).unwrap_or_default();
        self.replaced(replaced, [Piece::Words(inserted.to_owned())])
    }

    /// The text with other pieces in the place of a range of bytes. A field that the range
    /// covers is gone, one that it cuts becomes words, one that it touches stays.
    pub fn replaced(&self, range: Range<usize>, pieces: impl IntoIterator<Item = Piece>) -> Text {
        let before = self.pieces_in(0..range.start);
        let after = self.pieces_in(range.end..self.text.len());
        before.into_iter().chain(pieces).chain(after).collect()
    }

    /// What stands in a range, fields that it cuts as words.
    fn pieces_in(&self, range: Range<usize>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut from = range.start;
        let words = |range: Range<usize>| {
            let words = self.text.get(range).unwrap_or_default();
            Piece::Words(words.to_owned())
        };
        for shown in &self.fields {
            if from <= shown.range.start && shown.range.end <= range.end {
                pieces.push(words(from..shown.range.start));
                pieces.push(Piece::Field(shown.field.clone()));
                from = shown.range.end;
            }
        }
        pieces.push(words(from..range.end));
        pieces
    }
}

/// How many bytes two texts have in common at their beginnings, and behind that at their ends.
fn common_ends(one: &str, other: &str) -> (usize, usize) {
    let same = |(a, b): &(char, char)| a == b;
    let bytes = |(character, _): (char, char)| character.len_utf8();
    let start: usize = one
        .chars()
        .zip(other.chars())
        .take_while(same)
        .map(bytes)
        .sum();
    let one = one.get(start..).unwrap_or_default();
    let other = other.get(start..).unwrap_or_default();
    let ends = one.chars().rev().zip(other.chars().rev());
    (start, ends.take_while(same).map(bytes).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `新收2180件，结转126件。` with both numbers bound.
    fn shown() -> Shown {
        let field = |key: &str, range| ShownField {
            range,
            field: Field::sum([key], ""),
        };
        Shown {
            text: "新收2180件，结转126件。".to_owned(),
            fields: vec![field("a", 6..10), field("b", 22..25)],
        }
    }

    fn keys(text: &Text) -> Vec<&str> {
        text.fields()
            .flat_map(|field| field.calculation.keys())
            .collect()
    }

    #[test]
    fn typing_beside_a_field_leaves_it_bound() {
        for typed in [
            "全年新收2180件，结转126件。",
            "新收了2180件，结转126件。",
            "新收2180件，结转126件。\n其中",
            "新收2180余件，上年结转126件。",
        ] {
            assert_eq!(keys(&shown().retyped(typed)).len(), 2, "{typed}");
        }
    }

    #[test]
    fn typing_into_a_field_makes_words_of_it() {
        assert_eq!(keys(&shown().retyped("新收2181件，结转126件。")), ["b"]);
        assert_eq!(keys(&shown().retyped("新收218件，结转126件。")), ["b"]);
        assert_eq!(keys(&shown().retyped("新收件，结转126件。")), ["b"]);
        assert_eq!(keys(&shown().retyped("新收2180件，结转。")), ["a"]);
        assert!(keys(&shown().retyped("")).is_empty());
    }

    #[test]
    fn a_field_takes_the_place_of_what_is_chosen() {
        let field = Piece::Field(Field::sum(["c"], "件"));
        let text = shown().replaced(0..6, [field]);
        assert_eq!(keys(&text), ["c", "a", "b"]);
        assert_eq!(text.pieces().len(), 5);
    }
}
