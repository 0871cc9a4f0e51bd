//! Stripe's API, scripted: lists in pages, as its documentation describes them.
//!
//! Source: <https://docs.stripe.com/api/pagination>.

use cdk_core::testing::{Api, Received, Reply};
use serde_json::{Value, json};

/// A key that is found wherever it is printed.
pub(crate) const KEY: &str = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";

/// A config with nothing but what must be there.
pub(crate) fn config() -> Value {
    json!({ "account_id": "acct_1Example", "client_secret": KEY })
}

/// An API that has these lists: a path below `/v1/` and the objects that it gives.
pub(crate) fn serving<const N: usize>(lists: [(&str, Vec<Value>); N]) -> Api {
    lists.into_iter().fold(Api::new(), |api, (path, objects)| {
        api.on(&format!("GET /v1/{path}"), move |request| page(&objects, request))
    })
}

/// One page: `limit` objects after `starting_after`, which must be one of them.
fn page(objects: &[Value], request: &Received) -> Reply {
    let limit: usize = request.param("limit").map_or(10, |limit| limit.parse().expect("limit is a number"));
    let start = match request.param("starting_after") {
        None => 0,
        Some(id) => 1 + objects.iter().position(|object| object["id"] == id).expect("starting_after names an object"),
    };
    let end = objects.len().min(start + limit);
    Reply::json(json!({
        "object": "list",
        "data": objects[start..end],
        "has_more": end < objects.len(),
        "url": request.path,
    }))
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
