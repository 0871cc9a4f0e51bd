//! What is said about parents and cannot work is told before any command, in the stream's own words.

use cdk_core::prelude::*;
use cdk_core::stream::{ParentOf, StreamDef, parent_def, parent_of, template};
use cdk_core::template::arg;
use cdk_core::testing::{self, Api, Reply};
use cdk_core::{Source, SourceDef};

use super::Nothing;
use super::one_stream::{Down, cases, judge};

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

cases! {
    Up;
    KeyAndName: |down| down.parent(up().key("team.name").named("boss")) => "",
    TwoNamedParents: |down| down.parent(up()).further_parent(up().named("team")).further_parent(up().named("boss").batch(2))
        => "",
    UnknownKey: |down| down.parent(up().key("idd"))
        => "parent(…, key = …): stream `up`: the record has no field `idd` (by its name in the response)",
    UnknownKeyOfFurtherParent: |down| down.parent(up()).further_parent(up().named("team").key("team.id"))
        => "parent(…, key = …): stream `up`: the record has no field `team.id` (by its name in the response)",
    EmptyNameInKey: |down| down.parent(up().key("a..b"))
        => "parent: `key`: records path `a..b`: a name is empty",
    KeyOfAMap: |down| down.parent(up().key("a.*"))
        => "parent: `key`: `a.*` must be the path of one value, not of a map's values",
    NameWithABlank: |down| down.parent(up().named("the team"))
        => "parent: invalid name `the team`; use letters, digits and `_`",
    ReservedName: |down| down.parent(up().named("record"))
        => "parent: the name `record` is reserved for templates or the state; choose another one",
    FurtherParentWithoutAName: |down| down.parent(up()).further_parent(up())
        => "parent: a further parent needs a name for templates and the state",
    TwoParentsOfOneName: |down| down.parent(up().named("team")).further_parent(up().named("team"))
        => "parent: two parents are named `team`; give one of them another name",
    TwoFirstParents: |down| down.parent(up()).parent(up())
        => "`parent` must come first and only once; add any other parent with `further_parent` and a name",
    FurtherParentWithoutAFirst: |down| down.further_parent(up().named("team"))
        => "`further_parent` must come after `parent`",
    BatchOfNone: |down| down.parent(up()).further_parent(up().named("team").batch(0))
        => "parent: `batch` must be at least 1: the number of parent records in one slice",
    BatchOfEmbedded: |down| down.parent(up()).further_parent(up().named("team").from("a").batch(3))
        => "parent: `from` and `batch` cannot be combined: the embedded children are in one record",
    OnlyBeforeBatch: |down| down.parent(up()).further_parent(up().named("team").only(never).batch(3))
        => "parent: `only` is set before `batch` and would not get a list; set `batch` first",
}

fn up() -> ParentOf<Up, Nothing> {
    parent_of::<Up>()
}

fn never(_: &cdk_core::Context<'_, Down, Nothing, Up>) -> Result<bool> {
    Ok(false)
}

#[test]
fn a_key_is_a_field_of_the_parent() {
    judge::<KeyAndName>();
    judge::<UnknownKey>();
    judge::<UnknownKeyOfFurtherParent>();
    judge::<EmptyNameInKey>();
    judge::<KeyOfAMap>();
}

#[test]
fn parents_have_names_of_their_own() {
    judge::<TwoNamedParents>();
    judge::<NameWithABlank>();
    judge::<ReservedName>();
    judge::<FurtherParentWithoutAName>();
    judge::<TwoParentsOfOneName>();
    judge::<TwoFirstParents>();
    judge::<FurtherParentWithoutAFirst>();
}

#[test]
fn batches_that_cannot_be_are_refused() {
    judge::<BatchOfNone>();
    judge::<BatchOfEmbedded>();
    judge::<OnlyBeforeBatch>();
}

/// Parents that are built at run time: no type names what lies above them.
struct Built;

impl Source for Built {
    type Config = Nothing;
    const NAME: &'static str = "built";
    const VERSION: &'static str = "0.0.0";

    fn definition() -> SourceDef<Self::Config> {
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
