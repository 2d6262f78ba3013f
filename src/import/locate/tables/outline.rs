//! A form as it is looked for in a source: its lines of figures, and the words around them.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::form::catalog::Catalog;
use crate::form::{Cell, Content, Form, GridCell, Style, Variant};
use crate::import::normal;

use super::likeness::Name;
use super::spellings::Spellings;

/// The place of a name among all names of all outlines.
pub(super) type NameId = usize;

/// A printed line of a form that holds figures.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub table: usize,
    pub cells: Vec<LineCell>,
    /// The spellings of its label; empty where the figures stand under heads only.
    pub names: Vec<NameId>,
    /// The label for people.
    pub label: String,
    /// How many heads and headings stand over it that name it, where it has no label.
    pub printing: Printing,
}

/// How a line's figures are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Printing {
    /// As the form prints it.
    Official,
    /// A row of its own, where the form prints several side by side.
    Parted,
}

/// A figure of a line.
#[derive(Clone, Debug)]
pub(super) struct LineCell {
    pub cell: Cell,
    /// The columns it covers.
    pub colspan: usize,
    /// Its column's head.
    pub head: Vec<NameId>,
    /// That and everything else printed over it.
    pub heads: Vec<NameId>,
}

/// What a word of a form is, apart from the labels of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A column's head.
    Column,
    /// A title over a part of a table.
    Block,
    /// Anything else that is printed.
    Other,
}

/// A form, ready to be looked for.
#[derive(Debug)]
pub(super) struct Outline {
    pub form: Arc<Form>,
    pub lines: Vec<Line>,
    /// The words of its tables, by name.
    pub words: HashMap<NameId, Word>,
    /// What the parts that hold tables are called, by table.
    pub titles: Vec<Vec<NameId>>,
}

/// What was made ready, by the forms it was made of.
type Ready = Vec<(Vec<Variant>, Arc<Outlines>)>;

/// All forms of a catalog with the ways each may be printed.
#[derive(Debug)]
pub(super) struct Outlines {
    pub outlines: Vec<Outline>,
    /// Every spelling of every label and head.
    pub names: Vec<Name>,
    by_words: HashMap<Vec<char>, Vec<NameId>>,
    by_letters: HashMap<Vec<char>, NameId>,
    /// The names that label lines, with the most figures such a line has.
    labels: HashMap<NameId, usize>,
    /// The letters of all columns' heads.
    heads: HashSet<Vec<char>>,
    /// The headings of the reports' parts.
    headings: Vec<Vec<char>>,
}

