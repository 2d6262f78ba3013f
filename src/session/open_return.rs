//! The return in work: what was stated, what follows from it, and where the person is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::assessment::Assessment;
use crate::draft::{self, Draft, Unknown};
use crate::export::obstacles::{Obstacle, obstacles};
use crate::files::{Fingerprint, Lock};
use crate::findings::{FindingId, Findings, Readings};
use crate::form::catalog::Catalog;
use crate::form::{Cell, Form, Part, Severity, Table};
use crate::last_year::LastYear;
use crate::narrative::Figures;
use crate::repair::Repair;
use crate::returns::{Place, Return};
use crate::scan::HitId;
use crate::task::Version;
use crate::totals::Derived;
use crate::value::Value;

use super::backup::Backup;
use super::history::History;
use super::preview::Preview;
use super::refresh::proposed;
use super::screen::Screen;
use super::years::OtherYears;

/// Whether a return can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    Write,
    /// With the sentence that says why not.
    Read(String),
}

#[derive(Debug)]
pub struct OpenReturn {
    pub form: Arc<Form>,
    pub ret: Return,
    pub derived: Derived,
    /// The year before, if the return is linked to it.
    pub last_year: Option<LastYear>,
    /// The agency's other years, to be seen beside this one.
    pub years: OtherYears,
    /// The return on paper.
    pub preview: Preview,
    pub findings: Findings,
    /// What was read of the texts.
    pub(super) readings: Readings,
    /// Small changes that mend broken sums, best first.
    pub repairs: Vec<Repair>,
    /// The draft's file; `None` until it is saved.
    pub path: Option<PathBuf>,
    pub access: Access,
    pub history: History,
    /// The revision the person chose not to save, while what replaces it is being opened.
    pub(super) given_up: Option<u64>,
    /// The return's number in this session.
    pub(super) number: u64,
    /// Grows with every change.
    pub revision: u64,
    /// The revision that stands in the draft's file.
    pub saved_revision: u64,
    /// When the file was last written in this session: `10:42`.
    pub saved_at: Option<String>,
    pub backup: Backup,
    pub screen: Screen,
    /// The cell the keyboard is in.
    pub cursor: Option<Cell>,
    /// The finding whose cells are lit up.
    pub lit: Option<FindingId>,
    /// What the scan found and the person has looked at in this session.
    pub looked_at: Vec<HitId>,
    /// What is to be said about the draft when it comes up.
    pub(super) note: Option<String>,
    pub(super) unknown: Unknown,
    pub(super) lock: Option<Arc<Lock>>,
    /// What the file held when it was last read or written here.
    pub(super) on_disk: Option<Fingerprint>,
}

impl OpenReturn {
    pub fn blank(catalog: &Catalog, form: Arc<Form>, agency: &str, year: u16) -> Self {
        let ret = Return::blank(&form, agency, year);
        Self::new(catalog, form, ret, Unknown::default(), None, Access::Write)
    }

    /// What was adopted from a review: in no file yet.
    pub fn imported(catalog: &Catalog, form: Arc<Form>, ret: Return) -> Self {
        let mut open = Self::new(catalog, form, ret, Unknown::default(), None, Access::Write);
        let table = open.form.parts.iter().position(|part| part.table.is_some());
        open.screen = table.map_or(Screen::Header, Screen::Part);
        open.revision = 1;
        open
    }

    pub fn from_draft(
        catalog: &Catalog,
        form: Arc<Form>,
        draft: Draft,
        path: Option<PathBuf>,
        access: Access,
    ) -> Self {
        let Draft {
            ret,
            unknown,
            version_note,
            note,
        } = draft;
        let access = match version_note {
            Some(note) => Access::Read(note),
            None => access,
        };
        let mut open = Self::new(catalog, form, ret, unknown, path, access);
        // Figures first: that is what people come back for.
        let table = open.form.parts.iter().position(|part| part.table.is_some());
        open.screen = table.map_or(Screen::Header, Screen::Part);
        open.note = note;
        open
    }

    fn new(
        catalog: &Catalog,
        form: Arc<Form>,
        ret: Return,
        unknown: Unknown,
        path: Option<PathBuf>,
        access: Access,
    ) -> Self {
        let Assessment {
            derived,
            last_year,
            findings,
            readings,
        } = Assessment::of(catalog, &form, &ret);
        let found = proposed(&form, &ret, &derived, last_year.as_ref());
        Self {
            form,
            ret,
            derived,
            last_year,
            years: OtherYears::default(),
            preview: Preview::default(),
            repairs: found,
            findings,
            readings,
            path,
            access,
            history: History::default(),
            given_up: None,
            number: 0,
            revision: 0,
            saved_revision: 0,
            saved_at: None,
            backup: Backup::default(),
            screen: Screen::Header,
            cursor: None,
            lit: None,
            looked_at: Vec::new(),
            note: None,
            unknown,
            lock: None,
            on_disk: None,
        }
    }

