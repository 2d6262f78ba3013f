//! Where a text states a figure of the report with a number of its own.

use std::ops::Range;

use crate::value::Decimal;

use super::claims::{Claim, Says};
use super::numerals::{Number, Script};
use super::reading::{Line, shifted};
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
    let reading = texts.read(&shown.text);
    let judged = judged(&reading, texts, figures, year, shown);
    judged.map(|judged| judged.mention()).collect()
}

/// The same of a text that was read before, as far as they are to be looked at for a check:
/// nothing is copied.
pub fn judged<'a>(
    reading: &'a Reading,
    texts: &'a Texts,
    figures: &'a Figures<'_>,
    year: u16,
    shown: &'a Shown,
) -> impl Iterator<Item = Judged<'a>> {
    let lines = reading.lines.iter();
    let claims =
        lines.flat_map(|(start, line)| line.claims.iter().map(move |claim| (*start, line, claim)));
    claims.filter_map(move |(start, line, claim)| {
        if shown.is_in_field(&shifted(&claim.range, start)) {
            return None;
        }
        let (meant, agreement) = judge(claim, texts, figures, year)?;
        if let Agreement::Differs { table, .. } = agreement
            && is_one_of_parts(line, claim, table)
        {
            return None;
        }
        Some(Judged {
            start,
            line,
            claim,
            meant,
            agreement,
        })
    })
}

/// What a number in a text means for the figures.
pub struct Judged<'a> {
    /// Where the claim's paragraph begins in the text, in bytes.
    start: usize,
    line: &'a Line,
    claim: &'a Claim,
    /// Those it agrees with, else those it may be, the likeliest first; each as it is printed.
    meant: Vec<(&'a NamedFigure, Printing)>,
    pub agreement: Agreement,
}

impl Judged<'_> {
    pub fn mention(&self) -> Mention {
        let in_text = |range: &Range<usize>| shifted(range, self.start);
        let offer = match (&self.claim.says, self.meant.first()) {
            (Says::Number { number, .. }, Some((figure, printing)))
                if number.script == Script::Arabic && self.agreement != Agreement::Waits =>
            {
                Some(Field {
                    calculation: figure.field.calculation.clone(),
                    printing: printing.clone(),
                })
            }
            _ => None,
        };
        let figures = self.meant.iter().map(|(figure, _)| figure.id.clone());
        Mention {
            range: in_text(&self.claim.range),
            quote: in_text(&self.claim.quote),
            sentence: in_text(&self.line.sentence(&self.claim.range)),
            figures: figures.collect(),
            agreement: self.agreement,
            offer,
        }
    }
}

/// What a claim means for the figures; `None` if it is about another year's.
fn judge<'a>(
    claim: &Claim,
    texts: &'a Texts,
    figures: &Figures<'_>,
    year: u16,
) -> Option<(Vec<(&'a NamedFigure, Printing)>, Agreement)> {
    let mut agreeing = Vec::new();
    let mut differing = Vec::new();
    let mut others = Vec::new();
    let mut differs = None;
    let written = match &claim.says {
        Says::Number { number, .. } => number.written,
        Says::Nothing => Decimal::ZERO,
    };
    let namings = claim.namings.iter();
    let namings = namings.filter_map(|&place| Some((place, texts.vocabulary.namings.get(place)?)));
    for (place, _) in namings.filter(|(_, naming)| naming.is_of(claim.year, year)) {
        for figure in texts.meant(place) {
            let Some(printing) = in_print(figure, &claim.says) else {
                continue;
            };
            match printing.number(&figure.field.calculation, figures) {
                Ok(table) if table == written => agreeing.push((figure, printing)),
                Ok(table) => {
                    differs = differs.or(Some(Agreement::Differs { written, table }));
                    differing.push((figure, printing));
                }
                Err(Lack::NoCell(_)) => {}
                Err(_) => others.push((figure, printing)),
            }
        }
    }
    if !agreeing.is_empty() {
        Some((agreeing, Agreement::Agrees))
    } else if !others.is_empty() {
        others.extend(differing);
        Some((others, Agreement::Waits))
    } else {
        Some((differing, differs?))
    }
}

/// Whether numbers of one sentence that are named alike add up to the table's, this one among
/// them: 区教委答复30件，区民政局答复12件.
fn is_one_of_parts(line: &Line, claim: &Claim, table: Decimal) -> bool {
    let Says::Number { number: own, .. } = &claim.says else {
        return false;
    };
    let sentence = line.sentence(&claim.range);
    let alike = line.claims.iter().filter(|other| {
        let is_alike = |naming: &usize| claim.namings.contains(naming);
        sentence.contains(&other.range.start) && other.namings.iter().any(is_alike)
    });
    let numbers: Vec<(bool, Decimal)> = alike
        .filter_map(|other| match &other.says {
            Says::Number { number, .. } if number.scale == own.scale => {
                Some((other.range == claim.range, number.written))
            }
            Says::Number { .. } | Says::Nothing => None,
        })
        .collect();
    (0..numbers.len()).any(|first| {
        let mut sum = Decimal::ZERO;
        let mut has_own = false;
        numbers.iter().skip(first).any(|&(is_own, number)| {
            has_own |= is_own;
            sum = sum.saturating_add(number);
            has_own && sum == table
        })
    })
}

/// How a text prints a figure with its number; `None` if it can't be counted in that unit.
fn in_print(figure: &NamedFigure, says: &Says) -> Option<Printing> {
    let (number, unit) = match says {
        Says::Nothing => return Some(figure.field.printing.clone()),
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
    Some(Printing {
        decimals: decimals(number, scale),
        scale,
        unit: String::new(),
        in_words: false,
    })
}

/// The decimals that a number is printed with; none where it is a whole number as in the table.
fn decimals(number: &Number, scale: Scale) -> Option<u32> {
    let decimals = number.written.scale();
    (decimals > 0 || scale != Scale::AsInTable).then_some(decimals)
}
