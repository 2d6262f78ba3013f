//! Changes against the year before: 收到申请2180件，比上年增加43件.

use std::ops::Range;

use super::claims::{Claim, Says};
use super::numerals::{Number, Precision};
use super::paragraph::Paragraph;
use super::vocabulary::Vocabulary;

/// A change of a figure; ranges are in the paragraph's bytes.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// How the figure is named, by place in the vocabulary, the likeliest first.
    pub namings: Vec<usize>,
    /// The year that is named with the figure.
    pub year: Option<u16>,
    /// Less than the year before.
    pub falls: bool,
    /// As written, without the direction.
    pub number: Number,
    /// What it is counted in; empty for a percentage.
    pub unit: String,
    /// From the direction to the number's end.
    pub quote: Range<usize>,
}

/// The changes of figures that a paragraph speaks of.
pub(super) fn changes(
    vocabulary: &Vocabulary,
    paragraph: &Paragraph<'_>,
    claims: &[Claim],
) -> Vec<Change> {
    let percents = paragraph.percents.iter();
    let percents = percents.map(|number| (number, String::new(), number.end));
    let counts = paragraph.counts.iter();
    let counts = counts.map(|count| (&count.number, count.unit.clone(), count.end));
    let found = percents.chain(counts).filter_map(|(number, unit, end)| {
        let start = number.range.start;
        let clause = paragraph.clause(paragraph.clause_at(start));
        let own = clause.range.start..start;
        let rise = paragraph.last(&own, &vocabulary.rises);
        let fall = paragraph.last(&own, &vocabulary.falls);
        let direction = rise
            .into_iter()
            .chain(fall)
            .max_by_key(|token| token.range.start)?;
        let is_next = paragraph
            .slice(&(direction.range.end..start))
            .trim()
            .is_empty();
        let sentence = clause.sentence.start..start;
        let subject = claims.iter().rev().find(|claim| {
            matches!(claim.says, Says::Number { .. })
                && claim.range.start >= sentence.start
                && claim.range.end <= start
        })?;
        let between = subject.range.end..start;
        let of_subject = paragraph.counts_in(&between).is_empty()
            && !paragraph
                .percents
                .iter()
                .any(|other| between.contains(&other.range.start));
        let against_last_year = paragraph.has(&between, &vocabulary.compared);
        let other_matter = [
            &vocabulary.outside,
            &vocabulary.periods,
            &vocabulary.topics,
            &vocabulary.respectively,
        ]
        .into_iter()
        .any(|words| paragraph.has(&between, words));
        let said = is_next && of_subject && against_last_year && !other_matter;
        (said && number.precision == Precision::Exact).then(|| Change {
            namings: subject.namings.clone(),
            year: subject.year,
            falls: fall.is_some_and(|fall| fall.range == direction.range),
            number: number.clone(),
            unit,
            quote: direction.range.start..end,
        })
    });
    found.collect()
}
