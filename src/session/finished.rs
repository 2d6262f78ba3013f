//! What finished tasks bring back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::command::{Command, Format};
use crate::draft::{Draft, Source};
use crate::edits::Edits;
use crate::export::document::Mark;
use crate::export::{Product, check_sheet};
use crate::files;
use crate::form::Form;
use crate::task::{
    Job, LinkPurpose, OpenedDraft, Outcome, Progress, Purpose, RecoveredDraft, SurveyOutcome, Task,
    Version, YearsOutcome,
};

use super::{Access, Backup, Dialog, Notice, OpenReturn, Review, Session, Tone};

impl Session {
    pub(super) fn finish(&mut self, outcome: Outcome) -> Vec<Task> {
        if replaces_review(&outcome) && self.review.as_ref().is_some_and(Review::has_answers) {
            // The answers were given while it was read.
            self.end(Progress::Opening);
            self.dialog = Some(Dialog::DropReview(Box::new(Command::Finished(outcome))));
            return Vec::new();
        }
        match outcome {
            Outcome::SettingsLoaded(settings) => {
                self.settings = settings;
                Vec::new()
            }
            Outcome::SettingsStored(result) => {
                if let Err(error) = result {
                    self.say(Tone::Failure, error);
                }
                Vec::new()
            }
            Outcome::RecoveryFound(recovered) => {
                self.recovered = recovered;
                Vec::new()
            }
            Outcome::RecoveryRemoved(path) => {
                self.recovered.retain(|recovered| recovered.backup != path);
                Vec::new()
            }
            Outcome::Opened { path, result } => {
                self.end(Progress::Opening);
                self.opened(path, result)
            }
            Outcome::Imported {
                origin,
                wanted,
                result,
            } => {
                self.end(Progress::Opening);
                self.imported(&origin, wanted, result)
            }
            Outcome::RecoveryOpened { backup, result } => {
                self.end(Progress::Opening);
                self.recovery_opened(backup, result)
            }
            Outcome::Saved {
                version,
                path,
                result,
            } => {
                self.end(Progress::Saving);
                self.saved(version, &path, result)
            }
            Outcome::SystemFontsFound(found) => {
                self.system_fonts_found(&found);
                Vec::new()
            }
            Outcome::SupplementsFound(found) => {
                self.supplements_found(found);
                Vec::new()
            }
            Outcome::LastYearRead {
                purpose,
                version,
                path,
                result,
            } => {
                self.end(Progress::Opening);
                self.last_year_read(purpose, version, path, result)
            }
            Outcome::BackedUp {
                version,
                changes,
                result,
            } => self.backed_up(version, changes, result),
            Outcome::Exported {
                version,
                format,
                product,
                purpose,
                result,
            } => {
                self.end(Progress::Exporting(format));
                self.exported(version, product, &purpose, result)
            }
            Outcome::PictureExported(result) => {
                self.end(Progress::ExportingPicture);
                self.picture_exported(result);
                Vec::new()
            }
            Outcome::Years(outcome) => {
                match &outcome {
                    YearsOutcome::Found { .. } => {}
                    YearsOutcome::Read { .. } => self.end(Progress::Opening),
                    YearsOutcome::Exported { .. } => self.end(Progress::Exporting(Format::Xlsx)),
                }
                self.years_finished(outcome)
            }
            Outcome::Survey(outcome) => {
                match &outcome {
                    SurveyOutcome::Listed(_) => self.end(Progress::ExportingList),
                    SurveyOutcome::OpinionsWritten(_) => self.end(Progress::WritingOpinions),
                    _ => {}
                }
                self.surveyed(outcome);
                Vec::new()
            }
            Outcome::Previewed(previewed) => self.previewed(previewed),
            Outcome::PrintersFound(found) => self.printers_found(found),
            Outcome::Printed(printed) => self.printed(*printed),
            Outcome::ViewerAsked { path, opened } => {
                if !opened {
                    // Why it was to be opened, if that was a failure too.
                    let before = self.notice.as_ref().filter(|notice| {
                        notice.tone == Tone::Failure && notice.file.as_ref() == Some(&path)
                    });
                    let before =
                        before.map_or(String::new(), |notice| format!("{}；但", notice.text));
                    let text = format!(
                        "{before}本机没有能打开“{}”的程序，请自己打开",
                        path.display()
                    );
                    self.say(Tone::Failure, text);
                }
                Vec::new()
            }
        }
    }

    /// Says why something could not be opened; the return in work stays, with all its work.
    pub(super) fn not_opened(&mut self, error: String) {
        if let Some(open) = &mut self.open {
            open.given_up = None;
        }
        self.say(Tone::Failure, error);
    }

    pub(super) fn end(&mut self, progress: Progress) {
        self.busy.retain(|busy| *busy != progress);
    }

    /// The return in work, if a late result is about it.
    pub(super) fn open_at(&mut self, version: Version) -> Option<&mut OpenReturn> {
        self.open
            .as_mut()
            .filter(|open| open.version().number == version.number)
    }

    /// The form of a draft; reading it has found the form already.
    fn form_of(&self, draft: &Draft) -> Option<Arc<Form>> {
        self.catalog.form(&draft.ret.variant)
    }

    /// Asks again if figures were typed while something else was being opened.
    pub(super) fn asks_again(&mut self, command: Command) -> bool {
        let asks = self.would_lose_work(&command);
        if asks {
            self.dialog = Some(Dialog::Unsaved(Box::new(command)));
        }
        asks
    }

