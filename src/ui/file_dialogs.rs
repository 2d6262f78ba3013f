//! The system's file dialogs, and a path field of our own where there are none.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use eframe::egui::{self, Id, Modal, TextEdit};

use crate::command::{Command, Format, SurveyCommand};
use crate::draft::EXTENSION;
use crate::files;
use crate::task::Request;

use super::theme;

/// An answer faster than any hand: there was no dialog at all.
const NO_DIALOG: Duration = Duration::from_millis(350);
const DRAFTS: (&str, &str) = ("年报草稿", EXTENSION);
const PUBLISHED: &str = "已公布或收到的年报";
const PUBLISHED_ENDINGS: &[&str] = &[
    "html", "htm", "mht", "mhtml", "pdf", "docx", "doc", "wps", "xlsx", "xls", "et", "ods", "odt",
    "txt", "md",
];
const READABLE: &str = "年报草稿和导出的文件";

/// Asks for paths, away from the window's thread.
pub struct FileDialogs {
    context: egui::Context,
    commands: Sender<Command>,
    answers: Receiver<Request>,
    unanswered: Sender<Request>,
    /// The question our own field asks, with the path typed so far.
    asking: Option<(Request, String)>,
}

impl FileDialogs {
    pub fn new(context: &egui::Context, commands: Sender<Command>) -> Self {
        let (unanswered, answers) = channel();
        Self {
            context: context.clone(),
            commands,
            answers,
            unanswered,
            asking: None,
        }
    }

    /// Whether our own field is open.
    pub fn asks_for_path(&self) -> bool {
        self.asking.is_some()
    }

    /// Does what is asked of the window with files.
    pub fn carry_out(&self, request: Request) {
        let (context, commands, unanswered) = (
            self.context.clone(),
            self.commands.clone(),
            self.unanswered.clone(),
        );
        std::thread::spawn(move || {
            let asked = Instant::now();
            // The window may be closed by now: then nobody waits for the answer.
            match choose(&request) {
                Some(paths) => {
                    if let Some(command) = answer(&request, paths) {
                        let _ = commands.send(command);
                    }
                }
                None if asked.elapsed() < NO_DIALOG => {
                    let _ = unanswered.send(request);
                }
                None => {
                    let _ = commands.send(Command::CancelSaving);
                }
            }
            context.request_repaint();
        });
    }

    /// Shows our own path field where the system had no dialog.
    pub fn ui(&mut self, context: &egui::Context, commands: &mut Vec<Command>) {
        if let Some(request) = self.answers.try_iter().last() {
            let path = suggested(&request).map_or_else(String::new, |path| {
                absolute(&path).to_string_lossy().into_owned()
            });
            self.asking = Some((request, path));
        }
        let Some((request, path)) = &mut self.asking else {
            return;
        };
        let mut chosen = false;
        let mut closed = false;
        let overwrites = suggested(request).is_some() && path_of(request, path).exists();
        let modal = Modal::new(Id::unique("path dialog"))
            .backdrop_color(theme::of(context.theme() == egui::Theme::Dark).backdrop)
            .frame(super::dialogs::frame(context))
            .show(context, |ui| {
                ui.set_width(theme::DIALOG_WIDTH.min(ui.ctx().content_rect().width() - 80.0));
                ui.label(theme::heading(title(request)));
                ui.label(theme::small(
                    ui,
                    "本机没有系统的文件对话框，请写出文件的完整路径",
                ));
                let response = ui
                    .add(
                        TextEdit::singleline(path)
                            .id(Id::unique("path field"))
                            .desired_width(f32::INFINITY),
                    )
                    .accessible_name("文件路径");
                let enter = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
                if !enter && ui.memory(|memory| memory.focused().is_none()) {
                    response.request_focus();
                }
                if response.gained_focus() {
                    theme::select(ui.ctx(), response.id, name_range(path));
                }
                if overwrites {
                    ui.label(theme::small(ui, "这个文件已经存在，确定后会被替换"));
                }
                ui.add_space(theme::GAP);
                let word = if overwrites { "替换" } else { "确定" };
                let (accepted, cancelled) =
                    super::dialogs::buttons_ui(ui, word, !path.trim().is_empty());
                chosen = accepted || enter;
                closed = cancelled;
            });
        if chosen {
            commands.extend(answer(request, vec![path_of(request, path)]));
            self.asking = None;
        } else if closed || modal.should_close() {
            commands.push(Command::CancelSaving);
            self.asking = None;
        }
    }
}

/// Shows the system's dialog. `None` is a cancel, or no dialog at all.
fn choose(request: &Request) -> Option<Vec<PathBuf>> {
    let dialog = rfd::FileDialog::new().set_title(title(request));
    let path = match request {
        Request::ChooseYears => return reports(dialog).pick_files(),
        Request::ChooseSurveyFiles => return published(dialog).pick_files(),
        Request::ChooseSurveyFolder | Request::ChooseOpinionsFolder => dialog.pick_folder(),
        Request::ChooseDraft | Request::ChooseLastYear { .. } => reports(dialog).pick_file(),
        Request::ChooseReport => published(dialog).pick_file(),
        Request::ChooseSavePath { suggested } => placed(dialog, suggested)
            .add_filter(DRAFTS.0, &[DRAFTS.1])
            .save_file(),
        Request::ChooseExportPath {
            format, suggested, ..
        } => placed(dialog, suggested)
            .add_filter(format.label(), &[format.extension()])
            .save_file(),
        Request::ChoosePicturePath { format, suggested } => placed(dialog, suggested)
            .add_filter(format.label(), &[format.extension()])
            .save_file(),
        Request::ChooseYearsPath { suggested } | Request::ChooseListPath { suggested } => {
            placed(dialog, suggested)
                .add_filter(Format::Xlsx.label(), &[Format::Xlsx.extension()])
                .save_file()
        }
        _ => None,
    };
    path.map(|path| vec![path])
}

