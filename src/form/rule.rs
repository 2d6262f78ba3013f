//! 勾稽关系: what must hold in a report.

use super::{Cell, Years};
use crate::value::Decimal;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 硬性: the final export waits until it is mended.
    Error,
    /// 提示: asks for a look.
    Warning,
}

impl Severity {
    pub fn label(self) -> &'static str {
        match self {
            Self::Error => "硬性",
            Self::Warning => "提示",
        }
    }

    /// The word for machines, as in definition files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// 勾稽关系: something that must hold in a report.
#[derive(Clone, Debug)]
pub struct Rule {
    pub id: String,
    /// In the form's own words: `一＋二＝三（七）＋四`.
    pub label: String,
    pub severity: Severity,
    /// Where the rule comes from.
    pub source: String,
    /// What a blank among its cells means.
    pub missing: Missing,
    /// When the rule applies; `None` is always.
    pub applies_when: Option<Condition>,
    /// The reporting years it is for; `None` is all.
    pub years: Option<Years>,
    pub check: Check,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The rule stays open while a cell is blank or a text.
    Wait,
    /// A blank counts as zero.
    AsZero,
}

/// What makes a rule apply to a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The agency has no power to make 规章.
    NoRuleMakingPower,
    /// The return was read from a published report.
    Imported,
    /// The agency is a government, not a department of one.
    Government,
}

/// What a rule looks at.
#[derive(Clone, Debug)]
pub enum Check {
    /// Sums compared, once per instance.
    Compare {
        operator: Operator,
        instances: Vec<Instance>,
        /// Whether the right side is what a new return begins with on the left.
        proposes: bool,
    },
    /// Each stated figure is a number its cell can take.
    Measure,
    /// The headings of an imported report are the form's, in order.
    Headings,
    /// The years in title and texts are the year of the report.
    Year,
    /// Header fields that a report can't be without.
    Header,
    /// The texts of these parts are not empty.
    TextPresent { parts: Vec<String> },
    /// The text of a part says something about a matter.
    TextMentions {
        part: String,
        any: Vec<String>,
        /// What is added to the sentence that says it is missing.
        advice: String,
    },
    /// The texts of these parts are not last year's again.
    TextRepeated { parts: Vec<String> },
    /// Numbers written in texts.
    Written(Written),
    /// The figures in the texts have numbers.
    TextFields,
    /// The edition is the one issued for the year.
    Edition,
    /// The figures look right beside last year's.
    Plausible(Suspicion),
}

/// What is looked at in the numbers of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// Figures of the tables.
    Figures,
    /// Lists after 其中.
    Lists,
    /// Percentages of a whole.
    Shares,
    /// Changes against last year.
    Changes,
    /// Dates and names that were left open.
    Gaps,
}

/// What may be wrong with figures that differ from last year's in a telling way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspicion {
    /// A figure about ten thousand times last year's, or the reverse.
    UnitSlip,
    /// Last year's figure with two neighbouring digits swapped.
    SwappedDigits,
    /// Two columns that fit last year's when exchanged.
    ExchangedColumns,
    /// Many figures that are last year's.
    SameAsLastYear,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Equal,
    AtMost,
    Below,
    AtLeast,
}

impl Operator {
    pub fn holds(self, left: Decimal, right: Decimal) -> bool {
        match self {
            Self::Equal => left == right,
            Self::AtMost => left <= right,
            Self::Below => left < right,
            Self::AtLeast => left >= right,
        }
    }

    /// The sign between two sums on paper.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "＝",
            Self::AtMost => "≤",
            Self::Below => "＜",
            Self::AtLeast => "≥",
        }
    }
}

/// One application of a comparing rule: a column, a row, or the whole rule.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The row's or column's id; empty when the rule has one instance.
    pub id: String,
    /// The row or column in the form's words.
    pub name: String,
    pub left: Side,
    pub right: Side,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Side {
    Sum {
        /// Figures of the return.
        cells: Vec<Cell>,
        /// Cells of this form whose figure of last year is added.
        previous: Vec<Cell>,
    },
    Constant(Decimal),
}

impl Side {
    pub fn cells(&self) -> &[Cell] {
        match self {
            Self::Sum { cells, .. } => cells,
            Self::Constant(_) => &[],
        }
    }

    pub fn previous(&self) -> &[Cell] {
        match self {
            Self::Sum { previous, .. } => previous,
            Self::Constant(_) => &[],
        }
    }

    /// How many figures are added; a number is one.
    pub fn count(&self) -> usize {
        match self {
            Self::Sum { cells, previous } => cells.len() + previous.len(),
            Self::Constant(_) => 1,
        }
    }
}

impl Instance {
    /// Whether it looks at last year's figures.
    pub fn is_cross_year(&self) -> bool {
        !self.left.previous().is_empty() || !self.right.previous().is_empty()
    }
}
