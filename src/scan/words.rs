//! Words and pairs of marks that are looked for as they are.

use std::ops::Range;

use super::line::{Line, fold};

/// What is looked for, and where it means something else.
#[derive(Debug, Default)]
pub struct Words {
    words: Vec<Vec<char>>,
    /// Longer words that may have one of those inside.
    except: Vec<Vec<char>>,
    /// Opening and closing marks.
    pairs: Vec<(Vec<char>, Vec<char>)>,
}

impl Words {
    pub(super) fn new(words: &[String], except: &[String], pairs: &[[String; 2]]) -> Self {
        let folded = |words: &[String]| words.iter().map(|word| folded(word)).collect();
        let pairs = pairs.iter();
        Self {
            words: folded(words),
            except: folded(except),
            pairs: pairs
                .map(|[open, close]| (self::folded(open), self::folded(close)))
                .collect(),
        }
    }

    pub(super) fn find(&self, line: &Line) -> Vec<Range<usize>> {
        let excepted: Vec<Range<usize>> = self
            .except
            .iter()
            .flat_map(|word| places(line.folded(), word))
            .collect();
        let words = self
            .words
            .iter()
            .flat_map(|word| places(line.folded(), word));
        let pairs = self.pairs.iter().flat_map(|(open, close)| {
            let begins = places(line.folded(), open);
            begins.into_iter().filter_map(|begin| {
                let near = line.len().min(begin.end + LONGEST_PAIR);
                let behind = line.part(begin.end..near);
                let end = places(behind, close).first()?.end;
                Some(begin.start..begin.end + end)
            })
        });
        let inside = |range: &Range<usize>, word: &Range<usize>| {
            word.start <= range.start && range.end <= word.end
        };
        words
            .chain(pairs)
            .filter(|range| !excepted.iter().any(|word| inside(range, word)))
            .collect()
    }
}

/// What stands between brackets further apart is no note, in characters.
const LONGEST_PAIR: usize = 200;

pub(super) fn folded(word: &str) -> Vec<char> {
    word.chars().map(fold).collect()
}

/// Where a word stands; no word stands nowhere.
fn places(characters: &[char], word: &[char]) -> Vec<Range<usize>> {
    if word.is_empty() {
        return Vec::new();
    }
    let windows = characters.windows(word.len()).enumerate();
    windows
        .filter(|(_, window)| *window == word)
        .map(|(at, _)| at..at + word.len())
        .collect()
}
