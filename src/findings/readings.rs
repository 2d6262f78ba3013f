//! What the texts say, kept from one check to the next: a keystroke changes one paragraph.

use std::sync::Arc;

use crate::form::Form;
use crate::last_year::LastYear;
use crate::narrative::{Figures, Reading, Shown};
use crate::returns::{Previous, Return};

/// What the texts of a return and of the year before say.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    /// By the place of the part in the form.
    texts: Vec<Reading>,
    last_year: Option<LastTexts>,
}

/// Last year's texts by the place of the part in this year's form.
#[derive(Clone, Debug)]
struct LastTexts {
    previous: Arc<Previous>,
    texts: Vec<Reading>,
}

impl Readings {
    /// Reads what has changed since.
    pub(super) fn follow(
        &mut self,
        form: &Form,
        ret: &Return,
        texts: &[Shown],
        last_year: Option<&LastYear>,
    ) {
        let read = texts.iter().enumerate().map(|(part, shown)| {
            let earlier = self.texts.get(part).cloned().unwrap_or_default();
            form.texts.read_again(&shown.text, &earlier)
        });
        self.texts = read.collect();
        let Some((previous, last_year)) = ret.previous.as_ref().zip(last_year) else {
            self.last_year = None;
            return;
        };
        let known = self.last_year.as_ref();
        if known.is_none_or(|known| !Arc::ptr_eq(&known.previous, previous)) {
            self.last_year = Some(LastTexts::of(form, previous, last_year));
        }
    }

    /// What the text of a part says.
    pub(super) fn text(&self, part: usize) -> Option<&Reading> {
        self.texts.get(part)
    }

    /// What last year's text of a part said; `None` if there was none.
    pub(super) fn last_year(&self, part: usize) -> Option<&Reading> {
        self.last_year.as_ref()?.texts.get(part)
    }
}

impl LastTexts {
    fn of(form: &Form, previous: &Arc<Previous>, last_year: &LastYear) -> Self {
        let figures = Figures {
            form: &last_year.form,
            derived: &last_year.derived,
            last_year: None,
        };
        let texts = form.parts.iter().map(|part| {
            let text = previous.narrative.get(&part.id);
            let shown = text.map(|text| text.shown(&figures).text);
            form.texts.read(&shown.unwrap_or_default())
        });
        Self {
            texts: texts.collect(),
            previous: Arc::clone(previous),
        }
    }
}
