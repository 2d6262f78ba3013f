//! Markup written element by element: every element that is begun is ended.

use std::fmt::{Display, Write};

/// An attribute with what stands in it.
pub(super) type Attribute<'a> = (&'a str, &'a dyn Display);

/// XML or HTML under construction.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// A document that begins with this line: an XML declaration, or an HTML doctype.
    pub fn beginning(line: &str) -> Self {
        Self(format!("{line}\n"))
    }

    /// An element with what stands in it.
    pub fn element(
        &mut self,
        name: &str,
        attributes: &[Attribute],
        content: impl FnOnce(&mut Self),
    ) {
        self.tag(name, attributes, ">");
        content(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element of XML with nothing in it.
    pub fn empty(&mut self, name: &str, attributes: &[Attribute]) {
        self.tag(name, attributes, "/>");
    }

    /// An element of HTML that never has anything in it, such as `meta`.
    pub fn void(&mut self, name: &str, attributes: &[Attribute]) {
        self.tag(name, attributes, ">");
    }

    /// Text; what neither XML nor HTML may contain is left out.
    pub fn text(&mut self, text: &str) {
        push_escaped(&mut self.0, text);
    }

    /// Text of which every line but the last is followed by a break.
    pub fn lines(&mut self, text: &str, line: impl Fn(&mut Self, &str), end: impl Fn(&mut Self)) {
        for (index, piece) in text.split('\n').enumerate() {
            if index > 0 {
                end(self);
            }
            line(self, piece);
        }
    }

    /// A line's end, where the file is nicer to read with one.
    pub fn new_line(&mut self) {
        self.0.push('\n');
    }

    /// What is markup, a style sheet or data already.
    pub fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    pub fn into_string(self) -> String {
        self.0
    }

    fn tag(&mut self, name: &str, attributes: &[Attribute], end: &str) {
        self.0.push('<');
        self.0.push_str(name);
        let mut value = String::new();
        for (name, content) in attributes {
            value.clear();
            // Nothing that is displayed here fails.
            let _ = write!(value, "{content}");
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            push_escaped(&mut self.0, &value);
            self.0.push('"');
        }
        self.0.push_str(end);
    }
}

/// Text as it may stand in XML; characters XML can't hold are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    push_escaped(&mut escaped, text);
    escaped
}

fn push_escaped(target: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => target.push_str("&amp;"),
            '<' => target.push_str("&lt;"),
            '>' => target.push_str("&gt;"),
            '"' => target.push_str("&quot;"),
            '\t' | '\n' => target.push(character),
            _ if is_forbidden(character) => {}
            _ => target.push(character),
        }
    }
}

/// Control characters and those that are none: no program shows them, and files with them
/// don't open.
fn is_forbidden(character: char) -> bool {
    let code = u32::from(character);
    character.is_control() || (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_taken_for_markup() {
        let mut markup = Markup::default();
        let content = "a\"<b>&\u{1}\u{FFFE}\u{85}甲";
        markup.element("x", &[("y", &content)], |markup| markup.text(content));
        markup.empty("z", &[("n", &1)]);
        assert_eq!(
            markup.into_string(),
            "<x y=\"a&quot;&lt;b&gt;&amp;甲\">a&quot;&lt;b&gt;&amp;甲</x><z n=\"1\"/>"
        );
    }
}
