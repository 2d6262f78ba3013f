//! 校验码: a short code per table that tells whether paper and file hold the same figures.
//!
//! The code is made of what is printed in the table's figures and of nothing
//! else: table, edition and year, and every figure by key, stated or else
//! computed. Whose report it is stands on the paper in words, and is written
//! now in full, now in short; so it is left out, and equal tables of two
//! agencies have equal codes. `25.10` and `25.1` are one figure.

mod code;
mod compare;

use sha2::{Digest, Sha256};

use crate::form::{Form, Part};
use crate::returns::Return;
use crate::totals::Derived;
use crate::value::Value;

pub use code::{Code, Mistyped};
pub use compare::{Comparison, Verdict, compare};

/// What stands before the codes on paper.
pub const LABEL: &str = "校验码";

/// What is said about a typed code that belongs to no table of the file.
pub const STRAY: &str = "与文件中各表都对不上";

/// A table with its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableCode {
    /// The table's place in [`Form::tables`].
    pub table: usize,
    /// What stands before the code: the numeral of the part (`三`), else its short name.
    pub mark: String,
    /// The part's heading: `三、收到和处理政府信息公开申请情况`.
    pub title: String,
    pub code: Code,
}

/// The code of each table of a report, in the order of its parts. Blank tables have one too.
///
/// `derived` has to be computed from the same form and return.
pub fn codes(form: &Form, ret: &Return, derived: &Derived) -> Vec<TableCode> {
    form.parts
        .iter()
        .filter_map(|part| {
            let table = part.table?;
            Some(TableCode {
                table,
                mark: mark(part).to_owned(),
                title: part.title.clone(),
                code: code(form, ret, derived, table),
            })
        })
        .collect()
}

/// The codes in one line, as they are printed: `校验码 二 7K4M-2 三 PQ3X-9`; empty without any.
pub fn line(codes: &[(String, String)]) -> String {
    if codes.is_empty() {
        return String::new();
    }
    let codes = codes.iter().map(|(mark, code)| format!(" {mark} {code}"));
    format!("{LABEL}{}", codes.collect::<String>())
}

/// The numeral before the heading's first mark, else the short name: an annex has no numeral.
fn mark(part: &Part) -> &str {
    match part.title.split_once('、') {
        Some((numeral, _)) if !numeral.is_empty() => numeral,
        _ => &part.short,
    }
}

fn code(form: &Form, ret: &Return, derived: &Derived, table: usize) -> Code {
    let id = form.tables.get(table).map_or("", |table| &table.id);
    let mut hash = Sha256::new();
    hash.update(format!(
        "nianbao-proof 1\nedition={}\nyear={}\ntable={id}\n",
        form.edition(),
        ret.header.year
    ));
    let cells = form.all_cells();
    for cell in cells.filter(|&cell| form.definition(cell).table == table) {
        let figure = match derived.value(cell) {
            Value::Number(number) => number.normalize().to_string(),
            other => other.to_string(),
        };
        // A line's end inside a figure would look like another figure.
        let figure = figure.split_whitespace().collect::<Vec<_>>().join(" ");
        hash.update(format!("{}={figure}\n", form.key(cell)));
    }
    Code::of(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::catalog::Catalog;
    use crate::totals::derive;
    use crate::value::parse;

    fn printed(year: u16, figures: &[(&str, &str)]) -> Vec<(String, String)> {
        let catalog = Catalog::built_in().unwrap();
        let form = catalog.for_year(year).unwrap();
        let mut ret = Return::blank(&form, "某区人民政府", year);
        for (key, text) in figures {
            let cell = form.cell(key).unwrap();
            let measure = form.definition(cell).measure;
            ret.stated.set(cell, parse(text, measure).value);
        }
        codes(&form, &ret, &derive(&form, &ret.stated))
            .into_iter()
            .map(|table| (table.mark, table.code.to_string()))
            .collect()
    }

    #[test]
    fn a_figure_changes_the_code_of_its_table_only() {
        let blank = printed(2023, &[]);
        let zero = printed(2023, &[("cases.review:upheld", "0")]);
        let marks: Vec<_> = blank.iter().map(|(mark, _)| mark.as_str()).collect();
        assert_eq!(marks, ["二", "三", "四"]);
        assert_eq!(blank[..2], zero[..2]);
        assert_ne!(blank[2], zero[2], "blank is not zero");
        assert_eq!(printed(2016, &[])[0].0, "统计表");
    }

    #[test]
    fn year_and_edition_are_in_the_code_and_written_zeros_are_not() {
        assert_ne!(printed(2023, &[]), printed(2022, &[]));
        let money = "disclosure.fees:amount";
        assert_eq!(
            printed(2023, &[(money, "25.10")]),
            printed(2023, &[(money, "25.1")])
        );
    }

    /// Paper lasts: the codes of reports printed once must not change.
    #[test]
    fn codes_stay_what_they_are() {
        let codes = printed(2023, &[("cases.review:upheld", "3")]);
        assert_eq!(line(&codes), "校验码 二 ENKK-R 三 662Y-Y 四 7EWY-A");
        assert_eq!(line(&[]), "");
    }
}
