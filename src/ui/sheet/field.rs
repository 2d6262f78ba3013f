//! The live text field at the cursor's cell: what is being typed, and the keys.

use eframe::egui::{
    self, Event, EventFilter, Id, InputState, Key, Modifiers,
    text::{CCursor, CCursorRange},
    text_edit::TextEditState,
};

use crate::form::Cell;

use super::moves::{Direction, Move};

/// Whether something is being typed that the return does not have yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    Nothing,
    Changed,
}

/// How the field takes keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The cell is only stood on: arrows move, typing replaces.
    #[default]
    Ready,
    /// Typed anew: arrows still move, as in a spreadsheet.
    Typing,
    /// F2 or a double click: arrows go through the text.
    Editing,
}

/// What a key asks of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Commits what was typed, then moves.
    Move(Move),
    /// Esc: what stood there before stays.
    Restore,
    /// F2.
    Edit,
    /// Del.
    Clear,
    /// Backspace: starts from nothing.
    TypeFromNothing,
    Copy,
    Paste(String),
}

/// The text being typed at one cell.
#[derive(Clone, Debug, Default)]
pub struct CellField {
    pub cell: Option<Cell>,
    pub mode: Mode,
    pub text: String,
    /// What stands in the return.
    stated: String,
}

impl CellField {
    /// One field for all cells, so that the keyboard stays in it from cell to cell.
    pub fn id() -> Id {
        Id::unique("cell field")
    }

    /// Stands on a cell without touching it.
    pub fn stand_on(&mut self, cell: Option<Cell>, stated: String) {
        *self = Self {
            cell,
            stated,
            ..Self::default()
        };
    }

    /// Begins to change what stands in the cell, behind its last character.
    pub fn edit(&mut self, context: &egui::Context) {
        self.mode = Mode::Editing;
        self.text.clone_from(&self.stated);
        let mut state = TextEditState::load(context, Self::id()).unwrap_or_default();
        let end = CCursor::new(self.text.chars().count());
        state.cursor.set_char_range(Some(CCursorRange::one(end)));
        state.store(context, Self::id());
    }

    pub fn type_from_nothing(&mut self) {
        self.mode = Mode::Typing;
        self.text.clear();
    }

    pub fn restore(&mut self) {
        self.mode = Mode::Ready;
        self.text.clear();
    }

    /// The cell and its new text, if it was changed. Afterwards nothing is being typed.
    pub fn take_change(&mut self) -> Option<(Cell, String)> {
        let change = self.change();
        self.mode = Mode::Ready;
        self.text.clear();
        if let Some((_, text)) = &change {
            self.stated.clone_from(text);
        }
        change
    }

    /// The cell and its new text, if it was changed.
    pub fn change(&self) -> Option<(Cell, String)> {
        match self.typing() {
            Typing::Nothing => None,
            Typing::Changed => Some((self.cell?, self.text.clone())),
        }
    }

    pub fn typing(&self) -> Typing {
        if self.mode != Mode::Ready && self.text.trim() != self.stated {
            Typing::Changed
        } else {
            Typing::Nothing
        }
    }
}

/// Keeps Tab, arrows and Esc from moving egui's own focus.
pub const KEYS_KEPT: EventFilter = EventFilter {
    tab: true,
    horizontal_arrows: true,
    vertical_arrows: true,
    escape: true,
};

/// Takes the keys that the sheet answers out of the input, before the text field sees them.
pub fn take_action(input: &mut InputState, mode: Mode) -> Option<Action> {
    if let Some(way) = take_move(input, mode) {
        return Some(Action::Move(way));
    }
    if input.consume_key(Modifiers::NONE, Key::F2) {
        return (mode != Mode::Editing).then_some(Action::Edit);
    }
    if input.consume_key(Modifiers::NONE, Key::Escape) {
        return Some(Action::Restore);
    }
    if mode != Mode::Ready {
        return None;
    }
    if input.consume_key(Modifiers::NONE, Key::Delete) {
        return Some(Action::Clear);
    }
    if input.consume_key(Modifiers::NONE, Key::Backspace) {
        return Some(Action::TypeFromNothing);
    }
    let at = input
        .events
        .iter()
        .position(|event| matches!(event, Event::Copy | Event::Cut | Event::Paste(_)))?;
    match input.events.remove(at) {
        Event::Paste(text) => Some(Action::Paste(text)),
        _ => Some(Action::Copy),
    }
}

