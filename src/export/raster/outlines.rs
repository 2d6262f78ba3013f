//! The outlines of glyphs, taken from the faces once each.

use std::collections::HashMap;

use azul_core::resources::GlyphOutlineOperation;
use printpdf::ParsedFont;
use tiny_skia::{Path, PathBuilder, Transform};

use crate::export::fonts::{Face, FontError, Fonts};

/// A glyph in ems, its y axis pointing up.
#[derive(Clone, Debug)]
pub struct Glyph {
    /// `None` for spaces.
    pub path: Option<Path>,
    pub advance: f32,
}

/// Outlines by face and character.
pub struct Outlines<'a> {
    fonts: &'a Fonts,
    /// `None` for characters the face lacks.
    known: HashMap<(Face, char), Option<Glyph>>,
}

impl<'a> Outlines<'a> {
    pub fn new(fonts: &'a Fonts) -> Self {
        Self {
            fonts,
            known: HashMap::new(),
        }
    }

    /// The glyph of a character; `None` if the face lacks it.
    ///
    /// # Errors
    /// If the face can't be read.
    pub fn glyph(&mut self, face: Face, character: char) -> Result<Option<&Glyph>, FontError> {
        use std::collections::hash_map::Entry;
        let glyph = match self.known.entry((face, character)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(read(self.fonts.face(face)?, character)),
        };
        Ok(glyph.as_ref())
    }
}

fn read(font: &ParsedFont, character: char) -> Option<Glyph> {
    let index = font.lookup_glyph_index(u32::from(character))?;
    let units = f32::from(font.pdf_font_metrics.units_per_em.max(1));
    let glyph = font.get_or_decode_glyph(index)?;
    let mut path = PathBuilder::new();
    for outline in &glyph.outline {
        for operation in outline.operations.as_ref() {
            add(&mut path, operation);
        }
    }
    Some(Glyph {
        path: path
            .finish()
            .and_then(|path| path.transform(Transform::from_scale(1.0 / units, 1.0 / units))),
        advance: f32::from(font.get_horizontal_advance(index)) / units,
    })
}

fn add(path: &mut PathBuilder, operation: &GlyphOutlineOperation) {
    match operation {
        GlyphOutlineOperation::MoveTo(to) => path.move_to(to.x.into(), to.y.into()),
        GlyphOutlineOperation::LineTo(to) => path.line_to(to.x.into(), to.y.into()),
        GlyphOutlineOperation::QuadraticCurveTo(curve) => path.quad_to(
            curve.ctrl_1_x.into(),
            curve.ctrl_1_y.into(),
            curve.end_x.into(),
            curve.end_y.into(),
        ),
        GlyphOutlineOperation::CubicCurveTo(curve) => path.cubic_to(
            curve.ctrl_1_x.into(),
            curve.ctrl_1_y.into(),
            curve.ctrl_2_x.into(),
            curve.ctrl_2_y.into(),
            curve.end_x.into(),
            curve.end_y.into(),
        ),
        GlyphOutlineOperation::ClosePath => path.close(),
    }
}
