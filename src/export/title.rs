//! The report's title in lines that break where the sense does, in the shapes of GB/T 9704:
//! a trapezium or a lozenge.

mod sense;

use crate::returns::Header;

use super::wording::paragraphs;
use sense::{FORBIDDEN, penalties};

/// What a line of the title holds, in ems of its size: 156 mm of 2号.
const MOST: f32 = 20.0;
const MOST_LINES: usize = 4;
/// Digits, Latin letters and half-width marks, in ems.
const HALF: f32 = 0.6;

/// What a fault of shape costs, beside the penalties of [`sense`].
const WAIST: f32 = 7.0;
const ONE_LINE_MORE: f32 = 3.0;
const STUMP: f32 = 6.0;
const REPORT_BROKEN: f32 = 8.0;
const ALL_EQUAL: f32 = 1.0;
const UNEVEN: f32 = 4.0;
/// A difference of lengths that the eye sees, in ems.
const SEEN: f32 = 1.5;
/// A line shorter than this, in ems, is a stump.
const SHORTEST: f32 = 4.0;

/// The title in lines: who, then which report, and either in more lines where one is too short
/// for it. Line breaks in a title of one's own are meant.
pub(super) fn title_lines(title: &str, header: &Header) -> Vec<String> {
    let typed: Vec<String> = paragraphs(title).map(str::to_owned).collect();
    let [line] = typed.as_slice() else {
        return typed;
    };
    let (who, report) = who_and_report(line, header);
    if report.is_empty() {
        return broken(&who, None);
    }
    let whole = format!("{who}{report}");
    broken(&whole, Some(who.chars().count()))
}

/// The title up to the report's name, and that. Without an agency the first takes it all.
fn who_and_report(title: &str, header: &Header) -> (String, String) {
    let year = format!("{}年", header.year);
    let agency = header.agency.trim();
    let cut = |first: &str, rest: &str| (first.trim().to_owned(), rest.trim().to_owned());
    if agency.is_empty() {
        return (title.to_owned(), String::new());
    }
    if let Some(rest) = title.strip_prefix(agency) {
        return cut(agency, rest);
    }
    let behind_year = title.strip_prefix(&year).map(str::trim_start);
    if let Some(rest) = behind_year.and_then(|rest| rest.strip_prefix(agency)) {
        return cut(title.strip_suffix(rest).unwrap_or(title), rest);
    }
    match title.find(&year).and_then(|at| title.split_at_checked(at)) {
        Some((before, rest)) if !before.is_empty() => cut(before, rest),
        _ => (title.to_owned(), String::new()),
    }
}

/// The text in the fewest and best lines; one ends after `meeting` characters, if that is given.
fn broken(text: &str, meeting: Option<usize>) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut costs = penalties(&characters);
    if let Some((place, behind)) = meeting.and_then(|meeting| {
        let (_, report) = costs.split_at_mut_checked(meeting)?;
        report.split_first_mut()
    }) {
        *place = 0.0;
        behind.iter_mut().for_each(|cost| *cost += REPORT_BROKEN);
    }
    let meeting: Vec<usize> = meeting.into_iter().collect();
    let fixed = Plan::new(&characters, &costs, meeting.clone());
    if characters.iter().copied().map(ems).sum::<f32>() > MOST * MOST_LINES as f32 {
        return fixed.lines(&characters);
    }
    let mut best = fixed;
    let mut plans = vec![meeting];
    for _ in 1..MOST_LINES {
        // One more break, in every place, in each of the plans so far.
        plans = plans
            .iter()
            .flat_map(|plan| one_more(plan, &costs))
            .collect();
        for breaks in plans.iter().filter(|breaks| breaks.len() < MOST_LINES) {
            let plan = Plan::new(&characters, &costs, breaks.clone());
            if plan.cost < best.cost {
                best = plan;
            }
        }
    }
    best.lines(&characters)
}

/// The plan with one more break, in each place where it may stand.
fn one_more(plan: &[usize], costs: &[f32]) -> Vec<Vec<usize>> {
    (1..costs.len())
        .filter(|place| {
            !plan.contains(place) && costs.get(*place).is_some_and(|&cost| cost < FORBIDDEN)
        })
        .map(|place| {
            let mut breaks = plan.to_vec();
            breaks.push(place);
            breaks.sort_unstable();
            breaks
        })
        .collect()
}

/// Where lines end, in characters from the text's beginning, and what that costs.
struct Plan {
    breaks: Vec<usize>,
    cost: f32,
}

