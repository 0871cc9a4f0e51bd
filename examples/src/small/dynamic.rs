//! Dynamic streams: an API that lists its own tables with their columns; one stream per table.
//!
//! `discover` requests the tables; `read` only if the catalog selects one. Records of a table are validated by a schema
//! made from its columns, like those of a struct.

use cdk_core::Context;
use cdk_core::prelude::*;
use cdk_core::stream::template;
use cdk_core::template::arg;

#[derive(Deserialize, JsonSchema)]
struct Config {
    api_key: Secret,
}

#[derive(Source)]
#[source(
    name = "tables",
    config = Config,
    url_base = "https://tables.example.com/v1",
    auth = bearer("{config.api_key}"),
    records = "records",
    paginate = "cursor",
    streams = tables,
)]
struct Tables;

#[derive(Deserialize)]
struct Table {
    id: String,
    name: String,
    columns: Vec<Column>,
}

#[derive(Deserialize)]
struct Column {
    name: String,
    kind: String,
}

/// Requests use `auth` and retries, as all requests do.
async fn tables(cx: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
    let tables: Vec<Table> = cx.send(cx.get("meta/tables")?).await?.json()?;
    Ok(tables.into_iter().map(|table| stream(table).into()).collect())
}

fn stream(Table { id, name, columns }: Table) -> StreamDef<DynRecord, Config> {
    // The placeholder's value is encoded as one segment of the path.
    let path = template("tables/{table.id}", move |_: &Context<'_, DynRecord, Config>| Ok(vec![arg(&id)]));
    StreamDef::new(name).source::<Tables>().path(path).schema(schema(&columns)).primary_key(["id"])
}

fn schema(columns: &[Column]) -> Value {
    let kind = |column: &Column| match column.kind.as_str() {
        "number" | "boolean" => json!({ "type": [column.kind, "null"] }),
        "date" => json!({ "type": ["string", "null"], "format": "date" }),
        _ => json!({ "type": ["string", "null"] }),
    };
    let mut properties: Value = columns.iter().map(|column| (column.name.clone(), kind(column))).collect();
    properties["id"] = json!({ "type": "string" });
    json!({ "type": "object", "required": ["id"], "properties": properties })
}

fn main() -> ExitCode {
    cdk_core::run::<Tables>()
}

#[cfg(test)]
mod tests {
    use cdk_core::testing::{self, Api, Reply};

    use super::*;

    #[test]
    fn every_table_is_a_stream() {
        let columns = json!([{ "name": "Due", "kind": "date" }, { "name": "Paid", "kind": "boolean" }]);
        let table = |id: &str, name: &str| json!({ "id": id, "name": name, "columns": columns });
        let tables = json!([table("t/1", "Invoices"), table("t/2", "Old invoices")]);
        let api = Api::new()
            .on("GET /v1/meta/tables", move |_| Reply::json(tables.clone()))
            .on("GET /v1/tables/{id}", |request| {
                assert_eq!(request.capture("id"), "t/1");
                Reply::json(json!({ "records": [{ "id": "r1", "Due": "2024-01-31", "Paid": "soon" }] }))
            })
            .start();

        let output = testing::read::<Tables>(&api, json!({ "api_key": "k" }), ["Invoices"]).succeeded();

        // `soon` is not a date, so it becomes null and is listed in the record's meta.
        assert_eq!(output.records("Invoices"), [json!({ "id": "r1", "Due": "2024-01-31", "Paid": null })]);
        assert_eq!(api.requests()[0].header("authorization"), Some("Bearer k"));
    }
}
