//! Charts in a web page: drawn as on paper, and as a table for those who hear the page.

use crate::charts::{Chart, Composition, Content, Line, Matrix, Trend};
use crate::export::ExportError;
use crate::export::document::{Block, Document};
use crate::export::fonts::Fonts;
use crate::export::layout::{AREA_WIDTH, draw_chart};
use crate::export::markup::Markup;
use crate::export::svg;
use crate::years::Figure;

/// The drawings of the document's charts, in their order.
///
/// # Errors
/// If no face has a character, or one can't be read.
pub(super) fn draw(document: &Document, fonts: &Fonts) -> Result<Vec<String>, ExportError> {
    let charts = document.blocks.iter().filter_map(|block| match block {
        Block::Chart { number, chart } => Some((*number, chart)),
        _ => None,
    });
    charts
        .map(|(number, chart)| {
            let drawing = draw_chart(chart, AREA_WIDTH, fonts)?;
            let svg = svg::Drawing {
                width: AREA_WIDTH,
                height: drawing.height,
                title: &chart.title,
                description: &chart.in_words(),
                prefix: &format!("chart{number}"),
            };
            Ok(svg::element(&svg, &drawing.operations, fonts)?)
        })
        .collect()
}

/// The drawing with its caption. What is only heard is no part of what is seen.
pub(super) fn write(xml: &mut Markup, number: usize, chart: &Chart, svg: &str) {
    xml.element("figure", &[("class", &"chart")], |xml| {
        xml.raw(svg);
        xml.new_line();
        xml.element("div", &[("class", &"unseen")], |xml| data(xml, chart));
        xml.new_line();
        // A caption is the first or the last of a figure.
        xml.element("figcaption", &[], |xml| {
            xml.text(&format!("图{number}　{}", chart.caption()));
        });
    });
    xml.new_line();
}

fn data(xml: &mut Markup, chart: &Chart) {
    let rows = match &chart.content {
        Content::Ring(composition) | Content::Bars(composition) => {
            composition_rows(composition, &chart.unit)
        }
        Content::Matrix(matrix) => matrix_rows(matrix),
        Content::Trend(trend) => trend_rows(trend),
        Content::Waiting(sentence) | Content::Nothing(sentence) => {
            xml.text(sentence);
            return;
        }
    };
    xml.element("table", &[], |xml| {
        xml.element("caption", &[], |xml| xml.text(&chart.caption()));
        for (at, row) in rows.iter().enumerate() {
            xml.element("tr", &[], |xml| {
                for (column, text) in row.iter().enumerate() {
                    match (at, column) {
                        (0, _) => xml.element("th", &[("scope", &"col")], |xml| xml.text(text)),
                        (_, 0) => xml.element("th", &[("scope", &"row")], |xml| xml.text(text)),
                        _ => xml.element("td", &[], |xml| xml.text(text)),
                    }
                }
            });
        }
    });
}

/// The head first.
fn composition_rows(composition: &Composition, unit: &str) -> Vec<Vec<String>> {
    let head = ["项目", unit, "占比"].map(str::to_owned).to_vec();
    let parts = composition.parts.iter().map(|part| {
        vec![
            part.label.clone(),
            part.value.to_string(),
            format!("{}%", part.share),
        ]
    });
    std::iter::once(head).chain(parts).collect()
}

fn matrix_rows(matrix: &Matrix) -> Vec<Vec<String>> {
    let names = matrix.groups.iter().map(|group| group.label.clone());
    let head = std::iter::once("项目".to_owned()).chain(names).collect();
    let rows = matrix.columns.iter().enumerate().map(|(at, label)| {
        let values = matrix.groups.iter().map(|group| {
            let value = group.values.get(at);
            value.map_or_else(String::new, ToString::to_string)
        });
        std::iter::once(label.clone()).chain(values).collect()
    });
    std::iter::once(head).chain(rows).collect()
}

fn trend_rows(trend: &Trend) -> Vec<Vec<String>> {
    let names = trend.lines.iter().map(|line| line.label.clone());
    let head = std::iter::once("年度".to_owned()).chain(names).collect();
    let rows = trend.years.iter().enumerate().map(|(at, year)| {
        let figures = trend.lines.iter().map(|line| {
            let figure = line.figures.get(at).copied().flatten();
            match figure {
                Some(Figure::Number(number)) => number.to_string(),
                lack => Line::lack(lack).to_owned(),
            }
        });
        std::iter::once(format!("{year}年"))
            .chain(figures)
            .collect()
    });
    std::iter::once(head).chain(rows).collect()
}
