//! The field a text is written in, with the figures of the tables in it.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::text::{ByteIndex, CCursor, CCursorRange, LayoutJob, LayoutSection, TextFormat};
use eframe::egui::text_edit::{TextEditOutput, TextEditState};
use eframe::egui::{
    self, Event, FontId, Galley, Id, Key, Modifiers, Pos2, Rect, Stroke, TextBuffer, TextEdit, pos2,
};

use crate::command::Command;
use crate::form::{Part, TextPart};
use crate::narrative::{Agreement, Field, Mention, Shown, ShownField, mentions};
use crate::returns::Place;
use crate::session::OpenReturn;
use crate::task::Version;

use super::super::theme::{self, Palette};
use super::Pause;

const TEXT_SIZE: f32 = 15.0;
/// Added to the height of a line, in points.
const LINE_SPACING: f32 = 5.0;

/// Where in which text the cursor is, or last was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    pub part: String,
    /// In bytes of the shown text.
    pub range: Range<usize>,
}

/// The field, and what it remembers between frames.
#[derive(Default)]
pub struct Editor {
    pause: Pause,
    selection: Option<Selection>,
    /// What comes into sight, with the cursor before it, with the next frame.
    wanted: Option<Selection>,
    recognised: Option<Recognised>,
}

/// What stands in a text: computed anew when the return has changed.
struct Recognised {
    version: Version,
    part: String,
    shown: Shown,
    mentions: Vec<Mention>,
}

impl Recognised {
    fn of(open: &OpenReturn, part: &Part) -> Self {
        let shown = open.shown(&part.id);
        let texts = &open.form.texts;
        Self {
            version: open.version(),
            part: part.id.clone(),
            mentions: mentions(texts, &open.figures(), open.ret.header.year, &shown),
            shown,
        }
    }

    fn mention_at(&self, at: usize) -> Option<(&Mention, &Field)> {
        let mut mentions = self.mentions.iter();
        let mention = mentions.find(|mention| mention.range.contains(&at))?;
        Some((mention, mention.offer.as_ref()?))
    }
}

impl Editor {
    /// Where the cursor is or last was in a text of this return.
    pub fn selection(&self) -> Option<&Selection> {
        self.selection.as_ref()
    }

    /// Puts the cursor somewhere and scrolls there with the next frame.
    pub fn bring_up(&mut self, part: &str, range: Range<usize>) {
        self.wanted = Some(Selection {
            part: part.to_owned(),
            range,
        });
    }

    /// The typed numbers of a part that are those of the tables and could follow them.
    pub fn offers(&self, part: &str) -> Vec<(Range<usize>, Field)> {
        let recognised = self.recognised.iter().filter(|own| own.part == part);
        let mentions = recognised.flat_map(|own| own.mentions.iter());
        mentions
            .filter(|mention| mention.agreement == Agreement::Agrees)
            .filter_map(|mention| Some((mention.range.clone(), mention.offer.clone()?)))
            .collect()
    }

