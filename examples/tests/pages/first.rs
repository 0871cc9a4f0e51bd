//! The code of README.md and of the index of the attributes.

mod readme {
    // region readme
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        /// Subdomain of the account, the first part of its URL.
        subdomain: String,
        /// API token from Settings → API.
        api_token: Secret,
    }

    #[derive(Source)]
    #[source(
        config = Config, url_base = "https://{config.subdomain}.example.com/v1",
        auth = bearer("{config.api_token}"), streams(Employee, EmployeeDetails),
    )]
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, path = "employees", records = "data", paginate = "cursor", primary_key = "id", cache)]
    struct Employee {
        id: u64,
        name: String,
        hired_at: Option<Timestamp>,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Employees, parent = Employee, path = "employees/{parent.id}/details",
        primary_key = "employee_id", add(employee_id = parent.id),
    )]
    struct EmployeeDetails {
        employee_id: u64,
        title: Option<String>,
    }

    fn main() -> ExitCode {
        cdk_core::run::<Employees>()
    }
    // endregion
}

mod first_stream {
    // region first_stream
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        api_token: Secret,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    #[source(auth = bearer("{config.api_token}"), records = "data", paginate = "cursor")]
    struct Employees;

    // GET https://api.example.com/v1/employees
    // {"data": [{"id": 7, "name": "Ada"}, …], "next_cursor": "b"}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, name = "employees", primary_key = "id")]
    struct Employee {
        id: u64,
        name: Option<String>,
    }
    // endregion
}

mod further_stream {
    use cdk_core::prelude::*;
    type Object = serde_json::Map<String, Value>;
    #[derive(Deserialize, JsonSchema)]
    pub(crate) struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.stripe.com/v1", streams(WebhookEndpoints))]
    #[source(primary_key = "id", add(updated = first(record.updated, record.created, now)))]
    pub(crate) struct Stripe;

    // region further_stream
    /// An address to which Stripe sends events.
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Stripe)] // GET https://api.stripe.com/v1/webhook_endpoints
    pub(crate) struct WebhookEndpoints {
        id: String,
        created: Option<i64>,
        updated: Option<i64>,
        enabled_events: Option<Vec<String>>,
        metadata: Option<Object>,
        url: Option<String>,
    }
    // endregion
}
