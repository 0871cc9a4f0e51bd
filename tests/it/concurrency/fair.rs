//! Fairness between streams.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cdk_core::prelude::*;
use cdk_core::stream::{DynRecord, SliceContext, StreamDef};
use cdk_core::testing::{Api, Connector, Reply};

use super::InFlight;

#[derive(Deserialize, JsonSchema)]
struct Config {
    workers: Option<u64>,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    concurrency = "{config.workers}",
    streams(List, Child, Small, Alone, Middle, Below, Looped),
)]
struct Fair;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Fair)]
struct List {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Fair, parent = List, path = "children/{parent.id}")]
struct Child {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Fair)]
struct Small {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Fair, parent = List, path = "alone/{parent.id}", concurrency = 1)]
struct Alone {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Fair, parent = List, path = "middle/{parent.id}")]
struct Middle {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Fair, parent = Middle, path = "below/{parent.id}")]
struct Below {
    id: u64,
}

/// None of its many slices is wanted.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Fair, parent(List, only = never), slices(numbers, slice = u64), path = "looped/{slice}")]
struct Looped {
    id: u64,
}

fn never(_: &Cx<'_, Looped>) -> Result<bool> {
    Ok(false)
}

async fn numbers(_: &SliceCx<'_, Looped>) -> Result<SliceStream<u64>> {
    Ok(SliceStream::of(0..200_000))
}

fn api(slices: u64, in_flight: [InFlight; 2]) -> Api {
    let list: Arc<Value> = Arc::new((0..slices).map(|id| json!({ "id": id })).collect());
    let [children, alone] = in_flight;
    // Long enough that requests meet each other, where there are few of them.
    let time = if slices > 1_000 { Duration::from_micros(200) } else { Duration::from_millis(4) };
    Api::new()
        .on("GET /list", move |_| Reply::json(Value::clone(&list)))
        .on("GET /children/{id}", move |_| children.handle(time, || Reply::json(json!([{ "id": 1 }]))))
        .on("GET /small", |_| Reply::json(json!([{ "id": 1 }])))
        .on("GET /alone/{id}", move |_| alone.handle(Duration::from_millis(1), || Reply::json(json!([{ "id": 1 }]))))
}

#[test]
fn a_stream_of_one_page_does_not_wait_for_one_with_ten_thousand_slices() {
    for concurrency in [1, 4] {
        let api = api(10_000, Default::default()).start();

        let connector = Connector::<Fair>::new(&api, json!({})).concurrency(concurrency);
        let output = connector.read(["child", "small"]).succeeded();

        // Within three request times: at most three requests for each that may be in flight come before its own.
        let requests = api.requests();
        let before = requests.iter().position(|request| request.path() == "/small").unwrap();
        assert!(before <= 3 * concurrency, "{before} requests came before, with {concurrency} in flight");
        let is_of = |message: &Value, stream: &str| message["record"]["stream"] == stream;
        let small = output.messages().iter().position(|message| is_of(message, "small")).unwrap();
        let children = output.messages().iter().take(small).filter(|message| is_of(message, "child")).count();
        assert!(children <= 4 * concurrency, "{children} children were written before, with {concurrency} in flight");
        assert_eq!(output.records("child").len(), 10_000);
    }
}

#[test]
fn the_config_may_say_how_many() {
    for (config, most) in [(json!({ "workers": 3 }), 3), (json!({}), 4)] {
        let children = InFlight::default();
        let api = api(200, [children.clone(), InFlight::default()]).start();

        Connector::<Fair>::new(&api, config).concurrency(None).read(["child"]).succeeded();

        assert_eq!(children.most(), most);
    }
    let api = api(1, Default::default()).start();
    let output = Connector::<Fair>::new(&api, json!({ "workers": 0 })).concurrency(None).read(json!({ "streams": [] }));
    assert_eq!(output.failed(), "attribute `concurrency`: expected a whole number from 1 to 256, got 0");
    assert_eq!(output.errors()[0].1, "config_error");
}

