//! Blocks placed one below the other on the pages they need.

use super::chart::draw as draw_chart;
use super::glyphs::Setter;
use super::headings::{is_heading, opening};
use super::labels::break_evenly;
use super::lines::{Measure, SetLine, break_lines, draw_line};
use super::page::{
    AREA_HEIGHT, AREA_LEFT, AREA_TOP, AREA_WIDTH, ASCENT, BODY_SIZE, Bookmark, CHARACTER_PITCH,
    GRID_SPACING, LINE_PITCH, MM_PER_POINT, Page,
};
use super::table::MeasuredTable;
use crate::charts::Chart;
use crate::export::document::PageBreaks;
use crate::export::fonts::Face;
use crate::form::{CaptionLine, CaptionStyle};

/// 2号, in points, and its line pitch in body lines.
const TITLE_SIZE: f32 = 22.0;
const TITLE_LINES: f32 = 1.25;
/// At least this much of a body line is left free below the title.
pub const TITLE_GAP: f32 = 0.5;

/// 小四, in points: the lines for signatures; their pitch and the gap above them in millimetres.
const SIGN_OFF_SIZE: f32 = 12.0;
const SIGN_OFF_PITCH: f32 = 8.5;
pub const SIGN_OFF_GAP: f32 = 5.0;

/// 小二 and 小四, in points: a table's own name, and the other lines over it.
const CAPTION_SIZE: f32 = 18.0;
const CAPTION_TEXT: f32 = 12.0;

/// Left free between a table and what follows, in millimetres.
const TABLE_GAP: f32 = 3.0;
/// The room above a chart, and the height of its caption, in millimetres.
const CHART_GAP: f32 = 4.0;
const CHART_CAPTION: f32 = 9.0;
/// A heading's line over its table: a little less than a line of text.
pub const TABLE_HEADING: f32 = 9.5;
/// Millimetres that count as nothing.
const SLACK: f32 = 0.01;

/// What has to stand on the page together with a heading, below it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Keep {
    /// This many lines of text.
    Lines(usize),
    /// A table of this height, or its first rows; in millimetres.
    Table(f32),
    /// Other headings, and what is below them; in millimetres.
    Headings(f32),
}

impl Keep {
    /// In millimetres.
    pub fn height(self) -> f32 {
        match self {
            Self::Lines(count) => count as f32 * LINE_PITCH,
            Self::Table(height) | Self::Headings(height) => height,
        }
    }
}

/// How many lines of the type area a heading of body size takes, about.
pub fn heading_lines(text: &str) -> usize {
    (text.chars().count() + 2).div_ceil(28).max(1)
}

/// The pages so far and the place on the last one.
#[derive(Debug, Default)]
pub struct Flow {
    pub pages: Vec<Page>,
    /// Millimetres from the type area's upper edge to where the next block begins.
    used: f32,
}

impl Flow {
    /// What is left of the page, in millimetres.
    fn room(&self) -> f32 {
        if self.pages.is_empty() {
            0.0
        } else {
            AREA_HEIGHT - self.used
        }
    }

    /// Makes sure that `height` millimetres fit below; a new page is always enough.
    fn need(&mut self, height: f32) {
        if self.room() + SLACK < height.min(AREA_HEIGHT) {
            self.pages.push(Page::default());
            self.used = 0.0;
        }
    }

    fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.push(Page::default());
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    pub fn title(&mut self, lines: &[String], setter: &mut Setter<'_>) {
        let measure = Measure {
            size: TITLE_SIZE,
            spacing: 0.0,
            first: AREA_WIDTH,
            width: AREA_WIDTH,
            justified: false,
        };
        let lines: Vec<SetLine> = lines
            .iter()
            .flat_map(|line| break_evenly(&setter.glyphs(line, Face::Title), &measure))
            .collect();
        // Whole body lines, so that the text below stays on the grid.
        let total = (lines.len() as f32 * TITLE_LINES + TITLE_GAP).ceil() * LINE_PITCH;
        self.need(total);
        for (index, line) in lines.iter().enumerate() {
            let top = self.used + index as f32 * TITLE_LINES * LINE_PITCH;
            let x = (AREA_WIDTH - line.width(TITLE_SIZE)) / 2.0;
            self.draw(line, TITLE_SIZE, x, top, TITLE_LINES * LINE_PITCH);
        }
        self.used += total;
    }

