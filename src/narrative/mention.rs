//! Where a text states a figure of the report with a number of its own.

use std::ops::Range;

use crate::value::Decimal;

use super::claims::{Claim, Says};
use super::numerals::{Number, Script};
use super::{Field, Figures, Lack, NamedFigure, Printing, Reading, Scale, Shown, Texts};

/// A number in a text that a figure of the report goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The number as written, without its unit, in bytes of the shown text; the denying word
    /// where the text says there is none.
    pub range: Range<usize>,
    /// The words that say it, in bytes of the shown text.
    pub quote: Range<usize>,
    pub sentence: Range<usize>,
    /// The figures it may be, by id: those it agrees with first, else the likeliest first.
    pub figures: Vec<String>,
    pub agreement: Agreement,
    /// The likeliest figure in the same print, to take the number's place; `None` where the
    /// number is in Chinese numerals or in words.
    pub offer: Option<Field>,
}

/// Whether a number in a text is that of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    Agrees,
    /// The likeliest figure is another number, as the text would print it.
    Differs {
        written: Decimal,
        table: Decimal,
    },
    /// The table has no number yet.
    Waits,
}

/// The numbers of a text that figures of the report go by, in their order. Those of fields are
/// left out: they are the table's.
///
/// `year` is the report's: what the text says of other years is none of this year's figures.
pub fn mentions(texts: &Texts, figures: &Figures<'_>, year: u16, shown: &Shown) -> Vec<Mention> {
    mentions_in(&texts.read(&shown.text), texts, figures, year, shown)
}

/// The same of a text that was read before.
pub fn mentions_in(
    reading: &Reading,
    texts: &Texts,
    figures: &Figures<'_>,
    year: u16,
    shown: &Shown,
) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for (start, line) in &reading.lines {
        let in_text = |range: &Range<usize>| start + range.start..start + range.end;
        for claim in &line.claims {
            let range = in_text(&claim.range);
            if shown.is_in_field(&range) {
                continue;
            }
            let Some((figures, agreement, offer)) = judged(claim, texts, figures, year) else {
                continue;
            };
            mentions.push(Mention {
                range,
                quote: in_text(&claim.quote),
                sentence: in_text(&line.sentence(&claim.range)),
                figures,
                agreement,
                offer,
            });
        }
    }
    mentions
}

/// What a claim means for the figures; `None` if it is about another year's.
fn judged(
    claim: &Claim,
    texts: &Texts,
    figures: &Figures<'_>,
    year: u16,
) -> Option<(Vec<String>, Agreement, Option<Field>)> {
    let mut meant = Vec::new();
    let mut agreeing = Vec::new();
    let mut likeliest = None;
    let mut differs = None;
    let mut waits = false;
    let namings = claim.namings.iter();
    let namings = namings.filter_map(|&place| Some((place, texts.vocabulary.namings.get(place)?)));
    for (place, _) in namings.filter(|(_, naming)| naming.is_of(claim.year, year)) {
        for figure in texts.meant(place) {
            let Some(field) = in_print(figure, &claim.says) else {
                continue;
            };
            let written = match &claim.says {
                Says::Number { number, .. } => number.written,
                Says::Nothing => Decimal::ZERO,
            };
            match field.number(figures) {
                Ok(table) if table == written => {
                    agreeing.push((figure.id.clone(), field));
                    continue;
                }
                Ok(table) if differs.is_none() => {
                    differs = Some(Agreement::Differs { written, table });
                    likeliest = Some(field);
                }
                Ok(_) | Err(Lack::NoCell(_)) => {}
                Err(_) => waits = true,
            }
            meant.push(figure.id.clone());
        }
    }
    let offered = |field: Field| match &claim.says {
        Says::Number { number, .. } if number.script == Script::Arabic => Some(field),
        Says::Number { .. } | Says::Nothing => None,
    };
    if !agreeing.is_empty() {
        let offer = agreeing
            .first()
            .and_then(|(_, field)| offered(field.clone()));
        let figures = agreeing.into_iter().map(|(id, _)| id).collect();
        return Some((figures, Agreement::Agrees, offer));
    }
    if waits {
        return Some((meant, Agreement::Waits, None));
    }
    Some((meant, differs?, likeliest.and_then(offered)))
}

/// A figure as the text prints the number; `None` if it can't be counted in that unit.
fn in_print(figure: &NamedFigure, says: &Says) -> Option<Field> {
    let (number, unit) = match says {
        Says::Nothing => return Some(figure.field.clone()),
        Says::Number { number, unit } => (number, unit.as_str()),
    };
    let own = figure.field.printing.unit.as_str();
    let in_ten_thousands = own == "万元";
    let scale = match (in_ten_thousands, unit, number.scale) {
        (true, "万元", Scale::AsInTable) => Scale::AsInTable,
        (true, "元", Scale::AsInTable) => Scale::Ones,
        (true, _, _) => return None,
        (false, _, scale) => scale,
    };
    Some(Field {
        calculation: figure.field.calculation.clone(),
        printing: Printing {
            decimals: decimals(number, scale),
            scale,
            unit: String::new(),
            in_words: false,
        },
    })
}

/// The decimals that a number is printed with; none where it is a whole number as in the table.
fn decimals(number: &Number, scale: Scale) -> Option<u32> {
    let decimals = number.written.scale();
    (decimals > 0 || scale != Scale::AsInTable).then_some(decimals)
}
