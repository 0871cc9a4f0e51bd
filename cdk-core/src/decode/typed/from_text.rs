//! From text: the value of a whole JSON text.
//!
//! In: a JSON text and a type. Out: the value, and the moments in it that replace others.
//! Not here: one value of the text (see `reader`, `value`).

use std::borrow::Cow;

use serde::de::{DeserializeOwned, Error};

use super::beyond::Beyond;
use super::reader::Reader;
use super::refusal::Refusal;

/// The value that a JSON text says.
///
/// # Errors
/// serde's refusal with its place; also text after the value, and bytes that are not UTF-8.
pub(crate) fn typed<T: DeserializeOwned>(json: &[u8]) -> Result<T, Refusal> {
    typed_beyond(json).map(|(value, _)| value)
}

/// The value that a JSON text says, and the moments in it that replace others, so that the originals can be written
/// again.
///
/// # Errors
/// As for [`typed`].
pub(crate) fn typed_beyond<T: DeserializeOwned>(json: &[u8]) -> Result<(T, Beyond), Refusal> {
    let text = std::str::from_utf8(json).map_err(|_| Refusal::custom("invalid UTF-8"))?;
    let mut text = Cow::Borrowed(text);
    let mut beyond = Beyond::default();
    loop {
        let mut reader = Reader::new(&text);
        let read = T::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
        match read {
            Ok(value) => return Ok((value, beyond)),
            Err(refusal) => text = Cow::Owned(beyond.repaired(&text, refusal)?),
        }
    }
}
