//! Pages whose article is in a script: as a text of JSON, or as a text a script writes.

/// How often a text of a text is looked into.
const MOST_LAYERS: usize = 3;
/// What tells markup.
const MARKS: [&str; 5] = ["<p", "<table", "<div", "<span", "<br"];

/// Whether a text is data or a script rather than a page.
pub(super) fn is_data(text: &str) -> bool {
    let start = text.trim_start();
    start.starts_with(['{', '['])
        || ["var ", "let ", "const ", "window."]
            .iter()
            .any(|word| start.starts_with(word))
}

/// The longest markup among the texts of JSON or a script.
pub(super) fn markup_in_data(text: &str) -> Option<String> {
    let mut longest = longest_markup(text)?;
    for _ in 1..MOST_LAYERS {
        if !is_data(&longest) {
            break;
        }
        longest = longest_markup(&longest)?;
    }
    if MARKS.iter().any(|mark| longest.contains(mark)) {
        Some(longest)
    } else {
        Some(unescaped(&longest))
    }
}

/// The longest markup among the texts of a page's scripts, or that is a script itself (a
/// template).
pub(super) fn markup_in_scripts(page: &str) -> Option<String> {
    const BEGIN: &str = "<script";
    const END: &str = "</script";

    let mut longest = None::<String>;
    let mut rest = page;
    while let Some((_, behind)) = rest.split_once(BEGIN) {
        let (script, behind) = behind.split_once(END).unwrap_or((behind, ""));
        rest = behind;
        let Some((_, script)) = script.split_once('>') else {
            continue;
        };
        let found = if script.trim_start().starts_with('<') {
            Some(script.to_owned())
        } else {
            markup_in_data(script)
        };
        longest = longest.into_iter().chain(found).max_by_key(String::len);
    }
    longest
}

/// The longest of the texts in a script that hold markup, as it is meant.
fn longest_markup(script: &str) -> Option<String> {
    let mut longest = None::<String>;
    let mut characters = script.char_indices();
    // What stands before a text: a text begins behind `:`, `=`, `(`, `[` or `,`.
    let mut before = ',';
    while let Some((at, character)) = characters.next() {
        if !matches!(character, '"' | '\'' | '`')
            || !matches!(before, ':' | '=' | '(' | '[' | ',' | '+')
        {
            if !character.is_whitespace() {
                before = character;
            }
            continue;
        }
        before = character;
        let behind = script.get(at + 1..).unwrap_or_default();
        let Some(literal) = literal(behind, character) else {
            continue;
        };
        let end = at + 1 + literal.len();
        while characters.offset() < end + 1 {
            if characters.next().is_none() {
                break;
            }
        }
        if longest
            .as_ref()
            .is_some_and(|longest| longest.len() >= literal.len())
        {
            continue;
        }
        let meant = meant(literal);
        let holds = |marks: &[&str]| marks.iter().any(|mark| meant.contains(mark));
        if holds(&MARKS) || holds(&["&lt;p", "&lt;table", "&lt;div", "\\u003c"]) {
            longest = Some(meant);
        }
    }
    longest
}

/// A text up to the quote that ends it; `None` if there is none, or a line's end before it.
fn literal(text: &str, quote: char) -> Option<&str> {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' if quote != '`' => return None,
            character if character == quote => return text.get(..at),
            _ => {}
        }
    }
    None
}

/// A text with its escapes (`\n`, `\u4e00`) taken back.
fn meant(literal: &str) -> String {
    let mut meant = String::with_capacity(literal.len());
    let mut characters = literal.chars();
    // The first half of a character written in two.
    let mut half = None::<u32>;
    while let Some(character) = characters.next() {
        if character != '\\' {
            meant.push(character);
            continue;
        }
        match characters.next() {
            Some('n' | 'r') => meant.push('\n'),
            Some('t') => meant.push('\t'),
            Some(kind @ ('u' | 'x')) => {
                let digits = if kind == 'u' { 4 } else { 2 };
                let code: String = characters.clone().take(digits).collect();
                let Ok(code) = u32::from_str_radix(&code, 16) else {
                    continue;
                };
                characters.nth(digits - 1);
                if (0xd800..0xdc00).contains(&code) {
                    half = Some(code);
                    continue;
                }
                let code = match half.take() {
                    Some(first) if (0xdc00..0xe000).contains(&code) => {
                        0x10000 + ((first - 0xd800) << 10) + (code - 0xdc00)
                    }
                    _ => code,
                };
                meant.extend(char::from_u32(code));
            }
            Some('b' | 'f' | '\n') | None => {}
            Some(other) => meant.push(other),
        }
    }
    meant
}

/// Markup that was written as text (`&lt;p&gt;`).
pub(super) fn unescaped(text: &str) -> String {
    let mut unescaped = text.to_owned();
    for (written, meant) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        if unescaped.contains(written) {
            unescaped = unescaped.replace(written, meant);
        }
    }
    unescaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_found_in_data() {
        for (data, expected) in [
            (
                r#"{"title":"甲","content":"<p class=\"x\">乙\n丙<\/p>"}"#,
                "<p class=\"x\">乙\n丙</p>",
            ),
            (
                r#"{"data":"{\"content\":\"\\u003cp>\\u4e59</p>\"}"}"#,
                "<p>乙</p>",
            ),
            ("var x = '<p>it\\'s</p>', y = \"<br>\";", "<p>it's</p>"),
            (r#"[{"a":"&lt;p&gt;甲&lt;/p&gt;"}]"#, "<p>甲</p>"),
            (r#"{"a":"<p>\ud840\udc00</p>"}"#, "<p>\u{20000}</p>"),
        ] {
            assert!(is_data(data), "{data}");
            assert_eq!(markup_in_data(data).as_deref(), Some(expected), "{data}");
        }
        assert_eq!(markup_in_data(r#"{"a":"b"}"#), None);
    }

    #[test]
    fn markup_is_found_in_scripts() {
        let page = "<html><script src=x></script><script>\nlet it = 'don\\'t';\nwindow.d = {a:\"<p>甲</p>\"}</script>";
        assert_eq!(markup_in_scripts(page).as_deref(), Some("<p>甲</p>"));
        let page = "<script type=text/template> <div>甲</div></script>";
        assert!(markup_in_scripts(page).is_some_and(|markup| markup.contains('甲')));
    }
}
