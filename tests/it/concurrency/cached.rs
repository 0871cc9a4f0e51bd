//! The seed's own example: a list and the details of each, both selected; with `cache` nobody is asked twice.

use std::collections::BTreeMap;
use std::time::Duration;

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Reply, RunningApi};

use crate::behaviour::Nothing;

const EMPLOYEES: u64 = 5_000;
const PAGE: u64 = 100;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com/v1",
    streams(Employee, EmployeeDetails, Salary, Kept, KeptDetails, KeptSalary),
)]
struct Employees;

macro_rules! streams {
    ($list:ident, $details:ident, $salary:ident $(, $cache:ident)?) => {
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Employees, path = "employees", records = "data", paginate = "cursor" $(, $cache)?)]
        struct $list {
            id: u64,
        }

        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Employees, parent = $list, path = "employees/{parent.id}/details", add(employee_id = parent.id))]
        struct $details {
            employee_id: u64,
            title: String,
        }

        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Employees, parent = $list, path = "employees/{parent.id}/salary", add(employee_id = parent.id))]
        struct $salary {
            employee_id: u64,
        }
    };
}
streams!(Employee, EmployeeDetails, Salary);
streams!(Kept, KeptDetails, KeptSalary, cache);

fn api() -> RunningApi {
    Api::new()
        .on("GET /v1/employees", |request| {
            let from: u64 = request.param("cursor").map_or(0, |cursor| cursor.parse().unwrap());
            let data: Value = (from..from + PAGE).map(|id| json!({ "id": id })).collect();
            let next = (from + PAGE < EMPLOYEES).then(|| (from + PAGE).to_string());
            // Now this reader is ahead, now that one.
            let time = Duration::from_millis(from / PAGE % 3);
            Reply::json(json!({ "data": data, "next_cursor": next })).delay(time)
        })
        .on("GET /v1/employees/{id}/{what}", |_| Reply::json(json!({ "title": "x" })))
        .start()
}

/// How often each URL was asked for, and how many there were.
fn often(api: &RunningApi) -> BTreeMap<usize, usize> {
    let mut urls = BTreeMap::<_, usize>::new();
    for request in api.requests() {
        *urls.entry((request.path().to_owned(), request.query().to_vec())).or_default() += 1;
    }
    let mut often = BTreeMap::new();
    urls.into_values().for_each(|times| *often.entry(times).or_default() += 1);
    often
}

#[test]
fn with_cache_the_server_sees_each_url_once_whatever_the_interleaving() {
    let pages = (EMPLOYEES / PAGE) as usize;
    for concurrency in [1, 3, 16] {
        let api = api();
        let streams = ["kept_details", "kept", "kept_salary"];

        let output = Connector::<Employees>::new(&api, json!({})).concurrency(concurrency).read(streams).succeeded();

        assert_eq!(streams.map(|stream| output.records(stream).len() as u64), [EMPLOYEES; 3]);
        assert_eq!(often(&api), BTreeMap::from([(1, pages + 2 * EMPLOYEES as usize)]), "{concurrency} in flight");
    }
}

#[test]
fn without_cache_the_list_is_asked_for_by_each_who_reads_it() {
    let api = api();

    let streams = ["employee", "employee_details"];
    let output = Connector::<Employees>::new(&api, json!({})).concurrency(16).read(streams).succeeded();

    assert_eq!(streams.map(|stream| output.records(stream).len() as u64), [EMPLOYEES; 2]);
    let pages = (EMPLOYEES / PAGE) as usize;
    assert_eq!(often(&api), BTreeMap::from([(1, EMPLOYEES as usize), (2, pages)]));
}
