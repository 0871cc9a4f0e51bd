//! The text of added fields: `"employee_id":7,"kind":"x"`.

use serde_json::Value;

use crate::decode::{Change, Program};
use crate::error::{Error, Result};

/// Collects the added fields of one record. Kept for reuse between records.
#[derive(Default)]
pub(crate) struct AddedText {
    text: Vec<u8>,
    changes: Vec<Change>,
}

impl AddedText {
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.changes.clear();
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.text
    }

    /// What was mended in the added fields.
    pub(crate) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Adds a field whose value is this JSON text, once the contract has judged it.
    pub(crate) fn push(&mut self, program: &Program, field: &str, json: &[u8]) -> Result<()> {
        let checked = program.check_field(field, json).map_err(|mismatch| {
            let (pointer, expected, found) = (&mismatch.pointer, &mismatch.expected, &mismatch.found);
            let place = pointer.strip_prefix('/').unwrap_or(field);
            Error::system(format!("the added field `{place}` expects {expected}, but gets {found}"))
        })?;
        if !self.text.is_empty() {
            self.text.push(b',');
        }
        self.text.extend_from_slice(Value::from(field).to_string().as_bytes());
        self.text.push(b':');
        self.text.extend_from_slice(checked.text.as_deref().unwrap_or(json));
        self.changes.extend(checked.changes);
        Ok(())
    }
}
