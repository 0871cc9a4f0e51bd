//! The code of the page about requests.

mod complete {
    // region complete
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        subdomain: String,
        start_date: Option<Date>,
        team: Option<String>,
    }

    #[derive(Source)]
    #[source(
        config = Config,
        url_base = "https://{config.subdomain}.example.com/v1",
        headers("X-Version" = "2"),
        params(limit = 100),
        streams(Employee, Search),
    )]
    struct Employees;

    // GET https://acme.example.com/v1/employees?limit=100&hired_after=2024-01-31
    // X-Version: 2
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, path = "employees", params(hired_after = "{config.start_date}"))]
    struct Employee {
        id: u64,
    }

    // POST https://acme.example.com/v1/search
    // X-Version: 2
    //
    // {"filter": {"team": "red", "roles": ["dev", "ops"]}, "size": 50}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Employees,
        method = "POST",
        params(limit = none),
        body = json(filter(team = "{config.team}", roles = ["dev", "ops"]), size = 50),
    )]
    struct Search {
        id: u64,
    }
    // endregion

    #[test]
    fn the_requests_are_those_of_the_comments() {
        use cdk_core::testing::{Api, Reply, read};
        let api = Api::new().on("* /v1/{path}", |_| Reply::json(json!([]))).start();

        let config = json!({ "subdomain": "acme", "start_date": "2024-01-31", "team": "red" });
        read::<Employees>(&api, config, ["employee", "search"]).succeeded();

        let requests = api.requests();
        assert_eq!((requests[0].method(), requests[0].path()), ("GET", "/v1/employees"));
        assert_eq!(requests[0].query().len(), 2);
        assert_eq!(requests[0].param("hired_after"), Some("2024-01-31"));
        assert_eq!((requests[1].method(), requests[1].path()), ("POST", "/v1/search"));
        assert!(requests[1].query().is_empty());
        assert_eq!(requests[1].header("x-version"), Some("2"));
        assert_eq!(requests[1].json(), json!({ "filter": { "team": "red", "roles": ["dev", "ops"] }, "size": 50 }));
    }
}

mod attributes {
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        subdomain: String,
        account: String,
        start_date: Option<Date>,
        team: Option<String>,
    }

    #[derive(Source)]
    #[source(config = Config, streams(Employee, EmployeeDetails, Ranking, Form, Text))]
    // region url_base
    #[source(url_base = "https://{config.subdomain}.example.com/v1")]
    // endregion
    // region body_source
    #[source(body = json(account = "{config.account}"))]
    // endregion
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    // region method
    #[stream(method = "POST")]
    // endregion
    // region params
    // ?limit=50&expand=team&expand=manager&created[gte]=1706659200 (the last one only with a start_date)
    #[stream(params(limit = 50, expand = ["team", "manager"], "created[gte]" = "{config.start_date:%s}", locale = none))]
    // endregion
    // region headers
    #[stream(headers("X-Version" = "2", "X-Team" = "{config.team}"))]
    // endregion
    // region json
    // {"filter": {"team": "red", "roles": ["dev", "ops"]}, "size": 100}
    #[stream(body = json(filter(team = "{config.team}", roles = ["dev", "ops"]), size = 100))]
    // endregion
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

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, method = "POST")]
    // region form
    // team=red&role=dev&role=ops&limit=100
    #[stream(body = form(team = "{config.team}", role = ["dev", "ops"], limit = 100))]
    // endregion
    struct Form {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, method = "POST")]
    // region text
    #[stream(headers("Content-Type" = "application/sql"))]
    #[stream(body = text("SELECT id FROM employees WHERE team = '{config.team}'"))]
    // endregion
    struct Text {
        id: u64,
    }
}

mod graphql {
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        team: Option<String>,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region graphql
    const EMPLOYEES: &str = "query ($team: String, $first: Int, $after: String) {
        employees(team: $team, first: $first, after: $after) { nodes { id } pageInfo { endCursor } }
    }";

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Employees,
        path = "graphql",
        body = graphql(query = EMPLOYEES, variables(team = "{config.team}", first = 100)),
        records = "data.employees.nodes",
        paginate = cursor(token = "data.employees.pageInfo.endCursor", body = "variables.after"),
    )]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod hooks {
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        subdomain: String,
        team: Option<String>,
    }

    // region request_headers
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee), request_headers = client)]
    struct Employees;

    fn client(cx: &SourceCx<'_, Config>) -> Result<Headers> {
        Ok(Headers::new().with("X-Client", format!("{}/{}", cx.config().subdomain, cx.stream())))
    }
    // endregion

    // region request_params
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, request_params = team_and_limit)]
    struct Employee {
        id: u64,
    }

    fn team_and_limit(cx: &Cx<'_, Employee>) -> Result<Params> {
        let params = Params::new().with("team", &cx.config().team).with_all("role", ["dev", "ops"]);
        let is_first_page = cx.next_page_token().is_none();
        Ok(if is_first_page { params.with("limit", 500) } else { params.without("limit") })
    }
    // endregion

    // region request_body
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, method = "POST", body = json(size = 100), request_body = team_filter)]
    struct Search {
        id: u64,
    }

    fn team_filter(cx: &Cx<'_, Search>) -> Result<Body> {
        Ok(Body::Json(match &cx.config().team {
            Some(team) => json!({ "filter": { "team": team } }), // {"size": 100, "filter": {"team": "red"}}
            None => json!({}),
        }))
    }
    // endregion
}
