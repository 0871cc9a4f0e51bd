//! Config: the keys of Airbyte's connector of the same name, so that a connection's config can be kept.

use cdk_core::prelude::*;

/// Which Stripe account is read, and from when on.
#[derive(Deserialize, JsonSchema)]
#[schemars(title = "Stripe")]
pub struct Config {
    /// The account to read. Its ID begins with `acct_` and is shown in the account settings of the Stripe dashboard.
    // Announced as required, but older configs lack it: then Stripe reads the account that the key belongs to.
    #[schemars(required, title = "Account ID")]
    pub(crate) account_id: Option<String>,

    /// Key for Stripe's API, from Developers → API keys in the dashboard. A restricted key with read permissions will do.
    #[schemars(title = "Secret Key")]
    pub(crate) client_secret: Secret,

    /// Objects created before this time (UTC) are not read.
    #[schemars(
        title = "Start Date",
        regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"),
        example = &"2017-01-25T00:00:00Z",
        extend("default" = "2017-01-25T00:00:00Z")
    )]
    pub(crate) start_date: Option<Timestamp>,

    /// Streams that are read by creation time are read again for so many days before the last sync.
    #[schemars(title = "Lookback Window in Days", range(min = 0))]
    #[serde(default)]
    pub(crate) lookback_window_days: i64,

    /// How many days one request for objects by creation time covers. State is saved after each.
    #[schemars(
        title = "Days per Request",
        range(min = 1),
        extend("examples" = [1, 3, 10, 30, 180, 360])
    )]
    #[serde(default = "a_year")]
    pub(crate) slice_range: i64,

    /// How many requests are under way at a time.
    #[schemars(
        title = "Concurrent Requests",
        range(min = 1, max = 20),
        extend("default" = 10, "examples" = [1, 2, 3])
    )]
    pub(crate) num_workers: Option<i64>,

    /// How many requests a second are made at most; Stripe allows 25 with a test key and 100 with a live one.
    #[schemars(title = "Requests per Second", extend("examples" = [25, 100]))]
    pub(crate) call_rate_limit: Option<i64>,
}

fn a_year() -> i64 {
    365
}
