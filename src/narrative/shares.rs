//! Percentages with what they are of: 966件，占66.48%.

use std::ops::Range;

use crate::value::Decimal;

use super::numerals::Precision;
use super::paragraph::Paragraph;
use super::vocabulary::Vocabulary;

/// A number with its share of a whole; ranges are in the paragraph's bytes.
#[derive(Clone, Debug)]
pub(super) struct Share {
    pub part: Decimal,
    /// As written, in percent.
    pub percent: Decimal,
    /// Where the percentage stands.
    pub number: Range<usize>,
    /// From the part to the percentage.
    pub range: Range<usize>,
    /// Whether its words name the whole with its number.
    pub is_definite: bool,
    /// What may be the whole: the one named, else the numbers before it in the paragraph, the nearest first.
    pub wholes: Vec<Decimal>,
}

impl Share {
    /// Whether the part is that share of a whole, at the decimals printed.
    pub(super) fn is_of(&self, whole: Decimal) -> bool {
        // Multiplied by the whole, so that nothing is divided: this is asked of many numbers.
        let exact = self.part.checked_mul(Decimal::ONE_HUNDRED);
        let stated = self.percent.checked_mul(whole);
        let step = Decimal::new(1, self.percent.scale()).checked_mul(whole);
        let differs = exact
            .zip(stated)
            .map(|(exact, stated)| (exact - stated).abs());
        differs
            .zip(step)
            .is_some_and(|(differs, step)| differs < step)
    }
}

/// The shares of a paragraph.
pub(super) fn shares(vocabulary: &Vocabulary, paragraph: &Paragraph<'_>) -> Vec<Share> {
    let percents = paragraph.percents.iter();
    let shares = percents.filter_map(|percent| {
        let clause = paragraph.clause(paragraph.clause_at(percent.range.start));
        let up_to = clause.sentence.start..percent.range.start;
        let share = paragraph.last(&up_to, &vocabulary.shares)?;
        // The share is said of the last number, with nothing but its whole in between.
        let counts = paragraph.counts_in(&(clause.sentence.start..share.range.start));
        let part = counts.last()?;
        let between = part.end..percent.range.start;
        // 占全部申请1453件的66.48%
        let whole = match paragraph.counts_in(&between) {
            [] => None,
            [whole] if whole.number.range.start >= share.range.end => Some(whole.number.value()?),
            _ => return None,
        };
        let said_of = clause.range.contains(&share.range.start)
            && percent.precision == Precision::Exact
            && part.number.precision == Precision::Exact
            && !paragraph
                .percents
                .iter()
                .any(|other| between.contains(&other.range.start))
            && paragraph.slice(&between).chars().count() <= MOST_BETWEEN;
        let other_matter = [&vocabulary.outside, &vocabulary.respectively]
            .into_iter()
            .any(|words| paragraph.has(&between, words));
        if !said_of || other_matter {
            return None;
        }
        let before = paragraph.counts.iter().rev();
        let before = before
            .filter(|count| count.end <= part.number.range.start)
            .filter_map(|count| count.number.value());
        Some(Share {
            part: part.number.value()?,
            percent: percent.written,
            number: percent.range.clone(),
            range: part.number.range.start..percent.end,
            is_definite: whole.is_some(),
            wholes: whole.map_or_else(|| before.collect(), |whole| vec![whole]),
        })
    });
    shares.collect()
}

/// How many characters may stand between a number and its share.
const MOST_BETWEEN: usize = 16;
