//! Streams without a parent, by hand.

use cdk_core::HttpStream;
use cdk_core::prelude::*;
use cdk_core::stream::{
    Auth, BodyTemplate, Cache, GraphQl, On, Paginate, RateLimit, Retry, Undeclared, added, entry, field, list,
    template, to_json, typed,
};
use cdk_core::template::arg;

use super::super::source::{Club, Config};

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Hooked {
    id: u64,
}

impl HttpStream for Hooked {
    type Config = Config;
    type Parent = ();
    type Slice = ();
    const NAME: &'static str = "hooked";

    fn definition() -> StreamDef<Self, Config, ()> {
        StreamDef::new(Self::NAME)
            .source::<Club>()
            .path_hook(hooked_path)
            .method("POST")
            .parse_response(hooked_records)
            .next_page_token(hooked_token)
            .request_params(hooked_params)
            .request_headers(hooked_headers)
            .body(BodyTemplate::graphql(GraphQl::new("{ items { id } }").operation_name("Items").variables([
                entry("first", 2),
                entry("team", template("{config.team}", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.config().team)]))),
            ])))
            .request_body(hooked_body)
            .cache(Cache::Safe)
    }
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

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Event {
    id: String,
}

impl HttpStream for Event {
    type Config = Config;
    type Parent = ();
    type Slice = ();
    const NAME: &'static str = "events";

    fn definition() -> StreamDef<Self, Config, ()> {
        StreamDef::new(Self::NAME)
            .url_base("https://events.test")
            .path("events")
            .paginate(Paginate::link().rel("more"))
            .auth(Auth::custom(signed))
            .concurrency(2)
            .retry(Retry::new().tries(2).max_time("PT1M").factor(1.5))
            .should_retry(event_is_busy)
            .backoff_time(event_wait)
            .undeclared(Undeclared::Keep)
    }
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

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Files {
    id: u64,
    fetched: Option<String>,
}

impl HttpStream for Files {
    type Config = Config;
    type Parent = ();
    type Slice = ();
    const NAME: &'static str = "files";

    fn definition() -> StreamDef<Self, Config, ()> {
        StreamDef::new(Self::NAME)
            .source::<Club>()
            .body(BodyTemplate::form([
                entry("team", template("{config.team}", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.config().team)]))),
                entry("ids", list([field(1), field("b")])),
            ]))
            .paginate(Paginate::offset().param("skip").size("take", 2))
    }
}

#[derive(Serialize)]
pub(crate) struct Region {
    code: String,
    since: Option<Date>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Sales {
    id: u64,
    month: u8,
    region: String,
}

impl HttpStream for Sales {
    type Config = Config;
    type Parent = ();
    type Slice = Region;
    const NAME: &'static str = "sales";

    fn definition() -> StreamDef<Self, Config, (), Region> {
        StreamDef::new(Self::NAME)
            .source::<Club>()
            .slices(regions)
            .slices_as::<u8>("month", months)
            .path(template("sales/{slice.code}/{month}", |cx: &Cx<'_, Self>| {
                Ok(vec![arg(&cx.slice()?.code), arg(cx.slice_as::<u8>("month")?)])
            }))
            .body(BodyTemplate::none())
            .on(On::new()
                .status([404, 410])
                .json("code", ["none".into(), 7.into()])
                .ignore()
                .message(template("no sales of month {month} in {slice.code}", |cx: &Cx<'_, Self>| {
                    Ok(vec![arg(cx.slice_as::<u8>("month")?), arg(&cx.slice()?.code)])
                })))
            .on(On::new().empty().fail())
            .rate_limit(RateLimit::new().rate("1000/1s").path("sales/**").method("GET").weight(2))
            .circuit(5)
            .before_slice_once(
                template("open {slice.code}", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.slice()?.code)])),
                open,
            )
            .params([entry("since", template("{slice.since}", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.slice()?.since)])))])
            .paginate(Paginate::none())
            .add([
                added("month", typed(|cx: &Cx<'_, Self>| to_json(cx.slice_as::<u8>("month")?))),
                added("region", typed(|cx: &Cx<'_, Self>| to_json(&cx.slice()?.code))),
            ])
    }
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
