//! Bounds: from which cursor to which a slice is read, as far as its attributes say.

use crate::error::Result;
use crate::read::plan::cursor_rules::edge;
use crate::read::plan::open_stream::OpenStream;
use crate::state::CursorRange;
use crate::stream::scope::Slice;

/// The window of a slice; and `start` as it is written, if it is in the future.
///
/// # Errors
/// If `start` or `end` is not a value of the cursor.
pub(crate) fn slice_bounds<C: 'static>(stream: &OpenStream<C>, slice: &Slice) -> Result<(CursorRange, Option<String>)> {
    let (plan, run) = (&stream.plan, &stream.run);
    let (Some(cursor), Some(attributes)) = (&plan.cursor, &plan.definition.cursor) else {
        return Ok(Default::default());
    };
    let scope = stream.scope(slice, None, None);
    let kind = &cursor.rules.cut.kind;
    let start = edge("start", attributes.start.as_ref(), kind, &scope)?;
    let end = match edge("end", attributes.end.as_ref(), kind, &scope)? {
        None if plan.definition.asks_for_window() => kind.time(stream.tally.resumed_sync_began().unwrap_or(run.began)),
        end => end.map(|(end, _)| end),
    };
    let late = start.as_ref().filter(|(start, _)| start.is_after(run.began));
    let late = late.map(|(start, written)| start.told(written));
    Ok((CursorRange { start: start.map(|(start, _)| start), end }, late))
}
