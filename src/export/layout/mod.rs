//! A report laid out as pages after GB/T 9704: what paper and the print preview replay.
//!
//! Pure: the same document and metrics give the same pages. Type area 156 × 225 mm, 22 lines
//! of 28 characters; tables keep their form's grid, are never cut inside a row, and repeat
//! their heads where they go on.

mod characters;
mod chart;
mod flow;
mod furniture;
mod glyphs;
mod headings;
mod labels;
mod lines;
mod missing;
mod page;
mod picture;
mod table;
mod table_pages;
mod table_space;

use crate::charts::Chart;
use crate::export::document::{Block, Document, Mark, PageBreaks};
use crate::export::fonts::{Face, Metrics};
use flow::{Flow, Keep};
use glyphs::Setter;
use headings::is_heading;
use table::MeasuredTable;

pub use chart::Drawing;
pub use headings::run_in;
pub use missing::{MissingCharacter, MissingCharacters, missing_characters};
pub use picture::lay_out_picture;

pub use flow::{SIGN_OFF_GAP, TABLE_HEADING, TITLE_GAP};
pub use page::{
    AREA_HEIGHT, AREA_LEFT, AREA_TOP, AREA_WIDTH, Area, BODY_SIZE, Bookmark, Color, Edge, Line,
    MM_PER_POINT, Operation, Outline, PAGE_HEIGHT, PAGE_WIDTH, Page, Shape, TextRun,
};
pub use table_space::{TableSpace, table_space};

/// Lays the document out. At least one page, even of nothing.
pub fn lay_out(document: &Document, metrics: &dyn Metrics) -> Result<Vec<Page>, MissingCharacters> {
    let mut setter = Setter::new(metrics);
    let tables: Vec<Option<MeasuredTable>> = document
        .blocks
        .iter()
        .enumerate()
        .map(|(index, block)| match block {
            Block::Table(block) => {
                let room = AREA_HEIGHT - TABLE_HEADING - flow::caption_height(&block.caption);
                let kept = height_kept_with(document.blocks.get(index + 1));
                Some(MeasuredTable::new(block, &mut setter, room, kept))
            }
            _ => None,
        })
        .collect();

    let mut flow = Flow::default();
    for (index, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Title(lines) => flow.title(lines, &mut setter),
            Block::Heading(text) => {
                flow.heading(text, keep(document, &tables, index + 1), &mut setter);
            }
            Block::Annex(text) => flow.annex(text, &mut setter),
            Block::Paragraph(text) => {
                flow.paragraph(text, keep(document, &tables, index + 1), &mut setter);
            }
            Block::Table(block) => {
                if let Some(Some(table)) = tables.get(index) {
                    flow.caption(&block.caption, table, &mut setter);
                    flow.table(table, height_kept_with(document.blocks.get(index + 1)));
                }
            }
            Block::SignOff(lines) => flow.sign_off(lines, &mut setter),
            Block::Chart { number, chart } => flow.chart(*number, chart, &mut setter),
        }
    }
    let mut pages = flow.pages;
    if pages.is_empty() {
        pages.push(Page::default());
    }
    for (index, page) in pages.iter_mut().enumerate() {
        if document.mark == Mark::Draft {
            furniture::add_draft_mark(page, &mut setter);
        }
        furniture::add_number(page, index + 1, &mut setter);
        furniture::add_codes(page, index + 1, &document.codes, &mut setter);
    }
    match missing_characters(document, &|character| !setter.missing.contains(&character)) {
        None => Ok(pages),
        Some(missing) => Err(missing),
    }
}

/// Levels of headings after GB/T 9704, below that of the report's parts.
const LEVELS: usize = 4;

/// Draws a chart alone, without its title, `width` millimetres wide.
///
/// # Errors
/// If no face has a character of it.
pub fn draw_chart(
    chart: &Chart,
    width: f32,
    metrics: &dyn Metrics,
) -> Result<Drawing, MissingCharacters> {
    let mut setter = Setter::new(metrics);
    let drawing = chart::draw(chart, width, &mut setter);
    MissingCharacters::none_of(setter.missing, &chart.title).map(|()| drawing)
}

