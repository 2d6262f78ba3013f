//! Runs of figures that no line of the form claims: labels written twice, labels lost, rows and
//! figures of others. None of them disappears without a word.

use crate::form::Cell;
use crate::import::certainty::Settled;
use crate::import::locate::tables::alignment::Match;
use crate::import::locate::tables::heads::{Columns, Heads};
use crate::import::locate::tables::likeness::{ALIKE, likeness};
use crate::import::locate::tables::outline::{Line, NameId, Printing};
use crate::import::locate::tables::placing::{self, Placing, Surroundings};
use crate::import::locate::tables::records::{Record, Shape};
use crate::import::locate::tables::sums;
use crate::import::located::Remark;
use crate::returns::{Place, Values};
use crate::value::Value;

use super::{LONGEST_LABEL, Reader};

/// So many figures in a row are told by their number.
const ROW: usize = 3;

/// Lines of a table without a sure run, and the runs without a sure line between the same two
/// neighbours.
struct Gap {
    /// By place in the outline.
    lines: Vec<usize>,
    /// By place among the records.
    runs: Vec<usize>,
}

impl<'a> Reader<'a> {
    /// Runs whose labels are lost: laid on the lines that are missing there, in order, if the
    /// sums of the table close in one way only. All of them are doubts.
    pub(super) fn settle_unsure(&mut self) {
        for gap in self.gaps() {
            self.settle_gap(&gap);
        }
        for number in std::mem::take(&mut self.unsure) {
            let Some((found, record, line)) = self.matched(number) else {
                continue;
            };
            if !self.settled_runs.contains(&found.record) {
                let why = "这一行的标签缺失，前后的行也对不上，不能确定是哪一行，没有读入";
                self.doubt(line, record, why.to_owned());
                self.settled_runs.push(found.record);
            }
        }
    }

    /// The matches that tell their line surely, in the order of the source.
    fn sure(&self) -> Vec<Match> {
        let matches = self.alignment.matches.iter().enumerate();
        let sure = matches.filter(|(number, _)| !self.unsure.contains(number));
        let mut sure: Vec<Match> = sure.map(|(_, found)| *found).collect();
        sure.sort_by_key(|found| found.record);
        sure
    }

    fn gaps(&self) -> Vec<Gap> {
        let sure = self.sure();
        let table = |line: usize| self.outline.lines.get(line).map(|line| line.table);
        let mut gaps = Vec::new();
        for pair in sure.windows(2) {
            let [before, behind] = pair else {
                continue;
            };
            if behind.line <= before.line + 1 || table(before.line) != table(behind.line) {
                continue;
            }
            let is_row = |line: &usize| {
                let line = self.outline.lines.get(*line);
                line.is_some_and(|line| {
                    line.printing == Printing::Official && line.cells.len() >= ROW
                })
            };
            let lines: Vec<usize> = (before.line + 1..behind.line).filter(is_row).collect();
            let count = lines.first().and_then(|line| self.outline.lines.get(*line));
            let count = count.map_or(0, |line| line.cells.len());
            let fits = |run: &usize| {
                let record = self.records.records.get(*run);
                record.is_some_and(|record| {
                    (record.figures() == count
                        || record.figures() > 0 && record.entries.len() == count)
                        && !self.has_other_label(record)
                })
            };
            let runs: Vec<usize> = (before.record + 1..behind.record).filter(fits).collect();
            if !runs.is_empty() && runs.len() <= lines.len() {
                gaps.push(Gap { lines, runs });
            }
        }
        gaps
    }

    /// Whether a run has a label of its own that no form prints.
    fn has_other_label(&self, record: &Record) -> bool {
        let own = self.records.texts(&record.own);
        !own.is_empty() && !self.is_printed(record)
    }

