//! 一图读懂 as a page: a band with the agency, key figures, the charts, the source.

use super::MissingCharacters;
use super::chart::{ACCENT, Align, Canvas, INK, QUIET, RULE, Type, draw};
use super::furniture::add_draft_mark;
use super::glyphs::Setter;
use super::page::{Area, Color, Operation, PAGE_HEIGHT, PAGE_WIDTH, Page};
use crate::charts::{Chart, Content, KeyFigure};
use crate::export::document::Mark;
use crate::export::fonts::{Face, Metrics};
use crate::export::picture::{NAME, Picture};

const MARGIN: f32 = 15.0;
const WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;
const BAND: f32 = 46.0;
/// The row of key figures.
const FIGURES_TOP: f32 = BAND + 9.0;
const FIGURES: f32 = 25.0;
const CHARTS_TOP: f32 = FIGURES_TOP + FIGURES + 9.0;
/// A chart's title with the line above it.
const HEADING: f32 = 11.0;
/// Between charts beside each other.
const GUTTER: f32 = 10.0;
/// The last line of the page.
const SOURCE: f32 = PAGE_HEIGHT - 12.0;
/// Above the source.
const CHARTS_BOTTOM: f32 = SOURCE - 9.0;

const ON_BAND: Color = Color::rgb(0xFF, 0xFF, 0xFF);
const ON_BAND_QUIET: Color = Color::rgb(0xC9, 0xD6, 0xE8);
const STRIPE: Color = Color::rgb(0xB8, 0x93, 0x3A);

/// Lays the picture out on one page.
pub fn lay_out_picture(
    picture: &Picture,
    metrics: &dyn Metrics,
) -> Result<Page, MissingCharacters> {
    let mut setter = Setter::new(metrics);
    let mut operations = Vec::new();
    let mut canvas = Canvas::new(&mut setter);
    band(picture, &mut canvas);
    key_figures(&picture.charts.key_figures, &mut canvas);
    source(picture, &mut canvas);
    operations.append(&mut canvas.operations);
    operations.extend(charts(&picture.charts.charts, &mut setter));
    let mut page = Page {
        content: operations,
        ..Page::default()
    };
    if picture.mark == Mark::Draft {
        add_draft_mark(&mut page, &mut setter);
        // The small one would lie under the band, which says it itself.
        page.under
            .retain(|mark| matches!(mark, Operation::Shape(_)));
    }
    MissingCharacters::none_of(setter.missing, NAME).map(|()| page)
}

fn band(picture: &Picture, canvas: &mut Canvas<'_, '_>) {
    canvas.area(Area::rectangle(0.0, 0.0, PAGE_WIDTH, BAND, ACCENT));
    canvas.area(Area::rectangle(0.0, BAND, PAGE_WIDTH, 1.4, STRIPE));
    let mut line = |text: &str, face: Face, size: f32, color: Color, baseline: f32| {
        let style = Type { face, size, color };
        let at = (PAGE_WIDTH / 2.0, baseline);
        canvas.text(text, style, Align::Centre, at, WIDTH);
    };
    let name = match picture.mark {
        Mark::Final => NAME.to_owned(),
        Mark::Draft => format!("{NAME}（草稿）"),
    };
    line(&name, Face::Hei, 13.0, ON_BAND_QUIET, 12.5);
    line(&picture.agency, Face::Title, 26.0, ON_BAND, 25.5);
    let title = format!("{}年政府信息公开工作年度报告", picture.year);
    line(&title, Face::Title, 18.0, ON_BAND, 37.0);
}

fn key_figures(figures: &[KeyFigure], canvas: &mut Canvas<'_, '_>) {
    let count = figures.len().max(1) as f32;
    let column = WIDTH / count;
    for (place, figure) in figures.iter().enumerate() {
        let left = MARGIN + place as f32 * column;
        let middle = left + column / 2.0;
        if place > 0 {
            let (top, bottom) = (FIGURES_TOP + 2.0, FIGURES_TOP + FIGURES - 2.0);
            canvas.stroke((left, top), (left, bottom), 0.5, RULE);
        }
        let room = column - 4.0;
        let label = Type::new(10.5, INK);
        let at = (middle, FIGURES_TOP + 4.0);
        canvas.text(&figure.label, label, Align::Centre, at, room);
        number(figure, (middle, FIGURES_TOP + 15.0), room, canvas);
        let below = figure.comparison().unwrap_or_else(|| figure.note.clone());
        let at = (middle, FIGURES_TOP + 22.5);
        canvas.text(&below, Type::NOTE, Align::Centre, at, room);
    }
}

