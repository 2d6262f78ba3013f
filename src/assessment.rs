//! Everything that follows from a return: totals, last year's figures, findings.

use crate::findings::{Findings, Readings, check_again};
use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::last_year::LastYear;
use crate::narrative::Figures;
use crate::returns::Return;
use crate::totals::{Derived, derive};

/// What follows from a return. Computed whole, never stored.
#[derive(Clone, Debug)]
pub struct Assessment {
    pub derived: Derived,
    pub last_year: Option<LastYear>,
    pub findings: Findings,
    /// What the texts say, for the next time.
    pub readings: Readings,
}

impl Assessment {
    /// What the figures in the texts of a return of `form` are computed from.
    pub fn figures<'a>(&'a self, form: &'a Form) -> Figures<'a> {
        Figures {
            form,
            derived: &self.derived,
            last_year: self.last_year.as_ref(),
        }
    }

    /// Assesses a return of `form`.
    pub fn of(catalog: &Catalog, form: &Form, ret: &Return) -> Self {
        let last_year = LastYear::of(catalog, form, ret);
        Self::beside(last_year, Readings::default(), form, ret)
    }

    /// The same with last year's figures and what was read of the texts at hand.
    pub fn beside(
        last_year: Option<LastYear>,
        mut readings: Readings,
        form: &Form,
        ret: &Return,
    ) -> Self {
        let derived = derive(form, &ret.stated);
        let findings = check_again(form, ret, &derived, last_year.as_ref(), &mut readings);
        Self {
            derived,
            last_year,
            findings,
            readings,
        }
    }
}
