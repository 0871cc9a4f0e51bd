//! The code of the derives' documentation.

mod http_stream {
    // region http_stream
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        api_token: Secret,
        start_date: Date,
    }

    #[derive(Source)]
    #[source(
        config = Config,
        url_base = "https://api.example.com/v1",
        auth = bearer("{config.api_token}"),
        records = "data",
        paginate = "cursor",
        primary_key = "id",
        streams(Employee, Absence),
    )]
    struct Employees;

    // GET …/employees?updated_since=2024-01-31&cursor=b → {"data": [{"id": 7, "updatedAt": "…"}], "next_cursor": "c"}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[serde(rename_all = "camelCase")]
    #[stream(
        source = Employees,
        name = "employees",
        cursor_field = "updatedAt",
        incremental(start = "{config.start_date}", param_start = "updated_since"),
    )]
    struct Employee {
        id: u64,
        name: Option<String>,
        updated_at: Timestamp,
    }

    // GET …/employees/7/absences?kind=sick
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Employees,
        parent = Employee,
        path = "employees/{parent.id}/absences",
        params(kind = "sick"),
        add(employee_id = parent.id),
    )]
    struct Absence {
        id: u64,
        employee_id: u64,
        first_day: Date,
    }
    // endregion
}

mod source {
    // region source
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        /// API token from Settings → API.
        api_token: Secret,
    }

    #[derive(Source)]
    #[source(
        name = "source-planets",
        config = Config,
        url_base = "https://api.example.com/v1",
        auth = bearer("{config.api_token}"),
        params(limit = 100),
        retry(tries = 8),
        rate_limit("600/1m"),
        streams(Planet),
    )]
    struct Planets;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Planets, path = "planets", primary_key = "id")]
    struct Planet {
        id: u64,
        name: String,
    }

    fn main() -> ExitCode {
        cdk_core::run::<Planets>()
    }
    // endregion
}
