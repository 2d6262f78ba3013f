//! Tells which rules hold, which are broken, and which wait for blanks.

mod compare;
mod texts;

use crate::form::{Cell, Check, Condition, Form, Rule, Severity};
use crate::returns::{HeaderField, Place, Return, RuleMaking};
use crate::totals::Derived;
use crate::value::{Decimal, Value, parse};

/// 问题: a rule that does not hold here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id: `T1`.
    pub rule: String,
    /// Which application of it: a column's or row's id, a cell's key, a part's id; may be empty.
    pub instance: String,
    pub severity: Severity,
    /// What should hold, in one line: `自然人：一＋二＝三（七）＋四`.
    pub title: String,
    /// One whole sentence with the numbers.
    pub message: String,
    /// Where the rule comes from.
    pub source: String,
    /// The two sums, where the rule compares numbers.
    pub sides: Option<Sides>,
    /// Where to mend it.
    pub place: Place,
}

/// Both sides of a broken comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sides {
    pub left: SumSide,
    pub right: SumSide,
    /// Left minus right, without its sign.
    pub difference: Decimal,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SumSide {
    pub value: Decimal,
    pub cells: Vec<Cell>,
    /// The sum written out: `2111 ＋ 121 ＝ 2232`.
    pub text: String,
}

/// Which finding: it keeps its name while others come and go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingId {
    pub rule: String,
    pub instance: String,
}

impl Finding {
    pub fn id(&self) -> FindingId {
        FindingId {
            rule: self.rule.clone(),
            instance: self.instance.clone(),
        }
    }

    /// Every cell the rule touches, left side first.
    pub fn cells(&self) -> impl Iterator<Item = Cell> + '_ {
        let sides = self.sides.iter();
        let compared = sides.flat_map(|sides| sides.left.cells.iter().chain(&sides.right.cells));
        let place = match (&self.sides, &self.place) {
            (None, Place::Cell(cell)) => Some(*cell),
            _ => None,
        };
        compared.copied().chain(place)
    }
}

/// A rule that stays open because of blanks or texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub rule: String,
    pub instance: String,
    /// The cells it waits for.
    pub cells: Vec<Cell>,
}

/// What became of every rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Errors first, then in the form's order.
    pub broken: Vec<Finding>,
    pub waiting: Vec<Waiting>,
    /// How many applications of rules hold.
    pub held: usize,
}

impl Findings {
    pub fn count(&self, severity: Severity) -> usize {
        self.of(severity).count()
    }

    pub fn of(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.broken
            .iter()
            .filter(move |finding| finding.severity == severity)
    }
}

/// Checks a return against every rule of its form.
pub fn check(form: &Form, ret: &Return, derived: &Derived) -> Findings {
    let mut findings = Findings::default();
    for rule in &form.rules {
        if !applies(rule, ret) {
            continue;
        }
        match &rule.check {
            Check::Compare {
                operator,
                instances,
            } => compare::check(form, rule, *operator, instances, derived, &mut findings),
            Check::Measure => check_measure(form, rule, ret, &mut findings),
            Check::Header => check_header(rule, ret, &mut findings),
            Check::Headings => texts::check_headings(form, rule, ret, &mut findings),
            Check::Year => texts::check_year(form, rule, ret, &mut findings),
            Check::TextPresent { parts } => {
                texts::check_present(form, rule, parts, ret, &mut findings);
            }
            Check::TextMentions { part, any } => {
                texts::check_mentions(form, rule, part, any, ret, &mut findings);
            }
        }
    }
    // A stable sort: the form's order stays inside each severity.
    findings.broken.sort_by_key(|finding| finding.severity);
    findings
}

fn applies(rule: &Rule, ret: &Return) -> bool {
    match rule.applies_when {
        None => true,
        Some(Condition::NoRuleMakingPower) => ret.header.rule_making == RuleMaking::HasNot,
        Some(Condition::Imported) => ret.provenance.is_some(),
    }
}

/// Finds figures that are no numbers of their cell. Notes are none of its business.
fn check_measure(form: &Form, rule: &Rule, ret: &Return, findings: &mut Findings) {
    for cell in form.all_cells() {
        let measure = form.definition(cell).measure;
        let remark = match ret.stated.get(cell) {
            Value::Blank | Value::Note(_) => continue,
            Value::Number(number) => measure.refusal(*number),
            Value::Unread(text) => parse(text, measure).remark,
        };
        match remark {
            None => findings.held += 1,
            Some(remark) => findings.broken.push(Finding {
                instance: form.key(cell).to_owned(),
                title: format!("{}：填的不是有效数字", form.short_label(cell)),
                message: format!(
                    "{}填的是“{}”：{remark}",
                    form.short_label(cell),
                    ret.stated.get(cell)
                ),
                ..finding(rule, Place::Cell(cell))
            }),
        }
    }
}

fn check_header(rule: &Rule, ret: &Return, findings: &mut Findings) {
    if ret.header.agency.trim().is_empty() {
        findings.broken.push(Finding {
            instance: HeaderField::Agency.word().to_owned(),
            message: "基本信息中没有填报单位，请填写单位全称".to_owned(),
            ..finding(rule, Place::Header(Some(HeaderField::Agency)))
        });
    } else {
        findings.held += 1;
    }
}

/// A finding of a rule with its words still to be filled in.
fn finding(rule: &Rule, place: Place) -> Finding {
    Finding {
        rule: rule.id.clone(),
        instance: String::new(),
        severity: rule.severity,
        title: rule.label.clone(),
        message: String::new(),
        source: rule.source.clone(),
        sides: None,
        place,
    }
}
