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
    let mut left = limits.unpacked;
    let mut rest = bytes;
    let mut streams = 0;
    while let Some(place) = find(rest, b"stream") {
        streams += 1;
        if streams > 2 * STREAMS {
            return false;
        }
        let (dict, after) = rest.split_at(place);
        let after = after.get(6..).unwrap_or_default();
        rest = after;
        if dict.ends_with(b"end") {
            continue;
        }
        let near = dict.get(dict.len().saturating_sub(2_048)..).unwrap_or(dict);
        let near = match find_last(near, b"endobj") {
            Some(end) => near.get(end..).unwrap_or(near),
            None => near,
        };
        // `#` can spell any name in another way.
        let opens = [&b"ObjStm"[..], b"XRef", b"#"];
        if !opens.iter().any(|word| find(near, word).is_some()) {
            continue;
        }
        let data = match after {
            [b'\r', b'\n', data @ ..] | [b'\n' | b'\r', data @ ..] => data,
            data => data,
        };
        let unpacked = unpacked_size(data, left);
        match left.checked_sub(unpacked) {
            Some(less) => left = less,
            None => return false,
        }
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
    }
}
