//! Shares and changes in texts beside the tables.

use crate::value::Decimal;

use super::changes::Change;
use super::reading::shifted;
use super::shares::Share;
use super::{
    Calculation, ChangeAs, Figures, NamedFigure, Reading, Shown, Texts, WrongChange, WrongShare,
};

/// The percentages that neither the numbers before them nor those of the tables give. Where it
/// can't be told what the whole is, nothing is said.
pub fn wrong_shares(
    reading: &Reading,
    texts: &Texts,
    figures: &Figures<'_>,
    shown: &Shown,
) -> Vec<WrongShare> {
    let mut wrong = Vec::new();
    let mut before: Vec<Decimal> = Vec::new();
    for (start, line) in &reading.lines {
        for share in &line.shares {
            let number = shifted(&share.number, *start);
            if shown.is_in_field(&number) || is_share_of_any(share, &before, texts, figures) {
                continue;
            }
            let is_whole = |whole: &Decimal| *whole >= share.part && !whole.is_zero();
            let Some(whole) = share.named.filter(is_whole) else {
                continue;
            };
            wrong.push(WrongShare {
                part: share.part,
                whole,
                percent: share.percent,
                number,
                range: shifted(&share.range, *start),
            });
        }
        before.extend(&line.counts);
    }
    wrong
}

fn is_share_of_any(
    share: &Share,
    before: &[Decimal],
    texts: &Texts,
    figures: &Figures<'_>,
) -> bool {
    let is_whole = |whole: &Decimal| !whole.is_zero() && share.is_of(*whole);
    if share.wholes.iter().any(is_whole) {
        return true;
    }
    if share.is_definite {
        return false;
    }
    let mut tables = texts
        .figures
        .iter()
        .filter(|figure| matches!(figure.field.calculation, Calculation::Sum { .. }))
        .filter_map(|figure| figure.field.calculation.evaluate(figures).ok());
    before.iter().rev().any(is_whole) || tables.any(|whole| is_whole(&whole))
}

/// The changes against last year that the tables do not give.
pub fn wrong_changes(
    reading: &Reading,
    texts: &Texts,
    figures: &Figures<'_>,
    year: u16,
    shown: &Shown,
) -> Vec<WrongChange> {
    let mut wrong = Vec::new();
    for (start, line) in &reading.lines {
        for change in &line.changes {
            if shown.is_in_field(&shifted(&change.number.range, *start)) {
                continue;
            }
            if let Some((figure, computed)) = otherwise(change, texts, figures, year) {
                wrong.push(WrongChange {
                    figure,
                    written: written(change),
                    computed,
                    is_percent: change.unit.is_empty(),
                    quote: shifted(&change.quote, *start),
                    sentence: shifted(&line.sentence(&change.quote), *start),
                });
            }
        }
    }
    wrong
}

/// With its direction.
fn written(change: &Change) -> Decimal {
    let number = change.number.value().unwrap_or_default();
    if change.falls { -number } else { number }
}

/// What the tables say, if they say something else; with the likeliest figure's id.
fn otherwise(
    change: &Change,
    texts: &Texts,
    figures: &Figures<'_>,
    year: u16,
) -> Option<(String, Decimal)> {
    let is_percent = change.unit.is_empty();
    let namings = change.namings.iter();
    let namings = namings.filter_map(|&place| Some((place, texts.vocabulary.namings.get(place)?)));
    let meant = namings
        .filter(|(_, naming)| is_percent || naming.units.contains(&change.unit))
        .filter(|(_, naming)| naming.is_of(change.year, year))
        .flat_map(|(place, _)| texts.meant(place));
    let step = Decimal::new(1, change.number.written.scale());
    let mut other = None;
    for figure in meant {
        let Some(computed) = computed(figure, is_percent, figures) else {
            continue;
        };
        let difference = (computed - written(change)).abs();
        let agrees = if is_percent {
            difference < step
        } else {
            difference.is_zero()
        };
        if agrees {
            return None;
        }
        let rounded = computed.round_dp(if is_percent { step.scale().max(1) } else { 6 });
        other = other.or_else(|| Some((figure.id.clone(), rounded)));
    }
    other
}

/// The change of a figure; `None` while it can't be told.
fn computed(figure: &NamedFigure, is_percent: bool, figures: &Figures<'_>) -> Option<Decimal> {
    let Calculation::Sum { add, subtract } = &figure.field.calculation else {
        return None;
    };
    // Money is written in other units than the table's.
    if !subtract.is_empty() || figure.field.printing.unit == "万元" && !is_percent {
        return None;
    }
    let given = if is_percent {
        ChangeAs::Percent
    } else {
        ChangeAs::Difference
    };
    let of = add.clone();
    Calculation::Change { of, given }.evaluate(figures).ok()
}
