//! The figures of the year before, seen from this year's form.

mod change;

use std::sync::Arc;

use crate::crosswalk::{Comparison, Counterpart, Mark};
use crate::form::catalog::Catalog;
use crate::form::{Cell, Check, Form};
use crate::narrative::Figures;
use crate::returns::Return;
use crate::totals::{Derived, derive};
use crate::value::{Decimal, Value};

pub use change::Change;

/// Last year's return with what corresponds to each cell of this year's form.
#[derive(Clone, Debug)]
pub struct LastYear {
    pub form: Arc<Form>,
    pub derived: Derived,
    pub year: u16,
    /// Whether it is the year before the report's.
    pub is_year_before: bool,
    comparison: Comparison,
    /// Last year's number of each cell of this year's form, where it can be compared.
    comparable: Vec<Option<Decimal>>,
}

/// Last year's figure beside a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct LastFigure<'a> {
    /// The sum of what corresponds; `None` while a figure of it is missing.
    pub number: Option<Decimal>,
    /// What was found in place of a number, where one cell corresponds.
    pub found: Value,
    pub mark: Mark,
    /// What differs; empty where nothing does.
    pub note: &'a str,
}

/// Why a file is not linked: it is of the year `found`, not of the one before `year`.
pub fn not_before(file: &str, found: u16, year: u16) -> String {
    format!("“{file}”是 {found} 年的年报，不是 {year} 年的上一年。请另选文件")
}

impl LastYear {
    /// What a return is linked to; `None` without a link, or if nobody knows the other form.
    pub fn of(catalog: &Catalog, form: &Form, ret: &Return) -> Option<Self> {
        let previous = ret.previous.as_deref()?;
        let other = catalog.form(&previous.variant)?;
        let mut last_year = Self {
            derived: derive(&other, &previous.stated(&other)),
            year: previous.header.year,
            is_year_before: previous.header.year.checked_add(1) == Some(ret.header.year),
            comparison: catalog.comparison(form, &other),
            form: other,
            comparable: Vec::new(),
        };
        // Asked for with every keystroke, and never changing.
        let numbers = form.all_cells().map(|cell| {
            let figure = last_year.figure(cell)?;
            figure.number.filter(|_| figure.mark == Mark::Comparable)
        });
        last_year.comparable = numbers.collect();
        Some(last_year)
    }

    /// What the figures in its own texts are computed from; the year before it is not known.
    pub fn figures(&self) -> Figures<'_> {
        Figures {
            form: &self.form,
            derived: &self.derived,
            last_year: None,
        }
    }

    /// What corresponds to a cell.
    pub fn counterpart(&self, cell: Cell) -> Option<&Counterpart> {
        self.comparison.of(cell)
    }

    /// Last year's figure of a cell; `None` where nothing corresponds.
    pub fn figure(&self, cell: Cell) -> Option<LastFigure<'_>> {
        let counterpart = self.comparison.of(cell)?;
        let number = self.derived.sum(&counterpart.cells);
        let found = match counterpart.cells.as_slice() {
            [other] => self.derived.value(*other).clone(),
            _ => number.map_or(Value::Blank, Value::Number),
        };
        Some(LastFigure {
            number,
            found,
            mark: counterpart.mark,
            note: &counterpart.note,
        })
    }

    /// Last year's number of a cell, if it can be compared.
    pub fn comparable(&self, cell: Cell) -> Option<Decimal> {
        self.comparable.get(cell.index()).copied().flatten()
    }

    /// The figures of this year that are what last year ended with.
    pub fn confirmed(&self, form: &Form, derived: &Derived) -> Vec<Cell> {
        let proposals = self.is_year_before.then(|| self.proposals(form));
        proposals
            .unwrap_or_default()
            .into_iter()
            .filter(|(cell, number)| derived.value(*cell).number() == Some(*number))
            .map(|(cell, _)| cell)
            .collect()
    }

    /// What this year begins with, after the rules that say so.
    pub fn proposals(&self, form: &Form) -> Vec<(Cell, Decimal)> {
        let instances = form.rules.iter().flat_map(|rule| match &rule.check {
            Check::Compare {
                instances,
                proposes: true,
                ..
            } => instances.as_slice(),
            _ => &[],
        });
        instances
            .filter_map(|instance| {
                let cell = *instance.left.cells().first()?;
                let previous = instance.right.previous().iter();
                let sum = previous
                    .map(|&cell| self.comparable(cell))
                    .try_fold(Decimal::ZERO, |sum, number| sum.checked_add(number?))?;
                (!form.definition(cell).is_total()).then_some((cell, sum))
            })
            .collect()
    }
}
