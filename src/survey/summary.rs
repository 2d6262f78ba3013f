//! A file in few words.

use crate::assessment::Assessment;
use crate::draft::Source;
use crate::findings::Finding;
use crate::form::{Form, Severity};
use crate::import::{Doubt, Imported, Kind, ReaderKind};
use crate::returns::{OpenDoubt, Return};

/// The most characters of an original text that are kept.
const LONGEST_SNIPPET: usize = 80;
/// The most doubts, and the most findings, that are kept of a file. There are fewer cells.
const MOST: usize = 400;

/// What a file is, how much was read, and what does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub origin: Origin,
    /// Empty if it isn't said.
    pub agency: String,
    /// 0 if it isn't said.
    pub year: u16,
    /// The edition's id: `C`.
    pub edition: String,
    /// Its name for people.
    pub edition_name: String,
    /// How many of the cells to fill in hold a number.
    pub read: usize,
    /// How many cells there are to fill in.
    pub of: usize,
    /// Whether figures of the file were left out, or its totals are empty.
    pub is_partial: bool,
    pub doubts: Vec<SurveyedDoubt>,
    /// Errors first.
    pub findings: Vec<SurveyedFinding>,
    /// What is to be known about the file, a sentence each.
    pub remarks: Vec<String>,
}

/// What a summary was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A draft's own file.
    Draft,
    /// An export that carries its draft.
    Export,
    /// Something published or sent.
    Published { kind: Kind, reader: ReaderKind },
}

impl From<Source> for Origin {
    fn from(source: Source) -> Self {
        match source {
            Source::Draft => Self::Draft,
            Source::Export => Self::Export,
        }
    }
}

impl Origin {
    /// What it is, for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "年报草稿",
            Self::Export => "本程序导出的年报",
            Self::Published { kind, .. } => kind.label(),
        }
    }

    /// The file's format, for people.
    pub fn format(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::Export => "本程序导出",
            Self::Published { reader, .. } => reader.label(),
        }
    }
}

/// A doubt in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyedDoubt {
    /// Where it is, in the form's words.
    pub place: String,
    /// The beginning of the original text.
    pub found: String,
    pub why: String,
}

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyedFinding {
    pub severity: Severity,
    /// The rule's id.
    pub rule: String,
    pub message: String,
    /// Whether it is a warning with a reason that still holds.
    pub answered: bool,
}

impl Summary {
    /// A return that was opened, with what else is to be said about it. `assessment` has to be
    /// that of the return.
    pub fn of_return(
        form: &Form,
        ret: &Return,
        assessment: &Assessment,
        origin: Origin,
        remarks: Vec<String>,
    ) -> Self {
        let open = ret.provenance.iter().flat_map(|from| &from.doubts);
        Self {
            doubts: open
                .take(MOST)
                .map(|doubt| SurveyedDoubt::open(form, doubt))
                .collect(),
            ..Self::assessed(form, ret, assessment, origin, remarks)
        }
    }

    /// A file that was read, with what was found in it. `assessment` has to be that of its return.
    pub fn of_imported(imported: &Imported, assessment: &Assessment) -> Self {
        let located = &imported.located;
        let (form, ret) = (&located.form, &located.ret);
        let origin = Origin::Published {
            kind: located.kind,
            reader: imported.source.reader,
        };
        let remarks = located.remarks.iter().map(|remark| remark.text.clone());
        let remarks: Vec<String> = remarks.collect();
        if let Some(seems) = located.seems() {
            return Self {
                origin,
                agency: String::new(),
                year: 0,
                edition: String::new(),
                edition_name: String::new(),
                read: 0,
                of: 0,
                is_partial: false,
                doubts: Vec::new(),
                findings: Vec::new(),
                remarks: [seems].into_iter().chain(remarks).collect(),
            };
        }
        Self {
            doubts: located
                .doubts
                .iter()
                .take(MOST)
                .map(|doubt| SurveyedDoubt::of(form, doubt))
                .collect(),
            is_partial: located.account.is_partial(),
            ..Self::assessed(form, ret, assessment, origin, remarks)
        }
    }

    fn assessed(
        form: &Form,
        ret: &Return,
        assessment: &Assessment,
        origin: Origin,
        remarks: Vec<String>,
    ) -> Self {
        let mut findings: Vec<&Finding> = assessment.findings.broken.iter().collect();
        findings.sort_by_key(|finding| finding.severity != Severity::Error);
        Self {
            origin,
            agency: ret.header.agency.trim().to_owned(),
            year: ret.header.year,
            edition: form.edition().to_owned(),
            edition_name: form.name.clone(),
            read: ret.filled(form),
            of: form.input_count(),
            is_partial: false,
            doubts: Vec::new(),
            findings: findings
                .into_iter()
                .take(MOST)
                .map(SurveyedFinding::of)
                .collect(),
            remarks,
        }
    }

    /// Whether it is a report, with figures or without.
    pub fn is_report(&self) -> bool {
        match self.origin {
            Origin::Draft | Origin::Export => true,
            Origin::Published { kind, .. } => kind.is_report(),
        }
    }

    pub fn count(&self, severity: Severity) -> usize {
        let findings = self.findings.iter();
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// Warnings without a reason.
    pub fn open_warnings(&self) -> usize {
        let findings = self.findings.iter();
        findings
            .filter(|finding| finding.severity == Severity::Warning && !finding.answered)
            .count()
    }
}

impl SurveyedDoubt {
    fn of(form: &Form, doubt: &Doubt) -> Self {
        Self {
            place: doubt.place.label(form),
            found: snippet(&doubt.found),
            why: doubt.why.clone(),
        }
    }

    fn open(form: &Form, doubt: &OpenDoubt) -> Self {
        let place = doubt.about.in_form(form);
        Self {
            place: place.map_or_else(String::new, |place| place.label(form)),
            found: snippet(&doubt.found),
            why: doubt.why.clone(),
        }
    }
}

impl SurveyedFinding {
    fn of(finding: &Finding) -> Self {
        Self {
            severity: finding.severity,
            rule: finding.rule.clone(),
            message: finding.message.clone(),
            answered: finding.is_answered(),
        }
    }
}

/// The beginning of a text, in one line.
fn snippet(text: &str) -> String {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default().to_owned();
    let line = words.fold(first, |line, word| line + " " + word);
    if line.chars().nth(LONGEST_SNIPPET).is_none() {
        return line;
    }
    line.chars().take(LONGEST_SNIPPET).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(snippet(" 甲\n 乙 "), "甲 乙");
        let cut = snippet(&"年报".repeat(LONGEST_SNIPPET));
        assert_eq!(cut.chars().count(), LONGEST_SNIPPET + 1);
        assert!(cut.ends_with('…'));
    }
}
