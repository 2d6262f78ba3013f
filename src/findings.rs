//! Tells which rules hold, which are broken, and which wait for blanks.

mod answers;
mod compare;
mod fields;
mod plausible;
mod readings;
mod record;
mod repeated;
mod texts;
mod written;

use std::ops::Range;

use crate::form::{Cell, Check, Condition, Form, Part, Rule, Severity};
use crate::last_year::LastYear;
use crate::narrative::{Field, Figures, Shown};
use crate::returns::{HeaderField, Level, Place, Return, RuleMaking};
use crate::totals::Derived;
use crate::value::{Decimal, Value, parse};

pub use readings::Readings;
pub use record::{Application, RuleRecord, Verdict, record};

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
    /// What it is about, by key; an answer holds for these figures only.
    pub figures: Vec<(String, String)>,
    /// What was said about it, if it is a warning.
    pub answer: Answer,
    /// The figure that could take the place of a number in a text.
    pub offer: Option<Offer>,
}

/// A figure that would mend a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub part: String,
    /// The number it takes the place of, in bytes of the shown text.
    pub range: Range<usize>,
    pub field: Field,
}

/// What was said about a warning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    #[default]
    None,
    /// The reason why it may stand.
    Given(String),
    /// A reason given for other figures, to be given again.
    Outdated(String),
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
    /// Cells whose figure of last year is in the sum.
    pub previous: Vec<Cell>,
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

    /// Whether it is a warning with a reason that still holds.
    pub fn is_answered(&self) -> bool {
        matches!(self.answer, Answer::Given(_))
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

/// A rule that was not applied, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    pub rule: String,
    pub instance: String,
    pub why: Why,
}

/// Why a rule was not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is not for such a return: another year, an agency of another kind.
    NotForThis(Exemption),
    /// No return of the year before is linked.
    NoLastYear,
    /// What is linked is of another year.
    OtherYear(u16),
    /// Last year's edition counted something else.
    NotComparable,
    /// Last year's edition has no such figure.
    NoCounterpart,
    /// There is no text yet.
    NoText,
}

/// Why a rule is not for a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exemption {
    /// It is for other reporting years.
    OtherYears,
    /// It is for agencies that can't make 规章, which this one was not said to be.
    RuleMaking,
    /// It is for reports that were read from what was published.
    NotImported,
    /// It is for governments.
    NoGovernment,
}

impl Exemption {
    fn label(self) -> &'static str {
        match self {
            Self::OtherYears => "不用于这一年度",
            Self::RuleMaking => "用于没有规章制定权的单位",
            Self::NotImported => "用于读入的已公布年报",
            Self::NoGovernment => "用于各级人民政府的年报",
        }
    }
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotForThis(exemption) => f.write_str(exemption.label()),
            Self::NoLastYear => f.write_str("没有关联上年年报"),
            Self::OtherYear(year) => write!(f, "关联的是 {year} 年的年报，不是上年"),
            Self::NotComparable => f.write_str("上年版式的口径不同"),
            Self::NoCounterpart => f.write_str("上年版式没有这一项"),
            Self::NoText => f.write_str("还没有文字"),
        }
    }
}

/// What became of every rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Errors first, then in the form's order.
    pub broken: Vec<Finding>,
    pub waiting: Vec<Waiting>,
    pub unchecked: Vec<Unchecked>,
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

    /// Warnings that still want a look or a reason.
    pub fn open_warnings(&self) -> usize {
        self.of(Severity::Warning)
            .filter(|finding| !finding.is_answered())
            .count()
    }

    fn leave_out(&mut self, rule: &Rule, instance: &str, why: Why) {
        self.unchecked.push(Unchecked {
            rule: rule.id.clone(),
            instance: instance.to_owned(),
            why,
        });
    }
}

/// A return with what follows from its figures.
struct Checked<'a> {
    form: &'a Form,
    ret: &'a Return,
    derived: &'a Derived,
    last_year: Option<&'a LastYear>,
    /// The texts with their figures in place, by the place of their part in the form.
    texts: Vec<Shown>,
    readings: &'a Readings,
}

impl<'a> Checked<'a> {
    fn of(
        form: &'a Form,
        ret: &'a Return,
        derived: &'a Derived,
        last_year: Option<&'a LastYear>,
        readings: &'a mut Readings,
    ) -> Self {
        let figures = Figures {
            form,
            derived,
            last_year,
        };
        let parts = form.parts.iter();
        let texts: Vec<Shown> = parts
            .map(|part| ret.text(&part.id).shown(&figures))
            .collect();
        readings.follow(form, ret, &texts, last_year);
        Self {
            form,
            ret,
            derived,
            last_year,
            texts,
            readings,
        }
    }

