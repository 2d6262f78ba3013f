//! Changes to the return in work, each one step of undo.

use crate::command::Command;
use crate::findings::{Finding, FindingId};
use crate::form::Cell;
use crate::form::catalog::Catalog;
use crate::returns::{HeaderField, Place, Return, Values};
use crate::totals::derive;
use crate::value::{Remark, Value, parse};

use super::history::{Restored, Subject};
use super::open_return::OpenReturn;
use super::screen::Screen;
use super::{Notice, Tone};

impl OpenReturn {
    /// Carries out a command about this return; gives back what there is to say.
    pub(super) fn edit(&mut self, catalog: &Catalog, command: Command) -> Option<Notice> {
        match command {
            Command::GoTo(place) => {
                self.go_to(place);
                return None;
            }
            Command::ShowFinding(finding) => {
                self.show_finding(&finding);
                return None;
            }
            Command::NextFinding => {
                if let Some(finding) = self.next_finding() {
                    self.show_finding(&finding);
                }
                return None;
            }
            Command::PreviousPart => {
                self.turn_part(false);
                return None;
            }
            Command::NextPart => {
                self.turn_part(true);
                return None;
            }
            _ => {}
        }
        if let super::Access::Read(reason) = &self.access {
            return Some(information(reason.clone()));
        }
        match command {
            Command::SetCell { cell, text } => self.set_cell(cell, &text),
            Command::SetCells(cells) => self.set_cells(cells, "粘贴"),
            Command::FillBlanksWithZero => self.fill_blanks(),
            Command::TakeComputedTotals => self.take_computed_totals(),
            Command::SetHeaderText { field, text } => self.set_header_text(field, text),
            Command::SetYear(year) => self.set_year(catalog, year),
            Command::SetLevel(level) => {
                let place = Place::Header(Some(HeaderField::Level));
                self.change(Subject::Single, "单位类别".to_owned(), place, |ret| {
                    ret.header.level = level;
                });
                None
            }
            Command::SetRuleMaking(rule_making) => {
                let place = Place::Header(Some(HeaderField::RuleMaking));
                self.change(Subject::Single, "规章制定权".to_owned(), place, |ret| {
                    ret.header.rule_making = rule_making;
                });
                None
            }
            Command::SetText { part, text } => self.set_text(part, &text),
            Command::InsertFigure { .. }
            | Command::BindFigure { .. }
            | Command::BindFigures { .. }
            | Command::UnbindFigure { .. }
            | Command::WritePassages => self.edit_text(command),
            Command::EndStep => {
                self.history.end_step();
                None
            }
            Command::ChooseAlternative => self.choose_alternative(catalog),
            Command::SetVariant(variant) => self.set_variant(catalog, &variant),
            Command::GiveReason { finding, text } => self.give_reason(&finding, &text),
            Command::ToggleChart(id) => {
                self.toggle_chart(&id);
                None
            }
            Command::Mend(repair) => self.mend(&repair),
            Command::TypeLastYear
            | Command::SetLastYearFigure { .. }
            | Command::UnlinkLastYear
            | Command::TakeOverLastYear => self.edit_last_year(catalog, command),
            Command::Undo => {
                let restored = self.history.undo(&self.ret)?;
                let text = format!("已撤销：{}", restored.label);
                self.restore(catalog, restored);
                Some(information(text))
            }
            Command::Redo => {
                let restored = self.history.redo(&self.ret)?;
                let text = format!("已恢复：{}", restored.label);
                self.restore(catalog, restored);
                Some(information(text))
            }
            _ => None,
        }
    }

    pub(super) fn go_to(&mut self, place: Place) {
        // A step may have been made in a form with other rows.
        if let Place::Cell(cell) = place
            && !self.form.has(cell)
        {
            return;
        }
        self.history.end_step();
        self.screen = self.screen_of(&place);
        self.cursor = match place {
            Place::Cell(cell) => Some(cell),
            Place::Header(_) | Place::Part(_) | Place::Text { .. } | Place::Charts => None,
        };
    }

    fn show_finding(&mut self, id: &FindingId) {
        let Some(finding) = self
            .findings
            .broken
            .iter()
            .find(|finding| finding.id() == *id)
        else {
            return;
        };
        self.lit = Some(id.clone());
        let place = finding.place.clone();
        self.go_to(place);
    }

    /// The finding after the lit one that wants a look, from the start again at the end.
    fn next_finding(&self) -> Option<FindingId> {
        let broken = &self.findings.broken;
        let lit = self.lit.as_ref();
        let at = broken.iter().position(|finding| Some(&finding.id()) == lit);
        let after = at.map_or(0, |at| at + 1);
        let next = broken
            .iter()
            .skip(after)
            .chain(broken)
            .find(|finding| !finding.is_answered());
        next.or(broken.first()).map(Finding::id)
    }

    fn turn_part(&mut self, forward: bool) {
        let last = self.form.parts.len().saturating_sub(1);
        let screen = match (self.screen, forward) {
            (Screen::Header, true) => Screen::Part(0),
            (Screen::Part(part), true) => Screen::Part((part + 1).min(last)),
            (Screen::Part(part), false) if part > 0 => Screen::Part(part - 1),
            (screen @ (Screen::Years | Screen::Preview | Screen::Charts), true) => screen,
            (Screen::Years | Screen::Preview | Screen::Charts, false) => Screen::Part(last),
            (_, false) => Screen::Header,
        };
        self.screen = screen;
        self.cursor = None;
    }

