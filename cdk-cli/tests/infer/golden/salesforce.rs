//! Stream `accounts`, written by `cdk infer` from 2 records of salesforce.json.
//!
//! It needs the source `MySource` in the crate root with `streams(Account)`. A comment above an
//! attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "accounts",
    // The path is the stream's name. Add `path = "…"` if the API has another one.
    // The only list of objects in the response.
    records = "records",
    // `nextRecordsUrl` is the URL of the next page. `done` says whether this is the last page.
    paginate = next_url(at = "nextRecordsUrl", done = "done"),
    // Each of the 2 records has its own `Id`.
    primary_key = "Id",
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. If the API can filter, send the state, such as
    // `params(since = "{state.LastModifiedDate}")`, or use `incremental(…)`.
    cursor_field = "LastModifiedDate",
)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Account {
    #[serde(rename = "attributes")]
    attributes: AccountAttributes,
    id: String,
    name: String,
    annual_revenue: Option<f64>,
    number_of_employees: Option<i64>,
    is_deleted: bool,
    last_modified_date: Timestamp,
    system_modstamp: Timestamp,
    parent_id: Option<String>,
    billing_address: Option<AccountBillingAddress>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AccountAttributes {
    r#type: String,
    url: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AccountBillingAddress {
    city: String,
    // Only null in the sample.
    #[serde(rename = "countryCode")]
    country_code: Option<Value>,
}
