//! A field as it is written in definition files and drafts.

use serde::{Deserialize, Serialize};

use super::{Calculation, ChangeAs, Field, Printing, Scale};

/// A field in a file: exactly one of `sum`, `share`, `change`, `percent_change`, `last_year`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FieldWire {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sum: Vec<String>,
    /// Subtracted from `sum`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    less: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    share: Vec<String>,
    /// What `share` is a share of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    of: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    change: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    percent_change: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    last_year: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decimals: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scale: Option<ScaleWord>,
    #[serde(skip_serializing_if = "String::is_empty")]
    unit: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    in_words: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ScaleWord {
    TenThousands,
    HundredMillions,
    Ones,
}

/// The decimals of a percentage that says nothing of them.
const PERCENT_DECIMALS: u32 = 2;
/// More digits after the point than any text prints.
const MOST_DECIMALS: u32 = 8;

impl FieldWire {
    /// The field, or what is wrong with it.
    pub fn field(self) -> Result<Field, &'static str> {
        let kinds = [
            &self.sum,
            &self.share,
            &self.change,
            &self.percent_change,
            &self.last_year,
        ];
        if kinds.iter().filter(|keys| !keys.is_empty()).count() != 1 {
            return Err("sum、share、change、percent_change、last_year 应恰好写一个");
        }
        if self.share.is_empty() != self.of.is_empty() {
            return Err("share 和 of 应一起写");
        }
        if self.sum.is_empty() && !self.less.is_empty() {
            return Err("less 只能和 sum 一起写");
        }
        if self
            .decimals
            .is_some_and(|decimals| decimals > MOST_DECIMALS)
        {
            return Err("decimals 太大");
        }
        let calculation = if !self.sum.is_empty() {
            Calculation::Sum {
                add: self.sum,
                subtract: self.less,
            }
        } else if !self.share.is_empty() {
            Calculation::Share {
                of: self.share,
                whole: self.of,
            }
        } else if !self.change.is_empty() {
            Calculation::Change {
                of: self.change,
                given: ChangeAs::Difference,
            }
        } else if !self.percent_change.is_empty() {
            Calculation::Change {
                of: self.percent_change,
                given: ChangeAs::Percent,
            }
        } else {
            Calculation::LastYear { of: self.last_year }
        };
        // A quotient has no end of digits.
        let is_percent = matches!(
            calculation,
            Calculation::Share { .. }
                | Calculation::Change {
                    given: ChangeAs::Percent,
                    ..
                }
        );
        let decimals = self.decimals.or(is_percent.then_some(PERCENT_DECIMALS));
        let scale = match self.scale {
            None => Scale::AsInTable,
            Some(ScaleWord::TenThousands) => Scale::TenThousands,
            Some(ScaleWord::HundredMillions) => Scale::HundredMillions,
            Some(ScaleWord::Ones) => Scale::Ones,
        };
        Ok(Field {
            calculation,
            printing: Printing {
                decimals,
                scale,
                unit: self.unit,
                in_words: self.in_words,
            },
        })
    }
}

impl From<&Field> for FieldWire {
    fn from(field: &Field) -> Self {
        let printing = &field.printing;
        let mut wire = Self {
            decimals: printing.decimals,
            scale: match printing.scale {
                Scale::AsInTable => None,
                Scale::TenThousands => Some(ScaleWord::TenThousands),
                Scale::HundredMillions => Some(ScaleWord::HundredMillions),
                Scale::Ones => Some(ScaleWord::Ones),
            },
            unit: printing.unit.clone(),
            in_words: printing.in_words,
            ..Self::default()
        };
        match &field.calculation {
            Calculation::Sum { add, subtract } => {
                wire.sum.clone_from(add);
                wire.less.clone_from(subtract);
            }
            Calculation::Share { of, whole } => {
                wire.share.clone_from(of);
                wire.of.clone_from(whole);
            }
            Calculation::Change {
                of,
                given: ChangeAs::Difference,
            } => wire.change.clone_from(of),
            Calculation::Change {
                of,
                given: ChangeAs::Percent,
            } => wire.percent_change.clone_from(of),
            Calculation::LastYear { of } => wire.last_year.clone_from(of),
        }
        wire
    }
}
