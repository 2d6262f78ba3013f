//! Unpacking with a bound: hayro unpacks a stream whole, however large it becomes.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Dict, Object, Stream};
use hayro_syntax::page::Page;

use crate::import::limits::Limits;

/// What is left for one document.
#[derive(Debug)]
pub(super) struct Allowance {
    unpacked: usize,
    characters: usize,
    spent: bool,
}

impl Allowance {
    pub fn new(limits: &Limits) -> Self {
        Self {
            unpacked: limits.unpacked,
            characters: limits.text / 4,
            spent: false,
        }
    }

    /// Whether something was left out for its size.
    pub fn spent(&self) -> bool {
        self.spent
    }

    pub fn spend_all(&mut self) {
        self.spent = true;
    }

    /// Whether one more character may be shown.
    pub fn take_character(&mut self) -> bool {
        match self.characters.checked_sub(1) {
            Some(left) => self.characters = left,
            None => self.spent = true,
        }
        !self.spent
    }

    /// Whether as many bytes, or entries of a table, may be kept.
    pub fn take(&mut self, bytes: usize) -> bool {
        match self.unpacked.checked_sub(bytes) {
            Some(left) => self.unpacked = left,
            None => self.spent = true,
        }
        !self.spent
    }
}

/// The operators of a page; its streams are one, parted by blanks.
pub(super) fn page<'a>(page: &Page<'a>, allowance: &mut Allowance) -> Cow<'a, [u8]> {
    let dict = page.raw();
    if let Some(stream) = dict.get::<Stream<'_>>(keys::CONTENTS) {
        return unpack(&stream, allowance).unwrap_or_default();
    }
    let mut content = Vec::new();
    if let Some(streams) = dict.get::<Array<'_>>(keys::CONTENTS) {
        for stream in streams.iter::<Object<'_>>() {
            let stream = stream.into_stream();
            if let Some(part) = stream.and_then(|stream| unpack(&stream, allowance)) {
                content.extend_from_slice(&part);
                content.push(b' ');
            }
        }
    }
    Cow::Owned(content)
}

/// The content of a stream that is no image; `None` if it can't be read or is too large.
pub(super) fn unpack<'a>(stream: &Stream<'a>, allowance: &mut Allowance) -> Option<Cow<'a, [u8]>> {
    let filters = stream.filters();
    match filters.as_slice() {
        [] => {
            let data = stream.raw_data();
            allowance.take(data.len()).then_some(data)
        }
        [Filter::FlateDecode] if !is_predicted(stream.dict()) => {
            inflate(&stream.raw_data(), allowance).map(Cow::Owned)
        }
        [Filter::Ascii85Decode, Filter::FlateDecode] if !is_predicted(stream.dict()) => {
            inflate(&from_ascii85(&stream.raw_data()), allowance).map(Cow::Owned)
        }
        // No filter but these makes more of less without a bound of its own.
        filters
            if filters
                .iter()
                .all(|filter| matches!(filter, Filter::AsciiHexDecode | Filter::Ascii85Decode)) =>
        {
            let data = stream.decoded_data().ok()?;
            allowance.take(data.len()).then_some(data)
        }
        _ => other(stream, allowance),
    }
}

/// A stream that is cut off still gives what came before.
fn inflate(data: &[u8], allowance: &mut Allowance) -> Option<Vec<u8>> {
    let bound = allowance.unpacked as u64 + 1;
    let mut unpacked = Vec::new();
    let complete = ZlibDecoder::new(data)
        .take(bound)
        .read_to_end(&mut unpacked);
    if complete.is_err() && unpacked.is_empty() {
        // Some write no header.
        let raw = DeflateDecoder::new(data)
            .take(bound)
            .read_to_end(&mut unpacked);
        if raw.is_err() && unpacked.is_empty() {
            return None;
        }
    }
    allowance.take(unpacked.len()).then_some(unpacked)
}

