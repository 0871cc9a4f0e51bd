//! Typed: a JSON text → a serde type, or the place and the reason of serde's refusal.
//!
//! In: one JSON text. Out: the value; or a [`Refusal`]: a JSON pointer and serde's message. Why not `serde_json` and
//! `serde_path_to_error`: serde's derive writes the code of a struct once for each deserializer. Two of them (a third
//! for a wrapped one) were two thirds of a connector of 300 structs. Here there is one, whose parts that do not depend
//! on the type are separate functions, which makes that code an eighth as large. Keeping the path costs nothing, and
//! records are read in fewer instructions, since texts are found block by block. As `serde_json` reads, but for four
//! things: a struct is an object, never an array (the contract says so too); a number with a fraction is the nearest
//! double; a half surrogate pair is refused wherever a text is wanted. And a moment later than jiff's last one is read
//! as that (see `beyond`). `RawValue` is read too, by the name that `serde_json` gives it.
//! Not here: JSON → `Value` of what has no type, and config and state (see `source`).

mod beyond;
mod from_text;
mod inside;
mod key;
mod reader;
mod refusal;
#[cfg(test)]
mod tests;
mod value;

pub use beyond::Beyond;
pub(crate) use from_text::{typed, typed_beyond};
pub(crate) use refusal::Refusal;
