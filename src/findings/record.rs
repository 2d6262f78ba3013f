//! Every rule with its numbers, those that hold too: what a check sheet prints.

use crate::form::{Check, Form, Instance, Operator, Rule, Severity};
use crate::last_year::LastYear;
use crate::returns::{Place, Return};
use crate::totals::Derived;

use super::compare::Outcome;
use super::{Checked, Finding, Findings, Readings, Why, exemption};

/// A rule with what became of each application of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRecord {
    /// The rule's id: `T1`.
    pub rule: String,
    pub label: String,
    pub severity: Severity,
    /// Whether the label says what may be wrong, not what should hold.
    pub is_suspicion: bool,
    /// At least one.
    pub applications: Vec<Application>,
}

/// One application of a rule, or several that hold and need no words of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// The row, column, cell or part in the form's words; may be empty.
    pub name: String,
    /// Left side, sign and right side, where the rule compares sums.
    pub comparison: Option<[String; 3]>,
    pub verdict: Verdict,
    /// How many applications this stands for.
    pub count: usize,
}

/// What became of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Holds,
    /// Some rules break less severely in some places.
    Broken(Severity),
    /// Something it looks at is not filled in yet.
    Waits,
    Unchecked(Why),
}

/// What became of every rule, in the form's order. Slower than [`check`](super::check) and of
/// the same opinion.
pub fn record(
    form: &Form,
    ret: &Return,
    derived: &Derived,
    last_year: Option<&LastYear>,
) -> Vec<RuleRecord> {
    let mut readings = Readings::default();
    let checked = Checked::of(form, ret, derived, last_year, &mut readings);
    let records = form.rules.iter().map(|rule| RuleRecord {
        rule: rule.id.clone(),
        label: rule.label.clone(),
        severity: rule.severity,
        is_suspicion: matches!(rule.check, Check::Plausible(_)),
        applications: match &rule.check {
            Check::Compare {
                operator,
                instances,
                ..
            } if exemption(rule, ret).is_none() => instances
                .iter()
                .map(|instance| Application {
                    name: checked.name_among(instance, instances),
                    ..checked.compared(rule, *operator, instance)
                })
                .collect(),
            _ => checked.looked_at(rule),
        },
    });
    records.collect()
}

impl Checked<'_> {
    fn compared(&self, rule: &Rule, operator: Operator, instance: &Instance) -> Application {
        let figures = self.figures();
        let verdict = match figures.outcome(rule, operator, instance) {
            Outcome::Holds => Verdict::Holds,
            Outcome::Broken(..) => Verdict::Broken(rule.severity),
            Outcome::Waits(_) => Verdict::Waits,
            Outcome::Unchecked(why) => Verdict::Unchecked(why),
        };
        let comparison = (!matches!(verdict, Verdict::Unchecked(_))).then(|| {
            [
                figures.recorded_side(&instance.left, rule.missing),
                operator.sign().to_owned(),
                figures.recorded_side(&instance.right, rule.missing),
            ]
        });
        Application {
            name: String::new(),
            comparison,
            verdict,
            count: 1,
        }
    }

    /// The row or column; of several comparisons the figure that no other one begins with.
    fn name_among(&self, instance: &Instance, all: &[Instance]) -> String {
        if !instance.name.is_empty() || instance.id.is_empty() {
            return instance.name.clone();
        }
        let first = |instance: &Instance| instance.left.cells().first().copied();
        let alike = all.iter().filter(|other| first(other) == first(instance));
        let cell = if alike.count() > 1 {
            instance.right.cells().first().copied()
        } else {
            first(instance)
        };
        cell.map_or_else(String::new, |cell| self.form.short_label(cell))
    }

    /// The applications of a rule that compares no sums.
    fn looked_at(&self, rule: &Rule) -> Vec<Application> {
        let mut findings = Findings::default();
        self.check_rule(rule, &mut findings);
        let without_numbers = |name: String, verdict, count| Application {
            name,
            comparison: None,
            verdict,
            count,
        };
        let broken = findings.broken.iter().map(|finding| {
            let verdict = Verdict::Broken(finding.severity);
            without_numbers(self.name_of(finding), verdict, 1)
        });
        let unchecked = findings.unchecked.iter().map(|unchecked| {
            let verdict = Verdict::Unchecked(unchecked.why.clone());
            without_numbers(String::new(), verdict, 1)
        });
        let mut found: Vec<Application> = broken.chain(unchecked).collect();
        if findings.held > 0 {
            let held = without_numbers(String::new(), Verdict::Holds, findings.held);
            found.push(held);
        }
        if found.is_empty() {
            // It found nothing to look at.
            found.push(without_numbers(String::new(), Verdict::Waits, 1));
        }
        found
    }

    /// The place of a finding in the form's words.
    fn name_of(&self, finding: &Finding) -> String {
        match &finding.place {
            Place::Header(field) => {
                field.map_or_else(String::new, |field| field.label().to_owned())
            }
            Place::Part(id) | Place::Text { part: id, .. } => self
                .form
                .part(id)
                .map_or_else(String::new, |part| part.short.clone()),
            Place::Cell(cell) => self.form.short_label(*cell),
            // No rule is about pictures.
            Place::Charts => String::new(),
        }
    }
}
