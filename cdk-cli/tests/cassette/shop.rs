//! Shop: a source whose run is recorded, with retries, links, a substream and records that look like HTML.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Reply};

use crate::empty;

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Config {
    token: Secret,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com/v1",
    auth = bearer("{config.token}"),
    primary_key = "id",
    records = "data",
    streams(Customer, Order, Search),
)]
pub(crate) struct Shop;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "customers", paginate = "next_url")]
pub(crate) struct Customer {
    id: u64,
    note: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent = Customer, path = "customers/{parent.id}/orders", paginate = "link")]
pub(crate) struct Order {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "search", method = "POST", body = json(kind = "any", pages = [1, 2]))]
pub(crate) struct Search {
    id: u64,
}

pub(crate) const STREAMS: [&str; 3] = ["customer", "order", "search"];
pub(crate) const HOSTILE: &str = "</script><script>document.title = 'broken'</script><img src=x onerror=alert(1)>";

pub(crate) fn config() -> Value {
    json!({ "token": "t0ken-of-the-shop" })
}

/// Records a run of all streams. Returns the cassette and the output.
pub(crate) fn recorded(name: &str) -> (PathBuf, Output) {
    let tape = empty(name).join("tape");
    let url = Arc::new(OnceLock::<String>::new());
    let (of_customers, of_orders, asked) = (url.clone(), url.clone(), AtomicU64::new(0));
    let api = Api::new()
        .on("GET /v1/customers", move |request| {
            if asked.fetch_add(1, Ordering::SeqCst) == 0 {
                return Reply::status(503).header("Retry-After", "0");
            }
            let is_first = request.param("page").is_none();
            let next = is_first.then(|| format!("{}/v1/customers?page=2", of_customers.get().unwrap()));
            let id = if is_first { 1 } else { 2 };
            let note = if is_first { HOSTILE } else { "token: t0ken-of-the-shop" };
            Reply::json(json!({ "data": [{ "id": id, "note": note }], "next": next }))
        })
        .on("GET /v1/customers/{id}/orders", move |request| {
            let id: u64 = request.capture("id").parse().unwrap();
            let reply = |id| Reply::json(json!({ "data": [{ "id": id }] }));
            match request.param("from") {
                None => {
                    let next = format!("{}/v1/customers/{id}/orders?from=b", of_orders.get().unwrap());
                    reply(id * 10).header("Link", format!("<{next}>; rel=\"next\""))
                }
                Some(_) => reply(id * 10 + 1),
            }
        })
        .on("POST /v1/search", |_| Reply::json(json!({ "data": [{ "id": 7 }] })))
        .start();
    url.set(api.url()).unwrap();
    let output = Connector::<Shop>::new(&api, config()).keep_cassette(&tape).read(STREAMS).succeeded();
    (tape, output)
}

/// A cassette of this format with many exchanges of 100 records.
pub(crate) fn long_cassette(path: &Path, format: u32, exchanges: u64) {
    let mut text =
        json!({ "cassette": format, "connector": "long", "version": "1", "now": "2024-01-01T00:00:00Z" }).to_string();
    text.push('\n');
    let records: Vec<Value> = (0..100).map(|id| json!({ "id": id, "name": format!("name {id}") })).collect();
    let body = json!({ "data": records }).to_string();
    for number in 1..=exchanges {
        let url = format!("https://api.example.com/items?page={number}");
        let mut line = json!({
            "exchange": number, "stream": "items", "account": null,
            "request": { "method": "GET", "url": url, "headers": {} },
            "response": { "status": 200, "headers": { "content-type": "application/json" }, "body": body },
        });
        if format > 1 {
            line["sent"] = json!(Timestamp::from_millisecond(1_704_067_200_000 + number as i64 * 50).unwrap());
            line["ms"] = json!(40);
            line["attempt"] = json!(1);
        }
        text.push_str(&format!("{line}\n"));
        if format > 1 {
            let page = json!({ "stream": "items", "number": number, "url": url, "records": 100, "has_next": true });
            text.push_str(&format!("{}\n", json!({ "page": page })));
        }
    }
    text.push_str(&format!("{}\n", json!({ "end": exchanges })));
    std::fs::create_dir_all(path).unwrap();
    std::fs::write(path.join("exchanges.jsonl"), text).unwrap();
}
