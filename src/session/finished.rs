//! What finished tasks bring back.

use std::path::PathBuf;

use crate::export::document::Mark;
use crate::files;
use crate::task::{
    BackedUp, Job, OpenedDraft, Outcome, Purpose, RecoveredDraft, Request, Saved, Task,
};

use super::{Access, Notice, OpenReturn, Session, Tone};

impl Session {
    pub(super) fn finish(&mut self, outcome: Outcome) -> Vec<Task> {
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
                self.end("正在打开");
                self.opened(path, result)
            }
            Outcome::RecoveryOpened { backup, result } => {
                self.end("正在打开");
                self.recovery_opened(backup, result);
                Vec::new()
            }
            Outcome::Saved {
                path,
                revision,
                result,
            } => {
                self.end("正在保存");
                self.saved(path, revision, result)
            }
            Outcome::BackedUp { revision, result } => {
                self.backed_up(revision, result);
                Vec::new()
            }
            Outcome::Exported {
                format,
                mark,
                purpose,
                revision,
                result,
            } => {
                self.busy.retain(|busy| !busy.ends_with(format.label()));
                self.exported(mark, &purpose, revision, result)
            }
        }
    }

    fn end(&mut self, progress: &str) {
        self.busy.retain(|busy| *busy != progress);
    }

    fn opened(&mut self, path: PathBuf, result: Result<Box<OpenedDraft>, String>) -> Vec<Task> {
        let OpenedDraft { draft, lock } = match result {
            Ok(opened) => *opened,
            Err(error) => {
                self.say(Tone::Failure, error);
                self.settings.forget(&path);
                return vec![Task::Job(Job::StoreSettings(self.settings.clone()))];
            }
        };
        let Some(form) = self
            .catalog
            .form(&draft.ret.edition, &draft.ret.alternatives)
        else {
            return Vec::new();
        };
        let (lock, access) = match lock {
            Ok(lock) => (Some(lock), Access::Write),
            Err(reason) => (None, Access::Read(reason)),
        };
        let mut open = OpenReturn::from_draft(form, draft, Some(path.clone()), access);
        open.lock = lock;
        self.notice = None;
        if let Access::Read(reason) = &open.access {
            self.notice = Some(Notice {
                tone: Tone::Information,
                text: reason.clone(),
                file: None,
            });
        }
        self.open = Some(open);
        self.dialog = None;
        self.change_settings(|settings| settings.remember(&path))
    }

    fn recovery_opened(&mut self, backup: PathBuf, result: Result<Box<RecoveredDraft>, String>) {
        let RecoveredDraft {
            draft,
            path,
            lock,
            backup_lock,
        } = match result {
            Ok(recovered) => *recovered,
            Err(error) => return self.say(Tone::Failure, error),
        };
        let Some(form) = self
            .catalog
            .form(&draft.ret.edition, &draft.ret.alternatives)
        else {
            return;
        };
        let path = path.filter(|_| lock.is_some());
        let mut open = OpenReturn::from_draft(form, draft, path, Access::Write);
        open.lock = lock;
        open.backup = Some(backup.clone());
        open.backup_lock = backup_lock;
        // It differs from whatever file there is, until it is saved.
        open.revision = 1;
        self.open = Some(open);
        self.recovered
            .retain(|recovered| recovered.backup != backup);
        self.say(Tone::Information, "已恢复上次没有保存的内容，请核对后保存");
    }

    fn saved(&mut self, path: PathBuf, revision: u64, result: Result<Saved, String>) -> Vec<Task> {
        let pending = self.pending.take();
        let Saved { time, lock } = match result {
            Ok(saved) => saved,
            Err(error) => {
                self.say(Tone::Failure, error);
                return Vec::new();
            }
        };
        let mut tasks = Vec::new();
        if let Some(open) = &mut self.open {
            open.path = Some(path.clone());
            open.access = Access::Write;
            open.saved_revision = revision;
            open.saved_at = Some(time);
            if lock.is_some() {
                open.lock = lock;
            }
            if !open.has_unsaved_work() {
                open.backed_up = None;
                open.backup_lock = None;
                let backup = open.backup.take();
                tasks.extend(backup.map(|path| Task::Job(Job::RemoveRecovery(path))));
            }
        }
        self.say(Tone::Success, format!("已保存到“{}”", files::name(&path)));
        tasks.extend(self.change_settings(|settings| settings.remember(&path)));
        if let Some(command) = pending {
            tasks.extend(self.apply(*command));
        }
        tasks
    }

    fn backed_up(&mut self, revision: u64, result: Result<BackedUp, String>) {
        let Some(open) = &mut self.open else {
            return;
        };
        open.backing_up = false;
        match result {
            Ok(BackedUp { path, time, lock }) => {
                open.backup = Some(path);
                open.backed_up = Some((revision, time));
                if lock.is_some() {
                    open.backup_lock = lock;
                }
            }
            Err(error) => self.say(Tone::Failure, format!("自动备份没有成功：{error}")),
        }
    }

    fn exported(
        &mut self,
        mark: Mark,
        purpose: &Purpose,
        revision: u64,
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
            .is_none_or(|open| open.revision != revision);
        let kind = match mark {
            Mark::Final => "",
            Mark::Draft => "草稿",
        };
        let since = if older {
            "，之后的修改不在其中"
        } else {
            ""
        };
        match purpose {
            Purpose::File(_) => {
                self.notice = Some(Notice {
                    tone: Tone::Success,
                    text: format!("已导出{kind}“{}”{since}", files::name(&path)),
                    file: Some(path),
                });
                Vec::new()
            }
            Purpose::Print { .. } => {
                self.say(
                    Tone::Information,
                    format!("已用系统的阅读程序打开{kind}，请在那里打印{since}"),
                );
                vec![Task::Window(Request::OpenInViewer(path))]
            }
        }
    }
}
