//! What is said about parents and cannot work is told before any command, in the stream's own words.

use cdk_core::prelude::*;
use cdk_core::stream::{ParentOf, StreamDef, parent_def, parent_of, template};
use cdk_core::template::arg;
use cdk_core::testing::{self, Api, Connector, Reply};
use cdk_core::{Source, SourceDef};

use super::Nothing;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Nothing, url_base = "https://api.example.com", path = "up")]
struct Up {
    id: u64,
    team: Team,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Team {
    name: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Down {
    id: u64,
}

type Words = StreamDef<Down, Nothing, Up>;

/// A case: what is said, and what is told about it; nothing where it can work.
type Case = (fn(Words) -> Words, &'static str);

const CASES: [Case; 15] = [
    (|down| down.parent(up().key("team.name").named("boss")), ""),
    (|down| down.parent(up()).further_parent(up().named("team")).further_parent(up().named("boss").batch(2)), ""),
    (
        |down| down.parent(up().key("idd")),
        "parent(…, key = …): stream `up`: the record has no field `idd` (by its name in the response)",
    ),
    (
        |down| down.parent(up()).further_parent(up().named("team").key("team.id")),
        "parent(…, key = …): stream `up`: the record has no field `team.id` (by its name in the response)",
    ),
    (|down| down.parent(up().key("a..b")), "parent: `key`: records path `a..b`: a name is empty"),
    (|down| down.parent(up().key("a.*")), "parent: `key`: `a.*`: one value tells a record apart, not a map's"),
    (
        |down| down.parent(up().named("the team")),
        "parent: `the team` cannot be a root of templates; a name is letters, digits and `_`",
    ),
    (
        |down| down.parent(up().named("record")),
        "parent: the name `record` is taken: it means something else in templates or in the state",
    ),
    (
        |down| down.parent(up()).further_parent(up()),
        "parent: a further parent needs a name, by which templates and the state tell it apart",
    ),
    (
        |down| down.parent(up().named("team")).further_parent(up().named("team")),
        "parent: two parents are named `team`; give one of them another name",
    ),
    (
        |down| down.parent(up()).parent(up()),
        "a stream's `parent` comes first and once; any other is a `further_parent` behind it, with a name",
    ),
    (|down| down.further_parent(up().named("team")), "a `further_parent` stands behind the stream's `parent`"),
    (
        |down| down.parent(up()).further_parent(up().named("team").batch(0)),
        "parent: a batch of 0 records is no slice; say how many parent records one slice has",
    ),
    (
        |down| down.parent(up()).further_parent(up().named("team").from("a").batch(3)),
        "parent: the children that `from` names lie in one record; `batch` cannot stand beside it",
    ),
    (
        |down| down.parent(up()).further_parent(up().named("team").only(never).batch(3)),
        "parent: `only` was said before `batch` and would see no list; say `batch` first",
    ),
];

fn up() -> ParentOf<Up, Nothing> {
    parent_of::<Up>()
}

fn never(_: &cdk_core::Context<'_, Down, Nothing, Up>) -> Result<bool> {
    Ok(false)
}

struct Below<const N: usize>;

impl<const N: usize> Source for Below<N> {
    type Config = Nothing;
    const NAME: &'static str = "below";
    const VERSION: &'static str = "0.0.0";

    fn definition() -> SourceDef<Self> {
        SourceDef::new()
            .url_base("https://api.example.com")
            .stream_def(|| (CASES[N].0)(StreamDef::new("down").source::<Self>()))
    }
}

fn told<const N: usize>() {
    let output = Connector::<Below<N>>::unserved(json!({})).discover();

    match CASES[N].1 {
        "" => drop(output.succeeded()),
        want => assert_eq!(output.failed(), format!("stream `down`: {want}")),
    }
}

#[test]
fn a_key_is_a_field_of_the_parent() {
    told::<0>();
    told::<2>();
    told::<3>();
    told::<4>();
    told::<5>();
}

#[test]
fn parents_have_names_of_their_own() {
    told::<1>();
    told::<6>();
    told::<7>();
    told::<8>();
    told::<9>();
    told::<10>();
    told::<11>();
}

#[test]
fn batches_that_cannot_be_are_refused() {
    told::<12>();
    told::<13>();
    told::<14>();
}

/// Parents that are built at run time: no type names what lies above them.
struct Built;

impl Source for Built {
    type Config = Nothing;
    const NAME: &'static str = "built";
    const VERSION: &'static str = "0.0.0";

    fn definition() -> SourceDef<Self> {
        fn middle() -> StreamDef<DynRecord, Nothing, Up> {
            let schema = json!({ "type": "object", "properties": { "id": { "type": "integer" } } });
            StreamDef::new("middle").source::<Built>().parent(parent_of::<Up>().named("top")).schema(schema)
        }
        SourceDef::new().url_base("https://api.example.com").stream_def(|| {
            let path = template("down/{top.id}", |cx: &cdk_core::Context<'_, Down, Nothing, DynRecord>| {
                Ok(vec![arg(&cx.grandparent_as::<Up>("top")?.id)])
            });
            StreamDef::<Down, Nothing, DynRecord>::new("down").source::<Self>().parent(parent_def(middle)).path(path)
        })
    }
}

#[test]
fn what_lies_above_a_parent_that_is_built_at_run_time_is_known_by_its_name() {
    let api = Api::new()
        .on("GET /up", |_| Reply::json(json!([{ "id": 4, "team": { "name": "red" } }])))
        .on("GET /middle", |_| Reply::json(json!([{ "id": 5 }])))
        .on("GET /down/4", |_| Reply::json(json!([{ "id": 6 }])))
        .start();

    let output = testing::read::<Built>(&api, json!({}), ["down"]).succeeded();

    assert_eq!(output.records("down"), [json!({ "id": 6 })]);
}