    /// Shows the field.
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        part: &Part,
        rows: usize,
        commands: &mut Vec<Command>,
    ) -> egui::Response {
        let id = Id::unique(("text", &part.id));
        let stale = self
            .recognised
            .as_ref()
            .is_none_or(|own| own.version != open.version() || own.part != part.id);
        if stale {
            self.recognised = None;
        }
        let recognised = self
            .recognised
            .take()
            .unwrap_or_else(|| Recognised::of(open, part));
        let shown = &recognised.shown;
        let wanted = self.wanted.take_if(|wanted| wanted.part == part.id);
        if let Some(wanted) = &wanted {
            set_cursor(ui.ctx(), id, &shown.text, wanted.range.clone());
        }
        erase_whole_fields(ui, id, shown);

        let palette = theme::palette(ui);
        let marks = Marks {
            palette,
            shown,
            lit: lit_range(open, part),
        };
        let mut text = shown.text.clone();
        let mut layouter = |ui: &egui::Ui, text: &dyn TextBuffer, width: f32| {
            let job = marks.job(ui, text.as_str(), width);
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let hint = match part.text {
            TextPart::Required => "在这里填写，每个自然段一行",
            TextPart::Optional => "可以不填",
        };
        ui.spacing_mut().extra_text_line_spacing = LINE_SPACING;
        let mut edit = TextEdit::multiline(&mut text)
            .id(id)
            .font(FontId::proportional(TEXT_SIZE))
            .desired_width(f32::INFINITY)
            .desired_rows(rows)
            .interactive(open.is_writable())
            .layouter(&mut layouter)
            .hint_text(hint);
        if part.table.is_none() {
            edit = edit.frame(egui::Frame::NONE);
        }
        let output = edit.show(ui);
        let response = output.response.response.clone();
        let response = response.accessible_name(part.short.as_str());
        if let Some(range) = output.cursor_range {
            self.selection = Some(Selection {
                part: part.id.clone(),
                range: bytes(&text, range.as_sorted_char_range()),
            });
        }
        let at = Layout {
            galley: &output.galley,
            origin: output.galley_pos,
            text: &shown.text,
        };
        if !response.changed() {
            at.underline_offers(ui, &recognised, palette);
            if let Some(wanted) = wanted
                && let Some(rect) = at.rects(&wanted.range).first()
            {
                ui.scroll_to_rect(rect.expand(40.0), None);
            }
            pointer_ui(ui, open, part, &recognised, &at, &output, commands);
        }
        if response.changed() {
            commands.push(Command::SetText {
                part: part.id.clone(),
                text,
            });
        }
        self.pause.after(ui.ctx(), &response, commands);
        self.recognised = Some(recognised);
        response
    }
}

/// The sentence of this part that the lit finding is about.
fn lit_range(open: &OpenReturn, part: &Part) -> Option<Range<usize>> {
    match &open.lit_finding()?.place {
        Place::Text { part: id, range } if *id == part.id => Some(range.clone()),
        _ => None,
    }
}

/// What is tinted in the text.
struct Marks<'a> {
    palette: &'a Palette,
    shown: &'a Shown,
    lit: Option<Range<usize>>,
}

impl Marks<'_> {
    /// The text with its figures tinted. It may be ahead of what is shown, by what was just typed.
    fn job(&self, ui: &egui::Ui, text: &str, width: f32) -> LayoutJob {
        let changed;
        let (shown, lit) = if text == self.shown.text {
            (self.shown, self.lit.clone())
        } else {
            changed = self.shown.changed_to(text);
            (&changed, None)
        };
        let font = FontId::proportional(TEXT_SIZE);
        let height = ui.fonts_mut(|fonts| fonts.row_height(&font)) + LINE_SPACING;
        let plain = TextFormat {
            font_id: font,
            color: self.palette.text,
            line_height: Some(height),
            ..TextFormat::default()
        };
        let mut sections = Vec::new();
        let mut push = |range: Range<usize>, field: Option<&ShownField>| {
            // A lit sentence may begin and end inside of it.
            let cuts = lit.iter().flat_map(|lit| [lit.start, lit.end]);
            let mut cuts: Vec<usize> = cuts.filter(|cut| range.contains(cut)).collect();
            cuts.extend([range.start, range.end]);
            cuts.sort_unstable();
            for cut in cuts.windows(2) {
                let [start, end] = [cut[0], cut[1]];
                if start == end {
                    continue;
                }
                let is_lit = lit.as_ref().is_some_and(|lit| lit.contains(&start));
                sections.push(LayoutSection {
                    leading_space: 0.0,
                    byte_range: ByteIndex(start)..ByteIndex(end),
                    format: self.format(&plain, field, is_lit),
                });
            }
        };
        let mut from = 0;
        for field in &shown.fields {
            push(from..field.range.start, None);
            push(field.range.clone(), Some(field));
            from = field.range.end;
        }
        push(from..text.len(), None);
        let mut job = LayoutJob {
            text: text.to_owned(),
            sections,
            keep_trailing_whitespace: true,
            ..LayoutJob::default()
        };
        job.wrap.max_width = width;
        job
    }

    fn format(&self, plain: &TextFormat, field: Option<&ShownField>, lit: bool) -> TextFormat {
        let mut format = plain.clone();
        if lit {
            format.background = self.palette.warning_soft;
        }
        if field.is_some() {
            if !lit {
                format.background = self.palette.accent_soft;
            }
            format.underline = Stroke::new(theme::LINE, self.palette.accent);
        }
        format
    }
}

