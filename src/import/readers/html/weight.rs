//! How much of a page's text is where: what is its article, and what stands around it.

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::Node;
use scraper::node::Element;

use super::page::{Page, lower};

/// Elements with nothing to be read.
const SKIPPED: [&str; 19] = [
    "script", "style", "head", "noscript", "svg", "iframe", "object", "applet", "audio", "video",
    "canvas", "datalist", "map", "math", "rt", "rp", "title", "select", "xml",
];
/// Elements that stand around an article.
const AROUND: [&str; 6] = ["nav", "header", "footer", "aside", "button", "select"];
/// How sites name what stands around an article: parts of classes and ids.
const AROUND_NAMES: [&str; 16] = [
    "nav",
    "menu",
    "foot",
    "breadcrumb",
    "crumb",
    "sidebar",
    "side-bar",
    "share",
    "copyright",
    "search",
    "login",
    "toolbar",
    "friend",
    "banner",
    "qrcode",
    "pagination",
];
/// Of ten parts of a page's text, how many its article has at least.
const ARTICLE_TENTHS: usize = 9;
/// Characters of text from which on nothing is left out for its name alone.
const TOO_MUCH_TO_LEAVE_OUT: usize = 300;

/// What is in an element, with all that is in it.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    /// Characters that are no blanks.
    text: usize,
    /// Of these, those of links.
    linked: usize,
    links: usize,
    cells: usize,
    /// Whether there is a main heading.
    headed: bool,
    /// Texts that begin like the heading of a report's part: `二、`.
    parts: usize,
}

impl Weight {
    fn add(&mut self, other: Self) {
        self.text += other.text;
        self.linked += other.linked;
        self.links += other.links;
        self.cells += other.cells;
        self.headed |= other.headed;
        self.parts += other.parts;
    }

    /// Whether it may be a part of a report of its own: pages show one part at a time, the
    /// others hidden.
    fn is_part(&self) -> bool {
        /// Characters of a heading with the shortest of texts.
        const SHORTEST: usize = 20;
        /// Cells of the smallest of tables.
        const CELLS: usize = 12;

        (self.parts > 0 && self.plain() >= SHORTEST)
            || (self.cells >= CELLS && self.plain() >= TOO_MUCH_TO_LEAVE_OUT / 4)
            || self.plain() >= TOO_MUCH_TO_LEAVE_OUT
    }

    /// Characters outside links.
    fn plain(&self) -> usize {
        self.text - self.linked
    }
}

/// What of a page is left out, and which of its tables only arrange it.
#[derive(Debug, Default)]
pub(super) struct Outline {
    left_out: FxHashSet<NodeId>,
    layout: FxHashSet<NodeId>,
}

impl Outline {
    pub fn of(page: &Page) -> Self {
        let root = page.tree.tree.root();
        let mut outline = Self::default();
        let weights = weights(root, &outline);
        let all = weights.get(&root.id()).copied().unwrap_or_default();
        for node in root.descendants() {
            let Some(element) = node.value().as_element() else {
                continue;
            };
            let weight = weights.get(&node.id()).copied().unwrap_or_default();
            // What holds most of the page is shown by a script.
            let is_most =
                weight.text * 2 >= all.text || (weight.cells * 2 >= all.cells && weight.cells > 0);
            let is_nav = (element.name() == "nav" || is_jump(node)) && !is_most;
            if SKIPPED.contains(&element.name())
                || is_nav
                || (is_hidden(element, weight) && !is_most && !weight.is_part())
            {
                outline.left_out.insert(node.id());
            }
        }
        let weights = self::weights(root, &outline);
        outline.layout = layout_tables(root, &outline);
        let article = article(root, &weights, &outline);
        let inside: FxHashSet<NodeId> = article.ancestors().map(|node| node.id()).collect();
        outline.leave_out_around(root, article.id(), &inside, &weights);
        outline
    }

