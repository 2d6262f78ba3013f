//! What a text states of single figures, whatever the table says: for reports without tables.

use std::ops::Range;

use crate::value::Decimal;

use super::claims::{Claim, Says};
use super::numerals::Number;
use super::reading::shifted;
use super::{Calculation, NamedFigure, Reading, Scale, Texts};

/// A figure that a text states; ranges are in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The cell, by key.
    pub key: String,
    /// The figure's id among the form's texts.
    pub figure: String,
    /// In the table's unit.
    pub number: Decimal,
    pub how: How,
    /// The number, or the words that deny it.
    pub range: Range<usize>,
    /// The words that say it.
    pub quote: Range<usize>,
    pub sentence: Range<usize>,
}

/// How a text states a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Number,
    /// In 元 where the table counts in 万元.
    Converted,
    /// There is none, in words.
    Nothing,
}

/// The figures that a text states for a year, in its order. What may be several cells' number is
/// left out.
pub fn stated(texts: &Texts, reading: &Reading, year: u16) -> Vec<Stated> {
    let mut stated = Vec::new();
    for (start, line) in &reading.lines {
        for claim in &line.claims {
            if let Some((figure, key, number, how)) = meant(texts, claim, year) {
                stated.push(Stated {
                    key: key.to_owned(),
                    figure: figure.id.clone(),
                    number,
                    how,
                    range: shifted(&claim.range, *start),
                    quote: shifted(&claim.quote, *start),
                    sentence: shifted(&line.sentence(&claim.range), *start),
                });
            }
        }
    }
    stated
}

/// The likeliest figure of one cell that a claim can mean, with its number.
fn meant<'a>(
    texts: &'a Texts,
    claim: &Claim,
    year: u16,
) -> Option<(&'a NamedFigure, &'a str, Decimal, How)> {
    let namings = claim.namings.iter();
    let namings = namings.filter_map(|&place| Some((place, texts.vocabulary.namings.get(place)?)));
    let mut figures = namings
        .filter(|(_, naming)| naming.is_of(claim.year, year))
        .flat_map(|(place, _)| texts.meant(place));
    figures.find_map(|figure| {
        let key = only_cell(figure)?;
        let (number, how) = match &claim.says {
            Says::Nothing => (Decimal::ZERO, How::Nothing),
            Says::Number { number, unit } => in_unit(figure, number, unit)?,
        };
        Some((figure, key, number, how))
    })
}

/// The cell that a figure is; `None` if it is computed from several.
fn only_cell(figure: &NamedFigure) -> Option<&str> {
    match &figure.field.calculation {
        Calculation::Sum { add, subtract } if subtract.is_empty() => match add.as_slice() {
            [key] => Some(key),
            _ => None,
        },
        _ => None,
    }
}

/// A number in the table's unit; `None` if it can't be counted in it.
fn in_unit(figure: &NamedFigure, number: &Number, unit: &str) -> Option<(Decimal, How)> {
    let is_money = figure.field.printing.unit == "万元";
    match (is_money, unit, number.scale) {
        (true, "万元", Scale::AsInTable) => Some((number.written, How::Number)),
        (true, "元", _) => {
            let amount = number.value()?.checked_div(Decimal::from(10_000))?;
            Some((amount.normalize(), How::Converted))
        }
        (true, _, _) => None,
        (false, _, _) => Some((number.value()?.normalize(), How::Number)),
    }
}

#[cfg(test)]
mod tests {
    use crate::form::catalog::Catalog;

    use super::*;

    #[test]
    fn numbers_and_words_state_single_figures() {
        let form = Catalog::built_in().unwrap().official("A").unwrap();
        let text = "全年共收到政府信息公开申请12件。没有因政府信息公开被申请行政复议。政府信息公开专项经费35000元。";
        let reading = form.texts.read(text);
        let found = stated(&form.texts, &reading, 2018);
        let found: Vec<(&str, String, How)> = found
            .iter()
            .map(|stated| {
                (
                    stated.figure.as_str(),
                    stated.number.to_string(),
                    stated.how,
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                ("received", "12".to_owned(), How::Number),
                ("reviews", "0".to_owned(), How::Nothing),
                ("budget", "3.5".to_owned(), How::Converted),
            ]
        );
    }
}