    /// What the figures in its texts are computed from.
    pub fn figures(&self) -> Figures<'_> {
        Figures {
            form: &self.form,
            derived: &self.derived,
            last_year: self.last_year.as_ref(),
        }
    }

    pub fn is_writable(&self) -> bool {
        self.access == Access::Write
    }

    /// Whether closing would lose something the draft's file doesn't have.
    pub fn has_unsaved_work(&self) -> bool {
        self.revision != self.saved_revision
    }

    /// Whether there is work that nobody has given up.
    pub(super) fn has_work_to_lose(&self) -> bool {
        self.is_writable() && self.has_unsaved_work() && self.given_up != Some(self.revision)
    }

    /// Which state of which return this is.
    pub fn version(&self) -> Version {
        Version {
            number: self.number,
            revision: self.revision,
        }
    }

    /// What stands against a final copy.
    pub fn obstacles(&self) -> Vec<Obstacle> {
        obstacles(&self.ret, &self.figures(), &self.findings)
    }

    /// The draft's file name, or the title while there is none.
    pub fn name(&self) -> String {
        match &self.path {
            Some(path) => crate::files::name(path),
            None => self.ret.title(&self.form),
        }
    }

    /// The draft as it goes into a file.
    pub fn draft_bytes(&self) -> Vec<u8> {
        draft::write(&self.form, &self.ret, &self.unknown)
    }

    /// A path for saving: beside the draft, named after the report.
    pub fn suggested_path(&self, suffix: &str) -> PathBuf {
        let title = crate::files::file_name_from(&self.ret.title(&self.form));
        let name = format!("{title}{suffix}.nianbao");
        match self.path.as_deref().and_then(Path::parent) {
            Some(folder) => folder.join(name),
            None => PathBuf::from(name),
        }
    }

    /// The part on the screen, as a place.
    pub(super) fn part_place(&self) -> Place {
        self.current_part()
            .map_or(Place::Header(None), |part| Place::Part(part.id.clone()))
    }

    /// The part on the screen.
    pub fn current_part(&self) -> Option<&Part> {
        match self.screen {
            Screen::Header | Screen::Years | Screen::Preview | Screen::Charts => None,
            Screen::Part(part) => self.form.parts.get(part),
        }
    }

    /// The table on the screen, by its place in the form.
    pub fn current_table(&self) -> Option<usize> {
        self.current_part()?.table
    }

    pub(super) fn cells_of(&self, table: usize) -> impl Iterator<Item = Cell> + '_ {
        self.form
            .all_cells()
            .filter(move |&cell| self.form.definition(cell).table == table)
    }

    fn cells_here(&self) -> impl Iterator<Item = Cell> + '_ {
        self.current_table()
            .into_iter()
            .flat_map(|table| self.cells_of(table))
    }

    /// Cells to fill in on this screen that are blank.
    pub fn blank_cells_here(&self) -> Vec<Cell> {
        self.cells_here()
            .filter(|&cell| {
                !self.form.definition(cell).is_total() && self.ret.stated.get(cell).is_blank()
            })
            .collect()
    }

    pub fn blanks_here(&self) -> usize {
        self.blank_cells_here().len()
    }

    /// Totals on this screen that were typed.
    pub fn typed_total_cells_here(&self) -> Vec<Cell> {
        self.cells_here()
            .filter(|&cell| {
                self.form.definition(cell).is_total() && !self.ret.stated.get(cell).is_blank()
            })
            .collect()
    }

    pub fn typed_totals_here(&self) -> usize {
        self.typed_total_cells_here().len()
    }

    /// How many of the cells to fill in hold a number.
    pub fn filled(&self) -> usize {
        self.ret.filled(&self.form)
    }

    /// How many of the cells to fill in are blank.
    pub fn blanks(&self) -> usize {
        self.inputs().filter(|value| value.is_blank()).count()
    }

    /// The values of the cells to fill in.
    fn inputs(&self) -> impl Iterator<Item = &Value> {
        self.form
            .all_cells()
            .filter(|&cell| !self.form.definition(cell).is_total())
            .map(|cell| self.ret.stated.get(cell))
    }

    /// The finding that is lit up, if it still stands.
    pub fn lit_finding(&self) -> Option<&crate::findings::Finding> {
        let lit = self.lit.as_ref()?;
        self.findings
            .broken
            .iter()
            .find(|finding| finding.id() == *lit)
    }

    /// The worst severity of the findings that touch a cell, answered ones left out.
    pub fn severity_at(&self, cell: Cell) -> Option<Severity> {
        self.findings
            .broken
            .iter()
            .filter(|finding| !finding.is_answered())
            .filter(|finding| finding.cells().any(|touched| touched == cell))
            .map(|finding| finding.severity)
            .min()
    }

    /// The current table's figures as tab-separated lines, one a grid row.
    pub fn table_as_text(&self) -> Option<String> {
        use crate::form::Content;

        let table: &Table = self.form.tables.get(self.current_table()?)?;
        let lines = table.grid.rows.iter().filter_map(|row| {
            let figures: Vec<String> = row
                .cells
                .iter()
                .filter_map(|cell| match &cell.content {
                    Content::Figure(cell) => Some(self.derived.value(*cell).to_string()),
                    Content::Text(_) => None,
                })
                .collect();
            (!figures.is_empty()).then(|| figures.join("\t"))
        });
        Some(lines.collect::<Vec<_>>().join("\n"))
    }

    /// A figure as the form prints it.
    pub fn printed(&self, cell: Cell) -> String {
        let measure = self.form.definition(cell).measure;
        self.derived.value(cell).printed(measure)
    }
}
