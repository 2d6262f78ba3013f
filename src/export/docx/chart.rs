//! Charts that Word draws itself, each with a workbook of its figures that Word can edit.
//!
//! What the labels say is written out: Word would round shares one by one, and their sum is 100.

mod workbook;

use std::collections::BTreeMap;

use super::package::{DECLARATION, Package};
use super::styles::GAP;
use super::{DOCUMENT, RELATIONS, styled};
use crate::charts::{Chart, Composition, Content, Matrix, Trend};
use crate::export::ExportError;
use crate::export::document::{Block, Document};
use crate::export::layout::AREA_WIDTH;
use crate::export::markup::{Attribute, Markup};
use crate::value::Decimal;
use crate::years::Figure;

const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PLACED: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const CHART_TYPE: &str = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
const WORKBOOK_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Word measures drawings in these.
const PER_MILLIMETRE: f32 = 36_000.0;
/// Millimetres.
const HEIGHT: f32 = 72.0;
/// Colours of series and of a ring's parts, from dark to light.
const SHADES: [&str; 8] = [
    "10305A", "6B2737", "175069", "55518F", "8C5A2B", "3F7F63", "7A7F8C", "A8892F",
];

/// A chart's part in the file.
#[derive(Debug)]
pub(super) struct Placed {
    /// How the text refers to it.
    relation: String,
    title: String,
    description: String,
}

/// The charts by their numbers.
pub(super) type Charts = BTreeMap<usize, Placed>;

/// What Word draws: a name for each row, and series over them.
struct Data {
    shape: Shape,
    names: Vec<String>,
    series: Vec<Series>,
}

struct Series {
    label: String,
    /// `None` where there is no figure.
    values: Vec<Option<Decimal>>,
    /// What stands beside each value; the value itself where there are none.
    said: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Pie,
    /// Bars that lie, and columns that stand.
    Bars,
    Columns,
}

/// Adds the parts of the document's charts.
///
/// # Errors
/// If the figures of one can't be put into a workbook.
pub(super) fn add(document: &Document, package: &mut Package) -> Result<Charts, ExportError> {
    let mut charts = Charts::new();
    for block in &document.blocks {
        let Block::Chart { number, chart } = block else {
            continue;
        };
        let Some(data) = Data::of(chart) else {
            continue;
        };
        let title = format!("图{number}　{}", chart.caption());
        let (part, workbook) = (
            format!("word/chart{number}.xml"),
            format!("word/chart{number}.xlsx"),
        );
        let relation = package.relate(DOCUMENT, "chart", &part);
        let figures = package.relate(&part, "package", &workbook);
        package.add(&part, CHART_TYPE, data.part(&title, &figures));
        package.add(&workbook, WORKBOOK_TYPE, workbook::write(&data)?);
        charts.insert(
            *number,
            Placed {
                relation,
                title,
                description: chart.in_words(),
            },
        );
    }
    Ok(charts)
}

/// The paragraph the chart stands in.
pub(super) fn write(xml: &mut Markup, number: usize, chart: &Placed) {
    let own = |xml: &mut Markup| {
        xml.empty("w:snapToGrid", &[("w:val", &0)]);
        xml.empty("w:spacing", &[("w:line", &240), ("w:lineRule", &"auto")]);
        xml.empty("w:jc", &[("w:val", &"center")]);
    };
    let (width, height) = (AREA_WIDTH * PER_MILLIMETRE, HEIGHT * PER_MILLIMETRE);
    styled(xml, GAP, own, |xml| {
        xml.element("w:r", &[], |xml| {
            xml.element("w:drawing", &[], |xml| {
                let edges: [Attribute; 5] = [
                    ("xmlns:wp", &PLACED),
                    ("distT", &0),
                    ("distB", &0),
                    ("distL", &0),
                    ("distR", &0),
                ];
                xml.element("wp:inline", &edges, |xml| {
                    xml.empty("wp:extent", &[("cx", &width), ("cy", &height)]);
                    let names: [Attribute; 3] = [
                        ("id", &number),
                        ("name", &chart.title),
                        ("descr", &chart.description),
                    ];
                    xml.empty("wp:docPr", &names);
                    xml.empty("wp:cNvGraphicFramePr", &[]);
                    xml.element("a:graphic", &[("xmlns:a", &DRAWING)], |xml| {
                        xml.element("a:graphicData", &[("uri", &CHART)], |xml| {
                            let chart: [Attribute; 2] =
                                [("xmlns:c", &CHART), ("r:id", &chart.relation)];
                            xml.empty("c:chart", &chart);
                        });
                    });
                });
            });
        });
    });
}

impl Data {
    /// `None` where nothing is drawn.
    fn of(chart: &Chart) -> Option<Self> {
        Some(match &chart.content {
            Content::Ring(composition) => {
                Self::of_composition(composition, &chart.unit, Shape::Pie)
            }
            Content::Bars(composition) => {
                Self::of_composition(composition, &chart.unit, Shape::Bars)
            }
            Content::Matrix(matrix) => Self::of_matrix(matrix),
            Content::Trend(trend) => Self::of_trend(trend),
            Content::Waiting(_) | Content::Nothing(_) => return None,
        })
    }

