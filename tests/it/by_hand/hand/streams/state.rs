//! Streams that are read incrementally, by hand.

use cdk_core::prelude::*;
use cdk_core::stream::{Incremental, Order, Paginate, entry, parent_of, template};
use cdk_core::template::arg;

use super::super::source::{Club, Config};

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Orders {
    id: u64,
    at: u64,
}

impl HttpStream for Orders {
    type Config = Config;
    type Parent = ();
    type Slice = ();
    const NAME: &'static str = "orders";
    fn definition() -> StreamDef<Self, Config, ()> {
        let since = template("{config.since}", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.config().since)]));
        let words = Incremental::new()
            .start(since)
            .param_start("from")
            .param_end("to")
            .format("%s")
            .step("P30D")
            .lookback("PT1H")
            .granularity("PT1S")
            .retention("P30D")
            .order(Order::Desc)
            .drop_outside();
        StreamDef::new("orders")
            .source::<Club>()
            .paginate(Paginate::none())
            .cursor_field("at")
            .incremental(words)
            .state_migration(at_of_old)
            .params([entry("seen", "{state.at}")])
    }
}

fn at_of_old(cx: &SourceCx<'_, Config>, state: StreamState) -> Result<StreamState> {
    Ok(if state.contains_key(cx.stream()) { StreamState::new() } else { state })
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Lines {
    id: u64,
    at: u64,
}

impl HttpStream for Lines {
    type Config = Config;
    type Parent = Orders;
    type Slice = ();
    const NAME: &'static str = "lines";
    fn definition() -> StreamDef<Self, Config, Orders> {
        let path = template("orders/{parent.id}/lines", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.parent()?.id)]));
        StreamDef::new("lines")
            .source::<Club>()
            .parent(parent_of::<Orders>().incremental())
            .path(path)
            .paginate(Paginate::none())
            .cursor_field("at")
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Tallied {
    id: u64,
}

impl HttpStream for Tallied {
    type Config = Config;
    type Parent = ();
    type Slice = ();
    const NAME: &'static str = "tallied";
    fn definition() -> StreamDef<Self, Config, ()> {
        StreamDef::new("tallied").source::<Club>().path("orders").paginate(Paginate::none()).define(tallied)
    }
}

fn tallied(stream: StreamDef<Tallied, Config, ()>) -> StreamDef<Tallied, Config, ()> {
    stream.get_updated_state(seen_of)
}

fn seen_of(cx: &Cx<'_, Tallied>) -> Result<StreamState> {
    let seen = cx.state().and_then(|state| state.get("seen")?.as_u64()).unwrap_or_default();
    Ok(StreamState::from_iter([("seen".to_owned(), Value::from(seen.max(cx.record()?.id)))]))
}
