//! Updates: what is new since the last sync, and how Stripe is asked for it.
//!
//! In: a stream. Out: its definition with a cursor: [`by_events`] and [`below_then_by_events`] where Stripe tells of changes,
//! [`by_creation`] where objects never change, [`in_full`] where all of a list is new.
//! Stripe's lists know when an object was created, not when it changed. So a first sync reads the list, in windows of creation
//! times; the next ones read events, each of which holds its object as it was then, and its time is the object's `updated`.
//! Default: a first sync that was cut off goes on with the list. Events are kept for 30 days: behind an older state the list is
//! read anew.
//! Not here: which events a stream has (see `events`).
//!
//! Source: <https://docs.stripe.com/api/events>.

use std::collections::BTreeMap;

use cdk_core::prelude::*;
use cdk_core::stream::{Context, Incremental, StreamDef, StreamOf, StreamView, template};
use cdk_core::template::arg;
use serde_json::value::{RawValue, to_raw_value};

use crate::Config;

/// A stream whose objects Stripe tells the changes of.
pub(crate) trait Updates: HttpStream<Config = Config> {
    /// What its objects are, by their own `object`.
    const OBJECT: &str;
    /// The types of events that hold one.
    const EVENTS: &[&str];
    /// The list in other objects in which they lie, where Stripe tells of new ones by those alone.
    const WITHIN: Option<&str> = None;
    /// Whether its list can be asked for by times of creation.
    const HAS_TIMES: bool = true;
}

type Windows<R, P, S> = Incremental<StreamView<R, Config, P, S>>;

/// The list first, in windows where it knows times, then the events of its objects.
pub(crate) fn by_events<R: Updates>(stream: StreamOf<R>) -> StreamOf<R> {
    let list = match R::HAS_TIMES {
        true => windows().param_start("created[gte]").param_end("created[lte]"),
        false => Incremental::new().format("%s"),
    };
    stream.cursor_field("updated").incremental(list).behind_first_sync(events)
}

/// What lies below all parents first, then the events of its objects, whatever they lie below.
pub(crate) fn below_then_by_events<R: Updates>(stream: StreamOf<R>) -> StreamOf<R> {
    in_full(stream.cursor_field("updated")).behind_first_sync(events)
}

fn events<R: Updates>(stream: StreamDef<R, Config>) -> StreamDef<R, Config> {
    // Events may be found a little late, and clocks differ. A day of the 30 is left for reading.
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

/// Values as they came, to the digit.
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

/// The object where it is one of the stream's, else those of the stream that lie in it.
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

/// The next page lies behind the last event, not behind its object.
fn behind_last_event<R: Updates>(cx: &Context<'_, R, Config>) -> Result<Option<Value>> {
    let page = cx.envelope();
    if page["has_more"] != true {
        return Ok(None);
    }
    match page["data"].as_array().and_then(|events| events.last()).map(|last| &last["id"]) {
        Some(id) if id.is_string() => Ok(Some(id.clone())),
        _ => {
            Err(Error::system("`has_more` says that the list goes on, but its last event has no `id` to go on behind"))
        }
    }
}
