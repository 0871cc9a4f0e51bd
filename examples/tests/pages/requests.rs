//! The code of the page about requests.

mod url_base {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        subdomain: String,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region url_base
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, url_base = "https://{config.subdomain}.example.com/files")] // …/files/employee
    struct Employee {
        id: u64,
    }
    // endregion
}

mod url_base_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        subdomain: String,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region url_base_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://{config.subdomain}.example.com/v1", streams(Employee))]
    struct Employees;
    // endregion
}

mod path {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        start_date: Option<Date>,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region path
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, parent = Employee, path = "employees/{parent.id}/details", records = ".")]
    struct EmployeeDetails {
        title: Option<String>,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, path = newest_or_all)]
    struct Ranking {
        id: u64,
    }

    fn newest_or_all(cx: &Cx<'_, Ranking>) -> Result<String> {
        let has_start = cx.config().start_date.is_some();
        Ok(if has_start { "rankings/newest".to_owned() } else { "rankings/all".to_owned() })
    }
    // endregion
}

mod method {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region method
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, path = "employees/search", method = "POST", body = json(active = true))]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod params {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        start_date: Option<Date>,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region params
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Employees,
    // ?limit=50&expand=team&expand=manager&created[gte]=1706659200 (the last one only with a start_date)
    params(limit = 50, expand = ["team", "manager"], "created[gte]" = "{config.start_date:%s}", locale = none),
)]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod params_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        team: Option<String>,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region params_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", params(limit = 100, team = "{config.team}"), streams(Employee))]
    struct Employees;
    // endregion
}

mod headers {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        team: Option<String>,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region headers
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, headers("X-Version" = "2", "X-Team" = "{config.team}"))]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod headers_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region headers_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", headers("X-Version" = "2"), streams(Employee))]
    struct Employees;
    // endregion
}

mod body {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        team: Option<String>,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region body
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Employees,
    method = "POST",
    // {"filter": {"team": "red", "roles": ["dev", "ops"]}, "size": 100}
    body = json(filter(team = "{config.team}", roles = ["dev", "ops"]), size = 100),
)]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod body_2 {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        team: Option<String>,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region body_2
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, method = "POST", body = form(team = "{config.team}", role = ["dev", "ops"], limit = 100))] // team=red&role=dev&role=ops&limit=100
    struct Employee {
        id: u64,
    }
    // endregion
}

mod body_3 {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        team: Option<String>,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region body_3
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Employees,
    method = "POST",
    headers("Content-Type" = "application/sql"),
    body = text("SELECT id FROM employees WHERE team = '{config.team}'"),
)]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod body_4 {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        team: Option<String>,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region body_4
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Employees,
    path = "graphql",
    body = graphql(
        query = "query ($team: String, $first: Int, $after: String) { employees(team: $team, first: $first, after: $after) { nodes { id } pageInfo { endCursor } } }",
        variables(team = "{config.team}", first = 100),
    ),
    records = "data.employees.nodes",
    paginate = cursor(token = "data.employees.pageInfo.endCursor", body = "variables.after"),
)]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod body_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        account: String,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, method = "POST")]
    struct Employee {
        id: u64,
    }

    // region body_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", body = json(account = "{config.account}"), streams(Employee))]
    struct Employees;
    // endregion
}

mod request_params {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        team: Option<String>,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region request_params
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, request_params = of_the_config)]
    struct Employee {
        id: u64,
    }

    fn of_the_config(cx: &Cx<'_, Employee>) -> Result<Params> {
        let params = Params::new().with("team", &cx.config().team).with_all("role", ["dev", "ops"]);
        // `limit` is asked for on the first page only.
        Ok(if cx.next_page_token().is_none() { params.with("limit", 500) } else { params.without("limit") })
    }
    // endregion
}

mod request_params_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region request_params_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", request_params = with_source, streams(Employee))]
    struct Employees;

    fn with_source(cx: &SourceCx<'_, Config>) -> Result<Params> {
        Ok(Params::new().with("source", format!("airbyte-{}", cx.stream())))
    }
    // endregion
}

mod request_headers {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region request_headers
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, request_headers = traced)]
    struct Employee {
        id: u64,
    }

    fn traced(cx: &Cx<'_, Employee>) -> Result<Headers> {
        Ok(Headers::new().with("X-Trace", format!("{}-{}", cx.stream(), cx.now().as_second())))
    }
    // endregion
}

mod request_headers_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        subdomain: String,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region request_headers_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", request_headers = for_support, streams(Employee))]
    struct Employees;

    fn for_support(cx: &SourceCx<'_, Config>) -> Result<Headers> {
        Ok(Headers::new().with("X-Client", format!("{}/{}", cx.config().subdomain, cx.stream())))
    }
    // endregion
}

mod request_body {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        team: Option<String>,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region request_body
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, method = "POST", body = json(size = 100), request_body = query)]
    struct Employee {
        id: u64,
    }

    fn query(cx: &Cx<'_, Employee>) -> Result<Body> {
        Ok(Body::Json(match &cx.config().team {
            Some(team) => json!({ "filter": { "team": team } }), // {"size": 100, "filter": {"team": "red"}}
            None => json!({}),
        }))
    }
    // endregion
}
