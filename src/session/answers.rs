//! Reasons for warnings, what was looked at before publication, and repairs of broken sums.

use crate::findings::{Finding, FindingId};
use crate::form::Severity;
use crate::repair::Repair;
use crate::returns::{Place, Reason, Return};
use crate::scan::HitId;
use crate::value::Value;

use super::history::Subject;
use super::{Notice, OpenReturn, Tone};

/// The most changes of a repair that is worth showing.
const MOST_CHANGES: usize = 3;

impl OpenReturn {
    /// Keeps the reason why a warning may stand; an empty one is taken back.
    pub(super) fn give_reason(&mut self, id: &FindingId, text: &str) -> Option<Notice> {
        let finding = self.broken(id)?;
        let label = format!("说明“{}”的理由", finding.title);
        let place = finding.place.clone();
        let Some(reason) = self.reason(id, text) else {
            return Some(Notice {
                tone: Tone::Failure,
                text: "硬性问题不能用理由代替，请改正".to_owned(),
                file: None,
            });
        };
        self.change(Subject::Single, label, place, |ret| put_reason(ret, reason));
        None
    }

    /// A text as the reason why a warning may stand; an Error takes none.
    pub(super) fn reason(&self, id: &FindingId, text: &str) -> Option<Reason> {
        let finding = self.broken(id)?;
        (finding.severity == Severity::Warning).then(|| Reason {
            rule: id.rule.clone(),
            instance: id.instance.clone(),
            text: text.trim().to_owned(),
            figures: finding.figures.clone(),
        })
    }

    fn broken(&self, id: &FindingId) -> Option<&Finding> {
        let mut broken = self.findings.broken.iter();
        broken.find(|finding| finding.id() == *id)
    }

    /// Notes whether a person has looked at what the scan found.
    pub(super) fn look_at(&mut self, hit: HitId, looked_at: bool) {
        self.looked_at.retain(|known| *known != hit);
        if looked_at {
            self.looked_at.push(hit);
        }
    }

    /// Makes the changes of a repair. A total that becomes its sum is left to computing.
    pub(super) fn mend(&mut self, repair: &Repair) -> Option<Notice> {
        let changes = repair.changes.iter();
        let known = changes
            .clone()
            .all(|change| self.ret.stated.get(change.cell).number() == Some(change.old));
        let first = repair.changes.first().filter(|_| known)?;
        let label = repair.sentence(&self.form);
        let place = Place::Cell(first.cell);
        let mut stated = self.ret.stated.clone();
        for change in changes {
            stated.set(change.cell, Value::Number(change.new));
        }
        let changed = repair.changes.iter().map(|change| change.cell);
        self.leave_to_computing(&mut stated, changed);
        self.change(Subject::Single, label.clone(), place.clone(), |ret| {
            ret.stated = stated;
        });
        self.go_to(place);
        Some(Notice {
            tone: Tone::Success,
            text: format!("已采用：{}", repair.changes_in_words(&self.form)),
            file: None,
        })
    }

    /// Repairs that are small enough to be looked at.
    pub fn shown_repairs(&self) -> impl Iterator<Item = &Repair> {
        self.repairs
            .iter()
            .filter(|repair| repair.changes.len() <= MOST_CHANGES && repair.mends > 0)
    }
}

/// Puts a reason in the place of the one that was given before; an empty one takes it back.
pub(super) fn put_reason(ret: &mut Return, reason: Reason) {
    ret.reasons
        .retain(|old| old.rule != reason.rule || old.instance != reason.instance);
    if !reason.text.is_empty() {
        ret.reasons.push(reason);
    }
}
