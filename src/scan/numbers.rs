//! Numbers of people: identity cards, telephones, accounts, number plates, mail addresses.

use std::ops::Range;

use super::line::{Line, is_hanzi};

/// How far before a number a word may say what it is, in characters.
const NEAR: usize = 14;

/// The digits of each telephone in a header field.
pub(super) fn telephones(field: &str) -> Vec<String> {
    let parts = field.split(['、', '，', ',', ';', '；', '/', ' ', '　']);
    parts
        .map(|part| part.chars().filter(char::is_ascii_digit).collect())
        .filter(|digits: &String| digits.len() >= 7)
        .collect()
}

/// Identity cards: 18 characters that check, 15 with a province and a day of birth, or as many
/// digits behind the word.
pub(super) fn identity_cards(line: &Line) -> Vec<Range<usize>> {
    let mut runs = digit_runs(line);
    for run in &mut runs {
        // The check character may be an X.
        if run.len() == 17 && line.at(run.end) == Some('X') {
            run.end += 1;
        }
    }
    runs.retain(|run| {
        let number = line.part(run.clone());
        let named = line.has_any(near(run), &["身份证"]);
        stands_alone(line, run)
            && match number.len() {
                18 => named || (is_day(number.get(6..14)) && checks(number)),
                15 => {
                    let born: Vec<char> = ['1', '9']
                        .iter()
                        .chain(number.get(6..12).unwrap_or_default())
                        .copied()
                        .collect();
                    named || (is_province(number) && is_day(Some(&born)))
                }
                _ => false,
            }
    });
    runs
}

/// The weighted sum of ISO 7064 as GB 11643 has it.
fn checks(number: &[char]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let digits = number.iter().map(|digit| digit.to_digit(10));
    let sum: Option<u32> = WEIGHTS
        .into_iter()
        .zip(digits)
        .map(|(weight, digit)| Some(weight * digit?))
        .sum();
    let check = sum.and_then(|sum| CHECKS.get(sum as usize % CHECKS.len()));
    check.is_some() && check == number.last()
}

fn is_province(number: &[char]) -> bool {
    (11..=91).contains(&value(number.get(..2)))
}

/// Whether eight digits can be a day of birth.
fn is_day(digits: Option<&[char]>) -> bool {
    let Some(digits) = digits else {
        return false;
    };
    let part = |range: Range<usize>| value(digits.get(range));
    (1900..2100).contains(&part(0..4))
        && (1..=12).contains(&part(4..6))
        && (1..=31).contains(&part(6..8))
}

fn value(digits: Option<&[char]>) -> u32 {
    let digits = digits.unwrap_or_default().iter();
    digits.fold(0, |value, digit| {
        value * 10 + digit.to_digit(10).unwrap_or_default()
    })
}

/// Bank cards that check, and long numbers behind a word that says so.
pub(super) fn accounts(line: &Line) -> Vec<Range<usize>> {
    const WORDS: [&str; 6] = ["账号", "帐号", "账户", "帐户", "开户", "卡号"];
    let mut runs = grouped_runs(line);
    runs.retain(|run| {
        let digits = digits(line, run);
        let named = line.has_any(near(run), &WORDS) && (9..=30).contains(&digits.len());
        let card = matches!(digits.len(), 16 | 17 | 19)
            && matches!(digits.first(), Some(3..=6))
            && passes_luhn(&digits);
        stands_alone(line, run) && (named || card)
    });
    runs
}

fn passes_luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, &digit)| match (at % 2, digit * 2) {
            (0, _) => digit,
            (_, twice) if twice > 9 => twice - 9,
            (_, twice) => twice,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Mobile numbers that are not the agency's own: eleven digits, in one or as 3-4-4.
pub(super) fn mobiles(line: &Line, own: &[String]) -> Vec<Range<usize>> {
    let mut runs = grouped_runs(line);
    runs.retain(|run| {
        let digits = digits(line, run);
        let is_mobile = matches!(digits.as_slice(), [1, 3..=9, ..]) && digits.len() == 11;
        is_mobile && stands_alone(line, run) && !is_own(&digits, own)
    });
    runs
}

/// Landline numbers with their area code that are not the agency's own, and numbers of seven or
/// eight digits behind the word.
pub(super) fn landlines(line: &Line, own: &[String]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let runs = digit_runs(line);
    for (at, run) in runs.iter().enumerate() {
        let next = runs.get(at + 1);
        let area = (3..=4).contains(&run.len()) && line.at(run.start) == Some('0');
        let whole = match next {
            Some(number) if area && (7..=8).contains(&number.len()) => {
                let between = line.part(run.end..number.start);
                let joined = matches!(between, ['-' | ' ' | '）'] | ['）', '-' | ' ']);
                joined.then_some(run.start..number.end)
            }
            _ => None,
        };
        let alone = match run.len() {
            10..=12 => line.at(run.start) == Some('0'),
            7 | 8 => line.has_any(near(run), &["电话", "座机"]),
            _ => false,
        };
        let whole = whole.or_else(|| alone.then(|| run.clone()));
        let inside = |other: &Range<usize>| run.start < other.end;
        if let Some(range) = whole.filter(|_| !found.last().is_some_and(inside))
            && stands_alone(line, &range)
            && !is_own(&digits(line, &range), own)
        {
            found.push(range);
        }
    }
    found
}

/// Whether a number is the agency's own, with or without the area code.
fn is_own(digits: &[u32], own: &[String]) -> bool {
    let digits: String = digits.iter().map(u32::to_string).collect();
    own.iter()
        .any(|own| own.ends_with(&digits) || digits.ends_with(own.as_str()))
}

/// Mail addresses that are not the agency's own.
pub(super) fn e_mails(line: &Line, own: &str) -> Vec<Range<usize>> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | '+');
    let mut runs = line.runs(is_part);
    runs.retain(|run| {
        let text: String = line.part(run.clone()).iter().collect();
        let mut halves = text.split('@');
        let (name, host) = (halves.next(), halves.next());
        let named = name.is_some_and(|name| !name.is_empty());
        let hosted = host.is_some_and(|host| {
            host.split_once('.')
                .is_some_and(|(first, rest)| !first.is_empty() && !rest.is_empty())
        });
        named && hosted && halves.next().is_none() && text.to_lowercase() != own
    });
    runs
}

