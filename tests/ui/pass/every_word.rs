//! Every word that is built, in every form that it takes; but for `slices` (see `slices.rs`).

use std::time::Duration;

use cdk_core::hook::{Body, Headers, Params};
use cdk_core::stream::{BeforeSliceCx, Records};
use cdk_core::{AuthCx, Credentials, Cx, HttpStream, Result, Secret, Source, StreamsCx, SourceCx, Stream};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
    user: Option<String>,
    password: Secret,
    start_date: String,
    workers: Option<u8>,
    nested: Nested,
}

#[derive(Deserialize, JsonSchema)]
struct Nested {
    r#type: String,
}

#[derive(Source)]
#[source(
    name = "everything",
    config = Config,
    documentation_url = "https://example.com/docs",
    streams(User, self::Project, Task, Comment, Event, Alone, Form, Text, Graph, Included, Report),
    streams = Self::found,
    check = User,
    origins("files.example.com", "cdn.example.com"),
    ignores("user"),
    login(token_url = "https://a.test/t", authorize_url = "https://a.test/a"),
    url_base = "https://{config.subdomain}.example.com",
    auth = basic("{config.user}", "{config.password}"),
    params(limit = 100, "created[gte]" = "{config.start_date:%s}"),
    headers("X-Version" = "2", "X-Cursor" = "{token}"),
    records = "data.items",
    paginate = "page",
    primary_key = "id",
    add(seen_at = first(record.seen_at, record.meta.at, "{config.start_date}", now, 7), by = source_of),
    concurrency = "{config.workers}",
    retry(tries = 5, max_time = "10m", initial = "1s", factor = 2, jitter = 0.5, max_wait = "1h"),
    should_retry = Self::is_busy,
    backoff_time = waits,
    on(status = 403, json("error.code") = "missing_scope", fail(config), "add {response.error.needed} to {config.subdomain}"),
    on(json("ok") = false, json("errors.0"), fail(system), "the API says {response.error}, {token} and {header.X-Why}"),
    on(header("X-Why") = ["quota", 7], fail(transient)),
    on(status = [401, 402], fail),
    rate_limit("10/1s", "{config.workers}000/1h", burst = 5),
    rate_limit(path = "/exports/**", method = "POST", weight = 5),
    rate_limit(from_headers),
    rate_limit(wait = header("Backoff")),
    rate_limit("1/1s", wait = "meta.backoff"),
    circuit = 20,
    undeclared = "keep",
    on_mismatch = "fail",
    request_params = source_params,
    request_headers = source_headers,
)]
struct Everything;

impl Everything {
    fn is_busy(cx: &SourceCx<'_, Config>) -> Result<bool> {
        let attempt = cx.attempt()?;
        Ok(attempt.is_retried_by_default() || attempt.json().is_some_and(|body| body["ok"] == false))
    }

    async fn found(cx: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
        let mut users = cx.read::<User>()?;
        while users.next().await?.is_some() {}
        Ok(vec![Unlisted::definition().into()])
    }
}

/// A source may list no stream at all.
#[derive(Source)]
#[source(config = Config, url_base = "https://example.com", streams = nothing)]
struct Asking;

async fn nothing(_: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
    Ok(Vec::new())
}

fn waits(cx: &SourceCx<'_, Config>) -> Result<Option<Duration>> {
    Ok(cx.attempt()?.server_wait())
}

fn source_of(cx: &SourceCx<'_, Config>) -> Result<String> {
    Ok(cx.stream().to_owned())
}

fn source_params(cx: &SourceCx<'_, Config>) -> Result<Params> {
    Ok(Params::new().with("subdomain", &cx.config().subdomain))
}

