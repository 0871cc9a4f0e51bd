//! The source by attributes.

use cdk_core::prelude::*;
use cdk_core::stream::StreamOf;

#[derive(Deserialize, JsonSchema)]
pub(super) struct Config {
    pub(super) workers: Option<u8>,
    host: String,
    token: Secret,
    team: String,
    since: Option<Date>,
    #[expect(dead_code, reason = "named by `ignores` alone")]
    batch_size: Option<u32>,
}

#[derive(Source)]
#[source(
    name = "club",
    config = Config,
    documentation_url = "https://club.test/docs",
    streams(People, Posts, Comments, Badges, Search, Hooked, Event, Files, Likes, Meetings, Sales, Orders, Lines, Tallied),
    streams = tables,
    check = People,
    origins("cdn.test"),
    ignores("batch_size"),
    login(
        token_url = "https://auth.test/token",
        authorize_url = "https://auth.test/go",
        scopes = ["read"],
        params(access_type = "offline"),
        client_id_config_path = "host",
    ),
    url_base = "https://{config.host}/v1",
    auth = bearer("{config.token}"),
    params(lang = "en", gone = 1),
    headers("X-Team" = "{config.team}"),
    body = json(team = "{config.team}"),
    records = "data",
    paginate = "cursor",
    primary_key = "id",
    add(fetched = first(record.fetched, "{config.team}")),
    concurrency = "{config.workers}",
    retry(tries = 3, initial = "20ms", jitter = 0, max_wait = "1m"),
    should_retry = is_busy,
    backoff_time = busy_wait,
    on(json("ok") = false, header("X-Club"), fail(config), "the club says {response.error} to {config.team}"),
    on(status = 500..=599, body_contains = "closed", retry),
    rate_limit("{config.workers}000/1s", "100000/1h", burst = 500),
    circuit = 30,
    undeclared = "drop",
    on_mismatch = "null",
    request_params = source_params,
    request_headers = source_headers,
)]
pub(super) struct Club;

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
    Ok(attempt.is_retried_by_default() || attempt.status().is_some_and(|status| status == 409))
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

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Club,
    name = "people",
    path = "people",
    params(tags = ["a", "b"], since = "{config.since:%Y/%m/%d}", seen = "{last.id}", gone = none),
    headers("X-Since" = "{config.since}"),
    records = "data.items",
    paginate = cursor(token = "meta.next", param = "after", more = "meta.more", size(per = 2)),
    primary_key = ["id", "team.id"],
    on_mismatch = "null",
)]
struct People {
    id: u64,
    team: Team,
    nick: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Club,
    parent = People,
    path = "people/{parent.id}/posts",
    paginate = "page",
    primary_key = "id",
    undeclared = "drop",
    filter = is_seen,
    map = loudly,
    add(person_id = parent.id, label = "p-{record.id}", kind = "post", seen = record.meta.seen, read_at = now, size = size_of),
)]
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

fn is_seen(cx: &Cx<'_, Posts>) -> Result<bool> {
    Ok(cx.record()?.seen > 0)
}

fn loudly(_: &Cx<'_, Posts>, post: Posts) -> Result<Option<Posts>> {
    Ok(Some(Posts { label: post.label.to_uppercase(), ..post }))
}

fn size_of(cx: &Cx<'_, Posts>) -> Result<usize> {
    Ok(cx.raw_record()?.as_object().map_or(0, serde_json::Map::len))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Club,
    parent = Posts,
    path = "people/{grandparent.id}/posts/{parent.id}/comments",
    auth = none,
    records = ".",
    paginate = none,
    primary_key = none,
    add(post_id = parent.id, person_id = grandparent.id),
)]
struct Comments {
    post_id: u64,
    person_id: u64,
    text: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Club,
    parent(People, from = "badges.list", more = "badges.more", only = is_early),
    path = "people/{parent.id}/badges",
    paginate = cursor(token = last("id"), param = "after"),
)]
struct Badges {
    id: u64,
}

fn is_early(cx: &Cx<'_, Badges>) -> Result<bool> {
    Ok(cx.parent()?.id < 3)
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Club,
    url_base = "https://search.test/search/v2",
    path = "find",
    method = "POST",
    body = json(query = "team:{config.team}", deep(since = "{config.since}", ids = [1, 2], exact = true), weight = 1.5),
    paginate = cursor(token = last("id"), body = "page.after", size("page.first" = 2)),
    auth = basic("u", "{config.token}"),
    decoder = "json",
    emit = "typed",
)]
struct Search {
    id: u64,
    score: Option<f64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Club,
    path = hooked_path,
    method = "POST",
    parse_response = hooked_records,
    next_page_token = hooked_token,
    request_params = hooked_params,
    request_headers = hooked_headers,
    body = graphql(query = "{ items { id } }", operation_name = "Items", variables(first = 2, team = "{config.team}")),
    request_body = hooked_body,
    cache(safe),
)]
struct Hooked {
    id: u64,
}

fn hooked_path(cx: &Cx<'_, Hooked>) -> Result<String> {
    Ok(format!("hooked/{}", cx.config().token.expose()))
}

fn hooked_records(cx: &Cx<'_, Hooked>) -> Result<Records> {
    let page: Value = cx.response()?.json()?;
    Ok(page["items"].as_object().into_iter().flat_map(|items| items.values()).collect())
}

