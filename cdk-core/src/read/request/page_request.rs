//! Page request: the request for a page of a slice, with all of its attempts.

use serde_json::{Map, Value, json};

use super::build::{build_request, gate_pass};
use super::retry_hooks::retry_hooks;
use crate::client::Tries;
use crate::error::{Error, Result};
use crate::read::plan::open_stream::OpenSlice;
use crate::stream::scope::{PageScope, Slice};

/// The slice as a recording names it. `None` without a recording, and for the only slice of a stream.
pub(crate) fn recorded_slice<C>(slice: &OpenSlice<C>) -> Option<Value> {
    slice.stream.run.recorder.as_ref()?;
    let Slice { partition, window, .. } = &*slice.slice;
    let mut named = Map::new();
    if !partition.is_empty() {
        named.insert("partition".to_owned(), partition.clone().into());
    }
    let (start, end) = (window.edge("start"), window.edge("end"));
    if start.is_some() || end.is_some() {
        named.insert("window".to_owned(), json!({ "start": start, "end": end }));
    }
    (!named.is_empty()).then(|| named.into())
}

/// The request for the page that the token leads to; `before`: the page before it.
///
/// # Errors
/// If a template, a function or an address of the request fails.
pub(crate) fn page_tries<C: 'static>(
    slice: &OpenSlice<C>,
    token: Option<&Value>,
    before: Option<&PageScope>,
) -> Result<Tries> {
    let stream = &slice.stream;
    let plan = &stream.plan.request;
    let scope = stream.scope(&slice.slice, token, before);
    let request = build_request(plan, &scope).map_err(Error::of_request)?;
    let hooks = retry_hooks(slice, token);
    let pass = gate_pass(plan, &request, &scope)?;
    let is_graphql = plan.definition.asks_graphql(&request);
    let tries = Tries::new(stream.run.client.clone(), stream.sending.clone(), request);
    let tries = tries.with_pass(pass).with_hooks(hooks).graphql(is_graphql).of_slice(recorded_slice(slice));
    Ok(tries.streamed(stream.plan.paging.form.is_some()))
}
