//! Leaf: asking serde about one value.
//!
//! A JSON schema says less than serde about dates, unions, tuples, single characters and the like. Where a field's schema
//! holds such a thing, the scanner hands the value's text to serde and takes its word.
//! In: a value's JSON text. Out: yes, or a place inside the value and serde's message.
//! The place costs a second pass, and only a failure pays for it.
//! Not here: when a leaf is asked (see `compile`), and what a refusal leads to (see `settle`).

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

/// Asks serde: does this JSON text deserialise as the field's type?
pub type LeafCheck = fn(&[u8]) -> Result<(), LeafError>;

/// Why serde refused a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafError {
    /// JSON pointer inside the value, as far as serde knows it; `""` is the value itself.
    pub pointer: String,
    /// serde's message, without line and column.
    pub message: String,
}

/// The [`LeafCheck`] of a type.
///
/// # Errors
/// Whatever `serde_json` says to the text.
pub fn leaf_check<T: DeserializeOwned>(json: &[u8]) -> Result<(), LeafError> {
    if serde_json::from_slice::<T>(json).is_ok() {
        return Ok(());
    }

    let mut reader = serde_json::Deserializer::from_slice(json);
    let refused = match serde_path_to_error::deserialize::<_, T>(&mut reader) {
        Err(refused) => refused,
        // The wrapper hides some types from serde (it accepts what the plain pass refused), or a second value follows.
        Ok(_) => return Err(LeafError { pointer: String::new(), message: "not readable as its type".to_owned() }),
    };

    let mut pointer = String::new();
    for segment in refused.path() {
        match segment {
            Segment::Seq { index } => push_segment(&mut pointer, &index.to_string()),
            Segment::Map { key } => push_segment(&mut pointer, key),
            Segment::Enum { variant } => push_segment(&mut pointer, variant),
            Segment::Unknown => break,
        }
    }
    Err(LeafError { pointer, message: without_place(&refused.into_inner().to_string()) })
}

/// Appends `/name` to a JSON pointer. Source of the escapes: RFC 6901 §3.
pub(in super::super) fn push_segment(pointer: &mut String, name: &str) {
    pointer.push('/');
    for c in name.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}

/// serde's message without ` at line 1 column 5`, which counts inside the value and would mislead.
fn without_place(message: &str) -> String {
    message.rfind(" at line ").and_then(|at| message.get(..at)).unwrap_or(message).to_owned()
}