    fn settle_gap(&mut self, gap: &Gap) {
        let ways = placing::choices(gap.lines.len(), gap.runs.len());
        let table = gap
            .lines
            .first()
            .and_then(|&line| self.outline.lines.get(line));
        let Some(table) = table.map(|line| line.table) else {
            return;
        };
        let mut of_gap: Vec<Cell> = Vec::new();
        for line in gap
            .lines
            .iter()
            .filter_map(|&line| self.outline.lines.get(line))
        {
            of_gap.extend(line.cells.iter().map(|cell| cell.cell));
        }
        let known = |cell: Cell| {
            !self.stated.get(cell).is_blank()
                || of_gap.contains(&cell)
                || self.blank.iter().any(|(blank, _)| *blank == cell)
        };
        let closes = |way: &Vec<Option<usize>>| {
            let values = self.with_runs(gap, way);
            sums::table_closes(self.form, table, &values, known) == Some(true)
        };
        let same = |one: &Vec<Option<usize>>, other: &Vec<Option<usize>>| {
            let (one, other) = (self.with_runs(gap, one), self.with_runs(gap, other));
            let number =
                |values: &Values, cell: Cell| values.get(cell).number().unwrap_or_default();
            of_gap
                .iter()
                .all(|&cell| number(&one, cell) == number(&other, cell))
        };
        let settled = Settled::by_sums(ways, closes, same);
        let (way, why) = match settled {
            Some(Settled::BySource(way) | Settled::BySums(way)) => {
                (way, "标签缺失，按全表合计相符的读法读作".to_owned())
            }
            Some(Settled::Open { proposed, others }) => (
                proposed,
                format!("标签缺失，合计相符的读法有 {} 种，先读作", others.len() + 1),
            ),
            None => return,
        };
        for (line, &run) in way.into_iter().flatten().zip(&gap.runs) {
            let line = gap
                .lines
                .get(line)
                .and_then(|&line| self.outline.lines.get(line));
            if let Some(line) = line {
                self.take_as(run, line, &format!("{why}“{}”，请核实", line.label));
            }
        }
    }

    /// What the return would hold with the runs of a gap on some of its lines.
    fn with_runs(&self, gap: &Gap, way: &[Option<usize>]) -> Values {
        let mut values = self.stated.clone();
        for (line, &run) in way.iter().flatten().zip(&gap.runs) {
            let line = gap
                .lines
                .get(*line)
                .and_then(|&line| self.outline.lines.get(line));
            let record = self.records.records.get(run);
            let (Some(line), Some(record)) = (line, record) else {
                continue;
            };
            let Some(settled) = self.laid(line, record) else {
                continue;
            };
            let numbers = placing::numbers(self.form, line, record, settled.proposed());
            for (cell, number) in line.cells.iter().zip(numbers) {
                values.set(cell.cell, number.map_or(Value::Blank, Value::Number));
            }
        }
        values
    }

    /// How a run lies on a line, if that can be told.
    fn laid(&self, line: &Line, record: &Record) -> Option<Settled<Columns>> {
        let heads = Heads::over(self.outline, self.outlines, self.records, record, line);
        let around = Surroundings {
            pads: self.pads,
            columns: self.columns.of_run(line, record),
            ends: false,
        };
        match placing::place(self.form, line, record, &heads, around) {
            Placing::Laid(settled, _) => Some(settled),
            Placing::CutOff(_) | Placing::Unclear(_) => None,
        }
    }

    /// Reads a run as some line, every figure with a doubt.
    fn take_as(&mut self, run: usize, line: &Line, why: &str) {
        let Some(record) = self.records.records.get(run) else {
            return;
        };
        let Some(settled) = self.laid(line, record) else {
            return;
        };
        let heads = Heads::over(self.outline, self.outlines, self.records, record, line);
        self.take(line, record, &settled, &heads, Some(why), false);
        self.settled_runs.push(run);
    }

