//! What a PDF says about itself: title and author, date, language, bookmarks, identity.

use std::fmt::Write as _;

use lopdf::{Dictionary, Document as File, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use crate::carried;
use crate::export::document::Document;
use crate::export::layout::{MM_PER_POINT, PAGE_HEIGHT, Page};
use crate::export::markup::escaped;

const PRODUCER: &str = concat!("年报填报助手 ", env!("CARGO_PKG_VERSION"));

/// Completes the file and writes it. The error is for people who look for a cause.
pub fn finish(file: &mut File, pages: &[Page], document: &Document) -> Result<Vec<u8>, String> {
    "1.7".clone_into(&mut file.version);
    if let Some(draft) = &document.carried {
        carried::pdf::attach(file, draft, date(document)).map_err(|error| error.to_string())?;
    }
    file.compress();
    let info = file.add_object(info(document));
    file.trailer.set("Info", info);
    // The identity is made from everything else, so it is put in last.
    file.trailer.remove(b"ID");
    let outlines = add_bookmarks(file, pages);
    let catalog = file.catalog_mut().map_err(|error| error.to_string())?;
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.set(
        "ViewerPreferences",
        dictionary! { "DisplayDocTitle" => true },
    );
    catalog.set(
        "PageMode",
        if outlines.is_some() {
            "UseOutlines"
        } else {
            "UseNone"
        },
    );
    if let Some(outlines) = outlines {
        catalog.set("Outlines", outlines);
    }
    file.prune_objects();
    file.renumber_objects();

    let identity = Sha256::digest(save(file)?);
    let identity = identity.get(..16).unwrap_or_default().to_vec();
    let xmp = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        xmp(document, &identity).into_bytes(),
    );
    let xmp = file.add_object(xmp.with_compression(false));
    let catalog = file.catalog_mut().map_err(|error| error.to_string())?;
    catalog.set("Metadata", xmp);
    let id = Object::String(identity, StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id.clone(), id]);
    save(file)
}

fn save(file: &mut File) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    file.save_to(&mut bytes)
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}

fn info(document: &Document) -> Dictionary {
    let mut info = dictionary! {
        "Title" => text(&document.title),
        "Author" => text(&document.agency),
        "Subject" => text(&subject(document)),
        "Creator" => text(PRODUCER),
        "Producer" => text(PRODUCER),
    };
    if let Some(date) = date(document) {
        info.set("CreationDate", date.clone());
        info.set("ModDate", date);
    }
    info
}

/// The document's date as PDF writes it: an ISO date's digits, to the day, in no time zone.
fn date(document: &Document) -> Option<Object> {
    let date = iso_date(document)?;
    let digits: String = date.chars().filter(char::is_ascii_digit).collect();
    Some(Object::string_literal(format!("D:{digits}")))
}

/// The document's date if it is one; a date in words is left out rather than misread.
fn iso_date(document: &Document) -> Option<&str> {
    let date = document.date.as_deref()?;
    let shape: String = date
        .chars()
        .map(|character| {
            if character.is_ascii_digit() {
                '0'
            } else {
                character
            }
        })
        .collect();
    (shape == "0000-00-00").then_some(date)
}

fn subject(document: &Document) -> String {
    format!("{}年政府信息公开工作年度报告", document.year)
}

/// A text as PDF keeps Chinese: UTF-16 with a mark in front.
fn text(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(
        units.flat_map(u16::to_be_bytes).collect(),
        StringFormat::Hexadecimal,
    )
}

/// The headings as an outline; `None` if there are none.
fn add_bookmarks(file: &mut File, pages: &[Page]) -> Option<ObjectId> {
    let page_ids: Vec<ObjectId> = file.get_pages().into_values().collect();
    let bookmarks: Vec<_> = pages
        .iter()
        .zip(page_ids)
        .flat_map(|(page, id)| page.bookmarks.iter().map(move |bookmark| (bookmark, id)))
        .collect();
    let items: Vec<ObjectId> = bookmarks.iter().map(|_| file.new_object_id()).collect();
    let (&first, &last) = (items.first()?, items.last()?);
    let root = file.add_object(dictionary! {
        "Type" => "Outlines",
        "First" => first,
        "Last" => last,
        "Count" => i64::try_from(items.len()).unwrap_or_default(),
    });
    for (index, ((bookmark, page), &item)) in bookmarks.iter().zip(&items).enumerate() {
        let top = ((PAGE_HEIGHT - bookmark.top) / MM_PER_POINT).round();
        let mut entry = dictionary! {
            "Title" => text(&bookmark.title),
            "Parent" => root,
            "Dest" => vec![(*page).into(), "XYZ".into(), Object::Null, top.into(), Object::Null],
        };
        if let Some(&next) = items.get(index + 1) {
            entry.set("Next", next);
        }
        if let Some(&previous) = index.checked_sub(1).and_then(|index| items.get(index)) {
            entry.set("Prev", previous);
        }
        file.set_object(item, entry);
    }
    Some(root)
}

/// The same facts for readers of XMP.
fn xmp(document: &Document, identity: &[u8]) -> String {
    let mut hex = String::new();
    for (index, byte) in identity.iter().enumerate() {
        let dash = if matches!(index, 4 | 6 | 8 | 10) {
            "-"
        } else {
            ""
        };
        let _ = write!(hex, "{dash}{byte:02x}");
    }
    let date = iso_date(document).map_or_else(String::new, |date| {
        format!("<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>")
    });
    format!(
        concat!(
            "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n",
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">",
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">",
            "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" ",
            "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" ",
            "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" ",
            "xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\">",
            "<dc:format>application/pdf</dc:format>",
            "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>",
            "<dc:creator><rdf:Seq><rdf:li>{agency}</rdf:li></rdf:Seq></dc:creator>",
            "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{subject}</rdf:li></rdf:Alt></dc:description>",
            "<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>",
            "<pdf:Producer>{producer}</pdf:Producer>",
            "<xmp:CreatorTool>{producer}</xmp:CreatorTool>{date}",
            "<xmpMM:DocumentID>uuid:{hex}</xmpMM:DocumentID>",
            "<xmpMM:InstanceID>uuid:{hex}</xmpMM:InstanceID>",
            "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
        ),
        title = escaped(&document.title),
        agency = escaped(&document.agency),
        subject = escaped(&subject(document)),
        producer = PRODUCER,
        date = date,
        hex = hex,
    )
}