impl Outlines {
    /// The forms of a catalog, made ready once: what is printed on them never changes.
    pub fn of(catalog: &Catalog) -> Arc<Self> {
        static READY: Mutex<Ready> = Mutex::new(Vec::new());

        let variants: Vec<Variant> = catalog.forms().map(|form| form.variant.clone()).collect();
        let mut ready = READY.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, outlines)) = ready.iter().find(|(key, _)| *key == variants) {
            return Arc::clone(outlines);
        }
        let outlines = Arc::new(Self::build(catalog));
        ready.push((variants, Arc::clone(&outlines)));
        outlines
    }

    fn build(catalog: &Catalog) -> Self {
        let mut outlines = Self {
            outlines: Vec::new(),
            names: Vec::new(),
            by_words: HashMap::new(),
            by_letters: HashMap::new(),
            labels: HashMap::new(),
            heads: HashSet::new(),
            headings: Vec::new(),
        };
        for form in catalog.forms() {
            let official = std::iter::once(Arc::clone(form));
            let others = form.alternatives.iter().filter_map(|alternative| {
                let mut variant = form.variant.clone();
                variant.alternatives.push(alternative.id.clone());
                catalog.form(&variant)
            });
            for form in official.chain(others) {
                outlines.add(form);
            }
        }
        outlines
    }

    fn add(&mut self, form: Arc<Form>) {
        let mut words = HashMap::new();
        let mut lines = Vec::new();
        for place in 0..form.tables.len() {
            self.lines_of(&form, place, &mut lines);
            self.words_of(&form, place, &mut words);
        }
        for line in &lines {
            for &name in &line.names {
                let most = self.labels.entry(name).or_default();
                *most = line.cells.len().max(*most);
            }
        }
        let titles = (0..form.tables.len())
            .map(|table| {
                form.part_of_table(table)
                    .map(|part| self.spelt(&part.title))
                    .unwrap_or_default()
            })
            .collect();
        for part in &form.parts {
            let heading = Name::of(&part.title).words().to_vec();
            if !heading.is_empty() && !self.headings.contains(&heading) {
                self.headings.push(heading);
            }
        }
        self.outlines.push(Outline {
            form,
            lines,
            words,
            titles,
        });
    }

    fn lines_of(&mut self, form: &Form, place: usize, lines: &mut Vec<Line>) {
        let Some(table) = form.tables.get(place) else {
            return;
        };
        for (number, row) in table.grid.rows.iter().enumerate() {
            let mut cells = Vec::new();
            let mut rows = Vec::new();
            for grid_cell in &row.cells {
                if let Content::Figure(cell) = grid_cell.content {
                    cells.push(LineCell {
                        cell,
                        colspan: grid_cell.colspan,
                        head: self.spelt(&form.column_of(cell).label),
                        heads: self.heads_over(form, place, number, grid_cell),
                    });
                    let of = form.definition(cell).row;
                    if !rows.contains(&of) {
                        rows.push(of);
                    }
                }
            }
            if cells.is_empty() {
                continue;
            }
            let single = rows.first().filter(|_| rows.len() == 1).copied();
            let label = single.and_then(|row| table.rows.get(row));
            lines.push(Line {
                table: place,
                names: label.map(|row| self.spelt_row(row)).unwrap_or_default(),
                label: label.map_or_else(
                    || {
                        form.part_of_table(place)
                            .map_or_else(String::new, |part| part.short.clone())
                    },
                    |row| row.short.clone(),
                ),
                cells: cells.clone(),
                printing: Printing::Official,
            });
            if single.is_some() {
                continue;
            }
            for row in rows {
                let Some(label) = table.rows.get(row) else {
                    continue;
                };
                let of_row = |cell: &&LineCell| form.definition(cell.cell).row == row;
                lines.push(Line {
                    table: place,
                    names: self.spelt_row(label),
                    label: label.short.clone(),
                    cells: cells.iter().filter(of_row).cloned().collect(),
                    printing: Printing::Parted,
                });
            }
        }
    }

    /// The texts printed over a figure, up to the title of its block.
    fn heads_over(
        &mut self,
        form: &Form,
        table: usize,
        row: usize,
        figure: &GridCell,
    ) -> Vec<NameId> {
        let mut heads = Vec::new();
        let rows = form
            .tables
            .get(table)
            .and_then(|table| table.grid.rows.get(..row));
        for above in rows.unwrap_or_default().iter().rev() {
            if above.cells.iter().any(|cell| cell.style == Style::Block) {
                break;
            }
            for cell in &above.cells {
                let overlaps = cell.column < figure.column + figure.colspan
                    && figure.column < cell.column + cell.colspan;
                if let (true, Content::Text(_)) = (overlaps, &cell.content) {
                    heads.extend(self.spelt(&cell.content.text()));
                }
            }
        }
        heads
    }

    fn words_of(&mut self, form: &Form, place: usize, words: &mut HashMap<NameId, Word>) {
        let Some(table) = form.tables.get(place) else {
            return;
        };
        for column in &table.columns {
            for name in self.spelt(&column.label) {
                words.insert(name, Word::Column);
                if let Some(name) = self.names.get(name) {
                    self.heads.insert(name.letters().to_vec());
                }
            }
        }
        for cell in table.grid.rows.iter().flat_map(|row| &row.cells) {
            let word = match cell.style {
                Style::Block => Word::Block,
                _ => Word::Other,
            };
            for name in self.spelt(&cell.content.text()) {
                words.entry(name).or_insert(word);
            }
        }
        for line in form.caption(table, "", 0) {
            for name in self.spelt(&line.text) {
                words.entry(name).or_insert(Word::Other);
            }
        }
    }

    fn spelt_row(&mut self, row: &crate::form::Row) -> Vec<NameId> {
        let mut names = self.spelt(&row.label);
        if !row.note.is_empty() {
            names.extend(self.spelt(&format!("{}{}", row.label, row.note)));
        }
        if let Some((first, _)) = row.label.split_once('\n') {
            names.extend(self.spelt(first));
        }
        names
    }

    /// The names of a printed text in its own spelling and in those of others.
    fn spelt(&mut self, text: &str) -> Vec<NameId> {
        let also = Spellings::built_in().of(text);
        let mut names = Vec::new();
        for text in std::iter::once(text).chain(also) {
            let name = Name::of(text);
            if !name.is_empty() {
                let id = self.id(name);
                if !names.contains(&id) {
                    names.push(id);
                }
            }
        }
        names
    }

    fn id(&mut self, name: Name) -> NameId {
        if let Some(&id) = self.by_letters.get(name.letters()) {
            return id;
        }
        let id = self.names.len();
        self.by_letters.insert(name.letters().to_vec(), id);
        self.by_words
            .entry(name.words().to_vec())
            .or_default()
            .push(id);
        self.names.push(name);
        id
    }

    /// The names with the words of a text: exactly it, but for brackets and numbers.
    pub fn named(&self, text: &Name) -> &[NameId] {
        let words = if text.words().is_empty() {
            text.letters()
        } else {
            text.words()
        };
        if let Some(ids) = self.by_words.get(words) {
            return ids;
        }
        match self.by_letters.get(text.letters()) {
            Some(id) => std::slice::from_ref(id),
            None => &[],
        }
    }

    /// How many figures a line has at most whose label a text is; `None` for other texts, and
    /// for those that are heads of columns too, as 总计 is.
    pub fn labels(&self, text: &Name) -> Option<usize> {
        if self.heads.contains(text.letters()) {
            return None;
        }
        let named = self.named(text).iter();
        named
            .filter_map(|name| self.labels.get(name))
            .max()
            .copied()
    }

    /// Whether a form prints a text or has it as a piece of what it prints.
    pub fn prints(&self, text: &Name) -> bool {
        !self.named(text).is_empty() || self.is_piece(text)
    }

    /// Whether a text is a piece of a printed text.
    pub fn is_piece(&self, text: &Name) -> bool {
        let piece = text.letters();
        !piece.is_empty()
            && self.names.iter().any(|name| {
                name.letters()
                    .windows(piece.len())
                    .any(|window| window == piece)
            })
    }

    /// Whether a text is the heading of a part.
    pub fn is_heading(&self, text: &Name) -> bool {
        self.headings.iter().any(|heading| heading == text.words())
    }
}

