//! What a page shows: characters with their places, and ruled lines.
//!
//! hayro's own interpreter draws: it needs a substitute for each font that is not embedded, reads
//! font programs and colours, and can't be stopped. Text needs none of that, so the few operators
//! that place text and lines are followed here; hayro-syntax parses them.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_interpret::kurbo::{Affine, Point, Rect};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Dict, Name, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use super::fonts::Font;
use super::page::{Drawing, Drawn};
use super::path::Path;
use super::streams::{self, Allowance};

/// Forms within forms.
const NESTING: usize = 12;
/// Saved graphics states.
const STATES: usize = 512;
/// Operators of one document; a report has some ten thousand.
const OPERATIONS: usize = 4_000_000;

/// What the pages of one document share.
pub(super) struct Document<'l> {
    fonts: HashMap<Vec<u8>, Rc<Font>>,
    pub allowance: &'l mut Allowance,
    operations: usize,
}

/// The text state and the graphics state as far as text and lines depend on them.
#[derive(Clone)]
struct State {
    to_page: Affine,
    font: Option<Rc<Font>>,
    size: f64,
    character_space: f64,
    word_space: f64,
    /// A factor; 1 is the font's own width.
    stretch: f64,
    leading: f64,
    rise: f64,
}

impl<'l> Document<'l> {
    pub fn new(allowance: &'l mut Allowance) -> Self {
        Self {
            fonts: HashMap::new(),
            allowance,
            operations: OPERATIONS,
        }
    }

    /// Everything a page shows, in its own upright coordinates: points, from the top left corner
    /// downwards. What goes beyond the allowance is missing; [`Allowance::spent`] tells.
    pub fn draw(&mut self, page: &Page<'_>) -> Drawn {
        let (width, height) = page.render_dimensions();
        let mut canvas = Canvas {
            document: self,
            drawing: Drawing::new(f64::from(width), f64::from(height)),
            artifacts: Vec::new(),
        };
        let state = State {
            to_page: Affine::new(page.initial_transform(true).as_coeffs()),
            font: None,
            size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let content = streams::page(page, canvas.document.allowance);
        canvas.run(&content, page.resources(), state, 0);
        canvas.drawing.upright()
    }

    fn font(&mut self, dict: &Dict<'_>) -> Rc<Font> {
        /// To look a dictionary up is one operation for so many of its bytes.
        const BYTES: usize = 256;

        self.operations = self.operations.saturating_sub(dict.data().len() / BYTES);
        let found = self.fonts.get(dict.data());
        if let Some(font) = found {
            return Rc::clone(font);
        }
        let font = Rc::new(Font::read(dict, self.allowance));
        self.fonts.insert(dict.data().to_vec(), Rc::clone(&font));
        font
    }
}

/// A page being drawn.
struct Canvas<'d, 'l> {
    document: &'d mut Document<'l>,
    drawing: Drawing,
    /// For each open marked content, whether it is a running head or foot.
    artifacts: Vec<bool>,
}

/// Where text is being shown.
#[derive(Clone, Copy)]
struct Pen {
    matrix: Affine,
    line: Affine,
}

/// The fonts that have been chosen, by the names the resources give them.
type NamedFonts = HashMap<Vec<u8>, Option<Rc<Font>>>;

impl Canvas<'_, '_> {
    fn run(&mut self, content: &[u8], resources: &Resources<'_>, start: State, depth: usize) {
        let mut state = start;
        let mut saved: Vec<State> = Vec::new();
        let mut pen = Pen {
            matrix: Affine::IDENTITY,
            line: Affine::IDENTITY,
        };
        let mut path = Path::default();
        let mut fonts = NamedFonts::new();
        let open = self.artifacts.len();
        let mut operators = TypedIter::new(content);
        while let Some(operator) = operators.next() {
            if self.document.operations == 0 || self.document.allowance.spent() {
                self.document.allowance.spend_all();
                break;
            }
            self.document.operations -= 1;
            match operator {
                TypedInstruction::SaveState(_) if saved.len() < STATES => saved.push(state.clone()),
                TypedInstruction::RestoreState(_) => {
                    if let Some(last) = saved.pop() {
                        state = last;
                    }
                }
                TypedInstruction::Transform(m) => {
                    let matrix = [m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64());
                    state.to_page *= Affine::new(matrix);
                }
                TypedInstruction::XObject(name) => {
                    if let Some(stream) = resources.get_x_object(name.0) {
                        self.external(&stream, resources, &state, depth);
                    }
                }
                TypedInstruction::InlineImage(_) => self.image(&state),
                TypedInstruction::BeginMarkedContent(_) => self.artifacts.push(false),
                TypedInstruction::BeginMarkedContentWithProperties(mark) => {
                    self.artifacts.push(is_running(mark.0, mark.1, resources));
                }
                TypedInstruction::EndMarkedContent(_) if self.artifacts.len() > open => {
                    self.artifacts.pop();
                }
                operator => {
                    if !self.text(&operator, resources, &mut fonts, &mut state, &mut pen) {
                        path.follow(&operator, &state.to_page, &mut self.drawing);
                    }
                }
            }
        }
        self.artifacts.truncate(open);
    }

    /// A form is followed like the page; of an image only its place counts.
    fn external(
        &mut self,
        stream: &Stream<'_>,
        resources: &Resources<'_>,
        state: &State,
        depth: usize,
    ) {
        let dict = stream.dict();
        let subtype = dict.get::<Name<'_>>(keys::SUBTYPE);
        match subtype.as_deref() {
            Some(keys::IMAGE) => self.image(state),
            Some(keys::FORM) if depth < NESTING => {
                let Some(content) = streams::unpack(stream, self.document.allowance) else {
                    return;
                };
                let mut inner = state.clone();
                if let Some(matrix) = dict.get::<[f64; 6]>(keys::MATRIX) {
                    inner.to_page *= Affine::new(matrix);
                }
                match dict.get::<Dict<'_>>(keys::RESOURCES) {
                    Some(own) => self.run(&content, &Resources::new(own), inner, depth + 1),
                    None => self.run(&content, resources, inner, depth + 1),
                }
            }
            _ => {}
        }
    }