/// A dialog for what others published or sent.
fn published(dialog: rfd::FileDialog) -> rfd::FileDialog {
    dialog
        .add_filter(PUBLISHED, PUBLISHED_ENDINGS)
        .add_filter("所有文件", &["*"])
}

/// A dialog for everything a report can be read from.
fn reports(dialog: rfd::FileDialog) -> rfd::FileDialog {
    let exports = Format::ALL.map(Format::extension);
    let readable = [&[EXTENSION], exports.as_slice()].concat();
    dialog
        .add_filter(READABLE, &readable)
        .add_filter(DRAFTS.0, &[DRAFTS.1])
        .add_filter(PUBLISHED, PUBLISHED_ENDINGS)
}

fn placed(dialog: rfd::FileDialog, suggested: &Path) -> rfd::FileDialog {
    let dialog = dialog.set_file_name(files::name(suggested));
    match suggested.parent() {
        Some(folder) if folder.is_absolute() => dialog.set_directory(folder),
        _ => match documents() {
            Some(folder) => dialog.set_directory(folder),
            None => dialog,
        },
    }
}

fn title(request: &Request) -> &'static str {
    match request {
        Request::ChooseDraft => "打开",
        Request::ChooseReport => "导入已公布的年报",
        Request::ChooseLastYear { .. } => "选择上年年报",
        Request::ChooseYears => "添加其他年度的年报",
        Request::ChooseSurveyFolder => "选择要审核的文件夹",
        Request::ChooseSurveyFiles => "选择要审核的文件",
        Request::ChooseOpinionsFolder => "选择放审核意见的文件夹",
        Request::ChooseSavePath { .. } => "保存草稿",
        _ => "导出",
    }
}

fn suggested(request: &Request) -> Option<PathBuf> {
    match request {
        Request::ChooseSavePath { suggested }
        | Request::ChooseExportPath { suggested, .. }
        | Request::ChoosePicturePath { suggested, .. }
        | Request::ChooseListPath { suggested }
        | Request::ChooseYearsPath { suggested } => Some(suggested.clone()),
        _ => None,
    }
}

/// The path typed into our own field, with the ending that the file gets.
fn path_of(request: &Request, typed: &str) -> PathBuf {
    let ending = match request {
        Request::ChooseSavePath { .. } => EXTENSION,
        Request::ChooseExportPath { format, .. } => format.extension(),
        Request::ChoosePicturePath { format, .. } => format.extension(),
        Request::ChooseYearsPath { .. } | Request::ChooseListPath { .. } => {
            Format::Xlsx.extension()
        }
        _ => return PathBuf::from(typed.trim()),
    };
    let path = PathBuf::from(typed.trim());
    if path.extension().is_some_and(|found| found == ending) {
        path
    } else {
        let mut name = path.into_os_string();
        name.push(".");
        name.push(ending);
        PathBuf::from(name)
    }
}

/// A path without a folder goes to where documents are kept.
fn absolute(path: &Path) -> PathBuf {
    match documents() {
        Some(folder) if path.is_relative() => folder.join(path),
        _ => path.to_owned(),
    }
}

fn documents() -> Option<PathBuf> {
    let folders = directories::UserDirs::new()?;
    let folder = folders.document_dir().unwrap_or(folders.home_dir());
    Some(folder.to_owned())
}

/// Which characters of a path are the file's name without its ending.
fn name_range(path: &str) -> std::ops::Range<usize> {
    let name = path.rfind(['/', '\\']).map_or(0, |at| at + 1);
    let ending = path
        .rfind('.')
        .filter(|at| *at > name)
        .unwrap_or(path.len());
    let characters = |end: usize| path.get(..end).map_or(0, |text| text.chars().count());
    characters(name)..characters(ending)
}

/// What to do with the paths that were chosen: several for years, else one.
fn answer(request: &Request, mut paths: Vec<PathBuf>) -> Option<Command> {
    if *request == Request::ChooseYears {
        return Some(Command::ReadYears(paths));
    }
    if matches!(
        request,
        Request::ChooseSurveyFiles | Request::ChooseSurveyFolder
    ) {
        return Some(Command::Survey(SurveyCommand::Begin(paths)));
    }
    let path = paths.pop()?;
    Some(match request {
        Request::ChooseDraft | Request::ChooseReport => Command::OpenPath(path),
        Request::ChooseLastYear { purpose } => Command::ReadLastYear {
            purpose: *purpose,
            path,
        },
        Request::ChooseSavePath { .. } => Command::SaveTo(path),
        Request::ChooseExportPath {
            format, product, ..
        } => Command::ExportTo {
            format: *format,
            product: *product,
            path,
        },
        Request::ChoosePicturePath { format, .. } => Command::ExportPictureTo {
            format: *format,
            path,
        },
        Request::ChooseYearsPath { .. } => Command::ExportYearsTo(path),
        Request::ChooseListPath { .. } => Command::Survey(SurveyCommand::ExportListTo(path)),
        Request::ChooseOpinionsFolder => Command::Survey(SurveyCommand::WriteOpinionsTo(path)),
        _ => return None,
    })
}
