//! What is seen in a Word file.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Reading, Seen, referred};
use crate::archive::{Parts, attribute};

/// What isn't part of the text, or no more: drawings with what stands in them, deleted text.
const PASSED_OVER: [&[u8]; 6] = [
    b"drawing",
    b"pict",
    b"object",
    b"AlternateContent",
    b"del",
    b"moveFrom",
];

pub(super) fn read(bytes: &[u8]) -> Option<Vec<Seen>> {
    let mut parts = Parts::of(bytes)?;
    let mut reader = parts.xml("word/document.xml")?;
    let mut place = Place::default();
    let mut reading = Reading::default();
    each_event(&mut reader, &mut place, &mut reading)?;
    Some(reading.seen)
}

/// Where in the text something stands.
#[derive(Debug, Default)]
struct Place {
    /// How many tables are open.
    tables: usize,
    /// How many elements are open from one that is passed over on.
    passed_over: usize,
    /// Whether the characters that come are text.
    in_text: bool,
    /// Whether the cell goes on from the row above.
    goes_on: bool,
}

fn each_event<R: BufRead>(
    reader: &mut Reader<R>,
    place: &mut Place,
    reading: &mut Reading,
) -> Option<()> {
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Eof => return Some(()),
            Event::Start(_) if place.passed_over > 0 => place.passed_over += 1,
            Event::End(_) if place.passed_over > 0 => place.passed_over -= 1,
            _ if place.passed_over > 0 => {}
            Event::Start(element) if PASSED_OVER.contains(&element.local_name().as_ref()) => {
                place.passed_over = 1;
            }
            Event::Start(element) => begin(&element, place, reading),
            Event::Empty(element) => {
                begin(&element, place, reading);
                end(element.local_name().as_ref(), place, reading);
            }
            Event::End(element) => end(element.local_name().as_ref(), place, reading),
            Event::Text(text) if place.in_text => reading.text.push_str(&text.decode().ok()?),
            Event::GeneralRef(reference) if place.in_text => {
                reading.text.push_str(&referred(&reference)?);
            }
            _ => {}
        }
        if reading.is_too_much() {
            return None;
        }
        buffer.clear();
    }
}

fn begin(element: &BytesStart, place: &mut Place, reading: &mut Reading) {
    match element.local_name().as_ref() {
        b"tbl" => {
            place.tables += 1;
            if place.tables == 1 {
                reading.begin_table();
            }
        }
        b"tr" if place.tables == 1 => reading.begin_row(),
        b"tc" if place.tables == 1 => {
            place.goes_on = false;
            reading.text.clear();
        }
        b"vMerge" if place.tables == 1 => {
            place.goes_on = attribute(element, b"val").as_deref() != Some("restart");
        }
        b"t" => place.in_text = true,
        b"br" | b"cr" | b"tab"
            if !element
                .attributes()
                .flatten()
                .any(|one| one.key.local_name().as_ref() == b"pos") =>
        {
            reading.text.push('\n');
        }
        _ => {}
    }
}

fn end(name: &[u8], place: &mut Place, reading: &mut Reading) {
    match name {
        b"tbl" => {
            if place.tables == 1 {
                reading.end_table();
            }
            place.tables = place.tables.saturating_sub(1);
        }
        b"tc" if place.tables == 1 && !place.goes_on => reading.end_cell(),
        b"p" if place.tables == 0 => reading.end_text(),
        b"p" => reading.text.push('\n'),
        b"t" => place.in_text = false,
        _ => {}
    }
}
