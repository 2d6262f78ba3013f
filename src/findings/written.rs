//! Rules about numbers that are written in texts. Warnings only: who wrote them may count
//! otherwise.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::form::{Part, Rule, Written};
use crate::narrative::{
    Agreement, Calculation, Field, Figures, Mention, Reading, Shown, judged, wrong_changes,
    wrong_shares,
};
use crate::returns::Place;
use crate::value::Decimal;

use super::{Checked, Finding, Findings, Offer, Sides, SumSide, Why, finding};

/// A text being checked.
struct Checking<'a> {
    checked: &'a Checked<'a>,
    rule: &'a Rule,
    part: &'a Part,
    shown: &'a Shown,
    reading: &'a Reading,
    figures: Figures<'a>,
}

pub(super) fn check(checked: &Checked<'_>, rule: &Rule, written: Written, findings: &mut Findings) {
    if written == Written::Changes
        && let Some(why) = checked.no_last_year()
    {
        return findings.leave_out(rule, "", why);
    }
    if checked
        .texts
        .iter()
        .all(|shown| shown.text.trim().is_empty())
    {
        return findings.leave_out(rule, "", Why::NoText);
    }
    for (place, (part, shown)) in checked.form.parts.iter().zip(&checked.texts).enumerate() {
        let Some(reading) = checked.readings.text(place) else {
            continue;
        };
        let checking = Checking {
            checked,
            rule,
            part,
            shown,
            reading,
            figures: Figures {
                form: checked.form,
                derived: checked.derived,
                last_year: checked.last_year,
            },
        };
        let found = match written {
            Written::Figures => checking.figures(findings),
            Written::Lists => checking.lists(),
            Written::Shares => checking.shares(),
            Written::Changes => checking.changes(),
            Written::Gaps => checking.gaps(),
        };
        if found.is_empty() && !shown.text.trim().is_empty() && written != Written::Figures {
            findings.held += 1;
        }
        findings.broken.extend(found);
    }
}

