//! Codes as people type them off the paper, beside the file's.

use super::code::{Code, LENGTH, Mistyped};
use super::{LABEL, TableCode};

/// What came of comparing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// One for each table, in the order of the file's codes.
    pub verdicts: Vec<Verdict>,
    /// What was typed and belongs to no table.
    pub strays: Vec<Stray>,
}

/// A code off the paper that belongs to no table of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// As it was typed.
    pub text: String,
    /// Whether it is no code at all: a slip in copying it.
    pub mistyped: bool,
}

impl Stray {
    fn of(typed: Typed) -> Self {
        let text = format!("{} {}", typed.mark, typed.text);
        Self {
            text: text.trim().to_owned(),
            mistyped: typed.code.is_err(),
        }
    }

    /// What there is to say about it.
    pub fn sentence(&self) -> String {
        let text = &self.text;
        if self.mistyped {
            format!("码抄错了：“{text}”不是校验码，请重新抄写")
        } else {
            format!("“{text}”{}", super::STRAY)
        }
    }
}

/// What the paper says about a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No code was typed for it.
    NotTyped,
    Same,
    /// A sound code, but of other figures.
    Different {
        typed: String,
    },
    /// No code at all: a slip in copying it.
    Mistyped {
        typed: String,
    },
}

impl Verdict {
    /// The word for lists.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotTyped => "没有输入",
            Self::Same => "一致",
            Self::Different { .. } => "不一致",
            Self::Mistyped { .. } => "码抄错了",
        }
    }

    /// What there is to say about a table.
    pub fn sentence(&self, table: &TableCode) -> String {
        let heading = &table.title;
        match self {
            Self::NotTyped | Self::Same => self.word().to_owned(),
            Self::Different { typed } => {
                format!("不一致：纸上的“{heading}”（{typed}）与文件不同")
            }
            Self::Mistyped { typed } => format!("码抄错了：“{typed}”不是校验码，请重新抄写"),
        }
    }
}

impl Comparison {
    /// Whether every code that was typed is the file's.
    pub fn agrees(&self) -> bool {
        let fine = |verdict: &Verdict| matches!(verdict, Verdict::Same | Verdict::NotTyped);
        self.strays.is_empty() && self.verdicts.iter().all(fine)
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        let untyped = |verdict: &Verdict| *verdict == Verdict::NotTyped;
        self.strays.is_empty() && self.verdicts.iter().all(untyped)
    }
}

/// One code off the paper.
struct Typed {
    /// What stood before it: a part's numeral or name; may be empty.
    mark: String,
    text: String,
    code: Result<Code, Mistyped>,
}

/// Compares typed codes with the file's. Any case, full-width symbols, blanks and dashes are
/// understood, with or without the parts' numerals, several codes at once.
///
/// A code without a numeral belongs to the table that has it, else to the tables
/// that are left, in their order, if there are as many.
pub fn compare(codes: &[TableCode], text: &str) -> Comparison {
    let mut verdicts = vec![Verdict::NotTyped; codes.len()];
    let mut unmarked = Vec::new();
    let mut strays = Vec::new();
    for typed in read(text) {
        let table = codes.iter().position(|table| names(table, &typed.mark));
        let free = table.and_then(|table| {
            let verdict = verdicts.get_mut(table)?;
            Some((verdict, codes.get(table)?)).filter(|(old, _)| **old == Verdict::NotTyped)
        });
        match free {
            Some((verdict, table)) => *verdict = verdict_on(table, typed),
            None if typed.mark.is_empty() => unmarked.push(typed),
            None => strays.push(Stray::of(typed)),
        }
    }
    unmarked.retain(|typed| {
        let equal = codes.iter().zip(&mut verdicts).find(|(table, verdict)| {
            **verdict == Verdict::NotTyped && typed.code == Ok(table.code)
        });
        match equal {
            Some((_, verdict)) => {
                *verdict = Verdict::Same;
                false
            }
            None => true,
        }
    });
    let left = verdicts.iter().filter(|old| **old == Verdict::NotTyped);
    if left.count() == unmarked.len() {
        let mut unmarked = unmarked.into_iter();
        for (table, verdict) in codes.iter().zip(&mut verdicts) {
            if *verdict == Verdict::NotTyped
                && let Some(typed) = unmarked.next()
            {
                *verdict = verdict_on(table, typed);
            }
        }
    } else {
        strays.extend(unmarked.into_iter().map(Stray::of));
    }
    Comparison { verdicts, strays }
}

fn verdict_on(table: &TableCode, typed: Typed) -> Verdict {
    match typed.code {
        Ok(code) if code == table.code => Verdict::Same,
        Ok(_) => Verdict::Different { typed: typed.text },
        Err(Mistyped) => Verdict::Mistyped { typed: typed.text },
    }
}

/// Whether a typed word means a table: its numeral, or the heading as far as it was typed.
fn names(table: &TableCode, mark: &str) -> bool {
    !mark.is_empty() && (table.mark == mark || table.title.starts_with(mark))
}

