//! An imported report while a person looks it over. Nothing here touches the return in work.

mod answer;
mod merge;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::assessment::Assessment;
use crate::command::{Adoption, OpenDoubts, ReviewTab};
use crate::findings::Readings;
use crate::form::catalog::Catalog;
use crate::form::{Cell, Form};
use crate::import::{Certainty, Doubt, Found, Located, Source, Spot};
use crate::narrative::Figures;
use crate::returns::{HeaderField, Place, Return};
use crate::task::{Origin, ReadSource};
use crate::value::Value;

pub use answer::{Answer, Standing};
pub use merge::{Difference, Merge};

/// An import with the answers given so far.
#[derive(Debug)]
pub struct Review {
    pub origin: Origin,
    pub source: Source,
    /// As it was read.
    pub located: Located,
    /// As it would be adopted by now.
    pub ret: Return,
    pub assessment: Assessment,
    pub tab: ReviewTab,
    /// What it was read for, if that was said before.
    pub wanted: Option<Adoption>,
    /// The figure one is at.
    pub cursor: Option<Cell>,
    /// The doubt one is at, by its place in the list.
    pub doubt: Option<usize>,
    /// Which review of this session it is.
    pub(super) number: u64,
    /// Grows whenever one goes to another place.
    pub moves: u64,
    /// What was said about figures; those that nobody asked about too.
    figures: BTreeMap<Cell, Answer>,
    /// Which doubts that are not about figures are settled.
    settled: Vec<bool>,
    /// Where each figure was found, by the cell's place in the form.
    found: Vec<Option<usize>>,
}

impl Review {
    /// Begins at the first doubt, else at the first table.
    pub fn new(catalog: &Catalog, read: ReadSource, number: u64) -> Self {
        let ReadSource {
            origin,
            source,
            located,
        } = read;
        let ret = located.ret.clone();
        let assessment = Assessment::of(catalog, &located.form, &ret);
        let mut found = vec![None; located.form.cells.len()];
        for (index, one) in located.found.iter().enumerate() {
            if let Some(place) = found.get_mut(one.cell.index()) {
                *place = Some(index);
            }
        }
        let settled = vec![false; located.doubts.len()];
        let tab = match located.form.parts.iter().find_map(|part| part.table) {
            Some(table) if !located.found.is_empty() => ReviewTab::Table(table),
            _ => ReviewTab::Texts,
        };
        let mut review = Self {
            origin,
            source,
            located,
            ret,
            assessment,
            tab,
            wanted: None,
            cursor: None,
            doubt: None,
            number,
            moves: 0,
            figures: BTreeMap::new(),
            settled,
            found,
        };
        let first = review.open_doubts().next().map(|(index, _)| index);
        match first.filter(|_| review.located.kind.is_report()) {
            Some(first) => review.select_doubt(first),
            None => review.cursor = review.first_figure(),
        }
        review
    }

    pub fn form(&self) -> &Arc<Form> {
        &self.located.form
    }

