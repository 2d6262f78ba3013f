//! Texts without what only the layout of a page put into them.

use crate::import::normal::is_unseen;

/// A line without blanks at its ends, with one space where there are several, and without
/// characters nobody sees.
pub(super) fn tidy(line: &str) -> String {
    let mut tidied = String::with_capacity(line.len());
    let mut space = false;
    for character in line.trim().chars() {
        if is_unseen(character) {
            continue;
        }
        // The ideographic space is as wide as a character and stands where one is meant.
        if character.is_whitespace() && character != '\u{3000}' {
            space = true;
            continue;
        }
        if std::mem::take(&mut space) && !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.push(character);
    }
    // Blanks may have stood before a character that is not seen.
    let trimmed = tidied.trim();
    if trimmed.len() == tidied.len() {
        tidied
    } else {
        trimmed.to_owned()
    }
}

/// A cell's text: its lines tidied, blank ones left out.
pub(super) fn tidy_lines(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for line in text.lines().map(tidy) {
        if line.is_empty() {
            continue;
        }
        if !tidied.is_empty() {
            tidied.push('\n');
        }
        tidied.push_str(&line);
    }
    tidied
}

/// Whether a line's end between two characters stands for no space: both are as wide as they
/// are high.
pub(super) fn is_wide(character: char) -> bool {
    matches!(
        character,
        '\u{2018}'..='\u{201d}' | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_made_one() {
        for (line, expected) in [
            ("\u{3000}\u{3000}一、 总体情况\u{a0}", "一、 总体情况"),
            ("本年\u{a0}\u{a0} \t制发", "本年 制发"),
            ("年　月", "年　月"),
            ("\u{200b} \u{feff}", ""),
            ("22\u{0}", "22"),
            ("甲 \u{200b}", "甲"),
        ] {
            assert_eq!(tidy(line), expected, "{line:?}");
        }
        assert_eq!(tidy_lines(" 本年新 \n\n 制作数量 "), "本年新\n制作数量");
    }
}