/// A large number with its small unit behind it.
fn number(figure: &KeyFigure, at: (f32, f32), room: f32, canvas: &mut Canvas<'_, '_>) {
    let Some(number) = figure.number else {
        let style = Type::new(16.0, QUIET);
        canvas.text("—", style, Align::Centre, at, room);
        return;
    };
    let text = number.to_string();
    let large = Type {
        face: Face::Title,
        size: 24.0,
        color: ACCENT,
    };
    let small = Type::new(10.0, INK);
    let unit = canvas.width(&figure.unit, small) + 1.0;
    let most = room - unit;
    let width = canvas.width(&text, large).min(most);
    let left = at.0 - (width + unit) / 2.0;
    canvas.text(&text, large, Align::Left, (left, at.1), most);
    let behind = (left + width + 1.0, at.1);
    canvas.text(&figure.unit, small, Align::Left, behind, unit);
}

/// A chart with its title: what stands in a row of the page.
struct Block {
    operations: Vec<Operation>,
    height: f32,
}

/// The charts in their order, below each other, those that need little room beside each other;
/// what room is left is shared out between the rows.
fn charts(charts: &[Chart], setter: &mut Setter<'_>) -> Vec<Operation> {
    let rows: Vec<Block> = rows(charts)
        .into_iter()
        .map(|row| draw_row(&row, setter))
        .collect();
    let needed: f32 = rows.iter().map(|row| row.height).sum();
    let room = CHARTS_BOTTOM - CHARTS_TOP;
    let gap = (room - needed) / rows.len().max(1) as f32;
    let mut top = CHARTS_TOP;
    let mut operations = Vec::new();
    for row in rows {
        let moved = row.operations.into_iter();
        operations.extend(moved.map(|operation| operation.moved(MARGIN, top)));
        top += row.height + gap.clamp(2.0, 12.0);
    }
    operations
}

/// Charts by rows: a ring and years fill one, the others stand two in a row.
fn rows(charts: &[Chart]) -> Vec<Vec<&Chart>> {
    let mut rows: Vec<Vec<&Chart>> = Vec::new();
    let mut waiting: Option<usize> = None;
    for chart in charts {
        let broad = matches!(chart.content, Content::Ring(_) | Content::Trend(_));
        match waiting.and_then(|at| rows.get_mut(at)) {
            Some(row) if !broad => {
                row.push(chart);
                waiting = None;
            }
            _ => {
                rows.push(vec![chart]);
                if !broad {
                    waiting = Some(rows.len() - 1);
                }
            }
        }
    }
    rows
}

fn draw_row(row: &[&Chart], setter: &mut Setter<'_>) -> Block {
    let count = row.len().max(1) as f32;
    let width = (WIDTH - GUTTER * (count - 1.0)) / count;
    let mut block = Block {
        operations: Vec::new(),
        height: 0.0,
    };
    for (place, chart) in row.iter().enumerate() {
        let left = place as f32 * (width + GUTTER);
        let mut canvas = Canvas::new(setter);
        heading(chart, width, &mut canvas);
        let heading = canvas.operations.into_iter();
        block
            .operations
            .extend(heading.map(|operation| operation.moved(left, 0.0)));
        let drawing = draw(chart, width, setter);
        block.height = block.height.max(HEADING + drawing.height);
        block.operations.extend(drawing.at(left, HEADING));
    }
    block
}

fn heading(chart: &Chart, width: f32, canvas: &mut Canvas<'_, '_>) {
    canvas.area(Area::rectangle(0.0, 0.4, 1.4, 5.0, STRIPE));
    let style = Type {
        face: Face::Title,
        size: 12.5,
        color: ACCENT,
    };
    let at = (3.4, 4.6);
    canvas.text(&chart.title, style, Align::Left, at, width - 20.0);
    let unit = format!("单位：{}", chart.unit);
    canvas.text(&unit, Type::NOTE, Align::Right, (width, 4.6), 18.0);
    canvas.stroke((0.0, 7.2), (width, 7.2), 0.5, RULE);
}

fn source(picture: &Picture, canvas: &mut Canvas<'_, '_>) {
    let top = SOURCE - 5.0;
    canvas.stroke((MARGIN, top), (MARGIN + WIDTH, top), 0.5, RULE);
    let text = format!(
        "数据来源：《{}》（{}）。比例经舍入，各项相加为 100%。",
        picture.title, picture.edition
    );
    canvas.text(&text, Type::NOTE, Align::Left, (MARGIN, SOURCE), WIDTH);
}
