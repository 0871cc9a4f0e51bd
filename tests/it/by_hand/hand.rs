//! The source by the builder.

use cdk_core::prelude::*;
use cdk_core::stream::{
    Auth, Decoder, Emit, Login, On, OnMismatch, Paginate, Place, RateLimit, Retry, Undeclared, added, entry, field,
    first, hook, list, literal, now, object, parent_of, record_path, template, to_json, typed, unset,
};
use cdk_core::template::arg;
use cdk_core::{FailureType, HttpStream, Source, SourceDef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::hand_parents::{Likes, Meetings};
use super::hand_state::{Lines, Orders, Tallied};
use super::hand_streams::{Event, Files, Hooked, Sales};

#[derive(Deserialize, JsonSchema)]
pub(super) struct Config {
    pub(super) workers: Option<u8>,
    pub(super) host: String,
    pub(super) token: Secret,
    pub(super) team: String,
    pub(super) since: Option<Date>,
    #[expect(dead_code, reason = "named by `ignores` alone")]
    batch_size: Option<u32>,
}

pub(super) struct Club;

impl Source for Club {
    type Config = Config;
    const NAME: &'static str = "club";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    fn definition() -> SourceDef<Self::Config> {
        SourceDef::new()
            .documentation_url("https://club.test/docs")
            .stream::<People>()
            .stream::<Posts>()
            .stream::<Comments>()
            .stream::<Badges>()
            .stream::<Search>()
            .stream::<Hooked>()
            .stream::<Event>()
            .stream::<Files>()
            .stream::<Likes>()
            .stream::<Meetings>()
            .stream::<Sales>()
            .stream::<Orders>()
            .stream::<Lines>()
            .stream::<Tallied>()
            .streams(tables)
            .check::<People>()
            .origins(["cdn.test"])
            .ignores(["batch_size"])
            .login(
                Login::new("https://auth.test/token")
                    .authorize_url("https://auth.test/go")
                    .scopes(["read"])
                    .params([("access_type", "offline")])
                    .client_id_config_path("host"),
            )
            .url_base(template("https://{config.host}/v1", |cx: &SourceCx<'_, Config>| {
                Ok(vec![arg(&cx.config().host)])
            }))
            .auth(Auth::bearer(template("{config.token}", |cx: &SourceCx<'_, Config>| {
                Ok(vec![arg(&cx.config().token)])
            })))
            .params([entry("lang", "en"), entry("gone", 1)])
            .headers([entry(
                "X-Team",
                template("{config.team}", |cx: &SourceCx<'_, Config>| Ok(vec![arg(&cx.config().team)])),
            )])
            .records("data")
            .paginate(Paginate::cursor())
            .primary_key(["id"])
            .add([added(
                "fetched",
                first(record_path("fetched"))
                    .or(template("{config.team}", |cx: &SourceCx<'_, Config>| Ok(vec![arg(&cx.config().team)]))),
            )])
            .concurrency(template("{config.workers}", |cx: &SourceCx<'_, Config>| Ok(vec![arg(&cx.config().workers)])))
            .retry(Retry::new().tries(3).initial("20ms").jitter(0.0).max_wait("1m"))
            .should_retry(is_busy)
            .backoff_time(busy_wait)
            .on(On::new().json("ok", [false.into()]).header("X-Club", []).fail_as(FailureType::ConfigError).message(
                template("the club says {response.error} to {config.team}", |cx: &SourceCx<'_, Config>| {
                    Ok(vec![arg(&cx.config().team)])
                }),
            ))
            .on(On::new().status(500..=599).body_contains("closed").retry())
            .rate_limit(
                RateLimit::new()
                    .rate(template("{config.workers}000/1s", |cx: &SourceCx<'_, Config>| {
                        Ok(vec![arg(&cx.config().workers)])
                    }))
                    .rate("100000/1h")
                    .burst(500),
            )
            .circuit(30)
            .undeclared(Undeclared::Drop)
            .on_mismatch(OnMismatch::Null)
            .request_params(source_params)
            .request_headers(source_headers)
    }
}

async fn tables(cx: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
    let names: Vec<String> = cx.send(cx.get("tables")?).await?.json()?;
    let id = json!({"type": "object", "properties": {"id": {"type": "integer"}}});
    let table = |name| StreamDef::<DynRecord, Config>::new(name).source::<Club>().schema(id.clone()).into();
    Ok(names.into_iter().map(table).collect())
}

fn source_params(cx: &SourceCx<'_, Config>) -> Result<Params> {
    Ok(Params::new().with("stream", cx.stream()).with("team", &cx.config().team))
}

fn is_busy(cx: &SourceCx<'_, Config>) -> Result<bool> {
    let attempt = cx.attempt()?;
    Ok(attempt.is_retried_by_default() || attempt.status() == Some(409))
}

fn busy_wait(cx: &SourceCx<'_, Config>) -> Result<Option<Duration>> {
    Ok((cx.attempt()?.number() == 1).then_some(Duration::from_millis(2)))
}

fn source_headers(cx: &SourceCx<'_, Config>) -> Result<Headers> {
    Ok(Headers::new().with("X-Stream", cx.stream()))
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Team {
    id: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct People {
    pub(super) id: u64,
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
struct Posts {
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
            .path(template("people/{parent.id}/posts", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.parent().id)])))
            .paginate(Paginate::page())
            .primary_key(["id"])
            .undeclared(Undeclared::Drop)
            .filter(is_seen)
            .map(loudly)
            .add([
                added("person_id", typed(|cx: &Cx<'_, Self>| to_json(&cx.parent().id))),
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
struct Comments {
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
                Ok(vec![arg(&cx.grandparent()?.id), arg(&cx.parent().id)])
            }))
            .auth(Auth::none())
            .records(".")
            .paginate(Paginate::none())
            .primary_key([])
            .add([
                added("post_id", typed(|cx: &Cx<'_, Self>| to_json(&cx.parent().id))),
                added("person_id", typed(|cx: &Cx<'_, Self>| to_json(&cx.grandparent()?.id))),
            ])
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Badges {
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
            .path(template("people/{parent.id}/badges", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.parent().id)])))
            .paginate(Paginate::cursor().token(Place::last("id")).param("after"))
    }
}

fn is_early(cx: &Cx<'_, Badges>) -> Result<bool> {
    Ok(cx.parent().id < 3)
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Search {
    id: u64,
    score: Option<f64>,
}

impl HttpStream for Search {
    type Config = Config;
    type Parent = ();
    type Slice = ();
    const NAME: &'static str = "search";

    fn definition() -> StreamDef<Self, Config, ()> {
        StreamDef::new(Self::NAME)
            .source::<Club>()
            .url_base("https://search.test/search/v2")
            .path("find")
            .method("POST")
            .body_json([
                entry("query", template("team:{config.team}", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.config().team)]))),
                entry(
                    "deep",
                    object([
                        entry(
                            "since",
                            template("{config.since}", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.config().since)])),
                        ),
                        entry("ids", list([field(1), field(2)])),
                        entry("exact", true),
                    ]),
                ),
                entry("weight", 1.5),
            ])
            .paginate(Paginate::cursor().token(Place::last("id")).body("page.after").size("page.first", 2))
            .auth(Auth::basic(
                "u",
                template("{config.token}", |cx: &SourceCx<'_, Config>| Ok(vec![arg(&cx.config().token)])),
            ))
            .decoder(Decoder::Json)
            .emit(Emit::Typed)
    }
}
