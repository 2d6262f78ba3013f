//! Which run of figures is which line of a form: the best arrangement that keeps both orders.

use super::evidence::Evidence;
use super::likeness::{ALIKE, SAME};
use super::outline::{Line, Outline, Outlines, Printing};
use super::records::{Record, Records};

/// What a line following a line, as in the form, adds.
const IN_ORDER: f32 = 0.5;
/// How sure a label is at most that doesn't stand in the row of the figures.
const LOOSE: f32 = 0.75;
/// What leaving out a line of the form costs.
const LEFT_OUT: f32 = 0.02;

/// A run of figures that is a line of the form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    pub record: usize,
    pub line: usize,
    /// How like its label is; below [`ALIKE`] it has none.
    pub label: f32,
}

/// The lines of a form found in a source.
#[derive(Clone, Debug, Default)]
pub(super) struct Alignment {
    /// In the order of the source, but for those out of order at the end.
    pub matches: Vec<Match>,
    pub score: f32,
}

impl Alignment {
    pub fn of(
        outline: &Outline,
        outlines: &Outlines,
        records: &Records,
        evidence: &[Evidence],
    ) -> Self {
        let scores = Scores::of(outline, outlines, records, evidence);
        let mut alignment = scores.best();
        alignment.drop_double_printing(outline);
        alignment.add_out_of_order(&scores, outline, records);
        alignment
    }

    /// A line printed in parts is either one or the other.
    fn drop_double_printing(&mut self, outline: &Outline) {
        for table in 0..outline.form.tables.len() {
            let of = |found: &Match, printing: Printing| {
                outline
                    .lines
                    .get(found.line)
                    .is_some_and(|line| line.table == table && line.printing == printing)
            };
            let count = |printing| {
                self.matches
                    .iter()
                    .filter(|found| of(found, printing))
                    .count()
            };
            if count(Printing::Parted) > 0 && count(Printing::Official) > 0 {
                self.matches.retain(|found| !of(found, Printing::Parted));
            }
        }
    }

    /// Lines that stand elsewhere than in the form, told by their label alone.
    fn add_out_of_order(&mut self, scores: &Scores, outline: &Outline, records: &Records) {
        for (place, line) in outline.lines.iter().enumerate() {
            let taken = self.matches.iter().any(|found| found.line == place);
            if taken || line.printing == Printing::Parted || line.names.is_empty() {
                continue;
            }
            let free = |record: &usize| !self.matches.iter().any(|found| found.record == *record);
            let mut found = (0..scores.records).filter(free).filter(|&record| {
                scores.label(record, place) >= 0.97
                    && records
                        .records
                        .get(record)
                        .is_some_and(|run| run.figures() == line.cells.len())
                    && scores.only_label(record, place, outline)
            });
            if let (Some(record), None) = (found.next(), found.next()) {
                let label = scores.label(record, place);
                self.matches.push(Match {
                    record,
                    line: place,
                    label,
                });
            }
        }
    }
}

/// How well each run fits each line.
struct Scores {
    records: usize,
    lines: usize,
    labels: Vec<f32>,
    fits: Vec<f32>,
}

impl Scores {
    fn of(
        outline: &Outline,
        outlines: &Outlines,
        records: &Records,
        evidence: &[Evidence],
    ) -> Self {
        let lines = outline.lines.len();
        let mut labels = Vec::with_capacity(lines * evidence.len());
        let mut fits = Vec::with_capacity(lines * evidence.len());
        for (record, evidence) in records.records.iter().zip(evidence) {
            for line in &outline.lines {
                let label = evidence.of_line(line, outline, outlines);
                let labelled = line.printing == Printing::Official && !line.names.is_empty();
                let loose = evidence.is_loose && labelled;
                labels.push(if loose { label.min(LOOSE) } else { label });
                fits.push(fit(record, line, label, evidence));
            }
        }
        Self {
            records: records.records.len().min(evidence.len()),
            lines,
            labels,
            fits,
        }
    }

    fn label(&self, record: usize, line: usize) -> f32 {
        self.labels
            .get(record * self.lines + line)
            .copied()
            .unwrap_or_default()
    }