/// Everything a form prints in and over its tables, as other spellings name it.
#[cfg(test)]
pub(super) fn printed_labels(form: &Form) -> Vec<String> {
    let mut labels = Vec::new();
    for table in &form.tables {
        labels.extend(table.rows.iter().map(|row| row.label.clone()));
        labels.extend(table.columns.iter().map(|column| column.label.clone()));
        let cells = table.grid.rows.iter().flat_map(|row| &row.cells);
        labels.extend(cells.map(|cell| cell.content.text()));
    }
    labels.extend(form.parts.iter().map(|part| part.title.clone()));
    for alternative in &form.alternatives {
        labels.push(alternative.label.clone());
    }
    labels
}

/// Whether a normal text names money in single 元.
pub(super) fn says_yuan(label: &str) -> bool {
    let normal = normal::label(label);
    normal.contains('元') && !normal.contains('万') && !normal.contains('亿')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_the_printed_grid() {
        let outlines = Outlines::of(&Catalog::built_in().unwrap());
        let of = |edition: &str| {
            let found = outlines
                .outlines
                .iter()
                .find(|outline| outline.form.variant == Variant::official(edition));
            found.unwrap()
        };
        let lines = &of("C").lines;
        let counts: Vec<usize> = lines.iter().map(|line| line.cells.len()).collect();
        let mut expected = vec![3, 3, 1, 1, 1, 1];
        expected.extend([7; 25]);
        expected.extend([15, 5, 5, 5]);
        assert_eq!(counts, expected);
        assert_eq!(of("A").lines.len(), 58);
        let outlines_of_c = outlines
            .outlines
            .iter()
            .filter(|outline| outline.form.edition() == "C");
        assert_eq!(outlines_of_c.count(), 2);
    }
}
