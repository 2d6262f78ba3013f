//! What follows from a return, computed again after each change.

use crate::assessment::Assessment;
use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::last_year::LastYear;
use crate::repair::{Repair, repairs};
use crate::returns::Return;
use crate::totals::Derived;

use super::OpenReturn;

impl OpenReturn {
    /// Computes again what follows from the stated figures.
    pub(super) fn refresh(&mut self) {
        let readings = std::mem::take(&mut self.readings);
        let last_year = self.last_year.take();
        let assessment = Assessment::beside(last_year, readings, &self.form, &self.ret);
        self.take(assessment);
    }

    /// The same after form, year or link have changed.
    pub(super) fn refresh_link(&mut self, catalog: &Catalog) {
        let assessment = Assessment::of(catalog, &self.form, &self.ret);
        self.take(assessment);
    }

    fn take(&mut self, assessment: Assessment) {
        self.derived = assessment.derived;
        self.last_year = assessment.last_year;
        self.findings = assessment.findings;
        self.readings = assessment.readings;
        self.repairs = proposed(
            &self.form,
            &self.ret,
            &self.derived,
            self.last_year.as_ref(),
        );
    }
}

/// The repairs of broken sums; what agrees with last year is not the fault.
pub(super) fn proposed(
    form: &Form,
    ret: &Return,
    derived: &Derived,
    last_year: Option<&LastYear>,
) -> Vec<Repair> {
    let confirmed = last_year.map_or_else(Vec::new, |last| last.confirmed(form, derived));
    repairs(form, &ret.stated, derived, &confirmed)
}
