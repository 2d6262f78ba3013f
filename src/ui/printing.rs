//! The dialog that asks how to print.

use std::num::NonZeroU16;

use eframe::egui::{self, ComboBox, DragValue, TextEdit};

use crate::command::Command;
use crate::export::document::Mark;
use crate::printing::{MOST_COPIES, PageSelection, PrintOrder, Printers, Sides};
use crate::session::{KnownPrinters, OpenReturn, Session};

use super::{dialogs, theme};

const LABEL_WIDTH: f32 = 56.0;
const FIELD_WIDTH: f32 = 300.0;
const COPIES_WIDTH: f32 = 64.0;

/// What was chosen last, kept for the next time.
#[derive(Default)]
pub struct PrintDialog {
    printer: Option<String>,
    copies: Option<NonZeroU16>,
    /// Whether only some pages are printed.
    some_pages: bool,
    pages: String,
    sides: Sides,
}

impl PrintDialog {
    /// `opened`: whether it has just come up.
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        opened: bool,
        commands: &mut Vec<Command>,
    ) {
        if opened {
            // Another day another number of copies; the printer stays.
            self.copies = None;
            self.some_pages = false;
            self.pages.clear();
        }
        ui.label(theme::heading("打印"));
        let Some(open) = &session.open else {
            return;
        };
        if open.printed_mark() == Mark::Draft {
            let palette = theme::palette(ui);
            ui.colored_label(palette.warning, "! 还有问题或空格没有处理，印出的是草稿");
        }
        match &session.printers {
            KnownPrinters::Unknown => {
                ui.horizontal(|ui| {
                    ui.add(egui::Spinner::new().size(theme::BODY_SIZE));
                    ui.label("正在查找打印机…");
                });
                self.viewer_ui(ui, commands);
            }
            KnownPrinters::None(error) => {
                let text = format!("{error}，可以用系统的阅读程序打开 PDF，在那里打印");
                ui.add(egui::Label::new(text).wrap());
                self.viewer_ui(ui, commands);
            }
            KnownPrinters::Found(printers) => self.order_ui(ui, open, printers, commands),
        }
    }

    /// Where there is no printer to choose.
    fn viewer_ui(&self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        ui.add_space(theme::GAP);
        let (accepted, cancelled) = dialogs::buttons_ui(ui, "用阅读程序打开", true);
        if accepted {
            commands.push(Command::PrintInViewer);
        } else if cancelled {
            commands.push(Command::CloseDialog);
        }
    }

    fn order_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        printers: &Printers,
        commands: &mut Vec<Command>,
    ) {
        self.printer_ui(ui, printers);
        row_ui(ui, "份数", |ui| {
            let mut copies = self.copies.map_or(1, NonZeroU16::get);
            let field = DragValue::new(&mut copies).range(1..=MOST_COPIES);
            ui.add_sized([COPIES_WIDTH, theme::CONTROL_HEIGHT], field)
                .accessible_name("份数");
            self.copies = NonZeroU16::new(copies);
        });
        let pages = self.pages_ui(ui, open.page_count());
        row_ui(ui, "单双面", |ui| {
            for sides in Sides::ALL {
                ui.radio_value(&mut self.sides, sides, sides.label());
            }
        });
        ui.add_space(theme::GAP);
        ui.horizontal_wrapped(|ui| {
            if dialogs::primary_ui(ui, "打印", pages.is_some())
                && let Some(pages) = pages
            {
                commands.push(Command::PrintTo(PrintOrder {
                    printer: self.printer.clone(),
                    copies: self.copies.unwrap_or(NonZeroU16::MIN),
                    pages,
                    sides: self.sides,
                }));
            }
            let viewer = ui
                .button("用阅读程序打开")
                .on_hover_text("生成 PDF 并用系统的阅读程序打开，在那里打印");
            if viewer.clicked() {
                commands.push(Command::PrintInViewer);
            }
            if ui.button("取消").clicked() {
                commands.push(Command::CloseDialog);
            }
        });
    }

    fn printer_ui(&mut self, ui: &mut egui::Ui, printers: &Printers) {
        let gone = |name: &String| !printers.names.contains(name);
        if self.printer.as_ref().is_none_or(gone) {
            self.printer = printers.first_choice().map(str::to_owned);
        }
        row_ui(ui, "打印机", |ui| {
            let chosen = self.printer.clone().unwrap_or_default();
            let combo = ComboBox::from_id_salt("printer")
                .width(FIELD_WIDTH)
                .truncate()
                .selected_text(printer_label(printers, &chosen))
                .show_ui(ui, |ui| {
                    for name in &printers.names {
                        let label = printer_label(printers, name);
                        ui.selectable_value(&mut self.printer, Some(name.clone()), label);
                    }
                });
            combo.response.accessible_name("打印机");
        });
    }

    /// The pages to print; `None` while what is typed is none.
    fn pages_ui(&mut self, ui: &mut egui::Ui, count: Option<usize>) -> Option<PageSelection> {
        row_ui(ui, "页码", |ui| {
            let all = match count {
                Some(count) => format!("全部（{count} 页）"),
                None => "全部".to_owned(),
            };
            ui.radio_value(&mut self.some_pages, false, all);
            ui.radio_value(&mut self.some_pages, true, "指定页");
            let field = TextEdit::singleline(&mut self.pages)
                .hint_text("例如 1-3,5")
                .desired_width(110.0);
            let response = ui.add(field).accessible_name("指定页的页码");
            if response.gained_focus() || response.changed() {
                self.some_pages = true;
            }
        });
        if !self.some_pages {
            return Some(PageSelection::All);
        }
        let read = PageSelection::parse(&self.pages).and_then(|pages| {
            pages.within(count.unwrap_or(usize::MAX))?;
            Ok(pages)
        });
        match read {
            Ok(pages) => Some(pages),
            Err(error) => {
                row_ui(ui, "", |ui| {
                    let palette = theme::palette(ui);
                    let text = egui::RichText::new(error.to_string()).size(theme::SMALL_SIZE);
                    ui.add(egui::Label::new(text.color(palette.error)).wrap());
                });
                None
            }
        }
    }
}

fn printer_label(printers: &Printers, name: &str) -> String {
    if printers.default.as_deref() == Some(name) {
        format!("{name}（默认）")
    } else {
        name.to_owned()
    }
}

/// A row of the dialog: its label, and what is chosen.
fn row_ui(ui: &mut egui::Ui, label: &str, content: impl FnOnce(&mut egui::Ui)) {
    ui.horizontal(|ui| {
        let size = egui::vec2(LABEL_WIDTH, theme::CONTROL_HEIGHT);
        ui.allocate_ui_with_layout(
            size,
            egui::Layout::left_to_right(egui::Align::Center),
            |ui| {
                ui.set_min_width(LABEL_WIDTH);
                ui.label(theme::small(ui, label));
            },
        );
        content(ui);
    });
}
