//! Changes made in an exported workbook, taken over.

use crate::form::catalog::Catalog;
use crate::task::Task;

use super::history::Subject;
use super::{Dialog, OpenReturn, Session, Tone};
use crate::edits::Edits;

impl Session {
    /// Takes over what the dialog lists, as one step of undo.
    pub(super) fn adopt_edits(&mut self) -> Vec<Task> {
        let Some(Dialog::Edits(edits)) = self.dialog.take() else {
            return Vec::new();
        };
        if let Some(open) = self.open.as_mut().filter(|open| open.is_writable()) {
            open.adopt(&self.catalog, &edits);
            let text = format!("已采用 {} 处改动，可以撤销", edits.changes.len());
            self.say(Tone::Success, text);
        }
        Vec::new()
    }
}

impl OpenReturn {
    fn adopt(&mut self, catalog: &Catalog, edits: &Edits) {
        let Some(first) = edits.changes.first() else {
            return;
        };
        let place = first.place.clone();
        let label = format!("采用 Excel 中的 {} 处改动", edits.changes.len());
        self.change(Subject::Single, label, place.clone(), |ret| {
            edits.apply(ret);
        });
        // The year may be another one.
        self.refresh_link(catalog);
        self.go_to(place);
    }
}
