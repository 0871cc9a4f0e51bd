//! Outcome: what ends a stream, or a slice of one, before all of it is read.

use crate::error::Error;
use crate::writer::OutputClosed;

/// Why a stream or a slice ends early.
pub(crate) enum EarlyEnd {
    /// It failed; the others go on.
    Failed(Error),
    /// Nobody reads the output any more.
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
