//! Stream `devices`, written by `cdk infer` from GET /devices of legacy.yaml.
//!
//! It needs the source `MySource` in the crate root with `url_base =
//! "https://legacy.example.com/rest"` and `streams(Device)`. A comment above an attribute is the
//! reason of a guess: check each one.

use std::collections::BTreeMap;

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "devices",
    path = "devices",
    // The only list of objects in the response.
    records = "rows",
    // The parameter `offset` is the number of records before the page. `total` is the number of all
    // records. The page size is the largest that the document allows.
    paginate = offset(param = "offset", total = "total", size(limit = 200)),
    // No primary key: no field identifies every record. Add `primary_key = ["…", "…"]` if several
    // do.
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. If the API can filter, send the state, such as
    // `params(since = "{state.lastUpdate}")`, or use `incremental(…)`.
    cursor_field = "lastUpdate",
)]
pub(crate) struct Device {
    serial: String,
    firmware: Option<String>,
    readings: Option<BTreeMap<String, DeviceReading>>,
    #[serde(rename = "lastUpdate")]
    last_update: Option<Timestamp>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct DeviceReading {
    value: Option<f64>,
    taken: Option<Timestamp>,
}
