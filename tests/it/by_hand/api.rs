//! The API that both sources read.

use std::sync::atomic::{AtomicBool, Ordering};

use cdk_core::testing::{Api, Received, Reply, RunningApi};
use serde_json::{Value, json};

pub(super) fn api() -> RunningApi {
    Api::new()
        .on("GET /v1/people", people)
        .on("GET /v1/people/{id}/posts", posts)
        .on("GET /v1/people/{id}/posts/{post}/comments", |request| {
            Reply::json(json!({"text": format!("on {}", request.capture("post"))}))
        })
        .on("GET /v1/people/{id}/badges", |request| {
            let id: u64 = request.capture("id").parse().unwrap();
            let rest = request.param("after") == Some("12") && id == 1;
            Reply::json(json!({"data": if rest { json!([{"id": 13}]) } else { json!([]) }}))
        })
        .on("POST /search/v2/find", search)
        .on("POST /v1/hooked/t-12345", hooked)
        .on("GET /events", events)
        .on("GET /v1/files", files)
        .on("GET /v1/likes", likes)
        .on("GET /v1/regions", |_| Reply::json(json!(["eu", "us"])))
        .on("POST /v1/regions/{region}/open", |_| Reply::json(json!({"ok": true})))
        .on("GET /v1/sales/{region}/{month}", |request| match (request.capture("region"), request.capture("month")) {
            ("us", "2") => Reply::json(json!({"code": "none"})).with_status(404),
            _ => Reply::json(json!({"data": [{"id": 1}]})),
        })
        .on("GET /v1/meetings/{ids}", |request| {
            Reply::json(json!({"data": [{"id": request.param("like").map_or(0, str::len)}]}))
        })
        .on("GET /v1/orders", |_| {
            Reply::json(json!({"data": [{"id": 1, "at": 1_707_000_000}, {"id": 2, "at": 1_710_000_000}]}))
        })
        .on("GET /v1/orders/{id}/lines", |_| Reply::json(json!({"data": [{"id": 1, "at": 5}]})))
        .on("GET /v1/tables", |_| Reply::json(json!(["rooms"])))
        .on("GET /v1/rooms", |_| Reply::json(json!({"data": [{"id": 1, "extra": 2}]})))
        .start()
}

/// Refuses each first request, with a body that says nothing: retries wait, so what is sent beside them has no order.
pub(super) fn refusing() -> RunningApi {
    Api::new()
        .on("GET /events", once(418, events))
        .on("GET /v1/files", once(409, files))
        .on("GET /v1/tables", |_| Reply::json(json!([])))
        .start()
}

fn once(status: u16, then: fn(&Received) -> Reply) -> impl Fn(&Received) -> Reply + Send + Sync + 'static {
    let is_first = AtomicBool::new(true);
    move |request| if is_first.swap(false, Ordering::SeqCst) { Reply::status(status) } else { then(request) }
}

fn people(request: &Received) -> Reply {
    let person = |id: u64| {
        let badges = json!({"list": [{"id": 10 * id + 1}, {"id": 10 * id + 2}], "more": id == 1});
        let nick = if id == 2 { json!(7) } else { json!("n") };
        json!({"id": id, "team": {"id": "red"}, "nick": nick, "badges": badges})
    };
    match request.param("after") {
        None => Reply::json(json!({
            "data": {"items": [person(1), person(2)]}, "meta": {"next": "c2", "more": true}
        })),
        Some(_) => Reply::json(json!({"data": {"items": [person(3)]}, "meta": {"next": "c3", "more": false}})),
    }
}

fn posts(request: &Received) -> Reply {
    let posts = match request.param("page") {
        Some("1") => json!([{"id": 10, "meta": {"seen": 5}, "extra": 1}, {"id": 11, "meta": {"seen": 0}}]),
        _ => json!([]),
    };
    Reply::json(json!({ "data": posts }))
}

fn search(request: &Received) -> Reply {
    let after = request.json()["page"]["after"].as_u64().unwrap_or(0);
    let hits: Vec<Value> = (after + 1..=(after + 2).min(3)).map(|id| json!({"id": id})).collect();
    Reply::json(json!({ "data": hits }))
}

fn hooked(request: &Received) -> Reply {
    let page = request.param("p").and_then(|page| page.parse::<u64>().ok()).unwrap_or(0);
    Reply::json(json!({"items": {"a": {"id": page}}, "pages": 2}))
}

fn events(request: &Received) -> Reply {
    let reply = Reply::json(json!([{"id": "e", "at": request.param("n")}]));
    if request.param("n").is_some() { reply } else { reply.header("Link", "</events?n=2>; rel=\"more\"") }
}

fn files(request: &Received) -> Reply {
    let skip: u64 = request.param("skip").and_then(|skip| skip.parse().ok()).unwrap_or(0);
    Reply::json(json!({"data": (skip..(skip + 2).min(3)).map(|id| json!({"id": id})).collect::<Value>()}))
}

fn likes(request: &Received) -> Reply {
    let next = request.param("n").is_none().then_some("/v1/likes?n=1");
    Reply::json(json!({"data": [{"id": 1}], "paging": {"next": next}}))
}
