//! The pages as a PDF: fonts subset and embedded, bookmarks, metadata; the same bytes always.

mod area;
mod metadata;
mod shape;

use std::collections::BTreeMap;

use printpdf::{
    Color as PdfColor, FontId, Greyscale, Line as PdfLine, LineCapStyle, LinePoint, Mm, Op,
    PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, Rgb, TextItem,
    TextMatrix,
};
use sha2::{Digest, Sha256};

use crate::export::ExportError;
use crate::export::document::Document;
use crate::export::fonts::{Face, FontError, Fonts};
use crate::export::layout::{
    self, Area, Color, Line, MM_PER_POINT, Operation, PAGE_HEIGHT, PAGE_WIDTH, Page, Shape, TextRun,
};

/// Lays the document out and writes it. Two calls give the same bytes, in any process.
pub fn write(document: &Document, fonts: &Fonts) -> Result<Vec<u8>, ExportError> {
    fonts.prepare(&layout::likely_faces(document));
    let pages = layout::lay_out(document, fonts)?;
    write_pages(&pages, document, fonts)
}

/// Writes pages already laid out for this document.
pub fn write_pages(
    pages: &[Page],
    document: &Document,
    fonts: &Fonts,
) -> Result<Vec<u8>, ExportError> {
    let ids = font_ids(pages);
    let mut pdf = PdfDocument::new(&document.title);
    for (&face, id) in &ids {
        let font = PdfFont::new(fonts.face(face)?.clone());
        pdf.resources.fonts.map.insert(id.clone(), font);
    }
    pdf.pages = pages
        .iter()
        .map(|page| {
            let operations = page_operations(page, &ids, fonts)?;
            Ok(PdfPage::new(Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT), operations))
        })
        .collect::<Result<_, FontError>>()?;
    let mut warnings = Vec::new();
    let mut file = pdf.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    metadata::finish(&mut file, pages, document).map_err(ExportError::Pdf)
}

/// Each used face's name in the file: the six capitals that mark a subset font, made from what
/// is drawn in it. printpdf's own names count up through the process.
fn font_ids(pages: &[Page]) -> BTreeMap<Face, FontId> {
    let mut texts: BTreeMap<Face, Sha256> = BTreeMap::new();
    for operation in pages.iter().flat_map(Page::operations) {
        if let Operation::Text(run) = operation {
            texts
                .entry(run.face)
                .or_insert_with(|| Sha256::new_with_prefix(format!("{:?}", run.face)))
                .update(run.text.as_bytes());
        }
    }
    texts
        .into_iter()
        .map(|(face, hash)| {
            let tag = hash.finalize();
            let capitals = tag.iter().take(6).map(|byte| char::from(b'A' + byte % 26));
            (face, FontId(capitals.collect()))
        })
        .collect()
}

fn page_operations(
    page: &Page,
    ids: &BTreeMap<Face, FontId>,
    fonts: &Fonts,
) -> Result<Vec<Op>, FontError> {
    let mut pen = Pen {
        operations: vec![Op::SetLineCapStyle {
            cap: LineCapStyle::ProjectingSquare,
        }],
        ids,
        fonts,
        font: None,
        spacing: 0.0,
        width: None,
        fill: Color::BLACK,
        stroke: Color::BLACK,
    };
    // What is on every page is no content: readers that extract or speak the text may leave it.
    pen.artifact(&page.under)?;
    for operation in &page.content {
        pen.draw(operation)?;
    }
    pen.artifact(&page.folio)?;
    pen.artifact(&page.codes)?;
    Ok(pen.operations)
}

/// Writes operations, leaving out those that would set what is set already.
struct Pen<'a> {
    operations: Vec<Op>,
    ids: &'a BTreeMap<Face, FontId>,
    fonts: &'a Fonts,
    font: Option<(Face, f32)>,
    spacing: f32,
    width: Option<f32>,
    /// A page begins with black.
    fill: Color,
    stroke: Color,
}

