//! Selected columns: leaves out the fields of a record that the catalog does not select.
//!
//! In: a record's data. Out: the same with fewer top-level fields, each with its own bytes.
//! Only streams whose catalog selects a part of the fields pay for this second pass.

use std::borrow::Cow;
use std::fmt::{Formatter, Result as FmtResult};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::decode::Change;
use crate::error::Result;
use crate::read::plan::columns::Columns;

/// Leaves out the other fields of the record that begins at `start`, and their changes.
///
/// # Errors
/// If the data is not a JSON object.
pub(super) fn keep_columns<'a>(
    columns: &Columns,
    changes: Cow<'a, [Change]>,
    lines: &mut Vec<u8>,
    start: usize,
) -> Result<Cow<'a, [Change]>> {
    let data = lines.get(start..).unwrap_or_default();
    let mut deserializer = serde_json::Deserializer::from_slice(data);
    let kept = KeptFields { columns, out: Vec::with_capacity(data.len()) }.deserialize(&mut deserializer)?;
    lines.truncate(start);
    lines.extend_from_slice(&kept);
    if changes.iter().all(|change| columns.contain_place(&change.field)) {
        return Ok(changes);
    }
    Ok(changes.iter().filter(|change| columns.contain_place(&change.field)).cloned().collect())
}

/// Writes the kept fields of an object.
struct KeptFields<'a> {
    columns: &'a Columns,
    out: Vec<u8>,
}

impl<'de> DeserializeSeed<'de> for KeptFields<'_> {
    type Value = Vec<u8>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<Vec<u8>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for KeptFields<'_> {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut Formatter<'_>) -> FmtResult {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> std::result::Result<Vec<u8>, A::Error> {
        self.out.push(b'{');
        while let Some((name, value)) = fields.next_entry::<String, &'de RawValue>()? {
            if !self.columns.contains(&name) {
                continue;
            }
            if self.out.len() > 1 {
                self.out.push(b',');
            }
            serde_json::to_writer(&mut self.out, &name).map_err(serde::de::Error::custom)?;
            self.out.push(b':');
            self.out.extend_from_slice(value.get().as_bytes());
        }
        self.out.push(b'}');
        Ok(self.out)
    }
}