    /// Leaves out what is not the article and clearly is none.
    fn leave_out_around(
        &mut self,
        root: NodeRef<'_, Node>,
        article: NodeId,
        ancestors: &FxHashSet<NodeId>,
        weights: &FxHashMap<NodeId, Weight>,
    ) {
        let (mut passed, mut within) = (None, None);
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) if passed.is_none() => {
                    let Some(element) = node.value().as_element() else {
                        continue;
                    };
                    if self.left_out.contains(&node.id()) {
                        passed = Some(node.id());
                    } else if within.is_some() {
                        // Its parts are its own, save what is named furniture beside them.
                        let weight = weights.get(&node.id()).copied().unwrap_or_default();
                        if weight.cells == 0 && !weight.headed && is_named_around(element, weight) {
                            self.left_out.insert(node.id());
                        }
                        passed = Some(node.id());
                    } else if node.id() == article {
                        within = Some(node.id());
                    } else if !ancestors.contains(&node.id()) {
                        let weight = weights.get(&node.id()).copied().unwrap_or_default();
                        if is_around(element, weight) {
                            self.left_out.insert(node.id());
                            passed = Some(node.id());
                        }
                    }
                }
                Edge::Close(node) if passed == Some(node.id()) => passed = None,
                Edge::Close(node) if within == Some(node.id()) => within = None,
                _ => {}
            }
        }
    }

    pub fn leaves_out(&self, node: NodeId) -> bool {
        self.left_out.contains(&node)
    }

    /// Whether a table holds no data, only the page's parts.
    pub fn is_layout(&self, table: NodeId) -> bool {
        self.layout.contains(&table)
    }
}

/// Whether an element isn't shown.
fn is_hidden(element: &Element, weight: Weight) -> bool {
    let style = lower(element, "style").replace(' ', "");
    style.contains("display:none")
        || style.contains("visibility:hidden")
        || element.attr("hidden").is_some()
        // Hides icons from readers of screens; some sites hide whole articles so.
        || (lower(element, "aria-hidden") == "true" && weight.text < 20 && weight.cells == 0)
}

/// Whether an element is a link to another place of the page: to its top, to a part.
fn is_jump(node: NodeRef<'_, Node>) -> bool {
    let is_link = |element: &Element| {
        let target = element.attr("href").unwrap_or_default();
        element.name() == "a" && target.starts_with('#') && target.len() > 1
    };
    let headings = ["h1", "h2", "h3", "h4", "h5", "h6", "td", "th"];
    let parent = node.parent();
    let parent = parent.and_then(|parent| Some(parent.value().as_element()?.name().to_owned()));
    node.value().as_element().is_some_and(is_link)
        && parent.is_none_or(|parent| !headings.contains(&parent.as_str()))
}

/// Whether an element outside the article is furniture of the page.
fn is_around(element: &Element, weight: Weight) -> bool {
    if weight.cells > 20 || weight.headed {
        return false;
    }
    let is_list_of_links = weight.links >= 3 && weight.linked * 10 >= weight.text * 6;
    is_list_of_links || is_named_around(element, weight)
}

/// Whether an element's name, class or id is one of furniture.
fn is_named_around(element: &Element, weight: Weight) -> bool {
    if AROUND.contains(&element.name()) {
        return true;
    }
    let names = lower(element, "class") + " " + &lower(element, "id");
    weight.plain() < TOO_MUCH_TO_LEAVE_OUT && AROUND_NAMES.iter().any(|name| names.contains(name))
}

/// The smallest element with nearly all of the page's text outside links, and its tables.
fn article<'a>(
    root: NodeRef<'a, Node>,
    weights: &FxHashMap<NodeId, Weight>,
    outline: &Outline,
) -> NodeRef<'a, Node> {
    let all = weights.get(&root.id()).copied().unwrap_or_default();
    let holds = |node: &NodeRef<'a, Node>| {
        let weight = weights.get(&node.id()).copied().unwrap_or_default();
        node.value().is_element()
            && weight.plain() * 10 >= all.plain() * ARTICLE_TENTHS
            && weight.cells * 10 >= all.cells * ARTICLE_TENTHS
    };
    let mut article = root;
    while let Some(inner) = article.children().find(holds) {
        let is_data =
            |element: &Element| element.name() == "table" && !outline.is_layout(inner.id());
        if inner.value().as_element().is_some_and(is_data) {
            break;
        }
        article = inner;
    }
    article
}

