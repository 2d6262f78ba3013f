//! What the cursor's cell means: what counts, on which article, what goes wrong.

use eframe::egui;

use crate::command::Command;
use crate::form::{Cell, Explanation, Form};
use crate::last_year::LastFigure;
use crate::returns::Place;
use crate::session::OpenReturn;
use crate::value::{Value, parse};

use super::{cards, theme};

pub fn ui(ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
    let Some(cell) = open.cursor else {
        return;
    };
    ui.horizontal(|ui| {
        ui.label(theme::small(ui, "指标说明"));
        ui.label(theme::small(ui, "F1"));
    });
    cards::card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(theme::strong(open.form.label(cell)));
        state_ui(ui, open, cell, commands);
        last_year_ui(ui, open, cell, commands);
        references_ui(ui, open, cell, commands);
        let (row, column) = (open.form.row_of(cell), open.form.column_of(cell));
        explanation_ui(ui, &row.explanation);
        if column.explanation != Explanation::default() {
            ui.add_space(2.0);
            ui.label(theme::strong(column.label.as_str()).size(theme::SMALL_SIZE));
            explanation_ui(ui, &column.explanation);
        }
    });
}

fn explanation_ui(ui: &mut egui::Ui, explanation: &Explanation) {
    let paragraphs = [
        ("", &explanation.meaning),
        ("依据：", &explanation.basis),
        ("常见错误：", &explanation.mistakes),
    ];
    for (head, text) in paragraphs {
        if !text.is_empty() {
            ui.label(theme::small(ui, format!("{head}{text}")));
        }
    }
}

/// What stands in the cell, where that wants a word.
fn state_ui(ui: &mut egui::Ui, open: &OpenReturn, cell: Cell, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    if let Some(reason) = unread_reason(open, cell) {
        ui.colored_label(palette.error, reason);
    }
    if let Some(provenance) = &open.ret.provenance {
        for doubt in provenance.doubts_about(&open.form, cell) {
            let text = format!("? 导入时存疑，没有核对：{}", doubt.why);
            ui.colored_label(palette.warning, text);
        }
    }
    if let Some(differing) = differing_total(open, cell) {
        ui.colored_label(palette.error, differing.sentence());
        take_computed_ui(ui, open, cell, commands);
    } else if open.form.definition(cell).is_total() && open.ret.stated.get(cell).is_blank() {
        ui.label(total_sentence(open, cell));
    }
}

/// Last year's figure and the change since, or why there is none.
fn last_year_ui(ui: &mut egui::Ui, open: &OpenReturn, cell: Cell, commands: &mut Vec<Command>) {
    let lacking = match (&open.last_year, &open.ret.previous) {
        (None, None) => "没有关联上年年报".to_owned(),
        (None, Some(_)) => "上年年报的版式不能识别".to_owned(),
        (Some(last_year), _) if !last_year.is_year_before => {
            format!("关联的是 {} 年的年报，不是上年", last_year.year)
        }
        (Some(last_year), _) => {
            let year = last_year.year;
            let Some(figure) = last_year.figure(cell) else {
                let text = if last_year.form.edition() == open.form.edition() {
                    format!("{year} 年的年报没有这一格")
                } else {
                    format!("{year} 年使用{}，没有与这一格对应的数", last_year.form.name)
                };
                ui.label(theme::small(ui, text));
                return;
            };
            let measure = open.form.definition(cell).measure;
            let sentence = figure.sentence(open.derived.value(cell), measure);
            ui.label(format!("{year} 年 {sentence}"));
            let reservation = figure.reservation();
            if !reservation.is_empty() {
                ui.label(theme::small(ui, reservation));
            }
            return;
        }
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::small(ui, lacking));
        if theme::link(ui, Command::ShowLastYear.label()).clicked() {
            commands.push(Command::ShowLastYear);
        }
    });
}

/// Where texts have the cell's figure.
fn references_ui(ui: &mut egui::Ui, open: &OpenReturn, cell: Cell, commands: &mut Vec<Command>) {
    let references = open.references_to(cell);
    if references.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let text = format!("正文中 {} 处引用", references.len());
        ui.label(theme::small(ui, text));
        for (index, reference) in references.into_iter().enumerate() {
            let part = open.form.part(&reference.part);
            let short = part.map_or("", |part| part.short.as_str());
            let name = format!("转到第 {} 处引用：{short}", index + 1);
            let link = theme::link(ui, "转到").on_hover_text(short);
            if link.accessible_name(name).clicked() {
                commands.push(Command::GoTo(Place::Text {
                    part: reference.part,
                    range: reference.range,
                }));
            }
        }
    });
}

/// Last year's figure and all there is to say about it, in one line: `上年 1894，增加 217（11.5%）`.
pub fn last_year_words(open: &OpenReturn, cell: Cell, figure: &LastFigure<'_>) -> String {
    let measure = open.form.definition(cell).measure;
    let sentence = figure.sentence(open.derived.value(cell), measure);
    let reservation = figure.reservation();
    if reservation.is_empty() {
        format!("上年 {sentence}")
    } else {
        format!("上年 {sentence}，{reservation}")
    }
}

/// Why the text in a cell is no value, if it is none.
pub fn unread_reason(open: &OpenReturn, cell: Cell) -> Option<String> {
    match open.ret.stated.get(cell) {
        Value::Unread(text) => {
            let reading = parse(text, open.form.definition(cell).measure);
            reading.remark.map(|remark| remark.to_string())
        }
        Value::Note(_) => Some("这里是文字，相关合计等待数字".to_owned()),
        Value::Blank | Value::Number(_) => None,
    }
}

/// A typed total beside the sum it should be.
pub struct DifferingTotal {
    stated: String,
    computed: String,
}

impl DifferingTotal {
    pub fn sentence(&self) -> String {
        format!("填的合计是 {}，各项之和是 {}", self.stated, self.computed)
    }
}

/// The typed total and its sum, where they differ.
pub fn differing_total(open: &OpenReturn, cell: Cell) -> Option<DifferingTotal> {
    let stated = open.ret.stated.get(cell).number()?;
    let computed = open.derived.computed(cell)?;
    (stated != computed).then(|| DifferingTotal {
        stated: stated.to_string(),
        computed: computed.to_string(),
    })
}

/// A button that lets the program compute the total again.
pub fn take_computed_ui(
    ui: &mut egui::Ui,
    open: &OpenReturn,
    cell: Cell,
    commands: &mut Vec<Command>,
) {
    if open.is_writable() && theme::link(ui, "采用合计").clicked() {
        commands.push(Command::SetCell {
            cell,
            text: String::new(),
        });
    }
}

/// How a computed total came about: `自动合计：63 ＋ 16 ＝ 79`.
pub fn total_sentence(open: &OpenReturn, cell: Cell) -> String {
    const MOST_SUMMANDS: usize = 8;
    let form: &Form = &open.form;
    let summands = &form.definition(cell).sum;
    let blank = summands
        .iter()
        .filter(|&&summand| open.derived.value(summand).number().is_none())
        .count();
    let Some(sum) = open.derived.computed(cell) else {
        return format!("自动合计，还差 {blank} 个数");
    };
    let mut shown: Vec<String> = summands
        .iter()
        .map(|&summand| open.derived.value(summand).to_string())
        .collect();
    if shown.len() > MOST_SUMMANDS {
        shown.retain(|summand| summand != "0");
    }
    if shown.is_empty() || shown.len() > MOST_SUMMANDS + 4 {
        return format!("自动合计：{} 项之和 ＝ {sum}", summands.len());
    }
    format!("自动合计：{} ＝ {sum}", shown.join(" ＋ "))
}
