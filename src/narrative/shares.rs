//! Percentages with what they are of: 966件，占66.48%.

use std::ops::Range;

use crate::value::Decimal;

use super::lists::head;
use super::numerals::Precision;
use super::paragraph::{Count, Paragraph};
use super::vocabulary::Vocabulary;

/// A number with its share of a whole; ranges are in the paragraph's bytes.
#[derive(Clone, Debug)]
pub(super) struct Share {
    pub part: Decimal,
    /// What the share may be said of: the part, then it with the items before it.
    parts: Vec<Decimal>,
    /// As written, in percent.
    pub percent: Decimal,
    /// Where the percentage stands.
    pub number: Range<usize>,
    /// From the part to the percentage.
    pub range: Range<usize>,
    /// Whether its words name the whole with its number.
    pub is_definite: bool,
    /// The whole, where it is plain which number that is.
    pub named: Option<Decimal>,
    /// What may be the whole: the one named, else the numbers before it in the paragraph, the nearest first.
    pub wholes: Vec<Decimal>,
}

impl Share {
    /// Whether the part, with items before it or without, is that share of a whole, at the
    /// decimals printed.
    pub(super) fn is_of(&self, whole: Decimal) -> bool {
        self.parts.iter().any(|part| self.gives(*part, whole))
    }

    fn gives(&self, part: Decimal, whole: Decimal) -> bool {
        // Multiplied by the whole, so that nothing is divided: this is asked of many numbers.
        let exact = part.checked_mul(Decimal::ONE_HUNDRED);
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
        let other_matter = [
            &vocabulary.outside,
            &vocabulary.periods,
            &vocabulary.respectively,
        ]
        .into_iter()
        .any(|words| paragraph.has(&between, words));
        if !said_of || other_matter {
            return None;
        }
        let among_before = clause.sentence.start..part.number.range.start;
        let among = paragraph.last(&among_before, &vocabulary.among);
        let items = match among {
            Some(among) => paragraph.counts_in(&(among.range.end..part.end)),
            None => paragraph.beside(part),
        };
        let among = among.map(|among| among.range.start);
        let named = whole.or_else(|| named_whole(paragraph, part, among));
        let before = paragraph.counts.iter().rev();
        let before = before
            .filter(|count| count.end <= part.number.range.start)
            .filter_map(|count| count.number.value());
        Some(Share {
            part: part.number.value()?,
            parts: sums(items, part),
            named,
            percent: percent.written,
            number: percent.range.clone(),
            range: part.number.range.start..percent.end,
            is_definite: whole.is_some(),
            wholes: whole.map_or_else(|| before.collect(), |whole| vec![whole]),
        })
    });
    shares.collect()
}

/// The last of some items, and the sums of it with those before it that are counted alike.
fn sums(items: &[Count], part: &Count) -> Vec<Decimal> {
    let alike = items.iter().rev().take_while(|item| item.unit == part.unit);
    let mut sum = Decimal::ZERO;
    let values = alike.map_while(|item| item.number.value());
    let sums = values.map(|value| {
        sum = sum.saturating_add(value);
        sum
    });
    sums.collect()
}

/// The number that a part is plainly of: the one before 其中, else one whose clause ends with 中.
fn named_whole(paragraph: &Paragraph<'_>, part: &Count, among: Option<usize>) -> Option<Decimal> {
    let sentence = paragraph.clause(part.clause).sentence;
    let whole = match among {
        Some(among) => head(paragraph, sentence.start, among)?,
        None => {
            let before = sentence.start..part.number.range.start;
            let mut before = paragraph.counts_in(&before).iter().rev();
            before.find(|count| {
                let clause = paragraph.clause(count.clause).range;
                let words = paragraph.slice(&clause).trim_end_matches(['，', ',']);
                count.clause != part.clause && words.ends_with('中')
            })?
        }
    };
    let is_plain = whole.number.precision == Precision::Exact
        && whole.unit == part.unit
        && paragraph.beside(whole).len() == 1;
    is_plain.then(|| whole.number.value()).flatten()
}

/// How many characters may stand between a number and its share.
const MOST_BETWEEN: usize = 16;