/// Whether a text begins like the heading of a part: `二、`.
fn begins_part(text: &str) -> bool {
    let text = text.trim_start();
    let behind = text.strip_prefix(['一', '二', '三', '四', '五', '六']);
    behind.is_some_and(|behind| behind.starts_with('、'))
}

/// What is in each element.
fn weights(root: NodeRef<'_, Node>, outline: &Outline) -> FxHashMap<NodeId, Weight> {
    let mut weights = FxHashMap::default();
    let mut open = vec![Weight::default()];
    let mut passed = None;
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) if passed.is_none() => {
                if outline.leaves_out(node.id())
                    || node
                        .value()
                        .as_element()
                        .is_some_and(|element| SKIPPED.contains(&element.name()))
                {
                    passed = Some(node.id());
                    continue;
                }
                let text = node.value().as_text();
                open.push(text.map_or_else(Weight::default, |text| Weight {
                    text: text.chars().filter(|c| !c.is_whitespace()).count(),
                    parts: usize::from(begins_part(text)),
                    ..Weight::default()
                }));
            }
            Edge::Close(node) => {
                if passed.is_some() {
                    if passed == Some(node.id()) {
                        passed = None;
                    }
                    continue;
                }
                let mut weight = open.pop().unwrap_or_default();
                match node.value().as_element().map(Element::name) {
                    Some("a") => {
                        weight.linked = weight.text;
                        weight.links = 1;
                    }
                    Some("td" | "th") => weight.cells += 1,
                    Some("h1" | "h2") => weight.headed = true,
                    _ => {}
                }
                if node.value().is_element() || node.value().is_document() {
                    weights.insert(node.id(), weight);
                }
                if let Some(parent) = open.last_mut() {
                    parent.add(weight);
                }
            }
            Edge::Open(_) => {}
        }
    }
    weights
}

/// What tells data from arrangement in a table.
#[derive(Debug)]
struct Shape {
    table: NodeId,
    cells: usize,
    /// Of all tables in it.
    inner_cells: usize,
    /// Paragraphs in the cell that has most.
    most_paragraphs: usize,
    /// In the open cell.
    paragraphs: usize,
    /// Characters outside inner tables.
    text: usize,
}

impl Shape {
    fn is_layout(&self) -> bool {
        // An inner table of any size is no part of a label.
        let holds_tables = self.inner_cells > self.cells.max(3);
        let is_frame = self.cells <= 1;
        let holds_article = self.cells <= 6 && self.most_paragraphs >= 4 && self.text > 300;
        holds_tables || is_frame || holds_article
    }
}

fn layout_tables(root: NodeRef<'_, Node>, outline: &Outline) -> FxHashSet<NodeId> {
    let mut layout = FxHashSet::default();
    let mut open: Vec<Shape> = Vec::new();
    let mut passed = None;
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) if passed.is_none() => {
                if outline.leaves_out(node.id()) {
                    passed = Some(node.id());
                    continue;
                }
                let Some(element) = node.value().as_element() else {
                    if let (Some(shape), Some(text)) = (open.last_mut(), node.value().as_text()) {
                        shape.text += text.trim().chars().count();
                    }
                    continue;
                };
                match (element.name(), open.last_mut()) {
                    ("table", _) => open.push(Shape {
                        table: node.id(),
                        cells: 0,
                        inner_cells: 0,
                        most_paragraphs: 0,
                        paragraphs: 0,
                        text: 0,
                    }),
                    ("td" | "th", Some(shape)) => {
                        shape.cells += 1;
                        shape.paragraphs = 0;
                    }
                    ("p" | "div" | "h1" | "h2" | "h3" | "br", Some(shape)) => {
                        shape.paragraphs += 1;
                        shape.most_paragraphs = shape.most_paragraphs.max(shape.paragraphs);
                    }
                    _ => {}
                }
            }
            Edge::Close(node) => {
                if passed == Some(node.id()) {
                    passed = None;
                }
                if open.last().is_some_and(|shape| shape.table == node.id())
                    && let Some(shape) = open.pop()
                {
                    if shape.is_layout() {
                        layout.insert(shape.table);
                    }
                    if let Some(outer) = open.last_mut() {
                        outer.inner_cells += shape.cells + shape.inner_cells;
                    }
                }
            }
            Edge::Open(_) => {}
        }
    }
    layout
}
