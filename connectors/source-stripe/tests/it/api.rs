//! Stripe's API, scripted: lists in pages, as its documentation describes them.
//!
//! Source: <https://docs.stripe.com/api/pagination>.

use cdk_core::prelude::Timestamp;
use cdk_core::testing::{Api, Received, Reply, RunningApi};
use serde_json::{Map, Value, json};

/// A key that is found wherever it is printed.
pub(crate) const KEY: &str = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";

/// What Airbyte's own connector announces, by stream.
pub(crate) fn announced() -> Map<String, Value> {
    serde_json::from_str(include_str!("announced_streams.json")).expect("the list is a JSON object")
}

/// A config with nothing but what must be there.
pub(crate) fn config() -> Value {
    json!({ "account_id": "acct_1Example", "client_secret": KEY })
}

/// An API that has these lists: a path below `/v1/` and the objects that it gives.
pub(crate) fn serving<'a>(lists: impl IntoIterator<Item = (&'a str, Vec<Value>)>) -> Api {
    lists.into_iter().fold(Api::new(), |api, (path, objects)| {
        api.on(&format!("GET /v1/{path}"), move |request| page(&objects, request))
    })
}

/// An API that has every list. `objects` is given the last segment of its path, which says what it lists.
pub(crate) fn serving_every_list(objects: impl Fn(&str) -> Vec<Value> + Clone + Send + Sync + 'static) -> Api {
    ["{a}", "{a}/{b}", "{a}/{b}/{c}", "{a}/{b}/{c}/{d}"].into_iter().fold(Api::new(), |api, path| {
        let objects = objects.clone();
        api.on(&format!("GET /v1/{path}"), move |request| {
            page(&objects(request.path().rsplit('/').next().unwrap_or_default()), request)
        })
    })
}

/// What the API was asked for, in order: paths below `/v1/`, and all parameters by name. The time of reading is `now`.
pub(crate) fn asked(api: &RunningApi) -> Vec<String> {
    let written = |request: &Received| {
        let is_now =
            |value: &str| value.parse().is_ok_and(|time: i64| (Timestamp::now().as_second() - time).abs() < 3_600);
        let said = |value: &str| if is_now(value) { "now".to_owned() } else { value.to_owned() };
        let mut query: Vec<String> =
            request.query().iter().map(|(name, value)| format!("{name}={}", said(value))).collect();
        query.sort();
        format!("{}?{}", request.path().trim_start_matches("/v1/"), query.join("&"))
    };
    api.requests().iter().map(written).collect()
}

/// One page of a list: `limit` objects after `starting_after`, which must be one of them.
pub(crate) fn page(objects: &[Value], request: &Received) -> Reply {
    page_of(objects, request, request.param("limit").map_or(10, |limit| limit.parse().expect("limit is a number")))
}

/// A page of at most `limit` objects, whatever the request's own limit is.
pub(crate) fn page_of(objects: &[Value], request: &Received, limit: usize) -> Reply {
    let start = match request.param("starting_after") {
        None => 0,
        Some(id) => 1 + objects.iter().position(|object| object["id"] == id).expect("starting_after names an object"),
    };
    let end = objects.len().min(start + limit);
    Reply::json(json!({
        "object": "list",
        "data": objects[start..end],
        "has_more": end < objects.len(),
        "url": request.path(),
    }))
}

/// The objects of the times that are asked for, of events those of the types too.
pub(crate) fn asked_for(objects: &[Value], request: &Received) -> Vec<Value> {
    let bound = |name: &str| request.param(name).map(|time| time.parse::<i64>().expect("a time is a number"));
    let (gte, lte) = (bound("created[gte]"), bound("created[lte]"));
    let types: Vec<&str> =
        request.query().iter().filter(|(name, _)| name == "types[]").map(|(_, value)| value.as_str()).collect();
    let is_asked_for = |object: &&Value| {
        let created = object["created"].as_i64().expect("each has a time");
        gte.is_none_or(|gte| created >= gte)
            && lte.is_none_or(|lte| created <= lte)
            && (types.is_empty() || object["type"].as_str().is_some_and(|kind| types.contains(&kind)))
    };
    objects.iter().filter(is_asked_for).cloned().collect()
}

/// Objects with IDs from `{prefix}_0` on, created one a minute.
pub(crate) fn objects(kind: &str, prefix: &str, count: usize) -> Vec<Value> {
    let object = |number: usize| json!({ "id": format!("{prefix}_{number}"), "object": kind, "created": 1_700_000_000 + 60 * number, "livemode": false });
    (0..count).map(object).collect()
}

/// What Stripe answers to a request that it refuses.
pub(crate) fn refusal(status: u16, kind: &str, message: &str) -> Reply {
    Reply::json(json!({ "error": { "type": kind, "message": message } })).with_status(status)
}
