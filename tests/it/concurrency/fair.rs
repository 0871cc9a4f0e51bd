//! Fairness between streams.

use std::sync::Arc;
use std::time::Duration;

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Reply};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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
    streams(List, Child, Small, Alone),
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
        let before = requests.iter().position(|request| request.path == "/small").unwrap();
        assert!(before <= 3 * concurrency, "{before} requests came before, with {concurrency} in flight");
        let is_of = |message: &Value, stream: &str| message["record"]["stream"] == stream;
        let small = output.messages.iter().position(|message| is_of(message, "small")).unwrap();
        let children = output.messages.iter().take(small).filter(|message| is_of(message, "child")).count();
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
    assert_eq!(output.failed(), "word `concurrency`: expected a whole number from 1 to 256, got 0");
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
