//! Which labels stand by which figures.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::likeness::{ALIKE, Name, SAME, likeness};
use super::outline::{Line, NameId, Outline, Outlines, Printing};
use super::records::{LabelText, Record, Records, Shape};
use super::spellings::Spellings;

/// How many texts are put together to one label.
const MOST_PIECES: usize = 12;
/// How many texts before a run of figures may be its heads.
const MOST_HEADS: usize = 80;

/// Labels with how like they are, best first.
type Likes = Rc<Vec<(NameId, f32)>>;

/// What speaks for a run of figures being some line.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    likes: Vec<(NameId, f32)>,
    /// The heads and headings before it.
    heads: HashSet<NameId>,
    /// All texts before it, run together: for titles with words around them.
    running: Name,
    /// Whether it has a text of its own that may be a label.
    pub has_label: bool,
    /// Whether its labels only stand before its row: they may belong to another whose figures
    /// stand elsewhere.
    pub is_loose: bool,
}

impl Default for Name {
    fn default() -> Self {
        Self::of_normal("")
    }
}

/// Looks labels up, each text once.
pub(super) struct Labels<'a> {
    outlines: &'a Outlines,
    /// The names that label lines.
    names: Vec<NameId>,
    seen: HashMap<String, Likes>,
    units: HashSet<String>,
}

impl<'a> Labels<'a> {
    pub fn of(outlines: &'a Outlines) -> Self {
        let lines = outlines.outlines.iter().flat_map(|outline| &outline.lines);
        let mut names: Vec<NameId> = lines.flat_map(|line| line.names.iter().copied()).collect();
        names.sort_unstable();
        names.dedup();
        let units = Spellings::built_in().unit.iter().cloned();
        Self {
            outlines,
            names,
            seen: HashMap::new(),
            units: units.collect(),
        }
    }

    /// What speaks for each run of figures.
    pub fn evidence(&mut self, records: &Records) -> Vec<Evidence> {
        let all = records.records.iter();
        all.map(|record| self.of_record(record, records)).collect()
    }

    fn of_record(&mut self, record: &Record, records: &Records) -> Evidence {
        let own: Vec<&str> = self.labels(records.texts(&record.own));
        let before: Vec<&LabelText> = records.texts(&record.before).iter().collect();
        let near: Vec<&str> = self.labels_before(&before, record);
        let mut likes: HashMap<NameId, f32> = HashMap::new();
        let mut take = |found: &Likes, weight: f32| {
            for &(name, score) in found.iter() {
                let best = likes.entry(name).or_default();
                *best = best.max(score * weight);
            }
            found.first().map_or(0.0, |(_, score)| score * weight)
        };
        let mut best = 0.0_f32;
        for (back, text) in own.iter().rev().enumerate() {
            let weight = if back == 0 { 1.0 } else { 0.95 };
            best = best.max(take(&self.likes(text), weight));
        }
        if own.len() > 1 && best < SAME {
            best = best.max(take(&self.likes(&own.concat()), 1.0));
        }
        if best < SAME {
            // Where the row has no label of its own, those before it count a little less:
            // they may belong to a row whose figures are lost.
            let weight = match record.shape {
                Shape::Row(_) => 0.95,
                Shape::Stream | Shape::Lines | Shape::Glued => 1.0,
            };
            let mut joined = own.concat();
            for text in &near {
                joined.insert_str(0, text);
                best = best.max(take(&self.likes(&joined), weight));
                if best >= SAME {
                    break;
                }
            }
        }
        let mut likes: Vec<(NameId, f32)> = likes.into_iter().collect();
        likes.sort_by_key(|&(name, _)| name);
        let texts = before.iter().rev().take(MOST_HEADS).rev().copied();
        let texts: Vec<&LabelText> = texts.chain(records.texts(&record.own)).collect();
        let mut heads = HashSet::new();
        let mut running = String::new();
        for text in texts {
            heads.extend(self.outlines.named(&text.name));
            running.push_str(&text.normal);
        }
        Evidence {
            likes,
            heads,
            running: Name::of_normal(&running),
            is_loose: own.is_empty() && matches!(record.shape, Shape::Row(_)),
            has_label: !own.is_empty() || best >= ALIKE,
        }
    }

