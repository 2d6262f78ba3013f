//! Which of the paragraphs there were each paragraph is now.

/// The likeness of paragraphs that say the same.
pub(super) const SAME: u32 = 1_000;
/// The most pairs that are compared one by one; beyond it they are taken in order.
const MOST_PAIRS: usize = 40_000;

/// For each of the `new` paragraphs the old one it was made of, if any, in ascending order:
/// those that make the sum of the likenesses greatest.
///
/// `likeness` of an old and a new one is [`SAME`], or less, or 0 for those that aren't the same
/// paragraph at all.
pub(super) fn aligned(
    old: usize,
    new: usize,
    likeness: impl Fn(usize, usize) -> u32,
) -> Vec<Option<usize>> {
    let least = old.min(new);
    let is_same = |old, new| likeness(old, new) == SAME;
    let start = (0..least).take_while(|&at| is_same(at, at)).count();
    let end = (0..least - start)
        .take_while(|&at| is_same(old - 1 - at, new - 1 - at))
        .count();
    let mut aligned: Vec<Option<usize>> = (0..start).map(Some).collect();
    let (old_rest, new_rest) = (old - start - end, new - start - end);
    let rest = if old_rest.saturating_mul(new_rest) > MOST_PAIRS {
        (0..new_rest)
            .map(|at| (at < old_rest).then_some(at))
            .collect()
    } else {
        best(old_rest, new_rest, |old, new| {
            likeness(start + old, start + new)
        })
    };
    aligned.extend(rest.into_iter().map(|at| at.map(|at| start + at)));
    aligned.extend((old - end..old).map(Some));
    aligned
}

/// The best alignment of all.
fn best(old: usize, new: usize, likeness: impl Fn(usize, usize) -> u32) -> Vec<Option<usize>> {
    let width = new + 1;
    let pairs: Vec<u32> = (0..old * new)
        .map(|pair| likeness(pair / new, pair % new))
        .collect();
    let pair = |old: usize, new_at: usize| pairs.get(old * new + new_at).copied().unwrap_or(0);
    // The greatest sum from each pair of places on.
    let mut sums = vec![0_u32; (old + 1) * width];
    let at =
        |sums: &[u32], old: usize, new: usize| sums.get(old * width + new).copied().unwrap_or(0);
    for old_at in (0..old).rev() {
        for new_at in (0..new).rev() {
            let apart = at(&sums, old_at + 1, new_at).max(at(&sums, old_at, new_at + 1));
            let together = pair(old_at, new_at) + at(&sums, old_at + 1, new_at + 1);
            if let Some(sum) = sums.get_mut(old_at * width + new_at) {
                *sum = apart.max(together);
            }
        }
    }
    let (mut old_at, mut new_at) = (0, 0);
    let mut aligned = Vec::new();
    while new_at < new {
        let sum = at(&sums, old_at, new_at);
        let own = pair(old_at, new_at);
        if old_at < old && own > 0 && sum == own + at(&sums, old_at + 1, new_at + 1) {
            aligned.push(Some(old_at));
            old_at += 1;
            new_at += 1;
        } else if old_at < old && sum == at(&sums, old_at + 1, new_at) {
            old_at += 1;
        } else {
            aligned.push(None);
            new_at += 1;
        }
    }
    aligned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_find_those_they_were() {
        let likeness = |old: &str, new: &str| match (old, new) {
            _ if old == new => SAME,
            _ if old.chars().next() == new.chars().next() => 500,
            _ => 0,
        };
        for (old, new, expected) in [
            ("甲 乙 丙", "甲 乙 丙", vec![Some(0), Some(1), Some(2)]),
            (
                "甲 乙 丙",
                "甲 丁 乙 丙",
                vec![Some(0), None, Some(1), Some(2)],
            ),
            ("甲 乙 丙", "甲 丙", vec![Some(0), Some(2)]),
            ("甲 乙 丙", "新 甲改 丙改", vec![None, Some(0), Some(2)]),
            ("", "甲", vec![None]),
            ("甲", "", vec![]),
        ] {
            let old: Vec<&str> = old.split_whitespace().collect();
            let new: Vec<&str> = new.split_whitespace().collect();
            let found = aligned(old.len(), new.len(), |a, b| likeness(old[a], new[b]));
            assert_eq!(found, expected, "{new:?}");
        }
        // Too many to compare come in order.
        assert_eq!(aligned(300, 300, |_, _| 0).first(), Some(&Some(0)));
    }
}