/// Five characters are four bytes; `z` is four zeros, `~` the end.
fn from_ascii85(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut group: Vec<u8> = Vec::with_capacity(5);
    let mut put = |group: &mut Vec<u8>| {
        let count = group.len().saturating_sub(1);
        group.resize(5, 84);
        let value = group.iter().fold(0_u32, |value, digit| {
            value.wrapping_mul(85).wrapping_add(u32::from(*digit))
        });
        bytes.extend(value.to_be_bytes().into_iter().take(count));
        group.clear();
    };
    for character in text {
        match character {
            b'z' if group.is_empty() => {
                group.resize(5, 0);
                put(&mut group);
            }
            b'!'..=b'u' => {
                group.push(character - b'!');
                if group.len() == 5 {
                    put(&mut group);
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    if !group.is_empty() {
        put(&mut group);
    }
    bytes
}

/// Packed in an unusual way: only what can't become too large is unpacked.
fn other<'a>(stream: &Stream<'a>, allowance: &mut Allowance) -> Option<Cow<'a, [u8]>> {
    /// Deflate makes at most some 1032 bytes of one; two filters one after the other square that.
    const GROWTH: usize = 1_032;
    let filters = stream.filters().len().min(3) as u32;
    let packed = stream.raw_data().len();
    let bound = packed.saturating_mul(GROWTH.saturating_pow(filters));
    if bound > allowance.unpacked {
        allowance.spend_all();
        return None;
    }
    let data = stream.decoded_data().ok()?;
    allowance.take(data.len()).then_some(data)
}

fn is_predicted(dict: &Dict<'_>) -> bool {
    let parameters = dict
        .get::<Dict<'_>>(keys::DECODE_PARMS)
        .or_else(|| dict.get::<Dict<'_>>(keys::DP));
    let predictor = parameters.and_then(|parameters| parameters.get::<i32>(keys::PREDICTOR));
    predictor.is_some_and(|predictor| predictor > 1)
        || dict.contains_key(keys::DECODE_PARMS)
            && dict.get::<Array<'_>>(keys::DECODE_PARMS).is_some()
}

/// Whether the streams hayro unpacks by itself while it opens a file stay within bounds: those
/// that hold objects or the table of their places. They are tried with a bound first.
pub(super) fn load_is_bounded(bytes: &[u8], limits: &Limits) -> bool {
    /// Streams of a file; a report has some hundreds.
    const STREAMS: usize = 50_000;
    /// As many times the bound may be unpacked in trying.
    const TRIES: usize = 4;
    /// Of encrypted objects only the packed size is known.
    const ENCRYPTED: usize = 256;

    let encrypted = find(bytes, b"/Encrypt").is_some();
    let mut left = limits.unpacked;
    let mut left_packed = limits.unpacked / ENCRYPTED;
    let mut left_to_try = limits.unpacked.saturating_mul(TRIES);
    let mut rest = bytes;
    let mut streams = 0;
    while let Some(place) = find(rest, b"stream") {
        streams += 1;
        if streams > 2 * STREAMS {
            return false;
        }
        let (before, after) = rest.split_at(place);
        let after = after.get(6..).unwrap_or_default();
        rest = after;
        if before.ends_with(b"end") {
            continue;
        }
        let dict = unescaped(dictionary(before));
        let holds = |word: &[u8]| find(&dict, word).is_some();
        let is_table = holds(b"XRef");
        let opens = is_table || holds(b"ObjStm");
        let is_image = value_of(&dict, b"/Subtype").starts_with(b"/Image");
        // A stream may be opened as one of objects without saying so.
        match filters(&dict) {
            _ if is_image && !opens => continue,
            Filters::None | Filters::Other if !opens => continue,
            Filters::None | Filters::Flate => {}
            Filters::Other | Filters::Several => return false,
        }
        let data = match after {
            [b'\r', b'\n', data @ ..] | [b'\n' | b'\r', data @ ..] => data,
            data => data,
        };
        if opens && encrypted && !is_table {
            let packed = find(data, b"endstream").unwrap_or(data.len());
            match left_packed.checked_sub(packed) {
                Some(less) => left_packed = less,
                None => return false,
            }
        }
        let budget = if opens { &mut left } else { &mut left_to_try };
        let bound = limits.unpacked.min(*budget);
        let unpacked = unpacked_size(data, bound);
        if unpacked > bound {
            return false;
        }
        *budget -= unpacked;
    }
    true
}

/// How much data becomes when it is unpacked, counted up to just above a bound; what comes before
/// an error counts too.
fn unpacked_size(data: &[u8], bound: usize) -> usize {
    let mut decoder = ZlibDecoder::new(data);
    let mut buffer = [0; 16 * 1024];
    let mut size = 0;
    while size <= bound {
        match decoder.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => size += read,
        }
    }
    size
}

/// How a stream is packed, as far as its dictionary says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filters {
    None,
    Flate,
    /// Several that make more of less: what becomes of it can't be told beforehand.
    Several,
    Other,
}

fn filters(dict: &[u8]) -> Filters {
    let value = value_of(dict, b"/Filter");
    let names = match value {
        [] => return Filters::None,
        [b'[', list @ ..] => list.split(|byte| *byte == b']').next().unwrap_or_default(),
        [b'/', name @ ..] => {
            let ends = |byte: &u8| byte.is_ascii_whitespace() || b"/<>[](){}%".contains(byte);
            name.split(ends).next().unwrap_or_default()
        }
        _ => return Filters::Other,
    };
    let names: Vec<&[u8]> = names
        .split(|byte| *byte == b'/')
        .map(<[u8]>::trim_ascii)
        .filter(|name| !name.is_empty())
        .collect();
    let expands = |name: &&&[u8]| {
        let expanding = [
            "FlateDecode",
            "Fl",
            "LZWDecode",
            "LZW",
            "RunLengthDecode",
            "RL",
        ];
        expanding.iter().any(|one| one.as_bytes() == **name)
    };
    match names.as_slice() {
        [] => Filters::None,
        [b"FlateDecode" | b"Fl"] => Filters::Flate,
        names if names.iter().filter(expands).count() > 1 => Filters::Several,
        _ => Filters::Other,
    }
}

/// What stands behind a key of a dictionary, up to its end; empty without the key.
fn value_of<'a>(dict: &'a [u8], key: &[u8]) -> &'a [u8] {
    let value = find(dict, key).and_then(|at| dict.get(at + key.len()..));
    value.unwrap_or_default().trim_ascii_start()
}

