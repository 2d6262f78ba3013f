//! The draft as a file attached to a PDF.

use lopdf::{Dictionary, Document, Object, Stream, dictionary, text_string};

use super::{Absence, Inflated, is_draft, position};

/// The attachment's name, as viewers list it.
const NAME: &str = "年报.nianbao";
/// The name for readers that know only ASCII.
const PLAIN_NAME: &str = "report.nianbao";
const DESCRIPTION: &str = "年报填报助手的草稿";
/// What an attachment's stream says it is.
const TYPE: &[u8] = b"/EmbeddedFile";
/// What an encrypted file's trailer has.
const ENCRYPTION: &[u8] = b"/Encrypt";
/// How many attachments are tried, from the last one on.
const MOST_ATTACHMENTS: usize = 8;
/// How far behind its type an attachment's data may begin.
const LONGEST_DICTIONARY: usize = 4096;

/// Attaches the draft: listed by name as every viewer shows it, and associated
/// with the whole document as its source, as archives (PDF/A-3) want it.
///
/// `changed` is the draft's date in a PDF's own notation.
pub(crate) fn attach(
    file: &mut Document,
    draft: &[u8],
    changed: Option<Object>,
) -> Result<(), lopdf::Error> {
    let mut parameters = dictionary! { "Size" => i64::try_from(draft.len()).unwrap_or_default() };
    if let Some(changed) = changed {
        parameters.set("ModDate", changed);
    }
    let stream = file.add_object(Stream::new(
        dictionary! {
            "Type" => "EmbeddedFile",
            "Subtype" => "application/json",
            "Params" => parameters,
        },
        draft.to_vec(),
    ));
    let specification = file.add_object(dictionary! {
        "Type" => "Filespec",
        "F" => Object::string_literal(PLAIN_NAME),
        "UF" => text_string(NAME),
        "Desc" => text_string(DESCRIPTION),
        "AFRelationship" => "Source",
        "EF" => dictionary! { "F" => stream, "UF" => stream },
    });
    let tree = dictionary! { "Names" => vec![text_string(NAME), specification.into()] };
    let catalog = file.catalog_mut()?;
    let mut names = catalog
        .get(b"Names")
        .and_then(Object::as_dict)
        .cloned()
        .unwrap_or_else(|_| Dictionary::new());
    names.set("EmbeddedFiles", tree);
    catalog.set("Names", names);
    catalog.set("AF", vec![specification.into()]);
    Ok(())
}

/// Whether the bytes are a PDF; some programs put other bytes before it.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let start = bytes.get(..1024).unwrap_or(bytes);
    position(start, b"%PDF-").is_some()
}

/// Finds the attached draft by what stands in the file, not by its tables:
/// streams are never packed into one another, so a file that was signed or
/// saved again by another program, or lost its end, still gives it. Nothing in
/// a file can lead this reader in a circle, and it unpacks only attachments.
pub(super) fn find(bytes: &[u8]) -> Result<Vec<u8>, Absence> {
    // What was added to a file later stands behind and replaces.
    let found = behind(bytes, TYPE)
        .rev()
        .take(MOST_ATTACHMENTS)
        .filter_map(attachment)
        .find_map(draft_in);
    let encrypted = || behind(bytes, ENCRYPTION).next().is_some();
    match found {
        Some(draft) => draft,
        None if encrypted() => Err(Absence::Encrypted),
        None => Err(Absence::Nothing),
    }
}

/// What follows each place where a name stands that isn't the beginning of a longer one.
fn behind<'a>(
    bytes: &'a [u8],
    name: &'static [u8],
) -> impl DoubleEndedIterator<Item = &'a [u8]> + 'a {
    let is_longer = |rest: &[u8]| rest.first().is_some_and(u8::is_ascii_alphanumeric);
    bytes
        .windows(name.len())
        .enumerate()
        .filter(move |(_, window)| *window == name)
        .filter_map(move |(at, _)| bytes.get(at + name.len()..))
        .filter(move |rest| !is_longer(rest))
}

/// An attachment's data and all that follows it, found from behind its type.
fn attachment(rest: &[u8]) -> Option<&[u8]> {
    const START: &[u8] = b"stream";
    let dictionary = rest.get(..LONGEST_DICTIONARY).unwrap_or(rest);
    let data = rest.get(position(dictionary, START)? + START.len()..)?;
    let data = data.strip_prefix(b"\r").unwrap_or(data);
    data.strip_prefix(b"\n")
}

/// The draft in an attachment's data, packed or plain; `None` if it is another file.
fn draft_in(data: &[u8]) -> Option<Result<Vec<u8>, Absence>> {
    Inflated::of(data).draft().or_else(|| {
        let plain = data.get(..position(data, b"endstream")?)?;
        is_draft(plain).then(|| Ok(plain.trim_ascii_end().to_vec()))
    })
}
