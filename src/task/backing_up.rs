//! A return written to its recovery file.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Outcome, Version};
use crate::draft::{self, Unknown};
use crate::files::Folders;
use crate::form::Form;
use crate::recovery::{self, Belonging};
use crate::returns::Return;

/// Work to be kept: copies, so that turning it into bytes takes nothing of a frame.
#[derive(Debug)]
pub struct BackUpJob {
    pub version: Version,
    /// The changes that are in it.
    pub changes: u64,
    /// The recovery file in use, if there is one already.
    pub backup: Option<PathBuf>,
    pub belonging: Belonging,
    pub form: Arc<Form>,
    /// With what is being typed.
    pub ret: Return,
    /// Carried along with the return.
    pub unknown: Unknown,
}

impl BackUpJob {
    /// Writes the recovery file. Blocks.
    pub(super) fn run(self, folders: &Folders) -> Outcome {
        let bytes = draft::write(&self.form, &self.ret, &self.unknown);
        let result = recovery::write(folders, self.backup, self.belonging, &bytes);
        Outcome::BackedUp {
            version: self.version,
            changes: self.changes,
            result: result.map_err(|error| error.to_string()),
        }
    }
}
