//! Nulled values: the values of a stream that were changed, for one warning at its end.
//!
//! In: the changes of each record. Out: for each field, the number of values that became null, with one value, the
//! expected type and what to declare; and the fields with replaced characters.
//! A value is masked before it is shortened, because half a secret would not be recognised.
//! Default: 50 fields are named, the first 10 of them with a value.
//! Not here: `meta.changes` (see `record`).

use std::collections::BTreeMap;

use crate::decode::{Became, Change, FoundRecord, Why};
use crate::secret::Redactor;

/// Maximum of fields that are counted by name. All changes are in `meta.changes`.
const MAX_FIELDS: usize = 50;
/// Fields that are logged with a value.
const EXPLAINED_FIELDS: usize = 10;
/// Length of a quoted value, in characters.
const SHOWN_CHARS: usize = 80;

/// The counts.
#[derive(Debug, Default)]
pub(crate) struct NulledValues {
    nulled: BTreeMap<String, NulledField>,
    replaced: BTreeMap<String, u64>,
}

#[derive(Debug)]
struct NulledField {
    count: u64,
    /// The reason for the first change.
    why: Why,
}

impl NulledValues {
    pub(crate) fn clear(&mut self) {
        self.nulled.clear();
        self.replaced.clear();
    }

    /// Counts the changes of a record.
    pub(crate) fn count_changes(&mut self, changes: &[Change], found: &FoundRecord<'_>) {
        for change in changes {
            match change.became {
                Became::Null => add(&mut self.nulled, &change.field, 1, || found.why(change)),
                Became::Replaced => count(&mut self.replaced, &change.field, 1),
            }
        }
    }

    /// Adds the counts of a page.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (field, NulledField { count, why }) in &other.nulled {
            add(&mut self.nulled, field, *count, || why.clone());
        }
        for (field, number) in &other.replaced {
            count(&mut self.replaced, field, *number);
        }
    }

    /// One warning about values that became null, and one about replaced characters.
    pub(crate) fn warnings(&self, redactor: &Redactor) -> Vec<String> {
        let mut warnings = Vec::new();
        if !self.nulled.is_empty() {
            let fields = self.nulled.iter().enumerate().map(|(number, (field, NulledField { count, why }))| {
                let why = if number < EXPLAINED_FIELDS { in_words(field, why, redactor) } else { String::new() };
                format!("{field} ({count}){why}")
            });
            let fields: Vec<String> = fields.collect();
            warnings.push(format!("values that did not fit their field became null: {}", fields.join("; ")));
        }
        if !self.replaced.is_empty() {
            let fields = self.replaced.iter().map(|(field, count)| format!("{field} ({count})"));
            let fields: Vec<String> = fields.collect();
            let what = "half a surrogate pair in a text cannot be decoded and was written as U+FFFD";
            warnings.push(format!("{what}: {}", fields.join(", ")));
        }
        warnings
    }
}

fn add(fields: &mut BTreeMap<String, NulledField>, field: &str, number: u64, why: impl FnOnce() -> Why) {
    let is_full = fields.len() >= MAX_FIELDS;
    match fields.get_mut(field) {
        Some(known) => known.count += number,
        None if !is_full => {
            fields.insert(field.to_owned(), NulledField { count: number, why: why() });
        }
        None => {}
    }
}

fn count(fields: &mut BTreeMap<String, u64>, field: &str, number: u64) {
    let is_full = fields.len() >= MAX_FIELDS;
    match fields.get_mut(field) {
        Some(known) => *known += number,
        None if !is_full => {
            fields.insert(field.to_owned(), number);
        }
        None => {}
    }
}

/// `: got "12.5", expected a number or null, declare `Option<String>``
fn in_words(field: &str, why: &Why, redactor: &Redactor) -> String {
    let Why { place, expected, found, declare } = why;
    let place = if place == field { String::new() } else { format!("`{place}` ") };
    let declare = declare.as_ref().map(|declare| format!(", declare {declare}")).unwrap_or_default();
    match (found.as_slice(), expected.as_str()) {
        (_, "") => format!(": {place}is nested too deeply for JSON readers{declare}"),
        ([], expected) => format!(": {place}is missing, expected {expected}{declare}"),
        (found, expected) => format!(": {place}got {}, expected {expected}{declare}", shown(found, redactor)),
    }
}

/// The beginning of a value, with secrets masked.
fn shown(json: &[u8], redactor: &Redactor) -> String {
    let text = String::from_utf8_lossy(json);
    let masked = redactor.mask(&text);
    let mut shown: String = masked.chars().take(SHOWN_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if masked.chars().nth(SHOWN_CHARS).is_some() {
        shown.push('…');
    }
    shown
}
