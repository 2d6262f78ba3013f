//! Reports that were published or sent: reviewed, then adopted in one of four ways.

use std::sync::Arc;

use crate::command::{Adoption, Command, OpenDoubts, ReviewCommand};
use crate::returns::Return;
use crate::task::{Job, Origin, ReadReport, ReadSource, Task};

use super::history::Subject;
use super::review::{Merge, Review};
use super::{Access, Dialog, OpenReturn, Session, Tone};

impl Session {
    /// Whether a command would leave a review with answers behind, so that it has to be asked
    /// about first.
    pub(super) fn asks_about_review(&self, command: &Command) -> bool {
        let leaves = matches!(
            command,
            Command::Review(ReviewCommand::Close)
                | Command::OpenPath(_)
                | Command::ImportText(_)
                | Command::Recover(_)
                | Command::OpenSample
                | Command::CreateReturn { .. }
                | Command::Quit
        );
        leaves && self.review.as_ref().is_some_and(Review::has_answers)
    }

    /// Reads what was on the clipboard.
    pub(super) fn import_text(&mut self, text: String) -> Vec<Task> {
        if text.trim().is_empty() {
            self.say(Tone::Failure, "剪贴板里没有文字，请先复制整篇年报");
            return Vec::new();
        }
        self.run(Job::ImportText(text))
    }

    /// A report was read, to be looked over.
    pub(super) fn imported(
        &mut self,
        origin: &Origin,
        wanted: Option<Adoption>,
        result: Result<Box<ReadSource>, String>,
    ) -> Vec<Task> {
        match result {
            Ok(read) => {
                self.dialog = None;
                self.notice = None;
                self.reviews += 1;
                let mut review = Review::new(&self.catalog, *read, self.reviews);
                review.wanted = wanted;
                self.review = Some(review);
            }
            Err(error) => {
                self.not_opened(error);
                if let Origin::File(path) = origin {
                    self.settings.forget(path);
                }
            }
        }
        Vec::new()
    }

    /// What the report under review is most likely read for.
    pub fn likely_adoption(&self) -> Option<Adoption> {
        let wanted = self.review.as_ref().and_then(|review| review.wanted);
        let usual = [
            Adoption::IntoOpen,
            Adoption::LastYear,
            Adoption::New,
            Adoption::NextYear,
        ];
        // What is another agency's replaces nothing unless a person says so.
        let usual = usual
            .into_iter()
            .filter(|way| self.adoption_warnings(*way).is_empty());
        wanted
            .into_iter()
            .chain(usual)
            .find(|way| self.adoption_refusal(*way).is_none())
    }

    /// What speaks against adopting the report under review in a way, a sentence each: that it is
    /// another agency's, or of another edition.
    pub fn adoption_warnings(&self, way: Adoption) -> Vec<String> {
        let (Some(review), Some(open)) = (&self.review, &self.open) else {
            return Vec::new();
        };
        if matches!(way, Adoption::New | Adoption::NextYear) {
            return Vec::new();
        }
        let mut warnings = Vec::new();
        let (read, own) = (
            review.ret.header.agency.trim(),
            open.ret.header.agency.trim(),
        );
        if read != own && !own.is_empty() {
            warnings.push(match read {
                "" => format!("这份年报没有写明单位，正在填写的是“{own}”的年报"),
                read => format!("这份是“{read}”的年报，正在填写的是“{own}”的年报"),
            });
        }
        let (read, own) = (review.form(), &open.form);
        if way == Adoption::IntoOpen && read.edition() != own.edition() {
            warnings.push(format!(
                "这份年报用的是{}，正在填写的是{}",
                read.name, own.name
            ));
        }
        warnings
    }

    /// Carries out a step of the review.
    pub(super) fn review(&mut self, command: ReviewCommand) -> Vec<Task> {
        let Some(review) = &mut self.review else {
            return Vec::new();
        };
        match command {
            ReviewCommand::Select(cell) => review.select(cell),
            ReviewCommand::SelectSpot(spot) => review.select_spot(&spot),
            ReviewCommand::SelectDoubt(index) => review.select_doubt(index),
            ReviewCommand::NextDoubt => {
                if !review.next_doubt() {
                    self.say_all_settled();
                }
            }
            ReviewCommand::PreviousDoubt => {
                review.previous_doubt();
            }
            ReviewCommand::Confirm => {
                if let Some(field) = review.field_to_fill() {
                    let text = format!("{}还是空的，请先填写", field.label());
                    self.say(Tone::Failure, text);
                    return Vec::new();
                }
                review.confirm();
                self.go_on();
            }
            ReviewCommand::Correct { cell, text } => match review.correct(cell, &text) {
                Ok(()) => self.go_on(),
                Err(sentence) => self.say(Tone::Failure, sentence),
            },
            ReviewCommand::LeaveBlank => {
                if let Some(cell) = review.cursor {
                    review.leave_blank(cell);
                    self.go_on();
                }
            }
            ReviewCommand::AsRead => match review.cursor {
                Some(cell) => review.as_read(cell),
                None => review.ask_again(),
            },
            ReviewCommand::SetHeaderText { field, text } => review.set_header_text(field, text),
            ReviewCommand::SetYear(year) => review.set_year(year),
            ReviewCommand::Show(tab) => review.tab = tab,
            ReviewCommand::AskToAdopt => self.dialog = Some(Dialog::Adopt),
            ReviewCommand::Adopt { way, doubts } => return self.adopt(way, doubts),
            ReviewCommand::Close => self.review = None,
            ReviewCommand::Drop => {
                self.review = None;
                if let Some(Dialog::DropReview(command)) = self.dialog.take() {
                    return self.apply(*command);
                }
            }
        }
        Vec::new()
    }

