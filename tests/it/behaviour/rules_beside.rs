//! `on(…)` for requests that no page is read from: those of `slices`, in each place where its function can ask.

use cdk_core::http::Response;
use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Reply, RunningApi};

#[derive(Deserialize, JsonSchema)]
struct Config {
    workspace: String,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    retry(initial = "1ms", jitter = 0),
    on(status = 403, fail(transient), "the source's rule"),
    streams(Visit, Lazy, Below, Team, None),
)]
struct Sites;

macro_rules! streams {
    ($($name:ident($($words:tt)*))*) => { $(
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(
            source = Sites,
            on(json("ok") = false, json("error") = "busy", retry),
            on(json("ok") = false, fail(config), "enter another workspace than {config.workspace}"),
            on(status = 404, ignore, "site {slice} is gone"),
            on(status = 410, fail(config), "site {slice} of {config.workspace} is gone: {response.why}"),
            $($words)*
        )]
        struct $name {
            id: u64,
        }
    )* };
}
streams! {
    Visit(slices(sites, slice = u64), path = "visits/{slice}")
    Lazy(slices(one_by_one, slice = u64), path = "visits/{slice}")
    Below(slices(of_below, slice = u64), parent = Team, path = "teams/{parent.id}/visits/{slice}", headers("X-Workspace" = "{config.workspace}"))
    None(slices(of_none, slice = u64), path = "visits/{slice}", on = none)
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Sites, path = "teams", primary_key = "id")]
struct Team {
    id: u64,
}

fn ids(answer: &Response) -> Result<Vec<u64>> {
    let answer: Value = answer.json()?;
    Ok(answer["ids"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect())
}

async fn sites(cx: &SliceCx<'_, Visit>) -> Result<Vec<u64>> {
    let answer = cx.send(cx.get("sites")?).await?;
    // What a rule ignores is returned as it is.
    if answer.status() == 404 { Ok(vec![7]) } else { ids(&answer) }
}

async fn of_below(cx: &SliceCx<'_, Below>) -> Result<Vec<u64>> {
    ids(&cx.send(cx.get("sites")?).await?)
}

async fn of_none(cx: &SliceCx<'_, None>) -> Result<Vec<u64>> {
    ids(&cx.send(cx.get("sites")?).await?)
}

async fn one_by_one(cx: &SliceCx<'_, Lazy>) -> Result<SliceStream<u64>> {
    let cx = cx.owned();
    Ok(SliceStream::unfold(false, async move |is_over: &mut bool| {
        if std::mem::replace(is_over, true) {
            return Ok(Option::None);
        }
        Ok(ids(&cx.send(cx.get("sites")?).await?)?.first().copied())
    }))
}

fn api(replies: impl IntoIterator<Item = Reply>) -> RunningApi {
    Api::new()
        .on_each("GET /sites", replies)
        .on("GET /visits/{id}", |_| Reply::json(json!([{ "id": 1 }])))
        .on("GET /teams", |_| Reply::json(json!([{ "id": 1 }])))
        .on("GET /teams/{id}/visits/{visit}", |_| Reply::json(json!([{ "id": 1 }])))
        .start()
}

fn config() -> Value {
    json!({ "workspace": "acme" })
}

#[test]
fn a_streams_rule_holds_for_requests_of_its_slices() {
    for stream in ["visit", "lazy", "below"] {
        let busy = Reply::json(json!({ "ok": false, "error": "busy" }));
        let api = api([busy.clone(), busy, Reply::json(json!({ "ids": [3] }))]);
        let output = testing::read::<Sites>(&api, config(), [stream]).succeeded();
        assert_eq!((output.records(stream).len(), api.count("GET /sites")), (1, 3), "{stream}");
    }
    for stream in ["visit", "lazy", "below", "none"] {
        for (reply, message, failure_type) in [
            (
                Reply::json(json!({ "ok": false, "error": "no" })),
                "enter another workspace than acme (HTTP 200: no)",
                "config_error",
            ),
            // No slice is known yet.
            (
                Reply::json(json!({ "why": "sold" })).with_status(410),
                "site ? of ? is gone: sold (HTTP 410)",
                "config_error",
            ),
        ] {
            let output = testing::read::<Sites>(&api([reply]), config(), [stream]);
            let want = format!("stream `{stream}`: hook `slices`: {message}");
            assert_eq!(output.errors(), [(want, failure_type.to_owned())]);
        }
    }
}

#[test]
fn the_sources_rule_holds_unless_the_stream_takes_it_away() {
    let forbidden = || [Reply::status(403)];
    for (stream, want) in
        [("visit", "the source's rule (HTTP 403)"), ("none", "do not have a required permission (HTTP 403)")]
    {
        let error = testing::read::<Sites>(&api(forbidden()), config(), [stream]).failed();
        assert!(error.starts_with(&format!("stream `{stream}`: hook `slices`: ")) && error.ends_with(want), "{error}");
    }
}

#[test]
fn what_a_rule_ignores_is_returned_to_the_function() {
    let api = api([Reply::status(404)]);

    let output = testing::read::<Sites>(&api, config(), ["visit"]).succeeded();

    assert_eq!((output.records("visit").len(), api.count("GET /visits/7")), (1, 1));
}
