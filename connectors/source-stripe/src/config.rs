//! Config: the same keys as Airbyte's connector of this name, so that existing configs can be used.

use cdk_core::prelude::*;

/// The Stripe account to read, and the start date.
#[derive(Deserialize, JsonSchema)]
#[schemars(title = "Stripe")]
pub struct Config {
    /// The account to read. Its ID begins with `acct_` and is shown in the account settings of the Stripe dashboard.
    // Announced as required, but absent in older configs: then Stripe reads the account of the key.
    #[schemars(required, title = "Account ID")]
    pub(crate) account_id: Option<String>,

    /// Key for Stripe's API, from Developers → API keys in the dashboard. A restricted key with read permissions is
    /// sufficient.
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

    /// Number of days before the last sync. Streams that are read by creation time are read again from there.
    #[schemars(title = "Lookback Window in Days", range(min = 0))]
    #[serde(default)]
    pub(crate) lookback_window_days: i64,

    /// Number of days of creation time per request. The state is saved after each.
    #[schemars(
        title = "Days per Request",
        range(min = 1),
        extend("examples" = [1, 3, 10, 30, 180, 360])
    )]
    #[serde(default = "a_year")]
    pub(crate) slice_range: i64,

    /// Maximum number of requests in flight.
    #[schemars(
        title = "Concurrent Requests",
        range(min = 1, max = 20),
        extend("default" = 10, "examples" = [1, 2, 3])
    )]
    pub(crate) num_workers: Option<i64>,

    /// Maximum number of requests per second. Stripe allows 25 with a test key and 100 with a live one.
    #[schemars(title = "Requests per Second", extend("examples" = [25, 100]))]
    pub(crate) call_rate_limit: Option<i64>,
}

fn a_year() -> i64 {
    365
}
