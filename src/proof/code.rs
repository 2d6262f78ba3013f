//! The code itself: four symbols and one that checks them.

use std::fmt;

/// Symbols nobody takes for one another by sight: no 0 and O, 1, I and L, 2 and Z, 5 and S,
/// 6 and G, 8 and B, U and V.
const ALPHABET: [char; 23] = [
    '2', '3', '4', '6', '7', '8', '9', 'A', 'C', 'D', 'E', 'F', 'H', 'J', 'K', 'M', 'N', 'P', 'R',
    'T', 'W', 'X', 'Y',
];
/// A prime, so that every weight below it tells every wrong symbol and every swap.
const BASE: u64 = ALPHABET.len() as u64;
/// The symbols before the check symbol.
const SYMBOLS: usize = 4;
/// All symbols of a code.
pub(super) const LENGTH: usize = SYMBOLS + 1;

/// A table's code: `7K4M-2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Code([u8; LENGTH]);

/// What was typed is no code: a symbol is wrong, two are swapped, or some are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mistyped;

impl Code {
    /// The code of a hash: one of 279 841.
    pub(super) fn of(hash: &[u8]) -> Self {
        let mut number = hash
            .iter()
            .take(8)
            .fold(0, |number, &byte| (number << 8) | u64::from(byte));
        let mut symbols = [0; LENGTH];
        for symbol in symbols.iter_mut().take(SYMBOLS) {
            *symbol = (number % BASE) as u8;
            number /= BASE;
        }
        symbols[SYMBOLS] = check_symbol(&symbols);
        Self(symbols)
    }

    /// Reads a code's symbols, without the dash. Look-alikes that no code has are taken for
    /// the symbol they look like.
    ///
    /// # Errors
    /// If the symbols don't check: every single wrong symbol and every swap of two is found.
    pub fn read(typed: &[char]) -> Result<Self, Mistyped> {
        let symbols: Vec<u8> = typed
            .iter()
            .filter_map(|&symbol| {
                let symbol = match symbol.to_ascii_uppercase() {
                    'B' => '8',
                    'G' => '6',
                    'Z' => '2',
                    other => other,
                };
                let at = ALPHABET.iter().position(|known| *known == symbol)?;
                u8::try_from(at).ok()
            })
            .collect();
        let symbols = <[u8; LENGTH]>::try_from(symbols).map_err(|_| Mistyped)?;
        if typed.len() == LENGTH && check_symbol(&symbols) == symbols[SYMBOLS] {
            Ok(Self(symbols))
        } else {
            Err(Mistyped)
        }
    }
}

/// Makes the weighted sum of all symbols, with weights from one to five, zero.
fn check_symbol(symbols: &[u8; LENGTH]) -> u8 {
    let sum: u64 = (1..)
        .zip(symbols.iter().take(SYMBOLS))
        .map(|(weight, &symbol)| weight * u64::from(symbol))
        .sum();
    let weight = LENGTH as u64;
    let checks = |symbol: &u64| (sum + weight * symbol).is_multiple_of(BASE);
    (0..BASE).find(checks).unwrap_or_default() as u8
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, &symbol) in self.0.iter().enumerate() {
            if at == SYMBOLS {
                f.write_str("-")?;
            }
            let symbol = ALPHABET.get(usize::from(symbol)).unwrap_or(&'?');
            write!(f, "{symbol}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn symbols(code: Code) -> Vec<char> {
        code.to_string().chars().filter(|c| *c != '-').collect()
    }

    proptest! {
        #[test]
        fn a_wrong_symbol_or_a_swap_is_told(
            hash in any::<[u8; 8]>(), at in 0..LENGTH, other in 0..LENGTH, wrong in 0..ALPHABET.len()
        ) {
            let code = Code::of(&hash);
            let right = symbols(code);
            prop_assert_eq!(Code::read(&right), Ok(code));
            let mut mistyped = right.clone();
            mistyped[at] = ALPHABET[wrong];
            prop_assert_eq!(Code::read(&mistyped).is_ok(), mistyped == right);
            let mut swapped = right.clone();
            swapped.swap(at, other);
            prop_assert_eq!(Code::read(&swapped).is_ok(), swapped == right);
            prop_assert_eq!(Code::read(&right[..at]), Err(Mistyped));
        }
    }

    #[test]
    fn symbols_beyond_the_alphabet_are_no_code() {
        for typed in ["0O1IL", "7K4M22", "", "甲乙丙丁戊"] {
            let typed: Vec<char> = typed.chars().collect();
            assert_eq!(Code::read(&typed), Err(Mistyped));
        }
        let lower: Vec<char> = symbols(Code::of(b"lower case"))
            .into_iter()
            .map(|symbol| symbol.to_ascii_lowercase())
            .collect();
        assert_eq!(Code::read(&lower), Ok(Code::of(b"lower case")));
    }
}
