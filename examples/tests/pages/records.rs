//! The code of the page about records.

mod records {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region records
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, records = "data.items")] // {"data": {"items": [{"id": 1}, {"id": 2}]}}
    struct Employee {
        id: u64,
    }
    // endregion
}

mod records_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region records_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", records = "data", streams(Employee))]
    struct Employees;
    // endregion
}

mod decoder {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region decoder
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, path = "export.jsonl.gz", decoder = "jsonl")]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod parse_response {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region parse_response
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, parse_response = by_key)] // {"e7": {"name": "Ada"}, "e8": {"name": "Bob"}}
    struct Employee {
        key: String,
        name: Option<String>,
    }

    fn by_key(cx: &Cx<'_, Employee>) -> Result<Records> {
        let page: std::collections::BTreeMap<String, serde_json::Map<String, Value>> = cx.response()?.json()?;
        let with_key = |(key, mut employee): (String, serde_json::Map<String, Value>)| {
            employee.insert("key".to_owned(), Value::from(key));
            Value::from(employee)
        };
        Ok(page.into_iter().map(with_key).collect())
    }
    // endregion
}

mod primary_key {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region primary_key
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, primary_key = ["team.id", "number"])]
    struct Employee {
        team: Team,
        number: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Team {
        id: String,
    }
    // endregion
}

mod primary_key_2 {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region primary_key_2
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", primary_key = "id", streams(Employee, Total))]
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, primary_key = none)]
    struct Total {
        count: u64,
    }
    // endregion
}

mod primary_key_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region primary_key_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", primary_key = "id", streams(Employee))]
    struct Employees;
    // endregion
}

mod add {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

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
}

mod add_2 {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region add_2
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", add(updated = record.updated), streams(Employee, Badge, Log))]
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, add(updated = first(record.updated, record.created, now)))]
    struct Badge {
        id: u64,
        created: Option<i64>,
        updated: Option<i64>,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, add(updated = none))]
    struct Log {
        id: u64,
        updated: Option<i64>,
    }
    // endregion
}

mod add_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}

    // region add_source
    #[derive(Source)]
    #[source(
    config = Config,
    url_base = "https://api.example.com/v1",
    add(updated = first(record.updated, record.created)),
    streams(Employee),
)]
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
        created: Option<i64>,
        updated: Option<i64>,
    }
    // endregion
}

mod undeclared {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region undeclared
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, undeclared = "keep")]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod undeclared_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region undeclared_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", undeclared = "keep", streams(Employee))]
    struct Employees;
    // endregion
}

mod on_mismatch {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region on_mismatch
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, primary_key = "id", on_mismatch = "fail")]
    struct Employee {
        id: u64,
        salary: Option<f64>, // {"id": 7, "salary": "a lot"} fails: "record 1 (id = 7): /salary: expected a number or null, …"
    }
    // endregion
}

mod on_mismatch_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region on_mismatch_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", on_mismatch = "fail", streams(Employee))]
    struct Employees;
    // endregion
}

mod emit {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region emit
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, emit = "typed")]
    struct Employee {
        id: u64,
        salary: Option<f64>, // 1.10 leaves as 1.1, an absent one as null
    }
    // endregion
}

mod map {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region map
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, map = without_domain)]
    struct Employee {
        id: u64,
        email: Option<String>,
    }

    fn without_domain(_: &Cx<'_, Employee>, mut employee: Employee) -> Result<Option<Employee>> {
        employee.email = employee.email.and_then(|email| Some(email.split_once('@')?.0.to_owned()));
        Ok(Some(employee))
    }
    // endregion
}

mod filter {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region filter
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, filter = is_active)]
    struct Employee {
        id: u64,
        active: bool,
    }

    fn is_active(cx: &Cx<'_, Employee>) -> Result<bool> {
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
