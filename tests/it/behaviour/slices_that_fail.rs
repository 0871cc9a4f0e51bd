//! What goes wrong with slices, in words: the function, a value, a slice that comes twice, names that collide.

use std::collections::BTreeMap;

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Reply, RunningApi};

use super::Item;

#[derive(Deserialize, JsonSchema)]
struct Config {
    key: Secret,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Refused, Odd, Missing, Twice, Alike, Confused, Hasty))]
struct Failing;

fn config() -> Value {
    json!({ "key": "k-0123456789" })
}

fn api() -> RunningApi {
    Api::new()
        .on("GET /nowhere", |_| Reply::json(json!({ "message": "not here" })).with_status(404))
        .on("GET /items/{id}", |request| match request.capture("id") {
            "3" => Reply::json(json!({ "message": "gone" })).with_status(410),
            id => Reply::json(json!([{ "id": id.len() }])),
        })
        .start()
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Failing, slices(refused, slice = u64))]
struct Refused {
    id: u64,
}

async fn refused(cx: &SliceCx<'_, Refused>) -> Result<Vec<u64>> {
    cx.send(cx.get("nowhere")?).await?.json()
}

#[test]
fn a_function_that_fails_fails_its_stream_and_no_other() {
    let api = api();

    let output = testing::read::<Failing>(&api, config(), ["refused", "twice"]);

    let error = output.failed();
    assert!(error.starts_with("stream `refused`: hook `slices`: ") && error.contains("not here"), "{error}");
    assert_eq!(output.statuses("refused"), ["STARTED", "INCOMPLETE"]);
    assert_eq!(output.statuses("twice").last().unwrap(), "COMPLETE");
    assert_eq!(api.count("GET /nowhere"), 1);
}

#[derive(Serialize)]
struct Place {
    corner: BTreeMap<(u8, u8), String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Failing, slices(places, slice = Place), path = "items/1")]
struct Odd {
    id: u64,
}

async fn places(_: &SliceCx<'_, Odd>) -> Result<Vec<Place>> {
    let corner = BTreeMap::from([((1, 2), "a".to_owned())]);
    Ok(vec![Place { corner: BTreeMap::new() }, Place { corner }])
}

#[test]
fn a_slice_that_serde_cannot_write_is_named() {
    let output = testing::read::<Failing>(&api(), config(), ["odd"]);

    let want =
        "stream `odd`: hook `slices`: slice 2: serde cannot write it, which the state needs: key must be a string";
    assert_eq!(output.failed(), want);
    assert_eq!(output.records("odd").len(), 1, "what the first slice has stays");
}

#[derive(Serialize)]
struct Part {
    id: u64,
    note: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Failing, slices(parts, slice = Part), path = "items/{slice.id}")]
struct Missing {
    id: u64,
}

async fn parts(cx: &SliceCx<'_, Missing>) -> Result<Vec<Part>> {
    let note = format!("{}{}", "n".repeat(170), cx.config().key.expose());
    Ok([2, 3, 40].map(|id| Part { id, note: note.clone() }).into())
}

#[test]
fn a_slice_that_fails_is_named_by_its_partition_without_secrets() {
    let output = testing::read::<Failing>(&api(), config(), ["missing"]);

    let error = output.failed();
    let want = format!("stream `missing`: slice `{{\"id\":3,\"note\":\"{}****\"}}`: page 1: ", "n".repeat(170));
    assert!(error.starts_with(&want), "{error}");
    assert_eq!(output.records("missing").len(), 2, "the slices beside it are read");
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Failing, slices(twice, slice = u64), path = "items/{slice}")]
struct Twice {
    id: u64,
}

async fn twice(_: &SliceCx<'_, Twice>) -> Result<Vec<u64>> {
    Ok(vec![1, 2, 2, 1, 5])
}

#[test]
fn the_same_slice_twice_is_read_twice_and_told_once() {
    let output = testing::read::<Failing>(&api(), config(), ["twice"]).succeeded();

    assert_eq!(output.records("twice").len(), 5);
    let warned: Vec<String> =
        output.logs().into_iter().filter(|(_, text)| text.contains("is given twice")).map(|(_, text)| text).collect();
    assert_eq!(warned.len(), 1, "{warned:?}");
    assert_eq!(warned[0], "stream `twice`: the slice {\"slice\":2} is given twice; both are read");
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Failing, slices(some, slice = Item), slices(some, slice = Item, as = "other"), path = "items/{slice.id}")]
struct Alike {
    id: u64,
}

async fn some<C>(_: &cdk_core::stream::SliceContext<'_, C>) -> Result<Vec<Item>> {
    Ok(vec![Item { id: 1 }])
}

#[test]
fn slicers_whose_partitions_collide_are_an_error() {
    let error = testing::read::<Failing>(&api(), config(), ["alike"]).failed();

    let want = "stream `alike`: hook `slices`: the slices of `other` and another slicer of the stream both have a field `id`, so \
                their slices would have the same key in the state; rename one";
    assert_eq!(error, want);
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Failing, slices(some, slice = Item, as = "item"), path = "items/1", filter = confused)]
struct Confused {
    id: u64,
}

fn confused(cx: &Cx<'_, Confused>) -> Result<bool> {
    let wrong = cx.slice_as::<u64>("item").map(drop).unwrap_err();
    let unknown = cx.slice_as::<Item>("month").map(drop).unwrap_err();
    Err(Error::system(format!("{wrong}; {unknown}")))
}

#[test]
fn a_slice_by_another_name_or_type_is_an_error_that_says_so() {
    let error = testing::read::<Failing>(&api(), config(), ["confused"]).failed();

    assert!(error.contains("the slice `item` has type `it::behaviour::Item`, not `u64`; "), "{error}");
    assert!(error.ends_with("unknown slice `month`; available: `item`"), "{error}");
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Failing, slices(hasty, slice = u64), path = "items/{slice}")]
struct Hasty {
    id: u64,
}

async fn hasty(_: &SliceCx<'_, Hasty>) -> Result<SliceStream<u64>> {
    Ok(SliceStream::of_results([Ok(1), Err(Error::config("the second is wrong")), Ok(5)]))
}

#[test]
fn a_value_that_fails_ends_the_slices() {
    let output = testing::read::<Failing>(&api(), config(), ["hasty"]);

    assert_eq!(output.failed(), "stream `hasty`: hook `slices`: the second is wrong");
    assert_eq!(output.records("hasty").len(), 1);
}