/// Longer combinations first: egui lets Shift+Tab pass for Tab.
const MOVES: &[(Modifiers, Key, Move)] = &[
    (Modifiers::SHIFT, Key::Tab, Move::Left),
    (Modifiers::NONE, Key::Tab, Move::Right),
    (Modifiers::SHIFT, Key::Enter, Move::Up),
    (Modifiers::NONE, Key::Enter, Move::Down),
    (Modifiers::NONE, Key::ArrowUp, Move::Arrow(Direction::Up)),
    (
        Modifiers::NONE,
        Key::ArrowDown,
        Move::Arrow(Direction::Down),
    ),
];
/// Not while the keys go through the text.
const SIDEWAYS: &[(Modifiers, Key, Move)] = &[
    (
        Modifiers::NONE,
        Key::ArrowLeft,
        Move::Arrow(Direction::Left),
    ),
    (
        Modifiers::NONE,
        Key::ArrowRight,
        Move::Arrow(Direction::Right),
    ),
];
/// Only while nothing is being typed.
const JUMPS: &[(Modifiers, Key, Move)] = &[
    (Modifiers::COMMAND, Key::ArrowUp, Move::Edge(Direction::Up)),
    (
        Modifiers::COMMAND,
        Key::ArrowDown,
        Move::Edge(Direction::Down),
    ),
    (
        Modifiers::COMMAND,
        Key::ArrowLeft,
        Move::Edge(Direction::Left),
    ),
    (
        Modifiers::COMMAND,
        Key::ArrowRight,
        Move::Edge(Direction::Right),
    ),
    (Modifiers::COMMAND, Key::Home, Move::First),
    (Modifiers::COMMAND, Key::End, Move::Last),
    (Modifiers::NONE, Key::Home, Move::RowStart),
    (Modifiers::NONE, Key::End, Move::RowEnd),
];

fn take_move(input: &mut InputState, mode: Mode) -> Option<Move> {
    let lists: &[&[(Modifiers, Key, Move)]] = match mode {
        Mode::Ready => &[MOVES, SIDEWAYS, JUMPS],
        Mode::Typing => &[MOVES, SIDEWAYS],
        Mode::Editing => &[MOVES],
    };
    lists
        .iter()
        .copied()
        .flatten()
        .find(|(modifiers, key, _)| input.consume_key(*modifiers, *key))
        .map(|(_, _, way)| *way)
}

/// The keys of the table, for the page of shortcuts.
pub const KEYS_IN_WORDS: &[(&str, &str)] = &[
    ("Enter", "确认并到下一格（向下）"),
    ("Tab", "确认并到下一格（向右）"),
    ("Shift+Enter、Shift+Tab", "反方向"),
    ("方向键", "移动到相邻单元格"),
    ("Ctrl+方向键", "到表的边上"),
    ("Home、End", "到行首、行尾"),
    ("Ctrl+Home、Ctrl+End", "到表的第一格、最后一格"),
    ("F2", "修改单元格里的内容"),
    ("直接键入", "替换单元格里的内容"),
    ("Esc", "放弃这一格的修改"),
    ("Del", "清空单元格"),
    ("F6", "在目录、问题栏和表格之间切换"),
    ("F10", "到菜单"),
];

/// What screen readers say about a cell.
pub fn accessible_state(context: &egui::Context, id: Id, value: &str, description: &str) {
    context.accesskit_node_builder(id, |node| {
        node.set_value(value);
        if !description.is_empty() {
            node.set_description(description);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_the_same_again_changes_nothing() {
        let mut field = CellField::default();
        field.stand_on(Cell::new(3), "12".to_owned());
        field.edit(&egui::Context::default());
        assert_eq!(field.typing(), Typing::Nothing);
        assert_eq!(field.take_change(), None);
        field.type_from_nothing();
        field.text.push_str("13");
        assert_eq!(field.typing(), Typing::Changed);
        let change = field.take_change();
        assert_eq!(change.map(|(_, text)| text).as_deref(), Some("13"));
        assert_eq!(field.typing(), Typing::Nothing);
    }

    #[test]
    fn clearing_is_a_change() {
        let mut field = CellField::default();
        field.stand_on(Cell::new(3), "12".to_owned());
        field.type_from_nothing();
        let change = field.take_change();
        assert_eq!(change.map(|(_, text)| text).as_deref(), Some(""));
    }
}
