//! The right panel: what does not hold, and below it what the cursor's cell means.

use eframe::egui::{
    self, Color32, Margin, RichText, ScrollArea, Sense, WidgetInfo, accesskit::Role, vec2,
};

use crate::command::Command;
use crate::findings::{Finding, FindingId, Sides};
use crate::form::Severity;
use crate::returns::Place;
use crate::session::OpenReturn;

use super::reasons::ReasonFields;
use super::theme::Palette;
use super::{cards, explanation, repairs, theme};

const MARGIN: Margin = Margin::same(12);

/// The panel, and the reasons being typed into it.
#[derive(Default)]
pub struct FindingsPanel {
    reasons: ReasonFields,
    /// What comes into sight with the next frame.
    wanted: Option<Wanted>,
}

/// What the panel can be asked to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The one that is lit up.
    Finding,
    Explanation,
}

impl FindingsPanel {
    /// Shows findings and explanation beside the sheet.
    pub fn ui(&mut self, ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
        let palette = theme::palette(ui);
        egui::Panel::right("findings")
            .exact_size(theme::FINDINGS_WIDTH)
            .resizable(false)
            .frame(theme::panel_frame(palette.panel, MARGIN))
            .show(ui, |ui| self.content_ui(ui, open, commands));
    }

    /// Shows them over the sheet, where there is no room beside it.
    pub fn overlay_ui(&mut self, ui: &egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
        let palette = theme::palette(ui);
        let room = ui.available_rect_before_wrap();
        let margins = f32::from(MARGIN.left) * 2.0 + 2.0;
        egui::Area::new(egui::Id::unique("findings over"))
            .order(egui::Order::Middle)
            .pivot(egui::Align2::RIGHT_TOP)
            .fixed_pos(room.right_top())
            .show(ui.ctx(), |ui| {
                theme::panel_frame(palette.panel, MARGIN)
                    .stroke(egui::Stroke::new(theme::LINE, palette.hairline))
                    .shadow(ui.visuals().popup_shadow)
                    .show(ui, |ui| {
                        ui.set_width(theme::FINDINGS_WIDTH - margins);
                        ui.set_height(room.height() - margins);
                        self.content_ui(ui, open, commands);
                    });
            });
    }

    /// Scrolls to a card or to the explanation with the next frame.
    pub fn bring_up(&mut self, wanted: Wanted) {
        self.wanted = Some(wanted);
    }

    /// Hands over the reasons being typed, so that saving and exporting have them.
    pub fn commit(&mut self, open: &OpenReturn, commands: &mut Vec<Command>) {
        self.reasons.commit(open, commands);
    }

    /// The reasons being typed that the return does not have yet.
    pub fn uncommitted(&self, open: &OpenReturn) -> Vec<(FindingId, String)> {
        self.reasons.uncommitted(open)
    }

