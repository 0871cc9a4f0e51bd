//! Error: the one error of the framework and of connectors.
//!
//! In: a sentence for the one who must act, made by [`Error::config`], [`Error::transient`] or [`Error::system`], or any
//! foreign error through `?` (a system error then). Out: what a TRACE ERROR and a CONNECTION_STATUS say, and an
//! [`ErrorKind`] for programs.
//! Default: `system_error`, since a failure that nobody classified is a defect of the connector, not of the user's config.
//! Not here: masking secrets (see `secret`, applied where messages are written), deciding about retries (see `retry`).

mod context;
#[expect(clippy::module_inception, reason = "a file is named after its main type")]
mod error;
mod failure_type;
mod kind;

pub use context::ErrorContext;
pub use error::{Error, Result};
pub use failure_type::FailureType;
pub use kind::ErrorKind;
