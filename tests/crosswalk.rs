//! Figures of one format beside those of another: what corresponds, how far it
//! compares, and how it stands in a table over the years.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write;
use std::sync::Arc;

use nianbao::crosswalk::{Comparison, Crosswalk, Mark};
use nianbao::form::catalog::Catalog;
use nianbao::form::load::{load, load_variant};
use nianbao::form::{Cell, Form, Problem, Variant};
use nianbao::returns::Return;
use nianbao::totals::derive;
use nianbao::value::{Measure, parse};
use nianbao::years::{Figure, Slot, YearReport, Years};

/// A form with one table of rows and columns.
fn definition(edition: &str, columns: &str, rows: &[&str]) -> String {
    let mut text = format!(
        "form = \"annual-report\"\nversion = \"1\"\nedition = \"{edition}\"\nname = \"{edition}版\"\n\
         title = \"{{agency}}{{year}}\"\nbasis = \"测试\"\nyears = {{ from = 2000 }}\n\
         [[part]]\nid = \"t\"\ntitle = \"表\"\nshort = \"表\"\ntable = \"t\"\n\
         [[table]]\nid = \"t\"\ntype_size = 9\ncolumns = [{columns}]\n"
    );
    let count = columns.matches("id =").count();
    writeln!(text, "widths = {:?}", vec![10; count]).unwrap();
    let lines: Vec<String> = rows
        .iter()
        .map(|row| format!("{{ cells = [{{ values = \"{row}\" }}] }}"))
        .collect();
    writeln!(text, "grid = [{}]", lines.join(", ")).unwrap();
    for row in rows {
        writeln!(
            text,
            "[[table.row]]\nid = \"{row}\"\nlabel = \"{row}\"\nshort = \"{row}\""
        )
        .unwrap();
    }
    text
}

const ONE_COLUMN: &str = "{ id = \"count\", label = \"数\" }";
const THREE_COLUMNS: &str = "{ id = \"a\", label = \"甲\" }, { id = \"b\", label = \"乙\" }, \
     { id = \"total\", label = \"计\", sum = [\"a\", \"b\"] }";

fn old() -> Form {
    let rows = ["received", "closed", "yes", "public", "amend", "gone"];
    load(&definition("O", ONE_COLUMN, &rows)).unwrap()
}

fn old_regional() -> Form {
    let rows = [
        "received", "closed", "yes", "public", "amend", "gone", "local",
    ];
    load(&definition("O-r", ONE_COLUMN, &rows)).unwrap()
}

fn middle() -> Form {
    let rows = ["received", "closed", "granted", "unclear", "other"];
    load(&definition("M", THREE_COLUMNS, &rows)).unwrap()
}

fn latest_definition() -> String {
    let rows = [
        "received", "closed", "granted", "unclear", "other.x", "other.y",
    ];
    let alternative = "[[table.alternative]]\nid = \"other\"\nlabel = \"按一行填报\"\n\
         replaces = [\"other.x\", \"other.y\"]\n\
         row = { id = \"other\", label = \"other\", short = \"other\" }\n\
         line = { cells = [{ values = \"other\" }] }\n";
    definition("N", THREE_COLUMNS, &rows) + alternative
}

fn latest() -> Form {
    load(&latest_definition()).unwrap()
}

fn latest_in_one_row() -> Form {
    let variant = Variant {
        alternatives: vec!["other".to_owned()],
        ..Variant::default()
    };
    load_variant(&latest_definition(), &variant).unwrap()
}

const CROSSWALK: &str = r#"
[[format]]
id = "O"
editions = ["O", "O-r"]
[[format]]
id = "M"
editions = ["M"]
[[format]]
id = "N"
editions = ["N"]

[[joined_row]]
format = "N"
row = "t.other"
of = ["t.other.x", "t.other.y"]

[[match]]
id = "received"
label = "收"
O = ["t.received:count"]
M = ["t.received"]
N = ["t.received"]
O_M = { roughly = "收法不同。" }
M_N = "comparable"

[[match]]
id = "closed"
label = "结"
O = ["t.closed:count"]
M = ["t.closed"]
N = ["t.closed"]
O_M = "comparable"
M_N = { roughly = "结法不同。" }

[[match]]
id = "granted"
label = "给"
O = ["t.public:count", "t.yes:count"]
M = ["t.granted"]
N = ["t.granted"]
O_M = { roughly = "两项相加。" }
M_N = "comparable"

[[match]]
id = "unclear"
label = "不明"
O = ["t.amend:count"]
M = ["t.unclear"]
N = ["t.unclear"]
O_M = { not_comparable = "不是一件事。" }
M_N = "comparable"

[[match]]
id = "other"
label = "其他"
M = ["t.other"]
N = ["t.other"]
M_N = "comparable"

[[match]]
id = "gone"
label = "取消的"
O = ["t.gone", "t.local"]