/// Where characters stand on the screen.
struct Layout<'a> {
    galley: &'a Arc<Galley>,
    origin: Pos2,
    text: &'a str,
}

impl Layout<'_> {
    /// The rectangles of a range of bytes, one a line.
    fn rects(&self, range: &Range<usize>) -> Vec<Rect> {
        let characters = characters(self.text, range);
        let mut rects: Vec<Rect> = Vec::new();
        for index in characters {
            let mut start = CCursor::new(index);
            start.prefer_next_row = true;
            let start = self.galley.pos_from_cursor(start);
            let end = self.galley.pos_from_cursor(CCursor::new(index + 1));
            let rect = Rect::from_min_max(start.min, pos2(end.max.x, start.max.y));
            let rect = rect.translate(self.origin.to_vec2());
            match rects.last_mut() {
                Some(last) if last.min.y == rect.min.y => *last = last.union(rect),
                _ => rects.push(rect),
            }
        }
        rects
    }

    /// The byte under a point, if there is a character.
    fn byte_at(&self, point: Pos2) -> Option<usize> {
        let cursor = self.galley.cursor_from_pos(point - self.origin);
        let near = bytes_at(self.text, cursor.index.0);
        // The cursor is at the nearest edge of a character: before or behind the point.
        let before = self.text.get(..near)?.char_indices().next_back();
        let mut candidates = before.map(|(at, _)| at).into_iter().chain([near]);
        candidates.find(|&at| {
            let length = self.text.get(at..).and_then(|rest| rest.chars().next());
            let end = at + length.map_or(0, char::len_utf8);
            self.rects(&(at..end))
                .iter()
                .any(|rect| rect.contains(point))
        })
    }

    /// Dots under typed numbers that could follow the tables.
    fn underline_offers(&self, ui: &egui::Ui, recognised: &Recognised, palette: &Palette) {
        for mention in &recognised.mentions {
            let color = match (&mention.offer, mention.agreement) {
                (None, _) => continue,
                (Some(_), Agreement::Differs { .. }) => palette.warning,
                (Some(_), Agreement::Agrees | Agreement::Waits) => palette.accent,
            };
            for rect in self.rects(&mention.range) {
                let below = egui::vec2(0.0, 1.5);
                let line = [rect.left_bottom() - below, rect.right_bottom() - below];
                ui.painter()
                    .extend(egui::Shape::dotted_line(&line, color, 3.5, 0.9));
            }
        }
    }
}

/// What the pointer is on: says what it is, leads to its cells, offers what can be done.
fn pointer_ui(
    ui: &egui::Ui,
    open: &OpenReturn,
    part: &Part,
    recognised: &Recognised,
    at: &Layout<'_>,
    output: &TextEditOutput,
    commands: &mut Vec<Command>,
) {
    let response = &output.response.response;
    let pressed_at = Id::unique(("text menu", &part.id));
    let hovered = response
        .hover_pos()
        .filter(|_| response.hovered())
        .and_then(|point| at.byte_at(point));
    if response.secondary_clicked() {
        ui.data_mut(|data| data.insert_temp(pressed_at, hovered));
    }
    let shown = &recognised.shown;
    let field_over = |byte: usize| {
        let mut fields = shown.fields.iter();
        fields.find(|field| field.range.contains(&byte))
    };
    if let Some(byte) = hovered {
        if let Some(field) = field_over(byte) {
            let words = field_words(open, shown, field);
            response.clone().on_hover_text_at_pointer(words);
            let modifiers = ui.input(|input| input.modifiers);
            if response.clicked() && modifiers.command {
                commands.extend(go_to_cells(open, &field.field));
            }
        } else if let Some((mention, offer)) = recognised.mention_at(byte) {
            let words = format!("右键可{}", offer_words(open, mention, offer));
            response.clone().on_hover_text_at_pointer(words);
        }
    }
    let clicked: Option<usize> = ui.data(|data| data.get_temp(pressed_at)).flatten();
    response.context_menu(|ui| {
        ui.set_min_width(ui.spacing().menu_width);
        theme::quiet_buttons(ui);
        if let Some(field) = clicked.and_then(field_over) {
            if let Some(go) = go_to_cells(open, &field.field)
                && ui.button("转到表格").clicked()
            {
                commands.push(go);
            }
            if open.is_writable() && ui.button("改为文字，不再跟随表格").clicked() {
                commands.push(Command::UnbindFigure {
                    part: part.id.clone(),
                    range: field.range.clone(),
                });
            }
        } else if let Some((mention, offer)) = clicked.and_then(|at| recognised.mention_at(at))
            && open.is_writable()
            && ui.button(offer_words(open, mention, offer)).clicked()
        {
            commands.push(Command::BindFigure {
                part: part.id.clone(),
                range: mention.range.clone(),
                figure: offer.clone(),
            });
        }
        if open.is_writable() && ui.button(Command::PickFigure.label()).clicked() {
            commands.push(Command::PickFigure);
        }
    });
}