    /// On to the next doubt; the last one is followed by nothing, and that is said.
    fn go_on(&mut self) {
        let at_doubt = |review: &Review| review.doubt.is_some();
        if self.review.as_ref().is_some_and(at_doubt)
            && !self.review.as_mut().is_some_and(Review::next_doubt)
        {
            self.say_all_settled();
        }
    }

    fn say_all_settled(&mut self) {
        let doubted = |review: &Review| !review.located.doubts.is_empty();
        let text = if self.review.as_ref().is_some_and(doubted) {
            "存疑已全部核对，可以采用"
        } else {
            "没有存疑"
        };
        self.say(Tone::Success, text);
    }

    /// Why a report under review can't be adopted in a way; `None` if it can.
    pub fn adoption_refusal(&self, way: Adoption) -> Option<String> {
        let review = self.review.as_ref()?;
        if !review.located.kind.is_report() {
            return Some("这份文件不是年报，不能采用".to_owned());
        }
        let year = review.ret.header.year;
        if year == 0 {
            return Some("请先填写年度".to_owned());
        }
        let open = match way {
            Adoption::New | Adoption::NextYear => return None,
            Adoption::LastYear | Adoption::IntoOpen => self.open.as_ref(),
        };
        let Some(open) = open else {
            return Some("没有打开的年报".to_owned());
        };
        if let Access::Read(reason) = &open.access {
            return Some(reason.clone());
        }
        let own = open.ret.header.year;
        match way {
            Adoption::LastYear if year.checked_add(1) != Some(own) => Some(format!(
                "打开的是 {own} 年年报，它的上年是 {} 年",
                own.saturating_sub(1)
            )),
            Adoption::IntoOpen if year != own => Some(format!("打开的是 {own} 年年报")),
            _ => None,
        }
    }

    /// What putting the report under review into the return in work would change.
    pub fn merge(&self, doubts: OpenDoubts) -> Option<Merge> {
        let (review, open) = (self.review.as_ref()?, self.open.as_ref()?);
        let imported = review.adopted(doubts);
        Some(Merge::of(&open.form, &open.ret, review.form(), &imported))
    }

    fn adopt(&mut self, way: Adoption, doubts: OpenDoubts) -> Vec<Task> {
        if let Some(refusal) = self.adoption_refusal(way) {
            self.say(Tone::Failure, refusal);
            return Vec::new();
        }
        let Some(review) = &self.review else {
            return Vec::new();
        };
        let file = review.origin.name();
        let form = Arc::clone(review.form());
        let ret = review.adopted(doubts);
        let report = |ret: Return| ReadReport {
            file: file.clone(),
            form: Arc::clone(&form),
            ret,
            note: None,
        };
        self.dialog = None;
        match way {
            Adoption::New => {
                let open = OpenReturn::imported(&self.catalog, form, ret);
                let tasks = self.replace(open);
                let text = format!("已采用“{file}”，请保存为草稿");
                self.say(Tone::Success, text);
                tasks
            }
            Adoption::NextYear => self.begin_from(&report(ret)),
            Adoption::LastYear => {
                let version = self.open.as_ref().map(OpenReturn::version);
                self.review = None;
                self.link(version, &report(ret))
            }
            Adoption::IntoOpen => {
                let Some(merge) = self.merge(doubts) else {
                    return Vec::new();
                };
                self.review = None;
                let count = merge.differences.len();
                if let Some(open) = &mut self.open {
                    open.take_in(merge, &file);
                }
                let text = format!("已采用“{file}”，改动 {count} 处，可以撤销");
                self.say(Tone::Success, text);
                Vec::new()
            }
        }
    }
}

impl OpenReturn {
    /// Puts a merged return in place, as one step of undo.
    fn take_in(&mut self, merge: Merge, file: &str) {
        let place = merge.differences.first();
        let place = place.map_or_else(|| self.part_place(), |one| one.place.clone());
        let label = format!("采用“{file}”");
        self.change(Subject::Single, label, place.clone(), |ret| {
            *ret = merge.ret;
        });
        self.go_to(place);
    }
}