    /// Rows between those of the form that it doesn't have, labels that stand twice, figures
    /// that belong to no row.
    pub(super) fn tell_other_rows(&mut self) {
        for number in 0..self.records.records.len() {
            let Some(record) = self.records.records.get(number) else {
                continue;
            };
            let matched = self
                .alignment
                .matches
                .iter()
                .any(|found| found.record == number);
            if matched || self.settled_runs.contains(&number) || record.figures() == 0 {
                continue;
            }
            if let Some(line) = self.line_like(number) {
                let why = "标签与这一行相近，数与格数不符，没有读入，请核实";
                self.doubt(line, record, why.to_owned());
                continue;
            }
            let Some(beside) = self
                .beside_run(number)
                .filter(|_| !self.is_numbering(number))
            else {
                continue;
            };
            if let Some(twin) = self.twin(number) {
                self.tell_twin(number, twin);
                continue;
            }
            let label = self.label_of(record);
            // Sentences between tables end in numbers, too.
            let is_long = label.chars().nth(LONGEST_LABEL).is_some();
            if !matches!(record.shape, Shape::Row(_)) && is_long {
                continue;
            }
            let own = self.records.texts(&record.own).is_empty();
            let lone = own && record.row.is_some();
            if label.is_empty() || lone || self.is_printed(record) {
                let why = "表中的这些数没有读入：不能确定属于哪一行，请核实";
                self.doubt(beside, record, why.to_owned());
            } else {
                self.reading.remarks.push(Remark {
                    text: format!(
                        "表中另有一行“{label}”（{}），没有对应的指标",
                        record.shown().replace(" | ", "、")
                    ),
                    spot: record.entries.first().map(|entry| entry.spot.clone()),
                });
            }
        }
    }

    /// Lists the lines that are missing in a table of which most was found.
    pub(super) fn tell_missing_lines(&mut self) {
        for table in 0..self.form.tables.len() {
            let is_read = |line: &&Line| {
                line.cells.iter().any(|cell| {
                    let is_blank = self.blank.iter().any(|(blank, _)| *blank == cell.cell);
                    is_blank || !self.stated.get(cell.cell).is_blank() || self.is_doubted(cell.cell)
                })
            };
            let lines = self
                .outline
                .lines
                .iter()
                .filter(|line| line.table == table && line.printing == Printing::Official);
            let (read, missing): (Vec<&Line>, Vec<&Line>) = lines.partition(is_read);
            if missing.is_empty() || read.len() <= missing.len() {
                continue;
            }
            let labels: Vec<&str> = missing.iter().map(|line| line.label.as_str()).collect();
            self.reading.remarks.push(Remark {
                text: format!("表中没有找到这些行：{}", labels.join("、")),
                spot: None,
            });
        }
    }

    fn is_doubted(&self, cell: Cell) -> bool {
        let mut doubts = self.reading.doubts.iter();
        doubts.any(|doubt| doubt.place == Place::Cell(cell))
    }

