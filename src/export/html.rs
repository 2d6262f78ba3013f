//! The report as one web page: nothing is fetched, nothing is run, everything can be read out.
//!
//! The head has the names that government sites ask for; every figure says which heads it stands
//! under, and has its key in `data-cell`. The draft stands in a block of data
//! ([`crate::carried`]).

mod chart;
mod heads;
mod table;

use super::ExportError;
use super::document::{Block, Document, Mark};
use super::fonts::Fonts;
use super::layout::run_in;
use super::markup::{Attribute, Markup};
use crate::carried;

/// Where annual reports are published on every government site, as 国办公开办函〔2019〕61号 names it.
const COLUMN: &str = "政府信息公开年报";
const DRAFT: &str = "草稿";
const STYLE: &str = include_str!("html/page.css");

/// The page; the same for the same document, on every system.
///
/// # Errors
/// If a chart can't be drawn: no face has a character, or one can't be read.
pub fn write(document: &Document) -> Result<Vec<u8>, ExportError> {
    let charts = chart::draw(document, Fonts::bundled())?;
    let mut xml = Markup::beginning("<!DOCTYPE html>");
    xml.element("html", &[("lang", &"zh-CN")], |xml| {
        xml.new_line();
        xml.element("head", &[], |xml| head(xml, document));
        xml.new_line();
        let class = match document.mark {
            Mark::Draft => "draft",
            Mark::Final => "final",
        };
        xml.element("body", &[("class", &class)], |xml| {
            xml.new_line();
            let skip: [Attribute; 2] = [("class", &"skip"), ("href", &"#report")];
            xml.element("a", &skip, |xml| xml.text("跳到正文"));
            xml.new_line();
            xml.element("main", &[("id", &"report")], |xml| {
                body(xml, document, &charts)
            });
            xml.new_line();
            if let Some(draft) = &document.carried {
                xml.raw(&carried::html::block(draft));
                xml.new_line();
            }
        });
        xml.new_line();
    });
    xml.new_line();
    Ok(xml.into_string().into_bytes())
}

fn head(xml: &mut Markup, document: &Document) {
    xml.new_line();
    xml.void("meta", &[("charset", &"utf-8")]);
    xml.new_line();
    let title = document.title.replace('\n', "");
    xml.element("title", &[], |xml| xml.text(&title));
    xml.new_line();
    let year = match document.year {
        0 => String::new(),
        year => format!("{year}年"),
    };
    let keywords = ["政府信息公开", "年度报告", &year, &document.agency];
    let keywords: Vec<&str> = keywords.into_iter().filter(|one| !one.is_empty()).collect();
    let keywords = keywords.join(",");
    let description = format!("{title}（{}）", document.edition);
    let date = document.date.clone().unwrap_or_default();
    for (name, content) in [
        ("viewport", "width=device-width, initial-scale=1"),
        ("ColumnName", COLUMN),
        ("ArticleTitle", &title),
        ("PubDate", &date),
        ("ContentSource", &document.agency),
        ("Keywords", &keywords),
        ("Author", &document.agency),
        ("Description", &description),
    ] {
        if !content.is_empty() {
            xml.void("meta", &[("name", &name), ("content", &content)]);
            xml.new_line();
        }
    }
    xml.element("style", &[], |xml| {
        xml.new_line();
        xml.raw(STYLE);
    });
    xml.new_line();
}

fn body(xml: &mut Markup, document: &Document, charts: &[String]) {
    let mut charts = charts.iter();
    xml.new_line();
    if document.mark == Mark::Draft {
        xml.element("div", &[("class", &"mark")], |xml| xml.text(DRAFT));
        xml.new_line();
    }
    if !document
        .blocks
        .iter()
        .any(|block| matches!(block, Block::Title(_)))
    {
        // An annex alone has its name over the table; the page needs a heading all the same.
        xml.element("h1", &[("class", &"unseen")], |xml| {
            xml.text(&document.title)
        });
        xml.new_line();
    }
    let mut parts = 0;
    let mut tables = 0;
    for (index, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Title(lines) => {
                title(xml, lines);
                contents(xml, document);
            }
            Block::Heading(text) => heading(xml, text, "part", &mut parts),
            Block::Annex(text) => heading(xml, text, "annex", &mut parts),
            Block::Paragraph(text) => paragraph(xml, text),
            Block::Table(block) => {
                tables += 1;
                let next = document.blocks.get(index + 1);
                table::write(xml, block, tables, next);
            }
            Block::SignOff(lines) => sign_off(xml, lines),
            Block::Chart { number, chart } => {
                if let Some(svg) = charts.next() {
                    chart::write(xml, *number, chart, svg);
                }
            }
        }
    }
}

fn title(xml: &mut Markup, lines: &[String]) {
    xml.element("h1", &[], |xml| {
        for line in lines {
            xml.element("span", &[], |xml| xml.text(line));
        }
    });
    xml.new_line();
}

/// What leads to each part; nothing for a page without several.
fn contents(xml: &mut Markup, document: &Document) {
    let headings: Vec<&String> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(text) | Block::Annex(text) => Some(text),
            _ => None,
        })
        .collect();
    if headings.len() < 2 {
        return;
    }
    xml.element("nav", &[("aria-label", &"目录")], |xml| {
        xml.element("ul", &[], |xml| {
            for (index, text) in headings.into_iter().enumerate() {
                xml.new_line();
                let target = format!("#{}", part(index + 1));
                xml.element("li", &[], |xml| {
                    xml.element("a", &[("href", &target)], |xml| xml.text(text));
                });
            }
        });
    });
    xml.new_line();
}

/// What a part's heading is called in addresses.
fn part(number: usize) -> String {
    format!("part-{number}")
}

fn heading(xml: &mut Markup, text: &str, class: &str, parts: &mut usize) {
    *parts += 1;
    let id = part(*parts);
    xml.element("h2", &[("id", &id), ("class", &class)], |xml| {
        xml.text(text)
    });
    xml.new_line();
}

/// Body text; each line of the text is a paragraph.
fn paragraph(xml: &mut Markup, text: &str) {
    for text in text.lines().map(str::trim).filter(|text| !text.is_empty()) {
        let (heading, rest) = text.split_at_checked(run_in(text)).unwrap_or(("", text));
        if !heading.is_empty() && rest.is_empty() {
            xml.element("h3", &[], |xml| xml.text(heading));
        } else {
            xml.element("p", &[], |xml| {
                if !heading.is_empty() {
                    xml.element("span", &[("class", &"run-in")], |xml| xml.text(heading));
                }
                xml.text(rest);
            });
        }
        xml.new_line();
    }
}

fn sign_off(xml: &mut Markup, lines: &[(String, String)]) {
    xml.element("div", &[("class", &"sign-off")], |xml| {
        for (label, text) in lines {
            xml.element("p", &[], |xml| xml.text(&format!("{label}：{text}")));
        }
    });
    xml.new_line();
}
