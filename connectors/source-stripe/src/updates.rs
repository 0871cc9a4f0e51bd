//! Updates: how new and changed objects are requested from Stripe.
//!
//! In: a stream. Out: its definition with a cursor: [`by_events`] and [`below_then_by_events`] if Stripe has events for
//! changes, [`by_creation`] if objects never change, [`in_full`] if the whole list is read each time.
//! Stripe's lists can be filtered by creation time, not by the time of a change. So a first sync reads the list, in
//! windows of creation times. Later syncs read events. Each event contains its object; the event's time is the object's
//! `updated`.
//! Default: an interrupted first sync continues with the list. Stripe keeps events for 30 days: with an older state,
//! the list is read again.
//! Not here: the event types of a stream (see `events`).
//!
//! Source: <https://docs.stripe.com/api/events>.

use std::collections::BTreeMap;

use cdk_core::prelude::*;
use cdk_core::stream::{Context, Incremental, StreamDef, StreamOf, StreamView, template};
use cdk_core::template::arg;
use serde_json::value::{RawValue, to_raw_value};

use crate::Config;

/// A stream with change events for its objects.
pub(crate) trait Updates: HttpStream<Config = Config> {
    /// The type of its objects: the value of their field `object`.
    const OBJECT: &str;
    /// The types of events that contain such an object.
    const EVENTS: &[&str];
    /// The list in other objects that contains these objects, if only events of the other objects report new ones.
    const WITHIN: Option<&str> = None;
    /// Whether its list can be filtered by creation time.
    const HAS_TIMES: bool = true;
}

type Windows<R, P, S> = Incremental<StreamView<R, Config, P, S>>;

/// Reads the list first, in windows if it has times, then the events of its objects.
pub(crate) fn by_events<R: Updates>(stream: StreamOf<R>) -> StreamOf<R> {
    let list = match R::HAS_TIMES {
        true => windows().param_start("created[gte]").param_end("created[lte]"),
        false => Incremental::new().format("%s"),
    };
    stream.cursor_field("updated").incremental(list).behind_first_sync(events)
}

/// Reads the children of all parents first, then the events of its objects, for all parents.
pub(crate) fn below_then_by_events<R: Updates>(stream: StreamOf<R>) -> StreamOf<R> {
    in_full(stream.cursor_field("updated")).behind_first_sync(events)
}

fn events<R: Updates>(stream: StreamDef<R, Config>) -> StreamDef<R, Config> {
    // Events may arrive a little late, and clocks differ. One of the 30 days is left for reading.
    let windows = windows().param_start("created[gte]").param_end("created[lte]").lookback("PT1H").retention("P29D");
    stream
        .path("events")
        .cursor_field("updated")
        .incremental(windows)
        .request_params(|cx| {
            let params = Params::new().with_all("types[]", R::EVENTS);
            Ok(params.with("limit", 100).with("starting_after", cx.next_page_token()))
        })
        .parse_response(records)
        .next_page_token(behind_last_event)
}

/// Reads the whole list, without a filter by cursor: for short lists without events, and for the children of changed
/// parents.
pub(crate) fn in_full<R: HttpStream<Config = Config>>(stream: StreamOf<R>) -> StreamOf<R> {
    // A hook could use the window, so the engine does not drop records by it.
    stream.incremental(Incremental::new().format("%s")).request_params(|_| Ok(Params::new()))
}

/// Reads the list in windows, from the newest object of the last sync.
pub(crate) fn by_creation<R: HttpStream<Config = Config>>(stream: StreamOf<R>) -> StreamOf<R> {
    let lookback = template("P{config.lookback_window_days}D", |cx: &SourceCx<'_, Config>| {
        Ok(vec![arg(&cx.config().lookback_window_days)])
    });
    let windows = windows().param_start("created[gte]").param_end("created[lte]").lookback(lookback);
    stream.cursor_field("created").incremental(windows)
}

fn windows<R, P, S>() -> Windows<R, P, S>
where
    R: 'static,
    P: 'static,
    S: 'static,
{
    let start =
        template("{config.start_date:%s}", |cx: &Context<'_, R, Config, P, S>| Ok(vec![arg(&cx.config().start_date)]));
    let step = template("P{config.slice_range}D", |cx: &SourceCx<'_, Config>| Ok(vec![arg(&cx.config().slice_range)]));
    Incremental::new().start(start).format("%s").step(step).granularity("PT1S")
}

#[derive(Deserialize)]
struct Events {
    data: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    created: i64,
    r#type: String,
    data: EventData,
}

#[derive(Deserialize)]
struct EventData {
    object: Object,
}

/// The fields of an object, as original JSON.
type Object = BTreeMap<String, Box<RawValue>>;

#[derive(Deserialize)]
struct List {
    data: Vec<Object>,
}

/// The objects of events, each with the time of its event.
fn records<R: Updates>(cx: &Context<'_, R, Config>) -> Result<Records> {
    let Events { data } = cx.response()?.json()?;
    let mut records = Vec::new();
    for Event { created, r#type, data } in data {
        let objects = meant::<R>(data.object)?;
        let is_deleted = r#type.ends_with(".deleted");
        records.extend(objects.into_iter().map(|object| record(object, created, is_deleted)));
    }
    records.into_iter().collect()
}

/// The object if it belongs to the stream, else the nested objects that do.
fn meant<R: Updates>(object: Object) -> Result<Vec<Object>> {
    if object.get("object").is_none_or(|kind| kind.get().trim_matches('"') == R::OBJECT) {
        return Ok(vec![object]);
    }
    match R::WITHIN.and_then(|list| object.get(list)) {
        Some(list) => Ok(serde_json::from_str::<List>(list.get())?.data),
        None => Ok(Vec::new()),
    }
}

fn record(mut object: Object, updated: i64, is_deleted: bool) -> Result<RawRecord> {
    object.insert("updated".to_owned(), to_raw_value(&updated)?);
    if is_deleted {
        object.insert("is_deleted".to_owned(), to_raw_value(&true)?);
    }
    Ok(to_raw_value(&object)?.into())
}

/// The next page starts after the last event. The default would use the ID of its object.
fn behind_last_event<R: Updates>(cx: &Context<'_, R, Config>) -> Result<Option<Value>> {
    let page = cx.envelope();
    if page["has_more"] != true {
        return Ok(None);
    }
    match page["data"].as_array().and_then(|events| events.last()).map(|last| &last["id"]) {
        Some(id) if id.is_string() => Ok(Some(id.clone())),
        _ => Err(Error::system("`has_more` is true, but the last event has no `id` for the next page")),
    }
}
