//! The code of the page about testing.

mod first {
    // region testing
    use cdk_core::prelude::*;
    use cdk_core::testing::{self, Api, Reply};

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        api_token: Secret,
    }

    #[derive(Source)]
    #[source(
        config = Config,
        url_base = "https://api.example.com/v1",
        auth = bearer("{config.api_token}"),
        records = "data",
        paginate = "cursor",
        streams(Employee),
    )]
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, name = "employees", primary_key = "id")]
    struct Employee {
        id: u64,
        name: Option<String>,
    }

    #[test]
    fn two_pages_are_read() {
        let api = Api::new()
            .on("GET /v1/employees", |request| match request.param("cursor") {
                None => Reply::json(json!({ "data": [{ "id": 1, "name": "Ada" }], "next_cursor": "b" })),
                Some(_) => Reply::json(json!({ "data": [{ "id": 2, "shoe": 43 }] })),
            })
            .start();

        let output = testing::read::<Employees>(&api, json!({ "api_token": "t0ken" }), ["employees"]).succeeded();

        assert_eq!(output.records("employees"), [json!({ "id": 1, "name": "Ada" }), json!({ "id": 2 })]);
        assert_eq!(api.requests()[1].header("authorization"), Some("Bearer t0ken"));
        assert!(output.logs().iter().any(|(level, text)| level == "WARN" && text.contains("/shoe")));
    }
    // endregion
}
