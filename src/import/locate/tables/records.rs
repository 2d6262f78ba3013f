//! The figures of a source in runs, each with the texts that stand by it.

use std::ops::Range;

use crate::form::heading;
use crate::import::locate::tokens::{Token, Tokens};
use crate::import::normal;
use crate::import::source::{Arrangement, Block, Spot};

use super::figure;
use super::likeness::Name;
use super::outline::Outlines;
use super::spellings::Spellings;

/// Texts longer than this are no labels but sentences.
const LONGEST_LABEL: usize = 200;
/// The most figures that may stand in one line or cell.
const MOST_IN_A_LINE: usize = 64;
/// Texts longer than this, in characters, stand for no figure.
const LONGEST_IN_PLACE: usize = 60;
/// A word in place of a figure where only the order is known, in characters.
const LONGEST_WORD: usize = 10;
/// Zeros run together with a longer text are part of a sentence.
const LONGEST_GLUED: usize = 30;
/// As many figures in one line, and as many in the next, are two rows.
const LINE_OF_FIGURES: usize = 5;
/// The most runs looked at; real reports have some dozens.
const MOST_RECORDS: usize = 3_000;

/// What stands where a figure belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub kind: EntryKind,
    pub token: usize,
    pub spot: Spot,
    /// As found; empty for an empty cell.
    pub text: String,
    /// Whether it shares its cell with others.
    pub shared: bool,
    pub column: usize,
    pub colspan: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// A number, or a sign for none.
    Figure,
    /// An empty cell.
    Blank,
    /// Any other text: 见附件, 十, #REF!. Its cell keeps its column.
    Text,
}

impl Entry {
    pub fn is_blank(&self) -> bool {
        self.kind == EntryKind::Blank
    }
}

/// A text that may be a label or a piece of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LabelText {
    pub token: usize,
    /// As labels are compared; empty for a sentence.
    pub normal: String,
    pub name: Name,
    /// The table it stands in, with its row.
    pub row: Option<(usize, usize)>,
    pub column: Range<usize>,
}

/// How the figures of a run stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// In one row of a table.
    Row(Arrangement),
    /// One after another in a table of which only the order is known.
    Stream,
    /// In lines.
    Lines,
    /// In a line right behind their label, with nothing between: of several only zeros can be
    /// told apart.
    Glued,
}

/// A run of figures.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub entries: Vec<Entry>,
    pub shape: Shape,
    /// The texts since the run before, in [`Records::texts`].
    pub before: Range<usize>,
    /// The texts in its own row or line.
    pub own: Range<usize>,
    /// The table's block and the row.
    pub row: Option<(usize, usize)>,
}

impl Record {
    /// How many figures it has, and texts in place of figures.
    pub fn figures(&self) -> usize {
        self.entries
            .iter()
            .filter(|entry| !entry.is_blank())
            .count()
    }

    /// The figures as a person reads them.
    pub fn shown(&self) -> String {
        let texts: Vec<&str> = self
            .entries
            .iter()
            .filter(|entry| !entry.is_blank())
            .map(|entry| entry.text.as_str())
            .collect();
        texts.join(" | ")
    }
}

/// Every run of figures of a source, with the texts between them.
#[derive(Debug, Default)]
pub(super) struct Records {
    pub records: Vec<Record>,
    pub texts: Vec<LabelText>,
}

impl Records {
    pub fn of(tokens: &Tokens<'_>, outlines: &Outlines) -> Self {
        let mut gathering = Gathering {
            words: Spellings::built_in(),
            outlines,
            records: Self::default(),
            open: None,
            own_from: 0,
            figures_end: 0,
            serial: None,
            unit: None,
        };
        for (place, token) in tokens.tokens.iter().enumerate() {
            if gathering.records.records.len() >= MOST_RECORDS {
                break;
            }
            gathering.take(place, token, tokens);
        }
        gathering.close();
        gathering.records
    }

    /// The texts behind a run, up to the next one.
    pub fn after(&self, record: usize) -> &[LabelText] {
        let from = self.records.get(record).map_or(0, |record| record.own.end);
        let to = self
            .records
            .get(record + 1)
            .map_or(self.texts.len(), |next| next.own.start);
        self.texts.get(from..to).unwrap_or_default()
    }

    pub fn texts(&self, range: &Range<usize>) -> &[LabelText] {
        self.texts.get(range.clone()).unwrap_or_default()
    }
}