    fn opened(&mut self, path: PathBuf, result: Result<Box<OpenedDraft>, String>) -> Vec<Task> {
        let OpenedDraft {
            draft,
            source,
            edits,
            fingerprint,
            lock,
        } = match result {
            Ok(opened) => *opened,
            Err(error) => {
                self.not_opened(error);
                self.settings.forget(&path);
                return vec![Task::Job(Job::StoreSettings(self.settings.clone()))];
            }
        };
        if self.asks_again(Command::OpenPath(path.clone())) {
            return Vec::new();
        }
        let Some(form) = self.form_of(&draft) else {
            return Vec::new();
        };
        if source == Source::Export {
            return self.restored(&path, form, draft, edits);
        }
        let (lock, access) = match lock {
            Ok(lock) => (lock, Access::Write),
            Err(reason) => (None, Access::Read(reason)),
        };
        let mut open =
            OpenReturn::from_draft(&self.catalog, form, draft, Some(path.clone()), access);
        open.lock = lock;
        open.on_disk = Some(fingerprint);
        let reason = match &open.access {
            Access::Read(reason) => Some(reason.clone()),
            Access::Write => open.note.clone(),
        };
        let mut tasks = self.replace(open);
        if let Some(reason) = reason {
            self.say(Tone::Information, reason);
        }
        let newer = self.recovered.iter();
        let newer = newer
            .clone()
            .find(|backup| backup.path.as_ref() == Some(&path));
        if let Some(backup) = newer.cloned() {
            self.dialog = Some(Dialog::Recovery(backup));
        }
        tasks.extend(self.change_settings(|settings| settings.remember(&path)));
        tasks
    }

    /// Puts in place what an export carried: a draft that has no file yet, since
    /// saving must not overwrite the export.
    fn restored(
        &mut self,
        export: &Path,
        form: Arc<Form>,
        draft: Draft,
        edits: Edits,
    ) -> Vec<Task> {
        let mut open = OpenReturn::from_draft(&self.catalog, form, draft, None, Access::Write);
        open.revision = 1;
        let note = open.note.take();
        let name = files::name(export);
        // Made by a newer program, it can only be looked at.
        let (text, changes) = match &open.access {
            Access::Write => (
                format!("已从“{name}”恢复导出时的年报，请核对后保存为草稿"),
                None,
            ),
            Access::Read(reason) => (
                format!("打开的是“{name}”中导出时的年报。{reason}"),
                edits.sentence(),
            ),
        };
        let is_writable = open.is_writable();
        let tasks = self.replace(open);
        let said: Vec<String> = [text].into_iter().chain(note).chain(changes).collect();
        self.say(Tone::Information, said.join("。"));
        if is_writable && !edits.is_empty() {
            self.dialog = Some(Dialog::Edits(Box::new(edits)));
        }
        tasks
    }

    fn recovery_opened(
        &mut self,
        backup: PathBuf,
        result: Result<Box<RecoveredDraft>, String>,
    ) -> Vec<Task> {
        let RecoveredDraft {
            draft,
            path,
            fingerprint,
            lock,
            backup_lock,
        } = match result {
            Ok(recovered) => *recovered,
            Err(error) => {
                self.not_opened(error);
                return Vec::new();
            }
        };
        if self.asks_again(Command::Recover(backup.clone())) {
            return Vec::new();
        }
        let Some(form) = self.form_of(&draft) else {
            return Vec::new();
        };
        let path = path.filter(|_| lock.is_some());
        let mut open = OpenReturn::from_draft(&self.catalog, form, draft, path, Access::Write);
        open.lock = lock;
        open.on_disk = fingerprint;
        open.backup = Backup::recovered(backup.clone(), backup_lock);
        // It differs from whatever file there is, until it is saved.
        open.revision = 1;
        let tasks = self.replace(open);
        self.recovered
            .retain(|recovered| recovered.backup != backup);
        self.say(Tone::Information, "已恢复上次没有保存的内容，请核对后保存");
        tasks
    }

    fn exported(
        &mut self,
        version: Version,
        product: Product,
        purpose: &Purpose,
        result: Result<PathBuf, String>,
    ) -> Vec<Task> {
        let path = match result {
            Ok(path) => path,
            Err(error) => {
                self.say(Tone::Failure, error);
                return Vec::new();
            }
        };
        let older = self
            .open
            .as_ref()
            .is_none_or(|open| open.version() != version);
        let kind = match product {
            Product::Report(Mark::Final) => "",
            Product::Report(Mark::Draft) => "草稿",
            Product::CheckSheet => check_sheet::NAME,
        };
        let since = if older {
            "，之后的修改不在其中"
        } else {
            ""
        };
        let open_warnings = match self.open.as_ref().map(|open| open.findings.open_warnings()) {
            Some(count) if product == Product::Report(Mark::Final) && count > 0 => {
                format!("。还有 {count} 项提示没有说明理由")
            }
            _ => String::new(),
        };
        match purpose {
            Purpose::File(_) => {
                self.notice = Some(Notice {
                    tone: Tone::Success,
                    text: format!("已导出{kind}“{}”{since}{open_warnings}", files::name(&path)),
                    file: Some(path),
                });
                Vec::new()
            }
            Purpose::Print { .. } => {
                self.notice = Some(Notice {
                    tone: Tone::Information,
                    text: format!("正在用系统的阅读程序打开{kind}，请在那里打印{since}"),
                    file: Some(path.clone()),
                });
                vec![Task::Job(Job::OpenInViewer(path))]
            }
        }
    }
}

/// Whether what was read takes the place of a report under review.
fn replaces_review(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Imported { result: Ok(_), .. }
            | Outcome::Opened { result: Ok(_), .. }
            | Outcome::RecoveryOpened { result: Ok(_), .. }
            | Outcome::LastYearRead {
                purpose: LinkPurpose::New,
                result: Ok(_),
                ..
            }
    )
}
