//! The code of the page about templates.

mod first {
    // region templates
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        region: Region,
        start_date: Option<Date>,
        ids: Vec<u64>,
    }

    #[derive(Deserialize, JsonSchema)]
    enum Region {
        Eu,
        Us,
    }

    impl TemplateValue for Region {
        fn template_value(&self) -> Option<Value> {
            Some(Value::from(match self {
                Region::Eu => "eu-1",
                Region::Us => "us-2",
            }))
        }
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://{config.region}.example.com", streams(Employee, Badge))]
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Employees,
        params(
            day = "{config.start_date}",                        // 2024-01-31
            since = "{config.start_date:%s}",                   // 1706659200
            at = "{config.start_date:rfc3339}",                 // 2024-01-31T00:00:00Z
            q = "hired:{config.start_date:%d.%m.%Y} {{all}}",   // hired:31.01.2024 {all}
            id = "{config.ids}",                                // 7 and 8: the parameter is sent twice
            ids = "{config.ids:,}",                             // 7,8
        ),
    )]
    struct Employee {
        name: String,
    }

    // GET https://eu-1.example.com/employees/Ada%2FBob/badges
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, parent = Employee, path = "employees/{parent.name}/badges")]
    struct Badge {
        id: u64,
    }
    // endregion

    #[test]
    fn the_requests_are_those_of_the_comments() {
        use cdk_core::testing::{Api, Reply, read};
        let api = Api::new()
            .on("GET /employee", |_| Reply::json(json!([{ "name": "Ada/Bob" }])))
            .on("GET /employees/{name}/badges", |_| Reply::json(json!([])))
            .start();

        let config = json!({ "region": "Eu", "start_date": "2024-01-31", "ids": [7, 8] });
        read::<Employees>(&api, config, ["badge"]).succeeded();

        let requests = api.requests();
        let query = [
            ("day", "2024-01-31"),
            ("since", "1706659200"),
            ("at", "2024-01-31T00:00:00Z"),
            ("q", "hired:31.01.2024 {all}"),
            ("id", "7"),
            ("id", "8"),
            ("ids", "7,8"),
        ];
        assert_eq!(requests[0].query(), query.map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert_eq!(requests[1].path(), "/employees/Ada%2FBob/badges");
    }
}