    fn of_composition(composition: &Composition, unit: &str, shape: Shape) -> Self {
        let parts = &composition.parts;
        let said = parts.iter().map(|part| {
            let figure = format!("{} {unit}，{}%", part.value, part.share);
            match shape {
                Shape::Pie => format!("{} {figure}", part.label),
                Shape::Bars | Shape::Columns => figure,
            }
        });
        Self {
            shape,
            names: parts.iter().map(|part| part.label.clone()).collect(),
            series: vec![Series {
                label: composition.label.clone(),
                values: parts.iter().map(|part| Some(part.value)).collect(),
                said: said.collect(),
            }],
        }
    }

    fn of_matrix(matrix: &Matrix) -> Self {
        let series = matrix.groups.iter().map(|group| Series {
            label: group.label.clone(),
            values: group.values.iter().copied().map(Some).collect(),
            said: Vec::new(),
        });
        Self {
            shape: Shape::Bars,
            names: matrix.columns.clone(),
            series: series.collect(),
        }
    }

    fn of_trend(trend: &Trend) -> Self {
        let series = trend.lines.iter().map(|line| Series {
            label: line.label.clone(),
            values: line
                .figures
                .iter()
                .map(|figure| figure.and_then(Figure::number))
                .collect(),
            said: Vec::new(),
        });
        Self {
            shape: Shape::Columns,
            names: trend.years.iter().map(|year| format!("{year}年")).collect(),
            series: series.collect(),
        }
    }

    /// The chart's part; `figures` is how it refers to its workbook.
    fn part(&self, title: &str, figures: &str) -> String {
        let mut xml = Markup::beginning(DECLARATION);
        let spaces: [Attribute; 3] = [
            ("xmlns:c", &CHART),
            ("xmlns:a", &DRAWING),
            ("xmlns:r", &RELATIONS),
        ];
        xml.element("c:chartSpace", &spaces, |xml| {
            value(xml, "c:roundedCorners", &0);
            xml.element("c:chart", &[], |xml| {
                xml.element("c:title", &[], |xml| {
                    rich(xml, title, 1200);
                    value(xml, "c:overlay", &0);
                });
                value(xml, "c:autoTitleDeleted", &0);
                xml.element("c:plotArea", &[], |xml| {
                    xml.empty("c:layout", &[]);
                    match self.shape {
                        Shape::Pie => self.pie(xml),
                        Shape::Bars | Shape::Columns => self.bars(xml),
                    }
                });
                if self.series.len() > 1 {
                    xml.element("c:legend", &[], |xml| {
                        value(xml, "c:legendPos", &"b");
                        value(xml, "c:overlay", &0);
                    });
                }
                value(xml, "c:plotVisOnly", &1);
                value(xml, "c:dispBlanksAs", &"gap");
            });
            line_only(xml, None);
            xml.element("c:externalData", &[("r:id", &figures)], |xml| {
                value(xml, "c:autoUpdate", &0);
            });
        });
        xml.into_string()
    }

    fn pie(&self, xml: &mut Markup) {
        xml.element("c:pieChart", &[], |xml| {
            value(xml, "c:varyColors", &1);
            self.series_of(xml);
            value(xml, "c:firstSliceAng", &0);
        });
    }

    fn bars(&self, xml: &mut Markup) {
        let lying = self.shape == Shape::Bars;
        xml.element("c:barChart", &[], |xml| {
            value(xml, "c:barDir", &if lying { "bar" } else { "col" });
            value(xml, "c:grouping", &"clustered");
            value(xml, "c:varyColors", &0);
            self.series_of(xml);
            value(xml, "c:gapWidth", &if lying { 60 } else { 150 });
            value(xml, "c:axId", &1);
            value(xml, "c:axId", &2);
        });
        let axis = |xml: &mut Markup, name: &str, hidden: bool, place: &str, turned: bool| {
            let (own, other) = if hidden { (2, 1) } else { (1, 2) };
            xml.element(name, &[], |xml| {
                value(xml, "c:axId", &own);
                xml.element("c:scaling", &[], |xml| {
                    value(
                        xml,
                        "c:orientation",
                        &if turned { "maxMin" } else { "minMax" },
                    );
                    if hidden {
                        value(xml, "c:min", &0);
                    }
                });
                value(xml, "c:delete", &u8::from(hidden));
                value(xml, "c:axPos", &place);
                value(xml, "c:majorTickMark", &"none");
                value(xml, "c:minorTickMark", &"none");
                value(xml, "c:tickLblPos", &"nextTo");
                value(xml, "c:crossAx", &other);
                value(xml, "c:crosses", &"autoZero");
            });
        };
        let (names, values) = if lying { ("l", "b") } else { ("b", "l") };
        // Bars are read from the top down.
        axis(xml, "c:catAx", false, names, lying);
        axis(xml, "c:valAx", true, values, false);
    }