[[indicator]]
id = "received"
label = "新收"
group = "申请"
unit = "件"
O = ["t.received:count"]
M = ["t.received:total"]
N = ["t.received:total"]
O_M = { roughly = "收法不同。" }
M_N = "comparable"

[[indicator]]
id = "closed"
label = "办结"
group = "申请"
unit = "件"
O = ["t.closed:count"]
M = ["t.closed:total"]
N = ["t.closed:total"]
O_M = "comparable"
M_N = { roughly = "结法不同。" }

[[indicator]]
id = "granted"
label = "公开"
group = "结果"
unit = "件"
O = ["t.public:count", "t.yes:count"]
M = ["t.granted:total"]
N = ["t.granted:total"]
O_M = { not_comparable = "不可相比。" }
M_N = "comparable"

[[indicator]]
id = "share"
label = "公开率"
group = "比率"
unit = "%"
share = { of = ["granted"], in = "closed" }

[[indicator]]
id = "other"
label = "其他"
group = "结果"
unit = "件"
M = ["t.other:total"]
N = ["t.other:total"]
M_N = "comparable"

[[indicator]]
id = "gone"
label = "取消的"
group = "旧"
unit = "件"
O = ["t.gone:count"]
"#;

fn crosswalk() -> Crosswalk {
    Crosswalk::load(CROSSWALK).unwrap()
}

/// What corresponds to a cell: keys, mark and note.
#[track_caller]
fn beside(form: &Form, previous: &Form, key: &str) -> Option<(Vec<String>, Mark, String)> {
    let comparison: Comparison = crosswalk().between(form, previous);
    let cell: Cell = form.cell(key).expect(key);
    comparison.of(cell).map(|found| {
        let keys = found
            .cells
            .iter()
            .map(|&cell| previous.key(cell).to_owned());
        (keys.collect(), found.mark, found.note.clone())
    })
}

#[track_caller]
fn corresponds(form: &Form, previous: &Form, key: &str, keys: &[&str], mark: Mark, note: &str) {
    let keys = keys.iter().map(|&key| key.to_owned()).collect();
    assert_eq!(
        beside(form, previous, key),
        Some((keys, mark, note.to_owned())),
        "{key}"
    );
}

#[test]
fn the_crosswalk_fits_its_forms() {
    let forms = [old(), old_regional(), middle(), latest()];
    assert_eq!(crosswalk().check(&forms), Ok(()));
}

#[test]
fn in_one_format_equal_keys_correspond() {
    let (old, regional) = (old(), old_regional());
    for (form, previous) in [(&old, &regional), (&regional, &old), (&old, &old)] {
        let keys = &["t.received:count"];
        corresponds(form, previous, keys[0], keys, Mark::Comparable, "");
    }
    assert_eq!(beside(&regional, &old, "t.local:count"), None);
}

#[test]
fn one_column_meets_only_the_total() {
    let (old, middle) = (old(), middle());
    let note = "收法不同。";
    corresponds(
        &middle,
        &old,
        "t.received:total",
        &["t.received:count"],
        Mark::Roughly,
        note,
    );
    corresponds(
        &old,
        &middle,
        "t.received:count",
        &["t.received:total"],
        Mark::Roughly,
        note,
    );
    assert_eq!(beside(&middle, &old, "t.received:a"), None);
}

#[test]
fn rows_are_added_and_never_divided() {
    let (old, middle) = (old(), middle());
    let both = ["t.public:count", "t.yes:count"];
    corresponds(
        &middle,
        &old,
        "t.granted:total",
        &both,
        Mark::Roughly,
        "两项相加。",
    );
    assert_eq!(beside(&old, &middle, "t.yes:count"), None);
    assert_eq!(beside(&old, &middle, "t.gone:count"), None);
}

#[test]
fn rows_printed_as_one_correspond_to_their_sum() {
    let (middle, latest, one_row) = (middle(), latest(), latest_in_one_row());
    let key = "t.other:a";
    corresponds(&one_row, &middle, key, &[key], Mark::Comparable, "");
    let parts = ["t.other.x:a", "t.other.y:a"];
    corresponds(&one_row, &latest, key, &parts, Mark::Comparable, "");
    corresponds(&middle, &latest, key, &parts, Mark::Comparable, "");
    assert_eq!(beside(&latest, &one_row, "t.other.x:a"), None);
    assert_eq!(beside(&latest, &middle, "t.other.x:a"), None);
}

#[test]
fn over_two_changes_the_worse_mark_holds() {
    let (old, latest) = (old(), latest());
    corresponds(
        &latest,
        &old,
        "t.unclear:total",
        &["t.amend:count"],
        Mark::NotComparable,
        "不是一件事。",
    );
    corresponds(
        &latest,
        &old,
        "t.closed:total",
        &["t.closed:count"],
        Mark::Roughly,
        "结法不同。",
    );
}

