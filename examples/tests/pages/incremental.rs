//! The code of the page about incremental.

mod complete {
    // region complete
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        start_date: Date,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", records = "data", streams(Customer, Charge))]
    struct Shop;

    // First sync: GET https://api.example.com/v1/customer
    // Later:      GET https://api.example.com/v1/customer?updated_since=2024-01-31T10:00:00Z
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, cursor_field = "updated_at", params(updated_since = "{state.updated_at}"))]
    struct Customer {
        id: u64,
        updated_at: Timestamp,
    }

    // One request per 30 days, from `start_date` or the last state on:
    // GET https://api.example.com/v1/charge?created[gte]=1704067200&created[lte]=1706659199
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, cursor_field = "created")]
    #[stream(incremental(
        start = "{config.start_date}",
        param_start = "created[gte]",
        param_end = "created[lte]",
        format = "%s",
        step = "P30D",
        lookback = "PT1H",
    ))]
    struct Charge {
        id: String,
        created: u64,
    }
    // endregion
}

mod snippets {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        start_date: Option<Date>,
        days: u32,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee, Event))]
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    // region cursor_field
    #[stream(cursor_field = "meta.updated_at")]
    // endregion
    struct Employee {
        id: u64,
        meta: Meta,
    }
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Meta {
        updated_at: Timestamp,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, method = "POST")]
    // region incremental
    #[stream(cursor_field = "at", body = json(from = "{window.start}", to = "{window.end}"))]
    #[stream(incremental(start = "{config.start_date}", step = "P{config.days}D"))]
    // endregion
    struct Event {
        id: u64,
        at: Date,
    }
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
    #[stream(source = Employees, cursor_field = "updated_at", state_migration = from_version_1)]
    struct Employee {
        id: u64,
        updated_at: Timestamp,
    }

    // {"last_seen": {"at": "2024-01-31T00:00:00Z"}} → {"updated_at": "2024-01-31T00:00:00Z"}
    fn from_version_1(_: &SourceCx<'_, Config>, mut state: StreamState) -> Result<StreamState> {
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
    #[stream(source = Employees, params(after = "{state.sequence}"), get_updated_state = last_final_change)]
    struct Change {
        sequence: u64,
        is_final: bool,
    }

    fn last_final_change(cx: &Cx<'_, Change>) -> Result<StreamState> {
        let mut state = cx.state().cloned().unwrap_or_default();
        if cx.record()?.is_final {
            state.insert("sequence".to_owned(), cx.record()?.sequence.into());
        }
        Ok(state)
    }
    // endregion
}
