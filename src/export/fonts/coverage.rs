//! The characters of the embedded faces, so that none has to be read to know them.

use std::sync::OnceLock;

/// `4E00-9FFF`, one range a line, in order; made with the faces.
const RANGES: &str = include_str!("../../../fonts/characters.txt");

pub(super) fn covers(character: char) -> bool {
    static KNOWN: OnceLock<Vec<(u32, u32)>> = OnceLock::new();
    let ranges = KNOWN.get_or_init(|| {
        let range = |line: &str| {
            let (first, last) = line.split_once('-')?;
            let code = |digits| u32::from_str_radix(digits, 16).ok();
            Some((code(first)?, code(last)?))
        };
        RANGES.lines().filter_map(range).collect()
    });
    let code = u32::from(character);
    let behind = ranges.partition_point(|&(first, _)| first <= code);
    let range = behind.checked_sub(1).and_then(|index| ranges.get(index));
    range.is_some_and(|&(_, last)| code <= last)
}
