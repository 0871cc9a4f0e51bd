//! Concurrency changes when something is read, never what: random trees of slices, pages and failures, read with one request
//! in flight and with sixteen.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Received, Reply, RunningApi};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::behaviour::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    records = "data",
    paginate = "cursor",
    streams(Trunk, Branch, Leaf),
)]
struct Grown;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Grown, path = "below")]
struct Trunk {
    id: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Grown, parent = Trunk, path = "below/{parent.id}", add(slice = parent.id))]
struct Branch {
    id: String,
    slice: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Grown, parent = Branch, path = "below/{parent.id}", add(slice = parent.id))]
struct Leaf {
    id: String,
    slice: String,
}

/// What happens when a page is asked for.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Good,
    /// Busy so many times, then good.
    Busy(u8),
    /// Refused for good.
    Refused,
}

/// The pages of a node: each with its fate and how many records it has; every record is a node again.
type Pages = Vec<(Fate, Vec<Node>)>;

#[derive(Clone, Debug)]
struct Node {
    pages: Pages,
    slow: u8,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        12 => Just(Fate::Good),
        2 => (1_u8..4).prop_map(Fate::Busy),
        2 => Just(Fate::Refused),
    ]
}

fn node(depth: u32) -> BoxedStrategy<Node> {
    let below = match depth {
        0 => Just(Vec::new()).boxed(),
        _ => prop::collection::vec((fate(), prop::collection::vec(node(depth - 1), 0..5)), 0..4).boxed(),
    };
    (below, 0_u8..3).prop_map(|(pages, slow)| Node { pages, slow }).boxed()
}

/// Every node by its id: `0.2.1`.
fn flat(id: &str, node: &Node, all: &mut BTreeMap<String, Node>) {
    all.insert(id.to_owned(), node.clone());
    let children = node.pages.iter().flat_map(|(_, children)| children);
    for (at, child) in children.enumerate() {
        flat(&format!("{id}.{at}"), child, all);
    }
}

fn serve(root: &Node) -> RunningApi {
    let mut nodes = BTreeMap::new();
    flat("r", root, &mut nodes);
    let asked: Mutex<BTreeMap<(String, usize), u8>> = Mutex::default();
    let answer = move |id: &str, request: &Received| {
        let number: usize = request.param("cursor").map_or(0, |cursor| cursor.parse().unwrap());
        let node = &nodes[id];
        let Some((fate, children)) = node.pages.get(number) else { return Reply::json(json!({ "data": [] })) };
        let often = {
            let mut asked = asked.lock().unwrap();
            let often = asked.entry((id.to_owned(), number)).or_default();
            *often += 1;
            *often
        };
        let before: usize = node.pages[..number].iter().map(|(_, children)| children.len()).sum();
        let data: Value = (before..before + children.len()).map(|at| json!({ "id": format!("{id}.{at}") })).collect();
        let next = (number + 1 < node.pages.len()).then(|| (number + 1).to_string());
        let page = json!({ "data": data, "next_cursor": next });
        let reply = match fate {
            Fate::Busy(times) if often <= *times => Reply::status(429).header("Retry-After", "0"),
            Fate::Refused => Reply::status(404),
            _ => Reply::json(page),
        };
        reply.delay(Duration::from_millis(node.slow.into()))
    };
    let answer = std::sync::Arc::new(answer);
    let below = answer.clone();
    Api::new()
        .on("GET /below", move |request| answer("r", request))
        .on("GET /below/{id}", move |request| below(request.capture("id"), request))
        .start()
}

/// The records of each slice, in order.
fn by_slice(output: &Output, stream: &str) -> BTreeMap<String, Vec<String>> {
    let mut slices = BTreeMap::<String, Vec<String>>::new();
    for record in output.records(stream) {
        let slice = record["slice"].as_str().unwrap_or_default().to_owned();
        slices.entry(slice).or_default().push(record["id"].as_str().unwrap().to_owned());
    }
    slices
}

/// Of a stream: the records of each slice, its last status, how many STATEs.
type Course = (BTreeMap<String, Vec<String>>, Option<String>, usize);

fn read(root: &Node, concurrency: usize) -> Vec<Course> {
    let api = serve(root);
    let streams = ["trunk", "branch", "leaf"];
    let output = Connector::<Grown>::new(&api, json!({})).concurrency(concurrency).read(streams);
    let of = |stream| (by_slice(&output, stream), output.statuses(stream).pop(), finished(&output, stream));
    streams.map(of).to_vec()
}

/// Whether a page of the tree is refused down to that depth.
/// STATEs that say that all is read.
fn finished(output: &Output, stream: &str) -> usize {
    output.states(stream).iter().filter(|state| state["__ab_no_cursor_state_message"] == true).count()
}

fn is_whole(node: &Node, depth: u32) -> bool {
    node.pages.iter().all(|(fate, children)| {
        !matches!(fate, Fate::Refused) && (depth == 0 || children.iter().all(|child| is_whole(child, depth - 1)))
    })
}

proptest! {
    #![proptest_config(Config { cases: 24, failure_persistence: None, ..Config::default() })]

    #[test]
    fn what_is_read_does_not_depend_on_how_much_is_read_at_once(root in node(3)) {
        let (one, many) = (read(&root, 1), read(&root, 16));

        prop_assert_eq!(&one, &many);
        for (depth, (_, status, states)) in one.iter().enumerate() {
            let is_whole = is_whole(&root, depth as u32);
            prop_assert_eq!(status.as_deref(), Some(if is_whole { "COMPLETE" } else { "INCOMPLETE" }));
            prop_assert_eq!(*states, usize::from(is_whole));
        }
    }
}
