//! The print preview: the pages of the return in work, as they were last laid out.

use std::sync::Arc;

use crate::export::document::Mark;
use crate::export::fonts::Typefaces;
use crate::export::layout::Page;
use crate::task::{Job, PreviewJob, Previewed, Task};

use super::{Dialog, OpenReturn, Screen, Session};

/// What is known of the return on paper.
#[derive(Debug, Default)]
pub struct Preview {
    /// Where one comes back to.
    back: Option<Screen>,
    /// Whether pages are being laid out right now.
    asked: bool,
    shown: Option<PreviewedPages>,
}

/// The pages of one state of the return.
#[derive(Clone, Debug)]
pub struct PreviewedPages {
    pub revision: u64,
    pub mark: Mark,
    pub typefaces: Typefaces,
    /// The state of the other years, which charts show.
    pub years: u64,
    /// The pages of the PDF, or the sentence that says why there are none.
    pub pages: Result<Arc<[Page]>, String>,
}

impl Preview {
    /// The pages laid out last; those of an older state while newer ones are on their way.
    pub fn shown(&self) -> Option<&PreviewedPages> {
        self.shown.as_ref()
    }
}

impl OpenReturn {
    /// A final copy if nothing stands against it, else a draft copy.
    pub fn printed_mark(&self) -> Mark {
        if self.obstacles().is_empty() {
            Mark::Final
        } else {
            Mark::Draft
        }
    }

    /// How many pages the report has, if that is known of its present state.
    pub fn page_count(&self) -> Option<usize> {
        let shown = self.preview.shown()?;
        let pages = shown.pages.as_ref().ok()?;
        (shown.revision == self.revision).then_some(pages.len())
    }
}

impl Session {
    pub(super) fn show_preview(&mut self) -> Vec<Task> {
        if let Some(open) = &mut self.open
            && open.screen != Screen::Preview
        {
            open.history.end_step();
            open.preview.back = Some(open.screen);
            open.screen = Screen::Preview;
            open.cursor = None;
        }
        Vec::new()
    }

    pub(super) fn leave_preview(&mut self) -> Vec<Task> {
        if let Some(open) = &mut self.open
            && open.screen == Screen::Preview
        {
            open.screen = open.preview.back.take().unwrap_or(Screen::Header);
            // The form may have fewer parts by now.
            open.leave_cell();
        }
        Vec::new()
    }

    /// Lays the pages out again where they are wanted and no longer those of the return. One job
    /// at a time: what changes meanwhile is taken when it comes back.
    pub(super) fn refresh_preview(&mut self) -> Vec<Task> {
        let printing = matches!(self.dialog, Some(Dialog::Print));
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let wanted = printing || open.screen == Screen::Preview;
        let typefaces = self.settings.typefaces;
        let shown = open.preview.shown.as_ref();
        let shown = shown.map(|shown| (shown.revision, shown.typefaces, shown.years));
        let years = open.years.revision();
        if !wanted || open.preview.asked || shown == Some((open.revision, typefaces, years)) {
            return Vec::new();
        }
        open.preview.asked = true;
        vec![Task::Job(Job::Preview(Box::new(PreviewJob {
            version: open.version(),
            mark: open.printed_mark(),
            typefaces,
            years,
            form: Arc::clone(&open.form),
            ret: open.ret.clone(),
            charts: open.charts(&self.catalog).charts,
        })))]
    }

    /// Takes pages that came back, unless they are another return's.
    pub(super) fn previewed(&mut self, previewed: Previewed) -> Vec<Task> {
        let Previewed {
            version,
            mark,
            typefaces,
            years,
            pages,
        } = previewed;
        if let Some(open) = self.open_at(version) {
            open.preview.asked = false;
            open.preview.shown = Some(PreviewedPages {
                revision: version.revision,
                mark,
                typefaces,
                years,
                pages,
            });
        }
        Vec::new()
    }
}
