//! Config: decodes the platform's JSON as the connector's config type.
//!
//! In: the config's value and the connection specification of its type. Out: the config, or a config error with the
//! path and the expected value. The error quotes the actual value only if it is not a secret.
//! serde decides what is accepted, so aliases and hand-written `Deserialize` work. The specification explains its
//! errors, and adds rules that serde cannot check: dates, patterns, ranges.
//! Defaults: null means absent, since clients write null for an empty field; unknown keys have no effect.
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
