//! Charts as sentences: for those who hear them, and for files that describe their pictures.

use super::{Chart, Composition, Content, Line, Matrix, Trend};
use crate::years::Figure;

impl Chart {
    /// All that the chart shows, as whole sentences without line breaks.
    pub fn in_words(&self) -> String {
        let unit = &self.unit;
        let mut sentences = vec![match &self.content {
            Content::Ring(composition) | Content::Bars(composition) => {
                composition_in_words(composition, unit)
            }
            Content::Matrix(matrix) => matrix_in_words(matrix, unit),
            Content::Trend(trend) => trend_in_words(trend, unit),
            Content::Waiting(sentence) | Content::Nothing(sentence) => sentence.clone(),
        }];
        sentences.extend(self.notes.iter().cloned());
        sentences
            .iter()
            .map(|sentence| format!("{sentence}。"))
            .collect()
    }
}

fn composition_in_words(composition: &Composition, unit: &str) -> String {
    let parts = composition
        .parts
        .iter()
        .map(|part| format!("{} {} {unit}，占 {}%", part.label, part.value, part.share));
    format!(
        "{} {} {unit}：{}",
        composition.label,
        composition.whole,
        parts.collect::<Vec<_>>().join("；")
    )
}

fn matrix_in_words(matrix: &Matrix, unit: &str) -> String {
    let groups = matrix.groups.iter().map(|group| {
        let values = matrix.columns.iter().zip(&group.values);
        let values: Vec<String> = values
            .map(|(column, value)| format!("{column} {value} {unit}"))
            .collect();
        let head = format!("{}共 {} {unit}", group.label, group.total);
        if group.total.is_zero() {
            head
        } else {
            format!("{head}：{}", values.join("，"))
        }
    });
    groups.collect::<Vec<_>>().join("；")
}

fn trend_in_words(trend: &Trend, unit: &str) -> String {
    let years = trend.years.iter().enumerate().map(|(at, year)| {
        let figures = trend.lines.iter().map(|line| {
            let figure = line.figures.get(at).copied().flatten();
            format!("{}{}", line.label, figure_in_words(figure, unit))
        });
        format!("{year}年{}", figures.collect::<Vec<_>>().join("，"))
    });
    years.collect::<Vec<_>>().join("；")
}

fn figure_in_words(figure: Option<Figure>, unit: &str) -> String {
    match figure {
        Some(Figure::Number(number)) => format!(" {number} {unit}"),
        _ => Line::lack(figure).to_owned(),
    }
}

impl Line {
    /// What stands in place of a number: `未填`.
    pub fn lack(figure: Option<Figure>) -> &'static str {
        match figure {
            Some(Figure::Number(_)) => "",
            Some(Figure::Blank) => "未填",
            Some(Figure::Absent) => "不填",
            None => "缺",
        }
    }
}
