//! The pages as a PDF: fonts subset and embedded, bookmarks, metadata; the same bytes always.

mod metadata;

use std::collections::BTreeMap;

use printpdf::{
    Color, FontId, Greyscale, Line as PdfLine, LineCapStyle, LinePoint, Mm, Op, PdfDocument,
    PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, TextItem, TextMatrix,
};
use sha2::{Digest, Sha256};

use crate::export::document::Document;
use crate::export::fonts::{Face, FontError, Fonts};
use crate::export::layout::{
    self, Line, MM_PER_POINT, MissingCharacters, Operation, PAGE_HEIGHT, PAGE_WIDTH, Page, TextRun,
};

/// Why a report could not be written as PDF. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Missing(#[from] MissingCharacters),
    #[error(transparent)]
    Font(#[from] FontError),
    #[error("PDF 无法生成：{0}")]
    Write(String),
}

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
            let operations = page_operations(page, &ids);
            PdfPage::new(Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT), operations)
        })
        .collect();
    let mut warnings = Vec::new();
    let mut file = pdf.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    metadata::finish(&mut file, pages, document).map_err(ExportError::Write)
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

fn page_operations(page: &Page, ids: &BTreeMap<Face, FontId>) -> Vec<Op> {
    let mut pen = Pen {
        operations: vec![Op::SetLineCapStyle {
            cap: LineCapStyle::ProjectingSquare,
        }],
        ids,
        font: None,
        spacing: 0.0,
        gray: 0.0,
        width: None,
    };
    // What is on every page is no content: readers that extract or speak the text may leave it.
    pen.artifact(&page.under);
    page.content
        .iter()
        .for_each(|operation| pen.draw(operation));
    pen.artifact(&page.folio);
    pen.operations
}

/// Writes operations, leaving out those that would set what is set already.
struct Pen<'a> {
    operations: Vec<Op>,
    ids: &'a BTreeMap<Face, FontId>,
    font: Option<(Face, f32)>,
    spacing: f32,
    gray: f32,
    width: Option<f32>,
}

impl Pen<'_> {
    fn artifact(&mut self, operations: &[Operation]) {
        if operations.is_empty() {
            return;
        }
        self.operations.push(Op::BeginMarkedContent {
            tag: "Artifact".to_owned(),
        });
        operations.iter().for_each(|operation| self.draw(operation));
        self.operations.push(Op::EndMarkedContent);
    }

    fn draw(&mut self, operation: &Operation) {
        match operation {
            Operation::Text(run) => self.draw_text(run),
            Operation::Line(line) => self.draw_line(line),
        }
    }

    fn draw_line(&mut self, line: &Line) {
        if self.width != Some(line.width) {
            self.width = Some(line.width);
            self.operations
                .push(Op::SetOutlineThickness { pt: Pt(line.width) });
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
        if self.gray != run.gray {
            self.gray = run.gray;
            self.operations.push(Op::SetFillColor {
                col: Color::Greyscale(Greyscale::new(run.gray, None)),
            });
        }
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
        let (sine, cosine) = run.turn.to_radians().sin_cos();
        let (sine, cosine) = (round(sine), round(cosine));
        self.operations.push(Op::SetTextMatrix {
            matrix: TextMatrix::Raw([cosine, sine, -sine, cosine, at.x.0, at.y.0]),
        });
        self.operations.push(Op::ShowText {
            items: vec![TextItem::Text(run.text.clone())],
        });
        self.operations.push(Op::EndTextSection);
    }
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