    /// Why nothing can be compared with last year, if it can't.
    fn no_last_year(&self) -> Option<Why> {
        match self.last_year {
            None => Some(Why::NoLastYear),
            Some(last) if !last.is_year_before => Some(Why::OtherYear(last.year)),
            Some(_) => None,
        }
    }

    /// The parts of the report with their texts.
    fn parts(&self) -> impl Iterator<Item = (&'a Part, &str)> {
        let texts = self.texts.iter().map(|shown| shown.text.as_str());
        self.form.parts.iter().zip(texts)
    }

    /// A part with its text, if the form has it.
    fn part(&self, id: &str) -> Option<(&'a Part, &str)> {
        self.parts().find(|(part, _)| part.id == id)
    }
}

/// Checks a return against every rule of its form.
pub fn check(
    form: &Form,
    ret: &Return,
    derived: &Derived,
    last_year: Option<&LastYear>,
) -> Findings {
    check_again(form, ret, derived, last_year, &mut Readings::default())
}

/// The same after a change: what was read of the texts before need not be read again.
pub fn check_again(
    form: &Form,
    ret: &Return,
    derived: &Derived,
    last_year: Option<&LastYear>,
    readings: &mut Readings,
) -> Findings {
    let checked = Checked::of(form, ret, derived, last_year, readings);
    let mut findings = Findings::default();
    for rule in &form.rules {
        checked.check_rule(rule, &mut findings);
    }
    answers::compare_with(&ret.reasons, &mut findings.broken);
    // A stable sort: the form's order stays inside each severity.
    findings
        .broken
        .sort_by_key(|finding| (finding.severity, finding.is_answered()));
    findings
}

impl Checked<'_> {
    fn check_rule(&self, rule: &Rule, findings: &mut Findings) {
        let Self {
            form,
            ret,
            derived,
            last_year,
            ..
        } = *self;
        if let Some(exemption) = exemption(rule, ret) {
            findings.leave_out(rule, "", Why::NotForThis(exemption));
            return;
        }
        match &rule.check {
            Check::Compare {
                operator,
                instances,
                ..
            } => compare::check(&self.figures(), rule, *operator, instances, findings),
            Check::Edition => check_edition(form, rule, ret, findings),
            Check::Plausible(suspicion) => {
                let years = plausible::Years {
                    form,
                    derived,
                    last_year,
                };
                plausible::check(&years, rule, *suspicion, findings);
            }
            Check::Written(written) => written::check(self, rule, *written, findings),
            Check::TextRepeated { parts } => repeated::check(self, rule, parts, findings),
            Check::Measure => check_measure(form, rule, ret, findings),
            Check::Header => check_header(rule, ret, findings),
            Check::TextFields => fields::check(self, rule, findings),
            Check::Headings => texts::check_headings(form, rule, ret, findings),
            Check::Year => texts::check_year(self, rule, findings),
            Check::TextPresent { parts } => {
                texts::check_present(self, rule, parts, findings);
            }
            Check::TextMentions { part, any, advice } => {
                texts::check_mentions(self, rule, part, any, advice, findings);
            }
        }
    }

    fn figures(&self) -> compare::Figures<'_> {
        compare::Figures {
            form: self.form,
            derived: self.derived,
            last_year: self.last_year,
        }
    }
}

/// What keeps a rule from a return, if anything does.
fn exemption(rule: &Rule, ret: &Return) -> Option<Exemption> {
    let years = rule.years.filter(|years| !years.contains(ret.header.year));
    let exempt = match rule.applies_when {
        None => None,
        Some(Condition::NoRuleMakingPower) => {
            (ret.header.rule_making != RuleMaking::HasNot).then_some(Exemption::RuleMaking)
        }
        Some(Condition::Government) => {
            (ret.header.level != Level::Government).then_some(Exemption::NoGovernment)
        }
        Some(Condition::Imported) => ret.provenance.is_none().then_some(Exemption::NotImported),
    };
    years.map(|_| Exemption::OtherYears).or(exempt)
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

/// E1: the edition is the one issued for the year. An older one may be meant.
fn check_edition(form: &Form, rule: &Rule, ret: &Return, findings: &mut Findings) {
    let (years, year) = (form.years, ret.header.year);
    if years.contains(year) {
        findings.held += 1;
        return;
    }
    let to = years.to.map_or("起".to_owned(), |to| format!("至 {to} 年"));
    findings.broken.push(Finding {
        title: format!("{}不是 {year} 年度的版式", form.name),
        message: format!(
            "本报告年度是 {year} 年，使用的{}用于 {} 年{to}的年报；确需使用的请说明理由",
            form.name, years.from
        ),
        ..finding(rule, Place::Header(Some(HeaderField::Year)))
    });
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
        figures: Vec::new(),
        answer: Answer::None,
        offer: None,
    }
}