/// The pairs of official forms as years follow each other, and over two changes.
const FOLLOWING: [(&str, &str); 5] = [
    ("B", "A"),
    ("B", "A-bj"),
    ("C", "B"),
    ("C", "A"),
    ("C", "C"),
];

#[test]
fn every_official_difference_is_explained() {
    let catalog = Catalog::built_in().unwrap();
    for (edition, before) in FOLLOWING {
        let form = catalog.official(edition).unwrap();
        let previous = catalog.official(before).unwrap();
        let comparison = catalog.crosswalk().between(&form, &previous);
        for cell in form.all_cells() {
            if let Some(found) = comparison.of(cell) {
                let key = form.key(cell);
                assert!(!found.cells.is_empty(), "{key}");
                assert_eq!(
                    found.mark == Mark::Comparable,
                    found.note.is_empty(),
                    "{key}"
                );
            }
        }
    }
}

#[test]
fn official_figures_meet_their_own() {
    let catalog = Catalog::built_in().unwrap();
    for (edition, before, key, keys, mark) in [
        (
            "B",
            "A-bj",
            "applications.result.granted:total",
            &[
                "statistics.application.answered.already_public:count",
                "statistics.application.answered.granted:count",
            ][..],
            Some(Mark::Roughly),
        ),
        ("B", "A", "applications.result.granted:natural", &[], None),
        (
            "C",
            "B",
            "applications.carried_out:org.legal",
            &["applications.carried_out:org.legal"],
            Some(Mark::Comparable),
        ),
        (
            "C",
            "B",
            "disclosure.normative_documents:valid",
            &["disclosure.normative_documents:total"],
            Some(Mark::NotComparable),
        ),
        (
            "C",
            "B",
            "disclosure.fees:amount",
            &["disclosure.fees:prev", "disclosure.fees:delta"],
            Some(Mark::NotComparable),
        ),
        ("C", "B", "applications.result.other.misc:total", &[], None),
        (
            "C",
            "A",
            "cases.review:corrected",
            &["statistics.review.corrected:count"],
            Some(Mark::Comparable),
        ),
    ] {
        let form = catalog.official(edition).unwrap();
        let previous = catalog.official(before).unwrap();
        let comparison = catalog.crosswalk().between(&form, &previous);
        let found = comparison.of(form.cell(key).expect(key));
        let cells = found.map_or(&[][..], |found| &found.cells);
        let found_keys: Vec<&str> = cells.iter().map(|&cell| previous.key(cell)).collect();
        assert_eq!(found_keys, keys, "{key}");
        assert_eq!(found.map(|found| found.mark), mark, "{key}");
    }
}

/// The codes of the problems of the crosswalk after a change.
#[track_caller]
fn codes(from: &str, to: &str) -> Vec<&'static str> {
    assert!(CROSSWALK.contains(from), "{from}");
    let forms = [old(), old_regional(), middle(), latest()];
    let problems: Vec<Problem> = Crosswalk::load(&CROSSWALK.replacen(from, to, 1))
        .and_then(|crosswalk| crosswalk.check(&forms))
        .err()
        .unwrap_or_default();
    problems.into_iter().map(|problem| problem.code).collect()
}

#[test]
fn what_is_wrong_is_said() {
    assert_eq!(codes("O_M = \"comparable\"", ""), ["unknown-word"]);
    assert_eq!(
        codes("O_M = \"comparable\"", "O_M = \"roughly\""),
        ["unknown-word"]
    );
    assert_eq!(
        codes("{ roughly = \"收法不同。\" }", "{ roughly = \"\" }"),
        ["missing-text"]
    );
    assert_eq!(
        codes("M_N = \"comparable\"", "M_X = \"comparable\""),
        ["unknown-word", "unknown-key"]
    );
    assert_eq!(
        codes("id = \"closed\"", "id = \"received\""),
        ["doubled-id"]
    );
    assert_eq!(
        codes("M = [\"t.closed\"]", "M = [\"t.shut\"]"),
        [
            "unknown-operand",
            "empty-match",
            "empty-match",
            "cell-without-match",
            "cell-without-match",
            "cell-without-match"
        ]
    );
    assert_eq!(
        codes("editions = [\"M\"]", "editions = []"),
        ["unknown-edition"]
    );
    assert_eq!(
        codes(", in = \"closed\"", ", in = \"shut\""),
        ["unknown-indicator"]
    );
    assert_eq!(
        codes(
            "group = \"申请\"\nunit = \"件\"",
            "group = \"申请\"\nunit = \"条\""
        ),
        ["mixed-units"]
    );
    assert_eq!(
        codes("[[match]]", "[[match]]\ngroup = \"x\""),
        ["unknown-key"]
    );
}

