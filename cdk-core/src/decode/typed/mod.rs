//! Typed: a JSON text → a serde type, or the place and the reason of serde's refusal.
//!
//! In: one JSON text. Out: the value; or a [`Refusal`]: a JSON pointer and serde's message.
//! Why not `serde_json` and `serde_path_to_error`: serde's derive writes the code of a struct once for each deserializer that
//! it is read by, and two of them (a third for a wrapped one) were two thirds of a connector of 300 structs. Here there is
//! one, whose parts that know no type are functions of their own, which makes that code an eighth as large; it costs nothing to keep the
//! path, and it reads records in fewer instructions, since texts are found block by block.
//! As `serde_json` reads, but for three things: a struct is an object, never an array (the contract says so too); a number with
//! a fraction is the nearest double; a half surrogate pair is refused wherever a text is wanted.
//! `RawValue` is read too, by the name that `serde_json` gives it.
//! Not here: JSON → `Value` of what has no type, and config and state (see `source`).

mod inside;
mod key;
mod reader;
mod refusal;
#[cfg(test)]
mod tests;
mod value;

use serde::de::{DeserializeOwned, Error};

use reader::Reader;
pub(crate) use refusal::Refusal;

/// The value that a JSON text says.
///
/// # Errors
/// serde's refusal with its place; also text behind the value, and bytes that are no UTF-8.
pub(crate) fn typed<T: DeserializeOwned>(json: &[u8]) -> Result<T, Refusal> {
    let text = std::str::from_utf8(json).map_err(|_| Refusal::custom("invalid UTF-8"))?;
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}