#[test]
fn a_stream_s_own_bound_holds_within_that_of_all() {
    let (children, alone) = (InFlight::default(), InFlight::default());
    let api = api(100, [children.clone(), alone.clone()]).start();

    let output = Connector::<Fair>::new(&api, json!({})).concurrency(8).read(["alone", "child"]).succeeded();

    assert_eq!((output.records("alone").len(), output.records("child").len()), (100, 100));
    assert_eq!(alone.most(), 1);
    assert!((3..=8).contains(&children.most()), "{}", children.most());
}

#[test]
fn slices_that_nobody_wants_do_not_keep_others_waiting() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let times = asked.clone();
    let api = Api::new()
        .on("GET /list", |_| Reply::json(json!([{ "id": 1 }, { "id": 2 }])))
        .on("GET /small", move |_| {
            times.lock().unwrap().push(Instant::now());
            if times.lock().unwrap().len() < 3 {
                Reply::status(503).header("Retry-After", "0")
            } else {
                Reply::json(json!([]))
            }
        })
        .start();

    let output = Connector::<Fair>::new(&api, json!({})).concurrency(4).read(["looped", "small"]).succeeded();
    let ended = Instant::now();

    assert_eq!(output.records("looped").len(), 0);
    let asked = asked.lock().unwrap();
    let (waited, whole) = (asked[2] - asked[0], ended - asked[0]);
    assert!(waited < whole / 2, "three tries took {waited:?} of {whole:?}");
}

#[test]
fn children_of_different_parents_are_read_at_once_and_none_waits_for_another_parents_retry() {
    let children = InFlight::default();
    let middle = InFlight::default();
    let (seen_children, seen_middle) = (children.clone(), middle.clone());
    let order = Arc::new(Mutex::new(Vec::new()));
    let asked = order.clone();
    let busy = AtomicBool::new(true);
    let api = Api::new()
        .on("GET /list", |_| Reply::json((1..=12).map(|id| json!({ "id": id })).collect::<Value>()))
        .on("GET /middle/{id}", move |request| {
            let id: u64 = request.capture("id").parse().unwrap();
            seen_middle.handle(Duration::from_millis(4), || match id {
                1 if busy.swap(false, Ordering::SeqCst) => Reply::status(429).header("Retry-After", "1"),
                _ => Reply::json(json!([{ "id": id }])),
            })
        })
        .on("GET /below/{id}", move |request| {
            asked.lock().unwrap().push(request.capture("id").to_owned());
            seen_children.handle(Duration::from_millis(4), || Reply::json(json!([{ "id": 1 }])))
        })
        .start();

    let output = Connector::<Fair>::new(&api, json!({})).concurrency(4).read(["below"]).succeeded();

    assert_eq!(output.records("below").len(), 12);
    assert!(middle.most() >= 2, "parents one by one");
    assert!(children.most() >= 2, "children one by one");
    assert_eq!(order.lock().unwrap().last().map(String::as_str), Some("1"), "only the first waited");
}

#[test]
fn a_stream_of_one_page_is_fair_behind_sixty_others() {
    fn lists(number: usize) -> StreamDef<DynRecord, Config, (), u64> {
        StreamDef::<DynRecord, Config, (), u64>::new(format!("s{number}"))
            .source::<Many>()
            .slices(async |_: &SliceContext<'_, Config>| Ok(vec![1_u64, 2, 3, 4, 5]))
            .path("many")
            .schema(json!({ "type": "object" }))
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams = many)]
    struct Many;

    async fn many(_: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
        let last = StreamDef::<DynRecord, Config>::new("last").source::<Many>().schema(json!({ "type": "object" }));
        Ok((0..60).map(|number| lists(number).into()).chain([last.into()]).collect())
    }
    let api =
        Api::new().on("GET /many", |_| Reply::json(json!([{}]))).on("GET /last", |_| Reply::json(json!([{}]))).start();
    let names: Vec<String> = (0..60).map(|number| format!("s{number}")).chain(["last".to_owned()]).collect();
    let streams: Value =
        names.iter().map(|name| json!({ "stream": { "name": name }, "sync_mode": "full_refresh" })).collect();

    Connector::<Many>::new(&api, json!({})).read(json!({ "streams": streams })).succeeded();

    let requests = api.requests();
    let before = requests.iter().position(|request| request.path() == "/last").unwrap();
    assert!(before <= 2 * 61, "{before} of {} requests came before", requests.len());
}
