//! The sample: a finished report with real figures and texts written for it.

use std::sync::Arc;

use crate::draft::{self, Draft, DraftError};
use crate::form::Form;
use crate::form::catalog::Catalog;

/// The draft itself, as `demo` writes it.
pub const BYTES: &[u8] = include_bytes!("../assets/sample.nianbao");
/// Its file name.
pub const NAME: &str = "sample.nianbao";

/// The sample with its form.
///
/// # Errors
/// If the built-in draft doesn't fit the built-in forms, which a test rules out.
pub fn draft(catalog: &Catalog) -> Result<(Arc<Form>, Draft), DraftError> {
    let draft = draft::read(catalog, NAME, BYTES)?;
    let form = draft::form(catalog, NAME, &draft.ret.variant)?;
    Ok((form, draft))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::check;
    use crate::totals::derive;

    #[test]
    fn the_sample_is_complete_and_without_findings() {
        let catalog = Catalog::built_in().unwrap();
        let (form, sample) = draft(&catalog).unwrap();
        let derived = derive(&form, &sample.ret.stated);
        for cell in form.all_cells() {
            assert!(derived.value(cell).number().is_some(), "{}", form.key(cell));
        }
        let findings = check(&form, &sample.ret, &derived, None);
        assert_eq!(findings.broken, []);
        assert_eq!(findings.waiting, []);
        assert_eq!(
            draft::write(&form, &sample.ret, &sample.unknown),
            BYTES,
            "the sample is written as the program writes drafts"
        );
    }
}