    /// The line that was not found and whose label is most like that of a run.
    fn line_like(&self, number: usize) -> Option<&'a Line> {
        let record = self.records.records.get(number)?;
        let text = self.records.texts(&record.own).last()?;
        let outline = self.outline;
        let missing = outline.lines.iter().enumerate().filter(|(place, line)| {
            line.printing == Printing::Official
                && !self
                    .alignment
                    .matches
                    .iter()
                    .any(|found| found.line == *place)
        });
        let like = missing.filter_map(|(_, line)| {
            let names = line.names.iter();
            let names = names.filter_map(|&name| self.outlines.names.get(name));
            let best = names.map(|name| likeness(&text.name, name));
            Some((line, best.max_by(f32::total_cmp)?))
        });
        let (line, best) = like.max_by(|one, other| one.1.total_cmp(&other.1))?;
        (best >= ALIKE).then_some(line)
    }

    /// The line nearest to a run that stands in a table: the one before it, or the first of the
    /// same grid. `None` for what stands outside.
    fn beside_run(&self, number: usize) -> Option<&'a Line> {
        let matches = &self.alignment.matches;
        let before = matches.iter().filter(|found| found.record < number);
        let before = before.max_by_key(|found| found.record);
        let behind = matches.iter().filter(|found| found.record > number);
        let behind = behind.min_by_key(|found| found.record);
        let outline = self.outline;
        let line = |found: Option<&Match>| found.and_then(|found| outline.lines.get(found.line));
        let block = |found: Option<&Match>| {
            let record = found.and_then(|found| self.records.records.get(found.record));
            record.and_then(|record| record.row).map(|(block, _)| block)
        };
        let own = self
            .records
            .records
            .get(number)?
            .row
            .map(|(block, _)| block);
        let (first, second) = (line(before), line(behind));
        let inside = first.map(|line| line.table) == second.map(|line| line.table);
        if first.is_some() && inside {
            return first;
        }
        let near = |found: Option<&Match>| own.is_some() && block(found) == own;
        first
            .filter(|_| near(before))
            .or_else(|| second.filter(|_| near(behind)))
    }

    /// Whether a run only counts: the number before a row's label, or the numbers of columns.
    fn is_numbering(&self, number: usize) -> bool {
        let Some(record) = self.records.records.get(number) else {
            return false;
        };
        let counts: Option<Vec<u32>> = record
            .entries
            .iter()
            .filter(|entry| !entry.is_blank())
            .map(|entry| entry.text.parse().ok())
            .collect();
        let Some(counts) = counts else {
            return false;
        };
        let labels_follow = !self.records.after(number).is_empty();
        let in_same_row =
            self.records.records.get(number + 1).is_some_and(|next| {
                record.row.is_some() && next.row == record.row && labels_follow
            });
        let is_first = self.records.texts(&record.own).is_empty();
        let steps = counts.windows(2).all(|pair| match pair {
            [one, next] => one + 1 == *next,
            _ => false,
        });
        (is_first && in_same_row && counts.len() == 1)
            || (counts.len() >= ROW && counts.first() == Some(&1) && steps)
    }

    /// The match whose line has the same label as a run that was not matched.
    fn twin(&self, number: usize) -> Option<Match> {
        let record = self.records.records.get(number)?;
        let text = self.records.texts(&record.own).last()?;
        let named: &[NameId] = self.outlines.named(&text.name);
        let matches = self.alignment.matches.iter().filter(|found| {
            let line = self.outline.lines.get(found.line);
            line.is_some_and(|line| line.names.iter().any(|name| named.contains(name)))
        });
        matches
            .min_by_key(|found| found.record.abs_diff(number))
            .copied()
    }

    /// A label that stands twice with other figures: the second is proposed for the line beside
    /// it that is missing, and both are doubts.
    fn tell_twin(&mut self, number: usize, twin: Match) {
        let (Some(record), Some(first), Some(line)) = (
            self.records.records.get(number),
            self.records.records.get(twin.record),
            self.outline.lines.get(twin.line),
        ) else {
            return;
        };
        if record.shown() == first.shown() {
            // A table that is repeated says the same.
            return;
        }
        let neighbour = if number > twin.record {
            Some(twin.line + 1)
        } else {
            twin.line.checked_sub(1)
        };
        let is_free = |place: &usize| {
            let matches = &self.alignment.matches;
            !matches.iter().any(|found| found.line == *place)
        };
        let neighbour = neighbour
            .filter(is_free)
            .and_then(|place| self.outline.lines.get(place))
            .filter(|other| other.table == line.table && self.laid(other, record).is_some());
        let both = format!(
            "标签“{}”写了两次，数是 {} 和 {}",
            line.label,
            first.shown(),
            record.shown()
        );
        self.doubt(line, first, format!("{both}，请核实"));
        match neighbour {
            Some(other) => {
                self.take_as(
                    number,
                    other,
                    &format!("{both}；后一行按顺序读作“{}”，请核实", other.label),
                );
            }
            None => self.doubt(line, record, format!("{both}，后一行没有读入")),
        }
    }

    /// Whether the text by a run is one the form prints, or a piece of one.
    pub(super) fn is_printed(&self, record: &Record) -> bool {
        let own = self.records.texts(&record.own).last();
        let text = own.or_else(|| self.records.texts(&record.before).last());
        text.is_none_or(|text| {
            let named: &[NameId] = self.outlines.named(&text.name);
            !named.is_empty() || self.outlines.is_piece(&text.name)
        })
    }
}
