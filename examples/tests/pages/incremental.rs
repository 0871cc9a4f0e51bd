//! The code of the page about incremental.

mod cursor_field {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region cursor_field
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, cursor_field = "updated_at", params(updated_since = "{state.updated_at}"))]
    struct Employee {
        id: u64,
        updated_at: Timestamp,
    }
    // endregion
}

mod incremental {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        start_date: Date,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Charge))]
    struct Shop;

    // region incremental
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Shop,
    cursor_field = "created",
    incremental(
        start = "{config.start_date}",
        param_start = "created[gte]", // created[gte]=1704067200&created[lte]=1706659199
        param_end = "created[lte]",
        format = "%s",
        step = "P30D",
        lookback = "PT1H",
    ),
)]
    struct Charge {
        id: String,
        created: u64,
    }
    // endregion
}

mod state_migration {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region state_migration
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, cursor_field = "updated_at", state_migration = of_version_1)]
    struct Employee {
        id: u64,
        updated_at: Timestamp,
    }

    // {"last_seen": {"at": "2024-01-31T00:00:00Z"}} → {"updated_at": "2024-01-31T00:00:00Z"}
    fn of_version_1(_: &SourceCx<'_, Config>, mut state: StreamState) -> Result<StreamState> {
        if let Some(seen) = state.remove("last_seen") {
            state.insert("updated_at".to_owned(), seen["at"].clone());
        }
        Ok(state)
    }
    // endregion
}

mod get_updated_state {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Change))]
    struct Employees;

    // region get_updated_state
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, params(after = "{state.sequence}"), get_updated_state = furthest)]
    struct Change {
        sequence: u64,
        is_final: bool,
    }

    fn furthest(cx: &Cx<'_, Change>) -> Result<StreamState> {
        let mut state = cx.state().cloned().unwrap_or_default();
        if cx.record()?.is_final {
            state.insert("sequence".to_owned(), cx.record()?.sequence.into());
        }
        Ok(state)
    }
    // endregion
}