/// The codes in a text. What is neither a symbol nor part of a word only separates.
fn read(text: &str) -> Vec<Typed> {
    let mut typed = Vec::new();
    let mut mark = String::new();
    let mut words: Vec<Vec<char>> = vec![Vec::new()];
    // A word at the end closes the symbols before it.
    for character in text.chars().map(half_width).chain(['表']) {
        let symbols = words.iter().any(|word| !word.is_empty());
        if character.is_ascii_alphanumeric() {
            if let Some(word) = words.last_mut() {
                word.push(character);
            }
        } else if character.is_alphabetic() {
            if symbols {
                close(&mut typed, &mut mark, &mut words);
            }
            mark.push(character);
        } else if !symbols && character == '、' && !mark.is_empty() {
            mark.push(character);
        } else {
            words.push(Vec::new());
        }
    }
    typed
}

/// Ends a run of symbols: whole codes however they are parted, else each word by itself.
fn close(typed: &mut Vec<Typed>, mark: &mut String, words: &mut Vec<Vec<char>>) {
    let all: Vec<char> = words.concat();
    let word = mark.replace(LABEL, "");
    let word = word.trim_matches('、').trim_start_matches(['第', '表']);
    let mut word = word.trim_end_matches('表').to_owned();
    let chunks: Vec<Vec<char>> = if all.len().is_multiple_of(LENGTH) {
        all.chunks(LENGTH).map(<[char]>::to_vec).collect()
    } else {
        parted(words)
    };
    for chunk in chunks {
        typed.push(Typed {
            // Only the first code is the word's.
            mark: std::mem::take(&mut word),
            text: shown(&chunk),
            code: Code::read(&chunk),
        });
    }
    mark.clear();
    *words = vec![Vec::new()];
}

/// Words of symbols, the check symbol put back to what stands before it.
fn parted(words: &[Vec<char>]) -> Vec<Vec<char>> {
    let mut codes: Vec<Vec<char>> = Vec::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        match codes.last_mut() {
            Some(last) if word.len() == 1 && last.len() < LENGTH => last.extend(word),
            _ => codes.push(word.clone()),
        }
    }
    codes
}

/// Symbols as they are printed.
fn shown(symbols: &[char]) -> String {
    let mut text: String = symbols
        .iter()
        .map(|symbol| symbol.to_ascii_uppercase())
        .collect();
    if symbols.len() == LENGTH {
        text.insert(LENGTH - 1, '-');
    }
    text
}

fn half_width(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(mark: &str, title: &str, seed: &[u8]) -> TableCode {
        TableCode {
            table: 0,
            mark: mark.to_owned(),
            title: title.to_owned(),
            code: Code::of(seed),
        }
    }

    fn tables() -> Vec<TableCode> {
        vec![
            table("二", "二、主动公开政府信息情况", b"disclosure"),
            table("三", "三、收到和处理政府信息公开申请情况", b"applications"),
            table("四", "四、政府信息公开行政复议、行政诉讼情况", b"cases"),
        ]
    }

    /// One letter a table: 一致 `=`, 不同 `#`, 抄错 `?`, 没有输入 `.`; strays behind.
    fn outcome(text: &str) -> String {
        let comparison = compare(&tables(), text);
        let signs = comparison.verdicts.iter().map(|verdict| match verdict {
            Verdict::Same => '=',
            Verdict::Different { .. } => '#',
            Verdict::Mistyped { .. } => '?',
            Verdict::NotTyped => '.',
        });
        let strays = comparison.strays.iter().map(|_| '!');
        signs.chain(strays).collect()
    }

    #[test]
    fn codes_as_people_type_them() {
        let [two, three, four] = [b"disclosure" as &[u8], b"applications", b"cases"]
            .map(|seed| Code::of(seed).to_string());
        let other = Code::of(b"another table").to_string();
        let slip = format!("{}9", three.trim_end_matches(|c| c != '-'));
        let full: String = three
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap())
            .collect();
        for (text, expected) in [
            (String::new(), "..."),
            (format!("校验码 二 {two} 三 {three} 四 {four}"), "==="),
            (format!("{two} {three} {four}"), "==="),
            (format!("{two}{three}{four}").to_lowercase(), "==="),
            (format!("{two}，{three}；{four}").replace('-', ""), "==="),
            (format!("三　{full}"), ".=."),
            (format!("三：{}", three.replace('-', " ")), ".=."),
            (format!("三、收到和处理 {three}"), ".=."),
            (format!("表三{three}"), ".=."),
            (three.clone(), ".=."),
            (format!("二 {two} 三 {other}"), "=#."),
            (format!("{two} {other} {four}"), "=#="),
            (format!("二 {two} 三 {slip}"), "=?."),
            (format!("二 {two} 三 7K4"), "=?."),
            (other.clone(), "...!"),
            (format!("三 {three} 三 {other}"), ".=.!"),
            (format!("五 {other}"), "...!"),
        ] {
            assert_eq!(outcome(&text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_typed_says_nothing() {
        let comparison = compare(&tables(), " 校验码 二 三 ");
        assert!(comparison.is_empty() && comparison.agrees());
        assert!(!compare(&tables(), "7K4M").agrees());
    }
}
