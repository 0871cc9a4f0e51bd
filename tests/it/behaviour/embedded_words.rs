//! What is said about embedded children and cannot work is told before any command, in the stream's own words.

use cdk_core::prelude::*;
use cdk_core::stream::{Paginate, ParentOf, Place, parent_of};

use super::Nothing;
use super::one_stream::{cases, judge};

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Nothing, url_base = "https://api.example.com", path = "up")]
struct Up {
    id: u64,
}

fn cannot_go_on(why: &str) -> String {
    let fix =
        "use `offset`, or a `cursor` with `token = last(\"…\")`: they can continue after the last embedded record";
    format!("parent: `more` requests the rest of an embedded list, but {why}; {fix}")
}

cases! {
    Up;
    PageOfTheSource: |down| down.parent(goes_on())
        => cannot_go_on("its `page` counts whole pages, but an embedded list is not a whole page"),
    NoPagination: |down| down.parent(goes_on()).paginate(Paginate::none())
        => cannot_go_on("the stream has no pagination"),
    CursorInTheBody: |down| down.parent(goes_on()).paginate(Paginate::cursor())
        => cannot_go_on("the token of its `cursor` is in a response, but an embedded list does not have one"),
    CursorInAHeader: |down| down.parent(goes_on()).paginate(Paginate::cursor().token(Place::header("X-Next")))
        => cannot_go_on("the token of its `cursor` is in a response, but an embedded list does not have one"),
    LinkHeader: |down| down.parent(goes_on()).paginate(Paginate::link())
        => cannot_go_on("the URL of its next page is in a response, but an embedded list does not have one"),
    NextUrl: |down| down.parent(goes_on()).paginate(Paginate::next_url())
        => cannot_go_on("the URL of its next page is in a response, but an embedded list does not have one"),
    NextPageToken: |down| down.parent(goes_on()).next_page_token(|_| Ok(None))
        => cannot_go_on("`next_page_token` needs a response, which an embedded list does not have"),
    Offset: |down| down.parent(goes_on()).paginate(Paginate::offset()) => "",
    CursorInTheLastRecord: |down| down.parent(goes_on()).paginate(Paginate::cursor().token(Place::last("id")))
        => "",
    MoreWithoutFrom: |down| down.parent(up().more("more"))
        => "parent: `more` needs `from`, the path of the embedded list",
    PathWithoutMore: |down| down.parent(up().from("a")).path("a")
        => "parent: an embedded list without `more` sends no requests, so `path` is not used; set `more`, or remove `path`",
    EmptyNameInFrom: |down| down.parent(up().from("a..b"))
        => "parent: `from`: records path `a..b`: a name is empty",
    FromAMap: |down| down.parent(up().from("*"))
        => "parent: `from`: `*` is not a field of the parent's record",
    MoreOfAMap: |down| down.parent(up().from("a").more("b.*"))
        => "parent: `more`: `b.*` must be the path of one value, not of a map's values",
    FromInAMap: |down| down.parent(up().from("a.*")) => "",
}

fn up() -> ParentOf<Up, Nothing> {
    parent_of::<Up>()
}

fn goes_on() -> ParentOf<Up, Nothing> {
    up().from("items").more("more")
}

#[test]
fn a_pagination_that_cannot_go_on_from_an_embedded_list_is_refused() {
    judge::<PageOfTheSource>();
    judge::<NoPagination>();
    judge::<CursorInTheBody>();
    judge::<CursorInAHeader>();
    judge::<LinkHeader>();
    judge::<NextUrl>();
    judge::<NextPageToken>();
    judge::<Offset>();
    judge::<CursorInTheLastRecord>();
}

#[test]
fn places_that_make_no_sense_are_refused() {
    judge::<MoreWithoutFrom>();
    judge::<PathWithoutMore>();
    judge::<EmptyNameInFrom>();
    judge::<FromAMap>();
    judge::<MoreOfAMap>();
    judge::<FromInAMap>();
}