fn source_headers(_: &SourceCx<'_, Config>) -> Result<Headers> {
    Ok(Headers::new())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Everything,
    name = "users",
    url_base = "https://{config.subdomain}.example.org/",
    path = "{config.nested.type}/users",
    method = "POST",
    params(limit = none, negative = -1, ratio = -0.5, big = 18446744073709551615, all = true, "id[]" = ["a", "{token}"]),
    headers(Accept = "application/json", "X-Last" = "{last.created_at}", "X-Next" = "{header.X-Next-Page}"),
    body = json(query = "{{ users {{ id }} }}", variables(first = 100, after = "{response.page.end}", ids = [1, [2]])),
    records = "users.*",
    paginate(cursor(token = "page.end", body = "variables.after", more = "page.more", size(first = 100))),
    primary_key = ["id", "org.id"],
    add(read_at = now, kind = "user", version = 2, org_name = record.org.name, label = "{record.id}-{config.subdomain}"),
    auth = bearer("{config.password}"),
    concurrency = 256,
    on = none,
    on(status = 404, ignore),
    on(status = 500..=599, body_contains = "maintenance", header("Retry-After"), retry, "down for maintenance"),
    on(status = 409, json("stale") = [true, 1, 1.5, -1, "yes"], reset_pagination),
    on(empty, ignore, "nothing {{here}}"),
    rate_limit = none,
    rate_limit("1/s"),
    circuit = none,
    before_slice(Self::join, once = "{config.subdomain}"),
    retry(factor = 1.5, jitter = 0, initial = "1m 30s", max_wait = "PT1H30M"),
    undeclared = "drop",
    on_mismatch = "null",
)]
struct User {
    id: u64,
    #[serde(rename = "createdAt")]
    created_at: String,
    org: Value,
    read_at: String,
    kind: String,
    version: u8,
    org_name: Option<String>,
    label: String,
}

impl User {
    async fn join(_: &BeforeSliceCx<'_, Self>) -> Result<()> {
        Ok(())
    }
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Everything,
    before_slice = start,
    on(status = 404, ignore, "{parent.id} has none"),
    parent(User, from = "projects.*", more = "projects_go_on", only = Self::is_wanted),
    path = project_path,
    paginate = offset(param = "skip", total = "total", done = "is_last", size(limit = 50)),
    request_params = project_params,
    request_headers = project_headers,
    request_body = project_body,
    undeclared = "fail",
    decoder = "json",
    emit = "typed",
    cache,
    map = Self::unchanged,
    should_retry = Self::is_torn,
    backoff_time = Self::waits,
    filter = is_active,
    add(user = parent.id, user_org = parent.org, computed = computed),
    auth = sign,
)]
struct Project {
    id: u64,
    user: u64,
    user_org: Value,
    computed: u64,
}

impl Project {
    fn is_torn(cx: &Cx<'_, Self>) -> Result<bool> {
        Ok(cx.attempt()?.status().is_none() && cx.parent()?.id > 0)
    }

    fn waits(cx: &Cx<'_, Self>) -> Result<Option<Duration>> {
        Ok(Some(cx.attempt()?.elapsed()))
    }

    fn is_wanted(cx: &Cx<'_, Self>) -> Result<bool> {
        Ok(cx.parent()?.id > 0)
    }

    fn unchanged(_: &Cx<'_, Self>, project: Self) -> Result<Option<Self>> {
        Ok(Some(project))
    }
}

async fn start(cx: &BeforeSliceCx<'_, Project>) -> Result<()> {
    let request = cx.post_json("start", &cx.parent()?.id)?;
    cx.send(request).await.map(drop)
}

fn project_path(cx: &Cx<'_, Project>) -> Result<String> {
    Ok(format!("users/{}/projects", cx.parent()?.id))
}

fn project_params(_: &Cx<'_, Project>) -> Result<Params> {
    Ok(Params::new())
}

fn project_headers(_: &Cx<'_, Project>) -> Result<Headers> {
    Ok(Headers::new())
}

fn project_body(_: &Cx<'_, Project>) -> Result<Body> {
    Ok(Body::Json(Value::Null))
}

fn is_active(cx: &Cx<'_, Project>) -> Result<bool> {
    Ok(cx.record()?.id > 0)
}

fn computed(cx: &Cx<'_, Project>) -> Result<u64> {
    Ok(cx.parent()?.id)
}