struct Gathering<'a> {
    words: &'static Spellings,
    outlines: &'a Outlines,
    records: Records,
    open: Option<Record>,
    /// Where the texts of the row now read begin.
    own_from: usize,
    /// Where the texts behind the last run with figures begin.
    figures_end: usize,
    /// The table and column in which rows are counted.
    serial: Option<(usize, usize)>,
    /// The table and column that says what rows are counted in.
    unit: Option<(usize, usize)>,
}

impl Gathering<'_> {
    fn take(&mut self, place: usize, token: &Token<'_>, tokens: &Tokens<'_>) {
        if figure::is_page_number(token.text, self.words) {
            return;
        }
        let Some((row, cell)) = token.spot.cell else {
            self.take_line(place, token);
            return;
        };
        let block = token.spot.block;
        let Some(Block::Grid(grid)) = tokens.source.blocks.get(block) else {
            return;
        };
        let found = grid.rows.get(row).and_then(|row| row.get(cell));
        let (column, colspan) = found.map_or((0, 1), |cell| (cell.column, cell.colspan));
        let (shape, own_row) = match grid.arrangement {
            Arrangement::Stream => (Shape::Stream, None),
            other => (Shape::Row(other), Some((block, row))),
        };
        let same = self
            .open
            .as_ref()
            .is_some_and(|open| open.shape == shape && open.row == own_row);
        if !same {
            self.close();
            if shape != Shape::Stream {
                let begins = self
                    .records
                    .texts
                    .last()
                    .is_none_or(|text| text.row != own_row);
                if begins {
                    self.own_from = self.records.texts.len();
                }
            }
        }
        if self.is_serial(token, shape, block, column) {
            return;
        }
        let is_unit = self.is_unit(token, shape, block, column);
        if is_unit && token.text.is_empty() {
            return;
        }
        let mut entries = if is_unit {
            Vec::new()
        } else {
            self.entries(place, token, column, colspan)
        };
        if entries.is_empty() && !is_unit && self.is_in_place_of_a_figure(token, own_row) {
            entries.push(text_entry(place, token, column, colspan));
        }
        if entries.is_empty() {
            self.take_text(
                place,
                token.label.as_str(),
                Some((block, row)),
                column..column + colspan,
                shape,
            );
        } else {
            self.put(entries, shape, own_row);
        }
    }

    /// Whether a text of a row stands where a figure belongs: behind the row's label or behind
    /// figures, and no form prints it.
    fn is_in_place_of_a_figure(&self, token: &Token<'_>, row: Option<(usize, usize)>) -> bool {
        let is_long = token.label.chars().nth(LONGEST_IN_PLACE).is_some();
        if is_long || self.is_printed(token) {
            return false;
        }
        if row.is_none() {
            return self.is_awaited(token);
        }
        let behind_figures = self
            .open
            .as_ref()
            .is_some_and(|open| open.row == row && open.figures() > 0);
        let own = self.records.texts.get(self.own_from..).unwrap_or_default();
        let mut own = own.iter().filter(|text| text.row == row);
        behind_figures || own.any(|text| self.outlines.labels(&text.name).is_some())
    }

    /// The same of a line of its own that holds no figure.
    fn is_a_word_in_lines(&self, token: &Token<'_>) -> bool {
        let (label, figures) = split_line(token, self.words);
        figures.is_empty() && !label.is_empty() && self.is_in_place_of_a_figure(token, None)
    }

    /// Whether a form prints a text. Numbers in words are figures, though labels hold some.
    fn is_printed(&self, token: &Token<'_>) -> bool {
        let name = Name::of_normal(&token.label);
        let in_words = token.label.chars().all(|c| self.words.numerals.contains(c));
        !name.is_empty() && !in_words && self.outlines.prints(&name)
    }

    /// Where only the order is known: whether the label read last still lacks figures, and a text
    /// is a short word in their place.
    fn is_awaited(&self, token: &Token<'_>) -> bool {
        let is_word = !token.label.is_empty()
            && token.label.chars().nth(LONGEST_WORD).is_none()
            && heading::number(&token.label).is_none()
            && !token.label.contains(['。', ':', ';', ',']);
        let label = self.records.texts.last();
        let most = label.and_then(|label| self.outlines.labels(&label.name));
        let found = self.open.as_ref().map_or(0, |open| open.entries.len());
        is_word && most.is_some_and(|most| found < most)
    }

    /// Whether a cell belongs to a column of numbers that only count the rows.
    fn is_serial(&mut self, token: &Token<'_>, shape: Shape, block: usize, column: usize) -> bool {
        if shape == Shape::Stream {
            return false;
        }
        if self.words.serial.contains(&token.label) {
            self.serial = Some((block, column));
            return true;
        }
        let digits = !token.text.is_empty() && token.text.chars().all(|c| c.is_ascii_digit());
        digits && self.serial == Some((block, column))
    }

    /// Whether a cell says what its row is counted in; rows that count nothing have a dash there.
    fn is_unit(&mut self, token: &Token<'_>, shape: Shape, block: usize, column: usize) -> bool {
        if shape == Shape::Stream {
            return false;
        }
        let words = self.words;
        if words.unit_heads.contains(&token.label) || words.unit.contains(&token.label) {
            self.unit = Some((block, column));
        }
        self.unit == Some((block, column)) && !token.text.contains(|c: char| c.is_numeric())
    }

    fn take_line(&mut self, place: usize, token: &Token<'_>) {
        let is_lines = self
            .open
            .as_ref()
            .is_none_or(|open| open.shape == Shape::Lines);
        if is_lines && self.is_a_word_in_lines(token) {
            self.put(vec![text_entry(place, token, 0, 1)], Shape::Lines, None);
            return;
        }
        let (mut label, mut figures) = split_line(token, self.words);
        let mut shape = Shape::Lines;
        if figures.is_empty()
            && let Some((glued, found)) = split_zeros(token).or_else(|| self.split_digits(token))
        {
            (label, figures, shape) = (glued, found, Shape::Glued);
        }
        let behind_table = self.open.as_ref().is_some_and(|open| match open.shape {
            Shape::Lines => false,
            Shape::Glued => true,
            // The last cell of a text that was cut off has lost its bar.
            Shape::Stream => figures.is_empty(),
            Shape::Row(_) => true,
        });
        let next_row = figures.len() >= LINE_OF_FIGURES
            && self.open.as_ref().is_some_and(|open| {
                let last = open.entries.last().map(|entry| entry.token);
                let same = open.entries.iter().rev();
                let length = same.take_while(|entry| Some(entry.token) == last).count();
                length == figures.len()
            });
        if behind_table || next_row || !label.is_empty() {
            self.close();
        }
        let normal = if figures.is_empty() || label.is_empty() {
            token.label.clone()
        } else {
            normal::label(label)
        };
        if !label.is_empty() {
            self.own_from = self.records.texts.len();
            self.push_text(place, &normal, None, 0..0);
        } else if self.open.is_none() {
            self.own_from = self.records.texts.len();
        }
        if figures.is_empty() {
            self.own_from = self.records.texts.len();
            return;
        }
        let shared = figures.len() > 1;
        let entries = figures
            .into_iter()
            .map(|range| Entry {
                kind: EntryKind::Figure,
                token: place,
                text: token.text.get(range.clone()).unwrap_or_default().to_owned(),
                spot: token.spot.clone().words(range),
                shared,
                column: 0,
                colspan: 1,
            })
            .collect();
        self.put(entries, shape, None);
        if !label.is_empty() {
            // What follows in the next line is no figure of this one unless it has no label.
            self.own_from = self.records.texts.len();
        }
    }

    /// A line's label and the digits right behind it, as one figure: nobody knows where it may
    /// be parted.
    fn split_digits<'a>(&self, token: &Token<'a>) -> Option<(&'a str, Vec<Range<usize>>)> {
        let text = token.text.trim_end();
        let label = text.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_label = self
            .outlines
            .labels(&Name::of_normal(&normal::label(label)))
            .is_some();
        let digits = std::iter::once(label.len()..text.len());
        (is_label && label.len() < text.len()).then(|| (label, digits.collect()))
    }

    /// The figures of a table's cell; none for a text.
    fn entries(
        &self,
        place: usize,
        token: &Token<'_>,
        column: usize,
        colspan: usize,
    ) -> Vec<Entry> {
        let single = |text: &str| Entry {
            kind: if text.is_empty() {
                EntryKind::Blank
            } else {
                EntryKind::Figure
            },
            token: place,
            spot: token.spot.clone(),
            text: text.to_owned(),
            shared: false,
            column,
            colspan,
        };
        let text = token.text.trim();
        if text.is_empty() || figure::is_figure(text, self.words) {
            return vec![single(text)];
        }
        let pieces = pieces(token.text);
        let all = pieces.len() > 1
            && pieces.len() <= MOST_IN_A_LINE
            && pieces.iter().all(|range| {
                let piece = token.text.get(range.clone()).unwrap_or_default();
                figure::is_figure(piece, self.words)
            });
        if !all {
            return Vec::new();
        }
        pieces
            .into_iter()
            .map(|range| Entry {
                text: token.text.get(range.clone()).unwrap_or_default().to_owned(),
                spot: token.spot.clone().words(range),
                shared: true,
                kind: EntryKind::Figure,
                ..single("")
            })
            .collect()
    }

    fn put(&mut self, entries: Vec<Entry>, shape: Shape, row: Option<(usize, usize)>) {
        let texts = self.records.texts.len();
        let own = match shape {
            Shape::Stream => texts..texts,
            Shape::Row(_) | Shape::Lines | Shape::Glued => self.own_from.min(texts)..texts,
        };
        let open = self.open.get_or_insert_with(|| Record {
            entries: Vec::new(),
            shape,
            before: 0..0,
            own,
            row,
        });
        open.entries.extend(entries);
    }

    fn take_text(
        &mut self,
        place: usize,
        normal: &str,
        row: Option<(usize, usize)>,
        column: Range<usize>,
        shape: Shape,
    ) {
        let spans_only = self
            .open
            .as_ref()
            .is_some_and(|open| matches!(open.shape, Shape::Row(_)) && open.figures() == 0);
        if spans_only {
            // Cells that a span above or to the left has left empty.
            self.open = None;
        } else {
            let had = self.open.is_some();
            self.close();
            if had || shape == Shape::Stream {
                self.own_from = self.records.texts.len();
            }
        }
        self.push_text(place, normal, row, column);
        if shape == Shape::Stream {
            self.own_from = self.records.texts.len();
        }
    }

    fn push_text(
        &mut self,
        token: usize,
        normal: &str,
        row: Option<(usize, usize)>,
        column: Range<usize>,
    ) {
        let long = normal.chars().nth(LONGEST_LABEL).is_some();
        let normal = if long {
            String::new()
        } else {
            normal.to_owned()
        };
        self.records.texts.push(LabelText {
            token,
            name: Name::of_normal(&normal),
            normal,
            row,
            column,
        });
    }

    fn close(&mut self) {
        let Some(mut record) = self.open.take() else {
            return;
        };
        record.before = self.figures_end..record.own.start.max(self.figures_end);
        // Rows of empty cells stand between heads and figures, too.
        if record.figures() > 0 {
            self.figures_end = record.own.end;
        }
        self.records.records.push(record);
    }
}