impl Plan {
    fn new(characters: &[char], costs: &[f32], breaks: Vec<usize>) -> Self {
        let widths: Vec<f32> = pieces(characters, &breaks)
            .map(|line| line.iter().copied().map(ems).sum())
            .collect();
        let sense: f32 = breaks.iter().filter_map(|&place| costs.get(place)).sum();
        Self {
            cost: sense + shape(&widths),
            breaks,
        }
    }

    fn lines(&self, characters: &[char]) -> Vec<String> {
        pieces(characters, &self.breaks)
            .map(|line| line.iter().collect::<String>().trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    }
}

fn pieces<'a>(characters: &'a [char], breaks: &[usize]) -> impl Iterator<Item = &'a [char]> {
    let begins = std::iter::once(0).chain(breaks.iter().copied());
    let ends = breaks.iter().copied().chain([characters.len()]);
    begins
        .zip(ends)
        .filter_map(|(begin, end)| characters.get(begin..end))
        .collect::<Vec<_>>()
        .into_iter()
}

/// What the shape of lines of these widths costs, in ems: least for few lines that grow, shrink,
/// or grow and then shrink.
fn shape(widths: &[f32]) -> f32 {
    let too_wide = widths.iter().filter(|&&width| width > MOST).count();
    let stumps = widths.iter().filter(|&&width| width < SHORTEST).count();
    let waists = widths
        .windows(3)
        .filter(
            |three| matches!(three, [above, middle, below] if middle + SEEN < above.min(*below)),
        )
        .count();
    let (least, most) = widths
        .iter()
        .fold((f32::INFINITY, 0.0_f32), |(least, most), &width| {
            (least.min(width), most.max(width))
        });
    let equal = widths.len() > 1 && most - least < 0.5;
    too_wide as f32 * FORBIDDEN
        + stumps as f32 * STUMP
        + waists as f32 * WAIST
        + widths.len() as f32 * ONE_LINE_MORE
        + if equal { ALL_EQUAL } else { 0.0 }
        + UNEVEN * (most - least) / MOST
}

fn ems(character: char) -> f32 {
    if character.is_ascii() { HALF } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "2023年政府信息公开工作年度报告";

    fn header(agency: &str) -> Header {
        Header {
            agency: agency.to_owned(),
            year: 2023,
            ..Header::default()
        }
    }

    /// The agency's lines as they should be, under the report's name.
    #[test]
    fn agencies_break_by_sense() {
        let cases = include_str!("title/cases.txt");
        let differing: Vec<String> = cases
            .lines()
            .filter_map(|case| {
                let agency = case.replace('|', "");
                let title = format!("{agency}{REPORT}");
                let found = title_lines(&title, &header(&agency));
                let expected = format!("{case}|{REPORT}");
                (found.join("|") != expected).then(|| found.join("|"))
            })
            .collect();
        assert!(differing.is_empty(), "{differing:#?}");
    }

    #[test]
    fn other_titles_break_by_sense() {
        let fengtai = header("北京市丰台区人民政府");
        let lines = |title: &str| title_lines(title, &fengtai).join("|");
        assert_eq!(
            lines(&format!("丰台区{REPORT}")),
            format!("丰台区|{REPORT}")
        );
        assert_eq!(
            lines("2023年北京市丰台区人民政府政府信息公开工作年度报告"),
            "2023年北京市丰台区人民政府|政府信息公开工作年度报告"
        );
        assert_eq!(lines("一行\n另一行"), "一行|另一行");
        assert_eq!(lines("北京市丰台区人民政府"), "北京市丰台区人民政府");
        assert_eq!(title_lines(REPORT, &header("")), [REPORT]);
        assert_eq!(
            title_lines(
                "关于北京市2023年政府信息公开工作年度报告及明年工作安排的报告",
                &header("")
            )
            .join("|"),
            "关于北京市2023年政府信息公开|工作年度报告及明年工作安排的报告"
        );
    }

    #[test]
    fn what_fits_no_four_lines_is_left_to_the_layout() {
        let agency = "某某省某某市某某区人民政府".repeat(12);
        let lines = title_lines(&format!("{agency}{REPORT}"), &header(&agency));
        assert_eq!(lines, [agency.as_str(), REPORT]);
        assert!(title_lines("", &header("")).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_character_is_lost_and_no_word_broken(
            agency in "[北京通州省市县区]{0,12}(人民政府|委员会)?[政务服管理（）市局]{0,24}",
        ) {
            let title = format!("{agency}{REPORT}");
            let lines = title_lines(&title, &header(&agency));
            proptest::prop_assert_eq!(lines.concat(), title);
            for whole in ["政府信息公开", "年度报告", "2023年"] {
                proptest::prop_assert!(lines.iter().any(|line| line.contains(whole)), "{lines:?}");
            }
        }
    }
}