    /// Old programs draw lines as images one pixel wide.
    fn image(&mut self, state: &State) {
        let place = state
            .to_page
            .transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
        self.drawing.image(place);
    }

    /// Follows an operator that is about text; tells whether it was one.
    fn text(
        &mut self,
        operator: &TypedInstruction<'_, '_>,
        resources: &Resources<'_>,
        fonts: &mut NamedFonts,
        state: &mut State,
        pen: &mut Pen,
    ) -> bool {
        match operator {
            TypedInstruction::BeginText(_) => {
                pen.matrix = Affine::IDENTITY;
                pen.line = Affine::IDENTITY;
            }
            TypedInstruction::TextFont(font) => {
                state.size = font.1.as_f64();
                if let Some(named) = fonts.get::<[u8]>(font.0) {
                    state.font.clone_from(named);
                } else {
                    let dict = resources.get_font(font.0);
                    state.font = dict.map(|dict| self.document.font(&dict));
                    fonts.insert(font.0.to_vec(), state.font.clone());
                }
            }
            TypedInstruction::CharacterSpacing(space) => state.character_space = space.0.as_f64(),
            TypedInstruction::WordSpacing(space) => state.word_space = space.0.as_f64(),
            TypedInstruction::HorizontalScaling(scale) => state.stretch = scale.0.as_f64() / 100.0,
            TypedInstruction::TextLeading(leading) => state.leading = leading.0.as_f64(),
            TypedInstruction::TextRise(rise) => state.rise = rise.0.as_f64(),
            TypedInstruction::NextLine(by) => pen.next_line(by.0.as_f64(), by.1.as_f64()),
            TypedInstruction::NextLineAndSetLeading(by) => {
                state.leading = -by.1.as_f64();
                pen.next_line(by.0.as_f64(), by.1.as_f64());
            }
            TypedInstruction::NextLineUsingLeading(_) => pen.next_line(0.0, -state.leading),
            TypedInstruction::SetTextMatrix(m) => {
                let matrix = [m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64());
                pen.matrix = Affine::new(matrix);
                pen.line = pen.matrix;
            }
            TypedInstruction::ShowText(text) => self.show(text.0.as_bytes(), state, pen),
            TypedInstruction::NextLineAndShowText(text) => {
                pen.next_line(0.0, -state.leading);
                self.show(text.0.as_bytes(), state, pen);
            }
            TypedInstruction::ShowTextWithParameters(text) => {
                state.word_space = text.0.as_f64();
                state.character_space = text.1.as_f64();
                pen.next_line(0.0, -state.leading);
                self.show(text.2.as_bytes(), state, pen);
            }
            TypedInstruction::ShowTexts(texts) => {
                for part in texts.0.iter::<Object<'_>>() {
                    match part {
                        Object::String(text) => self.show(text.as_bytes(), state, pen),
                        Object::Number(by) => {
                            let by = -by.as_f64() / 1000.0 * state.size;
                            match &state.font {
                                Some(font) if font.vertical() => pen.move_by(0.0, by),
                                _ => pen.move_by(by * state.stretch, 0.0),
                            }
                        }
                        _ => {}
                    }
                }
            }
            _ => return false,
        }
        true
    }

    fn show(&mut self, bytes: &[u8], state: &State, pen: &mut Pen) {
        let Some(font) = &state.font else {
            return;
        };
        let running = self.artifacts.contains(&true);
        let mut rest = bytes;
        while !rest.is_empty() {
            if !self.document.allowance.take_character() {
                return;
            }
            let code = font.next(rest);
            rest = rest.get(code.length.max(1)..).unwrap_or_default();
            let scale = Affine::new([
                state.size * state.stretch,
                0.0,
                0.0,
                state.size,
                0.0,
                state.rise,
            ]);
            let to_page = state.to_page * pen.matrix * scale;
            let origin = code.origin();
            if !running {
                let text = font.text(&code);
                self.drawing
                    .character(&text, &(to_page * Affine::translate(origin)), code.width);
            }
            let space = if code.is_space() {
                state.character_space + state.word_space
            } else {
                state.character_space
            };
            match code.down {
                Some(down) => pen.move_by(0.0, -down.length * state.size + space),
                None => pen.move_by((code.width * state.size + space) * state.stretch, 0.0),
            }
        }
    }
}

impl Pen {
    fn next_line(&mut self, x: f64, y: f64) {
        self.line *= Affine::translate(Point::new(x, y).to_vec2());
        self.matrix = self.line;
    }

    fn move_by(&mut self, x: f64, y: f64) {
        self.matrix *= Affine::translate((x, y));
    }
}

/// Whether a marked content is a running head, foot or page number (`/Artifact` of `/Type
/// /Pagination`), as Word and WPS mark them.
fn is_running(tag: &Name<'_>, properties: &Object<'_>, resources: &Resources<'_>) -> bool {
    if &**tag != b"Artifact" {
        return false;
    }
    let dict = match properties {
        Object::Dict(dict) => Some(dict.clone()),
        Object::Name(name) => resources.properties.get::<Dict<'_>>(name.clone()),
        _ => None,
    };
    let kind = dict.and_then(|dict| dict.get::<Name<'_>>(keys::TYPE));
    kind.as_deref() == Some(b"Pagination")
}
