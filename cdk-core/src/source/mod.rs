//! Source: what the commands need before any stream is touched.
//!
//! In: the config as the platform wrote it, and the source's specification. Out: the connector's own config type, or one
//! sentence that says what to change.
//! Not here: arguments, files and exit codes (see `entrypoint`), streams (see `stream`).

mod config;

pub(crate) use config::decode_config;
