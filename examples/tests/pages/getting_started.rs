//! The code of the page `docs/getting-started.md`: a connector, the same one made incremental, and its test.

mod first_version {
    // region connector
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        /// URL of the server, such as http://127.0.0.1:8099.
        server: String,
        /// API token of the account.
        api_token: Secret,
    }

    #[derive(Source)]
    #[source(
        name = "source-absences", config = Config, url_base = "{config.server}/v1",
        auth = bearer("{config.api_token}"), streams(Absence),
    )]
    struct SourceAbsences;

    // GET /v1/absences → {"data": [{"id": 1, "days": 2, …}, …], "next_cursor": "after_100"}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = SourceAbsences, name = "absences", records = "data", paginate = "cursor", primary_key = "id")]
    struct Absence {
        id: u64,
        employee_id: u64,
        days: u32,
        reason: Option<String>,
        updated_at: Timestamp,
    }

    fn main() -> ExitCode {
        cdk_core::run::<SourceAbsences>()
    }
    // endregion

    #[test]
    fn all_pages_are_read() {
        use cdk_core::testing::{self, Api, Reply};
        let page = |id: u64, next: Option<&str>| {
            let absence = json!({ "id": id, "employee_id": 7, "days": 1, "updated_at": "2024-01-01T08:00:00Z" });
            Reply::json(json!({ "data": [absence], "next_cursor": next }))
        };
        let api = Api::new()
            .on("GET /v1/absences", move |request| match request.param("cursor") {
                None => page(1, Some("after_1")),
                Some(_) => page(2, None),
            })
            .start();

        let config = json!({ "server": api.url(), "api_token": "t0ken" });
        let output = testing::read::<SourceAbsences>(&api, config, ["absences"]).succeeded();

        assert_eq!(output.records("absences").len(), 2);
    }
}

mod incremental_version {
    use cdk_core::prelude::*;

    // region config
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        /// URL of the server, such as http://127.0.0.1:8099.
        server: String,
        /// API token of the account.
        api_token: Secret,
        /// The first sync reads absences that changed at this time or later. Default: all absences.
        start_date: Option<Timestamp>,
    }
    // endregion

    #[derive(Source)]
    #[source(
        name = "source-absences", config = Config, url_base = "{config.server}/v1",
        auth = bearer("{config.api_token}"), streams(Absence),
    )]
    struct SourceAbsences;

    // region incremental
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = SourceAbsences,
        name = "absences",
        records = "data",
        paginate = "cursor",
        primary_key = "id",
        cursor_field = "updated_at",
        incremental(start = "{config.start_date}", param_start = "updated_since"),
    )]
    struct Absence {
        id: u64,
        employee_id: u64,
        days: u32,
        reason: Option<String>,
        updated_at: Timestamp,
    }
    // endregion

    // region test
    #[cfg(test)]
    mod tests {
        use cdk_core::testing::{Api, Connector, Reply};

        use super::*;

        #[test]
        fn the_second_sync_requests_only_what_changed() {
            let absence =
                json!({ "id": 1, "employee_id": 7, "days": 2, "reason": null, "updated_at": "2024-01-31T10:00:00Z" });
            let page = json!({ "data": [absence], "next_cursor": null });
            let api = Api::new().on("GET /v1/absences", move |_| Reply::json(page.clone())).start();
            let start = "2024-01-01T00:00:00Z";
            let config = json!({ "server": api.url(), "api_token": "t0ken", "start_date": start });
            let connector = Connector::<SourceAbsences>::new(&api, config);

            let first = connector.read(["absences"]).succeeded();
            connector.state(first.state()).read(["absences"]).succeeded();

            assert_eq!(first.records("absences").len(), 1);
            let requests = api.requests();
            assert_eq!(requests[0].header("authorization"), Some("Bearer t0ken"));
            assert_eq!(requests[0].param("updated_since"), Some(start));
            assert_eq!(requests[1].param("updated_since"), Some("2024-01-31T10:00:00Z"));
        }
    }
    // endregion
}
