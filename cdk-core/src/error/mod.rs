//! Error: the error type of the framework and of connectors.
//!
//! In: a message for the user, by [`Error::config`], [`Error::transient`] or [`Error::system`]; or any other error
//! through `?`, which becomes a system error. Out: the text of a TRACE ERROR and of a CONNECTION_STATUS, and an
//! [`ErrorKind`] for programs.
//! Default: `system_error`, because an unclassified failure is a bug of the connector, not a problem of the user's
//! config.
//! Not here: masking secrets (see `secret`, applied when messages are written), deciding about retries (see `retry`).

mod context;
#[expect(clippy::module_inception, reason = "a file is named after its main type")]
mod error;
mod failure_type;
mod kind;

pub use context::ErrorContext;
pub use error::{Error, Result};
pub use failure_type::FailureType;
pub use kind::ErrorKind;
