//! What the readers of XML share.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesRef;

/// What a reference such as `&amp;` or `&#38;` stands for; nothing for one that isn't known: no
/// file's own entities are ever resolved.
pub(super) fn referred(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name = reference.decode().unwrap_or_default();
    resolve_predefined_entity(&name)
        .unwrap_or_default()
        .to_owned()
}
