//! Outcome: the reason why a stream or a slice ends early.

use crate::error::Error;
use crate::writer::OutputClosed;

/// The reason why a stream or a slice ends early.
pub(crate) enum EarlyEnd {
    /// An error. Other slices and streams continue.
    Failed(Error),
    /// The output is closed.
    OutputClosed,
}

impl From<Error> for EarlyEnd {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<OutputClosed> for EarlyEnd {
    fn from(_: OutputClosed) -> Self {
        Self::OutputClosed
    }
}
