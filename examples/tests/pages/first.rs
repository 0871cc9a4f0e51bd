//! The code of README.md and of the first page about attributes.

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

mod a_stream_in_ten_lines {

    // region a_stream_in_ten_lines
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        api_token: Secret,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", auth = bearer("{config.api_token}"), streams(Employee))]
    struct Employees;

    // GET https://api.example.com/v1/employees → {"data": [{"id": 7, "name": "Ada"}, …], "next_cursor": "b"}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, name = "employees", records = "data", paginate = "cursor", primary_key = "id")]
    struct Employee {
        id: u64,
        name: Option<String>,
    }
    // endregion
}

mod adding_a_stream_to_an_existing_connector {
    use cdk_core::prelude::*;
    type Object = serde_json::Map<String, Value>;
    #[derive(Deserialize, JsonSchema)]
    pub(crate) struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.stripe.com/v1", primary_key = "id", add(updated = first(record.updated, record.created, now)), streams(WebhookEndpoints))]
    pub(crate) struct Stripe;

    // region adding_a_stream_to_an_existing_connector
    /// An address that Stripe tells of events.
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Stripe)] // its name is `webhook_endpoints`, and so is its path
    pub(crate) struct WebhookEndpoints {
        id: String,
        created: Option<i64>,
        updated: Option<i64>,
        enabled_events: Option<Vec<String>>,
        metadata: Option<Object>,
        status: Option<String>,
        url: Option<String>,
    }
    // endregion
}

mod how_to_read_this_page {
    use cdk_core::prelude::*;
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region how_to_read_this_page
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        subdomain: String,
        api_token: Secret,
        start_date: Option<Date>,
        team: Option<String>,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;
    // endregion
}