fn report(form: Form, year: u16, cells: &[(&str, &str)]) -> YearReport {
    let mut ret = Return::blank(&form, "某局", year);
    for (key, figure) in cells {
        let cell = form.cell(key).expect(key);
        ret.stated.set(cell, parse(figure, Measure::COUNT).value);
    }
    YearReport {
        year,
        agency: ret.header.agency.clone(),
        derived: derive(&form, &ret.stated),
        form: Arc::new(form),
        source: format!("{year}.nianbao"),
    }
}

fn three_years() -> Years {
    let reports = vec![
        report(
            latest(),
            2022,
            &[
                ("t.received:a", "4"),
                ("t.received:b", "5"),
                ("t.closed:total", "0"),
                ("t.granted:total", "0"),
                ("t.other.x:total", "1"),
                ("t.other.y:total", "2"),
            ],
        ),
        report(
            old(),
            2018,
            &[
                ("t.received:count", "10"),
                ("t.closed:count", "9"),
                ("t.yes:count", "2"),
                ("t.public:count", "1"),
                ("t.gone:count", "7"),
            ],
        ),
        report(
            middle(),
            2019,
            &[
                ("t.received:a", "20"),
                ("t.received:b", "-"),
                ("t.closed:total", "8"),
                ("t.granted:total", "1"),
            ],
        ),
    ];
    Years::of(&crosswalk(), reports)
}

/// A line's figures as texts, `?` for blank and `—` for what is not asked for.
#[track_caller]
fn figures(years: &Years, id: &str) -> String {
    let line = years
        .lines
        .iter()
        .find(|line| line.indicator.id == id)
        .expect(id);
    let texts: Vec<String> = line
        .figures
        .iter()
        .map(|figure| match figure {
            Figure::Number(number) => number.to_string(),
            Figure::Blank => "?".to_owned(),
            Figure::Absent => "—".to_owned(),
        })
        .collect();
    texts.join(" ")
}

#[test]
fn blank_and_not_asked_for_stay_different() {
    let years = three_years();
    let columns: Vec<u16> = years.columns.iter().map(|column| column.year).collect();
    assert_eq!(columns, [2018, 2019, 2022]);
    assert_eq!(figures(&years, "received"), "10 ? 9");
    assert_eq!(figures(&years, "other"), "— ? 3");
    assert_eq!(figures(&years, "gone"), "7 — —");
}

#[test]
fn a_share_has_two_decimals_and_none_of_nothing() {
    assert_eq!(figures(&three_years(), "share"), "33.33 12.50 ?");
}

#[test]
fn marks_stand_between_the_years() {
    let years = three_years();
    let line = |id: &str| years.lines.iter().find(|line| line.indicator.id == id);
    let marks = |id: &str| -> Vec<Option<(usize, Mark)>> {
        let joins = line(id).expect(id).joins.iter();
        joins
            .map(|join| {
                join.as_ref()
                    .map(|join| (join.from, join.comparability.mark))
            })
            .collect()
    };
    let (roughly, comparable) = (Mark::Roughly, Mark::Comparable);
    assert_eq!(
        marks("received"),
        [None, Some((0, roughly)), Some((1, comparable))]
    );
    assert_eq!(
        marks("share"),
        [None, Some((0, Mark::NotComparable)), Some((1, roughly))]
    );
    assert_eq!(marks("gone"), [None, None, None]);
}

#[test]
fn lines_break_where_years_or_figures_are_missing_or_not_comparable() {
    let years = three_years();
    assert_eq!(
        years.slots(),
        [
            Slot::Column(0),
            Slot::Column(1),
            Slot::Gap {
                from: 2020,
                to: 2021
            },
            Slot::Column(2)
        ]
    );
    let pieces = |id: &str| -> Vec<usize> {
        let line = years.lines.iter().find(|line| line.indicator.id == id);
        let pieces = years.pieces(line.expect(id));
        pieces.iter().map(Vec::len).collect()
    };
    assert_eq!(pieces("closed"), [2, 1], "the missing years");
    assert_eq!(pieces("granted"), [1, 1, 1], "not comparable");
    assert_eq!(pieces("received"), [1, 1], "the blank");
}

#[test]
fn of_one_year_the_later_given_stays() {
    let mut second = report(old(), 2018, &[("t.received:count", "11")]);
    second.source = "b".to_owned();
    second.agency = " 某委 ".to_owned();
    let first = report(old(), 2018, &[("t.received:count", "10")]);
    let years = Years::of(&crosswalk(), vec![first, second]);
    assert_eq!(figures(&years, "received"), "11");
    assert_eq!(years.replaced.len(), 1);
    assert_eq!(
        (
            years.replaced[0].left_out.as_str(),
            years.replaced[0].kept.as_str()
        ),
        ("2018.nianbao", "b")
    );
    assert_eq!(years.agencies, ["某局", "某委"]);
}
