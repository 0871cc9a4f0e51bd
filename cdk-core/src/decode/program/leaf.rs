//! Leaf: asking serde about one value.
//!
//! A JSON schema says less than serde about dates, unions, tuples, single characters and the like. Where a field's
//! schema holds such a thing, the scanner hands the value's text to serde and takes its word.
//! In: a value's JSON text. Out: yes, or a place inside the value and serde's message.
//! Not here: when a leaf is checked (see `compile`), and what a refusal leads to (see `settle`).

use serde::de::DeserializeOwned;

use super::super::typed::{Refusal, typed};
use super::super::way::push_segment;

/// Asks serde: does this JSON text deserialise as the field's type?
pub type LeafCheck = fn(&[u8]) -> Result<(), LeafError>;

/// Why serde refused a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafError {
    /// JSON pointer inside the value, as far as serde knows it; `""` is the value itself.
    pub pointer: String,
    /// serde's message.
    pub message: String,
}

/// The [`LeafCheck`] of a type.
///
/// # Errors
/// Whatever serde says to the text.
pub fn leaf_check<T: DeserializeOwned>(json: &[u8]) -> Result<(), LeafError> {
    match typed::<T>(json) {
        Ok(_) => Ok(()),
        Err(refusal) => Err(refusal.into()),
    }
}

impl From<Refusal> for LeafError {
    fn from(refusal: Refusal) -> Self {
        let (way, message) = refusal.into_parts();
        let mut pointer = String::new();
        way.for_each(|name| push_segment(&mut pointer, &name));
        Self { pointer, message }
    }
}