async fn sign(_: &AuthCx<'_, Config>) -> Result<Credentials> {
    Ok(Credentials::default())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Everything,
    parent = Project,
    path = "users/{grandparent.id}/projects/{parent.id}/tasks",
    add(user = grandparent.id, next = response.page.next, trace = header.trace),
    paginate = none,
    auth = none,
    undeclared = "drop",
    parse_response = everything,
    next_page_token = no_token,
)]
struct Task {
    id: u64,
    user: u64,
    next: Option<String>,
    trace: Option<String>,
}

/// Batches of one parent, beside each record of another.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Everything,
    parent(Task, key = "trace", as = "task", batch = 100, only = Self::has_next),
    parent(User, as = "of", key = "id"),
    path = "reports/{task.id:,}/{of.id}",
    params(ids = "{parent.id:|}", each = "{parent.id}", next = "{task.next:;}", words = "a {parent.id: } b"),
    add(user = of.id),
)]
struct Report {
    id: u64,
    user: u64,
}

impl Report {
    fn has_next(cx: &Cx<'_, Self>) -> Result<bool> {
        Ok(cx.parent()?.iter().all(|task| task.next.is_some()) && cx.parent_as::<Vec<Task>>("task")?.len() == 1)
    }
}

fn everything(_: &Cx<'_, Task>) -> Result<Records> {
    Ok(Records::default())
}

fn no_token(_: &Cx<'_, Task>) -> Result<Option<Value>> {
    Ok(None)
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Everything, primary_key = none, add(seen_at = none), undeclared = "drop", paginate(link(rel = "next", done = "last", size(per_page = 100))))]
struct Comment {
    #[serde(rename(serialize = "ID"))]
    id: u64,
    seen_at: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Everything, paginate(cursor(token = last("event-id"), param = "after")), primary_key = "event-id")]
#[serde(rename_all = "kebab-case")]
struct Event {
    event_id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Everything,
    body = form(grant = "x", "filter[a]" = "{config.subdomain}", ids = ["a", 1, "{token}"], all = true, gone = none),
    paginate(cursor(token = "next", body = "after", size("page[size]" = 10))),
)]
struct Form {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Everything, method = "POST", body = text("find {{{config.subdomain}}} after {token}"))]
struct Text {
    id: u64,
}

const QUERY: &str = "query Graph($first: Int) { graph(first: $first) { id } }";

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Everything,
    body = graphql(query = QUERY, operation_name = "Graph", variables(first = 100, after = "{token}", deep(ids = [[1]]))),
)]
struct Graph {
    id: u64,
}

impl Included {
    const QUERY: &'static str = "{ included { id } }";
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Everything, body = graphql(query = Self::QUERY), cache(safe))]
struct Included {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Everything, body = graphql(query = concat!("{ included { ", "id", " } }")))]
struct Concatenated {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    config = Config,
    url_base = "https://example.net",
    paginate(next_url(at = header("Next-Page"), more = "paging.more", size("page[size]" = 10))),
)]
struct Alone {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Everything, paginate(page(param = "p", start = 0, total = "pages", more = "more", size(n = 10))))]
struct Unlisted {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Everything, paginate(cursor(token = header("X-Next"), header = "X-After")))]
struct AlsoUnlisted {
    id: u64,
}

fn main() {
    let _ = (User::definition(), Project::definition(), Task::definition(), Comment::definition(), Event::definition());
    let _ = (Alone::definition(), Unlisted::definition(), AlsoUnlisted::definition(), Everything::definition());
    let _ = (Form::definition(), Text::definition(), Graph::definition(), Included::definition());
    let _ = Concatenated::definition();
    let _ = Asking::definition();
    assert_eq!(<User as HttpStream>::NAME, "users");
    assert_eq!(<AlsoUnlisted as HttpStream>::NAME, "also_unlisted");
    assert_eq!(<Everything as Source>::VERSION, env!("CARGO_PKG_VERSION"));
}