    fn content_ui(&mut self, ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
        self.reasons.follow(open);
        ui.take_available_width();
        // Room for the bar, so that cards don't jump when it comes.
        let width = ui.available_width() - ui.spacing().scroll.allocated_width();
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(width);
            self.list_ui(ui, open, commands);
            ui.add_space(theme::GAP);
            let explanation = ui.scope(|ui| explanation::ui(ui, open, commands));
            if self.wanted == Some(Wanted::Explanation) {
                explanation.response.scroll_to_me(Some(egui::Align::Min));
            }
            self.wanted = None;
        });
    }

    fn list_ui(&mut self, ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
        heading_ui(ui, open);
        let findings = &open.findings;
        if findings.count(Severity::Error) + findings.open_warnings() == 0 {
            let text = if findings.broken.is_empty() {
                format!("已核对的 {} 项都成立", findings.held)
            } else {
                format!("其余 {} 项都成立", findings.held)
            };
            cards::card_ui(ui, |ui| {
                let color = theme::palette(ui).complete;
                ui.horizontal(|ui| {
                    ui.label(RichText::new("✓").color(color));
                    ui.label(text);
                });
            });
        }
        repairs::ui(ui, open, commands);
        let mut answered = false;
        for finding in &findings.broken {
            if finding.is_answered() && !std::mem::replace(&mut answered, true) {
                ui.label(theme::small(ui, "已说明理由"));
            }
            ui.push_id((&finding.rule, &finding.instance), |ui| {
                self.finding_ui(ui, open, finding, commands);
            });
        }
        waiting_ui(ui, open);
    }

    fn finding_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        finding: &Finding,
        commands: &mut Vec<Command>,
    ) {
        let palette = theme::palette(ui);
        let lit = open.lit.as_ref() == Some(&finding.id());
        // What was answered is still there, but asks for nothing.
        let quiet = finding.is_answered();
        let edge = if quiet {
            palette.hairline
        } else {
            severity_color(palette, finding.severity)
        };
        let card = cards::edged_card_ui(ui, edge, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            if quiet {
                ui.label(theme::small(ui, finding.title.as_str()));
            } else {
                ui.label(theme::strong(finding.title.as_str()));
            }
            if !quiet || lit {
                matter_ui(ui, finding, lit, commands);
            }
            self.reasons.answer_ui(ui, open, finding, commands);
            // Too long to stand beside the others.
            offer_link_ui(ui, open, finding, commands);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = theme::GROUP_GAP;
                let link = theme::link(ui, "转到");
                if self.reasons.take_left(finding) {
                    link.request_focus();
                }
                let name = format!("转到：{}，{}", finding.severity.label(), finding.message);
                if link.accessible_name(name).clicked() {
                    commands.push(Command::ShowFinding(finding.id()));
                }
                last_year_link_ui(ui, open, finding, commands);
                self.reasons.links_ui(ui, open, finding, commands);
            });
        });
        if lit && self.wanted == Some(Wanted::Finding) {
            card.response.scroll_to_me(None);
        }
    }
}

/// A link that puts last year's figure where this year should begin with it.
fn last_year_link_ui(
    ui: &mut egui::Ui,
    open: &OpenReturn,
    finding: &Finding,
    commands: &mut Vec<Command>,
) {
    let sides = finding.sides.as_ref().filter(|_| open.is_writable());
    let Some([cell]) = sides
        .filter(|sides| sides.right.cells.is_empty() && !sides.right.previous.is_empty())
        .map(|sides| sides.left.cells.as_slice())
    else {
        return;
    };
    let proposed = open.last_year.as_ref().and_then(|last| {
        let mut proposals = last.proposals(&open.form).into_iter();
        proposals.find(|(proposed, _)| proposed == cell)
    });
    if let Some((cell, number)) = proposed {
        let link = theme::link(ui, &format!("改为上年的 {number}"));
        if link.clicked() {
            commands.push(Command::SetCell {
                cell,
                text: number.to_string(),
            });
        }
    }
}

/// A link that lets a number in a text follow the tables.
fn offer_link_ui(
    ui: &mut egui::Ui,
    open: &OpenReturn,
    finding: &Finding,
    commands: &mut Vec<Command>,
) {
    let Some(offer) = finding.offer.as_ref().filter(|_| open.is_writable()) else {
        return;
    };
    let number = offer.field.shown(&open.figures());
    let link = theme::link(ui, &format!("改为表中的 {number} 并绑定"));
    if link.clicked() {
        commands.push(Command::BindFigure {
            part: offer.part.clone(),
            range: offer.range.clone(),
            figure: offer.field.clone(),
        });
    }
}

/// The heading's id, by which F6 gives the panel the keyboard; Tab leads on to its links.
pub fn heading_id() -> egui::Id {
    egui::Id::unique("findings heading")
}

/// What does not hold, with how many findings there are of each severity.
fn heading_ui(ui: &mut egui::Ui, open: &OpenReturn) {
    let palette = theme::palette(ui);
    let errors = open.findings.count(Severity::Error);
    let warnings = open.findings.open_warnings();
    let heading = ui.horizontal(|ui| {
        ui.label(theme::small(ui, "问题"));
        if errors > 0 {
            let text = format!("{} {errors}", Severity::Error.label());
            cards::badge_ui(ui, &text, palette.error, palette.error_soft);
        }
        if warnings > 0 {
            let text = format!("{} {warnings}", Severity::Warning.label());
            cards::badge_ui(ui, &text, palette.warning, palette.warning_soft);
        }
    });
    let response = ui.interact(heading.response.rect, heading_id(), Sense::FOCUSABLE);
    response.widget_info(|| {
        let label = format!(
            "问题栏，{} {errors}，{} {warnings}",
            Severity::Error.label(),
            Severity::Warning.label()
        );
        WidgetInfo::labeled(Role::Heading, true, label)
    });
    theme::keep_in_sight(&response);
    if response.has_focus() {
        let line = egui::Stroke::new(theme::CURSOR_LINE, palette.accent);
        let rect = response.rect;
        // Below it: around it there is no room.
        ui.painter()
            .hline(rect.x_range(), rect.bottom() + 2.0, line);
    }
}

