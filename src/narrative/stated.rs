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

/// A number of a text and the cells whose sum it is; ranges are in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedSum {
    /// The figure's id among the form's texts.
    pub figure: String,
    /// Its cells, by key: one, or those of which only the sum is stated.
    pub cells: Vec<String>,
    /// The cells that the same words may count with it, by key: 收到 may count what was carried
    /// in.
    pub wider: Vec<String>,
    /// In the table's unit.
    pub number: Decimal,
    pub how: How,
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

/// The figures that numbers of a text state for a year, each named in one way only, in its order;
/// what is denied in words is left out.
pub fn stated_sums(texts: &Texts, reading: &Reading, year: u16) -> Vec<StatedSum> {
    let lines = reading.lines.iter();
    let claims =
        lines.flat_map(|(start, line)| line.claims.iter().map(move |claim| (*start, line, claim)));
    let sums = claims.filter_map(|(start, line, claim)| {
        let Says::Number { number, unit } = &claim.says else {
            return None;
        };
        let (figure, wider) = named_in_one_way(texts, claim, year)?;
        let (number, how) = in_unit(figure, number, unit)?;
        Some(StatedSum {
            figure: figure.id.clone(),
            cells: added(figure)?.to_vec(),
            wider,
            number,
            how,
            range: shifted(&claim.range, start),
            quote: shifted(&claim.quote, start),
            sentence: shifted(&line.sentence(&claim.range), start),
        })
    });
    sums.collect()
}

/// The figure that all the names of a claim's number mean first, with the cells of what they may
/// mean beside it; `None` where that is another figure and none wider.
fn named_in_one_way<'a>(
    texts: &'a Texts,
    claim: &Claim,
    year: u16,
) -> Option<(&'a NamedFigure, Vec<String>)> {
    let namings = claim.namings.iter();
    let namings = namings.filter_map(|&place| Some((place, texts.vocabulary.namings.get(place)?)));
    let mut own: Option<&NamedFigure> = None;
    let mut wider = Vec::new();
    for (place, _) in namings.filter(|(_, naming)| naming.is_of(claim.year, year)) {
        let mut meant = texts.meant(place);
        let first = meant.next()?;
        if own.is_some_and(|own| own.id != first.id) {
            return None;
        }
        own = Some(first);
        let cells = added(first)?;
        for other in meant {
            let Some(others) = added(other) else {
                // What is left of the figure without something is no other cell's.
                continue;
            };
            if cells.iter().all(|cell| others.contains(cell)) {
                wider.extend(others.iter().filter(|cell| !cells.contains(cell)).cloned());
            } else if !others.iter().all(|cell| cells.contains(cell)) {
                return None;
            }
        }
    }
    Some((own?, wider))
}

/// The cells that a figure is the sum of.
fn added(figure: &NamedFigure) -> Option<&[String]> {
    match &figure.field.calculation {
        Calculation::Sum { add, subtract } if subtract.is_empty() => Some(add),
        _ => None,
    }
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
    match added(figure)? {
        [key] => Some(key),
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
