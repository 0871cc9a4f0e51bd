//! Source: the four commands `spec`, `check`, `discover` and `read`.
//!
//! In: the config, catalog and state as the platform wrote them. Out: SPEC, CONNECTION_STATUS, CATALOG, or a whole
//! read.
//! Default: every file is validated before the first request. Null means absent. Unknown keys have no effect (one
//! WARN names those of the config).
//! Not here: arguments, files and exit codes (see `entrypoint`), what happens while reading (see `read`).

mod advanced_auth;
mod catalog;
mod check;
mod config;
mod config_file;
mod config_store;
mod discover;
mod file;
mod ignored;
mod pattern;
mod session;
mod shape;
mod similar;
mod spec;
mod state;
mod streams;
mod unknown_keys;

pub(crate) use catalog::{SelectionRequest, selections};
pub(crate) use check::{CheckDepth, check};
pub(crate) use config::{ConfigType, config_of};
#[cfg(feature = "login")]
pub(crate) use config_file::write_config_file;
pub(crate) use config_store::ConfigStore;
#[cfg(feature = "login")]
pub(crate) use config_store::set;
pub(crate) use discover::{configured, discover};
pub(crate) use file::decode_file;
pub(crate) use ignored::ignored;
pub(crate) use pattern::NamePattern;
pub(crate) use session::{RunSetup, Session};
pub(crate) use spec::{config_schema, spec};
pub(crate) use state::{StateFile, states};
pub(crate) use unknown_keys::unknown_keys;
