//! Prepare: what the stream's `before_slice` does before a slice is read, once a run for each text if it says `once`.
//!
//! In: a slice that is about to be read. Out: nothing, or the slice's error.
//! Not here: what the function sees (see `stream::before_slice`), what was done once (see `base::once`).

use std::rc::Rc;

use super::function_api::FunctionApi;
use crate::error::{Error, Result};
use crate::read::plan::open_stream::OpenSlice;
use crate::stream::ApiHandle;

/// Calls `before_slice`.
///
/// # Errors
/// That of the function, for each slice with the same text.
pub(crate) async fn prepare_slice<C: 'static>(slice: &OpenSlice<C>) -> Result<()> {
    let stream = &slice.stream;
    let Some(before) = &stream.plan.definition.before_slice else { return Ok(()) };
    let call = || {
        let api = ApiHandle::new(stream.run.config.clone(), stream.name(), Rc::new(FunctionApi::of_slice(slice)));
        before.function.call(api, slice.slice.clone())
    };
    let at = |error: Error| error.in_hook("before_slice");
    let Some(once) = &before.once else { return call().await.map_err(at) };
    let text = once.text(&stream.scope(&slice.slice, None, None)).map_err(at)?;
    let text = text.ok_or_else(|| at(Error::system("`once` is empty: the values in its template are absent")))?;
    let parents = stream.parents.iter().map(|parent| parent.name().to_owned()).collect();
    stream.run.once_per_run.run((parents, text), async || call().await).await.map_err(at)
}
