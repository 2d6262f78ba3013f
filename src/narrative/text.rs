//! Words with fields among them, and what becomes of the fields when a person types.

use std::ops::Range;
use std::sync::Arc;

use super::field::MISSING;
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
    /// Shared, since texts are copied with every change.
    Field(Arc<Field>),
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
    pub field: Arc<Field>,
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
            Piece::Field(field) => Some(field.as_ref()),
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
    /// Whether a field shows something of a range.
    pub fn is_in_field(&self, range: &Range<usize>) -> bool {
        let mut fields = self.fields.iter();
        fields.any(|field| field.range.start < range.end && range.start < field.range.end)
    }

    /// The text after a person changed what is shown into `typed`: fields that were left alone
    /// stay, one that was typed into, or whose number was lengthened, becomes words.
    pub fn retyped(&self, typed: &str) -> Text {
        self.changed_to(typed).into_text()
    }

    /// The same with the fields' places in what was typed, before their figures are put in anew.
    ///
    /// A character typed beside the same one may stand before or behind it: of the two readings
    /// the one that keeps more fields is meant.
    pub fn changed_to(&self, typed: &str) -> Self {
        if self.text == typed {
            return self.clone();
        }
        let (start, end) = common_ends(&self.text, typed);
        let late = self.kept_beside(typed, start, end);
        let most = self.text.len().min(typed.len()) - common_end(&self.text, typed);
        let early = self.kept_beside(typed, start.min(most), common_end(&self.text, typed));
        let fields = if early.len() > late.len() {
            early
        } else {
            late
        };
        Self {
            text: typed.to_owned(),
            fields,
        }
    }

    /// The fields left when all but the first `start` and the last `end` bytes were changed.
    fn kept_beside(&self, typed: &str, start: usize, end: usize) -> Vec<ShownField> {
        let (old_end, new_end) = (self.text.len() - end, typed.len() - end);
        let fields = self.fields.iter().filter_map(|shown| {
            let range = shown.range.clone();
            let moved = if range.end <= start {
                range
            } else if old_end <= range.start {
                range.start - old_end + new_end..range.end - old_end + new_end
            } else {
                return None;
            };
            let beside_change = moved.end == start || moved.start == new_end;
            if beside_change && is_lengthened(typed, &moved) {
                return None;
            }
            Some(ShownField {
                range: moved,
                field: shown.field.clone(),
            })
        });
        fields.collect()
    }

    /// The fields that have no number now.
    pub fn missing(&self) -> impl Iterator<Item = &ShownField> {
        let is_missing = |shown: &&ShownField| {
            let words = self.text.get(shown.range.clone());
            words.is_some_and(|words| words.starts_with(MISSING))
        };
        self.fields.iter().filter(is_missing)
    }

    /// The text with one of its fields as the words it shows.
    pub fn unbound(&self, range: &Range<usize>) -> Text {
        let left = self.fields.iter().filter(|shown| shown.range != *range);
        let without = Self {
            text: self.text.clone(),
            fields: left.cloned().collect(),
        };
        without.into_text()
    }

    /// The text with fields in the place of ranges of bytes. A range that overlaps one before it,
    /// or is none of this text, is passed over.
    pub fn bound(&self, figures: impl IntoIterator<Item = (Range<usize>, Field)>) -> Text {
        let mut figures: Vec<_> = figures.into_iter().collect();
        figures.sort_by_key(|(range, _)| (range.start, range.end));
        let mut pieces = Vec::new();
        let mut from = 0;
        for (range, field) in figures {
            if range.start < from || self.text.get(range.clone()).is_none() {
                continue;
            }
            pieces.extend(self.pieces_in(from..range.start));
            pieces.push(Piece::Field(field.into()));
            from = range.end;
        }
        pieces.extend(self.pieces_in(from..self.text.len()));
        pieces.into_iter().collect()
    }

    /// What stands in a range of bytes; fields that it cuts are words.
    pub fn part(&self, range: Range<usize>) -> Text {
        self.pieces_in(range).into_iter().collect()
    }

    /// What is shown in a range of bytes; fields that it cuts are words.
    pub fn within(&self, range: &Range<usize>) -> Self {
        let fields = self
            .fields
            .iter()
            .filter(|shown| range.start <= shown.range.start && shown.range.end <= range.end);
        let fields = fields.map(|shown| ShownField {
            range: shown.range.start - range.start..shown.range.end - range.start,
            field: shown.field.clone(),
        });
        Self {
            text: self.text.get(range.clone()).unwrap_or_default().to_owned(),
            fields: fields.collect(),
        }
    }

    fn into_text(self) -> Text {
        self.pieces_in(0..self.text.len()).into_iter().collect()
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

/// Whether what stands beside a number makes another number of it: more digits, a point, 万.
fn is_lengthened(text: &str, number: &Range<usize>) -> bool {
    let (Some(before), Some(shown), Some(after)) = (
        text.get(..number.start),
        text.get(number.clone()),
        text.get(number.end..),
    ) else {
        return false;
    };
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let belongs = |c: char| is_digit(c) || matches!(c, '.' | '．' | ',');
    let raises = |c: char| belongs(c) || matches!(c, '万' | '亿' | '%' | '％');
    shown.starts_with(is_digit) && before.ends_with(belongs)
        || shown.ends_with(is_digit) && after.starts_with(raises)
}

/// How many bytes two texts have in common at their beginnings, and behind that at their ends.
pub(crate) fn common_ends(one: &str, other: &str) -> (usize, usize) {
    let start = common_start(one, other);
    let one = one.get(start..).unwrap_or_default();
    let other = other.get(start..).unwrap_or_default();
    (start, common_end(one, other))
}

/// How many bytes two texts have in common at their beginnings.
pub(crate) fn common_start(one: &str, other: &str) -> usize {
    let pairs = one.chars().zip(other.chars());
    let same = pairs.take_while(|(a, b)| a == b);
    same.map(|(a, _)| a.len_utf8()).sum()
}

/// How many bytes two texts have in common at their ends.
pub(crate) fn common_end(one: &str, other: &str) -> usize {
    let pairs = one.chars().rev().zip(other.chars().rev());
    let same = pairs.take_while(|(a, b)| a == b);
    same.map(|(a, _)| a.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `新收2180件，结转126件。` with both numbers bound.
    fn shown() -> Shown {
        let field = |key: &str, range| ShownField {
            range,
            field: Field::sum([key], "").into(),
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
    fn a_lengthened_number_becomes_words() {
        for typed in [
            "新收12180件，结转126件。",
            "新收21800件，结转126件。",
            "新收2180.件，结转126件。",
            "新收2180万件，结转126件。",
            "新收0.2180件，结转126件。",
        ] {
            assert_eq!(keys(&shown().retyped(typed)), ["b"], "{typed}");
        }
        // Two numbers pushed together are one that neither of them is.
        assert!(keys(&shown().retyped("新收2180126件。")).is_empty());
    }

    #[test]
    fn the_same_digit_typed_before_a_number_leaves_the_next_one_bound() {
        // `21` in words, then the field.
        let shown = Shown {
            text: "212180件".to_owned(),
            fields: vec![ShownField {
                range: 2..6,
                field: Field::sum(["a"], "").into(),
            }],
        };
        assert_eq!(keys(&shown.retyped("22180件")), [""; 0]);
        assert_eq!(keys(&shown.retyped("2，12180件")), ["a"]);
        assert_eq!(keys(&shown.retyped("2212180件")), ["a"]);
    }

    #[test]
    fn numbers_are_bound_and_unbound_where_they_stand() {
        let words = Shown {
            fields: Vec::new(),
            ..shown()
        };
        let field = |key: &str| Field::sum([key], "");
        // The third overlaps, the last cuts a character.
        let text = words.bound([
            (22..25, field("d")),
            (6..10, field("c")),
            (8..10, field("e")),
            (1..2, field("f")),
        ]);
        assert_eq!(keys(&text), ["c", "d"]);
        assert_eq!(text.pieces().len(), 5);
        assert_eq!(keys(&shown().unbound(&(6..10))), ["b"]);
    }

    #[test]
    fn a_field_takes_the_place_of_what_is_chosen() {
        let field = Piece::Field(Field::sum(["c"], "件").into());
        let text = shown().replaced(0..6, [field]);
        assert_eq!(keys(&text), ["c", "a", "b"]);
        assert_eq!(text.pieces().len(), 5);
    }
}
