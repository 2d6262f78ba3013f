//! Keys that stand for commands.

use std::fmt;

/// A key with what is held down. `control` is Command on a Mac.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    pub control: bool,
    pub shift: bool,
    pub key: Key,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Letter(char),
    Function(u8),
    Plus,
    Minus,
    Zero,
    PageUp,
    PageDown,
}

impl Shortcut {
    pub(super) const fn control(letter: char) -> Option<Self> {
        Some(Self {
            control: true,
            shift: false,
            key: Key::Letter(letter),
        })
    }

    pub(super) const fn control_shift(letter: char) -> Option<Self> {
        Some(Self {
            control: true,
            shift: true,
            key: Key::Letter(letter),
        })
    }

    pub(super) const fn control_key(key: Key) -> Option<Self> {
        Some(Self {
            control: true,
            shift: false,
            key,
        })
    }

    pub(super) const fn plain(key: Key) -> Option<Self> {
        Some(Self {
            control: false,
            shift: false,
            key,
        })
    }
}

impl fmt::Display for Shortcut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.control {
            f.write_str("Ctrl+")?;
        }
        if self.shift {
            f.write_str("Shift+")?;
        }
        match self.key {
            Key::Letter(letter) => write!(f, "{letter}"),
            Key::Function(number) => write!(f, "F{number}"),
            Key::Plus => f.write_str("+"),
            Key::Minus => f.write_str("-"),
            Key::Zero => f.write_str("0"),
            Key::PageUp => f.write_str("PageUp"),
            Key::PageDown => f.write_str("PageDown"),
        }
    }
}
