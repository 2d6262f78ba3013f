//! Bytes of a text → the text, whatever its encoding and whatever it says of it.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// How far into a text its encoding is looked for.
const DECLARATION: usize = 4096;
/// Characters no Chinese text of some length is without, in both scripts.
const USUAL: &str = "的一是不在人有本年月日工作公中大市信息政府行開开請请報报數数";
/// How much of a text its encoding is guessed from.
const SAMPLE: usize = 256 * 1024;

/// A text without its byte order mark. Bytes that are no characters become `\u{fffd}`.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0;
    }
    let encoding = encoding(bytes);
    encoding.decode_without_bom_handling(bytes).0
}

/// A text whose encoding is said beside it, as in mails. What is said may be wrong.
pub(super) fn decode_as(bytes: &[u8], label: &str) -> String {
    let said = for_label(label.as_bytes());
    let decoded = said.filter(|_| std::str::from_utf8(bytes).is_err());
    let decoded = decoded.and_then(|encoding| {
        let (text, wrong) = encoding.decode_without_bom_handling(bytes);
        (!wrong).then_some(text)
    });
    decoded.unwrap_or_else(|| decode(bytes)).into_owned()
}

/// The encoding of a text without a byte order mark.
fn encoding(bytes: &[u8]) -> &'static Encoding {
    if let Some(wide) = wide(bytes) {
        return wide;
    }
    // What a page says of itself is often a template's; valid UTF-8 is no accident.
    if is_utf8(bytes) {
        return UTF_8;
    }
    if let Some(declared) = declared(bytes)
        && declared != UTF_8
        && !declared.decode_without_bom_handling(bytes).1
    {
        return declared;
    }
    if is_nearly_utf8(bytes) {
        return UTF_8;
    }
    guessed(bytes)
}

/// UTF-16, told by the empty halves of its letters, digits and ends of lines.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..DECLARATION).unwrap_or(bytes);
    let (mut first, mut second, mut pairs) = (0, 0, 0);
    for pair in sample.chunks_exact(2) {
        pairs += 1;
        match pair {
            [0, 0] => return None,
            [0, low] if low.is_ascii() => first += 1,
            [low, 0] if low.is_ascii() => second += 1,
            _ => {}
        }
    }
    // A few characters of the other order have an empty half too: `一`.
    if first * 50 > pairs && first > second * 4 {
        Some(UTF_16BE)
    } else if second * 50 > pairs && second > first * 4 {
        Some(UTF_16LE)
    } else {
        None
    }
}

/// Whether all of it is UTF-8, a character cut in half at its end aside.
fn is_utf8(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && error.valid_up_to() > 0,
    }
}

/// Whether it is UTF-8 with a few damaged characters: no other encoding looks like that.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut characters, mut damaged) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    // What is not UTF-8 has a pair of bytes in it now and then that could be.
    characters > damaged.saturating_mul(10)
}

/// What a page (`<meta charset=…>`) or an XML file (`encoding=…`) says of itself.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..DECLARATION).unwrap_or(bytes);
    let start: Vec<u8> = start.to_ascii_lowercase();
    [&b"charset"[..], b"encoding"].into_iter().find_map(|word| {
        let at = start.windows(word.len()).position(|one| one == word)?;
        let rest = start.get(at + word.len()..)?.trim_ascii_start();
        let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
        let rest = match rest {
            [b'"' | b'\'', rest @ ..] => rest,
            rest => rest,
        };
        let is_label = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
        let end = rest.iter().position(|byte| !is_label(byte));
        for_label(rest.get(..end.unwrap_or(rest.len()))?)
    })
}

/// An encoding by its name; the older names for Chinese mean its widest form.
fn for_label(label: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label)?;
    Some(if encoding == GBK { GB18030 } else { encoding })
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    // In one script's encoding the other's text is still text, of rare characters.
    let usual = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(sample);
        text.chars().filter(|c| USUAL.contains(*c)).count()
    };
    let (simplified, traditional) = (usual(GB18030), usual(BIG5));
    if traditional > simplified {
        return BIG5;
    }
    if simplified > 0 || guess == GBK {
        return GB18030;
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "政府信息公開工作年度報告：本機關收到申請三件，均已辦結。";
    const SIMPLE: &str = "政府信息公开工作年度报告：本机关收到申请三件，均已办结。";

    fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn encodings_are_told_without_a_declaration() {
        let page = format!("<p>{SIMPLE}</p>\r\n");
        assert_eq!(decode(&encoded(GB18030, SIMPLE)), SIMPLE);
        assert_eq!(decode(&encoded(BIG5, TEXT)), TEXT);
        assert_eq!(decode(SIMPLE.as_bytes()), SIMPLE);
        assert_eq!(decode(&utf16(&page, u16::to_le_bytes)), page);
        assert_eq!(decode(&utf16(&page, u16::to_be_bytes)), page);
        let marked = format!("\u{feff}{page}");
        assert_eq!(decode(marked.as_bytes()), page);
        assert_eq!(decode(&utf16(&marked, u16::to_le_bytes)), page);
    }

    #[test]
    fn a_declaration_counts_unless_it_is_wrong() {
        let page = |name: &str, text: &str| format!("<meta charset=\"{name}\"><p>{text}</p>");
        let big5 = page("big5", TEXT);
        assert_eq!(decode(&encoded(BIG5, &big5)), big5);
        let gb2312 = page("gb2312", SIMPLE);
        assert_eq!(decode(&encoded(GB18030, &gb2312)), gb2312);
        assert_eq!(decode(gb2312.as_bytes()), gb2312);
        let utf8 = page("utf-8", SIMPLE);
        assert_eq!(decode(&encoded(GB18030, &utf8)), utf8);
        assert_eq!(decode_as(&encoded(GB18030, SIMPLE), "gb2312"), SIMPLE);
        assert_eq!(decode_as(SIMPLE.as_bytes(), "gb2312"), SIMPLE);
        assert_eq!(decode_as(&encoded(GB18030, SIMPLE), "utf-8"), SIMPLE);
    }

    #[test]
    fn damaged_characters_do_not_change_the_encoding() {
        let mut bytes = SIMPLE.repeat(3).into_bytes();
        if let Some(byte) = bytes.get_mut(30) {
            *byte = b'x';
        }
        assert!(decode(&bytes).ends_with("均已办结。"));
        let cut = bytes.split_last().map(|(_, rest)| rest.to_vec()).unwrap();
        assert!(decode(&cut).contains("均已办结"));
    }
}
