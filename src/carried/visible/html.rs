//! What is seen in a web page.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Reading, Seen, referred};

/// What isn't part of the report's text.
const PASSED_OVER: [&[u8]; 5] = [b"head", b"nav", b"script", b"style", b"svg"];
/// The class of what stands there only to be read out.
const UNSEEN: &[u8] = b"unseen";

pub(super) fn read(bytes: &[u8]) -> Option<Vec<Seen>> {
    let mut reader = Reader::from_reader(bytes);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut reading = Reading::default();
    let mut place = Place::default();
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Eof => return Some(reading.seen),
            Event::Start(element) | Event::Empty(element) => {
                begin(&element, &mut place, &mut reading);
            }
            Event::End(element) => {
                let name = element.name().as_ref().to_ascii_lowercase();
                end(&name, &mut place, &mut reading);
            }
            Event::Text(text) if place.takes_text() => {
                reading.text.push_str(&text.decode().ok()?);
            }
            Event::GeneralRef(reference) if place.takes_text() => {
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

/// Where in the page something stands.
#[derive(Debug, Default)]
struct Place {
    /// The element that is passed over, until its end.
    passed_over: Option<Vec<u8>>,
    in_cell: bool,
    in_paragraph: bool,
}

impl Place {
    fn takes_text(&self) -> bool {
        self.passed_over.is_none() && (self.in_cell || self.in_paragraph)
    }
}

fn begin(element: &BytesStart, place: &mut Place, reading: &mut Reading) {
    let name = element.name().as_ref().to_ascii_lowercase();
    if place.passed_over.is_some() {
        return;
    }
    if PASSED_OVER.contains(&name.as_slice()) || is_unseen(element) {
        place.passed_over = Some(name);
        return;
    }
    match name.as_slice() {
        b"table" => reading.begin_table(),
        b"tr" => reading.begin_row(),
        b"td" | b"th" => {
            place.in_cell = true;
            reading.text.clear();
        }
        b"br" => reading.text.push('\n'),
        _ if is_paragraph(&name) && !place.in_cell => {
            place.in_paragraph = true;
            reading.text.clear();
        }
        _ => {}
    }
}

fn end(name: &[u8], place: &mut Place, reading: &mut Reading) {
    if let Some(passed_over) = &place.passed_over {
        if passed_over == name {
            place.passed_over = None;
        }
        return;
    }
    match name {
        b"table" => reading.end_table(),
        b"td" | b"th" => {
            place.in_cell = false;
            reading.end_cell();
        }
        _ if is_paragraph(name) && !place.in_cell => {
            place.in_paragraph = false;
            reading.end_text();
        }
        _ => {}
    }
}

fn is_paragraph(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"h1" | b"h2" | b"h3" | b"h4" | b"li" | b"dd" | b"dt"
    )
}

fn is_unseen(element: &BytesStart) -> bool {
    element
        .html_attributes()
        .flatten()
        .any(|one| one.key.as_ref() == b"class" && one.value.as_ref() == UNSEEN)
}