    fn fit(&self, record: usize, line: usize) -> f32 {
        self.fits
            .get(record * self.lines + line)
            .copied()
            .unwrap_or_default()
    }

    /// Whether no other line has this label.
    fn only_label(&self, record: usize, line: usize, outline: &Outline) -> bool {
        (0..outline.lines.len()).all(|other| other == line || self.label(record, other) < SAME)
    }

    /// The arrangement with the highest sum, found row by row.
    fn best(&self) -> Alignment {
        let width = self.lines + 1;
        // Best with the first r runs and first l lines; best that ends in matching both.
        let mut whole = vec![0.0_f32; (self.records + 1) * width];
        let mut ending = vec![f32::NEG_INFINITY; (self.records + 1) * width];
        let at = |values: &[f32], record: usize, line: usize| {
            values
                .get(record * width + line)
                .copied()
                .unwrap_or_default()
        };
        for record in 1..=self.records {
            for line in 1..=self.lines {
                let fit = self.fit(record - 1, line - 1);
                let mut best =
                    at(&whole, record - 1, line).max(at(&whole, record, line - 1) - LEFT_OUT);
                if fit > 0.0 {
                    let before = at(&whole, record - 1, line - 1)
                        .max(at(&ending, record - 1, line - 1) + IN_ORDER);
                    let here = before + fit;
                    if let Some(place) = ending.get_mut(record * width + line) {
                        *place = here;
                    }
                    best = best.max(here);
                }
                if let Some(place) = whole.get_mut(record * width + line) {
                    *place = best;
                }
            }
        }
        let mut matches = Vec::new();
        let (mut record, mut line) = (self.records, self.lines);
        let mut must_match = false;
        while record > 0 && line > 0 {
            let here = at(&ending, record, line);
            let best = at(&whole, record, line);
            if must_match || here >= best {
                matches.push(Match {
                    record: record - 1,
                    line: line - 1,
                    label: self.label(record - 1, line - 1),
                });
                must_match =
                    at(&ending, record - 1, line - 1) + IN_ORDER > at(&whole, record - 1, line - 1);
                record -= 1;
                line -= 1;
            } else if at(&whole, record - 1, line) >= best {
                record -= 1;
            } else {
                line -= 1;
            }
        }
        matches.reverse();
        Alignment {
            matches,
            score: at(&whole, self.records, self.lines),
        }
    }
}

/// What matching a run with a line is worth; nothing if it can't be.
fn fit(record: &Record, line: &Line, label: f32, evidence: &Evidence) -> f32 {
    let expected = line.cells.len();
    let figures = record.figures();
    let all = record.entries.len();
    let by_heads = line.names.is_empty() || line.printing == Printing::Parted;
    if by_heads {
        let near = figures.abs_diff(expected) <= 1 || (all == expected && figures > 0);
        let exact = line.printing == Printing::Official || figures == expected;
        return if label >= ALIKE && near && exact {
            10.0 * label + 2.0
        } else {
            0.0
        };
    }
    let fits = figures == expected || (all == expected && figures > 0);
    if evidence.is_loose {
        return if fits && expected >= 3 {
            2.0 + 2.0 * label
        } else {
            0.0
        };
    }
    if label >= ALIKE {
        if !fits && figures > 0 && label < 0.8 {
            return 0.0;
        }
        if figures == 0 {
            return if label >= 0.8 && all >= expected {
                6.0 * label
            } else {
                0.0
            };
        }
        if figures * 3 < expected && all < expected {
            // Hardly a row: a stray number, or one for a row of merged cells.
            return 1.5;
        }
        let count = if figures == expected {
            2.0
        } else if all == expected {
            // Cells left empty, or those a span left behind: another form may have no such cells.
            1.5
        } else if figures < expected && all >= expected {
            1.0
        } else if figures < expected {
            -1.0
        } else {
            -2.0
        };
        return 10.0 * label + count;
    }
    if !evidence.has_label && expected >= 5 && fits {
        2.0
    } else {
        0.0
    }
}