    fn series_of(&self, xml: &mut Markup) {
        for (at, series) in self.series.iter().enumerate() {
            xml.element("c:ser", &[], |xml| {
                value(xml, "c:idx", &at);
                value(xml, "c:order", &at);
                let column = workbook::column(at);
                xml.element("c:tx", &[], |xml| {
                    strings(
                        xml,
                        &format!("{column}$1"),
                        std::slice::from_ref(&series.label),
                    );
                });
                if self.shape == Shape::Pie {
                    self.slices(xml);
                } else {
                    let last = self.series.len().saturating_sub(1).max(1);
                    line_only(xml, Some(shade(at * (SHADES.len() - 1) / last)));
                    value(xml, "c:invertIfNegative", &0);
                }
                self.labels(xml, series);
                let last = self.names.len() + 1;
                xml.element("c:cat", &[], |xml| {
                    let place = format!("{}$2:$A${last}", workbook::NAMES);
                    strings(xml, &place, &self.names);
                });
                xml.element("c:val", &[], |xml| {
                    let end = workbook::letter(at);
                    numbers(xml, &format!("{column}$2:${end}${last}"), &series.values);
                });
            });
        }
    }

    fn slices(&self, xml: &mut Markup) {
        let count = self.names.len();
        for at in 0..count {
            xml.element("c:dPt", &[], |xml| {
                value(xml, "c:idx", &at);
                value(xml, "c:bubble3D", &0);
                let place = at * (SHADES.len() - 1) / count.saturating_sub(1).max(1);
                line_only(xml, Some(shade(place)));
            });
        }
    }

    fn labels(&self, xml: &mut Markup, series: &Series) {
        xml.element("c:dLbls", &[], |xml| {
            for (at, text) in series.said.iter().enumerate() {
                xml.element("c:dLbl", &[], |xml| {
                    value(xml, "c:idx", &at);
                    // A slice of nothing has no label, or it would cover another one's.
                    let nothing = series.values.get(at).copied().flatten();
                    if self.shape == Shape::Pie && nothing.is_some_and(|value| value.is_zero()) {
                        value(xml, "c:delete", &1);
                        return;
                    }
                    rich(xml, text, 900);
                    shown(xml);
                });
            }
            shown(xml);
        });
    }
}

fn shade(place: usize) -> &'static str {
    SHADES.get(place).copied().unwrap_or("10305A")
}

fn value(xml: &mut Markup, name: &str, content: &dyn std::fmt::Display) {
    xml.empty(name, &[("val", content)]);
}

/// Where a label stands, and that it is the value.
fn shown(xml: &mut Markup) {
    value(xml, "c:dLblPos", &"outEnd");
    for (name, on) in [
        ("c:showLegendKey", 0),
        ("c:showVal", 1),
        ("c:showCatName", 0),
        ("c:showSerName", 0),
        ("c:showPercent", 0),
        ("c:showBubbleSize", 0),
    ] {
        value(xml, name, &on);
    }
}

/// A text in hundredths of a point.
fn rich(xml: &mut Markup, text: &str, size: u32) {
    xml.element("c:tx", &[], |xml| {
        xml.element("c:rich", &[], |xml| {
            xml.empty("a:bodyPr", &[]);
            xml.element("a:p", &[], |xml| {
                xml.element("a:r", &[], |xml| {
                    let properties: [Attribute; 3] = [("lang", &"zh-CN"), ("sz", &size), ("b", &0)];
                    xml.empty("a:rPr", &properties);
                    xml.element("a:t", &[], |xml| xml.text(text));
                });
            });
        });
    });
}

/// Filled with a colour inside a white line, or neither filled nor framed.
fn line_only(xml: &mut Markup, color: Option<&str>) {
    xml.element("c:spPr", &[], |xml| match color {
        Some(color) => {
            xml.element("a:solidFill", &[], |xml| value(xml, "a:srgbClr", &color));
            xml.element("a:ln", &[("w", &9525)], |xml| {
                xml.element("a:solidFill", &[], |xml| value(xml, "a:srgbClr", &"FFFFFF"));
            });
        }
        None => xml.element("a:ln", &[], |xml| xml.empty("a:noFill", &[])),
    });
}

fn strings(xml: &mut Markup, place: &str, texts: &[String]) {
    xml.element("c:strRef", &[], |xml| {
        xml.element("c:f", &[], |xml| xml.text(place));
        xml.element("c:strCache", &[], |xml| {
            value(xml, "c:ptCount", &texts.len());
            for (at, text) in texts.iter().enumerate() {
                point(xml, at, text);
            }
        });
    });
}

fn numbers(xml: &mut Markup, place: &str, numbers: &[Option<Decimal>]) {
    xml.element("c:numRef", &[], |xml| {
        xml.element("c:f", &[], |xml| xml.text(place));
        xml.element("c:numCache", &[], |xml| {
            xml.element("c:formatCode", &[], |xml| xml.text("General"));
            value(xml, "c:ptCount", &numbers.len());
            for (at, number) in numbers.iter().enumerate() {
                if let Some(number) = number {
                    point(xml, at, &number.to_string());
                }
            }
        });
    });
}

fn point(xml: &mut Markup, at: usize, text: &str) {
    xml.element("c:pt", &[("idx", &at)], |xml| {
        xml.element("c:v", &[], |xml| xml.text(text));
    });
}
