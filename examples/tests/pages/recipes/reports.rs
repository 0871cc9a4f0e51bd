//! Recipes: reports and files.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Connector, Reply};

#[derive(Deserialize, JsonSchema)]
struct Config {
    token: Secret,
}

mod polling {
    use super::*;

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", auth = bearer("{config.token}"), streams(Row))]
    struct Sales;

    // region polling
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Sales,
        slices(start_report, slice = Job),
        path = "reports/{slice.id}",
        records = "rows",
        on(status = 200, json("status") = ["queued", "running"], retry),
        on(json("status") = "failed", fail(transient), "the report failed: {response.reason}"),
        retry(tries = 100, initial = "10s", factor = 1, max_time = "1h"),
    )]
    struct Row {
        day: Date,
        amount: f64,
    }

    #[derive(Serialize, Deserialize)]
    struct Job {
        id: String,
    }

    async fn start_report(cx: &SliceCx<'_, Row>) -> Result<Vec<Job>> {
        let request = cx.post_json("reports", &json!({ "kind": "sales" }))?;
        Ok(vec![cx.send(request).await?.json()?]) // 201 Created {"id": "r7", "status": "queued"}
    }
    // endregion

    #[test]
    fn a_report_is_started_once_and_polled() {
        let running = Reply::json(json!({ "id": "r7", "status": "running" })).header("Retry-After", "0");
        let done = json!({ "status": "done", "rows": [{ "day": "2024-01-31", "amount": 9.5 }] });
        let api = Api::new()
            .on("POST /reports", |_| Reply::json(json!({ "id": "r7", "status": "queued" })).with_status(201))
            .on_each("GET /reports/r7", [running, Reply::json(done)])
            .start();

        let output = testing::read::<Sales>(&api, config(), ["row"]).succeeded();

        assert_eq!(output.records("row").len(), 1);
        assert_eq!((api.count("POST /reports"), api.count("GET /reports/r7")), (1, 2));
        assert!(output.logs().iter().any(|(_, text)| text.contains("1 poll,")), "{output}");
    }
}

mod download {
    use super::*;

    // region download
    #[derive(Source)]
    #[source(
        config = Config, url_base = "https://api.example.com", auth = bearer("{config.token}"),
        origins("files.example.com"), streams(Export, Row),
    )]
    struct Sales;

    // [{"id": 1, "url": "https://files.example.com/1.jsonl?signature=…"}, …]
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Sales, path = "exports", primary_key = "id")]
    struct Export {
        id: u64,
        url: String,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Sales, parent = Export, path = file, auth = none, decoder = "jsonl", add(export_id = parent.id))]
    struct Row {
        export_id: u64,
        sku: String,
    }

    fn file(cx: &Cx<'_, Row>) -> Result<String> {
        Ok(cx.parent()?.url.clone())
    }
    // endregion

    #[test]
    fn the_file_host_does_not_receive_the_token() {
        let api = Api::new()
            .on("GET /exports", |_| {
                Reply::json(json!([{ "id": 1, "url": "https://files.example.com/a.jsonl?signature=x%2Fy" }]))
            })
            .on("GET /a.jsonl", |_| Reply::text("{\"sku\":\"a\"}\n{\"sku\":\"b\"}\n"))
            .start();

        let output = Connector::<Sales>::new(&api, config()).read(["row"]).succeeded();

        assert_eq!(output.records("row").len(), 2);
        let file = &api.requests()[1];
        assert_eq!((file.param("signature"), file.header("authorization")), (Some("x/y"), None));
    }
}

mod json_lines {
    use super::*;

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", auth = bearer("{config.token}"), streams(Event))]
    struct Warehouse;

    // region json_lines
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Warehouse, path = "export.jsonl.gz", decoder = "jsonl")] // "json_stream" for one large array
    struct Event {
        id: u64,
        payload: Option<Value>,
    }
    // endregion

    #[test]
    fn a_compressed_file_of_lines_is_read() {
        let api = Api::new().on("GET /export.jsonl.gz", |_| Reply::text("{\"id\":1}\n{\"id\":2}\n").gzip()).start();

        let output = testing::read::<Warehouse>(&api, config(), ["event"]).succeeded();

        assert_eq!(output.records("event").len(), 2);
    }
}

fn config() -> Value {
    json!({ "token": "t0ken-t0ken" })
}
