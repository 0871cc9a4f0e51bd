//! Slices: a stream that is read once per region of the account and month since its start.
//!
//! The regions come from the API, the months from the config. Two `slices` result in their product; the first one is
//! the outer one. Requests of the functions use `auth` and retries, as all requests do.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    api_key: Secret,
    /// The first day of the first month to read.
    since: Date,
}

#[derive(Source)]
#[source(
    name = "sales",
    config = Config,
    url_base = "https://sales.example.com/v1",
    auth = bearer("{config.api_key}"),
    streams(Sale),
)]
struct Sales;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Sales,
    slices(regions, slice = Region),
    slices(months, slice = Month, as = "month"),
    path = "regions/{slice.code}/sales",
    params(from = "{month.first}", until = "{month.next}"),
    paginate = page(size(per_page = 100)),
    primary_key = ["region", "id"],
    add(region = slice.code, currency = slice.currency),
)]
struct Sale {
    id: u64,
    region: String,
    currency: Option<String>,
    amount: f64,
}

#[derive(Serialize, Deserialize)]
struct Region {
    code: String,
    currency: Option<String>,
}

async fn regions(cx: &SliceCx<'_, Sale>) -> Result<Vec<Region>> {
    cx.send(cx.get("regions")?).await?.json()
}

/// `until` is the day after the last one.
#[derive(Serialize)]
struct Month {
    first: Date,
    next: Date,
}

async fn months(cx: &SliceCx<'_, Sale>) -> Result<Vec<Month>> {
    let today = cx.now().to_string();
    let mut months = Vec::new();
    let mut first = cx.config().since.first_of_month();
    while first.to_string() <= today {
        let next = first.last_of_month().tomorrow()?;
        months.push(Month { first, next });
        first = next;
    }
    Ok(months)
}

fn main() -> ExitCode {
    cdk_core::run::<Sales>()
}

#[cfg(test)]
mod tests {
    use cdk_core::testing::{self, Api, Reply};

    use super::*;

    #[test]
    fn every_region_is_read_month_by_month() {
        let api = Api::new()
            .on("GET /v1/regions", |_| Reply::json(json!([{ "code": "eu", "currency": "EUR" }, { "code": "n/a" }])))
            .on("GET /v1/regions/{region}/sales", |request| {
                let is_first = request.param("page") == Some("1") && request.param("from") == Some("2024-01-01");
                Reply::json(if is_first { json!([{ "id": 1, "amount": 9.5 }]) } else { json!([]) })
            })
            .start();
        let this_year = json!({ "api_key": "k", "since": "2024-01-15" });

        let output = testing::read::<Sales>(&api, this_year, ["sale"]).succeeded();

        let mut records = output.records("sale");
        records.sort_by_key(|record| record["region"].to_string());
        let sale = |region: &str, currency: Option<&str>| json!({ "id": 1, "region": region, "currency": currency, "amount": 9.5 });
        assert_eq!(records, [sale("eu", Some("EUR")), sale("n/a", None)]);
        let january = api.requests().into_iter().filter(|request| request.param("until") == Some("2024-02-01"));
        assert_eq!(january.count(), 4, "two pages for each region");
    }
}