/// A text that stands where a figure belongs.
fn text_entry(place: usize, token: &Token<'_>, column: usize, colspan: usize) -> Entry {
    Entry {
        kind: EntryKind::Text,
        token: place,
        spot: token.spot.clone(),
        text: token.text.trim().to_owned(),
        shared: false,
        column,
        colspan,
    }
}

/// The words of a text, parted by blanks.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut from = None;
    for (at, character) in text.char_indices() {
        match (character.is_whitespace(), from) {
            (true, Some(start)) => {
                pieces.push(start..at);
                from = None;
            }
            (false, None) => from = Some(at),
            _ => {}
        }
    }
    if let Some(start) = from {
        pieces.push(start..text.len());
    }
    pieces
}

/// A line's label and the zeros that are run together right behind it. Of other digits nobody
/// knows where one figure ends.
fn split_zeros<'a>(token: &Token<'a>) -> Option<(&'a str, Vec<Range<usize>>)> {
    let text = token.text.trim_end();
    let label = text.trim_end_matches('0');
    let zeros = text.len() - label.len();
    let is_label = label.chars().last().is_some_and(char::is_alphabetic)
        && label.chars().nth(LONGEST_GLUED).is_none();
    let found = is_label && (1..=MOST_IN_A_LINE).contains(&zeros);
    found.then(|| {
        let places = label.len()..text.len();
        (label, places.map(|place| place..place + 1).collect())
    })
}

/// A line's label and the figures behind it.
fn split_line<'a>(token: &Token<'a>, words: &Spellings) -> (&'a str, Vec<Range<usize>>) {
    let mut pieces = pieces(token.text);
    let mut figures = Vec::new();
    while let Some(range) = pieces.pop() {
        let piece = token.text.get(range.clone()).unwrap_or_default();
        if figures.len() < MOST_IN_A_LINE && figure::is_figure(piece, words) {
            figures.push(range);
        } else {
            figures.reverse();
            let label = token.text.get(..range.end).unwrap_or_default();
            return (label, figures);
        }
    }
    figures.reverse();
    ("", figures)
}