impl Pen<'_> {
    fn artifact(&mut self, operations: &[Operation]) -> Result<(), FontError> {
        if operations.is_empty() {
            return Ok(());
        }
        self.operations.push(Op::BeginMarkedContent {
            tag: "Artifact".to_owned(),
        });
        for operation in operations {
            self.draw(operation)?;
        }
        self.operations.push(Op::EndMarkedContent);
        Ok(())
    }

    fn draw(&mut self, operation: &Operation) -> Result<(), FontError> {
        match operation {
            Operation::Text(run) => self.draw_text(run),
            Operation::Shape(shape) => self.draw_shape(shape)?,
            Operation::Line(line) => self.draw_line(line),
            Operation::Area(area) => self.draw_area(area),
        }
        Ok(())
    }

    fn fill_with(&mut self, color: Color) {
        if self.fill != color {
            self.fill = color;
            let col = pdf_color(color);
            self.operations.push(Op::SetFillColor { col });
        }
    }

    fn draw_area(&mut self, area: &Area) {
        self.fill_with(area.color);
        self.operations.push(area::polygon(area));
    }

    fn draw_shape(&mut self, shape: &Shape) -> Result<(), FontError> {
        let polygons = shape::polygons(shape, self.fonts.face(shape.face)?);
        self.operations.push(Op::SaveGraphicsState);
        self.operations.push(Op::SetFillColor {
            col: PdfColor::Greyscale(Greyscale::new(shape.gray, None)),
        });
        self.operations.extend(polygons);
        self.operations.push(Op::RestoreGraphicsState);
        Ok(())
    }

    fn draw_line(&mut self, line: &Line) {
        if self.width != Some(line.width) {
            self.width = Some(line.width);
            self.operations
                .push(Op::SetOutlineThickness { pt: Pt(line.width) });
        }
        if self.stroke != line.color {
            self.stroke = line.color;
            let col = pdf_color(line.color);
            self.operations.push(Op::SetOutlineColor { col });
        }
        let points = [line.from, line.to].map(|(x, y)| LinePoint {
            p: place(x, y),
            bezier: false,
        });
        self.operations.push(Op::DrawLine {
            line: PdfLine {
                points: points.to_vec(),
                is_closed: false,
            },
        });
    }

    fn draw_text(&mut self, run: &TextRun) {
        let Some(id) = self.ids.get(&run.face) else {
            return;
        };
        self.fill_with(run.color);
        self.operations.push(Op::StartTextSection);
        if self.font != Some((run.face, run.size)) {
            self.font = Some((run.face, run.size));
            self.operations.push(Op::SetFont {
                font: PdfFontHandle::External(id.clone()),
                size: Pt(round(run.size)),
            });
        }
        if self.spacing != run.spacing {
            self.spacing = run.spacing;
            self.operations.push(Op::SetCharacterSpacing {
                multiplier: round(run.spacing),
            });
        }
        let at = place(run.x, run.baseline);
        self.operations.push(Op::SetTextMatrix {
            matrix: TextMatrix::Translate(at.x, at.y),
        });
        self.operations.push(Op::ShowText {
            items: vec![TextItem::Text(run.text.clone())],
        });
        self.operations.push(Op::EndTextSection);
    }
}

fn pdf_color(color: Color) -> PdfColor {
    let part = |part: u8| round(f32::from(part) / 255.0);
    PdfColor::Rgb(Rgb::new(
        part(color.red),
        part(color.green),
        part(color.blue),
        None,
    ))
}

/// A place on the page in points from its lower left corner.
fn place(x: f32, y: f32) -> Point {
    Point {
        x: Pt(round(x / MM_PER_POINT)),
        y: Pt(round((PAGE_HEIGHT - y) / MM_PER_POINT)),
    }
}

/// Thousandths are finer than any printer; more digits only make the file longer.
fn round(number: f32) -> f32 {
    (number * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::document::{Block, Mark};

    fn document(text: &str) -> Document {
        Document {
            title: "某区2023年报告".to_owned(),
            agency: "某区<人民>政府".to_owned(),
            year: 2023,
            edition: String::new(),
            date: Some("2024-01-15".to_owned()),
            mark: Mark::Draft,
            blocks: vec![
                Block::Title(vec!["某区".to_owned(), "2023年报告".to_owned()]),
                Block::Heading("一、总体情况".to_owned()),
                Block::Paragraph(text.to_owned()),
                Block::Heading("二、其他".to_owned()),
            ],
            header: Vec::new(),
            codes: Vec::new(),
            carried: None,
        }
    }

    #[test]
    fn two_exports_are_the_same_bytes() {
        let document = document("（一）公开。全年收到“申请”2180件。");
        let first = write(&document, Fonts::bundled()).expect("writes");
        let second = write(&document, &Fonts::default()).expect("writes");
        assert_eq!(first, second);
        assert!(first.starts_with(b"%PDF-1.7") && first.len() < 250_000);
    }

    #[test]
    fn headings_are_bookmarks_in_their_order() {
        let bytes = write(&document("正文"), Fonts::bundled()).expect("writes");
        let file = lopdf::Document::load_mem(&bytes).expect("reads");
        let toc = file.get_toc().expect("has an outline");
        let titles: Vec<_> = toc.toc.iter().map(|entry| entry.title.as_str()).collect();
        assert_eq!(titles, ["一、总体情况", "二、其他"]);
    }

    #[test]
    fn characters_of_no_face_stop_the_export_by_name() {
        let error = write(&document("甲\u{E123}"), Fonts::bundled()).expect_err("no such glyph");
        let sentence = error.to_string();
        assert!(matches!(error, ExportError::Missing(_)));
        assert!(
            sentence.starts_with("“一、总体情况”中的“\u{E123}”（U+E123）"),
            "{sentence}"
        );
    }
}