    /// The texts that may be labels; units are none.
    fn labels<'t>(&self, texts: &'t [LabelText]) -> Vec<&'t str> {
        let texts = texts.iter().map(|text| text.normal.as_str());
        texts
            .filter(|text| !text.is_empty() && !self.units.contains(*text))
            .collect()
    }

    /// The texts before a run, the nearest first, up to a sentence or another table.
    fn labels_before<'t>(&self, before: &[&'t LabelText], record: &Record) -> Vec<&'t str> {
        before
            .iter()
            .rev()
            .take_while(|text| !text.normal.is_empty())
            .filter(|text| {
                record.row.is_none() || text.row.is_none_or(|row| Some(row) != record.row)
            })
            .map(|text| text.normal.as_str())
            .filter(|text| !self.units.contains(*text))
            .take(MOST_PIECES)
            .collect()
    }

    fn likes(&mut self, text: &str) -> Likes {
        if let Some(likes) = self.seen.get(text) {
            return Rc::clone(likes);
        }
        let name = Name::of_normal(text);
        let exact = self.outlines.named(&name).iter().copied();
        let exact: Vec<NameId> = exact
            .filter(|id| self.names.binary_search(id).is_ok())
            .collect();
        let near = |ids: &[NameId]| -> Vec<(NameId, f32)> {
            ids.iter()
                .filter_map(|&id| Some((id, likeness(&name, self.outlines.names.get(id)?))))
                .filter(|(_, score)| *score >= ALIKE)
                .collect()
        };
        let mut likes = near(&exact);
        if !likes.iter().any(|(_, score)| *score >= 0.88) {
            likes = near(&self.names);
        }
        likes.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
        let likes = Rc::new(likes);
        self.seen.insert(text.to_owned(), Rc::clone(&likes));
        likes
    }
}

impl Evidence {
    /// How sure it is that the figures are those of a line, by label or by heads.
    pub fn of_line(&self, line: &Line, outline: &Outline, outlines: &Outlines) -> f32 {
        match (line.printing, line.names.is_empty()) {
            (Printing::Official, false) => line
                .names
                .iter()
                .filter_map(|name| {
                    let found = self.likes.binary_search_by_key(name, |&(id, _)| id).ok()?;
                    self.likes.get(found).map(|&(_, score)| score)
                })
                .fold(0.0, f32::max),
            (Printing::Official, true) => self.under_heads(line, outline),
            (Printing::Parted, _) => self.parted(line, outlines),
        }
    }

    /// A line without a label is told by the heads over it, or by its part's heading.
    fn under_heads(&self, line: &Line, outline: &Outline) -> f32 {
        let titles = outline.titles.get(line.table);
        let titled =
            titles.is_some_and(|titles| titles.iter().any(|title| self.heads.contains(title)));
        let mut heads: Vec<NameId> = line
            .cells
            .iter()
            .flat_map(|cell| &cell.heads)
            .copied()
            .collect();
        heads.sort_unstable();
        heads.dedup();
        let found = heads
            .iter()
            .filter(|head| self.heads.contains(head))
            .count();
        if titled || found >= 3 { 0.85 } else { 0.0 }
    }

    fn parted(&self, line: &Line, outlines: &Outlines) -> f32 {
        let running = self.running.letters();
        let named = line
            .names
            .iter()
            .filter_map(|&name| outlines.names.get(name))
            .any(|name| {
                running
                    .windows(name.letters().len().max(1))
                    .any(|window| window == name.letters())
            });
        let leaves = line
            .cells
            .iter()
            .filter(|cell| cell.head.iter().any(|head| self.heads.contains(head)));
        let headed = leaves.count() * 2 >= line.cells.len();
        if named && headed { 0.8 } else { 0.0 }
    }
}
