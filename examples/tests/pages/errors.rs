//! The code of the page about errors.

mod complete {
    // region complete
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        workspace: String,
        /// Requests in flight at most.
        num_workers: Option<u64>,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Team, Member))]
    #[source(on(status = 402, fail(config), "the plan of {config.workspace} does not include the API"))]
    #[source(on(status = 200, json("ok") = false, fail, "the API reports {response.error}"))]
    #[source(retry(tries = 8, max_wait = "2h"), rate_limit("10/1s", "5000/1h"), concurrency = "{config.num_workers}")]
    struct Workspace;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Workspace, path = "teams", primary_key = "id")]
    struct Team {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Workspace, parent = Team, path = "teams/{parent.id}/members")]
    #[stream(on(status = [404, 410], ignore, "team {parent.id} is gone"))]
    #[stream(rate_limit("30/1m", burst = 5))] // 5 at once, then one every 2 s; the source's limits apply, too
    struct Member {
        id: u64,
    }
    // endregion
}

mod snippets {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        exports: u32,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Member, Report, Search, Photo, Room))]
    struct Workspace;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Workspace, paginate = "cursor")]
    // region on
    #[stream(on(status = 403, json("error.code") = "missing_scope", fail(config), "add the scope {response.scope}"))]
    #[stream(on(status = 409, json("stale_cursor"), reset_pagination))]
    #[stream(on(json("ok") = false, json("error") = ["busy", "internal_error"], retry))] // in a 200, too
    #[stream(on(header("X-Reason") = "quota", fail(transient), "the quota is used up until {header.X-Reset}"))]
    #[stream(on(body_contains = "under maintenance", retry))]
    #[stream(on(empty, ignore))]
    // endregion
    struct Member {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Workspace)]
    // region retry
    #[stream(retry(tries = 8, max_time = "30m", initial = "500ms", factor = 3, jitter = 0.25, max_wait = "2h"))]
    // endregion
    struct Report {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Workspace)]
    // region rate_limit
    #[stream(rate_limit("30/1m", burst = 5))]
    #[stream(rate_limit("{config.exports}/1h", path = "exports/**", method = "POST"))]
    #[stream(rate_limit(path = "search/*", weight = 2))] // counts twice in all limits, also in the source's
    #[stream(rate_limit(from_headers))]
    #[stream(rate_limit(wait = "backoff"))]
    // endregion
    struct Search {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Workspace)]
    // region concurrency
    #[stream(concurrency = 1)]
    // endregion
    struct Photo {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Workspace)]
    // region circuit
    #[stream(circuit = 100)]
    // endregion
    struct Room {
        id: u64,
    }
}

mod should_retry {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region should_retry
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", should_retry = is_busy, streams(Employee))]
    struct Employees;

    fn is_busy(cx: &SourceCx<'_, Config>) -> Result<bool> {
        let attempt = cx.attempt()?;
        let is_export_not_ready = attempt.status().is_some_and(|status| status == 409);
        Ok(attempt.is_retried_by_default() || is_export_not_ready)
    }
    // endregion
}

mod backoff_time {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region backoff_time
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, backoff_time = wait)]
    struct Employee {
        id: u64,
    }

    fn wait(cx: &Cx<'_, Employee>) -> Result<Option<Duration>> {
        let seconds = cx.attempt()?.header("X-Wait-Seconds").and_then(|seconds| seconds.parse().ok());
        Ok(seconds.map(Duration::from_secs))
    }
    // endregion
}