/// The dictionary in front of a stream: behind the last object, unless that end is written in a
/// text or a remark of the dictionary itself.
fn dictionary(before: &[u8]) -> &[u8] {
    let Some((earlier, own)) =
        find_last(before, b"endobj").and_then(|end| before.split_at_checked(end))
    else {
        return before;
    };
    let in_remark = earlier
        .iter()
        .rev()
        .take_while(|byte| !matches!(byte, b'\n' | b'\r'))
        .any(|byte| *byte == b'%');
    let mut open = 0usize;
    let mut escaped = false;
    for byte in own {
        match byte {
            b'(' if !escaped => open += 1,
            b')' if !escaped => match open.checked_sub(1) {
                Some(less) => open = less,
                None => return before,
            },
            _ => {}
        }
        escaped = *byte == b'\\' && !escaped;
    }
    if in_remark { before } else { own }
}

/// Names without `#`, which can spell each of their characters in another way.
fn unescaped(dict: &[u8]) -> Cow<'_, [u8]> {
    if !dict.contains(&b'#') {
        return Cow::Borrowed(dict);
    }
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let mut plain = Vec::with_capacity(dict.len());
    let mut rest = dict;
    while let [first, behind @ ..] = rest {
        rest = behind;
        let code = match behind {
            [high, low, after @ ..] if *first == b'#' => digit(*high)
                .zip(digit(*low))
                .map(|(high, low)| (high * 16 + low, after)),
            _ => None,
        };
        match code {
            Some((byte, after)) => {
                plain.push(byte);
                rest = after;
            }
            None => plain.push(*first),
        }
    }
    Cow::Owned(plain)
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let mut places = bytes.windows(word.len());
    places.position(|window| window == word)
}

fn find_last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let mut places = bytes.windows(word.len());
    places.rposition(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii85_is_read_with_its_rest() {
        assert_eq!(
            from_ascii85(b"9jqo^BlbD-BleB1DJ+*+F(f,q~>"),
            b"Man is distinguished"
        );
        assert_eq!(from_ascii85(b"z9j qo~>"), b"\0\0\0\0Man");
    }

    #[test]
    fn object_streams_that_become_too_large_are_not_opened() {
        use std::io::Write;
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&vec![b' '; 1_000_000]).unwrap();
        let mut file = b"%PDF-1.5\n1 0 obj <</Type/ObjStm/N 1>> stream\n".to_vec();
        file.extend(packed.finish().unwrap());
        file.extend(b"\nendstream endobj");
        let small = Limits {
            unpacked: 500_000,
            ..Limits::USUAL
        };
        assert!(!load_is_bounded(&file, &small));
        assert!(load_is_bounded(&file, &Limits::USUAL));
        let file = |dict: &str, behind: &[u8]| {
            let mut file = format!("%PDF-1.5\n1 0 obj <<{dict}>> stream\n").into_bytes();
            file.extend(behind);
            file.extend(b"\nendstream endobj");
            file
        };
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&vec![b' '; 1_000_000]).unwrap();
        let packed = packed.finish().unwrap();
        let blanks = " ".repeat(5_000);
        for dict in [
            format!("/Type/ObjStm/Filter/FlateDecode{blanks}"),
            "/Type/Obj#53tm/Filter/FlateDecode/A(endobj 2 0 obj <<)".to_owned(),
            "/Type/ObjStm/Filter/FlateDecode %endobj 2 0 obj <<\n".to_owned(),
            "/N 1/Filter[/FlateDecode]".to_owned(),
            "/Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]".to_owned(),
            "/Filter[/FlateDecode /Fl]".to_owned(),
            "/Type/ObjStm/Filter 7 0 R".to_owned(),
        ] {
            assert!(!load_is_bounded(&file(&dict, &packed), &small), "{dict}");
        }
        for dict in ["/Subtype /Image/Filter/FlateDecode", "/Filter/DCTDecode"] {
            assert!(load_is_bounded(&file(dict, &packed), &small), "{dict}");
        }
    }
}
