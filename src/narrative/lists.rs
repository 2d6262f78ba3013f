//! Lists after 其中, whose items should add up to the number they are parts of.

use std::ops::Range;

use crate::value::Decimal;

use super::numerals::Precision;
use super::paragraph::{Count, Paragraph};
use super::vocabulary::Vocabulary;

/// A list that does not add up; ranges are in the paragraph's bytes.
#[derive(Clone, Debug)]
pub(super) struct List {
    /// The whole, as it is quoted: `2873条`.
    pub whole: Range<usize>,
    pub stated: Decimal,
    pub items: Vec<Decimal>,
    /// From the whole to the last item.
    pub range: Range<usize>,
}

/// A list that states most of its whole can be taken for complete: at least so many in ten.
const MOST_IN_TEN: i64 = 9;
const LEAST_ITEMS: usize = 3;

/// The lists of a paragraph that are plainly complete and do not add up.
pub(super) fn wrong_lists(vocabulary: &Vocabulary, paragraph: &Paragraph<'_>) -> Vec<List> {
    let tokens = paragraph.tokens.iter();
    let among = tokens.filter(|token| vocabulary.among.contains(&token.word));
    among
        .filter_map(|token| wrong_list(vocabulary, paragraph, &token.range))
        .collect()
}

fn wrong_list(
    vocabulary: &Vocabulary,
    paragraph: &Paragraph<'_>,
    among: &Range<usize>,
) -> Option<List> {
    let clause = paragraph.clause(paragraph.clause_at(among.start));
    let sentence = clause.sentence;
    let head = head(paragraph, sentence.start, among.start)?;
    let items: Vec<&Count> = paragraph
        .counts_in(&(among.end..sentence.end))
        .iter()
        .filter(|count| !paragraph.clause(count.clause).aside)
        .collect();
    let (first, last) = (items.first()?, items.last()?);
    let list = among.end..last.end;
    let alike =
        |count: &&Count| count.unit == head.unit && count.number.precision == Precision::Exact;
    let is_plain = head.number.precision == Precision::Exact
        && items.iter().all(alike)
        && ![&vocabulary.among, &vocabulary.rises, &vocabulary.falls]
            .into_iter()
            .any(|words| paragraph.has(&list, words))
        // Which of several wholes it is of can't be told.
        && paragraph.beside(head).len() == 1
        && !paragraph.has(&(head.end..first.number.range.start), &vocabulary.open)
        && !is_left_open(paragraph, last);
    if !is_plain {
        return None;
    }
    let stated = head.number.value()?;
    let values: Vec<Decimal> = items
        .iter()
        .map(|item| item.number.value())
        .collect::<Option<_>>()?;
    let mut sum = Decimal::ZERO;
    for value in &values {
        sum = sum.checked_add(*value)?;
        // What follows is then about something else.
        if sum == stated && values.len() > 1 {
            return None;
        }
    }
    if is_sum_of_wholes(paragraph, sentence.start, head, sum) {
        return None;
    }
    let overlaps = paragraph.has(&list, &vocabulary.overlapping)
        // What is as much as the whole stands beside other views of it.
        || values.iter().any(|value| *value >= stated);
    let is_complete = paragraph.has(&list, &vocabulary.rest) && values.len() > 1
        || values.len() >= LEAST_ITEMS
            && sum.checked_mul(Decimal::from(10))?
                >= stated.checked_mul(Decimal::from(MOST_IN_TEN))?;
    let is_wrong = if sum > stated {
        // The same thing may be counted in several ways.
        !overlaps && is_complete
    } else {
        is_complete
    };
    is_wrong.then_some(List {
        whole: head.number.range.start..head.end,
        stated,
        items: values,
        range: head.number.range.start..last.end,
    })
}

/// The number a list is of: the last one before it in the sentence, else in the sentence before.
pub(super) fn head<'a>(
    paragraph: &'a Paragraph<'_>,
    sentence: usize,
    among: usize,
) -> Option<&'a Count> {
    let plain = |range: Range<usize>| {
        let counts = paragraph.counts_in(&range).iter().rev();
        let mut counts = counts.into_iter();
        counts.find(|count| !paragraph.clause(count.clause).aside)
    };
    plain(sentence..among).or_else(|| {
        let before = paragraph.clause_at(sentence.checked_sub(1)?);
        plain(paragraph.clause(before).sentence)
    })
}

/// Whether a sum is that of the head and the numbers just before it: 建议120件，提案85件.
fn is_sum_of_wholes(
    paragraph: &Paragraph<'_>,
    sentence: usize,
    head: &Count,
    sum: Decimal,
) -> bool {
    let wholes = paragraph.counts_in(&(sentence..head.end)).iter().rev();
    let mut total = Decimal::ZERO;
    let alike = wholes.take_while(|count| count.unit == head.unit);
    alike.filter_map(|count| count.number.value()).any(|whole| {
        total = total.saturating_add(whole);
        total == sum
    })
}

/// Whether a list ends with 等.
fn is_left_open(paragraph: &Paragraph<'_>, last: &Count) -> bool {
    let rest = paragraph.text.get(last.end..).unwrap_or_default();
    rest.trim_start().starts_with('等')
}
