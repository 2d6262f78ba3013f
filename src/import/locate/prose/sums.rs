//! Figures of forms that print them in tables, told by the numbers of sentences where a table is
//! lacking. What a sentence denies in words states none of them.

use crate::form::Cell;
use crate::import::located::Doubt;
use crate::import::normal;
use crate::narrative::{How, StatedSum, stated_sums};
use crate::returns::Place;
use crate::value::Value;

use super::alignment::Alignment;
use super::{BY_NUMBER, CONVERTED, CUMULATED, Claim, Paragraph, Read, Said, Sentences};

/// What the numbers of a paragraph say.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub claims: Vec<Claim>,
    /// Numbers whose cell can't be told, with the cells they may belong to.
    pub unplaced: Vec<Unplaced>,
}

#[derive(Debug)]
pub(super) struct Unplaced {
    pub cells: Vec<Cell>,
    /// About the first of them.
    pub doubt: Doubt,
}

impl Sentences<'_, '_> {
    /// What the numbers of a paragraph say of single cells, read under its own headings.
    pub(super) fn told(&self, paragraph: &Paragraph) -> Told {
        let simple = normal::simplified(&paragraph.text);
        let alignment = Alignment::of(&paragraph.text, &simple);
        let text = self.without_closings(&simple);
        let read = Read {
            paragraph,
            simple: &simple,
            alignment: &alignment,
        };
        let headings: Vec<&str> = paragraph.headings.iter().map(String::as_str).collect();
        let reading = self.form.texts.read_under(&headings, &text);
        let sums = stated_sums(&self.form.texts, &reading, self.year);
        let mut told = Told::default();
        for sum in &sums {
            let cells: Vec<Cell> = sum
                .cells
                .iter()
                .filter_map(|key| self.form.cell(key))
                .collect();
            let is_placed = cells.len() == 1 || sum.number.is_zero();
            if self.counts_more(sum, &sums, &text) {
                told.unplaced.extend(self.unplaced(&read, sum, cells, MORE));
            } else if is_placed {
                // None at all is none in each.
                let claims = cells.into_iter().map(|cell| self.counted(&read, sum, cell));
                told.claims.extend(claims);
            } else {
                told.unplaced
                    .extend(self.unplaced(&read, sum, cells, TOGETHER));
            }
        }
        told
    }

    fn counted(&self, read: &Read<'_>, sum: &StatedSum, cell: Cell) -> Claim {
        let why = match sum.how {
            _ if self.is_cumulated(read.simple, &sum.range, &sum.sentence) => CUMULATED,
            How::Converted => CONVERTED,
            How::Number | How::Nothing => BY_NUMBER,
        };
        let claim = self.claim_of(read, cell, &sum.figure, said(sum, why));
        let own_table = self.form.parts.get(read.paragraph.part);
        let own_table = own_table.and_then(|part| part.table);
        Claim {
            in_statistics: claim.in_statistics
                || own_table == Some(self.form.definition(cell).table),
            ..claim
        }
    }

    /// Whether a number counts more than its figure, a part of it told behind it:
    /// 收到申请25件（含上年结转3件）.
    fn counts_more(&self, whole: &StatedSum, sums: &[StatedSum], text: &str) -> bool {
        let mut parts = sums.iter().filter(|part| {
            part.sentence == whole.sentence
                && part.range.start >= whole.range.end
                && !part.number.is_zero()
                && part.cells.iter().all(|cell| whole.wider.contains(cell))
        });
        parts.any(|part| {
            let between = text.get(whole.range.end..part.range.start);
            let between = between.unwrap_or_default();
            let mut words = self.words.contained.iter();
            words.any(|word| between.contains(word.as_str()))
        })
    }

    fn unplaced(
        &self,
        read: &Read<'_>,
        sum: &StatedSum,
        cells: Vec<Cell>,
        why: &str,
    ) -> Option<Unplaced> {
        let first = *cells.first()?;
        let claim = self.claim_of(read, first, &sum.figure, said(sum, BY_NUMBER));
        Some(Unplaced {
            cells,
            doubt: Doubt {
                place: Place::Cell(first),
                why: format!("文字写的“{}”{why}", claim.quote),
                found: claim.sentence,
                spot: claim.spot,
            },
        })
    }
}

fn said<'a>(sum: &'a StatedSum, why: &'static str) -> Said<'a> {
    Said {
        value: Value::Number(sum.number),
        why,
        quote: &sum.quote,
        sentence: &sum.sentence,
    }
}

const TOGETHER: &str = "是几个数的合计，分不出各是多少，没有填写，请核对";
const MORE: &str = "还含有别的数，没有填写，请核对";
