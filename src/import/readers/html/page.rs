//! A page as a tree, parsed like browsers do it, whatever the markup.
//!
//! Browsers' rules allow markup of some kilobytes that takes hours or fills the memory: elements
//! nested without end, letters' formats that are opened again in each paragraph, tags with a
//! million attributes. Reports need none of it: tags that only format letters are passed over,
//! and so is what goes beyond the limits.

use std::borrow::Cow;
use std::cell::Cell;

use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use scraper::node::Element;
use scraper::{Html, HtmlTreeSink};

use crate::import::error::ImportError;
use crate::import::limits::Limits;

use super::script;

/// The most signs of attributes in one tag.
const MOST_ATTRIBUTES: usize = 1_000;
/// The most elements that are begun and not ended.
const MOST_UNENDED: usize = 4_000;
/// Tags that say how letters look, or that change how others are parsed.
const PASSED_OVER: [&str; 14] = [
    "b",
    "big",
    "code",
    "em",
    "font",
    "i",
    "nobr",
    "small",
    "strong",
    "tt",
    "u",
    "template",
    "frameset",
    "plaintext",
];
/// Tags without an end, or whose end is often left out and which never nest by themselves.
const FLAT: [&str; 36] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr", "p", "li", "dd", "dt", "option",
    "optgroup", "td", "th", "tr", "tbody", "thead", "tfoot", "colgroup", "html", "head", "body",
    "rt", "rp",
];
/// The attributes that are read.
const ATTRIBUTES: [&str; 16] = [
    "style",
    "class",
    "id",
    "hidden",
    "aria-hidden",
    "colspan",
    "rowspan",
    "value",
    "type",
    "name",
    "property",
    "content",
    "role",
    "selected",
    "href",
    "checked",
];

/// A parsed page.
pub(super) struct Page {
    pub tree: Html,
}

impl Page {
    /// # Errors
    /// If there are more elements than in any report.
    pub fn parse(file: &str, markup: &str, limits: &Limits) -> Result<Self, ImportError> {
        let markup = without_frames(markup);
        let markup = with_short_tags(&markup);
        let options = TreeBuilderOpts {
            scripting_enabled: false,
            drop_doctype: true,
            ..TreeBuilderOpts::default()
        };
        let sink = Tamed {
            builder: TreeBuilder::new(HtmlTreeSink::new(Html::new_document()), options),
            opened: Cell::new(0),
            deepest: limits.nesting,
            room: Cell::new(limits.cells.saturating_add(limits.lines)),
        };
        let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(html5ever::tendril::StrTendril::from_slice(&markup));
        // A script's end interrupts; nothing is run here.
        while !input.is_empty() {
            let _ = tokenizer.feed(&input);
        }
        tokenizer.end();
        if tokenizer.sink.room.get() == 0 {
            return Err(ImportError::too_much(file, "内容太多"));
        }
        let tree = tokenizer.sink.builder.sink.0.into_inner();
        Ok(Self { tree })
    }

