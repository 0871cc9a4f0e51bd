//! Config: the platform's JSON → the connector's type.
//!
//! In: the config's value and the connection specification of its type. Out: the type, or a config error that names the
//! path, says what would be right in the specification's words, and quotes what is there only where that is no secret.
//! serde decides what is accepted, so aliases and hand-written `Deserialize` work; the specification words its refusal,
//! and adds what it promises and serde cannot see: dates in texts, patterns, ranges.
//! Defaults: a null counts as absent, since every client writes nulls for what was left empty; unknown keys have no effect.
//! Not here: the specification itself and which values are secret (see `schema`).

mod config_type;
mod decode;
mod judge;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use config_type::ConfigType;
pub(crate) use decode::config_of;
#[cfg(test)]
pub(crate) use decode::decode_config;
pub(super) use decode::without_nulls;
pub(super) use judge::Judge;
pub(super) use words::{ROOT, cut, element, member};
