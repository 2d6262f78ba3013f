//! Unpacking with a bound: hayro unpacks a stream whole, however large it becomes.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
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

    fn take(&mut self, bytes: usize) -> bool {
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
            let data = stream.raw_data();
            let mut unpacked = Vec::new();
            let bound = allowance.unpacked as u64 + 1;
            // A stream cut off still gives what came before.
            let complete = ZlibDecoder::new(&*data)
                .take(bound)
                .read_to_end(&mut unpacked);
            if complete.is_err() && unpacked.is_empty() {
                return other(stream, data.len(), allowance);
            }
            allowance
                .take(unpacked.len())
                .then_some(Cow::Owned(unpacked))
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
        _ => {
            let packed = stream.raw_data().len();
            other(stream, packed, allowance)
        }
    }
}

/// Packed in an unusual way: only what can't become too large is unpacked.
fn other<'a>(
    stream: &Stream<'a>,
    packed: usize,
    allowance: &mut Allowance,
) -> Option<Cow<'a, [u8]>> {
    /// Deflate makes at most some 1032 bytes of one; two filters one after the other square that.
    const GROWTH: usize = 1_032;
    let filters = stream.filters().len().min(3) as u32;
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
    let mut left = limits.unpacked;
    let mut rest = bytes;
    while let Some(place) = find(rest, b"stream") {
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