/// Number plates: `京A·12345`, also the longer ones of electric cars.
pub(super) fn plates(line: &Line) -> Vec<Range<usize>> {
    const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
    let provinces = (0..line.len()).filter(|&at| {
        line.at(at).is_some_and(|c| PROVINCES.contains(c))
            && line.at(at + 1).is_some_and(|c| c.is_ascii_uppercase())
    });
    provinces
        .filter_map(|at| {
            let dot = line
                .at(at + 2)
                .is_some_and(|c| matches!(c, '·' | '•' | '.' | '-' | ' '));
            let begin = at + 2 + usize::from(dot);
            let signs = line.part(begin..line.len()).iter();
            let signs: Vec<char> = signs
                .take_while(|c| c.is_ascii_alphanumeric())
                .copied()
                .collect();
            let figures = signs.iter().filter(|c| c.is_ascii_digit()).count();
            ((5..=6).contains(&signs.len()) && figures >= 3).then(|| at..begin + signs.len())
        })
        .collect()
}

fn digit_runs(line: &Line) -> Vec<Range<usize>> {
    line.runs(|character| character.is_ascii_digit())
}

/// Runs of digits, those parted by a single blank or dash as one where the groups are of a
/// telephone's or a card's sizes.
fn grouped_runs(line: &Line) -> Vec<Range<usize>> {
    let runs = digit_runs(line);
    let mut grouped = Vec::new();
    let mut at = 0;
    while let Some(run) = runs.get(at) {
        let mut end = at + 1;
        while let (Some(last), Some(next)) = (runs.get(end - 1), runs.get(end)) {
            let between = line.part(last.end..next.start);
            if !matches!(between, [' ' | '-']) {
                break;
            }
            end += 1;
        }
        let sizes: Vec<usize> = runs
            .get(at..end)
            .unwrap_or_default()
            .iter()
            .map(ExactSizeIterator::len)
            .collect();
        let known = matches!(
            sizes.as_slice(),
            [3, 4, 4] | [4, 4, 4, 4] | [4, 4, 4, 4, 1..=3]
        );
        match runs.get(end - 1) {
            Some(last) if known => {
                grouped.push(run.start..last.end);
                at = end;
            }
            _ => {
                grouped.push(run.clone());
                at += 1;
            }
        }
    }
    grouped
}

fn digits(line: &Line, range: &Range<usize>) -> Vec<u32> {
    let part = line.part(range.clone()).iter();
    part.filter_map(|character| character.to_digit(10))
        .collect()
}

/// What stands shortly before a number.
fn near(run: &Range<usize>) -> Range<usize> {
    run.start.saturating_sub(NEAR)..run.start
}

/// Whether a number is no part of a longer number, of an address or of a file's name.
fn stands_alone(line: &Line, run: &Range<usize>) -> bool {
    let joins = |character: Option<char>| {
        character.is_some_and(|character| {
            character.is_ascii_alphanumeric() || matches!(character, '_' | '/' | '=' | '@' | '%')
        })
    };
    let pointed = |point: Option<char>, beyond: Option<char>| {
        point == Some('.') && beyond.is_some_and(|c| !is_hanzi(c) && c != ' ')
    };
    !joins(line.before(run.start))
        && !joins(line.at(run.end))
        && !pointed(
            line.before(run.start),
            run.start.checked_sub(2).and_then(|at| line.at(at)),
        )
        && !pointed(line.at(run.end), line.at(run.end + 1))
}
