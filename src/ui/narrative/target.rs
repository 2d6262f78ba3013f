//! Where in a text a figure is put.

use std::ops::Range;

use crate::session::OpenReturn;

use super::Selection;

/// Where the figure goes: the cursor, else the end of the text of the part on the screen.
pub(super) fn target(open: &OpenReturn, selection: Option<&Selection>) -> Option<Selection> {
    let is_text_page = open.current_table().is_none();
    let here = open.current_part();
    let fits = |selection: &&Selection| {
        let is_elsewhere = here.is_some_and(|part| part.id != selection.part);
        let known = open.form.part(&selection.part).is_some();
        known && !(is_elsewhere && is_text_page)
    };
    if let Some(selection) = selection.filter(fits) {
        let text = open.shown(&selection.part).text;
        let fits = text.get(selection.range.clone()).is_some();
        let end = text.len();
        return Some(Selection {
            part: selection.part.clone(),
            range: if fits {
                selection.range.clone()
            } else {
                end..end
            },
        });
    }
    let part = here?.id.clone();
    let end = open.shown(&part).text.len();
    Some(Selection {
        part,
        range: Range { start: end, end },
    })
}
