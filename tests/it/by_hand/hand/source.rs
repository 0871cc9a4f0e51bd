//! The source by the builder; it lists its streams.

use cdk_core::prelude::*;
use cdk_core::stream::{
    Auth, BodyTemplate, Login, On, OnMismatch, Paginate, RateLimit, Retry, Undeclared, added, entry, first,
    record_path, template,
};
use cdk_core::template::arg;
use cdk_core::{FailureType, Source, SourceDef};

use super::streams::{
    Badges, Comments, Event, Files, Hooked, Likes, Lines, Meetings, Orders, People, Posts, Sales, Search, Tallied,
};

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Config {
    pub(crate) workers: Option<u8>,
    pub(crate) host: String,
    pub(crate) token: Secret,
    pub(crate) team: String,
    pub(crate) since: Option<Date>,
    #[expect(dead_code, reason = "named by `ignores` alone")]
    batch_size: Option<u32>,
}

pub(crate) struct Club;

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
            .body(BodyTemplate::json([entry(
                "team",
                template("{config.team}", |cx: &SourceCx<'_, Config>| Ok(vec![arg(&cx.config().team)])),
            )]))
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
    Ok(attempt.is_retried_by_default() || attempt.status().is_some_and(|status| status == 409))
}

fn busy_wait(cx: &SourceCx<'_, Config>) -> Result<Option<Duration>> {
    Ok((cx.attempt()?.number() == 1).then_some(Duration::from_millis(2)))
}

fn source_headers(cx: &SourceCx<'_, Config>) -> Result<Headers> {
    Ok(Headers::new().with("X-Stream", cx.stream()))
}
