//! What was made of a source: a return as it would be adopted, where each of its figures stands
//! in the source, and what to look at.

use std::sync::Arc;

use crate::assessment::Assessment;
use crate::form::catalog::Catalog;
use crate::form::{Cell, Form};
use crate::returns::{DoubtPlace, OpenDoubt, Place, Return};

use super::account::Account;
use super::other::Other;
use super::source::Spot;

/// A source, understood as far as it goes.
#[derive(Clone, Debug)]
pub struct Located {
    pub kind: Kind,
    /// The form the report was made with; the latest one for what is no report.
    pub form: Arc<Form>,
    /// What was read, doubtful figures too, with every doubt open: nothing of it is anyone's
    /// return before a person adopts it.
    pub ret: Return,
    /// Where each figure was found, in the order of the form's cells.
    pub found: Vec<Found>,
    /// In the order of the source.
    pub doubts: Vec<Doubt>,
    /// What was read and has no place in the form, and what is to be known about the file.
    pub remarks: Vec<Remark>,
    /// What became of every figure-like text of a source with tables.
    pub account: Account,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A report with its tables, or with some of them.
    Tables,
    /// A report whose figures are in sentences only.
    Prose,
    /// A report with headings and no figures under them: tables published as pictures, or lost.
    NoFigures,
    /// Something else: an institution's report, a notice, a guide, a list of links. Whose it is
    /// and what it calls itself are agency and title of the header.
    NotReport(Other),
}

impl Kind {
    /// What it is, for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Tables => "年报",
            Self::Prose => "年报（数字在文字里）",
            Self::NoFigures => "年报（没有表格数据）",
            Self::NotReport(_) => "不是年报",
        }
    }

    /// Whether it is a report of an agency.
    pub fn is_report(self) -> bool {
        self.other().is_none()
    }

    /// What else it is.
    pub fn other(self) -> Option<Other> {
        match self {
            Self::Tables | Self::Prose | Self::NoFigures => None,
            Self::NotReport(other) => Some(other),
        }
    }

    /// The word in `--json`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tables => "tables",
            Self::Prose => "prose",
            Self::NoFigures => "no-figures",
            Self::NotReport(_) => "not-report",
        }
    }
}

/// How sure a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Label, place and number are those of the form.
    Certain,
    /// A person should look; a [`Doubt`] says why.
    Doubtful,
}

/// A figure and where it stands in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub cell: Cell,
    pub spot: Spot,
    /// As written there.
    pub text: String,
    pub certainty: Certainty,
}

/// Something a person has to look at before it is taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// What it is about, in the return.
    pub place: Place,
    /// The original text: the cell's, or the sentence.
    pub found: String,
    /// Why, as a sentence for people, without a full stop.
    pub why: String,
    /// Where it stands; `None` where something is missing.
    pub spot: Option<Spot>,
}

/// Something worth knowing that is no doubt about a figure of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// A sentence for people, without a full stop: `表中另有一行“其他主动公开文件”，没有对应的指标`.
    pub text: String,
    pub spot: Option<Spot>,
}

impl Doubt {
    /// The same as it stays with a return until someone settles it.
    pub fn open(&self, form: &Form) -> OpenDoubt {
        OpenDoubt {
            about: DoubtPlace::of(form, &self.place),
            found: self.found.clone(),
            why: self.why.clone(),
        }
    }
}

impl Located {
    /// What holds of what was read. What a doubt about the header says already is no finding too:
    /// an agency that a report doesn't name.
    pub fn assessment(&self, catalog: &Catalog) -> Assessment {
        let mut assessment = Assessment::of(catalog, &self.form, &self.ret);
        let doubted = |place: &Place| self.doubts.iter().any(|doubt| doubt.place == *place);
        let broken = &mut assessment.findings.broken;
        broken.retain(|finding| {
            !matches!(finding.place, Place::Header(_)) || !doubted(&finding.place)
        });
        assessment
    }

    /// What a source that is no report seems to be, as a clause for people; `None` for reports.
    pub fn seems(&self) -> Option<String> {
        let header = &self.ret.header;
        let other = self.kind.other()?;
        Some(other.seems(&header.agency, &header.title))
    }

    /// Where a figure was found.
    pub fn found_at(&self, cell: Cell) -> Option<&Found> {
        self.found.iter().find(|found| found.cell == cell)
    }

    /// The doubts about a figure.
    pub fn doubts_about(&self, cell: Cell) -> impl Iterator<Item = &Doubt> {
        self.doubts
            .iter()
            .filter(move |doubt| doubt.place == Place::Cell(cell))
    }
}