/// What must stand below a heading on its page: headings of lower levels from the block at `next`
/// on, and as much of what follows them as makes sense.
fn keep(document: &Document, tables: &[Option<MeasuredTable>], next: usize) -> Keep {
    let behind = document.blocks.get(next..).unwrap_or_default();
    let headings: Vec<&str> = behind
        .iter()
        .take(LEVELS)
        .map_while(|block| match block {
            Block::Paragraph(text) if is_heading(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let below = next + headings.len();
    let below = match (document.blocks.get(below), tables.get(below)) {
        (Some(Block::Table(_)), Some(Some(table))) => {
            let whole = table.height();
            let kept_whole = table.page_breaks == PageBreaks::Avoided;
            if kept_whole && whole <= AREA_HEIGHT - TABLE_HEADING {
                Keep::Table(whole)
            } else {
                Keep::Table(table.height_of(0..table.heads + 2))
            }
        }
        (Some(Block::Paragraph(text)), _) if text.chars().count() > 26 => Keep::Lines(2),
        (Some(Block::Paragraph(_)), _) => Keep::Lines(1),
        _ => Keep::Lines(0),
    };
    if headings.is_empty() {
        return below;
    }
    let lines = headings.into_iter().map(flow::heading_lines).sum();
    Keep::Headings(Keep::Lines(lines).height() + below.height())
}

/// The height of what is never alone on a page but stands below rows of the table before it.
fn height_kept_with(next: Option<&Block>) -> f32 {
    match next {
        Some(Block::SignOff(lines)) => flow::sign_off_height(lines),
        _ => 0.0,
    }
}

/// The faces the document will most likely be drawn in, to be read side by side beforehand.
pub fn likely_faces(document: &Document) -> Vec<Face> {
    let mut faces = vec![Face::Song];
    for block in &document.blocks {
        faces.push(match block {
            Block::Title(_) => Face::Title,
            Block::Heading(_) | Block::Annex(_) | Block::Chart { .. } => Face::Hei,
            Block::Table(_) => Face::Kai,
            Block::Paragraph(text) if text.contains('（') => Face::Kai,
            Block::Paragraph(_) | Block::SignOff(_) => Face::Song,
        });
    }
    faces.sort_unstable();
    faces.dedup();
    faces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::document::{CellContent, Figure, TableBlock, TableCell, TableRow};
    use crate::form::{Cell, Run, Style};
    use crate::value::{Measure, Value};

    struct Even;

    impl Metrics for Even {
        fn advance(&self, _: Face, character: char) -> Option<f32> {
            match character {
                '𠀀' => None,
                character if character.is_ascii() => Some(0.5),
                _ => Some(1.0),
            }
        }
    }

    fn document(blocks: Vec<Block>) -> Document {
        Document {
            title: "报告".to_owned(),
            agency: "某区".to_owned(),
            year: 2023,
            edition: String::new(),
            date: None,
            mark: Mark::Final,
            blocks,
            header: Vec::new(),
            codes: Vec::new(),
            carried: None,
        }
    }

    fn cell(column: usize, rowspan: usize, style: Style, text: &str) -> TableCell {
        TableCell {
            column,
            colspan: 1,
            rowspan,
            style,
            indent: 0.0,
            content: CellContent::Text(vec![Run {
                text: text.to_owned(),
                note: false,
            }]),
        }
    }

    /// A head, and `rows` rows under one stub that spans them all.
    fn table(rows: usize) -> Block {
        let mut all = vec![TableRow {
            head: true,
            cells: vec![
                cell(0, 1, Style::Head, "组"),
                cell(1, 1, Style::Head, "表头"),
            ],
        }];
        for row in 0..rows {
            let mut cells = vec![cell(1, 1, Style::Label, &format!("行{row}"))];
            if row == 0 {
                cells.insert(0, cell(0, rows, Style::Stub, "跨行"));
            }
            all.push(TableRow { head: false, cells });
        }
        Block::Table(TableBlock {
            title: String::new(),
            unit: String::new(),
            caption: Vec::new(),
            widths: vec![20.0, 136.0],
            type_size: 10.0,
            page_breaks: PageBreaks::Avoided,
            rows: all,
        })
    }

    fn texts(page: &Page) -> Vec<&str> {
        page.content
            .iter()
            .filter_map(|operation| match operation {
                Operation::Text(run) => Some(run.text.as_str()),
                Operation::Shape(_) | Operation::Line(_) | Operation::Area(_) => None,
            })
            .collect()
    }

    #[test]
    fn a_page_of_hanzi_is_twenty_two_lines_of_twenty_eight() {
        let text = Block::Paragraph("字".repeat(28 * 50));
        let pages = lay_out(&document(vec![text]), &Even).expect("all in the faces");
        let lines = texts(&pages[1]);
        assert_eq!(lines.len(), 22);
        assert!(lines.iter().all(|line| line.chars().count() == 28));
        assert_eq!(texts(&pages[0])[0].chars().count(), 26);
    }

    #[test]
    fn heads_and_spanning_texts_are_repeated_where_a_table_goes_on() {
        let pages = lay_out(&document(vec![table(60)]), &Even).expect("all in the faces");
        assert!(pages.len() > 1);
        let mut rows = Vec::new();
        for page in &pages {
            let texts = texts(page);
            assert_eq!(texts.iter().filter(|text| **text == "表头").count(), 1);
            assert_eq!(texts.iter().filter(|text| **text == "跨行").count(), 1);
            rows.extend(
                texts
                    .iter()
                    .filter(|text| text.starts_with('行'))
                    .map(|text| text.to_string()),
            );
        }
        let expected: Vec<_> = (0..60).map(|row| format!("行{row}")).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn a_long_text_in_a_figures_place_stays_on_its_page() {
        let cell = TableCell {
            content: CellContent::Figure(Figure {
                cell: Cell::new(0).expect("a place"),
                key: "t.r:c".to_owned(),
                value: Value::Unread("见附件说明。".repeat(2000)),
                total: false,
                sum: Vec::new(),
                differs: None,
                measure: Measure::COUNT,
            }),
            ..cell(0, 1, Style::Figure, "")
        };
        let block = Block::Table(TableBlock {
            title: String::new(),
            unit: String::new(),
            caption: Vec::new(),
            widths: vec![11.0, 145.0],
            type_size: 8.0,
            page_breaks: PageBreaks::Avoided,
            rows: vec![TableRow {
                head: false,
                cells: vec![cell],
            }],
        });
        let pages = lay_out(&document(vec![block]), &Even).expect("all in the faces");
        assert_eq!(pages.len(), 1);
        let last = texts(&pages[0]).last().copied().unwrap_or_default();
        assert!(last.ends_with('…'), "{last}");
    }

    #[test]
    fn a_heading_goes_with_its_table_to_the_next_page() {
        let blocks = vec![
            Block::Paragraph("字".repeat(28 * 18)),
            Block::Heading("二、标题".to_owned()),
            table(12),
        ];
        let pages = lay_out(&document(blocks), &Even).expect("all in the faces");
        assert!(pages[0].bookmarks.is_empty());
        assert_eq!(texts(&pages[1])[0], "二、标题");
        assert_eq!(pages[1].bookmarks[0].title, "二、标题");
    }

    #[test]
    fn a_second_level_heading_is_not_left_alone_below() {
        let blocks = vec![
            Block::Paragraph("字".repeat(26 + 28 * 20)),
            Block::Paragraph("（二）依申请公开".to_owned()),
            Block::Paragraph("字".repeat(50)),
        ];
        let pages = lay_out(&document(blocks), &Even).expect("all in the faces");
        assert_eq!(texts(&pages[0]).len(), 21);
        assert_eq!(texts(&pages[1])[0], "（二）依申请公开");
    }

    #[test]
    fn headings_of_all_levels_stay_with_what_is_below_the_last() {
        let blocks = vec![
            Block::Paragraph("字".repeat(26 + 28 * 17)),
            Block::Heading("一、总体情况".to_owned()),
            Block::Paragraph("（一）主动公开".to_owned()),
            Block::Paragraph("1.机制建设".to_owned()),
            Block::Paragraph("字".repeat(50)),
        ];
        let pages = lay_out(&document(blocks), &Even).expect("all in the faces");
        assert_eq!(texts(&pages[0]).len(), 18);
        assert_eq!(texts(&pages[1])[0], "一、总体情况");
    }

    #[test]
    fn more_headings_than_a_page_takes_leave_no_page_empty() {
        let heading = || Block::Paragraph("（一）主动公开".to_owned());
        let blocks = std::iter::repeat_with(heading).take(60).collect();
        let pages = lay_out(&document(blocks), &Even).expect("all in the faces");
        assert_eq!(pages.len(), 4);
        assert!(pages.iter().all(|page| !page.content.is_empty()));
    }

    #[test]
    fn nothing_stands_outside_the_type_area_but_the_number() {
        let blocks = vec![
            Block::Paragraph("字".repeat(28 * 30)),
            table(80),
            Block::Paragraph("字，".repeat(200)),
        ];
        let pages = lay_out(&document(blocks), &Even).expect("all in the faces");
        for operation in pages.iter().flat_map(|page| &page.content) {
            let (x, y) = match operation {
                Operation::Text(run) => (run.x, run.baseline),
                Operation::Line(line) => line.to,
                Operation::Shape(shape) => (shape.x, shape.baseline),
                Operation::Area(area) => area.outlines[0].start,
            };
            assert!(
                (AREA_LEFT - 0.1..=AREA_LEFT + AREA_WIDTH + 0.1).contains(&x),
                "{x}"
            );
            assert!(
                (AREA_TOP..=AREA_TOP + AREA_HEIGHT + 0.1).contains(&y),
                "{y}"
            );
        }
    }

    #[test]
    fn characters_of_no_face_are_named() {
        let text = Block::Paragraph("甲𠀀乙".to_owned());
        let error = lay_out(&document(vec![text]), &Even).expect_err("one is in no face");
        assert!(
            error.to_string().contains("正文中的“𠀀”（U+20000）"),
            "{error}"
        );
    }

    #[test]
    fn the_codes_stand_across_from_the_number() {
        let mut document = document(vec![Block::Paragraph("字".repeat(28 * 30))]);
        document.codes = vec![
            ("二".to_owned(), "7K4M-2".to_owned()),
            ("三".to_owned(), "PQ3X-9".to_owned()),
        ];
        let pages = lay_out(&document, &Even).expect("all in the faces");
        let places: Vec<(&str, f32)> = pages
            .iter()
            .filter_map(|page| match page.codes.first() {
                Some(Operation::Text(codes)) if codes.baseline > AREA_TOP + AREA_HEIGHT => {
                    Some((codes.text.as_str(), codes.x))
                }
                _ => None,
            })
            .collect();
        let [(first, left), (second, right)] = places.as_slice() else {
            panic!("{places:?}");
        };
        assert_eq!([*first, *second], ["校验码 二 7K4M-2 三 PQ3X-9"; 2]);
        assert!(*left == AREA_LEFT && *right > PAGE_WIDTH / 2.0);
    }

    #[test]
    fn every_page_has_its_number_and_a_draft_its_mark() {
        let mut document = document(vec![Block::Paragraph("字".repeat(28 * 30))]);
        document.mark = Mark::Draft;
        let pages = lay_out(&document, &Even).expect("all in the faces");
        assert_eq!(pages.len(), 2);
        let left = |page: &Page| match page.folio.first() {
            Some(Operation::Text(number)) => number.x,
            _ => 0.0,
        };
        assert!(left(&pages[0]) > 105.0 && left(&pages[1]) < 105.0);
        assert!(
            pages
                .iter()
                .all(|page| page.under.len() == 2 && page.folio.len() == 1)
        );
    }
}
