//! People, and the streams that have them as parents, by hand.

use cdk_core::HttpStream;
use cdk_core::prelude::*;
use cdk_core::stream::{
    Auth, OnMismatch, Paginate, Place, Undeclared, added, entry, field, hook, list, literal, now, parent_of,
    record_path, template, to_json, typed, unset,
};
use cdk_core::template::arg;

use super::super::source::{Club, Config};

#[derive(Serialize, Deserialize, JsonSchema)]
struct Team {
    id: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct People {
    pub(crate) id: u64,
    team: Team,
    nick: Option<String>,
}

impl HttpStream for People {
    type Config = Config;
    type Parent = ();
    type Slice = ();
    const NAME: &'static str = "people";

    fn definition() -> StreamDef<Self, Config, ()> {
        StreamDef::new(Self::NAME)
            .source::<Club>()
            .path("people")
            .params([
                entry("tags", list([field("a"), field("b")])),
                entry(
                    "since",
                    template("{config.since:%Y/%m/%d}", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.config().since)])),
                ),
                entry("seen", template("{last.id}", |_: &Cx<'_, Self>| Ok(vec![]))),
                unset("gone"),
            ])
            .headers([entry(
                "X-Since",
                template("{config.since}", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.config().since)])),
            )])
            .records("data.items")
            .paginate(
                Paginate::cursor().token(Place::body("meta.next")).param("after").more("meta.more").size("per", 2),
            )
            .primary_key(["id", "team.id"])
            .on_mismatch(OnMismatch::Null)
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Posts {
    id: u64,
    person_id: u64,
    label: String,
    kind: String,
    seen: u32,
    read_at: String,
    size: usize,
    meta: Value,
}

impl HttpStream for Posts {
    type Config = Config;
    type Parent = People;
    type Slice = ();
    const NAME: &'static str = "posts";

    fn definition() -> StreamDef<Self, Config, People> {
        StreamDef::new(Self::NAME)
            .source::<Club>()
            .parent(parent_of::<People>())
            .path(template("people/{parent.id}/posts", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.parent()?.id)])))
            .paginate(Paginate::page())
            .primary_key(["id"])
            .undeclared(Undeclared::Drop)
            .filter(is_seen)
            .map(loudly)
            .add([
                added("person_id", typed(|cx: &Cx<'_, Self>| to_json(&cx.parent()?.id))),
                added("label", template("p-{record.id}", |_: &Cx<'_, Self>| Ok(vec![]))),
                added("kind", literal("post")),
                added("seen", record_path("meta.seen")),
                added("read_at", now()),
                added("size", hook(size_of)),
            ])
    }
}

fn is_seen(cx: &Cx<'_, Posts>) -> Result<bool> {
    Ok(cx.record()?.seen > 0)
}

fn loudly(_: &Cx<'_, Posts>, post: Posts) -> Result<Option<Posts>> {
    Ok(Some(Posts { label: post.label.to_uppercase(), ..post }))
}

fn size_of(cx: &Cx<'_, Posts>) -> Result<usize> {
    Ok(cx.raw_record()?.as_object().map_or(0, serde_json::Map::len))
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Comments {
    post_id: u64,
    person_id: u64,
    text: Option<String>,
}

impl HttpStream for Comments {
    type Config = Config;
    type Parent = Posts;
    type Slice = ();
    const NAME: &'static str = "comments";

    fn definition() -> StreamDef<Self, Config, Posts> {
        StreamDef::new(Self::NAME)
            .source::<Club>()
            .parent(parent_of::<Posts>())
            .path(template("people/{grandparent.id}/posts/{parent.id}/comments", |cx: &Cx<'_, Self>| {
                Ok(vec![arg(&cx.grandparent()?.id), arg(&cx.parent()?.id)])
            }))
            .auth(Auth::none())
            .records(".")
            .paginate(Paginate::none())
            .primary_key([])
            .add([
                added("post_id", typed(|cx: &Cx<'_, Self>| to_json(&cx.parent()?.id))),
                added("person_id", typed(|cx: &Cx<'_, Self>| to_json(&cx.grandparent()?.id))),
            ])
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Badges {
    id: u64,
}

impl HttpStream for Badges {
    type Config = Config;
    type Parent = People;
    type Slice = ();
    const NAME: &'static str = "badges";

    fn definition() -> StreamDef<Self, Config, People> {
        StreamDef::new(Self::NAME)
            .source::<Club>()
            .parent(parent_of::<People>().from("badges.list").more("badges.more").only(is_early))
            .path(template("people/{parent.id}/badges", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.parent()?.id)])))
            .paginate(Paginate::cursor().token(Place::last("id")).param("after"))
    }
}

fn is_early(cx: &Cx<'_, Badges>) -> Result<bool> {
    Ok(cx.parent()?.id < 3)
}
