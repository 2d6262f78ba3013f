//! Which characters may stand at a line's edges, and where a line may be broken.

/// Never first on a line: closing marks, stops, and signs that belong to what is before them.
const NOT_FIRST: &str =
    "，。、；：？！）〕】〗》〉」』｝］”’…—～·〃ˇˉ∶％‰℃°′″²³㎡㎞㎝㎜㎏㎎㏄,.;:?!)]}%~";

/// Never last on a line: opening marks, and signs that belong to what comes after them.
const NOT_LAST: &str = "（〔【〖《〈「『｛［“‘￥￡＄№#([{$§¥£①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽";

/// Belongs to a number before it: `2023年`.
const COUNTED: &str = "年月日时";

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
    !(is_word(before) && (is_word(after) || (is_digit(before) && COUNTED.contains(after))))
}

fn is_digit(character: char) -> bool {
    matches!(character, '0'..='9' | '０'..='９')
}

/// Part of a number, a Latin word, a telephone number or an address on the web.
fn is_word(character: char) -> bool {
    character.is_ascii_graphic()
        || matches!(character, '\u{00C0}'..='\u{024F}' | '\u{0370}'..='\u{052F}'
            | '０'..='９' | '．' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each case is a text; `|` stands where a line may end, and nowhere else may it.
    #[test]
    fn lines_may_end_where_the_cases_say() {
        let cases = [
            "全|年|收|到|申|请|2180|件",
            "2023年|12月|31日|前",
            "经|费|5098.4139|万|元，|增|长|12.5%",
            "２０２３年|１２．５|万|元",
            "网|址|https://www.example.gov.cn/a?b=1|公|开",
            "按|照|GB/T |9704|执|行",
            "说|明——|见|附|件……|等",
            "（一）|主|动|公|开。",
            "“公|开|为|常|态”，|《条|例》|规|定",
            "①公|开|②解|读",
            "10㎡|以|上|20℃|以|下",
            "张|三·|李|四",
        ];
        for case in cases {
            let text: Vec<char> = case.chars().filter(|one| *one != '|').collect();
            let mut found = String::new();
            for (index, character) in text.iter().enumerate() {
                if index > 0 && may_break(text[index - 1], *character) {
                    found.push('|');
                }
                found.push(*character);
            }
            assert_eq!(found, case);
        }
    }

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