    /// A part's heading in 黑体, on one page with what it is the heading of.
    pub fn heading(&mut self, text: &str, keep: Keep, setter: &mut Setter<'_>) {
        let lines = break_lines(&setter.glyphs(text, Face::Hei), &body());
        let pitch = match keep {
            Keep::Table(_) => TABLE_HEADING,
            Keep::Lines(_) | Keep::Headings(_) => LINE_PITCH,
        };
        self.need(lines.len() as f32 * pitch + keep.height());
        let top = AREA_TOP + self.used;
        self.page().bookmarks.push(Bookmark {
            title: text.to_owned(),
            top,
        });
        for (index, line) in lines.iter().enumerate() {
            self.draw(line, BODY_SIZE, indent(index), self.used, pitch);
            self.used += pitch;
        }
    }

    /// An annex's heading, flush left on a new page.
    pub fn annex(&mut self, text: &str, setter: &mut Setter<'_>) {
        if self.used > SLACK {
            self.need(AREA_HEIGHT);
        }
        self.need(LINE_PITCH);
        let top = AREA_TOP + self.used;
        self.page().bookmarks.push(Bookmark {
            title: text.to_owned(),
            top,
        });
        for line in break_lines(&setter.glyphs(text, Face::Hei), &body()) {
            self.draw(&line, BODY_SIZE, 0.0, self.used, LINE_PITCH);
            self.used += LINE_PITCH;
        }
    }

    /// The lines over a table, on one page with its first rows.
    pub fn caption(
        &mut self,
        lines: &[CaptionLine],
        table: &MeasuredTable,
        setter: &mut Setter<'_>,
    ) {
        if lines.is_empty() {
            return;
        }
        let first_rows = table.height_of(0..table.heads + 2);
        self.need(caption_height(lines) + first_rows);
        for line in lines {
            let (face, size, pitch) = caption_type(line.style);
            let set = SetLine {
                glyphs: setter.glyphs(&line.text, face),
                spacing: 0.0,
            };
            let natural = set.width(size);
            let size = size * (AREA_WIDTH / natural.max(AREA_WIDTH));
            let x = match line.style {
                CaptionStyle::Title | CaptionStyle::Centre => (AREA_WIDTH - set.width(size)) / 2.0,
                CaptionStyle::Left => 0.0,
            };
            self.draw(&set, size, x, self.used, pitch);
            self.used += pitch;
        }
    }

    /// A paragraph of body text; each line of the text is one of its own. One that is a heading
    /// stays on the page of what is kept with it.
    pub fn paragraph(&mut self, text: &str, keep: Keep, setter: &mut Setter<'_>) {
        for text in text.lines().map(str::trim).filter(|text| !text.is_empty()) {
            let opening = opening(text);
            let (heading, rest) = text.split_at(opening.length);
            let mut glyphs = setter.glyphs(heading, opening.face);
            glyphs.extend(setter.glyphs(rest, Face::FangSong));
            let lines = break_lines(&glyphs, &body());
            if is_heading(text) {
                self.need(lines.len() as f32 * LINE_PITCH + keep.height());
            }
            for (index, line) in lines.iter().enumerate() {
                self.need(LINE_PITCH);
                self.draw(line, BODY_SIZE, indent(index), self.used, LINE_PITCH);
                self.used += LINE_PITCH;
            }
        }
    }

    /// A table, on as many pages as it needs. One that may break anywhere leaves `below`
    /// millimetres on the page of its last rows.
    pub fn table(&mut self, table: &MeasuredTable, below: f32) {
        let kept_whole = table.page_breaks == PageBreaks::Avoided;
        if kept_whole && table.height() <= AREA_HEIGHT {
            self.need(table.height());
        }
        let mut from = 0;
        while from < table.heights.len() {
            let fresh = self.pages.is_empty() || self.used <= SLACK;
            let room = if fresh { AREA_HEIGHT } else { self.room() };
            let mut cut = table.cut(from, room, fresh);
            let left = room - table.cut_height(&cut) - TABLE_GAP;
            if !kept_whole && cut.rows.end == table.heights.len() && left < below {
                cut = table.cut(from, room - below - TABLE_GAP, fresh);
            }
            if cut.rows.is_empty() {
                self.need(AREA_HEIGHT);
                continue;
            }
            let top = AREA_TOP + self.used;
            self.used += table.draw(&cut, top, &mut self.page().content);
            from = cut.rows.end;
            if from < table.heights.len() {
                self.need(AREA_HEIGHT);
            }
        }
        self.used += TABLE_GAP;
    }

