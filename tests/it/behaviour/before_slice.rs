//! `before_slice`: what is done before a slice is read, each time or once a run.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Reply, RunningApi};

use super::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    retry(initial = "1ms", jitter = 0),
    on(json("ok") = false, fail(config), "cannot join: {response.error}"),
    streams(Channel, Member, Message, Reaction, Report),
)]
struct Chat;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Chat, path = "channels", primary_key = "id", cache)]
struct Channel {
    id: u64,
}

async fn join<R, S: 'static>(cx: &cdk_core::stream::BeforeSliceContext<'_, Nothing, R, S>) -> Result<()>
where
    R: Id + 'static,
{
    let body = Params::new().with("channel", cx.parent()?.id());
    cx.send(cx.post_form("join", &body)?).await.map(drop)
}

trait Id {
    fn id(&self) -> u64;
}

impl Id for Channel {
    fn id(&self) -> u64 {
        self.id
    }
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Chat, parent = Channel, path = "members/{parent.id}", before_slice(join, once = "join {parent.id}"))]
struct Member {
    id: u64,
}

async fn days(_: &SliceCx<'_, Message>) -> Result<Vec<u64>> {
    Ok(vec![1, 2])
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Chat,
    parent = Channel,
    slices(days, slice = u64),
    path = "messages/{parent.id}/{slice}",
    primary_key = "id",
    before_slice(join, once = "join {parent.id}"),
)]
struct Message {
    id: u64,
}

/// Reads messages as a parent, which must be joined for it too.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Chat, parent = Message, path = "reactions/{parent.id}")]
struct Reaction {
    id: u64,
}

async fn start(cx: &BeforeSliceCx<'_, Report>) -> Result<()> {
    assert_eq!((*cx.slice()? % 10, cx.stream()), (0, "report"));
    cx.send(cx.post_json("reports", &json!({ "day": cx.slice()? }))?).await.map(drop)
}

async fn tens(_: &SliceCx<'_, Report>) -> Result<Vec<u64>> {
    Ok(vec![10, 20])
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Chat, slices(tens, slice = u64), path = "reports/{slice}", before_slice = start)]
struct Report {
    id: u64,
}

fn chat() -> RunningApi {
    Api::new()
        .on("GET /channels", |_| Reply::json(json!([{ "id": 1 }, { "id": 2 }, { "id": 3 }])))
        .on("POST /join", |request| match request.form().as_slice() {
            [(name, id)] if name == "channel" && id == "3" => {
                Reply::json(json!({ "ok": false, "error": "is_archived" }))
            }
            [(name, _)] if name == "channel" => Reply::json(json!({ "ok": true })).delay(Duration::from_millis(20)),
            other => panic!("{other:?}"),
        })
        .on("GET /members/{id}", |_| Reply::json(json!([{ "id": 7 }])))
        .on("GET /messages/{id}/{day}", |request| {
            let id: u64 = format!("{}{}", request.capture("id"), request.capture("day")).parse().unwrap();
            Reply::json(json!([{ "id": id }]))
        })
        .on("GET /reactions/{id}", |_| Reply::json(json!([])))
        .on("POST /reports", |_| Reply::json(json!({ "ok": true })))
        .on("GET /reports/{day}", |_| Reply::json(json!([{ "id": 1 }])))
        .start()
}

fn read<const N: usize>(api: &RunningApi, concurrency: usize, streams: [&str; N]) -> Output {
    Connector::<Chat>::new(api, json!({})).concurrency(concurrency).read(streams)
}

#[test]
fn once_is_once_a_run_over_all_streams_and_however_many_at_a_time() {
    for concurrency in [1, 8] {
        let api = chat();

        let output = read(&api, concurrency, ["member", "message", "reaction"]);

        assert_eq!(api.count("POST /join"), 3, "one for each channel");
        assert_eq!(output.records("message").len(), 4);
        let asked = api.requests();
        let at = |path: &str| asked.iter().position(|request| request.path() == path).unwrap();
        let joined =
            asked.iter().position(|request| request.form() == [("channel".to_owned(), "2".to_owned())]).unwrap();
        assert!(joined < at("/members/2") && joined < at("/messages/2/1"));
    }
}

#[test]
fn its_failure_is_that_of_each_slice_that_needs_it() {
    let api = chat();

    let output = read(&api, 1, ["member", "message"]);

    let errors = output.errors();
    assert_eq!(errors.len(), 2, "{output}");
    let want = "cannot join: is_archived (HTTP 200: is_archived)";
    assert!(errors.iter().all(|(error, kind)| error.ends_with(want) && kind == "config_error"), "{errors:?}");
    assert!(errors.iter().any(|(error, _)| error.contains("2 of 6 slices failed")), "{errors:?}");
    assert_eq!((api.count("GET /members/3"), api.count("GET /messages/3/1")), (0, 0));
    assert_eq!(output.records("member").len(), 2);
}

#[test]
fn without_once_it_runs_before_each_slice() {
    let api = chat();

    read(&api, 1, ["report"]).succeeded();

    let asked: Vec<String> =
        api.requests().iter().map(|request| format!("{} {}", request.method(), request.path())).collect();
    assert_eq!(asked, ["POST /reports", "GET /reports/10", "POST /reports", "GET /reports/20"]);
}
