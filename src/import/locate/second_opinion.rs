//! Asks the report's own texts about the figures that were read from its tables.

use std::collections::HashSet;

use crate::findings::check;
use crate::form::{Cell, Form};
use crate::import::located::{Certainty, Doubt, Found};
use crate::returns::{Place, Return};
use crate::totals::derive;

use super::tables;

/// A figure that no sum of its table vouches for, where a text names another one: either the
/// report contradicts itself or the figure was read wrong, and a person has to look.
pub(super) fn ask_texts(form: &Form, ret: &Return, found: &mut [Found]) -> Vec<Doubt> {
    if ret.narrative.is_empty() {
        return Vec::new();
    }
    let findings = check(form, ret, &derive(form, &ret.stated), None);
    let mut asked: HashSet<Cell> = HashSet::new();
    let mut doubts = Vec::new();
    for finding in &findings.broken {
        let (Place::Text { .. }, Some(sides)) = (&finding.place, &finding.sides) else {
            continue;
        };
        let mut cells = sides.left.cells.iter().chain(&sides.right.cells);
        let (Some(&cell), None) = (cells.next(), cells.next()) else {
            continue;
        };
        if tables::is_vouched(form, &ret.stated, cell) || !asked.insert(cell) {
            continue;
        }
        let figure = found.iter_mut().find(|found| found.cell == cell);
        let Some(figure) = figure.filter(|found| found.certainty == Certainty::Certain) else {
            continue;
        };
        figure.certainty = Certainty::Doubtful;
        doubts.push(Doubt {
            place: Place::Cell(cell),
            found: figure.text.clone(),
            why: format!(
                "文字与表中读到的数不一致：{}",
                finding.message.trim_end_matches('。')
            ),
            spot: Some(figure.spot.clone()),
        });
    }
    doubts
}
