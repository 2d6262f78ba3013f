//! Fields in words.

use crate::form::Form;

use super::{Calculation, ChangeAs, Field, Lack};

/// More summands than this are counted, not listed.
const MOST_SUMMANDS: usize = 4;

impl Field {
    /// The figure's name where it has one, else its calculation in words.
    pub fn name(&self, form: &Form) -> String {
        let mut named = form.texts.figures.iter();
        named
            .find(|figure| figure.field.calculation == self.calculation)
            .map_or_else(
                || self.calculation.in_words(form),
                |figure| figure.name.clone(),
            )
    }
}

impl Calculation {
    /// `（一）予以公开·总计 ＋ （二）部分公开·总计`; cells that the form doesn't have stand with
    /// their keys.
    pub fn in_words(&self, form: &Form) -> String {
        match self {
            Self::Sum { add, subtract } => {
                let mut words = labels(form, add, " ＋ ");
                if !subtract.is_empty() {
                    words.push_str(" － ");
                    words.push_str(&labels(form, subtract, " － "));
                }
                words
            }
            Self::Share { of, whole } => format!(
                "{} 占 {} 的百分比",
                labels(form, of, " ＋ "),
                labels(form, whole, " ＋ ")
            ),
            Self::Change { of, given } => {
                let what = match given {
                    ChangeAs::Difference => "增减",
                    ChangeAs::Percent => "增减的百分比",
                };
                format!("{} 比上年{what}", labels(form, of, " ＋ "))
            }
            Self::LastYear { of } => format!("上年的 {}", labels(form, of, " ＋ ")),
        }
    }
}

impl Lack {
    /// Why there is no number, as a clause.
    pub fn in_words(&self, form: &Form) -> String {
        match self {
            Self::NoCell(_) => "本版式没有这一格".to_owned(),
            Self::NoNumber(cell) => format!("{}还没有填", form.short_label(*cell)),
            Self::NoLastYear => "没有关联上年年报".to_owned(),
            Self::NotComparable(cell) => {
                format!("{}没有可比的上年数", form.short_label(*cell))
            }
            Self::ZeroBase => "作为基数的数是 0".to_owned(),
            Self::TooLarge => "数太大，算不出来".to_owned(),
        }
    }
}

fn labels(form: &Form, keys: &[String], sign: &str) -> String {
    let label = |key: &String| {
        let cell = form.cell(key);
        cell.map_or_else(|| key.clone(), |cell| form.short_label(cell))
    };
    match keys {
        [first, .., last] if keys.len() > MOST_SUMMANDS => {
            format!("{} 至 {} 共 {} 项", label(first), label(last), keys.len())
        }
        _ => {
            let labels: Vec<String> = keys.iter().map(label).collect();
            labels.join(sign)
        }
    }
}
