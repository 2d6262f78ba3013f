//! Where words of a text in simplified script stand in the original.

/// Places of both texts that correspond. Marks and digits stay what they are when the script
/// changes, so between two of them the same words stand.
pub(super) enum Alignment {
    /// Both are the same.
    Same,
    /// Marks and digits by byte, in both texts; the original's length.
    Marks {
        simple: Vec<usize>,
        original: Vec<usize>,
        length: usize,
    },
}

impl Alignment {
    pub fn of(original: &str, simple: &str) -> Self {
        if original == simple {
            return Self::Same;
        }
        let marks = |text: &str| -> Vec<usize> {
            let marks = text.char_indices().filter(|(_, c)| !c.is_alphabetic());
            marks.map(|(at, _)| at).collect()
        };
        Self::Marks {
            simple: marks(simple),
            original: marks(original),
            length: original.len(),
        }
    }

    /// The place in the original of one in the simplified text.
    pub fn original(&self, text: &str, simple_text: &str, byte: usize) -> usize {
        let Self::Marks {
            simple,
            original,
            length,
        } = self
        else {
            return byte;
        };
        let before = simple.partition_point(|&mark| mark < byte);
        let from = before.checked_sub(1);
        let simple_from = from.and_then(|at| simple.get(at)).copied().unwrap_or(0);
        let original_from = from.and_then(|at| original.get(at)).copied().unwrap_or(0);
        let limit = original.get(before).copied().unwrap_or(*length);
        let count = simple_text
            .get(simple_from..byte)
            .map_or(0, |between| between.chars().count());
        let rest = text.get(original_from..limit).unwrap_or_default();
        let at = rest
            .char_indices()
            .nth(count)
            .map_or(rest.len(), |(at, _)| at);
        // Where the simplified words end at a mark, so do the original's.
        if simple.get(before) == Some(&byte) {
            limit
        } else {
            original_from + at
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_again_in_another_script() {
        let original = "政務微網志公開資訊22條，政務微信8條。";
        let simple = "政务微博公开信息22条，政务微信8条。";
        let alignment = Alignment::of(original, simple);
        let at = |words: &str| {
            let byte = simple.find(words).unwrap();
            alignment.original(original, simple, byte)
        };
        assert_eq!(original.get(at("22")..at("，")), Some("22條"));
        let words = original.get(at("政务微信")..at("。"));
        assert_eq!(words, Some("政務微信8條"));
    }
}
