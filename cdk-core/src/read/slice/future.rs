//! Future: one warning about a saved state, or a `start`, that is later than the run's clock.
//!
//! In: what of a stream lies in the future, and where the stream is read from instead. Out: a WARN; one for each
//! stream, however many of its slices it is about.
//! Not here: what is read because of it (see `state::future`).

use crate::protocol::Level;
use crate::state::{CursorValue, Future};
use crate::writer::RunOutput;

/// What lies in the future. `start`: as the config says it.
pub(crate) struct FutureCursor {
    pub(crate) state: Option<Future>,
    pub(crate) start: Option<String>,
}

impl FutureCursor {
    /// `from`: where the slice at hand begins.
    pub(crate) fn warn(self, stream: &str, from: Option<&CursorValue>, output: &RunOutput) {
        let Self { state, start } = self;
        // A slice may have its own start; and a stream may be read again as a parent.
        let start = start.filter(|_| output.is_first(format!("future start of {stream}")));
        let are_several = start.is_some() && state.is_some() || state.as_ref().is_some_and(|state| state.count > 1);
        let state = state.map(|Future { value, count }| match count {
            1 => format!("the saved state {value}"),
            _ => format!("{count} values of the saved state (the first is {value})"),
        });
        let start = start.map(|start| format!("`start` {start}"));
        let what: Vec<String> = [state, start].into_iter().flatten().collect();
        if what.is_empty() {
            return;
        }
        let (what, are) = (what.join(" and "), if are_several { "are" } else { "is" });
        let instead = match from {
            Some(from) => format!("the sync reads from {} instead", from.told(from.raw())),
            // An earlier run of this sync has read all of the slice at hand.
            None => "it says nothing about what was read".to_owned(),
        };
        let message = format!("stream `{stream}`: {what} {are} in the future; {instead}");
        output.log(Level::Warn, &message);
    }
}