    /// Makes a change as a step of undo, if it changes anything.
    pub(super) fn change(
        &mut self,
        subject: Subject,
        label: String,
        place: Place,
        change: impl FnOnce(&mut Return),
    ) {
        let before = self.ret.clone();
        change(&mut self.ret);
        if self.ret == before {
            return;
        }
        self.history.record(subject, label, before, place);
        self.revision += 1;
        self.refresh();
    }

    fn set_cell(&mut self, cell: Cell, text: &str) -> Option<Notice> {
        if !self.form.has(cell) {
            return None;
        }
        let reading = parse(text, self.form.definition(cell).measure);
        let label = format!(
            "{} {}→{}",
            self.form.short_label(cell),
            named(self.ret.stated.get(cell)),
            named(&reading.value)
        );
        self.change(Subject::Single, label, Place::Cell(cell), |ret| {
            ret.stated.set(cell, reading.value);
        });
        match reading.remark {
            Some(remark @ Remark::Converted { .. }) => Some(information(remark.to_string())),
            _ => None,
        }
    }

    fn set_cells(&mut self, cells: Vec<(Cell, String)>, what: &str) -> Option<Notice> {
        let (first, _) = cells.iter().find(|(cell, _)| self.form.has(*cell))?;
        let place = Place::Cell(*first);
        let mut stated = self.ret.stated.clone();
        let mut count = 0;
        for (cell, text) in cells.iter().filter(|(cell, _)| self.form.has(*cell)) {
            let measure = self.form.definition(*cell).measure;
            stated.set(*cell, parse(text, measure).value);
            count += 1;
        }
        let written = cells.iter().map(|(cell, _)| *cell);
        self.leave_to_computing(&mut stated, written);
        let label = format!("{what} {count} 个单元格");
        self.change(Subject::Single, label.clone(), place, |ret| {
            ret.stated = stated;
        });
        Some(information(label))
    }

    /// Leaves totals that came along with a block, and are right, to be computed:
    /// typed ones would stand when a figure under them changes.
    pub(super) fn leave_to_computing(
        &self,
        stated: &mut Values,
        written: impl Iterator<Item = Cell>,
    ) {
        let derived = derive(&self.form, stated);
        for cell in written.filter(|&cell| self.form.has(cell)) {
            let sum = derived.computed(cell);
            if sum.is_some() && stated.get(cell).number() == sum {
                stated.set(cell, Value::Blank);
            }
        }
    }

    fn fill_blanks(&mut self) -> Option<Notice> {
        let blanks = self.blank_cells_here();
        let zeros = blanks.into_iter().map(|cell| (cell, "0".to_owned()));
        self.set_cells(zeros.collect(), "空白填 0，共")
    }

    fn take_computed_totals(&mut self) -> Option<Notice> {
        let totals = self.typed_total_cells_here();
        let blanks = totals.into_iter().map(|cell| (cell, String::new()));
        self.set_cells(blanks.collect(), "合计改用自动合计，共")
    }

    fn set_header_text(&mut self, field: HeaderField, text: String) -> Option<Notice> {
        let place = Place::Header(Some(field));
        self.change(
            Subject::Text(place.clone()),
            format!("修改{}", field.label()),
            place,
            |ret| {
                if let Some(target) = ret.header.text_mut(field) {
                    *target = text;
                }
            },
        );
        None
    }

    fn set_year(&mut self, catalog: &Catalog, year: u16) -> Option<Notice> {
        let place = Place::Header(Some(HeaderField::Year));
        self.change(
            Subject::Single,
            format!("年度 {}→{year}", self.ret.header.year),
            place,
            |ret| ret.header.year = year,
        );
        self.refresh_link(catalog);
        catalog.for_year(year).is_none().then(|| Notice {
            tone: Tone::Failure,
            text: format!("没有 {year} 年的年报版式，请核对年度"),
            file: None,
        })
    }

    /// Switches the form's first alternative on or off.
    fn choose_alternative(&mut self, catalog: &Catalog) -> Option<Notice> {
        let alternative = self.form.alternatives.first()?;
        let mut variant = self.form.variant.clone();
        if alternative.chosen {
            variant.alternatives.retain(|id| *id != alternative.id);
        } else {
            variant.alternatives.push(alternative.id.clone());
        }
        self.set_variant(catalog, &variant)
    }

    /// Leaves the cell the keyboard is in: it would be another one in another form.
    pub(super) fn leave_cell(&mut self) {
        self.cursor = None;
        self.lit = None;
        let parts = self.form.parts.len();
        if let Screen::Part(part) = self.screen
            && part >= parts
        {
            self.screen = Screen::Header;
        }
    }

    fn restore(&mut self, catalog: &Catalog, restored: Restored) {
        if restored.ret.variant != self.ret.variant
            && let Some(form) = catalog.form(&restored.ret.variant)
        {
            self.form = form;
            self.leave_cell();
        }
        self.ret = restored.ret;
        self.revision += 1;
        self.refresh_link(catalog);
        self.go_to(restored.place);
    }
}

/// A value in the name of a step.
fn named(value: &Value) -> String {
    if value.is_blank() {
        "空".to_owned()
    } else {
        value.to_string()
    }
}

pub(super) fn information(text: String) -> Notice {
    Notice {
        tone: Tone::Information,
        text,
        file: None,
    }
}
