//! The code of the page about records.

mod complete {
    // region complete
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {}

    #[derive(Source)]
    #[source(
        config = Config,
        url_base = "https://api.example.com/v1",
        records = "data",
        primary_key = "id",
        add(updated = first(record.updated, record.created)),
        streams(Order),
    )]
    struct Shop;

    // {"data": [{"id": 1, "state": "open", "created": 17, "customer": {"id": "c7", "vip": true}},
    //           {"id": 2, "state": "closed", "created": 18, "customer": {"id": "c8"}}]}
    // One record is written:
    // {"id": 1, "state": "open", "created": 17, "customer": {"id": "c7"}, "customer_id": "c7", "updated": 17}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, path = "orders", filter = is_open, add(customer_id = record.customer.id))]
    struct Order {
        id: u64,
        state: String,
        created: i64,
        updated: Option<i64>,
        customer: Customer,
        customer_id: String,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Customer {
        id: String,
    }

    fn is_open(cx: &Cx<'_, Order>) -> Result<bool> {
        Ok(cx.record()?.state == "open")
    }
    // endregion

    #[test]
    fn the_record_is_that_of_the_comment() {
        use cdk_core::testing::{Api, Reply, read};
        let orders = json!([
            { "id": 1, "state": "open", "created": 17, "customer": { "id": "c7", "vip": true } },
            { "id": 2, "state": "closed", "created": 18, "customer": { "id": "c8" } },
        ]);
        let api = Api::new().on("GET /v1/orders", move |_| Reply::json(json!({ "data": orders }))).start();

        let output = read::<Shop>(&api, json!({}), ["order"]).succeeded();

        let order = json!({
            "id": 1, "state": "open", "created": 17, "customer": { "id": "c7" }, "customer_id": "c7", "updated": 17
        });
        assert_eq!(output.records("order"), [order]);
    }
}

mod of_a_source {
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {}

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee, Total))]
    // region records_source
    #[source(records = "data")]
    // endregion
    // region primary_key_source
    #[source(primary_key = "id")]
    // endregion
    // region add_source
    #[source(add(updated = first(record.updated, record.created)))]
    // endregion
    // region undeclared
    #[source(undeclared = "keep")]
    // endregion
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
        created: Option<i64>,
        updated: Option<i64>,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    // region primary_key_none
    #[stream(primary_key = none)]
    // endregion
    // region add_none
    #[stream(add(updated = none))]
    // endregion
    struct Total {
        count: u64,
        updated: Option<i64>,
    }
}

mod of_a_stream {
    use std::collections::BTreeMap;

    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {}

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee, Export, Desk, Badge))]
    #[source(streams = further)]
    struct Employees;

    async fn further(_: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
        Ok(Vec::new())
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    // region records
    // {"data": {"items": [{"id": 1}, {"id": 2}]}}
    #[stream(records = "data.items")]
    // endregion
    struct Employee {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    // region decoder
    #[stream(path = "export.jsonl.gz", decoder = "jsonl")]
    // endregion
    struct Export {
        id: u64,
    }

    // region parse_response
    // {"e7": {"name": "Ada"}, "e8": {"name": "Bob"}}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, parse_response = by_key)]
    struct Person {
        key: String,
        name: Option<String>,
    }

    fn by_key(cx: &Cx<'_, Person>) -> Result<Records> {
        let page: BTreeMap<String, Value> = cx.response()?.json()?;
        Ok(page.into_iter().map(|(key, person)| json!({ "key": key, "name": person["name"] })).collect())
    }
    // endregion

    // region primary_key
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, primary_key = ["team.id", "number"])]
    struct Desk {
        team: Team,
        number: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Team {
        id: String,
    }
    // endregion

    // region add
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Employees,
        parent = Employee,
        path = "employees/{parent.id}/badges",
        add(employee_id = parent.id, owner_id = record.owner.id, kind = "badge", read_at = now, fields = count),
    )]
    struct Badge {
        employee_id: u64,
        owner_id: Option<u64>,
        kind: String,
        read_at: Timestamp,
        fields: usize,
        owner: Option<Value>,
    }

    fn count(cx: &Cx<'_, Badge>) -> Result<usize> {
        Ok(cx.raw_record()?.as_object().map_or(0, |fields| fields.len()))
    }
    // endregion

    // region on_mismatch
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, primary_key = "id", on_mismatch = "fail")]
    struct Salary {
        id: u64,
        amount: Option<f64>, // "a lot": record 1 (id = 7): /amount: expected a number or null, got the text "a lot"
    }
    // endregion

    // region emit
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, emit = "typed")]
    struct Bonus {
        id: u64,
        amount: Option<f64>, // 1.10 is written as 1.1, an absent value as null
    }
    // endregion

    // region map
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, map = without_domain)]
    struct Account {
        id: u64,
        email: Option<String>,
    }

    fn without_domain(_: &Cx<'_, Account>, mut account: Account) -> Result<Option<Account>> {
        account.email = account.email.and_then(|email| Some(email.split_once('@')?.0.to_owned()));
        Ok(Some(account))
    }
    // endregion

    // region filter
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, filter = is_active)]
    struct Contract {
        id: u64,
        active: bool,
    }

    fn is_active(cx: &Cx<'_, Contract>) -> Result<bool> {
        Ok(cx.record()?.active)
    }
    // endregion
}

#[test]
fn the_schema_follows_the_struct() {
    // region record_types
    use cdk_core::prelude::*;

    #[derive(Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    struct Employee {
        id: u64,
        hired_at: Option<Timestamp>,
        r#type: Kind,
        manager: Option<Manager>,
        labels: serde_json::Map<String, Value>,
        extra: Option<Value>,
        rule: Option<JsonText>,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Manager {
        id: u64,
        name: Option<String>,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Staff,
        Guest,
    }

    // endregion

    // region schema
    let schema = cdk_core::schema::announced::<Employee>();
    let properties = &schema["properties"];
    assert_eq!(properties["id"], json!({ "type": "integer" }));
    assert_eq!(
        properties["hiredAt"],
        json!({ "type": ["string", "null"], "format": "date-time", "airbyte_type": "timestamp_with_timezone" })
    );
    assert_eq!(properties["type"], json!({ "type": "string", "enum": ["staff", "guest"] }));
    assert_eq!(properties["manager"]["properties"]["name"], json!({ "type": ["string", "null"] }));
    assert_eq!(properties["labels"], json!({ "type": "object", "additionalProperties": true }));
    assert_eq!(properties["extra"], json!({}));
    assert_eq!(properties["rule"], json!({ "type": ["string", "null"] }));
    // endregion
}
