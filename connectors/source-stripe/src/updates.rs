//! Updates: what is new since the last sync, and how Stripe is asked for it.
//!
//! In: a stream. Out: its definition with a cursor: [`by_events`] where Stripe tells of changes, [`by_creation`] where objects
//! never change, [`in_full`] where all of a list is new.
//! Stripe's lists know when an object was created, not when it changed. So a first sync reads the list, in windows of creation
//! times; the next ones read events, each of which holds its object as it was then, and its time is the object's `updated`.
//! Default: a first sync that was cut off goes on with the list. Events are kept for 30 days: behind an older state the list is
//! read anew.
//! Not here: which events a stream has (see `events`).
//!
//! Source: <https://docs.stripe.com/api/events>.

use std::collections::BTreeMap;

use cdk_core::prelude::*;
use cdk_core::stream::{Incremental, StreamOf, StreamView, template};
use cdk_core::template::arg;
use serde::Deserialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::Config;

/// A stream whose objects Stripe tells the changes of.
pub(crate) trait Updates: HttpStream<Config = Config> {
    /// What its objects are, by their own `object`.
    const OBJECT: &str;
    /// The types of events that hold one.
    const EVENTS: &[&str];
    /// Whether its list can be asked for by times of creation.
    const HAS_TIMES: bool = true;
}

type Windows<R> = Incremental<StreamView<R, Config, <R as HttpStream>::Parent, <R as HttpStream>::Slice>>;

/// The list in windows first, then the events of its objects.
pub(crate) fn by_events<R: Updates>(stream: StreamOf<R>) -> StreamOf<R> {
    let windows = if R::HAS_TIMES { windows::<R>() } else { Incremental::new().format("%s") };
    stream
        .cursor_field("updated")
        // Events may be found a little late, and clocks differ. A day of the 30 is left for reading.
        .incremental(windows.lookback("PT1H").retention("P29D"))
        .path_when(|cx| Ok(is_by_events(cx).then(|| "events".to_owned())))
        .request_params(params)
        .parse_response(records)
        .next_page_token(next_page_token)
}

/// All that is listed, whatever its cursor: where the list is short and has no events of its own, and below parents that have
/// changed, which are the choice.
pub(crate) fn in_full<R: HttpStream<Config = Config>>(stream: StreamOf<R>) -> StreamOf<R> {
    // A function may look at the window, so that no record is dropped by it.
    stream.incremental(Incremental::new().format("%s")).request_params(|_| Ok(Params::new()))
}

/// The list in windows, which goes on at the newest object of the last sync.
pub(crate) fn by_creation<R: HttpStream<Config = Config>>(stream: StreamOf<R>) -> StreamOf<R> {
    let lookback = template("P{config.lookback_window_days}D", |cx: &SourceCx<'_, Config>| {
        Ok(vec![arg(&cx.config().lookback_window_days)])
    });
    let windows = windows::<R>().param_start("created[gte]").param_end("created[lte]").lookback(lookback);
    stream.cursor_field("created").incremental(windows)
}

fn windows<R: HttpStream<Config = Config>>() -> Windows<R> {
    let start = template("{config.start_date:%s}", |cx: &Cx<'_, R>| Ok(vec![arg(&cx.config().start_date)]));
    let step = template("P{config.slice_range}D", |cx: &SourceCx<'_, Config>| Ok(vec![arg(&cx.config().slice_range)]));
    Incremental::new().start(start).format("%s").step(step).granularity("PT1S")
}

/// Behind a complete sync.
fn is_by_events<R: Updates>(cx: &Cx<'_, R>) -> bool {
    cx.state().is_some()
}

fn params<R: Updates>(cx: &Cx<'_, R>) -> Result<Params> {
    let params = Params::new().with("limit", 100).with("starting_after", cx.next_page_token());
    if !is_by_events(cx) && !R::HAS_TIMES {
        return Ok(params);
    }
    let params = match cx.window().start() {
        Some(start) => params.with("created[gte]", start).with("created[lte]", cx.window().end()),
        // All of a list is asked for without a word about times.
        None => params,
    };
    if !is_by_events(cx) {
        return Ok(params);
    }
    // What the stream says of its list.
    let params = ["expand[]", "status", "object"].into_iter().fold(params, Params::without);
    Ok(params.with_all("types[]", R::EVENTS))
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
    /// Values as they came, to the digit.
    object: BTreeMap<String, Box<RawValue>>,
}

/// The objects of events, each with the time of its event.
fn records<R: Updates>(cx: &Cx<'_, R>) -> Result<Records> {
    if !is_by_events(cx) {
        return Ok(Records::as_declared());
    }
    let Events { data } = cx.response()?.json()?;
    let is_meant = |event: &Event| {
        let object = event.data.object.get("object");
        object.is_none_or(|object| object.get().trim_matches('"') == R::OBJECT)
    };
    data.into_iter().filter(is_meant).map(record).collect()
}

fn record(Event { created, r#type, data: EventData { mut object } }: Event) -> Result<RawRecord> {
    object.insert("updated".to_owned(), to_raw_value(&created)?);
    if r#type.ends_with(".deleted") {
        object.insert("is_deleted".to_owned(), to_raw_value(&true)?);
    }
    Ok(to_raw_value(&object)?.into())
}

/// The last object's ID, or the last event's: in both lists the next page lies behind it.
fn next_page_token<R: Updates>(cx: &Cx<'_, R>) -> Result<Option<Value>> {
    let page = cx.envelope();
    if page["has_more"] != true {
        return Ok(None);
    }
    let last =
        if is_by_events(cx) { page["data"].as_array().and_then(|events| events.last()) } else { cx.last_record() };
    match last.map(|last| &last["id"]) {
        Some(id) if id.is_string() => Ok(Some(id.clone())),
        _ => {
            Err(Error::system("`has_more` says that the list goes on, but its last object has no `id` to go on behind"))
        }
    }
}