/// The numbers of a finding, or its sentence.
fn matter_ui(ui: &mut egui::Ui, finding: &Finding, lit: bool, commands: &mut Vec<Command>) {
    let Some(sides) = &finding.sides else {
        ui.label(finding.message.as_str());
        return;
    };
    // Last year's figures can't be seen in the table, and of single figures nobody knows
    // which they are: they are named at once.
    let both = [&sides.left, &sides.right];
    let cross_year = both.iter().any(|side| !side.previous.is_empty());
    let single = both.iter().all(|side| side.cells.len() <= 1);
    if single && !lit {
        ui.label(finding.message.as_str());
    } else {
        sides_ui(ui, sides, lit, commands);
        if lit || cross_year {
            ui.label(theme::small(ui, finding.message.as_str()));
        }
    }
    if lit {
        ui.label(theme::small(ui, format!("依据：{}", finding.source)));
    }
}

/// Both sums written out, each with the tone its cells have in the table.
fn sides_ui(ui: &mut egui::Ui, sides: &Sides, lit: bool, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    let tones = [
        (&sides.left, palette.lit_left, palette.lit_left_line),
        (&sides.right, palette.lit_right, palette.lit_right_line),
    ];
    for (side, fill, line) in tones {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            if lit {
                tone_ui(ui, fill, line);
            }
            let label = egui::Label::new(side.text.as_str()).wrap();
            // The two sides may be far apart: each one leads to its own cells.
            match side.cells.first() {
                Some(&cell) if lit => {
                    let response = ui
                        .add(label.sense(Sense::click()))
                        .on_hover_cursor(egui::CursorIcon::PointingHand)
                        .on_hover_text("转到这一边的单元格");
                    if response.clicked() {
                        commands.push(Command::GoTo(Place::Cell(cell)));
                    }
                }
                _ => {
                    ui.add(label);
                }
            }
        });
    }
    let difference = format!("相差 {}", sides.difference);
    ui.label(theme::strong(difference));
}

/// A small square in the tone of the marked cells.
fn tone_ui(ui: &mut egui::Ui, fill: Color32, line: Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(12.0, 18.0), Sense::hover());
    let square = egui::Rect::from_center_size(rect.center(), vec2(11.0, 11.0));
    ui.painter().rect(
        square,
        2.0,
        fill,
        egui::Stroke::new(theme::LINE, line),
        egui::StrokeKind::Inside,
    );
}

/// What can't be said yet, and why.
fn waiting_ui(ui: &mut egui::Ui, open: &OpenReturn) {
    // What waits for no cell of this year waits for last year's.
    let all = open.findings.waiting.iter();
    let for_last_year = all.filter(|waiting| waiting.cells.is_empty()).count();
    if for_last_year > 0 {
        let text = format!("{for_last_year} 项跨年核对等待上年的数");
        ui.label(theme::small(ui, text));
    }
    let waiting = open.findings.waiting.len() - for_last_year;
    if waiting == 0 {
        return;
    }
    let blanks = open.blanks();
    let texts = open.form.input_count() - open.filled() - blanks;
    let text = match (blanks, texts) {
        (_, 0) => format!("还差 {blanks} 个空格，{waiting} 项核对等待填写"),
        (0, _) => format!("{texts} 格不是数字，{waiting} 项核对等待数字"),
        _ => format!("还差 {blanks} 个空格，{texts} 格不是数字，{waiting} 项核对等待填写"),
    };
    ui.label(theme::small(ui, text));
}

/// The colour of a severity.
pub fn severity_color(palette: &Palette, severity: Severity) -> Color32 {
    match severity {
        Severity::Error => palette.error,
        Severity::Warning => palette.warning,
    }
}
