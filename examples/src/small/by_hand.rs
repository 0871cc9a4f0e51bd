//! By hand: the builder that the derives expand to, for streams that are not known at compile time.
//!
//! One stream has a struct without the derive. The other one has a schema instead of a struct, as for fields that are
//! found at run time. Both have the same checks as other streams.

use cdk_core::prelude::*;
use cdk_core::stream::{Auth, DynRecord, Paginate, added, entry, now, template};
use cdk_core::template::arg;
use cdk_core::{Context, SourceDef, StreamDef};

#[derive(Deserialize, JsonSchema)]
struct Config {
    api_key: Secret,
    /// The warehouse to read.
    warehouse: String,
}

struct Inventory;

impl Source for Inventory {
    type Config = Config;
    const NAME: &'static str = "inventory";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    fn definition() -> SourceDef<Self::Config> {
        let token = template("{config.api_key}", |cx: &SourceCx<'_, Config>| Ok(vec![arg(&cx.config().api_key)]));
        SourceDef::new()
            .url_base("https://inventory.example.com")
            .auth(Auth::bearer(token))
            .records("data")
            .stream_def(goods)
            .stream_def(counts)
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Good {
    sku: String,
    price: Option<f64>,
}

fn goods() -> StreamDef<Good, Config> {
    let path = template("warehouses/{config.warehouse}/goods", |cx: &Context<'_, Good, Config>| {
        Ok(vec![arg(&cx.config().warehouse)])
    });
    StreamDef::new("goods")
        .source::<Inventory>()
        .path(path)
        .params([entry("expand", "price")])
        .paginate(Paginate::cursor().param("after"))
        .primary_key(["sku"])
        .filter(|cx| Ok(cx.record()?.price.is_some()))
}

fn counts() -> StreamDef<DynRecord, Config> {
    let schema = json!({
        "type": "object",
        "required": ["sku"],
        "properties": {
            "sku": { "type": "string" },
            "count": { "type": ["integer", "null"] },
            "read_at": { "type": ["string", "null"], "format": "date-time" },
        },
    });
    StreamDef::new("counts").source::<Inventory>().schema(schema).primary_key(["sku"]).add([added("read_at", now())])
}

fn main() -> ExitCode {
    cdk_core::run::<Inventory>()
}

#[cfg(test)]
mod tests {
    use cdk_core::testing::{self, Api, Reply};

    use super::*;

    #[test]
    fn streams_built_by_hand_are_read_like_any_other() {
        let api = Api::new()
            .on("GET /warehouses/{name}/goods", |request| {
                assert_eq!((request.capture("name"), request.param("expand")), ("north east", Some("price")));
                match request.param("after") {
                    None => Reply::json(json!({ "data": [{ "sku": "a", "price": 1.5 }], "next_cursor": "a" })),
                    Some(_) => Reply::json(json!({ "data": [{ "sku": "b", "price": null }] })),
                }
            })
            .on("GET /counts", |_| Reply::json(json!({ "data": [{ "sku": "a", "count": "many" }] })))
            .start();
        let config = json!({ "api_key": "k", "warehouse": "north east" });

        let output = testing::read::<Inventory>(&api, config, ["goods", "counts"]).succeeded();

        assert_eq!(output.records("goods"), [json!({ "sku": "a", "price": 1.5 })]);
        let counts = output.records("counts");
        // The invalid value of `many` becomes null in a nullable field, and is listed in the record's meta.
        assert_eq!((&counts[0]["sku"], &counts[0]["count"]), (&json!("a"), &Value::Null));
        assert!(counts[0]["read_at"].is_string());
        assert!(output.lines().iter().any(|line| line.contains(r#""field":"count""#) && line.contains("NULLED")));
    }
}