    /// Which review of this session it is.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// What the figures in its texts are computed from.
    pub fn text_figures(&self) -> Figures<'_> {
        self.assessment.figures(&self.located.form)
    }

    /// A figure as the form prints it: stated, else computed.
    pub fn printed(&self, cell: Cell) -> String {
        let measure = self.form().definition(cell).measure;
        self.assessment.derived.value(cell).printed(measure)
    }

    /// Where a figure was found.
    pub fn found(&self, cell: Cell) -> Option<&Found> {
        let index = (*self.found.get(cell.index())?)?;
        self.located.found.get(index)
    }

    /// How many of the cells to fill in a number was read for.
    pub fn figures_read(&self) -> usize {
        self.located.ret.filled(self.form())
    }

    /// How many of the cells to fill in nothing was found for.
    pub fn missing(&self) -> usize {
        let cells = self.form().all_cells();
        cells
            .filter(|&cell| self.standing(cell) == Standing::Missing)
            .count()
    }

    /// Whether anything was answered, so that leaving would lose it.
    pub fn has_answers(&self) -> bool {
        !self.figures.is_empty()
            || self.settled.contains(&true)
            || self.ret.header != self.located.ret.header
    }

    /// How many places a person has answered about.
    pub fn answer_count(&self) -> usize {
        self.figures.len() + self.settled.iter().filter(|settled| **settled).count()
    }

    /// Where a figure stands with the person who looks it over.
    pub fn standing(&self, cell: Cell) -> Standing {
        if let Some(answer) = self.figures.get(&cell) {
            return Standing::Answered(*answer);
        }
        let doubted = self.located.doubts_about(cell).next().is_some();
        let found = self.found(cell);
        match found {
            _ if doubted => Standing::Doubtful,
            Some(found) if found.certainty == Certainty::Doubtful => Standing::Doubtful,
            Some(_) => Standing::Certain,
            None if !self.ret.stated.get(cell).is_blank() => Standing::Certain,
            None if self.form().definition(cell).is_total() => Standing::Computed,
            None => Standing::Missing,
        }
    }

    /// The stated total and its sum, where they differ.
    pub fn differing_total(&self, cell: Cell) -> Option<(String, String)> {
        let stated = self.ret.stated.get(cell).number()?;
        let computed = self.assessment.derived.computed(cell)?;
        (stated != computed).then(|| (stated.to_string(), computed.to_string()))
    }

    /// Whether a doubt has its answer.
    pub fn is_settled(&self, index: usize) -> bool {
        match self.located.doubts.get(index).map(|doubt| &doubt.place) {
            Some(Place::Cell(cell)) => self.figures.contains_key(cell),
            Some(_) => self.settled.get(index).is_some_and(|settled| *settled),
            None => true,
        }
    }

    /// What was answered about a doubt that is settled.
    pub fn answer_to(&self, index: usize) -> Option<Answer> {
        match self.located.doubts.get(index).map(|doubt| &doubt.place)? {
            Place::Cell(cell) => self.figures.get(cell).copied(),
            _ => self.is_settled(index).then_some(Answer::Confirmed),
        }
    }

    /// What was answered about a figure.
    pub fn answer_to_cell(&self, cell: Cell) -> Option<Answer> {
        self.figures.get(&cell).copied()
    }

    /// The doubts without an answer, with their places in the list.
    pub fn open_doubts(&self) -> impl Iterator<Item = (usize, &Doubt)> {
        let doubts = self.located.doubts.iter().enumerate();
        doubts.filter(|(index, _)| !self.is_settled(*index))
    }

    /// The doubt one is at.
    pub fn current_doubt(&self) -> Option<&Doubt> {
        self.located.doubts.get(self.doubt?)
    }

    /// The header field the doubt one is at is about.
    pub fn doubted_field(&self) -> Option<HeaderField> {
        match self.current_doubt()?.place {
            Place::Header(field) => field,
            _ => None,
        }
    }

    /// The field the doubt one is at is about, if no report is without it and it is blank.
    pub fn field_to_fill(&self) -> Option<HeaderField> {
        self.doubted_field().filter(|&field| self.lacks(field))
    }

    /// Whether agency or year is missing.
    fn lacks(&self, field: HeaderField) -> bool {
        match field {
            HeaderField::Agency => self.ret.header.agency.trim().is_empty(),
            HeaderField::Year => self.ret.header.year == 0,
            _ => false,
        }
    }

    /// The place in the source that is lit up.
    pub fn lit(&self) -> Option<&Spot> {
        let doubted = self.current_doubt().and_then(|doubt| doubt.spot.as_ref());
        doubted.or_else(|| Some(&self.found(self.cursor?)?.spot))
    }

    /// What a doubt is about, in the words of the form.
    pub fn place_label(&self, place: &Place) -> String {
        let form = self.form();
        match place {
            Place::Cell(cell) => form.short_label(*cell),
            Place::Part(id) | Place::Text { part: id, .. } => form
                .part(id)
                .map_or_else(|| id.clone(), |part| part.short.clone()),
            Place::Header(field) => field.map_or("基本信息", HeaderField::label).to_owned(),
            Place::Charts => "图表".to_owned(),
        }
    }

    /// The return as it is adopted: with its open doubts, or blanks in their place.
    pub fn adopted(&self, policy: OpenDoubts) -> Return {
        let mut ret = self.ret.clone();
        let mut kept = Vec::new();
        for (_, doubt) in self.open_doubts() {
            match (policy, &doubt.place) {
                (OpenDoubts::LeftBlank, Place::Cell(cell)) => ret.stated.set(*cell, Value::Blank),
                _ => kept.push(doubt.open(self.form())),
            }
        }
        let mut provenance = ret.provenance.unwrap_or_default();
        provenance.doubts = kept;
        ret.provenance = Some(provenance);
        ret
    }

    /// Computes again what follows from the figures.
    fn refresh(&mut self) {
        let readings: Readings = std::mem::take(&mut self.assessment.readings);
        self.assessment = Assessment::beside(None, readings, &self.located.form, &self.ret);
    }

    fn first_figure(&self) -> Option<Cell> {
        let ReviewTab::Table(table) = self.tab else {
            return None;
        };
        let mut cells = self.form().all_cells();
        cells.find(|&cell| self.form().definition(cell).table == table)
    }
}
