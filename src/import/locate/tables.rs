//! The edition a report was made with, and the figures of its tables.
//!
//! The source becomes runs of figures with the texts by them ([`records`]); each form becomes
//! its printed lines ([`outline`]). The best arrangement that keeps both orders
//! ([`alignment`]) tells which run is which line, how it lies on the line is told by heads,
//! count and sums ([`placing`]). The form whose labels explain most is the report's.

mod alignment;
mod belonging;
mod evidence;
mod figure;
mod heads;
mod likeness;
mod outline;
mod placing;
mod reading;
mod records;
mod spellings;
mod sums;

use std::collections::HashSet;
use std::sync::Arc;

use crate::form::catalog::Catalog;
use crate::form::{Cell, Form};
use crate::import::located::{Doubt, Remark};
use crate::import::normal;
use crate::returns::Values;

use super::Figure;
use super::facts::Facts;
use super::tokens::Tokens;

use alignment::Alignment;
use evidence::{Evidence, Labels};
use outline::{NameId, Outline, Outlines, Word};
use reading::Reading;
use records::{Record, Records};
use spellings::Spellings;
use sums::relations;

/// Whether a text of a table is a figure, or a sign for none.
pub(super) fn is_figure(text: &str) -> bool {
    figure::is_figure(text, Spellings::built_in())
}

/// Whether a text is the number of a page.
pub(super) fn is_page_number(text: &str) -> bool {
    figure::is_page_number(text, Spellings::built_in())
}

/// Whether a text is the head of a column that only counts the rows.
pub(super) fn is_serial_head(text: &str) -> bool {
    let serial = &Spellings::built_in().serial;
    serial.contains(&normal::label(text))
}

/// Whether a figure stands in a sum that closes, other than one of nothing.
pub(super) fn is_vouched(form: &Form, stated: &Values, cell: Cell) -> bool {
    let known = |cell: Cell| !stated.get(cell).is_blank();
    let value = stated.get(cell).number();
    value.is_some_and(|value| !value.is_zero())
        && relations(form, form.definition(cell).table)
            .into_iter()
            .filter(|relation| relation.cells().any(|other| other == cell))
            .any(|relation| {
                let difference = relation.difference(form, stated, known);
                difference.is_some_and(|difference| difference.is_zero())
            })
}

/// Two forms that explain a source equally well, but for this, are told apart by the year.
const EVEN: f32 = 2.0;
/// What an alternative print has to explain more than the official one.
const ALTERNATIVE: f32 = 4.0;
/// What a head of a form adds.
const HEAD: f32 = 1.5;
/// Lines with as many figures are told by their number.
const LONG_LINE: usize = 10;

/// The tables of a report.
#[derive(Debug)]
pub(super) struct Tables {
    /// The edition with the alternatives it was printed with.
    pub form: Arc<Form>,
    pub figures: Vec<Figure>,
    pub doubts: Vec<Doubt>,
    pub remarks: Vec<Remark>,
    /// How many totals were found empty, so that they follow from the rest.
    pub blank_totals: usize,
    /// For each token, whether it belongs to a table: label, head or figure.
    pub taken: Vec<bool>,
}

impl Tables {
    /// The tables of the form that explains the source best; `None` if it has no table.
    pub fn find(catalog: &Catalog, tokens: &Tokens<'_>, facts: &Facts) -> Option<Self> {
        let outlines = Outlines::of(catalog);
        let records = Records::of(tokens, &outlines);
        let evidence = Labels::of(&outlines).evidence(&records);
        let words: HashSet<NameId> = records
            .texts
            .iter()
            .flat_map(|text| outlines.named(&text.name))
            .copied()
            .collect();
        let (outline, alignment) = best(&outlines, &records, &evidence, &words, facts)?;
        let reading = Reading::of(outline, &outlines, &records, &alignment, tokens);
        // An empty form is no report by itself.
        let mut remarks = reading.remarks;
        remarks.extend(edition_remark(catalog, &outline.form, facts));
        let taken = belonging::taken(tokens, &outlines, outline, &records, &alignment);
        let tables = Self {
            form: Arc::clone(&outline.form),
            figures: reading.figures,
            doubts: reading.doubts,
            remarks,
            blank_totals: reading.blank_totals,
            taken,
        };
        // An empty form is no report by itself.
        (facts.is_report() || !tables.is_empty()).then_some(tables)
    }

    /// Whether nothing stands in the tables, as in a form that nobody has filled in.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.doubts.iter().all(|doubt| doubt.found.is_empty())
    }
}

