//! What is said about embedded children and cannot work is told before any command, in the stream's own words.

use cdk_core::prelude::*;
use cdk_core::stream::{Paginate, ParentOf, Place, StreamDef, parent_of};
use cdk_core::testing::Connector;
use cdk_core::{Source, SourceDef};

use super::Nothing;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Nothing, url_base = "https://api.example.com", path = "up")]
struct Up {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Down {
    id: u64,
}

type Words = StreamDef<Down, Nothing, Up>;

/// A case: what is said, and what is told about it; nothing where it can work.
type Case = (fn(Words) -> Words, &'static str);

const FIX: &str = "; a `cursor` with `token = last(\"…\")` and `offset` can go on from its last record";

const CASES: [Case; 15] = [
    // The source's own pagination.
    (|down| down.parent(goes_on()), "its `page` counts whole pages, and an embedded list is none of them"),
    (|down| down.parent(goes_on()).paginate(Paginate::none()), "the stream has no pagination"),
    (
        |down| down.parent(goes_on()).paginate(Paginate::cursor()),
        "the token of its `cursor` lies in a response, which an embedded list has not",
    ),
    (
        |down| down.parent(goes_on()).paginate(Paginate::cursor().token(Place::header("X-Next"))),
        "the token of its `cursor` lies in a response, which an embedded list has not",
    ),
    (
        |down| down.parent(goes_on()).paginate(Paginate::link()),
        "its next page's URL lies in a response, which an embedded list has not",
    ),
    (
        |down| down.parent(goes_on()).paginate(Paginate::next_url()),
        "its next page's URL lies in a response, which an embedded list has not",
    ),
    (
        |down| down.parent(goes_on()).next_page_token(|_| Ok(None)),
        "`next_page_token` needs a response, which an embedded list has not",
    ),
    (|down| down.parent(goes_on()).paginate(Paginate::offset()), ""),
    (|down| down.parent(goes_on()).paginate(Paginate::cursor().token(Place::last("id"))), ""),
    (
        |down| down.parent(up().more("more")),
        "parent: `more` says that an embedded list goes on; name the list with `from`",
    ),
    (
        |down| down.parent(up().from("a")).path("a"),
        "parent: an embedded list without `more` is all that is read, so `path` is never asked for; say `more`, or take \
         `path` away",
    ),
    (|down| down.parent(up().from("a..b")), "parent: `from`: records path `a..b`: a name is empty"),
    (|down| down.parent(up().from("*")), "parent: `from`: `*` names no field of the parent's record"),
    (
        |down| down.parent(up().from("a").more("b.*")),
        "parent: `more`: `b.*`: one value says whether there is more, not a map's",
    ),
    (|down| down.parent(up().from("a.*")), ""),
];

fn up() -> ParentOf<Up, Nothing> {
    parent_of::<Up>()
}

fn goes_on() -> ParentOf<Up, Nothing> {
    up().from("items").more("more")
}

struct Below<const N: usize>;

impl<const N: usize> Source for Below<N> {
    type Config = Nothing;
    const NAME: &'static str = "below";
    const VERSION: &'static str = "0.0.0";

    fn definition() -> SourceDef<Self> {
        SourceDef::new()
            .url_base("https://api.example.com")
            .paginate(Paginate::page())
            .stream_def(|| (CASES[N].0)(StreamDef::new("down").source::<Self>()))
    }
}

fn told<const N: usize>() {
    let output = Connector::<Below<N>>::unserved(json!({})).discover();

    let (_, want) = CASES[N];
    if want.is_empty() {
        output.succeeded();
        return;
    }
    let want = match want.starts_with("parent: ") {
        true => want.to_owned(),
        false => format!("parent: `more` asks for the rest of an embedded list, but {want}{FIX}"),
    };
    assert_eq!(output.failed(), format!("stream `down`: {want}"));
}

#[test]
fn a_pagination_that_cannot_go_on_from_an_embedded_list_is_refused() {
    told::<0>();
    told::<1>();
    told::<2>();
    told::<3>();
    told::<4>();
    told::<5>();
    told::<6>();
    told::<7>();
    told::<8>();
}

#[test]
fn places_that_make_no_sense_are_refused() {
    told::<9>();
    told::<10>();
    told::<11>();
    told::<12>();
    told::<13>();
    told::<14>();
}
