//! Saved pages with all their parts in one file (MHT): a mail without a sender.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::source::{ReaderKind, Source};

use super::encoding::decode_as;
use super::html;
use super::writer::Writer;

/// Reads the page in a file, or its plain text if it has no page.
///
/// # Errors
/// If there is neither, or more than any report has.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Source, ImportError> {
    let damaged = || ImportError::Damaged {
        file: name.to_owned(),
        place: "网页".to_owned(),
    };
    let message = MessageParser::default().parse(bytes).ok_or_else(damaged)?;
    if message.parts.len() > limits.entries {
        return Err(ImportError::too_much(name, "部分太多"));
    }
    let pages = message
        .parts
        .iter()
        .filter(|part| matches!(part.body, PartType::Html(_)));
    // Frames' pages follow the one they are in; a report may be in any of them.
    let pages: Vec<String> = pages.filter_map(|part| text(&message, part)).collect();
    let mut largest = None::<Source>;
    for page in &pages {
        let source = html::read_text(name, page, ReaderKind::Mht, limits)?;
        let size = |source: &Source| source.places().map(|(_, text)| text.len()).sum::<usize>();
        if largest
            .as_ref()
            .is_none_or(|largest| size(largest) < size(&source))
        {
            largest = Some(source);
        }
    }
    if let Some(source) = largest {
        return Ok(source);
    }
    let mut texts = message
        .parts
        .iter()
        .filter(|part| matches!(part.body, PartType::Text(_)));
    let plain = texts
        .find_map(|part| text(&message, part))
        .ok_or_else(damaged)?;
    let mut writer = Writer::new(name, limits);
    writer.text(&plain)?;
    Ok(writer.finish(ReaderKind::Mht, ""))
}

/// A part's text, decoded from its bytes: what it says of its encoding may be wrong.
fn text(message: &Message<'_>, part: &MessagePart<'_>) -> Option<String> {
    let begin = usize::try_from(part.offset_body).ok()?;
    let end = usize::try_from(part.offset_end).ok()?;
    let raw = message.raw_message().get(begin..end)?;
    let charset = part
        .content_type()
        .and_then(|kind| kind.attribute("charset"))
        .unwrap_or_default();
    Some(match part.encoding {
        Encoding::None => decode_as(raw, charset),
        Encoding::QuotedPrintable => decode_as(&quoted_printable_decode(raw)?, charset),
        Encoding::Base64 => decode_as(&base64_decode(raw)?, charset),
    })
}