/// The form that explains most, if one explains enough.
fn best<'a>(
    outlines: &'a Outlines,
    records: &Records,
    evidence: &[Evidence],
    words: &HashSet<NameId>,
    facts: &Facts,
) -> Option<(&'a Outline, Alignment)> {
    let mut best: Option<(&Outline, Alignment, f32)> = None;
    for outline in &outlines.outlines {
        let alignment = Alignment::of(outline, outlines, records, evidence);
        if !explains(outline, records, &alignment, words) {
            continue;
        }
        let heads = outline
            .words
            .iter()
            .filter(|(name, word)| **word == Word::Column && words.contains(name));
        let mut score = alignment.score + HEAD * heads.count() as f32;
        if facts
            .year
            .is_some_and(|year| outline.form.years.contains(year))
        {
            score += EVEN;
        }
        if outline
            .form
            .alternatives
            .iter()
            .any(|alternative| alternative.chosen)
        {
            score -= ALTERNATIVE;
        }
        // The later edition of two that fit alike is the likelier one without a year.
        let better = best.as_ref().is_none_or(|(other, _, most)| {
            score > *most || (score == *most && outline.form.years.from > other.form.years.from)
        });
        if better {
            best = Some((outline, alignment, score));
        }
    }
    best.map(|(outline, alignment, _)| (outline, alignment))
}

/// Whether enough lines were found for the source to have tables of this form.
fn explains(
    outline: &Outline,
    records: &Records,
    alignment: &Alignment,
    words: &HashSet<NameId>,
) -> bool {
    let labelled = alignment
        .matches
        .iter()
        .filter(|found| found.label >= 0.8)
        .count();
    let titles = outline.titles.iter().flatten();
    let known = outline
        .words
        .keys()
        .chain(titles)
        .filter(|name| words.contains(name))
        .count();
    // As many figures as a long line has, below its title, are no chance even where the heads
    // are torn to pieces.
    let whole = alignment.matches.iter().any(|found| {
        let cells = outline.lines.get(found.line).map(|line| line.cells.len());
        let figures = records.records.get(found.record).map(Record::figures);
        found.label >= 0.8 && cells == figures && cells >= Some(LONG_LINE)
    });
    labelled >= 2 || (labelled >= 1 && known >= 2) || whole
}

/// Says when the tables are those of another year's edition.
fn edition_remark(catalog: &Catalog, form: &Form, facts: &Facts) -> Option<Remark> {
    let year = facts.year.filter(|year| !form.years.contains(*year))?;
    let right = catalog.for_year(year)?;
    (right.edition() != form.edition()).then(|| Remark {
        text: format!(
            "这是 {year} 年的报告，表格用的却是{}，{year} 年应使用{}；已按表格原样读入",
            form.name, right.name
        ),
        spot: None,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::import::source::{Arrangement, Block, Grid, GridCell, ReaderKind, Source};

    /// Labels, heads, figures and what else stands in cells.
    fn text() -> impl Strategy<Value = String> {
        let printed = [
            "规章",
            "行政规范性文件",
            "本年制发件数",
            "一、本年新收政府信息公开申请数量",
            "（一）予以公开",
            "（七）总计",
            "自然人",
            "总计",
            "序号",
            "行政复议",
            "结果维持",
            "第二十条第（一）项",
            "0",
            "12",
            "0 0 0",
            "22（其中修订16件）",
            "-",
            "",
            "- 4 -",
            "（二",
        ];
        prop_oneof![
            8 => prop::sample::select(printed.to_vec()).prop_map(str::to_owned),
            1 => "\\PC{0,12}",
        ]
    }

    fn cell() -> impl Strategy<Value = GridCell> {
        (0..9_usize, 1..4_usize, 1..4_usize, text()).prop_map(|(column, colspan, rowspan, text)| {
            GridCell {
                column,
                colspan,
                rowspan,
                text,
                marks: Vec::new(),
            }
        })
    }

    fn block() -> impl Strategy<Value = Block> {
        let arrangement = prop_oneof![
            Just(Arrangement::Placed),
            Just(Arrangement::Rows),
            Just(Arrangement::Stream)
        ];
        let rows = prop::collection::vec(prop::collection::vec(cell(), 0..18), 0..12);
        prop_oneof![
            text().prop_map(Block::Line),
            (arrangement, rows)
                .prop_map(|(arrangement, rows)| Block::Grid(Grid { arrangement, rows })),
        ]
    }

    static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::built_in().unwrap());

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_grids_give_an_answer(blocks in prop::collection::vec(block(), 0..8)) {
            let catalog = &*CATALOG;
            let source = Source { reader: ReaderKind::Text, title: String::new(), blocks };
            let tokens = Tokens::of(&source);
            if let Some(tables) = Tables::find(catalog, &tokens, &Facts::default()) {
                prop_assert_eq!(tables.taken.len(), tokens.tokens.len());
                for figure in &tables.figures {
                    prop_assert!(tables.form.has(figure.found.cell));
                }
            }
        }
    }
}
