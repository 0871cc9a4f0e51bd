//! Typed: a JSON text → a serde type, or the place and the reason of serde's refusal.
//!
//! In: one JSON text. Out: the value; or a [`Refusal`]: a JSON pointer and serde's message.
//! Why not `serde_json` and `serde_path_to_error`: serde's derive writes the code of a struct once for each deserializer that
//! it is read by, and two of them (a third for a wrapped one) were two thirds of a connector of 300 structs. Here there is
//! one, whose parts that know no type are functions of their own, which makes that code an eighth as large; it costs nothing to keep the
//! path, and it reads records in fewer instructions, since texts are found block by block.
//! As `serde_json` reads, but for four things: a struct is an object, never an array (the contract says so too); a number with
//! a fraction is the nearest double; a half surrogate pair is refused wherever a text is wanted. And a moment later than jiff's
//! last one is read as that (see `beyond`).
//! `RawValue` is read too, by the name that `serde_json` gives it.
//! Not here: JSON → `Value` of what has no type, and config and state (see `source`).

mod beyond;
mod inside;
mod key;
mod reader;
mod refusal;
#[cfg(test)]
mod tests;
mod value;

use std::borrow::Cow;

use serde::de::{DeserializeOwned, Error};

pub use beyond::Beyond;
use reader::Reader;
pub(crate) use refusal::Refusal;

/// The value that a JSON text says.
///
/// # Errors
/// serde's refusal with its place; also text behind the value, and bytes that are no UTF-8.
pub(crate) fn typed<T: DeserializeOwned>(json: &[u8]) -> Result<T, Refusal> {
    typed_beyond(json).map(|(value, _)| value)
}

/// The value that a JSON text says, and the moments in it that stand for others, so that they can be written again.
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
