//! Where rows and columns stand when those that are not shown are taken away.

/// Rows, or columns, that are not shown.
#[derive(Debug, Default)]
pub(super) struct HiddenLines {
    /// The first line of each run and the one behind it, apart from each other and in order, each
    /// with the count of hidden lines before it.
    runs: Vec<(u32, u32, u32)>,
}

impl HiddenLines {
    /// From the first and the last line of runs, in any order and one over the other.
    pub fn of(runs: &[(u32, u32)]) -> Self {
        let mut sorted = runs.to_vec();
        sorted.sort_unstable();
        let mut hidden = Self::default();
        for (first, last) in sorted.into_iter().filter(|(first, last)| first <= last) {
            let end = last.saturating_add(1);
            match hidden.runs.last_mut() {
                Some((_, behind, _)) if first <= *behind => *behind = end.max(*behind),
                _ => hidden.runs.push((first, end, 0)),
            }
        }
        let mut count = 0;
        for (first, behind, before) in &mut hidden.runs {
            *before = count;
            count += *behind - *first;
        }
        hidden
    }

    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Where a line stands; a hidden one where the next one that is shown does.
    pub fn moved(&self, line: u32) -> u32 {
        let behind = self.runs.partition_point(|(first, _, _)| *first <= line);
        let run = behind.checked_sub(1).and_then(|run| self.runs.get(run));
        run.map_or(line, |(first, behind, before)| {
            line - before - (line.min(*behind) - first)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_move_up_over_hidden_ones() {
        let hidden = HiddenLines::of(&[(8, 9), (2, 3), (3, 4), (7, 1)]);
        let moved = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10].map(|line| hidden.moved(line));
        assert_eq!(moved, [0, 1, 2, 2, 2, 2, 4, 5, 5, 5]);
        let all = HiddenLines::of(&[(0, u32::MAX), (4, u32::MAX)]);
        assert_eq!(all.moved(u32::MAX), 0);
        assert_eq!(HiddenLines::of(&[]).moved(7), 7);
    }
}