fn hooked_token(cx: &Cx<'_, Hooked>) -> Result<Option<Value>> {
    let page = cx.next_page_token().and_then(Value::as_u64).unwrap_or(0);
    Ok((page < 2).then(|| json!(page + 1)))
}

fn hooked_params(cx: &Cx<'_, Hooked>) -> Result<Params> {
    Ok(Params::new().with("p", cx.next_page_token()).without("lang"))
}

fn hooked_headers(_: &Cx<'_, Hooked>) -> Result<Headers> {
    Ok(Headers::new().with("X-Hook", 1))
}

fn hooked_body(cx: &Cx<'_, Hooked>) -> Result<Body> {
    Ok(Body::variables(json!({"page": cx.next_page_token()})))
}

/// Without a source, so without its defaults.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    config = Config,
    name = "events",
    url_base = "https://events.test",
    path = "events",
    paginate = link(rel = "more"),
    auth = signed,
    concurrency = 2,
    retry(tries = 2, max_time = "PT1M", factor = 1.5),
    should_retry = event_is_busy,
    backoff_time = event_wait,
    undeclared = "keep",
)]
struct Event {
    id: String,
}

fn event_is_busy(cx: &Cx<'_, Event>) -> Result<bool> {
    Ok(cx.attempt()?.status().is_some_and(|status| status == 418))
}

fn event_wait(_: &Cx<'_, Event>) -> Result<Option<Duration>> {
    Ok(Some(Duration::from_millis(1)))
}

async fn signed(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
    Ok(Credentials::new().header("X-Signed", format!("{} {}", cx.request().method(), cx.config().token.expose())))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Club, body = form(team = "{config.team}", ids = [1, "b"]), paginate = offset(param = "skip", size(take = 2)))]
struct Files {
    id: u64,
    fetched: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Club,
    path,
    url_base,
    on = none,
    rate_limit = none,
    circuit = none,
    body = text("all of {config.team}"),
    paginate = next_url(at = "paging.next"),
    add(fetched = none),
)]
struct Likes {
    id: u64,
    fetched: Option<String>,
}

#[derive(Serialize)]
struct Region {
    code: String,
    since: Option<Date>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Club,
    slices(regions, slice = Region),
    slices(months, slice = u8, as = "month"),
    path = "sales/{slice.code}/{month}",
    body = none,
    on(status = [404, 410], json("code") = ["none", 7], ignore, "no sales of month {month} in {slice.code}"),
    on(empty, fail),
    rate_limit("1000/1s", path = "sales/**", method = "GET", weight = 2),
    circuit = 5,
    before_slice(open, once = "open {slice.code}"),
    params(since = "{slice.since}"),
    paginate = none,
    add(month = month, region = slice.code),
)]
struct Sales {
    id: u64,
    month: u8,
    region: String,
}

async fn regions(cx: &SliceCx<'_, Sales>) -> Result<Vec<Region>> {
    let codes: Vec<String> = cx.send(cx.get("regions")?).await?.json()?;
    Ok(codes.into_iter().map(|code| Region { code, since: cx.config().since }).collect())
}

async fn open(cx: &BeforeSliceCx<'_, Sales>) -> Result<()> {
    let request = cx.post_json(&format!("regions/{}/open", cx.slice()?.code), &json!({ "team": cx.config().team }))?;
    cx.send(request).await.map(drop)
}

async fn months(_: &SliceCx<'_, Sales>) -> Result<[u8; 2]> {
    Ok([1, 2])
}

/// Two parents: groups of people, and each like.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Club,
    parent(People, key = "team.id", as = "person", batch = 2, only = are_early),
    parent(Likes, as = "like"),
    path = "meetings/{parent.id:,}",
    params(ids = "{person.id}", like = "{like.id}"),
    paginate = none,
    add(like = like.id),
)]
struct Meetings {
    id: u64,
    like: u64,
}

fn are_early(cx: &Cx<'_, Meetings>) -> Result<bool> {
    Ok(cx.parent()?.iter().all(|person| person.id < 3))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Club,
    paginate = none,
    cursor_field = "at",
    incremental(
        start = "{config.since}",
        param_start = "from",
        param_end = "to",
        format = "%s",
        step = "P30D",
        lookback = "PT1H",
        granularity = "PT1S",
        retention = "P30D",
        order = desc,
        drop_outside,
    ),
    state_migration = at_of_old,
    params(seen = "{state.at}"),
)]
struct Orders {
    id: u64,
    at: u64,
}

fn at_of_old(cx: &SourceCx<'_, Config>, state: StreamState) -> Result<StreamState> {
    Ok(if state.contains_key(cx.stream()) { StreamState::new() } else { state })
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Club, parent(Orders, incremental), path = "orders/{parent.id}/lines", paginate = none, cursor_field = "at")]
struct Lines {
    id: u64,
    at: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Club, path = "orders", paginate = none, get_updated_state = seen_of, define = tallied)]
struct Tallied {
    id: u64,
}

fn tallied(stream: StreamOf<Tallied>) -> StreamOf<Tallied> {
    stream
}

fn seen_of(cx: &Cx<'_, Tallied>) -> Result<StreamState> {
    let seen = cx.state().and_then(|state| state.get("seen")?.as_u64()).unwrap_or_default();
    Ok(StreamState::from_iter([("seen".to_owned(), Value::from(seen.max(cx.record()?.id)))]))
}