    /// A chart with its caption below, on one page.
    pub fn chart(&mut self, number: usize, chart: &Chart, setter: &mut Setter<'_>) {
        let drawing = draw_chart(chart, AREA_WIDTH, setter);
        self.need(CHART_GAP + drawing.height + CHART_CAPTION + CHART_GAP);
        self.used += CHART_GAP;
        let top = AREA_TOP + self.used;
        self.used += drawing.height;
        self.page().content.extend(drawing.at(AREA_LEFT, top));
        let line = SetLine {
            glyphs: setter.glyphs(&format!("图{number}　{}", chart.caption()), Face::Hei),
            spacing: 0.0,
        };
        let x = (AREA_WIDTH - line.width(CAPTION_TEXT)) / 2.0;
        self.draw(&line, CAPTION_TEXT, x, self.used, CHART_CAPTION);
        // What follows stands on the lines of the page again.
        let lines = ((self.used + CHART_CAPTION) / LINE_PITCH).ceil();
        self.used = (lines * LINE_PITCH).min(AREA_HEIGHT);
    }

    /// Labels with their texts, two a line, all on one page.
    pub fn sign_off(&mut self, lines: &[(String, String)], setter: &mut Setter<'_>) {
        self.need(sign_off_height(lines));
        self.used += SIGN_OFF_GAP;
        let half = AREA_WIDTH / 2.0;
        for pair in lines.chunks(2) {
            for (index, (label, text)) in pair.iter().enumerate() {
                let line = SetLine {
                    glyphs: setter.glyphs(&format!("{label}：{text}"), Face::Song),
                    spacing: 0.0,
                };
                let natural = line.width(SIGN_OFF_SIZE);
                let most = half - CHARACTER_PITCH;
                let size = SIGN_OFF_SIZE * (most / natural.max(most)).min(1.0);
                let x = index as f32 * half;
                self.draw(&line, size, x, self.used, SIGN_OFF_PITCH);
            }
            self.used += SIGN_OFF_PITCH;
        }
    }

    /// Draws a line in the middle of `height` millimetres from `top`; places in the type area.
    fn draw(&mut self, line: &SetLine, size: f32, x: f32, top: f32, height: f32) {
        let em = size * MM_PER_POINT;
        let baseline = AREA_TOP + top + (height - em) / 2.0 + ASCENT * em;
        let operations = draw_line(line, size, AREA_LEFT + x, baseline);
        self.page().content.extend(operations);
    }
}

/// The height of the lines for signatures with the gap above them, in millimetres.
pub fn sign_off_height(lines: &[(String, String)]) -> f32 {
    SIGN_OFF_GAP + lines.len().div_ceil(2) as f32 * SIGN_OFF_PITCH
}

/// The height of the lines over a table, in millimetres.
pub fn caption_height(lines: &[CaptionLine]) -> f32 {
    lines.iter().map(|line| caption_type(line.style).2).sum()
}

/// Face, size in points and pitch in millimetres of a line over a table.
fn caption_type(style: CaptionStyle) -> (Face, f32, f32) {
    match style {
        CaptionStyle::Title => (Face::Title, CAPTION_SIZE, 10.0),
        CaptionStyle::Centre => (Face::Song, CAPTION_TEXT, 6.5),
        CaptionStyle::Left => (Face::Song, CAPTION_TEXT, 6.5),
    }
}

/// Body text: 28 characters a line, two fewer on the first.
fn body() -> Measure {
    Measure {
        size: BODY_SIZE,
        spacing: GRID_SPACING,
        first: AREA_WIDTH - indent(0),
        width: AREA_WIDTH,
        justified: true,
    }
}

/// A paragraph's first line begins two characters in.
fn indent(line: usize) -> f32 {
    if line == 0 {
        2.0 * CHARACTER_PITCH
    } else {
        0.0
    }
}