impl Checking<'_> {
    /// W2, A17: what a text says of a figure is what the table says.
    fn figures(&self, findings: &mut Findings) -> Vec<Finding> {
        let texts = &self.checked.form.texts;
        let year = self.checked.ret.header.year;
        let judged = judged(self.reading, texts, &self.figures, year, self.shown);
        let mut found = Vec::new();
        let mut names = Names::default();
        for judged in judged {
            match judged.agreement {
                Agreement::Agrees => findings.held += 1,
                Agreement::Waits => {}
                Agreement::Differs { written, table } => {
                    let mention = judged.mention();
                    let instance = mention.figures.first().map_or("", String::as_str);
                    let instance = names.next(&format!("{}.{instance}", self.part.id));
                    found.extend(self.differing(instance, &mention, written, table));
                }
            }
        }
        found
    }

    fn differing(
        &self,
        instance: String,
        mention: &Mention,
        written: Decimal,
        table: Decimal,
    ) -> Option<Finding> {
        let form = self.checked.form;
        let mut figures = mention
            .figures
            .iter()
            .filter_map(|id| form.texts.figure(id));
        let figure = figures.next()?;
        let others: Vec<String> = figures
            .filter_map(|other| {
                let number = other.field.number(&self.figures).ok()?;
                Some(format!("“{}”是 {number}", other.name))
            })
            .collect();
        let others = if others.is_empty() {
            String::new()
        } else {
            format!("（{}）", others.join("，"))
        };
        let quote = self.quoted(&mention.quote);
        let cells = self.cells(&figure.field);
        let mut about = vec![("text".to_owned(), written.to_string())];
        about.extend(cells.iter().map(|&cell| {
            let value = self.checked.derived.value(cell).to_string();
            (form.key(cell).to_owned(), value)
        }));
        let side = |value: Decimal, cells, text| SumSide {
            value,
            cells,
            previous: Vec::new(),
            text,
        };
        Some(Finding {
            title: format!("{}：正文与表不一致", figure.name),
            message: format!(
                "正文“{quote}”写的是 {written}，表中“{}”是 {table}{others}",
                figure.name
            ),
            sides: Some(Sides {
                left: side(written, Vec::new(), format!("正文 {written}")),
                right: side(table, cells, format!("{} {table}", figure.name)),
                difference: written.checked_sub(table).unwrap_or_default().abs(),
            }),
            figures: about,
            offer: mention.offer.clone().map(|field| Offer {
                part: self.part.id.clone(),
                range: mention.range.clone(),
                field,
            }),
            ..self.finding(instance, &mention.sentence)
        })
    }

    fn cells(&self, field: &Field) -> Vec<crate::form::Cell> {
        let keys = match &field.calculation {
            Calculation::Sum { add, .. } => add.as_slice(),
            Calculation::Share { .. }
            | Calculation::Change { .. }
            | Calculation::LastYear { .. } => &[],
        };
        let form = self.checked.form;
        keys.iter().filter_map(|key| form.cell(key)).collect()
    }

    /// W8: the items after 其中 add up to their whole.
    fn lists(&self) -> Vec<Finding> {
        let mut names = Names::default();
        let lists = self.reading.wrong_lists();
        let found = lists.map(|list| {
            let items: Vec<String> = list.items.iter().map(Decimal::to_string).collect();
            let sum: Decimal = list.items.iter().sum();
            let items = items.join("＋");
            let whole = self.quoted(&list.whole);
            Finding {
                message: format!(
                    "正文“{whole}”其中各项相加 {items}＝{sum}，与 {} 相差 {}",
                    list.stated,
                    (list.stated - sum).abs()
                ),
                figures: vec![("text".to_owned(), format!("{}={items}", list.stated))],
                sides: Some(self.numbers(
                    (list.stated, format!("总数 {}", list.stated)),
                    (sum, format!("{items}＝{sum}")),
                )),
                ..self.finding(names.next(&self.part.id), &list.range)
            }
        });
        found.collect()
    }

    /// W10: a percentage is that of its numbers.
    fn shares(&self) -> Vec<Finding> {
        let texts = &self.checked.form.texts;
        let mut names = Names::default();
        let wrong = wrong_shares(self.reading, texts, &self.figures, self.shown);
        let found = wrong.into_iter().map(|share| {
            let computed = share.part * Decimal::ONE_HUNDRED / share.whole;
            let computed = computed.round_dp(share.percent.scale().max(2)).normalize();
            let quote = self.quoted(&share.range);
            Finding {
                message: format!(
                    "正文“{quote}”写的是 {}%，{}÷{}＝{computed}%，前文和表中也没有别的数能得出它",
                    share.percent, share.part, share.whole
                ),
                figures: vec![(
                    "text".to_owned(),
                    format!("{}/{}={}", share.part, share.whole, share.percent),
                )],
                sides: Some(self.numbers(
                    (share.percent, format!("正文 {}%", share.percent)),
                    (
                        computed,
                        format!("{}÷{}＝{computed}%", share.part, share.whole),
                    ),
                )),
                ..self.finding(names.next(&self.part.id), &share.range)
            }
        });
        found.collect()
    }

    /// W11: a change against last year is that of the tables.
    fn changes(&self) -> Vec<Finding> {
        let texts = &self.checked.form.texts;
        let year = self.checked.ret.header.year;
        let mut names = Names::default();
        let wrong = wrong_changes(self.reading, texts, &self.figures, year, self.shown);
        let found = wrong.into_iter().map(|change| {
            let quote = self.quoted(&change.quote);
            let sign = if change.is_percent { "%" } else { "" };
            let figure = texts.figure(&change.figure);
            let name = figure.map_or("", |figure| figure.name.as_str());
            let word = if change.computed.is_sign_negative() {
                "减少"
            } else {
                "增加"
            };
            let instance = names.next(&format!("{}.{}", self.part.id, change.figure));
            Finding {
                title: format!("{name}：正文的同比与上年年报不符"),
                message: format!(
                    "正文写的是“{quote}”，“{name}”与上年年报相比{word} {}{sign}",
                    change.computed.abs()
                ),
                figures: vec![(
                    "text".to_owned(),
                    format!("{}/{}", change.written, change.computed),
                )],
                sides: Some(self.numbers(
                    (change.written, format!("正文 {}{sign}", change.written)),
                    (
                        change.computed,
                        format!("与上年相比 {}{sign}", change.computed),
                    ),
                )),
                ..self.finding(instance, &change.sentence)
            }
        });
        found.collect()
    }

    /// W12: nothing was left to be filled in.
    fn gaps(&self) -> Vec<Finding> {
        let gaps = self.reading.unfilled();
        let mut gaps = gaps.filter(|range| !self.shown.is_in_field(range));
        let Some(first) = gaps.next() else {
            return Vec::new();
        };
        let text = self.shown.text.as_str();
        let from = text.get(..first.start).unwrap_or_default();
        let start = from.rfind(['\n', '。', '；']).unwrap_or(0);
        let around = start + from.get(start..).map_or(0, first_length)..first.end;
        let others = match gaps.count() {
            0 => String::new(),
            others => format!("，后面还有 {others} 处"),
        };
        // One finding a part: it is answered as one.
        vec![Finding {
            title: "正文还有待填的空".to_owned(),
            message: format!(
                "“{}”中“{}”还没有填完{others}",
                self.part.short,
                self.quoted(&around)
            ),
            ..self.finding(self.part.id.clone(), &around)
        }]
    }

    fn finding(&self, instance: String, range: &Range<usize>) -> Finding {
        let place = Place::Text {
            part: self.part.id.clone(),
            range: range.clone(),
        };
        Finding {
            instance,
            ..finding(self.rule, place)
        }
    }

    fn numbers(&self, left: (Decimal, String), right: (Decimal, String)) -> Sides {
        let side = |(value, text)| SumSide {
            value,
            cells: Vec::new(),
            previous: Vec::new(),
            text,
        };
        Sides {
            difference: left.0.checked_sub(right.0).unwrap_or_default().abs(),
            left: side(left),
            right: side(right),
        }
    }

    /// Words of the text, the beginning cut off where they are many.
    fn quoted(&self, range: &Range<usize>) -> String {
        const SHOWN: usize = 30;
        let words = self
            .shown
            .text
            .get(range.clone())
            .unwrap_or_default()
            .trim();
        let words: Vec<char> = words.chars().collect();
        match words.len().checked_sub(SHOWN) {
            None | Some(0) => words.into_iter().collect(),
            Some(cut) => "…".chars().chain(words.into_iter().skip(cut)).collect(),
        }
    }
}

/// The bytes of a stop at the beginning of some words.
fn first_length(words: &str) -> usize {
    let first = words.chars().next();
    let stop = first.filter(|c| matches!(c, '\n' | '。' | '；'));
    stop.map_or(0, char::len_utf8)
}

/// Names of instances, numbered from the second of a name on.
#[derive(Default)]
struct Names(BTreeMap<String, usize>);

impl Names {
    fn next(&mut self, name: &str) -> String {
        let count = self.0.entry(name.to_owned()).or_default();
        *count += 1;
        match count {
            1 => name.to_owned(),
            count => format!("{name}.{count}"),
        }
    }
}
