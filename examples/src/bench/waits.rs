//! Waits: a connector for APIs with latency, with small records and a configurable amount of work per record.
//!
//! One stream for each kind of concurrency: by cursor, by page numbers, by slices, several streams, and children of
//! cached parents. At its end it prints its cost (see `cost`).

mod cost;

use std::time::Instant;

use cdk_core::prelude::*;
use cdk_core::stream::Paginate;

#[derive(Deserialize, JsonSchema)]
struct Config {
    /// Number of slices of `sliced`.
    slices: u64,
    /// Number of additional streams `many-0`, `many-1`, ….
    streams: u64,
    /// Work of the `map` hook of `by_cursor` per record, in microseconds.
    work_micros: u64,
}

#[derive(Source)]
#[source(
    name = "waits",
    config = Config,
    url_base = "https://api.example.com",
    records = "data",
    primary_key = "id",
    streams(ByCursor, Numbered, Sliced, Parent, Child),
    streams = many,
)]
struct Waits;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Waits, path = "cursor", paginate = "cursor", map = worked)]
struct ByCursor {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Waits, path = "numbered", paginate = page(total = "pages"))]
struct Numbered {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Waits, path = "slices/{slice}", slices(all, slice = u64))]
struct Sliced {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Waits, path = "parents", paginate = page(total = "pages"), cache)]
struct Parent {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Waits, path = "parents/{parent.id}/children", parent = Parent)]
struct Child {
    id: u64,
}

/// Keeps the thread busy, like the decoding and hooks of a real page.
fn worked(cx: &Cx<'_, ByCursor>, record: ByCursor) -> Result<Option<ByCursor>> {
    let (begun, work) = (Instant::now(), Duration::from_micros(cx.config().work_micros));
    while begun.elapsed() < work {
        std::hint::spin_loop();
    }
    Ok(Some(record))
}

async fn all(cx: &SliceCx<'_, Sliced>) -> Result<SliceStream<u64>> {
    Ok(SliceStream::of(0..cx.config().slices))
}

async fn many(cx: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
    let stream = |number| {
        let name = format!("many-{number}");
        let stream = StreamDef::<Sliced, Config>::new(name.clone()).source::<Waits>().primary_key(["id"]);
        stream.path_hook(move |_| Ok(name.clone())).paginate(Paginate::cursor()).into()
    };
    Ok((0..cx.config().streams).map(stream).collect())
}

fn main() -> ExitCode {
    let code = cdk_core::run::<Waits>();
    cost::print();
    code
}
