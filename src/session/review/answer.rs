//! Going from doubt to doubt, and answering them.

use crate::command::ReviewTab;
use crate::form::Cell;
use crate::import::Spot;
use crate::returns::{HeaderField, Place};
use crate::value::{Reading, Value, parse};

use super::Review;

/// What a person said about a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is as it was read.
    Confirmed,
    /// Another value was typed.
    Corrected,
    LeftBlank,
}

/// How sure a figure of the review is by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Certain,
    Doubtful,
    Answered(Answer),
    /// A total nobody stated.
    Computed,
    /// Not found in the source.
    Missing,
}

impl Standing {
    /// The word beside the colour.
    pub fn label(self) -> &'static str {
        match self {
            Self::Certain => "读出",
            Self::Doubtful => "存疑",
            Self::Answered(Answer::Confirmed) => "已确认",
            Self::Answered(Answer::Corrected) => "已改正",
            Self::Answered(Answer::LeftBlank) => "留空",
            Self::Computed => "自动合计",
            Self::Missing => "没有读到",
        }
    }

    /// The sign in a cell; empty where it needs none.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Doubtful => "?",
            Self::Answered(Answer::Confirmed) => "✓",
            Self::Answered(Answer::Corrected) => "改",
            Self::Answered(Answer::LeftBlank) => "空",
            Self::Certain | Self::Computed | Self::Missing => "",
        }
    }
}

impl Review {
    /// Goes to a figure, and to the doubt about it.
    pub fn select(&mut self, cell: Cell) {
        if !self.form().has(cell) {
            return;
        }
        self.moves += 1;
        self.cursor = Some(cell);
        self.tab = ReviewTab::Table(self.form().definition(cell).table);
        let about = Place::Cell(cell);
        let doubts = &self.located.doubts;
        self.doubt = doubts.iter().position(|doubt| doubt.place == about);
    }

    /// Goes to a doubt, and to the figure it is about.
    pub fn select_doubt(&mut self, index: usize) {
        let Some(doubt) = self.located.doubts.get(index) else {
            return;
        };
        self.moves += 1;
        self.doubt = Some(index);
        match doubt.place {
            Place::Cell(cell) if !self.form().has(cell) => {}
            Place::Cell(cell) => {
                self.cursor = Some(cell);
                self.tab = ReviewTab::Table(self.form().definition(cell).table);
            }
            Place::Header(_) | Place::Charts => {
                self.cursor = None;
                self.tab = ReviewTab::Header;
            }
            Place::Part(_) | Place::Text { .. } => {
                self.cursor = None;
                self.tab = ReviewTab::Texts;
            }
        }
    }

    /// Goes to what was read at a place of the source; again at the same place to the next of it.
    pub fn select_spot(&mut self, spot: &Spot) {
        let here = |other: &Spot| other.block == spot.block && other.cell == spot.cell;
        let found = self.located.found.iter();
        let cells: Vec<Cell> = found
            .filter(|found| here(&found.spot))
            .map(|found| found.cell)
            .collect();
        let at = self
            .cursor
            .and_then(|cursor| cells.iter().position(|&cell| cell == cursor));
        let next = at.map_or(0, |at| at + 1);
        if let Some(cell) = cells.get(next).or(cells.first()) {
            self.select(*cell);
            return;
        }
        let doubts = &self.located.doubts;
        let doubt = doubts
            .iter()
            .position(|doubt| doubt.spot.as_ref().is_some_and(here));
        if let Some(doubt) = doubt {
            self.select_doubt(doubt);
        }
    }

    /// Goes to the next doubt without an answer, from the start again at the end.
    /// Says whether there is one.
    pub fn next_doubt(&mut self) -> bool {
        let open: Vec<usize> = self.open_doubts().map(|(index, _)| index).collect();
        let after = |index: &&usize| self.doubt.is_none_or(|at| **index > at);
        let next = open.iter().find(after).or(open.first()).copied();
        if let Some(next) = next {
            self.select_doubt(next);
        }
        next.is_some()
    }

    pub fn previous_doubt(&mut self) -> bool {
        let open: Vec<usize> = self.open_doubts().map(|(index, _)| index).collect();
        let before = |index: &&usize| self.doubt.is_some_and(|at| **index < at);
        let next = open.iter().rev().find(before).or(open.last()).copied();
        if let Some(next) = next {
            self.select_doubt(next);
        }
        next.is_some()
    }

    /// Takes the doubt one is at as read. Says whether there was one.
    pub fn confirm(&mut self) -> bool {
        let Some(index) = self.doubt.filter(|&index| !self.is_settled(index)) else {
            return false;
        };
        match self.located.doubts.get(index).map(|doubt| &doubt.place) {
            Some(Place::Cell(cell)) => {
                self.figures.insert(*cell, Answer::Confirmed);
            }
            Some(_) => {
                if let Some(settled) = self.settled.get_mut(index) {
                    *settled = true;
                }
            }
            None => return false,
        }
        true
    }

    /// Puts another value in place. What is no value of the cell is refused with a sentence.
    pub fn correct(&mut self, cell: Cell, text: &str) -> Result<(), String> {
        if !self.form().has(cell) {
            return Ok(());
        }
        let Reading { value, remark } = parse(text, self.form().definition(cell).measure);
        if matches!(value, Value::Unread(_)) {
            let why = remark.map_or_else(String::new, |remark| format!("：{remark}"));
            return Err(format!("“{}”不能填在这一格{why}", text.trim()));
        }
        let answer = if value == *self.located.ret.stated.get(cell) {
            Answer::Confirmed
        } else if value.is_blank() {
            Answer::LeftBlank
        } else {
            Answer::Corrected
        };
        self.put(cell, value, answer);
        Ok(())
    }

    pub fn leave_blank(&mut self, cell: Cell) {
        if self.form().has(cell) {
            self.put(cell, Value::Blank, Answer::LeftBlank);
        }
    }

    /// Takes back what was answered about a figure.
    pub fn as_read(&mut self, cell: Cell) {
        if self.figures.remove(&cell).is_some() {
            let read = self.located.ret.stated.get(cell).clone();
            self.ret.stated.set(cell, read);
            self.refresh();
        }
    }

    /// Takes back the answer to the doubt one is at, where it is about no figure.
    pub fn ask_again(&mut self) {
        if let Some(settled) = self.doubt.and_then(|index| self.settled.get_mut(index)) {
            *settled = false;
        }
    }

    pub fn set_header_text(&mut self, field: HeaderField, text: String) {
        if let Some(target) = self.ret.header.text_mut(field) {
            *target = text;
            self.settle_header(field);
            self.refresh();
        }
    }

    /// A year of 0 is none.
    pub fn set_year(&mut self, year: Option<u16>) {
        self.ret.header.year = year.unwrap_or_default();
        self.settle_header(HeaderField::Year);
        self.refresh();
    }

    /// What a person types is no doubt any more; what is missing stays one.
    fn settle_header(&mut self, field: HeaderField) {
        let is_there = !self.lacks(field);
        let about = Place::Header(Some(field));
        for (doubt, settled) in self.located.doubts.iter().zip(&mut self.settled) {
            if doubt.place == about {
                *settled = is_there;
            }
        }
    }

    fn put(&mut self, cell: Cell, value: Value, answer: Answer) {
        self.ret.stated.set(cell, value);
        self.figures.insert(cell, answer);
        self.refresh();
    }
}
