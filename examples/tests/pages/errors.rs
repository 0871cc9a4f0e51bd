//! The code of the page about errors.

mod on {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Team, Member))]
    struct Employees;
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, path = "teams", primary_key = "id")]
    struct Team {
        id: u64,
    }

    // region on
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Employees,
    parent = Team,
    path = "teams/{parent.id}/members",
    paginate = "cursor",
    on(status = [404, 410], ignore, "team {parent.id} is gone"),
    on(status = 403, json("error.code") = "missing_scope", fail(config), "add the scope {response.error.needed} to the app"),
    on(status = 409, json("stale_cursor"), reset_pagination),
    on(json("ok") = false, json("error") = ["busy", "internal_error"], retry), // in a 200, too
    on(header("X-Reason") = "quota", fail(transient), "the plan's quota is used up until {header.X-Reset}"),
    on(body_contains = "under maintenance", retry),
    on(empty, ignore),
)]
    struct Member {
        id: u64,
    }
    // endregion
}

mod on_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        workspace: String,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region on_source
    #[derive(Source)]
    #[source(
    config = Config,
    url_base = "https://api.example.com/v1",
    on(json("ok") = false, json("error") = "ratelimited", retry),
    on(status = 200, json("ok") = false, fail(system), "the API says {response.error}"),
    on(status = 402, fail(config), "the plan of {config.workspace} has no API"),
    streams(Employee),
)]
    struct Employees;
    // endregion
}

mod retry {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region retry
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, retry(tries = 8, max_time = "30m", initial = "500ms", factor = 3, jitter = 0.25, max_wait = "2h"))]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod retry_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region retry_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", retry(tries = 8, max_wait = "2h"), streams(Employee))]
    struct Employees;
    // endregion
}

mod should_retry {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region should_retry
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, should_retry = is_busy)]
    struct Employee {
        id: u64,
    }

    fn is_busy(cx: &Cx<'_, Employee>) -> Result<bool> {
        let attempt = cx.attempt()?;
        let is_export_not_ready = attempt.status().is_some_and(|status| status == 409);
        Ok(attempt.is_retried_by_default() || is_export_not_ready)
    }
    // endregion
}

mod should_retry_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region should_retry_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", should_retry = is_busy, streams(Employee))]
    struct Employees;

    /// An API that says `{"ok": false, "error": "ratelimited"}` in a 200.
    fn is_busy(cx: &SourceCx<'_, Config>) -> Result<bool> {
        let attempt = cx.attempt()?;
        Ok(attempt.is_retried_by_default() || attempt.json().is_some_and(|body| body["error"] == "ratelimited"))
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
    #[stream(source = Employees, backoff_time = wait_of)]
    struct Employee {
        id: u64,
    }

    /// As Slack's connector: what the header says, else a wait of its own; failures of another kind have the schedule.
    fn wait_of(cx: &Cx<'_, Employee>) -> Result<Option<Duration>> {
        let attempt = cx.attempt()?;
        Ok(match attempt.status().map(|status| status.as_u16()) {
            Some(429) => Some(attempt.server_wait().unwrap_or(Duration::from_secs(5))),
            _ => None,
        })
    }
    // endregion
}

mod backoff_time_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region backoff_time_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", backoff_time = wait_of, streams(Employee))]
    struct Employees;

    fn wait_of(cx: &SourceCx<'_, Config>) -> Result<Option<Duration>> {
        let seconds = cx.attempt()?.header("X-Wait-Seconds").and_then(|seconds| seconds.parse().ok());
        Ok(seconds.map(Duration::from_secs))
    }
    // endregion
}

mod rate_limit {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        exports: u32,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", rate_limit("1000/1m"), streams(Employee))]
    struct Employees;

    // region rate_limit
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Employees,
    path = "search/employees",
    rate_limit("30/1m", burst = 5),                              // at once 5, then one every 2 s
    rate_limit("{config.exports}/1h", path = "exports/**", method = "POST"),
    rate_limit(path = "search/*", weight = 2),                   // in all budgets, the source's too
)]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod rate_limit_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        hourly: u32,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region rate_limit_source
    #[derive(Source)]
    #[source(
    config = Config,
    url_base = "https://api.example.com/v1",
    rate_limit("10/1s", "{config.hourly}/1h"),
    rate_limit(path = "exports/**", method = "POST", weight = 5),
    rate_limit(from_headers),
    streams(Employee),
)]
    struct Employees;
    // endregion
}

mod concurrency {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region concurrency
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, concurrency = 1)] // this address takes one request at a time
    struct Employee {
        id: u64,
    }
    // endregion
}

mod concurrency_source {
    use cdk_core::prelude::*;
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region concurrency_source
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        /// How many requests to send at once.
        num_workers: Option<u64>,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", concurrency = "{config.num_workers}", streams(Employee))]
    struct Employees;
    // endregion
}

mod circuit {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee, Photo))]
    struct Employees;
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region circuit
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, parent = Employee, path = "employees/{parent.id}/photo", records = ".", circuit = 100)]
    struct Photo {
        url: String,
    }
    // endregion
}

mod circuit_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region circuit_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", circuit = 50, streams(Employee))]
    struct Employees;
    // endregion
}