/// `绑定到 本年新收申请（2180）`, or with the table's number where the text has another one.
fn offer_words(open: &OpenReturn, mention: &Mention, offer: &Field) -> String {
    let name = offer.name(&open.form);
    let shown = offer.shown(&open.figures());
    match mention.agreement {
        Agreement::Differs { .. } => format!("改为表中的 {shown} 并绑定到 {name}"),
        Agreement::Agrees | Agreement::Waits => format!("绑定到 {name}（{shown}）"),
    }
}

/// What a figure is, how it comes about and what can be done with it.
fn field_words(open: &OpenReturn, shown: &Shown, field: &ShownField) -> String {
    let form = &open.form;
    let name = field.field.name(form);
    let calculation = field.field.calculation.in_words(form);
    let value = match field.field.number(&open.figures()) {
        Ok(_) => shown
            .text
            .get(field.range.clone())
            .unwrap_or_default()
            .to_owned(),
        Err(lack) => lack.in_words(form),
    };
    let how = if calculation == name {
        String::new()
    } else {
        format!("{calculation}\n")
    };
    format!("{name}：{value}\n{how}跟随表格。按住 Ctrl 单击转到表格，右键可改为文字")
}

fn go_to_cells(open: &OpenReturn, field: &Field) -> Option<Command> {
    let mut cells = field
        .calculation
        .keys()
        .filter_map(|key| open.form.cell(key));
    cells.next().map(|cell| Command::GoTo(Place::Cell(cell)))
}

/// Backspace behind a figure and Delete before it take all of it.
fn erase_whole_fields(ui: &egui::Ui, id: Id, shown: &Shown) {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    let pressed = |wanted: Key| {
        ui.input(|input| {
            input.events.iter().any(|event| {
                matches!(event, Event::Key { key, pressed: true, modifiers, .. }
                    if *key == wanted && *modifiers == Modifiers::NONE)
            })
        })
    };
    let (back, forward) = (pressed(Key::Backspace), pressed(Key::Delete));
    if !back && !forward {
        return;
    }
    let Some(cursor) = TextEditState::load(ui.ctx(), id)
        .and_then(|state| state.cursor.char_range())
        .and_then(|range| range.single())
    else {
        return;
    };
    let at = bytes_at(&shown.text, cursor.index.0);
    let field = shown
        .fields
        .iter()
        .find(|field| back && field.range.end == at || forward && field.range.start == at);
    if let Some(field) = field {
        set_cursor(ui.ctx(), id, &shown.text, field.range.clone());
    }
}

fn set_cursor(context: &egui::Context, id: Id, text: &str, range: Range<usize>) {
    let characters = characters(text, &range);
    let mut state = TextEditState::load(context, id).unwrap_or_default();
    let range = CCursorRange::two(CCursor::new(characters.start), CCursor::new(characters.end));
    state.cursor.set_char_range(Some(range));
    state.store(context, id);
}

/// A range of bytes in characters.
fn characters(text: &str, range: &Range<usize>) -> Range<usize> {
    let count = |end: usize| text.char_indices().take_while(|(at, _)| *at < end).count();
    count(range.start)..count(range.end)
}

/// A range of characters in bytes.
fn bytes(text: &str, range: Range<egui::text::CharIndex>) -> Range<usize> {
    bytes_at(text, range.start.0)..bytes_at(text, range.end.0)
}

fn bytes_at(text: &str, character: usize) -> usize {
    let mut places = text.char_indices();
    places.nth(character).map_or(text.len(), |(at, _)| at)
}