    /// What the page calls its article: the name sites give it for others to read, else its
    /// title.
    pub fn title(&self) -> String {
        let (mut title, mut article, mut shared) = (None, None, None);
        for node in self.tree.tree.nodes() {
            let Some(element) = node.value().as_element() else {
                continue;
            };
            match element.name() {
                "title" if title.is_none() => {
                    let texts = node.children().filter_map(|child| child.value().as_text());
                    title = Some(texts.map(|text| &**text).collect::<String>());
                }
                "meta" => {
                    let name = element.attr("name").or_else(|| element.attr("property"));
                    let name = name.unwrap_or_default().to_ascii_lowercase();
                    let content = element
                        .attr("content")
                        .filter(|text| !text.trim().is_empty());
                    match name.as_str() {
                        "articletitle" if article.is_none() => article = content,
                        "og:title" if shared.is_none() => shared = content,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        let meta = article.or(shared).map(str::to_owned);
        meta.or(title).unwrap_or_default()
    }
}

/// An attribute's value in lower case, empty if there is none.
pub(super) fn lower(element: &Element, attribute: &str) -> String {
    element
        .attr(attribute)
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// Hands on the tokens that make the tree, as far as the limits go.
struct Tamed {
    builder: TreeBuilder<<HtmlTreeSink as html5ever::tree_builder::TreeSink>::Handle, HtmlTreeSink>,
    /// Elements begun and not ended.
    opened: Cell<usize>,
    deepest: usize,
    /// Elements that may still come.
    room: Cell<usize>,
}

impl TokenSink for Tamed {
    type Handle = <HtmlTreeSink as html5ever::tree_builder::TreeSink>::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        match token {
            Token::TagToken(mut tag) => {
                if !self.takes(&tag) {
                    return TokenSinkResult::Continue;
                }
                // Struck out in one way or another; only this element nests like others.
                if matches!(&*tag.name, "s" | "strike") {
                    tag.name = html5ever::LocalName::from("del");
                }
                tag.attrs
                    .retain(|one| ATTRIBUTES.contains(&&*one.name.local));
                self.builder.process_token(Token::TagToken(tag), line)
            }
            Token::CommentToken(_) | Token::ParseError(_) => TokenSinkResult::Continue,
            Token::CharacterTokens(_) if self.room.get() == 0 => TokenSinkResult::Continue,
            other => self.builder.process_token(other, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl Tamed {
    fn takes(&self, tag: &Tag) -> bool {
        let name = &*tag.name;
        // Names with a colon are of the office program that wrote the page.
        if PASSED_OVER.contains(&name) || name.contains(':') {
            return false;
        }
        let step = usize::from(!FLAT.contains(&name));
        match tag.kind {
            TagKind::StartTag => {
                self.room.set(self.room.get().saturating_sub(1));
                self.opened.set(self.opened.get() + step);
                self.room.get() > 0 && self.is_shallow()
            }
            TagKind::EndTag => {
                self.opened.set(self.opened.get().saturating_sub(step));
                self.room.get() > 0
            }
        }
    }

    /// Whether one more element may be opened within those that are. Where ends of elements
    /// were forgotten, their parent's end has closed them: the tree knows.
    fn is_shallow(&self) -> bool {
        self.opened.get() <= self.deepest
            || (self.opened.get() <= MOST_UNENDED && self.depth() < self.deepest)
    }

    /// How deep the last place of the tree is.
    fn depth(&self) -> usize {
        let page = self.builder.sink.0.borrow();
        let path = std::iter::successors(page.tree.root().last_child(), |node| node.last_child());
        path.count()
    }
}

/// The markup with each page that is written into a frame's tag (`srcdoc`) in its place.
fn without_frames(markup: &str) -> Cow<'_, str> {
    const ATTRIBUTE: &str = "srcdoc=";

    if !markup.contains(ATTRIBUTE) {
        return Cow::Borrowed(markup);
    }
    let mut opened = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, behind)) = rest.split_once(ATTRIBUTE) {
        opened.push_str(before);
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
        let inner = quote.and_then(|quote| {
            let (inner, behind) = behind.strip_prefix(quote)?.split_once(quote)?;
            Some((inner, behind))
        });
        match inner {
            Some((inner, behind)) => {
                // The frame itself is ended: what stands in one is not shown.
                opened.push_str("></iframe><div>");
                opened.push_str(&script::unescaped(inner));
                opened.push_str("</div><iframe");
                rest = behind;
            }
            None => {
                opened.push_str(ATTRIBUTE);
                rest = behind;
            }
        }
    }
    opened.push_str(rest);
    Cow::Owned(opened)
}

/// The markup without the ends of tags that have far too many attributes: each new one is
/// compared with all before it.
fn with_short_tags(markup: &str) -> Cow<'_, str> {
    #[derive(Clone, Copy)]
    enum Place {
        Text,
        Tag { signs: usize },
        Passing,
    }

    let mut short = None::<String>;
    let mut place = Place::Text;
    let mut characters = markup.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        place = match (place, character) {
            (Place::Text, '<') if next.is_some_and(|c| c.is_ascii_alphabetic() || c == '/') => {
                Place::Tag { signs: 0 }
            }
            (Place::Text, _) => Place::Text,
            (Place::Tag { .. } | Place::Passing, '>') => {
                if let (Some(short), Place::Tag { .. }) = (&mut short, place) {
                    short.push('>');
                }
                place = Place::Text;
                continue;
            }
            (Place::Passing, '<') if next == Some('/') => Place::Tag { signs: 0 },
            (Place::Passing, _) => Place::Passing,
            (Place::Tag { signs }, ' ' | '\t' | '\n' | '\r' | '\u{c}' | '/' | '=') => {
                if signs == MOST_ATTRIBUTES {
                    let short = short
                        .get_or_insert_with(|| markup.get(..at).unwrap_or_default().to_owned());
                    // Ends the tag wherever in it this is.
                    short.push_str("'\">");
                    Place::Passing
                } else {
                    Place::Tag { signs: signs + 1 }
                }
            }
            (Place::Tag { signs }, _) => Place::Tag { signs },
        };
        if let (Some(short), Place::Text | Place::Tag { .. }) = (&mut short, place) {
            short.push(character);
        }
    }
    short.map_or(Cow::Borrowed(markup), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_with_endless_attributes_are_cut() {
        let attributes: String = (0..5_000).map(|number| format!("a{number}=1 ")).collect();
        let markup = format!("<p>甲</p><td {attributes}>乙</td><p>丙</p>");
        let short = with_short_tags(&markup);
        assert!(short.len() < 9_000);
        assert!(short.ends_with("乙</td><p>丙</p>"));
        let plain = "<p class=\"a\">甲 = 乙 / 丙</p>";
        assert!(matches!(with_short_tags(plain), Cow::Borrowed(_)));
    }

    #[test]
    fn elements_nested_without_end_are_read() {
        let markup = "<div>".repeat(50_000) + "甲" + &"<b><p a=1>".repeat(50_000);
        let page = Page::parse("x", &markup, &Limits::USUAL).unwrap();
        assert!(page.tree.tree.nodes().count() < 60_000);
    }

    #[test]
    fn a_frames_own_page_takes_its_place() {
        let markup =
            "<iframe class=\"x\" srcdoc=\"&lt;p title=&quot;y&quot;&gt;甲&lt;/p&gt;\"></iframe>";
        assert!(without_frames(markup).contains("<p title=\"y\">甲</p>"));
    }
}
