//! Which characters may stand at a line's edges, and where a line may be broken.

/// Never first on a line: closing marks, stops, and signs that belong to what is before them.
const NOT_FIRST: &str = "，。、；：？！）〕】〗》〉」』｝］”’…—～·〃ˇˉ∶％‰℃°′″,.;:?!)]}%~";

/// Never last on a line: opening marks, and signs that belong to what comes after them.
const NOT_LAST: &str = "（〔【〖《〈「『｛［“‘￥￡＄№#([{$§¥£";

/// Closing marks whose right half is empty: at a line's end it may stand out of the line.
const HALF_EMPTY: &str = "，。、；：）〕】》〉」』”’？！";

/// Shown by no glyph and taken out of the text.
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

pub fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{00A0}' | '\u{3000}')
}

/// Whether the right half of this mark may stand out of a line that it ends.
pub fn ends_half_empty(character: char) -> bool {
    HALF_EMPTY.contains(character)
}

/// Whether a line may end after `before` and the next begin with `after`.
pub fn may_break(before: char, after: char) -> bool {
    if NOT_FIRST.contains(after) || NOT_LAST.contains(before) || is_space(after) {
        return false;
    }
    !(is_word(before) && is_word(after))
}

/// Part of a number, a Latin word, a telephone number or an address on the web.
fn is_word(character: char) -> bool {
    character.is_ascii_graphic()
        || matches!(character, '\u{00C0}'..='\u{024F}' | '\u{0370}'..='\u{052F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_marks_stay_with_what_is_before_them() {
        for after in "，。、；：？！）〕】》”’%％…—".chars() {
            assert!(!may_break('字', after), "{after}");
        }
    }

    #[test]
    fn opening_marks_stay_with_what_comes_after_them() {
        for before in "（〔【《“‘￥".chars() {
            assert!(!may_break(before, '字'), "{before}");
        }
    }

    #[test]
    fn numbers_and_words_are_whole() {
        for (before, after) in [('2', '0'), ('5', '.'), ('.', '1'), ('n', 'e'), ('0', '-')] {
            assert!(!may_break(before, after), "{before}{after}");
        }
        assert!(may_break('申', '2') && may_break('6', '件') && may_break(' ', '1'));
    }
}
